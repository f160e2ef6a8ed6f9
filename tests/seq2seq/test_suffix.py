"""Programs that change ends: what is known, what follows, what is an exception."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plastic
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.stepwise.contexts import BEGIN, Literal
from plastic.seq2seq.suffix import (
    LONGEST,
    Change,
    SuffixMachine,
    SuffixRules,
    by_suffix,
    change,
    find_suffix_rules,
    suffix_context,
)

PLURALS = """
cat cats, dog dogs, city cities, day days, man men, baby babies, key keys, pen pens,
lady ladies, boy boys, sky skies, fly flies, toy toys, hat hats, tree trees, spy spies,
ray rays, way ways, pony ponies, army armies, body bodies, box boxes, fox foxes,
tax taxes, child children, dish dishes, wish wishes
"""
PAIRS = [tuple(pair.split()) for pair in PLURALS.split(",")]


@pytest.fixture(scope="module")
def plurals():
    return Seq2SeqMemory().fit(PAIRS)


def found(pairs):
    return find_suffix_rules(
        [(tuple(a), tuple(b)) for a, b in pairs], lambda symbol: 6.0
    )


def run(program, source):
    machine = SuffixMachine(by_suffix(program.rules))
    return tuple(machine.run(machine.tape(source)))


@pytest.mark.thorough
def test_all_that_was_learned_is_exact(plurals):
    assert isinstance(plurals._task(None).program, SuffixRules)
    assert plurals.score(PAIRS).exact == 1
    assert plurals.predict("child") == "children"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("berry", "berries"),  # y after a consonant
        ("monkey", "monkeys"),
        ("tray", "trays"),
        ("bus driver", "bus drivers"),
        ("mailbox", "mailboxes"),
        ("fish", "fishes"),
        ("q", "qs"),
    ],
)
def test_it_generalises(plurals, one, many):
    assert plurals.predict(one) == many


def test_the_rules_can_be_read(plurals):
    does = dict(plurals.program().rules)
    assert plurals.program().header == ("ends in",)
    assert does["…",] == "write 's'"
    assert does["…y",] == "drop 1, write 'ies'"
    assert does["…x",] == "write 'es'"
    run = plurals.explain("berry")
    assert run.table()[-1] == ["4", "5", "y", "", "drop 1, write 'ies'", "i e s"]


def test_what_is_of_words():
    pairs = [(("a", "cat"), ("a", "cat", "!")), (("dogs",), ("dogs", "!"))]
    program = found(pairs)
    assert run(program, ("two", "mice")) == ("two", "mice", "!")


def test_noise_is_not_taken_for_a_rule():
    pairs = tasks.make("unit", 30, 0, wrong=0.3)
    memory = Seq2SeqMemory(budget=100_000).fit(pairs)
    assert memory.score(tasks.make("unit", 60, 7)).exact == 1
    # and where endings themselves are taught wrong:
    wrong = [(one, many[::-1] + "q") for one, many in PAIRS[20:26]]
    memory = Seq2SeqMemory(budget=100_000).fit(PAIRS[:20] + wrong)
    for one, many in (("berry", "berries"), ("toe", "toes"), ("stray", "strays")):
        assert memory.predict(one) == many


def test_nothing_is_known_of_an_ending():
    program = SuffixRules(0.0, {}, 0)
    with pytest.raises(plastic.GenerationError, match="such an ending"):
        run(program, "cat")


def test_no_more_is_dropped_than_there_is(plurals):
    assert plurals.predict("") == "s"
    program = found([("xxab", "y"), ("xxcb", "y")])
    with pytest.raises(plastic.GenerationError):
        run(program, "b")


# By definition ----------------------------------------------------------------------

letters = st.text(alphabet="aby", max_size=5)
pairs_of_letters = st.lists(st.tuples(letters, letters), min_size=1, max_size=10)


@given(letters, letters)
def test_a_change_is_the_shortest_one(source, target):
    does = change(source, target)
    kept = source[: len(source) - does.drop]
    assert kept + "".join(does.write) == target
    assert not (does.drop and does.write and source[len(kept)] == does.write[0])


@given(pairs_of_letters)
def test_the_longest_known_ending_decides(pairs):
    """The table says of each source what most pairs that have it say."""
    program = found(pairs)
    wanted = {}
    for source, target in pairs:
        wanted.setdefault(source, Counter())[target] += 1
    for source, targets in wanted.items():
        written = "".join(run(program, source))
        assert targets[written] == max(targets.values())
    for context in program.rules:
        assert any(
            suffix_context(source)[-len(context) :] == context for source, _ in pairs
        )


@given(pairs_of_letters, letters)
def test_a_run_is_brute_force_over_the_rules(pairs, source):
    program = found(pairs)
    able = []
    for context, operation in program.rules.items():
        ending = "".join(near.symbol for near in context if isinstance(near, Literal))
        whole = context[0] == BEGIN
        fits = source == ending if whole else source.endswith(ending)
        if fits and operation.argument.drop <= len(source):
            able.append((len(context), operation.argument))
    if not able:
        with pytest.raises(plastic.GenerationError):
            run(program, source)
        return
    drop, write = max(able)[1]
    kept = source[: len(source) - drop]
    assert run(program, source) == (*kept, *write)


@given(pairs_of_letters)
def test_the_order_of_pairs_does_not_matter(pairs):
    program, other = found(pairs), found(pairs[::-1])
    assert (program.rules, program.exceptions) == (other.rules, other.exceptions)
    assert program.cost == pytest.approx(other.cost)


def test_exceptions_are_counted():
    program = found([("cat", "cats"), ("dog", "dogs"), ("hen", "hens"), ("ox", "oxen")])
    assert program.exceptions == 1
    assert {does.argument for does in program.rules.values()} == {
        Change(0, ("s",)),
        Change(0, ("e", "n")),
    }


def test_only_the_end_of_a_long_source_is_looked_at():
    long = "x" * 1000
    assert len(suffix_context(long)) == LONGEST + 1
    assert len(suffix_context("x")) == 3
    program = found([(long + "a", long + "as"), ("ba", "bas"), ("ca", "cas")])
    assert run(program, long + "a") == (*long, "a", "s")

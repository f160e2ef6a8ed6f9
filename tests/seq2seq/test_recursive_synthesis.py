"""Programs that divide, found: what a few pairs are enough for."""

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import told_with_hash_seeds

import plastic
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.program import Problem
from plastic.seq2seq.recursive.finding import find
from plastic.seq2seq.recursive.grammar import (
    CALL_BITS,
    EMIT_BITS,
    LEAF_BITS,
    NAME_BITS,
    PLACE_BITS,
)
from plastic.seq2seq.recursive.machine import COPY, LEFT, RIGHT
from plastic.seq2seq.recursive.program import RecursiveProgram
from plastic.seq2seq.recursive.synthesis import PROGRAM_BITS, RecursiveSynthesis
from plastic.seq2seq.stepwise.operations import Operation, literal_shares

LITTLE = """
jump: J
walk: W
run: R
look: L
walk twice: W W
jump thrice: J J J
look left: l L
run right: r R
walk and run: W R
jump and look: J L
look left twice: l L l L
jump and run twice: J R R
walk thrice and jump: W W W J
run after walk: W R
look twice after jump: J L L
walk right after run left: l R r W
run left thrice and look: l R l R l R L
run right twice: r R r R
walk right thrice: r W r W r W
"""
DATES = [
    ("2024-03-15", "15/03/2024"),
    ("1999-12-31", "31/12/1999"),
    ("2001-01-09", "09/01/2001"),
]


def spelled(pairs):
    """Give strings as sequences of their letters."""
    return [([*source], [*target]) for source, target in pairs]


def words(text):
    return tuple(text.split())


@cache
def little():
    lines = [line.split(":") for line in LITTLE.strip().splitlines()]
    return Seq2SeqMemory().fit(
        [(words(source), words(target)) for source, target in lines]
    )


def meaning(command):
    """What a command of the little grammar means, by definition."""
    for divider in ("and", "after"):
        if divider in command:
            at = command.index(divider)
            sides = meaning(command[:at]), meaning(command[at + 1 :])
            return sides[0] + sides[1] if divider == "and" else sides[1] + sides[0]
    times = {"twice": 2, "thrice": 3}.get(command[-1], 1)
    verb, *side = command[:-1] if times > 1 else command
    turn = tuple({"left": "l", "right": "r"}[word] for word in side)
    return (*turn, verb[0].upper()) * times


simple = st.tuples(
    st.sampled_from(["jump", "walk", "run", "look"]),
    st.sampled_from(["", " left", " right"]),
    st.sampled_from(["", " twice", " thrice"]),
).map("".join)


@given(st.lists(simple, min_size=1, max_size=6), st.booleans())
@settings(max_examples=60)
def test_a_little_grammar_generalises(parts, after):
    # Far longer than taught; two "and", or "and" beside "right", were never seen.
    command = words(" and ".join(parts))
    if after:
        command = words(f"{parts[0]} after {parts[-1]}")
    assert little().predict(command) == meaning(command)


def test_what_binds_tighter_comes_later():
    memory = little()
    assert memory.predict(words("walk and run twice")) == words("W R R")
    assert memory.predict(words("run twice and walk")) == words("R R W")
    program = memory.program()
    assert program.right == program.pairs == 19
    assert [*program.header] == ["source", "divided at its"]
    order = [context[0] for context, _ in program.rules]
    assert order.index("LEFT 'and' RIGHT") < order.index("LEFT 'twice' RIGHT")


def test_what_was_never_taught_is_said():
    with pytest.raises(plastic.GenerationError, match="nothing is known"):
        little().predict(words("swim twice"))


@pytest.mark.thorough
def test_dates_from_three_pairs():
    memory = Seq2SeqMemory().fit(spelled(DATES))  # strings would be read as dates
    assert memory.predict([*"2070-08-05"]) == [*"05/08/2070"]
    assert memory.predict([*"a-b-c-d-e"]) == [*"e/d/c/b/a"]  # it calls itself
    does = [does for _, does in memory.program().rules]
    assert does == ["RIGHT EMIT '/' LEFT", "COPY"]
    assert memory.score(spelled(tasks.make("date", 50, 5))).exact == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("taught", "asked"),
    [
        (["a b:b a", "big old tree:tree old big", "x y z w:w z y x"], "p q r:r q p"),
        (["a,b:b,a", "foo,bar:bar,foo", "x1,y2:y2,x1"], "left,right:right,left"),
        (["/usr/bin/vi:vi", "/etc/hosts:hosts", "/a/b/c/d:d"], "/q/w/er/t:t"),
        (["a_b:a b", "one_two_three:one two three", "x_yy:x yy"], "q_w_e:q w e"),
        (
            ["a=1:a is 1", "name=bob:name is bob", "k=v:k is v", "xy=10:xy is 10"],
            "foo=bar:foo is bar",
        ),
    ],
)
def test_everyday_strings(taught, asked):
    memory = Seq2SeqMemory().fit([line.split(":") for line in taught])
    source, target = asked.split(":")
    assert memory.predict(source) == target
    assert memory.program().right == len(taught)


@pytest.mark.thorough
def test_a_library_that_grows():
    memory = Seq2SeqMemory()
    title = spelled([("ada", "Ada"), ("bo", "Bo"), ("charles", "Charles")])
    memory.fit(title, "title")
    lines = ["ada lovelace", "bo ray lee", "hello big wide world", "x y"]
    titles = spelled((line, line.title()) for line in lines)
    memory.partial_fit(titles, "titles")
    assert memory.predict([*"one two"], "titles") == [*"One Two"]
    alone = Seq2SeqMemory().fit(titles)
    assert memory.program("titles").bits < alone.program().bits


def test_forgetting_what_a_later_task_calls():
    memory = Seq2SeqMemory()
    memory.fit([("abc", "cba"), ("xy", "yx")], "turn")
    pairs = [("abc-de", "cba-ed"), ("xy-z", "yx-z"), ("some-big-wo", "emos-gib-ow")]
    memory.partial_fit(pairs, "parts")
    assert memory.predict("one-two-three", "parts") == "eno-owt-eerht"
    memory.forget("abc", "cba", "turn")
    memory.forget("xy", "yx", "turn")
    alone = Seq2SeqMemory().fit(pairs, "parts")
    assert str(memory.program("parts")) == str(alone.program("parts"))


# What is wrong, contradicting, too much ---------------------------------------------


@pytest.mark.thorough
def test_wrong_pairs_are_left_out():
    pairs = tasks.make("date", 10, 0, wrong=0.3)
    memory = Seq2SeqMemory(budget=100_000).fit(pairs)
    assert (memory.program().right, memory.program().pairs) == (7, 10)
    assert memory.score(tasks.make("date", 50, 5)).exact == 1


@pytest.mark.thorough
def test_contradicting_pairs():
    pairs = [*DATES, (DATES[0][0], "wrong")]
    memory = Seq2SeqMemory(budget=100_000).fit(pairs)
    assert (memory.program().right, memory.program().pairs) == (3, 4)
    assert memory.predict("2070-08-05") == "05/08/2070"


def test_nothing_to_divide_at():
    for pairs in ([("abc", "cba"), ("xy", "yx")], [((), ())]):
        assert find(Problem(pairs, 10_000, None, np.random.default_rng(0), {})) is None


def test_the_budget_ends_it():
    rng = random.Random(0)
    pairs = []
    for _ in range(6):
        source = tuple(rng.choices("ab-:/", k=12))
        pairs.append((source, tuple(rng.choices("ab-:/", k=12))))
    search = RecursiveSynthesis(pairs, literal_shares([t for _, t in pairs]), {}, 500)
    search.run()
    assert search.steps < 5_000


def test_the_price_of_a_program_is_what_it_says():
    shares = literal_shares([tuple(target) for _, target in DATES])
    pairs = [(tuple(source), tuple(target)) for source, target in DATES]
    search = RecursiveSynthesis(pairs, shares, {}, 10_000)
    best, *others = map(search.program, search.run())
    assert isinstance(best, RecursiveProgram)
    assert best.plans["-"].parts == (RIGHT, Operation("EMIT", ("/",)), LEFT)
    assert best.leaf == COPY
    assert all(best.cost <= program.cost for program in others)
    literal = EMIT_BITS + search.prices.literal(("/",))
    plan = NAME_BITS + PLACE_BITS + 2 * CALL_BITS + literal
    assert search.prices.plan(best.plans["-"]) == pytest.approx(plan)
    assert best.cost == pytest.approx(PROGRAM_BITS + plan + LEAF_BITS["COPY"])


def test_every_grammar_that_is_found_explains_all():
    pairs = sorted(
        ((words("walk and run"), words("W R")), (words("run and walk"), words("R W")))
    )
    search = RecursiveSynthesis(
        pairs, literal_shares([t for _, t in pairs]), {}, 10_000
    )
    for grammar in search.run():
        for source, target in pairs:
            assert search.reader.gives(grammar, source) == target


SCRIPT = """
from plastic.seq2seq import Seq2SeqMemory
memory = Seq2SeqMemory(budget=20_000)
memory.fit([(("walk", "and", "run"), ("W", "R")), (("run",), ("R",)),
            (("walk", "twice"), ("W", "W")), (("run", "twice", "and", "run"), "RRR")])
memory.partial_fit([("2024-03-15", "15/03/2024"), ("1999-12-31", "31/12/1999")], "date")
memory.partial_fit([("cat", "cats"), ("city", "cities"), ("pony", "ponies"),
                    ("dog", "dogs"), ("tree", "trees"), ("lady", "ladies")], "plural")
for goal in memory.goals:
    print(memory.program(goal))
    print(sorted(map(repr, memory._task(goal).lived.items())))
    source = memory._task(goal).question.pairs[0][0]
    print([*memory.predict_proba(source, goal).items()])
print(memory.concepts(n=None))
print([*memory.graph.nodes])
"""


@pytest.mark.thorough
def test_hash_seeds_change_nothing():
    told = told_with_hash_seeds(SCRIPT)
    assert len(told) == 1
    assert "COPY" in told.pop()

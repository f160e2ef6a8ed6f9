"""Programs that divide: run against what they mean, written down by recursion."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import GenerationError
from plastic.seq2seq.decisions import Decisions, moment
from plastic.seq2seq.recursive.machine import (
    COPY,
    DIVIDE,
    FIRST,
    LAST,
    LEFT,
    RIGHT,
    WAIT,
    Plan,
    RecursiveMachine,
    before_dividing,
)
from plastic.seq2seq.recursive.program import RecursiveProgram
from plastic.seq2seq.stepwise.machine import TooLongError
from plastic.seq2seq.stepwise.operations import Operation

WORDS = {("jump",): ("J",), ("look", "up"): ("U",), ("nap",): ()}
PLANS = {
    "and": Plan(LAST, (LEFT, RIGHT)),
    "after": Plan(FIRST, (RIGHT, Operation("EMIT", (";",)), LEFT)),
    "twice": Plan(LAST, (LEFT, LEFT)),
}
ORDER = ["and", "after", "twice"]  # what comes first, first
ABOVE = frozenset(
    (first, second) for i, first in enumerate(ORDER) for second in ORDER[i + 1 :]
)
LITTLE = RecursiveProgram(0.0, PLANS, ABOVE, WORDS, COPY)


def run(program, source, record=None, earlier=()):
    machine = program.machine(dict(earlier))
    return tuple(machine.run(machine.tape(source), record))


def meaning(source):
    """What LITTLE makes of a source, by definition."""
    if not source or source in WORDS:
        return WORDS.get(source, ())
    for divider in ORDER:
        if divider in source:
            break
    else:
        return source
    at = source.index(divider)
    if PLANS[divider].place == LAST:
        at = len(source) - 1 - source[::-1].index(divider)
    left, right = meaning(source[:at]), meaning(source[at + 1 :])
    return {
        "and": left + right,
        "after": (*right, ";", *left),
        "twice": left + left,
    }[divider]


commands = st.lists(
    st.sampled_from(["jump", "look", "up", "nap", "x", *ORDER]), max_size=10
).map(tuple)


@given(commands)
def test_a_run_is_what_the_program_means(source):
    assert run(LITTLE, source) == meaning(source)


@given(commands)
def test_a_record_tells_all_that_is_written(source):
    steps = []
    written = run(LITTLE, source, steps)
    starts = [step.written for step in steps] + [len(written)]
    assert starts == sorted(starts)
    assert not steps or starts[0] == 0
    tape = ("START", *source, "END")
    for step, start, end in zip(steps, starts, starts[1:]):
        wrote = written[start:end]
        if step.operation == COPY:
            assert wrote == (tape[step.at],)
        elif step.operation.name == "EMIT":
            assert wrote == step.operation.argument
        else:
            assert (step.operation.name, wrote) == ("DIVIDE", ())
            assert step.operation.argument == PLANS[tape[step.at]].parts


@given(st.lists(commands, min_size=1, max_size=4))
def test_the_graph_decides_as_the_rules_do(sources):
    lived = {}
    for key, operation in LITTLE.rules.items():
        for met in moment(key, operation, "goal"):
            lived[met] = lived.get(met, 0) + 1
    decide = Decisions(lived).decider("goal")
    machine = LITTLE.machine({}, decide)
    for source in sources:
        assert tuple(machine.run(machine.tape(source))) == meaning(source)


def test_every_decision_of_a_run_is_one_of_the_rules():
    steps = []
    run(LITTLE, ("jump", "twice", "and", "x", "after", "nap"), steps)
    lived = [decision for step in steps for decision in LITTLE.decided(step)]
    rules = LITTLE.rules
    assert {key for key, _ in lived} <= rules.keys()
    assert all(rules[key] == operation for key, operation in lived)


def test_dividers_that_never_met_are_decided_by_what_each_is_like():
    # What "and" met beside others came after it; "twice" always waited.
    met = [("and", "or"), ("and", "twice"), ("or", "twice"), ("plus", "twice")]
    lived = {}
    for divider in ("and", "or", "plus", "twice"):
        lived.update(dict.fromkeys(moment(before_dividing(divider), DIVIDE, None), 1))
    for divider, other in met:
        first, second = before_dividing(divider, other), before_dividing(other, divider)
        for key, operation in ((first, DIVIDE), (second, WAIT)):
            lived.update(dict.fromkeys(moment(key, operation, None), 1))
    decide = Decisions(lived).decider(None)
    assert decide(before_dividing("and", "plus"))[0] == DIVIDE
    assert decide(before_dividing("twice", "new"))[0] == WAIT
    machine = RecursiveMachine(["and", "or", "plus", "twice"], {}, {}, decide)
    tape = machine.tape(("a", "twice", "plus", "b"))
    assert machine._top(tape, 1, tape.end) == "plus"
    tape = machine.tape(("a", "twice", "b", "and", "c", "plus"))
    assert machine._top(tape, 1, tape.end) != "twice"


def test_a_leaf_is_handed_to_an_earlier_program():
    program = RecursiveProgram(
        0.0,
        {"-": Plan(LAST, (RIGHT, LEFT))},
        frozenset(),
        {},
        Operation("CALL", "small"),
    )
    small = replace(LITTLE, plans={}, above=frozenset()).machine({})
    source = ("jump", "-", "x", "y")
    assert run(program, source, earlier={"small": small}) == ("x", "y", "J")


def test_nothing_is_known_of_a_leaf():
    with pytest.raises(GenerationError, match="nothing is known"):
        run(replace(LITTLE, leaf=None), ("jump", "and", "x"))


def test_a_plan_that_doubles_at_every_level_ends():
    assert run(LITTLE, ("jump", *["twice"] * 10)) == ("J",) * 1024
    machine = LITTLE.machine({})
    with pytest.raises(TooLongError, match=r"more than .* steps"):
        machine.run(machine.tape(("jump", *["twice"] * 60)))
    assert machine.steps < 1_000_000  # of 2 to the power 60; a second or two


def test_a_run_is_cut_where_more_is_written_than_wanted():
    machine = LITTLE.machine({})
    tape = machine.tape(("jump", *["twice"] * 60))
    assert len(machine.run(tape, most=5)) == 6
    assert machine.steps < 200


@pytest.mark.parametrize("place", [FIRST, LAST])
def test_a_very_long_source_needs_no_deep_stack(place):
    plan = Plan(place, (RIGHT, Operation("EMIT", (" ",)), LEFT))
    program = RecursiveProgram(0.0, {" ": plan}, frozenset(), {}, COPY)
    words = [f"w{number}" for number in range(10_000)]
    assert "".join(run(program, " ".join(words))) == " ".join(words[::-1])


def test_a_phrase_in_the_lexicon_is_not_divided():
    program = replace(LITTLE, lexicon={("rock", "and", "roll"): ("R",)})
    assert run(program, ("rock", "and", "roll")) == ("R",)
    assert run(program, ("rock", "and", "x")) == ("rock", "x")

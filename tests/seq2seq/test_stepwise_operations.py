"""The table of operations: each does what it says, on the machine and in the search."""

import math
from collections import Counter
from zlib import crc32

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plastic import GenerationError, Seq2SeqMemory
from plastic.seq2seq.stepwise.contexts import BEGIN, EMPTY, LEVELS
from plastic.seq2seq.stepwise.forms import Head, Shift
from plastic.seq2seq.stepwise.interning import NOWHERE, Coding, Example
from plastic.seq2seq.stepwise.machine import Machine
from plastic.seq2seq.stepwise.operations import (
    KINDS,
    Operation,
    available,
    literal_bits,
)
from plastic.seq2seq.stepwise.simulation import (
    AT,
    CONTEXT,
    REGISTER,
    CompiledExample,
    simulator,
)
from plastic.seq2seq.tape import Tape


@pytest.mark.parametrize(
    ("operation", "at", "place"),
    [
        (Operation("FIRST"), 3, 0),
        (Operation("LAST"), 3, 8),
        (Operation("NXT", "-"), 1, 3),
        (Operation("NXT", "-"), 6, 8),
        (Operation("PRV", "-"), 6, 3),
        (Operation("PRV", "-"), 3, 0),
        (Operation("FIND"), 1, 4),
        (Operation("FIND"), 3, 6),
        (Operation("FIND"), 7, None),
    ],
)
def test_jumps(operation, at, place):
    tape = Tape("ab-ab-c", "-")
    kind = KINDS[operation.name]
    assert kind.place(tape, at, operation.argument) == place
    assert kind.is_legal(tape, at, EMPTY, operation.argument) == (place is not None)


def test_find_prefers_the_longest_match():
    assert KINDS["FIND"].place(Tape("xay xbz xb", " "), 9, None) == 5


def test_min_and_max_mark_what_they_read_and_end_at_the_end():
    head = Head(Tape([5, 1, 5, 0.5], []), {})
    read = []
    for name in ("MIN", "MAX", "MAX", "MIN", "MIN"):
        read.append(KINDS[name].do(head, 0, EMPTY, None)[0])
    assert read == [4, 1, 3, 2, 5]
    assert head.marks == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("name", "argument", "at", "place", "written"),
    [
        ("COPYU", None, 1, 1, "A"),
        ("COPYL", None, 2, 2, "b"),
        ("XLT", None, 1, 1, "x"),
        ("XLT", None, 2, 2, "B"),
        ("EMIT", ("-", ">"), 4, 4, "->"),
        ("TAKE", 2, 0, 2, "aB"),
        ("TAKE", 4, 1, 3, "Bc"),
        ("TAKE", 2, 3, 3, ""),
    ],
)
def test_writing(name, argument, at, place, written):
    head = Head(Tape("aBc", []), {"a": "x"})
    assert KINDS[name].do(head, at, EMPTY, argument) == (place, EMPTY)
    assert "".join(head.written) == written


@pytest.mark.parametrize(
    ("name", "register", "after"),
    [
        ("SET", EMPTY, 3),
        ("SET", 0, None),
        ("DEC", EMPTY, None),
        ("DEC", 0, None),
        ("DEC", 1, 0),
        ("LOAD", EMPTY, 7),
        ("LOAD", 2, None),
    ],
)
def test_the_register(name, register, after):
    head, kind = Head(Tape([7, 0.5], []), {}), KINDS[name]
    assert kind.is_legal(head.tape, 1, register, 3) == (after is not None)
    if after is not None:
        assert kind.do(head, 1, register, 3) == (1, after)
        assert head.marks == ({1} if name == "LOAD" else set())


@pytest.mark.parametrize("name", ["FIND", "LOAD", "DEC"])
def test_what_cannot_be_done_says_so(name):
    head = Head(Tape([7, 0.5], []), {})
    with pytest.raises(GenerationError, match=f"{name} .* cannot be done at number"):
        KINDS[name].do(head, 2, EMPTY, None)


def test_what_is_of_use_comes_in_the_order_of_the_table():
    tapes = [Tape([*source], " ,") for source in ("ab, 7", "cd, 8")]
    assert " ".join(map(repr, available(tapes, [*map(tuple, ("xx", "yy"))], " ,"))) == (
        "R COPY L STOP FIRST LAST COPYU XLT SET 2 DEC TAKE 2 TAKE 3 TAKE 4 "
        "NXT ' ' PRV ' ' NXT ',' PRV ','"
    )
    numbers = [Tape([3, "A", 3], [])]
    assert " ".join(map(repr, available(numbers, [(3, "A")], ()))) == (
        "R COPY L STOP FIRST LAST FIND MIN MAX LOAD COPYL DEC"
    )


def test_a_literal_is_cheaper_the_more_targets_hold_it():
    assert literal_bits("x", 1) < literal_bits("x", 0.5) < literal_bits("word", 0.5)


def test_habits_are_shares_of_what_is_done_in_a_situation():
    shares = Counter()
    for kind in KINDS.values():
        for manner, grounds in kind.habits.items():
            for ground, percent in grounds.items():
                shares[manner, ground] += percent
    assert 60 <= min(shares.values()) <= max(shares.values()) <= 100
    manners = {kind.manner for kind in KINDS.values()} | {BEGIN}
    assert {manner for manner, _ in shares} == manners
    assert {ground for _, ground in shares} == {"START", "END", "plain", "mark"}


# One entry is all that an operation takes ----------------------------------------


@pytest.fixture
def _skip2(monkeypatch):
    kind = Shift("SKIP2", 1.5, "two steps right", offset=2)
    monkeypatch.setitem(KINDS, kind.name, kind)


@pytest.mark.usefixtures("_skip2")
def test_an_operation_is_one_entry():
    memory = Seq2SeqMemory().fit([("abcde", "bd"), ("xyz", "y"), ("q", "")])
    assert memory.predict("123456789") == "2468"
    told = str(memory.program())
    assert "SKIP2" in told
    assert "COPY" in told
    run = memory.explain("123")
    assert [repr(step.operation) for step in run] == ["SKIP2", "COPY", "SKIP2", "STOP"]


@pytest.mark.usefixtures("_skip2")
def test_what_shifts_off_the_tape_says_so():
    skip, stop = Operation("SKIP2"), Operation("STOP")
    machine = Machine(0, (), {}, lambda key: [stop if key[0] == "END" else skip])
    assert machine.run(machine.tape("abc")) == []
    with pytest.raises(GenerationError, match="runs off the tape"):
        machine.run(machine.tape("abcd"))


# The search runs as the machine does ---------------------------------------------

SYMBOLS = st.sampled_from(["a", "B", "-", "a", "7", "word", 0, 2, 3, 0.5, -1])


@st.composite
def runs(draw):
    """A tape, operations, and a seed by which a context decides on one of them."""
    sources = [draw(st.lists(SYMBOLS, min_size=1, max_size=7)) for _ in range(2)]
    tapes = [Tape(source, ["-"]) for source in sources]
    operations = [
        *available(tapes, [("x", "y"), ("y", "x")], ["-"]),
        *(Operation("EMIT", ("x",)), Operation("TAKE", 2), Operation("SET", 2)),
        Operation("DEC"),
    ]
    chosen = draw(st.lists(st.sampled_from(operations), min_size=3, max_size=12))
    return tapes[0], chosen, draw(st.integers(0, 2**16)), draw(st.sampled_from(LEVELS))


@pytest.mark.thorough
@settings(max_examples=300, deadline=None)
@given(runs())
def test_a_simulation_ends_as_the_machine_does(run):
    tape, operations, seed, level = run

    def decide(key):
        first = crc32(repr((key, seed)).encode()) % len(operations)
        return [*operations[first:], *operations[:first]]

    steps, ends = [], False
    machine = Machine(level, ["-"], {}, decide)
    try:
        written = machine.run(tape, steps, most=20)
        ends = steps[-1].operation == Operation("STOP")
    except GenerationError:
        written = []
    # In a search nothing is taken where there is nothing.
    takes = [step.at for step in steps if step.operation.name == "TAKE"]
    assume(all(at + 1 < tape.end for at in takes))
    table = {step.key: step.operation for step in steps}
    end = simulated(tape, written, table, level)
    assert (end is not None) == ends
    if end is not None:
        register = None if end[REGISTER] == EMPTY else end[REGISTER]
        assert (end[AT], register) == (steps[-1].at, steps[-1].register)
    assert simulated(tape, [*written, "?"], table, level) is None


def simulated(tape, target, table, level):
    """Run a table as the search does: give where it ends, if the target is written."""
    example = Example(tape, tuple(target))
    coding = Coding([example], level)
    numbers = {coding.number(does) for does in table.values() if does.name != "EMIT"}
    compiled = CompiledExample(example, coding.looks[0], coding, numbers)
    simulate, state = simulator(compiled, [0, math.inf]), compiled.begin()
    rules, translation = {}, {}
    while state is not None and state[CONTEXT] != NOWHERE:
        key = coding.key(state[CONTEXT])
        if key not in table:
            return None
        number = coding.number(table[key])
        rules[state[CONTEXT]] = coding.rule(state[CONTEXT], number)
        state = simulate(state, rules, translation)
    return state

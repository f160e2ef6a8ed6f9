"""What a head sees on a tape, what it knows when it decides, and how it runs."""

import pytest

from plastic.errors import GenerationError
from plastic.seq2seq.stepwise.contexts import LEVELS, history, key_at
from plastic.seq2seq.stepwise.machine import Machine
from plastic.seq2seq.stepwise.operations import Operation
from plastic.seq2seq.tape import Tape, find_delimiters, is_count

R, L, COPY, STOP = map(Operation, ("R", "L", "COPY", "STOP"))


def test_classes_do_not_depend_on_the_symbols():
    tape = Tape("aB3 .", [" ", "."])
    assert tape.classes == ["START", "lower", "upper", "digit", "' '", "'.'", "END"]
    assert Tape([(0, 1), 2, 0.5, "cat"], []).classes[1:-1] == [
        *("other", "number", "number", "other")
    ]


def test_words_in_every_source_are_delimiters_and_an_alphabet_is_none():
    held = [("jump", "twice"), ("walk", "twice"), ("run", "twice")]
    assert find_delimiters(held) == ("twice",)
    assert find_delimiters(held[:2]) == ()
    same = [("a1", "b1"), ("b1", "a1"), ("a1", "b1")]
    assert find_delimiters(same) == ()
    assert find_delimiters(["a-b", "c"]) == ("-",)


def test_only_whole_numbers_count():
    assert [is_count(symbol) for symbol in (0, 7, -1, 1.0, True, "7")] == [
        *(True, True, False, False, False, False)
    ]


def test_contexts_are_nested():
    tape = Tape("Ab", [])
    memory = (COPY, Operation("FIRST"), R, L)
    finest = history(key_at(LEVELS[-1], tape, 1, 2, memory))
    for level in LEVELS:
        coarser = history(key_at(level, tape, 1, 2, memory))
        assert finest[-len(coarser) :] == coarser
        assert len(coarser) == 4 + level
    assert [*map(str, finest)] == [
        *("L", "R", "FIRST", "upper", "COPY", "symbol", "count"),
    ]


def machine(**rules):
    """Decide by the class under the head alone."""
    return Machine(0, (), {}, lambda key: rules.get(key[0], []))


def test_a_machine_that_stops():
    tape = Tape("ab", [])
    stops = machine(START=[R], lower=[COPY, STOP], END=[STOP])
    stops.decide = lambda key: (
        [STOP]
        if key[0] == "END"
        else [COPY]
        if key[0] != "START" and key[2] == R
        else [R]
    )
    assert stops.run(tape) == ["a", "b"]
    assert stops.steps == 6


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"START": [R], "lower": [L]}, "circles"),
        ({"START": [R], "lower": [COPY]}, "circles"),
        ({"START": [R]}, "nothing is known"),
        ({"START": [L]}, "nothing is known"),  # not legal, so not done
        ({"START": [R], "lower": [Operation("FIND")]}, "nothing is known"),
    ],
)
def test_a_machine_that_cannot_go_on_says_so(rules, message):
    with pytest.raises(GenerationError, match=message):
        machine(**rules).run(Tape("ab", []))


def test_the_first_legal_operation_is_done():
    run = machine(START=[L, COPY, Operation("DEC"), STOP])
    assert run.run(Tape("ab", [])) == []

"""Searching and running end, whatever the numbers on a tape are."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from plastic import GenerationError, Seq2SeqMemory
from plastic.seq2seq.recursive.grammar import Reader
from plastic.seq2seq.recursive.machine import (
    FIRST,
    LEFT,
    Plan,
    RecursiveMachine,
)
from plastic.seq2seq.recursive.machine import RIGHT as RIGHT_PART
from plastic.seq2seq.recursive.program import RecursiveProgram
from plastic.seq2seq.recursive.synthesis import RecursiveSynthesis
from plastic.seq2seq.stepwise.machine import Machine, TooLongError
from plastic.seq2seq.stepwise.operations import Operation
from plastic.seq2seq.stepwise.search import NODE_STEPS, Example, Search
from plastic.seq2seq.stepwise.synthesis import StepwiseSynthesis
from plastic.seq2seq.tape import Tape

HUGE = 10**9


@pytest.mark.parametrize(
    "pairs",
    [
        [([HUGE, 1], [1]), ([2, 3], [2])],
        [([HUGE, 7], [7, 7]), ([HUGE + 1, 4], [4, 4, 4])],
        [([1_700_000_000 + i, i], [i]) for i in range(3)],  # time stamps
        [(["id", HUGE * 7], ["x"]), (["id", HUGE], ["y"])],
    ],
)
def test_a_search_ends_within_its_budget(pairs):
    memory = Seq2SeqMemory(budget=20_000)
    for source, target in pairs:
        memory.learn(source, target)
    steps = 0
    with contextlib.suppress(GenerationError):  # there may be no program
        steps = memory.program().steps
    assert steps <= 20_000 + NODE_STEPS


def near(number, n):
    return [number + at % 7 for at in range(n)]


@pytest.mark.parametrize(
    "pairs",
    [
        [(near(9000, 300), [9000]), (near(8990, 300), [8990])],
        [([9000, 5] * 20, [5] * 400), ([8000, 6] * 20, [6] * 500)],
        [([HUGE, 1], [1]), ([2, 3], [2])],
    ],
)
@pytest.mark.parametrize("budget", [100, 20_000])
def test_no_step_of_a_search_is_given_away(pairs, budget):
    rng = np.random.default_rng(0)
    search = StepwiseSynthesis(pairs, budget, None, rng)
    with contextlib.suppress(GenerationError):
        search.solve()
    assert 0 < search.spent <= budget + NODE_STEPS


@pytest.mark.parametrize("most", [10, 1_000, 30_000])
def test_a_search_that_was_given_up_can_go_on(most):
    example = Example(Tape([HUGE, 1], ()), (1,))
    search = Search([example], (), 0)
    search.run(100_000, most)
    assert search.steps <= most + NODE_STEPS
    before = search.steps
    search.run(50)
    assert search.steps > before or search.exhausted


def test_a_search_for_a_grammar_ends_within_its_budget():
    words = [f"w{at}" for at in range(12)]
    source = tuple(word for each in words for word in (each, "and"))
    pairs = [(source, source[::-1] * 2), (source[:9], source[5:2:-1]), (source[3:], ())]
    search = RecursiveSynthesis(pairs * 2, {}, {}, budget=500)
    search.run()
    assert search.steps <= 501


@pytest.mark.thorough
def test_a_count_of_a_billion_is_too_much_to_write():
    pairs = [([2, 7], [7, 7]), ([3, 4], [4, 4, 4]), ([5, 1], [1] * 5)]
    memory = Seq2SeqMemory().fit(pairs)
    assert memory.predict([9, 5]) == [5] * 9
    with pytest.raises(GenerationError, match="more than"):
        memory.predict([HUGE, 5])


def machine(table):
    """Give a machine that knows what to do by the class under its head."""
    return Machine(0, (), {}, lambda key: [table[key[0], key[1]]])


LOAD, DEC, RIGHT = Operation("LOAD"), Operation("DEC"), Operation("R")


@pytest.mark.thorough
@pytest.mark.parametrize("most", [None, 5])
def test_counting_down_in_silence_ends(most):
    silent = machine({("START", 0): RIGHT, ("number", 0): LOAD, ("number", 1): DEC})
    with pytest.raises(TooLongError):
        silent.run(silent.tape([HUGE]), most=most)


@pytest.mark.thorough
@pytest.mark.parametrize("stranger", ["a", "word", (1, 2), "7", None])
def test_what_cannot_be_ordered_is_not_dropped(stranger):
    pairs = [([3, 1, 2], [1, 2, 3]), ([5, 9, 7], [5, 7, 9])]
    memory = Seq2SeqMemory().fit(pairs)
    assert memory.predict([2.5, -1, 7]) == [-1, 2.5, 7]
    for ask in (memory.predict, memory.predict_proba, memory.explain):
        with pytest.raises(GenerationError):
            ask([3, stranger, 1])
    with pytest.raises(GenerationError, match=r"orders numbers"):
        memory.predict([3, stranger, 1])


@pytest.mark.thorough
def test_what_pairs_pass_over_may_be_passed_over():
    pairs = [(["a", 3, "b", 5], [5]), (["c", 9, "d", 2], [9]), (["x", 1, "y", 4], [4])]
    assert Seq2SeqMemory().fit(pairs).predict(["q", 30, "z", 7]) == [30]


def counting():
    """Give a machine that writes nothing and counts down what its leaf says."""
    table = {("START", 0): RIGHT, ("number", 0): LOAD, ("number", 1): DEC}
    return machine({**table, ("number", 2): Operation("STOP")})


@pytest.mark.thorough
def test_what_calls_do_counts_as_steps_of_the_caller():
    plan = Plan(FIRST, (LEFT, RIGHT_PART))
    call = Operation("CALL", "count")
    program = RecursiveProgram(0.0, {"and": plan}, frozenset(), {}, call)
    runner = program.machine({"count": counting()})
    assert runner.run(runner.tape([9, "and", 7])) == []
    leaves = [word for _ in range(40) for word in (HUGE // 1000, "and")]
    with pytest.raises(TooLongError):
        runner.run(runner.tape(leaves))
    assert runner.steps < 1_000_000


@pytest.mark.thorough
def test_a_reader_calls_no_more_when_its_steps_are_spent():
    counter = counting()
    reader = Reader({"count": counter}, most=100_000)
    call = Operation("CALL", "count")
    assert reader.by_leaf(call, (HUGE,)) is None
    counter.steps = 0
    assert reader.by_leaf(call, (HUGE + 1,)) is None
    assert counter.steps == 0  # it was not asked


@pytest.mark.thorough
@pytest.mark.parametrize("stranger", [2 + 1j, Decimal("2.5"), b"2", "é", ""])
def test_falling_order_drops_nothing_either(stranger):
    pairs = [([3, 1, 2], [3, 2, 1]), ([5, 9, 7, 6], [9, 7, 6, 5])]
    memory = Seq2SeqMemory().fit(pairs)
    with pytest.raises(GenerationError, match="orders numbers") as refused:
        memory.predict([3, stranger, 1])
    assert repr(stranger) in str(refused.value)
    mixed = [True, 3, Fraction(5, 2), -0.5, float("inf"), 10**30]
    expected = [float("inf"), 10**30, 3, Fraction(5, 2), True, -0.5]
    assert repr(memory.predict(mixed)) == repr(expected)


@pytest.mark.thorough
@pytest.mark.parametrize("times", [3, 16, 30])
def test_a_plan_of_many_parts_ends(times):
    """What was decided fifteen parts ago still counts."""
    pairs = [(("walk", "often"), ("W",) * times), (("run", "often"), ("R",) * times)]
    pairs += [(("walk",), ("W",)), (("run",), ("R",))]
    memory = Seq2SeqMemory(budget=300_000).fit(pairs)
    assert memory.predict(("run", "often")) == ("R",) * times


def test_a_plan_without_an_end_is_none():
    runner = RecursiveMachine(["and"], {}, {}, lambda context: [LEFT])
    with pytest.raises(GenerationError, match="no end"):
        runner.run(runner.tape(["a", "and", "b"]))


@pytest.mark.parametrize("limit", [0, 100, 10_000])
def test_a_run_ends_at_its_limit(limit):
    silent = machine({("START", 0): RIGHT, ("number", 0): LOAD, ("number", 1): DEC})
    with pytest.raises(TooLongError):
        silent.run(silent.tape([HUGE]), limit=limit)
    assert silent.steps <= 2 * (limit + 500)
    plan = Plan(FIRST, (RIGHT_PART, RIGHT_PART))
    program = RecursiveProgram(0.0, {"and": plan}, frozenset(), {}, Operation("COPY"))
    runner = program.machine({})
    with pytest.raises(TooLongError):
        runner.run(runner.tape(["a"] + ["and", "a"] * 40), limit=limit)
    assert runner.steps <= limit + 100 * 82 + 2  # of one leaf more


def test_judging_an_answer_waits_for_no_count():
    """Other programs that would count a billion down have no say."""
    pairs = [([2, 7], [7, 7]), ([3, 4], [4, 4, 4]), ([5, 1], [1] * 5)]
    memory = Seq2SeqMemory(budget=300_000).fit(pairs)
    assert memory.answer([4, HUGE]).target == [HUGE] * 4

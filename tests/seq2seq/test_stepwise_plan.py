"""The plan of a search: its numbers are a matter of speed, not of right and wrong."""

from dataclasses import fields, replace

import numpy as np
import pytest

from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.stepwise.contexts import LEVELS
from plastic.seq2seq.stepwise.plan import SearchPlan
from plastic.seq2seq.stepwise.subset import Subset, by_size, spread
from plastic.seq2seq.stepwise.synthesis import StepwiseSynthesis, replay

SIMPLE = [("reverse", 4, 0.0), ("sort", 20, 0.05)]


def varied(field):
    """Halve and double a number; deal shares out the other way round."""
    plan = SearchPlan()
    value = getattr(plan, field)
    if isinstance(value, tuple):
        return [
            replace(plan, **{field: shares}) for shares in (value[::-1], (0.25,) * 4)
        ]
    if isinstance(value, float):
        return [replace(plan, **{field: v}) for v in (value / 2, min(2 * value, 20.0))]
    return [replace(plan, **{field: v}) for v in ((value + 1) // 2, 2 * value)]


@pytest.mark.thorough
@pytest.mark.parametrize("field", [field.name for field in fields(SearchPlan)])
def test_simple_tasks_are_solved_with_half_and_twice_of_each(field):
    for plan in varied(field):
        for task, n, wrong in SIMPLE:
            pairs = as_tuples(tasks.make(task, n, 1, wrong=wrong))
            rng = np.random.default_rng(0)
            answer = StepwiseSynthesis(pairs, 60_000, None, rng, plan).solve()
            fresh = as_tuples(tasks.make(task, 10, 2))
            assert all(replay(answer.solutions[0], answer.delimiters, fresh)), task


def as_tuples(pairs):
    return [(tuple(source), tuple(target)) for source, target in pairs]


def test_there_is_a_share_for_each_level():
    plan = SearchPlan()
    for shares in (plan.shares, plan.shares_following_up):
        assert len(shares) == len(LEVELS)
        assert sum(shares) == pytest.approx(1)


@pytest.mark.thorough
def test_a_plan_is_kept_to():
    """The first subset is all there is until `alone`, then others are drawn."""
    pairs = as_tuples(tasks.make("sort", 20, 2, wrong=0.3))
    spent = {}
    for alone in (20_000, 80_000):
        plan = SearchPlan(first_effort=10_000, alone=alone, beside=20_000, refit=20_000)
        synthesis = StepwiseSynthesis(
            pairs, 2_000_000, None, np.random.default_rng(0), plan
        )
        answer = synthesis.solve()
        spent[alone] = answer.steps
        assert sum(answer.right) == 14
        assert answer.steps >= alone
    assert spent[20_000] < spent[80_000]


def test_a_subset_searches_with_what_was_chosen_alone():
    pairs = as_tuples([("ab", "ba"), ("cd", "cd"), ("xyz", "zyx")])
    subset = Subset(pairs, (0, 2), [()], None)
    spent = subset.run(40_000, float("inf"), SearchPlan.shares)
    assert spent == subset.steps > 0
    solution, delimiters = subset.solutions()[0]
    assert replay(solution, delimiters, pairs) == (True, False, True)
    costs = [solution.cost for solution, _ in subset.solutions()]
    assert costs == sorted(costs)


def test_a_limit_holds_for_all_searches_of_a_subset():
    subset = Subset(as_tuples([("ab", "ba")]), (0,), [()], None)
    subset.run(1_000_000, 1.0, SearchPlan.shares)
    assert subset.exhausted
    assert subset.solutions() == []


def test_pairs_are_spread_by_size():
    pairs = as_tuples([("a" * n, "") for n in (9, 1, 5, 3, 7)])
    assert by_size(pairs, range(5)) == [1, 3, 2, 4, 0]
    assert spread(pairs, range(5), 3) == (0, 2, 3)
    assert spread(pairs, range(1), 3) == (0,)

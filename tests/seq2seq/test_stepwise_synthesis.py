"""Solving a task: from pairs, some of which may be wrong, to one program."""

import numpy as np
import pytest
from processes import told_with_hash_seeds

from plastic.errors import GenerationError
from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.stepwise.machine import Machine
from plastic.seq2seq.stepwise.synthesis import StepwiseSynthesis, by_rules, replay


def solved(pairs, budget=1_000_000, seed=0):
    pairs = [(tuple(source), tuple(target)) for source, target in pairs]
    return StepwiseSynthesis(pairs, budget, None, np.random.default_rng(seed)).solve()


def exact(answer, pairs):
    pairs = [(tuple(source), tuple(target)) for source, target in pairs]
    right = replay(answer.solutions[0], answer.delimiters, pairs)
    return sum(right) / len(pairs)


@pytest.mark.thorough
@pytest.mark.parametrize("task", ["reverse", "key-value", "initials", "date"])
def test_few_pairs_are_explained_and_fresh_ones_too(task):
    pairs = tasks.make(task, 8, 0)
    answer = solved(pairs)
    assert all(answer.right)
    assert exact(answer, pairs) == 1
    assert exact(answer, tasks.make(task, 50, 1)) >= 0.98


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("task", "n"), [("sort", 20), ("short-name", 10), ("repeat-copy", 10)]
)
def test_a_third_of_the_pairs_may_be_wrong(task, n):
    answer = solved(tasks.make(task, n, 1, wrong=0.3), 3_000_000)
    assert exact(answer, tasks.make(task, 30, 2)) == 1
    assert sum(answer.right) >= 0.7 * n
    assert answer.steps < 2_000_000


def test_all_alternatives_explain_as_much():
    pairs = [("ab", "ba"), ("cd", "dc")]
    answer = solved(pairs)
    assert len(answer.solutions) > 1
    costs = [solution.cost for solution in answer.solutions]
    assert costs == sorted(costs)
    for solution in answer.solutions:
        assert replay(solution, answer.delimiters, pairs) == answer.right


@pytest.mark.thorough
def test_a_finer_program_is_found_if_it_is_shorter():
    """A flag in the register explains it too, but dearer, and not all of it."""
    answer = solved(tasks.make("associative-recall", 10, 4), 3_000_000)
    assert all(answer.right)
    far = tasks.make("associative-recall", 20, 99, items=(100, 100))
    assert exact(answer, far) == 1


def test_a_rule_table_knows_nothing_else():
    answer = solved([("ab", "ab"), ("c", "c")])
    decide = by_rules(answer.solutions[0].rules)
    level = answer.solutions[0].level
    machine = Machine(level, answer.delimiters, {}, decide)
    assert machine.run(machine.tape("hello")) == [*"hello"]
    with pytest.raises(GenerationError, match="nothing is known"):
        machine.run(machine.tape("hello7"))


@pytest.mark.parametrize("budget", [1, 100, 5_000])
def test_a_budget_that_ends_says_so(budget):
    rng = np.random.default_rng(0)
    pairs = [
        (source, rng.permutation([*target]).tolist())
        for source, target in tasks.make("date", 8, 0)
    ]
    with pytest.raises(GenerationError, match=r"no program found .* raise budget"):
        solved(pairs, budget)


@pytest.mark.thorough
def test_one_of_two_that_contradict_is_explained():
    assert sum(solved([("ab", "xq"), ("ab", "zq")], 400_000).right) == 1


def test_contradictions_end_by_themselves():
    pairs = [("ab", f"{i}z") for i in range(8)]
    with pytest.raises(GenerationError, match="no program found"):
        solved(pairs, 200_000)


@pytest.mark.parametrize("budget", [200_000, 300_000])
def test_the_budget_is_kept(budget):
    answer = solved(tasks.make("copy", 10, 0, wrong=0.3, lengths=(3, 9)), budget)
    assert answer.steps < budget + 5_000


SCRIPT = """
import numpy as np
from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.stepwise.synthesis import StepwiseSynthesis
pairs = tasks.make("copy", 8, 3, wrong=0.3, lengths=(3, 9))
answer = StepwiseSynthesis(pairs, 300_000, None, np.random.default_rng(0)).solve()
print(answer.steps, answer.right, answer.solutions[0].rules)
"""


@pytest.mark.thorough
def test_the_same_with_every_hash_seed():
    told = told_with_hash_seeds(SCRIPT, ("0", "7"))
    assert len(told) == 1

"""Searching for list programs: what is found, in how many steps, and what is kept."""

import itertools

import pytest

from plastic.synthesis import search
from plastic.synthesis.enumerate import Enumeration, Goal
from plastic.synthesis.lists import operations
from plastic.synthesis.values import leaf
from plastic.synthesis.vocabulary import constant, source_leaf

SOURCES = [(3, 8, 1, 6), (9, 4, 4, 7, 2), (5, 2), (6, 1, 9, 9, 3, 8), (2, 7, 5)]
FRESH = [(4, 1, 8, 8), (12, 3, 5, 9, 6, 0), (7, 2)]


def found(function, sources=SOURCES, **options):
    return search([(s, tuple(function(s))) for s in sources], **options)


def solves(function, **options):
    best = found(function, **options).solutions[0][0]
    return all(best.run(s) == tuple(function(s)) for s in FRESH)


TASKS = {
    "sorted without its last": lambda s: sorted(s)[:-1],
    "sum": lambda s: [sum(s)],
    "only even numbers": lambda s: [x for x in s if x % 2 == 0],
    "doubled": lambda s: [2 * x for x in s],
    "three times and seven": lambda s: [3 * x + 7 for x in s],
    "taken from ninety-nine": lambda s: [99 - x for x in s],
    "tens": lambda s: [x // 4 for x in s],
    "larger than the first": lambda s: [x for x in s if x > s[0]],
    "a constant before and behind": lambda s: [17, 38, *s, 55, 27],
    "the largest replaced": lambda s: [0 if x == max(s) else x for x in s],
    "how many are even": lambda s: [sum(x % 2 == 0 for x in s)],
    "whether each is even": lambda s: ["yes" if x % 2 == 0 else "no" for x in s],
    "whether it is long": lambda s: s if len(s) > 3 else sorted(s),
    "the last is first": lambda s: [s[-1], *s[:-1]],
}


@pytest.mark.parametrize("name", TASKS)
def test_lists_are_computed(name):
    assert solves(TASKS[name], budget=60_000)


def test_lists_of_words():
    pairs = [(("b", "ab", "c"), ("ab", "b", "c")), (("z", "x", "z"), ("x", "z"))]
    best = search(pairs).solutions[0][0]
    assert best.run(("q", "p", "q", "r")) == ("p", "q", "r")


def test_lists_of_lists():
    pairs = [(((1, 2), (3,)), (1, 2, 3)), (((4,), (), (5, 6)), (4, 5, 6))]
    assert search(pairs).solutions[0][0].run(((7,), (8, 9))) == (7, 8, 9)
    pairs = [(((1, 2), (3,)), ((2, 1), (3,))), (((4, 6), (5, 6)), ((6, 4), (6, 5)))]
    assert search(pairs).solutions[0][0].run(((7, 8, 9),)) == ((9, 8, 7),)


def test_the_same_in_every_run():
    first, second = (found(TASKS["the largest replaced"]) for _ in range(2))
    assert first.solutions == second.solutions
    assert first.steps == second.steps


@pytest.mark.parametrize("budget", [1, 100, 777, 5_000])
def test_no_more_steps_than_the_budget(budget):
    hard = found(lambda s: [x * x % 7 + len(s) for x in s], budget=budget)
    assert hard.steps <= budget


def test_the_shortest_comes_first():
    bits = [bits for _, bits in found(TASKS["sum"]).solutions]
    assert bits == sorted(bits)


def test_each_fold_explains_all_other_pairs():
    pairs = [((1, 2), (1,)), ((3, 4), (3,)), ((6, 5), (5,))]  # first, or smallest?
    some = 0
    for at, programs in search(pairs).folds.items():
        for expression, _ in programs:
            right = [expression.run(source) == target for source, target in pairs]
            assert right == [index != at for index in range(len(pairs))]
            some += 1
    assert some


def test_what_a_source_to_be_answered_has_no_value_for_is_no_answer():
    pairs = [((3, 1), (3,)), ((5, 4, 1), (5,))]
    for expression, _ in search(pairs, asked=[()]).solutions:
        expression.run(())  # would raise


def test_other_kinds_are_left_to_others():
    assert not search([("abc", 5)]).solutions


# Enumeration ----------------------------------------------------------------------


def enumeration(budget=3_000, **options):
    leaves = [leaf(source_leaf("[int]"), SOURCES)]
    leaves += [leaf(constant(n, "int", 3), SOURCES) for n in (0, 1, 2)]
    goal = Goal("[int]", tuple((0, 0, 0, s[0]) for s in SOURCES))
    return Enumeration(leaves, [*operations(["int"], [])], goal, budget, **options)


def test_no_behaviour_is_kept_twice():
    walk = enumeration()
    for _ in walk:
        pass
    for kind, groups in walk.bank.items():
        rows = [value.rows for group in groups for value in group]
        assert len(rows) == len(set(rows)), kind


def test_values_are_what_their_expressions_give():
    walk = enumeration(1_500)
    for _ in walk:
        pass
    for groups in walk.bank.values():
        for bits, group in enumerate(groups):
            for value in group:
                expression = value.expression()
                assert value.bits == bits == expression.bits
                assert value.rows == tuple(expression.run(s) for s in SOURCES)


def test_it_goes_on_where_it_was_interrupted():
    whole, parts = enumeration(), enumeration()
    for _ in whole:
        pass
    while not parts.is_spent:
        for _ in itertools.islice(parts, 1):
            pass
    assert parts.steps == whole.steps
    assert parts.kept == whole.kept

"""Expressions: run, printed as Python, said in English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plastic.synthesis import Expression, UndefinedError
from plastic.synthesis.closings import iteration
from plastic.synthesis.expressions import if_operation
from plastic.synthesis.lists import operations
from plastic.synthesis.vocabulary import constant, source_leaf

SOURCE = Expression(source_leaf("[int]"))
KNOWN = {each.label: each for each in operations(["int"], ["int"])}
lists = st.lists(st.integers(0, 20), max_size=8)


def of(label, *arguments):
    return Expression(KNOWN[label], arguments)


def number(size):
    return Expression(constant(size, "int", 3))


def as_python(expression, source, gives="list"):
    names = {}
    exec(expression.python(gives), names)
    return names["program"](source)


SORTED = of("sort: [int] -> [int]", SOURCE)
LARGEST = of("largest: [int] -> int", SOURCE)
LENGTH = of("length: [int] -> int", SOURCE)
OFTEN = of("frequencies: [int] -> [int]", SOURCE)
EXPRESSIONS = [
    of("take: [int], int -> [int]", SORTED, number(3)),
    of("take_last: [int], int -> [int]", SORTED, number(2)),
    of("subtract: int, [int] -> [int]", LARGEST, SOURCE),
    of("occurrences: [int] -> [int]", SORTED),
    of("sort_by: [int], [int] -> [int]", SOURCE, OFTEN),
    of(
        "filter: [int], [truth] -> [int]",
        SOURCE,
        of("is_prime: [int] -> [truth]", SOURCE),
    ),
    of("sums: [int] -> [int]", of("unique: [int] -> [int]", SOURCE)),
    Expression(
        if_operation("[int]", 6),
        (
            of("greater: int, int -> truth", LENGTH, number(2)),
            of("subtract: [int], int -> [int]", SOURCE, LARGEST),
            of("list_of: int -> [int]", LARGEST),
        ),
    ),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
@given(source=lists)
@settings(max_examples=20)
def test_its_python_does_the_same(expression, source):
    try:
        value = expression.run(tuple(source))
    except UndefinedError:
        with pytest.raises((ValueError, IndexError)):
            as_python(expression, source)
        return
    assert as_python(expression, source) == [*value]
    assert as_python(expression, source, "tuple") == value


def test_what_is_done_for_each_element_is_named_before():
    expression = of("subtract: int, [int] -> [int]", LARGEST, SOURCE)
    assert expression.python() == (
        "def program(source):\n"
        "    source = list(source)\n"
        "    step_1 = max(source)\n"
        "    return [step_1 - y for y in source]\n"
    )


def test_what_is_not_chosen_needs_no_value():
    """The branch that is not taken divides by nothing, and nobody sees it."""
    empty = of(
        "equals: int, int -> truth", of("length: [int] -> int", SOURCE), number(0)
    )
    nothing, least = (
        Expression(constant((), "[int]", 3)),
        of("list_of: int -> [int]", of("smallest: [int] -> int", SOURCE)),
    )
    expression = Expression(if_operation("[int]", 6), (empty, nothing, least))
    assert expression.run(()) == ()
    assert as_python(expression, []) == []
    assert as_python(expression, [4, 2]) == [2]


def test_it_is_said_in_english():
    assert EXPRESSIONS[0].sentence() == "the first 3 of (the source in order)"
    assert "if" in EXPRESSIONS[-1].sentence()


def test_nothing_is_made_that_is_too_long():
    repeat = of("repeat: int, int -> [int]", number(1), LARGEST)
    assert repeat.run((3, 2)) == (1, 1, 1)
    with pytest.raises(UndefinedError, match="makes more than"):
        repeat.run((10**12,))


def test_another_type_has_no_value():
    with pytest.raises(UndefinedError, match="has no value"):
        SORTED.run((1, "a"))


def test_a_step_that_is_done_until_nothing_changes_prints_too():
    """What stands last and is as large as the length goes, again and again."""
    last_is_length = of(
        "equals: int, int -> truth", of("last: [int] -> int", SOURCE), LENGTH
    )
    step = Expression(
        if_operation("[int]", 6),
        (last_is_length, of("init: [int] -> [int]", SOURCE), SOURCE),
    )
    again = Expression(iteration(step, "[int]"), (SOURCE,))
    assert again.run((5, 2, 3, 4)) == (5,)
    assert as_python(again, [5, 2, 3, 4]) == [5]

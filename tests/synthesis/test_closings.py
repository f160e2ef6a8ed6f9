"""Closings: the last step, aimed at the targets."""

import pytest

from plastic.synthesis.closings import close, until_stable
from plastic.synthesis.enumerate import Enumeration, Goal
from plastic.synthesis.lists import operations
from plastic.synthesis.values import leaf
from plastic.synthesis.vocabulary import constant, source_leaf

SOURCES = [(3, 8, 1, 6), (9, 4, 4, 7, 2), (5, 2), (6, 1, 9, 9, 3, 8), (2, 7, 5)]
FRESH = [(4, 1, 8, 8), (12, 3, 5, 9, 6, 0), (7, 2)]


def closed(function, steps=4_000):
    """Close what little is enumerated, which holds no such program itself."""
    leaves = [leaf(source_leaf("[int]"), SOURCES)]
    leaves += [leaf(constant(n, "int", 3), SOURCES) for n in (0, 1, 2, 3)]
    goal = Goal("[int]", tuple(tuple(function(s)) for s in SOURCES))
    walk = Enumeration(leaves, [*operations(["int"], [])], goal, steps)
    for _ in walk:
        pass
    assert not walk.reached
    return close(walk)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("join", lambda s: [*sorted(s)[1:], *[x + 1 for x in s[::-1]]]),
        ("if", lambda s: sorted(s) if len(s) > 3 else [x + 1 for x in s]),
        ("add", lambda s: [7 * x + 23 for x in sorted(s)]),
        ("subtract", lambda s: [41 - x for x in sorted(s)]),
        ("modulo", lambda s: [x % 6 for x in sorted(s)]),
        ("filter", lambda s: [x for x in s if x % 3 == 0]),
        ("choose", lambda s: [s[-1] if x == max(s) else x for x in s]),
    ],
)
def test_what_is_found(name, function):
    values = [each for each in closed(function) if each.operation.name == name]
    assert any(
        all(value.expression().run(s) == tuple(function(s)) for s in FRESH)
        for value in values
    )


def test_all_that_is_given_is_as_wanted():
    def function(s):
        return [*sorted(s)[1:], *[x + 1 for x in s[::-1]]]

    values = closed(function)
    assert values
    for value in values:
        assert value.rows == tuple(tuple(function(s)) for s in SOURCES)
        assert value.rows == tuple(value.expression().run(s) for s in SOURCES)


def test_the_cheapest_comes_first():
    bits = [each.bits for each in closed(lambda s: [*sorted(s)[1:], *s[::-1], 3])]
    assert bits == sorted(bits)


def test_what_never_ends_has_no_value():
    with pytest.raises(ValueError, match="never ends"):
        until_stable(lambda x: [*x, 1], [1])
    assert until_stable(lambda x: x[:1], [1, 2]) == [1]

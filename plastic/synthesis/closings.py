"""Closings: from many known values to the one that is wanted, in a step aimed at it.

Enumeration does not know what it is for; a closing does.  It looks among all that is
known for what, put together, is the target: two values one behind the other, the one
where a test holds and the other where it does not, one that is done until nothing
changes.  So it sees as far as several levels more, for the price of one look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from .enumerate import Enumeration
from .expressions import Expression, UndefinedError, if_operation
from .lists import ON_LISTS
from .solving import recode, replace, select, solve
from .values import Rows, Value
from .vocabulary import Operation, Type, helper, instances

(JOIN,) = [each for each in ON_LISTS if each.name == "join"]
IF_BITS, ITERATE_BITS = 6, 8
MOST_DEPTH = 2  # of tests inside one another: with more, pairs are told one by one
# Of the cheapest values that are tried as what is done until nothing changes; each is
# run some times on each source.
MOST_ITERATED = 2_000
MOST_JOINED = 5  # ways that are kept


def close(enumeration: Enumeration) -> list[Value]:
    """Give values that are as wanted, made of two or more that are known.

    Parameters
    ----------
    enumeration : Enumeration
        As far as it has come.

    Returns
    -------
    list of Value
        The cheapest first.  Costs O(values that are known).
    """
    found = [
        *_joined(enumeration),
        *recode(enumeration),
        *solve(enumeration),
        *select(enumeration),
        *replace(enumeration),
        *_iterated(enumeration),
        *_chosen(enumeration),
    ]
    return sorted(found, key=lambda value: value.bits)


# One behind the other -------------------------------------------------------------


def _joined(enumeration: Enumeration) -> list[Value]:
    """Give joins of lists: what the targets begin with, and what is left of them."""
    goal = enumeration.goal
    if not goal.kind.startswith("["):
        return []
    known = enumeration.by_targets(goal.kind)
    found = [*_joins(enumeration, known, goal.rows, True)]
    found.sort(key=lambda value: value.bits)
    return found[:MOST_JOINED]


def _joins(
    enumeration: Enumeration, known: Mapping[Rows, Value], wanted: Rows, again: bool
) -> Iterator[Value]:
    """Give joins that are as wanted; `again`, after a constant also of two more."""
    kind = enumeration.goal.kind
    (join,) = instances(JOIN, [kind[1:-1]])
    for value in enumeration.values(kind):
        for row, target in zip(value.rows, wanted):
            if target[: len(row)] != row:
                break
        else:
            rest = tuple(
                [target[len(row) :] for row, target in zip(value.rows, wanted)]
            )
            if rest == wanted or not any(rest):
                continue
            others = [known[rest]] if rest in known else []
            if not others and again and value.operation.is_constant:
                others = [*_joins(enumeration, known, rest, False)]
            for other in others:
                rows = tuple(a + b for a, b in zip(value.rows, other.rows))
                bits = value.bits + other.bits + join.bits
                yield Value(kind, rows, bits, join, (value, other))


# The one or the other -------------------------------------------------------------


class _Tree(NamedTuple):
    """What is as wanted on some pairs: a value, or a test and two trees."""

    bits: int
    value: Value | None
    test: Value | None = None
    then: Any = None  # a tree; a NamedTuple cannot name itself
    otherwise: Any = None


class _Choices:
    """Looks for tests that tell apart where which value is as wanted."""

    def __init__(self, enumeration: Enumeration) -> None:
        self.n = len(enumeration.goal.rows)
        self.all = frozenset(range(self.n))
        # Where a value is as wanted -> the cheapest value; likewise where tests hold.
        self.right = {
            frozenset(at for at, match in enumerate_true(matches)): values[0]
            for matches, values in enumeration.partial.items()
        }
        self.tests: dict[frozenset[int], Value] = {}
        for test in enumeration.values("truth"):
            holds = frozenset(at for at, _ in enumerate_true(test.rows[: self.n]))
            self.tests.setdefault(holds, test)
        self.known: dict[tuple[frozenset[int], int], _Tree | None] = {}

    def tree(self, where: frozenset[int], depth: int) -> _Tree | None:
        """Give the cheapest tree that is as wanted at some of the pairs."""
        if (where, depth) not in self.known:
            self.known[where, depth] = min(
                self._trees(where, depth), key=lambda tree: tree.bits, default=None
            )
        return self.known[where, depth]

    def _trees(self, where: frozenset[int], depth: int) -> Iterator[_Tree]:
        for right, value in self.right.items():
            if where <= right:
                yield _Tree(value.bits, value)
        if not depth:
            return
        for holds, test in self.tests.items():
            first, second = where & holds, where - holds
            if first and second:
                then, otherwise = self.tree(first, 0), self.tree(second, depth - 1)
                if then and otherwise:
                    bits = IF_BITS + test.bits + then.bits + otherwise.bits
                    yield _Tree(bits, None, test, then, otherwise)


def enumerate_true(rows: Rows) -> Iterator[tuple[int, bool]]:
    """Give the places of what is true."""
    return ((at, row) for at, row in enumerate(rows) if row)


def _chosen(enumeration: Enumeration) -> list[Value]:
    """Give what chooses between values by a test of the source."""
    if not enumeration.partial:
        return []
    choices = _Choices(enumeration)
    for depth in range(1, MOST_DEPTH + 1):
        tree = choices.tree(choices.all, depth)
        if tree is not None:
            return [_grown(tree, enumeration.goal.kind)]
    return []


def _grown(tree: _Tree, kind: Type) -> Value:
    if tree.test is None:
        assert tree.value is not None
        return tree.value
    then, otherwise = _grown(tree.then, kind), _grown(tree.otherwise, kind)
    rows = tuple(
        a if holds else b
        for holds, a, b in zip(tree.test.rows, then.rows, otherwise.rows)
    )
    operation = if_operation(kind, IF_BITS)
    return Value(kind, rows, tree.bits, operation, (tree.test, then, otherwise))


# Until nothing changes ------------------------------------------------------------


@helper
def until_stable(step: Callable, value: Any) -> Any:
    """Do a step again and again until nothing changes."""
    most = 1000 + 10 * len(str(value))
    for _ in range(most):
        before, value = value, step(value)
        if list(value) == list(before):
            return value
        if len(str(value)) > most:
            break
    raise ValueError("it never ends")


def _iterated(enumeration: Enumeration) -> list[Value]:
    """Give what is as wanted when it is done to the source until nothing changes."""
    kind, wanted, source = (
        enumeration.goal.kind,
        enumeration.goal.rows,
        enumeration.source,
    )
    if source is None or source.kind != kind:
        return []
    for tried, value in enumerate(enumeration.values(kind)):
        if tried >= MOST_ITERATED:
            break
        step = value.expression()
        try:
            # The targets are where it ends, so that nothing changes there.
            if any(step.run(target) != target for target in wanted):
                continue
            operation = iteration(step, kind)
            rows = tuple(operation.does(row) for row in source.rows)
        except (UndefinedError, ValueError, LookupError, ArithmeticError, TypeError):
            continue
        if rows[: len(wanted)] == wanted:
            bits = value.bits + ITERATE_BITS
            return [Value(kind, rows, bits, operation, (source,))]
    return []


def iteration(step: Expression, kind: Type) -> Operation:
    """Give the operation that does a step until nothing changes."""
    return Operation(
        f"until_stable[{step}]",
        (kind,),
        kind,
        ITERATE_BITS,
        f"until_stable(lambda source: {step.inline()}, a)",
        f"{{a}}, made {step.sentence()} until nothing changes",
    )

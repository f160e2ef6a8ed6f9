"""Solving: constants that the data tell, so that nobody need guess them.

Which number is added to each element of a list, which two words stand for true and
false: two elements say so, and all others whether it is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .enumerate import Enumeration
from .lists import CHOOSE, ON_LISTS, ON_VALUES
from .values import Value, leaf
from .vocabulary import Operation, Type, constant, instances, lifted, number_bits

RECODED_BITS = 2  # of each of two symbols that are all there is in the targets
LEAST_SOLVED = 4  # elements: two say which line it is, and two that it is one
MOST_SOLVED = 5  # ways that are kept
MOST_DIVISOR = 1000
# Of the cheapest lists, those that a target could be a part of.
MOST_LOOKED_INTO, MOST_BASES = 300, 5
(LIST_OF,) = [operation for operation in ON_LISTS if operation.name == "list_of"]
_NAMED = {operation.name: operation for operation in ON_VALUES}
ADD = lifted(_NAMED["add"], (True, False))
SUBTRACT = lifted(_NAMED["subtract"], (True, False))
SUBTRACT_FROM = lifted(_NAMED["subtract"], (False, True))
DIVIDE = lifted(_NAMED["divide"], (True, False))
MODULO = lifted(_NAMED["modulo"], (True, False))
MULTIPLY = lifted(_NAMED["multiply"], (True, False))


# Two symbols, which stand for true and false -------------------------------------


def recode(enumeration: Enumeration) -> list[Value]:
    """Give targets of two symbols alone as what a test says of each element.

    Where each target is a single symbol, as what a test says of the source.
    """
    kind, wanted = enumeration.goal.kind, enumeration.goal.rows
    symbols = sorted({symbol for target in wanted for symbol in target}, key=repr)
    if len(symbols) != 2 or kind.startswith("[["):
        return []
    element = kind[1:-1]
    (choose,) = instances(CHOOSE, [element])
    (list_of,) = instances(LIST_OF, [element])
    by_element = lifted(choose, (True, False, False))
    found: list[Value] = []
    for yes, no in (symbols, symbols[::-1]):
        said = tuple(tuple(x == yes for x in target) for target in wanted)
        if all(len(target) == 1 for target in wanted):
            test = enumeration.by_targets("truth").get(tuple(row[0] for row in said))
            if test is not None:
                chosen = _done(choose, test, *_symbols(element, test, yes, no))
                found.append(_done(list_of, chosen))
            continue
        test = enumeration.by_targets("[truth]").get(said)
        if test is not None:
            found.append(_done(by_element, test, *_symbols(element, test, yes, no)))
    return found


def _symbols(kind: Type, beside: Value, *symbols: Any) -> list[Value]:
    """Give constants: numbers at theirs, others at the price of one of two."""
    leaves = [
        constant(
            symbol, kind, number_bits(symbol) if type(symbol) is int else RECODED_BITS
        )
        for symbol in symbols
    ]
    return [leaf(each, beside.rows) for each in leaves]


# Arithmetic that is solved for its constants -------------------------------------


def solve(enumeration: Enumeration) -> list[Value]:
    """Give targets that are a known list, multiplied, divided and shifted.

    ``y = a x + b``: two elements say what a and b must be, all others whether it is so.
    ``y = x // a`` and ``y = x % a`` leave few choices as well.
    """
    kind, wanted = enumeration.goal.kind, enumeration.goal.rows
    if kind != "[int]" or sum(map(len, wanted)) < LEAST_SOLVED:
        return []
    lengths, n = [*map(len, wanted)], len(wanted)
    ys = [y for target in wanted for y in target]
    found: list[Value] = []
    for value in enumeration.values(kind):
        if [*map(len, value.rows[:n])] == lengths:
            xs = [x for row in value.rows[:n] for x in row]
            line = _line(xs, ys)
            if line is not None:
                found += _on_line(value, *line)
            else:
                divisor, rest = _divisor(xs, ys), _modulus(xs, ys)
                if divisor:
                    found.append(_done(DIVIDE, value, _number(divisor, value)))
                if rest:
                    found.append(_done(MODULO, value, _number(rest, value)))
    found.sort(key=lambda value: value.bits)
    return found[:MOST_SOLVED]


def _line(xs: list[int], ys: list[int]) -> tuple[int, int] | None:
    """Give the whole numbers a and b of ``y = a x + b``, if there are such.

    >>> _line([1, 2, 5], [99, 98, 95]), _line([1, 2, 5], [1, 4, 25])
    ((-1, 100), None)
    """
    x, y = xs[0], ys[0]
    for other, at in zip(xs, ys):
        if other != x:
            a, rest = divmod(at - y, other - x)
            b = y - a * x
            if rest or not a:
                return None
            return (a, b) if all(a * u + b == v for u, v in zip(xs, ys)) else None
    return None


def _divisor(xs: list[int], ys: list[int]) -> int | None:
    """Give the least whole number of ``y = x // a``, if there is one.

    >>> _divisor([47, 30, 9], [4, 3, 0]), _divisor([1, 2], [5, 5])
    (10, None)
    """
    y, x = max(zip(ys, xs))
    if y <= 0 or x <= y:
        return None
    for a in range(x // (y + 1) + 1, min(x // y, MOST_DIVISOR) + 1):
        if all(u // a == v for u, v in zip(xs, ys)):
            return a
    return None


def _modulus(xs: list[int], ys: list[int]) -> int | None:
    """Give the least whole number of ``y = x % a``, if there is one.

    >>> _modulus([47, 30, 9], [7, 0, 9]), _modulus([1, 2], [5, 5])
    (10, None)
    """
    differing = [x - y for x, y in zip(xs, ys) if x != y]
    least = max(ys) + 1
    if not differing or min(ys) < 0 or min(differing) < least:
        return None
    for a in range(max(2, least), min(min(differing), MOST_DIVISOR) + 1):
        if all(u % a == v for u, v in zip(xs, ys)):
            return a
    return None


def _done(operation: Operation, *arguments: Value) -> Value:
    rows = tuple(map(operation.does, *[each.rows for each in arguments]))
    bits = operation.bits + sum(each.bits for each in arguments)
    return Value(operation.gives, rows, bits, operation, arguments)


def _number(size: int, beside: Value) -> Value:
    return leaf(constant(size, "int", number_bits(size)), beside.rows)


def _on_line(value: Value, a: int, b: int) -> Iterator[Value]:
    """Give the list of ``a x + b``."""
    if a < -1 or (a == 1 and not b):
        return
    if a == -1:
        yield _done(SUBTRACT_FROM, _number(b, value), value)
        return
    if a != 1:
        value = _done(MULTIPLY, value, _number(a, value))
    if b:
        value = _done(ADD if b > 0 else SUBTRACT, value, _number(abs(b), value))
    yield value


# Tests that the targets tell ------------------------------------------------------


def select(enumeration: Enumeration) -> list[Value]:
    """Give targets that are some elements of a known list: those where a test holds."""
    kind, wanted = enumeration.goal.kind, enumeration.goal.rows
    n, found = len(wanted), []
    filters = [
        lifting
        for operation in ON_LISTS
        if operation.name in ("filter", "reject")
        for lifting in instances(operation, [kind[1:-1]])
    ]
    bases = [
        value
        for value in islice(enumeration.values(kind), MOST_LOOKED_INTO)
        if value.rows[:n] != wanted and all(map(_is_part, wanted, value.rows))
    ]
    for base in bases[:MOST_BASES]:
        lengths = [*map(len, base.rows)]
        for test in enumeration.values("[truth]"):
            if [*map(len, test.rows)] != lengths:
                continue
            for operation in filters:
                does = operation.does
                if all(
                    map(
                        lambda *at: does(*at[:2]) == at[2], base.rows, test.rows, wanted
                    )
                ):
                    found.append(_done(operation, base, test))
            if len(found) >= MOST_SOLVED:
                break
    return found


def _is_part(part: tuple, whole: tuple) -> bool:
    """Tell whether something is left of a sequence when some of it is left out."""
    rest = iter(whole)
    return all(symbol in rest for symbol in part)


def replace(enumeration: Enumeration) -> list[Value]:
    """Give targets that are the source, and something else where a test holds."""
    goal, source = enumeration.goal, enumeration.source
    kind, wanted = goal.kind, goal.rows
    if source is None or source.kind != kind:
        return []
    if [*map(len, source.rows[: len(wanted)])] != [*map(len, wanted)]:
        return []
    changed = tuple(
        tuple([x != y for x, y in zip(row, target)])
        for row, target in zip(source.rows, wanted)
    )
    test = enumeration.by_targets("[truth]").get(changed)
    if test is None:
        return []
    (choose,) = instances(CHOOSE, [kind[1:-1]])
    by_one, by_many = (lifted(choose, (True, many, True)) for many in (False, True))
    for value in enumeration.values(kind[1:-1]):
        if all(
            value.rows[at] == y
            for at, row in enumerate(changed)
            for is_changed, y in zip(row, wanted[at])
            if is_changed
        ):
            return [_done(by_one, test, value, source)]
    lengths = [*map(len, wanted)]
    for value in enumeration.values(kind):
        if [*map(len, value.rows[: len(wanted)])] == lengths and all(
            value.rows[at][place] == y
            for at, row in enumerate(changed)
            for place, (is_changed, y) in enumerate(zip(row, wanted[at]))
            if is_changed
        ):
            return [_done(by_many, test, value, source)]
    return []

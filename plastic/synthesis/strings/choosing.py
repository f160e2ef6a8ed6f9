"""Choosing: if a test is passed one program, else another; and what a truth says.

The cheapest test that separates the examples is taken, and each side is a task of
its own.  Where one example alone contradicts all others it may be known by heart: a
side that is a constant, for one source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from .expression import If
from .joining import ONLY_CONSTANT_BITS
from .pool import Pool, Value, always, whole
from .predicates import Both, Not, Test, tests
from .solving import constant_bits

MOST_TESTS = 10  # that are solved on both sides: the cheapest
IF_BITS = 3.0
MOST_JOINED = 150  # tests that are combined by and, or
MOST_TRIPLES = 40
LONGEST_TRUTH = 12
# Of a symbol of what two classes are called, if one of them comes again: less than of
# a text, for that there are but two is what has to be explained, not their names.
NAME_BITS = 1.5
KNOWN_TRUTHS = ({"true", "false"}, {"yes", "no"}, {"0", "1"})
POSITIVE = ("true", "yes", "1")
# Of the examples that a task's side is given: which, and what programs there are.
Side = Callable[[tuple[int, ...]], Sequence[Value]]


def choose(
    pool: Pool, inputs: Sequence[Value], side: Side, best: float | None
) -> list[Value]:
    """Give values that are the targets, by a test and a program for either side.

    Parameters
    ----------
    pool : Pool
        What is made of.
    inputs : sequence of Value
        What is tested.
    side : callable
        Gives the programs for some of the examples.
    best : float or None
        The bits of the best there is: what is longer is not looked for.
    """
    found: list[Value] = []
    # How the examples are divided -> the tests that do so, the cheapest first.
    divided: dict[tuple[bool, ...], list[Value]] = {}
    for test in tests(pool, inputs):
        shown = test.shown
        if any(shown) and not all(shown):
            divided.setdefault(shown, []).append(test)
    seen: set[tuple[bool, ...]] = set()
    for shown, same in sorted(divided.items(), key=lambda item: item[1][0].bits):
        contrary = tuple(not passed for passed in shown)
        if contrary in seen or len(seen) >= MOST_TESTS:
            continue
        seen.add(shown)
        bits = same[0].bits
        if best is not None and bits + IF_BITS + 3 > best:
            break
        then = side(tuple(at for at, passed in enumerate(shown) if passed))
        if not then or (best is not None and bits + then[0].bits > best):
            continue
        otherwise = side(tuple(at for at, passed in enumerate(shown) if not passed))
        if not otherwise:
            continue
        found += [_if(test, then[0], otherwise[0]) for test in same[:4]]
        cheapest = min(value.bits for value in found)
        best = cheapest if best is None else min(best, cheapest)
    return found


def _if(test: Value, then: Value, otherwise: Value) -> Value:
    rows = tuple(
        first if passed else second
        for passed, first, second in zip(test.rows, then.rows, otherwise.rows)
    )
    bits = test.bits + then.bits + otherwise.bits + IF_BITS
    return whole(rows, len(test.shown), bits, If(), (test, then, otherwise))


def know_one(pool: Pool, inputs: Sequence[Value], side: Side) -> list[Value]:
    """Give values that are the targets, one of them by heart."""
    found = []
    for at in range(pool.n - 1, -1, -1):
        others = tuple(other for other in range(pool.n) if other != at)
        target = pool.targets[at]
        test = _is_source(inputs, at)
        known = always(pool, target, constant_bits(target) if target else 2.0)
        for value in side(others)[:3]:
            if not value.arguments:  # a constant: that is no rule with an exception
                continue
            both = _if(test, known, value)
            both.bits = value.bits + known.bits + ONLY_CONSTANT_BITS
            found.append(both)
    return found


def _is_source(inputs: Sequence[Value], at: int) -> Value:
    """Give the test for one whole source."""
    tested = []
    for value in inputs:
        test = Test("equals", value.shown[at])
        tested.append(Value(tuple(map(test, value.shown)), 0.0, test, (value,)))
    return reduce(lambda first, other: _both("and", first, other, 0.0), tested)


def say_truth(pool: Pool, inputs: Sequence[Value]) -> tuple[list[Value], bool]:
    """Give values that are the targets, where these are two, and whether known ones.

    What is true is said by a test, or by two or three tests together.
    """
    names = sorted(
        set(pool.targets), key=lambda name: (name.lower() not in POSITIVE, name)
    )
    if len(names) != 2 or max(map(len, names)) > LONGEST_TRUTH or not all(names):
        return [], False
    is_known = {name.lower() for name in names} in KNOWN_TRUTHS[:2]
    price = 6 + sum(map(_name_bits if pool.n > len(names) else constant_bits, names))
    price = 0.0 if is_known else price
    wanted = tuple(target == names[0] for target in pool.targets)
    found: dict[tuple[bool, ...], Value] = {}

    def take(test: Value) -> None:
        if test.shown == wanted:
            known = found.get(test.rows)
            if known is None or known.bits > test.bits:
                found[test.rows] = test

    single = tests(pool, inputs)
    single += [_not(test) for test in single]
    single.sort(key=lambda test: test.bits)
    for test in single:
        take(test)
    some, pairs = single[:MOST_JOINED], []
    for at, test in enumerate(some):
        for other in some[:at]:
            pool.steps.spend()
            both = _both("and", test, other, 1.0)
            take(both)
            take(_both("or", test, other, 1.5))
            if test.bits + other.bits < 13:
                pairs.append(both)
    for both in sorted(pairs, key=lambda test: test.bits)[:MOST_JOINED]:
        for test in some[:MOST_TRIPLES]:
            take(_both("and", both, test, 1.0))
    said = [_said(pool, test, names, price) for test in found.values()]
    return sorted(said, key=lambda value: value.bits), is_known


def _name_bits(name: str) -> float:
    return NAME_BITS * len(name)


def _not(test: Value) -> Value:
    contrary = tuple(not passed for passed in test.rows)
    return whole(contrary, len(test.shown), test.bits + 1.5, Not(), (test,))


def _both(word: str, test: Value, other: Value, bits: float) -> Value:
    if word == "and":
        rows = tuple(a and b for a, b in zip(test.rows, other.rows))
    else:
        rows = tuple(a or b for a, b in zip(test.rows, other.rows))
    total = test.bits + other.bits + bits
    return whole(rows, len(test.shown), total, Both(word), (test, other))


def _said(pool: Pool, test: Value, names: Sequence[str], price: float) -> Value:
    yes, no = (always(pool, name, 0.0) for name in names)
    value = _if(test, yes, no)
    value.bits = test.bits + price
    return value

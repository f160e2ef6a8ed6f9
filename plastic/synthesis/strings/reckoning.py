"""Reckoning: proposing numbers that are made of several numbers, dates or times.

A column of a table is often computed of others: a price times a quantity, a total, a
share, days from one date to another, the time that a shift lasted.  What is made is
offered as a number like any other, so that it may still be rounded, added to a
constant, and written in a format.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import NamedTuple

from .arithmetic import IN_ONE, OF_ALL, SIGNS, NumbersOf, OfAll, Ordinal, Reckoned
from .calendars import dates_in
from .classes import DECIMAL, NUMBER, SIGNED
from .intervals import BETWEEN, SPANS, UNITS, Between, Lasted, TimeAsNumber
from .numbers import Arithmetic, ToNumber, plain
from .pool import Pool, Value
from .solving import NumberSolver
from .times import FORMS, TimeFormat, TimeIn
from .tokens import Token, index_bits

MOST_OPERANDS = 6  # numbers of the inputs that are reckoned with: the cheapest
MOST_UNIT_DIGITS = 5  # of how many small units are in one, such as 5,280 feet
WITHIN = 2.0  # bits more for two numbers of one input
MOST_DAYS = 4  # dates of which two are compared
SIGNS_OF_THREE = ("+", "-", "*", "/", "+%", "-%")
LINEAR = ("+", "-", "min", "max")  # whose results are seldom more than added to


class Operand(NamedTuple):
    """Something to reckon with, and which input it is of."""

    of: int
    value: Value


def reckon(
    pool: Pool, inputs: Sequence[Value], numbers: NumberSolver, *, twice: bool = False
) -> None:
    """Offer what is made of several numbers, dates or times of the inputs.

    Parameters
    ----------
    pool : Pool
        What it is for.
    inputs : sequence of Value
        All inputs.
    numbers : NumberSolver
        What numbers are offered to.
    twice : bool
        Offer what is made of three numbers instead, two operations one on the other.
    """
    known = [*_numbers(pool, inputs)]
    cheapest = sorted(known, key=lambda each: each.value.bits)[:MOST_OPERANDS]
    operands = [each for each in known if each in cheapest]
    for operand in operands:
        pool.offer(Ordinal(), operand.value, bits=3.0)
    if not numbers.wanted:
        return
    made = [*_of_two(pool, operands)]
    if twice:
        for value in _of_three(pool, operands, made):
            numbers.offer(value)
        return
    for _, value in made:
        sign = value.operation.sign  # type: ignore[attr-defined]
        numbers.offer(value, counted=sign in LINEAR)
    for value in _in_one(pool, inputs):
        numbers.offer(value, counted=True)
    for value in _in_units(pool, operands, numbers):
        numbers.offer(value)
    for value in _of_all(pool, known):
        numbers.offer(value)
    for value in _between(pool, inputs):
        numbers.offer(value, counted=True)
    for value in _lasted(pool, inputs):
        numbers.offer(value)


def _numbers(pool: Pool, inputs: Sequence[Value]) -> Iterator[Operand]:
    """Give inputs that are numbers, and of the others the numbers in them."""
    for of, source in enumerate(inputs):
        number = pool.compute(ToNumber(), source, bits=0.0)
        if number is not None:
            yield Operand(of, number)
            continue
        seen = set()
        for token in (NUMBER, DECIMAL, SIGNED):
            for k in (1, 2, -1):
                bits = token.bits + index_bits(k)
                text = pool.compute(Token(token, k), source, bits=bits)
                number = text and pool.compute(ToNumber(), text, bits=0.0)
                if number and number.shown not in seen:
                    seen.add(number.shown)
                    yield Operand(of, number)


def _apply(
    pool: Pool, sign: str, x: Value, y: Value, more: float = 0.0
) -> Value | None:
    return pool.compute(Reckoned(sign), x, y, bits=SIGNS[sign].bits + more)


def _of_two(
    pool: Pool, operands: Sequence[Operand]
) -> Iterator[tuple[tuple[Operand, Operand], Value]]:
    for x, y in permutations(operands, 2):
        for sign in SIGNS:
            if SIGNS[sign].either and operands.index(x) > operands.index(y):
                continue
            value = _apply(pool, sign, x.value, y.value, WITHIN * (x.of == y.of))
            if value is not None:
                yield (x, y), value


def _of_three(
    pool: Pool,
    operands: Sequence[Operand],
    made: Sequence[tuple[tuple[Operand, Operand], Value]],
) -> Iterator[Value]:
    for pair, value in made:
        for other in operands:
            if other in pair:
                continue
            for sign in SIGNS_OF_THREE:
                orders = [(value, other.value), (other.value, value)]
                for x, y in orders[:1] if SIGNS[sign].either else orders:
                    further = _apply(pool, sign, x, y)
                    if further is not None:
                        yield further


def _in_units(
    pool: Pool, operands: Sequence[Operand], numbers: NumberSolver
) -> Iterator[Value]:
    """Give so many of one unit and so many of a smaller one in the smaller one.

    Of ``5'11"`` -> 71 the first example says that it is 5 times 12 and 11.
    """
    for (of, x), (other, y) in permutations(operands, 2):
        for wanted in numbers.wanted:
            if not Decimal(x.shown[0]):
                continue
            unit = (wanted.numbers[0] - Decimal(y.shown[0])) / Decimal(x.shown[0])
            if unit <= 1 or len(unit.as_tuple().digits) > MOST_UNIT_DIGITS:
                continue
            units = Arithmetic("*", plain(unit))
            made = pool.compute(units, x, bits=4 + math.log2(1 + float(unit)))
            if made is not None:
                value = _apply(pool, "+", made, y, WITHIN * (of == other))
                if value is not None and value.shown == wanted.numbers:
                    yield value


def _of_all(pool: Pool, operands: Sequence[Operand]) -> Iterator[Value]:
    """Give what is made of the first number of each of several inputs.

    Of few inputs some may be left out; of many, such as twelve months, all are taken.
    """
    firsts = [*{each.of: each.value for each in reversed(operands)}.values()][::-1]
    least = 3 if len(firsts) <= MOST_OPERANDS else len(firsts)
    for size in range(len(firsts), least - 1, -1):
        for chosen in combinations(firsts, size):
            bits = 2.0 + 2.0 * (len(firsts) - size)
            # All are named at once: they do not pay for each input.
            bits -= sum(value.bits for value in chosen[1:])
            for name in OF_ALL:
                value = pool.compute(OfAll(name), *chosen, bits=bits)
                if value is not None:
                    yield value


def _in_one(pool: Pool, inputs: Sequence[Value]) -> Iterator[Value]:
    """Give what is made of all the numbers of a text that holds several."""
    for source in inputs:
        if len(SIGNED.spans(source.shown[0])) > 1:
            for name, (_, _, bits) in IN_ONE.items():
                value = pool.compute(NumbersOf(name), source, bits=bits)
                if value is not None:
                    yield value


def _between(pool: Pool, inputs: Sequence[Value]) -> Iterator[Value]:
    """Give what lies between two dates."""
    days = [day for source in inputs for _, day in dates_in(pool, source)][:MOST_DAYS]
    for start, end in permutations(days, 2):
        for unit, bits in BETWEEN.items():
            value = pool.compute(Between(unit), start, end, bits=bits)
            if value is not None:
                yield value


def _lasted(pool: Pool, inputs: Sequence[Value]) -> Iterator[Value]:
    """Give times, and what lies between two, as numbers; offer this as a time."""
    times = []
    for source in inputs:
        if all(":" in text for text in source.shown):
            for k in (1, 2):
                time = pool.compute(TimeIn(k), source, bits=1.0 + index_bits(k))
                if time is not None:
                    times.append(time)
    spans = []
    for start, end in permutations(times, 2):
        lasted = pool.compute(Lasted(), start, end, bits=3.0)
        if lasted is not None:
            spans.append(lasted)
            for form in SPANS:
                pool.offer(TimeFormat(form), lasted, bits=FORMS[form].bits)
    for time in times + spans:
        for unit in UNITS:
            value = pool.compute(TimeAsNumber(unit), time, bits=2.0)
            if value is not None:
                yield value

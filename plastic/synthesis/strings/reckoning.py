"""Reckoning: numbers that are made of several numbers, dates or times of the inputs.

A column of a table is often computed of others: a price times a quantity, a total, a
share, days from one date to another, the time that a shift lasted.  What is made is
offered as a number like any other, so that it may still be rounded, added to a
constant, and written in a format.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from itertools import combinations, permutations
from typing import ClassVar, NamedTuple

from .classes import DECIMAL, NUMBER, SIGNED
from .dates import ORDERS, DateIn, Day
from .expression import Operation
from .numbers import Arithmetic, ToNumber, plain
from .pool import Pool, Value
from .solving import NumberSolver
from .times import DAY, FORMS, HOUR, MINUTE, TimeFormat, TimeIn
from .tokens import Token, index_bits

MOST_OPERANDS = 6  # numbers of the inputs that are reckoned with: the cheapest
MOST_UNIT_DIGITS = 5  # of how many small units are in one, such as 5,280 feet
WITHIN = 2.0  # bits more for two numbers of one input


class Sign(NamedTuple):
    """What is done with two numbers.

    Attributes
    ----------
    bits : float
        What it costs to name it.
    of : callable
        Does it.
    said : str
        How it is said.
    python : str
        How it is written in Python.
    either : bool
        Whether the order of the two does not matter.
    """

    bits: float
    of: Callable[[Decimal, Decimal], Decimal]
    said: str
    python: str
    either: bool = False


SIGNS = {
    "+": Sign(3.0, lambda x, y: x + y, "{0} plus {1}", "({0} + {1})", True),
    "-": Sign(3.0, lambda x, y: x - y, "{0} minus {1}", "({0} - {1})"),
    "*": Sign(3.0, lambda x, y: x * y, "{0} times {1}", "({0} * {1})", True),
    "/": Sign(4.0, lambda x, y: x / y, "{0} divided by {1}", "({0} / {1})"),
    "+%": Sign(
        6.0,
        lambda x, y: x * (100 + y) / 100,
        "{0} plus {1} percent of it",
        "({0} * (100 + {1}) / 100)",
    ),
    "-%": Sign(
        6.0,
        lambda x, y: x * (100 - y) / 100,
        "{0} minus {1} percent of it",
        "({0} * (100 - {1}) / 100)",
    ),
    "min": Sign(6.0, min, "the smaller of {0} and {1}", "min({0}, {1})", True),
    "mean": Sign(
        5.0,
        lambda x, y: (x + y) / 2,
        "the mean of {0} and {1}",
        "(({0} + {1}) / 2)",
        True,
    ),
    "max": Sign(6.0, max, "the larger of {0} and {1}", "max({0}, {1})", True),
}


@dataclass(frozen=True)
class Reckoned(Operation):
    """Two numbers made into one.

    Parameters
    ----------
    sign : str
        One of :data:`SIGNS`.

    Examples
    --------
    >>> [str(Reckoned(sign)(Decimal(80), Decimal(5))) for sign in ("*", "/", "-%")]
    ['400', '16', '76']
    """

    gives: ClassVar[str] = "number"

    sign: str

    def __call__(self, *values: Decimal) -> Decimal | None:
        """Compute it; None: it is too large, or divided by nothing."""
        try:
            return plain(SIGNS[self.sign].of(Decimal(values[0]), Decimal(values[1])))
        except DecimalException:
            return None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return SIGNS[self.sign].said.format(*arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return SIGNS[self.sign].python.format(*arguments)


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)


# Name -> what makes it, and how it is written in Python.
OF_ALL: dict[str, tuple[Callable[[Sequence[Decimal]], Decimal], str]] = {
    "sum": (lambda numbers: sum(numbers, Decimal(0)), "({})"),
    "mean": (_mean, "(({}) / {n})"),
    "smallest": (min, "min({})"),
    "largest": (max, "max({})"),
}


@dataclass(frozen=True)
class OfAll(Operation):
    """One number made of three or more.

    Parameters
    ----------
    name : str
        One of :data:`OF_ALL`.

    Examples
    --------
    >>> [str(OfAll(name)(*map(Decimal, (1, 2, 6)))) for name in ("sum", "mean")]
    ['9', '3']
    """

    gives: ClassVar[str] = "number"

    name: str

    def __call__(self, *values: Decimal) -> Decimal | None:
        """Compute it; None: it is too large."""
        try:
            return plain(OF_ALL[self.name][0]([*map(Decimal, values)]))
        except DecimalException:
            return None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {self.name} of {', '.join(arguments[:-1])} and {arguments[-1]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        between = " + " if self.name in ("sum", "mean") else ", "
        code = OF_ALL[self.name][1]
        return code.format(between.join(arguments), n=len(arguments))


@dataclass(frozen=True)
class Between(Operation):
    """Whole days, months or years from one date to another.

    Parameters
    ----------
    unit : {"days", "months", "years"}
        In what it is counted.

    Examples
    --------
    >>> born, now = Day(1990, 5, 17), Day(2020, 5, 16)
    >>> [str(Between(unit)(born, now)) for unit in ("years", "months", "days")]
    ['29', '359', '10957']
    """

    gives: ClassVar[str] = "number"

    unit: str

    def __call__(self, *values: Day) -> Decimal | None:
        """Count them; None: a date is not said in full."""
        start, end = values[0].date, values[1].date
        if start is None or end is None:
            return None
        if self.unit == "days":
            return Decimal((end - start).days)
        if end < start:
            start, end, sign = end, start, -1
        else:
            sign = 1
        months = 12 * (end.year - start.year) + end.month - start.month
        months -= end.day < start.day
        return Decimal(sign * (months if self.unit == "months" else months // 12))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the whole {} from {} to {}".format(self.unit, *arguments)


BETWEEN = {"days": 3.0, "years": 4.0, "months": 5.0}  # and their bits


@dataclass(frozen=True)
class Lasted(Operation):
    """The time from one time of day to another, be it on the next day.

    >>> Lasted()(22 * HOUR, 6 * HOUR) == 8 * HOUR
    True
    """

    gives: ClassVar[str] = "time"

    def __call__(self, *values: int) -> int:
        """Give it, in seconds."""
        return (values[1] - values[0]) % DAY

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the time from {} to {}".format(*arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return "(({1} - {0}) % 86400)".format(*arguments)


@dataclass(frozen=True)
class TimeAsNumber(Operation):
    """A time as a number of hours, minutes or seconds.

    >>> str(TimeAsNumber("hours")(5400)), str(TimeAsNumber("minutes")(5400))
    ('1.5', '90')
    """

    gives: ClassVar[str] = "number"

    unit: str

    def __call__(self, *values: int) -> Decimal:
        """Give it."""
        return plain(Decimal(values[0]) / UNITS[self.unit])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} in {self.unit}"


UNITS = {"hours": HOUR, "minutes": MINUTE, "seconds": 1}
# A span of time is written without halves of the day.
SPANS = ("14:05", "14:05 in two digits", "14:05:09")


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
    if not numbers.wanted:
        return
    operands = sorted(_numbers(pool, inputs), key=lambda each: each.value.bits)
    operands = sorted(operands[:MOST_OPERANDS], key=lambda each: each.of)
    made = [*_of_two(pool, operands)]
    if twice:
        for _, value in _of_three(pool, operands, made):
            numbers.offer(value)
        return
    for _, value in made:
        numbers.offer(value)
    for value in _in_units(pool, operands, numbers):
        numbers.offer(value)
    for value in _of_all(pool, operands):
        numbers.offer(value)
    for value in _between(pool, inputs):
        numbers.offer(value)
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
) -> Iterator[tuple[tuple[Operand, ...], Value]]:
    for pair, value in made:
        for other in operands:
            if other in pair:
                continue
            for sign in ("+", "-", "*", "/", "+%", "-%"):
                further = _apply(pool, sign, value, other.value)
                if further is not None:
                    yield (*pair, other), further
                if not SIGNS[sign].either:
                    further = _apply(pool, sign, other.value, value)
                    if further is not None:
                        yield (other, *pair), further


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
    """Give what is made of the first number of each of several inputs."""
    firsts = [*{each.of: each.value for each in reversed(operands)}.values()][::-1]
    for size in range(len(firsts), 2, -1):
        for chosen in combinations(firsts, size):
            bits = 2.0 + 2.0 * (len(firsts) - size)
            # All are named at once: they do not pay for each input.
            bits -= sum(value.bits for value in chosen[1:])
            for name in OF_ALL:
                value = pool.compute(OfAll(name), *chosen, bits=bits)
                if value is not None:
                    yield value


def _between(pool: Pool, inputs: Sequence[Value]) -> Iterator[Value]:
    """Give what lies between two dates."""
    seen = set()
    for order, bits in ORDERS.items():
        days = []
        for source in inputs:
            for k in (1, 2):
                read = DateIn(order, k)
                day = pool.compute(read, source, bits=bits + index_bits(k))
                if day is not None and all(each.date for each in day.shown):
                    days.append(day)
        for start, end in permutations(days, 2):
            for unit, unit_bits in BETWEEN.items():
                value = pool.compute(Between(unit), start, end, bits=unit_bits)
                if value is not None and value.shown not in seen:
                    seen.add(value.shown)
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

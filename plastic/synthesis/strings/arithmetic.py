"""Arithmetic with several numbers: what is made of two, of many, of all in a text.

What comes out is a number like any other: it is solved on, rounded and written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import ClassVar, NamedTuple

from .classes import SIGNED
from .expression import Operation
from .numbers import MOST_DIGITS, parse, plain
from .tokens import ordinal


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


# Name -> what makes it, how it is said, and bits.
IN_ONE: dict[str, tuple[Callable, str, float]] = {
    "sum": (sum, "sum", 5.0),
    "max": (max, "largest", 7.0),
    "min": (min, "smallest", 7.0),
}


@dataclass(frozen=True)
class NumbersOf(Operation):
    """The sum of all numbers of a text, or the largest or smallest of them.

    >>> NumbersOf("sum")("3 apples, 4 pears"), NumbersOf("max")("3 apples, 4 pears")
    (Decimal('7'), Decimal('4'))
    """

    gives: ClassVar[str] = "number"

    name: str

    def __call__(self, *values: str) -> Decimal | None:
        """Compute it; None: there are none, or one is too long."""
        numbers = [parse(text) for text in SIGNED.tokens(values[0])]
        known = [number for number in numbers if number is not None]
        return IN_ONE[self.name][0](known) if numbers and known == numbers else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {IN_ONE[self.name][1]} of the numbers in {arguments[0]}"


@dataclass(frozen=True)
class Ordinal(Operation):
    """A whole number as an ordinal number.

    >>> Ordinal()(Decimal(22)), Ordinal()(Decimal("1.5"))
    ('22nd', None)
    """

    def __call__(self, *values: Decimal) -> str | None:
        """Write it; None: it is not whole, below 0, or too large."""
        number = Decimal(values[0])
        if not 0 <= number.adjusted() < MOST_DIGITS or number < 0 or number % 1:
            return None
        return ordinal(int(number))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} as an ordinal number"

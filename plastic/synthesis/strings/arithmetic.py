"""Arithmetic: numbers that are made of several numbers, and ordinal numbers.

Two columns of a table are added, subtracted, multiplied, divided or compared; all the
numbers of a text are summed.  What comes out is a number like any other: it is solved
on, rounded and written in a format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from itertools import combinations, permutations
from typing import ClassVar

from .classes import SIGNED
from .expression import Operation
from .numbers import MOST_DIGITS, ToNumber, parse
from .pool import Pool, Value
from .solving import NumberSolver
from .tokens import Token, index_bits, ordinal

MOST_OPERANDS = 4  # numbers of which two are taken

# Sign -> what it does, how it is said, its Python, and bits.
_OF_TWO: dict[str, tuple[Callable[[Decimal, Decimal], Decimal], str, str, float]] = {
    "+": (lambda x, y: x + y, "{0} plus {1}", "({0} + {1})", 3.0),
    "-": (lambda x, y: x - y, "{0} minus {1}", "({0} - {1})", 3.5),
    "*": (lambda x, y: x * y, "{0} times {1}", "({0} * {1})", 4.0),
    "/": (lambda x, y: x / y, "{0} divided by {1}", "({0} / {1})", 4.5),
    "max": (max, "the larger of {0} and {1}", "max({0}, {1})", 3.5),
    "min": (min, "the smaller of {0} and {1}", "min({0}, {1})", 3.5),
}
COMMUTES = ("+", "*", "max", "min")
LINEAR = ("+", "-", "max", "min")  # whose results are seldom more than added to
_OF_ALL: dict[str, tuple[Callable, str, float]] = {
    "sum": (sum, "sum", 5.0),
    "max": (max, "largest", 7.0),
    "min": (min, "smallest", 7.0),
}


@dataclass(frozen=True)
class OfTwo(Operation):
    """A number made of two.

    >>> [OfTwo(sign)(Decimal(6), Decimal(4)) for sign in ("+", "-", "/", "max")]
    [Decimal('10'), Decimal('2'), Decimal('1.5'), Decimal('6')]
    """

    gives: ClassVar[str] = "number"

    sign: str

    def __call__(self, *values: Decimal) -> Decimal | None:
        """Compute it; None: it is too large, or divided by nothing."""
        try:
            return _OF_TWO[self.sign][0](values[0], values[1])
        except DecimalException:
            return None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return _OF_TWO[self.sign][1].format(*arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return _OF_TWO[self.sign][2].format(*arguments)


@dataclass(frozen=True)
class OfAll(Operation):
    """The sum of all numbers of a text, or the largest or smallest of them.

    >>> OfAll("sum")("3 apples, 4 pears"), OfAll("max")("3 apples, 4 pears")
    (Decimal('7'), Decimal('4'))
    """

    gives: ClassVar[str] = "number"

    name: str

    def __call__(self, *values: str) -> Decimal | None:
        """Compute it; None: there are none, or one is too long."""
        numbers = [parse(text) for text in SIGNED.tokens(values[0])]
        known = [number for number in numbers if number is not None]
        return _OF_ALL[self.name][0](known) if numbers and known == numbers else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {_OF_ALL[self.name][1]} of the numbers in {arguments[0]}"


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


def propose_arithmetic(
    pool: Pool, inputs: Sequence[Value], numbers: NumberSolver
) -> None:
    """Offer what is made of the numbers of some inputs.

    Parameters
    ----------
    pool : Pool
        What they are for.
    inputs : sequence of Value
        All inputs.
    numbers : NumberSolver
        What numbers are offered to.
    """
    operands = [*_operands(pool, inputs)]
    for number in operands:
        pool.offer(Ordinal(), number, bits=3.0)
    if not numbers.wanted:
        return
    for sign, (_, _, _, bits) in _OF_TWO.items():
        pairs = combinations if sign in COMMUTES else permutations
        for two in pairs(operands[:MOST_OPERANDS], 2):
            value = pool.compute(OfTwo(sign), *two, bits=bits)
            if value is not None:
                numbers.offer(value, counted=sign in LINEAR)
    for source in inputs:
        if len(SIGNED.spans(source.shown[0])) > 1:
            for name, (_, _, bits) in _OF_ALL.items():
                value = pool.compute(OfAll(name), source, bits=bits)
                if value is not None:
                    numbers.offer(value, counted=True)


def _operands(pool: Pool, inputs: Sequence[Value]) -> Iterator[Value]:
    """Give inputs that are numbers; of one that holds several, the first and last."""
    for source in inputs:
        number = pool.compute(ToNumber(), source, bits=0.0)
        if number is not None:
            yield number
            continue
        seen = set()
        for k in (1, 2, -1):
            bits = 1 + SIGNED.bits + index_bits(k)
            token = pool.compute(Token(SIGNED, k), source, bits=bits)
            number = token and pool.compute(ToNumber(), token, bits=0.0)
            if number is not None and number.shown not in seen:
                seen.add(number.shown)
                yield number

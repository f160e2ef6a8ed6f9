"""Numbers as people write them: read exactly, computed with, written in a format.

Numbers are decimal, so that 1.15 is what it looks like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import ClassVar

from .expression import Operation

MOST_DIGITS = 25  # of a number that is computed with: decimals are exact up to 28
_NUMBER = re.compile(r"[-+]?\$?(?:\d+(?:,\d{3})+|\d+)?(?:\.\d*)?%?")
MODES = {
    "round": ROUND_HALF_UP,
    "floor": ROUND_FLOOR,
    "ceil": ROUND_CEILING,
    "trunc": ROUND_DOWN,
    "away": ROUND_UP,
}
_ROUNDED = {
    "round": "rounded to",
    "floor": "rounded down to",
    "ceil": "rounded up to",
    "trunc": "rounded toward zero to",
    "away": "rounded away from zero to",
}


def parse(text: str) -> Decimal | None:
    """Read a number; None: it is none.

    A currency sign, a percent sign and commas between thousands are passed over.

    >>> parse("-1,250.50"), parse("$12"), parse(" 7% "), parse("1.2.3"), parse("x1")
    (Decimal('-1250.50'), Decimal('12'), Decimal('7'), None, None)
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not any(c.isdigit() for c in text):
        return None
    if len(text) > MOST_DIGITS or not text.isascii():
        return None
    return Decimal(re.sub(r"[,$%]", "", text))


def plain(number: Decimal) -> Decimal:
    """Give a number without zeros at its end, so that equal ones are written alike.

    >>> plain(Decimal("3.00")), plain(Decimal("20")), plain(Decimal("0.50"))
    (Decimal('3'), Decimal('20'), Decimal('0.5'))
    """
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


@dataclass(frozen=True)
class ToNumber(Operation):
    """The number that a text is."""

    gives: ClassVar[str] = "number"

    def __call__(self, *values: str) -> Decimal | None:
        """Read it."""
        return parse(values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return arguments[0]

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"parse({arguments[0]})"


@dataclass(frozen=True)
class Arithmetic(Operation):
    """A number and a constant: x + a, a - x, x * a, x // a, x % a, and so on.

    >>> [Arithmetic(sign, Decimal(3))(Decimal(7)) for sign in ("+", "rsub", "%")]
    [Decimal('10'), Decimal('-4'), Decimal('1')]
    """

    gives: ClassVar[str] = "number"

    sign: str
    by: Decimal

    def __call__(self, *values: Decimal) -> Decimal | None:
        """Compute it; None: it is too large, or divided by nothing."""
        x, a = Decimal(values[0]), self.by
        try:
            return _ARITHMETIC[self.sign](x, a)
        except DecimalException:
            return None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        told = {
            "+": f"{arguments[0]} plus {self.by}",
            "rsub": f"{self.by} minus {arguments[0]}",
            "*": f"{arguments[0]} times {self.by}",
            "/": f"{arguments[0]} divided by {self.by}",
            "//": f"how often {self.by} goes into {arguments[0]}",
            "%": f"the remainder of {arguments[0]} divided by {self.by}",
        }
        return told[self.sign]

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        x, by = arguments[0], f"Decimal('{self.by}')"
        if self.sign == "rsub":
            return f"({by} - {x})"
        if self.sign == "//":  # of decimals it rounds toward zero
            return f"({x} / {by}).to_integral_value('ROUND_FLOOR')"
        if self.sign == "%":  # and leaves what is below zero
            return f"(({x} % {by} + {by}) % {by})"
        return f"({x} {self.sign} {by})"


_ARITHMETIC = {
    "+": lambda x, a: x + a,
    "rsub": lambda x, a: a - x,
    "*": lambda x, a: x * a,
    "/": lambda x, a: x / a,
    "//": lambda x, a: (x / a).to_integral_value(ROUND_FLOOR),
    "%": lambda x, a: x - a * (x / a).to_integral_value(ROUND_FLOOR),
}


@dataclass(frozen=True)
class Absolute(Operation):
    """A number without its sign."""

    gives: ClassVar[str] = "number"

    def __call__(self, *values: Decimal) -> Decimal:
        """Give it."""
        return abs(Decimal(values[0]))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} without its sign"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"abs({arguments[0]})"


@dataclass(frozen=True)
class Scale(Operation):
    """A number times a power of ten.

    >>> Scale(-2)(Decimal(1976)), Scale(3)(Decimal("0.5"))
    (Decimal('19.76'), Decimal('500'))
    """

    gives: ClassVar[str] = "number"

    exponent: int

    def __call__(self, *values: Decimal) -> Decimal:
        """Shift its point."""
        shifted = Decimal(values[0]).scaleb(self.exponent)
        return shifted if self.exponent < 0 else shifted + 0

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        power = 10 ** abs(self.exponent)
        return f"{arguments[0]} {'times' if self.exponent > 0 else 'over'} {power:,}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"Decimal({arguments[0]}).scaleb({self.exponent})"


@dataclass(frozen=True)
class Rounded(Operation):
    """A number rounded to a multiple of a unit, from a first one on, plus an offset.

    >>> [Rounded(mode, Decimal(10))(Decimal(117)) for mode in ("round", "floor")]
    [Decimal('120'), Decimal('110')]
    >>> Rounded("floor", Decimal(10), Decimal(1), Decimal(9))(Decimal(25))
    Decimal('30')
    """

    gives: ClassVar[str] = "number"

    mode: str
    unit: Decimal
    first: Decimal = Decimal(0)
    offset: Decimal = Decimal(0)

    def __call__(self, *values: Decimal) -> Decimal | None:
        """Round it; None: it is too large."""
        try:
            ratio = (Decimal(values[0]) - self.first) / self.unit
            whole = ratio.to_integral_value(MODES[self.mode])
            made = whole * self.unit + self.first + self.offset
            return made.quantize(self._last_digit)
        except DecimalException:
            return None

    @property
    def _last_digit(self) -> Decimal:
        """The last place that it writes, be it a zero."""
        known = (self.unit, self.first, self.offset)
        places = [int(number.as_tuple().exponent) for number in known]
        return Decimal(1).scaleb(min(0, *places))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        told = f"{arguments[0]} {_ROUNDED[self.mode]} a multiple of {self.unit}"
        if self.first:
            told += f" from {self.first} on"
        if self.offset:
            told += f", {'plus' if self.offset > 0 else 'minus'} {abs(self.offset)}"
        return told


@dataclass(frozen=True)
class NumberFormat(Operation):
    """How a number is written.

    Parameters
    ----------
    decimals : int or None
        How many; None: as many as it has, zeros at the end kept if not trimmed.
    trim : bool
        Whether zeros at the end of these are left out.
    width : int
        With zeros before it up to so many digits before the point.
    thousands : bool
        Whether commas stand between thousands.
    plus : bool
        Whether a plus sign is written.
    swap : bool
        Whether points and commas change places.

    Examples
    --------
    >>> NumberFormat(2)(Decimal("1234.5")), NumberFormat(2, trim=True)(Decimal("1.50"))
    ('1234.50', '1.5')
    >>> NumberFormat(width=5)(Decimal(12)), NumberFormat(thousands=True)(Decimal(1234))
    ('00012', '1,234')
    """

    decimals: int | None = None
    trim: bool = False
    width: int = 0
    thousands: bool = False
    plus: bool = False
    swap: bool = False

    def __call__(self, *values: Decimal) -> str | None:
        """Write it; None: it is too large."""
        number = Decimal(values[0])
        try:
            whole, fraction, negative = self._parts(number)
        except DecimalException:
            return None
        if self.width:
            whole = whole.rjust(self.width, "0")
        if self.thousands:
            whole = f"{int(whole):,}"
        sign = "-" if negative else "+" if self.plus else ""
        text = f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
        return text.translate(_SWAP) if self.swap else text

    def _parts(self, number: Decimal) -> tuple[str, str, bool]:
        """Give the digits before and after the point, and whether it is negative."""
        if not -MOST_DIGITS < number.adjusted() < MOST_DIGITS:
            raise DecimalException
        if self.decimals is not None:
            number = number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        whole, _, fraction = format(abs(number), "f").partition(".")
        if self.trim:
            fraction = fraction.rstrip("0")
        return whole, fraction, number < 0

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        told = []
        if self.decimals is not None:
            most = "at most " if self.trim else ""
            told.append(f"{most}{self.decimals} decimals")
        elif self.trim:
            told.append("no zeros at its end")
        if self.width:
            told.append(f"{self.width} digits")
        if self.thousands:
            told.append("thousands parted")
        if self.plus:
            told.append("its sign")
        if self.swap:
            told.append("a decimal comma")
        return f"{arguments[0]} with {', '.join(told)}" if told else arguments[0]


_SWAP = str.maketrans(",.", ".,")

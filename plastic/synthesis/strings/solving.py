"""Numbers that are solved from the data: which function, and which format.

The numbers of the targets are read: the first, the second, the last of each.  For a
number x of the sources and one of these, y, it is asked which simple function makes
y of x in *all* examples, and in which format it is then written.  Nothing is
enumerated but a few units: a constant is what the first example says that it is, and
the others confirm it or not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal, DecimalException
from functools import cached_property
from typing import NamedTuple

from .classes import NUMBER_PATTERN
from .expression import Join, Operation
from .numbers import (
    Absolute,
    Arithmetic,
    NumberFormat,
    Rounded,
    Scale,
    ToNumber,
    parse,
    plain,
)
from .pool import Pool, Value, always

# What people round to, the likely ones cheap.
UNITS = {
    Decimal(unit): bits
    for unit, bits in (
        ("1", 2.0),
        ("10", 2.5),
        ("100", 3.0),
        ("1000", 4.0),
        ("5", 3.0),
        ("0.1", 3.0),
        ("0.01", 3.0),
        ("0.5", 3.0),
        ("50", 4.0),
        ("25", 4.0),
        ("20", 4.0),
        ("0.05", 4.5),
        ("0.001", 4.0),
        ("0.0001", 5.0),
        ("500", 5.0),
        ("0.25", 5.0),
        ("2", 4.0),
        ("3", 5.0),
        ("15", 5.0),
        ("0.2", 5.0),
    )
}
MODE_BITS = {"round": 1.5, "floor": 2.0, "ceil": 2.5, "trunc": 4.0, "away": 4.0}
MOST_OFFSET = 3  # units that are added after rounding
MOST_SHIFT = 9  # places of the point: from nano to giga
MOST_FUNCTIONS = 10  # that are tried with each format: the cheapest
MOST_NUMBERS = 4  # of a target that are looked at
MOST_RATIO_DIGITS = 5  # after the point of what is multiplied by: rates have four
LONGEST_BETWEEN = 8  # what parts the two ends of a range
_SIGNED = re.compile(rf"(?<![\d.])[-+]?{NUMBER_PATTERN}")
_SWAPPED = re.compile(r"(?<![\d,])\d{1,3}(?:\.\d{3})*(?:,\d+)?(?![\d,])")
_SWAP = str.maketrans(",.", ".,")


class Wanted(NamedTuple):
    """Numbers that the targets hold, one each.

    Attributes
    ----------
    written : tuple of str
        As they stand there.
    numbers : tuple of Decimal
        What they are.
    swap : bool
        Whether points and commas had to change places.
    place : int or None
        Which number without a sign it is in each target, for ranges.
    """

    written: tuple[str, ...]
    numbers: tuple[Decimal, ...]
    swap: bool
    place: int | None


class Function(NamedTuple):
    """Operations one after the other, and the bits of all."""

    bits: float
    steps: tuple[Operation, ...]

    def __call__(self, number: Decimal) -> Decimal | None:
        """Give what becomes of a number."""
        made: Decimal | None = number
        for step in self.steps:
            if made is None:
                return None
            made = step(made)
        return made

    @property
    def rounding(self) -> tuple | None:
        """What it rounds to, without an offset; None: it does not only round."""
        if len(self.steps) != 1 or not isinstance(self.steps[0], Rounded):
            return None
        step = self.steps[0]
        return step.mode, step.unit, step.first


class _Solved(NamedTuple):
    """A number of the targets that was solved."""

    wanted: Wanted
    function: Function
    form: NumberFormat
    form_bits: float
    value: Value


class NumberSolver:
    """What makes numbers of the targets out of numbers of the sources.

    Parameters
    ----------
    pool : Pool
        What is offered to.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool, self._seen = pool, set[tuple]()

    @cached_property
    def wanted(self) -> list[Wanted]:
        """The numbers of the targets."""
        targets = self.pool.targets
        plain = [re.findall(NUMBER_PATTERN, target) for target in targets]
        columns: dict[tuple[str, ...], int | None] = {}
        signed = [_SIGNED.findall(target) for target in targets]
        for column in _columns(signed, 3, last=True):
            columns.setdefault(column, None)
            if any(text[0] in "+-" for text in column):
                columns.setdefault(tuple(text.lstrip("+-") for text in column), None)
        digits = [re.findall(r"\d+", target) for target in targets]
        for column in _columns(digits, MOST_NUMBERS):
            columns.setdefault(column, None)
        for index, column in enumerate(_columns(plain, MOST_NUMBERS)):
            if column in columns:
                columns[column] = index
        found = [*_read(columns, swap=False)]
        swapped = [_SWAPPED.findall(target) for target in targets]
        if all(len(each) == 1 for each in swapped):
            column = tuple(each[0] for each in swapped)
            if any("," in text for text in column):
                found += _read({column: None}, swap=True)
        return found

    @cached_property
    def _plain_spans(self) -> list[list[tuple[int, int]]]:
        matches = (re.finditer(NUMBER_PATTERN, each) for each in self.pool.targets)
        return [[match.span() for match in found] for found in matches]

    def offer_text(self, text: Value) -> None:
        """Offer what can be made of a text that is a number in all examples."""
        has_digit = any(symbol.isdigit() for symbol in text.shown[0])
        if self.wanted and has_digit:
            number = self.pool.compute(ToNumber(), text, bits=0.0)
            if number is not None:
                self.offer(number)

    def offer(self, number: Value, *, counted: bool = False) -> None:
        """Offer what can be made of a number.

        One that was `counted`, as a length is, is seldom more than added to.
        """
        shown = tuple(map(Decimal, number.shown))
        if (number.rows, counted) in self._seen or not self.wanted:
            return
        self._seen.add((number.rows, counted))
        solved = [
            each
            for wanted in self.wanted
            for each in self._solve(number, shown, wanted, counted)
        ]
        self._offer_ranges(solved, number)

    def _solve(
        self, number: Value, shown: Sequence[Decimal], wanted: Wanted, counted: bool
    ) -> Iterator[_Solved]:
        """Offer all functions and formats that make some wanted numbers."""
        self.pool.steps.spend(len(UNITS))
        written = number.arguments[0].shown if number.arguments else ("",)
        forms = [*formats(wanted, all("." in str(each) for each in written))]
        functions = sorted(solve(shown, wanted.numbers, counted=counted), key=_bits)
        for function in functions[:MOST_FUNCTIONS]:
            for bits, form in forms:
                made = [function(x) for x in shown]
                texts = tuple(None if y is None else form(y) for y in made)
                if texts == wanted.written:
                    value = self._written(number, function, bits, form)
                    if value is not None:
                        self.pool.put(value)
                        yield _Solved(wanted, function, form, bits, value)

    def _written(
        self, number: Value, function: Function, bits: float, form: NumberFormat
    ) -> Value | None:
        value: Value | None = number
        for step in function.steps:
            if value is None:
                return None
            value = self.pool.compute(
                step, value, bits=function.bits / len(function.steps)
            )
        return value and self.pool.compute(form, value, bits=bits)

    def _offer_ranges(self, solved: Sequence[_Solved], number: Value) -> None:
        """Offer ranges: two ends that share how they are rounded, paid for once."""
        first = self.pool.first
        for low in solved:
            for high in solved:
                rounding = low.function.rounding
                if (
                    low.wanted.place is None
                    or high.wanted.place is None
                    or low.wanted.place >= high.wanted.place
                    or rounding is None
                    or rounding != high.function.rounding
                    or low.form != high.form
                ):
                    continue
                spans = self._plain_spans[0]
                between = first[
                    spans[low.wanted.place][1] : spans[high.wanted.place][0]
                ]
                if len(between) >= LONGEST_BETWEEN:
                    continue
                once = rounding_bits(*rounding)
                bits = low.function.bits + high.function.bits - once + low.form_bits
                bits += 1 + 0.6 * constant_bits(between)
                bits += 0.0 if rounding[0] == "floor" else 2.0
                offer_range(
                    self.pool, low.value, between, high.value, number.bits + bits
                )


def offer_range(pool: Pool, low: Value, between: str, high: Value, bits: float) -> None:
    """Offer two texts with something between as one, at a price of its own."""
    constant = always(pool, between, 0.0)
    shown = tuple(a + between + b for a, b in zip(low.shown, high.shown))
    pool.put(Value(shown, bits, Join(), (low, constant, high)))


def constant_bits(text: str) -> float:
    """Give what it costs to write a text out.

    >>> constant_bits("-"), constant_bits("am")
    (6.5, 13)
    """
    return 3 + sum(5 if symbol.isalnum() else 3.5 for symbol in text)


def _columns(
    found: Sequence[Sequence[str]], most: int, last: bool = False
) -> Iterator[tuple[str, ...]]:
    """Give the k-th of each, as far as all have so many; maybe the last."""
    least = min(map(len, found))
    for k in [*range(min(least, most)), *([-1] if last and least > 1 else [])]:
        yield tuple(texts[k] for texts in found)


def _read(columns: dict[tuple[str, ...], int | None], swap: bool) -> Iterator[Wanted]:
    for column, index in columns.items():
        texts = [text.translate(_SWAP) if swap else text for text in column]
        numbers = [parse(text) for text in texts]
        known = tuple(number for number in numbers if number is not None)
        if len(known) == len(numbers):
            yield Wanted(column, known, swap, index)


def formats(
    wanted: Wanted, dropped: bool = False
) -> Iterator[tuple[float, NumberFormat]]:
    """Give the formats in which numbers could have been written, with their bits.

    Where the wanted ones are whole, and they are made of such as have `dropped` what
    stood after their points, they were rounded; else they are written as they are.

    >>> column = ("1,200.5", "30.25")
    >>> numbers = tuple(parse(text) for text in column)
    >>> for bits, form in formats(Wanted(column, numbers, False, None)):
    ...     print(bits, form(Decimal("1234.50")))
    4.0 1,234.5
    2.0 1,234.5
    1.8 1,234.50
    """
    texts = [t.translate(_SWAP) if wanted.swap else t for t in wanted.written]
    wholes = [text.lstrip("+-").partition(".")[0] for text in texts]
    lengths = {len(text.partition(".")[2]) for text in texts}
    decimals, same = max(lengths), len(lengths) == 1
    more, width = 2.0 * wanted.swap, 0
    if any(len(whole) > 1 and whole[0] == "0" for whole in wholes):
        width = min(map(len, wholes))
        more += 2 + 0.3 * width
    plus = all(text[0] in "+-" for text in texts)
    plus = plus and any(text[0] == "+" for text in texts)
    more += 2 * plus
    thousands = any("," in whole for whole in wholes)

    def form(decimals: int | None, trim: bool = False) -> NumberFormat:
        return NumberFormat(decimals, trim, width, thousands, plus, wanted.swap)

    if not decimals:
        yield (2 if dropped else 1) + more, form(None, trim=True)
        yield (1 if dropped else 2) + more, form(0)
        return
    if same:
        yield 1 + 0.5 * decimals + more, form(decimals)
    yield 3 + 0.5 * decimals + more, form(decimals, trim=True)
    yield (2.2 if same else 2) + more, form(None, trim=True)
    yield 1.8 + more, form(None)


def solve(
    x: Sequence[Decimal], y: Sequence[Decimal], *, counted: bool = False
) -> Iterator[Function]:
    """Give the simple functions that make y of x.

    Examples
    --------
    >>> x, y = [Decimal(n) for n in (112, 117)], [Decimal(n) for n in (110, 120)]
    >>> [step.sentence("x") for step in min(solve(x, y)).steps]
    ['x rounded to a multiple of 10']
    """
    candidates = _affine(x, y) if counted else _candidates(x, y)
    for function in candidates:
        try:
            if all(function(given) == made for given, made in zip(x, y)):
                yield function
        except DecimalException:
            continue


def _candidates(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    yield Function(3.0, (Arithmetic("*", Decimal(-1)),))
    yield Function(3.0, (Absolute(),))
    yield from _shifts(x, y)
    yield from _affine(x, y)
    yield from _roundings(x, y)
    yield from _scaled_roundings(x, y)
    if len(x) > 1:
        yield from _proportional(x, y)
        yield from _rounded_proportional(x, y)
        yield from _whole(x, y)


def _shifts(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    """Give x times a power of ten."""
    if x[0] and y[0]:
        exponent = y[0].adjusted() - x[0].adjusted()
        if exponent and abs(exponent) <= MOST_SHIFT:
            yield Function(3 + abs(exponent) * 0.5, (Scale(exponent),))


def _affine(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    """Give x itself, x + a, a - x, and with three examples a x + b."""
    yield Function(0.0, ())
    if len(x) < 2:
        return
    if added := plain(y[0] - x[0]):
        yield Function(5 + _size(added), (Arithmetic("+", added),))
    if total := plain(y[0] + x[0]):
        yield Function(6 + _size(total), (Arithmetic("rsub", total),))
    run = x[1] - x[0]
    if len({*x}) > 2 and run:
        try:
            slope = (y[1] - y[0]) / run
        except DecimalException:
            return
        if slope not in (0, 1, -1) and slope == slope.quantize(Decimal("0.000001")):
            added = plain(y[0] - slope * x[0])
            steps = (Arithmetic("*", plain(slope)), Arithmetic("+", added))
            yield Function(10 + _size(slope) + _size(added), steps)


def _proportional(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    if not x[0] or not y[0]:
        return
    ratio, inverse = plain(y[0] / x[0]), plain(x[0] / y[0])
    if ratio != 1 and len(ratio.as_tuple().digits) < 10:
        yield Function(6 + _size(ratio), (Arithmetic("*", ratio),))
    if inverse != 1 and inverse == inverse.to_integral_value():
        yield Function(6 + _size(inverse), (Arithmetic("/", inverse),))


def _rounded_proportional(
    x: Sequence[Decimal], y: Sequence[Decimal]
) -> Iterator[Function]:
    """Give x * a rounded to as many decimals as are written: a tax, a currency.

    Of 1.99 -> 2.37 and 0.50 -> 0.60 each says that a lies in an interval: 1.19 is the
    number with the fewest digits that lies in all of them.
    """
    if min(x) <= 0 or len({*x}) < 2:
        return
    unit = Decimal(1).scaleb(min(0, *(int(each.as_tuple().exponent) for each in y)))
    low = max((made - unit / 2) / given for given, made in zip(x, y))
    high = min((made + unit / 2) / given for given, made in zip(x, y))
    for digits in range(MOST_RATIO_DIGITS):
        ratio = low.quantize(Decimal(1).scaleb(-digits), ROUND_CEILING)
        if ratio <= high:
            if ratio not in (0, 1):
                steps = (Arithmetic("*", plain(ratio)), Rounded("round", unit))
                yield Function(8 + 3 * digits + _size(ratio), steps)
            return


def _whole(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    """Give x // a and x % a, for whole numbers."""
    if any(each != each.to_integral_value() or each < 0 for each in (*x, *y)):
        return
    most = min(given / made for given, made in zip(x, y) if made) if any(y) else 0
    if most and (by := Decimal(math.floor(most))) > 1:
        yield Function(7 + _size(by), (Arithmetic("//", by),))
    gap = Decimal(math.gcd(*(int(given - made) for given, made in zip(x, y))))
    if gap > max(y) and len({*x}) > 2:  # of two numbers the gap is anything
        yield Function(7 + _size(gap), (Arithmetic("%", gap),))


def _roundings(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    is_whole = all(each == each.to_integral_value() for each in (*x, *y))
    furthest = max(abs(made - given) for given, made in zip(x, y))
    for unit, bits in UNITS.items():
        # Rounded numbers are whole units apart, and not far from what they were.
        if (
            (unit < 1 and is_whole)
            or furthest > (MOST_OFFSET + 1) * unit
            or any((made - y[0]) % unit for made in y)
        ):
            continue
        for mode in MODE_BITS:
            for first in (Decimal(0), Decimal(1), unit / 2):
                if first and (mode != "floor" or unit == 1):
                    continue
                below = Rounded(mode, unit, first)(x[0])
                if below is None or abs(y[0] - below) > MOST_OFFSET * unit:
                    continue
                offset = plain(y[0] - below)
                bits = rounding_bits(mode, unit, first) + _offset_bits(offset, unit)
                yield Function(bits, (Rounded(mode, unit, first, offset),))


def rounding_bits(mode: str, unit: Decimal, first: Decimal) -> float:
    """Give the bits of rounding, without an offset."""
    return UNITS[unit] + MODE_BITS[mode] + (0 if not first else 3 if first == 1 else 4)


def _offset_bits(offset: Decimal, unit: Decimal) -> float:
    if not offset:
        return 0.0
    if offset == unit:
        return 1.5
    just_under = (unit - 1, unit * Decimal("0.99"), unit - Decimal("0.1"))
    if offset in (*just_under, unit - Decimal("0.01")):
        return 2.5
    return 4 + 1.5 * abs(float(offset / unit)) if offset % unit == 0 else 9.0


def _scaled_roundings(x: Sequence[Decimal], y: Sequence[Decimal]) -> Iterator[Function]:
    """Give a shift of the point with rounding to the decimals that are written."""
    decimals = {max(0, -int(each.as_tuple().exponent)) for each in y}
    if len(decimals) != 1 or not x[0] or not (shown := decimals.pop()):
        return
    unit, shift = Decimal(1).scaleb(-shown), y[0].adjusted() - x[0].adjusted()
    for exponent in (shift - 1, shift, shift + 1) if y[0] else range(-6, 0):
        if exponent and abs(exponent) <= MOST_SHIFT:
            steps = (Scale(exponent), Rounded("round", unit))
            yield Function(5 + abs(exponent) * 0.5, steps)


def _size(number: Decimal) -> float:
    """Give what a constant costs: by its digits, without the zeros at its end."""
    return math.log2(1 + abs(float(number)))


def _bits(function: Function) -> float:
    return function.bits

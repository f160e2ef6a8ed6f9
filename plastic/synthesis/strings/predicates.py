"""Tests of the inputs: what a condition can be, and what a truth can say.

A test has bits and a truth on every row; of those that agree on all rows the cheapest
is kept.  Thresholds are those at which the examples differ.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, ClassVar

from .classes import SIMPLE, TokenClass, plural
from .expression import Operation
from .numbers import parse, plain
from .pool import Pool, Value, whole

MOST_WORDS = 60  # different words that are tested for: more are no sign of anything


@dataclass(frozen=True)
class Test(Operation):
    """Whether something holds of one or two texts.

    Parameters
    ----------
    name : str
        One of :data:`TESTS`.
    by : str, number or TokenClass, optional
        What is compared with.
    least : int
        A threshold.

    Examples
    --------
    >>> Test("contains", "@")("a@b"), Test("empty")(""), Test("longer")("ab", "abc")
    (True, True, False)
    """

    gives: ClassVar[str] = "truth"

    name: str
    by: Any = None
    least: int = 0

    def __call__(self, *values: str) -> bool:
        """Test it."""
        return bool(TESTS[self.name][0](self, *values))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        by = self.by.noun if isinstance(self.by, TokenClass) else repr(self.by)
        by = str(self.by) if isinstance(self.by, Decimal) else by
        many = plural(self.by.noun) if isinstance(self.by, TokenClass) else ""
        told: str = TESTS[self.name][1]
        return told.format(*arguments, by=by, least=self.least, many=many)

    def python(self, *arguments: str) -> str:
        """Write it in Python, where a line of it says it."""
        code = TESTS[self.name][2] if len(TESTS[self.name]) > 2 else ""
        if not code:
            return super().python(*arguments)
        by = self.by.pattern if isinstance(self.by, TokenClass) else self.by
        return code.format(*arguments, by=repr(by), least=self.least)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _at_least(text: str, least: Any) -> bool:
    number = parse(text)
    return number is not None and number >= least


def _greater(text: str, other: str) -> bool:
    number, than = parse(text), parse(other)
    return number is not None and than is not None and number > than


# Name -> what tests it, how it is said, and how it is written in Python.
TESTS: dict[str, tuple] = {
    "empty": (lambda t, x: not x.strip(), "{0} is empty", "not {0}.strip()"),
    "lower": (
        lambda t, x: x == x.lower(),
        "{0} is in small letters",
        "{0} == {0}.lower()",
    ),
    "upper": (lambda t, x: x == x.upper(), "{0} is in capitals", "{0} == {0}.upper()"),
    "has": (
        lambda t, x: t.by.spans(x),
        "{0} has a {by}",
        "bool(re.search({by}, {0}))",
    ),
    "starts with a": (
        lambda t, x: t.by.spans(x)[:1] and t.by.spans(x)[0][0] == 0,
        "{0} begins with a {by}",
        "bool(re.match({by}, {0}))",
    ),
    "is a": (
        lambda t, x: re.fullmatch(t.by.pattern, x),
        "{0} is a {by}",
        "bool(re.fullmatch({by}, {0}))",
    ),
    "count": (
        lambda t, x: len(t.by.spans(x)) >= t.least,
        "{0} has at least {least} {many}",
        "len(re.findall({by}, {0})) >= {least}",
    ),
    "length": (
        lambda t, x: len(x) >= t.least,
        "{0} has at least {least} symbols",
        "len({0}) >= {least}",
    ),
    "value": (lambda t, x: _at_least(x, t.by), "{0} is at least {by}"),
    "contains": (lambda t, x: t.by in x, "{0} contains {by}", "{by} in {0}"),
    "contains word": (lambda t, x: t.by in _words(x), "{0} contains the word {by}"),
    "starts": (
        lambda t, x: x.startswith(t.by),
        "{0} begins with {by}",
        "{0}.startswith({by})",
    ),
    "ends": (lambda t, x: x.endswith(t.by), "{0} ends with {by}", "{0}.endswith({by})"),
    "equals": (lambda t, x: x == t.by, "{0} is {by}", "{0} == {by}"),
    # Of two inputs.
    "in": (lambda t, x, y: y in x, "{0} contains {1}", "{1} in {0}"),
    "in ignoring case": (
        lambda t, x, y: y.lower() in x.lower(),
        "{0} contains {1}, whatever their case",
        "{1}.lower() in {0}.lower()",
    ),
    "starts with": (
        lambda t, x, y: x.startswith(y),
        "{0} begins with {1}",
        "{0}.startswith({1})",
    ),
    "ends with": (
        lambda t, x, y: x.endswith(y),
        "{0} ends with {1}",
        "{0}.endswith({1})",
    ),
    "longer": (
        lambda t, x, y: len(x) > len(y),
        "{0} is longer than {1}",
        "len({0}) > len({1})",
    ),
    "greater": (lambda t, x, y: _greater(x, y), "{0} is greater than {1}"),
    "same": (lambda t, x, y: x == y, "{0} and {1} are equal", "{0} == {1}"),
    "same ignoring case": (
        lambda t, x, y: x.lower() == y.lower(),
        "{0} and {1} are equal, whatever their case",
        "{0}.lower() == {1}.lower()",
    ),
}


@dataclass(frozen=True)
class Not(Operation):
    """The contrary of a test."""

    gives: ClassVar[str] = "truth"

    def __call__(self, *values: bool) -> bool:
        """Give it."""
        return not values[0]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"it is not so that {arguments[0]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"(not ({arguments[0]}))"


@dataclass(frozen=True)
class Both(Operation):
    """Whether two tests are passed, or one of them.

    >>> Both("and")(True, False), Both("or")(True, False)
    (False, True)
    """

    gives: ClassVar[str] = "truth"

    word: str

    def __call__(self, *values: bool) -> bool:
        """Give it."""
        return all(values) if self.word == "and" else any(values)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f" {self.word} ".join(arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"(({arguments[0]}) {self.word} ({arguments[1]}))"


def tests(pool: Pool, inputs: Sequence[Value]) -> list[Value]:
    """Give the tests of some inputs that differ, the cheapest first."""
    found: dict[tuple, Value] = {}
    for operation, arguments, bits in _tests(inputs):
        pool.steps.spend()
        columns = zip(*(argument.rows for argument in arguments))
        rows = tuple(operation(*row) for row in columns)
        if rows not in found or found[rows].bits > bits:
            found[rows] = whole(rows, pool.n, bits, operation, arguments)
    return sorted(found.values(), key=lambda value: value.bits)


Proposed = tuple[Test, tuple[Value, ...], float]


def _tests(inputs: Sequence[Value]) -> Iterator[Proposed]:
    which = math.log2(len(inputs))
    for value in inputs:
        for test, bits in _of_one(value.shown):
            yield test, (value,), bits + which
    for first in inputs:
        for second in inputs:
            if first is not second:
                both = _are_numbers(first.shown) and _are_numbers(second.shown)
                for name, bits in _OF_TWO.items():
                    bits -= 2.0 * (both and name == "greater")
                    yield Test(name), (first, second), bits + 2 * which


def _are_numbers(texts: Sequence[str]) -> bool:
    return all(parse(text) is not None for text in texts)


_OF_TWO = {
    "in": 4.0,
    "in ignoring case": 6.0,
    "starts with": 6.0,
    "ends with": 6.0,
    "longer": 6.0,
    "greater": 6.0,
    "same": 4.0,
    "same ignoring case": 6.0,
}


def _of_one(texts: Sequence[str]) -> Iterator[tuple[Test, float]]:
    yield Test("empty"), 2.0
    yield Test("lower"), 6.0
    yield Test("upper"), 6.0
    for token in SIMPLE:
        yield Test("has", token), 3 + token.bits
        yield Test("starts with a", token), 4 + token.bits
        yield Test("is a", token), 4 + token.bits
        for least in sorted({len(token.spans(text)) for text in texts})[1:]:
            yield Test("count", token, least), 4 + token.bits + 0.3 * least
    for least in sorted({*map(len, texts)})[1:]:
        yield Test("length", None, least), 8.0
    numbers = [number for text in texts if (number := parse(text)) is not None]
    if len(numbers) == len(texts):
        known = sorted({*numbers})
        for low, high in pairwise(known):
            yield Test("value", roundest(low, high)), 5.0
            yield Test("value", high), 6.5
    yield from _of_literals(texts)


def roundest(low: Decimal, high: Decimal) -> Decimal:
    """Give the number above one and up to another that people would draw a line at.

    >>> [roundest(Decimal(a), Decimal(b)) for a, b in ((45, 51), (88, 134))]
    [Decimal('50'), Decimal('100')]
    """
    exponent = max(low.adjusted(), high.adjusted()) + 1
    while True:
        for unit in (Decimal(1).scaleb(exponent), Decimal(5).scaleb(exponent - 1)):
            line = (high / unit).to_integral_value(ROUND_FLOOR) * unit
            if low < line <= high:
                return plain(line + 0)  # 5E+1 is written 50
        exponent -= 1


def _of_literals(texts: Sequence[str]) -> Iterator[tuple[Test, float]]:
    """Give tests for the marks and words that are in the texts, and for these."""
    for mark in sorted({c for text in texts for c in text if not c.isalnum()}):
        yield Test("contains", mark), 5.0
        yield Test("starts", mark), 6.0
        yield Test("ends", mark), 6.0
    words = sorted({word for text in texts for word in _words(text)})
    if len(words) < MOST_WORDS:
        for word in words:
            yield Test("contains", word), 5 + 1.5 * math.sqrt(len(word))
            yield Test("contains word", word), 6 + 1.5 * math.sqrt(len(word))
    if len(known := sorted(set(texts))) > 1:
        for text in known:
            yield Test("equals", text), 7 + 1.5 * math.sqrt(len(text))

"""Operations on two inputs: one says which part of the other, or what to do with it.

A second input may be an index, a length, a width, a text to look for, or one to put
in a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, ClassVar

from .classes import ALNUM, DIGITS, LETTERS, MARK, NUMBER, SIGNED, WORD, TokenClass
from .expression import Operation
from .pool import Pool, Value
from .solving import NumberSolver

INDEXED = (DIGITS, LETTERS, WORD, ALNUM, NUMBER, SIGNED)
_INDEX = re.compile(r"\d{1,3}")
WIDEST = 200  # a text is not made longer than this by a number in the input
MOST_PLACEHOLDERS = 8
MOST_ORDERED = 4  # inputs that are joined in any order


def _index(text: str) -> int | None:
    """Read a whole number that may be an index; 0 is none."""
    return int(text) if _INDEX.fullmatch(text) and int(text) else None


@dataclass(frozen=True)
class ByIndex(Operation):
    """What one input says of another by a number.

    Parameters
    ----------
    name : str
        One of :data:`BY_INDEX`.
    of : TokenClass or str, optional
        The class of the tokens that are counted, or the mark that parts.

    Examples
    --------
    >>> ByIndex("part", "_")("2", "011016_assignment.xlsx")
    'assignment.xlsx'
    >>> ByIndex("without the first")("3", "10hrs"), ByIndex("token", WORD)("2", "a b")
    ('rs', 'b')
    """

    name: str
    of: TokenClass | str | None = None

    def __call__(self, *values: str) -> str | None:
        """Give it; None: there is no such number, or nothing of this number."""
        number = _index(values[0])
        if number is None or (self.name in _WIDENS and number > WIDEST):
            return None
        return BY_INDEX[self.name][0](self, values[1], number)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        by = self.of.noun if isinstance(self.of, TokenClass) else repr(self.of)
        return BY_INDEX[self.name][1].format(*arguments, by=by)


def _picked(found: Sequence[str], number: int) -> str | None:
    return found[number - 1] if number <= len(found) else None


def _picked_back(found: Sequence[str], number: int) -> str | None:
    return found[-number] if number <= len(found) else None


BY_INDEX: dict[str, tuple[Callable[[Any, str, int], str | None], str]] = {
    "token": (
        lambda op, x, k: _picked(op.of.tokens(x), k),
        "the {by} of {1} that {0} is the number of",
    ),
    "part": (
        lambda op, x, k: _picked(x.split(op.of), k),
        "the part of {1}, split at {by}, that {0} is the number of",
    ),
    "part from the end": (
        lambda op, x, k: _picked_back(x.split(op.of), k),
        "the part of {1}, split at {by}, that {0} is the number of from the end",
    ),
    "first": (lambda op, x, k: x[:k], "the first {0} symbols of {1}"),
    "last": (lambda op, x, k: x[-k:], "the last {0} symbols of {1}"),
    "without the first": (lambda op, x, k: x[k:], "{1} without its first {0} symbols"),
    "without the last": (lambda op, x, k: x[:-k], "{1} without its last {0} symbols"),
    "before symbol": (lambda op, x, k: x[: k - 1], "{1} before symbol {0}"),
    "from symbol": (lambda op, x, k: x[k - 1 :], "{1} from symbol {0} on"),
    "symbol": (lambda op, x, k: _picked(x, k), "symbol {0} of {1}"),
    "padded on the left": (
        lambda op, x, k: x.rjust(k),
        "{1}, filled up with blanks on the left to {0} symbols",
    ),
    "padded on the right": (
        lambda op, x, k: x.ljust(k),
        "{1}, filled up with blanks on the right to {0} symbols",
    ),
    "padded with zeros": (
        lambda op, x, k: x.zfill(k),
        "{1}, filled up with zeros to {0} symbols",
    ),
    "repeated": (lambda op, x, k: x * k, "{1}, {0} times"),
}
_WIDENS = ("padded on the left", "padded on the right", "padded with zeros", "repeated")
_CUTS: tuple[str, ...] = ("first", "last", "without the first", "without the last")
_CUTS += ("before symbol", "from symbol", "symbol")


@dataclass(frozen=True)
class ByText(Operation):
    """What one input says of another by a text.

    Parameters
    ----------
    name : str
        One of :data:`BY_TEXT`.
    by : str
        What is replaced, where something is.

    Examples
    --------
    >>> ByText("without the end")("AQ-S810W", "Item 1 AQ-S810W")
    'Item 1 '
    >>> ByText("count")("a", "banana")
    3
    """

    name: str
    by: str = ""

    def __call__(self, *values: str) -> Any:
        """Give it; None: there is nothing to look for, or it is not there."""
        if not values[0] and self.name not in _WRITES:
            return None
        return BY_TEXT[self.name][0](self, values[1], values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return BY_TEXT[self.name][1].format(*arguments, by=repr(self.by))


def _before(text: str, other: str) -> str | None:
    return text.partition(other)[0] if other in text else None


def _after(text: str, other: str) -> str | None:
    return text.partition(other)[2] if other in text else None


BY_TEXT: dict[str, tuple[Callable[[Any, str, str], Any], str]] = {
    "without the end": (
        lambda op, x, y: x.removesuffix(y),
        "{1} without {0} at its end",
    ),
    "without the start": (
        lambda op, x, y: x.removeprefix(y),
        "{1} without {0} at its start",
    ),
    "without": (lambda op, x, y: x.replace(y, ""), "{1} without {0}"),
    "without, stripped": (
        lambda op, x, y: x.replace(y, "").strip(),
        "{1} without {0}, and without blanks at its ends",
    ),
    "after": (lambda op, x, y: _after(x, y), "{1} after {0}"),
    "before": (lambda op, x, y: _before(x, y), "{1} before {0}"),
    "with": (lambda op, x, y: x.replace(op.by, y), "{1} with {0} for {by}"),
    "with for what matches": (
        lambda op, x, y: re.sub(op.by, lambda _: y, x),
        "{1} with {0} for what matches {by}",
    ),
    "count": (lambda op, x, y: x.count(y), "how often {0} stands in {1}"),
    "place": (lambda op, x, y: x.find(y) + 1, "the place of {0} in {1}, from 1"),
}
_WRITES = ("with", "with for what matches")
_PLACEHOLDERS = (r"<[^>]*>", r"\[[^\]]*\]", r"\{[^}]*\}")


@dataclass(frozen=True)
class PlaceOf(Operation):
    """Where the k-th occurrence of a text stands, from 1; 0: there are fewer.

    >>> PlaceOf()("2", "a", "banana"), PlaceOf()("9", "a", "banana")
    (4, 0)
    """

    gives: ClassVar[str] = "number"

    def __call__(self, *values: str) -> int | None:
        """Find it; None: it is not said which."""
        number, wanted, text = _index(values[0]), values[1], values[2]
        if number is None or not wanted:
            return None
        places = [match.start() for match in re.finditer(re.escape(wanted), text)]
        return places[number - 1] + 1 if number <= len(places) else 0

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the place in {2} of occurrence number {0} of {1}".format(*arguments)


@dataclass(frozen=True)
class JoinFilled(Operation):
    """Those of several inputs that are not empty, with something between them.

    >>> JoinFilled(" ")("Bo", "", "Ray")
    'Bo Ray'
    """

    between: str

    def __call__(self, *values: str) -> str:
        """Join them."""
        return self.between.join(filter(None, values))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        listed = f"{', '.join(arguments[:-1])} and {arguments[-1]}"
        return f"what is not empty of {listed}, joined by {self.between!r}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"{self.between!r}.join(filter(None, [{', '.join(arguments)}]))"


def join_filled(pool: Pool, inputs: Sequence[Value]) -> None:
    """Offer the inputs joined where one may be empty, in any order if they are few."""
    if all(all(each.shown) for each in inputs):
        return
    marks = sorted(
        {mark for target in pool.targets for mark in re.findall(r"[\W_]+", target)}
    )
    for size in range(2, min(len(inputs), MOST_ORDERED) + 1):
        for chosen in permutations(inputs, size):
            for between in marks[:MOST_PLACEHOLDERS]:
                pool.offer(JoinFilled(between), *chosen, bits=4.0 + len(between))
    if len(inputs) > MOST_ORDERED:
        for between in marks[:MOST_PLACEHOLDERS]:
            pool.offer(JoinFilled(between), *inputs, bits=4.0 + len(between))


def combine(
    pool: Pool, inputs: Sequence[Value], numbers: NumberSolver
) -> Iterator[Value]:
    """Give the texts that are made of two inputs; offer the numbers that are.

    Parameters
    ----------
    pool : Pool
        What they are for.
    inputs : sequence of Value
        All inputs.
    numbers : NumberSolver
        What numbers are offered to.
    """
    for text in inputs:
        for other in inputs:
            if text is other:
                continue
            for operation, bits in _operations(pool.n, text, other):
                value = pool.compute(operation, other, text, bits=bits)
                if value is not None:
                    yield value
            for name, bits in (("count", 2.0), ("place", 3.0)):
                number = pool.compute(ByText(name), other, text, bits=bits)
                if number is not None:
                    numbers.offer(number, counted=True)
            for index in inputs:
                if index not in (text, other) and _is_index(index, pool.n):
                    number = pool.compute(PlaceOf(), index, other, text, bits=0.5)
                    if number is not None:
                        numbers.offer(number, counted=True)


def _is_index(value: Value, n: int) -> bool:
    return all(_index(row) is not None for row in value.shown)


def _operations(n: int, text: Value, other: Value) -> Iterator[tuple[Operation, float]]:
    texts = text.shown
    if _is_index(other, n):
        for token in INDEXED:
            yield ByIndex("token", token), token.bits
        for mark in sorted(_in_all(MARK, texts)):
            yield ByIndex("part", mark), 2.0
            yield ByIndex("part from the end", mark), 4.0
        for name in _CUTS:
            yield ByIndex(name), 1.0
        for name in _WIDENS:
            yield ByIndex(name), 2.0
    for pattern in _PLACEHOLDERS:
        if all(re.search(pattern, each) for each in texts):
            yield ByText("with for what matches", pattern), 3.0
    for old in sorted(_in_all(r"[^\W_]+|[^\w\s]|_", texts))[:MOST_PLACEHOLDERS]:
        yield ByText("with", old), 2.0 + len(old)
    for name in ("without the end", "without the start", "without"):
        yield ByText(name), 1.0
    yield ByText("without, stripped"), 1.0
    yield ByText("after"), 2.0
    yield ByText("before"), 2.0


def _in_all(pattern: str, texts: Sequence[str]) -> set[str]:
    first, *others = ({*re.findall(pattern, text)} for text in texts)
    return first.intersection(*others)

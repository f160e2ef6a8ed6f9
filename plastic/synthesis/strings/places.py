"""Places in a text, relative to tokens or to its ends, and what lies between two.

A place is a gap between symbols: before or after the k-th token of a class, so many
symbols from the start or from the end, or one symbol beside such a place.
"""

from __future__ import annotations

from dataclasses import dataclass

from .classes import TokenClass
from .expression import Operation
from .tokens import at, nth


class Place:
    """A gap in a text."""

    def of(self, text: str) -> int | None:
        """Give where it is in a text; None: nowhere."""
        raise NotImplementedError


@dataclass(frozen=True)
class FromStart(Place):
    """So many symbols after the start.

    >>> FromStart(2).of("abc"), FromStart(4).of("abc"), str(FromStart(0))
    (2, None, 'the start')
    """

    n: int

    def of(self, text: str) -> int | None:
        """Give where it is in a text."""
        return self.n if self.n <= len(text) else None

    def __str__(self) -> str:
        return f"{self.n} symbols in" if self.n else "the start"


@dataclass(frozen=True)
class FromEnd(Place):
    """So many symbols before the end.

    >>> FromEnd(0).of("abc"), FromEnd(2).of("abc"), str(FromEnd(2))
    (3, 1, '2 symbols before the end')
    """

    n: int

    def of(self, text: str) -> int | None:
        """Give where it is in a text."""
        return len(text) - self.n if self.n <= len(text) else None

    def __str__(self) -> str:
        return f"{self.n} symbols before the end" if self.n else "the end"


@dataclass(frozen=True)
class AtToken(Place):
    """Where the k-th token of a class begins, or ends.

    >>> from .classes import DIGITS
    >>> AtToken(DIGITS, 2, True).of("a1b23c"), str(AtToken(DIGITS, -1, False))
    (5, 'the start of the last run of digits')
    """

    token: TokenClass
    k: int
    is_end: bool

    def of(self, text: str) -> int | None:
        """Give where it is in a text."""
        spans = self.token.spans(text)
        return spans[at(self.k)][self.is_end] if len(spans) >= abs(self.k) else None

    def __str__(self) -> str:
        side = "end" if self.is_end else "start"
        return f"the {side} of the {nth(self.k)} {self.token.noun}"


@dataclass(frozen=True)
class Shifted(Place):
    """One symbol after another place, or before it.

    >>> Shifted(FromStart(0), 1).of("abc"), Shifted(FromEnd(0), 1).of("abc")
    (1, None)
    """

    place: Place
    by: int

    def of(self, text: str) -> int | None:
        """Give where it is in a text."""
        found = self.place.of(text)
        if found is None or not 0 <= found + self.by <= len(text):
            return None
        return found + self.by

    def __str__(self) -> str:
        side = "after" if self.by > 0 else "before"
        return f"{abs(self.by)} {side} {self.place}"


@dataclass(frozen=True)
class Span(Operation):
    """What lies between two places.

    >>> from .classes import literal
    >>> Span(AtToken(literal("("), 1, True), AtToken(literal(")"), 1, False))("a (b) c")
    'b'
    """

    left: Place
    right: Place

    def __call__(self, *values: str) -> str | None:
        """Give it; None: there is no such place, or they stand the other way round."""
        (text,) = values
        start, end = self.left.of(text), self.right.of(text)
        if start is None or end is None or start > end:
            return None
        return text[start:end]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} from {self.left} to {self.right}"

    def python(self, *arguments: str) -> str:
        """Write it in Python, where both places are plain ones."""
        ends = (_index(self.left, ""), _index(self.right, ""))
        if None in ends:
            return super().python(*arguments)
        return f"{arguments[0]}[{ends[0]}:{ends[1]}]"


def _index(place: Place, nothing: str) -> str | None:
    """Write the index of a place that needs no search."""
    if isinstance(place, FromStart):
        return str(place.n) if place.n else nothing
    if isinstance(place, FromEnd):
        return str(-place.n) if place.n else nothing
    return None

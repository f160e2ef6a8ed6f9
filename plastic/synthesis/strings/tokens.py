"""Tokens by where they stand: the second word, the last number, what follows ``:``.

Places are counted from either end, 1, 2, ... or -1, -2, ....
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .classes import TokenClass, plural
from .expression import Operation

_NAMES = ("first", "second", "third")
_FROM_LAST = {-1: "last", -2: "last but one"}


def nth(k: int) -> str:
    """Say which one.

    >>> [nth(k) for k in (1, 4, -1, -3)]
    ['first', '4th', 'last', '3rd from the end']
    """
    if k in _FROM_LAST:
        return _FROM_LAST[k]
    if 0 < k <= len(_NAMES):
        return _NAMES[k - 1]
    return f"{ordinal(abs(k))}{' from the end' * (k < 0)}"


def ordinal(number: int) -> str:
    """Write an ordinal number.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    teen = 10 < number % 100 < 14
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def index_bits(k: int) -> float:
    """Give the bits of a place: the first is likely, and from the end less so."""
    return 0.5 + 1.3 * (abs(k) - 1) + (0.9 if k < 0 else 0.0)


def at(k: int) -> int:
    """Give the index in Python of what is counted from 1, or from -1 backward."""
    return k - 1 if k > 0 else k


@dataclass(frozen=True)
class Token(Operation):
    """The k-th token of a class.

    >>> from .classes import WORD
    >>> Token(WORD, -1)("The quick fox"), Token(WORD, 4)("The quick fox")
    ('fox', None)
    """

    of: TokenClass
    k: int

    def __call__(self, *values: str) -> str | None:
        """Give the token; None: there are too few."""
        (text,) = values
        spans = self.of.spans(text)
        if len(spans) < abs(self.k):
            return None
        start, end = spans[at(self.k)]
        return text[start:end]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {nth(self.k)} {self.of.noun} of {arguments[0]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"re.findall({self.of.pattern!r}, {arguments[0]})[{at(self.k)}]"


@dataclass(frozen=True)
class Tokens(Operation):
    """Several tokens of a class, with something between: as many as there are of them.

    Parameters
    ----------
    of : TokenClass
        Which.
    start, stop : int or None
        From which one to which one, as in Python's slices.
    between : str
        What is written between them.

    Examples
    --------
    >>> from .classes import WORD
    >>> three = Tokens(WORD, None, 3, "-")
    >>> three("a fox is red"), three("a fox"), Tokens(WORD, 1, None, "")("a fox is red")
    ('a-fox-is', 'a-fox', 'foxisred')
    >>> three.sentence("the input"), Tokens(WORD, 1, None, "").sentence("it")
    ("the first 3 words of the input with '-' between", 'all words of it but the first')
    """

    of: TokenClass
    start: int | None
    stop: int | None
    between: str

    def __call__(self, *values: str) -> str:
        """Give them."""
        return self.between.join(self.of.tokens(values[0])[self.start : self.stop])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        tokens = f"{plural(self.of.noun)} of {arguments[0]}"
        told = {
            (self.start, None): f"the last {-(self.start or 0)} {tokens}",
            (None, self.stop): f"the first {self.stop} {tokens}",
            (None, None): f"all {tokens}",
            (1, None): f"all {tokens} but the first",
            (None, -1): f"all {tokens} but the last",
        }
        between = f" with {self.between!r} between" if self.between else ""
        return told[self.start, self.stop] + between

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        start = "" if self.start is None else self.start
        stop = "" if self.stop is None else self.stop
        found = f"re.findall({self.of.pattern!r}, {arguments[0]})"
        return f"{self.between!r}.join({found}[{start}:{stop}])"


@dataclass(frozen=True)
class Beside(Operation):
    """The first token of a class after a mark, or the last one before it.

    >>> from .classes import DIGITS, literal
    >>> Beside(DIGITS, "after", literal(":"), 1)("7 in Zip: 25701")
    '25701'
    """

    of: TokenClass
    side: str
    mark: TokenClass
    k: int

    def __call__(self, *values: str) -> str | None:
        """Give the token; None: there is none."""
        (text,) = values
        marks = self.mark.spans(text)
        if len(marks) < abs(self.k):
            return None
        start, end = marks[at(self.k)]
        spans = self.of.spans(text)
        if self.side == "after":
            found = next((span for span in spans if span[0] >= end), None)
        else:
            found = next((span for span in reversed(spans) if span[1] <= start), None)
        return None if found is None else text[found[0] : found[1]]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        which = "first" if self.side == "after" else "last"
        mark = f"the {nth(self.k)} {self.mark.noun}"
        return f"the {which} {self.of.noun} {self.side} {mark} of {arguments[0]}"


@dataclass(frozen=True)
class Part(Operation):
    """The k-th part of a text that is split at a mark.

    >>> Part(",", 2)("a,b,c"), Part(",", -1)("a,b,c"), Part(",", 4)("a,b,c")
    ('b', 'c', None)
    """

    mark: str
    k: int

    def __call__(self, *values: str) -> str | None:
        """Give the part; None: there are too few."""
        parts = values[0].split(self.mark)
        return parts[at(self.k)] if len(parts) >= abs(self.k) else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {nth(self.k)} part of {arguments[0]}, split at {self.mark!r}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"{_called(arguments[0])}.split({self.mark!r})[{at(self.k)}]"


@dataclass(frozen=True)
class Parts(Operation):
    """Several parts of a text that is split at a mark: all from the k-th on.

    With k below 0 they are those before the k-th from the end.

    >>> Parts(",", 2)("a,b,c"), Parts(",", -1)("a,b,c"), Parts(",", 4)("a,b,c")
    ('b,c', 'a,b', None)
    """

    mark: str
    k: int

    def __call__(self, *values: str) -> str | None:
        """Give the parts, joined again; None: there are none."""
        parts = values[0].split(self.mark)
        kept = parts[self.k - 1 :] if self.k > 0 else parts[: self.k]
        return self.mark.join(kept) if kept else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        split = f"of {arguments[0]}, split at {self.mark!r}"
        if self.k > 0:
            return f"the parts from the {nth(self.k)} on {split}"
        return f"the parts before the {nth(self.k)} {split}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        kept = f"{self.k - 1}:" if self.k > 0 else f":{self.k}"
        text = _called(arguments[0])
        return f"{self.mark!r}.join({text}.split({self.mark!r})[{kept}])"


@dataclass(frozen=True)
class Ends(Operation):
    """The first symbols of a text, or with n below 0 the last ones.

    Of a text that is shorter it is all.

    >>> Ends(2)("Kiriakos"), Ends(-3)("Kiriakos")
    ('Ki', 'kos')
    """

    n: int

    def __call__(self, *values: str) -> str:
        """Give them."""
        return values[0][: self.n] if self.n > 0 else values[0][self.n :]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        which, n = "first" if self.n > 0 else "last", abs(self.n)
        many = f"{n} symbols" if n > 1 else "symbol"
        return f"the {which} {many} of {arguments[0]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        cut = f":{self.n}" if self.n > 0 else f"{self.n}:"
        return f"{_called(arguments[0])}[{cut}]"


@dataclass(frozen=True)
class CountOf(Operation):
    """How many tokens of a class there are."""

    gives: ClassVar[str] = "number"

    of: TokenClass

    def __call__(self, *values: str) -> int:
        """Count them."""
        return len(self.of.spans(values[0]))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the number of {plural(self.of.noun)} in {arguments[0]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"len(re.findall({self.of.pattern!r}, {arguments[0]}))"


def _called(code: str) -> str:
    """Write code so that a method of its value can be called."""
    return f"({code})" if " + " in code else code

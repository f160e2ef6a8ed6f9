"""Texts made of texts: case, what is kept, dropped and replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from .classes import MARK, TokenClass, plural
from .expression import Operation

CASES = {
    "lower": "in small letters",
    "upper": "in capitals",
    "title": "with each word capitalised",
    "capitalize": "with the first letter alone capitalised",
}
METHODS = {
    **CASES,
    "strip": "without blanks at its ends",
    "swapcase": "with small letters and capitals exchanged",
}


@dataclass(frozen=True)
class Method(Operation):
    """What a method of ``str`` makes of a text: its case, or stripped.

    >>> Method("title")("ba history"), Method("strip")(" a ")
    ('Ba History', 'a')
    """

    name: str

    def __call__(self, *values: str) -> str:
        """Call it."""
        changed: str = getattr(values[0], self.name)()
        return changed

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} {METHODS[self.name]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        text = f"({arguments[0]})" if " + " in arguments[0] else arguments[0]
        return f"{text}.{self.name}()"


@dataclass(frozen=True)
class FirstUpper(Operation):
    """A text whose first letter is made a capital, the others left as they are.

    >>> FirstUpper()("iPhone 5 case")
    'IPhone 5 case'
    """

    def __call__(self, *values: str) -> str:
        """Give it."""
        return values[0][:1].upper() + values[0][1:]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} with its first letter a capital"


# Words that titles leave in small letters, where they do not come first.
SMALL_WORDS = {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor"}
SMALL_WORDS |= {"of", "on", "or", "the", "to", "with"}  # English; and of names:
SMALL_WORDS |= {"de", "del", "der", "di", "du", "en", "la", "le", "und", "van", "von"}


@dataclass(frozen=True)
class Headline(Operation):
    """A text with its words capitalised but for small ones, as titles of books are.

    >>> Headline()("the sirens of titan")
    'The Sirens of Titan'
    """

    def __call__(self, *values: str) -> str:
        """Give it."""
        words = re.split(r"(\s+)", values[0])
        return "".join(
            word.lower()
            if word.lower() in SMALL_WORDS and at
            else word[:1].upper() + word[1:].lower()
            for at, word in enumerate(words)
        )

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} with its words capitalised as in a title"


@dataclass(frozen=True)
class Substitute(Operation):
    r"""A text in which all that matches a pattern is replaced.

    Parameters
    ----------
    pattern : str
        A regular expression without groups that are used.
    new : str
        What is written instead, as it stands.
    told : str
        What is done, in English.

    Examples
    --------
    >>> without = Substitute(r"\s*\([^)]*\)", "", "without what is in brackets")
    >>> without("Oma (daughter)"), without.sentence("the input")
    ('Oma', 'the input without what is in brackets')
    """

    pattern: str
    new: str
    told: str

    def __call__(self, *values: str) -> str:
        """Replace."""
        return re.sub(self.pattern, lambda _: self.new, values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} {self.told}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        new = self.new.replace("\\", r"\\")
        return f"re.sub({self.pattern!r}, {new!r}, {arguments[0]})"


@dataclass(frozen=True)
class Squeeze(Operation):
    """A text in which a symbol that is repeated stands once.

    >>> Squeeze()("jjjaaammmees")
    'james'
    """

    def __call__(self, *values: str) -> str:
        """Squeeze it."""
        return re.sub(r"(.)\1+", r"\1", values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} with repeated symbols written once"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return rf"re.sub(r'(.)\1+', r'\1', {arguments[0]})"


@dataclass(frozen=True)
class Keep(Operation):
    """All tokens of a class, one after the other, with something between.

    >>> from .classes import DIGITS
    >>> Keep(DIGITS, "")("5-79---5"), Keep(DIGITS, " ")("5-79---5")
    ('5795', '5 79 5')
    """

    of: TokenClass
    between: str

    def __call__(self, *values: str) -> str:
        """Keep them."""
        return self.between.join(self.of.tokens(values[0]))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        between = f" with {self.between!r} between" if self.between else ""
        return f"all {plural(self.of.noun)} of {arguments[0]}{between}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        found = f"re.findall({self.of.pattern!r}, {arguments[0]})"
        return f"{self.between!r}.join({found})"


@dataclass(frozen=True)
class Every(Operation):
    """Symbols in a regular step: all backward, or every second one.

    >>> Every(0, -1)("abc"), Every(0, 2)("abcd"), Every(1, 2)("abcd")
    ('cba', 'ac', 'bd')
    """

    start: int
    step: int

    def __call__(self, *values: str) -> str:
        """Take them."""
        return values[0][self._slice()]

    def _slice(self) -> slice:
        return slice(None if self.step < 0 else self.start, None, self.step)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        if self.step < 0:
            return f"{arguments[0]} backward"
        return f"every second symbol of {arguments[0]} from the {self.start + 1}. on"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        start = "" if self.step < 0 or not self.start else self.start
        return f"{arguments[0]}[{start}::{self.step}]"


@dataclass(frozen=True)
class Pad(Operation):
    """A text filled up to a width; a longer one stays as it is.

    >>> Pad(4, " ", "left")("7"), Pad(4, ".", "right")("ab"), Pad(1, "0", "left")("12")
    ('   7', 'ab..', '12')
    """

    width: int
    fill: str
    side: str

    def __call__(self, *values: str) -> str:
        """Fill it up."""
        if self.side == "left":
            return values[0].rjust(self.width, self.fill)
        return values[0].ljust(self.width, self.fill)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        up = f"filled up with {self.fill!r} on the {self.side}"
        return f"{arguments[0]}, {up} to {self.width} symbols"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        text = f"({arguments[0]})" if " + " in arguments[0] else arguments[0]
        method = "rjust" if self.side == "left" else "ljust"
        return f"{text}.{method}({self.width}, {self.fill!r})"


@dataclass(frozen=True)
class Length(Operation):
    """How many symbols a text has."""

    gives: ClassVar[str] = "number"

    def __call__(self, *values: str) -> int:
        """Count them."""
        return len(values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the length of {arguments[0]}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return f"len({arguments[0]})"


def drop(token: TokenClass) -> Substitute:
    """Give what drops all tokens of a class."""
    return Substitute(token.pattern, "", f"without {plural(token.noun)}")


def drop_text(text: str) -> Substitute:
    """Give what drops a text wherever it stands."""
    return Substitute(re.escape(text), "", f"without {text!r}")


def replace_text(text: str, new: str) -> Substitute:
    """Give what writes something else for a text."""
    return Substitute(re.escape(text), new, f"with {new!r} for {text!r}")


INITIALS = Keep(TokenClass("first symbol of a word", r"\b\w", 4.0), "")
DROP_MARKS = Substitute(MARK, "", "without marks and blanks")
DROP_ZEROS = Substitute(r"\b0+(?=\d)", "", "without zeros before numbers")
DROP_BRACKETED = Substitute(r"\s*\([^)]*\)", "", "without what is in brackets")
DROP_TAGS = Substitute(r"<[^>]*>", "", "without tags")
SQUEEZE_BLANKS = Substitute(r"\s+", " ", "with one blank for several")
INSIDE_BRACKETS = Keep(
    TokenClass("part in round brackets", r"(?<=\()[^)]*(?=\))", 4.0), ""
)

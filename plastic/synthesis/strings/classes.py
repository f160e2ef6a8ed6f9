"""Classes of tokens: what a text is made of, as people see it.

A token is a run of letters, of digits, of blanks, a word, a mark, a number, what
stands in brackets.  A *literal*, a mark or a word that stands in every source, is a
class of its own.  Where the tokens of a text are is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Latin, Greek and Cyrillic letters, as ranges that can still be read in a pattern.
UPPER = "A-ZÀ-ÖØ-ÞΑ-ΫЀ-Я"
LOWER = "a-zß-öø-ÿά-ώа-џ"
MARK = r"[^\w]|_"  # what is neither letter nor digit, blanks too

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class TokenClass:
    r"""A kind of token.

    Attributes
    ----------
    noun : str
        What a token of it is called.
    pattern : str
        The regular expression that its tokens match, without groups.
    bits : float
        What it costs to name it: the fewer the more often it is what is meant.

    Examples
    --------
    >>> [text for text in DIGITS.tokens("12 of 300")], DIGITS.spans("12 of 300")
    (['12', '300'], ((0, 2), (6, 9)))
    """

    noun: str
    pattern: str
    bits: float

    @property
    def is_literal(self) -> bool:
        """Whether all its tokens are the same text."""
        return self.noun[0] in "'\""

    def spans(self, text: str) -> Spans:
        """Give where the tokens are, from the left."""
        return _spans(self.pattern, text)

    def tokens(self, text: str) -> list[str]:
        """Give the tokens, from the left."""
        return [text[start:end] for start, end in self.spans(text)]

    def __str__(self) -> str:
        return self.noun

    def __repr__(self) -> str:
        return f"TokenClass({self.noun!r}, {self.pattern!r}, {self.bits!r})"


@lru_cache(maxsize=1 << 16)
def _spans(pattern: str, text: str) -> Spans:
    return tuple(match.span() for match in re.finditer(pattern, text))


def plural(noun: str) -> str:
    """Give the plural of a class's noun.

    >>> plural("run of letters"), plural("signed number"), plural("part in brackets")
    ('runs of letters', 'signed numbers', 'parts in brackets')
    """
    if noun[0] in "'\"":
        return noun
    return re.sub(r"^(.*?)( of | in | with |$)", r"\1s\2", noun, count=1)


NUMBER_PATTERN = r"\d+(?:,\d{3})*(?:\.\d+)?"
DIGITS = TokenClass("run of digits", r"\d+", 2.5)
LETTERS = TokenClass("run of letters", r"[^\W\d_]+", 2.5)
WORD = TokenClass("word", r"\S+", 2.5)
ALNUM = TokenClass("run of letters and digits", r"[^\W_]+", 3.0)
NUMBER = TokenClass("number", NUMBER_PATTERN, 3.0)
SIGNED = TokenClass("signed number", rf"(?<!\w)[-+]?{NUMBER_PATTERN}", 2.8)
# Where all that is wanted has a point, it is more likely to be what is meant than any
# number: the narrower class of two that explain as much.
DECIMAL = TokenClass("decimal number", r"(?<![\w.])[-+]?\d+\.\d+", 2.7)
CAPITALS = TokenClass("run of capitals", rf"[{UPPER}]+", 4.5)
SMALL = TokenClass("run of small letters", rf"[{LOWER}]+", 4.0)
CAPITALISED = TokenClass("capitalised word", rf"[{UPPER}][{LOWER}]+", 3.5)
BLANKS = TokenClass("run of blanks", r"\s+", 3.0)
MARKS = TokenClass("mark", r"[^\w\s]|_", 4.0)
BRACKETED = TokenClass(
    "part in brackets", r"(?<=[(\[<{])[^()\[\]<>{}]*(?=[)\]>}])", 3.5
)
QUOTED = TokenClass("part in quotes", r"(?<=\")[^\"]+(?=\")|(?<=')[^']+(?=')", 4.0)
NAME = TokenClass(
    "run of capitalised words", rf"[{UPPER}][\w'.-]*(?: [{UPPER}][\w'.-]*)*", 5.0
)
DOTTED = TokenClass("word with dots or hyphens", r"\w+(?:[.-]\w+)+", 5.0)

# From what is simple to what is not; what counts occurrences takes the first ones.
SIMPLE: tuple[TokenClass, ...] = (
    DIGITS,
    LETTERS,
    WORD,
    SIGNED,
    ALNUM,
    NUMBER,
    CAPITALS,
    SMALL,
)
SIMPLE += (CAPITALISED, BLANKS, MARKS)
ALL = (*SIMPLE, DECIMAL, BRACKETED, QUOTED, NAME, DOTTED)

MOST_WORDS = 8  # literals that are words: more are an alphabet and part nothing
LONGEST_AFFIX = 12


def literal(text: str) -> TokenClass:
    r"""Give the class of a text that stands for itself.

    >>> literal("=").tokens("a=b=c"), literal("=").noun
    (['=', '='], "'='")
    """
    is_word = text[0].isalnum() or text[-1].isalnum()
    bits = 4.0 + len(text) if is_word else 2.0 + len(text)
    return TokenClass(repr(text), re.escape(text), bits)


def common_marks(texts: Sequence[str]) -> list[str]:
    """Give the marks, and runs of two to four of them, that stand in all texts.

    >>> common_marks(["a: b", "c: d!"])
    [' ', ':', ': ']
    """
    singles = _in_all(re.findall(MARK, text) for text in texts)
    runs = _in_all(re.findall(rf"(?:{MARK}){{2,4}}", text) for text in texts)
    return sorted(singles) + sorted(runs)


def common_words(texts: Sequence[str]) -> list[str]:
    """Give the words that stand in all texts, in the order of the first one.

    A common beginning or end counts as one.  Of a single text short words say nothing.

    >>> common_words(["Brand: Nokia", "Brand: Apple"])
    ['Brand', 'Brand: ']
    """
    words = _in_all(re.findall(r"[^\W_]+", text) for text in texts)
    known = {word for word in words if len(texts) > 1 or len(word) > 2}
    ordered = sorted(known, key=lambda word: (texts[0].find(word), word))[:MOST_WORDS]
    if len(texts) > 1:
        start = _common_start(texts)
        end = _common_start([text[::-1] for text in texts])[::-1]
        ordered += [
            affix
            for affix in dict.fromkeys((start, end))
            if 1 < len(affix) < LONGEST_AFFIX and affix not in known
        ]
    return ordered


def _in_all(found: Iterable[Iterable[str]]) -> set[str]:
    first, *others = map(set, found)
    return first.intersection(*others)


def _common_start(texts: Sequence[str]) -> str:
    low, high = min(texts), max(texts)
    at = 0
    while at < len(low) and low[at] == high[at]:
        at += 1
    return low[:at]

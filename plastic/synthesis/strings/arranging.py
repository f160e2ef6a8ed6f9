"""Arranging: the parts of a text in an order, or each of them once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .classes import DIGITS, LETTERS, MARK, WORD, TokenClass
from .expression import Operation
from .mapping import parts_of
from .pool import Pool, Value

TOKENS = (WORD, LETTERS, DIGITS)
LONGEST_BETWEEN = 3  # of the marks that part the parts
MOST_BETWEEN = 6
# How -> bits, and how it is said.
HOW = {
    "sorted": (3.0, "sorted"),
    "sorted down": (4.0, "sorted backward"),
    "by number": (3.5, "sorted by their numbers"),
    "by number down": (4.5, "sorted by their numbers, the largest first"),
    "by length": (4.5, "sorted by their lengths"),
    "once": (3.0, "each once"),
}


@dataclass(frozen=True)
class Arranged(Operation):
    """The parts of a text in another order, or each of them once, joined again.

    Parameters
    ----------
    by : TokenClass or str
        The class of the parts, or the text that parts them.
    how : str
        One of :data:`HOW`.
    between : str
        What is written between them.

    Examples
    --------
    >>> Arranged(WORD, "sorted", " ")("b c a"), Arranged(", ", "once", ", ")("x, y, x")
    ('a b c', 'x, y')
    >>> Arranged(DIGITS, "by number", "<")("10 9 8"), Arranged(WORD, "once", "")("")
    ('8<9<10', '')
    """

    by: TokenClass | str
    how: str
    between: str

    def __call__(self, *values: str) -> str | None:
        """Arrange them; None: they are no numbers where these count."""
        parts = parts_of(values[0], self.by)
        if self.how == "once":
            return self.between.join(dict.fromkeys(parts))
        key: Callable[[str], Any] = len if self.how == "by length" else str
        if self.how.startswith("by number"):
            if not all(part.isascii() and part.strip().isdigit() for part in parts):
                return None
            key = int
        return self.between.join(
            sorted(parts, key=key, reverse=self.how.endswith("down"))
        )

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        parts = (
            f"each {self.by.noun} of {arguments[0]}"
            if isinstance(self.by, TokenClass)
            else f"the parts of {arguments[0]}, split at {self.by!r}"
        )
        return f"{parts}, {HOW[self.how][1]}, joined by {self.between!r}"


def propose_arranged(pool: Pool, source: Value) -> None:
    """Offer the parts of a text in all orders, where it has several."""
    betweens = ["", *_marks(pool.targets)]
    ways: list[tuple[TokenClass | str, float]] = [(by, by.bits) for by in TOKENS]
    ways += [(mark, 2.0 + len(mark)) for mark in _marks(source.shown)]
    for by, bits in ways:
        parts = [parts_of(text, by) for text in source.shown]
        if all(len(set(each)) < 2 for each in parts):
            continue
        for how, (more, _) in HOW.items():
            # What is in this order already says nothing of it.
            in_order = [Arranged("\0", how, "\0")("\0".join(each)) for each in parts]
            if in_order == ["\0".join(each) for each in parts]:
                continue
            for between in betweens:
                total = 5 + bits + more + len(between)
                pool.offer(Arranged(by, how, between), source, bits=total)


def _marks(texts: Sequence[str]) -> list[str]:
    """Give the marks that stand between parts in any of some texts."""
    found = {run for text in texts for run in re.findall(rf"(?:{MARK})+", text)}
    return sorted(run for run in found if len(run) <= LONGEST_BETWEEN)[:MOST_BETWEEN]

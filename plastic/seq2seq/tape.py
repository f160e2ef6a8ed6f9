"""The tape: a source between START and END, and what a head can see on it.

The head does not see which symbol stands under it but what *class* it is of
(START, END, number, upper, lower, digit, other, or one of the delimiters, each
a class of its own).  So what is learned does not depend on the symbols, and
not on the length either.  Classes and places are worked out once a tape, for
the loop that runs a program must not think.
"""

from __future__ import annotations

import math
import numbers
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from ..core.symbols import Symbol, in_order

FAR = 12  # how many symbols each way are compared to find a place again
MOST_DELIMITERS = 12
EDGES = ("START", "END")


def kind(symbol: Symbol) -> str:
    """Give the class of a symbol that is no delimiter by its company.

    A character that is neither letter nor digit is a delimiter by itself.

    >>> [kind(symbol) for symbol in ("a", "B", "7", 7, 0.5, "cat", (0, 1), "-")]
    ['lower', 'upper', 'digit', 'number', 'number', 'other', 'other', "'-'"]
    """
    if isinstance(symbol, str):
        if len(symbol) != 1:
            return "other"
        if symbol.isalpha():
            return "upper" if symbol.isupper() else "lower"
        return "digit" if symbol.isdigit() else repr(symbol)
    return "number" if isinstance(symbol, numbers.Real) else "other"


def is_mark(symbol: Symbol) -> bool:
    """Tell whether a symbol is a character that is neither letter nor digit."""
    return isinstance(symbol, str) and len(symbol) == 1 and not symbol.isalnum()


def is_count(symbol: Symbol) -> bool:
    """Tell whether a symbol is a whole number that can be counted down."""
    if isinstance(symbol, bool) or not isinstance(symbol, numbers.Integral):
        return False
    return symbol >= 0


def distinct(symbol: Symbol) -> Symbol:
    """Give a key that tells True and False from 1 and 0, which are equal in Python.

    >>> True == 1, distinct(True) == distinct(1), distinct(1.0) == distinct(1)
    (True, False, True)
    """
    return (bool, symbol) if isinstance(symbol, bool) else symbol


def undistinct(key: Any) -> Symbol:
    """Give the symbol that a key was made of.

    >>> undistinct(distinct(True)), undistinct(distinct("a"))
    (True, 'a')
    """
    is_truth = isinstance(key, tuple) and len(key) == 2 and key[0] is bool
    return key[1] if is_truth else key


def find_delimiters(sources: Sequence[Sequence[Symbol]]) -> tuple[Symbol, ...]:
    """Find what parts a task's sources: marks, and words that stand in all of them.

    Words must stand in three of four sources, so that a wrong example does no
    harm, and in three at the least, for any two share some by chance.  Where
    half of all words do they are an alphabet and part nothing.

    >>> find_delimiters(["ann lee", "bob ray"])
    (' ',)
    """
    held: Counter[Symbol] = Counter()
    for source in sources:
        held.update(set(source))
    most = max(3, len(sources) * 0.75)
    words = [symbol for symbol in in_order(held) if kind(symbol) == "other"]
    often = [word for word in words if held[word] >= most]
    if len(often) > len(words) / 2 or _by_chance(words, held, len(sources)):
        often = []
    found = [symbol for symbol in in_order(held) if is_mark(symbol)] + often
    found.sort(key=lambda symbol: -held[symbol])
    return tuple(found[:MOST_DELIMITERS])


def _by_chance(words: list[Symbol], held: Counter[Symbol], n: int) -> bool:
    """Whether so many sources would share some word if all words were alike."""
    if not words:
        return False
    usual = sum(held[word] for word in words) / len(words) / n
    most = max(held[word] for word in words)
    chance = math.comb(n, most) * usual**most * len(words)
    return chance > 0.5 and usual < 0.3


class Tape:
    """A source, ready to be run on.

    Parameters
    ----------
    source : sequence of hashable
        What stands on it.
    delimiters : iterable of hashable
        The symbols that are a class of their own.

    Attributes
    ----------
    symbols : list
        START, the source, END.
    classes : list of str
        What the head sees at each place.
    end : int
        Where END stands.
    places : dict
        Symbol (what is distinct of it) -> the places where it stands, rising.
    """

    def __init__(self, source: Iterable[Symbol], delimiters: Iterable[Symbol]) -> None:
        inner = list(source)
        self.symbols: list[Symbol] = ["START", *inner, "END"]
        self.end = len(inner) + 1
        named = {delimiter: repr(delimiter) for delimiter in delimiters}
        seen: dict[Symbol, str] = {}
        for symbol in inner:
            if symbol not in seen:
                seen[symbol] = named.get(symbol) or kind(symbol)
        self.classes = ["START", *[seen[symbol] for symbol in inner], "END"]
        self.places: dict[Symbol, list[int]] = defaultdict(list)
        keys = map(distinct, inner) if bool in {*map(type, inner)} else inner
        for at, key in enumerate(keys, 1):
            self.places[key].append(at)
        self._found: dict[int, int | None] = {}

    @cached_property
    def rising(self) -> list[int]:
        """The places of numbers, the smallest first, of equals the first one."""
        return self._ordered(reverse=False)

    @cached_property
    def falling(self) -> list[int]:
        """The places of numbers, the largest first, of equals the first one."""
        return self._ordered(reverse=True)

    def _ordered(self, reverse: bool) -> list[int]:
        at = [at for at, seen in enumerate(self.classes) if seen == "number"]
        value: Any = self.symbols.__getitem__
        return sorted(at, key=value, reverse=reverse)

    def after(self, delimiter: Symbol, at: int) -> int:
        """Give the next place of a delimiter, or END."""
        places = self.places.get(delimiter, ())
        index = bisect_right(places, at)
        return places[index] if index < len(places) else self.end

    def before(self, delimiter: Symbol, at: int) -> int:
        """Give the previous place of a delimiter, or START."""
        places = self.places.get(delimiter, ())
        index = bisect_left(places, at)
        return places[index - 1] if index else 0

    def find(self, at: int) -> int | None:
        """Give the other place that is most like this one; None: there is none.

        Most like: with the longest match backward and forward, up to
        :data:`FAR` symbols each way; of equals the first one.  Costs O(places
        of this symbol).
        """
        if at not in self._found:
            alike = self.places.get(distinct(self.symbols[at]), ())
            places = [p for p in alike if p != at]
            self._found[at] = (
                max(places, key=lambda p: self._match(p, at)) if places else None
            )
        return self._found[at]

    def _match(self, here: int, there: int) -> int:
        return self._run(here, there, 1) + self._run(here, there, -1)

    def _run(self, here: int, there: int, step: int) -> int:
        symbols, end = self.symbols, self.end
        length = 0
        while length < FAR:
            here, there = here + step, there + step
            if not (0 < here < end and 0 < there < end):
                break
            if symbols[here] != symbols[there]:
                break
            length += 1
        return length

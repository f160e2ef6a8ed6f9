"""Elsewhere: where in another sample the latest symbols came, too.

All samples stand one behind the other, each after START.  A place in them is a past,
and pasts are sorted as if read backwards (:mod:`plastic.arrays.pasts`), so that those
that share most are neighbours.  Where a new past would stand among them, the one
before it or the one after it is the longest match::

    >abc and >xbc, sorted as if read backwards:   >  >a  >ab  >xb  >abc  >xbc  >x
    >ybc would be the one after >xbc, with which it shares bc
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..arrays.pasts import pack
from ..core.symbols import Symbols
from .symbol_codes import Corpus, SymbolIndex, encode

WINDOW = 16  # of how many of the latest symbols it is kept which were alike
ALL_ALIKE = (1 << WINDOW) - 1


class Pasts(NamedTuple):
    """Pasts, as places in samples that stand one behind the other.

    Attributes
    ----------
    codes : numpy.ndarray of int32, shape (places,)
        The latest symbol of each past, as a number; START is the largest.
    depths : numpy.ndarray of int64, shape (places,)
        How many symbols of its sample each has: 1 where there is only START.
    """

    codes: np.ndarray
    depths: np.ndarray

    @classmethod
    def of(cls, text: Corpus, code: SymbolIndex) -> Pasts:
        """Give those of all moments of a corpus, with the same numbers."""
        codes = np.roll(text.numbers, 1) + 1
        codes[text.starts] = code.width + 1
        return cls(codes, text.places() + 1)


class Matched(NamedTuple):
    """What is alike elsewhere.

    Attributes
    ----------
    places : numpy.ndarray of int64
        Of which past; -1: none.
    lengths : numpy.ndarray of int64
        How many of the latest symbols are alike in a row, up to two words of them.
    alike : numpy.ndarray of int64
        Which of the latest :data:`WINDOW` symbols are alike: a bit each, 1 is the
        latest.
    """

    places: np.ndarray
    lengths: np.ndarray
    alike: np.ndarray

    def at(self, which: np.ndarray) -> Matched:
        """Take some of them."""
        return Matched(*(column[which] for column in self))


def most_shared(code: SymbolIndex) -> int:
    """Tell how many of the latest symbols are compared: two words of 64 bits."""
    return 2 * (64 // (code.width + 1).bit_length())


class Elsewhere:
    """All pasts of samples, sorted.

    Parameters
    ----------
    samples : mapping
        Sample -> how often it is held.  In which order does not matter.
    code : SymbolIndex
        The symbols that are told apart.
    """

    def __init__(self, samples: Mapping[Symbols, int], code: SymbolIndex) -> None:
        self.text = encode(samples, code)
        self.pasts = Pasts.of(self.text, code)
        self.boundary, self._targets = code.boundary, code.targets
        self._width = (code.width + 1).bit_length()
        self._per = most_shared(code) // 2  # symbols in a word
        first, second = self._words(self.pasts)
        # A stable sort: of pasts that are alike the first in the order of samples.
        self._sorted = np.lexsort((second, first))
        self._first, self._second = first[self._sorted], second[self._sorted]

    def match(self, pasts: Pasts, which: np.ndarray) -> Matched:
        """Find the longest match of some pasts.

        Costs O(log(places)) each, all of them together in a few steps of numpy.
        """
        if not len(self.text.numbers):
            return Matched(*np.full((3, len(which)), -1))
        first, second = self._words(pasts)
        low = np.searchsorted(self._first, first[which], "left")
        high = np.searchsorted(self._first, first[which], "right")
        sought = second[which]
        while (open_ := low < high).any():
            middle = np.minimum((low + high) // 2, len(self._second) - 1)
            below = self._second[middle] < sought
            low = np.where(open_ & below, middle + 1, low)
            high = np.where(open_ & ~below, middle, high)
        return self._best(pasts, which, low - 1, low)

    def match_others(self) -> Matched:
        """Find the longest match of each held past as if its sample were new.

        As it would be found then: of those that are alike the first, and not the one
        beside it, which in the order of samples goes on as it does.  A sample that is
        held several times is there though it is new.
        """
        own = np.repeat(np.arange(len(self.text.starts)), self.text.lengths)
        own = own[self._sorted]
        begins = _begins(own)
        ends = np.append(begins[1:], len(own))
        run = np.searchsorted(begins, np.arange(len(own)), "right") - 1
        alike = _begins(self._first, self._second)
        after = np.repeat(alike, np.diff(alike, append=len(own)))
        before = after - 1
        once = self.text.times[self._sorted] == 1
        after = np.where(once & (own[after] == own), ends[run[after]], after)
        before = np.where(once & (own[before] == own), begins[run[before]] - 1, before)
        which = np.empty((2, len(own)), np.int64)
        which[:, self._sorted] = before, after
        return self._best(self.pasts, np.arange(len(own)), *which)

    def said(self, places: np.ndarray) -> np.ndarray:
        """Give what came at places, as a target; -1 where that is none, or nowhere."""
        if not len(self.text.numbers):
            return np.full(len(places), -1)
        numbers = self.text.numbers[places]
        return np.where((places >= 0) & (numbers < self._targets), numbers, -1)

    def _words(self, pasts: Pasts) -> tuple[np.ndarray, np.ndarray]:
        """Pack the latest symbols of each past, and those before them."""
        words = pack(pasts.codes, pasts.depths, self._width, self._per)
        earlier = np.zeros_like(words)
        earlier[self._per :] = words[: -self._per]
        earlier[pasts.depths <= self._per] = 0
        return words, earlier

    def _best(
        self, pasts: Pasts, which: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> Matched:
        """Choose of two neighbours the one that shares more."""
        rows = np.stack([after, before])
        there = (rows >= 0) & (rows < len(self._sorted))
        places = np.where(there, self._sorted[np.where(there, rows, 0)], -1)
        lengths = np.stack([self._shared(pasts, which, each) for each in places])
        longer = (lengths[1] > lengths[0]).astype(np.int64)
        columns = np.arange(len(which))
        best = places[longer, columns]
        alike = self._alike(pasts, which, best)
        return Matched(best, lengths[longer, columns], alike)

    def _shared(
        self, pasts: Pasts, which: np.ndarray, places: np.ndarray
    ) -> np.ndarray:
        """Count the latest symbols that pasts share with those at places."""
        shared = np.zeros(len(which), np.int64)
        going = np.flatnonzero(places >= 0)
        for back in range(2 * self._per):
            mine, other = which[going], places[going]
            inside = np.minimum(pasts.depths[mine], self.pasts.depths[other]) > back
            going, mine, other = going[inside], mine[inside], other[inside]
            same = pasts.codes[mine - back] == self.pasts.codes[other - back]
            going = going[same]
            if not len(going):
                break
            shared[going] = back + 1
        return shared

    def _alike(self, pasts: Pasts, which: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Tell which of the latest symbols are alike, also beyond one that is not."""
        found = np.zeros(len(which), np.int64)
        depths = np.minimum(pasts.depths[which], self.pasts.depths[places])
        depths[places < 0] = 0
        for back in range(WINDOW):
            there = np.flatnonzero(depths > back)
            mine, other = which[there] - back, places[there] - back
            same = pasts.codes[mine] == self.pasts.codes[other]
            found[there[same]] |= 1 << back
        return found


def _begins(*columns: np.ndarray) -> np.ndarray:
    """Find where runs of equal rows begin.

    >>> _begins(np.array([3, 3, 5, 5]), np.array([1, 1, 1, 2]))
    array([0, 2, 3])
    """
    new = np.zeros(len(columns[0]), bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)

"""Recurrence: what this very sample says of its own rest.

A tune comes back to its theme, a text to its names.  So the sample so far is counted
as if it were all there is: what followed its latest two symbols before, its latest
three, and so on up to sixteen.  Each order speaks as Kneser and Ney (1995) have it,
by in how many ways what came was preceded, and leaves its discount to the one below;
below the lowest of them sleep has its say.  (A *cache model*, Kuhn and De Mori 1990,
that falls back as PPM does, Cleary and Witten 1984.)

After ``abxabyab`` the latest two symbols, ``ab``, were followed by ``x`` and by
``y``, and three, ``yab``, never came: to ``x`` and ``y`` an eighth each, and three
quarters to what sleep says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .symbol_codes import Corpus

LEAST, MOST = 2, 16  # symbols that are alike; found on carved off music and plays
DISCOUNT = 0.75  # of each count
LEAST_CHANCE = 1e-300  # 690 nats: no sleep is so sure of itself, but a file may be
MANY = 500  # places: from so many on numpy counts in less time, even if few go on
WINDOW = 5_000  # symbols: of two full windows the older is let go


class Remembered(NamedTuple):
    """What is remembered of the sample so far, at many moments.

    Attributes
    ----------
    written : str
        Samples one after the other, a character a number.
    begins, ends : numpy.ndarray of int64, shape (moments,)
        Between which of its characters that lies.
    """

    written: str
    begins: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, text: Corpus) -> Remembered:
        """Give that of all moments of a corpus."""
        numbers = text.numbers.astype("<u4").tobytes()
        places = text.places()
        ends = np.arange(len(places))
        kept = ends - places + remembered_from(places)
        return cls(numbers.decode("utf-32-le", "surrogatepass"), kept, ends)

    def at(self, moments: np.ndarray) -> Remembered:
        """Give that of some of the moments."""
        return Remembered(self.written, self.begins[moments], self.ends[moments])

    def each(self) -> Iterator[str]:
        """Give it moment by moment."""
        for begin, end in zip(self.begins.tolist(), self.ends.tolist()):
            yield self.written[begin:end]


class Recurring(NamedTuple):
    """What recurs at some moments.

    Attributes
    ----------
    left : numpy.ndarray, shape (moments,)
        The part that is left to who speaks below.
    moments, targets : numpy.ndarray of int64, shape (entries,)
        Which symbols have more than that, at which moments.
    shares : numpy.ndarray, shape (entries,)
        How much.
    """

    left: np.ndarray
    moments: np.ndarray
    targets: np.ndarray
    shares: np.ndarray

    @classmethod
    def after(cls, pasts: Iterable[str], targets: int) -> Recurring:
        """See what recurs after each of some pasts, written a character a number.

        What is no target is left out: a symbol that sleep never met.
        """
        left, entries = [], []
        for moment, past in enumerate(pasts):
            rest, shares = recurring(past)
            left.append(rest)
            for symbol, share in shares.items():
                if ord(symbol) < targets:
                    entries.append((moment, ord(symbol), share))
        moments, came, shared = zip(*entries) if entries else ((), (), ())
        where = np.array(moments, np.int64), np.array(came, np.int64)
        return cls(np.array(left), *where, np.array(shared, float))

    def log_ratios(self, below: np.ndarray, end: int) -> np.ndarray:
        """Give what is added to the log-odds of who speaks below: (moments, targets).

        What recurs tells how a sample goes on, not whether: that never came before.

        Parameters
        ----------
        below : numpy.ndarray, shape (moments, targets)
            What that says.
        end : int
            The number of the sample's end.
        """
        # None is 0: below may be so sure that what recurs had no chance to be told by.
        chances = np.maximum(np.exp(below - below.max(1, keepdims=True)), LEAST_CHANCE)
        goes_on = chances.sum(1) - chances[:, end]
        ratios = np.repeat(self.left[:, None], below.shape[1], 1)
        here = self.moments, self.targets
        ratios[here] += self.shares * goes_on[self.moments] / chances[here]
        ratios[:, end] = 1
        return np.log(ratios)


def recurring(past: str) -> tuple[float, dict[str, float]]:
    """Tell what recurs after a past.

    Parameters
    ----------
    past : str
        A character a number.

    Returns
    -------
    left : float
        The part that is left to who speaks below: 1 where nothing recurs.
    shares : dict
        Symbol -> how much it has beside its part of that.  Costs O(past), and for
        each place where the latest two came O(symbols that are alike).

    Examples
    --------
    >>> recurring("abxabyab")
    (0.75, {'x': 0.125, 'y': 0.125})
    """
    left = 1.0
    shares: dict[str, float] = {}
    for counts in _counts(past):
        total = sum(counts.values())
        kept = DISCOUNT * len(counts) / total
        left *= kept
        shares = {symbol: kept * share for symbol, share in shares.items()}
        for symbol, count in counts.items():
            shares[symbol] = shares.get(symbol, 0.0) + (count - DISCOUNT) / total
    return left, shares


def _counts(past: str) -> Iterator[dict[str, int]]:
    """Count by order in how many ways each symbol came: as others were before it."""
    if len(past) > LEAST and past.count(past[-LEAST:]) > MANY:
        yield from _counts_of_many(past)
        return
    places = _places(past)
    for order in range(LEAST, MOST + 1):
        if not places:
            break
        # At the sample's beginning nothing comes before: that is one way, too.
        ways = ((past[at - order - 1 : at - order], past[at]) for at in places)
        yield Counter(symbol for _, symbol in dict.fromkeys(ways))
        if len(past) <= order:
            break
        before = past[-order - 1]
        places = [at for at in places if at > order and past[at - order - 1] == before]


def _counts_of_many(past: str) -> Iterator[dict[str, int]]:
    """Do the same where many places are alike, as in a loop, in a tenth of the time."""
    written = past.encode("utf-32-le", "surrogatepass")
    numbers = np.frombuffer(written, "<u4").astype(np.int64)
    pairs = sliding_window_view(numbers[:-1], LEAST)
    places = np.flatnonzero((pairs == numbers[-LEAST:]).all(1)) + LEAST
    before = np.append(numbers, -1)  # at the sample's beginning: [-1]
    width = int(numbers.max()) + 1
    for order in range(LEAST, MOST + 1):
        if not len(places):
            break
        preceded = before[places - order - 1]
        ways = np.unique(preceded * width + numbers[places])
        came, counts = np.unique(ways % width, return_counts=True)
        yield dict(zip(map(chr, came.tolist()), counts.tolist()))
        if len(numbers) <= order:
            break
        places = places[preceded == numbers[-order - 1]]


def _places(past: str) -> list[int]:
    """Find what followed the latest symbols before."""
    latest = past[-LEAST:]
    places: list[int] = []
    if len(latest) < LEAST:
        return places
    at = past.find(latest, 0, -1)
    while at >= 0:
        places.append(at + LEAST)
        at = past.find(latest, at + 1, -1)
    return places


def let_go(past: str) -> str:
    """Let go of the older half of a past where it is two windows long.

    >>> len(let_go("a" * 9_999)), len(let_go("a" * 10_000))
    (9999, 5000)
    """
    return past if len(past) < 2 * WINDOW else past[WINDOW:]


def remembered_from(length: Any) -> Any:
    """Tell from where on a past of so many symbols is remembered: int, or an array.

    >>> remembered_from(np.array([9_999, 10_000, 15_001]))
    array([    0,  5000, 10000])
    """
    return np.maximum(0, length // WINDOW - 1) * WINDOW

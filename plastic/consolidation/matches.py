"""Matches: how often pointers are right, and what comes where they are not.

A pointer (:mod:`.pointers`) says what comes next: what came there.  How far it is to
be believed is counted on the samples themselves, each of which goes along others as
if it were new: by how many symbols in a row it was right so far, and in how many of
the latest sixteen.  Where it is wrong, what comes instead is counted, too, by what it
said: in proteins an I is rather replaced by a V than by a P.  Without a pointer
nothing is known but how frequent symbols are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..core.symbols import Symbols
from ..mixture.weights import WeightTable
from .elsewhere import WINDOW, Elsewhere
from .pointers import KINDS, RUNS, Pointers, walk
from .symbol_codes import SymbolIndex

MOST_TARGETS = 1_000  # there is a number for each two
# Before anything is seen: so many pointers that did as those that were right as many
# times in a row, and so many symbols that came as often as they come at all.
BELIEF_IN_RUNS = 5.0
BELIEF_IN_FREQUENCY = 20.0


class Matches:
    """What was found out about pointers.

    Attributes
    ----------
    least : int
        How many symbols must be alike for a pointer to go there.
    right : numpy.ndarray, shape (kinds,)
        How probable each kind of pointer is right.
    instead : numpy.ndarray, shape (targets, targets)
        How probable each symbol is if a pointer was wrong that said this one; of
        itself 1, which counts for nothing.
    weights : WeightTable
        How much waking, sleep and matches are believed.
    weights_of_new : WeightTable
        The same where known samples are told from new ones.
    """

    def __init__(
        self,
        least: int,
        right: np.ndarray,
        instead: np.ndarray,
        weights: WeightTable,
        weights_of_new: WeightTable,
    ) -> None:
        self.least, self.right, self.instead = least, right, instead
        self.weights, self.weights_of_new = weights, weights_of_new

    def log_distributions(
        self, base: np.ndarray, said: np.ndarray, kinds: np.ndarray
    ) -> np.ndarray:
        """Give the log-probabilities of all targets: (moments, targets).

        Parameters
        ----------
        base : numpy.ndarray, shape (targets,)
            Log-probabilities of the symbols alone.
        said : numpy.ndarray of int, shape (moments,)
            What each pointer says comes; -1: there is none.
        kinds : numpy.ndarray of int, shape (moments,)
            Of which kind it is.
        """
        logs = np.repeat(base[None], len(said), 0)
        there = np.flatnonzero(said >= 0)
        right, said = self.right[kinds[there]], said[there]
        logs[there] = np.log1p(-right)[:, None] + np.log(self.instead[said])
        logs[there, said] = np.log(right)
        return logs


class Followed(NamedTuple):
    """What pointers said of all moments of a corpus, each sample as if it were new.

    Attributes
    ----------
    least : int
        How many symbols had to be alike.
    said, kinds : numpy.ndarray of int, shape (moments,)
        What each pointer said comes, -1 where there was none; and its kind.
    came : numpy.ndarray of int, shape (moments,)
        What came.
    times : numpy.ndarray of int, shape (moments,)
        How often each moment is held.
    counts : numpy.ndarray, shape (targets,)
        How often each symbol came.
    """

    least: int
    said: np.ndarray
    kinds: np.ndarray
    came: np.ndarray
    times: np.ndarray
    counts: np.ndarray

    def matches(self, held_out: np.ndarray | None = None) -> Matches:
        """Count how pointers did; some moments, by number, once less.

        The weights are still to be found.
        """
        times = self.times
        if held_out is not None:
            times = times - np.bincount(held_out, minlength=len(times))
        at = np.flatnonzero(self.said >= 0)
        said, came, times = self.said[at], self.came[at], times[at]
        wrong = said != came
        instead = np.zeros((len(self.counts), len(self.counts)))
        np.add.at(instead, (said[wrong], came[wrong]), times[wrong])
        return Matches(
            self.least,
            _right(self.kinds[at], ~wrong, times),
            _instead(instead, self.counts),
            *[WeightTable.everywhere(1.0, 0.0, 0.0)] * 2,
        )


def follow(samples: Mapping[Symbols, int], code: SymbolIndex) -> Followed | None:
    """Follow each sample along the others, as if it were new.

    Parameters
    ----------
    samples : mapping
        Sample -> how often it is held.
    code : SymbolIndex
        The symbols.

    Returns
    -------
    Followed or None
        None if no pointer ever stood anywhere.  Costs a sort of all pasts and a walk
        along them.
    """
    if not 1 < code.targets <= MOST_TARGETS or sum(samples.values()) < 2:
        return None
    there = Elsewhere(samples, code)
    text = there.text
    counts = np.bincount(text.numbers, text.times, code.targets)
    least = fewest_alike(counts)
    pointers = along(there, least)
    said = there.said(pointers.places)
    if (said < 0).all():
        return None
    what = said, pointers.kinds(), text.numbers, text.times, counts
    return Followed(least, *what)


def along(there: Elsewhere, least: int) -> Pointers:
    """Follow all samples along others than themselves."""
    text = there.text
    place = there.pasts, text.starts, text.lengths
    return walk(there, *place, there.match_others(), least)


def fewest_alike(counts: np.ndarray) -> int:
    """Tell how many symbols are not alike by mere chance.

    By chance m symbols are alike about once in exp(m x entropy) times; so one more
    than it takes that it happens nowhere among all of them.

    Examples
    --------
    >>> fewest_alike(np.full(27, 10_000))  # 27 symbols, 270,000 times
    5
    """
    total = counts.sum()
    shares = counts[counts > 0] / total
    entropy = -float(shares @ np.log(shares))
    if entropy <= 0:
        return WINDOW
    return min(WINDOW, 1 + math.ceil(math.log(total) / entropy))


def _right(kinds: np.ndarray, right: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Estimate how probable each kind of pointer is right: (kinds,)."""
    there = np.bincount(kinds, times, KINDS).reshape(len(RUNS) + 1, -1)
    hits = np.bincount(kinds, times * right, KINDS).reshape(there.shape)
    by_run = (hits.sum(1) + 0.5) / (there.sum(1) + 1)
    belief = BELIEF_IN_RUNS * by_run[:, None]
    found: np.ndarray = (hits + belief) / (there + BELIEF_IN_RUNS)
    return found.ravel()


def _instead(counts: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Estimate what comes instead of each symbol: (targets, targets)."""
    frequent = np.repeat((base + 0.5)[None], len(base), 0)
    np.fill_diagonal(frequent, 0)
    frequent /= frequent.sum(1, keepdims=True)
    found = counts + BELIEF_IN_FREQUENCY * frequent
    found /= found.sum(1, keepdims=True)
    np.fill_diagonal(found, 1)
    return found

"""Weights for a memory that tells what is new from what is known.

Where it is estimated how likely known samples are to come again
(:mod:`plastic.state.repeats`), it costs nothing to make them more probable than they
are: what they have together is set right afterwards, and what is new gets a share that
does not depend on it.  So bolder weights are best than those that must hold back with
what is known: those under which of moments that no expert has seen what came is most
probable, while known samples take as little as possible of what new ones have::

    log p(what came)  -  samples  x  sum over k of G(k) log M(k)

M(k) is what all that is held k times has together, G(k) how probable it is that the
next sample was held k times.  Which M(k) is, some hundred of the known samples tell.

This is not concave.  So the best weights are looked for among their neighbours, in
steps that become finer (Hooke and Jeeves, "Direct search", 1961): first for all depths
alike, then band by band.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np

from .weights import (
    STRENGTH_IN_BANDS,
    STRENGTH_OF_BELIEF,
    WHOLE,
    Held,
    WeightTable,
    depth_bands,
    parts,
)

STEPS = (0.2, 0.1, 0.05, 0.025)  # for all depths alike
BAND_STEPS = (0.1, 0.05)
MOST_MOVES = 30  # of one size: who goes on is lost
LEAST_LEFT = 1e-3  # of what is new: an estimate of it may be below 0


class Drawn(NamedTuple):
    """Some known samples, which stand for all.

    Attributes
    ----------
    held : Held
        Their moments.
    of : numpy.ndarray of int, shape (moments,)
        Of which sample each is.
    times : numpy.ndarray of int, shape (samples,)
        How often each is held, from 1 on; what is held oftener than is told apart
        counts as held so often.
    factors : numpy.ndarray, shape (samples,)
        What the chance of a sample, by targets, is multiplied by to stand for others.
    """

    held: Held
    of: np.ndarray
    times: np.ndarray
    factors: np.ndarray


class _Search:
    """The log-probability of what came, as weights change.

    Parameters
    ----------
    held, drawn, shares, samples
        See :func:`weights_of_new`.
    """

    def __init__(
        self, held: Held, drawn: Drawn, shares: np.ndarray, samples: float
    ) -> None:
        # Seven digits are enough for steps so long, and are mixed in half the time.
        self._both, self._drawn = (held.rough(), drawn.held.rough()), drawn
        self._prices = shares * samples
        self._logs = [np.zeros(len(each.came)) for each in self._both]

    def best(
        self,
        bands: range,
        expected: np.ndarray,
        strength: float,
        steps: tuple[float, ...],
    ) -> np.ndarray:
        """Find the best weights for bands that have the same, and keep to them."""
        at = [np.flatnonzero(np.isin(each.bands, bands)) for each in self._both]
        if not max(map(len, at)):
            return expected
        here = [each.part(rows) for each, rows in zip(self._both, at)]

        def log_chances(weights: np.ndarray) -> list[np.ndarray]:
            found = [logs.copy() for logs in self._logs]
            for logs, rows, each in zip(found, at, here):
                logs[rows] = each.log_chances(weights)
            return found

        def worth(weights: np.ndarray) -> float:
            away = weights - expected
            disbelief = strength / 2 * float(away @ away)
            return self._worth(*log_chances(weights)) - disbelief

        weights = climb(worth, expected, steps)
        self._logs = log_chances(weights)
        return weights

    def _worth(self, came: np.ndarray, known: np.ndarray) -> float:
        """Weigh what came against what is known."""
        drawn, classes = self._drawn, len(self._prices)
        chances = np.exp(np.bincount(drawn.of, known, len(drawn.times)))
        masses = np.bincount(drawn.times, chances * drawn.factors, classes)
        masses[0] = max(1 - masses.sum(), LEAST_LEFT)
        there = masses > 0
        return float(came.sum() - self._prices[there] @ np.log(masses[there]))


def weights_of_new(
    held: Held,
    drawn: Drawn,
    shares: np.ndarray,
    samples: float,
    usual: WeightTable,
) -> WeightTable:
    """Find the weights where known samples are told from new ones.

    Parameters
    ----------
    held : Held
        Moments that no expert has seen.
    drawn : Drawn
        Known samples.
    shares : numpy.ndarray, shape (most + 1,)
        How probable it is that the next sample was held 0, 1, ... times.
    samples : float
        How many samples the moments come to.
    usual : WeightTable
        The weights where they are not told apart.  Short pasts that begin in the
        middle keep theirs.

    Returns
    -------
    WeightTable
        Costs some fifty times what it costs to mix all these moments.
    """
    search = _Search(held, drawn, shares, samples)
    expected = np.array(usual[0])
    of_all = search.best(range(WHOLE), expected, STRENGTH_OF_BELIEF, STEPS)
    table = [of_all]
    for numbers in depth_bands():
        of_depth = search.best(numbers, of_all, STRENGTH_IN_BANDS, BAND_STEPS)
        table += [
            search.best(part, of_depth, STRENGTH_IN_BANDS, BAND_STEPS)
            for part in parts(numbers)
        ]
    found = [tuple(weights.tolist()) for weights in table]
    return WeightTable([*found, *usual[len(found) :]])


def climb(
    worth: Callable[[np.ndarray], float], start: np.ndarray, steps: tuple[float, ...]
) -> np.ndarray:
    """Go from weights to the best of their neighbours as long as that pays.

    Neighbours differ by a step in one weight or in several; none is below 0.

    Examples
    --------
    >>> climb(lambda w: -abs(w[0] - 0.3) - abs(w[1] - w[0]), np.zeros(2), (0.2, 0.1))
    array([0.3, 0.3])
    """
    best, most = start, worth(start)
    directions = np.array([*product((-1, 0, 1), repeat=len(start))])
    for step in steps:
        for _ in range(MOST_MOVES):
            around = np.maximum(best + step * directions, 0)
            found = [worth(weights) for weights in around]
            at = int(np.argmax(found))
            if found[at] <= most:
                break
            best, most = around[at], found[at]
    return best

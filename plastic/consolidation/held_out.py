"""Moments that neither waking nor sleep has seen, by which both are judged.

Waking forgets each of them for as long as it takes to predict it; sleep sweeps once
more beside the first sweep, without them.  Each is predicted twice: with all of its
past, and as if that began in the middle, a few symbols before, for there the experts
deserve other weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from ..core.symbols import Symbols
from ..mixture.weights import (
    LONGEST_MIDDLE,
    SHORTEST_MIDDLE,
    Held,
    WeightTable,
    bands,
    mixing_weights,
)
from .histories import Histories
from .strengths import Sweep
from .symbol_codes import Corpus, SymbolIndex

MOST = 3_000  # moments by which the weights are found; fewer if they cost more
MOST_SYNAPSES = 20_000_000  # that waking may meet for them
MOST_FOLDS = 10
MOST_FOLDED = 3_000_000  # of histories x symbols in all folds: a second's work


class Moment(NamedTuple):
    """What is asked of waking.

    Attributes
    ----------
    sample : str or tuple
        In which sample.
    place : int
        After how many of its symbols.
    length : int
        How many of these are told where the past begins in the middle.
    """

    sample: Symbols
    place: int
    length: int


# Gives waking's log-probabilities of the targets when it has not seen the moments,
# with all of the past and in the middle, (2, moments, targets), and how many symbols
# the concepts had that fired, (moments,).
LeaveOneOut: TypeAlias = (
    "Callable[[list[Moment], SymbolIndex], tuple[np.ndarray, np.ndarray]]"
)


class Fold(NamedTuple):
    """Moments that are held out together.

    Attributes
    ----------
    moments : numpy.ndarray of int64
        Their numbers in the corpus.
    lengths : numpy.ndarray of int64
        How many symbols are told of each if its past begins in the middle.
    """

    moments: np.ndarray
    lengths: np.ndarray

    def rows(self, row_of: np.ndarray) -> np.ndarray:
        """Give which histories they have: all past, then those in the middle."""
        rows = row_of[self.moments]
        return np.concatenate([rows, rows])

    def sees(self, histories: Histories, k: int) -> np.ndarray:
        """Tell of each of :meth:`rows` whether the k-th template can be seen."""
        inside = histories.reaches[k] <= self.lengths
        return np.concatenate([np.ones(len(inside), bool), inside])


def hold_out(text: Corpus, vocabulary: int, cells: int) -> list[Fold]:
    """Choose moments to predict unseen, in folds of at most a tenth of all.

    Parameters
    ----------
    text : Corpus
        All moments.
    vocabulary : int
        How many symbols waking may meet for each.
    cells : int
        How many numbers one sweep holds.
    """
    lived = int(text.times.sum())
    wanted = max(MOST // 10, min(MOST, MOST_SYNAPSES // vocabulary))
    most_folds = min(MOST_FOLDS, max(1, MOST_FOLDED // cells))
    folds = min(most_folds, -(-wanted * 10 // lived))
    each = min(max(1, lived // 10), wanted // folds)
    # A fixed seed: which moments are chosen depends on the samples alone.
    chosen = np.random.default_rng(0).choice(
        lived, min(lived, folds * each), replace=False
    )
    chosen = np.searchsorted(np.cumsum(text.times), chosen, "right")
    middle = LONGEST_MIDDLE + 1 - SHORTEST_MIDDLE
    lengths = SHORTEST_MIDDLE + np.arange(len(chosen)) % middle
    lengths = np.minimum(lengths, text.places()[chosen])
    parts = min(folds, len(chosen))
    return [
        Fold(*part)
        for part in zip(np.array_split(chosen, parts), np.array_split(lengths, parts))
    ]


def weigh(
    folds: list[Fold],
    checks: list[Sweep],
    text: Corpus,
    code: SymbolIndex,
    waking: LeaveOneOut,
) -> tuple[WeightTable, Held]:
    """Find how much waking and sleep are to be believed.

    Returns
    -------
    weights : WeightTable
        That.
    held : Held
        What they say of the moments, with all of their past.
    """
    moments, lengths = (np.concatenate(parts) for parts in zip(*folds))
    said = [np.split(check.watched_distributions(), 2) for check in checks]
    asleep = np.log(np.concatenate([*map(np.concatenate, zip(*said))]))
    which = np.searchsorted(text.starts, moments, "right") - 1
    places = moments - text.starts[which]
    asked = [
        Moment(text.samples[at], place, length)
        for at, place, length in zip(which, places.tolist(), lengths.tolist())
    ]
    awake, depths = waking(asked, code)
    came = np.tile(text.numbers[moments], 2)
    told = np.concatenate([np.full(len(moments), -1), lengths])
    awake = np.concatenate(awake)
    weights = mixing_weights(awake, [asleep], came, np.tile(depths, 2), told)
    whole = slice(len(moments))
    logs = np.stack([awake[whole], asleep[whole]])
    sure = np.exp(logs[0].max(1))
    return weights, Held(logs, came[whole], bands(depths, sure))

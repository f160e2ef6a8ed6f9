"""Moments that neither waking nor sleep has seen, by which both are judged.

They are held out in *runs*: all moments of a sample, or many in a row of a long one.
A tune repeats itself: if one moment of it were held out alone, waking would know what
follows there from the tune's other verses, and be believed too much.  Of a new tune
it knows nothing.  Of one long text a tenth is held out in one run: a part that is
shorter has its words and names in common with what is known on both sides of it.

Waking forgets each run for as long as it takes to predict it; sleep sweeps once more
beside the first sweep, without them.  Each moment is predicted twice: with all of its
past, and as if that began in the middle, a few symbols before, for there the experts
deserve other weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from ..core.symbols import Symbols
from ..mixture.weights import (
    LONGEST_MIDDLE,
    SHORTEST_MIDDLE,
    WHOLE,
    Held,
    WeightTable,
    bands,
    mixing_weights,
    weights_by_band,
    weights_of_all,
    worth_of_last,
)
from .histories import Histories
from .matches import Followed, Matches
from .recurrence import Recurring, Remembered
from .strengths import Sweep
from .symbol_codes import Corpus, SymbolIndex

MOST = 3_000  # moments by which the weights are found; fewer if they cost more
MOST_SYNAPSES = 20_000_000  # that waking may meet for them
MOST_FOLDS = 10
MOST_FOLDED = 3_000_000  # of histories x symbols in all folds: a second's work
LONGEST_RUN = 100_000  # moments: to forget and learn them again takes some seconds
# What another expert must save to be carried, for who predicts with it takes longer:
# so many nats of the moments held out, and such a part of all.
LEAST_SAVED = 10.0
LEAST_PART_SAVED = 0.003
FEWEST_RUNS = 30  # where there are so many: one may be unlike the others


class Run(NamedTuple):
    """Moments in a row that are held out together.

    Attributes
    ----------
    sample : str or tuple
        In which sample.
    start : int
        Where it begins in the corpus.
    begin, end : int
        After how many of its symbols the first comes, and the first that is held.
    asked : list of int
        After how many the moments come that are asked about.
    lengths : list of int
        How many of these are told where the past begins in the middle.
    """

    sample: Symbols
    start: int
    begin: int
    end: int
    asked: list[int]
    lengths: list[int]

    def ends(self) -> range:
        """Give where the pasts end in the sample with its START and STOP.

        With the last moment goes the past that holds STOP, too.
        """
        return range(self.begin + 1, self.end + 1 + (self.end > len(self.sample)))


# Gives waking's log-probabilities of the targets when it has not seen the runs, with
# all of the past and in the middle, (2, moments, targets), and how many symbols the
# concepts had that fired, (moments,).
LeaveOut: TypeAlias = (
    "Callable[[list[Run], SymbolIndex], tuple[np.ndarray, np.ndarray]]"
)


class Fold(NamedTuple):
    """Runs that are held out together.

    Attributes
    ----------
    runs : list of Run
        They.
    held_out : numpy.ndarray of int64
        The numbers in the corpus of all their moments.
    moments : numpy.ndarray of int64
        Those of the moments that are asked about.
    lengths : numpy.ndarray of int64
        How many symbols are told of each if its past begins in the middle.
    """

    runs: list[Run]
    held_out: np.ndarray
    moments: np.ndarray
    lengths: np.ndarray

    @classmethod
    def of(cls, runs: list[Run]) -> Fold:
        """Make a fold of runs, one at least."""
        return cls(
            runs,
            np.concatenate([run.start + np.arange(run.begin, run.end) for run in runs]),
            np.concatenate([run.start + np.array(run.asked) for run in runs]),
            np.concatenate([run.lengths for run in runs]),
        )

    def rows(self, row_of: np.ndarray) -> np.ndarray:
        """Give which histories they have: all past, then those in the middle."""
        rows = row_of[self.moments]
        return np.concatenate([rows, rows])

    def sees(self, histories: Histories, k: int) -> np.ndarray:
        """Tell of each of :meth:`rows` whether the k-th template can be seen."""
        inside = histories.reaches[k] <= self.lengths
        return np.concatenate([np.ones(len(inside), bool), inside])


def hold_out(text: Corpus, vocabulary: int, cells: int) -> list[Fold]:
    """Choose runs to predict unseen, in folds of at most a tenth of all.

    Parameters
    ----------
    text : Corpus
        All moments.
    vocabulary : int
        How many symbols waking may meet for each.
    cells : int
        How many numbers one sweep holds.
    """
    tenth = max(1, int(text.times.sum()) // 10)
    wanted = max(MOST // 10, min(MOST, MOST_SYNAPSES // vocabulary))
    most_folds = min(MOST_FOLDS, max(1, MOST_FOLDED // cells))
    longest = min(LONGEST_RUN, tenth)
    runs = int(text.times[text.starts] @ _pieces(text, longest))
    of_each = -(-wanted // min(FEWEST_RUNS, max(1, most_folds * runs // 10)))
    # A fixed seed: which moments are chosen depends on the samples alone.
    rng = np.random.default_rng(0)
    folds: list[list[Run]] = []
    room = 0
    for sample, begin, end in _runs(text, longest, wanted, rng):
        size = end - begin
        if not wanted or (size > room and len(folds) == most_folds):
            break
        if size > room:
            folds.append([])
            room = tenth
        most = min(size, of_each, wanted)
        asked = begin + np.sort(rng.choice(size, most, replace=False))
        lengths = rng.integers(SHORTEST_MIDDLE, LONGEST_MIDDLE + 1, most)
        lengths = np.minimum(lengths, asked)
        start = int(text.starts[sample])
        place = begin, end, asked.tolist(), lengths.tolist()
        folds[-1].append(Run(text.samples[sample], start, *place))
        room, wanted = room - size, wanted - most
    return [*map(Fold.of, folds)]


def weigh_recurrence(
    text: Corpus, code: SymbolIndex, folds: list[Fold], weights: WeightTable, held: Held
) -> tuple[WeightTable, Held]:
    """Find how much what recurs is to be believed beside waking and sleep, if at all.

    Parameters
    ----------
    text : Corpus
        All moments.
    code : SymbolIndex
        The symbols.
    folds : list of Fold
        The moments that are held out.
    weights, held
        Of waking and sleep.

    Returns
    -------
    weights, held
        With what recurs, if that saves what it costs.
    """
    moments = np.concatenate([fold.moments for fold in folds])
    pasts = Remembered.of(text).at(moments)
    recurring = Recurring.after(pasts.each(), code.targets)
    said = recurring.log_ratios(held.logs[1], code.boundary)
    found, more = _weigh_another(said, weights, held)
    return found or weights, more


def weigh_matches(
    followed: Followed,
    folds: list[Fold],
    base: np.ndarray,
    weights: WeightTable,
    held: Held,
) -> tuple[Matches | None, Held]:
    """Find how much matches are to be believed beside the others, if at all.

    Parameters
    ----------
    followed : Followed
        What pointers said of all moments.
    folds : list of Fold
        The moments that are held out.
    base : numpy.ndarray
        Log-probabilities of the symbols alone.
    weights, held
        Of the others.

    Returns
    -------
    matches : Matches or None
        With their weights; None: they do not save what they cost.
    held : Held
        What all who are believed say of the moments.
    """
    logs = [
        followed.matches(fold.held_out).log_distributions(
            base, followed.said[fold.moments], followed.kinds[fold.moments]
        )
        for fold in folds
    ]
    found, more = _weigh_another(np.concatenate(logs), weights, held)
    if found is None:
        return None, held
    matches = followed.matches()
    matches.weights = matches.weights_of_new = found
    return matches, more


def _weigh_another(
    said: np.ndarray, weights: WeightTable, held: Held
) -> tuple[WeightTable | None, Held]:
    """Find the weights with one more expert; None if it does not save what it costs."""
    more = held.with_another(said)
    if worth_of_last(more, weights[0]) < LEAST_SAVED / 2:  # a glance, for most is less
        return None, held
    # For all pasts alike: weights of twenty bands would seem to save some by chance.
    alone = held.nats(WeightTable.everywhere(*weights[0]))
    together = more.nats(WeightTable.everywhere(*weights_of_all(more)))
    if alone - together < max(LEAST_SAVED, LEAST_PART_SAVED * alone):
        return None, held
    found = weights_by_band(more)
    # Of a few symbols in the middle so many cannot be alike elsewhere, nor recur.
    middle = [(*others, 0.0) for others in weights[1 + WHOLE :]]
    return WeightTable([*found[: 1 + WHOLE], *middle]), more


def _pieces(text: Corpus, longest: int) -> np.ndarray:
    """Tell in how many runs each sample is held out."""
    found: np.ndarray = -(-text.lengths // longest)
    return found


def _runs(
    text: Corpus, longest: int, most: int, rng: np.random.Generator
) -> Iterator[tuple[int, int, int]]:
    """Draw samples and places, each as often as its sample is held at the most."""
    pieces = _pieces(text, longest)
    of = np.repeat(np.arange(len(pieces)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    begins = (np.arange(len(of)) - first) * longest
    up_to = np.cumsum(text.times[text.starts[of]])
    lived = int(up_to[-1])
    drawn = rng.choice(lived, min(lived, most), replace=False)
    for run in np.searchsorted(up_to, drawn, "right").tolist():
        begin, length = int(begins[run]), int(text.lengths[of[run]])
        yield int(of[run]), begin, min(begin + longest, length)


def weigh(
    folds: list[Fold],
    checks: list[Sweep],
    text: Corpus,
    code: SymbolIndex,
    waking: LeaveOut,
) -> tuple[WeightTable, Held]:
    """Find how much waking and sleep are to be believed.

    Returns
    -------
    weights : WeightTable
        That.
    held : Held
        What they say of the moments, with all of their past.
    """
    moments = np.concatenate([fold.moments for fold in folds])
    lengths = np.concatenate([fold.lengths for fold in folds])
    said = [np.split(check.watched_distributions(), 2) for check in checks]
    asleep = np.log(np.concatenate([*map(np.concatenate, zip(*said))]))
    awake, depths = waking([run for fold in folds for run in fold.runs], code)
    came = np.tile(text.numbers[moments], 2)
    told = np.concatenate([np.full(len(moments), -1), lengths])
    awake = np.concatenate(awake)
    weights = mixing_weights(awake, [asleep], came, np.tile(depths, 2), told)
    whole = slice(len(moments))
    logs = np.stack([awake[whole], asleep[whole]])
    sure = np.exp(logs[0].max(1))
    return weights, Held(logs, came[whole], bands(depths, sure))

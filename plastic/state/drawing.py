"""Known samples that stand for all: how much is known, under any weights.

Of many samples few have most of the probability.  So some are drawn, each the more
likely the more probable waking has it, and stands for so many others as it was
unlikely to be drawn: importance sampling, by a comb with equal teeth, so that nothing
is left to chance.  With ``emma`` of probability .02 and a thousand names of .00002 half
of the teeth hit ``emma``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..arrays.scoring import ScoresMany
from ..arrays.text import Numbers, encode
from ..core.symbols import STOP, Symbols
from ..mixture.mixture import Mixture
from ..mixture.weights import Held, WeightTable, bands
from ..mixture.weights_of_new import Drawn, weights_of_new
from .repeats import LEAST_KNOWN, MOST_TOLD_APART, Known, good_turing
from .together import ask

MOST_DRAWN = 500  # teeth
MOST_CELLS = 500_000  # of moments x targets, known ones and held out ones each


def weigh(
    samples: Mapping[Symbols, int], scorer: ScoresMany, mixture: Mixture, held: Held
) -> WeightTable:
    """Find how much experts are believed where known samples are told from new ones.

    Parameters
    ----------
    samples : mapping
        What is held, one at least, and how often.
    scorer : ScoresMany
        Of the graph that they give.
    mixture : Mixture
        Who predicts where they are not told apart.
    held : Held
        What its experts say of moments that none of them has seen.

    Returns
    -------
    WeightTable
        The mixture's where samples are so long that none is met again by chance.
    """
    known = Known.of(samples, mixture.symbols)
    places = scorer.log_probabilities(known.text)
    logs = np.add.reduceat(places, known.text.begins)
    if np.exp(logs).sum() < LEAST_KNOWN:
        return mixture.weights
    times = known.text.times
    lengths = np.diff(known.text.begins, append=len(places)) - 1
    drawn = draw(known, logs, lengths, scorer, mixture)
    there = np.bincount(np.minimum(times, MOST_TOLD_APART)) > 0
    there[0] = True
    shares = good_turing(times, there)
    most = max(1, MOST_CELLS // held.logs.shape[2])
    few = held.part(slice(most))
    moments_a_sample = (lengths * times).sum() / times.sum()
    return weights_of_new(
        few, drawn, shares, len(few.came) / moments_a_sample, mixture.weights
    )


def draw(
    known: Known, logs: Numbers, lengths: Numbers, scorer: ScoresMany, mixture: Mixture
) -> Drawn:
    """Draw known samples, and ask the experts about them.

    Parameters
    ----------
    known : Known
        All.
    logs, lengths : numpy.ndarray, shape (samples,)
        Waking's log-probability of each, and how many moments it has.
    scorer, mixture
        See :func:`weigh`.
    """
    chances = np.exp(logs)
    mean_length = (lengths * chances).sum() / chances.sum()
    most = max(1, int(MOST_CELLS // (len(mixture.widths) * mean_length)))
    which, stand_for = comb(chances, min(MOST_DRAWN, most))
    samples = [known.samples[at] for at in which.tolist()]
    text = encode(dict(zip(samples, known.text.times[which].tolist())))
    at = np.flatnonzero(text.codes != text.symbols.index(STOP))
    seen = [expert.see(samples) for expert in mixture.experts]
    masses, said, depths = ask(seen, text, at, scorer, mixture)
    awake = np.log(masses / masses.sum(1, keepdims=True))
    cells = np.array([-1, *map(mixture.cells.target, text.symbols[1:])])
    came = cells[text.codes[at + 1]]
    of = np.repeat(np.arange(len(which)), lengths[which])
    # What waking says of symbols within their cells no weight changes.
    inside = logs[which] - np.bincount(of, awake[np.arange(len(at)), came])
    return Drawn(
        Held(np.stack([awake, *said]), came, bands(depths, np.exp(awake.max(1)))),
        of,
        np.minimum(text.times, MOST_TOLD_APART),
        stand_for * np.exp(inside),
    )


def comb(chances: Numbers, teeth: int) -> tuple[Numbers, Numbers]:
    """Draw in proportion to chances, by a comb with equal teeth.

    Returns
    -------
    which : numpy.ndarray of int
        What was hit, rising: all if these are no more than the teeth.
    stand_for : numpy.ndarray
        How many as probable as itself each stands for.

    Examples
    --------
    >>> which, stand_for = comb(np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1]), 4)
    >>> which, stand_for.round(3)
    (array([0, 2, 4]), array([1. , 2.5, 2.5]))
    """
    if len(chances) <= teeth:
        return np.arange(len(chances)), np.ones(len(chances))
    up_to = np.cumsum(chances)
    hit = (np.arange(teeth) + 0.5) / teeth * up_to[-1]
    which, hits = np.unique(np.searchsorted(up_to, hit), return_counts=True)
    return which, hits / teeth * up_to[-1] / chances[which]

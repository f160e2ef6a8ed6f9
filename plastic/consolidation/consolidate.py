"""Sleep: finding the abstractions that have gaps, classes and places.

Awake, a memory learns pasts without gaps, one moment at a time.  Asleep it
looks at all that it holds: which symbols are isomorphic
(:mod:`.isomorphism`), what patterns with slots histories show
(:mod:`.templates`), and what these excite and inhibit (:mod:`.strengths`).
What it finds is mixed with waking (:mod:`.mixing_weight`, :mod:`.mixing`).

All is counting and closed-form ratios; the same multiset of samples gives the
same result, bit for bit, in whatever order it was taught.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from ..core.symbols import Symbols
from .isomorphism import partitions
from .mixing_weight import mixing_weight
from .strengths import Events, Sweep, group
from .symbol_codes import Code, Text, encode
from .templates import Histories, Recipe, Template

MOST_CELLS = 30_000_000  # of histories x symbols, 8 bytes each, in some four copies
HELD_OUT = 3_000  # moments by which the weight is found; fewer if they cost more
MOST_SYNAPSES = 20_000_000  # that waking may meet for them
MOST_FOLDS = 10

# (sample, place) of moments, symbols -> waking's log-probabilities of the
# targets, (moments, targets), when it has not seen them
LeaveOneOut = Callable[["list[tuple[Symbols, int]]", Code], np.ndarray]


class Saving(NamedTuple):
    """What the values of one template came to."""

    template: Template
    kept: int  # slot concepts
    dropped: int
    nats: float  # that the kept ones save, each before the rate


class Abstractions:
    """What sleep found.

    Attributes
    ----------
    code : Code
        The symbols that it tells apart.
    histories : Histories
        How a history fills the templates.
    base : numpy.ndarray, shape (targets,)
        Log-probabilities of the symbols alone.
    keys : numpy.ndarray of int64, shape (slot concepts,)
        Their values, rising (see Histories).
    strengths : numpy.ndarray, shape (slot concepts + 1, targets)
        What each adds to the log-odds; the last row, 0, is for none.
    saved : numpy.ndarray, shape (slot concepts,)
        The nats that each saved, before the rate.
    weight : float
        How much sleep is believed, from 0 to 1.
    savings : list of Saving
        What each template came to.
    """

    def __init__(
        self,
        code: Code,
        histories: Histories,
        base: np.ndarray,
        keys: np.ndarray,
        strengths: np.ndarray,
        saved: np.ndarray,
        weight: float,
        savings: list[Saving],
    ) -> None:
        self.code, self.histories = code, histories
        self.base, self.keys, self.strengths = base, keys, strengths
        self.saved, self.weight, self.savings = saved, weight, savings

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """Find the row of each value; that of none is the last."""
        if not len(self.keys):
            return np.full(len(keys), 0)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, at, len(self.keys))


def consolidate(
    samples: Mapping[Symbols, int],
    waking: LeaveOneOut,
    recipe: Recipe,
    progress: bool = False,
) -> Abstractions:
    """Sleep over samples.

    Parameters
    ----------
    samples : mapping
        Sample -> how often it is held; at least one.
    waking : callable
        Gives waking's log-probabilities of moments that it has not seen.
    recipe : Recipe
        What to look for.
    progress : bool, default False
        Show a progress bar.

    Returns
    -------
    Abstractions
        Costs O(templates x histories x symbols) in time, O(histories x
        symbols) in memory, where histories are those that differ in what the
        templates look at.  Where that would be more than 30 million numbers,
        fewer symbols are told apart.
    """
    view = _look(samples, recipe, recipe.most_symbols)
    affordable = MOST_CELLS // view.seen.shape[1]
    if view.code.targets > affordable:
        view = _look(samples, recipe, max(1, affordable - 2))
    code, text, histories, seen, row_of = view
    events, event_of = _events(row_of, text, seen.shape[1], code.targets)
    vocabulary = len(code.symbols) + len(code.rare) + 1
    folds = max(1, MOST_CELLS // 10 // (events.histories * events.symbols))
    held_out = _held_out(text, MOST_SYNAPSES // vocabulary, min(MOST_FOLDS, folds))
    gate = recipe.gate
    if gate is None:
        gate = max(0.0, math.log(200_000 / text.times.sum()) / 4)
    how = recipe.rate, recipe.prior, gate
    main = Sweep(events, *how)
    checks = [
        Sweep(events.without(event_of[fold]), *how, watched=row_of[fold])
        for fold in held_out
    ]
    keys, strengths, saved, savings = _sweep(histories, seen, main, checks, progress)
    weight = 0.0
    if len(keys):
        weight = _weigh(np.concatenate(held_out), checks, text, code, waking)
    return Abstractions(
        code, histories, np.log(main.unigram), keys, strengths, saved, weight, savings
    )


class _View(NamedTuple):
    """All moments, as far as templates see them."""

    code: Code
    text: Text
    histories: Histories
    seen: np.ndarray  # (features, histories that differ)
    row_of: np.ndarray  # which of them each moment had


def _look(samples: Mapping[Symbols, int], recipe: Recipe, most: int) -> _View:
    """See what the templates look at, telling so many symbols apart."""
    code = Code(samples, most)
    text = encode(samples, code)
    sizes = tuple({2, *(classes for classes, _ in recipe.fading)})
    histories = Histories(recipe, code, partitions(text, code, sizes))
    seen, row_of = _distinct(histories.columns(text), histories.widths)
    return _View(code, text, histories, seen, row_of)


def _distinct(columns: np.ndarray, widths: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Keep one column of those that are alike; tell which each moment had."""
    codes = np.zeros(columns.shape[1], np.int64)
    space = 1
    for column, width in zip(columns, widths):
        if space * width >= 2**62:  # number afresh what there is so far
            codes = np.unique(codes, return_inverse=True)[1]
            space = int(codes.max()) + 1
        codes = codes * width + column
        space *= width
    _, first, row_of = np.unique(codes, return_index=True, return_inverse=True)
    return columns[:, first].astype(np.int64), row_of


def _events(
    row_of: np.ndarray, text: Text, histories: int, targets: int
) -> tuple[Events, np.ndarray]:
    """Count what came after each history; tell which event each moment is."""
    codes, event_of = np.unique(
        row_of * np.int64(targets) + text.numbers, return_inverse=True
    )
    counts = np.bincount(event_of, text.times, len(codes))
    events = Events(counts, codes // targets, codes % targets, histories, targets)
    return events, event_of


def _held_out(text: Text, affordable: int, most_folds: int) -> list[np.ndarray]:
    """Choose moments to predict unseen, in folds of at most a tenth of all."""
    lived = int(text.times.sum())
    wanted = max(HELD_OUT // 10, min(HELD_OUT, affordable))
    folds = min(most_folds, -(-wanted * 10 // lived))
    each = min(max(1, lived // 10), wanted // folds)
    # A fixed seed: which moments are chosen depends on the samples alone.
    chosen = np.random.default_rng(0).choice(
        lived, min(lived, folds * each), replace=False
    )
    chosen = np.searchsorted(np.cumsum(text.times), chosen, "right")
    return np.array_split(chosen, min(folds, len(chosen)))


def _sweep(
    histories: Histories,
    seen: np.ndarray,
    main: Sweep,
    checks: list[Sweep],
    progress: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[Saving]]:
    keys, strengths, saved, savings = [], [], [], []
    bar: Iterable[Template] = histories.templates
    if progress:
        bar = tqdm(bar, "sleeping", unit=" templates")
    for k, template in enumerate(bar):
        codes = histories.factors[:, k] @ seen
        space = int(histories.offsets[k + 1] - histories.offsets[k])
        grouping = group(codes, space)
        learned = main.learn(grouping)
        for check in checks:
            check.learn(grouping)
        kept = learned.opened
        keys.append(grouping.values[kept] + histories.offsets[k])
        strengths.append(learned.strengths[:, kept].T)
        saved.append(learned.saved[kept])
        nats = float(saved[-1].sum())
        savings.append(Saving(template, int(kept.sum()), int((~kept).sum()), nats))
    strengths.append(np.zeros((1, main.events.symbols)))
    return (
        np.concatenate(keys),
        np.concatenate(strengths),
        np.concatenate(saved),
        savings,
    )


def _weigh(
    held_out: np.ndarray,
    checks: list[Sweep],
    text: Text,
    code: Code,
    waking: LeaveOneOut,
) -> float:
    asleep = np.log(np.concatenate([check.watched_distributions() for check in checks]))
    which = np.searchsorted(text.starts, held_out, "right") - 1
    moments = [
        (text.samples[at], int(moment - text.starts[at]))
        for at, moment in zip(which, held_out)
    ]
    return mixing_weight(asleep, waking(moments, code), text.numbers[held_out])

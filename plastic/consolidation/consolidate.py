"""Sleep: finding the abstractions that have gaps, classes and places.

Awake, a memory learns pasts without gaps, one moment at a time.  Asleep it
looks at all that it holds: which symbols are isomorphic
(:mod:`.isomorphism`), what patterns with slots histories show
(:mod:`.templates`), and what these excite and inhibit (:mod:`.strengths`).
What it finds is mixed with waking (:mod:`plastic.mixture`); how much it is
believed is found from moments that neither has seen (:mod:`.held_out`): waking
forgets them for as long as it takes to predict them; sleep sweeps once more
beside the first sweep, without them.

All is counting and closed-form ratios; the same multiset of samples gives the
same result, bit for bit, in whatever order it was taught.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .._support.progress import bar
from ..core.symbols import Symbols
from ..mixture.weights import Held, WeightTable
from .abstractions import Abstractions, Saving
from .held_out import (
    Fold,
    LeaveOut,
    hold_out,
    weigh,
    weigh_matches,
    weigh_recurrence,
)
from .histories import Histories
from .isomorphism import partitions
from .matches import follow
from .strengths import Events, Grouping, Sweep, group
from .symbol_codes import FEW, Corpus, SymbolIndex, encode
from .templates import Recipe
from .words import find_words

MOST_CELLS = 80_000_000  # of histories x symbols, 4 bytes each, in some four copies

# Histories far from each other, taken by turns.  An addition has to wait some ten
# cycles for the one before it to the same sum; eight would do, but for chance.
STREAMS = 16


def consolidate(
    samples: Mapping[Symbols, int],
    waking: LeaveOut,
    recipe: Recipe,
    progress: bool = False,
) -> tuple[Abstractions, Held | None]:
    """Sleep over samples.

    Parameters
    ----------
    samples : mapping
        Sample -> how often it is held; at least one.
    waking : callable
        Gives waking's log-probabilities of runs of moments that it has not seen.
    recipe : Recipe
        What to look for.
    progress : bool, default False
        Show a progress bar.

    Returns
    -------
    found : Abstractions
        Costs O(templates x histories x symbols) in time, O(histories x
        symbols) in memory, where histories are those that differ in what the
        templates look at.  Where that would be more than 80 million numbers,
        fewer symbols are told apart.
    held : Held or None
        What all who predict say of moments that none of them has seen; None where
        nothing was found that could say something.
    """
    view = _look(samples, recipe, recipe.most_symbols)
    differing = view.seen.shape[1]
    if view.code.targets > MOST_CELLS // differing:
        # Of words, the rarer they are the less each adds: half the time is enough.
        affordable = MOST_CELLS // 2 // differing
        most = max(min(FEW, 2 * affordable), affordable) - 2
        view = _look(samples, recipe, max(1, most))
    code, text, histories, seen, row_of = view
    order = _by_turns(seen.shape[1])
    row_of = np.argsort(order)[row_of]
    events, event_of = _events(row_of, text, seen.shape[1], code.targets)
    vocabulary = len(code.symbols) + len(code.rare) + 1
    folds = hold_out(text, vocabulary, events.histories * events.symbols)
    gate = recipe.gate
    if gate is None:
        gate = max(0.0, math.log(200_000 / text.times.sum()) / 4)
    how = recipe.rate, recipe.prior, gate
    main = Sweep(events, *how)
    checks = [
        Sweep(events.without(event_of[fold.held_out]), *how, watched=fold.rows(row_of))
        for fold in folds
    ]
    keys, strengths, saved, savings = _sweep(
        histories, seen, order, main, [*zip(checks, folds)], progress
    )
    weights, held = WeightTable.everywhere(1.0, 0.0), None
    if len(keys):
        weights, held = weigh(folds, checks, text, code, waking)
    base, matches = np.log(main.unigram), None
    if held is not None:
        if recipe.recall:
            weights, held = weigh_recurrence(text, code, folds, weights, held)
        if followed := follow(samples, code):
            matches, held = weigh_matches(followed, folds, base, weights, held)
    slots = keys, strengths, saved
    both = weights, weights
    found = Abstractions(code, histories, base, *slots, *both, savings, matches)
    return found, held


class _View(NamedTuple):
    """All moments, as far as templates see them."""

    code: SymbolIndex
    text: Corpus
    histories: Histories
    seen: np.ndarray  # (features, histories that differ)
    row_of: np.ndarray  # which of them each moment had


def _look(samples: Mapping[Symbols, int], recipe: Recipe, most: int) -> _View:
    """See what the templates look at, telling so many symbols apart."""
    code = SymbolIndex(samples, most)
    text = encode(samples, code)
    sizes = tuple({2, *(classes for classes, _ in recipe.fading)})
    classes = partitions(text, code, sizes)
    words = find_words(text, classes[max(classes)]) if recipe.words else None
    histories = Histories(recipe, code, classes, words)
    seen, row_of = _distinct(histories.columns(text), histories.widths)
    return _View(code, text, histories, seen, row_of)


def _distinct(columns: np.ndarray, widths: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Keep one column of those that are alike, in order; tell which each moment had."""
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


def _by_turns(histories: int) -> np.ndarray:
    """Give an order in which neighbours are far from each other.

    Histories that stand side by side show the same values, and who sums them up by
    value would wait for each addition.  So they are taken from sixteen places by
    turns: of 0 to 31 first 0, 2, 4 ... 30, then 1, 3, 5 ... 31.
    """
    size = -(-histories // STREAMS)
    order = np.arange(size * STREAMS).reshape(STREAMS, size).T.ravel()
    return order[order < histories]


def _events(
    row_of: np.ndarray, text: Corpus, histories: int, targets: int
) -> tuple[Events, np.ndarray]:
    """Count what came after each history; tell which event each moment is."""
    codes, event_of = np.unique(
        row_of * np.int64(targets) + text.numbers, return_inverse=True
    )
    counts = np.bincount(event_of, text.times, len(codes))
    events = Events(counts, codes // targets, codes % targets, histories, targets)
    return events, event_of


def _sweep(
    histories: Histories,
    seen: np.ndarray,
    order: np.ndarray,
    main: Sweep,
    checks: list[tuple[Sweep, Fold]],
    progress: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[Saving]]:
    keys, strengths, saved, savings = [], [], [], []
    templates = bar(histories.templates, progress, " templates", "sleeping")
    for k, template in enumerate(templates):
        codes = histories.codes(k, seen)
        space = int(histories.offsets[k + 1] - histories.offsets[k])
        of, values = group(codes, space)
        grouping = Grouping(of[order], values)
        learned = main.learn(grouping)
        for check, fold in checks:
            check.learn(grouping, fold.sees(histories, k))
        kept = learned.opened
        keys.append(grouping.values[kept] + histories.offsets[k])
        strengths.append(learned.strengths)
        saved.append(learned.saved)
        nats = float(saved[-1].sum())
        savings.append(Saving(template, int(kept.sum()), int((~kept).sum()), nats))
    strengths.append(np.zeros((1, main.events.symbols)))
    return (
        np.concatenate(keys),
        np.concatenate(strengths),
        np.concatenate(saved),
        savings,
    )

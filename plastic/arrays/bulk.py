"""Grow the whole concept graph at once.

Three ideas, told with ``>ab_`` and ``>cb_``:

1. *Sort the pasts from their ends* (:mod:`plastic.arrays.pasts`).  ``>ab`` and
   ``>cb`` stand side by side and share ``b``.  What neighbours share is a concept,
   so the concepts of length l are the runs of neighbours that share l symbols.
2. *Glue from the greatest length down to 0.*  A run becomes one item of the
   shorter runs to come, and what it was made of hangs on it.  A past that was
   lived once hangs there as a trace.
3. *Signals travel on.*  Each item tells what it is glued into, once, each symbol
   that ever followed it, and how many told the same is the synapse's strength.
   ``>ab`` and ``>cb`` were both followed by STOP: ``b`` knows it with strength 2,
   and tells the root once.

This is the graph that :mod:`plastic.core` grows moment by moment, and equal to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._support.progress import bar
from ..core.symbols import STOP
from ..core.tally import DEEPEST, Tally
from .columns import Columns
from .pasts import sort_pasts
from .text import Numbers, Text, narrow


class _Items(NamedTuple):
    """What stands side by side at some length: concepts, and pasts lived once."""

    numbers: Numbers  # of a concept its row; of a past lived once -1, -2, ...
    places: Numbers  # where such a past ends in the text
    counts: Numbers  # how many moments
    shared: Numbers  # how many symbols with the item before it


class _Growth:
    """The concepts that were found, in the order of their rows, piece by piece.

    Pairs of an item or a row and a symbol are held as one number each, which can
    be sorted: ``row << bits | symbol``.
    """

    def __init__(self, text: Text, horizon: int) -> None:
        self.text = text
        self.bits = len(text.symbols).bit_length()
        self.horizon = horizon
        self.following = np.zeros_like(text.codes)
        self.following[:-1] = text.codes[1:]
        self.following[text.codes == text.symbols.index(STOP)] = 0
        self.rows = 0
        self.alone: Numbers  # where the pasts that were lived once end
        self.alone_lengths: Numbers
        self.places: list[Numbers] = []
        self.lengths: list[Numbers] = []
        self.counts: list[Numbers] = []
        self.synapses: list[Numbers] = []  # pairs of a row and a symbol, rising
        self.strengths: list[Numbers] = []
        self.hanging: list[Numbers] = []  # numbers of items ...
        self.onto: list[Numbers] = []  # ... and the rows that they hang on

    def add(self, places: Numbers, lengths: Numbers, counts: Numbers) -> None:
        """Add concepts, whose rows follow those that are there."""
        self.places.append(places)
        self.lengths.append(lengths)
        self.counts.append(counts)
        self.rows += len(places)

    def different(self) -> tuple[_Items, Numbers]:
        """Make an item of each different past; what was lived twice is a concept.

        Returns
        -------
        items : _Items
            The pasts.
        signals : numpy.ndarray
            Pairs of an item and a symbol that followed it, each once.
        """
        text = self.text
        at, lengths, shared = sort_pasts(text, self.horizon)
        new = shared < lengths
        first = np.flatnonzero(new).astype(text.whole)
        lengths, shared = lengths[first], shared[first]
        samples = np.diff(text.begins, append=len(text.codes))
        times = np.repeat(text.times, samples)[at]
        counts = np.add.reduceat(times, first, dtype=np.int64)
        twice = counts > 1
        numbers = np.where(twice, np.cumsum(twice) - 1, 0 - np.cumsum(~twice))
        places = at[first]
        self.add(places[twice], lengths[twice], counts[twice])
        self.alone, self.alone_lengths = places[~twice], lengths[~twice]
        symbols = self.following[at]
        told = symbols > 0
        pairs = np.cumsum(new, dtype=np.int64)[told] - 1 << self.bits
        pairs |= symbols[told]
        del at, new, symbols  # there may be very many
        signals, strengths = _summed(pairs, times[told])
        by = signals >> self.bits
        concepts = twice[by]
        self._know(numbers[by[concepts]], signals[concepts], strengths[concepts])
        return _Items(numbers.astype(text.whole), places, counts, shared), signals

    def glue(
        self, length: int, items: _Items, signals: Numbers
    ) -> tuple[_Items, Numbers]:
        """Make one item of each run of items that share so many symbols."""
        glued = items.shared >= length
        if not glued.any():
            return items, signals
        heads = np.flatnonzero(~glued)
        run = np.cumsum(~glued, dtype=self.text.whole) - 1
        several = np.diff(heads, append=len(glued)) > 1
        # Of the runs of several.
        rows = np.cumsum(several, dtype=self.text.whole) + (self.rows - 1)
        inside = several[run]
        self.hanging.append(items.numbers[inside])
        self.onto.append(rows[run[inside]])
        places, counts = items.places[heads], np.add.reduceat(items.counts, heads)
        lengths = np.full(len(heads), length)
        self.add(places[several], lengths[several], counts[several])
        by = signals >> self.bits
        telling = inside[by]
        signals += run[by] - by << self.bits
        told, strengths = _counted(signals[telling])
        self._know(rows[told >> self.bits], told, strengths)
        numbers = np.where(several, rows, items.numbers[heads])
        items = _Items(numbers, places, counts, items.shared[heads])
        return items, np.concatenate([signals[~telling], told])

    def _know(self, rows: Numbers, told: Numbers, strengths: Numbers) -> None:
        """Add synapses of concepts for the symbols that were told."""
        symbols = told & ((1 << self.bits) - 1)
        self.synapses.append(rows.astype(np.int64) << self.bits | symbols)
        self.strengths.append(strengths)


def grow(text: Text, horizon: int, progress: bool = False) -> tuple[Columns, Tally]:
    """Grow the graph of a text.

    Costs a sort of the places, and O(places) for each length that some past
    shares with another: some .2 us a symbol for names.

    Parameters
    ----------
    text : Text
        Samples, one at least.
    horizon : int
        How many symbols of a past are looked at.
    progress : bool, default False
        Show a progress bar.

    Returns
    -------
    columns : Columns
        The last row is the root.
    tally : Tally
        Its counts of counts.
    """
    growth = _Growth(text, horizon)
    items, signals = growth.different()
    lengths = range(int(items.shared.max()), -1, -1)
    for length in bar(lengths, progress, " context lengths", "growing the graph"):
        items, signals = growth.glue(length, items, signals)
    return _columns(growth)


def _columns(growth: _Growth) -> tuple[Columns, Tally]:
    """Put the pieces together."""
    text, bits, rows = growth.text, growth.bits, growth.rows
    places, lengths = map(np.concatenate, (growth.places, growth.lengths))
    onto = _joined(growth.onto)
    # Of a branch: the row of a concept, or after those the number of a trace.
    numbers = _joined(growth.hanging)
    numbers[numbers < 0] = rows - 1 - numbers[numbers < 0]
    parents = np.full(rows + len(growth.alone), rows - 1, text.whole)
    parents[numbers] = onto
    branches = np.concatenate([places, growth.alone])[numbers] - lengths[onto]
    branches = onto.astype(np.int64) << bits | text.codes[branches]
    del onto
    order = np.argsort(branches)
    branches, numbers = branches[order], numbers[order]
    del order
    each, symbol = np.arange(rows + 1) << bits, (1 << bits) - 1
    strengths, synapses = _joined(growth.strengths), _joined(growth.synapses)
    begins = np.searchsorted(synapses, each)
    columns = Columns(
        ends=places + 1,
        lengths=lengths,
        parents=parents[:rows],
        r_levels=_r_levels(growth.places, parents[:rows]),
        counts=np.concatenate(growth.counts),
        synapse_begins=begins,
        branch_begins=np.searchsorted(branches, each),
        symbols=narrow(synapses & symbol),
        strengths=strengths,
        before=narrow(branches & symbol),
        branches=numbers,
        trace_ends=growth.alone + 1,
    )
    tally = _tally(growth, parents, np.diff(begins), strengths)
    return Columns(*map(narrow, columns)), tally


def _joined(pieces: list[Numbers]) -> Numbers:
    """Join pieces, and let go of them: there may be very many."""
    joined = np.concatenate(pieces)
    pieces.clear()
    return joined


def _tally(
    growth: _Growth, parents: Numbers, synapses: Numbers, strengths: Numbers
) -> Tally:
    """Count what :class:`plastic.core.tally.Tally` does."""
    tally = Tally()
    lengths = np.concatenate([*growth.lengths, growth.alone_lengths])
    below = lengths[parents]
    below[growth.rows - 1] = -1  # below the root there is nothing
    met = growth.following[growth.alone] > 0
    times = np.concatenate([synapses, met])
    begun = np.bincount(np.minimum(lengths, DEEPEST), times, DEEPEST + 1)
    known = below >= 0
    stops = np.minimum(below[known], DEEPEST)
    begun -= np.bincount(stops, times[known], DEEPEST + 1)
    tally.begun = begun.astype(np.int64).tolist()
    deep = np.maximum(lengths - np.maximum(below, DEEPEST - 1), 0)
    tally.deep = int(deep @ times)
    depths = np.repeat(np.minimum(lengths[: growth.rows], DEEPEST), synapses)
    for strength in range(2, 6):
        has = strengths == strength if strength < 5 else strengths >= 5
        counted = np.bincount(depths[has], minlength=DEEPEST + 1)
        tally.strong[strength] = counted.tolist()
    return tally


def _r_levels(pieces: list[Numbers], parents: Numbers) -> Numbers:
    """Tell how deep each concept lies: its parent's row is in a later piece."""
    levels, end = np.zeros_like(parents), len(parents) - len(pieces[-1])
    for piece in pieces[-2::-1]:
        rows = slice(end - len(piece), end)
        levels[rows] = levels[parents[rows]] + 1
        end -= len(piece)
    return levels


def _counted(cells: Numbers) -> tuple[Numbers, Numbers]:
    """Give each number once, in order, and how often it is there."""
    cells = np.sort(cells)
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    return cells[first], np.diff(first, append=len(cells))


def _summed(cells: Numbers, times: Numbers) -> tuple[Numbers, Numbers]:
    """Give each number once, in order, and the sum of its times."""
    order = np.argsort(cells)
    cells = cells[order]
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    return cells[first], np.add.reduceat(times[order], first, dtype=np.int64)

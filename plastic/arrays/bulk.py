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
What is long grows part by part (:mod:`.parts`).

Where numba is installed and there is much to do, the second and third are one walk
along the sorted pasts instead (:mod:`.climbing`), which finds the same columns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._support.compiled import compiled, is_worth_compiling
from .._support.progress import bar
from ..core.symbols import STOP
from ..core.tally import DEEPEST, Tally
from .climbing import arrange, climb, count
from .columns import Columns
from .parts import Part, join, runs
from .pasts import WORTH_COMPILING, Sorted, sort_pasts
from .text import Numbers, Text, narrow

# Places: of more, each part of some last symbols is grown by itself, which needs less
# room, and less time, too, for what is worked on is nearer to the processor.
MOST_AT_ONCE = 1_000_000
# Numbers that may be held for all levels and symbols at once, if that is more than
# the text is long: 20 MB.
MOST_CELLS = 1_000_000


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

    def __init__(self, text: Text) -> None:
        self.text = text
        self.bits = len(text.symbols).bit_length()
        self.following = _following(text)
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

    def different(self, pasts: Sorted) -> tuple[_Items, Numbers]:
        """Make an item of each different past; what was lived twice is a concept.

        Parameters
        ----------
        pasts : Sorted
            All of them.

        Returns
        -------
        items : _Items
            The pasts.
        signals : numpy.ndarray
            Pairs of an item and a symbol that followed it, each once.
        """
        text = self.text
        at, lengths, shared = pasts
        new = shared < lengths
        first = np.flatnonzero(new).astype(text.whole)
        lengths, shared = lengths[first], shared[first]
        times = _times(text)[at]
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
        del at, new, symbols, pasts  # there may be very many
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
    pasts = sort_pasts(text, horizon)
    is_much = is_worth_compiling(len(text.codes), WORTH_COMPILING)
    if is_much and (found := _climbed(text, pasts)):
        return found
    if len(text.codes) > MOST_AT_ONCE:
        parts = bar(runs(pasts, MOST_AT_ONCE), progress, " parts", "growing")
        del pasts
        return join([grow_part(text, part) for part in parts], text)
    growth = _Growth(text)
    items, signals = growth.different(pasts)
    del pasts
    lengths = range(int(items.shared.max()), -1, -1)
    for length in bar(lengths, progress, " context lengths", "growing the graph"):
        items, signals = growth.glue(length, items, signals)
    return _columns(growth)


def grow_part(text: Text, pasts: Sorted) -> Part:
    """Grow what a run of pasts has in common, down to their last symbols.

    Parameters
    ----------
    text : Text
        Samples.
    pasts : Sorted
        Those of its pasts that end with some symbols, see :func:`.parts.runs`.
    """
    shared = pasts.shared.copy()
    shared[0] = -1  # with the one before it, which is in another part
    growth = _Growth(text)
    items, signals = growth.different(pasts._replace(shared=shared))
    lengths, rows = [len(text.codes)], [growth.rows]  # of the first: any
    for length in range(int(items.shared.max()), 0, -1):
        items, signals = growth.glue(length, items, signals)
        if growth.rows > rows[-1]:
            lengths.append(length)
            rows.append(growth.rows)
    # A root without anything, for what is left to hang on.
    none = np.zeros(1, items.places.dtype)
    growth.add(none, none, none)
    growth.hanging.append(items.numbers)
    growth.onto.append(np.full(len(items.numbers), growth.rows - 1, text.whole))
    columns, tally = _columns(growth)
    branches = columns.branches[columns.branch_begins[-2] :]
    return Part(
        lengths,
        np.diff(rows, prepend=0).tolist(),
        columns,
        branches,
        columns.before[columns.branch_begins[-2] :],
        signals & ((1 << growth.bits) - 1),
        int(items.counts.sum()),
        tally,
    )


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
    lengths = np.concatenate([lengths, growth.alone_lengths])
    met = growth.following[growth.alone] > 0
    tally = _tally(lengths, parents, np.diff(begins), met, strengths)
    return Columns(*map(narrow, columns)), tally


def _joined(pieces: list[Numbers]) -> Numbers:
    """Join pieces, and let go of them: there may be very many."""
    joined = np.concatenate(pieces)
    pieces.clear()
    return joined


def _tally(
    lengths: Numbers,
    parents: Numbers,
    synapses: Numbers,
    met: Numbers,
    strengths: Numbers,
) -> Tally:
    """Count what :class:`plastic.core.tally.Tally` does.

    Parameters
    ----------
    lengths, parents : numpy.ndarray, shape (rows + traces,)
        By number.
    synapses : numpy.ndarray, shape (rows,)
        How many each concept has.
    met : numpy.ndarray of bool, shape (traces,)
        Which were followed by a symbol.
    strengths : numpy.ndarray, shape (synapses,)
        By row.
    """
    tally, rows = Tally(), len(synapses)
    below = lengths[parents]
    below[rows - 1] = -1  # below the root there is nothing
    times = np.concatenate([synapses, met])
    begun = np.bincount(np.minimum(lengths, DEEPEST), times, DEEPEST + 1)
    known = below >= 0
    stops = np.minimum(below[known], DEEPEST)
    begun -= np.bincount(stops, times[known], DEEPEST + 1)
    tally.begun = begun.astype(np.int64).tolist()
    deep = np.maximum(lengths - np.maximum(below, DEEPEST - 1), 0)
    tally.deep = int(deep @ times)
    depths = np.repeat(np.minimum(lengths[:rows], DEEPEST), synapses)
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


def _following(text: Text) -> Numbers:
    """Give the code of what comes after each place; 0 after a STOP."""
    following = np.zeros_like(text.codes)
    following[:-1] = text.codes[1:]
    following[text.codes == text.symbols.index(STOP)] = 0
    return following


def _times(text: Text) -> Numbers:
    """Tell how often the sample of each place was given."""
    return np.repeat(text.times, np.diff(text.begins, append=len(text.codes)))


def _climbed(text: Text, pasts: Sorted) -> tuple[Columns, Tally] | None:
    """Grow by compiled loops; None: there are none, or it would take much memory."""
    counting, climbing, arranging = map(compiled, (count, climb, arrange))
    if not (counting and climbing and arranging) or text.whole is not np.int32:
        return None
    places, lengths, shared = (column.astype(np.int32, copy=False) for column in pasts)
    first = np.flatnonzero(np.append(shared < lengths, True)).astype(np.int32)
    times = _times(text)[places]
    counted = counting(shared, first, times, int(shared.max()))
    codes = len(text.symbols)
    if counted.deepest * codes > max(MOST_CELLS, len(places)):
        return None
    following = _following(text)
    found, symbols, strengths = climbing(
        places,
        lengths,
        shared,
        first,
        following[places].astype(np.int32),
        times,
        counted,
        codes,
    )
    alone = found.alone
    met = following[alone] > 0
    depths = np.minimum(text.depths()[alone], lengths.max())
    del places, lengths, shared, first, times, following
    arranged = arranging(found, symbols, strengths, text.codes.astype(np.int32))
    synapse_begins, symbols, strengths, branch_begins, before, branches, levels = (
        arranged
    )
    columns = Columns(
        ends=found.places + 1,
        lengths=found.lengths,
        parents=found.parents[: len(levels)],
        r_levels=levels,
        counts=found.counts,
        synapse_begins=synapse_begins,
        branch_begins=branch_begins,
        symbols=symbols,
        strengths=strengths,
        before=before,
        branches=branches,
        trace_ends=alone + 1,
    )
    by_number = np.concatenate([found.lengths, depths])
    tally = _tally(by_number, found.parents, found.several, met, strengths)
    return Columns(*map(narrow, columns)), tally

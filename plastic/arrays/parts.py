"""Grow the whole concept graph part by part: each part of some last symbols.

Pasts that end with different symbols share nothing but the root.  So what grows of
``>ab`` and ``>cb`` has nothing to do with what grows of ``>a``, and may grow later, or
elsewhere: a part is a run of the sorted pasts, and needs a run's room.  At the end the
root is put under all of them.

The columns are those that grow at once (:mod:`.bulk`), bit for bit.  There the rows of
one length stand together, longer ones first, and within a length in the order of the
pasts; so each part's rows of a length are a block of the whole, and joining them is to
lay blocks one behind the other and to count rows on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from ..core.tally import Tally
from .columns import Columns
from .pasts import Sorted
from .text import Numbers, Text, narrow


class Part(NamedTuple):
    """What grew of some last symbols.

    Attributes
    ----------
    lengths : list of int
        Which lengths its rows have, falling; first, whatever was lived twice.
    sizes : list of int
        How many rows there are of each.
    columns : Columns
        Of its rows, without the root; the row after them stands for that.
    tops : numpy.ndarray
        What hangs on the root, by last symbol: rows, and beyond them traces.
    codes : numpy.ndarray
        The last symbol of each.
    told : numpy.ndarray
        The symbols that each told the root, all in one.
    moments : int
        How many there were.
    tally : Tally
        Its counts of counts.
    """

    lengths: list[int]
    sizes: list[int]
    columns: Columns
    tops: Numbers
    codes: Numbers
    told: Numbers
    moments: int
    tally: Tally


def runs(pasts: Sorted, most: int) -> list[Sorted]:
    """Cut sorted pasts where the last symbol changes, into runs of about so many.

    Examples
    --------
    >>> from .pasts import sort_pasts
    >>> from .text import encode
    >>> pasts = sort_pasts(encode({"ab": 1, "cb": 1}), 24)
    >>> [len(run.places) for run in runs(pasts, 3)]
    [3, 3, 2]
    """
    cuts = _cuts(pasts, most)
    return [Sorted(*(column[cut] for column in pasts)) for cut in cuts]


def _cuts(pasts: Sorted, most: int) -> Iterator[slice]:
    begins = np.flatnonzero(pasts.shared <= 0).tolist()
    begin = 0
    for end in [*begins[1:], len(pasts.places)]:
        if end - begin >= most or end == len(pasts.places):
            yield slice(begin, end)
            begin = end


class _Place(NamedTuple):
    """Where a part's numbers stand in the whole.

    Attributes
    ----------
    rows : numpy.ndarray
        Row of the part -> row of the whole; the last: the root.
    traces : int
        What is added to the number of a trace.
    """

    rows: Numbers
    traces: int

    def of(self, numbers: Numbers) -> Numbers:
        """Give the numbers that rows and traces have in the whole."""
        concepts = len(self.rows) - 1
        is_row = numbers < concepts
        found = numbers.astype(self.rows.dtype) + self.rows.dtype.type(self.traces)
        found[is_row] = self.rows[numbers[is_row]]
        return found


def join(parts: list[Part], text: Text) -> tuple[Columns, Tally]:
    """Lay parts one behind the other, and put the root under them."""
    blocks = [  # of each length, the longest first, each part's rows
        (number, at)
        for _, number, at in sorted(
            (-length, number, at)
            for number, part in enumerate(parts)
            for at, length in enumerate(part.lengths)
        )
    ]
    places = _places(parts, blocks, text)
    root = _root(parts, places)
    cuts = [[0, *accumulate(part.sizes)] for part in parts]

    def rows(column: Sequence[Numbers]) -> list[Numbers]:
        """Lay out a column of which there is one number a row."""
        return [column[n][cuts[n][at] : cuts[n][at + 1]] for n, at in blocks]

    def cells(column: Sequence[Numbers], begins: Sequence[Numbers]) -> list[Numbers]:
        """Lay out a column of which each row has the numbers from its begin on."""
        edges = [
            [int(begin[cut]) for cut in cut_at] for begin, cut_at in zip(begins, cuts)
        ]
        return [column[n][edges[n][at] : edges[n][at + 1]] for n, at in blocks]

    pieces: Any = zip(*(part.columns for part in parts))
    of: Any = Columns(*pieces)  # of each column those of all parts
    parents = [place.rows[column] for place, column in zip(places, of.parents)]
    branches = [place.of(column) for place, column in zip(places, of.branches)]
    laid: dict[str, list[Numbers]] = {
        "ends": rows(of.ends),
        "lengths": rows(of.lengths),
        "parents": rows(parents),
        "r_levels": rows(of.r_levels),
        "counts": rows(of.counts),
        "synapse_begins": rows([*map(np.diff, of.synapse_begins)]),
        "branch_begins": rows([*map(np.diff, of.branch_begins)]),
        "symbols": cells(of.symbols, of.synapse_begins),
        "strengths": cells(of.strengths, of.synapse_begins),
        "before": cells(of.before, of.branch_begins),
        "branches": cells(branches, of.branch_begins),
        "trace_ends": [*of.trace_ends],
    }
    whole = {
        name: np.concatenate([*each, getattr(root, name)])
        for name, each in laid.items()
    }
    for name in ("synapse_begins", "branch_begins"):
        whole[name] = np.append(0, np.cumsum(whole[name], dtype=np.int64))
    tally = _tally(parts, root.strengths)
    return Columns(**{name: narrow(column) for name, column in whole.items()}), tally


def _places(
    parts: list[Part], blocks: list[tuple[int, int]], text: Text
) -> list[_Place]:
    """Tell where each part's numbers stand in the whole."""
    begins: list[list[int]] = [[0] * len(part.sizes) for part in parts]
    rows = 0
    for number, at in blocks:
        begins[number][at] = rows
        rows += parts[number].sizes[at]
    places, traces = [], 0
    for part, begun in zip(parts, begins):
        runs = [
            np.arange(begin, begin + size, dtype=text.whole)
            for begin, size in zip(begun, part.sizes)
        ]
        root = np.array([rows], text.whole)
        own = sum(part.sizes) + 1  # rows, that of its empty root among them
        places.append(_Place(np.concatenate([*runs, root]), rows + 1 - own + traces))
        traces += len(part.columns.trace_ends)
    return places


def _root(parts: list[Part], places: list[_Place]) -> Columns:
    """Make the root's own row, and what hangs there."""
    told = np.concatenate([part.told for part in parts])
    symbols, strengths = np.unique(told, return_counts=True)
    first = parts[0]
    top = int(first.tops[0])
    own = len(first.columns.ends)
    columns = first.columns
    end = columns.ends[top] if top < own else columns.trace_ends[top - own]
    one: Any = np.array
    row = places[0].rows[-1]
    branches = [place.of(part.tops) for part, place in zip(parts, places)]
    return Columns(
        ends=one([end]),
        lengths=one([0]),
        parents=one([row]),
        r_levels=one([0]),
        counts=one([sum(part.moments for part in parts)]),
        synapse_begins=one([len(symbols)]),  # sizes, of which begins are made
        branch_begins=one([sum(map(len, branches))]),
        symbols=symbols,
        strengths=strengths,
        before=np.concatenate([part.codes for part in parts]),
        branches=np.concatenate(branches),
        trace_ends=np.zeros(0, np.uint8),
    )


def _tally(parts: list[Part], of_root: Numbers) -> Tally:
    """Add up what was counted: of the parts, and of the root's strengths."""
    tally = Tally()
    for part in parts:
        tally.begun = [*map(sum, zip(tally.begun, part.tally.begun))]
        tally.deep += part.tally.deep
        tally.strong = [
            [*map(sum, zip(*pair))] for pair in zip(tally.strong, part.tally.strong)
        ]
    tally.begun[0] += len(of_root)
    for strength in range(2, 6):
        has = of_root == strength if strength < 5 else of_root >= 5
        tally.strong[strength][0] += int(has.sum())
    return tally

"""Grow the whole concept graph part by part: each part of some last symbols.

Pasts that end with different symbols share nothing but the root.  So what grows of
``>ab`` and ``>cb`` has nothing to do with what grows of ``>a``, and may grow later, or
elsewhere: a part is a run of the sorted pasts, and needs a run's room.  At the end the
root is put under all of them.

The columns are those of :func:`.bulk.grow`, bit for bit.  There the rows of one length
stand together, longer ones first, and within a length in the order of the pasts; so
each part's rows of a length are a block of the whole, and joining them is to lay blocks
one behind the other and to count rows on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from ..core.tally import Tally
from . import bulk
from .columns import Columns
from .pasts import Sorted, sort_pasts
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
    count : int
        How many moments there were.
    tally : Tally
        Its counts of counts.
    """

    lengths: list[int]
    sizes: list[int]
    columns: Columns
    tops: Numbers
    codes: Numbers
    told: Numbers
    count: int
    tally: Tally


def grow(
    text: Text,
    horizon: int,
    most: int,
    each: Callable[..., Iterable[Part]] = map,
) -> tuple[Columns, Tally]:
    """Grow the graph of a text.

    Parameters
    ----------
    text : Text
        Samples, one at least.
    horizon : int
        How many symbols of a past are looked at.
    most : int
        How many pasts a part has, about; no symbol is in two parts.
    each : callable
        Calls a function for each of some arguments, as ``map`` does: here, or elsewhere.

    Returns
    -------
    columns : Columns
        The last row is the root.
    tally : Tally
        Its counts of counts.

    Examples
    --------
    >>> from .text import encode
    >>> text = encode({"ab": 1, "cb": 1})
    >>> parted, at_once = grow(text, 24, most=2)[0], bulk.grow(text, 24)[0]
    >>> all(map(np.array_equal, parted, at_once))
    True
    """
    pasts = sort_pasts(text, horizon)
    runs = [Sorted(*(column[run] for column in pasts)) for run in _runs(pasts, most)]
    del pasts
    parts = [*each(_Grower(text), runs)]
    del runs
    return join(parts, text)


class _Grower(NamedTuple):
    """Grows parts of a text; it can be sent to other processes."""

    text: Text

    def __call__(self, run: Sorted) -> Part:
        return grow_part(self.text, run)


def _runs(pasts: Sorted, most: int) -> Iterable[slice]:
    """Cut sorted pasts where the last symbol changes, into runs of about so many."""
    begins = np.flatnonzero(pasts.shared <= 0).tolist()
    begin = 0
    for end in [*begins[1:], len(pasts.places)]:
        if end - begin >= most or end == len(pasts.places):
            yield slice(begin, end)
            begin = end


def grow_part(text: Text, pasts: Sorted) -> Part:
    """Grow what a run of pasts has in common, down to their last symbols."""
    shared = pasts.shared.copy()
    shared[0] = -1  # with the one before it, which is in another part
    growth = bulk._Growth(text)
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
    columns, tally = bulk._columns(growth)
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

    def rows(give: Callable[[Part, _Place], Numbers]) -> list[Numbers]:
        """Give a column of which there is one number a row."""
        found = [*map(give, parts, places)]
        return [found[n][cuts[n][at] : cuts[n][at + 1]] for n, at in blocks]

    def cells(
        begins: str, give: Callable[[Part, _Place], Numbers]
    ) -> list[Numbers]:
        """Give a column of which each row has some numbers, between its begins."""
        found, of = [*map(give, parts, places)], [getattr(p.columns, begins) for p in parts]
        edges = [[int(of[n][cut]) for cut in cuts[n]] for n in range(len(parts))]
        return [found[n][edges[n][at] : edges[n][at + 1]] for n, at in blocks]

    def begins(name: str) -> Numbers:
        sizes = rows(lambda part, _: np.diff(getattr(part.columns, name))[:-1])
        last = len(root.symbols) if name == "synapse_begins" else len(root.branches)
        return np.cumsum(np.concatenate([[0], *sizes, [last]]))

    def column(name: str, pieces: list[Numbers]) -> Numbers:
        return narrow(np.concatenate([*pieces, getattr(root, name)]))

    joined = {
        name: column(name, rows(lambda part, _, name=name: getattr(part.columns, name)))
        for name in ("ends", "lengths", "r_levels", "counts")
    }
    joined["parents"] = column(
        "parents", rows(lambda part, place: place.rows[part.columns.parents])
    )
    for name in ("symbols", "strengths"):
        told = cells("synapse_begins", lambda part, _: getattr(part.columns, name))
        joined[name] = column(name, told)
    joined["before"] = column(
        "before", cells("branch_begins", lambda part, _: part.columns.before)
    )
    joined["branches"] = column(
        "branches",
        cells("branch_begins", lambda part, place: place.of(part.columns.branches)),
    )
    for name in ("synapse_begins", "branch_begins"):
        joined[name] = narrow(begins(name))
    alone = [part.columns.trace_ends for part in parts]
    joined["trace_ends"] = narrow(np.concatenate(alone))
    return Columns(**joined), _tally(parts, root.strengths)


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
    symbols, strengths = bulk._counted(told)
    first = parts[0]
    top = int(first.tops[0])
    own = len(first.columns.ends)
    columns = first.columns
    end = columns.ends[top] if top < own else columns.trace_ends[top - own]
    one: Any = np.array
    row = places[0].rows[-1]
    branches = [place.of(part.tops) for part, place in zip(parts, places)]
    nothing = np.zeros(0, np.int64)
    return Columns(
        ends=one([end]),
        lengths=one([0]),
        parents=one([row]),
        r_levels=one([0]),
        counts=one([sum(part.count for part in parts)]),
        synapse_begins=nothing,
        branch_begins=nothing,
        symbols=symbols,
        strengths=strengths,
        before=np.concatenate([part.codes for part in parts]),
        branches=np.concatenate(branches),
        trace_ends=nothing,
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

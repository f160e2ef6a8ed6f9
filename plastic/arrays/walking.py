"""Let each past walk by itself, by loops to be compiled; see :mod:`.scoring`.

What numpy does to all pasts a step at a time is done here to one after the other, in
the same order, so that both give the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .columns import Columns
from .text import Numbers, Text


class Tables(NamedTuple):
    """What the walks read.

    Attributes
    ----------
    text : numpy.ndarray of int32, shape (places,)
        What the graph was grown of.
    last, lengths : numpy.ndarray of int32, shape (rows + traces,)
        By number: the place of its last symbol, and how many it has.
    parents : numpy.ndarray of int32, shape (rows,)
        By row.
    branch_begins, synapse_begins : numpy.ndarray of int32, shape (rows + 1,)
        Where those of a row are.
    before, symbols : numpy.ndarray of int32
        Of each branch the symbol before the row, of each synapse that after it; of
        one row they rise.
    branches : numpy.ndarray of int32
        The numbers of what hangs there.
    chances : numpy.ndarray
        The probability that each synapse knows.
    handed_down : numpy.ndarray, shape (rows,)
        What each row hands down.
    stop : int
        The code of STOP.
    """

    text: np.ndarray
    last: np.ndarray
    lengths: np.ndarray
    parents: np.ndarray
    branch_begins: np.ndarray
    synapse_begins: np.ndarray
    before: np.ndarray
    symbols: np.ndarray
    branches: np.ndarray
    chances: np.ndarray
    handed_down: np.ndarray
    stop: int


def tabulate(
    columns: Columns,
    text: Text,
    lengths: Numbers,
    chances: Numbers,
    handed_down: Numbers,
    stop: int,
) -> Tables:
    """Make tables of columns, and of what a scorer worked out: see :class:`Tables`."""
    ends = np.concatenate([columns.ends, columns.trace_ends])
    return Tables(
        text=plain(text.codes),
        last=plain(ends) - 1,
        lengths=plain(lengths),
        parents=plain(columns.parents),
        branch_begins=plain(columns.branch_begins),
        synapse_begins=plain(columns.synapse_begins),
        before=plain(columns.before),
        symbols=plain(columns.symbols),
        branches=plain(columns.branches),
        chances=chances,
        handed_down=handed_down,
        stop=stop,
    )


def plain(numbers: Numbers) -> Numbers:
    """Give numbers as compiled loops take them: always of one kind."""
    return numbers.astype(np.int32, copy=False)


def fire_each(
    tables: Tables, codes: np.ndarray, at: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the most specific concept that fires at each moment.

    Parameters
    ----------
    tables : Tables
        Of the graph.
    codes, at, lengths : numpy.ndarray of int32
        The text where the moments are, where their pasts end, how long these are.

    Returns
    -------
    nodes : numpy.ndarray of int64, shape (moments,)
        Rows.
    branches : numpy.ndarray of int64, shape (moments,)
        What goes on from there, but not as the past does; -1: nothing.
    shared : numpy.ndarray of int64, shape (moments,)
        How many symbols the past shares with that.
    """
    rows = len(tables.parents)
    nodes = np.empty(len(at), np.int64)
    branches, shared = np.full(len(at), -1), np.zeros(len(at), np.int64)
    for moment in range(len(at)):
        place, length = at[moment], lengths[moment]
        node, met = rows - 1, 0
        while met < length:
            begin, end = tables.branch_begins[node], tables.branch_begins[node + 1]
            found = _find(tables.before, begin, end, codes[place - met])
            if found < 0:
                break
            number = tables.branches[found]
            last, longest = tables.last[number], min(tables.lengths[number], length)
            met += 1
            while met < longest and codes[place - met] == tables.text[last - met]:
                met += 1
            if number < rows and met == tables.lengths[number]:
                node = number
            else:
                branches[moment], shared[moment] = number, met
                break
        nodes[moment] = node
    return nodes, branches, shared


def share_each(
    tables: Tables,
    nodes: np.ndarray,
    branches: np.ndarray,
    left: np.ndarray,
    symbols: np.ndarray,
    uniform: float,
    widths: np.ndarray,
) -> np.ndarray:
    """Give the probability of a symbol by what fires, and what that runs into.

    Parameters
    ----------
    tables, nodes, branches
        See :func:`fire_each`.
    left : numpy.ndarray, shape (moments,)
        What the pasts that are shared with those branches hand down.
    symbols : numpy.ndarray of int32, shape (moments,)
        The codes of what is asked about.
    uniform : float
        What the uniform distribution gives to each of its parts.
    widths : numpy.ndarray, shape (moments,)
        How many of these each symbol has.

    Returns
    -------
    numpy.ndarray, shape (moments,)
    """
    root, known = len(tables.parents) - 1, tables.symbols
    begins, chances = tables.synapse_begins, np.zeros(len(nodes))
    for moment in range(len(nodes)):
        node, branch, symbol = nodes[moment], branches[moment], symbols[moment]
        chance, rest = 0.0, 1.0
        if branch > root:  # a trace
            last = tables.last[branch]
            if tables.text[last] != tables.stop:
                rest = left[moment]
                chance = (1 - rest) * (tables.text[last + 1] == symbol)
        elif branch >= 0 and begins[branch] < begins[branch + 1]:
            rest, begin, end = left[moment], begins[branch], begins[branch + 1]
            if _find(known, begin, end, symbol) >= 0:
                chance = (1 - rest) / (end - begin)
        while True:
            found = _find(known, begins[node], begins[node + 1], symbol)
            if found >= 0:
                chance += rest * tables.chances[found]
                break
            rest *= tables.handed_down[node]
            if node == root:
                chance += rest * uniform * widths[moment]
                break
            node = tables.parents[node]
        chances[moment] = chance
    return chances


def _find(rising: np.ndarray, begin: int, end: int, wanted: int) -> int:
    """Find where a number stands among some that rise; -1: nowhere."""
    stop = end
    while begin < end:
        middle = (begin + end) >> 1
        if rising[middle] < wanted:
            begin = middle + 1
        else:
            end = middle
    return begin if begin < stop and rising[begin] == wanted else -1

"""Grow the concepts in one walk along the sorted pasts, by loops to be compiled.

Told with ``>ab_`` and ``>cb_``.  A concept is *open* as long as the pasts that come
share it.  After ``>ab`` comes ``>cb``, which shares ``b``: that opens ``b``, and
``>ab`` hangs on it.  After ``>cb`` comes what shares nothing: ``>cb`` hangs on ``b``,
too, and ``b`` is closed: it hangs on the root, and tells it what it knows.  What is
open is a stack, each more specific than the one below it, and each past and concept
is put on it and taken off once, whatever the horizon is.

:mod:`.bulk` finds the same a length at a time, and so numbers the concepts: first
the pasts that were lived more than once, then those that they share, from the
longest to the root.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Counted(NamedTuple):
    """What is known before the walk.

    Attributes
    ----------
    moments : numpy.ndarray of int64, shape (pasts,)
        How often each different past was lived.
    of_length : numpy.ndarray of int64, shape (longest + 1,)
        How many concepts of each length different pasts share.
    deepest : int
        How many of them are open at once, at most.
    """

    moments: np.ndarray
    of_length: np.ndarray
    deepest: int


class Open(NamedTuple):
    """What is open: the latest past, and below it the concepts that it shares.

    Attributes
    ----------
    lengths, numbers, places, counts : numpy.ndarray, shape (levels,)
        See :class:`Climbed`.
    told : numpy.ndarray of int64, shape (levels, codes)
        How often each was told each symbol.
    which : numpy.ndarray of int32, shape (levels, codes)
        The symbols that each was told, as they came ...
    several : numpy.ndarray of int64, shape (levels,)
        ... and how many these are.
    """

    lengths: np.ndarray
    numbers: np.ndarray
    places: np.ndarray
    counts: np.ndarray
    told: np.ndarray
    which: np.ndarray
    several: np.ndarray


class Climbed(NamedTuple):
    """What the walk found.

    Attributes
    ----------
    places, lengths, counts : numpy.ndarray, shape (concepts,)
        By row: where a concept ends first, of how many symbols it is, how many
        moments it stands for.
    alone : numpy.ndarray of int32, shape (traces,)
        Where the pasts that were lived once end.
    parents : numpy.ndarray of int32, shape (concepts + traces,)
        By number, that is by row, then by trace: the row that it hangs on; of the
        root its own.
    hung : numpy.ndarray of int32, shape (concepts + traces,)
        The numbers in the order in which they were hung; the root's is the last.
    begins, several : numpy.ndarray of int64, shape (concepts,)
        By row: where its synapses are among all, and how many.
    """

    places: np.ndarray
    lengths: np.ndarray
    counts: np.ndarray
    alone: np.ndarray
    parents: np.ndarray
    hung: np.ndarray
    begins: np.ndarray
    several: np.ndarray


def count(
    shared: np.ndarray, first: np.ndarray, times: np.ndarray, longest: int
) -> Counted:
    """Count before the walk, so that each concept has its row when it is opened.

    Parameters
    ----------
    shared : numpy.ndarray of int32, shape (places,)
        How many symbols each past shares with the one before it.
    first : numpy.ndarray of int32, shape (pasts + 1,)
        Where each different past begins among them, and the end.
    times : numpy.ndarray of int64, shape (places,)
        How often each was lived.
    longest : int
        How many symbols two of them share at most.
    """
    moments = np.zeros(len(first) - 1, np.int64)
    of_length = np.zeros(longest + 1, np.int64)
    lengths = np.zeros(longest + 2, np.int32)  # of those that are open
    of_length[0] = deepest = top = 1
    for past in range(len(moments)):
        for at in range(first[past], first[past + 1]):
            moments[past] += times[at]
        coming = shared[first[past]]
        while past and lengths[top - 1] > coming:
            top -= 1
        if past and lengths[top - 1] < coming:
            lengths[top] = coming
            top += 1
            of_length[coming] += 1
            deepest = max(deepest, top)
    return Counted(moments, of_length, deepest)


def climb(
    places: np.ndarray,
    lengths: np.ndarray,
    shared: np.ndarray,
    first: np.ndarray,
    following: np.ndarray,
    times: np.ndarray,
    counted: Counted,
    codes: int,
) -> tuple[Climbed, np.ndarray, np.ndarray]:
    """Walk along the pasts.

    Parameters
    ----------
    places, lengths, shared : numpy.ndarray of int32, shape (places,)
        See :class:`plastic.arrays.pasts.Sorted`.
    first, times, counted
        As for :func:`count`, and what that gave.
    following : numpy.ndarray of int32, shape (places,)
        The code of what came after each past; 0: nothing.
    codes : int
        How many there are.

    Returns
    -------
    climbed : Climbed
        What was found.
    symbols, strengths : numpy.ndarray
        One number each a synapse, and some more at their ends.
    """
    moments, of_length, deepest = counted
    twice = int(np.sum(moments > 1))
    concepts = twice + int(of_length.sum())
    next_row = concepts - np.cumsum(of_length)  # of each length
    found, stack = _nothing_yet(concepts, len(moments) - twice, deepest + 1, codes)
    symbols, strengths = np.empty(codes, np.int32), np.empty(codes, np.int64)
    row, trace, hung, end, top = 0, 0, 0, 0, 0
    for past in range(len(moments)):
        begin, after = first[past], first[past + 1]
        if moments[past] > 1:
            number, row = row, row + 1
        else:
            number, trace = concepts + trace, trace + 1
            found.alone[number - concepts] = places[begin]
        _open(stack, top, number, lengths[begin], places[begin], moments[past])
        for at in range(begin, after):
            if following[at]:
                _tell(stack, top, following[at], times[at])
        top += 1
        coming = shared[after] if after < len(places) else -1
        while top and stack.lengths[top - 1] > coming:
            top -= 1
            number, place = stack.numbers[top], stack.places[top]
            moved, known = stack.counts[top], _in_order(stack, top)
            if number < concepts:
                symbols, strengths = (
                    _longer(symbols, end + codes),
                    _longer(strengths, end + codes),
                )
                _write(found, stack, top, known, symbols, strengths, end)
                end += len(known)
            _forget(stack, top, known)
            found.hung[hung] = number
            hung += 1
            if coming < 0 and not top:  # it is the root
                found.parents[number] = number
                break
            if not top or stack.lengths[top - 1] < coming:
                _open(stack, top, next_row[coming], coming, place, 0)
                next_row[coming] += 1
                top += 1
            found.parents[number] = stack.numbers[top - 1]
            stack.counts[top - 1] += moved
            for symbol in known:
                _tell(stack, top - 1, symbol, 1)
    return found, symbols, strengths


def _nothing_yet(
    concepts: int, traces: int, levels: int, codes: int
) -> tuple[Climbed, Open]:
    found = Climbed(
        np.empty(concepts, np.int32),
        np.empty(concepts, np.int32),
        np.empty(concepts, np.int64),
        np.empty(traces, np.int32),
        np.empty(concepts + traces, np.int32),
        np.empty(concepts + traces, np.int32),
        np.empty(concepts, np.int64),
        np.empty(concepts, np.int64),
    )
    stack = Open(
        np.empty(levels, np.int32),
        np.empty(levels, np.int32),
        np.empty(levels, np.int32),
        np.empty(levels, np.int64),
        np.zeros((levels, codes), np.int64),
        np.empty((levels, codes), np.int32),
        np.zeros(levels, np.int64),
    )
    return found, stack


def _open(
    stack: Open, level: int, number: int, length: int, place: int, count: int
) -> None:
    stack.numbers[level], stack.lengths[level] = number, length
    stack.places[level], stack.counts[level] = place, count


def _tell(stack: Open, level: int, symbol: int, times: int) -> None:
    if not stack.told[level, symbol]:
        stack.which[level, stack.several[level]] = symbol
        stack.several[level] += 1
    stack.told[level, symbol] += times


def _in_order(stack: Open, level: int) -> np.ndarray:
    """Give the symbols that were told, rising: of many by a look at all there are.

    It is a view of :attr:`Open.which`: what is told next to the same level writes
    each of them over itself.
    """
    several, told = stack.several[level], stack.told[level]
    known: np.ndarray = stack.which[level, :several]
    if several * several > 4 * len(told):
        at = 0
        for symbol in range(len(told)):
            if told[symbol]:
                known[at] = symbol
                at += 1
        return known
    for begin in range(1, several):
        symbol, at = known[begin], begin
        while at and known[at - 1] > symbol:
            known[at] = known[at - 1]
            at -= 1
        known[at] = symbol
    return known


def _longer(numbers: np.ndarray, end: int) -> np.ndarray:
    """Give room up to an end, twice as much as before where there is too little."""
    if end <= len(numbers):
        return numbers
    longer = np.empty(2 * end, numbers.dtype)
    longer[: len(numbers)] = numbers
    return longer


def _write(
    found: Climbed,
    stack: Open,
    level: int,
    known: np.ndarray,
    symbols: np.ndarray,
    strengths: np.ndarray,
    end: int,
) -> None:
    """Write down a concept that is closed."""
    row = stack.numbers[level]
    found.places[row], found.lengths[row] = stack.places[level], stack.lengths[level]
    found.counts[row] = stack.counts[level]
    found.begins[row], found.several[row] = end, len(known)
    for at in range(len(known)):
        symbols[end + at] = known[at]
        strengths[end + at] = stack.told[level, known[at]]


def _forget(stack: Open, level: int, known: np.ndarray) -> None:
    for symbol in known:
        stack.told[level, symbol] = 0
    stack.several[level] = 0


def arrange(
    climbed: Climbed, symbols: np.ndarray, strengths: np.ndarray, codes: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Put synapses and branches in the order of rows, and tell how deep each lies.

    Parameters
    ----------
    climbed, symbols, strengths
        What :func:`climb` gave.
    codes : numpy.ndarray of int32, shape (places,)
        The text.

    Returns
    -------
    synapse_begins, symbols, strengths, branch_begins, before, branches, r_levels
        See :class:`plastic.arrays.columns.Columns`.
    """
    rows, parents = len(climbed.places), climbed.parents
    synapse_begins = np.zeros(rows + 1, np.int64)
    synapse_begins[1:] = np.cumsum(climbed.several)
    of_row, strong = (
        np.empty(synapse_begins[-1], np.int32),
        np.empty(synapse_begins[-1], np.int64),
    )
    for row in range(rows):
        to, begin = synapse_begins[row], climbed.begins[row]
        for at in range(climbed.several[row]):
            of_row[to + at] = symbols[begin + at]
            strong[to + at] = strengths[begin + at]
    r_levels = np.zeros(rows, np.int32)
    for row in range(rows - 2, -1, -1):  # a parent comes after what hangs on it
        r_levels[row] = r_levels[parents[row]] + 1
    branch_begins = np.zeros(rows + 1, np.int64)
    for number in climbed.hung[:-1]:
        branch_begins[parents[number] + 1] += 1
    branch_begins = np.cumsum(branch_begins)
    ends = branch_begins[:-1].copy()
    before, branches = (
        np.empty(len(parents) - 1, np.int32),
        np.empty(len(parents) - 1, np.int32),
    )
    for number in climbed.hung[:-1]:
        onto = parents[number]
        place = (
            climbed.places[number] if number < rows else climbed.alone[number - rows]
        )
        before[ends[onto]] = codes[place - climbed.lengths[onto]]
        branches[ends[onto]] = number
        ends[onto] += 1
    return synapse_begins, of_row, strong, branch_begins, before, branches, r_levels

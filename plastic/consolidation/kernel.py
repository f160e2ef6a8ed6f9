"""What a sweep does to every number of every history, as plain loops.

They are written to be compiled (:mod:`plastic._support.compiled`), and add in the
order in which numpy does in :mod:`.strengths`, so that both give the same bits.
Distributions lie history after history here: what is done to one is done at once.
Predicting has a loop here, too: to call numpy takes longer than the sum.
"""

from __future__ import annotations

import numpy as np


def sum_by_value(
    expected: np.ndarray, rows: np.ndarray, of: np.ndarray, values: int
) -> np.ndarray:
    """Sum the distributions of the histories that show each value.

    Parameters
    ----------
    expected : numpy.ndarray, shape (histories, symbols)
        The distributions.
    rows : numpy.ndarray of int64
        Which of them.
    of : numpy.ndarray of int64
        Which value each of these shows.
    values : int
        How many there are.

    Returns
    -------
    numpy.ndarray, shape (values, symbols)
    """
    symbols = expected.shape[1]
    sums = np.zeros((values, symbols))
    for at in range(len(rows)):
        row, value = rows[at], of[at]
        for symbol in range(symbols):
            sums[value, symbol] += expected[row, symbol]
    return sums


def multiply(
    expected: np.ndarray,
    rows: np.ndarray,
    of: np.ndarray,
    factors: np.ndarray,
    weights: np.ndarray,
) -> None:
    """Multiply distributions by the factors of their values, and scale them back.

    Parameters
    ----------
    expected : numpy.ndarray, shape (histories, symbols)
        The distributions, which are changed.
    rows : numpy.ndarray of int64
        Which of them.
    of : numpy.ndarray of int64
        Which value each of these shows.
    factors : numpy.ndarray, shape (values, symbols)
        What to multiply by.
    weights : numpy.ndarray
        What each of these sums to in the end.
    """
    symbols = expected.shape[1]
    last = len(rows) - 1
    for at in range(0, len(rows), 4):
        # Four sums at once, for an addition has to wait for the one before it.
        # Of the last ones some are taken twice, and not multiplied again.
        a, b, c, d = at, min(at + 1, last), min(at + 2, last), min(at + 3, last)
        total_a = total_b = total_c = total_d = 0.0
        for symbol in range(symbols):
            total_a += float(expected[rows[a], symbol] * factors[of[a], symbol])
            total_b += float(expected[rows[b], symbol] * factors[of[b], symbol])
            total_c += float(expected[rows[c], symbol] * factors[of[c], symbol])
            total_d += float(expected[rows[d], symbol] * factors[of[d], symbol])
        totals = (total_a, total_b, total_c, total_d)
        for k in range(min(4, len(rows) - at)):
            row, value = rows[at + k], of[at + k]
            scale = weights[at + k] / max(totals[k], 1e-300)
            for symbol in range(symbols):
                new = float(expected[row, symbol] * factors[value, symbol])
                expected[row, symbol] = new * scale


def sum_fired(
    keys: np.ndarray, held: np.ndarray, edges: np.ndarray, strengths: np.ndarray
) -> np.ndarray:
    """Add up the strengths of the slot concepts that fire.

    Parameters
    ----------
    keys : numpy.ndarray of int64, shape (templates,)
        The value that a history shows of each template; -1: it cannot be told.
    held : numpy.ndarray of int64, shape (slot concepts,)
        Their values, rising.
    edges : numpy.ndarray of int64, shape (templates + 1,)
        Where those of each template are.
    strengths : numpy.ndarray, shape (slot concepts + 1, targets)
        What each adds.

    Returns
    -------
    numpy.ndarray, shape (targets,)
    """
    sums = np.zeros(strengths.shape[1])
    for template in range(len(keys)):
        key, begin, end = keys[template], edges[template], edges[template + 1]
        while begin < end:
            middle = (begin + end) >> 1
            if held[middle] < key:
                begin = middle + 1
            else:
                end = middle
        if begin < edges[template + 1] and held[begin] == key:
            for target in range(len(sums)):
                sums[target] += strengths[begin, target]
    return sums

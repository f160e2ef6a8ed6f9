"""Continuing: what a sequence of lines would have next."""

from __future__ import annotations

import numpy as np

from .grid import COLOURS, NoResultError
from .objects import bounds

Cells = np.ndarray


def continued(cells: Cells) -> Cells:
    """Go on to the right with the columns that are something.

    The last gap is the one that follows the last column, and then all begins anew.

    >>> continued(np.array([[0, 2, 0, 8, 0, 0, 0, 0, 0]])).tolist()
    [[0, 2, 0, 8, 0, 2, 0, 8, 0]]
    """
    columns = np.flatnonzero(cells.any(0))
    if len(columns) < 2 or columns[-1] == cells.shape[1] - 1:
        raise NoResultError("there is no sequence, or no room for more")
    first, last = columns[0], columns[-1]
    period = last - first + last - columns[-2]
    at = np.arange(first, cells.shape[1])
    drawn = cells.copy()
    drawn[:, first:] = cells[:, first + (at - first) % period]
    return drawn


def lengthened(cells: Cells, halves: int) -> Cells:
    """Go on below for so many halves of its height, by the smallest period of its rows.

    >>> lengthened(np.array([[1], [2], [1], [2]]), 1).tolist()
    [[1], [2], [1], [2], [1], [2]]
    """
    height = cells.shape[0]
    return cells[np.arange(height + halves * height // 2) % _period(cells)]


def prolonged(cells: Cells) -> Cells:
    """Go on below, up to the border, by the smallest period of what is there.

    >>> prolonged(np.array([[0], [1], [2], [1], [0], [0]])).tolist()
    [[0], [1], [2], [1], [2], [1]]
    """
    rows = bounds(cells != 0)[0]
    first, last = int(rows.start), int(rows.stop)
    if last == len(cells):
        raise NoResultError("there is no room for more")
    at = np.arange(first, len(cells))
    drawn = cells.copy()
    drawn[first:] = cells[first + (at - first) % _period(cells[first:last])]
    return drawn


def _period(cells: Cells) -> int:
    """Give the number of rows after which they repeat."""
    height = len(cells)
    p = next(p for p in range(1, height + 1) if (cells[p:] == cells[:-p]).all())
    if p == height:
        raise NoResultError("its rows do not repeat")
    return p


def striped(cells: Cells, hidden: int) -> Cells:
    """Fill the cells of one colour by stripes along a diagonal that all others obey.

    >>> striped(np.array([[1, 2, 0], [0, 0, 2], [0, 0, 0]]), 0).tolist()
    [[1, 2, 1], [2, 1, 2], [1, 2, 1]]
    """
    known = cells != hidden
    if known.all() or not known.any():
        raise NoResultError("nothing is hidden, or all is")
    at = np.indices(cells.shape)
    rows, columns = at[0], at[1]
    for n in range(2, max(cells.shape)):
        for way in (1, -1):
            place = (rows + way * columns) % n
            votes = np.bincount(
                place[known] * COLOURS + cells[known], minlength=n * COLOURS
            ).reshape(n, COLOURS)
            if ((votes > 0).sum(1) == 1).all():
                return np.where(known, cells, np.argmax(votes, 1)[place])
    raise NoResultError("it has no stripes")

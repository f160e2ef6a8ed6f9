"""Blocks: full squares and rectangles of one colour that a cell lies in."""

from __future__ import annotations

import numpy as np

from ..grid import Grid, NoResultError, remembered
from .feature import Room

_room = Room()
LEAST = 4  # cells of the largest rectangle; smaller ones are everywhere


@_room.context(14, {2: 0, 3: 1})
def in_a_square(grid: Grid, side: int) -> np.ndarray:
    """Tell whether it lies in a square of its own colour, so high and so wide.

    >>> in_a_square(Grid("0010/0011"), 2).tolist()
    [[True, True, False, False], [True, True, False, False]]
    """
    if side > min(grid.shape):
        raise NoResultError("it is too small")
    windows = np.lib.stride_tricks.sliding_window_view(grid.cells, (side, side))
    is_full = (windows == windows[:, :, :1, :1]).all((2, 3))
    covered = np.zeros(grid.shape, bool)
    for down in range(side):
        for right in range(side):
            height, width = is_full.shape
            covered[down : down + height, right : right + width] |= is_full
    return covered


@_room.context(13, ("empty", "filled"))
@remembered
def in_the_largest_rectangle(grid: Grid, which: str) -> np.ndarray:
    """Tell whether it lies in the largest empty, or filled, rectangle.

    >>> in_the_largest_rectangle(Grid("0010/0011"), "empty").tolist()
    [[True, True, False, False], [True, True, False, False]]
    """
    free = (grid.cells == 0) if which == "empty" else (grid.cells != 0)
    # How far down it goes on from each cell.
    depth = np.zeros((grid.height + 1, grid.width), int)
    for row in range(grid.height - 1, -1, -1):
        depth[row] = np.where(free[row], depth[row + 1] + 1, 0)
    lowest, best = depth[:-1].copy(), depth[:-1].copy()
    wide = np.ones(grid.shape, int)
    for width in range(2, grid.width + 1):
        # The least depth of so many columns that begin here.
        lowest = np.minimum(
            lowest[:, : grid.width - width + 1], depth[:-1, width - 1 :]
        )
        lowest = lowest[:, : grid.width - width + 1]
        area = lowest * width
        here = np.s_[:, : area.shape[1]]
        is_larger = area > best[here]
        best[here] = np.where(is_larger, area, best[here])
        wide[here] = np.where(is_larger, width, wide[here])
    if best.max() < LEAST:
        raise NoResultError("there is no rectangle")
    inside = np.zeros(grid.shape, bool)
    for row, column in np.argwhere(best == best.max()).tolist():
        width = wide[row, column]
        height = best[row, column] // width
        inside[row : row + height, column : column + width] = True
    return inside


FEATURES = _room.features

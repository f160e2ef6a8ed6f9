"""What stands at the same place of a mirror image, or one period further."""

from __future__ import annotations

import numpy as np

from ..completing import periodic, symmetric
from ..grid import Grid, NoResultError
from ..objects import bounds
from ..transforms import SYMMETRIES
from .feature import Room

_room = Room()
_UPRIGHT = ("flip down", "flip across", "turn around")
_DIAGONAL = ("flip along the diagonal", "flip along the other diagonal")


@_room.colour(12, _UPRIGHT + _DIAGONAL)
def mirrored(grid: Grid, way: str) -> np.ndarray:
    """Give what a mirror image has there.

    >>> mirrored(Grid("120"), "flip across").tolist()
    [[0, 2, 1]]
    """
    turned = SYMMETRIES[way](grid.cells)
    if turned.shape != grid.shape:
        raise NoResultError("turned it has another shape")
    return turned


@_room.colour(14, _UPRIGHT)
def mirrored_in_its_box(grid: Grid, way: str) -> np.ndarray:
    """Give what is there if what lies in the bounding box is turned."""
    place = bounds(grid.cells != 0)
    turned = grid.cells.copy()
    turned[place] = SYMMETRIES[way](grid.cells[place])
    return turned


@_room.context(15, (*_UPRIGHT, _DIAGONAL[0]))
def same_as_mirrored(grid: Grid, way: str) -> np.ndarray:
    """Tell whether a mirror image has the same there; 2: it is empty."""
    return (mirrored(grid, way) == grid.cells) + 2 * (grid.cells == 0)


@_room.colour(12)
def period(grid: Grid) -> np.ndarray:
    """Give what the smallest period of all that is not 0 has there."""
    return periodic(grid, 0)


@_room.colour(12)
def symmetry(grid: Grid) -> np.ndarray:
    """Give what the mirrors of all that is not 0 have there."""
    return symmetric(grid, 0)


@_room.context(12)
def in_the_box(grid: Grid) -> np.ndarray:
    """Tell whether it lies in the bounding box of all that is there."""
    marked = np.zeros(grid.shape, bool)
    marked[bounds(grid.cells != 0)] = True
    return marked


FEATURES = _room.features

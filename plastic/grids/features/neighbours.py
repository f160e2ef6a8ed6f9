"""What is next to a cell."""

from __future__ import annotations

import numpy as np

from ..grid import COLOURS, DIRECTIONS, SLANTED, STRAIGHT, Grid, shifted
from .feature import Room

_room = Room()
# A step to a corner is some further than one along an edge.
_WAYS = {**dict.fromkeys(STRAIGHT, 0), **dict.fromkeys(SLANTED, 2)}


def _towards(cells: np.ndarray, way: str, steps: int = 1) -> np.ndarray:
    down, right = DIRECTIONS[way]
    return shifted(cells, -steps * down, -steps * right)


def _around(cells: np.ndarray, ways: tuple[str, ...]) -> np.ndarray:
    return np.stack([_towards(cells, way) for way in ways])


@_room.colour(2)
def here(grid: Grid) -> np.ndarray:
    """Give the cell's own colour."""
    return grid.cells


@_room.colour(10, _WAYS)
def neighbour(grid: Grid, way: str) -> np.ndarray:
    """Give the next cell in a direction.

    >>> neighbour(Grid("12"), "right").tolist()
    [[2, 0]]
    """
    return _towards(grid.cells, way)


@_room.colour(15, _WAYS)
def second_neighbour(grid: Grid, way: str) -> np.ndarray:
    """Give the cell two steps away."""
    return _towards(grid.cells, way, 2)


@_room.colour(11, {STRAIGHT: 0, (*STRAIGHT, *SLANTED): 0, SLANTED: 1})
def highest_neighbour(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Give the highest colour around.

    >>> highest_neighbour(Grid("120"), STRAIGHT).tolist()
    [[2, 1, 2]]
    """
    return _around(grid.cells, ways).max(0)


@_room.context(11, {STRAIGHT: 0, (*STRAIGHT, *SLANTED): 0, SLANTED: 2})
def neighbours(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Count the neighbours that are something.

    >>> neighbours(Grid("120"), STRAIGHT).tolist()
    [[1, 1, 1]]
    """
    return (_around(grid.cells, ways) != 0).sum(0)


@_room.context(13, {STRAIGHT: 0, SLANTED: 1})
def where_neighbours_are(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Tell in which of four directions a neighbour is, as a sum of 1, 2, 4, 8.

    >>> where_neighbours_are(Grid("103"), STRAIGHT).tolist()
    [[0, 12, 0]]
    """
    is_there = _around(grid.cells, ways) != 0
    return np.tensordot(2 ** np.arange(len(ways)), is_there, 1)


@_room.context(11, (STRAIGHT, (*STRAIGHT, *SLANTED)))
def any_neighbour(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Tell whether anything is around."""
    return (_around(grid.cells, ways) != 0).any(0)


@_room.context(12, (STRAIGHT, (*STRAIGHT, *SLANTED)))
def neighbours_alike(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Count the neighbours of its own colour; of what is empty there are none.

    >>> neighbours_alike(Grid("110"), STRAIGHT).tolist()
    [[1, 1, 0]]
    """
    alike = (_around(grid.cells, ways) == grid.cells).sum(0)
    return alike * (grid.cells != 0)


@_room.context(14, (("up", "down"), ("left", "right"), ("up left", "down right")))
def neighbours_equal(grid: Grid, ways: tuple[str, str]) -> np.ndarray:
    """Tell whether two opposite neighbours have one colour."""
    one, other = _around(grid.cells, ways)
    return (one == other) & (one > 0)


@_room.context(
    13,
    {
        (c, w): 0
        for c in range(1, COLOURS)
        for w in (STRAIGHT, SLANTED, (*STRAIGHT, *SLANTED))
    },
)
def touches(grid: Grid, what: tuple[int, tuple[str, ...]]) -> np.ndarray:
    """Tell whether a neighbour has a certain colour.

    >>> touches(Grid("120"), (1, STRAIGHT)).tolist()
    [[False, True, False]]
    """
    colour, ways = what
    return (_around(grid.cells, ways) == colour).any(0)


FEATURES = _room.features

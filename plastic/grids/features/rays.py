"""What a cell sees: the nearest colour in each direction."""

from __future__ import annotations

import numpy as np

from ..grid import (
    COLOURS,
    DIRECTIONS,
    SLANTED,
    STRAIGHT,
    Grid,
    remembered,
    seen,
    shifted,
)
from .feature import Room

_room = Room()
_WAYS = {**dict.fromkeys(STRAIGHT, 0), **dict.fromkeys(SLANTED, 1)}
_LINES = (
    ("up", "down"),
    ("left", "right"),
    ("up left", "down right"),
    ("up right", "down left"),
)


@_room.colour(10, _WAYS)
@remembered
def ray(grid: Grid, way: str) -> np.ndarray:
    """Give the nearest colour in a direction.

    >>> ray(Grid("0030"), "right").tolist()
    [[3, 3, 0, 0]]
    """
    return seen(grid.cells, way)


@_room.colour(12, {STRAIGHT: 0, SLANTED: 1, (*STRAIGHT, *SLANTED): 1})
def seen_from_afar(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Give the highest colour that it sees over empty cells, and not beside itself.

    >>> seen_from_afar(Grid("40003"), STRAIGHT).tolist()
    [[3, 3, 4, 4, 4]]
    """
    views = []
    for way in ways:
        down, right = DIRECTIONS[way]
        beside = shifted(grid.cells, -down, -right)
        views.append(np.where(beside == 0, ray(grid, way), 0))
    return np.max(views, 0)


@_room.colour(11, _LINES)
def between(grid: Grid, ways: tuple[str, str]) -> np.ndarray:
    """Give what is seen in two opposite directions, where that is the same.

    >>> between(Grid("30040"), ("left", "right")).tolist()
    [[0, 0, 0, 0, 0]]
    """
    one, other = (ray(grid, way) for way in ways)
    return np.where(one == other, one, 0)


@_room.context(13, {STRAIGHT: 0, SLANTED: 1})
def rays_that_meet(grid: Grid, ways: tuple[str, ...]) -> np.ndarray:
    """Count the directions in which something is seen."""
    return np.sum([ray(grid, way) > 0 for way in ways], 0)


@_room.context(13)
def seen_lines(grid: Grid) -> np.ndarray:
    """Tell whether something is seen upright (2), and level (1)."""
    upright = (ray(grid, "up") > 0) | (ray(grid, "down") > 0)
    level = (ray(grid, "left") > 0) | (ray(grid, "right") > 0)
    return 2 * upright + level


@_room.context(13, STRAIGHT)
def same_as_ray(grid: Grid, way: str) -> np.ndarray:
    """Tell whether it sees its own colour; 2: it is empty."""
    return (ray(grid, way) == grid.cells) + 2 * (grid.cells == 0)


def _of_colour(grid: Grid, colour: int) -> Grid:
    return Grid.of(grid.cells == colour)


@_room.context(14, range(1, COLOURS))
def ways_to(grid: Grid, colour: int) -> np.ndarray:
    """Tell in which of the four directions a colour lies, as a sum of 1, 2, 4, 8."""
    alone = _of_colour(grid, colour)
    return sum(2**i * (ray(alone, way) > 0) for i, way in enumerate(STRAIGHT))


@_room.context(13, range(1, COLOURS))
def lines_to(grid: Grid, colour: int) -> np.ndarray:
    """Tell whether a colour lies upright (1), and level (2)."""
    return seen_lines(_of_colour(grid, colour))


@_room.context(
    13, {(c, ways): 0 for c in range(1, COLOURS) for ways in (STRAIGHT, SLANTED)}
)
def rays_to(grid: Grid, what: tuple[int, tuple[str, ...]]) -> np.ndarray:
    """Tell whether a colour lies in any of four directions."""
    colour, ways = what
    return rays_that_meet(_of_colour(grid, colour), ways) > 0


@_room.context(14, {(c, way): 0 for c in range(1, COLOURS) for way in STRAIGHT})
def ray_to(grid: Grid, what: tuple[int, str]) -> np.ndarray:
    """Tell whether a colour lies in a direction."""
    colour, way = what
    return ray(_of_colour(grid, colour), way) > 0


FEATURES = _room.features

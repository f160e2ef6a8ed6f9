"""Where a cell is within what it belongs to."""

from __future__ import annotations

import numpy as np

from ..grid import Grid
from ..objects import Components
from .components import PRICES, found_in, sides
from .feature import Room

_room = Room()


def _within(grid: Grid, found: Components) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.indices(grid.shape)
    return rows - found.top[found.labels], columns - found.left[found.labels]


@_room.context(
    16,
    {(line, kind): more for kind, more in PRICES.items() for line in ("row", "column")},
)
def place_in_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Give its row, or column, within what it belongs to."""
    line, kind = what
    row, column = _within(grid, found_in(grid, kind))
    return (row if line == "row" else column).clip(0, 9)


@_room.context(
    12, {(n, kind): more + (n > 0) for kind, more in PRICES.items() for n in (0, 2)}
)
def depth_in_its(grid: Grid, what: tuple[int, str]) -> np.ndarray:
    """Count the steps to the border of its bounding box; modulo n, where n is not 0."""
    n, kind = what
    found = found_in(grid, kind)
    row, column = _within(grid, found)
    height, width = (side[found.labels] for side in sides(found))
    down = np.minimum(row, height - 1 - row)
    depth = np.minimum(down, np.minimum(column, width - 1 - column)).clip(0, 6)
    return depth % n if n else depth


@_room.context(
    14,
    {(line, kind): more for kind, more in PRICES.items() for line in ("row", "column")},
)
def half_of_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Tell the first half of its rows, or columns, (-1) from the other one (1).

    >>> half_of_its(Grid("0111"), ("column", "component")).tolist()
    [[0, -1, 0, 1]]
    """
    line, kind = what
    found = found_in(grid, kind)
    row, column = _within(grid, found)
    height, width = (side[found.labels] for side in sides(found))
    if line == "row":
        return np.sign(2 * row - height + 1)
    return np.sign(2 * column - width + 1)


@_room.context(
    13,
    {
        (line, kind): more
        for kind, more in PRICES.items()
        for line in ("row", "column", "both")
    },
)
def odd_place_in_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Tell whether its row, its column, or the sum of both is odd there.

    >>> odd_place_in_its(Grid("0111"), ("column", "component")).tolist()
    [[0, 0, 1, 0]]
    """
    line, kind = what
    row, column = _within(grid, found_in(grid, kind))
    return {"row": row, "column": column, "both": row + column}[line] % 2


FEATURES = _room.features

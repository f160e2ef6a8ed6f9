"""Where a cell is: at the border, on a diagonal, in an odd row."""

from __future__ import annotations

import numpy as np

from ..grid import Grid
from .feature import Room

_room = Room()


def _rows(grid: Grid) -> np.ndarray:
    return np.arange(grid.height)[:, None]


def _columns(grid: Grid) -> np.ndarray:
    return np.arange(grid.width)[None]


def _to_border(grid: Grid) -> np.ndarray:
    rows, columns = _rows(grid), _columns(grid)
    down = np.minimum(rows, grid.height - 1 - rows)
    return np.minimum(down, np.minimum(columns, grid.width - 1 - columns))


@_room.context(10)
def at_the_border(grid: Grid) -> np.ndarray:
    """Tell whether it is at the border."""
    return _to_border(grid) == 0


@_room.context(13)
def ring(grid: Grid) -> np.ndarray:
    """Count the steps to the border.

    >>> ring(Grid("000/000/000")).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    """
    return _to_border(grid)


@_room.context(12)
def odd_ring(grid: Grid) -> np.ndarray:
    """Tell whether these are an odd number."""
    return _to_border(grid) % 2


@_room.context(13, ("first row", "last row", "first column", "last column"))
def in_the(grid: Grid, which: str) -> np.ndarray:
    """Tell whether it is in a line at the border."""
    end, line = which.split()
    index = _rows(grid) if line == "row" else _columns(grid)
    return index == (0 if end == "first" else index.size - 1)


@_room.context(12, {2: 0, 3: 2})
def row_modulo(grid: Grid, n: int) -> np.ndarray:
    """Count rows from the top, and begin anew after every n."""
    return _rows(grid) % n


@_room.context(12, {2: 0, 3: 2})
def column_modulo(grid: Grid, n: int) -> np.ndarray:
    """Count columns from the left, and begin anew after every n."""
    return _columns(grid) % n


@_room.context(14, (2,))
def row_from_below_modulo(grid: Grid, n: int) -> np.ndarray:
    """Count rows from below, and begin anew after every n."""
    return (grid.height - 1 - _rows(grid)) % n


@_room.context(14, (2,))
def column_from_the_right_modulo(grid: Grid, n: int) -> np.ndarray:
    """Count columns from the right, and begin anew after every n."""
    return (grid.width - 1 - _columns(grid)) % n


@_room.context(12, {2: 0, 3: 2})
def chequered(grid: Grid, n: int) -> np.ndarray:
    """Tell the field of a chess board."""
    return (_rows(grid) + _columns(grid)) % n


@_room.context(13)
def row_and_column_odd(grid: Grid) -> np.ndarray:
    """Tell whether the row is odd (2), and the column (1)."""
    return (_rows(grid) % 2) * 2 + _columns(grid) % 2


@_room.context(13, ("the first", "the second", "any"))
def on_diagonal(grid: Grid, which: str) -> np.ndarray:
    """Tell whether it is on a diagonal."""
    one = _rows(grid) == _columns(grid)
    other = _rows(grid) == grid.width - 1 - _columns(grid)
    return {"the first": one, "the second": other, "any": one | other}[which]


@_room.context(14)
def half_down(grid: Grid) -> np.ndarray:
    """Tell the upper half (-1) from the lower one (1); 0: in the middle."""
    return np.sign(2 * _rows(grid) - grid.height + 1)


@_room.context(14)
def half_across(grid: Grid) -> np.ndarray:
    """Tell the left half (-1) from the right one (1); 0: in the middle."""
    return np.sign(2 * _columns(grid) - grid.width + 1)


@_room.context(14)
def side_of_diagonal(grid: Grid) -> np.ndarray:
    """Tell on which side of the diagonal it is."""
    return np.sign(_rows(grid) - _columns(grid))


@_room.context(18)
def row(grid: Grid) -> np.ndarray:
    """Give its row."""
    return _rows(grid)


@_room.context(18)
def column(grid: Grid) -> np.ndarray:
    """Give its column."""
    return _columns(grid)


FEATURES = _room.features

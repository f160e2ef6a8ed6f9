"""What else is in the row and in the column of a cell."""

from __future__ import annotations

import numpy as np

from ..grid import COLOURS, Grid
from ..transforms import commonest_of_lines
from .feature import Room

_room = Room()
_AXES = {"row": 1, "column": 0}  # along which of numpy's axes such a line runs


def _filled(grid: Grid, line: str) -> np.ndarray:
    return (grid.cells != 0).sum(_AXES[line], keepdims=True)


@_room.colour(12, _AXES.fromkeys(_AXES, 0))
def highest_in_its(grid: Grid, line: str) -> np.ndarray:
    """Give the highest colour of its row or column.

    >>> highest_in_its(Grid("12/30"), "row").tolist()
    [[2], [3]]
    """
    return grid.cells.max(_AXES[line], keepdims=True)


@_room.colour(13, _AXES.fromkeys(_AXES, 0))
def commonest_in_its(grid: Grid, line: str) -> np.ndarray:
    """Give the colour that most cells of its row or column have, be it 0.

    >>> commonest_in_its(Grid("122"), "row").tolist()
    [[2]]
    """
    return commonest_of_lines(grid.cells, _AXES[line])


@_room.colour(12, [(end, line) for end in ("first", "last") for line in _AXES])
def end_of_its_line(grid: Grid, which: tuple[str, str]) -> np.ndarray:
    """Give the first or last cell of its row or column."""
    end, line = which
    at = [0 if end == "first" else -1]
    return np.take(grid.cells, at, _AXES[line])


@_room.context(15, [(end, line) for end in ("first", "last") for line in _AXES])
def same_as_end(grid: Grid, which: tuple[str, str]) -> np.ndarray:
    """Tell whether it is as the end of its line; 2: it is empty."""
    return (end_of_its_line(grid, which) == grid.cells) + 2 * (grid.cells == 0)


@_room.context(12, _AXES.fromkeys(_AXES, 0))
def something_in_its(grid: Grid, line: str) -> np.ndarray:
    """Tell whether anything is in its row or column."""
    return _filled(grid, line) > 0


@_room.context(12)
def something_in_lines(grid: Grid) -> np.ndarray:
    """Tell whether anything is in its row (2), and in its column (1)."""
    return 2 * (_filled(grid, "row") > 0) + (_filled(grid, "column") > 0)


@_room.context(12, _AXES.fromkeys(_AXES, 0))
def one_colour_in_its(grid: Grid, line: str) -> np.ndarray:
    """Tell whether its row or column has but one colour."""
    axis = _AXES[line]
    first = np.take(grid.cells, [0], axis)
    return (grid.cells == first).all(axis, keepdims=True)


@_room.context(14, _AXES.fromkeys(_AXES, 0))
def cells_in_its(grid: Grid, line: str) -> np.ndarray:
    """Count what is in its row or column."""
    return _filled(grid, line).clip(0, 9)


@_room.context(14, _AXES.fromkeys(_AXES, 0))
def fullest(grid: Grid, line: str) -> np.ndarray:
    """Tell whether no other row or column holds more."""
    counts = _filled(grid, line)
    return counts == counts.max()


@_room.context(13, [(c, line) for c in range(1, COLOURS) for line in _AXES])
def in_line_with(grid: Grid, what: tuple[int, str]) -> np.ndarray:
    """Tell whether a colour is in its row or column."""
    colour, line = what
    return (grid.cells == colour).any(_AXES[line], keepdims=True)


FEATURES = _room.features

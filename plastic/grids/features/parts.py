"""Where a cell is between the lines that divide a grid, and what else is there."""

from __future__ import annotations

import numpy as np

from ..grid import COLOURS, Grid, NoResultError, remembered
from ..objects import Layout, separators
from ..transforms import block_colours
from .feature import Room

_room = Room()


@remembered
def bands(grid: Grid, line: str) -> tuple[np.ndarray, np.ndarray]:
    """Give for each row (or column) its band, and its place in it; on a line -1."""
    layout = separators(grid, False)
    runs = layout.rows if line == "row" else layout.columns
    number = np.full(grid.height if line == "row" else grid.width, -1)
    place = number.copy()
    for i, (begin, end) in enumerate(runs):
        number[begin:end] = i
        place[begin:end] = np.arange(end - begin)
    shape = (-1, 1) if line == "row" else (1, -1)
    return number.reshape(shape), place.reshape(shape)


def _each(grid: Grid) -> list[tuple[slice, slice]]:
    layout: Layout = separators(grid, False)
    return [np.s_[a:b, c:d] for a, b in layout.rows for c, d in layout.columns]


@_room.context(14, ("row", "column"))
def band(grid: Grid, line: str) -> np.ndarray:
    """Give the number of the band of rows, or of columns, that it is in."""
    return bands(grid, line)[0]


@_room.context(15)
def part(grid: Grid) -> np.ndarray:
    """Give the number of its part; on a line -1."""
    row, column = bands(grid, "row")[0], bands(grid, "column")[0]
    return np.where((row >= 0) & (column >= 0), row * 16 + column, -1)


@_room.context(15, ("row", "column"))
def place_in_part(grid: Grid, line: str) -> np.ndarray:
    """Give its row, or column, within its part; on a line -1."""
    return bands(grid, line)[1]


def _cells(grid: Grid) -> np.ndarray:
    counted = np.zeros(grid.shape, int)
    for place in _each(grid):
        counted[place] = (grid.cells[place] > 0).sum() + 1
    return counted


@_room.context(14)
def cells_in_part(grid: Grid) -> np.ndarray:
    """Count what is in its part, and one more; on a line 0."""
    return _cells(grid)


@_room.context(13, ("fullest", "emptiest"))
def is_part(grid: Grid, which: str) -> np.ndarray:
    """Tell whether no part holds more, or less."""
    counted = _cells(grid)
    best = counted.max() if which == "fullest" else counted[counted > 0].min()
    return counted == best


@_room.context(13, {"first": 0, "last": 0, "middle": 1})
def is_the_part(grid: Grid, which: str) -> np.ndarray:
    """Tell whether it is in the first, last or middle part."""
    marked, each = np.zeros(grid.shape, bool), _each(grid)
    marked[each[{"first": 0, "last": -1, "middle": len(each) // 2}[which]]] = True
    return marked


@_room.colour(13)
def highest_in_part(grid: Grid) -> np.ndarray:
    """Give the highest colour of its part."""
    colours = np.zeros(grid.shape, int)
    for place in _each(grid):
        colours[place] = grid.cells[place].max()
    return colours


@_room.colour(14, ("fullest", "emptiest", "first", "last", "any", "most"))
def same_place_in(grid: Grid, which: str) -> np.ndarray:
    """Give what stands at the same place of a part, of any part, or of most of them.

    >>> same_place_in(Grid("10500/00522"), "fullest").tolist()
    [[0, 0, 5, 0, 0], [2, 2, 5, 2, 2]]
    """
    places = _each(grid)
    pictures = [grid.cells[place] for place in places]
    if len({picture.shape for picture in pictures}) != 1:
        raise NoResultError("the parts are not of one size")
    picture = _common(np.stack(pictures), which)
    copied = grid.cells.copy()
    for place in places:
        copied[place] = picture
    return copied


def _common(pictures: np.ndarray, which: str) -> np.ndarray:
    """Choose one of some pictures, or make one of all."""
    filled = (pictures > 0).sum((1, 2))
    if which == "any":
        return pictures.max(0)
    if which == "most":
        return np.stack([(pictures == c).sum(0) for c in range(COLOURS)]).argmax(0)
    at = {"fullest": filled.argmax(), "emptiest": filled.argmin(), "first": 0}
    return pictures[at.get(which, -1)]


@_room.colour(13)
def colour_of_lines(grid: Grid) -> int:
    """Give the colour of the lines."""
    return separators(grid, False).colour


@_room.colour(15)
def parts_in_small(grid: Grid) -> np.ndarray:
    """Give in each part a picture of all parts: each of them is a cell."""
    small = block_colours(grid.cells, "figure", False)
    picture = np.zeros(grid.shape, int)
    for place in _each(grid):
        if picture[place].shape != small.shape:
            raise NoResultError("the parts are not as large as their number")
        picture[place] = small
    return picture


FEATURES = _room.features

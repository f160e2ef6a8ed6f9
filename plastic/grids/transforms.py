"""Transforms: a grid turned, cropped, scaled, repeated, reduced, recoloured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .grid import COLOURS, MOST_CELLS, Grid, NoResultError, shifted
from .objects import (
    bounds,
    colour_counts,
    labels_of,
    most_common,
    rarest,
    separators,
)

Cells = np.ndarray

# Turning -------------------------------------------------------------------------

# The seven symmetries of a square beside doing nothing.
SYMMETRIES: dict[str, Callable[[Cells], Cells]] = {
    "turn left": np.rot90,
    "turn around": lambda cells: cells[::-1, ::-1],
    "turn right": lambda cells: np.rot90(cells, 3),
    "flip down": lambda cells: cells[::-1],
    "flip across": lambda cells: cells[:, ::-1],
    "flip along the diagonal": lambda cells: cells.T,
    "flip along the other diagonal": lambda cells: cells[::-1, ::-1].T,
}


# Taking a part -------------------------------------------------------------------


def crop(cells: Cells) -> Cells:
    """Leave out what is empty around.

    >>> crop(np.array([[0, 0, 0], [0, 1, 2]])).tolist()
    [[1, 2]]
    """
    return cells[bounds(cells != 0)]


def crop_colour(cells: Cells, colour: int) -> Cells:
    """Leave out what is around the cells of a colour."""
    return cells[bounds(cells == colour)]


def inside(cells: Cells) -> Cells:
    """Leave out the border."""
    if min(cells.shape) < 3:
        raise NoResultError("nothing is inside")
    return cells[1:-1, 1:-1]


def upper(cells: Cells) -> Cells:
    """Take the upper half, without what is in the middle."""
    return cells[: cells.shape[0] // 2]


def lower(cells: Cells) -> Cells:
    """Take the lower half, without what is in the middle."""
    return cells[(cells.shape[0] + 1) // 2 :]


def corner(cells: Cells, side: int) -> Cells:
    """Take a square of the upper left corner."""
    if side > min(cells.shape):
        raise NoResultError("it is smaller than that")
    return cells[:side, :side]


def smallest_tile(cells: Cells) -> Cells:
    """Take the smallest tile that gives the grid when it is repeated.

    >>> smallest_tile(np.array([[1, 2, 1, 2, 1]])).tolist()
    [[1, 2]]
    """
    height, width = cells.shape
    # Rows and columns do not depend on each other: there is no row after the last.
    p = next(p for p in range(1, height + 1) if (cells[p:] == cells[:-p]).all())
    q = next(q for q in range(1, width + 1) if (cells[:, q:] == cells[:, :-q]).all())
    if (p, q) == (height, width):
        raise NoResultError("nothing is repeated")
    return cells[:p, :q]


def symmetric_half(cells: Cells) -> Cells:
    """Take one half of what is its own mirror image."""
    height, width = cells.shape
    if width > 1 and (cells == cells[:, ::-1]).all():
        return cells[:, : (width + 1) // 2]
    if height > 1 and (cells == cells[::-1]).all():
        return cells[: (height + 1) // 2]
    raise NoResultError("it is not symmetric")


def without_repeats(cells: Cells) -> Cells:
    """Leave out rows and columns that are as the one before."""
    rows = np.r_[True, (cells[1:] != cells[:-1]).any(1)]
    columns = np.r_[True, (cells[:, 1:] != cells[:, :-1]).any(0)]
    return cells[rows][:, columns]


def without_empty(cells: Cells) -> Cells:
    """Leave out empty rows and columns."""
    return cells[(cells != 0).any(1)][:, (cells != 0).any(0)]


def without_lines(cells: Cells) -> Cells:
    """Leave out the lines that divide the grid."""
    layout = separators(Grid.of(cells), False)
    rows = np.concatenate([np.arange(*band) for band in layout.rows])
    columns = np.concatenate([np.arange(*band) for band in layout.columns])
    return cells[rows][:, columns]


# Scaling and repeating -----------------------------------------------------------


def enlarged(cells: Cells, down: int, across: int) -> Cells:
    """Make a block of each cell."""
    return np.repeat(np.repeat(cells, down, 0), across, 1)


def reduced(cells: Cells, times: int) -> Cells:
    """Make a cell of each block: its highest colour."""
    height, width = cells.shape
    if height % times or width % times:
        raise NoResultError("it has no such blocks")
    blocks = cells.reshape(height // times, times, width // times, times)
    return blocks.max((1, 3))


def undone_enlarging(cells: Cells) -> Cells:
    """Make a cell of each block, of the largest blocks there are."""
    for times in range(min(cells.shape), 1, -1):
        if not (cells.shape[0] % times or cells.shape[1] % times):
            small = cells[::times, ::times]
            if np.array_equal(enlarged(small, times, times), cells):
                return small
    raise NoResultError("it was not enlarged")


def colours_in(cells: Cells) -> int:
    """Count the colours."""
    return max(1, len(np.unique(cells[cells > 0])))


def cells_in(cells: Cells) -> int:
    """Count the cells that are not empty; no picture is enlarged more than 12 times."""
    return min(12, max(1, int((cells > 0).sum())))


def fractal(cells: Cells, where: Callable[[Cells], Cells]) -> Cells:
    """Put the grid in the place of its own cells.

    >>> fractal(np.array([[1, 0]]), lambda cells: cells != 0).tolist()
    [[1, 0, 0, 0]]
    """
    return np.kron(where(cells).astype(np.int8), cells)


def block_colours(cells: Cells, how: str, of_background: bool) -> Cells:
    """Make a cell of each part between separators.

    Parameters
    ----------
    cells : numpy.ndarray
        The grid.
    how : {"common", "figure", "full", "any", "count"}
        The cell is the part's most common colour, that of its figure, its colour if
        it is full of it, whether it holds anything, or how many cells do, up to 9.
    of_background : bool
        Whether the separators are empty lines.
    """
    layout = separators(Grid.of(cells), of_background)

    def summary(part: Cells) -> int:
        counts = np.bincount(part.ravel(), minlength=COLOURS)
        if how == "common":
            return int(counts.argmax())
        if how == "full":
            return int(part.flat[0]) if (part == part.flat[0]).all() else 0
        counts[0] = 0
        if how == "any":
            return int(counts.any())
        if how == "count":
            return min(9, int(counts.sum()))
        return int(counts.argmax()) if counts.any() else 0

    rows = [
        [summary(cells[a:b, c:d]) for c, d in layout.columns] for a, b in layout.rows
    ]
    return np.array(rows, np.int8)


def with_room(cells: Cells, down: int, across: int) -> Cells:
    """Put it into the upper left corner of a grid so many times as high and as wide.

    >>> with_room(np.array([[1, 2]]), 2, 2).tolist()
    [[1, 2, 0, 0], [0, 0, 0, 0]]
    """
    if down * across == 1:
        raise NoResultError("there is no more room")
    height, width = cells.shape
    if height * down * width * across > MOST_CELLS:
        raise NoResultError("it would be too large")
    return np.pad(cells, ((0, height * (down - 1)), (0, width * (across - 1))))


def squared(cells: Cells) -> Cells:
    """Make room below or to the right until it is as wide as high."""
    height, width = cells.shape
    if height == width:
        raise NoResultError("it is as wide as high")
    side = max(height, width)
    return np.pad(cells, ((0, side - height), (0, side - width)))


def histogram(cells: Cells) -> Cells:
    """Draw a column for each colour, the commonest first, as high as it is often.

    >>> histogram(np.array([[3, 3, 0, 4]])).tolist()
    [[3, 4], [3, 0]]
    """
    counts = colour_counts(cells)
    colours = [c for c in np.argsort(-counts, kind="stable") if counts[c]]
    if len(colours) < 2:
        raise NoResultError("there is nothing to compare")
    drawn = np.zeros((counts.max(), len(colours)), np.int8)
    for column, colour in enumerate(colours):
        drawn[: counts[colour], column] = colour
    return drawn


# Colours -------------------------------------------------------------------------


def only(cells: Cells, colour: int) -> Cells:
    """Keep one colour."""
    return np.where(cells == colour, cells, 0)


def without(cells: Cells, colour: int) -> Cells:
    """Take one colour away."""
    return np.where(cells == colour, 0, cells)


def swapped(cells: Cells) -> Cells:
    """Swap the two colours that there are."""
    colours = np.unique(cells)
    if len(colours) != 2:
        raise NoResultError("it has not two colours")
    return np.where(cells == colours[0], colours[1], colours[0])


def single_cell(colour: int) -> Cells:
    """Make a grid of a single cell."""
    return np.array([[colour]], np.int8)


def common(cells: Cells) -> int:
    """Give the most common colour."""
    return most_common(Grid.of(cells))


def rare(cells: Cells) -> int:
    """Give the rarest colour."""
    return rarest(Grid.of(cells))


def without_dust(cells: Cells, corners: bool) -> Cells:
    """Take away objects of a single cell."""
    labels, n = labels_of(Grid.of(cells), corners, False)
    size = np.bincount(labels.ravel(), minlength=n)
    return np.where(size[labels] == 1, 0, cells)


def filled_box(cells: Cells) -> Cells:
    """Fill the bounding box of all with the most common colour."""
    filled = np.zeros_like(cells)
    filled[bounds(cells != 0)] = common(cells)
    return filled


def sorted_lines(cells: Cells, axis: int, by_colour: bool) -> Cells:
    """Sort rows (axis 0) or columns (axis 1) by how full they are, or by colour."""
    across = 1 - axis
    key = cells.max(across) if by_colour else (cells != 0).sum(across)
    return np.take(cells, np.argsort(key, kind="stable"), axis)


def commonest_of_lines(cells: Cells, axis: int) -> Cells:
    """Give the commonest colour of each row (axis 1) or column (axis 0)."""
    counts = [(cells == colour).sum(axis, keepdims=True) for colour in range(COLOURS)]
    return np.argmax(counts, 0)


def striped(cells: Cells) -> Cells:
    """Let each line have its commonest colour: rows or columns, what changes less.

    >>> striped(np.array([[1, 1, 1], [2, 2, 1]])).tolist()
    [[1, 1, 1], [2, 2, 2]]
    """
    ways = [
        np.broadcast_to(commonest_of_lines(cells, axis), cells.shape) for axis in (1, 0)
    ]
    return min(ways, key=lambda way: int((way != cells).sum()))


def rolled(cells: Cells, down: int, right: int) -> Cells:
    """Move all cells; what leaves comes in at the other side."""
    return np.roll(cells, (down, right), (0, 1))


def grown(cells: Cells, corners: bool) -> Cells:
    """Let each empty cell take the highest colour that touches it."""
    steps = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    if corners:
        steps += [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    around = np.max([shifted(cells, *step) for step in steps], 0)
    return np.where(cells == 0, around, cells)

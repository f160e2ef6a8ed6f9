"""Completing: what is hidden follows from a pattern that all the rest obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .grid import COLOURS, Grid, NoResultError, remembered
from .objects import bounds

Cells = np.ndarray
Mirror = tuple[np.ndarray, np.ndarray, np.ndarray]  # is inside, row, column

# How much of a grid must be seen beside its mirror image to believe in the mirror.
SEEN_TWICE = 0.45


@remembered
def periodic(grid: Grid, hidden: int) -> Cells:
    """Fill the cells of one colour by the smallest period that all others have.

    >>> periodic(Grid("1212/2101/1212/2121"), 0).tolist()[1]
    [2, 1, 2, 1]
    """
    cells = grid.cells
    known = cells != hidden
    if known.all() or not known.any():
        raise NoResultError("nothing is hidden, or all is")
    height, width = cells.shape
    at = np.indices(cells.shape)
    rows, columns = at[0], at[1]
    down = [p for p in range(1, height + 1) if _repeats(cells, known, p)]
    across = [q for q in range(1, width + 1) if _repeats(cells.T, known.T, q)]
    periods = [(p, q) for p in down for q in across]
    for p, q in sorted(periods, key=lambda period: period[0] * period[1]):
        if p > height * 2 // 3 and q > width * 2 // 3:
            continue  # too much would be seen but once
        place = (rows % p) * q + columns % q
        votes = np.bincount(
            place[known] * COLOURS + cells[known], minlength=p * q * COLOURS
        ).reshape(-1, COLOURS)
        if ((votes > 0).sum(1) == 1).all():
            return np.where(known, cells, np.argmax(votes, 1)[place])
    raise NoResultError("it has no period")


def _repeats(cells: Cells, known: np.ndarray, p: int) -> bool:
    """Tell whether nothing that is known differs from what is p rows below."""
    differs = cells[p:] != cells[:-p]
    return not (differs & known[p:] & known[:-p]).any()


def _mirrors(shape: tuple[int, int]) -> Iterator[Mirror]:
    """Give mirrors whose axis may be off the centre, as far as half of it shows."""
    height, width = shape
    at = np.indices(shape)
    rows, columns = at[0], at[1]
    pairs: list[tuple[np.ndarray, np.ndarray]] = [
        (total - rows, columns)
        for total in range(height // 2, 2 * height - 1 - height // 2)
    ]
    pairs += [
        (rows, total - columns)
        for total in range(width // 2, 2 * width - 1 - width // 2)
    ]
    if height == width:
        pairs += [(columns, rows), (height - 1 - columns, height - 1 - rows)]
    for row, column in pairs:
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        yield inside, row.clip(0, height - 1), column.clip(0, width - 1)


@remembered
def symmetric(grid: Grid, hidden: int) -> Cells:
    """Fill the cells of one colour by the mirrors that the rest obeys.

    >>> symmetric(Grid("1231/2332/2032/1221"), 0).tolist()[2]
    Traceback (most recent call last):
    plastic.grids.grid.NoResultError: it has no such mirror
    >>> symmetric(Grid("1221/2332/2032/1221"), 0).tolist()[2]
    [2, 3, 3, 2]
    """
    cells = grid.cells.copy()
    known = cells != hidden
    if known.all():
        raise NoResultError("nothing is hidden")
    mirrors = []
    for inside, row, column in _mirrors(cells.shape):
        both = inside & known & known[row, column]
        alike = (cells[both] == cells[row, column][both]).all()
        is_seen = both.sum() > SEEN_TWICE * cells.size
        if alike and is_seen and len(np.unique(cells[both])) > 1:
            mirrors.append((inside, row, column))
    for _ in range(3):  # what one mirror shows, another one shows once more
        for inside, row, column in mirrors:
            shown = inside & ~known & known[row, column]
            cells[shown] = cells[row, column][shown]
            known |= shown
    if not known.all():
        raise NoResultError("it has no such mirror")
    return cells


def completed(grid: Grid, hidden: int) -> Cells:
    """Fill the cells of one colour by mirrors, or else by a period."""
    try:
        return symmetric(grid, hidden)
    except NoResultError:
        return periodic(grid, hidden)


def behind(grid: Grid, hidden: int) -> Cells:
    """Give what is behind the cells of one colour, alone."""
    return completed(grid, hidden)[bounds(grid.cells == hidden)]


def overlaid(cells: Cells, turn: Callable[[Cells], Cells]) -> Cells:
    """Fill what is empty with what a turned copy has there."""
    copy = turn(cells)
    if copy.shape != cells.shape:
        raise NoResultError("turned it has another shape")
    return np.where(cells != 0, cells, copy)


def overlaid_by_all(cells: Cells, diagonal: bool) -> Cells:
    """Fill what is empty by the mirrors of a square, or of a rectangle."""
    cells = overlaid(cells, lambda cells: cells[::-1])
    cells = overlaid(cells, lambda cells: cells[:, ::-1])
    return overlaid(cells, lambda cells: cells.T) if diagonal else cells


def around_core(grid: Grid, diagonal: bool) -> Cells:
    """Fill what is empty by the mirrors around a colour that has these mirrors itself.

    The grid is looked at as if it were a window around the middle of that colour.

    >>> around_core(Grid("200/033/033/000"), False).tolist()
    [[2, 0, 0], [0, 3, 3], [0, 3, 3], [2, 0, 0]]
    """
    cells = grid.cells
    # The largest one: a single cell has all mirrors by itself.
    for colour in np.argsort(-np.bincount(cells.ravel(), minlength=COLOURS)):
        mine = cells == colour
        if not colour or not mine.any():
            continue
        place = bounds(mine)
        core = mine[place]
        if not (core == core[::-1]).all() or not (core == core[:, ::-1]).all():
            continue
        if diagonal and (core.shape[0] != core.shape[1] or (core != core.T).any()):
            continue
        return _mirrored_around(cells, place, diagonal)
    raise NoResultError("no colour has these mirrors")


def _mirrored_around(cells: Cells, place: tuple[slice, slice], diagonal: bool) -> Cells:
    """Fill what is empty by mirrors through the middle of a place."""
    height, width = cells.shape
    down = place[0].start + place[0].stop - 1  # twice the middle
    right = place[1].start + place[1].stop - 1
    at = np.indices(cells.shape)
    rows, columns = at[0], at[1]
    mirrors = [(down - rows, columns), (rows, right - columns)]
    if diagonal:
        # The odd part of a difference: 0, for a core is as wide as high.
        skew = (down - right) // 2
        mirrors.append((columns + skew, rows - skew))
    drawn = cells.copy()
    for row, column in mirrors:
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        image = drawn[row.clip(0, height - 1), column.clip(0, width - 1)]
        drawn = np.where((drawn == 0) & inside, image, drawn)
    return drawn


def within_box(cells: Cells, change: Callable[[Cells], Cells]) -> Cells:
    """Change the bounding box of all that is there, and nothing else."""
    place = bounds(cells != 0)
    changed = cells.copy()
    changed[place] = change(cells[place])
    return changed

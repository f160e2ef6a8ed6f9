"""Objects: what belongs together in a grid.

Cells that touch and are alike are a *component*.  Alike may mean of one colour, or not
0; touching may mean along edges, or at corners, too.  A grid can also fall into parts
by full lines (*separators*), by halves, or by colours.  Each is a :class:`Part`: what
it looks like and where it was.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .grid import COLOURS, Grid, NoResultError, remembered

MOST_PARTS = 150  # more are dust, and whoever compares all with all pays for it


class Part(NamedTuple):
    """A part of a grid.

    Attributes
    ----------
    top, left : int
        Where its upper left corner is.
    own : Grid
        Its bounding box with its own cells; all others are 0.
    box : Grid
        Its bounding box with all that is there.
    """

    top: int
    left: int
    own: Grid
    box: Grid

    @property
    def mask(self) -> np.ndarray:
        """Which cells of the box are its own."""
        return self.own.cells != 0

    @property
    def area(self) -> int:
        """How many cells are its own."""
        return int(self.mask.sum())

    @property
    def colour(self) -> int:
        """Its colour, or the highest of several."""
        return int(self.own.cells.max())

    @property
    def bottom(self) -> int:
        """The row after its last."""
        return self.top + self.own.height

    @property
    def right(self) -> int:
        """The column after its last."""
        return self.left + self.own.width


class Components(NamedTuple):
    """All components of a grid, of its background, too, as arrays.

    Attributes
    ----------
    labels : numpy.ndarray of int, shape (height, width)
        Which component a cell belongs to; numbered in reading order.
    is_figure : numpy.ndarray of bool, shape (components,)
        Whether it is something, and not background.
    size, top, bottom, left, right : numpy.ndarray of int, shape (components,)
        Its cells, and its first and last row and column.
    """

    labels: np.ndarray
    is_figure: np.ndarray
    size: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    left: np.ndarray
    right: np.ndarray


@remembered
def labels_of(grid: Grid, corners: bool, mixed: bool) -> tuple[np.ndarray, int]:
    """Give each cell the number of its component, in reading order; and their number.

    Parameters
    ----------
    grid : Grid
        The grid.
    corners : bool
        Whether cells touch at corners, too.
    mixed : bool
        Whether an object may have several colours.

    >>> labels, n = labels_of(Grid("110/001"), False, False)
    >>> labels.tolist(), n
    ([[0, 0, 1], [2, 2, 3]], 4)
    """
    alike = (grid.cells != 0).astype(np.int8) if mixed else grid.cells
    height, width = alike.shape
    number = np.arange(height * width).reshape(height, width)
    steps = [((1, 0), (0, 0)), ((0, 1), (0, 0))]
    if corners:
        steps += [((1, 1), (0, 0)), ((1, 0), (0, 1))]
    pairs = []
    for (row, column), (row2, column2) in steps:
        one = np.s_[row : height - row2, column : width - column2]
        high = height - row - row2
        wide = width - column - column2
        other = np.s_[row2 : row2 + high, column2 : column2 + wide]
        same = alike[one] == alike[other]
        pairs.append((number[one][same], number[other][same]))
    first = np.concatenate([each for each, _ in pairs])
    second = np.concatenate([each for _, each in pairs])
    root = number.ravel().copy()
    while True:  # each takes the least number of its neighbours, then of that one
        before = root.copy()
        np.minimum.at(root, first, root[second])
        np.minimum.at(root, second, root[first])
        root = root[root]
        if np.array_equal(root, before):
            break
    names, labels = np.unique(root, return_inverse=True)
    return labels.reshape(height, width), len(names)


@remembered
def components(grid: Grid, corners: bool, mixed: bool) -> Components:
    """Measure all components of a grid."""
    labels, n = labels_of(grid, corners, mixed)
    flat = labels.ravel()
    rows, columns = np.divmod(np.arange(flat.size), grid.width)
    is_figure = np.zeros(n, bool)
    is_figure[flat] = grid.cells.ravel() != 0
    top, left = np.full(n, flat.size), np.full(n, flat.size)
    bottom, right = np.full(n, -1), np.full(n, -1)
    np.minimum.at(top, flat, rows)
    np.maximum.at(bottom, flat, rows)
    np.minimum.at(left, flat, columns)
    np.maximum.at(right, flat, columns)
    size = np.bincount(flat, minlength=n)
    return Components(labels, is_figure, size, top, bottom, left, right)


@remembered
def objects(
    grid: Grid, corners: bool, mixed: bool, figures: bool = True
) -> tuple[Part, ...]:
    """List the components as parts; with ``figures=False`` those of the background.

    >>> [(part.top, part.left, part.own) for part in objects(Grid("110/001"), 0, 0)]
    [(0, 0, Grid('11')), (1, 2, Grid('1'))]
    """
    found = components(grid, corners, mixed)
    wanted = np.flatnonzero(found.is_figure == figures)
    if len(wanted) > MOST_PARTS:
        raise NoResultError(f"{len(wanted)} objects")
    parts = []
    for i in wanted:
        place = np.s_[
            found.top[i] : found.bottom[i] + 1, found.left[i] : found.right[i] + 1
        ]
        box, mine = grid.cells[place], found.labels[place] == i
        own = np.where(mine, box, 0) if figures else mine
        top, left = int(found.top[i]), int(found.left[i])
        parts.append(Part(top, left, Grid.of(own), Grid.of(box)))
    return tuple(parts)


@remembered
def holes(shape: Grid) -> int:
    """Count the holes of a shape: zeros that cannot be reached from outside.

    >>> holes(Grid("111/101/111"))
    1
    """
    inside = enclosed(shape)
    labels, _ = labels_of(shape, False, False)
    return len(np.unique(labels[inside]))


@remembered
def enclosed(grid: Grid, corners: bool = False) -> np.ndarray:
    """Mark the zeros from which no way of zeros leads to the border.

    >>> enclosed(Grid("111/101/111")).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    """
    empty = (grid.cells == 0).astype(np.int8)
    found = components(Grid.of(empty), corners, False)
    bottom, right = grid.height - 1, grid.width - 1
    at_border = (found.top == 0) | (found.left == 0)
    at_border |= (found.bottom == bottom) | (found.right == right)
    return (empty != 0) & ~at_border[found.labels]


class Layout(NamedTuple):
    """How full lines of one colour divide a grid.

    Attributes
    ----------
    rows, columns : tuple of (int, int)
        Where each band begins, and where it ends before.
    colour : int
        The colour of the lines.
    """

    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[int, int], ...]
    colour: int


def _between(is_line: np.ndarray) -> tuple[tuple[int, int], ...]:
    """Give the runs between lines: F T F F -> (0, 1), (2, 4)."""
    edges = np.flatnonzero(np.diff(np.r_[True, is_line, True].astype(np.int8)))
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist()))


@remembered
def separators(grid: Grid, of_background: bool) -> Layout:
    """Find the full lines of one colour that divide a grid into most parts.

    >>> separators(Grid("1051/2252/5555/3353"), False)
    Layout(rows=((0, 2), (3, 4)), columns=((0, 2), (3, 4)), colour=5)
    """
    colours = [0] if of_background else [c for c in np.unique(grid.cells) if c]
    best: tuple[int, Layout] | None = None
    for colour in colours:
        rows = (grid.cells == colour).all(1)
        columns = (grid.cells == colour).all(0)
        if rows.all():
            continue
        layout = Layout(_between(rows), _between(columns), int(colour))
        n = len(layout.rows) * len(layout.columns)
        if 1 < n <= MOST_PARTS and (best is None or n > best[0]):
            best = n, layout
    if best is None:
        raise NoResultError("no full line divides it")
    return best[1]


def _whole(top: int, left: int, cells: np.ndarray) -> Part:
    grid = Grid.of(cells)
    return Part(top, left, grid, grid)


def divided(grid: Grid, of_background: bool = False) -> tuple[Part, ...]:
    """Cut a grid along its separators."""
    layout = separators(grid, of_background)
    return tuple(
        _whole(top, left, grid.cells[top:bottom, left:right])
        for top, bottom in layout.rows
        for left, right in layout.columns
    )


def cut(grid: Grid, down: int, across: int) -> tuple[Part, ...]:
    """Cut a grid into so many equal parts.

    >>> [part.own for part in cut(Grid("1234"), 1, 2)]
    [Grid('12'), Grid('34')]
    """
    height, width = grid.height // down, grid.width // across
    if (height * down, width * across) != grid.shape or down * across == 1:
        raise NoResultError("it cannot be cut into equal parts")
    return tuple(
        _whole(top, left, grid.cells[top : top + height, left : left + width])
        for top in range(0, grid.height, height)
        for left in range(0, grid.width, width)
    )


def squares(grid: Grid) -> tuple[Part, ...]:
    """Cut a long grid into squares."""
    short = min(grid.shape)
    return cut(grid, grid.height // short, grid.width // short)


def by_colour(grid: Grid) -> tuple[Part, ...]:
    """Take all cells of each colour as one part, those of the commonest first.

    >>> [part.own for part in by_colour(Grid("1022"))]
    [Grid('22'), Grid('1')]
    """
    parts = []
    counts = colour_counts(grid.cells)
    for colour in np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]:
        mine = grid.cells == colour
        place = bounds(mine)
        own = np.where(mine, grid.cells, 0)[place]
        top, left = int(place[0].start), int(place[1].start)
        parts.append(Part(top, left, Grid.of(own), Grid.of(grid.cells[place])))
    if not parts:
        raise NoResultError("it has no colour")
    return tuple(parts)


def framed(grid: Grid) -> tuple[Part, ...]:
    """Take what is inside of rectangles whose whole border has one colour."""
    found = []
    for part in objects(grid, False, False):
        mine = part.mask
        border = mine[0].all() and mine[-1].all() and mine[:, 0].all()
        if min(mine.shape) > 2 and border and mine[:, -1].all():
            inside = part.box.cells[1:-1, 1:-1]
            found.append(_whole(part.top + 1, part.left + 1, inside))
    if not found:
        raise NoResultError("it has no frame")
    return tuple(found)


def bounds(mask: np.ndarray) -> tuple[slice, slice]:
    """Give the rows and columns between which marked cells lie."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        raise NoResultError("nothing is marked")
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def colour_counts(cells: np.ndarray) -> np.ndarray:
    """Count the cells of each colour; of the background none.

    >>> colour_counts(Grid("0022/0001").cells).tolist()
    [0, 1, 2, 0, 0, 0, 0, 0, 0, 0]
    """
    counts = np.bincount(cells.ravel(), minlength=COLOURS)
    counts[0] = 0
    return counts


def most_common(grid: Grid) -> int:
    """Give the colour that most cells have."""
    counts = colour_counts(grid.cells)
    if not counts.any():
        raise NoResultError("it has no colour")
    return int(counts.argmax())


def rarest(grid: Grid) -> int:
    """Give the colour that fewest cells have, but some."""
    counts = colour_counts(grid.cells)
    if not counts.any():
        raise NoResultError("it has no colour")
    return int(np.where(counts > 0, counts, grid.cells.size + 1).argmin())

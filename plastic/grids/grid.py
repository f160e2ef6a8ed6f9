"""Grids: small pictures of at most ten colours that can be compared and hashed.

A grid is what a cell of a table of numbers is to a spreadsheet: a value.  It cannot be
changed, so that it can stand for a *behaviour*: two programs that give equal grids on
all sources are one to whoever has to choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Any, TypeVar

import numpy as np

from ..errors import SampleError, SampleTypeError

COLOURS = 10  # 0 is what lies behind; as in ARC
MOST_CELLS = 900  # 30 x 30, as in ARC
MOST_SIDE = 100  # rows or columns; those of 1D-ARC have up to 93
# Results of one function that are remembered: those of one task, and not of a day.
REMEMBERED = 4_096

DIRECTIONS = {
    "up": (-1, 0),
    "down": (1, 0),
    "left": (0, -1),
    "right": (0, 1),
    "up left": (-1, -1),
    "up right": (-1, 1),
    "down left": (1, -1),
    "down right": (1, 1),
}
STRAIGHT = ("up", "down", "left", "right")
SLANTED = ("up left", "up right", "down left", "down right")


class NoResultError(ValueError):
    """An operation has no result here, such as the largest object of an empty grid."""


class Grid:
    """A rectangle of colours.

    Parameters
    ----------
    cells : array_like of int, shape (height, width)
        Colours from 0 to 9.

    Raises
    ------
    SampleTypeError
        It is no rectangle of integers.
    SampleError
        It has no cell, more than 900, or 100 in a row or column, or an unknown colour.

    Examples
    --------
    >>> grid = Grid([[0, 3], [3, 0]])
    >>> grid.height, grid.width
    (2, 2)
    >>> print(grid)
    . 3
    3 .
    >>> grid == Grid("03/30")
    True
    """

    __slots__ = ("_hash", "cells")

    cells: np.ndarray

    def __init__(self, cells: Any) -> None:
        if isinstance(cells, Grid):
            cells = cells.cells
        if isinstance(cells, str):
            cells = _parsed(cells)
        self._keep(_checked(cells))

    @classmethod
    def of(cls, cells: np.ndarray) -> Grid:
        """Make one of cells that are in order; of none there is no result."""
        if not 0 < cells.size <= MOST_CELLS or max(cells.shape) > MOST_SIDE:
            raise NoResultError(f"a grid of {cells.shape} cells")
        made = cls.__new__(cls)
        made._keep(np.ascontiguousarray(cells, dtype=np.int8))
        return made

    def _keep(self, cells: np.ndarray) -> None:
        cells.flags.writeable = False
        self.cells = cells
        self._hash = hash((cells.shape, cells.tobytes()))

    @property
    def shape(self) -> tuple[int, int]:
        """Its height and width, in cells."""
        return self.cells.shape[0], self.cells.shape[1]

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.cells.shape[0]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.cells.shape[1]

    def tolist(self) -> list[list[int]]:
        """Give its rows as lists of plain integers."""
        return self.cells.tolist()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.cells, dtype=dtype)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Grid):
            return NotImplemented
        return self._hash == other._hash and np.array_equal(self.cells, other.cells)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> Any:
        # Another process gives the same bytes another hash.
        return Grid, (self.cells,)

    def __lt__(self, other: Grid) -> bool:
        return (self.shape, self.cells.tobytes()) < (other.shape, other.cells.tobytes())

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self.tolist())

    def __repr__(self) -> str:
        return f"Grid({'/'.join(''.join(map(str, row)) for row in self)!r})"

    def __str__(self) -> str:
        rows = (" ".join(str(c) if c else "." for c in row) for row in self)
        return "\n".join(rows)

    def _repr_svg_(self) -> str:
        from .svg import drawn

        return drawn(self.cells)


def _parsed(text: str) -> list[list[int]]:
    rows = text.split("/")
    if not all(each.isdecimal() and each.isascii() for each in rows):
        raise SampleError(
            f"a grid as text is rows of digits with / between, such as '03/30', "
            f"not {text[:60]!r}"
        )
    return [[*map(int, row)] for row in rows]


def _checked(cells: Any) -> np.ndarray:
    try:
        array = np.array(cells)
    except ValueError as error:
        raise SampleTypeError(
            "a grid must be a rectangle: its rows are not equally long"
        ) from error
    if array.ndim != 2 or array.dtype.kind not in "iu":
        raise SampleTypeError(
            "a grid must be rows of integers, such as [[0, 3], [3, 0]], not "
            f"an array of {array.dtype} with {array.ndim} dimensions"
        )
    if not 0 < array.size <= MOST_CELLS or max(array.shape) > MOST_SIDE:
        raise SampleError(
            f"a grid must have 1 to {MOST_CELLS} cells, and at most {MOST_SIDE} rows "
            f"and columns; its shape is {array.shape}"
        )
    if array.min() < 0 or array.max() >= COLOURS:
        raise SampleError(f"colours go from 0 to {COLOURS - 1}: {array.tolist()}")
    return array.astype(np.int8)


Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(function: Function) -> Function:
    """Let a function of grids answer once, also where that is: no result."""

    @lru_cache(maxsize=REMEMBERED)
    def answer(*arguments: Any) -> Any:
        try:
            return function(*arguments), None
        except NoResultError as error:
            return None, str(error)

    @wraps(function)
    def ask(*arguments: Any) -> Any:
        result, trouble = answer(*arguments)
        if trouble is not None:
            raise NoResultError(trouble)
        return result

    return ask  # type: ignore[return-value]


def shifted(cells: np.ndarray, down: int, right: int) -> np.ndarray:
    """Move all cells; what comes in at the border is 0.

    >>> shifted(np.array([[1, 2], [3, 4]]), 0, 1)
    array([[0, 1],
           [0, 3]])
    """
    height, width = cells.shape
    moved = np.zeros_like(cells)
    if abs(down) < height and abs(right) < width:
        moved[
            max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)
        ] = cells[
            max(-down, 0) : height + min(-down, 0),
            max(-right, 0) : width + min(-right, 0),
        ]
    return moved


def seen(cells: np.ndarray, direction: str) -> np.ndarray:
    """Give for each cell the nearest colour that it sees in a direction; none: 0.

    >>> seen(np.array([[0, 0, 3, 0]]), "right")
    array([[3, 3, 0, 0]])
    """
    down, right = DIRECTIONS[direction]
    if not down:
        return seen(cells.T, "down" if right > 0 else "up").T
    height, width = cells.shape
    view = np.zeros_like(cells)
    there = slice(max(right, 0), width + min(right, 0))
    mine = slice(max(-right, 0), width + min(-right, 0))
    # From the border that is looked at inwards: what the neighbour is, or, where that
    # is nothing, what the neighbour sees.
    rows = range(height - 2, -1, -1) if down > 0 else range(1, height)
    for row in rows:
        next_one = cells[row + down, there]
        view[row, mine] = np.where(next_one, next_one, view[row + down, there])
    return view

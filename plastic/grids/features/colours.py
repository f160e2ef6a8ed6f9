"""Colours that stand out in the whole grid, and where they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..grid import COLOURS, Grid, NoResultError, remembered
from ..objects import colour_counts, components
from .feature import Room

_room = Room()


@remembered
def ranking(grid: Grid) -> tuple[int, ...]:
    """List the colours, the commonest first; of equal ones the lower first.

    >>> ranking(Grid("2210"))
    (2, 1)
    """
    counts = colour_counts(grid.cells)
    order = np.argsort(-counts, kind="stable")
    return tuple(int(colour) for colour in order if counts[colour])


def _ranked(grid: Grid, place: int) -> int:
    ranks = ranking(grid)
    if not -len(ranks) <= place < len(ranks):
        raise NoResultError("there are fewer colours")
    return ranks[place]


def _by_size(grid: Grid, largest: bool) -> int:
    found = components(grid, True, False)
    if not found.is_figure.any():
        raise NoResultError("there is no object")
    size = np.where(found.is_figure, found.size, -1 if largest else grid.cells.size + 1)
    i = size.argmax() if largest else size.argmin()
    return int(grid.cells[found.labels == i][0])


def _of_most_objects(grid: Grid) -> int:
    found = components(grid, True, False)
    colour = np.zeros(len(found.size), int)
    colour[found.labels.ravel()] = grid.cells.ravel()
    counts = np.bincount(colour[found.is_figure], minlength=COLOURS)
    if not counts.any():
        raise NoResultError("there is no object")
    return int(counts.argmax())


_SPECIAL: dict[str, Callable[[Grid], int]] = {
    "commonest": lambda grid: _ranked(grid, 0),
    "second": lambda grid: _ranked(grid, 1),
    "rarest": lambda grid: _ranked(grid, -1),
    "of the largest object": lambda grid: _by_size(grid, True),
    "of the smallest object": lambda grid: _by_size(grid, False),
    "of most objects": _of_most_objects,
    "at the upper left": lambda grid: int(grid.cells[0, 0]),
    "at the upper right": lambda grid: int(grid.cells[0, -1]),
    "at the lower left": lambda grid: int(grid.cells[-1, 0]),
    "at the lower right": lambda grid: int(grid.cells[-1, -1]),
    "in the middle": lambda grid: int(grid.cells[grid.height // 2, grid.width // 2]),
}
_PRICES = dict(zip(_SPECIAL, (0, 3, 1, 2, 2, 4, 4, 4, 4, 4, 4)))


@_room.colour(10, _PRICES)
def colour(grid: Grid, which: str) -> int:
    """Give a colour of the whole grid.

    >>> colour(Grid("2210"), "rarest")
    1
    """
    return _SPECIAL[which](grid)


@_room.context(13, _PRICES)
def has_colour(grid: Grid, which: str) -> np.ndarray:
    """Tell whether a cell has such a colour; 2: it is empty."""
    return (grid.cells == colour(grid, which)) + 2 * (grid.cells == 0)


@_room.context(12)
def rank(grid: Grid) -> np.ndarray:
    """Give the rank of its colour, the commonest is 0; of what is empty 11.

    >>> rank(Grid("2210")).tolist()
    [[0, 0, 1, 11]]
    """
    ranks = np.full(COLOURS, 11)
    for place, each in enumerate(ranking(grid)):
        ranks[each] = place
    return ranks[grid.cells]


@_room.context(14)
def objects_of_its_colour(grid: Grid) -> np.ndarray:
    """Count the components of its colour."""
    found = components(grid, True, False)
    colour_of = np.zeros(len(found.size), int)
    colour_of[found.labels.ravel()] = grid.cells.ravel()
    counts = np.bincount(colour_of, minlength=COLOURS)
    return counts[grid.cells].clip(0, 9) * (grid.cells != 0)


FEATURES = _room.features

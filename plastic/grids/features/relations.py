"""What an object is to the others: beside, around, near, of the same form."""

from __future__ import annotations

import numpy as np

from ..grid import Grid, NoResultError, remembered, shifted
from ..isomorphism import canonical
from ..objects import Components, by_colour, components, enclosed
from .feature import Room

_room = Room()

KINDS: dict[str, tuple[bool, bool]] = {
    "component": (False, False),
    "component with corners": (True, False),
    "object with corners": (True, True),
}
_KINDS = dict(zip(KINDS, (0, 1, 1)))
MOST_COMPARED = 60  # objects; of more nobody sees how each is to each
FAR = 99


def _figures(grid: Grid, kind: str) -> tuple[Components, np.ndarray]:
    """Give the components, and which of them are something."""
    found = components(grid, *KINDS[kind])
    figures = np.flatnonzero(found.is_figure)
    if not 2 <= len(figures) <= MOST_COMPARED:
        raise NoResultError("there are no objects to compare, or too many")
    return found, figures


def _spread(found: Components, figures: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Say of each cell what is so of its object; 0: it has none."""
    of_all = np.zeros(len(found.size), int)
    of_all[figures] = values
    return of_all[found.labels]


def _overlaps(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell which intervals share a place with which others."""
    common = (low[:, None] <= high) & (low <= high[:, None])
    return common & ~np.eye(len(low), dtype=bool)


@_room.context(13, _KINDS)
def has_beside_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether other objects share rows (2), and columns (1), with its own.

    >>> has_beside_its(Grid("100/000/101"), "component").tolist()
    [[1, 0, 0], [0, 0, 0], [3, 0, 2]]
    """
    found, figures = _figures(grid, kind)
    rows = _overlaps(found.top[figures], found.bottom[figures]).any(1)
    columns = _overlaps(found.left[figures], found.right[figures]).any(1)
    return _spread(found, figures, np.add(2 * rows, columns))


def _holds(found: Components, figures: np.ndarray) -> np.ndarray:
    """Tell which bounding boxes hold which others."""
    top, bottom = found.top[figures], found.bottom[figures]
    left, right = found.left[figures], found.right[figures]
    down = (top[:, None] <= top) & (bottom[:, None] >= bottom)
    across = (left[:, None] <= left) & (right[:, None] >= right)
    return down & across & ~np.eye(len(figures), dtype=bool)


@_room.context(13, _KINDS)
def boxes_around_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the objects whose bounding box holds that of its own."""
    found, figures = _figures(grid, kind)
    return _spread(found, figures, _holds(found, figures).sum(0).clip(0, 5))


@_room.context(13, _KINDS)
def boxes_in_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the objects whose bounding box that of its own holds."""
    found, figures = _figures(grid, kind)
    return _spread(found, figures, _holds(found, figures).sum(1).clip(0, 9))


def _colour_of(grid: Grid, found: Components) -> np.ndarray:
    """Give the highest colour of each component."""
    colour = np.zeros(len(found.size), np.int64)
    np.maximum.at(colour, found.labels.ravel(), grid.cells.ravel())
    return colour


@_room.colour(13, _KINDS)
def colour_of_what_is_nearest_to_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the colour of the object whose bounding box is nearest."""
    found, figures = _figures(grid, kind)
    top, bottom = found.top[figures], found.bottom[figures]
    left, right = found.left[figures], found.right[figures]
    down = np.maximum(top[:, None] - bottom, top - bottom[:, None]).clip(0)
    across = np.maximum(left[:, None] - right, left - right[:, None]).clip(0)
    apart = down + across + FAR * np.eye(len(figures), dtype=int)
    nearest = _colour_of(grid, found)[figures][apart.argmin(1)]
    return _spread(found, figures, nearest)


@_room.colour(13)
def colour_around(grid: Grid) -> np.ndarray:
    """Give the colour in whose bounding box it lies; of several, the smallest box.

    >>> colour_around(Grid("40/04")).tolist()
    [[4, 4], [4, 4]]
    """
    drawn = np.zeros(grid.shape, np.int64)
    for part in sorted(by_colour(grid), key=lambda part: -part.own.cells.size):
        drawn[part.top : part.bottom, part.left : part.right] = part.colour
    return drawn


@_room.colour(12)
@remembered
def what_surrounds_it(grid: Grid) -> np.ndarray:
    """Give the colour that no way leads past to the border; of several the highest.

    >>> what_surrounds_it(Grid("03330/03030/03330")).tolist()[1]
    [0, 0, 3, 0, 0]
    """
    around = np.zeros(grid.shape, np.int64)
    for colour in np.unique(grid.cells[grid.cells > 0]).tolist():
        around[enclosed(Grid.of(grid.cells == colour))] = colour
    return around


@_room.context(12)
def inside_or_around(grid: Grid) -> np.ndarray:
    """Tell whether it is surrounded (2), or of what surrounds (1).

    >>> inside_or_around(Grid("03330/03030/03330")).tolist()[1]
    [0, 1, 2, 1, 0]
    """
    around = what_surrounds_it(grid)
    steps = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if y or x]
    mine = [shifted(around, *step) == grid.cells for step in steps]
    surrounds = np.any(mine, 0) & (grid.cells > 0)
    return np.where(surrounds, 1, 2 * (around > 0))


@_room.context(12, _KINDS)
def in_a_box(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it lies in the bounding box of an object.

    >>> in_a_box(Grid("10/11"), "component").tolist()
    [[True, True], [True, True]]
    """
    return _smallest_box(grid, kind) > 0


@_room.colour(13, _KINDS)
def colour_of_its_box(grid: Grid, kind: str) -> np.ndarray:
    """Give the colour of the object in whose box it lies; of several, the smallest."""
    return _smallest_box(grid, kind)


@remembered
def _smallest_box(grid: Grid, kind: str) -> np.ndarray:
    found = components(grid, *KINDS[kind])
    figures = np.flatnonzero(found.is_figure)
    if not 1 <= len(figures) <= MOST_COMPARED:
        raise NoResultError("there is no object, or too many")
    colour, drawn = _colour_of(grid, found), np.zeros(grid.shape, np.int64)
    height, width = found.bottom - found.top + 1, found.right - found.left + 1
    for i in sorted(figures.tolist(), key=lambda i: -int(height[i] * width[i])):
        rows = slice(found.top[i], found.bottom[i] + 1)
        drawn[rows, found.left[i] : found.right[i] + 1] = colour[i]
    return drawn


@remembered
def _forms(grid: Grid, kind: str) -> tuple[Grid, ...]:
    """Give the form of each object without its colours, however it is turned."""
    found, figures = _figures(grid, kind)
    return tuple(
        canonical(
            Grid.of(
                found.labels[
                    found.top[i] : found.bottom[i] + 1,
                    found.left[i] : found.right[i] + 1,
                ]
                == i
            )
        )
        for i in figures.tolist()
    )


@_room.colour(12, _KINDS)
def colour_of_the_fellow_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the other colour that an object of the same form has, however turned.

    >>> colour_of_the_fellow_of_its(Grid("110/003/003"), "component").tolist()
    [[3, 3, 0], [0, 0, 1], [0, 0, 1]]
    """
    found, figures = _figures(grid, kind)
    forms, colour = _forms(grid, kind), _colour_of(grid, found)[figures]
    fellows = [
        max(
            (int(c) for form, c in zip(forms, colour) if form == mine and c != own),
            default=0,
        )
        for mine, own in zip(forms, colour)
    ]
    return _spread(found, figures, np.array(fellows))


@_room.context(13, _KINDS)
def fellows_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the objects of its form, however they are turned and coloured."""
    found, figures = _figures(grid, kind)
    forms = _forms(grid, kind)
    return _spread(found, figures, np.array([forms.count(form) for form in forms]))


@remembered
def _nearest(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Give what is nearest to each cell, by straight steps, and how many these are."""
    colour, steps = grid.cells.copy(), np.where(grid.cells != 0, 0, FAR)
    if not colour.any():
        raise NoResultError("nothing is near")
    for step in range(1, sum(grid.shape)):
        ways = ((-1, 0), (1, 0), (0, -1), (0, 1))
        around = np.max([shifted(colour, *way) for way in ways], 0)
        reached = (colour == 0) & (around != 0)
        if not reached.any():
            break
        colour = np.where(reached, around, colour)
        steps[reached] = step
    return colour, steps


@_room.colour(12)
def nearest(grid: Grid) -> np.ndarray:
    """Give the colour that is nearest, itself or elsewhere; of several the highest.

    >>> nearest(Grid("10003")).tolist()
    [[1, 1, 3, 3, 3]]
    """
    return _nearest(grid)[0]


@_room.colour(13)
@remembered
def nearest_of_another_colour(grid: Grid) -> np.ndarray:
    """Give the nearest colour that is not its own; of what is empty, the nearest.

    >>> nearest_of_another_colour(Grid("10300")).tolist()
    [[3, 3, 1, 3, 3]]
    """
    found = _nearest(grid)[0].copy()
    for colour in np.unique(grid.cells[grid.cells > 0]):
        others = Grid.of(np.where(grid.cells == colour, 0, grid.cells))
        if others.cells.any():
            mine = grid.cells == colour
            found[mine] = _nearest(others)[0][mine]
    return found


@_room.context(12, {0: 0, 2: 1})
def steps_to_the_nearest(grid: Grid, n: int) -> np.ndarray:
    """Count the steps to what is nearest; modulo n, where n is not 0."""
    steps = _nearest(grid)[1]
    return steps % n if n else steps.clip(0, 9)


FEATURES = _room.features

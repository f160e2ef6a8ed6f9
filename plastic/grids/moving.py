"""Moving: what falls, slides, shines and is connected."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .grid import Grid, NoResultError, seen
from .objects import Part, objects

Cells = np.ndarray

OPPOSITE = {
    "up": "down",
    "down": "up",
    "left": "right",
    "right": "left",
    "up left": "down right",
    "down right": "up left",
    "up right": "down left",
    "down left": "up right",
}

MOST_SLIDING = 12  # objects; of more nobody sees which one is met


def cells_fall(cells: Cells, turns: int) -> Cells:
    """Let single cells fall, down after so many quarter turns.

    >>> cells_fall(np.array([[1, 0], [0, 2], [0, 0]]), 0).tolist()
    [[0, 0], [0, 0], [1, 2]]
    """
    turned = np.rot90(cells, turns)
    # A stable sort of a column by "is something" puts what is empty on top.
    order = np.argsort(turned != 0, axis=0, kind="stable")
    return np.rot90(np.take_along_axis(turned, order, 0), -turns)


def put(canvas: Cells, part: Part, top: int, left: int) -> None:
    """Draw a part's own cells."""
    place = canvas[top : top + part.own.height, left : left + part.own.width]
    place[part.mask] = part.own.cells[part.mask]


def is_free(canvas: Cells, part: Part, top: int, left: int) -> bool:
    """Tell whether a part can be drawn there and hides nothing."""
    if top < 0 or left < 0:
        return False
    place = canvas[top : top + part.own.height, left : left + part.own.width]
    return place.shape == part.own.shape and not place[part.mask].any()


def objects_fall(cells: Cells, turns: int) -> Cells:
    """Let whole objects fall until they meet something."""
    turned = np.rot90(cells, turns)
    canvas = np.zeros_like(turned)
    fallen = objects(Grid.of(turned), True, True)
    for part in sorted(fallen, key=lambda part: -part.bottom):
        top = part.top
        while is_free(canvas, part, top + 1, part.left):
            top += 1
        put(canvas, part, top, part.left)
    return np.rot90(canvas, -turns)


def gathered(cells: Cells) -> Cells:
    """Let every object slide to the largest one, straight, until they touch."""
    parts = objects(Grid.of(cells), True, True)
    if not 2 <= len(parts) <= MOST_SLIDING:
        raise NoResultError("nothing slides")
    largest = max(parts, key=lambda part: part.area)
    canvas = np.zeros_like(cells)
    put(canvas, largest, largest.top, largest.left)
    for part in parts:
        if part is largest:
            continue
        top, left = part.top, part.left
        down, right = _towards(part, largest)
        while (down or right) and is_free(canvas, part, top + down, left + right):
            top, left = top + down, left + right
        put(canvas, part, top, left)
    return canvas


def _towards(part: Part, other: Part) -> tuple[int, int]:
    """Give the straight step that leads a part to another one; (0, 0): none does."""
    if part.top < other.bottom and part.bottom > other.top:
        return 0, 1 if part.left < other.left else -1
    if part.left < other.right and part.right > other.left:
        return 1 if part.top < other.top else -1, 0
    return 0, 0


def connected(cells: Cells, ways: Iterable[tuple[str, str]]) -> Cells:
    """Connect what sees its own colour in two opposite directions.

    >>> connected(np.array([[3, 0, 3, 0]]), [("left", "right")]).tolist()
    [[3, 3, 3, 0]]
    """
    drawn = cells.copy()
    for way, back in ways:
        one, other = seen(cells, way), seen(cells, back)
        drawn = np.where((drawn == 0) & (one == other), one, drawn)
    return drawn


def shining(cells: Cells, ways: Iterable[str]) -> Cells:
    """Let each cell shine until it meets another one.

    >>> shining(np.array([[3, 0, 0]]), ["right"]).tolist()
    [[3, 3, 3]]
    """
    drawn = cells.copy()
    for way in ways:
        drawn = np.where(drawn == 0, seen(cells, OPPOSITE[way]), drawn)
    return drawn

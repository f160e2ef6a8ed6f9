"""Rings: where the concepts of a large tree stand, so that their names do not overlap.

The layout is that of the animation, each r_level a ring around the root, drawn
out to an ellipse, for names are wider than high.  Where a name would lie on
another one it moves outward along its ray until there is room: so every
concept stays between its neighbours, and edges do not cross.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ...core.symbols import Symbols
from ..growth.radial import radial

WIDER = 1.3  # the ellipse's width, of its height
DENSE = 0.5  # of a name's height between leaves on their ring: some must move
BETWEEN = 6.0  # points of air between two names
STEP = 4.0  # points by which a name moves outward
MOST_COMPARED = 3_000  # names: of more all pairs take long, and nobody reads them


def places(
    parents: Mapping[Symbols, Symbols | None], sizes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Find a place for each concept of a tree.

    Parameters
    ----------
    parents : dict of concept to concept or None
        The parent of each; parents come before their children.
    sizes : sequence of (float, float)
        How wide and how high each name is, in points.

    Returns
    -------
    list of (float, float)
        In points, around the root, upward as Graphviz has it.  Costs
        O(concepts**2) for up to 3,000 of them, then O(concepts log concepts).

    Examples
    --------
    >>> found = places({"": None, "a": "", "b": ""}, [(10, 10), (10, 10), (10, 10)])
    >>> [(round(x), round(y)) for x, y in found]
    [(0, 0), (21, 0), (-21, 0)]
    """
    layout = radial(parents)
    boxes = np.array(sizes) + BETWEEN
    turn = layout.apart if len(parents) > 1 else 1.0
    scale = DENSE * float(boxes[:, 1].min()) / turn
    room = _Room(boxes, len(boxes) <= MOST_COMPARED)
    far: dict[Symbols, float] = {}  # how far out each is, along its ray
    numbers = {concept: at for at, concept in enumerate(parents)}
    by_ring = sorted(
        layout.places.items(), key=lambda item: (item[1].ring, item[1].angle)
    )
    for concept, place in by_ring:
        parent = parents[concept]
        least = scale * layout.rings[place.ring]
        if parent is not None:
            least = max(least, far[parent] + float(boxes[numbers[concept], 1]))
        ray = WIDER * math.cos(place.angle), -math.sin(place.angle)
        far[concept] = room.take(numbers[concept], ray, least)
    return [(x, y) for x, y in room.middles.tolist()]


class _Room:
    """Where names stand already.

    Parameters
    ----------
    boxes : numpy.ndarray, shape (names, 2)
        How much room each needs, across and down.
    compared : bool
        Whether any must move.
    """

    def __init__(self, boxes: np.ndarray, compared: bool) -> None:
        self.boxes, self.compared = boxes, compared
        self.middles = np.zeros_like(boxes)
        self._taken: list[int] = []

    def take(self, name: int, ray: tuple[float, float], far: float) -> float:
        """Put a name on a ray, as near as there is room; say how far out that is."""
        others = self.middles[self._taken]
        apart = (self.boxes[self._taken] + self.boxes[name]) / 2
        while True:
            middle = np.array(ray) * far
            overlaps = (np.abs(others - middle) < apart).all(axis=1)
            if not (self.compared and overlaps.any()):
                break
            far += STEP
        self.middles[name] = middle
        self._taken.append(name)
        return far

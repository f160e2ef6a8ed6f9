"""A place for every concept of a tree: the root in the middle, each r_level a ring.

It is laid out once, for the tree as it is at the end, so that nothing ever
moves.  Leaves are equally far apart whatever ring they are on: on an outer ring
one needs a smaller angle than on an inner one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..._support.signs import Signs
from ...core.symbols import Symbols, order_key
from ..words import ending

FAMILIES = 0.3  # leaves' widths between the children of different parents
NAMED = 1.4  # leaves' widths for one whose name stands inside it
NEARER = 0.7  # below 1 the inner rings, where all must pass, are given more room
MOST_LETTERS = 14  # of a label
LETTER = 0.58  # the width of one, in points: about that of any typeface


class Place(NamedTuple):
    """Where a concept is, in a circle of radius 1 around (0, 0), y downward.

    Attributes
    ----------
    x, y : float
        Its place.
    angle : float
        The direction outward, in radians, clockwise from the right.
    ring : int
        How many concepts there are between it and the root, itself counted.
    """

    x: float
    y: float
    angle: float
    ring: int


class Layout(NamedTuple):
    """A tree laid out.

    Attributes
    ----------
    places : dict of concept to Place
        Parents before children.
    rings : list of float
        The radius of each, from 0, that of the root, to 1.
    apart : float
        How far leaves are from each other.
    """

    places: dict[Symbols, Place]
    rings: list[float]
    apart: float


def radial(parents: Mapping[Symbols, Symbols | None]) -> Layout:
    """Lay out a tree.

    Parameters
    ----------
    parents : dict of concept to concept or None
        The parent of each; parents come before their children.

    Returns
    -------
    Layout
        Costs O(concepts log concepts).

    Examples
    --------
    >>> layout = radial({"": None, "a": "", "b": ""})
    >>> [(round(place.x, 3), round(place.y, 3)) for place in layout.places.values()]
    [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0)]
    """
    children = _children(parents)
    ring: dict[Symbols, int] = {}
    for concept, parent in parents.items():
        ring[concept] = 0 if parent is None else ring[parent] + 1
    outmost = max(max(ring.values()), 1)
    rings = [(number / outmost) ** NEARER for number in range(outmost + 1)]
    width = _widths(children, ring, rings)
    places: dict[Symbols, Place] = {}
    (root,) = (concept for concept, parent in parents.items() if parent is None)
    turn = 2 * math.pi / max(width[root], 1)  # the angle of a width of 1
    begin = {root: -math.pi / 2}  # where the angle that a concept has begins
    for concept in parents:
        angle = begin[concept] + width[concept] * turn / 2
        far = rings[ring[concept]]
        x, y = far * math.cos(angle), far * math.sin(angle)
        places[concept] = Place(x, y, angle, ring[concept])
        spread = sum(width[child] for child in children[concept])
        at = angle - spread * turn / 2
        for child in children[concept]:
            begin[child] = at
            at += width[child] * turn
    return Layout(places, rings, turn)


def _children(
    parents: Mapping[Symbols, Symbols | None],
) -> dict[Symbols, list[Symbols]]:
    children: dict[Symbols, list[Symbols]] = {concept: [] for concept in parents}

    def backwards(concept: Symbols) -> list[tuple[str, Any]]:
        return [*map(order_key, reversed(concept))]

    # Those that differ in what comes before are side by side in its order.
    for concept in sorted(parents, key=backwards):
        parent = parents[concept]
        if parent is not None:
            children[parent].append(concept)
    return children


def _widths(
    children: Mapping[Symbols, list[Symbols]],
    ring: Mapping[Symbols, int],
    rings: list[float],
) -> dict[Symbols, float]:
    """Give how much of the circle each concept and all above it needs."""
    width: dict[Symbols, float] = {}
    for concept in reversed([*children]):
        needed = sum(width[child] for child in children[concept])
        if ring[concept] == 0:
            width[concept] = needed
            continue
        leaf = 1 / rings[ring[concept]]
        inside = needed or ring[concept] == 1
        if needed:
            needed += FAMILIES * leaf
        width[concept] = max(leaf * (NAMED if inside else 1), needed)
    return width


class Plan:
    """A laid-out tree on a square of paper: how large, and how much is written.

    Parameters
    ----------
    parents : dict of concept to concept or None
        As for :func:`radial`.
    side : int
        Of the paper, in pixels.
    signs : Signs
        How symbols are written.

    Attributes
    ----------
    places : dict of concept to Place
        Parents before children.
    points : float
        How large letters are, in pixels.
    """

    def __init__(
        self, parents: Mapping[Symbols, Symbols | None], side: int, signs: Signs
    ) -> None:
        self.signs = signs
        self.places, self.rings, apart = radial(parents)
        self.side = side
        self._inner = set(parents.values())
        outmost = len(self.rings) - 1
        letters = max(
            len(self.shortened(concept)) if place.ring == outmost else 0
            for concept, place in self.places.items()
        )
        closest = min(0.75 * apart, 0.25 * (self.rings[-1] - self.rings[-2]))
        self._reach = side * 0.44  # the radius of the outmost ring: at first a guess
        for _ in range(2):
            self.points = min(20.0, max(7.0, closest * self._reach))
            self._reach = side / 2 - letters * LETTER * self.points - 24

    def at(self, concept: Symbols) -> tuple[float, float]:
        """Give where a concept is, in pixels from the upper left corner."""
        place = self.places[concept]
        middle = self.side / 2
        return middle + self._reach * place.x, middle + self._reach * place.y

    def is_inside(self, concept: Symbols) -> bool:
        """Tell whether a concept's label stands inside its disc.

        A single letter does, and the name of what has branches outward: beside
        the disc it would lie on one of them.
        """
        return len(self.signs.past(concept)) == 1 or (
            concept in self._inner and self.label(concept) != ""
        )

    def half(self, concept: Symbols) -> float:
        """Give half of what a disc is longer than wide, for the label in it."""
        if not self.is_inside(concept):
            return 0.0
        return (len(self.label(concept)) - 1) * LETTER * self.points / 2

    def least(self, concept: Symbols) -> float:
        """Give the radius of a concept's disc before anything is counted."""
        return self.points * (0.65 if self.is_inside(concept) else 0.25)

    def size(self, concept: Symbols, count: int) -> float:
        """Give the radius of a concept's disc: it grows with the count, slowly."""
        return self.least(concept) + 0.06 * self.points * math.log2(max(1, count))

    def label(self, concept: Symbols) -> str:
        """Write a concept as far as there is room between its rings."""
        if concept not in self._inner or len(self.signs.past(concept)) == 1:
            return self.shortened(concept)
        ring = self.places[concept].ring
        before, here, after = self.rings[ring - 1 : ring + 2]
        # From the middle of the gap before to that of the gap behind.
        room = min(here - before, after - here) * self._reach - 3 * self.points
        return self.shortened(concept, int(room / (LETTER * self.points)))

    def shortened(self, concept: Symbols, most: int = MOST_LETTERS) -> str:
        """Write a concept with so many letters at most; nothing if that says nothing.

        >>> plan = Plan({"": None}, 100, Signs("a b"))
        >>> plan.shortened("a b"), plan.shortened("emma", 3), plan.shortened("emma", 2)
        ('a␣b', '…ma', '')
        """
        text, most = self.signs.past(concept), min(most, MOST_LETTERS)
        return ending(text, most) if most > 2 or len(text) <= most else ""

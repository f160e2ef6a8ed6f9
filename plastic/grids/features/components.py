"""What a cell belongs to: how large that is, how it is shaped, what touches it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..grid import COLOURS, Grid, NoResultError, remembered
from ..isomorphism import canonical
from ..objects import Components, components, enclosed, holes
from .feature import Room

_room = Room()

# What belongs together: (touching at corners, of several colours), and what it costs.
KINDS: dict[str, tuple[bool, bool]] = {
    "component": (False, False),
    "component with corners": (True, False),
    "object with corners": (True, True),
    "object": (False, True),
}
PRICES = dict(zip(KINDS, (0, 1, 1, 2)))
_OBJECTS = {kind: PRICES[kind] for kind, (_, mixed) in KINDS.items() if mixed}
MOST_SHAPES = 60  # components whose shapes are compared


def found_in(grid: Grid, kind: str) -> Components:
    """Give the components of a kind."""
    return components(grid, *KINDS[kind])


def _figures(grid: Grid, kind: str) -> Components:
    found = found_in(grid, kind)
    if not found.is_figure.any():
        raise NoResultError("there is no object")
    return found


def _told(found: Components, of_each: np.ndarray) -> np.ndarray:
    """Say of each cell what is so of its component; 2 where there is none."""
    return (of_each & found.is_figure)[found.labels] + 2 * (~found.is_figure)[
        found.labels
    ]


@_room.context(9, {False: 0, True: 2})
def is_enclosed(grid: Grid, corners: bool) -> np.ndarray:
    """Tell whether it is empty, and no way of such cells leads to the border."""
    return enclosed(grid, corners)


@_room.context(11, PRICES)
def size_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the cells of what it belongs to.

    >>> size_of_its(Grid("110"), "component").tolist()
    [[2, 2, 1]]
    """
    found = found_in(grid, kind)
    return found.size[found.labels].clip(0, 25)


@_room.context(10, PRICES)
def in_the_largest(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether no other is larger; 2: it is empty."""
    found = _figures(grid, kind)
    return _told(found, found.size == found.size[found.is_figure].max())


@_room.context(11, PRICES)
def in_the_smallest(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether no other is smaller; 2: it is empty."""
    found = _figures(grid, kind)
    return _told(found, found.size == found.size[found.is_figure].min())


@_room.context(11, PRICES)
def rank_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the rank by size, the largest are 1; 0: it is empty."""
    found = _figures(grid, kind)
    sizes = np.unique(-found.size[found.is_figure])
    ranks = np.where(found.is_figure, 1 + np.searchsorted(sizes, -found.size), 0)
    return ranks[found.labels].clip(0, 9)


@_room.context(11, PRICES)
def is_alone(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it belongs to nothing else; 2: it is empty."""
    found = found_in(grid, kind)
    return _told(found, found.size == 1)


@_room.context(14, PRICES)
def odd_size_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it has an odd number of cells."""
    found = found_in(grid, kind)
    return (found.size % 2)[found.labels]


@_room.context(
    13,
    {(w, kind): more for kind, more in PRICES.items() for w in ("largest", "smallest")},
)
def in_the_gap(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Tell whether it is in the largest, or smallest, gap; 2: it is not empty."""
    which, kind = what
    found = found_in(grid, kind)
    if found.is_figure.all():
        raise NoResultError("there is no gap")
    sizes = found.size[~found.is_figure]
    wanted = sizes.max() if which == "largest" else sizes.min()
    is_it = (found.size == wanted) & ~found.is_figure
    return is_it[found.labels] + 2 * (grid.cells != 0)


@_room.context(12, PRICES)
def border_touches_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether what it belongs to touches the border."""
    found = found_in(grid, kind)
    touches = (found.top == 0) | (found.left == 0)
    touches |= (found.bottom == grid.height - 1) | (found.right == grid.width - 1)
    return touches[found.labels]


def sides(found: Components) -> tuple[np.ndarray, np.ndarray]:
    """Give the heights and the widths of components."""
    return found.bottom - found.top + 1, found.right - found.left + 1


@_room.context(12, PRICES)
def form_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it is a full rectangle (1), as wide as high (2), or both (3)."""
    found = found_in(grid, kind)
    height, width = sides(found)
    form = (found.size == height * width) + 2 * (height == width)
    return form[found.labels]


@_room.context(12, PRICES)
def full_rectangle_is_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it fills its bounding box."""
    found = found_in(grid, kind)
    height, width = sides(found)
    return (found.size == height * width)[found.labels]


@_room.context(12, PRICES)
def tall_or_wide_is_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it is higher than wide (1), or wider than high (-1)."""
    found = found_in(grid, kind)
    height, width = sides(found)
    return np.sign(height - width)[found.labels]


@_room.context(
    14,
    {
        (side, kind): more
        for kind, more in PRICES.items()
        for side in ("height", "width", "longer side")
    },
)
def side_of_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Give its height, its width, or the longer of both."""
    side, kind = what
    found = found_in(grid, kind)
    height, width = sides(found)
    measures = {"height": height, "width": width}
    measure = measures.get(side, np.maximum(height, width))
    return measure[found.labels].clip(0, 12)


_ENDS = ("top", "bottom", "left", "right")


@_room.context(
    13, {(end, kind): more for kind, more in PRICES.items() for end in _ENDS}
)
def outermost_is_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Tell whether no other is further up, down, left or right; 2: it is empty."""
    end, kind = what
    found = _figures(grid, kind)
    at = getattr(found, end)
    mine = at[found.is_figure]
    return _told(found, at == (mine.min() if end in ("top", "left") else mine.max()))


def _order(found: Components, end: str) -> np.ndarray:
    at = getattr(found, end)
    places = np.unique(at[found.is_figure])
    return np.where(found.is_figure, 1 + np.searchsorted(places, at), 0)


@_room.context(
    14, {(end, kind): more for kind, more in PRICES.items() for end in ("left", "top")}
)
def order_of_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Count the objects from the left, or from the top; 0: it is empty."""
    end, kind = what
    found = _figures(grid, kind)
    return _order(found, end)[found.labels].clip(0, 12)


@_room.context(
    15, {(end, kind): more for kind, more in PRICES.items() for end in ("left", "top")}
)
def odd_order_of_its(grid: Grid, what: tuple[str, str]) -> np.ndarray:
    """Tell whether this is an odd number; 2: it is empty."""
    end, kind = what
    found = _figures(grid, kind)
    return _told(found, _order(found, end) % 2 == 1)


@_room.colour(12, PRICES)
def what_touches_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the highest colour that touches what it belongs to.

    >>> what_touches_its(Grid("1103"), "component").tolist()
    [[0, 0, 3, 0]]
    """
    found = found_in(grid, kind)
    best = np.zeros(len(found.size), np.int64)
    for one, other in (
        (np.s_[1:, :], np.s_[:-1, :]),
        (np.s_[:, 1:], np.s_[:, :-1]),
    ):
        for mine, its in ((one, other), (other, one)):
            differ = found.labels[mine] != found.labels[its]
            np.maximum.at(best, found.labels[mine][differ], grid.cells[its][differ])
    return best[found.labels]


class Shapes(NamedTuple):
    """What the shapes of components have in common.

    Attributes
    ----------
    twins : numpy.ndarray of int
        How many components have the same shape.
    holes : numpy.ndarray of int
        How many holes it has.
    mirrors : numpy.ndarray of int
        1, and 1 more if it is symmetric across, 2 more if down.
    form : numpy.ndarray of int
        A number for its shape, however it is turned.
    """

    twins: np.ndarray
    holes: np.ndarray
    mirrors: np.ndarray
    form: np.ndarray


@remembered
def shapes(grid: Grid, kind: str) -> Shapes:
    """Compare the shapes of all components of a kind."""
    found = _figures(grid, kind)
    if found.is_figure.sum() > MOST_SHAPES:
        raise NoResultError("there are too many objects")
    n = len(found.size)
    pictures: dict[int, bytes] = {}
    forms: dict[int, bytes] = {}
    pierced, mirrors = np.zeros(n, int), np.zeros(n, int)
    for i in np.flatnonzero(found.is_figure).tolist():
        place = np.s_[
            found.top[i] : found.bottom[i] + 1, found.left[i] : found.right[i] + 1
        ]
        mine = found.labels[place] == i
        pictures[i] = bytes(mine.shape) + mine.tobytes()
        least = canonical(Grid.of(mine))
        forms[i] = bytes(least.shape) + least.cells.tobytes()
        pierced[i] = holes(Grid.of(mine))
        across = bool((mine == mine[:, ::-1]).all())
        mirrors[i] = 1 + across + 2 * bool((mine == mine[::-1]).all())
    alike = [*pictures.values()]
    twins, form = np.zeros(n, int), np.zeros(n, int)
    for i, picture in pictures.items():
        twins[i] = alike.count(picture)
        # Of the name itself, so that a shape has the same number in every grid.
        form[i] = 1 + int.from_bytes(forms[i], "big") % 1_000_003
    return Shapes(twins, pierced, mirrors, form)


@_room.context(13, PRICES)
def twins_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the components of its shape; 0: it is empty."""
    return shapes(grid, kind).twins[found_in(grid, kind).labels].clip(0, 9)


@_room.context(13, PRICES)
def commonest_shape_is_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether no shape has more of its kind."""
    twins = shapes(grid, kind).twins
    return (twins == twins.max())[found_in(grid, kind).labels]


@_room.context(12, PRICES)
def singular_shape_is_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether no other has its shape; 2: it is empty."""
    return _told(found_in(grid, kind), shapes(grid, kind).twins == 1)


@_room.context(12, PRICES)
def holes_in_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the holes of what it belongs to."""
    return shapes(grid, kind).holes[found_in(grid, kind).labels]


@_room.context(14, PRICES)
def mirrors_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it is symmetric across, down, or both; 0: it is empty."""
    return shapes(grid, kind).mirrors[found_in(grid, kind).labels]


@_room.context(13, PRICES)
def shape_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Give a number for its shape, however it is turned."""
    return shapes(grid, kind).form[found_in(grid, kind).labels]


def _colours(grid: Grid, found: Components) -> np.ndarray:
    counts = np.zeros((len(found.size), COLOURS), int)
    np.add.at(counts, (found.labels.ravel(), grid.cells.ravel()), 1)
    counts[:, 0] = 0
    return counts


@_room.colour(11, _OBJECTS)
def commonest_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the commonest colour of what it belongs to."""
    found = found_in(grid, kind)
    return _colours(grid, found).argmax(1)[found.labels]


@_room.colour(12, _OBJECTS)
def rarest_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Give the rarest colour of what it belongs to."""
    found = found_in(grid, kind)
    counts = _colours(grid, found)
    rare = np.where(counts > 0, counts, grid.cells.size + 1).argmin(1)
    return np.where(found.is_figure, rare, 0)[found.labels]


@_room.context(14, _OBJECTS)
def same_as_commonest_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Tell whether it has that colour; 2: it is empty."""
    return (commonest_of_its(grid, kind) == grid.cells) + 2 * (grid.cells == 0)


@_room.context(12, _OBJECTS)
def colours_of_its(grid: Grid, kind: str) -> np.ndarray:
    """Count the colours of what it belongs to."""
    found = found_in(grid, kind)
    return (_colours(grid, found) > 0).sum(1)[found.labels]


FEATURES = _room.features

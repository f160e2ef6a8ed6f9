"""Views: the same task with other names for colours, so that its pairs are more alike.

Where one picture is blue on black and the next one red on green, no rule that names a
colour holds for both.  A *view* renames the colours of each picture and its answer:
what lies behind becomes 0, and what only some pictures have gets the name of its rank,
so that *the commonest* is called alike everywhere.  What is found is named back.  It is
isomorphism put to use on whole tasks: pictures that differ by a renaming become one::

    8818    0010    the ground is 0
    8118 -> 0110
    3363    0010    and so it is here; 1 and 6 are both the colour of rank 1,
    3663 -> 0110    which these pictures do not share
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .grid import COLOURS, Grid

GROUNDS = 4  # the price of a ground for each picture, in half bits
RANKS = 10  # that of naming colours by their rank


class View(NamedTuple):
    """A renaming of colours, for each source of a task.

    Attributes
    ----------
    name : str
        What it does; empty if that is no more than to let what lies behind be 0.
    price : int
        Half bits.
    names : tuple of numpy.ndarray of int, each of shape (10,)
        The new name of each colour.
    """

    name: str
    price: int
    names: tuple[np.ndarray, ...]

    def seen(self, at: int, grid: Grid) -> Grid:
        """Rename the colours of the source of this number, or of its target."""
        return Grid.of(self.names[at][grid.cells])

    def back(self, at: int, grid: Grid) -> Grid:
        """Give colours their old names."""
        return Grid.of(np.argsort(self.names[at])[grid.cells])


def views(sources: Sequence[Grid], targets: Sequence[Grid]) -> Iterator[View]:
    """Give the views of a task that differ, the simplest first.

    Parameters
    ----------
    sources : sequence of Grid
        Those of the pairs first.
    targets : sequence of Grid
        What becomes of these.

    >>> sources, targets = [Grid("8818"), Grid("3363")], [Grid("8118"), Grid("3663")]
    >>> for view in views(sources, targets):
    ...     print(view.name, *[view.seen(i, grid) for i, grid in enumerate(sources)])
     8 8 1 8 3 3 6 3
    each on its own ground . . 1 . . . 6 .
    each on its own ground, other colours by rank . . 1 . . . 1 .
    """
    ground = _ground(sources[: len(targets)], sources)
    plain = [_swap(ground)] * len(sources)
    own = [_swap(int(_counts(grid).argmax())) for grid in sources]
    found = {_key(plain): View("", 0, tuple(plain))}
    named, price = "", 0
    if _key(own) not in found:
        named, price = "each on its own ground", GROUNDS
        found[_key(own)] = View(named, price, tuple(own))
        named += ", other "
    else:
        own = plain
    ranked = _by_rank(own, sources, targets)
    found.setdefault(
        _key(ranked), View(f"{named}colours by rank", price + RANKS, tuple(ranked))
    )
    yield from found.values()


def _key(names: Sequence[np.ndarray]) -> bytes:
    """Tell views apart; where all pictures are renamed alike, nothing is gained."""
    return np.concatenate([each[np.argsort(names[0])] for each in names]).tobytes()


def _counts(grid: Grid) -> np.ndarray:
    return np.bincount(grid.cells.ravel(), minlength=COLOURS)


def _swap(ground: int) -> np.ndarray:
    """Let a colour be 0, and 0 be that colour."""
    names = np.arange(COLOURS)
    names[[0, ground]] = ground, 0
    return names


def _ground(taught: Sequence[Grid], every: Sequence[Grid]) -> int:
    """Find the colour that lies behind in all, where that is not 0."""
    if any((grid.cells == 0).any() for grid in taught):
        return 0
    common = int(np.sum([_counts(grid) for grid in every], 0).argmax())
    return common if all((grid.cells == common).any() for grid in every) else 0


def _by_rank(
    names: Sequence[np.ndarray], sources: Sequence[Grid], targets: Sequence[Grid]
) -> list[np.ndarray]:
    """Name what only some pictures have by how common it is.

    What all have, and what targets have anew, keeps its name: these mean the same in
    all pairs.
    """
    counts = [_counts(grid)[np.argsort(to)] for grid, to in zip(sources, names)]
    has = np.stack(counts) > 0
    keeps = np.logical_and.reduce(has)
    keeps[0] = True
    for to, mine, target in zip(names, has, targets):
        keeps |= (_counts(target)[np.argsort(to)] > 0) & ~mine
    free = np.flatnonzero(~keeps)
    found = []
    for to, count in zip(names, counts):
        order = free[np.argsort(-count[free], kind="stable")]
        again = np.arange(COLOURS)
        again[order] = free
        found.append(again[to])
    return found

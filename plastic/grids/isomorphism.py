"""Isomorphism: what is the same but for how it is turned, and how it is coloured.

Two pictures are isomorphic if one of the eight symmetries of a square, and a renaming
of colours, makes one of the other.  Nobody compares all with all: each picture gets a
*canonical form*, the least of all that it can be turned into, and pictures are
isomorphic just if their forms are equal.  Forms are found once and hashed, so that to
ask for the fellows of an object is to look it up::

    1 2    3 .    the form of both is 01/12: turned around and named anew,
    . 1    4 3    1 and 2 being the first and the second colour that are met
"""

from __future__ import annotations

import numpy as np

from .grid import Grid, remembered
from .transforms import SYMMETRIES

Cells = np.ndarray


def forms(cells: Cells) -> list[Cells]:
    """Give the eight forms of a picture, itself first."""
    return [cells, *(turn(cells) for turn in SYMMETRIES.values())]


def different_forms(cells: Cells) -> list[Cells]:
    """Give the forms of a picture that differ, itself first.

    >>> len(different_forms(np.array([[1, 2]]))), len(different_forms(np.eye(2)))
    (4, 2)
    """
    return [*{(each.shape, each.tobytes()): each for each in forms(cells)}.values()]


def renamed(cells: Cells) -> Cells:
    """Name colours 1, 2, 3 in the order in which they are met; 0 stays.

    >>> renamed(np.array([[0, 7], [3, 7]])).tolist()
    [[0, 1], [2, 1]]
    """
    flat = cells.ravel()
    colours, first = np.unique(flat[flat != 0], return_index=True)
    names = np.zeros(10, np.int8)
    names[colours[np.argsort(first)]] = np.arange(1, len(colours) + 1)
    return names[cells]


@remembered
def canonical(grid: Grid, colours: bool = False) -> Grid:
    """Give the form of a picture that all have that are isomorphic to it.

    Parameters
    ----------
    grid : Grid
        The picture.
    colours : bool
        Whether other colours make no difference.

    >>> canonical(Grid("12/01"), True) == canonical(Grid("30/43"), True)
    True
    >>> canonical(Grid("12")) == canonical(Grid("2/1"))
    True
    """
    turned = forms(grid.cells)
    return min(Grid.of(renamed(each) if colours else each) for each in turned)

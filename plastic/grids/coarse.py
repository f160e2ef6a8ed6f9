"""Coarse grids: parts between lines as the cells of a small picture, and back.

Where lines divide a grid into 3 x 3 parts, a grid of 3 x 3 cells may say something of
each part; and what is found of the small grid can be *spread* over the large one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..synthesis.rules import Context
from ..synthesis.values import Value
from .choosing import KINDS, MEASURES, measured
from .grid import Grid, NoResultError
from .objects import Layout, divided, separators

SPREAD = 5  # the price of spreading a value over parts, besides its own
ASKED = 14  # that of asking for a part


def _layouts(sources: Sequence[Grid]) -> list[Layout]:
    return [separators(grid, False) for grid in sources]


def spread(
    values: Sequence[Value], sources: Sequence[Grid]
) -> Iterator[tuple[Value, int, np.ndarray]]:
    """Lay small values over the parts of the sources: each part becomes one cell.

    On a line there is what the source has there.

    Yields
    ------
    value, price, cells : (Value, int, numpy.ndarray of int)
        Cells of all sources in a row.
    """
    try:
        layouts = _layouts(sources)
    except NoResultError:
        return
    small = [(len(layout.rows), len(layout.columns)) for layout in layouts]
    for value in values:
        if [grid.shape for grid in value.rows] == small:
            cells = [
                _laid(grid, source, layout)
                for grid, source, layout in zip(value.rows, sources, layouts)
            ]
            yield value, value.bits + SPREAD, np.concatenate(cells)


def _laid(small: Grid, source: Grid, layout: Layout) -> np.ndarray:
    cells = source.cells.astype(np.int64)
    for row, (top, bottom) in enumerate(layout.rows):
        for column, (left, right) in enumerate(layout.columns):
            cells[top:bottom, left:right] = small.cells[row, column]
    return cells.ravel()


def contexts(
    sources: Sequence[Grid], shapes: Sequence[tuple[int, int]]
) -> list[Context]:
    """Say of each cell of a small grid what its part of the source is like."""
    try:
        layouts = _layouts(sources)
        parts = [divided(grid) for grid in sources]
    except NoResultError:
        return []
    if [(len(each.rows), len(each.columns)) for each in layouts] != [*shapes]:
        return []
    found = []
    for measure in (*MEASURES, *KINDS):
        try:
            values = [np.array(measured(each, measure)) for each in parts]
        except NoResultError:
            continue
        named = {
            f"{measure} of its part": values,
            f"no part has more {measure}": [each == each.max() for each in values],
            f"no part has less {measure}": [each == each.min() for each in values],
        }
        # Shares of one, such as how full a part is, in hundredths.
        found += [
            Context(name, ASKED, (100 * np.concatenate(each)).round().astype(np.int64))
            for name, each in named.items()
        ]
    return found

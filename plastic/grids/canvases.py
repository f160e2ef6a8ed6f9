"""Canvases: an empty grid whose size is a number of something, to be painted.

How many objects there are may be the height of the answer, and the colours of these,
the largest first, what stands in its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..synthesis.rules import Context
from ..synthesis.values import Value
from .features.colours import ranking
from .grid import COLOURS, MOST_CELLS, Grid, NoResultError
from .objects import colour_counts, objects, separators
from .operation import GridOperation

CANVAS = 6  # the price of an empty grid
CONSTANT, NUMBER = 4, 8  # that of a side that is always the same, and of a count
LONGEST = 30  # a side; so that no canvas has too many cells
MOST_OPTIONS = 3  # for each side
# What may be made of a number: times and plus.
CHANGES = (
    (1, 0),
    (2, 0),
    (3, 0),
    (1, 1),
    (1, -1),
    (2, 1),
    (2, -1),
    (1, 2),
    (1, -2),
    (4, 0),
)
COLOUR_LIST = 18  # the price of a list of colours, along a way
COUNT = 16

Shape = tuple[int, int]


def numbers(grid: Grid) -> dict[str, int]:
    """Count what there is to count.

    >>> counted = numbers(Grid("0220/0001"))
    >>> counted["colours"], counted["cells"], counted["components"]
    (2, 3, 2)
    """
    counts = colour_counts(grid.cells)
    found = {
        "height": grid.height,
        "width": grid.width,
        "colours": int((counts > 0).sum()),
        "cells": int(counts.sum()),
        "cells of the commonest": int(counts.max()),
        "cells of the rarest": int(counts[counts > 0].min()) if counts.any() else 0,
    }
    found.update({f"cells of {c}": int(counts[c]) for c in range(1, COLOURS)})
    for name, corners, mixed in (
        ("components", False, False),
        ("components with corners", True, False),
        ("objects", True, True),
    ):
        try:
            parts = objects(grid, corners, mixed)
        except NoResultError:
            continue
        found[name] = len(parts)
        if not mixed:
            of = [part.colour for part in parts]
            found.update({f"{name} of {c}": of.count(c) for c in range(1, COLOURS)})
        if parts:
            found[f"height of the highest of {name}"] = max(p.own.height for p in parts)
            found[f"width of the widest of {name}"] = max(p.own.width for p in parts)
    try:
        layout = separators(grid, False)
    except NoResultError:
        return found
    found["bands of rows"] = len(layout.rows)
    found["bands of columns"] = len(layout.columns)
    found["parts"] = len(layout.rows) * len(layout.columns)
    return found


def _common_numbers(sources: Sequence[Grid]) -> dict[str, list[int]]:
    counted = [numbers(grid) for grid in sources]
    return {
        name: [each[name] for each in counted]
        for name in counted[0]
        if all(name in each for each in counted)
    }


def _sides(
    counted: dict[str, list[int]], wanted: Sequence[int], total: int
) -> list[tuple[int, list[int], str]]:
    """Say which numbers a side of the targets may be, the cheapest first."""
    found: list[tuple[int, list[int], str]] = []
    if len(set(wanted)) == 1:
        found.append((CONSTANT, [wanted[0]] * total, str(wanted[0])))
    for name, values in counted.items():
        for times, plus in CHANGES:
            sides = [value * times + plus for value in values]
            if [*sides[: len(wanted)]] == [*wanted] and all(
                0 < side <= LONGEST for side in sides
            ):
                price = NUMBER + 4 * (times != 1) + 4 * (plus != 0)
                price += 4 * (name not in ("height", "width"))
                label = (f"{times} x " if times != 1 else "") + name
                found.append((price, sides, label + (f" {plus:+d}" if plus else "")))
    return sorted(found)[:MOST_OPTIONS]


def canvases(sources: Sequence[Grid], targets: Sequence[Grid]) -> Iterator[Value]:
    """Give empty grids that are as large as the targets."""
    counted = _common_numbers(sources)
    heights = _sides(counted, [each.height for each in targets], len(sources))
    widths = _sides(counted, [each.width for each in targets], len(sources))
    for price, high, height in heights:
        for more, wide, width in widths:
            name = f"an empty grid, {height} x {width}"
            price_of_all = price + more + CANVAS
            canvas = GridOperation(name, (), "grid", price_of_all, "canvas", name)
            rows = tuple(Grid.of(np.zeros(shape)) for shape in zip(high, wide))
            yield Value("grid", rows, canvas.bits, canvas)


# Ways to go through the cells of a grid: the number of each cell.
WAYS: dict[str, Callable[[int, int], np.ndarray]] = {
    "row by row": lambda height, width: np.arange(height * width),
    "rows": lambda height, width: np.repeat(np.arange(height), width),
    "columns": lambda height, width: np.tile(np.arange(width), height),
    "column by column": lambda height, width: (
        np.arange(height * width).reshape(width, height).T.ravel()
    ),
    "backwards": lambda height, width: np.arange(height * width)[::-1],
    "rings": lambda height, width: _rings(height, width).ravel(),
}


def _rings(height: int, width: int) -> np.ndarray:
    rows, columns = np.indices((height, width))
    down = np.minimum(rows, height - 1 - rows)
    return np.minimum(down, np.minimum(columns, width - 1 - columns))


def _colours(grid: Grid) -> dict[str, list[int]]:
    """List the colours of a grid in several orders."""
    ranks = [*ranking(grid)]
    counts = colour_counts(grid.cells)
    found = {
        "colours, the commonest first": ranks,
        "colours, the rarest first": ranks[::-1],
        "cells, row by row": grid.cells[grid.cells > 0].tolist(),
        "cells, column by column": grid.cells.T[grid.cells.T > 0].tolist(),
        "cells, by colour": [c for c in ranks for _ in range(int(counts[c]))],
    }
    try:
        parts = objects(grid, True, False)
    except NoResultError:
        return found
    orders: dict[str, Callable] = {
        "the largest first": lambda part: -part.area,
        "the smallest first": lambda part: part.area,
        "from the left": lambda part: part.left,
        "from the top": lambda part: part.top,
    }
    for name, key in orders.items():
        ordered = sorted(parts, key=key)
        found[f"objects, {name}"] = [part.colour for part in ordered]
    return found


def colour_lists(
    sources: Sequence[Grid], shapes: Sequence[Shape]
) -> Iterator[tuple[str, int, np.ndarray]]:
    """Give what stands in each cell where a list of colours is written along a way."""
    lists = [_colours(grid) for grid in sources]
    for name in lists[0]:
        if not all(name in each for each in lists):
            continue
        for way, number in WAYS.items():
            cells = [
                np.array(each[name] + [0] * MOST_CELLS)[number(*shape)]
                for each, shape in zip(lists, shapes)
            ]
            yield f"{name} ({way})", COLOUR_LIST, np.concatenate(cells)
    for place in range(5):
        cells = [
            np.full(height * width, ([*ranking(grid)] + [0] * COLOURS)[place])
            for grid, (height, width) in zip(sources, shapes)
        ]
        yield f"colour of rank {place + 1}", COLOUR_LIST, np.concatenate(cells)


def counts(sources: Sequence[Grid], shapes: Sequence[Shape]) -> list[Context]:
    """Compare the number of each cell with what there is to count."""
    found = []
    for name, values in _common_numbers(sources).items():
        whole = [np.full(h * w, n) for (h, w), n in zip(shapes, values)]
        found.append(Context(name, COUNT, np.concatenate(whole)))
        for way, number in WAYS.items():
            cells = [number(*shape) < n for shape, n in zip(shapes, values)]
            label = f"among as many ({way}) as {name}"
            found.append(Context(label, COUNT + 2, np.concatenate(cells).astype(int)))
    return found

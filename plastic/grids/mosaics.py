"""Mosaics: the answer is values of one size, side by side and below each other.

Of ``12`` comes ``1221/1221``: the grid, its mirror image, and both once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..synthesis.values import Value
from .explanation import Found
from .grid import MOST_CELLS, MOST_SIDE, Grid
from .operation import GridOperation

MOST_TILES = 36
MOST_VALUES = 400  # of one size that are tried in each place
NEW, AGAIN = 4, 2  # the price of a place for another value, and for one used before
WHOLE = 8  # the price of the plan

NOTHING = GridOperation("nothing", (), "grid", 4, "nothing", "nothing")


def mosaics(values: Sequence[Value], targets: Sequence[Grid]) -> Iterator[Found]:
    """Find mosaics: their price, the grids they give, and what they say."""
    by_shape: dict[tuple[tuple[int, int], ...], list[Value]] = {}
    for value in values:
        shapes = tuple(grid.shape for grid in value.rows)
        group = by_shape.setdefault(shapes, [])
        if len(group) < MOST_VALUES:
            group.append(value)
    for shapes, group in by_shape.items():
        plan = _plan(shapes, targets)
        if plan:
            blank = tuple(Grid.of(np.zeros(shape)) for shape in shapes)
            group.append(Value("grid", blank, NOTHING.bits, NOTHING))
            yield from _laid(group, targets, *plan)


def _plan(
    shapes: Sequence[tuple[int, int]], targets: Sequence[Grid]
) -> tuple[int, int] | None:
    """Say how many tiles fit, below each other and side by side, in all targets."""
    plans = set()
    for (height, width), target in zip(shapes, targets):
        if target.height % height or target.width % width:
            return None
        plans.add((target.height // height, target.width // width))
    if len(plans) != 1:
        return None
    down, across = plans.pop()
    fits = all(
        max(height * down, width * across) <= MOST_SIDE
        and height * down * width * across <= MOST_CELLS
        for height, width in shapes
    )
    return (down, across) if fits and 1 < down * across <= MOST_TILES else None


def _laid(
    group: Sequence[Value], targets: Sequence[Grid], down: int, across: int
) -> Iterator[Found]:
    """Take for each place the cheapest value that is right in all pairs."""
    stacks = [
        np.stack([value.rows[i].cells for value in group]) for i in range(len(targets))
    ]
    prices = np.array([value.bits + NEW for value in group], float)
    total, chosen = float(WHOLE), []
    for row in range(down):
        for column in range(across):
            is_right = np.ones(len(group), bool)
            for stack, target in zip(stacks, targets):
                _, height, width = stack.shape
                tile = target.cells[
                    row * height : (row + 1) * height,
                    column * width : (column + 1) * width,
                ]
                is_right &= (stack == tile).all((1, 2))
            if not is_right.any():
                return
            best = int(np.where(is_right, prices, np.inf).argmin())
            total += AGAIN if best in chosen else prices[best]
            chosen.append(best)
    plan = np.array(chosen).reshape(down, across)
    grids = [
        Grid.of(np.block([[group[i].rows[t].cells for i in row] for row in plan]))
        for t in range(len(group[0].rows))
    ]
    rows = [" | ".join(_named(group[i]) for i in row) for row in plan]
    yield Found(total, grids, rows)


def _named(value: Value) -> str:
    names = []
    while value.arguments:
        names.append(value.operation.name)
        value = value.arguments[0]
    return ", ".join(reversed(names)) or value.operation.name

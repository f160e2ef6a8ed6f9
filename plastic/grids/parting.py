"""Parting: from a grid to its parts, from these to some, and back to a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from . import choosing, objects
from .choosing import ARBITRARY, KINDS, MEASURES
from .grid import Grid
from .operation import GridOperation, bound, make


def parting() -> Iterator[GridOperation]:
    """List the ways to see parts in a grid."""
    for name, price, function in (
        ("components", 8, lambda grid: objects.objects(grid, False, False)),
        (
            "components, touching at corners",
            8,
            lambda grid: objects.objects(grid, True, False),
        ),
        (
            "objects of many colours, touching at corners",
            8,
            lambda grid: objects.objects(grid, True, True),
        ),
        (
            "objects of many colours",
            10,
            lambda grid: objects.objects(grid, False, True),
        ),
        ("gaps", 14, lambda grid: objects.objects(grid, False, False, False)),
        ("parts between lines", 9, objects.divided),
        ("parts between gaps", 12, lambda grid: objects.divided(grid, True)),
        ("colours", 10, objects.by_colour),
        ("insides of frames", 12, objects.framed),
        ("halves, left and right", 12, lambda grid: objects.cut(grid, 1, 2)),
        ("thirds, left to right", 12, lambda grid: objects.cut(grid, 1, 3)),
        ("halves, upper and lower", 12, lambda grid: objects.cut(grid, 2, 1)),
        ("thirds, top to bottom", 12, lambda grid: objects.cut(grid, 3, 1)),
        ("quarters", 12, lambda grid: objects.cut(grid, 2, 2)),
        ("ninths", 14, lambda grid: objects.cut(grid, 3, 3)),
        ("squares", 10, objects.squares),
    ):
        yield make(name, "grid", "parts", price, function)


def filtering() -> Iterator[GridOperation]:
    """List the ways to keep some of the parts."""
    for measure in ("area", "colours", "holes", "of its shape", "of its colour"):
        for most, word in ((True, "most"), (False, "least")):
            yield make(
                f"those of {word} {measure}",
                "parts",
                "parts",
                10,
                bound(choosing.standing_out, measure, most),
            )


def uniting() -> Iterator[GridOperation]:
    """List the ways to make a grid of parts."""

    def unite(name: str, price: int, function: Callable[..., Any]) -> GridOperation:
        def united(parts: choosing.Parts) -> Grid:
            found = function(parts)
            return found if isinstance(found, Grid) else Grid.of(found)

        return make(name, "parts", "grid", price, united)

    for measure in (*MEASURES, *KINDS):
        more = ARBITRARY.get(measure, 0)
        for most, word in ((True, "most"), (False, "least")):
            yield unite(
                f"that of {word} {measure}",
                11 + more,
                bound(choosing.picture, measure, most),
            )
            yield unite(
                f"where that of {word} {measure} is",
                13 + more,
                bound(choosing.surroundings, measure, most),
            )
    for place in range(9):
        yield unite(f"part {place + 1}", 11, bound(choosing.at, place))
    yield unite("the last part", 12, lambda parts: choosing.at(parts, -1))
    for how in ("first", "last", "all", "count", "common"):
        yield unite(
            f"piled up ({how})",
            12,
            bound(choosing.piled, how),
        )
    for axis, name in ((0, "below each other"), (1, "side by side")):
        for measure in ("top", "left", "area"):
            yield unite(
                f"{name}, by {measure}",
                14,
                bound(choosing.row_of, measure, axis),
            )
            for falling in (False, True):
                word = "falling " if falling else ""
                yield unite(
                    f"their colours {name}, by {word}{measure}",
                    15,
                    bound(choosing.colours_of, measure, falling, axis),
                )
    for backwards, name in ((False, "the second"), (True, "the first")):
        yield unite(
            f"{name} in place of the other's cells",
            13,
            bound(choosing.in_place_of_cells, backwards),
        )
    yield unite(
        "their colours on a diagonal",
        18,
        choosing.diagonal_of,
    )


PARTINGS = tuple(parting())

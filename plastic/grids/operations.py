"""Operations: what a program of grids is made of, with its price in bits.

From a grid to a grid, from a grid to its parts, and from parts back to a grid.  A bit
is the half of a half: what costs one bit less is taken twice as readily.  Prices say
how particular an operation is: to turn 9, one of nine colours some 3 more, the choice
by one of twenty measures 11.  They are in half bits, so that they can be integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..synthesis.vocabulary import Operation
from . import completing, continuing, moving, objects, stamping, transforms
from .grid import COLOURS, SLANTED, STRAIGHT
from .operation import GridOperation, bound, changes, completes
from .parting import filtering, parting, uniting
from .transforms import SYMMETRIES

Cells = np.ndarray


def _turning() -> Iterator[GridOperation]:
    for name, turn in SYMMETRIES.items():
        yield changes(name, 9, turn)


def _taking() -> Iterator[GridOperation]:
    yield changes("crop", 8, transforms.crop)
    yield changes("inside", 13, transforms.inside)
    yield changes("upper half", 13, transforms.upper)
    yield changes("lower half", 13, transforms.lower)
    yield changes("left half", 13, lambda cells: transforms.upper(cells.T).T)
    yield changes("right half", 13, lambda cells: transforms.lower(cells.T).T)
    yield changes("first row", 13, lambda cells: cells[:1])
    yield changes("last row", 13, lambda cells: cells[-1:])
    yield changes("first column", 13, lambda cells: cells[:, :1])
    yield changes("last column", 13, lambda cells: cells[:, -1:])
    yield changes("smallest tile", 12, transforms.smallest_tile)
    for side in (2, 3):
        name = f"upper left {side} x {side}"
        yield changes(name, 13, bound(transforms.corner, side))
    yield changes("columns of its colours, as high as often", 14, transforms.histogram)
    yield changes("symmetric half", 12, transforms.symmetric_half)
    yield changes(
        "upper left quarter", 13, lambda x: transforms.upper(transforms.upper(x).T).T
    )
    yield changes("without repeated lines", 12, transforms.without_repeats)
    yield changes("without empty lines", 12, transforms.without_empty)
    yield changes("without separators", 12, transforms.without_lines)
    yield changes(
        "crop to the rarest colour",
        12,
        lambda cells: transforms.crop_colour(cells, transforms.rare(cells)),
    )


def _of_a_colour(c: int) -> Iterator[Operation]:
    yield changes(f"only {c}", 14, lambda cells: transforms.only(cells, c))
    yield changes(f"without {c}", 14, lambda cells: transforms.without(cells, c))
    yield changes(f"crop to {c}", 14, lambda cells: transforms.crop_colour(cells, c))
    yield changes(
        f"inside of {c}",
        16,
        lambda cells: transforms.inside(transforms.crop_colour(cells, c)),
    )
    yield changes(f"frame of {c}", 16, lambda cells: _framed_by(cells, c))
    yield completes(f"period behind {c}", 16, lambda grid: completing.periodic(grid, c))
    yield completes(
        f"mirror behind {c}", 16, lambda grid: completing.symmetric(grid, c)
    )
    yield completes(f"what is behind {c}", 18, lambda grid: completing.behind(grid, c))


def _framed_by(cells: Cells, colour: int) -> Cells:
    return np.pad(cells, 1, constant_values=colour)


def _recolouring() -> Iterator[Operation]:
    common, rare = transforms.common, transforms.rare
    only, without = transforms.only, transforms.without
    yield changes("only the commonest", 12, lambda x: only(x, common(x)))
    yield changes("only the rarest", 12, lambda x: only(x, rare(x)))
    yield changes("without the commonest", 12, lambda x: without(x, common(x)))
    yield changes("without the rarest", 12, lambda x: without(x, rare(x)))
    yield changes(
        "without the ground",
        14,
        lambda x: without(x, int(np.bincount(x.ravel()).argmax())),
    )
    yield changes(
        "without the commonest and empty lines",
        18,
        lambda x: transforms.without_empty(without(x, common(x))),
    )
    yield changes("swap its two colours", 12, transforms.swapped)
    yield changes("a cell of the commonest", 14, lambda x: _cell(common(x)))
    yield changes("a cell of the rarest", 14, lambda x: _cell(rare(x)))
    yield changes("mark what is something", 12, lambda x: x != 0)
    yield completes("mark what is enclosed", 12, objects.enclosed)
    yield completes("period behind 0", 12, lambda grid: completing.periodic(grid, 0))
    yield completes("mirror behind 0", 12, lambda grid: completing.symmetric(grid, 0))
    yield completes("what is behind 0", 15, lambda grid: completing.behind(grid, 0))
    yield changes("frame of 0", 16, lambda x: _framed_by(x, 0))
    yield changes("stripes, each of one colour", 12, transforms.striped)
    yield changes("without dust", 12, lambda x: transforms.without_dust(x, True))
    yield changes(
        "without single cells", 12, lambda x: transforms.without_dust(x, False)
    )
    yield changes("fill the bounding box", 12, transforms.filled_box)
    yield changes("grow", 14, lambda x: transforms.grown(x, False))
    yield changes("grow at corners, too", 14, lambda x: transforms.grown(x, True))


def _cell(colour: int) -> Cells:
    return np.array([[colour]], np.int8)


def _tiled(cells: Cells, down: int, across: int) -> Cells:
    return np.tile(cells, (down, across))


def _by_count(
    cells: Cells, change: Callable[..., Cells], count: Callable[[Cells], int]
) -> Cells:
    return change(cells, count(cells), count(cells))


def _scaling() -> Iterator[GridOperation]:
    larger = transforms.enlarged
    for k in (2, 3, 4, 5):
        yield changes(f"enlarge {k} times", 13, bound(larger, k, k))
        yield changes(f"repeat {k} x {k}", 13, bound(np.tile, (k, k)))
        yield changes(f"repeat {k} across", 14, bound(np.tile, (1, k)))
        yield changes(f"repeat {k} down", 14, bound(np.tile, (k, 1)))
        yield changes(f"reduce {k} times", 14, bound(transforms.reduced, k))
    for name, count in (
        ("as there are colours", transforms.colours_in),
        ("as there are cells", transforms.cells_in),
    ):
        yield changes(
            f"enlarge as often {name}",
            15,
            bound(_by_count, larger, count),
        )
        yield changes(
            f"repeat as often {name}",
            15,
            bound(_by_count, _tiled, count),
        )
    yield changes("enlarge by its own size", 12, lambda x: larger(x, *x.shape))
    yield changes("repeat by its own size", 12, lambda x: np.tile(x, x.shape))
    yield changes("undo enlarging", 12, transforms.undone_enlarging)
    fractal, common, rare = transforms.fractal, transforms.common, transforms.rare
    yield changes("in place of its cells", 14, lambda x: fractal(x, lambda x: x != 0))
    yield changes(
        "in place of the commonest", 16, lambda x: fractal(x, lambda x: x == common(x))
    )
    yield changes(
        "in place of the rarest", 16, lambda x: fractal(x, lambda x: x == rare(x))
    )
    yield changes("in place of the empty", 16, lambda x: fractal(x, lambda x: x == 0))
    for how in ("common", "figure", "full", "any", "count"):
        for ground, price, name in ((False, 13, "lines"), (True, 15, "gaps")):
            yield changes(
                f"a cell ({how}) for each part between {name}",
                price,
                bound(transforms.block_colours, how, ground),
            )


def _joining() -> Iterator[Operation]:
    def join(name: str, first: Callable, second: Callable, axis: int) -> GridOperation:
        return changes(name, 12, lambda x: np.concatenate([first(x), second(x)], axis))

    def same(cells: Cells) -> Cells:
        return cells

    across, down = SYMMETRIES["flip across"], SYMMETRIES["flip down"]

    def after_the_last(cells: Cells, axis: int) -> Cells:
        """Give its mirror image without the line at the mirror."""
        return np.flip(cells, axis)[1:] if axis == 0 else np.flip(cells, axis)[:, 1:]

    yield join("and its mirror to the right", same, across, 1)
    yield join("and its mirror to the left", across, same, 1)
    yield join("and its mirror below", same, down, 0)
    yield join("and its mirror above", down, same, 0)
    yield join(
        "and its mirror to the right, sharing a line",
        same,
        lambda x: after_the_last(x, 1),
        1,
    )
    yield join(
        "and its mirror below, sharing a line", same, lambda x: after_the_last(x, 0), 0
    )
    for name in ("flip down", "flip across", "turn around", "flip along the diagonal"):
        turn = SYMMETRIES[name]
        fill_by = bound(completing.overlaid, turn)
        yield changes(f"fill by: {name}", 14, fill_by)
        within = bound(completing.within_box, fill_by)
        yield changes(f"fill its box by: {name}", 15, within)
    for diagonal in (False, True):
        name = "all mirrors" if diagonal else "both mirrors"

        def fill(cells: Cells, diagonal: bool = diagonal) -> Cells:
            return completing.overlaid_by_all(cells, diagonal)

        yield changes(f"fill by {name}", 14, fill)
        yield completes(
            f"fill by {name} around a colour that has them",
            15,
            bound(completing.around_core, diagonal),
        )
        yield changes(
            f"fill its box by {name}",
            16,
            bound(completing.within_box, fill),
        )


def _making_room() -> Iterator[GridOperation]:
    for times in (2, 3):
        for way, down, across in (
            ("below", times, 1),
            ("to the right", 1, times),
            ("below and to the right", times, times),
        ):
            name = f"with room {way}, {times} times its size"
            yield changes(name, 14, bound(transforms.with_room, down, across))
    yield changes("made square by room below or to the right", 14, transforms.squared)
    yield changes(
        "with as many times its size as it has colours",
        15,
        lambda x: transforms.with_room(x, *[transforms.colours_in(x)] * 2),
    )
    yield changes(
        "with as many times its size as it has cells",
        15,
        lambda x: transforms.with_room(x, *[transforms.cells_in(x)] * 2),
    )


def _moving() -> Iterator[GridOperation]:
    # The direction in which things fall after so many quarter turns to the left.
    for turns, way in enumerate(("down", "left", "up", "right")):
        yield changes(f"cells fall {way}", 12, bound(moving.cells_fall, turns))
        yield changes(
            f"objects fall {way}",
            14,
            bound(moving.objects_fall, turns),
        )
    yield changes("objects slide to the largest", 14, moving.gathered)
    level, upright = ("left", "right"), ("up", "down")
    slanted = (("up left", "down right"), ("up right", "down left"))
    for name, ways in (
        ("across", (level,)),
        ("down", (upright,)),
        ("across, then down", (level, upright)),
        ("down, then across", (upright, level)),
        ("diagonally", slanted),
    ):
        yield changes(f"connect {name}", 13, bound(moving.connected, ways))
    for name, rays in (
        *((way, (way,)) for way in STRAIGHT),
        ("in four ways", STRAIGHT),
        ("in four ways, across first", (*STRAIGHT[2:], *STRAIGHT[:2])),
        ("diagonally", SLANTED),
        ("in eight ways", (*STRAIGHT, *SLANTED)),
    ):
        yield changes(f"shine {name}", 14, bound(moving.shining, rays))
    for axis, lines in ((0, "rows"), (1, "columns")):
        for by_colour, key in ((False, "fullness"), (True, "colour")):
            sort = bound(transforms.sorted_lines, axis, by_colour)
            yield changes(f"sort {lines} by {key}", 16, sort)
            within = bound(completing.within_box, sort)
            yield changes(f"sort {lines} of its box by {key}", 17, within)
    for way, step in (
        ("up", (-1, 0)),
        ("down", (1, 0)),
        ("left", (0, -1)),
        ("right", (0, 1)),
    ):
        yield changes(f"roll {way}", 16, bound(transforms.rolled, *step))


def _continuing() -> Iterator[GridOperation]:
    for turns, way in enumerate(("right", "down", "left", "up")):

        def go_on(cells: Cells, turns: int = turns) -> Cells:
            return np.rot90(continuing.continued(np.rot90(cells, turns)), -turns)

        yield changes(f"continue {way}", 13, go_on)

        def prolong(cells: Cells, turns: int = turns) -> Cells:
            return np.rot90(continuing.prolonged(np.rot90(cells, turns - 1)), 1 - turns)

        yield changes(f"prolong {way}", 13, prolong)
    for halves, long, wide in (
        (1, "half as long again", "half as wide again"),
        (2, "twice as long", "twice as wide"),
    ):
        longer = bound(continuing.lengthened, halves)
        yield changes(f"{long}, by its rows", 14, longer)
        yield changes(f"{wide}, by its columns", 14, bound(_across, longer))
    yield changes("stripes behind 0", 13, lambda x: continuing.striped(x, 0))


def _across(cells: Cells, change: Callable[[Cells], Cells]) -> Cells:
    """Do to columns what is done to rows."""
    return change(cells.T).T


def _stamping() -> Iterator[GridOperation]:
    for turned, how in ((False, "as they are"), (True, "turned and enlarged")):
        for rarest, marks in ((False, "all colours but one"), (True, "the rarest")):
            yield changes(
                f"templates stamped, {how}, where {marks} show",
                15 + turned + rarest,
                bound(stamping.stamped, turned, rarest),
            )
    yield changes("dressed as the most colourful", 14, bound(stamping.dressed, False))
    yield changes(
        "dressed as the most colourful, which goes", 15, bound(stamping.dressed, True)
    )


def _all() -> Iterator[Operation]:
    yield from _turning()
    yield from _taking()
    yield from _recolouring()
    yield from _scaling()
    yield from _joining()
    yield from _making_room()
    yield from _moving()
    yield from _continuing()
    yield from _stamping()
    for colour in range(1, COLOURS):
        yield from _of_a_colour(colour)
    yield from parting()
    yield from filtering()
    yield from uniting()


OPERATIONS: tuple[Operation, ...] = tuple(_all())

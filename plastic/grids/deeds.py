"""Deeds: what an object can do, such as to go, to slide, to shine, to be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from . import transforms
from .completing import overlaid, overlaid_by_all
from .features.colours import ranking
from .features.components import KINDS as BELONGING
from .features.components import what_touches_its
from .grid import COLOURS, DIRECTIONS, SLANTED, STRAIGHT, Grid, NoResultError
from .moving import cells_fall, is_free
from .objects import Part, bounds, colour_counts, enclosed, objects
from .operation import bound
from .transforms import SYMMETRIES

MOST_MOVES = 40  # ways that an object of the pairs may have gone


class Deed(NamedTuple):
    """What an object does: it goes, or not, and draws cells.

    Attributes
    ----------
    is_gone : bool
        Whether its own cells are emptied first.
    rows, columns, colours : numpy.ndarray of int
        What is drawn.
    """

    is_gone: bool
    rows: np.ndarray
    columns: np.ndarray
    colours: np.ndarray


Action = Callable[[Grid, Part], Deed]
_NOTHING = np.zeros(0, int)
_NOTHING_DRAWN = np.zeros((3, 0), int)


def _drawn(part: Part, cells: np.ndarray, down: int = 0, right: int = 0) -> Deed:
    """Draw a picture where the object was, or moved from there."""
    rows, columns = np.nonzero(cells)
    return Deed(
        True, rows + part.top + down, columns + part.left + right, cells[rows, columns]
    )


def _stay(grid: Grid, part: Part) -> Deed:
    return Deed(False, _NOTHING, _NOTHING, _NOTHING)


def _go(grid: Grid, part: Part) -> Deed:
    return Deed(True, _NOTHING, _NOTHING, _NOTHING)


def _recoloured(grid: Grid, part: Part, colour: int) -> Deed:
    if not colour:
        raise NoResultError("there is no such colour")
    return _drawn(part, np.where(part.mask, colour, 0))


def _slid(grid: Grid, part: Part, way: str) -> Deed:
    """Slide until something is met."""
    others = grid.cells.copy()
    place = others[part.top : part.bottom, part.left : part.right]
    place[part.mask] = 0
    down, right = DIRECTIONS[way]
    steps = 0
    while is_free(
        others, part, part.top + (steps + 1) * down, part.left + (steps + 1) * right
    ):
        steps += 1
    return _drawn(part, part.own.cells, steps * down, steps * right)


def _met(grid: Grid, part: Part) -> Deed:
    """Slide towards the only thing that lies straight ahead, in whichever way."""
    found = [way for way in STRAIGHT if _meets(grid, part, way)]
    if len(found) != 1:
        raise NoResultError("nothing is ahead, or much is")
    return _slid(grid, part, found[0])


def _meets(grid: Grid, part: Part, way: str) -> bool:
    """Tell whether something lies ahead, be it already touched."""
    band = np.zeros(grid.shape, bool)
    if way in ("up", "down"):
        rows = slice(0, part.top) if way == "up" else slice(part.bottom, None)
        band[rows, part.left : part.right] = True
    else:
        columns = slice(0, part.left) if way == "left" else slice(part.right, None)
        band[part.top : part.bottom, columns] = True
    return bool((grid.cells[band] != 0).any())


def _met_own_colour(grid: Grid, part: Part) -> Deed:
    """Slide to what is ahead of its own colour, over everything else."""
    alone = Grid.of(np.where(grid.cells == part.colour, grid.cells, 0))
    return _met(alone, part)


def _shines_ahead(grid: Grid, part: Part, own: bool) -> Deed:
    """Shine in each straight way that leads to something, or to its own colour."""
    ahead = Grid.of(np.where(grid.cells == part.colour, grid.cells, 0)) if own else grid
    ways = [way for way in STRAIGHT if _meets(ahead, part, way)]
    if not ways:
        raise NoResultError("nothing is ahead")
    return _beams(grid, part, ways, True)


def what_is_ahead(grid: Grid, part: Part, way: str) -> int:
    """Give the nearest colour that lies ahead, over the whole width of its box."""
    if way in ("up", "down"):
        rows = (
            grid.cells[: part.top][::-1] if way == "up" else grid.cells[part.bottom :]
        )
        band = rows[:, part.left : part.right]
    else:
        columns = grid.cells[:, part.right :]
        if way == "left":
            columns = grid.cells[:, : part.left][:, ::-1]
        band = columns[part.top : part.bottom].T
    lines = band.max(1, initial=0)
    return int(lines[lines > 0][0]) if lines.any() else 0


def _as_what_is_ahead(grid: Grid, part: Part, ways: Sequence[str]) -> Deed:
    """Take the only colour that lies ahead, of those that are not its own."""
    others = Grid.of(np.where(grid.cells == part.colour, 0, grid.cells))
    colours = {what_is_ahead(others, part, way) for way in ways} - {0}
    if len(colours) != 1:
        raise NoResultError("nothing is ahead, or much is")
    return _recoloured(grid, part, colours.pop())


def _filled_with_itself(grid: Grid, part: Part) -> Deed:
    """Fill its box with its own colour."""
    return _drawn(part, np.full(part.own.shape, part.colour))


def _moved_by_itself(grid: Grid, part: Part, way: str) -> Deed:
    down, right = DIRECTIONS[way]
    return _drawn(part, part.own.cells, down * part.own.height, right * part.own.width)


def _turned(grid: Grid, part: Part, how: str) -> Deed:
    turned = SYMMETRIES[how](part.own.cells)
    if turned.shape != part.own.shape:
        raise NoResultError("it does not fit")
    return _drawn(part, turned)


def _filled(grid: Grid, part: Part, colour: int, holes: bool) -> Deed:
    """Fill what is empty in its box, or only its holes."""
    empty = enclosed(part.own) if holes else ~part.mask
    rows, columns = np.nonzero(empty)
    return Deed(False, rows + part.top, columns + part.left, np.full(len(rows), colour))


def _around(grid: Grid, part: Part, colour: int) -> Deed:
    """Draw a frame around its box."""
    frame = np.ones((part.own.height + 2, part.own.width + 2), bool)
    frame[1:-1, 1:-1] = False
    rows, columns = np.nonzero(frame)
    return Deed(
        False, rows + part.top - 1, columns + part.left - 1, np.full(len(rows), colour)
    )


def _beams(grid: Grid, part: Part, ways: Sequence[str], stops: bool) -> Deed:
    """Shine from each of its cells, up to the border or to what is met."""
    found: list[tuple[int, int, int]] = []
    for y, x in np.argwhere(part.mask).tolist():
        own = int(part.own.cells[y, x])
        for way in ways:
            down, right = DIRECTIONS[way]
            row, column = part.top + y + down, part.left + x + right
            while 0 <= row < grid.height and 0 <= column < grid.width:
                if not grid.cells[row, column]:
                    found.append((row, column, own))
                elif stops:
                    break
                row, column = row + down, column + right
    if not found:
        return _stay(grid, part)
    beams = np.array(found)
    return Deed(False, beams[:, 0], beams[:, 1], beams[:, 2])


def _shines_from_rarest(grid: Grid, part: Part, away: bool) -> Deed:
    """Shine from the cells of its rarest colour, away from its middle or across it."""
    own = part.own.cells
    counts = colour_counts(own)
    if (counts > 0).sum() < 2:
        raise NoResultError("it has but one colour")
    rare = int(np.where(counts > 0, counts, own.size + 1).argmin())
    beams = [_NOTHING_DRAWN]
    for y, x in np.argwhere(own == rare).tolist():
        # Twice the way to the middle, so that it is whole; a slight one counts not.
        down, right = 2 * y - own.shape[0] + 1, 2 * x - own.shape[1] + 1
        down, right = (
            0 if 2 * abs(down) < abs(right) else np.sign(down),
            0 if 2 * abs(right) < abs(down) else np.sign(right),
        )
        if not away:
            down, right = -down, -right
        row, column = part.top + y, part.left + x
        far = np.arange(1, max(grid.shape))
        beams.append(np.stack([row + far * down, column + far * right, 0 * far + rare]))
        if not (down or right):
            raise NoResultError("it is in the middle")
    rows, columns, colours = np.concatenate(beams, 1)
    inside = (
        (rows >= 0) & (rows < grid.height) & (columns >= 0) & (columns < grid.width)
    )
    rows, columns, colours = rows[inside], columns[inside], colours[inside]
    free = grid.cells[rows, columns] == 0
    return Deed(False, rows[free], columns[free], colours[free])


def _into_its_gap(grid: Grid, part: Part) -> Deed:
    """Go into the only gap of its form, where there is one."""
    shape = Grid.of(part.mask)
    gaps = [gap for gap in objects(grid, False, False, False) if gap.own == shape]
    if len(gaps) != 1:
        return _stay(grid, part)
    return _drawn(
        part, part.own.cells, gaps[0].top - part.top, gaps[0].left - part.left
    )


def _aligned(grid: Grid, part: Part, colour: int, axis: int) -> Deed:
    """Move down or up (axis 0), or across, to where all of a colour begins."""
    if part.colour == colour:
        return _stay(grid, part)
    place = bounds(grid.cells == colour)[axis]
    moves = [0, 0]
    moves[axis] = int(place.start) - (part.left if axis else part.top)
    return _drawn(part, part.own.cells, *moves)


def _mirrored(grid: Grid, part: Part, diagonal: bool) -> Deed:
    """Be completed by mirrors within its bounding box."""
    if diagonal and part.own.height != part.own.width:
        raise NoResultError("it is not as wide as high")
    return _drawn(part, overlaid_by_all(part.own.cells, diagonal))


def _changed(
    grid: Grid, part: Part, change: Callable[[np.ndarray], np.ndarray]
) -> Deed:
    """Do to its own picture what can be done to a grid."""
    picture = change(part.own.cells)
    if picture.shape != part.own.shape:
        raise NoResultError("it does not fit")
    return _drawn(part, picture)


def _repeated(grid: Grid, part: Part, way: str, gap: int) -> Deed:
    """Be drawn again and again up to the border."""
    down, right = DIRECTIONS[way]
    rows, columns = np.nonzero(part.mask)
    colours = part.own.cells[rows, columns]
    far = np.arange(1, max(grid.shape))[:, None]
    rows = rows + part.top + far * down * (part.own.height + gap)
    columns = columns + part.left + far * right * (part.own.width + gap)
    every = np.broadcast_to(colours, rows.shape)
    inside = (
        (rows >= 0) & (rows < grid.height) & (columns >= 0) & (columns < grid.width)
    )
    return Deed(False, rows[inside], columns[inside], every[inside])


def _stretched(grid: Grid, part: Part, way: str) -> Deed:
    """Slide until something is met, and leave a trail."""
    gone = _slid(grid, part, way)
    down, right = DIRECTIONS[way]
    rows, columns = np.nonzero(part.mask)
    top, left = rows + part.top, columns + part.left
    steps = int(max(np.abs(gone.rows - top).max(), np.abs(gone.columns - left).max()))
    far = np.arange(steps + 1)[:, None]
    colours = np.broadcast_to(part.own.cells[rows, columns], (steps + 1, len(rows)))
    return Deed(
        False, (top + far * down).ravel(), (left + far * right).ravel(), colours.ravel()
    )


def _told(function: Callable[..., Deed], *arguments: Any) -> Action:
    """Give an action: what is not of the object is given now."""
    return lambda grid, part: function(grid, part, *arguments)


Priced = tuple[str, int, Action]


def _with_colour() -> Iterator[Priced]:
    """Give the actions that need a colour: each literal one."""
    for colour in range(1, COLOURS):
        yield f"is coloured {colour}", 10, _told(_recoloured, colour)
        yield f"is filled with {colour}", 10, _told(_filled, colour, False)
        yield f"its holes are filled with {colour}", 10, _told(_filled, colour, True)
        yield f"is framed with {colour}", 12, _told(_around, colour)
        for axis, way in enumerate(("down or up", "across")):
            yield f"moves {way} to where {colour} is", 13, _told(_aligned, colour, axis)


def _rays() -> Iterator[Priced]:
    groups: dict[str, tuple[str, ...]] = {way: (way,) for way in (*STRAIGHT, *SLANTED)}
    groups["up and down"], groups["left and right"] = STRAIGHT[:2], STRAIGHT[2:]
    groups["in four ways"], groups["diagonally"] = STRAIGHT, SLANTED
    for name, ways in groups.items():
        yield f"shines {name}, until it meets something", 12, _told(_beams, ways, True)
        yield f"shines {name}, across everything", 12, _told(_beams, ways, False)


def actions() -> Iterator[Priced]:
    """List what an object can do, with prices."""
    yield "stays", 2, _stay
    yield "goes", 4, _go
    yield from _with_colour()
    for name, place in (("commonest", 0), ("second", 1), ("rarest", -1)):
        yield f"takes the {name} colour", 10, _told(_ranked, place)
    for kind in BELONGING:
        name = f"takes the colour that touches it ({kind})"
        yield name, 12, _told(_as_what_touches, kind)
    for way in STRAIGHT:
        yield f"slides {way}", 9, _told(_slid, way)
        yield f"moves {way} by its own size", 11, _told(_moved_by_itself, way)
        yield f"takes the colour ahead, {way}", 12, _told(_as_what_is_ahead, (way,))
    yield "takes the only colour ahead", 12, _told(_as_what_is_ahead, STRAIGHT)
    yield "slides to what is ahead", 10, _met
    yield "slides to what is ahead of its colour", 11, _met_own_colour
    yield "shines to what is ahead", 11, _told(_shines_ahead, False)
    yield "shines to what is ahead of its colour", 12, _told(_shines_ahead, True)
    yield "fills its box", 9, _filled_with_itself
    for how in SYMMETRIES:
        yield f"does this: {how}", 11, _told(_turned, how)
    yield "goes into the gap of its form", 10, _into_its_gap
    for away, word in ((True, "away from its middle"), (False, "across its middle")):
        yield f"shines from its rarest {word}", 11, _told(_shines_from_rarest, away)
    for diagonal, mirrors in ((False, "both mirrors"), (True, "all mirrors")):
        yield f"is completed by {mirrors}", 11, _told(_mirrored, diagonal)
    for how in ("flip across", "flip down", "turn around", "flip along the diagonal"):
        name = f"is completed by this: {how}"
        yield name, 12, _told(_changed, bound(overlaid, SYMMETRIES[how]))
    yield "swaps its two colours", 12, _told(_changed, transforms.swapped)
    for turns, way in enumerate(("down", "left", "up", "right")):
        name = f"its cells fall {way}"
        yield name, 12, _told(_changed, bound(cells_fall, turns))
    for way in STRAIGHT:
        yield f"stretches {way}", 11, _told(_stretched, way)
        for gap in (0, 1):
            spaced = ", one apart" * gap
            yield f"is repeated {way}{spaced}", 12 + gap, _told(_repeated, way, gap)
    yield from _rays()


def _ranked(grid: Grid, part: Part, place: int) -> Deed:
    ranks = ranking(grid)
    if not -len(ranks) <= place < len(ranks):
        raise NoResultError("there are fewer colours")
    return _recoloured(grid, part, ranks[place])


def _as_what_touches(grid: Grid, part: Part, kind: str) -> Deed:
    return _recoloured(grid, part, touching(grid, part, kind))


def touching(grid: Grid, part: Part, kind: str) -> int:
    """Give the highest colour that touches an object."""
    row, column = np.argwhere(part.mask)[0]
    around = what_touches_its(grid, kind)
    return int(around[part.top + row, part.left + column])


def moves(parts: Sequence[Sequence[Part]], targets: Sequence[Grid]) -> Iterator[Priced]:
    """Give the moves after which an object of the pairs stands in its target."""
    counted: dict[tuple[int, int], int] = {}
    for each, target in zip(parts, targets):
        for part in each:
            mask = part.mask
            places = sliding_window_view(target.cells, part.own.shape)
            stands = (places[:, :, mask] == part.own.cells[mask]).all(2)
            for top, left in np.argwhere(stands).tolist():
                move = top - part.top, left - part.left
                if move != (0, 0):
                    counted[move] = counted.get(move, 0) + 1
    usual = sorted(counted, key=lambda move: (-counted[move], move))
    for down, right in usual[:MOST_MOVES]:
        price = 8 + 2 * (abs(down) + abs(right)).bit_length()
        way = f"{down} down and {right} right"
        yield f"moves {way}", price, _told(_moved, down, right)
        yield f"has a copy {way}", price + 4, _told(_copied, down, right)


def _moved(grid: Grid, part: Part, down: int, right: int) -> Deed:
    return _drawn(part, part.own.cells, down, right)


def _copied(grid: Grid, part: Part, down: int, right: int) -> Deed:
    return _moved(grid, part, down, right)._replace(is_gone=False)

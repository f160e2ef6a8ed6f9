"""Acting: a table says of each object what it does.

What an object is like, the largest or the only red one, decides whether it stays, goes,
moves, turns, takes another colour, shines, or is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..synthesis.tables import Context, Source, Tables
from . import picking
from .features.colours import ranking
from .features.components import KINDS as BELONGING
from .features.components import what_touches_its
from .grid import COLOURS, DIRECTIONS, SLANTED, STRAIGHT, Grid, NoResultError
from .moving import is_free
from .objects import Part, enclosed, objects
from .transforms import SYMMETRIES

MULTIPLICATIONS = 1_000  # millions
MOST_ACTING = 60  # objects in a grid; more are a texture
MOST_TRIED = 60  # tables that are acted out
MOST_MOVES = 40  # ways that an object of the pairs may have gone
ACTING = 8  # the price of objects that act

Found = tuple[float, list[Grid], list[str]]


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
    yield "slides to what is ahead", 10, _met
    for how in SYMMETRIES:
        yield f"does this: {how}", 11, _told(_turned, how)
    yield from _rays()


def _ranked(grid: Grid, part: Part, place: int) -> Deed:
    ranks = ranking(grid)
    if not -len(ranks) <= place < len(ranks):
        raise NoResultError("there are fewer colours")
    return _recoloured(grid, part, ranks[place])


def _as_what_touches(grid: Grid, part: Part, kind: str) -> Deed:
    return _recoloured(grid, part, _touching(grid, part, kind))


def _touching(grid: Grid, part: Part, kind: str) -> int:
    row, column = np.argwhere(part.mask)[0]
    around = what_touches_its(grid, kind)
    return int(around[part.top + row, part.left + column])


def _moves(
    parts: Sequence[Sequence[Part]], targets: Sequence[Grid]
) -> Iterator[Priced]:
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


def acted(
    sources: Sequence[Grid], targets: Sequence[Grid], effort: float
) -> Iterator[Found]:
    """Find tables of what objects do: price, the grids that they give, what they say.

    Parameters
    ----------
    sources : sequence of Grid
        Those of the pairs first.
    targets : sequence of Grid
        As large as their sources.
    effort : float
        1: as much as usual.
    """
    if any(a.shape != b.shape for a, b in zip(sources, targets)):
        return
    for name, (corners, mixed) in BELONGING.items():
        try:
            parts = [objects(grid, corners, mixed) for grid in sources]
        except NoResultError:
            continue
        few = max(map(len, parts)) <= MOST_ACTING
        if few and all(parts[: len(targets)]):
            yield from _acted(sources, targets, parts, name, effort)


def _acted(
    sources: Sequence[Grid],
    targets: Sequence[Grid],
    parts: Sequence[Sequence[Part]],
    kind: str,
    effort: float,
) -> Iterator[Found]:
    n = len(targets)
    taught = [(i, part) for i in range(n) for part in parts[i]]
    items = [(i, part) for i in range(len(sources)) for part in parts[i]]
    every = [*actions(), *_moves(parts[:n], targets)]
    does = {name: action for name, _, action in every}
    deeds: dict[str, list[Deed | None]] = {
        name: [_done(action, sources[i], part) for i, part in taught]
        for name, _, action in every
    }
    rights = _right(deeds, taught, sources, targets)
    choices = [
        Source(name, price, rights[name])
        for name, price, _ in every
        if rights[name].any()
    ]
    if not choices:
        return
    tables = Tables(choices, _contexts(sources, parts, kind), MULTIPLICATIONS * effort)
    for tried, table in enumerate(tables):
        if tried == MOST_TRIED:
            return
        names = [tables.sources[i].name for i in table.choice]
        try:
            grids = [*_assembled(sources, items, names, does)]
        except NoResultError:
            continue
        if [*grids[:n]] == [*targets]:
            rows = [
                f"{kind}{' of ' * bool(rule.conditions)}"
                f"{' and '.join(rule.conditions)}: {tables.sources[rule.source].name}"
                for rule in table.rules
            ]
            yield table.price + ACTING, grids, rows


def _done(action: Action, grid: Grid, part: Part) -> Deed | None:
    try:
        return action(grid, part)
    except NoResultError:
        return None


def _clipped(deed: Deed, grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    inside = (deed.rows >= 0) & (deed.rows < grid.height)
    inside &= (deed.columns >= 0) & (deed.columns < grid.width)
    return deed.rows[inside], deed.columns[inside], deed.colours[inside]


def _right(
    deeds: dict[str, list[Deed | None]],
    taught: Sequence[tuple[int, Part]],
    sources: Sequence[Grid],
    targets: Sequence[Grid],
) -> dict[str, np.ndarray]:
    """Tell which deeds agree with the targets, and explain as much as any that do.

    Of two that agree the one is left out that explains less of what has changed: an
    object that shines has stayed as well.
    """
    rights = {name: np.zeros(len(taught), bool) for name in deeds}
    for item, (i, part) in enumerate(taught):
        source, target = sources[i].cells, targets[i].cells
        changed = source != target
        agreeing: dict[str, frozenset[int]] = {}
        for name, of_items in deeds.items():
            deed = of_items[item]
            if deed is None:
                continue
            rows, columns, colours = _clipped(deed, sources[i])
            if (target[rows, columns] != colours).any():
                continue
            covered = np.zeros(source.shape, bool)
            covered[rows, columns] = True
            own = np.zeros(source.shape, bool)
            own[part.top : part.bottom, part.left : part.right] = part.mask
            left_alone = own & ~covered
            if deed.is_gone and (target[left_alone] == source[left_alone]).any():
                continue
            covered |= own & deed.is_gone
            agreeing[name] = frozenset(np.flatnonzero(covered & changed).tolist())
        for name, explained in agreeing.items():
            rights[name][item] = not any(
                explained < other for other in agreeing.values()
            )
    return rights


def _contexts(
    sources: Sequence[Grid], parts: Sequence[Sequence[Part]], kind: str
) -> list[Context]:
    """Say what can be observed of objects in their grids."""
    found: dict[str, tuple[int, list[int]]] = {
        "touches the border": (10, []),
        "colour that touches it": (12, []),
    }
    for grid, each in zip(sources, parts):
        found["touches the border"][1].extend(
            part.top == 0
            or part.left == 0
            or part.bottom == grid.height
            or part.right == grid.width
            for part in each
        )
        found["colour that touches it"][1].extend(
            _touching(grid, part, kind) for part in each
        )
    here = [
        Context(name, price, np.array(values, int))
        for name, (price, values) in found.items()
    ]
    return here + picking.contexts(parts)


def _assembled(
    sources: Sequence[Grid],
    items: Sequence[tuple[int, Part]],
    names: Sequence[str],
    does: dict[str, Action],
) -> Iterator[Grid]:
    """Let all objects do what they are told."""
    for i, source in enumerate(sources):
        cells = source.cells.astype(np.int64)
        deeds = []
        for (where, part), name in zip(items, names):
            if where == i:
                deed = does[name](source, part)
                if deed.is_gone:
                    place = cells[part.top : part.bottom, part.left : part.right]
                    place[part.mask] = 0
                deeds.append(deed)
        for deed in deeds:
            rows, columns, colours = _clipped(deed, source)
            cells[rows, columns] = colours
        yield Grid.of(cells)

"""Acting: a table says of each object what it does.

What an object is like, the largest or the only red one, decides whether it stays, goes,
moves, turns, takes another colour, shines, or is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..synthesis.rules import Context, Source
from ..synthesis.tables import Tables
from . import picking
from .deeds import Action, Deed, actions, moves, touching, what_is_ahead
from .explanation import Found, said
from .features.components import KINDS as BELONGING
from .features.relations import what_surrounds_it
from .grid import STRAIGHT, Grid, NoResultError
from .habits import of_table
from .objects import Part, by_colour, objects
from .operation import bound

MULTIPLICATIONS = 1_000  # millions
MOST_ACTING = 60  # objects in a grid; more are a texture
MOST_TRIED = 60  # tables that are acted out
ACTING = 8  # the price of objects that act

# What acts: what belongs together, or all that has one colour.
SEEN: dict[str, Callable[[Grid], Sequence[Part]]] = {
    **{kind: bound(objects, *how) for kind, how in BELONGING.items()},
    "colour": by_colour,
}


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
    tried: list[list[set[Part]]] = []
    for name, seen in SEEN.items():
        try:
            parts = [seen(grid) for grid in sources]
        except NoResultError:
            continue
        few = max(map(len, parts)) <= MOST_ACTING
        alike = [{*each} for each in parts]
        if few and all(parts[: len(targets)]) and alike not in tried:
            tried.append(alike)
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
    every = [*actions(), *moves(parts[:n], targets)]
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
                f"{kind}{' of ' * bool(rule.conditions)}{row}"
                for rule, row in zip(table.rules, said(tables, table))
            ]
            decisions = of_table("object", tables, table)
            yield Found(table.price + ACTING, grids, rows, decisions)


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
    object that shines has stayed as well.  Who goes explains that nothing is there now;
    and what other objects consist of is theirs to explain.
    """
    rights = {name: np.zeros(len(taught), bool) for name in deeds}
    for item, (i, part) in enumerate(taught):
        source, target = sources[i].cells, targets[i].cells
        own = np.zeros(source.shape, bool)
        own[part.top : part.bottom, part.left : part.right] = part.mask
        mine = (source != target) & ((source == 0) | own)
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
            left_alone = own & ~covered
            if deed.is_gone and (target[left_alone] == source[left_alone]).any():
                continue
            covered |= left_alone & deed.is_gone & (target == 0)
            agreeing[name] = frozenset(np.flatnonzero(covered & mine).tolist())
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
        "colour that surrounds it": (12, []),
        "has its colour ahead": (12, []),
        "how many ways lead to something": (13, []),
    }
    for grid, each in zip(sources, parts):
        found["touches the border"][1].extend(
            part.top == 0
            or part.left == 0
            or part.bottom == grid.height
            or part.right == grid.width
            for part in each
        )
        if kind in BELONGING:
            found["colour that touches it"][1].extend(
                touching(grid, part, kind) for part in each
            )
        around = what_surrounds_it(grid)
        found["colour that surrounds it"][1].extend(
            int(around[part.top : part.bottom, part.left : part.right][part.mask][0])
            for part in each
        )
        ahead = [[what_is_ahead(grid, part, way) for way in STRAIGHT] for part in each]
        found["has its colour ahead"][1].extend(
            part.colour in colours for part, colours in zip(each, ahead)
        )
        found["how many ways lead to something"][1].extend(
            sum(map(bool, colours)) for colours in ahead
        )
    here = [
        Context(name, price, np.array(values, int))
        for name, (price, values) in found.items()
        if values
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

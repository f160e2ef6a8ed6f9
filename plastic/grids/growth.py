"""Growth: a rule of neighbours that is repeated until nothing changes.

Where a line runs until it meets something, each of its cells follows from the cell
before: of the *answer*, not of the source.  So the rule is a table that asks for the
neighbours in the answer, and for anything in the source.  Whoever has the answer can
find it at once; whoever has the source alone begins with that and repeats the rule::

    source 3000   the left neighbour is 3, and here is nothing -> write 3
           3300
           3330
           3333
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from ..synthesis.rules import Context, Source, Table
from ..synthesis.tables import Tables
from .explanation import Found, said
from .features import FEATURES, Feature, neighbours
from .grid import Grid, NoResultError
from .habits import of_table

MOST_ROUNDS = 60  # twice the way across the largest grid
MULTIPLICATIONS = 6_000  # millions
MOST_TRIED = 40  # tables that are grown; nearly all right ones are among the first
LITERAL = 9
GROWN = 8  # the price of repeating a rule
IN_ANSWER = "the answer's "

_NEAR: tuple[Feature, ...] = tuple(
    feature
    for feature in neighbours.FEATURES
    if feature.name != "here" and not feature.name.startswith("second")
)


def growths(
    sources: Sequence[Grid], targets: Sequence[Grid], effort: float
) -> Iterator[Found]:
    """Find rules that grow all targets: price, the grids that they give, what they say.

    Parameters
    ----------
    sources : sequence of Grid
        Those of the pairs first.
    targets : sequence of Grid
        As large as their sources.
    effort : float
        1: as much as usual.
    """
    n = len(targets)
    if any(a.shape != b.shape for a, b in zip(sources, targets)):
        return
    if all(a == b for a, b in zip(sources, targets)):
        return
    wanted = _flat(targets)
    still = _observed(sources[:n], FEATURES, "")
    moving = _observed(targets, _NEAR, IN_ANSWER)
    contexts = [Context(name, price, cells) for name, price, cells, _ in still + moving]
    colours = {name: price for name, price, _, copies in still + moving if copies}
    cells = {context.name: context.values for context in contexts}
    rights = [
        Source(name, price + 2, cells[name] == wanted)
        for name, price in colours.items()
    ]
    rights += [
        Source(f"write {colour}", LITERAL, wanted == colour)
        for colour in np.unique(wanted)
    ]
    tables = Tables(rights, contexts, MULTIPLICATIONS * effort)
    tried = 0
    for table in tables:
        if not any(
            IN_ANSWER in name for rule in table.rules for name in rule.conditions
        ):
            continue  # it does not grow
        tried += 1
        if tried > MOST_TRIED:
            return
        grown = _all_grown(tables, table, sources, targets)
        if grown:
            rows = ["until nothing changes:", *said(tables, table)]
            decisions = of_table("growth", tables, table)
            yield Found(table.price + GROWN, grown, rows, decisions)


def _flat(grids: Sequence[Grid]) -> np.ndarray:
    return np.concatenate([grid.cells.ravel() for grid in grids]).astype(np.int64)


def _observed(
    grids: Sequence[Grid], features: Sequence[Feature], prefix: str
) -> list[tuple[str, int, np.ndarray, bool]]:
    found = []
    for feature in features:
        try:
            cells = np.concatenate([feature.of(grid).ravel() for grid in grids])
        except NoResultError:
            continue
        found.append((prefix + feature.name, feature.price, cells, feature.is_colour))
    return found


def _all_grown(
    tables: Tables, table: Table, sources: Sequence[Grid], targets: Sequence[Grid]
) -> list[Grid] | None:
    """Grow all sources; give nothing if a target comes out otherwise."""
    found = []
    try:
        for i, source in enumerate(sources):
            grown = _grown(tables, table, source)
            if i < len(targets) and grown != targets[i]:
                return None
            found.append(grown)
    except NoResultError:
        return None
    return found


_BY_NAME = {feature.name: feature for feature in FEATURES}


def _grown(tables: Tables, table: Table, source: Grid) -> Grid:
    """Repeat a rule until nothing changes."""
    state = source
    for _ in range(MOST_ROUNDS):

        @cache
        def observed(name: str, state: Grid = state) -> np.ndarray:
            grid = state if name.startswith(IN_ANSWER) else source
            return _BY_NAME[name.removeprefix(IN_ANSWER)].of(grid).ravel()

        chosen = tables.choose(table, observed)
        cells = np.zeros(len(chosen), np.int64)
        for i in np.unique(chosen):
            name, mine = tables.sources[i].name, chosen == i
            is_literal = name.startswith("write ")
            cells[mine] = int(name[6:]) if is_literal else observed(name)[mine]
        after = Grid.of(cells.reshape(source.shape))
        if after == state:
            return state
        state = after
    raise NoResultError("it does not come to an end")

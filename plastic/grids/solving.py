"""Solving: from pairs of grids to guesses, by the bits of what explains them.

Kinds of explanation compete: a *value* that is the answer (operations one after the
other), a *mosaic* (values of one size put together), a *part* that passes a test,
*objects* that act, *growth*, and a *rule table* over the cells of a value of the right
size: what can be observed of a cell says whether what stands there in some value is
copied, or a colour is written.  Explanations that come to
the same guess add up: its weight is the sum of 2 to the minus bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ..synthesis.enumerate import Enumeration, Goal
from ..synthesis.rules import Context, Source, Table
from ..synthesis.tables import Tables
from ..synthesis.values import Value
from . import acting, canvases, coarse, growth, mosaics, picking
from .explanation import Explanation, Found, Guess, said
from .features import FEATURES
from .grid import Grid, NoResultError
from .habits import NONE, GridHabits, of_table, of_value
from .oddity import Customs
from .operation import HALF_BITS, GridOperation
from .operations import OPERATIONS
from .views import View, views

STEPS = 20_000  # operations done to values, some 100 microseconds each
MULTIPLICATIONS = 20_000  # millions, for the tables, with so many steps
MOST_VALUES = 180  # of one size that a table may copy
MOST_SIZES = 3  # for which tables are sought
LITERAL = 9  # the price of writing a colour; 0, what lies behind, is cheaper
EMPTY = 5
CHEAP = 40  # half bits; what is explained by so few needs no other explanation
COPY = 4  # the price of copying a value, besides its own
DEAR = 60  # half bits; what costs more may be said shorter by two tables
MOST_FIRST = 2  # tables whose result is observed by another one
LATER = 0.5  # of the effort, for another view
LARGE = 2_500  # cells of all sources; with more, one other view takes ten seconds
AFTER = " after the first table"

THE_GRID = GridOperation("the grid", (), "grid", 1, "source", "the grid")


# Name -> its price, and the colour of each cell.
Colours = dict[str, tuple[int, np.ndarray]]


class Solver:
    """One task: grids, what becomes of them, and others of which that is asked.

    Parameters
    ----------
    pairs : sequence of (Grid, Grid)
        Sources and targets.
    asked : sequence of Grid
        Other sources.
    steps : int, optional
        Operations to try at the most.
    habits : GridHabits, optional
        What is likely.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[Grid, Grid]],
        asked: Sequence[Grid],
        steps: int = STEPS,
        habits: GridHabits = NONE,
    ) -> None:
        self.pairs, self.asked = [*pairs], [*asked]
        self.steps, self.habits = steps, habits
        self.customs = Customs(pairs)
        self.guesses: dict[tuple[Grid, ...], Guess] = {}
        self.best = math.inf  # the cheapest explanation so far, in half bits

    def solve(self) -> list[Guess]:
        """Give guesses, the heaviest first."""
        sources = [*(source for source, _ in self.pairs), *self.asked]
        seen = [*views(sources, [target for _, target in self.pairs])]
        if sum(grid.cells.size for grid in sources) > LARGE:
            seen = seen[:2]
        for view in seen:
            if self.best > CHEAP:
                self._solve_seen(view)
        return sorted(
            self.guesses.values(), key=lambda guess: (-guess.weight, guess.grids)
        )

    def _solve_seen(self, view: View) -> None:
        """Note the explanations that there are in a view."""
        self.view = view
        sources = [*(source for source, _ in self.pairs), *self.asked]
        self.sources = [view.seen(i, grid) for i, grid in enumerate(sources)]
        self.targets = [view.seen(i, grid) for i, (_, grid) in enumerate(self.pairs)]
        # The first view is the likeliest one.
        self.effort = self.steps / STEPS * (LATER if view.name else 1)
        values = self._enumerate()
        for found in mosaics.mosaics(values, self.targets):
            self._propose("mosaic", found)
        for found in picking.picked(self.sources, self.targets, self.effort):
            self._propose("part", found)
        for group in self._groups(values):
            first, *_, nearest = [*_bases(group, _flat(self.targets))] * 2
            self._seek_deeds(first)
            if nearest is not first:
                self._seek_deeds(nearest)
            self._seek_tables(group, values)

    def _seek_deeds(self, base: Value) -> None:
        """Let the objects of a value act, or let it grow."""
        more, of = 0, ""
        if base.operation is not THE_GRID:
            if self.best <= CHEAP:
                return
            more, of = base.bits + COPY, f"of [{_name(base)}]:"
        for found in acting.acted(base.rows, self.targets, self.effort):
            self._propose("objects", found, more, of)
        if self.best > CHEAP:
            for found in growth.growths(base.rows, self.targets, self.effort):
                self._propose("growth", found, more, of)

    def _propose(
        self,
        kind: str,
        found: Found,
        more: float = 0,
        first: str = "",
        fired: Sequence[np.ndarray] = (),
    ) -> None:
        """Note an explanation, and the grids that it gives for all sources."""
        view = self.view
        price = found.price + more + view.price
        if kind != "operations":  # for which the enumeration did so
            price = max(1, price - self.habits.saved(found.decisions))
        n = len(self.targets)
        answers = tuple(
            view.back(i, grid) for i, grid in enumerate(found.grids) if i >= n
        )
        # Grids may be asked one by one, or many at once: that must not cost more.
        price += max(map(self.customs.oddity, self.asked, answers), default=0)
        self.best = min(self.best, price)
        above = [f"{view.name}:"] * bool(view.name) + [first] * bool(first)
        explanation = Explanation(
            kind,
            price / HALF_BITS,
            (*above, *found.rows),
            tuple(fired),
            tuple(found.decisions),
        )
        self.guesses.setdefault(answers, Guess(answers)).add(explanation)

    # Values --------------------------------------------------------------------------

    def _enumerate(self) -> list[Value]:
        """Go through what operations make of the grid; give all of these."""
        goal = Goal("grid", tuple(self.targets))
        leaf = Value("grid", tuple(self.sources), THE_GRID.bits, THE_GRID)
        steps = max(1, round(self.effort * STEPS))
        search = Enumeration([leaf], OPERATIONS, goal, steps, self.habits.operations)
        for _ in search:
            if search.reached and search.level > search.reached[0].bits + 12:
                break
        for value in search.reached:
            rows = [_sentence(value)]
            found = Found(value.bits + 2, value.rows, rows, of_value(value))
            self._propose("operations", found)
        return [*search.values("grid")]

    def _groups(self, values: Sequence[Value]) -> Iterator[list[Value]]:
        """Give the values that are as large as the targets, for each way to be so."""
        wanted = [target.shape for target in self.targets]
        groups: dict[tuple[tuple[int, int], ...], list[Value]] = {}
        for value in [*values, *canvases.canvases(self.sources, self.targets)]:
            shapes = tuple(grid.shape for grid in value.rows)
            if [*shapes[: len(wanted)]] == wanted:
                groups.setdefault(shapes, []).append(value)
        ordered = [sorted(each, key=lambda v: v.bits) for each in groups.values()]
        ordered.sort(key=lambda group: group[0].bits)
        yield from ordered[:MOST_SIZES]

    # Tables --------------------------------------------------------------------------

    def _seek_tables(self, group: Sequence[Value], every: Sequence[Value]) -> None:
        """Seek tables that say of each cell what is copied, or written.

        Where these are dear, the best that one test can do is done first, and what
        comes of it is observed and copied by a second table.
        """
        wanted = _flat(self.targets)
        values = [*group[:MOST_VALUES]]
        shapes = [grid.shape for grid in group[0].rows]
        colours: Colours = {}
        for value in values:
            colours.setdefault(_name(value), (value.bits + COPY, _flat(value.rows)))
        contexts: list[Context] = []
        for base in _bases(values, wanted):
            more = 0 if base.operation is THE_GRID else 4 + base.bits // 2
            self._observe(base.rows, _of(base), more, colours, contexts)
        if shapes != [source.shape for source in self.sources]:
            lists = canvases.colour_lists(self.sources, shapes)
            colours.update({name: (price, cells) for name, price, cells in lists})
            contexts += canvases.counts(self.sources, shapes)
            contexts += coarse.contexts(self.sources, shapes)
        else:
            for value, price, cells in coarse.spread(every, self.sources):
                name = f"spread over the parts: {_name(value)}"
                colours.setdefault(name, (price, cells))
        contexts += [Context(n, price, cells) for n, (price, cells) in colours.items()]
        for colour in np.unique(wanted):
            price = LITERAL if colour else EMPTY
            cells = np.full(sum(map(math.prod, shapes)), colour)
            colours[f"write {colour}"] = (price, cells)
        tables = self._tried(colours, contexts, shapes, wanted)
        if self.best <= DEAR:
            return
        for first in tables.almost(MOST_FIRST):
            cells = _painted(tables, first, colours)
            again, observed = dict(colours), [*contexts]
            rows = tuple(Grid.of(part) for part in _cut(cells, shapes))
            self._observe(rows, AFTER, 0, again, observed)
            observed.append(Context(f"what is{AFTER}", 2, cells))
            again[f"what is{AFTER}"] = (3, cells)
            rows_of_first = [f"first: {row}" for row in said(tables, first)]
            self._tried(again, observed, shapes, wanted, first.price, rows_of_first)

    def _tried(
        self,
        colours: Colours,
        contexts: Sequence[Context],
        shapes: Sequence[tuple[int, int]],
        wanted: np.ndarray,
        price: float = 0.0,
        before: Sequence[str] = (),
    ) -> Tables:
        """Seek tables, do what they say, and note the grids that come of it."""
        less = self.habits.less
        sources = [
            Source(
                name,
                cost - less(("cell source",), name, cost),
                cells[: len(wanted)] == wanted,
            )
            for name, (cost, cells) in colours.items()
        ]
        asked = [
            context._replace(price=context.price - less(("cell test",), *context[:2]))
            for context in contexts
        ]
        tables = Tables(sources, asked, MULTIPLICATIONS * self.effort)
        for table in tables:
            cells = _painted(tables, table, colours)
            grids = [Grid.of(part) for part in _cut(cells, shapes)]
            fired = [*_cut(table.fired, shapes)][len(self.targets) :]
            rows = [*before, *said(tables, table)]
            decisions = of_table("cell", tables, table)
            found = Found(table.price + price, grids, rows, decisions)
            self._propose("table", found, fired=fired)
        return tables

    def _observe(
        self,
        grids: Sequence[Grid],
        of: str,
        more: int,
        colours: Colours,
        contexts: list[Context],
    ) -> None:
        """Say what can be observed of the cells of some grids."""
        for feature in FEATURES:
            try:
                cells = np.concatenate([feature.of(grid).ravel() for grid in grids])
            except NoResultError:
                continue
            name, price = feature.name + of, feature.price + more
            if feature.is_colour:
                colours.setdefault(name, (price + 2, cells))
            contexts.append(Context(name, price, cells))


def _bases(values: Sequence[Value], wanted: np.ndarray) -> list[Value]:
    """Choose values to be observed: the grid, or the cheapest, and the nearest one."""
    seen = [value for value in values if value.operation.code != "canvas"]
    if not seen:
        return [*values[:1]]
    nearest = min(
        seen, key=lambda value: (_flat(value.rows)[: len(wanted)] != wanted).sum()
    )
    return [*{id(value): value for value in (*seen[:2], nearest)}.values()]


def _of(base: Value) -> str:
    return "" if base.operation is THE_GRID else f" of [{_name(base)}]"


def _painted(tables: Tables, table: Table, colours: Colours) -> np.ndarray:
    """Do what a table says."""
    cells, choice = np.zeros(len(table.fired), np.int64), table.choice
    for i in np.unique(choice):
        mine = choice == i
        cells[mine] = colours[tables.sources[i].name][1][mine]
    return cells


def _cut(cells: np.ndarray, shapes: Sequence[tuple[int, int]]) -> Iterator[np.ndarray]:
    """Make grids of a row of cells again."""
    begin = 0
    for height, width in shapes:
        end = begin + height * width
        yield cells[begin:end].reshape(height, width)
        begin = end


def _flat(grids: Sequence[Grid]) -> np.ndarray:
    return np.concatenate([grid.cells.ravel() for grid in grids]).astype(np.int64)


def _steps(value: Value) -> list[str]:
    """List the operations of a value, the first one first."""
    before = [name for argument in value.arguments for name in _steps(argument)]
    return before + ([value.operation.name] if value.arguments else [])


def _name(value: Value) -> str:
    return ", ".join(_steps(value)) or value.operation.name


def _sentence(value: Value) -> str:
    return f"The answer is the grid: {', then '.join(_steps(value)) or 'as it is'}."

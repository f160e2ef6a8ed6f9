"""A graph that was grown in bulk, of which a concept is made when it is looked at.

A row that nobody has looked at is as it was grown, for whatever changes a concept
(its count and strengths, its r_level, what hangs on it) is a walk that came
through it, and a walk looks at what it comes through.  So a branch that was not
looked at is only a number in the dict of branches where it hangs, and becomes a
node or a trace there when somebody asks for it.  Learning one name in a million
makes some forty nodes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from ..core.concepts import ConceptGraph, Node, Trace
from ..core.symbols import STOP, Symbol, Symbols
from ..core.tally import Tally
from .columns import Columns
from .text import Numbers, Text


class Branches(dict[Symbol, Any]):
    """What hangs on a concept that was made of a row: numbers, until looked at.

    Asking for one branch makes it for good; listing them makes none for good.

    Attributes
    ----------
    rows : Rows
        What the numbers mean.
    lifted : int
        How much higher than they were grown those stand.
    """

    __slots__ = ("lifted", "rows")

    def __init__(self, numbers: Any, rows: Rows, lifted: int) -> None:
        super().__init__(numbers)
        self.rows, self.lifted = rows, lifted

    def get(self, symbol: Symbol, default: Any = None) -> Any:
        """Give a branch, and keep it."""
        branch = dict.get(self, symbol, default)
        if type(branch) is int:
            branch = self[symbol] = self.rows.branch(branch, self.lifted)
            self.rows.made += 1
        return branch

    def __getitem__(self, symbol: Symbol) -> Node | Trace:
        if symbol not in self:
            raise KeyError(symbol)
        branch: Node | Trace = self.get(symbol)
        return branch

    def values(self) -> list[Node | Trace]:  # type: ignore[override]
        """List all branches; what was not looked at is made anew each time."""
        return [
            self.rows.branch(branch, self.lifted) if type(branch) is int else branch
            for branch in super().values()
        ]

    def nodes(self) -> list[Node]:
        """List the concepts among them."""
        nodes, rows = self.concepts()
        return nodes + [self.rows.node(row, self.lifted) for row in rows]

    def items(self) -> list[tuple[Symbol, Node | Trace]]:  # type: ignore[override]
        """List all branches with their symbols, as :meth:`values` does."""
        return list(zip(self, self.values()))

    def peek(self, symbol: Symbol) -> Node | Trace | None:
        """Give a branch; one that was not looked at is made, and not kept."""
        branch: Any = dict.get(self, symbol)
        if type(branch) is int:
            return self.rows.branch(branch, self.lifted)
        return branch

    def count(self, symbol: Symbol, past: Symbols) -> int | None:
        """Count the moments whose past ends so, on a branch that was not looked at.

        None: it was, or there is none.
        """
        branch: Any = dict.get(self, symbol)
        return self.rows.count(branch, past) if type(branch) is int else None

    def names(self) -> list[Symbols]:
        """List what concepts hang here, and make none."""
        nodes, rows = self.concepts()
        return [*(node.symbols for node in nodes), *map(self.rows.name, rows)]

    def concepts(self) -> tuple[list[Node], list[int]]:
        """List the concepts that were looked at, and the rows of the others."""
        nodes, rows = [], []
        for branch in super().values():
            if isinstance(branch, Node):
                nodes.append(branch)
            elif type(branch) is int and branch < len(self.rows):
                rows.append(branch)
        return nodes, rows

    def __reduce__(self) -> Any:
        return dict, (self.items(),)


class Rows:
    """The rows of a grown graph.

    Parameters
    ----------
    columns : Columns
        What was grown.
    text : Text
        Of which text.
    horizon : int
        How many symbols of a past were looked at.

    Attributes
    ----------
    made : int
        How many branches were looked at.
    """

    def __init__(self, columns: Columns, text: Text, horizon: int) -> None:
        self.columns, self.text, self._horizon = columns, text, horizon
        self.made = 0
        # One number is read from a memoryview twice as fast as from an array.
        views: Any = (column.data for column in columns)
        self._view: Any = Columns(*views)
        self._begins: Any = text.begins.data

    def __len__(self) -> int:
        return len(self.columns.ends)

    def name(self, row: int) -> Symbols:
        """Give the symbols of a concept."""
        end = self._view.ends[row]
        return self.text.cut(end - self._view.lengths[row], end)

    def children(self, row: int) -> list[int]:
        """List the rows of the concepts that hang on one."""
        begins = self._view.branch_begins
        branches = self._view.branches[begins[row] : begins[row + 1]]
        return [branch for branch in branches if branch < len(self)]

    def above(self, row: int) -> Iterator[int]:
        """Give a row and those of all that stands above it."""
        ahead = [row]
        while ahead:
            yield (row := ahead.pop())
            ahead.extend(self.children(row))

    def parent(self, row: int) -> Symbols:
        """Give the symbols of what a concept hangs on."""
        return self.name(self._view.parents[row])

    def node(self, row: int, lifted: int = 0) -> Node:
        """Make the node of a concept; what hangs on it stays as it is.

        Parameters
        ----------
        row : int
            Its row.
        lifted : int
            How much higher than it was grown it stands.
        """
        columns, symbol = self._view, self.text.symbols.__getitem__
        begin, end = columns.synapse_begins[row], columns.synapse_begins[row + 1]
        node = Node(
            kind="concept",
            r_level=columns.r_levels[row] + lifted,
            count=columns.counts[row],
            synapses=dict(
                zip(
                    map(symbol, columns.symbols[begin:end]),
                    columns.strengths[begin:end],
                )
            ),
        )
        node.symbols = self.name(row)
        begin, end = columns.branch_begins[row], columns.branch_begins[row + 1]
        before = map(symbol, columns.before[begin:end])
        node.branches = Branches(zip(before, columns.branches[begin:end]), self, lifted)
        return node

    def branch(self, number: int, lifted: int) -> Node | Trace:
        """Make the node or the trace that a number stands for."""
        if number < len(self):
            return self.node(number, lifted)
        end, length = self._end(number)
        past = self.text.cut(end - length, end)
        goes_on = past[-1] != STOP
        return (self.text.cut(end - length, end + 1) if goes_on else past), length

    @cached_property
    def _codes(self) -> dict[Symbol, int]:
        return {symbol: code for code, symbol in enumerate(self.text.symbols)}

    def _end(self, number: int) -> tuple[int, int]:
        """Tell where the past of a row or a trace ends, and how long it is."""
        if number < len(self):
            return self._view.ends[number], self._view.lengths[number]
        end = self._view.trace_ends[number - len(self)]
        begin = self._begins[bisect_right(self._begins, end - 1) - 1]
        return end, min(end - begin, self._horizon)

    def count(self, number: int, past: Symbols) -> int:
        """Count the moments whose past ends so, on a row or a trace: make none."""
        columns = self._view
        while True:
            end, length = self._end(number)
            shared = min(length, len(past))
            if self.text.cut(end - shared, end) != past[-shared:]:
                return 0
            if shared == len(past):
                return columns.counts[number] if number < len(self) else 1
            if number >= len(self):
                return 0
            begins = columns.branch_begins[number : number + 2]
            before = columns.before[begins[0] : begins[1]].tolist()
            code = self._codes.get(past[-shared - 1])
            if code not in before:
                return 0
            number = columns.branches[begins[0] + before.index(code)]

    @cached_property
    def tops(self) -> Numbers:
        """The highest r_level that stands on each concept, itself included."""
        tops = self.columns.r_levels.copy()
        for level in range(int(tops.max()), 0, -1):
            at = np.flatnonzero(self.columns.r_levels == level)
            np.maximum.at(tops, self.columns.parents[at], tops[at])
        return tops


def stand_on(concepts: ConceptGraph, rows: Rows, tally: Tally) -> None:
    """Let a graph be what was grown in bulk."""
    concepts.tally = tally
    concepts.size = len(rows)
    concepts.root = rows.node(len(rows) - 1)


def highest(concepts: ConceptGraph) -> int:
    """Find the highest r_level.  Costs O(concepts that were looked at)."""
    found, ahead = 0, [concepts.root]
    for node in ahead:
        found = max(found, node["r_level"])
        if isinstance(node.branches, Branches):
            nodes, rows = node.branches.concepts()
            ahead.extend(nodes)
            if rows:
                top = int(node.branches.rows.tops[rows].max())
                found = max(found, top + node.branches.lifted)
        else:
            ahead.extend(node.children())
    return found

"""What networkx sees of a concept graph: its tables, looked up in the tree itself.

A :class:`networkx.DiGraph` is three dicts: what is known of each node, what comes
after it, and what before.  Here they are mappings that look a concept up when
somebody asks, so that the graph is shown as it is at any time and nothing of it
is kept twice.

A concept's name says what it hangs on: ``ohan`` on ``han`` if that is a concept,
else on ``an``; on the longest end of it that is one.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from .._support.read_only import NOTHING, ReadOnly, Tables
from ..core.concepts import ConceptGraph, Node
from ..core.symbols import Symbols
from .rows import Branches, Rows

# Looked at far more often than anything else of a graph, and Python's own.
Neighbours: TypeAlias = "MappingProxyType[Symbols, ReadOnly]"
NO_NEIGHBOURS: Neighbours = MappingProxyType({})


class Directory:
    """Concepts by name, as the graph now is.

    A concept is found by a walk from the root.  Who lists all of them is likely to
    ask for each of them, so from then on, until the graph changes, there is an
    index.

    Parameters
    ----------
    concepts : ConceptGraph
        Whoever changes it calls :meth:`changed`.
    """

    def __init__(self, concepts: ConceptGraph) -> None:
        self._concepts = concepts
        self._index: _Index | None = None

    def changed(self) -> None:
        """Let go of the index."""
        self._index = None

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Symbols]:
        if self._index is None:
            self._index = _Index(self._concepts)
        return iter(self._index.found)

    def __contains__(self, concept: object) -> bool:
        if self._index is not None:
            return concept in self._index.found
        return self._find(concept) is not None

    def node(self, concept: Symbols) -> ReadOnly:
        """Give what is known of a concept."""
        return ReadOnly(self._known(concept))

    def above(self, concept: Symbols) -> Neighbours:
        """Give what hangs on a concept, as networkx keeps neighbours."""
        if self._index is not None:
            return self._index.above(concept)
        return _above(self._known(concept))

    def all_above(self) -> Iterator[tuple[Symbols, Neighbours]]:
        """Give all concepts, and what hangs on each."""
        iter(self)  # makes the index
        assert self._index is not None
        return self._index.all_above()

    def below(self, concept: Symbols) -> Neighbours:
        """Give what a concept hangs on, as networkx keeps neighbours."""
        index = self._index
        if index is not None and type(row := index.found[concept]) is int:
            return index.below(row)
        if concept not in self:
            raise KeyError(concept)
        for start in range(1, len(concept) + 1):
            if concept[start:] in self:
                return _neighbours([concept[start:]])
        return NO_NEIGHBOURS

    def _known(self, concept: Symbols) -> Node:
        """Give the node of a concept, made anew if nobody has looked at it."""
        if self._index is not None:
            return self._index.node(concept)
        found = self._find(concept)
        if found is None:
            raise KeyError(concept)
        return found

    def _find(self, concept: Any) -> Node | None:
        node = self._concepts.root
        if type(concept) is not type(node.symbols):
            return None
        while len(node.symbols) < len(concept):
            symbol, branches = concept[-len(node.symbols) - 1], node.branches
            if isinstance(branches, Branches):
                branch = branches.peek(symbol)
            else:
                branch = branches.get(symbol)
            if not isinstance(branch, Node):
                return None
            node = branch
            if concept[-len(node.symbols) :] != node.symbols:
                return None
        return node


class _Index:
    """All concepts by name; what nobody has looked at is only the number of its row.

    Attributes
    ----------
    found : dict
        Name -> Node or row.
    """

    def __init__(self, concepts: ConceptGraph) -> None:
        self.found: dict[Symbols, Any] = {}
        self._kept: dict[Symbols, Neighbours] = {}
        self._begins, self._names = list[int](), list[Any]()
        branches = concepts.root.branches
        if isinstance(branches, Branches):
            self._look_up_children(branches.rows)
        ahead = [concepts.root]
        while ahead:
            node = ahead.pop()
            self.found[node.symbols] = node
            if not isinstance(node.branches, Branches):
                ahead.extend(node.children())
                continue
            nodes, rows = node.branches.concepts()
            ahead.extend(nodes)
            if lifted := node.branches.lifted:
                ahead.extend(self._rows.node(row, lifted) for row in rows)
            else:
                self._add(rows)

    def node(self, concept: Symbols) -> Node:
        """Give the node of a concept, made anew if there is only a row."""
        found = self.found[concept]
        return self._rows.node(found) if type(found) is int else found

    def above(self, concept: Symbols) -> Neighbours:
        """Give what hangs on a concept; on one that was looked at it is kept."""
        row = self.found[concept]
        if type(row) is not int:
            if concept not in self._kept:
                self._kept[concept] = _above(row)
            return self._kept[concept]
        begin, end = self._begins[row], self._begins[row + 1]
        if begin == end:
            return NO_NEIGHBOURS
        return _neighbours(self._names[begin:end])

    def all_above(self) -> Iterator[tuple[Symbols, Neighbours]]:
        """Give all concepts, and what hangs on each."""
        begins, names = self._begins, self._names
        for concept, row in self.found.items():
            if type(row) is not int:
                yield concept, self.above(concept)
            elif (begin := begins[row]) < (end := begins[row + 1]):
                yield concept, _neighbours(names[begin:end])
            else:
                yield concept, NO_NEIGHBOURS

    def below(self, row: int) -> Neighbours:
        """Give what a row hangs on."""
        return _neighbours([self._rows.parent(row)])

    def _look_up_children(self, rows: Rows) -> None:
        """Let the concepts that hang on each row be found at once."""
        self._rows = rows
        parents = rows.columns.parents[:-1]  # all but the root
        self._children = np.argsort(parents, kind="stable").tolist()
        self._names = [None] * len(self._children)  # of these
        each = np.arange(len(rows) + 1)
        self._begins = np.searchsorted(np.sort(parents), each).tolist()

    def _add(self, rows: list[int]) -> None:
        """Add rows, and all that stands above them, where they were grown."""
        self.found.update((self._rows.name(row), row) for row in rows)
        ahead = rows
        for row in ahead:
            begin, end = self._begins[row], self._begins[row + 1]
            if begin < end:
                children = self._children[begin:end]
                names = [*map(self._rows.name, children)]
                self._names[begin:end] = names
                self.found.update(zip(names, children))
                ahead.extend(children)


Pairs: TypeAlias = "Iterator[tuple[Symbols, Any]]"


class _Table(Mapping[Symbols, Any]):
    """A dict by concept of what a directory gives: of one, or quicker of all."""

    __slots__ = ("_directory", "_give", "_give_all")

    def __init__(
        self,
        directory: Directory,
        give: Callable[[Symbols], Any],
        give_all: Callable[[], Pairs] | None = None,
    ) -> None:
        self._directory, self._give, self._give_all = directory, give, give_all

    def __getitem__(self, concept: Symbols) -> Any:
        return self._give(concept)

    def __contains__(self, concept: object) -> bool:
        return concept in self._directory

    def __iter__(self) -> Iterator[Symbols]:
        return iter(self._directory)

    def items(self) -> ItemsView[Symbols, Any]:
        return _Items(self)

    def pairs(self) -> Pairs:
        """Give all concepts, and what is looked up for each."""
        if self._give_all is not None:
            return self._give_all()
        return zip(self, map(self._give, self))

    def __len__(self) -> int:
        return len(self._directory)

    def __reduce__(self) -> Any:  # a copy is of what is there now
        return ReadOnly, ({concept: _plain(given) for concept, given in self.items()},)


class _Items(ItemsView[Symbols, Any]):
    """All of a table, with few steps in Python for each concept."""

    def __init__(self, table: _Table) -> None:
        super().__init__(table)
        self._table = table

    def __iter__(self) -> Iterator[tuple[Symbols, Any]]:
        return self._table.pairs()


def _neighbours(concepts: Iterable[Symbols]) -> Neighbours:
    return MappingProxyType(dict.fromkeys(concepts, NOTHING))


def _above(node: Node) -> Neighbours:
    branches = node.branches
    if isinstance(branches, Branches):
        return _neighbours(branches.names())
    return _neighbours(child.symbols for child in node.children())


def _plain(given: Mapping[Any, Any]) -> dict[Any, Any]:
    """Give a plain dict of one's own, of what is known of a node or its neighbours."""
    return ReadOnly(given).copy()


def tables(directory: Directory) -> Tables:
    """Give what networkx is shown of a graph: live, and not to be written to.

    A node is a concept, under its own symbols; an edge runs from the more abstract
    one to the more specific one.  A look-up costs a walk of some five steps; once
    all were listed, O(1).
    """
    return (
        _Table(directory, directory.node),
        _Table(directory, directory.above, directory.all_above),
        _Table(directory, directory.below),
    )

"""What networkx sees of a concept graph: its tables, looked up in the tree itself.

A :class:`networkx.DiGraph` is three dicts: what is known of each node, what comes
after it, and what before.  Here they are mappings that look a concept up when
somebody asks, so that the graph is shown as it is at any time and nothing of it
is kept twice.

A concept's name says what it hangs on: ``ohan`` on ``han`` if that is a concept,
else on ``an``; on the longest end of it that is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .._support.read_only import NOTHING, ReadOnly, Tables
from ..core.concepts import ConceptGraph, Node
from ..core.symbols import Symbols
from .rows import Branches, Rows


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

    def above(self, concept: Symbols) -> ReadOnly:
        """Give what hangs on a concept, as networkx keeps neighbours."""
        if self._index is not None:
            found = self._index.found[concept]
            if type(found) is int:
                return ReadOnly(dict.fromkeys(self._index.above(found), NOTHING))
        branches = self._known(concept).branches
        if isinstance(branches, Branches):
            return ReadOnly(dict.fromkeys(branches.names(), NOTHING))
        nodes = (branch for branch in branches.values() if isinstance(branch, Node))
        return ReadOnly({node.symbols: NOTHING for node in nodes})

    def below(self, concept: Symbols) -> ReadOnly:
        """Give what a concept hangs on, as networkx keeps neighbours."""
        if concept not in self:
            raise KeyError(concept)
        for start in range(1, len(concept) + 1):
            if concept[start:] in self:
                return ReadOnly({concept[start:]: NOTHING})
        return ReadOnly({})

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
        self._names: dict[int, Symbols] = {}
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

    def above(self, row: int) -> list[Symbols]:
        """List the names of what hangs on a row."""
        children = self._children[self._begins[row] : self._begins[row + 1]]
        return [self._names[child] for child in children]

    def _look_up_children(self, rows: Rows) -> None:
        """Let the concepts that hang on each row be found at once."""
        self._rows = rows
        parents = rows.columns.parents[:-1]  # all but the root
        self._children = np.argsort(parents, kind="stable").tolist()
        each = np.arange(len(rows) + 1)
        self._begins = np.searchsorted(np.sort(parents), each).tolist()

    def _add(self, rows: list[int]) -> None:
        """Add rows, and all that stands above them, where they were grown."""
        ahead = rows
        for row in ahead:
            name = self._names[row] = self._rows.name(row)
            self.found[name] = row
            ahead.extend(self._children[self._begins[row] : self._begins[row + 1]])


class _Table(Mapping[Symbols, Any]):
    """A dict by concept of what a directory gives."""

    __slots__ = ("_directory", "_give")

    def __init__(self, directory: Directory, give: Callable[[Symbols], Any]) -> None:
        self._directory, self._give = directory, give

    def __getitem__(self, concept: Symbols) -> Any:
        return self._give(concept)

    def __contains__(self, concept: object) -> bool:
        return concept in self._directory

    def __iter__(self) -> Iterator[Symbols]:
        return iter(self._directory)

    def __len__(self) -> int:
        return len(self._directory)

    def __reduce__(self) -> Any:  # a copy is of what is there now
        return ReadOnly, ({concept: given.copy() for concept, given in self.items()},)


def tables(directory: Directory) -> Tables:
    """Give what networkx is shown of a graph: live, and not to be written to.

    A node is a concept, under its own symbols; an edge runs from the more abstract
    one to the more specific one.  A look-up costs a walk of some five steps; once
    all were listed, O(1).
    """
    return (
        _Table(directory, directory.node),
        _Table(directory, directory.above),
        _Table(directory, directory.below),
    )

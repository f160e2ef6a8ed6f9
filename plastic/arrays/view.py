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

import networkx as nx

from ..core.concepts import ConceptGraph, Node
from ..core.symbols import Symbols
from .rows import Branches, Rows


class Directory:
    """Concepts by name, as the graph now is.

    A concept is found by a walk from the root.  Who lists all of them is likely to
    ask for each of them, so from then on, until the graph changes, there is an
    index; in it, what nobody has looked at is only the number of its row.

    Parameters
    ----------
    concepts : ConceptGraph
        Whoever changes it calls :meth:`changed`.
    """

    def __init__(self, concepts: ConceptGraph) -> None:
        self._concepts = concepts
        self._index: dict[Symbols, Node | int] | None = None

    def changed(self) -> None:
        """Let go of the index."""
        self._index = None

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, concept: object) -> bool:
        return self._find(concept) is not None

    def __iter__(self) -> Iterator[Symbols]:
        if self._index is None:
            self._index = dict(self._listed())
        return iter(self._index)

    def node(self, concept: Symbols) -> Node:
        """Give the node of a concept, made anew if nobody has looked at it."""
        found = self._known(concept)
        return self._rows.node(found) if isinstance(found, int) else found

    def above(self, concept: Symbols) -> dict[Symbols, dict[str, Any]]:
        """Give what hangs on a concept, as networkx keeps neighbours."""
        found = self._known(concept)
        if isinstance(found, int):
            return {self._rows.name(row): {} for row in self._rows.children(found)}
        if isinstance(found.branches, Branches):
            return {name: {} for name in found.branches.names()}
        return {child.symbols: {} for child in found.children()}

    def below(self, concept: Symbols) -> dict[Symbols, dict[str, Any]]:
        """Give what a concept hangs on, as networkx keeps neighbours."""
        if isinstance(found := self._known(concept), int):
            return {self._rows.parent(found): {}}
        ends = (concept[start:] for start in range(1, len(concept) + 1))
        parent = next((end for end in ends if end in self), None)
        return {} if parent is None else {parent: {}}

    @property
    def _rows(self) -> Rows:
        branches = self._concepts.root.branches
        return branches.rows  # type: ignore[attr-defined]  # or there is no row

    def _known(self, concept: Symbols) -> Node | int:
        found = self._find(concept)
        if found is None:
            raise KeyError(concept)
        return found

    def _find(self, concept: Any) -> Node | int | None:
        if self._index is not None:
            return self._index.get(concept)
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

    def _listed(self) -> Iterator[tuple[Symbols, Node | int]]:
        ahead = [self._concepts.root]
        while ahead:
            node = ahead.pop()
            yield node.symbols, node
            if not isinstance(node.branches, Branches):
                ahead.extend(node.children())
                continue
            nodes, rows = node.branches.concepts()
            ahead.extend(nodes)
            if lifted := node.branches.lifted:
                ahead.extend(self._rows.node(row, lifted) for row in rows)
                continue
            for row in rows:
                for above in self._rows.above(row):
                    yield self._rows.name(above), above


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
        return dict, (dict(self),)


def as_digraph(directory: Directory) -> nx.DiGraph:
    """Show a graph to networkx: live, and not to be written to.

    Parameters
    ----------
    directory : Directory
        Of its concepts.

    Returns
    -------
    networkx.DiGraph
        A node is a concept, under its own symbols; an edge runs from the more
        abstract one to the more specific one.  Making it costs nothing, one
        look-up a walk of some five steps, or, once all were listed, O(1).
    """
    graph = nx.DiGraph()
    graph._node = _Table(directory, directory.node)
    graph._adj = _Table(directory, directory.above)  # sets graph._succ too
    graph._pred = _Table(directory, directory.below)
    return graph

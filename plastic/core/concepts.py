"""The concept graph: what moments turned out to share, as a tree of pasts.

A **moment** is a past and the symbol that came next.  A **concept** is the
longest past that two moments share, so the concepts form a tree: the parent
of a concept is its longest proper suffix among the concepts, and the empty
past is the root.  A branch that only one moment has taken is no concept yet
but a **trace**, the moment itself, which later moments are compared with.

A graph that was grown in bulk (:mod:`plastic.arrays`) holds its branches as
numbers until somebody looks at them; whoever does finds nodes and traces.

This module is the store and its invariants.  :mod:`plastic.core.potentiation`
moves signals along it, :mod:`plastic.core.refactoring` changes its shape and
:mod:`plastic.core.learning` does both for one moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, TypeAlias, final

from .symbols import Symbol, Symbols
from .tally import Tally

# A moment that nothing else shares: a sequence that holds it, and where in it the
# past ends; there the next symbol is, if there is one.  A plain tuple, for there
# are as many traces as moments that were lived once.
Trace: TypeAlias = "tuple[Symbols, int]"


@final
class Node(dict[str, Any]):
    """A concept: a dict of attributes, as networkx shows it, and the wiring.

    The attributes, for everyone to see, are ``r_level`` (the depth), ``count``
    (how many moments had this past) and ``synapses`` (next symbol -> strength:
    how many branches, plus moments that end exactly here, rely on that
    transition).  The wiring is ours: walking from node to node saves a look-up
    in a table of all concepts at every step of every path.
    """

    __slots__ = ("branches", "symbols")
    symbols: Symbols  # the concept itself
    branches: dict[Symbol, Node | Trace]  # by the symbol before it

    def children(self) -> list[Node]:
        """List the more specific concepts right above this one."""
        if type(self.branches) is not dict:  # which makes no trace to that end
            return self.branches.nodes()  # type: ignore[attr-defined,no-any-return]
        return [branch for branch in self.branches.values() if type(branch) is Node]

    def ends_here(self) -> int:
        """Count the moments that have just this past, and no symbol more."""
        above: int = sum(
            branch["count"] if type(branch) is Node else 1
            for branch in self.branches.values()
        )
        count: int = self["count"]
        return count - above


def relying(branch: Node | Trace) -> Collection[Symbol]:
    """Give the next symbols for which a branch relies on what it hangs on."""
    if type(branch) is Node:
        synapses: dict[Symbol, int] = branch["synapses"]
        return synapses.keys()
    sequence, end = branch
    return sequence[end : end + 1]


class ConceptGraph:
    """Concepts, the branches between them, and the counts of counts.

    ``len`` counts the concepts; ``plastic.arrays.view`` shows them as a
    graph of networkx.

    Parameters
    ----------
    root : str or tuple
        The empty past: ``""`` for strings, ``()`` for any other symbols.
    horizon : int
        How many symbols of a past are looked at.

    Attributes
    ----------
    root : Node
        The empty past, on which all else hangs.
    tally : Tally
        How many transitions have which strength.
    """

    def __init__(self, root: Symbols, horizon: int) -> None:
        self.clear(root, horizon)

    def clear(self, root: Symbols, horizon: int) -> None:
        """Forget everything."""
        self.horizon = horizon
        self.tally = Tally()
        self.size = 0
        self.root = self.add(root, 0, 0, {})

    def __len__(self) -> int:
        return self.size

    def nodes(self) -> Iterator[Node]:
        """Give each concept's node, in no special order, each after its parent."""
        ahead = [self.root]
        while ahead:
            node = ahead.pop()
            yield node
            ahead.extend(node.children())

    def by_name(self) -> dict[Symbols, Node]:
        """Give each concept's node by its symbols.  Costs O(concepts)."""
        return {node.symbols: node for node in self.nodes()}

    def add(
        self, concept: Symbols, r_level: int, count: int, synapses: dict[Symbol, int]
    ) -> Node:
        """Add a concept that hangs nowhere yet and has no branches."""
        node = Node(kind="concept", r_level=r_level, count=count, synapses=synapses)
        node.symbols = concept
        node.branches = {}
        self.size += 1
        return node

    def past(self, branch: Node | Trace) -> Symbols:
        """Give the past that a branch stands for, up to the horizon."""
        if type(branch) is Node:
            return branch.symbols
        sequence, end = branch
        return sequence[max(0, end - self.horizon) : end]

    def lift(self, node: Node, by: int) -> list[Node]:
        """Change the r_level of a concept and of all above; list them.

        Costs O(concepts lifted): usually a handful, for most concepts hang
        near the leaves.
        """
        lifted = [node]
        for above in lifted:
            above["r_level"] += by
            lifted.extend(above.children())
            if type(above.branches) is not dict:  # what was not looked at rises, too
                above.branches.lifted += by  # type: ignore[attr-defined]
        return lifted

    def traces(self) -> Iterator[tuple[Node, Trace]]:
        """Give each trace with the node that it hangs on."""
        for node in self.nodes():
            for branch in node.branches.values():
                if type(branch) is not Node:
                    yield node, branch

    # Equality and invariants ---------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Compare concepts, edges, numbers and traces, in whatever order."""
        if not isinstance(other, ConceptGraph):
            return NotImplemented
        return (
            self.horizon == other.horizon
            and self.tally == other.tally
            # The parent of a concept is its longest suffix: it need not be compared.
            and self.by_name() == other.by_name()
            and self._comparable_traces() == other._comparable_traces()
        )

    __hash__ = None  # type: ignore[assignment]  # it changes as it learns

    def _comparable_traces(self) -> dict[Symbols, tuple[Symbols, Collection[Symbol]]]:
        # Two traces never have the same past: they would be a concept.
        return {
            self.past(trace): (node.symbols, relying(trace))
            for node, trace in self.traces()
        }

    def check(self) -> None:
        """Assert every invariant of the definition.

        Costs O(size of the graph).

        Raises
        ------
        AssertionError
            The graph is not what its definition says.
        """
        assert len(self.root.symbols) == 0
        assert self.root["r_level"] == 0
        nodes = list(self.nodes())
        assert len(nodes) == len(self), "not all concepts hang on the root"
        assert len(nodes) == len(self.by_name()), "a concept is there twice"
        for node in nodes:
            self._check_branches(node)
            self._check_strengths(node)
        assert self.tally == self._count_tally(), "the counts of counts are off"

    def _check_branches(self, node: Node) -> None:
        concept = node.symbols
        assert len(concept) <= self.horizon, f"{concept!r} is past the horizon"
        for symbol, branch in node.branches.items():
            past = self.past(branch)
            start = len(past) - len(concept)
            assert start > 0, f"{past!r} hangs too high"
            assert past[start:] == concept, f"{past!r} hangs on {concept!r}"
            assert past[start - 1] == symbol, f"{past!r} hangs on {symbol!r}"
        for child in node.children():
            assert child["r_level"] == node["r_level"] + 1
        joins = len(node.branches) + node.ends_here()
        assert node.ends_here() >= 0, f"{concept!r} counts too few"
        assert node is self.root or joins >= 2, f"{concept!r} joins nothing"

    def _check_strengths(self, node: Node) -> None:
        concept, synapses = node.symbols, node["synapses"]
        needed: Counter[Symbol] = Counter()
        for branch in node.branches.values():
            needed.update(relying(branch))
        assert all(strength >= 1 for strength in synapses.values())
        assert needed.keys() <= synapses.keys(), f"{concept!r} lacks a synapse"
        ending = {y: strength - needed[y] for y, strength in synapses.items()}
        assert all(n >= 0 for n in ending.values()), f"{concept!r} is too weak"
        assert sum(ending.values()) <= node.ends_here(), f"{concept!r} is too strong"

    def _count_tally(self) -> Tally:
        tally, below = Tally(), {self.root.symbols: -1}
        for node in self.nodes():
            depth = len(node.symbols)
            below.update((child.symbols, depth) for child in node.children())
            for strength in node["synapses"].values():
                tally.run(depth, below[node.symbols], +1)
                tally.grow(depth, 1, strength)
        for node, trace in self.traces():
            if relying(trace):
                tally.run(len(self.past(trace)), len(node.symbols), +1)
        return tally

"""One moment: what happens in the graph when it is learned, or forgotten.

Learning fires, counts, refactors and potentiates.  Forgetting does the same
steps backwards, so that nothing tells the graph from one that never met the
moment: *the graph is a pure function of the multiset of moments*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from .concepts import ConceptGraph, Node, Trace
from .potentiation import depotentiate, fire, potentiate
from .refactoring import abstract, dissolve, joins_nothing
from .symbols import Symbols

# The fields of an Event, plain because this is the innermost loop of all learning.
PlainEvent: TypeAlias = (
    "tuple[int, list[Node], Node | Trace | None, Sequence[Node], int]"
)


class Event(NamedTuple):
    """What one moment did to the graph."""

    end: int  # where in the wrapped sample the past ends
    path: list[Node]  # the concepts that fired, a new one included
    refactored: Node | Trace | None  # the branch that the new one came out of
    lifted: Sequence[Node]  # what stands one r_level higher since
    met: int  # how many synapses the signal met


def learn(
    concepts: ConceptGraph, sequence: Symbols, end: int, times: int = 1
) -> PlainEvent:
    """Learn the moment after ``sequence[:end]``; the next is ``sequence[end]``.

    Parameters
    ----------
    concepts : ConceptGraph
        What to change.
    sequence : str or tuple
        A wrapped sample, or any sequence that holds the past and, unless the
        past is all of it, the symbol that came next.
    end : int
        Where the past ends.
    times : int
        How often it is learned.  More than 1 only for a moment that was
        learned twice before: its past then is a concept.

    Returns
    -------
    tuple
        The fields of an :class:`Event`.
    """
    path = fire(concepts, sequence, end)
    for node in path:
        node["count"] += times
    refactored: Node | Trace | None = None
    lifted: Sequence[Node] = ()
    start = end - concepts.horizon if end > concepts.horizon else 0
    unused = end - start - len(node.symbols)
    if unused:
        refactored = node.branches.get(sequence[start + unused - 1])
        if refactored is not None:
            node, lifted = abstract(concepts, node, sequence, end)
            path.append(node)
            unused = end - start - len(node.symbols)
    if unused:
        node.branches[sequence[start + unused - 1]] = (sequence, end)
    if end == len(sequence):
        return end, path, refactored, lifted, 0
    met = potentiate(concepts, path, sequence[end], end - start, times)
    return end, path, refactored, lifted, met


def forget(concepts: ConceptGraph, sequence: Symbols, end: int, times: int = 1) -> None:
    """Forget a moment that was learned: exactly undo :func:`learn`.

    Parameters are those of :func:`learn`; after forgetting it more than once
    in one call, at least one such moment must be left.
    """
    path = fire(concepts, sequence, end)
    for node in path:
        node["count"] -= times
    deepest = min(end, concepts.horizon)
    if deepest > len(node.symbols):
        del node.branches[sequence[end - len(node.symbols) - 1]]
    if end < len(sequence):
        depotentiate(concepts, path, sequence[end], deepest, times)
    if node is not concepts.root and joins_nothing(node):
        dissolve(concepts, node, path[-2])

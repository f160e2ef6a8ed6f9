"""Refactoring: the non-local half of learning.

Where a new moment's past parts from the branch it followed, what the two
share becomes a concept of its own, put between them and the more abstract
concept below; all that stands above is lifted one ``r_level``.  It is what a
programmer does who finds the same lines twice.

A concept that no longer joins two moments is dissolved, and the one branch it
still has is hung where the concept hung.
"""

from __future__ import annotations

from .concepts import ConceptGraph, Node, Trace, relying
from .symbols import Symbols, extend


def shared_past(
    concepts: ConceptGraph,
    branch: Node | Trace,
    sequence: Symbols,
    end: int,
    length: int = 0,
) -> Symbols:
    """Find the longest suffix that a branch and a past have in common.

    So many symbols, `length`, are known to be.  Costs O(horizon).
    """
    other = concepts.past(branch)
    longest = min(len(other), end, concepts.horizon)
    while length < longest and sequence[end - length - 1] == other[-length - 1]:
        length += 1
    return sequence[end - length : end]


def abstract(
    concepts: ConceptGraph, below: Node, sequence: Symbols, end: int
) -> tuple[Node, list[Node]]:
    """Make a concept of what a new moment shares with the branch it runs into.

    The new concept starts with the count of what it is put under plus the new
    moment, and relies once on each transition of its one old branch.

    Parameters
    ----------
    concepts : ConceptGraph
        What to change.
    below : Node
        The most specific concept that fired; the branch is one of its.
    sequence : str or tuple
        Holds the new moment.
    end : int
        Where the new moment's past ends.

    Returns
    -------
    node : Node
        The new concept.
    lifted : list of Node
        The concepts that now stand one r_level higher.
    """
    symbol = sequence[end - len(below.symbols) - 1]
    branch = below.branches[symbol]
    concept = shared_past(concepts, branch, sequence, end)
    past = concepts.past(branch)
    count = branch["count"] if type(branch) is Node else 1
    synapses = dict.fromkeys(relying(branch), 1)
    node = concepts.add(concept, below["r_level"] + 1, count + 1, synapses)
    if len(past) > len(concept):  # else the old moment's past is the concept
        node.branches[past[-len(concept) - 1]] = branch
    below.branches[symbol] = node
    return node, concepts.lift(branch, +1) if type(branch) is Node else []


def joins_nothing(node: Node) -> bool:
    """Whether fewer than two branches and moments meet in a concept."""
    branches = len(node.branches)
    return branches < 2 and branches + node.ends_here() < 2


def dissolve(concepts: ConceptGraph, node: Node, below: Node) -> list[Node]:
    """Take out a concept that joins nothing: exactly undo :func:`abstract`.

    Returns
    -------
    list of Node
        The concepts that now stand one r_level lower.
    """
    concept = node.symbols
    if node.branches:
        (branch,) = node.branches.values()
    else:  # one moment is left, with just this past and at most one next symbol
        left = extend(concept, *node["synapses"]) if node["synapses"] else concept
        branch = (left, len(concept))
    below.branches[concept[-len(below.symbols) - 1]] = branch
    concepts.size -= 1
    return concepts.lift(branch, -1) if type(branch) is Node else []

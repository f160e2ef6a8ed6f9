"""Synaptic potentiation: the local half of learning.

At any moment only the concepts on one path fire: those that the past ends
with.  A signal starts at the most specific of them and strengthens its
synapse for the next symbol.  *Where that synapse is new, the signal travels on
to the parent; where it is known, it stops.*  So a strength counts how many
more specific branches rely on the transition, not how often it was heard.
This is Kneser and Ney's lower-order distribution ("Improved backing-off for
m-gram language modeling", 1995), arrived at by signals that know only the
synapse they meet.

Depotentiation is the same walk the other way: a synapse that falls to 0 is
gone and the signal travels on.
"""

from __future__ import annotations

from .concepts import ConceptGraph, Node
from .symbols import Symbol, Symbols


def fire(concepts: ConceptGraph, sequence: Symbols, end: int) -> list[Node]:
    """Find the concepts that fire after ``sequence[:end]``.

    Parameters
    ----------
    concepts : ConceptGraph
        Where to look.
    sequence : str or tuple
        A wrapped sample, or a context.
    end : int
        Where the past ends.

    Returns
    -------
    list of Node
        The firing path, from the root to the most specific concept.  Costs
        O(horizon), usually some five steps.
    """
    earliest = end - concepts.horizon if end > concepts.horizon else 0
    node = concepts.root
    path = [node]
    before = end - 1
    while before >= earliest:
        node = node.branches.get(sequence[before])  # type: ignore[assignment]
        if node.__class__ is not Node:  # no branch, or only a trace
            break
        symbols = node.symbols
        start = end - len(symbols)
        # One symbol longer than its parent: that symbol was just compared.
        if start < before and (start < earliest or sequence[start:end] != symbols):
            break
        path.append(node)
        before = start - 1
    return path


def find(concepts: ConceptGraph, concept: Symbols) -> Node | None:
    """Find a concept by its symbols; None if there is none.  Costs O(horizon)."""
    node = fire(concepts, concept, len(concept))[-1]
    return node if node.symbols == concept else None


def potentiate(
    concepts: ConceptGraph,
    path: list[Node],
    symbol: Symbol,
    deepest: int,
    times: int = 1,
) -> int:
    """Strengthen a transition, from the end of a path toward the root.

    Parameters
    ----------
    concepts : ConceptGraph
        Keeps the counts of counts.
    path : list of Node
        The concepts that fired, from the root on.
    symbol : hashable
        What came next.
    deepest : int
        How many symbols of the past are looked at: below the most specific concept
        lie the pasts that only this moment has.
    times : int
        How often; more than 1 only where the first synapse is known.

    Returns
    -------
    int
        How many synapses the signal met.
    """
    tally = concepts.tally
    met = 0
    for node in reversed(path):
        met += 1
        synapses = node["synapses"]
        if symbol in synapses:
            before, known = synapses[symbol], len(node.symbols)
            synapses[symbol] = after = before + times
            if before < 5:
                tally.grow(known, before, after)
            if known < deepest:
                tally.run(deepest, known, +1)
            return met
        synapses[symbol] = 1
    tally.run(deepest, -1, +1)
    return met


def depotentiate(
    concepts: ConceptGraph,
    path: list[Node],
    symbol: Symbol,
    deepest: int,
    times: int = 1,
) -> int:
    """Weaken a transition: exactly undo :func:`potentiate`.

    Parameters and result are those of :func:`potentiate`.
    """
    tally = concepts.tally
    met = 0
    for node in reversed(path):
        met += 1
        synapses = node["synapses"]
        before = synapses[symbol]
        if before > times:
            known = len(node.symbols)
            synapses[symbol] = after = before - times
            if after < 5:
                tally.grow(known, before, after)
            if known < deepest:
                tally.run(deepest, known, -1)
            return met
        del synapses[symbol]
    tally.run(deepest, -1, -1)
    return met

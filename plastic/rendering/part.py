"""A part of the concept graph, for a page that watches a memory live.

The explorer's page holds all concepts and works everything out by itself; a page
that asks a service needs only what it draws: the concepts that came most often,
and those that it speaks of.  As no concept comes more often than what it
abstracts from, the most frequent ones are found from the root outward, and what
is chosen is a tree.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import Any

from .._support.signs import Signs
from ..core.concepts import ConceptGraph, Node
from ..core.potentiation import fire
from ..core.symbols import START, Symbol, Symbols, order_key
from ..mixture.waking import WakingExpert


def describe_part(
    waking: WakingExpert,
    told: str,
    context: Symbols,
    n: int,
    marked: Iterable[tuple[Symbol, ...]] = (),
) -> dict[str, Any]:
    """Lay out the most frequent concepts, what fires, and what is marked.

    Parameters
    ----------
    waking : WakingExpert
        Whose concepts.
    told : str
        What the memory is, in a line.
    context : str or tuple
        What came so far, with START if it begins a sample.
    n : int
        How many concepts of those that come most often.
    marked : iterable of tuple
        Concepts that must be among them, and what they abstract from; what is
        no concept is left out.

    Returns
    -------
    dict
        As :meth:`plastic.rendering.explorer.Page.describe` has it, without what only
        prediction needs; and ``path`` and ``marked``, the dots that fire and are
        marked.  Costs O(n x branches).

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["ab", "cb", "ab"])
    >>> part = describe_part(memory.state.graph.predictor, repr(memory), "ab", n=2)
    >>> part["of"], len(part["parents"]), part["path"]
    (7, 2, [0, 1])
    """
    concepts = waking.concepts
    path = fire(concepts, context, len(context))
    found = [_path_to(concepts, concept) for concept in marked]
    whole = [nodes for nodes in found if nodes is not None]
    chosen = _most_frequent(concepts, n)
    for node in (*path, *(node for nodes in whole for node in nodes)):
        chosen[node.symbols] = node
    strings = isinstance(concepts.root.symbols, str) and concepts.root["count"] > 0
    symbols = [*waking.symbols, START]
    shown = [*map(Signs(symbols).symbol, symbols)]
    tree, place = _laid_out(concepts.root, chosen, symbols)
    return {
        "about": told.strip("<>").partition(": ")[2],
        "of": len(concepts),
        "sleep": None,
        "repeats": None,
        "strings": strings,
        "horizon": concepts.horizon,
        "unseenWidth": waking.unseen_width,
        "shown": shown,
        "typed": [],
        "unquoted": {},
        "path": [place[node.symbols] for node in path],
        "marked": sorted(place[nodes[-1].symbols] for nodes in whole),
        **tree,
    }


def _path_to(concepts: ConceptGraph, concept: tuple[Symbol, ...]) -> list[Node] | None:
    """Give a concept after all that it abstracts from; None: it is no concept."""
    symbols: Symbols = concept
    if isinstance(concepts.root.symbols, str):
        if not all(isinstance(symbol, str) for symbol in concept):
            return None
        symbols = "".join(map(str.__str__, concept))
    path = fire(concepts, symbols, len(symbols))
    return path if path[-1].symbols == symbols else None


def _most_frequent(concepts: ConceptGraph, n: int) -> dict[Symbols, Node]:
    """Give the n most frequent concepts, and the root, by their symbols."""
    chosen = {concepts.root.symbols: concepts.root}
    ahead: list[tuple[int, int, Node]] = []
    serial = 0  # of equals, the one that was met first

    def meet(node: Node) -> None:
        nonlocal serial
        # In symbol order, or it would depend on the order of teaching.
        for child in sorted(node.children(), key=_name):
            heapq.heappush(ahead, (-child["count"], serial, child))
            serial += 1

    meet(concepts.root)
    while ahead and len(chosen) < n:
        node = heapq.heappop(ahead)[2]
        chosen[node.symbols] = node
        meet(node)
    return chosen


def _name(node: Node) -> list[tuple[str, Any]]:
    return [*map(order_key, reversed(node.symbols))]


def _laid_out(
    root: Node, chosen: dict[Symbols, Node], symbols: list[Symbol]
) -> tuple[dict[str, list[int]], dict[Symbols, int]]:
    """Lay concepts out in arrays, breadth first; give also where each one stands."""
    index = {symbol: at for at, symbol in enumerate(symbols)}
    nodes, parents, added = [root], [0], [list[int]()]
    for at, node in enumerate(nodes):
        below = [child for child in node.children() if child.symbols in chosen]
        for child in sorted(below, key=_name):
            nodes.append(child)
            parents.append(at)
            more = child.symbols[: len(child.symbols) - len(node.symbols)]
            added.append([index[symbol] for symbol in more])
    synapses = [
        sorted((index[y], n) for y, n in node["synapses"].items()) for node in nodes
    ]
    none = [0] * len(nodes)
    tree = {
        "parents": parents,
        "counts": [node["count"] for node in nodes],
        "levels": [node["r_level"] for node in nodes],
        "addedLengths": [*map(len, added)],
        "added": [symbol for more in added for symbol in more],
        "fanouts": [*map(len, synapses)],
        "next": [symbol for fanout in synapses for symbol, _ in fanout],
        "strengths": [strength for fanout in synapses for _, strength in fanout],
        "traceCounts": none,
        "traceAddedLengths": [],
        "traceAdded": [],
        "traceNext": [],
    }
    return tree, {node.symbols: at for at, node in enumerate(nodes)}

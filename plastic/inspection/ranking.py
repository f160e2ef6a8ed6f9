"""Ranking: concepts to look up, those first that save the most symbols."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

from .._support import html
from .._support.arguments import whole
from .._support.ranked import ranked
from .._support.signs import Signs
from ..core.concepts import ConceptGraph, Node
from ..core.symbols import STOP, Symbol, Symbols, order_key


class ConceptInfo(NamedTuple):
    """What is known of a concept.

    Attributes
    ----------
    symbols : str or tuple
        The concept itself: its node in ``memory.graph``.
    r_level : int
        Its depth in the hierarchy.
    count : int
        How many moments had this past.
    usefulness : int
        The symbols it saves: ``(count - 1) * (length - 1)``.
    synapses : dict
        Next symbol -> strength.
    """

    symbols: Symbols
    r_level: int
    count: int  # type: ignore[assignment]  # tuples have a method of this name
    usefulness: int
    synapses: dict[Symbol, int]

    def _strongest(self) -> list[Symbol]:
        return ranked(self.synapses)

    def _repr_html_(self) -> str:
        name = html.code(Signs(self.symbols).past(self.symbols))
        caption = (
            f"{name}: r_level {self.r_level}, "
            f"count {self.count:,}, saves {self.usefulness:,}"
        )
        return html.strengths(self._strongest(), self.synapses, caption)

    def __repr__(self) -> str:
        strongest = self._strongest()
        signs = Signs([*self.symbols, *strongest[:5]])
        coming = " ".join(
            f"{signs.symbol(y)}:{self.synapses[y]}" for y in strongest[:5]
        )
        more = " ..." if len(strongest) > 5 else ""
        return (
            f"<Concept {signs.past(self.symbols)!r}: r_level {self.r_level}, "
            f"count {self.count:,}, saves {self.usefulness:,}, "
            f"next {coming or '(end)'}{more}>"
        )


def top_concepts(
    concepts: ConceptGraph,
    r_level: int | None,
    n: int | None,
    min_length: int = 0,
    min_count: int = 0,
) -> list[ConceptInfo]:
    """List the n concepts that save most symbols; of equals, in symbol order.

    Parameters
    ----------
    concepts : ConceptGraph
        Where to look.  The root, which saves nothing, is only listed if its
        r_level, 0, is asked for.
    r_level : int or None
        Only concepts of this depth.
    n : int or None
        How many; None: all.
    min_length, min_count : int, default 0
        Only concepts of so many symbols, and of so many moments, at the least.

    Returns
    -------
    list of ConceptInfo
        Costs O(concepts that may be among them), some hundreds for n = 20.
    """
    r_level = None if r_level is None else whole(r_level, "r_level")
    n = None if n is None else whole(n, "n")
    min_length = whole(min_length, "min_length")
    min_count = whole(min_count, "min_count")

    def keep(node: Node) -> bool:
        if r_level is None and node is concepts.root:
            return False
        return len(node.symbols) >= min_length and r_level in (None, node["r_level"])

    nodes = _by_count(concepts, keep, n, min_count)
    nodes.sort(key=lambda node: (-_usefulness(node), [*map(order_key, node.symbols)]))
    return [
        ConceptInfo(
            symbols=node.symbols,
            r_level=node["r_level"],
            count=node["count"],
            usefulness=_usefulness(node),
            synapses={STOP if y == STOP else y: s for y, s in node["synapses"].items()},
        )
        for node in nodes[:n]
    ]


def _by_count(
    concepts: ConceptGraph, keep: Callable[[Node], bool], n: int | None, rarest: int
) -> list[Node]:
    """List the concepts to keep, or of these the n most useful and their equals.

    They are looked at by falling count.  What stands above a concept has no greater
    count, and no concept is longer than the horizon: so there comes a count from
    which on nothing can save as much as the n that were found.
    """
    found: list[Node] = []
    best: list[int] = []  # a heap: what the n most useful save
    ahead = [(-concepts.root["count"], 0, concepts.root)]
    met = 0
    while ahead:
        count, _, node = heappop(ahead)
        if -count < rarest:
            break
        most = (-count - 1) * (concepts.horizon - 1)
        if n is not None and len(best) == n and (not best or most < best[0]):
            break
        if keep(node):
            found.append(node)
            if n is not None:
                heappush(best, _usefulness(node))
                if len(best) > n:
                    heappop(best)
        for child in node.children():
            met += 1  # so that nodes need not be compared
            heappush(ahead, (-child["count"], met, child))
    return found


def _usefulness(node: Node) -> int:
    count: int = node["count"]
    return max(0, (count - 1) * (len(node.symbols) - 1))

"""Which concepts to draw: all of a small memory, a bounded view of a large one.

A view is closed: with a concept it holds all that the concept abstracts from,
down to the root, so that what is drawn is a tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ...core.concepts import ConceptGraph, Node
from ...core.potentiation import fire
from ...core.symbols import Symbols, order_key
from ...inspection.ranking import top_concepts
from ..words import signs_of

MOST_WHOLE = 150  # concepts that still are a picture to read, not a wall
MOST_VIEW = 80  # concepts in a view of more than that


class Selection(NamedTuple):
    """Concepts to draw.

    Attributes
    ----------
    nodes : list of Node
        By their symbols read backwards: parents before children, and what
        abstracts from the same concept side by side.
    note : str
        What was chosen, and of how many.
    """

    nodes: list[Node]
    note: str


def select(
    concepts: ConceptGraph,
    around: Symbols | None,
    n: int | None,
    needed: Iterable[Node] = (),
) -> Selection:
    """Choose what to draw.

    Parameters
    ----------
    concepts : ConceptGraph
        Where to choose from.
    around : str or tuple, optional
        Only what the most specific concept that these symbols end with
        abstracts from, and what abstracts from it.
    n : int, optional
        About how many concepts at the most.  None: all of up to 150, else 80.
    needed : iterable of Node
        Those that must be among them.

    Returns
    -------
    Selection
        Costs O(concepts).
    """
    chosen: dict[int, Node] = {}
    for node in needed:
        _add(concepts, node, chosen)
    if around is None:
        chosen[id(concepts.root)] = concepts.root
        available, where = len(concepts), ""
    else:
        path = fire(concepts, around, len(around))
        chosen.update((id(node), node) for node in path)
        above = _above(path[-1])
        available = len(path) + len(above)
        where = f" around {signs_of(concepts).past(path[-1].symbols)}"
    most = n if n is not None else _default(available)
    if around is None:
        candidates = _most_useful(concepts, most if most < available else None)
    else:
        candidates = sorted(above, key=_often)
    for node in candidates:
        if len(chosen) >= most:
            break
        _add(concepts, node, chosen)
    nodes = sorted(chosen.values(), key=_backwards)
    return Selection(nodes, f"{_count(len(nodes), len(concepts))}{where}")


def path_only(concepts: ConceptGraph, path: list[Node]) -> Selection:
    """Choose a firing path and nothing else."""
    return Selection(path, f"{_count(len(path), len(concepts))}: those that fire")


def _default(available: int) -> int:
    return MOST_WHOLE if available <= MOST_WHOLE else MOST_VIEW


def _add(concepts: ConceptGraph, node: Node, chosen: dict[int, Node]) -> None:
    for fired in fire(concepts, node.symbols, len(node.symbols)):
        chosen[id(fired)] = fired


def _above(node: Node) -> list[Node]:
    above = node.children()
    for higher in above:
        above.extend(higher.children())
    return above


def _most_useful(concepts: ConceptGraph, n: int | None) -> list[Node]:
    nodes = concepts.by_name()
    return [nodes[concept.symbols] for concept in top_concepts(concepts, None, n)]


def _backwards(node: Node) -> list[tuple[str, Any]]:
    return [*map(order_key, reversed(node.symbols))]


def _often(node: Node) -> tuple[Any, ...]:
    return -node["count"], len(node.symbols), [*map(order_key, node.symbols)]


def _count(shown: int, total: int) -> str:
    if shown == total:
        return f"all {total:,} concepts"
    return f"{shown:,} of {total:,} concepts"

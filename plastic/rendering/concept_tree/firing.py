"""A firing path, drawn: which concepts fire, and what they do to what comes next.

Each next symbol is judged against how frequent it is anyway: blue is likelier
here than that, and so excited; vermilion is less likely, and so inhibited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._support.ranked import ranked
from ..._support.signs import Signs
from ...core.symbols import UNSEEN, Symbol
from ...inspection.explanation import Explanation
from ...mixture.expert import Contribution
from .. import palette
from . import labels
from .tree import Tree

MOST_LIKELY = 6  # next symbols
MOST_INHIBITED = 3
MOST_SLOTS = 6  # slot concepts, the strongest
MOST_EDGES = 4  # of one concept: what it does most
LEAST = 0.005  # of a probability: an edge for less says nothing


def add_firing(
    tree: Tree, explanation: Explanation, usual: Mapping[Symbol, float]
) -> None:
    """Draw what an explanation says, beside the concepts of a tree.

    Parameters
    ----------
    tree : Tree
        Holds the concepts that fire.
    explanation : Explanation
        After a sleep, its slot concepts are drawn too.
    usual : mapping
        Next symbol -> its probability where nothing is known of what came
        before.
    """
    awake = getattr(explanation, "awake", explanation)
    slots = [term for term in explanation.contributions if term.kind == "slot"]
    coming = _choose(explanation.probabilities, usual)
    ids = {symbol: f"y{number}" for number, symbol in enumerate(coming)}
    with tree.drawing.subgraph() as column:
        column.attr(rank="sink")
        for symbol, name in ids.items():
            _add_symbol(
                column, name, symbol, tree.signs, explanation.probabilities, usual
            )
        if tree.engine == "dot":  # which would else shuffle them
            for above, below in zip(ids.values(), list(ids.values())[1:]):
                column.edge(above, below, style="invis")
    nodes = {node.symbols: tree.ids[id(node)] for node in tree.selection.nodes}
    for term in awake.contributions:
        if term.kind == "shared":
            nodes[term.concept] = "shared"
            _add_shared(tree, term)
        if term.kind in ("concept", "shared"):
            _connect(tree, nodes[term.concept], term.added, ids)
    strongest = sorted(slots, key=_strength, reverse=True)[:MOST_SLOTS]
    for number, slot in enumerate(strongest):
        _add_slot(tree, f"f{number}", slot)
        _connect(tree, f"f{number}", slot.added, ids)
    tree.notes.insert(0, f"after {tree.signs.past(explanation.context)}")
    tree.notes.append("next symbols: blue likelier than usual, vermilion less likely")
    if slots:
        tree.notes.append(
            f"the {len(strongest)} strongest of {len(slots)} slot concepts"
        )


def _choose(
    chances: Mapping[Symbol, float], usual: Mapping[Symbol, float]
) -> list[Symbol]:
    """List the likeliest next symbols, then those that are inhibited most."""
    known = {symbol: chances[symbol] for symbol in chances if symbol is not UNSEEN}
    likeliest = ranked(known)
    rest = likeliest[MOST_LIKELY:]
    lost = {symbol: usual[symbol] - chances[symbol] for symbol in rest}
    inhibited = [symbol for symbol in ranked(lost, signed=True) if lost[symbol] > 0]
    return likeliest[:MOST_LIKELY] + inhibited[:MOST_INHIBITED]


def _add_symbol(
    column: Any,
    name: str,
    symbol: Symbol,
    signs: Signs,
    chances: Mapping[Symbol, float],
    usual: Mapping[Symbol, float],
) -> None:
    chance, times = chances[symbol], chances[symbol] / usual[symbol]
    colour = palette.EXCITED if times >= 1 else palette.INHIBITED
    beside = f"&#160; {chance:.1%} &#160;&#215;{times:.2g}"
    column.node(
        name,
        labels.label(
            [f"<b>{labels.symbol(symbol, signs)}</b>{labels.sized(beside, 9)}"]
        ),
        fillcolor=colour,
        fontcolor=palette.PAPER,
        style="filled",
        tooltip=f"{chance:.4f}, usually {usual[symbol]:.4f}",
    )


def _add_shared(tree: Tree, term: Contribution) -> None:
    below = tree.ids[id(tree.path[-1])]
    tree.drawing.node(
        "shared",
        labels.label(
            [
                labels.name(term.concept, tree.signs),
                labels.sized("not yet a concept", 9),
            ]
        ),
        style="rounded,dashed",
        color=palette.FIRED,
        penwidth="1.5",
        tooltip="would become a concept if this were learned",
    )
    tree.drawing.edge(below, "shared", color=palette.FIRED, style="dashed")


def _add_slot(tree: Tree, name: str, term: Contribution) -> None:
    tree.drawing.node(
        name,
        labels.label([labels.plain(term.concept.spelled(tree.signs))]),
        style="filled",
        fillcolor=palette.PAPER,
        color=palette.CLASS,
        penwidth="1.5",
        tooltip=f"slot concept, r_level {term.r_level}",
    )


def _connect(
    tree: Tree,
    name: str,
    added: Mapping[Symbol, float],
    ids: Mapping[Symbol, str],
) -> None:
    """Draw an edge for what a concept adds to each symbol, or takes from it."""
    moved = {symbol: added.get(symbol, 0.0) for symbol in ids}
    for symbol in ranked(moved)[:MOST_EDGES]:
        amount = moved[symbol]
        if abs(amount) < LEAST:
            continue
        excites = amount > 0
        tree.drawing.edge(
            name,
            ids[symbol],
            color=(palette.EXCITED if excites else palette.INHIBITED) + "99",
            penwidth=f"{0.4 + 6 * min(abs(amount), 1) ** 0.7:.2f}",
            arrowhead="normal" if excites else "tee",
            arrowsize="0.5",
            tooltip=f"{amount:+.4f}",
        )


def _strength(term: Contribution) -> float:
    return max(map(abs, term.added.values()))

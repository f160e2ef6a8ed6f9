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
MOST_SLOTS = 6  # slot concepts that are named, the strongest
MOST_EFFECTS = 3  # next symbols of one of these
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
    if slots:
        _add_slots(tree, slots, ids)
    tree.notes.insert(0, f"after {tree.signs.past(explanation.context)}")
    tree.notes.append("next symbols: blue likelier than usual, vermilion less likely")


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
        fontcolor=palette.INK,
        **{"class": "bare"},
        color=palette.FIRED,
        penwidth="1.5",
        tooltip="would become a concept if this were learned",
    )
    tree.drawing.edge(below, "shared", color=palette.FIRED, style="dashed")


def _add_slots(
    tree: Tree, slots: list[Contribution], ids: Mapping[Symbol, str]
) -> None:
    """Draw all slot concepts that fire as one node, and what they do together.

    Arrows from each of them to each symbol would be a knot.
    """
    strongest = sorted(slots, key=_strength, reverse=True)[:MOST_SLOTS]
    lines = [f"<b>asleep: {len(slots)} slot concepts</b>"]
    for term in strongest:
        moved = ranked({symbol: term.added.get(symbol, 0.0) for symbol in ids})
        effects = "&#160; ".join(
            f"{labels.symbol(y, tree.signs)}&#160;{term.added[y]:+.2f}"
            for y in moved[:MOST_EFFECTS]
            if y in term.added
        )
        name = labels.plain(term.concept.spelled(tree.signs))
        beside = labels.sized(f"&#160; {effects}".replace("-", "\u2212"), 9)
        lines.append(f"{name}{beside}")
    if len(slots) > len(strongest):
        lines.append(labels.sized(f"and {len(slots) - len(strongest)} more", 9))
    tree.drawing.node(
        "asleep",
        labels.label(lines),
        style="filled",
        fillcolor=palette.PAPER,
        fontcolor=palette.INK,
        color=palette.CLASS,
        penwidth="1.5",
        tooltip="what they add to the log-odds, in nats; the arrows are their sums",
    )
    together = {
        symbol: sum(term.added.get(symbol, 0.0) for term in slots) for symbol in ids
    }
    _connect(tree, "asleep", together, ids, len(ids))
    tree.notes.append("arrows from asleep: the sum of all slot concepts that fire")


def _connect(
    tree: Tree,
    name: str,
    added: Mapping[Symbol, float],
    ids: Mapping[Symbol, str],
    most: int = MOST_EDGES,
) -> None:
    """Draw an edge for what a concept adds to each symbol, or takes from it."""
    moved = {symbol: added.get(symbol, 0.0) for symbol in ids}
    for symbol in ranked(moved)[:most]:
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

"""What sleep found, drawn: slot concepts, classes, and what they abstract from."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._support.ranked import ranked
from ..._support.signs import Signs
from ...consolidation.slots import SlotLibrary, SymbolClass
from ...core.symbols import Symbol
from .. import palette
from . import labels
from .tree import MOST_SYNAPSES, Tree

MOST_MEMBERS = 12  # of a class


def add_slots(tree: Tree, slots: SlotLibrary, n: int) -> None:
    """Draw the n slot concepts that save most, and all that they abstract from.

    Parameters
    ----------
    tree : Tree
        To draw beside.
    slots : SlotLibrary
        What sleep found.
    n : int
        How many slot concepts.
    """
    rows = _closed(slots, np.argsort(-slots.found.saved, kind="stable")[:n])
    highest = int(slots.r_levels.max(initial=1))
    members = slots.classes()
    classes: dict[SymbolClass, str] = {}
    with tree.drawing.subgraph(name="cluster_asleep") as cluster:
        cluster.attr(
            label=f"asleep: {len(rows):,} of {len(slots):,} slot concepts",
            style="rounded",
            tooltip=" ",
            color="#cccccc",
        )
        for row in rows:
            concept, r_level = slots.concept(row), int(slots.r_levels[row])
            colour = palette.depth_colour(r_level, highest)
            cluster.node(
                f"z{row}",
                _slot_label(slots, row, concept.spelled(slots.signs)),
                style="filled",
                fillcolor=colour,
                fontcolor=palette.ink_on(colour),
                tooltip=f"r_level {r_level}, saves {slots.found.saved[row]:,.0f} nats",
            )
            for value in {part.value: None for part in concept.pattern}:
                if not isinstance(value, SymbolClass):
                    continue
                if value not in classes:
                    classes[value] = f"k{len(classes)}"
                    _add_class(
                        cluster, classes[value], value, members[value], slots.signs
                    )
                cluster.edge(classes[value], f"z{row}", color=palette.CLASS)
        for row in rows:
            for below in {int(parent[row]): None for parent in slots.parents}:
                if below >= 0:
                    cluster.edge(f"z{below}", f"z{row}")
    tree.notes.append("square corners: slot concepts, + excites, \u2212 inhibits")


def _closed(slots: SlotLibrary, rows: np.ndarray) -> list[int]:
    chosen = dict.fromkeys(rows.tolist())
    waiting = list(chosen)
    for row in waiting:
        for parent in slots.parents:
            below = int(parent[row])
            if below >= 0 and below not in chosen:
                chosen[below] = None
                waiting.append(below)
    return sorted(chosen)


def _slot_label(slots: SlotLibrary, row: int, name: str) -> str:
    strengths = slots.strengths(row)
    moved = "&#160; ".join(
        f"{labels.symbol(y, slots.signs)}&#160;{strengths[y]:+.1f}".replace(
            "-", "\u2212"
        )
        for y in ranked(strengths)[:MOST_SYNAPSES]
    )
    return labels.label([f"<b>{labels.plain(name)}</b>", labels.sized(moved, 9)])


def _add_class(
    cluster: Any, name: str, kind: SymbolClass, members: list[Symbol], signs: Signs
) -> None:
    shown = " ".join(map(signs.symbol, members[:MOST_MEMBERS]))
    more = " …" if len(members) > MOST_MEMBERS else ""
    cluster.node(
        name,
        labels.label([f"<b>{kind}</b>", labels.sized(labels.plain(shown + more), 9)]),
        shape="ellipse",
        style="filled",
        fillcolor=palette.CLASS,
        fontcolor=palette.PAPER,
        tooltip=f"class {kind.number + 1} of {kind.classes}",
    )

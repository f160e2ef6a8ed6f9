"""A memory drawn: a part of the concept tree, and what is to be seen in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import graphviz

from ..._support.short import short
from ...consolidation.slots import SlotLibrary
from ...core.concepts import ConceptGraph
from ...core.potentiation import fire
from ...core.symbols import Symbol, Symbols
from ...errors import ParameterError
from ...inspection.explanation import Explanation
from .drawing import Drawing
from .firing import add_firing
from .selection import path_only, select
from .slots import add_slots
from .tree import Style, Tree

MOST_BESIDE_PATH = 30  # concepts that leave a firing path to be seen among them


class Firing(NamedTuple):
    """A firing path to highlight."""

    explanation: Explanation
    usual: Mapping[Symbol, float]  # next symbol -> probability, nothing known


def draw(
    concepts: ConceptGraph,
    around: Symbols | None = None,
    n: int | None = None,
    *,
    firing: Firing | None = None,
    style: Style = Style(),  # noqa: B008 (a NamedTuple cannot change)
    samples: Mapping[Symbols, int] | None = None,
    prefixes: bool = False,
    slots: SlotLibrary | None = None,
    most_slots: int = 0,
    engine: str | None = None,
) -> Drawing:
    """Draw concepts; see :meth:`plastic.PlasticMemory.render`.

    Parameters
    ----------
    concepts : ConceptGraph
        What to draw.
    around, n, style, prefixes, engine
        As there.
    firing : Firing, optional
        What fires, to be highlighted.
    samples : mapping, optional
        Sample -> how often it is held: what to draw as leaves.
    slots : SlotLibrary, optional
        What sleep found.
    most_slots : int
        How many slot concepts to draw at the most.

    Returns
    -------
    Drawing
    """
    if engine is not None and not (
        isinstance(engine, str) and engine in graphviz.ENGINES
    ):
        raise ParameterError(
            f"no engine {short(engine)}; there are: "
            f"{', '.join(sorted(graphviz.ENGINES))}"
        )
    fired = []
    if firing is not None:
        context = firing.explanation.context
        fired = fire(concepts, context, len(context))
    if fired and around is None and n is None and len(concepts) > MOST_BESIDE_PATH:
        selection = path_only(concepts, fired)
    else:
        selection = select(concepts, around, n, fired)
    alone = firing is None and samples is None and slots is None
    tree = Tree(concepts, selection, style, engine, fired, alone)
    tree.add_concepts()
    if prefixes:
        tree.add_prefixes()
    if samples is not None:
        tree.add_samples(samples)
    if firing is not None:
        add_firing(tree, firing.explanation, firing.usual)
    if slots is not None:
        add_slots(tree, slots, most_slots)
    return tree.finish()

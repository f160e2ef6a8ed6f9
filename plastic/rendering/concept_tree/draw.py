"""A memory drawn: a part of the concept tree, and what is to be seen in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import graphviz

from ...core.potentiation import fire
from ...core.symbols import Symbol, Symbols
from ...errors import NotLearnedError, ParameterError
from ...inspection.explanation import Explanation
from ...state.state import Keeper
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
    keeper: Keeper,
    around: Symbols | None = None,
    n: int | None = None,
    *,
    firing: Firing | None = None,
    style: Style = Style(),  # noqa: B008 (a NamedTuple cannot change)
    samples: bool = False,
    prefixes: bool = False,
    slots: int = 0,
    engine: str | None = None,
) -> Drawing:
    """Draw a memory; see :meth:`plastic.PlasticMemory.render`."""
    if engine is not None and engine not in graphviz.ENGINES:
        raise ParameterError(
            f"no engine {engine!r}; there are: {', '.join(sorted(graphviz.ENGINES))}"
        )
    if slots and keeper.slots is None:
        raise NotLearnedError("no slot concepts yet: call consolidate() first")
    concepts = keeper.concepts
    fired = []
    if firing is not None:
        context = firing.explanation.context
        fired = fire(concepts, context, len(context))
    if fired and around is n is None and len(concepts) > MOST_BESIDE_PATH:
        selection = path_only(concepts, fired)
    else:
        selection = select(concepts, around, n, fired)
    tree = Tree(concepts, selection, style, engine, fired)
    tree.add_concepts()
    if prefixes:
        tree.add_prefixes()
    if samples:
        tree.add_samples(keeper.samples)
    if firing is not None:
        add_firing(tree, firing.explanation, firing.usual)
    if slots and keeper.slots is not None:
        add_slots(tree, keeper.slots, slots)
    return tree.finish()

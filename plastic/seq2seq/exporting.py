"""The graph of decisions as files, by what exports the graph of any memory."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx

from ..rendering.export import export
from ..state.state import Keeper


class Exported:
    """What an export asks of a memory.

    Parameters
    ----------
    keeper : Keeper
        Of the decisions.
    graph : networkx.DiGraph
        Of its concepts.
    told : str
        The memory in one line.
    """

    def __init__(self, keeper: Keeper, graph: nx.DiGraph, told: str) -> None:
        self.keeper, self.graph, self.told = keeper, graph, told

    def __repr__(self) -> str:
        return self.told

    def _ready(self) -> Any:
        """Give a keeper that knows what stands in contexts, too.

        In a memory of samples every symbol comes next some time.  Here only
        operations do, and pasts are made of what is seen.
        """
        concepts = self.keeper.concepts
        seen = {
            symbol
            for node in concepts.nodes()
            for symbol in (*node.symbols, *node.branches)
        }
        coming = set(concepts.root["synapses"])
        vocabulary = SimpleNamespace(kind=tuple, alphabet=frozenset(seen | coming))
        return SimpleNamespace(
            concepts=concepts, vocabulary=vocabulary, abstractions=None
        )


def export_decisions(
    keeper: Keeper, graph: nx.DiGraph, told: str, path: str | os.PathLike[str]
) -> list[Path]:
    """Write the graph of decisions; see ``Seq2SeqMemory.export``."""
    return export(Exported(keeper, graph, told), path)  # type: ignore[arg-type]

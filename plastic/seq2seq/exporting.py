"""The graph of decisions as files, by what exports the graph of any memory."""

from __future__ import annotations

import os
from pathlib import Path

import networkx as nx

from ..core.concepts import ConceptGraph
from ..mixture.waking import WakingExpert
from ..rendering.explorer import Page
from ..rendering.export import export


def export_decisions(
    concepts: ConceptGraph, graph: nx.DiGraph, told: str, path: str | os.PathLike[str]
) -> list[Path]:
    """Write the graph of decisions; see ``Seq2SeqMemory.export``."""
    return export(graph, page_of_decisions(concepts, told), path)


def page_of_decisions(concepts: ConceptGraph, told: str) -> Page:
    """Give the page to explore the graph of decisions.

    In a memory of samples every symbol comes next some time.  Here only
    operations do, and pasts are made of what is seen: the page must know both.
    """
    seen = {
        symbol
        for node in concepts.nodes()
        for symbol in (*node.symbols, *node.branches)
    }
    alphabet = frozenset(seen.union(concepts.root["synapses"]))
    return Page(WakingExpert(concepts, alphabet), told)

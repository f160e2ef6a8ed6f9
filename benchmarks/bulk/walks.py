"""Algorithms of networkx on the live graph, and on a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import networkx as nx

from plastic import PlasticMemory

from ..common import Table, in_fresh_process
from . import data
from .data import Data, Sizes
from .verbs import seconds

AFTERWARDS = 500  # names learned once more, so that not all is rows
ASKED = 3  # times the copy

WALKS: dict[str, Callable[[Any], object]] = {
    "list the edges": lambda graph: len(list(graph.edges)),
    "sum all counts": lambda graph: sum(
        count for _, count in graph.nodes(data="count")
    ),
    "in_degree of all": lambda graph: sum(degree for _, degree in graph.in_degree()),
    "descendants of a": lambda graph: nx.descendants(graph, "a"),
    "bfs_edges": lambda graph: len(list(nx.bfs_edges(graph, ""))),
    "topological_sort": lambda graph: len(list(nx.topological_sort(graph))),
    "is_arborescence": nx.is_arborescence,
    "dag_longest_path_length": nx.dag_longest_path_length,
    "another copy": lambda graph: graph.copy(),
}


class Walked(NamedTuple):
    """The seconds of a walk: live at first, live when it is known, on a copy."""

    first: float
    live: float
    copied: float


def table(sizes: Sizes) -> Table:
    """Walk the live graph and a copy by turns."""
    real = data.names(sizes.names)
    copying, found = in_fresh_process(walk, real, sizes.long_rounds)
    rows = [["the copy itself", f"{copying:.3f}", "", "", "", ""]]
    for name, (first, live, copied) in found.items():
        figures = [f"{figure:.3f}" for figure in (first, live, copied)]
        rows.append([name, *figures, f"{live / copied:.1f}", f"{ASKED}"])
    note = (
        f"{real.title}, {AFTERWARDS} of them learned once more, one by one; another "
        f"one before each *first*, so that nothing is known yet. Then least of "
        f"{sizes.long_rounds}, by turns, while nothing changes. Results are equal."
    )
    header = ["CPU s", "memory.graph, first", "then", "its copy", "times", "asked for"]
    return Table("networkx on the live graph", header, rows, note)


def walk(real: Data, rounds: int) -> tuple[float, dict[str, Walked]]:
    """Give the seconds of a copy, and of each walk."""
    memory = PlasticMemory().fit(real.lines())
    memory.partial_fit(real.samples()[:AFTERWARDS])
    live, copies = memory.graph, list[Any]()
    copying = seconds(lambda: copies.append(live.copy()))
    graphs, found = (live, copies[0]), {}
    for name, call in WALKS.items():
        changed(memory)
        results: list[Any] = []
        first = seconds(call, live)
        taken = [
            [seconds(lambda: results.append(call(graph))) for graph in graphs]  # noqa: B023  called at once
            for _ in range(rounds)
        ]
        if not all(same(results[0], result) for result in results):
            raise AssertionError(f"{name}: the live graph and its copy differ")
        found[name] = Walked(first, *map(min, zip(*taken)))
    return copying, found


def changed(memory: PlasticMemory) -> None:
    """Change the graph, and back."""
    memory.learn("emma")
    memory.forget("emma")


def same(one: Any, other: Any) -> bool:
    """Tell whether two results are equal; graphs do not say so by themselves."""
    if isinstance(one, nx.Graph):
        return nx.utils.graphs_equal(one, other)
    return bool(one == other)

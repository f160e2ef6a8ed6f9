"""A memory's graph as a file for other programs.

Programs know nodes with plain attributes.  So each node gets a number, what it
is called goes into ``label``, and synapses become text.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from .._support.paths import as_path
from .._support.ranked import ranked
from .._support.signs import Signs
from ..core.symbols import Symbol, in_order
from ..errors import DataError, ParameterError
from .explorer import Page


def export(graph: nx.DiGraph, page: Page, path: str | os.PathLike[str]) -> list[Path]:
    """Write a graph; see :meth:`plastic.PlasticMemory.export`.

    Parameters
    ----------
    graph : networkx.DiGraph
        As ``memory.graph`` is.
    page : Page
        What an ``.html`` shows.
    path : str or os.PathLike
        Where to.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    ParameterError
        The ending is none of those that can be written.
    DataError
        A file cannot be written.
    """
    target = as_path(path)
    kind = target.suffix.lower()
    try:
        if kind == ".html":
            page.write(target)
            return [target]
        if kind == ".csv" or not kind or target.is_dir():
            return _write_csv(flat(graph), target)
        if kind not in WRITERS:
            raise ParameterError(
                f"cannot export to {os.fspath(path)!r}: the name must end with "
                f".html, .csv, {', '.join(WRITERS)}, or be that of a folder"
            )
        WRITERS[kind](flat(graph), target)
    except OSError as error:
        raise DataError(f"cannot write {os.fspath(path)!r}: {error}") from error
    return [target]


def flat(graph: nx.DiGraph) -> nx.DiGraph:
    """Copy a memory's graph, numbered and with plain attributes.

    Parameters
    ----------
    graph : networkx.DiGraph
        ``memory.graph``.

    Returns
    -------
    networkx.DiGraph
        Nodes are 0, 1, ... with the attributes ``label``, ``kind``,
        ``r_level``, ``count`` (0 where there is none), ``length`` (symbols),
        ``synapses`` (text, the strongest first) and ``members`` (text); edges
        have ``strength``, the count of what they lead to.
    """
    result = nx.DiGraph()
    signs = Signs(in_order(_symbols(graph)))
    numbers = {node: number for number, node in enumerate(graph)}
    for node, facts in graph.nodes.items():
        result.add_node(
            numbers[node],
            label=writable(facts["label"] if "label" in facts else signs.past(node)),
            kind=facts["kind"],
            r_level=facts["r_level"],
            count=facts.get("count", 0),
            length=len(node) if facts["kind"] == "concept" else 0,
            synapses=writable(_written(facts.get("synapses", {}), signs)),
            members=writable(" ".join(map(signs.symbol, facts.get("members", ())))),
        )
    for abstract, specific in graph.edges:
        strength = result.nodes[numbers[specific]]["count"]
        result.add_edge(numbers[abstract], numbers[specific], strength=strength)
    return result


def _symbols(graph: nx.DiGraph) -> set[Symbol]:
    """Give all symbols of concepts and of what comes after them."""
    found: set[Symbol] = set()
    for node, facts in graph.nodes.items():
        if facts["kind"] == "concept":
            found.update(node, facts["synapses"])
    return found


def writable(text: str) -> str:
    r"""Give text that UTF-8 can hold, for a symbol may show half a character.

    >>> writable("a\ud800")
    'a\\ud800'
    """
    return text.encode("utf-8", "backslashreplace").decode()


def _written(synapses: Mapping[Symbol, float], signs: Signs) -> str:
    def line(symbol: Symbol) -> str:
        strength = synapses[symbol]
        figure = str(strength) if isinstance(strength, int) else f"{strength:.3f}"
        return f"{signs.symbol(symbol)}:{figure}"

    return " ".join(map(line, ranked(synapses, signed=True)))


def _write_csv(graph: nx.DiGraph, target: Path) -> list[Path]:
    """Write nodes and edges as two tables with the columns that Cosmograph reads."""
    if target.suffix.lower() == ".csv":
        nodes, edges = (
            target.with_name(f"{target.stem}_{each}.csv") for each in ("nodes", "edges")
        )
    else:
        target.mkdir(parents=True, exist_ok=True)
        nodes, edges = target / "nodes.csv", target / "edges.csv"
    columns = list(next(iter(graph.nodes.values())))
    _write_rows(
        nodes,
        ["id", *columns],
        ([node, *facts.values()] for node, facts in graph.nodes.items()),
    )
    _write_rows(edges, ["source", "target", "strength"], graph.edges(data="strength"))
    return [nodes, edges]


def _write_rows(path: Path, header: list[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _write_json(graph: nx.DiGraph, path: Path) -> None:
    """Write node-link JSON, as D3 and ``nx.node_link_graph(edges="links")`` read it."""
    data = {
        "directed": True,
        "multigraph": False,
        "graph": {},
        "nodes": [{"id": node, **facts} for node, facts in graph.nodes.items()],
        "links": [
            {"source": source, "target": target, **facts}
            for source, target, facts in graph.edges(data=True)
        ],
    }
    with path.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=0)


WRITERS: dict[str, Callable[[nx.DiGraph, Path], Any]] = {
    ".graphml": nx.write_graphml_xml,
    ".gexf": nx.write_gexf,
    ".json": _write_json,
}

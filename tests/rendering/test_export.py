"""Graphs as files for other programs: each is read back by its own reader."""

import csv
import json
import tempfile
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from strategies import any_strings, batches

import plastic
from plastic import DataError, ParameterError, PlasticMemory
from plastic.core.symbols import show

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))


@pytest.fixture(scope="module")
def slept():
    return plastic.train(NAMES[:100])


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(path):
    """Read a graph as its own reader does."""
    if path.suffix == ".graphml":
        return nx.read_graphml(path, node_type=int)
    if path.suffix == ".gexf":
        return nx.read_gexf(path, node_type=int)
    data = json.loads(path.read_text(encoding="utf-8"))
    graph = nx.DiGraph()
    graph.add_nodes_from((node.pop("id"), node) for node in data["nodes"])
    graph.add_edges_from((e["source"], e["target"]) for e in data["links"])
    return graph


def named_edges(graph):
    """Edges by what their ends are called, told apart by kind."""
    name = {
        node: (facts["kind"], facts["label"]) for node, facts in graph.nodes.items()
    }
    return sorted((name[one], name[other]) for one, other in graph.edges)


def called(graph, node):
    return graph.nodes[node].get("label") or show(node)


@pytest.mark.parametrize("kind", ["graphml", "gexf", "json"])
def test_graphs_come_back(kind, slept, tmp_path):
    (path,) = slept.export(tmp_path / f"names.{kind}")
    graph = read(path)
    assert len(graph) == len(slept.graph)
    expected = sorted(
        tuple((slept.graph.nodes[n]["kind"], called(slept.graph, n)) for n in edge)
        for edge in slept.graph.edges
    )
    assert named_edges(graph) == expected
    an = next(
        facts
        for facts in graph.nodes.values()
        if facts["label"] == "an" and facts["kind"] == "concept"
    )
    held = slept.graph.nodes["an"]
    assert (an["r_level"], an["count"]) == (held["r_level"], held["count"])
    strongest = max(held["synapses"], key=held["synapses"].get)
    assert f"{show(strongest)}:{held['synapses'][strongest]}" in an["synapses"].split()


def test_tables_have_the_columns_that_cosmograph_reads(slept, tmp_path):
    nodes, edges = slept.export(tmp_path / "names.csv")
    assert (nodes.name, edges.name) == ("names_nodes.csv", "names_edges.csv")
    table = rows(nodes)
    assert list(table[0])[:2] == ["id", "label"]
    assert [int(row["id"]) for row in table] == list(range(len(slept.graph)))
    links = rows(edges)
    assert list(links[0]) == ["source", "target", "strength"]
    assert len(links) == slept.graph.number_of_edges()
    classes = [row["members"] for row in table if row["kind"] == "class"]
    assert any("a" in members.split() for members in classes)


def test_a_folder_gets_both_tables(tmp_path):
    memory = PlasticMemory().fit(["rohan", "mohan"])
    for folder in (tmp_path, tmp_path / "new" / "folder"):
        written = memory.export(folder)
        assert [one.name for one in written] == ["nodes.csv", "edges.csv"]
        assert all(one.parent == folder for one in written)


@pytest.mark.parametrize("kind", ["graphml", "gexf", "json", "csv"])
def test_symbols_survive(kind, tmp_path):
    memory = PlasticMemory()
    sample = ("<script>", '"', "\\", "\n", "😀", (1, "x"), 5, "a,b;c", "&amp;", "\x00")
    memory.learn(sample, times=2)
    path = memory.export(tmp_path / f"x.{kind}")[0]
    if kind == "csv":
        labels = {row["label"] for row in rows(path)}
    else:
        labels = {facts["label"] for facts in read(path).nodes.values()}
    assert labels == {show(concept) for concept in memory.graph}


@settings(max_examples=20)
@given(batches(any_strings, max_size=4))
def test_any_strings_can_be_exported(samples):
    memory = PlasticMemory().fit(samples + samples)
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("graphml", "gexf", "json"):
            (path,) = memory.export(Path(folder) / f"x.{kind}")
            assert len(read(path)) == len(memory.graph)


def test_the_same_samples_give_the_same_edges_in_any_order(tmp_path):
    files = []
    for number, order in enumerate((NAMES[:30], NAMES[29::-1])):
        memory = PlasticMemory().fit(order)
        files.append(read(memory.export(tmp_path / f"{number}.json")[0]))
    assert named_edges(files[0]) == named_edges(files[1])


def test_what_cannot_be_written_is_said(tmp_path):
    memory = PlasticMemory().fit(["emma"])
    with pytest.raises(ParameterError, match="must end with"):
        memory.export(tmp_path / "x.docx")
    for name in ("x.json", "x.html", "x.csv"):
        with pytest.raises(DataError, match="cannot write"):
            memory.export(tmp_path / "missing" / name)


def test_an_empty_memory_can_be_exported(tmp_path):
    for kind in ("graphml", "gexf", "json", "csv", "html"):
        for path in PlasticMemory().export(tmp_path / f"x.{kind}"):
            assert path.exists()


@pytest.mark.parametrize("end", ["csv", "gexf", "graphml", "json", "html"])
def test_what_shows_as_nothing_is_exported(tmp_path, end):
    samples = [("x", "", "y"), ("z", "", "y"), ("x", "", "w")] * 3
    memory = plastic.train(samples)
    assert memory.slots()
    for path in memory.export(tmp_path / f"empty.{end}"):
        assert path.stat().st_size
    assert "''" in str(memory.explain(("x", "")))


def test_labels_tell_real_symbols_from_signs(tmp_path):
    memory = PlasticMemory().fit([("a", "_", 1, "1"), ("b", "_", 1, "1")])
    memory.export(tmp_path / "graph.json")
    nodes = read(tmp_path / "graph.json").nodes.values()
    labels = [node["label"] for node in nodes]
    assert len({*labels}) == len(labels) == len(memory.graph)
    assert {"'_' 1", "'_' 1 '1' _"} <= {*labels}
    written = {node["synapses"] for node in nodes}
    assert {"1:2", "'1':2", "_:2"} <= written

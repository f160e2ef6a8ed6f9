"""The graph is what its definition says, whatever was learned and how."""

import networkx as nx
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons

from plastic import PlasticMemory
from plastic._support.read_only import digraph
from plastic.arrays.view import Directory, tables
from plastic.core.concepts import ConceptGraph
from plastic.core.learning import learn
from plastic.core.symbols import wrap

NAMES = [
    "emma",
    "emily",
    "emmy",
    "rohan",
    "mohan",
    "rehan",
    "ava",
    "eva",
    "ana",
    "emma",
]


def graph_of(samples, horizon=24):
    """Learn by the moment-level API, moment by moment."""
    concepts = ConceptGraph(
        "" if all(isinstance(s, str) for s in samples) else (), horizon
    )
    for sample in samples:
        sequence = wrap(sample)
        for end in range(1, len(sequence) + 1):
            learn(concepts, sequence, end)
    return concepts


def shown(concepts):
    return digraph(tables(Directory(concepts)))


def facts(graph):
    return {
        concept: oracle.Facts(
            next(graph.predecessors(concept), None),
            node["r_level"],
            node["count"],
            dict(node["synapses"]),
        )
        for concept, node in graph.nodes.items()
    }


def test_a_dozen_names_by_the_definition():
    memory = PlasticMemory().fit(NAMES)
    assert facts(memory.graph) == oracle.graph(NAMES, 24)
    assert "ohan\ufdd1" in memory.graph  # what rohan and mohan share


@given(any_batches, horizons)
def test_any_samples_by_the_definition(samples, horizon):
    concepts = graph_of(samples, horizon)
    assert facts(shown(concepts)) == oracle.graph(samples, horizon)
    for depth in range(horizon + 1):
        assert concepts.tally.at(depth) == oracle.tally(samples, horizon, depth)
    concepts.check()


@given(any_batches, horizons, st.randoms(use_true_random=False))
def test_the_order_of_teaching_does_not_matter(samples, horizon, random):
    shuffled = random.sample(samples, len(samples))
    assert graph_of(samples, horizon) == graph_of(shuffled, horizon)


def test_equality_sees_every_difference():
    concepts = graph_of(NAMES)
    assert concepts == graph_of(NAMES)
    assert concepts != graph_of(NAMES[1:])
    assert concepts != graph_of(NAMES, horizon=23)
    assert concepts != "a graph"
    # Same nodes and numbers, another trace.
    assert graph_of(["ab"]) != graph_of(["ac"])


@given(batches(max_size=6))
def test_no_two_traces_have_the_same_past(samples):
    concepts = graph_of(samples)
    pasts = [concepts.past(trace) for _, trace in concepts.traces()]
    assert len(pasts) == len(set(pasts))


def test_edges_run_from_abstract_to_specific():
    graph = shown(graph_of(["rohan", "mohan", "rehan"]))
    assert nx.is_arborescence(graph)
    assert nx.shortest_path(graph, "", "ohan") == ["", "han", "ohan"]


def a_child(concepts):
    return next(node for node in concepts.nodes() if node.children())


BREAKS = {
    "r_level": lambda concepts: a_child(concepts).children()[0].update(r_level=9),
    "count": lambda concepts: concepts.root.update(count=3),
    "count of a leaf": lambda concepts: a_child(concepts).children()[0].update(count=1),
    "strength": lambda concepts: concepts.root["synapses"].update(m=99),
    "weak strength": lambda concepts: concepts.root["synapses"].update(m=1),
    "synapse": lambda concepts: concepts.root["synapses"].pop("m"),
    "zero synapse": lambda concepts: concepts.root["synapses"].update(z=0),
    "tally": lambda concepts: concepts.tally.run(2, 1, +1),
    "branch": lambda concepts: concepts.root.branches.popitem(),
    "size": lambda concepts: setattr(concepts, "size", len(concepts) + 1),
    "twin": lambda concepts: concepts.root.branches.update(
        q=concepts.root.children()[0]
    ),
    "horizon": lambda concepts: setattr(concepts, "horizon", 1),
    "name": lambda concepts: setattr(concepts.root, "symbols", "x"),
    "orphan": lambda concepts: concepts.add("zz", 1, 2, {}),
    "misplaced trace": lambda concepts: concepts.root.branches.update(
        q=("\ufdd0xy\ufdd1", 2)
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_check_finds_what_is_broken(what):
    concepts = graph_of(NAMES)
    concepts.check()
    BREAKS[what](concepts)
    with pytest.raises(AssertionError):
        concepts.check()


def test_check_finds_a_concept_that_joins_nothing():
    concepts = graph_of(["ab"])
    lonely = concepts.add("b", 1, 1, {"\ufdd1": 1})
    lonely.branches["a"] = concepts.root.branches["b"]
    concepts.root.branches["b"] = lonely
    with pytest.raises(AssertionError, match="joins nothing"):
        concepts.check()

"""What networkx sees is the graph, whatever of it was looked at."""

import copy

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory

NAMES = ["emma", "emily", "emmy", "rohan", "mohan", "rehan", "ava", "eva", "ana"] * 2


def by_hand(samples):
    memory = PlasticMemory()
    for sample in samples:
        memory.learn(sample)
    return memory


def same(one, other):
    return nx.utils.graphs_equal(nx.DiGraph(one), nx.DiGraph(other))


@given(any_batches, any_batches, st.booleans())
def test_it_is_the_same_grown_at_once_or_not(samples, more, listed):
    if samples and more and type(samples[0]) is not type(more[0]):
        more = []
    memory, other = PlasticMemory().fit(samples), by_hand(samples)
    graph = memory.graph
    if listed:
        list(graph)
    assert same(graph, other.graph)
    for sample in more:
        memory.learn(sample)
        other.learn(sample)
    assert same(graph, other.graph)  # it is live


ALGORITHMS = {
    "ancestors": lambda graph: nx.ancestors(graph, "ohan"),
    "descendants": lambda graph: nx.descendants(graph, "an"),
    "order": lambda graph: len(list(nx.topological_sort(graph))),
    "arborescence": nx.is_arborescence,
    "longest": nx.dag_longest_path_length,
    "degrees": lambda graph: dict(graph.in_degree()),
    "attributes": lambda graph: nx.get_node_attributes(graph, "count"),
    "lines": lambda graph: sorted(nx.generate_edgelist(graph)),
}


@pytest.mark.parametrize("name", ALGORITHMS)
@pytest.mark.parametrize("extra", [[], ["xohan", "nana", "emmyx"]])
def test_algorithms_find_the_same_and_make_nothing(name, extra):
    memory, other = PlasticMemory().fit(NAMES), by_hand(NAMES + extra)
    for sample in extra:
        memory.learn(sample)
    live = memory.state.graph.live
    assert ALGORITHMS[name](memory.graph) == ALGORITHMS[name](other.graph)
    assert memory.state.graph.live == live


def test_one_concept_is_found_without_listing_all():
    graph = PlasticMemory().fit(NAMES).graph
    assert graph.nodes["ohan"]["count"] == 4
    assert list(graph.predecessors("ohan")) == ["han"]
    assert set(graph.successors("han")) == {"ohan", "\ufdd0rehan"}
    assert "oha" in graph
    assert "ohax" not in graph
    assert "xohan" not in graph
    assert ("o", "h") not in graph
    with pytest.raises(KeyError):
        graph.nodes["ohax"]


def test_copies_are_plain_and_stay_as_they_were():
    memory = PlasticMemory().fit(NAMES)
    copies = [memory.graph.copy(), copy.deepcopy(memory.graph)]
    before = len(memory.graph)
    memory.learn("anemone")
    assert [len(each) for each in copies] == [before, before]
    assert len(memory.graph) > before

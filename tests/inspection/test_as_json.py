"""What a memory gives can be written as JSON."""

import json

import networkx as nx
import numpy as np
import pytest

import plastic
from plastic import START, STOP, UNSEEN

NAMES = ["rohan", "mohan", "rehan", "emma", "emmy", "emily"]
WORDS = [("to", 1, (2, "x")), ("to", b"\xff", None), ("to", 1)]


def there_and_back(value):
    return json.loads(json.dumps(plastic.as_json(value), allow_nan=False))


@pytest.mark.parametrize("consolidate", [False, True])
def test_probabilities_of_characters_need_no_help(consolidate):
    memory = plastic.train(NAMES, consolidate=consolidate)
    chances = memory.predict_proba("em")
    assert json.loads(json.dumps(chances)) == chances == there_and_back(chances)


@pytest.mark.parametrize("samples", [NAMES, WORDS])
@pytest.mark.parametrize("consolidate", [False, True])
def test_a_graph_keeps_its_nodes_apart(samples, consolidate):
    memory = plastic.train(samples, consolidate=consolidate)
    data = there_and_back(nx.node_link_data(memory.graph, edges="links"))
    nodes = {json.dumps(node["id"]) for node in data["nodes"]}
    assert len(nodes) == len(memory.graph)
    assert len(data["links"]) == memory.graph.number_of_edges()
    ends = {
        json.dumps(link[end])
        for link in data["links"]
        for end in link.keys() & {"source", "target"}
    }
    assert ends <= nodes


def test_other_symbols_stay_apart():
    assert there_and_back({1: 0.5, "1": 0.5}) == [[1, 0.5], ["1", 0.5]]
    assert there_and_back(float("inf")) is None
    assert there_and_back(np.array([1.5, 2.0])) == [1.5, 2.0]
    assert there_and_back(plastic.train(WORDS).complete(("to", 1), 1))[0]["sample"]
    assert there_and_back(frozenset({"b", "a"})) == ["a", "b"]
    with pytest.raises(plastic.ParameterError, match="object cannot be written"):
        plastic.as_json(object())


def test_marks_can_be_read_and_are_characters():
    for mark, name in ((START, "START"), (STOP, "STOP"), (UNSEEN, "UNSEEN")):
        assert str(mark) == repr(mark) == name
        assert len(f"{mark}") == len(mark) == 1
    memory = plastic.train(NAMES, consolidate=False)
    assert f"{START}em" in memory.graph

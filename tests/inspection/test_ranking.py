"""The library of concepts, the most useful first."""

import pytest

import plastic
from plastic import PlasticMemory
from plastic.inspection.ranking import ConceptInfo


@pytest.mark.thorough
def test_the_most_useful_concepts_by_the_definition(awake_names):
    memory = awake_names
    every = {
        concept: (node["count"] - 1) * (len(concept) - 1)
        for concept, node in memory.graph.nodes.items()
        if concept
    }
    expected = sorted(every, key=lambda concept: (-every[concept], list(concept)))
    listed = memory.concepts(n=300)
    assert [one.symbols for one in listed] == expected[:300]
    assert [one.usefulness for one in listed] == [every[one.symbols] for one in listed]
    assert len(memory.concepts()) == 20
    assert len(memory.concepts(n=None)) == len(memory.graph) - 1


def test_concepts_of_one_r_level(awake_names):
    listed = awake_names.concepts(r_level=3, n=None)
    assert {one.r_level for one in listed} == {3}
    assert len(listed) == sum(
        level == 3 for _, level in awake_names.graph.nodes(data="r_level")
    )
    assert [one.symbols for one in awake_names.concepts(r_level=0)] == [""]
    assert awake_names.concepts(r_level=99) == []
    assert awake_names.concepts(n=0) == []


def test_a_concept_shows_itself():
    concept = ConceptInfo(
        "\ufdd0em", 2, 1300, 2598, {"m": 2, "\ufdd1": 7, "i": 2, "a": 1, "b": 1, "c": 1}
    )
    assert repr(concept) == (
        "<Concept '>em': r_level 2, count 1,300, saves 2,598, "
        "next _:7 i:2 m:2 a:1 b:1 ...>"
    )
    assert "next (end)" in repr(ConceptInfo("a\ufdd1", 1, 2, 1, {}))


def test_words_make_concepts_too():
    memory = PlasticMemory().fit([("to", "be", 1), ("not", "to", "be")])
    assert ("to", "be") in [one.symbols for one in memory.concepts()]


def test_only_long_and_frequent_ones_are_listed():
    memory = plastic.train("names.txt", consolidate=False)
    found = memory.concepts(n=None, min_length=3, min_count=50)
    every = memory.concepts(n=None)
    assert found == [
        concept
        for concept in every
        if len(concept.symbols) >= 3 and concept.count >= 50
    ]
    assert 0 < len(found) < len(every)

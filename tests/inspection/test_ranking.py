"""The library of concepts, the most useful first."""

import plastic
from plastic import PlasticMemory
from plastic.inspection.ranking import ConceptInfo


def test_the_most_useful_concepts_by_the_definition():
    memory = plastic.train("names.txt", consolidate=False)
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


def test_concepts_of_one_r_level():
    memory = plastic.train("names.txt", consolidate=False)
    listed = memory.concepts(r_level=3, n=None)
    assert {one.r_level for one in listed} == {3}
    assert len(listed) == sum(
        level == 3 for _, level in memory.graph.nodes(data="r_level")
    )
    assert [one.symbols for one in memory.concepts(r_level=0)] == [""]
    assert memory.concepts(r_level=99) == []
    assert memory.concepts(n=0) == []


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

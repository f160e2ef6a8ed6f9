"""Slot concepts and classes are concepts: labels, levels, edges, explanations."""

import math
import random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import (
    START,
    STOP,
    PlasticMemory,
    Recipe,
    SlotConcept,
    SymbolClass,
)
from plastic.consolidation.slots import Seen
from plastic.consolidation.templates import Feature
from plastic.inspection.explanation import TOTAL
from plastic.mixture.weights import SURE

SMALL = Recipe(
    near=3, beginning=1, together=2, exact=1, fading=((2, 3),), runs=3, gate=0.0
)


@pytest.fixture
def names(slept_names):
    return slept_names


def slept(samples, recipe=SMALL):
    memory = PlasticMemory(recipe=recipe).fit(samples)
    memory.consolidate()
    return memory


def some_names(count, seed=0):
    held = plastic.datasets.read(plastic.datasets.path("names.txt"))
    return random.Random(seed).sample(held, count)


# Names ---------------------------------------------------------------------------


def concept(*pattern):
    return SlotConcept(tuple(Seen(Feature(*kind), value) for *kind, value in pattern))


VOWEL, CONSONANT = SymbolClass(2, 0), SymbolClass(2, 1)


@pytest.mark.parametrize(
    ("pattern", "label"),
    [
        ([("back", 1, "a")], "a"),
        ([("back", 2, "a")], "a·"),
        ([("back", 1, "a"), ("back", 3, "e")], "e·a"),
        ([("back", 1, "n"), ("back", 2, "a"), ("back", 3, "e")], "ean"),
        ([("back", 4, START)], ">···"),
        ([("back", 1, None)], "¤"),
        ([("first", 1, "e")], ">e…"),
        ([("first", 2, "e")], ">·e…"),
        ([("back", 2, "a"), ("first", 1, "e")], ">e…a·"),
        ([("back", 1, "n"), ("class", 2, 2, VOWEL)], "αn"),
        ([("class", 1, 2, CONSONANT), ("class", 2, 2, VOWEL)], "αβ"),
        ([("class", 1, 8, SymbolClass(8, 1))], "②"),
        ([("runs", 3)], "(3)"),
        ([("back", 1, "a"), ("runs", 3)], "a(3)"),
        ([("first", 1, "m"), ("runs", 2)], ">m…(2)"),
        ([("back", 1, "to"), ("back", 2, "be")], "be to"),
        ([("back", 1, 7), ("back", 3, "\n")], r"\n · 7"),
        ([("recall", 2, "c")], "↺₂c"),
        ([("recall", 1, START)], "↺₁∅"),
        ([("recall", 4, None)], "↺₄¤"),
        ([("recall", 2, "c"), ("back", 1, "b"), ("back", 2, "a")], "↺₂c ab"),
        ([("recall", 12, "to"), ("back", 1, "be")], "↺₁₂to be"),
        ([("match", "c"), ("length", 5)], "↺c₅"),
        ([("match", "c"), ("length", 15), ("back", 1, "b")], "↺c₁₅ b"),
        ([("match", "c₁"), ("length", 5)], "↺'c₁'₅"),
        ([("recall", 2, "₅")], "↺₂'₅'"),
        ([("match", START), ("length", 0)], "↺∅₀"),
    ],
)
def test_labels_read_as_one_writes(pattern, label):
    assert str(concept(*pattern)) == label
    assert repr(concept(*pattern)) == f"<SlotConcept {label!r}>"


def test_what_has_the_same_label_means_the_same(names):
    meanings = {}
    for one in names.slots(n=None):
        # Where the sample begins there is START, whatever the classes are.
        meaning = {
            seen
            if seen.value != START
            else Seen(Feature("back", seen.feature.at), START)
            for seen in one.concept.pattern
        }
        assert meanings.setdefault(str(one.concept), meaning) == meaning


# The graph -------------------------------------------------------------------------


def below(node, nodes):
    """List what a slot concept abstracts from: one feature less, or a class in it."""
    found = {seen.value for seen in node.pattern if isinstance(seen.value, SymbolClass)}
    for left_out in range(len(node.pattern)):
        rest = node.pattern[:left_out] + node.pattern[left_out + 1 :]
        if SlotConcept(rest) in nodes:
            found.add(SlotConcept(rest))
    return found


@settings(max_examples=20)
@given(any_batches.filter(bool))
def test_edges_and_levels_follow_the_definition(samples):
    check_graph(slept(samples * 2))


@pytest.mark.thorough
def test_edges_and_levels_of_names():
    check_graph(slept(some_names(200), Recipe(gate=1.0)))


def check_graph(memory):
    graph = memory.graph
    kinds = nx.get_node_attributes(graph, "kind")
    slots = [node for node, kind in kinds.items() if kind == "slot"]
    assert len(kinds) == len(graph)
    assert len(slots) == len(set(slots)) == len(memory.slots(n=None))
    for node in slots:
        expected = below(node, graph)
        assert set(graph.predecessors(node)) == expected
        facts = graph.nodes[node]
        levels = [graph.nodes[one]["r_level"] for one in expected]
        assert facts["r_level"] == 1 + max(levels, default=0)
        assert facts["label"] == str(node)
    for one in memory.slots(n=None):
        facts = graph.nodes[one.concept]
        assert one.r_level == facts["r_level"]
        assert dict(one.synapses) == dict(facts["synapses"])
    classes = {node for node, kind in kinds.items() if kind == "class"}
    members = {node: graph.nodes[node]["members"] for node in classes}
    assert members == {
        SymbolClass(size, number): tuple(group)
        for size, groups in memory.classes().items()
        for number, group in enumerate(groups)
    }
    for node in classes:
        facts = graph.nodes[node]
        assert (facts["r_level"], facts["label"]) == (1, str(node))
        assert not list(graph.predecessors(node))
    # What it learned awake is there as before.
    awake = PlasticMemory().fit(memory).graph
    waking = graph.subgraph([node for node, kind in kinds.items() if kind == "concept"])
    assert nx.utils.graphs_equal(nx.DiGraph(waking), awake.copy())


@pytest.mark.thorough
def test_networkx_works_on_what_sleep_found(names):
    graph = names.graph
    assert nx.is_directed_acyclic_graph(graph)
    kinds = nx.get_node_attributes(graph, "kind")
    assert set(kinds.values()) == {"concept", "slot", "class"}
    node = max(graph.nodes, key=lambda one: graph.nodes[one]["r_level"])
    ancestors = nx.ancestors(graph, node)
    levels = [graph.nodes[one]["r_level"] for one in ancestors]
    assert max(levels) == graph.nodes[node]["r_level"] - 1
    assert len(nx.descendants(graph, SymbolClass(2, 0))) > 10
    assert graph.number_of_nodes() == len(graph) == len(list(graph))
    assert graph.number_of_edges() == len(list(graph.edges))
    own = graph.copy()
    own.remove_node(node)
    assert node in names.graph


def test_the_graph_cannot_be_changed(names):
    graph = names.graph
    slot = names.slots(n=1)[0].concept
    with pytest.raises(nx.NetworkXError):
        graph.add_edge("", slot)
    with pytest.raises(nx.NetworkXError):
        graph.remove_node(slot)
    with pytest.raises(TypeError):
        graph.nodes[slot]["r_level"] = 9
    with pytest.raises(TypeError):
        graph.nodes[slot]["synapses"]["a"] = 9.0
    with pytest.raises(TypeError):
        graph.nodes[SymbolClass(2, 0)]["members"][0] = "b"


@pytest.mark.parametrize("samples", [["ab"], [""], ["a"] * 3], ids=repr)
def test_where_no_slot_concept_was_found_there_is_a_graph_all_the_same(samples):
    memory = slept(samples, Recipe())
    assert memory.slots() == []
    kinds = nx.get_node_attributes(memory.graph, "kind")
    assert len(kinds) == len(memory.graph)
    symbols = sorted(set("".join(samples)))
    assert (
        sorted(one for group in memory.classes().get(2, []) for one in group) == symbols
    )


# Lists ------------------------------------------------------------------------------


def test_slot_concepts_are_listed_by_what_they_save(names):
    found = names.slots(n=None)
    saved = [one.saved for one in found]
    assert saved == sorted(saved, reverse=True)
    assert saved[-1] > 0
    assert names.slots(n=7) == found[:7]
    assert len(names.slots()) == 20
    assert names.slots(n=0) == []
    second = [one for one in found if one.r_level == 2]
    assert names.slots(r_level=2, n=None) == second != []
    assert names.slots(r_level=99) == []
    first = found[0]
    assert repr(first).startswith(f"<Slot '{first.concept}': r_level {first.r_level}")
    assert repr(len(found))[0] in repr(names)


def test_synapses_excite_and_inhibit():
    # Two symbols back decides; what is in between says nothing.
    rng = random.Random(0)
    samples = []
    for _ in range(300):
        key = rng.choice("ab")
        samples.append(key + rng.choice("cdef") + {"a": "x", "b": "y"}[key])
    memory = slept(samples, Recipe())
    slots = {str(one.concept): one for one in memory.slots(n=None)}
    after_a = slots["a·"].synapses
    assert after_a["x"] > 0 > after_a["y"]
    assert set(after_a) == {*"abcdefxy", STOP}
    assert slots["b·"].synapses["x"] < 0 < slots["b·"].synapses["y"]
    with pytest.raises(KeyError):
        after_a["never"]


def test_awake_there_are_none():
    memory = PlasticMemory().fit(["ab"] * 9)
    assert memory.slots() == []
    assert set(nx.get_node_attributes(memory.graph, "kind").values()) == {"concept"}


# Explanations ------------------------------------------------------------------------


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), st.data(), st.booleans(), st.sampled_from([500, 2]))
def test_contributions_add_up_to_the_logarithms(samples, data, anchored, most_symbols):
    recipe = Recipe(
        near=2,
        together=2,
        exact=1,
        gate=0.0,
        fading=((2, 3),),
        most_symbols=most_symbols,
    )
    memory = slept(samples * 2, recipe)
    if data.draw(st.booleans()):  # and since then new symbols came
        memory.learn("xy" if isinstance(samples[0], str) else ("xy", 99))
    held = [*memory.samples]
    prefix = data.draw(st.sampled_from(held))
    prefix = prefix[: data.draw(st.integers(0, len(prefix)))]
    explanation = memory.explain(prefix, anchored=anchored)
    chances = memory.predict_proba(prefix, anchored=anchored)
    assert explanation.probabilities == pytest.approx(chances, rel=1e-12)
    assert list(explanation.probabilities) == list(chances)
    for symbol, chance in chances.items():
        parts = [one.added.get(symbol, 0.0) for one in explanation.contributions]
        assert math.fsum(parts) == pytest.approx(math.log(chance), abs=1e-9)
    *slots, frequency, waking, shift = explanation.contributions
    assert {one.kind for one in slots} <= {"slot"}
    kinds = [frequency.kind, waking.kind, shift.kind]
    assert kinds == ["frequency", "waking", "shift"]
    assert {one.weight for one in slots} <= {frequency.weight}
    length = -1 if anchored else len(prefix)
    used = {
        memory.state.abstractions.weights.at(depth, length, sure)
        for depth in range(9)
        for sure in (0, *SURE)
    }
    assert (waking.weight, frequency.weight) in used
    assert len({round(value, 12) for value in shift.added.values()}) == 1
    assert all(one.concept in memory.graph for one in slots)


def test_an_explanation_names_the_slot_concepts_that_fire(names):
    fired = [
        one.concept for one in names.explain("emm").contributions if one.kind == "slot"
    ]
    assert len(fired) == len(set(fired)) > 5
    graph = names.graph
    by_symbols = {"back": "mme>", "first": "em"}
    for one in fired:
        assert graph.nodes[one]["kind"] == "slot"
        for seen in one.pattern:
            if seen.feature.kind in by_symbols:
                expected = by_symbols[seen.feature.kind][seen.feature.at - 1]
                assert seen.value == (START if expected == ">" else expected)
            elif seen.feature.kind == "runs":
                assert seen.value == 2
            elif seen.feature.kind in ("recall", "match"):
                assert seen.value == (START if seen.feature.at > 1 else "m")
            elif seen.feature.kind == "length":
                assert seen.value == 1
            elif seen.feature.at > 3:
                assert seen.value == START
            else:
                groups = names.classes()[seen.feature.classes]
                assert "mme"[seen.feature.at - 1] in groups[seen.value.number]


def test_it_prints_briefly(names):
    for prefix in ("", "em", "christoph", "zzqx"):
        text = str(names.explain(prefix))
        lines = text.splitlines()
        assert lines[0] == f"after >{prefix}"
        (end,) = (at for at, line in enumerate(lines) if line.startswith(TOTAL))
        assert end < 22
        assert max(map(len, lines)) <= 110
        assert len({len(line) for line in lines[1 : end + 1]}) == 1
        for word in ("(frequency)", "(waking)", "(shift)", "probability"):
            assert word in text
    assert "more)" in str(names.explain("christoph"))


def test_the_printed_rows_add_up_to_the_logarithms(names):
    header, *rows, total = names.explain("christ").table()
    for column in range(4, len(header)):
        logs = sum(float(row[column]) for row in rows)
        assert logs == pytest.approx(math.log(float(total[column])), abs=0.02)


def test_it_is_escaped_in_a_notebook():
    memory = slept(["<b>&", "<i>&"] * 30)
    for prefix in ("", "<b", "<b>", "<i>&"):
        html = memory.explain(prefix)._repr_html_()
        assert "<b>" not in html
        assert "<i>" not in html
        assert html.count("<tr>") == html.count("</tr>") >= 5
    assert "&lt;" in html
    assert "&gt;&lt;i&#x27;&gt;&#x27;&amp;" in html  # a ">" of its own is quoted

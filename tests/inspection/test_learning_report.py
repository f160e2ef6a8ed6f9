"""What learn() tells of a lesson is what happened."""

import copy
import pickle

from hypothesis import given
from hypothesis import strategies as st
from strategies import batches, strings

import plastic
from plastic import PlasticMemory


def strengths(graph):
    return {
        (concept, symbol): strength
        for concept, node in graph.nodes.items()
        for symbol, strength in node["synapses"].items()
    }


@given(batches(), strings, st.integers(1, 3))
def test_a_lesson_tells_all_that_changed(samples, sample, times):
    memory = PlasticMemory().fit(samples)
    before = memory.graph.copy()
    lesson = memory.learn(sample, times=times)
    after = memory.graph
    assert set(lesson.abstracted) == set(after) - set(before)
    lifts = {
        concept: after.nodes[concept]["r_level"] - before.nodes[concept]["r_level"]
        for concept in before
    }
    old = [concept for concept in lesson.lifted if concept in before]
    assert {concept: old.count(concept) for concept in before} == lifts
    potentiated = [(concept, one.next) for one in lesson for concept in one.potentiated]
    fired = [concept for one in lesson for concept in one.fired]
    for concept in before:
        if times == 1:
            grown = after.nodes[concept]["count"] - before.nodes[concept]["count"]
            assert fired.count(concept) == grown
    if times == 1:
        old_strengths = strengths(before)
        for synapse, strength in strengths(after).items():
            if synapse[0] in before:
                assert potentiated.count(synapse) == strength - old_strengths.get(
                    synapse, 0
                )


def test_the_seeds_example():
    memory = PlasticMemory().fit(["rohan", "rehan"])
    lesson = memory.learn("mohan")
    assert lesson.sample == "mohan"
    assert len(lesson) == 7
    first, *_, last = lesson
    assert (first.past, first.next) == ("\ufdd0", "m")
    assert (last.past, last.next, last.potentiated) == ("\ufdd0mohan\ufdd1", None, [])
    assert "ohan\ufdd1" in lesson.abstracted
    assert last.abstracted == "ohan\ufdd1"
    assert last.abstracted_from == "\ufdd0rohan\ufdd1"
    assert lesson[-1] == last
    assert lesson[5:] == [lesson[5], last]


def test_a_concept_that_is_lifted():
    memory = PlasticMemory().fit(["xab", "yab"])
    lesson = memory.learn("zcb")
    (moment,) = [one for one in lesson if "ab" in one.lifted]
    assert (moment.abstracted, moment.abstracted_from) == ("b", "ab")


def test_a_lesson_stays_true_after_more_learning():
    memory = PlasticMemory().fit(["rohan", "rehan"])
    lesson = memory.learn("mohan")
    told = copy.copy(list(lesson))
    memory.forget("mohan")
    memory.partial_fit(["ann", "joan"])
    assert list(lesson) == told


def test_a_lesson_prints():
    memory = PlasticMemory().fit(["rohan", "rehan"])
    lesson = memory.learn("mohan", times=2)
    assert repr(lesson).startswith("<LearningReport 'mohan', 2 times: 14 moments, ")
    assert "\n" not in repr(lesson)
    text = str(lesson)
    assert len(text.splitlines()) == 15
    assert "new: ohan_ from >rohan_" in text


def test_a_report_holds_symbols_and_no_part_of_the_graph():
    memory = plastic.train("names.txt", consolidate=False)
    report = memory.learn("emma")
    told = str(report)
    assert len(pickle.dumps(report)) < 5_000
    memory.forget("emma")
    memory.fit(["x"])
    assert str(report) == told == str(pickle.loads(pickle.dumps(report)))
    long = plastic.PlasticMemory(horizon=99).learn("ab" * 2_000)
    assert len(pickle.loads(pickle.dumps(long))) == len(long)


def test_what_was_evicted_is_told():
    memory = plastic.PlasticMemory(capacity=2).fit(["ava", "mia"])
    report = memory.learn("zoe", times=2)
    assert report.evicted == ["ava", "mia"]
    assert "2 evicted" in repr(report)


def test_a_real_symbol_is_told_from_a_sign():
    memory = PlasticMemory().fit(["a_b", "c_b"])
    report = memory.learn("d_")
    assert "'_' -> _ " in str(report)  # the symbol, then the end
    assert "&#x27;_&#x27;" in report._repr_html_()
    assert "<Concept \"'_'b\"" in repr(memory.concepts())

"""Learning and forgetting one moment: what changes, and that it can be undone."""

from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons, strings
from test_concepts import graph_of

from plastic.core.concepts import ConceptGraph
from plastic.core.learning import forget, learn
from plastic.core.symbols import wrap


def learn_all(concepts, sample):
    sequence = wrap(sample)
    for end in range(1, len(sequence) + 1):
        learn(concepts, sequence, end)


def forget_all(concepts, sample):
    sequence = wrap(sample)
    for end in range(1, len(sequence) + 1):
        forget(concepts, sequence, end)


@given(any_batches.filter(bool), horizons, st.data())
def test_forgetting_restores_the_graph(samples, horizon, data):
    gone = data.draw(st.sampled_from(samples))
    rest = list(samples)
    rest.remove(gone)
    concepts = graph_of(samples, horizon)
    forget_all(concepts, gone)
    concepts.check()
    before = ConceptGraph(gone[:0], horizon)
    for sample in rest:
        learn_all(before, sample)
    assert concepts == before


@given(batches(), strings, st.data())
def test_moments_may_be_forgotten_in_any_order(samples, sample, data):
    concepts = graph_of([*samples, sample])
    sequence = wrap(sample)
    for end in data.draw(st.permutations(range(1, len(sequence) + 1))):
        forget(concepts, sequence, end)
        concepts.check()
    assert concepts == graph_of(samples)


def test_the_lower_door_takes_moments_that_are_no_samples():
    concepts = ConceptGraph((), 24)
    context = ("coarse", "fine", "op")
    for _ in range(2):
        learn(concepts, context, 2)
    assert ("coarse", "fine") in concepts.by_name()
    assert concepts.by_name()[("coarse", "fine")]["synapses"] == {"op": 2}
    for _ in range(2):
        forget(concepts, context, 2)
    assert concepts == ConceptGraph((), 24)


def test_an_event_tells_what_happened():
    concepts = graph_of(["rohan"])
    sequence = wrap("mohan")
    events = [learn(concepts, sequence, end) for end in range(1, len(sequence) + 1)]
    end, path, refactored, lifted, met = events[4]  # past: >moha
    assert end == 5
    assert [node.symbols for node in path] == ["", "oha"]
    assert refactored == ("\ufdd0rohan\ufdd1", 5)
    assert list(lifted) == []
    assert met == 1  # "oha" knew that n comes next: the signal stopped there


def test_lifting_is_told():
    concepts = graph_of(["xab", "yab", "zcb"])
    assert concepts.by_name()["ab"]["r_level"] == 2
    concepts = graph_of(["xab", "yab"])
    assert concepts.by_name()["ab"]["r_level"] == 1
    sequence = wrap("zcb")
    lifted = [
        node.symbols
        for end in range(1, len(sequence) + 1)
        for node in learn(concepts, sequence, end)[3]
    ]
    assert "ab" in lifted
    assert concepts.by_name()["ab"]["r_level"] == 2

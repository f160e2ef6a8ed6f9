"""Python's cyclic collector: held back while much is learned, never while waiting."""

import gc
from contextlib import contextmanager

import pytest

from plastic import PlasticMemory, SampleError
from plastic.state import graph

SAMPLES = [f"{number:04}" for number in range(1_000)]


@contextmanager
def collections():
    """Give a list, and note in it the generation of each collection."""
    begun = []

    def note(phase, facts):
        if phase == "start":
            begun.append(facts["generation"])

    gc.callbacks.append(note)
    try:
        yield begun
    finally:
        gc.callbacks.remove(note)


@pytest.fixture
def _only_what_is_new():
    """Let the collector see nothing of what there is already."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def test_what_is_here_already_is_learned_without_the_collector():
    memory = PlasticMemory().fit(["0000"])
    with collections() as begun:
        memory.partial_fit(SAMPLES)
    assert len(begun) <= 1  # when it works again
    assert gc.isenabled()


def test_the_collector_works_while_the_next_sample_is_awaited():
    enabled = []

    def stream():
        for sample in SAMPLES[:3]:
            enabled.append(gc.isenabled())
            yield sample

    PlasticMemory().partial_fit(stream())
    assert enabled == [True, True, True]


@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
def test_the_collector_works_again_after_a_sample_that_is_refused(verb):
    with pytest.raises(SampleError):
        getattr(PlasticMemory(), verb)(["ab", 3])
    assert gc.isenabled()


@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
def test_a_collector_that_was_off_stays_off(verb):
    gc.disable()
    try:
        getattr(PlasticMemory(), verb)(["ab"])
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.usefixtures("_only_what_is_new")
def test_the_first_predictions_after_much_do_not_wait_for_the_collector(monkeypatch):
    monkeypatch.setattr(graph, "MUCH", 1_000)
    with collections() as begun:
        memory = PlasticMemory().partial_fit(SAMPLES)
        assert 2 in begun
        begun.clear()
        for sample in SAMPLES * 3:
            memory.predict_proba(sample)
        assert 2 not in begun


@pytest.mark.usefixtures("_only_what_is_new")
def test_little_is_not_worth_a_collection():
    with collections() as begun:
        PlasticMemory().fit(SAMPLES[:100])
        assert 2 not in begun

"""What is kept from one predictor to the next is what would be counted anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches

from plastic import START, PlasticMemory
from plastic.consolidation.held_out import Run
from plastic.core.symbols import wrap
from plastic.mixture.waking import WakingExpert, kept_by_target
from plastic.state import remembered

CUTS = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 5)]  # of samples, for pasts in the middle


@pytest.fixture(scope="module", autouse=True)
def _few_are_many():
    """Let it be that concepts of two synapses have many, and three samples are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "MANY", 2)
        patch.setattr(remembered, "LATEST", 3)
        yield


@given(any_batches, st.data())
def test_what_a_predictor_remembers_is_what_it_would_count(samples, data):
    memory = PlasticMemory()
    for sample in samples:
        memory.learn(sample, data.draw(st.integers(1, 4)))
        if data.draw(st.booleans()):
            forgotten = data.draw(st.sampled_from(list(memory.samples)))
            memory.forget(forgotten)
        if data.draw(st.booleans()):
            waking, counted = memory.state.expert, WakingExpert(memory.state.concepts)
            assert waking.unseen_width == counted.unseen_width
            assert waking.symbols == counted.symbols
            for node in memory.state.concepts.nodes():
                past = waking.initial_state(node.symbols)
                assert waking.distribution(past) == counted.distribution(past)


class Letters:
    """Tells three groups of symbols apart."""

    targets = 3

    def target(self, symbol):
        return ord(symbol) % 4 - 1


@given(batches(max_size=6).filter(any), st.data())
def test_what_is_left_of_strengths_and_of_how_often_symbols_came_is_the_same(
    samples, data
):
    memory, code = PlasticMemory(), Letters()
    for sample in samples:
        memory.learn(sample)
        waking = memory.state.expert
        past = data.draw(st.sampled_from([f"{START}{sample}", sample]))
        for end in range(len(past) + 1):
            for _, synapses, discounts, node, _ in waking.terms(past[:end], end)[0]:
                found = waking.kept_by_target(code, node, synapses, discounts)
                counted = kept_by_target(code, synapses, discounts)
                assert found == pytest.approx(counted)


@pytest.mark.thorough
@given(any_batches.filter(len), any_batches, st.data())
def test_a_memory_that_slept_and_learns_on_mixes_as_one_of_the_same_samples(
    samples, others, data
):
    memory = PlasticMemory().fit(samples)
    memory.consolidate()
    kind = type(samples[0])
    for sample in filter(lambda sample: isinstance(sample, kind), others):
        memory.predict_proba()
        memory.learn(sample)
        if data.draw(st.booleans()):
            memory.forget(sample)
        anew = PlasticMemory.__new__(PlasticMemory)
        anew.__setstate__(memory.__getstate__())
        assert memory.predict_proba(sample) == anew.predict_proba(sample)
        assert memory.log_prob(sample) == anew.log_prob(sample)


@given(batches(max_size=6).filter(any), st.data())
def test_who_is_asked_about_what_is_left_out_counts_as_if_anew(samples, data):
    memory = PlasticMemory().fit(samples)
    runs = []
    for sample in data.draw(st.lists(st.sampled_from(samples), min_size=2, max_size=4)):
        begin = data.draw(st.integers(0, len(sample)))
        end = data.draw(st.integers(begin + 1, len(sample) + 1))
        runs.append(Run(sample, 0, begin, end, [], []))
    pasts = [(wrap(run.sample), run.ends()) for run in runs]
    middles = {sample[begin:end] for sample in samples for begin, end in CUTS}

    def ask(waking, sequence, ends):
        counted = WakingExpert(memory.state.concepts)
        counted.left_out = sequence, ends
        for middle in sorted(middles):
            found = waking.terms(middle, len(middle))
            assert found == counted.terms(middle, len(middle))

    memory.state.graph.leave_out(pasts, ask)

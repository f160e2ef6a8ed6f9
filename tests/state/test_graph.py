"""The graph of a state: what is kept from one predictor to the next."""

from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory
from plastic.core.prediction import Predictor


@given(any_batches, st.data())
def test_what_a_predictor_is_told_is_what_it_would_count(samples, data):
    memory = PlasticMemory()
    for sample in samples:
        memory.learn(sample)
        if data.draw(st.booleans()):
            forgotten = data.draw(st.sampled_from(list(memory.samples)))
            memory.forget(forgotten)
        if data.draw(st.booleans()):
            waking = memory.state.graph.predictor
            counted = Predictor(memory.state.concepts)
            assert waking.unseen_width == counted.unseen_width
            past = waking.initial_state(sample[:0])
            assert waking.distribution(past) == counted.distribution(past)

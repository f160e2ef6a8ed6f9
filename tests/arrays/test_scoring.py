"""Many moments at once are as probable as one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, any_strings, batches, strings, tuples

import plastic
from plastic import PlasticMemory
from plastic.state import state

known = st.one_of(batches(strings, 8), batches(tuples, 8)).filter(bool)


def one_by_one(memory, samples):
    expert = memory.state.expert
    return [
        math.fsum(expert.log_probabilities(plastic.core.symbols.wrap(sample), 1))
        for sample in samples
    ]


@given(known, any_batches, st.integers(1, 30), st.booleans())
def test_scores_are_those_of_one_by_one(samples, asked, horizon, closed):
    kind = type(samples[0])
    asked = [sample for sample in asked if type(sample) is kind] + samples
    alphabet = {*"abcd"} if kind is str else {0, 1, 2, 3, "to", "be", (1, "x")}
    memory = PlasticMemory(horizon=horizon, alphabet=alphabet if closed else None)
    memory.fit(samples)
    scores = memory.score_samples(asked * 30)
    expected = one_by_one(memory, asked * 30)
    assert scores == pytest.approx(expected, rel=1e-12, abs=1e-12)
    mean = math.fsum(expected) / sum(len(sample) + 1 for sample in asked * 30)
    assert memory.score(asked * 30) == pytest.approx(mean, abs=1e-12)


@given(batches(any_strings).filter(bool))
def test_symbols_that_were_never_met_are_charged_their_slot(asked):
    memory = PlasticMemory().fit(["abab", "cab", "cab"])
    expected = one_by_one(memory, asked * 20)
    assert memory.score_samples(asked * 20) == pytest.approx(expected, abs=1e-12)


def test_what_can_never_come_has_no_probability():
    memory = PlasticMemory(alphabet="ab").fit(["ab"] * 3)
    assert memory.score_samples(["ac"] * 100)[0] == -math.inf


def test_few_and_many_are_scored_alike_after_learning():
    memory = PlasticMemory().fit(["emma", "emily", "ava"])
    memory.learn("emmy")
    few = [memory.log_prob(name) for name in ("emmy", "zoe")]
    assert memory.score_samples(["emmy", "zoe"] * 200)[:2] == pytest.approx(few)
    assert memory.state.graph.all_rows  # growing anew was worth it
    memory.check()
    memory.forget("emmy")
    memory.check()


def test_a_memory_that_slept_scores_what_it_predicts(tmp_path):
    memory = PlasticMemory().fit(["emma", "emily", "ava", "eva"] * 5)
    memory.consolidate()
    expected = one_by_one(memory, ["emma", "zoe"])
    assert memory.score_samples(["emma", "zoe"] * 50)[:2] == pytest.approx(expected)


def test_a_long_sample_is_surprising_symbol_by_symbol():
    memory = PlasticMemory().fit(["abcab" * 20, "cba"])
    long = "abcabcx" * 50
    expected = memory.state.expert.log_probabilities("\ufdd0" + long + "\ufdd1", 1)
    assert memory.surprise(long) == pytest.approx(-np.array(expected), abs=1e-12)


def test_no_samples_have_no_scores():
    assert PlasticMemory().fit(["a"]).score_samples([]).shape == (0,)
    assert PlasticMemory().score_samples(["a"]).shape == (1,)


def test_rows_are_grown_anew_when_much_is_live(monkeypatch):
    monkeypatch.setattr(state, "MOST_LIVE", 50)
    memory = PlasticMemory().fit(["emma"])
    live = []
    for number in range(400):
        memory.learn(f"{number:x}")
        live.append(memory.state.graph.live)
        if number % 3 == 0:
            memory.forget(f"{number:x}")
    assert max(live) < 50 + len(memory.state.concepts) / 4 + 30
    memory.check()

"""Pasts that walk one after the other are told what they are told together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches, batches, strings, tuples

from plastic import PlasticMemory
from plastic._support.compiled import compiled
from plastic.arrays import scoring
from plastic.arrays.text import encode

known = st.one_of(batches(strings, 8), batches(tuples, 8)).filter(bool)
NAMES = ["emma", "emily", "emmy", "ava", "eva", "ana", "mia", "annabella"] * 2


def told(how, memory, asked):
    """Score; by loops if it is told how they are made quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "is_worth_compiling", lambda *_: how is not None)
        patch.setattr(scoring, "compiled", how)
        scorer = memory.state.graph.scorer
        text = encode(dict.fromkeys(asked, 1))
        return scorer.told(text, scorer._predictor.width)


def check(how, memory, asked):
    for found, by_numpy in zip(told(how, memory, asked), told(None, memory, asked)):
        assert np.array_equal(found, by_numpy)


@settings(max_examples=60)
@given(known, any_batches, st.integers(1, 30))
def test_plain_loops_tell_the_same(samples, asked, horizon):
    kind = type(samples[0])
    asked = [sample for sample in asked if type(sample) is kind] + samples
    check(lambda loop: loop, PlasticMemory(horizon=horizon).fit(samples), asked)


@pytest.mark.thorough  # compiling takes some seconds, once
def test_compiled_loops_tell_the_same():
    pytest.importorskip("numba")
    memory = PlasticMemory().fit(NAMES)
    check(compiled, memory, [*NAMES, "emmanuel", "zoe", "", "wanna"])


@pytest.mark.thorough
def test_with_numba_a_memory_scores_the_same(monkeypatch):
    pytest.importorskip("numba")
    memory = PlasticMemory().fit(NAMES)
    asked = [*NAMES, "emmanuel", "zoe", "", "wanna"] * 30
    monkeypatch.setattr(scoring, "is_worth_compiling", lambda *_: False)
    by_numpy = memory.score_samples(asked)
    monkeypatch.setattr(scoring, "is_worth_compiling", lambda *_: True)
    assert np.array_equal(memory.score_samples(asked), by_numpy)

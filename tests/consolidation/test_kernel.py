"""Compiled loops and numpy find the same, to the last bit."""

import sys

import numpy as np
import pytest

from plastic import PlasticMemory
from plastic._support.compiled import compiled
from plastic.consolidation import expert, strengths
from plastic.consolidation.kernel import multiply, sum_by_value

NAMES = ["emma", "emily", "emmy", "ava", "eva", "ana", "mia", "zoe", "noah", "leo"] * 3


def asleep(monkeypatch, how):
    monkeypatch.setattr(strengths, "compiled", how)
    monkeypatch.setattr(strengths, "WORTH_COMPILING", 0)
    memory = PlasticMemory().fit(NAMES)
    memory.consolidate()
    return memory.state.abstractions


@pytest.mark.parametrize("how", [lambda loop: loop, compiled], ids=["plain", "numba"])
def test_a_sleep_is_the_same(how, monkeypatch):
    if how is compiled:
        pytest.importorskip("numba")
    found, by_numpy = asleep(monkeypatch, how), asleep(monkeypatch, lambda loop: None)
    assert found.weights == by_numpy.weights
    assert np.array_equal(found.keys, by_numpy.keys)
    assert np.array_equal(found.strengths, by_numpy.strengths)


@pytest.mark.parametrize("how", [lambda loop: loop, compiled], ids=["plain", "numba"])
def test_a_prediction_asleep_is_the_same(how, monkeypatch):
    if how is compiled:
        pytest.importorskip("numba")
    memory = PlasticMemory().fit(NAMES)
    memory.consolidate()
    asked = ["", "em", "ava", "xyz", "mia" * 5]
    for anchored in (True, False):
        monkeypatch.setattr(expert, "is_worth_compiling", lambda *_: False)
        by_numpy = [memory.predict_proba(past, anchored=anchored) for past in asked]
        monkeypatch.setattr(expert, "is_worth_compiling", lambda *_: True)
        monkeypatch.setattr(expert, "compiled", how)
        found = [memory.predict_proba(past, anchored=anchored) for past in asked]
        assert found == by_numpy


@pytest.mark.parametrize("histories", [0, 1, 3, 4, 7])
def test_any_number_of_histories_is_multiplied(histories):
    rng = np.random.default_rng(0)
    expected = rng.random((9, 5))
    rows = rng.permutation(9)[:histories]
    of, factors = rng.integers(0, 3, histories), rng.random((3, 5))
    weights, before = rng.random(histories), expected.copy()
    multiply(expected, rows, of, factors, weights)
    changed = before[rows] * factors[of]
    scaled = changed * (weights / changed.cumsum(1)[:, -1])[:, None]
    assert np.array_equal(expected[rows], scaled)
    rest = np.setdiff1d(np.arange(9), rows)
    assert np.array_equal(expected[rest], before[rest])


def test_distributions_are_summed_by_value():
    expected = np.arange(6.0).reshape(3, 2)
    sums = sum_by_value(expected, np.array([0, 1, 2]), np.array([1, 0, 1]), 2)
    assert sums.tolist() == [[2, 3], [4, 6]]
    sums = sum_by_value(expected, np.array([2]), np.array([1]), 2)
    assert sums.tolist() == [[0, 0], [4, 5]]


def test_without_numba_there_is_nothing_compiled(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    assert compiled.__wrapped__(multiply) is None

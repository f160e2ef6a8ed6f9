"""Walking along the sorted pasts finds the columns that numpy finds."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches, batches

from plastic import PlasticMemory
from plastic._support.compiled import compiled, is_worth_compiling
from plastic.arrays import bulk, pasts
from plastic.arrays.bulk import grow
from plastic.arrays.pasts import sort_pasts
from plastic.arrays.text import encode

NAMES = ["emma", "emily", "emmy", "ava", "eva", "ana", "mia", "annabella"] * 2
LONG = ["in the beginning was the word and the word was with the word" * 3, "the word"]
MANY = [(*range(300, 0, -1), *range(0, 300, 7), 299, 298), (5, 4, 3), (5, 4, 3)]

many_symbols = st.lists(st.integers(0, 300), max_size=40).map(tuple)
some = st.one_of(
    any_batches.filter(bool),
    batches(many_symbols, max_size=5).filter(bool),
    st.lists(st.sampled_from(["abcabcabc" * 4, "", "a" * 50, "abc"]), min_size=1),
)


def through(how, samples, horizon):
    """Grow; by loops if it is told how they are made quick."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (bulk, pasts):
            patch.setattr(module, "is_worth_compiling", lambda *_: how is not None)
            patch.setattr(module, "compiled", how)
        text = encode(Counter(samples))
        return text, sort_pasts(text, horizon), *grow(text, horizon)


def check(how, samples, horizon):
    text, sorted_, columns, tally = through(how, samples, horizon)
    _, by_numpy, expected, counted = through(None, samples, horizon)
    for found, known in zip(sorted_[1:], by_numpy[1:]):
        assert np.array_equal(found, known)
    for name, found, known in zip(columns._fields, columns, expected):
        if name == "ends":  # of equal pasts either may be the first
            lengths = columns.lengths.tolist()
            found, known = (
                [text.cut(end - n, end) for end, n in zip(ends.tolist(), lengths)]
                for ends in (found, known)
            )
            assert found == known
        else:
            assert np.array_equal(found, known), name
            assert found.dtype == known.dtype
    assert tally == counted


@settings(max_examples=30)
@given(some, st.integers(1, 30))
def test_plain_loops_find_the_same(samples, horizon):
    check(lambda loop: loop, samples, horizon)


@pytest.mark.thorough  # compiling takes some seconds, once
@pytest.mark.parametrize("samples", [NAMES, LONG, MANY], ids=["names", "long", "many"])
def test_compiled_loops_find_the_same(samples):
    pytest.importorskip("numba")
    for horizon in (1, 5, 24):
        check(compiled, samples, horizon)


def test_very_many_symbols_at_once_are_left_to_numpy(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_CELLS", 0)
    asked = []
    how = lambda loop: asked.append(loop.__name__) or loop  # noqa: E731
    check(how, [(*range(40),), (*range(1, 40),)], 24)
    assert "count" in asked


@pytest.mark.thorough
def test_with_numba_a_memory_is_the_same(monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.setattr(bulk, "WORTH_COMPILING", 0)
    monkeypatch.setattr(pasts, "WORTH_COMPILING", 0)
    memory = PlasticMemory().fit(NAMES)
    one_by_one = PlasticMemory()
    for name in NAMES:
        one_by_one.learn(name)
    assert memory.state.graph.concepts == one_by_one.state.graph.concepts


def test_numba_is_used_for_much_or_if_it_is_there(monkeypatch):
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    assert is_worth_compiling(10, 10)
    assert not is_worth_compiling(9, 10)
    monkeypatch.setitem(sys.modules, "numba", np)
    assert is_worth_compiling(1, 10)
    assert not is_worth_compiling(0, 10)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not is_worth_compiling(9, 10)

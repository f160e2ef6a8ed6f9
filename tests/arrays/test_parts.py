"""A graph that grew part by part is the one that grew at once, bit for bit."""

import pickle
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_strings, batches, strings, tuples

from plastic.arrays import bulk, parts
from plastic.arrays.pasts import sort_pasts
from plastic.arrays.text import encode

many_symbols = st.lists(st.integers(0, 300), max_size=40).map(tuple)
some = st.one_of(
    *(batches(kind).filter(bool) for kind in (strings, tuples, any_strings)),
    batches(many_symbols, max_size=5).filter(bool),
    st.lists(st.sampled_from(["abcabcabc" * 4, "", "a" * 50, "abc"]), min_size=1),
)


def grown(text, horizon, most, elsewhere=lambda part: part):
    pasts = sort_pasts(text, horizon)
    found = [elsewhere((text, run)) for run in parts.runs(pasts, most)]
    return parts.join([bulk.grow_part(*part) for part in found], text)


@given(some, st.integers(1, 30), st.integers(1, 100))
def test_the_columns_are_those_grown_at_once(samples, horizon, most):
    text = encode(Counter(samples))
    columns, tally = grown(text, horizon, most)
    expected, counted = bulk.grow(text, horizon)
    for name, column, wanted in zip(columns._fields, columns, expected):
        assert column.dtype == wanted.dtype, name
        assert np.array_equal(column, wanted), name
    assert tally == counted


TEXT = encode({"emma": 3, "emmy": 1, "ava": 1})


def test_no_last_symbol_is_in_two_parts_and_all_are_in_one():
    runs = parts.runs(sort_pasts(TEXT, 24), most=1)
    ends = [set(TEXT.codes[run.places].tolist()) for run in runs]
    assert len(ends) == len(TEXT.symbols) - 1
    assert sum(map(len, ends)) == len(set().union(*ends))


def test_parts_may_grow_elsewhere():
    columns, tally = grown(TEXT, 24, 1, lambda part: pickle.loads(pickle.dumps(part)))
    expected, counted = bulk.grow(TEXT, 24)
    assert all(map(np.array_equal, columns, expected))
    assert tally == counted


def test_a_long_text_grows_in_parts(monkeypatch):
    expected, counted = bulk.grow(TEXT, 24)
    found = []
    grow_part = bulk.grow_part
    monkeypatch.setattr(
        bulk, "grow_part", lambda *given: (found.append(given), grow_part(*given))[1]
    )
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 4)
    columns, tally = bulk.grow(TEXT, 24, progress=False)
    assert len(found) > 1
    assert all(map(np.array_equal, columns, expected))
    assert tally == counted

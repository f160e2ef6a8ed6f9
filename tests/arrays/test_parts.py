"""A graph that grew part by part is the one that grew at once, bit for bit."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_strings, batches, strings, tuples

from plastic.arrays import bulk, parts
from plastic.arrays.text import encode

many_symbols = st.lists(st.integers(0, 300), max_size=40).map(tuple)
some = st.one_of(
    *(batches(kind).filter(bool) for kind in (strings, tuples, any_strings)),
    batches(many_symbols, max_size=5).filter(bool),
    st.lists(st.sampled_from(["abcabcabc" * 4, "", "a" * 50, "abc"]), min_size=1),
)


@given(some, st.integers(1, 30), st.integers(1, 100))
def test_the_columns_are_those_grown_at_once(samples, horizon, most):
    text = encode(Counter(samples))
    columns, tally = parts.grow(text, horizon, most)
    expected, counted = bulk.grow(text, horizon)
    for name, column, wanted in zip(columns._fields, columns, expected):
        assert column.dtype == wanted.dtype, name
        assert np.array_equal(column, wanted), name
    assert tally == counted


def test_no_last_symbol_is_in_two_parts_and_all_are_in_one():
    text = encode({"emma": 3, "emmy": 1, "ava": 1})
    found = []

    def each(grow, runs):
        for run in runs:
            found.append(set(text.codes[run.places].tolist()))
            yield grow(run)

    parts.grow(text, 24, most=1, each=each)
    assert len(found) == len(text.symbols) - 1
    assert sum(map(len, found)) == len(set().union(*found))


@pytest.mark.parametrize("most", [1, 10, 1_000])
def test_parts_may_grow_elsewhere(most):
    import pickle

    def elsewhere(grow, runs):
        return (pickle.loads(pickle.dumps(grow))(run) for run in runs)

    text = encode({"emma": 3, "emmy": 1, "ava": 1})
    columns, tally = parts.grow(text, 24, most, elsewhere)
    expected, counted = bulk.grow(text, 24)
    assert all(map(np.array_equal, columns, expected))
    assert tally == counted

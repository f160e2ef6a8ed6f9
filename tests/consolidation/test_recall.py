"""Recall: what followed the last time, at one moment and at all of them."""

import numpy as np
import pytest
from by_definition import ahead, best_match
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic.consolidation import recall as module
from plastic.consolidation.recall import LONGEST, recall, recall_all
from plastic.consolidation.symbol_codes import SymbolIndex, encode

orders = st.lists(st.integers(1, 7), unique=True, max_size=4).map(sorted)
pasts = st.one_of(
    st.text(alphabet="abc", max_size=12),
    # Long enough for matches of more than the longest length.
    st.builds(
        lambda cycle, times, rest: (cycle * times + rest)[-60:],
        st.text(alphabet="ab", min_size=1, max_size=20),
        st.integers(1, 30),
        st.text(alphabet="ab", max_size=3),
    ),
)
reaches = st.one_of(st.integers(2, 12), st.just(module.REACH))
NOTHING = 7


def by_definition(past, orders):
    """Look up, place by place, what `recall` is to find."""
    places = [ahead(past, order) for order in orders]
    followed = [NOTHING if place is None else ord(past[place]) for place in places]
    place, length = best_match(past, orders)
    return followed, NOTHING if place is None else ord(past[place]), length


@given(pasts, orders)
def test_recall_is_what_followed_the_last_time(past, orders):
    assert tuple(recall(past, orders, NOTHING)) == by_definition(past, orders)


@pytest.mark.parametrize(
    ("past", "followed", "match", "length"),
    [
        ("", "--", "-", 0),
        ("a", "--", "-", 0),
        ("ab", "--", "-", 0),
        ("aba", "b-", "b", 1),
        ("abab", "aa", "a", 2),
        ("aa", "a-", "a", 1),
        ("aaa", "aa", "a", 2),  # a past may overlap itself
        ("abcabdab", "dd", "d", 2),  # the last time, not the first
        ("xabyxab", "yy", "y", 3),  # alike further than the longest order
        ("bxaby" + "ab", "yy", "y", 2),
        ("ab" * 30, "aa", "a", LONGEST),
    ],
)
def test_examples(past, followed, match, length):
    def number(symbol):
        return NOTHING if symbol == "-" else ord(symbol)

    expected = [number(symbol) for symbol in followed], number(match), length
    assert tuple(recall(past, [1, 2], NOTHING)) == expected


def corpus(samples, most_symbols=500):
    counts = {sample: samples.count(sample) for sample in samples}
    code = SymbolIndex(counts, most_symbols)
    return encode(counts, code), code


def assert_same(text, code, orders, reach=module.REACH):
    """Compare all moments at once with each of them."""
    followed, match, length = recall_all(text, orders, code.boundary)
    assert len(followed) == len(orders)
    for start, moments in zip(text.starts.tolist(), text.lengths.tolist()):
        sample = "".join(map(chr, text.numbers[start : start + moments].tolist()))
        for place in range(moments):
            past = sample[max(0, place - reach) : place]
            expected = recall(past, orders, code.boundary)
            moment = start + place
            assert [int(numbers[moment]) for numbers in followed] == expected.followed
            assert (match[moment], length[moment]) == (expected.match, expected.length)


@given(any_batches.filter(bool), orders, st.sampled_from([500, 2]))
def test_all_moments_recall_as_each_of_them(samples, orders, most_symbols):
    assert_same(*corpus(samples, most_symbols), orders)


@given(st.lists(pasts, min_size=1, max_size=3), orders, reaches)
def test_what_is_out_of_reach_is_not_recalled(samples, orders, reach):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "REACH", reach)
        assert_same(*corpus(samples), orders, reach)


def test_the_reach_is_to_the_symbol(monkeypatch):
    text, code = corpus(["abxxab"])
    for reach, recalled in ((5, False), (6, True)):
        monkeypatch.setattr(module, "REACH", reach)
        (followed,), _, length = recall_all(text, [2], code.boundary)
        assert (followed[6] == code.number("x")) == recalled
        assert length[6] == 2 * recalled


def test_nothing_of_another_sample_is_recalled():
    text, code = corpus(["ab", "abc", "ba", "cab"])
    followed, match, length = recall_all(text, [1, 2], code.boundary)
    for seen in (*followed, match):
        assert (seen == code.boundary).all()
    assert not length.any()


def test_what_is_not_told_apart_is_alike():
    text, code = corpus(["a" * 9, "xayaz"], most_symbols=1)
    (followed,), _, _ = recall_all(text, [2], code.boundary)
    assert followed[text.starts[1] + 4] == code.other  # after xaya: xa, then y


def test_samples_shorter_than_an_order_end_the_search():
    text, code = corpus(["abab", "aba"])
    (followed,), match, _ = recall_all(text, [10**15], code.boundary)
    assert (followed == code.boundary).all()
    assert (match == code.boundary).all()


def test_without_orders_nothing_is_recalled():
    text, code = corpus(["abab"])
    followed, match, length = recall_all(text, [], code.boundary)
    assert followed == []
    assert np.array_equal(match, np.full(5, code.boundary))
    assert not length.any()
    assert tuple(recall("abab", [], NOTHING)) == ([], NOTHING, 0)

"""The graph that is grown at once is the one that is grown moment by moment."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, any_strings, batches, strings, tuples

from plastic.arrays.bulk import grow
from plastic.arrays.rows import Rows, highest, stand_on
from plastic.arrays.text import encode
from plastic.core.concepts import ConceptGraph
from plastic.core.learning import forget, learn
from plastic.core.symbols import wrap

horizons = st.integers(1, 30)


def taught(concepts, samples, how=learn):
    for sample in samples:
        sequence = wrap(sample)
        for end in range(1, len(sequence) + 1):
            how(concepts, sequence, end)
    return concepts


def live(samples, horizon):
    return taught(ConceptGraph(samples[0][:0], horizon), samples)


def bulk(samples, horizon):
    concepts = ConceptGraph(samples[0][:0], horizon)
    text = encode(Counter(samples))
    columns, tally = grow(text, horizon)
    stand_on(concepts, Rows(columns, text, horizon), tally)
    return concepts


many_symbols = st.lists(st.integers(0, 300), max_size=40).map(tuple)
some = st.one_of(
    *(batches(kind).filter(bool) for kind in (strings, tuples, any_strings)),
    batches(many_symbols, max_size=5).filter(bool),
    st.lists(st.sampled_from(["abcabcabc" * 4, "", "a" * 50, "abc"]), min_size=1),
)


@given(some, horizons)
def test_it_equals_the_graph_that_learned_one_by_one(samples, horizon):
    grown = bulk(samples, horizon)
    assert grown == live(samples, horizon)
    grown.check()
    assert highest(grown) == max(node["r_level"] for node in grown.nodes())


@given(any_batches.filter(bool), any_batches.filter(bool), horizons, st.randoms())
def test_learning_and_forgetting_go_on_from_it(samples, more, horizon, random):
    if type(samples[0]) is not type(more[0]):
        more = samples[::-1]
    gone = random.sample(samples + more, random.randint(0, len(samples + more)))
    grown, by_hand = bulk(samples, horizon), live(samples, horizon)
    for concepts in (grown, by_hand):
        taught(concepts, more)
        taught(concepts, gone, forget)
    assert grown == by_hand
    assert len(grown) == len(list(grown.nodes()))
    assert highest(grown) == highest(by_hand)
    grown.check()


def test_an_event_is_told_alike():
    samples = ["rohan", "mohan", "rehan", "ohana", "hanna"]
    grown, by_hand = bulk(samples, 24), live(samples, 24)
    for sample in ("xohan", "banana", "han"):
        sequence = wrap(sample)
        for end in range(1, len(sequence) + 1):
            told = [
                (
                    [node.symbols for node in path],
                    {(node.symbols, node["r_level"]) for node in lifted},
                    met,
                )
                for _, path, _, lifted, met in (
                    learn(grown, sequence, end),
                    learn(by_hand, sequence, end),
                )
            ]
            assert told[0] == told[1]


def test_more_symbols_than_fit_a_byte_and_more_words_than_one():
    samples = [tuple(range(start, start + 40)) for start in range(0, 600, 7)]
    samples += [sample[:-1] + (-1,) for sample in samples]
    assert bulk(samples, 30) == live(samples, 30)


def test_what_nobody_looked_at_is_not_made():
    grown = bulk([f"{letter}{number}" for letter in "abc" for number in range(99)], 24)
    rows = grown.root.branches.rows
    assert rows.made == 0
    assert len(list(grown.nodes())) == len(rows)  # listing makes nothing
    grown.check()
    assert rows.made == 0
    taught(grown, ["a5"])
    assert 0 < rows.made < 20


@pytest.mark.parametrize("times", [1, 2, 10**12])
def test_counts_are_as_large_as_they_may_be(times):
    text = encode({"ab": times, "b": 1})
    columns, _ = grow(text, 24)
    assert columns.counts.max() == 3 * times + times + 3

"""Moments held out: which they are, and what is told of them in the middle."""

import numpy as np
import pytest
from by_definition import is_told
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory, Recipe
from plastic.consolidation.held_out import (
    FEWEST_RUNS,
    LONGEST_RUN,
    MOST,
    MOST_FOLDED,
    MOST_FOLDS,
    hold_out,
)
from plastic.consolidation.symbol_codes import SymbolIndex, encode
from plastic.consolidation.templates import RECALL
from plastic.mixture.weights import LONGEST_MIDDLE, SHORTEST_MIDDLE

SMALL = Recipe(near=2, together=2, exact=1, fading=((2, 4),), deep=3, recall=(1, 2))


def corpus(samples):
    code = SymbolIndex(samples, 500)
    return encode(samples, code), code


@given(
    any_batches.filter(bool),
    st.integers(1, 50),
    st.sampled_from([1, MOST_FOLDED // 3, 10 * MOST_FOLDED]),
)
def test_folds_are_moments_of_the_corpus(samples, times, cells):
    text, _ = corpus(dict.fromkeys(samples, times))
    folds = hold_out(text, 10, cells)
    assert 1 <= len(folds) <= max(1, min(MOST_FOLDS, MOST_FOLDED // cells))
    lived = int(text.times.sum())
    held_out = np.concatenate([fold.held_out for fold in folds])
    # Each as often as it was lived at the most.
    assert (np.bincount(held_out, minlength=len(text.times)) <= text.times).all()
    for runs, of_fold, moments, lengths in folds:
        assert 1 <= len(moments) == len(lengths) <= len(of_fold) <= max(1, lived // 10)
        assert {*moments.tolist()} <= {*of_fold.tolist()}
        places = text.places()[moments]
        assert places.tolist() == [place for run in runs for place in run.asked]
        in_a_row = [place for run in runs for place in range(run.begin, run.end)]
        assert text.places()[of_fold].tolist() == in_a_row
        assert (lengths <= np.minimum(places, LONGEST_MIDDLE)).all()
        assert (lengths >= np.minimum(places, SHORTEST_MIDDLE)).all()
    again = hold_out(text, 10, cells)
    assert [fold.moments.tolist() for fold in again] == [
        fold.moments.tolist() for fold in folds
    ]


def test_what_is_held_out_is_a_whole_sample_if_it_is_no_long_one():
    samples = {
        letter * length: 1 for length, letter in enumerate("abcdefghijklmnopqrst", 20)
    }
    text, _ = corpus(samples)
    for fold in hold_out(text, 10, 1_000):
        for run in fold.runs:
            assert (run.begin, run.end) == (0, len(run.sample) + 1)
            assert run.ends() == range(1, len(run.sample) + 3)  # of >sample_


def test_of_one_long_sample_a_tenth_is_held_out_in_one_run():
    text, _ = corpus({"abcdefghij" * 3_000: 1})
    (fold,) = hold_out(text, 10, 10 * MOST_FOLDED)
    (run,) = fold.runs
    assert run.end - run.begin == 3_000 == len(run.asked)
    text, _ = corpus({"abcdefghij" * 150_000: 1})
    (fold,) = hold_out(text, 10, 10 * MOST_FOLDED)
    (run,) = fold.runs
    assert run.end - run.begin == LONGEST_RUN  # less than a tenth
    assert len(run.asked) == MOST


def test_many_runs_are_asked_where_there_are_many():
    text, _ = corpus({letter * 3_000: 1 for letter in map(chr, range(200, 600))})
    runs = [run for fold in hold_out(text, 10, 1_000) for run in fold.runs]
    assert len(runs) >= FEWEST_RUNS  # though one alone has enough moments


def test_of_many_moments_few_are_held_out():
    text, _ = corpus({"abcdefghij" * 5 + chr(at): 4 for at in range(200, 700)})
    folds = hold_out(text, 10, 1_000)
    assert sum(len(fold.moments) for fold in folds) == MOST
    # Where waking meets many symbols, or a sweep holds much, fewer.
    less = sum(len(fold.moments) for fold in hold_out(text, 20_000, 1_000))
    assert MOST // 10 <= less < MOST
    assert len(hold_out(text, 10, 10 * MOST_FOLDED)) == 1
    every = np.concatenate([fold.lengths for fold in folds])
    assert {*every.tolist()} >= {*range(SHORTEST_MIDDLE, LONGEST_MIDDLE + 1)}


@settings(max_examples=30)
@given(any_batches.filter(any))
def test_in_the_middle_templates_are_seen_that_look_no_further(samples):
    memory = PlasticMemory(recipe=SMALL).fit(samples)
    memory.consolidate()
    histories = memory.state.abstractions.histories
    text = encode(memory.samples, memory.state.abstractions.code)
    classes = memory.classes()
    for fold in hold_out(text, 10, 1_000):
        for k, template in enumerate(histories.templates):
            whole, middle = np.split(fold.sees(histories, k), 2)
            assert whole.all()
            told = [
                all(
                    feature.kind not in RECALL
                    and is_told(feature, (0,) * length, classes, SMALL)
                    for feature in template
                )
                for length in fold.lengths.tolist()
            ]
            assert middle.tolist() == told


@pytest.mark.parametrize("samples", [[""], ["a"], ["ab", ""]], ids=repr)
def test_one_moment_is_enough(samples):
    text, _ = corpus(dict.fromkeys(samples, 1))
    (fold, *_) = hold_out(text, 10, 100)
    assert len(fold.moments) == 1
    row_of = np.arange(len(text.numbers))[::-1]
    (row,) = row_of[fold.moments].tolist()
    assert fold.rows(row_of).tolist() == [row, row]

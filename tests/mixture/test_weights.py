"""Weights: those under which what came was most probable, band by band."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic.mixture import weights as module
from plastic.mixture.weights import (
    DEPTHS,
    LONGEST_MIDDLE,
    PARTS,
    SHORTEST_MIDDLE,
    SURE,
    WHOLE,
    WeightTable,
    band,
    bands,
    mixing_weights,
)

BANDS = len(WeightTable.everywhere(1.0, 0.0)) - 1


def told(rng, came, symbols, skill):
    """Give the log-probabilities of somebody who knows so much of what comes."""
    logs = rng.normal(size=(len(came), symbols))
    logs[np.arange(len(came)), came] += skill
    return logs - np.log(np.exp(logs).sum(1, keepdims=True))


def experts(skills, moments=400, seed=0):
    rng = np.random.default_rng(seed)
    came = rng.integers(0, 5, moments)
    return came, [told(rng, came, 5, skill) for skill in skills]


def goodness(weights, logs, came, expected, strength):
    """Give the log-probability of what came, less what leads away from a belief."""
    mixed = sum(weight * each for weight, each in zip(weights, logs))
    chances = mixed - np.log(np.exp(mixed).sum(1, keepdims=True))
    away = np.subtract(weights, expected)
    return chances[np.arange(len(came)), came].sum() - strength / 2 * (away @ away)


def all_alike(came):
    """Give depths and lengths of moments of one band."""
    return np.zeros(len(came), int), np.full(len(came), -1)


# What is found -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "skills", [(2, 2), (0, 2), (2, 0), (3, 3), (0, 0), (-1, 2), (1, 5)]
)
def test_weights_of_two_are_the_most_probable_ones(skills):
    came, logs = experts(skills)
    found = mixing_weights(logs[0], logs[1:], came, *all_alike(came))[0]
    how = logs, came, (0.25, 0.75), 30  # as if 30 moments spoke for this
    steps = np.linspace(0, 3, 61)
    best = max(goodness((a, b), *how) for a in steps for b in steps)
    assert goodness(found, *how) >= best - 0.05
    assert min(found) >= 0


@pytest.mark.parametrize("skills", [(1, 2, 3), (2, 2, 2), (0, 3, 0), (3, 0, 3)])
def test_weights_of_three_are_the_most_probable_ones(skills):
    came, logs = experts(skills)
    found = mixing_weights(logs[0], logs[1:], came, *all_alike(came))[0]
    how = logs, came, (0.25, 0.375, 0.375), 30
    steps = np.linspace(0, 2, 21)
    best = max(goodness((a, b, c), *how) for a in steps for b in steps for c in steps)
    assert goodness(found, *how) >= best - 0.01


def test_who_see_different_things_and_agree_are_more_certain_together():
    came, logs = experts((2, 2))
    assert sum(mixing_weights(logs[0], logs[1:], came, *all_alike(came))[0]) > 1.5
    # Who sees nothing but noise is not believed, nor is it taken for 1 together.
    came, logs = experts((0, 0))
    assert sum(mixing_weights(logs[0], logs[1:], came, *all_alike(came))[0]) < 0.5


def test_few_moments_change_the_belief_little():
    came, logs = experts((3, -3), moments=1)
    table = mixing_weights(logs[0], logs[1:], came, *all_alike(came))
    assert table[0] == pytest.approx((0.25, 0.75), abs=0.15)


def test_nobody_else_has_no_weights():
    came, logs = experts((2,))
    table = mixing_weights(logs[0], [], came, *all_alike(came))
    assert {len(weights) for weights in table} == {1}


# Bands -------------------------------------------------------------------------------


def test_each_band_has_its_own_weights_and_believes_in_those_of_all():
    came, (one, other) = experts((3, 3), moments=900)
    depths = np.repeat([0, 5, 20], 300)
    # Waking knows the deep ones, sleep the shallow ones.
    one[:300], other[600:] = one[:300].mean(), other[600:].mean()
    lengths = np.full(900, -1)
    table = mixing_weights(one, [other], came, depths, lengths)
    assert table.at(0)[0] < table.at(5)[0]
    assert table.at(20)[1] < table.at(5)[1]
    sure = np.searchsorted(SURE, np.exp(one.max(1)), "right")
    for depth in (0, 5, 20):
        here = depths == depth
        both = np.stack([one[here], other[here]])
        of_depth = module._most_probable(both, came[here], np.array(table[0]), 100)
        for part in np.unique(sure[here]):
            here = (depths == depth) & (sure == part)
            how = [one[here], other[here]], came[here], of_depth, 100
            steps = np.linspace(0, 3, 61)
            best = max(goodness((a, b), *how) for a in steps for b in steps)
            found = table.at(depth, sure=(0, *SURE)[part])
            assert goodness(found, *how) >= best - 0.01
    assert len({table.at(0, sure=0), *(table.at(5, sure=sure) for sure in SURE)}) == 4


def test_a_band_without_moments_has_the_weights_of_all():
    came, logs = experts((1, 2))
    table = mixing_weights(logs[0], logs[1:], came, *all_alike(came))
    assert table[0] not in table[1 : 1 + PARTS]
    assert {*table[1 + PARTS :]} == {table[0]}


def test_what_begins_in_the_middle_counts_there_only():
    came, logs = experts((1, 2))
    depths, lengths = all_alike(came)
    before = mixing_weights(logs[0], logs[1:], came, depths, lengths)
    # The same again as if it began in the middle, where waking alone is right.
    sure = np.full((400, 5), -9.0)
    sure[np.arange(400), came] = 0
    table = mixing_weights(
        np.concatenate([logs[0], sure]),
        [np.concatenate([logs[1], logs[1][::-1]])],
        np.tile(came, 2),
        np.tile(depths, 2),
        np.concatenate([lengths, np.full(400, 3)]),
    )
    assert table.at(0, 3)[1] < before.at(0)[1]
    changed = [at for at in range(len(table)) if table[at] != before[at]]
    assert changed == [1 + band(0, length) for length in range(2, 8)]
    # Of other lengths it is expected, too, but less than of this one.
    assert table.at(0, 3)[1] < table.at(0, 2)[1] < before.at(0, 2)[1]


def test_moments_of_which_too_little_is_told_count_nowhere():
    came, logs = experts((1, 2))
    depths, lengths = all_alike(came)
    before = mixing_weights(logs[0], logs[1:], came, depths, lengths)
    short = np.concatenate([lengths, np.zeros(400, int)])
    twice = [np.concatenate([each, each[::-1]]) for each in logs]
    after = mixing_weights(
        twice[0], twice[1:], np.tile(came, 2), np.tile(depths, 2), short
    )
    assert after == before


@given(st.integers(0, 30), st.integers(-1, 30), st.floats(0, 1))
def test_every_past_has_a_band(depth, length, sure):
    number = band(depth, length, sure)
    if length in range(SHORTEST_MIDDLE):
        assert number == -1
    elif length in range(SHORTEST_MIDDLE, LONGEST_MIDDLE + 1):
        assert number == WHOLE + length - SHORTEST_MIDDLE < BANDS
    else:
        depths = sum(begin <= depth for begin in DEPTHS)
        assert number == depths * PARTS + sum(begin <= sure for begin in SURE) < WHOLE
        assert bands(np.array([depth]), np.array([sure])).tolist() == [number]


def test_a_table_gives_the_weights_of_the_band():
    table = WeightTable((float(number), number / 2) for number in range(1 + BANDS))
    assert table.at(2) == (1.0, 0.5)
    assert table.at(2, sure=0.6) == (3.0, 1.5)
    assert (
        table.at(3) == table.at(5) == table.at(5, 20) == (1.0 + PARTS, (1 + PARTS) / 2)
    )
    assert table.at(1000, sure=1.0) == (WHOLE, WHOLE / 2)
    assert table.at(0, LONGEST_MIDDLE) == table.at(1000, LONGEST_MIDDLE) == table[-1]
    assert table.at(0, 0) == table.at(9, SHORTEST_MIDDLE - 1) == (1.0, 0.0)
    assert WeightTable.everywhere(0.5, 0.7, 0.1).at(9, 4) == (0.5, 0.7, 0.1)
    assert WeightTable.everywhere(0.5, 0.7, 0.1).at(9, 0) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda table: pickle.loads(pickle.dumps(table))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_copies_are_tables(copied):
    table = WeightTable.everywhere(0.5, 0.7)
    assert copied(table) == table
    assert copied(table).at(4) == (0.5, 0.7)


def test_it_settles_soon(monkeypatch):
    calls, real = [], module._line

    def counted(*arguments):
        calls.append(1)
        return real(*arguments)

    monkeypatch.setattr(module, "_line", counted)
    came, logs = experts((2, 2), moments=2000)
    mixing_weights(logs[0], logs[1:], came, *all_alike(came))
    assert len(calls) < 60  # of the 240 that there may be

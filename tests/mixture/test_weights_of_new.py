"""Weights of a memory that tells new from known: the best by their definition."""

import numpy as np
import pytest

from plastic.mixture.weights import DEPTHS, PARTS, WHOLE, Held, WeightTable
from plastic.mixture.weights_of_new import Drawn, climb, weights_of_new

USUAL = WeightTable.everywhere(0.3, 0.8)
NEW = np.array([1.0, 0.0])


def moments(skills, count, seed, bands=1):
    """Give moments of which experts know so much of what comes."""
    rng = np.random.default_rng(seed)
    came = rng.integers(0, 5, count)
    logs = rng.normal(size=(len(skills), count, 5))
    logs[:, np.arange(count), came] += np.array(skills)[:, None]
    return Held(logs, came, np.arange(count) % bands * PARTS)


def drawn(skills, samples, length, of_all, seed=1, bands=1):
    """Give known samples of one length that stand for so many."""
    held = moments(skills, samples * length, seed, bands)
    of = np.repeat(np.arange(samples), length)
    return Drawn(held, of, np.ones(samples, int), np.full(samples, of_all / samples))


def worth(weights, held, known, shares, samples):
    """Weigh what came against what is known, by the definition."""
    masses = np.zeros(len(shares))
    logs = np.bincount(known.of, known.held.log_chances(np.array(weights)))
    np.add.at(masses, known.times, np.exp(logs) * known.factors)
    masses[0] = 1 - masses.sum()
    away = np.subtract(weights, USUAL[0])
    came = held.log_chances(np.array(weights)).sum()
    return came - samples * (shares @ np.log(masses)) - 15 * (away @ away)


@pytest.mark.thorough
@pytest.mark.parametrize("skills", [(2, 2), (1, 2), (0, 2), (2, 1)])
def test_they_are_the_most_worth(skills):
    held, known = moments(skills, 800, 0), drawn((2.5, 2.5), 20, 4, 1.0)
    shares = np.array([0.9, 0.1])
    found = weights_of_new(held, known, shares, 200.0, USUAL)[0]
    how = held, known, shares, 200.0
    steps = np.linspace(0, 3, 61)
    best = max(worth((a, b), *how) for a in steps for b in steps)
    # The finest step is .025, and digits are seven.
    assert worth(found, *how) >= best - 0.1
    assert min(found) >= 0


def test_who_need_not_hold_back_with_what_is_known_is_bolder():
    held = moments((1, 1), 800, 0)
    nothing = drawn((4, 4), 20, 4, 0.001)
    much = drawn((4, 4), 20, 4, 1.0)
    before = weights_of_new(held, nothing, NEW, 200.0, USUAL)
    after = weights_of_new(held, much, NEW, 200.0, USUAL)
    assert sum(after[0]) > sum(before[0]) + 0.1


def test_of_all_that_is_known_more_than_all_leaves_next_to_nothing():
    held, known = moments((1, 1), 80, 0), drawn((9, 9), 20, 4, 1e6)
    table = weights_of_new(held, known, NEW, 20.0, USUAL)
    assert np.isfinite(np.array(table)).all()


def test_each_band_goes_its_own_way_a_little_and_the_middle_keeps_its_own():
    held = moments((2, 2), 2_000, 0, bands=2)
    held.logs[0, 1::2] *= -1  # waking is wrong about the second band
    known = drawn((1, 1), 20, 4, 1.0, bands=2)
    table = weights_of_new(held, known, NEW, 500.0, USUAL)
    assert table.at(0)[0] > table.at(DEPTHS[0])[0] + 0.1
    assert {table.at(depth) for depth in DEPTHS[1:]} == {table[0]}
    assert [*table[1 + WHOLE :]] == [*USUAL[1 + WHOLE :]]


def test_it_climbs_along_a_ridge_and_never_below_nothing():
    found = climb(lambda w: -abs(w.sum() + 1) - w[0], np.array([0.5, 0.5]), (0.2, 0.1))
    assert found.tolist() == [0, 0]
    found = climb(lambda w: -abs(w[0] - w[1]) - abs(w[0] - 1), np.zeros(2), (0.3, 0.1))
    assert found == pytest.approx([1, 1])


def test_who_goes_on_for_ever_is_held_up():
    assert climb(lambda w: w[0], np.zeros(1), (1.0,))[0] < 100

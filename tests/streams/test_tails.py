"""Tails: how rarely a number comes that is as large as another one."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic.streams.tails import MOST, PEAKS, SHARE, RunningTail, Tail, as_tail

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=80)


def test_the_tail_of_an_exponential_source_is_what_it_is():
    drawn = np.random.default_rng(0).exponential(2.0, 40_000)
    tail = Tail.of(drawn, least=0.1)
    assert tail.excess == pytest.approx(2.0, rel=0.1)
    for x in (6, 10, 16):  # P(x or more) is exp(-x / 2)
        assert tail.evidence(x) == pytest.approx(x / 2, rel=0.05)


def test_below_the_threshold_it_is_counted():
    tail = Tail.of(np.arange(10_000), least=0.1)
    for share in (0.9, 0.5, 0.2, 0.1):
        assert math.exp(-tail.evidence(10_000 * (1 - share))) == pytest.approx(
            share, rel=0.01
        )


@given(numbers, st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))
def test_evidence_never_falls_and_stays_in_its_range(given_, first, second):
    tail = Tail.of(given_, least=0.1)
    low, high = sorted((first, second))
    assert 0 <= tail.evidence(low) <= tail.evidence(high) <= MOST
    assert tail.evidence(min(given_)) == 0


def test_of_few_numbers_ten_are_the_tail():
    assert Tail.of(np.arange(50), 0.1).share == PEAKS / 50
    assert Tail.of(np.arange(5), 0.1).share == 0.5
    assert Tail.of(np.arange(5_000), 0.1).share == SHARE


def test_where_nothing_ever_differs_a_hair_is_no_alarm():
    tail = Tail.of([1.0] * 1_000, least=0.1)
    assert tail.evidence(1.0) == 0
    assert tail.evidence(1.01) < -math.log(SHARE) + 0.2


def test_a_running_tail_knows_only_its_window():
    running = RunningTail(0.1, window=100)
    for number in [*range(1_000, 2_000), *[1.0] * 100]:
        running.add(number)
    running.estimate()
    assert running.tail == Tail.of([1.0] * 100, 0.1)
    assert sorted(running.numbers) == [1.0] * 100


def test_a_running_tail_says_nothing_of_few():
    running = RunningTail(0.1)
    for number in range(2 * PEAKS - 1):
        running.add(number)
        assert running.evidence(1e9) == 0
    running.add(1.0)
    assert running.evidence(1e9) == MOST


def test_spread_is_told_in_deviations():
    for scale in (1e-6, 1.0, 1e6):
        running = RunningTail(0.05, is_spread=True)
        for number in np.random.default_rng(0).normal(0, scale, 500):
            running.add(number)
        running.estimate()
        near, far = running.evidence(2 * scale), running.evidence(8 * scale)
        assert 2 < near < 8 < far


@given(numbers, st.integers(1, 30), numbers)
def test_a_running_tail_goes_on_where_it_stopped(before, window, after):
    first = RunningTail(0.1, window=window)
    for number in before:
        first.add(number)
    second = RunningTail(0.1, window=window)
    second.restore(json.loads(json.dumps(first.state)))
    for number in after:
        first.add(number)
        second.add(number)
    assert second.state == first.state
    assert second.evidence(3.0) == first.evidence(3.0)


def test_a_tail_is_read_back():
    tail = Tail.of(np.arange(100), 0.1)
    assert as_tail(json.loads(json.dumps(tail))) == tail
    assert as_tail(None) is None

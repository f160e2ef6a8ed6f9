"""Completions that were learned, and no others."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory


@pytest.mark.thorough
@given(any_batches, st.data(), st.booleans())
def test_known_completions_are_the_held_ones_in_order(samples, data, asleep):
    memory = PlasticMemory().fit(samples)
    if not samples:
        return
    if asleep:
        memory.consolidate()
    sample = data.draw(st.sampled_from(samples))
    prefix = sample[: data.draw(st.integers(0, len(sample)))]
    found = memory.complete(prefix, 100, known=True)
    held = {each for each in memory.samples if each[: len(prefix)] == prefix}
    assert {each for each, _ in found} == held
    assert found.proven
    chances = [chance for _, chance in found]
    assert chances == sorted(chances, reverse=True)
    begun = memory.surprise(prefix)[:-1].sum()
    for each, chance in found:
        assert math.log(chance) == pytest.approx(memory.log_prob(each) + begun)


def test_nothing_known_is_nothing_found():
    memory = PlasticMemory().fit(["emma", "ava"])
    assert memory.complete("x", known=True) == []
    assert memory.complete("x", known=True).proven
    assert [each for each, _ in memory.complete("", 1, known=True)] != []

"""Rates are means under what is believed, of moments that samples alone choose."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plastic import PlasticMemory
from plastic.core.symbols import wrap
from plastic.state import backing

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def test_rates_are_what_is_believed_after_all_moments():
    asked = [(3, 0.2, 0.5), (3, 0.4, 0.1), (1, 0.3, 0.3)]
    grid = np.linspace(0, 1, 33)
    belief = np.array([0.5, *[0.5 / 32] * 32])
    for _, own, prior in asked:
        belief = belief * ((1 - grid) * own + grid * prior)
    expected = (belief * grid).sum() / belief.sum()
    assert backing.estimate(asked) == pytest.approx([expected] * 7)


def test_what_many_other_moments_say_counts_for_a_hundred():
    other = [(0, 0.1, 0.9)] * 1000
    few, many = backing.estimate(other[:100]), backing.estimate(other)
    assert few[4] == pytest.approx(many[4])
    assert few[0] < many[0]


def test_a_useless_prior_gets_next_to_nothing():
    rng = random.Random(0)
    own, noise = (
        ["".join(rng.choices(letters, k=5)) for _ in range(60)]
        for letters in ("abcde", LETTERS)
    )
    memory = PlasticMemory(prior=PlasticMemory().fit(noise)).fit(own[:50])
    assert max(memory.state.expert.rates) < 0.05
    alone = PlasticMemory().fit(own[:50])
    assert memory.score(own[50:]) > alone.score(own[50:]) - 0.03


@settings(max_examples=30)
@given(st.dictionaries(st.text("ab", max_size=4), st.integers(1, 3), min_size=1))
def test_moments_are_chosen_by_what_is_held_alone(samples):
    chosen = backing.choose(samples)
    assert chosen == backing.choose(dict(reversed(samples.items())))
    lived = sorted(
        (wrap(sample), end)
        for sample, times in samples.items()
        for end in range(1, len(sample) + 2)
        for _ in range(times)
    )
    assert sorted(chosen) == lived


def test_of_many_moments_some_are_chosen():
    samples = {f"{number:04}": 1 for number in range(3000)}
    chosen = backing.choose(samples)
    assert len(chosen) == backing.MOST
    assert all(0 < end < len(sequence) for sequence, end in chosen)
    assert len({*chosen}) > 0.9 * backing.MOST


def test_sequences_of_any_symbols_are_put_in_order():
    samples = {(1, "a"): 1, ("b",): 2, (None, 2.5): 1}
    assert backing.choose(samples) == backing.choose(dict(reversed(samples.items())))


def test_what_is_interrupted_is_grown_anew(monkeypatch):
    memory = PlasticMemory(prior=PlasticMemory().fit(["ab", "ac"])).fit(["ab", "bc"])
    expected = PlasticMemory(prior=memory.prior).fit(["ab", "bc"]).predict_proba("a")

    def interrupt(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("plastic.mixture.prior.BackedExpert.compared", interrupt)
        with pytest.raises(KeyboardInterrupt):
            memory.predict_proba("a")
    memory.check()
    assert memory.predict_proba("a") == expected

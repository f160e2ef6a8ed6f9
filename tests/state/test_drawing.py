"""Known samples that stand for all: what they come to, by all of them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import PlasticMemory, Recipe
from plastic.datasets import path, read
from plastic.state import drawing
from plastic.state.repeats import Known

SMALL = Recipe(near=2, together=2, exact=1, fading=((2, 4),), deep=3, recall=(1, 2))


def slept(samples, **how):
    memory = PlasticMemory(recipe=SMALL, **how).fit(samples)
    memory.consolidate()
    return memory


def draw(memory):
    """Draw from a memory that has slept, as it does when it sleeps."""
    state = memory.state
    mixture = state.predicting("keep")
    state._regrow(state.vocabulary)
    mixture = state.predicting("keep")
    known = Known.of(state.samples, mixture.symbols)
    logs = state.graph.scorer.log_probabilities(known.text)
    lengths = np.diff(known.text.begins, append=len(logs)) - 1
    wholes = np.add.reduceat(logs, known.text.begins)
    return drawing.draw(known, wholes, lengths, state.graph.scorer, mixture)


def masses(drawn, weights):
    """Sum up what the drawn samples stand for, by how often they are held."""
    by_band = np.array(weights)[1 + drawn.held.bands].T
    mixed = (by_band[:, :, None] * drawn.held.logs).sum(0)
    chances = mixed - np.log(np.exp(mixed).sum(1, keepdims=True))
    came = chances[np.arange(len(mixed)), drawn.held.came]
    wholes = np.exp(np.bincount(drawn.of, came)) * drawn.factors
    return np.bincount(drawn.times, wholes, 4)


def by_one(memory):
    found = np.zeros(4)
    for sample, held in memory.samples.items():
        found[min(held, 3)] += math.exp(memory.log_prob(sample))
    return found


@pytest.mark.parametrize("most_symbols", [500, 3])
def test_few_samples_are_all_drawn(most_symbols):
    samples = ["emma", "ava", "emma", "emily", "mia"] + ["eva"] * 5
    recipe = Recipe(near=2, together=2, most_symbols=most_symbols)
    memory = PlasticMemory(recipe=recipe).fit(samples)
    memory.consolidate()
    found = masses(draw(memory), memory.state.abstractions.weights)
    assert found == pytest.approx(by_one(memory), abs=1e-9)


@pytest.mark.thorough
def test_many_are_stood_for_by_some(monkeypatch):
    memory = slept(read(path("names.txt"))[:1_000])
    exact = by_one(memory)
    monkeypatch.setattr(drawing, "MOST_DRAWN", 100)
    drawn = draw(memory)
    assert len(drawn.times) <= 100
    found = masses(drawn, memory.state.abstractions.weights)
    assert found.sum() == pytest.approx(exact.sum(), rel=0.05)


def test_long_samples_are_drawn_fewer(monkeypatch):
    memory = slept(["emma" * 10, "ava" * 10, "mia" * 10] * 2)
    monkeypatch.setattr(drawing, "MOST_CELLS", 100)
    assert len(draw(memory).times) == 1


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=50), st.integers(1, 40))
def test_a_comb_draws_in_proportion(chances, teeth):
    which, stand_for = drawing.comb(np.array(chances), teeth)
    hit = np.array(chances)[which]
    assert (hit * stand_for).sum() == pytest.approx(math.fsum(chances))
    assert (np.diff(which) > 0).all()
    if teeth < len(chances):
        assert len(which) <= teeth
        # What has more than a tooth of all is hit.
        assert {*np.flatnonzero(np.array(chances) > sum(chances) / teeth)} <= {*which}


@pytest.mark.thorough
def test_where_new_samples_are_told_from_known_ones_weights_are_bolder():
    names = read(path("names.txt"))[:1_500]
    found = slept([*dict.fromkeys(names)]).state.abstractions
    assert found.weights_of_new != found.weights
    assert sum(found.weights_of_new[0]) > sum(found.weights[0]) + 0.03
    # Of long samples none is known by chance: there is nothing to tell.
    letters = np.random.default_rng(0).integers(97, 123, (60, 80))
    long = slept(["".join(map(chr, word)) for word in letters.tolist()])
    assert long.state.abstractions.weights_of_new == long.state.abstractions.weights


def test_what_begins_in_the_middle_is_mixed_as_ever():
    names = read(path("names.txt"))[:500]
    memory = slept([*dict.fromkeys(names)])
    keeps = {past: memory.predict_proba(past, anchored=False) for past in ("a", "han")}
    whole = memory.predict_proba("ha")
    memory.repeats = "estimate"
    for past, chances in keeps.items():
        assert memory.predict_proba(past, anchored=False) == chances
        assert memory.explain(past, anchored=False).probabilities == chances
    assert memory.predict_proba("ha") != whole

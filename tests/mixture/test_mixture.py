"""A mixture of any number of experts: what it predicts, by its definition."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import STOP, UNSEEN
from plastic.mixture.mixture import Mixture
from plastic.mixture.weights import WeightTable, mixing_weights


class Groups:
    """What an expert tells apart: groups of symbols, STOP in one of them."""

    def __init__(self, groups):
        self.groups = groups
        self.targets = len(groups)
        self.known = [one for group in groups for one in group if one != STOP]

    def target(self, symbol):
        places = (at for at, group in enumerate(self.groups) if symbol in group)
        return next(places, -1)


def expert(code, odds):
    """Give an expert who says the same whatever came before."""
    return SimpleNamespace(
        code=code,
        initial_state=lambda context: None,
        next_state=lambda state, symbol: None,
        log_distribution=lambda state: np.log(odds),
    )


def mixed_by_definition(awake, experts, weights):
    """Mix whole distributions, symbol by symbol, in plain Python."""
    opinions = [awake]
    for one in experts:
        code, said = one.code, np.exp(one.log_distribution(None))
        met = [y for y in awake if y is not UNSEEN and code.target(y) >= 0]
        shares = dict.fromkeys(range(code.targets), 0.0)
        for symbol in met:
            shares[code.target(symbol)] += awake[symbol]
        total = sum(said[g] for g, share in shares.items() if share)
        mass = sum(shares.values())
        opinion = dict(awake)  # what it never met is as waking has it
        for y in met:
            group = code.target(y)
            opinion[y] = mass * said[group] / total * awake[y] / shares[group]
        opinions.append(opinion)
    inside = [
        y
        for y in awake
        if y is not UNSEEN and any(one.code.target(y) >= 0 for one in experts)
    ]
    # Symbols that nobody but waking tells apart are mixed as one.
    cell_of = {y: tuple(each.code.target(y) for each in experts) for y in inside}
    raw = {
        cell: math.prod(
            sum(opinion[y] for y in inside if cell_of[y] == cell) ** weight
            for opinion, weight in zip(opinions, weights)
        )
        for cell in set(cell_of.values())
    }
    scale = sum(awake[y] for y in inside) / sum(raw.values())
    mass = {cell: sum(awake[y] for y in inside if cell_of[y] == cell) for cell in raw}
    return {
        y: raw[cell_of[y]] * scale * p / mass[cell_of[y]] if y in cell_of else p
        for y, p in awake.items()
    }


odds = st.lists(st.floats(0.01, 10), min_size=4, max_size=4)
weights = st.tuples(*[st.floats(0, 0.6)] * 4)
FINE = Groups([["a"], ["b"], ["c", "d"], [STOP]])
COARSE = Groups([["a", "b", "c"], ["e", "f"], ["x", STOP]])
FEW = Groups([["a"], [STOP]])


@given(st.lists(odds, min_size=3, max_size=3), weights)
def test_three_experts_who_know_different_symbols(odds, weights):
    memory = plastic.PlasticMemory().fit(["abcd", "abef", "badge", "g"])
    waking = memory.state.graph.predictor
    experts = [
        expert(code, said[: code.targets])
        for code, said in zip([FINE, COARSE, FEW], odds)
    ]
    mixture = Mixture(waking, experts, WeightTable.everywhere(*weights))
    for context in ("\ufdd0", "\ufdd0a", "\ufdd0ab", "\ufdd0qq"):
        state = mixture.initial_state(context)
        chances = mixture.distribution(state)
        assert math.fsum(chances.values()) == pytest.approx(1)
        awake = waking.distribution(waking.initial_state(context))
        expected = mixed_by_definition(awake, experts, weights)
        assert chances == pytest.approx(expected, rel=1e-9)
        for symbol, chance in chances.items():
            if symbol is not UNSEEN:
                sequence = (*context, symbol)
                (log,) = mixture.log_probabilities(sequence, len(context))
                assert log == pytest.approx(math.log(chance))


@pytest.mark.thorough
@given(any_batches.filter(bool))
def test_the_same_expert_twice_is_that_expert_once(samples):
    memory = plastic.PlasticMemory().fit(samples)
    memory.consolidate()
    mixture = memory.state.expert
    (asleep,) = mixture.experts
    halves = WeightTable((awake, half / 2, half / 2) for awake, half in mixture.weights)
    twice = Mixture(mixture.waking, [asleep, asleep], halves)
    for context in (samples[0][:0], samples[0][:2]):
        one = mixture.distribution(mixture.initial_state(context))
        two = twice.distribution(twice.initial_state(context))
        assert one == pytest.approx(two, rel=1e-9)


def test_contributions_of_two_others_add_up():
    memory = plastic.train(["rohan", "mohan", "rehan", "johan"] * 5)
    (asleep,) = memory.state.expert.experts
    waking = memory.state.graph.predictor
    weights = WeightTable.everywhere(0.6, 0.4, 0.3)
    mixture = Mixture(waking, [asleep, asleep], weights)
    state = mixture.initial_state("\ufdd0ro")
    parts = mixture.contributions(state)
    assert [part.kind for part in parts].count("frequency") == 2
    assert parts[-2].weight == pytest.approx(0.6)
    for symbol, chance in mixture.distribution(state).items():
        total = math.fsum(part.added.get(symbol, 0.0) for part in parts)
        assert total == pytest.approx(math.log(chance))


# Weights -----------------------------------------------------------------------------


def told(rng, came, symbols, skill):
    """Give the log-probabilities of somebody who knows so much of what comes."""
    logs = rng.normal(size=(len(came), symbols))
    logs[np.arange(len(came)), came] += skill
    return logs - np.log(np.exp(logs).sum(1, keepdims=True))


@pytest.mark.parametrize("skills", [(1, 2, 3), (2, 2, 2), (0, 3, 0)])
def test_weights_of_three_are_the_most_probable_ones(skills):
    rng = np.random.default_rng(0)
    came = rng.integers(0, 5, 400)
    awake, one, other = (told(rng, came, 5, skill) for skill in skills)

    def goodness(*weights):
        mixed = sum(w * logs for w, logs in zip(weights, (awake, one, other)))
        chances = mixed - np.log(np.exp(mixed).sum(1, keepdims=True))
        away = np.subtract(weights, (0.25, 0.375, 0.375))
        return chances[np.arange(len(came)), came].sum() - 15 * away @ away

    steps = np.linspace(0, 1.5, 16)
    best = max(goodness(*weights) for weights in itertools.product(*[steps] * 3))
    nowhere = np.zeros(len(came), int)
    found = mixing_weights(awake, [one, other], came, nowhere, nowhere - 1)
    assert goodness(*found[0]) >= best - 0.01
    assert found.at(0) != found.at(3) == found[0]  # deeper none was asked about


def test_nobody_else_has_no_weights():
    came, nowhere = np.array([0, 1, 1]), np.zeros(3, int)
    table = mixing_weights(np.zeros((3, 2)), [], came, nowhere, nowhere - 1)
    assert {*map(len, table)} == {1}


@pytest.mark.parametrize("alphabet", [None, "abcd", "abcde"])
@pytest.mark.parametrize("since", [[], ["d"], ["de"]])
def test_symbols_that_sleep_never_met_have_their_share(alphabet, since):
    memory = plastic.PlasticMemory(alphabet=alphabet, sleep_after=None)
    memory.fit(["ab", "abc", "cab"] * 5).consolidate()
    if alphabet is None or set("".join(since)) <= set(alphabet):
        memory.partial_fit(since)
    for context in ("", "a", "ab", "c"):
        chances = memory.predict_proba(context)
        assert sum(chances.values()) == pytest.approx(1, abs=1e-12)
        assert all(chance > 0 for chance in chances.values())

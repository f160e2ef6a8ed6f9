"""A mixture of any number of experts: what it predicts, by its definition."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import STOP, UNSEEN
from plastic.mixture.expert import Contribution
from plastic.mixture.mixture import Mixture
from plastic.mixture.weights import WeightTable


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
    logs = {y: math.log(odds[code.target(y)]) for y in [*code.known, STOP]}
    says = Contribution(None, "frequency", None, None, {}, 1.0, logs)
    return SimpleNamespace(
        code=code,
        contributions=lambda state: [says],
        initial_state=lambda context: None,
        next_state=lambda state, symbol: None,
        log_distribution=lambda state: np.log(odds),
    )


def mixed_by_definition(awake, experts, weights):
    """Mix whole distributions, cell by cell, in plain Python."""
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
    cells = {}  # what all of them have in one group
    for y in awake:
        groups = tuple(each.code.target(y) for each in experts)
        if y is not UNSEEN and max(groups) >= 0:
            cells.setdefault(groups, []).append(y)
    raw = {
        groups: math.prod(
            sum(opinion[y] for y in members) ** w
            for opinion, w in zip(opinions, weights)
        )
        for groups, members in cells.items()
    }
    inside = sum(awake[y] for members in cells.values() for y in members)
    mixed = dict(awake)
    for groups, members in cells.items():
        chance = raw[groups] * inside / sum(raw.values())
        mass = sum(awake[y] for y in members)
        mixed.update({y: chance * awake[y] / mass for y in members})
    return mixed


odds = st.lists(st.floats(0.01, 10), min_size=4, max_size=4)
weights = st.tuples(*[st.floats(0, 1.5)] * 4)  # of all together, from 0 to 6
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
    asleep, *others = mixture.experts  # where it pays, what followed elsewhere
    weights = WeightTable(
        (waking, weight / 2, weight / 2, *further)
        for waking, weight, *further in mixture.weights
    )
    twice = Mixture(mixture.waking, [asleep, asleep, *others], weights)
    for context in (samples[0][:0], samples[0][:2]):
        one = mixture.distribution(mixture.initial_state(context))
        two = twice.distribution(twice.initial_state(context))
        assert one == pytest.approx(two, rel=1e-9)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "weights", [(0.3, 0.4, 0.3), (0.9, 0.8, 0.7), (0.0, 1.5, 0.0), (0.2, 0.1, 0.05)]
)
@pytest.mark.parametrize("context", ["\ufdd0ro", "ro", "\ufdd0xq"])
def test_contributions_of_two_others_add_up(weights, context):
    memory = plastic.train(["rohan", "mohan", "rehan", "johan"] * 5)
    (asleep,) = memory.state.expert.experts
    waking = memory.state.graph.predictor
    mixture = Mixture(waking, [asleep, asleep], WeightTable.everywhere(*weights))
    parts = adds_up(mixture, context)
    of_experts = [part.weight for part in parts if part.kind == "frequency"]
    assert [parts[-2].weight, *of_experts] == pytest.approx(weights)


@given(weights)
def test_contributions_of_experts_who_know_different_symbols_add_up(weights):
    memory = plastic.PlasticMemory().fit(["abcd", "abef", "badge", "g"])
    experts = [
        expert(code, np.arange(1.0, 1.0 + code.targets)) for code in (FINE, COARSE, FEW)
    ]
    table = WeightTable.everywhere(*weights)
    mixture = Mixture(memory.state.graph.predictor, experts, table)
    for context in ("\ufdd0", "\ufdd0ab", "ab", "\ufdd0qq"):
        adds_up(mixture, context)


def adds_up(mixture, context):
    state = mixture.initial_state(context)
    parts = mixture.contributions(state)
    for symbol, chance in mixture.distribution(state).items():
        total = math.fsum(part.added.get(symbol, 0.0) for part in parts)
        assert total == pytest.approx(math.log(chance), abs=1e-9)
    return parts


@pytest.mark.parametrize("expert_of", [FINE, COARSE], ids=["groups", "several cells"])
@pytest.mark.parametrize("horizon", [1, 5, 24])
def test_the_weights_are_those_of_the_depth_and_of_what_is_told(expert_of, horizon):
    memory = plastic.PlasticMemory(horizon=horizon)
    memory.fit(["abcdefg" * 4, "abcdefg" * 4, "ga"])
    experts = [expert(expert_of, np.arange(1.0, 1.0 + expert_of.targets))]
    table = WeightTable(
        (1 + number / 10, number / 10)
        for number in range(len(WeightTable.everywhere(1.0, 0.0)))
    )
    mixture = Mixture(memory.state.graph.predictor, experts, table)
    found = set()
    for begun in ("\ufdd0", ""):
        for length in range(0, 28):
            past = begun + ("abcdefg" * 4)[:length]
            ends = [past[at:] for at in range(len(past) + 1)]
            depth = max(len(end) for end in ends if end in memory.graph)
            # What is as long as the horizon may be the end of something longer.
            middle = not begun and length < horizon
            blend = mixture.chances(mixture.initial_state(past))[2]
            sure = max(blend.masses) / sum(blend.masses)
            weights = table.at(depth, length if middle else -1, sure)
            assert blend.weights == weights
            found.add(weights)
    assert len(found) > {1: 0, 5: 4, 24: 9}[horizon]


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

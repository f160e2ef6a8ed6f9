"""What is measured of the theory: cells, orders, tries, priors, feedback."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import batches, horizons, strings

from benchmarks.claims.curriculum import ORDERS
from benchmarks.theory import feedback, locality, orders, priors, tries
from peers.local import LocalGraph
from plastic import PlasticMemory
from plastic.core.symbols import START, STOP

pytestmark = pytest.mark.benchmarks

NAMES = ["emma", "emmy", "emily", "anna", "hannah", "ava", "eva", "mia", "ema", "em"]


# Cells -------------------------------------------------------------------------------


@given(batches(strings, max_size=8), st.integers(0, 8), horizons)
@settings(max_examples=150)
def test_cells_that_know_only_their_neighbours_grow_the_same_graph(
    samples, gone, horizon
):
    local, memory = LocalGraph(horizon), PlasticMemory(horizon=horizon).fit(samples)
    for sample in samples:
        local.learn(sample)
    assert locality.is_same(local, memory)
    for sample in samples[:gone]:
        local.forget(sample)
        memory.forget(sample)
    assert locality.is_same(local, memory)


def test_cells_predict_with_what_they_expect_of_any_data():
    local = LocalGraph()
    for name in NAMES:
        local.learn(name)
    chances = local.predict(START + "em")
    assert math.fsum(chances.values()) == pytest.approx(1)
    expected = PlasticMemory().fit(NAMES).predict_proba("em")
    assert chances.keys() == expected.keys()
    assert max(abs(chances[y] - p) for y, p in expected.items()) < 0.05
    assert locality.nats(local, ["emma"]) < locality.nats(local, ["amme"])


def test_a_sample_touches_what_it_passes():
    local = LocalGraph()
    local.learn("a")
    local.learn("a")
    assert local.touched == 6  # the root, and what hangs on it, three times


# Orders ------------------------------------------------------------------------------


@pytest.mark.parametrize("order", orders.CHOICES)
def test_within_a_window_every_sample_comes_once_and_in_its_window(order):
    samples = [f"{name}{at}" for at in range(8) for name in NAMES]
    memory = PlasticMemory().fit(NAMES)
    taken = [*orders.within(memory, samples, order, 0, 10.0)]
    for at in range(0, len(samples), orders.WINDOW):
        window = slice(at, at + orders.WINDOW)
        assert sorted(taken[window]) == sorted(samples[window])
    assert order in ORDERS


def test_a_drift_begins_with_one_kind_and_ends_with_the_other():
    samples = orders.drifting(["anna", "john"], random.Random(0))
    assert samples[:20].count("john") < 4
    assert samples[-20:].count("john") > 16


# Tries -------------------------------------------------------------------------------


def test_a_trie_parts_where_names_do():
    trie = tries.Trie(["emma", "emmy", "eva"])
    assert trie.levels() == {"": 0, "e": 1, "emm": 2}
    held = tries.of_trie(trie, ["emma"])
    assert (held.nodes, held.levels, held.shared) == (3, 2, 3)
    for beginning in ("", "emm", "x"):
        known = sum(trie.chance(beginning, symbol) for symbol in trie.symbols)
        assert known + trie.chance(beginning, "?") == pytest.approx(1)


def test_what_a_memory_shares_is_in_two_names():
    # ohan, with START of each and STOP: see "rohan" and "mohan" in test_claims.
    names = ["rohan", "mohan"]
    held = tries.of_memory(PlasticMemory().fit(names), names, ["johan"])
    concepts = len(PlasticMemory().fit(names).graph)
    assert (held.nodes, held.shared) == (concepts, concepts)


# Priors and feedback -----------------------------------------------------------------


def test_samples_of_a_kind_are_those_of_the_seed():
    one, other = (priors.samples("American names", random.Random(0)) for _ in range(2))
    assert one == other
    dealt = priors.samples("American names, letters dealt anew", random.Random(0))
    assert sorted(map(len, dealt)) == sorted(map(len, one))
    assert {*dealt} != {*one}


def test_a_prior_saves_much_and_a_useless_one_costs_little():
    pytest.importorskip("faker")
    useful = priors.Pair("French names", "American names")
    assert min(priors.gained(useful, 100, range(1))) > 0.15
    useless = priors.Pair("French names", "random letters")
    assert min(priors.gained(useless, 100, range(1))) > -0.01


def test_a_taste_is_found_and_forgotten(monkeypatch):
    monkeypatch.setattr(feedback, "DRAWN", 200)
    memory = PlasticMemory().fit(priors.samples("American names", random.Random(0)))
    found = feedback.teach(memory, feedback.TASTES["begins with m"], seed=0)
    assert found.after > 2 * found.before
    assert found.undone
    assert memory.feedback == {}


def test_tables_can_be_made():
    assert tries.odds(True).rows[0][0] == "mar"
    assert STOP not in tries.table(True).markdown()

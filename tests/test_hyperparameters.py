"""Hyperparameters: one owner, plain values, and what a change costs."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import ParameterError, PlasticMemory, Recipe, SampleError
from plastic.hyperparameters import Hyperparameters

NUMPY = {
    "horizon": np.int32(3),
    "capacity": np.uint8(9),
    "sleep_after": np.float32(0.25),
    "recipe": Recipe(near=np.int64(2), rate=np.float64(0.5), fading=[[np.int8(2), 3]]),
    "alphabet": np.str_("abc"),
}
PLAIN = {
    "horizon": 3,
    "capacity": 9,
    "sleep_after": 0.25,
    "recipe": Recipe(near=2, rate=0.5, fading=((2, 3),)),
    "alphabet": "abc",
}


def held(memory):
    return {name: memory.get_params()[name] for name in PLAIN}


@pytest.mark.parametrize("way", ["constructor", "set_params", "assignment"])
def test_they_are_plain_whatever_numeric_type_was_given(way, tmp_path):
    memory = PlasticMemory(**NUMPY if way == "constructor" else {})
    if way == "set_params":
        memory.set_params(**NUMPY)
    elif way == "assignment":
        for name, value in NUMPY.items():
            setattr(memory, name, value)
    memory.fit(["abc"])
    assert held(memory) == PLAIN
    for value in [*held(memory).values(), *vars(memory.recipe).values()]:
        assert type(value) in (bool, int, float, str, tuple, Recipe, type(None))
    memory.save(tmp_path / "a.plastic")
    memory.save(tmp_path / "a.json")
    for name in ("a.plastic", "a.json"):
        assert held(plastic.load(tmp_path / name)) == PLAIN


def test_they_are_stored_as_given_until_first_used():
    alphabet = ["a", "b"]
    memory = PlasticMemory(alphabet=alphabet, horizon=0)
    assert memory.alphabet is alphabet
    with pytest.raises(ParameterError, match="horizon"):
        memory.predict_proba()
    memory.horizon = 2
    assert memory.fit(["ab"]).alphabet == ("a", "b")


@pytest.mark.parametrize("alphabet", ["ba", ["b", "a"], {"a", "b"}, {"a": 1, "b": 2}])
def test_an_alphabet_may_be_any_collection(alphabet):
    memory = PlasticMemory(alphabet=alphabet).fit(["ab"])
    assert set(memory.alphabet) == {"a", "b"}
    grown = memory.state.concepts
    memory.alphabet = "ab"  # the same symbols: nothing is learned anew
    assert memory.state.concepts is grown
    with pytest.raises(SampleError, match="alphabet"):
        memory.learn("abc")


# Assignment is set_params ------------------------------------------------------------


def test_assigning_acts_as_set_params(tmp_path):
    samples = ["rohan", "mohan", "rehan"]
    for memory in (PlasticMemory(), plastic.open(tmp_path / "a.plastic")):
        memory.fit(samples)
        memory.horizon = 2
        memory.check()
        expected = PlasticMemory(horizon=2).fit(samples).log_prob("rohan")
        assert memory.log_prob("rohan") == expected
        memory.save(tmp_path / "b.plastic")
        loaded = plastic.load(tmp_path / "b.plastic")
        loaded.check()
        assert (loaded.horizon, loaded.log_prob("rohan")) == (2, expected)
    memory.close()
    with plastic.open(tmp_path / "a.plastic") as reopened:
        assert (reopened.horizon, reopened.log_prob("rohan")) == (2, expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("horizon", 0),
        ("horizon", 1.5),
        ("capacity", 0),
        ("capacity", "many"),
        ("evict", "newest"),
        ("evict", ["oldest"]),
        ("repeats", "never"),
        ("repeats", None),
        ("repeats", ["keep"]),
        ("sleep_after", 0),
        ("sleep_after", "0.5"),
        ("sleep_after", float("inf")),
        ("sleep_after", float("nan")),
        ("recipe", {"near": 2}),
        ("recipe", Recipe(rate=2)),
        ("alphabet", 7),
        ("alphabet", [[1]]),
        ("alphabet", "xyz"),  # what is held does not fit
    ],
)
def test_a_value_that_cannot_be_changes_nothing(name, value):
    memory = PlasticMemory(capacity=9).fit(["abc", "abd"])
    memory.consolidate()
    before, found = copy.copy(memory), memory.state.abstractions
    for change in (
        lambda: setattr(memory, name, value),
        lambda: memory.set_params(**{"sleep_after": 0.75, name: value}),
    ):
        with pytest.raises((ParameterError, SampleError)):
            change()
        assert memory.get_params() == before.get_params()
        assert memory.state.abstractions is found
        assert memory.predict_proba("a") == before.predict_proba("a")
    assert memory.fit(["ab"]).samples == {"ab": 1}  # and nothing was lost on the way


# What a change costs -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "grown", "slept"),
    [
        ({"sleep_after": 0.75}, False, False),
        ({"capacity": 50, "evict": "rarest"}, False, False),
        ({"recipe": Recipe()}, False, False),  # what None means
        ({"horizon": 24}, False, False),
        ({"recipe": Recipe(near=2)}, False, True),
        ({"horizon": 3}, True, True),
        ({"alphabet": "abcdefghijklmnopqrstuvwxyz"}, True, True),
    ],
)
def test_only_what_must_is_grown_anew_or_slept_over_again(
    monkeypatch, changes, grown, slept
):
    memory = plastic.train(["emma", "emily", "ava"] * 5)
    found, clears = memory.state.abstractions, []
    concepts = memory.state.concepts
    clear = concepts.clear
    monkeypatch.setattr(concepts, "clear", lambda *a: (clears.append(a), clear(*a)))
    memory.set_params(**changes)
    assert bool(clears) is grown
    assert (memory.state.abstractions is not found) is slept
    assert (memory.slots() == []) is slept
    memory.check()


def test_a_smaller_capacity_forgets_at_once():
    memory = PlasticMemory().fit(["ava", "mia", "zoe", "mia"])
    memory.capacity = 2
    assert dict(memory.samples) == {"mia": 2}  # learned again, so the newest
    memory.check()


@given(any_batches, any_batches, st.integers(1, 6))
def test_merging_takes_part_in_capacity(mine, others, capacity):
    memory = PlasticMemory(capacity=capacity).fit(mine)
    try:
        memory.merge(PlasticMemory().fit(others))
    except SampleError:
        return
    assert len(memory) == min(capacity, len(mine) + len(others))
    memory.check()
    assert len(pickle.loads(pickle.dumps(memory))) == len(memory)


def test_merging_more_of_one_sample_than_there_is_room_for(tmp_path):
    memory = PlasticMemory(capacity=2).fit(["x"])
    memory.merge(PlasticMemory().fit(["a"] * 5))
    assert dict(memory.samples) == {"a": 2}
    memory.save(tmp_path / "a.plastic")
    assert dict(plastic.load(tmp_path / "a.plastic").samples) == {"a": 2}


def test_memories_of_another_capacity_can_be_merged_but_not_of_another_horizon():
    memory = PlasticMemory(sleep_after=None, capacity=9).fit(["ab"])
    assert len(memory.merge(PlasticMemory(evict="rarest").fit(["cd"]))) == 2
    for params in ({"horizon": 3}, {"alphabet": "abcd"}):
        with pytest.raises(ParameterError, match="horizon or alphabet"):
            memory.merge(PlasticMemory(**params).fit(["ab"]))
    assert dict(memory.samples) == {"ab": 1, "cd": 1}


# JSON --------------------------------------------------------------------------------


@given(
    st.builds(
        Hyperparameters,
        horizon=st.integers(1, 99),
        alphabet=st.none() | st.text("abc") | st.lists(st.sampled_from([1, "x", (2,)])),
        recipe=st.none() | st.builds(Recipe, near=st.integers(1, 5)),
        sleep_after=st.none() | st.floats(0.01, 9),
        capacity=st.none() | st.integers(1, 10**30),
        evict=st.sampled_from(["oldest", "rarest"]),
    )
)
def test_json_gives_them_back(params):
    checked = params.checked()
    assert Hyperparameters.from_json(checked.to_json()) == checked
    assert not checked.regrows(checked)
    assert not checked.wakes(checked)

"""Bounded memories: what goes when there is no room, against a plain model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import strings
from test_memory import same

from plastic import ParameterError, PlasticMemory


class Model:
    """A multiset with a capacity, by brute force."""

    def __init__(self, capacity, evict):
        self.capacity, self.evict = capacity, evict
        self.held, self.learned, self.time = {}, {}, 0

    def learn(self, sample, times):
        while sum(self.held.values()) + times > self.capacity:
            key = {
                "oldest": lambda one: self.learned[one],
                "rarest": lambda one: (self.held[one], self.learned[one]),
            }[self.evict]
            self.forget(min(self.held, key=key), 1)
        self.time += 1
        self.held[sample] = self.held.get(sample, 0) + times
        self.learned[sample] = self.time

    def forget(self, sample, times):
        self.held[sample] -= times
        if not self.held[sample]:
            del self.held[sample]


@pytest.mark.parametrize("evict", ["oldest", "rarest"])
@given(
    capacity=st.integers(1, 6),
    steps=st.lists(st.tuples(st.booleans(), strings, st.integers(1, 2)), max_size=40),
)
def test_it_holds_what_a_plain_model_holds(evict, capacity, steps):
    memory = PlasticMemory(capacity=capacity, evict=evict)
    model = Model(capacity, evict)
    for learns, sample, times in steps:
        if learns and times <= capacity:
            memory.learn(sample, times)
            model.learn(sample, times)
        elif model.held.get(sample, 0) >= times:
            memory.forget(sample, times)
            model.forget(sample, times)
        assert dict(memory.samples) == model.held
        assert len(memory) <= capacity
    memory.check()


def test_a_stream_runs_in_constant_space():
    memory = PlasticMemory(capacity=50)
    for number in range(2_000):
        memory.learn(f"{number * number % 997:o}")
        assert len(memory) <= 50
    memory.check()
    last = [f"{number * number % 997:o}" for number in range(1_900, 2_000)]
    assert set(memory) <= set(last)
    assert same(memory, PlasticMemory(capacity=50).fit(memory))
    assert len(memory.state._eviction._heap) < 300


def test_fit_partial_fit_and_merge_respect_the_capacity():
    memory = PlasticMemory(capacity=3).fit(list("abcdef"))
    assert list(memory) == ["d", "e", "f"]
    memory.partial_fit(["g", "d"])
    assert list(memory) == ["f", "g", "d"]
    other = PlasticMemory(capacity=3).fit(["x", "y"])
    assert list(memory.merge(other)) == ["d", "x", "y"]


@pytest.mark.thorough
def test_sleep_follows_a_stream():
    memory = PlasticMemory(capacity=20, sleep_after=0.5).fit(["emma", "ava", "mia"] * 5)
    memory.consolidate()
    memory.partial_fit(["otto", "anna", "hannah"] * 20)
    assert memory.changes_since_consolidation < 20
    assert set(memory) == {"otto", "anna", "hannah"}
    assert memory.predict_proba("ot")["t"] > 0.2


def test_the_capacity_can_change():
    memory = PlasticMemory().fit(list("abcdef"))
    memory.set_params(capacity=2)
    assert list(memory) == ["e", "f"]
    memory.set_params(capacity=None)
    memory.partial_fit(list("ghi"))
    assert len(memory) == 5
    memory.check()


@pytest.mark.parametrize(
    "wrong", [{"capacity": 0}, {"capacity": 2.5}, {"evict": "newest"}]
)
def test_what_cannot_be(wrong):
    with pytest.raises(ParameterError):
        PlasticMemory(**wrong).learn("a")
    memory = PlasticMemory(capacity=3).fit(list("ab"))
    with pytest.raises(ParameterError):
        memory.set_params(**wrong)
    assert list(memory) == ["a", "b"]
    with pytest.raises(ParameterError, match="at most 3"):
        memory.learn("c", times=4)
    assert list(memory) == ["a", "b"]

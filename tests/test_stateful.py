"""Random histories of a memory and its file, against a plain model of samples.

PLASTIC_HISTORIES=250 makes it 10,000 steps.
"""

import copy
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from compared import changes
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from strategies import strings, tuples
from test_memory import same

import plastic
from plastic import (
    NotLearnedError,
    PlasticError,
    PlasticMemory,
    Recipe,
    SampleError,
)

SMALL = Recipe(near=2, beginning=1, together=2, exact=1, fading=((2, 3),))


class Model:
    """What a memory should hold: samples, the one learned longest ago first."""

    def __init__(self):
        self.held, self.capacity, self.evict = {}, None, "oldest"

    def learn(self, sample, times=1):
        self.make_room(times)
        self.held[sample] = self.held.pop(sample, 0) + times

    def forget(self, sample, times=1):
        self.held[sample] -= times
        if not self.held[sample]:
            del self.held[sample]

    def make_room(self, times):
        while self.capacity and self.held and self.total() + times > self.capacity:
            key = self.held.get if self.evict == "rarest" else lambda sample: 0
            self.forget(min(self.held, key=key))

    def total(self):
        return sum(self.held.values())


# Some of these fit what is held, some do not.
params = st.fixed_dictionaries(
    {},
    optional={
        "horizon": st.sampled_from([1, 2, 24, np.int64(3), 0, "2"]),
        "capacity": st.sampled_from([None, 1, 3, 8, np.int32(5), 0, 2.5]),
        "evict": st.sampled_from(["oldest", "rarest", "newest"]),
        "repeats": st.sampled_from(["keep", "estimate", "never"]),
        "sleep_after": st.sampled_from([None, 0.25, np.float32(0.5), -1]),
        "recipe": st.sampled_from([None, SMALL, Recipe(), 3]),
        "alphabet": st.sampled_from([None, "ab", None, None]),
        "depth": st.just(3),
    },
)


class Life(RuleBasedStateMachine):
    """Learn, forget, merge, sleep, save, load, crash, reopen, be reconfigured."""

    samples = strings

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "memory.plastic"
        self.memory = plastic.open(self.path, recipe=SMALL)
        self.model = Model()

    def teardown(self):
        if hasattr(self, "folder"):
            self.memory.close()
            shutil.rmtree(self.folder)

    def taken(self, sample):
        """Whether a sample can be learned: an alphabet may say no."""
        alphabet = self.memory.alphabet
        return alphabet is None or set(sample) <= set(alphabet)

    @rule(data=st.data(), times=st.integers(1, 3))
    def learn(self, data, times):
        sample = data.draw(self.samples)
        capacity = self.memory.capacity
        if self.taken(sample) and (capacity is None or times <= capacity):
            report = self.memory.learn(sample, times)
            before = self.model.total()
            self.model.learn(sample, times)
            assert len(report.evicted) == before + times - self.model.total()
        else:
            with pytest.raises(PlasticError):
                self.memory.learn(sample, times)

    @rule(data=st.data())
    def partial_fit(self, data):
        batch = data.draw(st.lists(self.samples.filter(self.taken), max_size=5))
        self.memory.partial_fit(batch)
        for sample in batch:
            self.model.learn(sample)

    @rule(data=st.data())
    def fit(self, data):
        batch = data.draw(st.lists(self.samples, max_size=5))
        if all(map(self.taken, batch)):
            self.memory.fit(batch)
            self.model.held = {}
            for sample in batch:
                self.model.learn(sample)
        else:
            with pytest.raises(SampleError):
                self.memory.fit(batch)

    @rule(data=st.data(), times=st.integers(1, 2))
    def forget(self, data, times):
        held = sorted(self.model.held, key=repr)
        sample = data.draw(st.sampled_from(held)) if held else data.draw(self.samples)
        if self.model.held.get(sample, 0) >= times:
            self.memory.forget(sample, times)
            self.model.forget(sample, times)
        else:
            with pytest.raises(NotLearnedError):
                self.memory.forget(sample, times)

    @rule(data=st.data())
    def merge(self, data):
        batch = data.draw(st.lists(self.samples.filter(self.taken), max_size=4))
        alike = {"horizon": self.memory.horizon, "alphabet": self.memory.alphabet}
        other = PlasticMemory(**alike).fit(batch)
        self.memory.merge(other)
        for sample, times in other.samples.items():
            self.model.learn(sample, min(times, self.model.capacity or times))

    @rule(new=params, one_by_one=st.booleans())
    def reconfigure(self, new, one_by_one):
        """By set_params, or by plain assignment, which is the same."""
        for some in [{name: new[name]} for name in new] if one_by_one else [new]:
            before = copy.copy(self.memory)
            found = self.memory.state.abstractions
            try:
                if one_by_one:
                    ((name, value),) = some.items()
                    if name == "depth":
                        continue
                    setattr(self.memory, name, value)
                else:
                    self.memory.set_params(**some)
            except PlasticError:
                assert self.memory.get_params() == before.get_params()
                self.goes_on_as(before)
                continue
            self.model.capacity = self.memory.capacity
            self.model.evict = self.memory.evict
            self.model.make_room(0)
            for value in self.memory.get_params().values():
                assert type(value) in (int, float, str, tuple, Recipe, type(None))
            now = self.memory.get_params()
            for name in ("horizon", "alphabet", "recipe"):  # else the sleep stays
                if now[name] != before.get_params()[name]:
                    found = None
            if self.model.held:
                assert self.memory.state.abstractions is found

    @precondition(lambda self: self.model.held)
    @rule()
    def consolidate(self):
        self.memory.consolidate()

    @rule()
    def reopen(self):
        before = self.memory
        self.memory.close()
        self.memory = plastic.open(self.path)
        self.goes_on_as(before)

    @rule()
    def crash(self):
        """Another process would see just these files, had this one been killed."""
        copy = self.folder / "copy"
        copy.mkdir()
        for file in self.folder.glob("memory.plastic*"):
            shutil.copy(file, copy)
        before = self.memory
        before.close()
        for file in self.folder.glob("memory.plastic*"):
            file.unlink()
        for file in copy.iterdir():
            shutil.move(file, self.folder)
        copy.rmdir()
        self.memory = plastic.open(self.path)
        self.goes_on_as(before)

    @rule(kind=st.sampled_from(["plastic", "json"]))
    def save_and_load(self, kind):
        path = self.folder / f"saved.{kind}"
        self.memory.save(path)
        loaded = plastic.load(path)
        assert [*loaded.samples.items()] == [*self.model.held.items()]
        loaded.check()
        if kind == "plastic":  # the other sleeps anew
            assert same(loaded, self.memory)
            assert changes(loaded) == changes(self.memory)
            assert loaded.predict_proba() == self.memory.predict_proba()

    def goes_on_as(self, before):
        assert same(self.memory, before)
        assert changes(self.memory) == changes(before)
        assert self.memory.predict_proba() == before.predict_proba()
        if self.model.held:
            drawn = self.memory.generate(2, rng=0, max_length=20)
            assert drawn == before.generate(2, rng=0, max_length=20)

    @invariant()
    def holds_the_model(self):
        if hasattr(self, "memory"):
            assert [*self.memory.samples.items()] == [*self.model.held.items()]
            self.memory.check()


class LifeOfTuples(Life):
    samples = tuples


histories = int(os.environ.get("PLASTIC_HISTORIES", "12"))
for machine in (Life, LifeOfTuples):
    machine.TestCase.settings = settings(max_examples=histories, stateful_step_count=20)
TestLife = Life.TestCase
TestLifeOfTuples = pytest.mark.thorough(LifeOfTuples.TestCase)

"""Random histories of a memory and its file, against a plain multiset.

PLASTIC_HISTORIES=250 makes it 10,000 steps.
"""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
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
from plastic import NotLearnedError, PlasticMemory


class Life(RuleBasedStateMachine):
    """Learn, forget, merge, sleep, save, load, crash, reopen."""

    samples = strings

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "memory.plastic"
        self.memory = plastic.open(self.path)
        self.model = Counter()

    def teardown(self):
        if hasattr(self, "folder"):
            self.memory.close()
            shutil.rmtree(self.folder)

    @rule(data=st.data(), times=st.integers(1, 3))
    def learn(self, data, times):
        sample = data.draw(self.samples)
        self.memory.learn(sample, times)
        self.model[sample] += times

    @rule(data=st.data())
    def partial_fit(self, data):
        batch = data.draw(st.lists(self.samples, max_size=5))
        self.memory.partial_fit(batch)
        self.model.update(batch)

    @rule(data=st.data())
    def fit(self, data):
        batch = data.draw(st.lists(self.samples, max_size=5))
        self.memory.fit(batch)
        self.model = Counter(batch)

    @rule(data=st.data(), times=st.integers(1, 2))
    def forget(self, data, times):
        held = sorted(self.model, key=repr)
        sample = data.draw(st.sampled_from(held)) if held else data.draw(self.samples)
        if self.model[sample] >= times:
            self.memory.forget(sample, times)
            self.model[sample] -= times
            self.model += Counter()
        else:
            with pytest.raises(NotLearnedError):
                self.memory.forget(sample, times)

    @rule(data=st.data())
    def merge(self, data):
        batch = data.draw(st.lists(self.samples, max_size=4))
        self.memory.merge(PlasticMemory().fit(batch))
        self.model.update(batch)

    @precondition(lambda self: self.model)
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
        assert Counter(loaded.samples) == self.model
        loaded.check()
        if kind == "plastic":  # the other sleeps anew
            assert same(loaded, self.memory)
            assert (
                loaded.changes_since_consolidation
                == self.memory.changes_since_consolidation
            )
            assert loaded.predict_proba() == self.memory.predict_proba()

    def goes_on_as(self, before):
        assert same(self.memory, before)
        assert (
            self.memory.changes_since_consolidation
            == before.changes_since_consolidation
        )
        assert self.memory.predict_proba() == before.predict_proba()
        if self.model:
            drawn = self.memory.generate(2, rng=0, max_length=20)
            assert drawn == before.generate(2, rng=0, max_length=20)

    @invariant()
    def holds_the_model(self):
        if hasattr(self, "memory"):
            assert Counter(self.memory.samples) == self.model
            self.memory.check()


class LifeOfTuples(Life):
    samples = tuples


histories = int(os.environ.get("PLASTIC_HISTORIES", "12"))
for machine in (Life, LifeOfTuples):
    machine.TestCase.settings = settings(max_examples=histories, stateful_step_count=20)
TestLife, TestLifeOfTuples = Life.TestCase, LifeOfTuples.TestCase

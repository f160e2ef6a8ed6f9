"""Random histories of a sequence-to-sequence memory, against fresh ones.

Whatever a memory went through, it is what a fresh one is that was taught the pairs
that are held, in that order.  PLASTIC_HISTORIES=250 makes it 5,000 steps.
"""

import copy
import os
import pickle
import tempfile
from collections import OrderedDict
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from plastic import GenerationError, NotLearnedError, ParameterError
from plastic.seq2seq import Seq2SeqMemory

SMALL, SMALLER = 2_000, 500  # steps: what the second one finds is little
GOALS = [None, "parts", 1]
TURNED = [("abc", "cba"), ("xy", "yx"), ("pqr", "rqp")]
JUNK = [("ab", "zq1"), ("cde", "9x2"), ("f", "70"), ("ab-c", "-%")]
PARTS = [("ab-cd", "ba-dc"), ("x-yz", "x-zy"), ("abc-xy", "cba-yx")]
ENDS = [("cat", "cats"), ("city", "cities"), ("pony", "ponies"), ("dog", "dogs")]
NUMBERS = [([1], [1]), ([True], [True]), ((1.0,), (1.0,)), ([3, 1, 2], (1, 2, 3))]
PAIRS = TURNED + JUNK + PARTS + ENDS + NUMBERS
BATCHES = [TURNED, TURNED[:2], JUNK, JUNK[:3], PARTS, ENDS, NUMBERS[:2], [], PAIRS[:1]]
SOURCES = ["abc", "ab-cd", "lady", [1], [True, 2], ""]

goals, pairs, batches = map(st.sampled_from, (GOALS, PAIRS, BATCHES))
budgets = st.sampled_from([SMALL, SMALL, SMALLER])
told_before = OrderedDict()  # what fresh memories told: asked for again and again


def answer(ask, *asked):
    """What a verb says, with types, for 1 == True; or why it says nothing."""
    try:
        return repr(ask(*asked))
    except GenerationError as error:
        return str(error)


def told(memory):
    """All that a memory says."""
    facts = {
        (repr(goal), repr(source)): answer(memory.predict, source, goal)
        for goal in memory.goals
        for source in SOURCES
    }
    for goal in memory.goals:
        facts[repr(goal)] = answer(lambda goal: str(memory.program(goal)), goal)
    nodes = sorted(map(repr, memory.graph.nodes(data="count")))
    return {**facts, "nodes": nodes, "repr": repr(memory)}


def fresh(held, params):
    """Teach a memory from scratch, pair by pair."""
    memory = Seq2SeqMemory(**params)
    for source, target, goal in held:
        memory.learn(source, target, goal)
    return memory


def told_by_fresh(held, params):
    key = repr((held, params))
    if key not in told_before:
        told_before[key] = told(fresh(held, params))
    return told_before[key]


def has_program(held, params, goal):
    try:
        fresh(held, params).program(goal)
    except GenerationError:
        return False
    return True


class Life(RuleBasedStateMachine):
    """Learn, forget, fit, change hyperparameters, save, load, copy, ask."""

    def __init__(self):
        super().__init__()
        self.params = {"budget": SMALL, "rng": 0}
        self.memory = Seq2SeqMemory(**self.params)
        self.held = []

    @rule(pair=pairs, goal=goals)
    def learn(self, pair, goal):
        self.memory.learn(*pair, goal=goal)
        self.held.append((*pair, goal))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def forget(self, data):
        triple = data.draw(st.sampled_from(self.held))
        self.memory.forget(*triple)
        last = max(
            i for i, other in enumerate(self.held) if repr(other) == repr(triple)
        )
        del self.held[last]

    @rule(pair=pairs, goal=goals)
    def forget_what_is_not_held(self, pair, goal):
        if repr((*map(tuple, pair), goal)) not in self.held_as_tuples():
            with pytest.raises(NotLearnedError):
                self.memory.forget(*pair, goal=goal)

    @rule(batch=batches, goal=goals)
    def fit(self, batch, goal):
        self.fitted(self.memory.fit, [], batch, goal)

    @rule(batch=batches, goal=goals)
    def partial_fit(self, batch, goal):
        self.fitted(self.memory.partial_fit, self.held, batch, goal)

    def fitted(self, verb, held, batch, goal):
        held = [*held, *((*pair, goal) for pair in batch)]
        if any(triple[2] == goal for triple in held) and not has_program(
            held, self.params, goal
        ):
            with pytest.raises(GenerationError, match="no program"):
                verb(batch, goal)
        else:
            assert verb(batch, goal) is self.memory
            self.held = held

    @rule(budget=budgets, rng=st.integers(0, 1))
    def set_params(self, budget, rng):
        assert self.memory.set_params(budget=budget, rng=rng) is self.memory
        self.params = {"budget": budget, "rng": rng}

    @rule(budget=budgets)
    def assign(self, budget):
        self.memory.budget = budget
        self.params["budget"] = budget

    @rule(name=st.sampled_from(["budget", "rng", "bugdet"]))
    def set_what_cannot_be(self, name):
        with pytest.raises(ParameterError):
            self.memory.set_params(**{"rng": 1, name: -1})

    @rule()
    def save_and_load(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pairs.json"
            self.memory.save(path)
            self.memory = Seq2SeqMemory.load(path)

    @rule(how=st.sampled_from([copy.copy, copy.deepcopy, pickle.dumps]))
    def copies_are_apart(self, how):
        other = how(self.memory)
        other = pickle.loads(other) if isinstance(other, bytes) else other
        self.memory, before = other, self.memory
        before.learn("only", "there", goal="apart")

    @rule(source=st.sampled_from(SOURCES), goal=goals)
    def ask_for_one_goal(self, source, goal):
        if goal in self.memory.goals:
            wanted = told_by_fresh(self.held, self.params)[repr(goal), repr(source)]
            assert answer(self.memory.predict, source, goal) == wanted
        else:
            with pytest.raises(NotLearnedError):
                self.memory.predict(source, goal)

    @rule()
    def ask_for_all(self):
        assert told(self.memory) == told_by_fresh(self.held, self.params)

    def teardown(self):
        self.ask_for_all()

    def held_as_tuples(self):
        return [repr((*map(tuple, triple[:2]), triple[2])) for triple in self.held]

    @invariant()
    def what_is_held_is_known(self):
        assert len(self.memory) == len(self.memory.pairs) == len(self.held)
        assert self.memory.get_params() == self.params
        goals = dict.fromkeys(goal for _, _, goal in self.held)
        assert self.memory.goals == [*goals]
        for pair in PAIRS:
            wanted = repr((*map(tuple, pair),))[:-1]
            held = [told for told in self.held_as_tuples() if told.startswith(wanted)]
            assert (pair in self.memory) == bool(held)


TestLife = pytest.mark.thorough(Life.TestCase)
TestLife.settings = settings(
    max_examples=int(os.environ.get("PLASTIC_HISTORIES", "30")),
    stateful_step_count=20,
    deadline=None,
)

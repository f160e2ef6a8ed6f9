"""Long searches take turns: with the same answers, and others answered between."""

from itertools import pairwise

import pytest

import plastic
from plastic.service import turns
from plastic.service.reader import _answer
from plastic.service.settings import Limits
from plastic.service.verbs import answer, table
from plastic.state.beginnings import Unfinished

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:300]
GIVEN = {"prefix": "", "n": 5, "max_steps": 5_000, "known": False}


def memory():
    return plastic.PlasticMemory().fit(NAMES)


@pytest.mark.parametrize("steps", [5_000, 30])
def test_an_answer_in_turns_is_the_answer_at_once(steps):
    verbs, given = table(Limits()), {**GIVEN, "max_steps": steps}
    at_once = answer(memory(), verbs["complete"], given)
    in_turns, asked = memory(), 0
    for turn in turns.turns("complete", given):
        asked += 1
        most = min(7, turn.most)  # so short that there are many
        told = _answer(in_turns, verbs, "complete", given, most)
        if told is not None:
            break
    assert told == at_once
    assert asked > 3


def test_a_search_ends_though_something_is_learned_in_each_pause():
    verbs, held = table(Limits()), memory()
    for asked, turn in enumerate(turns.turns("complete", GIVEN)):
        told = _answer(held, verbs, "complete", GIVEN, turn.most)
        if told is not None:
            break
        held.learn(f"x{'y' * asked}")
    assert told == answer(held, verbs["complete"], GIVEN)
    assert 1 < asked < 12


def test_a_turn_looks_at_no_more_that_is_new_than_it_may(monkeypatch):
    held = memory()
    held.state.beginnings.look_at(10)
    expert, predicted = type(held.state.expert), []
    distribution = expert.distribution
    monkeypatch.setattr(
        expert,
        "distribution",
        lambda self, state: (predicted.append(state), distribution(self, state))[1],
    )
    with pytest.raises(Unfinished):
        held.complete("")
    assert len(predicted) == 10
    held.state.beginnings.look_at(10_000)
    held.complete("")
    states = [str(state) for state in predicted]
    assert len(states) == len(set(states))  # none was predicted twice


def test_nobody_is_passed_by_without_end():
    asked = turns.turns("complete", GIVEN)
    given = [next(asked) for _ in range(30)]
    assert given[0].passed_by == 0
    assert max(turn.passed_by for turn in given) == turns.PATIENCE
    assert all(a.most < b.most for a, b in pairwise(given))

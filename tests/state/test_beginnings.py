"""Completions by what was worked out before are those by what is worked out anew."""

import pytest

import plastic

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:300]


@pytest.mark.parametrize("slept", [False, True])
def test_completions_do_not_depend_on_what_was_asked_before(slept, monkeypatch):
    memory = plastic.PlasticMemory().fit(NAMES)
    if slept:
        memory.consolidate()
    asked = ["", "e", "em", "emm", "xq", "", "em"]
    found = [memory.complete(prefix) for prefix in asked]
    for prefix, completions in zip(asked, found):
        fresh = plastic.PlasticMemory()
        fresh.__setstate__(memory.__getstate__())
        assert fresh.complete(prefix) == completions
    memory.learn("emilx", times=200)
    assert memory.complete("em") != found[2]
    memory.forget("emilx", times=200)
    assert memory.complete("em") == found[2]


def test_no_more_is_kept_than_so_much(monkeypatch):
    from plastic.state import beginnings

    memory = plastic.PlasticMemory().fit(NAMES)
    expected = [memory.complete(name[:2]) for name in NAMES[:40]]
    monkeypatch.setattr(beginnings, "MOST_KEPT", 500)
    memory.learn("emma")
    memory.forget("emma")
    assert [memory.complete(name[:2]) for name in NAMES[:40]] == expected


def test_the_same_is_not_predicted_twice(monkeypatch):
    memory = plastic.PlasticMemory().fit(NAMES)
    predicted = []
    expert = type(memory.state.expert)
    distribution = expert.distribution
    monkeypatch.setattr(
        expert,
        "distribution",
        lambda self, state: (predicted.append(state), distribution(self, state))[1],
    )
    memory.complete("e")
    steps = len(predicted)
    assert steps > 5
    memory.complete("e")
    assert len(predicted) == steps

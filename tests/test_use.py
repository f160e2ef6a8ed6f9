"""Random public calls fail by plastic's own errors, or work, and break nothing.

``python -m benchmarks.use`` makes many more.
"""

import pytest

from benchmarks.uses import made


@pytest.mark.parametrize("number", range(3))
def test_a_hundred_random_calls(number):
    with made(14, number) as world:
        outcomes = [*world.outcomes(100)]
    wrong = [outcome.end for outcome in outcomes if outcome.end.startswith("WRONG")]
    assert not wrong, "\n\n".join(wrong)
    # Or nothing would have been tried.
    assert 30 < sum(outcome.end == "returned" for outcome in outcomes) < 90


def test_the_same_seed_makes_the_same_calls():
    def calls():
        with made(14, 5) as world:
            return [*world.outcomes(30)]

    assert calls() == calls()


def test_what_goes_wrong_is_told(monkeypatch):
    def fail(memory, *args, **kwargs):
        raise KeyError("not ours")

    monkeypatch.setattr("plastic.memory.State.learn", fail)
    with made(14, 0) as world:
        ends = [outcome.end for outcome in world.outcomes(30)]
    assert any(end.startswith("WRONG") and "not ours" in end for end in ends)

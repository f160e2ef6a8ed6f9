"""Very many samples are drawn side by side, as likely as one by one."""

import math
from bisect import bisect
from itertools import accumulate, chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import batches, strings, tuples

from plastic import STOP, UNSEEN, GenerationError, PlasticMemory
from plastic.state import levels, state

known = st.one_of(batches(strings, 8), batches(tuples, 8)).filter(any)


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch):
    monkeypatch.setattr(state, "MANY_DRAWN", 100)


def draw_by_definition(
    memory, n, seed, prefix, temperature=1, max_length=8, min_length=0
):
    """Draw a symbol of each sample that goes on, then the next one of each."""
    rng = np.random.default_rng(seed)
    samples, drawing = [prefix] * n, [*range(n)]
    cut = [False] * n
    for length in range(len(prefix), max_length + 1):
        if length == max_length:
            for at in drawing:
                cut[at] = True
            break
        parts = rng.random(len(drawing)) if drawing else []
        going = []
        for at, part in zip(drawing, parts):
            chances = memory.predict_proba(samples[at])
            chances.pop(UNSEEN, None)
            if length < min_length:
                chances[STOP] = 0.0
            weights = [chance ** (1 / temperature) for chance in chances.values()]
            sums = [*accumulate(weights)]
            came = [*chances][min(bisect(sums, part * sums[-1]), len(sums) - 1)]
            if came != STOP:
                samples[at] += came if isinstance(prefix, str) else (came,)
                going.append(at)
        drawing = going
    return samples, cut


@pytest.mark.thorough
@settings(max_examples=40)
@given(
    known,
    st.booleans(),
    st.sampled_from([0.3, 1, 1, 4]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(1, 30),
    st.booleans(),
)
def test_they_are_drawn_as_the_definition_says(
    samples, slept, temperature, begins, least, horizon, closed
):
    alphabet = None
    if closed:  # with one that never came
        alphabet = {"z"}.union(*samples)
    memory = PlasticMemory(horizon=horizon, alphabet=alphabet).fit(samples)
    if slept:
        memory.consolidate()
    whole = max(samples, key=len)
    prefix = whole[:begins]
    if not closed and begins == 3:
        prefix += "?" if isinstance(whole, str) else ("?",)  # who was never met
    how = {"temperature": temperature, "max_length": 8, "min_length": least}
    drawn = memory.generate(120, prefix, rng=5, **how)
    expected, cut = draw_by_definition(memory, 120, 5, prefix, **how)
    assert drawn == expected
    assert drawn.cut == cut


def test_what_sleep_tells_in_groups_is_blended(names_of_many_symbols):
    memory = names_of_many_symbols
    assert memory.state.abstractions.code.folded
    drawn = memory.generate(150, rng=3, max_length=6)
    assert drawn == draw_by_definition(memory, 150, 3, (), max_length=6)[0]


@pytest.fixture
def names_of_many_symbols():
    rng = np.random.default_rng(0)
    samples = [tuple(row) for row in (rng.zipf(1.5, (200, 4)) % 300).tolist()]
    memory = PlasticMemory().fit(samples)
    memory.consolidate()
    memory.partial_fit([(1, 1000), (1000, 1001)])  # whom sleep has not met
    return memory


@given(known, st.randoms())
def test_it_does_not_matter_how_they_were_taught(samples, random):
    at_once, one_by_one = PlasticMemory().fit(samples), PlasticMemory()
    random.shuffle(samples)
    for sample in samples:
        one_by_one.learn(sample)
    assert at_once.generate(200, rng=1) == one_by_one.generate(200, rng=1)


def test_they_follow_the_probabilities():
    memory = PlasticMemory(alphabet="ab").fit(["a", "a", "b", "ab"])
    drawn = memory.generate(20_000, rng=1)
    for sample in ("a", "b", "ab", "", "aa"):
        expected = 20_000 * math.exp(memory.log_prob(sample))
        spread = 5 * math.sqrt(expected)
        assert drawn.count(sample) == pytest.approx(expected, abs=spread)


def test_what_there_is_no_room_for_is_drawn_afterwards(monkeypatch):
    memory = PlasticMemory().fit(["ab", "cb", "abc"])
    monkeypatch.setattr(levels, "MOST_CELLS", 30 * 4)  # 30 at once, of a, b, c, STOP
    rng = np.random.default_rng(2)
    parts = [draw_by_definition(memory, 30, rng, "")[0] for _ in range(4)]
    drawn = memory.generate(110, rng=2, max_length=8)
    assert drawn == [*chain.from_iterable(parts)][:110]


def test_novel_and_unique_ones(awake_names):
    drawn = awake_names.generate(1_000, novel=True, unique=True, rng=0)
    assert len(drawn) == len(set(drawn)) == 1_000
    assert not set(drawn) & set(awake_names.samples)


def test_the_most_probable(awake_names, monkeypatch):
    coldest = awake_names.generate(1_000, temperature=0, rng=0)
    monkeypatch.setattr(state, "MANY_DRAWN", math.inf)
    assert coldest == awake_names.generate(1_000, temperature=0)
    assert awake_names.generate(1, temperature=1e-300) == coldest[:1]


def test_where_there_is_nothing_to_draw():
    memory = PlasticMemory().fit([""])
    with pytest.raises(GenerationError, match="min_length"):
        memory.generate(200, min_length=1)
    memory = PlasticMemory(alphabet="a").fit(["a"])
    with pytest.raises(GenerationError, match="1,000 in a row"):
        memory.generate(200, unique=True, max_length=3)
    assert memory.generate(200, "a", max_length=1) == ["a"] * 200


def test_a_few_are_drawn_one_by_one(awake_names, monkeypatch):
    monkeypatch.delattr(state, "Levels")
    assert len(awake_names.generate(99, rng=0)) == 99
    # These are many, but few beside the concepts: growing rows anew took longer.
    assert len(awake_names.generate(110, rng=0)) == 110

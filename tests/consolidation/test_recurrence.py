"""What recurs in a sample is counted where that pays, as Kneser and Ney count."""

import math
from collections import Counter
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import PlasticMemory, Recipe
from plastic.consolidation import recurrence
from plastic.consolidation.recurrence import (
    DISCOUNT,
    LEAST,
    MOST,
    WINDOW,
    Recurring,
    Remembered,
    let_go,
    recurring,
    remembered_from,
)
from plastic.consolidation.symbol_codes import SymbolIndex, encode
from plastic.core.symbols import wrap

SMALL = Recipe(near=2, together=2, exact=1, fading=(), deep=2, recall=(1, 2))
LETTERS = [*"abcdefgh"]


def tunes(many, seed=0):
    """Make samples of two themes of their own, which come back."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(many):
        first, second = ("".join(rng.choice(LETTERS, 8)) for _ in range(2))
        found.append(first + second + first + first + second)
    return found


@pytest.fixture(scope="module")
def musical():
    memory = PlasticMemory(recipe=SMALL).fit(tunes(200))
    memory.consolidate()
    return memory


def by_definition(past, below):
    """Fall back from the longest context to `below`, order by order."""
    chances = dict(below)
    for order in range(LEAST, MOST + 1):
        context = past[-order:]
        if len(past) < order:
            break
        places = [
            at for at in range(order, len(past)) if past[at - order : at] == context
        ]
        if not places:
            break
        ways = {(past[max(0, at - order - 1) : at - order], past[at]) for at in places}
        counts = Counter(symbol for _, symbol in ways)
        total = sum(counts.values())
        handed = DISCOUNT * len(counts) / total
        chances = {
            y: max(0, counts[y] - DISCOUNT) / total + handed * chance
            for y, chance in chances.items()
        }
    return chances


@given(st.text("ab", max_size=60) | st.text("abc", max_size=60))
def test_it_counts_by_the_definition(past):
    below = {"a": 0.5, "b": 0.2, "c": 0.3}
    left, shares = recurring(past)
    expected = by_definition(past, below)
    told = {y: left * p + shares.get(y, 0) for y, p in below.items()}
    assert told == pytest.approx(expected)
    assert math.isclose(left + math.fsum(shares.values()), 1)


@given(st.text("ab", max_size=60) | st.text("a\ud800\U0010ffff", max_size=60))
def test_many_places_are_counted_as_few_are(past):
    with mock.patch.object(recurrence, "MANY", -1):
        many = recurring(past)
    assert many == recurring(past)  # to the last bit
    assert all(type(part) is float for part in (many[0], *many[1].values()))


def test_a_loop_is_counted_as_any_past():
    past = "ab" * 1_000 + "a"  # so many places that numpy counts
    left, shares = recurring(past)
    expected = by_definition(past, {"a": 0.5, "b": 0.5})
    assert left * 0.5 + shares["b"] == pytest.approx(expected["b"])
    assert "a" not in shares


def test_a_loop_does_not_draw_ever_more_in():
    left, shares = recurring("abcabcabc" * 3)
    assert max(shares, key=shares.get) == "a"
    assert recurring("abcabcabc" * 30) == (left, shares)  # however often it came


def test_of_a_long_past_the_latest_two_windows_are_remembered():
    past = ""
    for length in range(1, 3 * WINDOW + 2):
        past = let_go(past + chr(length % 7))
        assert len(past) == length - remembered_from(length) <= 2 * WINDOW


@given(any_batches.filter(any))
def test_many_moments_remember_what_one_does(samples):
    code = SymbolIndex(dict.fromkeys(samples, 1), 500)
    text = encode(dict.fromkeys(samples, 1), code)
    remembered = [*Remembered.of(text).each()]
    for start, sample in zip(text.starts.tolist(), text.samples):
        written = "".join(chr(code.number(symbol)) for symbol in sample)
        for place in range(len(sample) + 1):
            assert remembered[start + place] == written[:place]
    moments = np.arange(len(remembered))[::-2]
    some = Remembered.of(text).at(moments)
    assert [*some.each()] == [remembered[at] for at in moments.tolist()]


def test_what_sleep_never_met_is_left_out():
    past = "\0\1\5\0\1"
    below = np.log([[0.5, 0.3, 0.2]])
    assert Recurring.after([past], 3).shares.size == 0
    told = Recurring.after([past], 3).log_ratios(below, 2)
    assert told == pytest.approx(np.log([[0.75, 0.75, 1.0]]))
    assert Recurring.after([past], 6).targets.tolist() == [5]


def test_whether_a_sample_ends_is_left_to_sleep():
    below = np.array([[0.5, 0.3, 0.2]])
    told = Recurring.after(["\0\1\0\1\0"], 3).log_ratios(np.log(below) + 3, 2)
    chances = below * np.exp(told)
    assert chances.sum() == pytest.approx(1)
    assert chances[0, 2] == pytest.approx(0.2)
    assert chances[0, 1] > 0.5


# As an expert ----------------------------------------------------------------------


def test_it_is_carried_where_it_pays(musical, slept_names):
    assert musical.state.abstractions.recurs
    assert not slept_names.state.abstractions.recurs
    without = PlasticMemory(recipe=Recipe(**{**vars(SMALL), "recall": ()}))
    without.fit(tunes(200)).consolidate()
    assert not without.state.abstractions.recurs
    new = tunes(30, seed=1)
    assert musical.score(new) > without.score(new) + 0.2
    assert "of what recurs" in str(musical.consolidate())


def test_many_at_once_as_one_by_one(musical):
    samples = [*tunes(5, seed=2), "", "a", "zz" + tunes(1)[0], "abab" * 9]
    one_by_one = [musical.log_prob(sample) for sample in samples]
    assert musical.score_samples(samples) == pytest.approx(one_by_one, rel=1e-9)
    expert = musical.state.expert.experts[1]
    seen = expert.see(samples)
    starts = np.cumsum([0, *(len(sample) + 1 for sample in samples)])
    for number, sample in enumerate(samples):
        state = expert.initial_state(wrap("")[:-1])
        for place in range(len(sample) + 1):
            logs = expert.log_distributions(seen[..., [starts[number] + place]])[0]
            assert expert.log_distribution(state) == pytest.approx(logs)
            read = expert.initial_state(wrap(sample[:place])[:-1])
            assert read == state
            state = expert.next_state(state, sample[place : place + 1] or "a")


def test_the_last_moments_of_drawn_samples(musical):
    drawn = ["abcdabcd", "hgfehgfe"]
    symbols = sorted({*"".join(drawn)})
    pasts = np.array([[symbols.index(symbol) for symbol in each] for each in drawn])
    expert = musical.state.expert.experts[1]
    logs = expert.log_distributions(expert.see_last(symbols, pasts))
    for row, sample in zip(logs, drawn):
        state = expert.initial_state(wrap(sample)[:-1])
        assert expert.log_distribution(state) == pytest.approx(row)
    lengths = [len(sample) for sample in musical.generate(100, rng=0)]
    assert 20 < np.median(lengths) < 60  # those learned have 40
    assert max(lengths) < 200


def test_what_explains_adds_up(musical):
    context = tunes(1, seed=3)[0][:20]
    explained = musical.explain(context)
    (part,) = [part for part in explained.contributions if part.kind == "recurrence"]
    came = tunes(1, seed=3)[0][20]
    assert max(part.added, key=part.added.get) == came
    for symbol, chance in musical.predict_proba(context).items():
        added = [part.added.get(symbol, 0.0) for part in explained.contributions]
        if chance and symbol in part.added:
            assert math.fsum(added) == pytest.approx(math.log(chance))
    assert "(recurrence)" in str(explained)
    # Of a past in the middle so few symbols are told that none can recur.
    assert musical.predict_proba(context[-3:], anchored=False)


def test_it_is_written_and_read(musical, tmp_path):
    path = tmp_path / "tunes.plastic"
    musical.save(path)
    read = plastic.load(path)
    new = tunes(5, seed=4)
    assert read.score_samples(new) == pytest.approx(musical.score_samples(new))
    assert read.state.abstractions.recurs


@pytest.mark.thorough
def test_probabilities_add_up_where_repeats_are_estimated():
    memory = PlasticMemory(recipe=SMALL, repeats="estimate").fit(tunes(150) + tunes(20))
    memory.consolidate()
    assert memory.state.abstractions.recurs
    for context in [tunes(1)[0][:30], "abcabcabc", ""]:
        assert math.fsum(memory.predict_proba(context).values()) == pytest.approx(1)

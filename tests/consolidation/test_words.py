"""Words: which symbols separate them, and what is said of them, by the definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plastic
from plastic import PlasticMemory, Recipe
from plastic.consolidation.isomorphism import partitions
from plastic.consolidation.symbol_codes import SymbolIndex, encode
from plastic.consolidation.words import (
    BEGUN,
    FEWEST_MOMENTS,
    IN_THE_MIDDLE,
    LONGEST,
    NO_WORD,
    OFTEN,
    UNTOLD,
    Words,
    find_words,
)

SMALL = Recipe(near=2, together=2, exact=1, fading=(), deep=2, recall=(1,))
WORDS = ["the", "king", "queen", "and", "went", "to", "garden", "said", "that", "was"]
WORDS += ["green", "red", "blue", "man"]


def sentences(many, between=" ", seed=0):
    rng = np.random.default_rng(seed)
    return [between.join(rng.choice(WORDS, 8)) for _ in range(many)]


def found(samples):
    """Find the words of samples; give the symbols, too."""
    samples = dict.fromkeys(samples, 1)
    code = SymbolIndex(samples, 500)
    text = encode(samples, code)
    return find_words(text, partitions(text, code, (8,))[8]), text, code


def spelled(words, code, number):
    if number == words.unknown:
        return None
    return "".join(code.symbols[at] for at in words.spelled(number))


@pytest.fixture(scope="module")
def reading():
    memory = PlasticMemory(recipe=SMALL).fit(sentences(200))
    memory.consolidate()
    return memory


# Which symbols separate ------------------------------------------------------------


@pytest.mark.parametrize("between", [" ", "/", "x"])
def test_separators_are_found_whatever_they_look_like(between):
    words, _, code = found(sentences(100, between))
    separating = [code.symbols[at] for at in np.flatnonzero(words.separators[:-2])]
    assert separating == [between]
    assert {spelled(words, code, n) for n in range(1, words.unknown)} >= {*WORDS}


def test_tokens_may_separate_too():
    samples = [tuple(sentence) for sentence in sentences(100)]
    numbered = [tuple(map(ord, sample)) for sample in samples]
    words, _, code = found(numbered)
    assert words.separators[code.number(ord(" "))]


def test_a_long_text_behind_many_short_samples_is_looked_at():
    short = [f"{number:03}" for number in range(100)]
    words, _, code = found([*short, "the " + " ".join(sentences(1_500))])
    separating = [code.symbols[at] for at in np.flatnonzero(words.separators[:-2])]
    assert separating == [" "]


def test_names_have_none(slept_names):
    assert slept_names.state.abstractions.histories.words is None


def test_among_few_moments_none_are_looked_for():
    few = sentences(FEWEST_MOMENTS // 100)
    assert sum(len(sample) + 1 for sample in few) < FEWEST_MOMENTS
    assert found(few)[0] is None


@pytest.mark.thorough
def test_none_are_looked_for_if_it_is_told_so():
    recipe = Recipe(**{**vars(SMALL), "words": False})
    memory = PlasticMemory(recipe=recipe).fit(sentences(150))
    assert "words" not in memory.consolidate().kinds
    with pytest.raises(plastic.PlasticError, match="words"):
        PlasticMemory(recipe=Recipe(words="no")).consolidate()


# What is said of them --------------------------------------------------------------


def by_definition(past, is_separator, known):
    """Give the word so far and the one before, None if it came seldom."""
    so_far, before = "", ""
    for symbol in past:
        if not is_separator(symbol):
            so_far += symbol
        else:
            before, so_far = so_far or before, ""
    return [word if word in known or not word else None for word in (so_far, before)]


def test_every_moment_shows_its_words():
    samples = [*sentences(60), " the  king ", "kings", "", " "]
    words, text, code = found(samples)
    often = {}
    for sample in text.samples:
        for at in range(len(sample) + 1):
            so_far = sample[:at].rpartition(" ")[2]
            often[so_far] = often.get(so_far, 0) + 1
    known = {word for word, times in often.items() if times >= OFTEN}
    latest = words.all_latest(text)
    for start, sample in zip(text.starts.tolist(), text.samples):
        followed = BEGUN
        for at in range(len(sample) + 1):
            shown = [spelled(words, code, n) for n in latest[:, start + at].tolist()]
            assert shown == by_definition(sample[:at], " ".__eq__, known)
            assert followed == tuple(latest[:, start + at].tolist())
            if at < len(sample):
                followed = words.follow(followed, code.number(sample[at]))
    long = [sample for sample in text.samples if len(sample) > 30][:5]
    numbers = np.array([[*map(code.number, sample[:30])] for sample in long])
    starts = [text.starts[text.samples.index(sample)] for sample in long]
    assert words.last(numbers).tolist() == latest[:, np.array(starts) + 30].tolist()


@given(st.text("abc ", max_size=80))
def test_in_the_middle_nothing_is_told_before_a_word_begins(past):
    words = Words(np.array([False, False, False, True, True, True]), np.arange(3))
    told, whole = IN_THE_MIDDLE, BEGUN
    for symbol in past:
        told = words.follow(told, "abc ".index(symbol))
        whole = words.follow(whole, "abc ".index(symbol))
    begins = " " in past
    assert (told.so_far != UNTOLD) == begins
    assert told.so_far in (UNTOLD, whole.so_far)
    assert told.before in (UNTOLD, whole.before)
    two = len(past.partition(" ")[2].strip()) and " " in past.partition(" ")[2].strip()
    assert told.before != UNTOLD or not two


def test_a_word_too_long_is_unknown():
    rng = np.random.default_rng(0)
    long = "".join(rng.choice([*"abcdefg"], LONGEST + 5))
    samples = [f"{a} {long} {b}" for a, b in rng.choice(WORDS, (60, 2))]
    words, _, code = found(samples)
    assert max(map(len, map(words.spelled, range(1, words.unknown)))) == LONGEST
    latest = BEGUN
    for symbol in long:
        latest = words.follow(latest, code.number(symbol))
    assert latest.so_far == words.unknown
    assert words.follow(latest, code.number(" ")) == (NO_WORD, words.unknown)


# In a memory -----------------------------------------------------------------------


def test_the_word_so_far_tells_what_comes(reading):
    words = [slot for slot in reading.slots(n=None) if "«" in str(slot.concept)]
    assert words
    assert reading.consolidate().kinds["words"].kept == len(words)
    recipe = Recipe(**{**vars(SMALL), "words": False})
    without = PlasticMemory(recipe=recipe).fit(sentences(200))
    without.consolidate()
    new = sentences(40, seed=1)
    assert reading.score(new) > without.score(new)
    contexts = ["the king said the que", "the king went to the gar", "the gre"]
    explained = "".join(str(reading.explain(context)) for context in contexts)
    assert "the word so far, and the one before it" in " ".join(explained.split())
    named = {str(slot.concept) for slot in words}
    assert any(name.startswith("«") and name[1:] in "garden" for name in named)


def test_many_at_once_as_one_by_one(reading):
    samples = [*sentences(5, seed=2), "", " ", "the  king", "zebra the", "the kin"]
    one_by_one = [reading.log_prob(sample) for sample in samples]
    assert reading.score_samples(samples) == pytest.approx(one_by_one, rel=1e-9)
    drawn = reading.generate(300, rng=0)
    assert len(drawn) == 300
    chances = reading.predict_proba("queen was the gre", anchored=False)
    assert math.fsum(chances.values()) == pytest.approx(1)


@pytest.mark.thorough
def test_a_sign_in_a_sample_is_no_word():
    samples = [sample.replace("a", "«") for sample in sentences(150)]
    memory = PlasticMemory(recipe=SMALL).fit(samples)
    memory.consolidate()
    names = [str(slot.concept) for slot in memory.slots(n=None)]
    assert len(names) == len({*names})


def test_they_are_written_and_read(reading, tmp_path):
    path = tmp_path / "sentences.plastic"
    reading.save(path)
    read = plastic.load(path)
    assert read.log_prob("the king said") == reading.log_prob("the king said")
    kept = [str(slot.concept) for slot in reading.slots(n=None)]
    assert [str(slot.concept) for slot in read.slots(n=None)] == kept

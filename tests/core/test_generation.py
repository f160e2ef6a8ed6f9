"""Drawing and completing: right by probability, bounded, the same every time."""

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import told_with_hash_seeds
from strategies import batches, strings

import plastic
from plastic import GenerationError, NotLearnedError, ParameterError, PlasticMemory
from plastic.core.generation import Completion


@pytest.fixture
def names(awake_names):
    return awake_names


def test_completions_are_the_best_of_all_by_brute_force():
    memory = PlasticMemory(alphabet="ab").fit(["ab", "abb", "abb", "a", "ba"])
    every = ("".join(s) for length in range(9) for s in product("ab", repeat=length))
    ranked = sorted((-memory.log_prob(one), one) for one in every)[:12]
    found = memory.complete("", n=12)
    assert found.proven
    assert [one.sample for one in found] == [sample for _, sample in ranked]
    assert [-math.log(p) for _, p in found] == pytest.approx(
        [cost for cost, _ in ranked]
    )


@given(
    batches(strings.filter(bool), max_size=5).filter(bool),
    st.sampled_from(["", "a", "bz"]),
)
def test_completions_are_in_order_and_given_the_prefix(samples, prefix):
    memory = PlasticMemory().fit(samples)
    found = memory.complete(prefix, n=4)
    assert found.proven
    assert len(found) == 4
    begun = sum(
        math.log(
            memory.predict_proba(prefix[:at]).get(
                prefix[at], memory.predict_proba(prefix[:at])[plastic.UNSEEN]
            )
        )
        for at in range(len(prefix))
    )
    for sample, probability in found:
        assert sample.startswith(prefix)
        assert math.log(probability) == pytest.approx(memory.log_prob(sample) - begun)
    probabilities = [probability for _, probability in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len({sample for sample, _ in found}) == 4


def test_a_bounded_search_returns_what_is_proven(names, caplog):
    whole = names.complete("ma", n=10)
    part = names.complete("ma", n=10, max_steps=whole.steps // 2)
    assert not part.proven
    assert 0 < len(part) < 10
    assert part == whole[: len(part)]
    assert "proven" in repr(part)
    assert "completions proven" in caplog.text
    assert names.complete("ma", n=1, max_steps=0) == []


def test_completing_nothing(names):
    assert names.complete("ma", n=0) == []
    assert names.complete("ma", n=0).proven


def test_completions_show_as_lines():
    found = PlasticMemory().fit([("to", "be")] * 9).complete(("to",), n=1)
    assert found == [Completion(("to", "be"), found[0].probability)]
    assert repr(found).startswith("to be  0.")


def test_completing_words_and_unknown_prefixes():
    memory = PlasticMemory().fit([("to", "be"), ("to", "go"), ("to", "be")])
    assert memory.complete(["to"], n=1)[0].sample == ("to", "be")
    assert memory.complete(("nobody", "to"), n=1)[0].sample[:2] == ("nobody", "to")


def test_drawing_follows_the_probabilities():
    memory = PlasticMemory(alphabet="ab").fit(["a", "a", "b", "ab"])
    drawn = Counter(memory.generate(20_000, rng=1))
    for sample in ("a", "b", "ab", "", "aa"):
        expected = 20_000 * math.exp(memory.log_prob(sample))
        assert drawn[sample] == pytest.approx(expected, abs=5 * math.sqrt(expected))


def test_the_same_seed_gives_the_same_names(names):
    again = plastic.PlasticMemory().fit(reversed(list(names)))
    first = names.generate(20, rng=7)
    assert first == again.generate(20, rng=7)
    assert first != names.generate(20, rng=8)
    assert names.generate(20) != names.generate(20)  # no seed: fresh ones


@pytest.mark.thorough
@pytest.mark.parametrize(
    "samples", [["ab", "cb", "xyz"], [("b", 1), ("a", (2, "c"), None)]]
)
def test_the_same_in_every_process(samples):
    code = (
        "import plastic;"
        f"memory = plastic.PlasticMemory().fit({samples!r});"
        "print(ascii(memory.generate(30, rng=0)), ascii(memory.predict_proba()),"
        " ascii(list(memory.complete('', n=5))))"
    )
    printed = told_with_hash_seeds(code, ("0", "1", "2"))
    assert len(printed) == 1
    assert len(printed.pop()) > 100


def test_novel_names_are_novel(names):
    drawn = names.generate(300, novel=True, rng=0)
    assert not set(drawn) & set(names)
    assert set(names.generate(300, rng=0)) & set(names)


def test_when_nothing_novel_can_be_found():
    memory = PlasticMemory().fit(["", "a", "aa", "aaa"])
    with pytest.raises(GenerationError, match="temperature"):
        memory.generate(5, novel=True, max_length=3, rng=0)


def test_a_prefix_is_kept(names):
    assert all(
        name.startswith("chr") for name in names.generate(50, prefix="chr", rng=0)
    )
    assert all(
        name.startswith("ñ日") for name in names.generate(5, prefix="ñ日", rng=0)
    )


def test_temperature(names):
    cold = names.generate(50, temperature=1e-6, rng=0)
    assert len(set(cold)) == 1
    warm, hot = names.generate(300, rng=0), names.generate(300, temperature=3, rng=0)
    assert names.score(cold) > names.score(warm) > names.score(hot)
    assert names.generate(50, temperature=1e-300, rng=0) == cold


def test_length_is_bounded(names):
    assert max(map(len, names.generate(50, temperature=100, max_length=8, rng=0))) == 8
    assert names.generate(2, prefix="emma", max_length=4) == ["emma", "emma"]


def test_drawing_words():
    memory = PlasticMemory().fit([("to", "be"), ("or", "not")])
    assert all(isinstance(sample, tuple) for sample in memory.generate(5, rng=0))
    assert memory.generate(0) == []


@pytest.mark.parametrize("temperature", [-0.1, -1, float("nan"), "hot", None])
def test_temperature_cannot_be_below_0(names, temperature):
    with pytest.raises(ParameterError, match="temperature"):
        names.generate(1, temperature=temperature)


@pytest.mark.parametrize("n", [-1, 1.5, "3", None])
def test_n_must_be_a_whole_number_from_0_on(names, n):
    for verb in (names.generate, lambda n: names.complete("e", n=n)):
        with pytest.raises(ParameterError, match="n must"):
            verb(n)


@pytest.mark.parametrize("rng", [-1, "seed", 1.5])
def test_rng_must_be_a_seed_or_a_generator(names, rng):
    with pytest.raises(ParameterError, match="rng"):
        names.generate(1, rng=rng)


def test_an_empty_memory_has_nothing_to_say():
    for verb in (PlasticMemory().generate, PlasticMemory().complete):
        with pytest.raises(NotLearnedError, match="nothing was learned"):
            verb()


# Lengths, and no two alike -----------------------------------------------------------


@given(
    batches(strings).filter(bool), st.integers(0, 6), st.integers(0, 6), st.booleans()
)
def test_lengths_are_kept_and_a_cut_is_told(samples, least, more, slept):
    memory = PlasticMemory().fit(samples)
    if slept:
        memory.consolidate()
    most = least + more
    if not any(samples) and least:
        with pytest.raises(plastic.GenerationError, match="min_length"):
            memory.generate(5, rng=0, min_length=least, max_length=most)
        return
    drawn = memory.generate(5, rng=0, min_length=least, max_length=most)
    assert all(least <= len(sample) <= most for sample in drawn)
    for sample, cut in zip(drawn, drawn.cut):
        assert cut is (len(sample) == most) or not cut
        assert cut or len(sample) <= most


def test_no_two_are_alike():
    memory = PlasticMemory().fit(["a", "b", "ab"] * 9)
    drawn = memory.generate(8, rng=0, unique=True)
    assert len(set(drawn)) == len(drawn) == 8
    closed = PlasticMemory(alphabet="a").fit(["a"])
    with pytest.raises(plastic.GenerationError, match="drawn before"):
        closed.generate(9, rng=0, unique=True, max_length=2)


def test_temperature_0_takes_the_most_probable_symbol():
    memory = PlasticMemory().fit(["emma", "emma", "emily"])
    assert {*memory.generate(5, temperature=0)} == {"emma"}


@pytest.mark.parametrize(
    "lengths",
    [{"prefix": "elizabeth", "max_length": 3}, {"min_length": 3, "max_length": 2}],
)
def test_lengths_that_contradict_each_other(lengths):
    with pytest.raises(plastic.ParameterError, match="max_length"):
        PlasticMemory().fit(["elizabeth"]).generate(1, **lengths)

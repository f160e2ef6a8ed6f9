"""Sleep: the same for the same samples, sound predictions, exact formulas."""

import copy
import importlib
import math
import pickle
import random
from collections import Counter, defaultdict

import pytest
from by_definition import is_told, see
from compared import changes
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import told_with_hash_seeds
from strategies import any_batches

import plastic
from plastic import STOP, UNSEEN, NotLearnedError, ParameterError, PlasticMemory, Recipe
from plastic.consolidation.held_out import Run
from plastic.consolidation.templates import Feature
from plastic.core.concepts import ConceptGraph
from plastic.core.learning import learn
from plastic.core.potentiation import fire
from plastic.core.prediction import Predictor
from plastic.core.symbols import wrap
from plastic.mixture.weights import band

SMALL = Recipe(
    near=2, beginning=1, together=2, exact=1, fading=((2, 3),), runs=3, gate=0.0
)
FOLDING = Recipe(
    near=2,
    beginning=1,
    together=2,
    exact=1,
    fading=((2, 3),),
    runs=3,
    gate=0.0,
    most_symbols=2,
)
recipes = st.sampled_from([SMALL, FOLDING])
NAMES = ["emma", "emily", "emmy", "rohan", "mohan", "rehan", "ava", "eva", "ana"]
DOZEN = [*NAMES, "emma", "ivana", "ramona"]
REPEATING = ["abcabcabc", "bdabda", "ccdccdc", "adbadbad", "dacb", "cacaca", "bbdbbd"]


def slept(samples, recipe=SMALL, **others):
    memory = PlasticMemory(recipe=recipe, **others).fit(samples)
    memory.consolidate()
    return memory


def found_by(memory):
    """Give all that a sleep found, for comparison to the last bit."""
    found = memory.state.abstractions
    return (
        found.code.symbols,
        found.weights,
        found.histories.recipe,
        *(each.tobytes() for each in (found.keys, found.strengths, found.saved)),
        found.base.tobytes(),
        memory.classes(),
    )


def prefixes(samples):
    return [sample[:at] for sample in samples for at in range(len(sample) + 1)]


def check_distribution(chances):
    assert abs(math.fsum(chances.values()) - 1) < 1e-12
    assert all(chance > 0 for chance in chances.values())


# The same for the same samples -----------------------------------------------------


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), recipes, st.randoms(use_true_random=False))
def test_the_order_of_teaching_does_not_matter(samples, recipe, shuffler):
    one = slept(samples, recipe)
    other = slept(shuffler.sample(samples, len(samples)), recipe)
    assert found_by(one) == found_by(other)
    for prefix in prefixes(samples):
        assert one.predict_proba(prefix) == other.predict_proba(prefix)


@pytest.mark.thorough
def test_the_order_of_names_does_not_matter():
    held = plastic.datasets.read(plastic.datasets.path("names.txt"))[::50]
    shuffled = random.Random(0).sample(held, len(held))
    one = slept(held, None)
    assert found_by(one) == found_by(slept(shuffled, None))
    assert one.predict_proba("em") == slept(shuffled, None).predict_proba("em")


def test_where_many_symbols_are_folded_order_does_not_matter_either():
    rng = random.Random(0)
    samples = [tuple(rng.choices(range(30), k=8)) for _ in range(40)]
    one, other = slept(samples, FOLDING), slept(samples[::-1], FOLDING)
    assert found_by(one) == found_by(other)


def test_learning_at_once_or_again_and_again_is_the_same():
    one = slept(["ab"] * 5 + ["ba", "abc"] * 2)
    other = PlasticMemory(recipe=SMALL)
    for sample, times in (("abc", 2), ("ab", 5), ("ba", 2)):
        other.learn(sample, times=times)
    other.consolidate()
    assert found_by(one) == found_by(other)


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), recipes, st.data())
def test_forgotten_and_slept_over_is_never_learned(samples, recipe, data):
    memory = slept(samples, recipe)
    before = found_by(memory)
    new = data.draw(st.sampled_from(samples))
    new = new + (new[:1] or ("z" if isinstance(new, str) else ("z",)))
    memory.learn(new, times=3)
    memory.consolidate()
    memory.forget(new, times=3)
    memory.consolidate()
    assert found_by(memory) == before
    never = slept(samples, recipe)
    for prefix in prefixes(samples):
        assert memory.predict_proba(prefix) == never.predict_proba(prefix)
    memory.check()


def test_sleeping_again_changes_nothing():
    memory = slept(DOZEN)
    before = found_by(memory)
    memory.consolidate()
    assert found_by(memory) == before


HASHED = """
from plastic import PlasticMemory, Recipe
samples = [("to", "be", 1, frozenset("ab")), ("be", "to", b"x", 2.5), ("to", "go")] * 4
for most in (500, 3):
    memory = PlasticMemory(recipe=Recipe(gate=0.0, most_symbols=most)).fit(samples)
    memory.consolidate()
    found = memory.state.abstractions
    print([weight.hex() for weights in found.weights for weight in weights])
    print(found.keys.tolist(), found.strengths.sum().hex())
    print([chance.hex() for chance in memory.predict_proba(("to",)).values()])
    print([str(one.concept) for one in memory.slots(n=None) if
           "frozenset" not in str(one.concept)])
"""


@pytest.mark.thorough
def test_the_hash_seed_does_not_matter():
    told = told_with_hash_seeds(HASHED)
    assert len(told) == 1
    assert told != {""}


# Predictions -----------------------------------------------------------------------


@pytest.mark.thorough
@settings(max_examples=60)
@given(any_batches.filter(bool), recipes, st.data(), st.booleans())
def test_predictions_are_distributions(samples, recipe, data, anchored):
    memory = slept(samples, recipe)
    text = isinstance(samples[0], str)
    if data.draw(st.booleans(), label="learn since"):
        memory.learn("xay" if text else ("x", 0, "y"))
    if data.draw(st.booleans(), label="forget since"):  # every time it was there
        symbol = data.draw(st.sampled_from([*"abc"] if text else [0, "to", (1, "x")]))
        for sample, times in list(memory.samples.items()):
            if symbol in sample:
                memory.forget(sample, times=times)
    stranger = "?!" if text else ("?", "!")
    context = data.draw(st.sampled_from([*prefixes(samples), stranger]))
    chances = memory.predict_proba(context, anchored=anchored)
    check_distribution(chances)
    symbols = {symbol for sample in memory.samples for symbol in sample}
    assert chances.keys() == symbols | {STOP, UNSEEN}


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), recipes, st.data(), st.booleans())
def test_what_sleep_never_saw_keeps_wakings_probability(
    samples, recipe, data, anchored
):
    text = isinstance(samples[0], str)
    memory = slept(samples, recipe)
    memory.learn("xayx" if text else ("x", 0, "y", "x"))
    awake = PlasticMemory().fit(memory)
    context = data.draw(st.sampled_from(prefixes([*memory.samples])))
    chances = memory.predict_proba(context, anchored=anchored)
    expected = awake.predict_proba(context, anchored=anchored)
    assert list(chances) == list(expected)
    assert chances["x"] == expected["x"]
    assert chances["y"] == expected["y"]
    assert chances[UNSEEN] == expected[UNSEEN]


def test_folded_symbols_are_told_apart_as_waking_does():
    memory = slept(["abab", "baba", "abc", "abd", "abd"] * 4, FOLDING)
    awake = PlasticMemory().fit(memory)
    for context in ("", "ab", "abc"):
        chances, expected = memory.predict_proba(context), awake.predict_proba(context)
        check_distribution(chances)
        ratio = expected["c"] / expected["d"]
        assert chances["c"] / chances["d"] == pytest.approx(ratio, rel=1e-12)
    assert memory.predict_proba("ab") != awake.predict_proba("ab")


def test_a_closed_alphabet_stays_closed():
    memory = slept(["ab", "ba", "abab"] * 5, alphabet="abcd")
    awake = PlasticMemory(alphabet="abcd").fit(memory)
    chances = memory.predict_proba("a")
    assert list(chances) == [*"abcd", STOP]
    check_distribution(chances)
    assert chances["c"] == awake.predict_proba("a")["c"]
    assert chances["b"] != awake.predict_proba("a")["b"]
    assert memory.log_prob("ax") == -math.inf
    assert memory.surprise("xa")[0] == math.inf


def test_a_new_sample_counts_at_once():
    memory = slept(DOZEN)
    before = memory.log_prob("xandra")
    memory.learn("xandra")
    once = memory.log_prob("xandra")
    memory.learn("xandra", times=9)
    assert before < once < memory.log_prob("xandra")
    memory.forget("xandra", times=10)
    assert memory.log_prob("xandra") == before


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), recipes, st.data(), st.booleans())
def test_all_that_scores_agrees_with_predict_proba(samples, recipe, data, anchored):
    memory = slept(samples, recipe)
    sample = data.draw(st.sampled_from(samples))
    sample += sample[:1] + ("?a" if isinstance(sample, str) else ("?", 0))
    logs = []
    for at, symbol in enumerate([*sample, *([STOP] if anchored else [])]):
        chances = memory.predict_proba(sample[:at], anchored=anchored)
        logs.append(math.log(chances.get(symbol, chances[UNSEEN])))
    surprise = memory.surprise(sample, anchored=anchored)
    assert surprise == pytest.approx([-log for log in logs], rel=1e-9, abs=1e-12)
    last = data.draw(st.integers(0, len(logs) + 1))
    latest = memory.surprise(sample, anchored=anchored, last=last)
    assert latest == pytest.approx(surprise[max(0, len(logs) - last) :], rel=1e-9)
    log_prob = memory.log_prob(sample, anchored=anchored)
    assert log_prob == pytest.approx(math.fsum(logs), rel=1e-9)
    if anchored:
        assert memory.score([sample]) == pytest.approx(log_prob / len(logs))


def test_completions_are_in_order_and_as_probable_as_they_say():
    memory = slept(DOZEN)
    for prefix in ("", "em", "zz"):
        found = memory.complete(prefix, n=8)
        chances = [one.probability for one in found]
        assert chances == sorted(chances, reverse=True)
        begun = memory.log_prob(prefix) + memory.surprise(prefix)[-1]
        for sample, chance in found:
            assert sample.startswith(prefix)
            assert math.log(chance) == pytest.approx(memory.log_prob(sample) - begun)
        assert len({one.sample for one in found}) == 8
    # None that was left out is more probable.
    best = memory.complete("", n=8)
    assert all(
        name in {one.sample for one in best}
        or math.exp(memory.log_prob(name)) <= best[-1].probability
        for name in [*DOZEN, "", "a", "em", "ema"]
    )


def test_generation_follows_the_seed_and_the_mixture():
    memory = slept(["ab", "ab", "ba", "bb"] * 5)
    drawn = memory.generate(1500, rng=3)
    assert drawn == memory.generate(1500, rng=3) != memory.generate(1500, rng=4)
    chances = memory.predict_proba("")
    known = chances["a"] + chances["b"] + chances[STOP]
    begins = Counter(sample[:1] for sample in drawn)
    for symbol, letter in (("a", "a"), ("b", "b"), (STOP, "")):
        expected = chances[symbol] / known
        error = 4 * math.sqrt(expected * (1 - expected) / 1500)
        assert begins[letter] / 1500 == pytest.approx(expected, abs=error)
    assert all(one.startswith("ba") for one in memory.generate(9, "ba", rng=0))
    cold = memory.generate(20, temperature=0.01, rng=0)
    assert len(set(cold)) == 1


@pytest.mark.thorough
def test_it_predicts_better_than_awake_on_names():
    held = plastic.datasets.read(plastic.datasets.path("names.txt"))
    random.Random(0).shuffle(held)
    memory = PlasticMemory().fit(held[:1500])
    awake = memory.score(held[-500:])
    report = memory.consolidate()
    assert memory.score(held[-500:]) > awake + 0.03
    assert 0.4 < report.weight == report.weights[0][1] < 1


# The formulas ----------------------------------------------------------------------


def reference_sweep(samples, recipe, classes):
    """Sweep moment by moment, in plain Python, from the formulas."""
    moments = [
        (sample[:at], (*sample, STOP)[at])
        for sample in samples
        for at in range(len(sample) + 1)
    ]
    symbols = sorted({symbol for _, symbol in moments})
    counts = Counter(symbol for _, symbol in moments)
    total = sum(counts.values()) + len(symbols) / 2
    unigram = {y: (counts[y] + 0.5) / total for y in symbols}
    believed = [dict(unigram) for _ in moments]
    gate = recipe.gate
    if gate is None:
        gate = max(0, math.log(200_000 / len(moments)) / 4)
    strengths, savings = {}, {}
    for template in recipe.templates(len(symbols) - 1):
        showing = defaultdict(list)
        for number, (prefix, _) in enumerate(moments):
            values = (see(one, prefix, classes, recipe) for one in template)
            showing[tuple(zip(template, values))].append(number)
        for pattern, those in showing.items():
            observed = Counter(moments[number][1] for number in those)
            expected = {y: sum(believed[n][y] for n in those) for y in symbols}
            ratio = {
                y: (observed[y] + recipe.prior) / (expected[y] + recipe.prior)
                for y in symbols
            }
            saved = sum(
                n * math.log((n - 0.5 + recipe.prior) / (expected[y] + recipe.prior))
                for y, n in observed.items()
            )
            saved -= sum(expected[y] * (ratio[y] - 1) for y in symbols)
            if saved <= gate or len(those) < 2:
                continue
            strengths[pattern] = {
                y: recipe.rate * math.log(r) for y, r in ratio.items()
            }
            savings[pattern] = saved
            for number in those:
                raised = {
                    y: p * ratio[y] ** recipe.rate for y, p in believed[number].items()
                }
                scale = sum(raised.values())
                believed[number] = {y: p / scale for y, p in raised.items()}
    return unigram, strengths, savings


@pytest.mark.parametrize(
    "recipe",
    [
        SMALL,
        Recipe(near=3, together=3, exact=2, fading=((2, 4), (4, 2)), gate=1.0),
        Recipe(near=2, together=2, runs=0, rate=0.7, prior=0.5, gate=0.2),
        Recipe(deep=0, recall=()),
        Recipe(),
    ],
    ids=["small", "larger", "other numbers", "without recall", "default"],
)
@pytest.mark.parametrize("samples", [DOZEN, REPEATING], ids=["names", "repeating"])
def test_the_sweep_follows_the_formulas(recipe, samples):
    memory = PlasticMemory(recipe=recipe).fit(samples)
    report = memory.consolidate()
    slots = memory.slots(n=None)
    _, strengths, savings = reference_sweep(samples, recipe, memory.classes())
    assert {one.concept.pattern for one in slots} == strengths.keys()
    assert len(slots) == report.kept > 0
    kinds = {seen.feature.kind for one in slots for seen in one.concept.pattern}
    assert ("recall" in kinds) == bool(recipe.recall)
    for one in slots:  # in single precision
        expected = strengths[one.concept.pattern]
        assert dict(one.synapses) == pytest.approx(expected, abs=1e-5)
        assert one.saved == pytest.approx(savings[one.concept.pattern], abs=1e-4)
    nats = sum(kind.nats for kind in report.kinds.values())
    assert nats == pytest.approx(math.fsum(savings.values()), rel=1e-4)


@pytest.mark.parametrize("samples", [DOZEN, REPEATING], ids=["names", "repeating"])
@pytest.mark.parametrize("anchored", [True, False])
def test_the_mixture_is_a_softmax_of_both(anchored, samples):
    memory = PlasticMemory(recipe=SMALL).fit(samples)
    awake = copy.copy(memory)
    weights = memory.consolidate().weights
    assert all(0 < weight < 3 for weight in weights[0])
    classes = memory.classes()
    unigram, strengths, _ = reference_sweep(samples, SMALL, classes)
    used = set()
    for context in [*prefixes(samples), "q", "eqm", "qqa", "abcabcabd" * 2]:
        asleep = {y: math.log(p) for y, p in unigram.items()}
        for pattern, effects in strengths.items():
            told = anchored or all(
                is_told(feature, context, classes, SMALL) for feature, _ in pattern
            )
            if told and all(
                see(feature, context, classes, SMALL) == value
                for feature, value in pattern
            ):
                asleep = {y: log + effects[y] for y, log in asleep.items()}
        waking = awake.predict_proba(context, anchored=anchored)
        mass = 1 - waking[UNSEEN]
        past = ("\ufdd0" if anchored else "") + context
        ends = [past[at:] for at in range(len(past) + 1)]
        depth = max(len(end) for end in ends if end in awake.graph)
        sure = max(p for y, p in waking.items() if y != UNSEEN) / mass
        number = band(depth, -1 if anchored else len(context), sure)
        used.add(number)
        of_waking, of_sleep = weights[number + 1] if number >= 0 else (1, 0)
        odds = {
            y: math.exp(of_sleep * log + of_waking * math.log(waking[y]))
            for y, log in asleep.items()
        }
        scale = mass / sum(odds.values())
        expected = {**{y: p * scale for y, p in odds.items()}, UNSEEN: waking[UNSEEN]}
        chances = memory.predict_proba(context, anchored=anchored)
        assert chances == pytest.approx(expected, rel=1e-4)  # single precision
    assert len(used) > 1


@pytest.mark.thorough
def test_waking_weighs_more_where_sleep_sees_nothing():
    # What comes is told by the fifth symbol back, beyond the small recipe.
    rng = random.Random(0)
    samples = ["".join(rng.choices("ab", k=5)) * 8 for _ in range(40)]
    bare = {"together": 1, "exact": 0, "fading": (), "deep": 0, "recall": ()}
    blind = PlasticMemory(recipe=Recipe(near=1, **bare))
    seeing = PlasticMemory(recipe=Recipe(near=5, **bare))
    for memory in (blind, seeing):
        memory.fit(samples).consolidate()
    blind_waking, blind_sleep = blind.state.abstractions.weights[0]
    waking, sleep = seeing.state.abstractions.weights[0]
    assert blind_waking > waking + 0.2
    assert blind_sleep < sleep - 0.2


@pytest.mark.thorough
def test_what_repeats_is_recalled():
    # Each sample repeats a random word of its own, which no other has.
    rng = random.Random(0)
    samples = ["".join(rng.choices("abcdefgh", k=6)) * 4 for _ in range(80)]
    surprises = {}
    for orders in ((), (1, 2, 4)):
        memory = PlasticMemory(recipe=Recipe(recall=orders)).fit(samples[:60])
        memory.consolidate()
        for anchored in (True, False):  # at the beginning, and in a stream
            told = [memory.surprise(one, anchored=anchored) for one in samples[60:]]
            again = [nats[8:24].mean() for nats in told]
            surprises.setdefault(anchored, []).append(math.fsum(again) / len(again))
    for forgetful, recalling in surprises.values():
        assert recalling < forgetful / 2
    fired = memory.explain(samples[60], anchored=False).contributions
    kinds = {
        seen.feature.kind
        for one in fired
        if one.kind == "slot"
        for seen in one.concept.pattern
    }
    assert {"recall", "match", "length"} <= kinds


# The report ------------------------------------------------------------------------


def test_the_report_sums_up_what_was_found():
    memory = PlasticMemory(recipe=Recipe(gate=0.0)).fit(DOZEN)
    report = memory.consolidate()
    assert report.classes == memory.classes()
    kinds = {"symbols", "beginnings", "runs", "gaps", "classes", "recall"}
    assert set(report.kinds) == kinds
    slots = memory.slots(n=None)
    assert report.kept == len(slots)
    of_classes = [
        one
        for one in slots
        if any(seen.feature.kind == "class" for seen in one.concept.pattern)
    ]
    assert report.kinds["classes"].kept == len(of_classes)
    gaps = [
        one
        for one in slots
        if {seen.feature.kind for seen in one.concept.pattern} == {"back"}
        and sorted(seen.feature.at for seen in one.concept.pattern)
        != [*range(1, 1 + len(one.concept.pattern))]
    ]
    assert report.kinds["gaps"].kept == len(gaps) > 0
    assert report.dropped > 0
    assert report.seconds > 0
    text = str(report)
    assert f"{report.kinds['gaps'].kept:,} kept" in text
    waking, sleep = report.weights[0]
    assert f"weight of sleep {sleep:.2f}, of waking {waking:.2f}" in text
    assert report.weight == sleep
    recalled = [one for one in slots if str(one.concept).startswith("↺")]
    assert report.kinds["recall"].kept == len(recalled)
    assert max(map(len, text.splitlines())) <= 100
    assert f"{report.kept:,} slot concepts kept" in repr(report)


# When it sleeps --------------------------------------------------------------------


def test_partial_fit_sleeps_again_when_half_as_much_is_new():
    memory = slept(DOZEN[:10])
    assert changes(memory) == 0
    memory.partial_fit(DOZEN[:2])
    memory.learn("zoe")
    memory.forget("zoe")
    assert changes(memory) == 4
    before = found_by(memory)
    memory.learn("zoe", times=3)
    assert changes(memory) == 7
    assert found_by(memory) == before  # learn never sleeps
    memory.forget("zoe", times=3)
    assert (changes(memory), found_by(memory)) == (
        10,
        before,
    )  # and forget neither
    memory.partial_fit(["zoe"])
    assert changes(memory) == 0
    assert found_by(memory) == found_by(slept([*memory])) != before
    # 13 are held now: 7 are more than half of them.
    memory.partial_fit(["ann"] * 6)
    assert changes(memory) == 6
    memory.partial_fit(["ann"] * 3)
    assert changes(memory) == 2


@pytest.mark.parametrize(("sleep_after", "left"), [(None, 40), (1.0, 0), (3.0, 40)])
def test_when_it_sleeps_again_is_a_hyperparameter(sleep_after, left):
    memory = slept(["ab"] * 40, sleep_after=sleep_after).partial_fit(["ba"] * 40)
    assert changes(memory) == left


def test_a_memory_that_never_slept_stays_awake():
    memory = PlasticMemory().fit(["ab"]).partial_fit(["ba"] * 20)
    assert memory.classes() == {}
    assert changes(memory) == 21
    memory.learn("ab", times=5)
    assert changes(memory) == 26


@pytest.mark.parametrize("sleep_after", ["often", -1, math.nan, [1]])
def test_a_wrong_sleep_after_is_named(sleep_after):
    with pytest.raises(ParameterError, match="sleep_after"):
        slept(["ab"], sleep_after=sleep_after).partial_fit(["ba"])


def test_what_wakes_it():
    def is_awake(memory):
        same = PlasticMemory(**memory.get_params()).fit(memory)
        return (
            memory.classes() == {}
            and memory.slots() == []
            and changes(memory) == len(memory)
            and memory.predict_proba("em") == same.predict_proba("em")
        )

    assert not is_awake(slept(DOZEN))
    assert is_awake(slept(DOZEN).fit(NAMES))
    assert is_awake(slept(DOZEN).merge(slept(NAMES)))
    assert is_awake(PlasticMemory(recipe=SMALL).fit(DOZEN).merge(slept(NAMES)))
    assert is_awake(slept(DOZEN).set_params(horizon=3))
    assert is_awake(slept(DOZEN).set_params(recipe=None))
    memory = slept(["emma"])
    memory.forget("emma")
    assert (changes(memory), memory.classes()) == (0, {})
    memory.learn(("of", "another", "kind"))
    assert memory.predict_proba(("of",))["another"] > 0


def test_parameters_that_are_refused_let_it_sleep_on():
    memory = slept(DOZEN)
    before = found_by(memory), memory.predict_proba("em")
    with pytest.raises(ParameterError):
        memory.set_params(horizon=0)
    with pytest.raises(plastic.SampleError):
        memory.set_params(alphabet="ab")
    assert (found_by(memory), memory.predict_proba("em")) == before


def test_train_sleeps_unless_told_not_to():
    assert plastic.train(DOZEN).classes()
    assert plastic.train(DOZEN).changes_since_consolidation == 0
    memory = plastic.train(DOZEN, consolidate=False)
    assert memory.classes() == {}
    assert memory.predict_proba("em") == PlasticMemory().fit(DOZEN).predict_proba("em")
    assert len(plastic.train([])) == 0


# Copies and files ------------------------------------------------------------------


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda memory: pickle.loads(pickle.dumps(memory))],
    ids=["copy", "deepcopy", "pickle"],
)
@pytest.mark.parametrize("recipe", [SMALL, FOLDING], ids=["all", "folded"])
def test_copies_predict_the_same_to_the_last_bit(copied, recipe):
    memory = slept([*DOZEN, "xyz"], recipe)
    memory.learn("quentin")
    memory.forget("ava")
    other = copied(memory)
    assert found_by(other) == found_by(memory)
    assert changes(other) == changes(memory) == 2
    for prefix in prefixes(DOZEN):
        assert other.predict_proba(prefix) == memory.predict_proba(prefix)
        assert other.log_prob(prefix) == memory.log_prob(prefix)
    assert other.generate(9, rng=0) == memory.generate(9, rng=0)
    # And go their own ways.
    before = memory.predict_proba("em")
    other.learn("emmanuel", times=4)
    other.consolidate()
    assert memory.predict_proba("em") == before != other.predict_proba("em")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "recipe",
    [None, SMALL, FOLDING, Recipe(recall=(2, 5), deep=4), Recipe(recall=())],
    ids=["none", "all", "folded", "other orders", "no recall"],
)
@pytest.mark.parametrize("end", ["json", "plastic"])
def test_a_file_keeps_predictions_to_the_last_bit(tmp_path, recipe, end):
    samples = [*DOZEN, *REPEATING]
    memory = slept(samples, recipe, sleep_after=0.25)
    memory.save(tmp_path / f"memory.{end}")
    loaded = plastic.load(tmp_path / f"memory.{end}")
    assert loaded.get_params() == memory.get_params()
    assert found_by(loaded) == found_by(memory)
    assert loaded.changes_since_consolidation == 0
    for prefix in prefixes(samples):
        assert loaded.predict_proba(prefix) == memory.predict_proba(prefix)
        middle = loaded.predict_proba(prefix, anchored=False)
        assert middle == memory.predict_proba(prefix, anchored=False)


def test_a_file_of_a_memory_that_is_awake_stays_awake(tmp_path):
    memory = PlasticMemory().fit(DOZEN)
    memory.save(tmp_path / "memory.json")
    loaded = plastic.load(tmp_path / "memory.json")
    assert loaded.classes() == {}
    assert loaded.predict_proba("em") == memory.predict_proba("em")


@pytest.mark.parametrize("unknown", ["", "c", "cd"])
@pytest.mark.parametrize("learned_since", ["", "z"])
def test_symbols_that_sleep_never_met_keep_what_waking_gives_them(
    unknown, learned_since
):
    for alphabet in (None, f"abe{unknown}{learned_since}"):
        memory = PlasticMemory(recipe=SMALL, alphabet=alphabet)
        memory.fit(["bae", "abe", "ebb", "bae"]).consolidate()
        memory.partial_fit(filter(None, [learned_since]))
        for context in ("", "b", "ba", f"a{unknown}"):
            chances = memory.predict_proba(context)
            assert sum(chances.values()) == pytest.approx(1)
            for symbol in {*chances} - {STOP, UNSEEN}:
                log = -memory.surprise(context + symbol, last=2)[0]
                assert math.log(chances[symbol]) == pytest.approx(log)


def test_of_many_symbols_those_that_came_too_seldom_are_folded():
    often = [tuple(range(at, at + 5)) for at in range(0, 120, 5)] * 5
    seldom = [(number,) * 4 for number in range(200, 250)]
    memory = PlasticMemory(recipe=SMALL).fit(often + seldom)
    memory.consolidate()
    assert memory.state.abstractions.code.symbols == [*range(120)]
    assert sum(memory.predict_proba([0]).values()) == pytest.approx(1)


def test_few_symbols_are_told_apart_however_seldom_they_came():
    memory = PlasticMemory(recipe=SMALL).fit([(number,) for number in range(100)])
    memory.consolidate()
    assert memory.state.abstractions.code.symbols == [*range(100)]


# What goes wrong -------------------------------------------------------------------


def test_there_is_nothing_to_sleep_over():
    with pytest.raises(NotLearnedError):
        PlasticMemory().consolidate()
    memory = PlasticMemory().fit(["ab"])
    memory.forget("ab")
    with pytest.raises(NotLearnedError):
        memory.consolidate()


@pytest.mark.parametrize("recipe", ["small", 3, {"near": 2}, Recipe])
def test_a_wrong_recipe_is_named(recipe):
    memory = PlasticMemory(recipe=recipe)
    with pytest.raises(ParameterError, match="recipe"):
        memory.fit(["ab"])
    memory.recipe = SMALL
    assert memory.fit(["ab"]).classes() == {}
    memory.check()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "where", ["state.graph.learn", "state.graph.forget", "state.state.log_masses"]
)
@pytest.mark.parametrize("calls", [0, 3])
@pytest.mark.parametrize("slept_before", [False, True])
def test_an_interrupted_sleep_changes_nothing(monkeypatch, where, calls, slept_before):
    memory = PlasticMemory(recipe=SMALL).fit(DOZEN)
    if slept_before:
        memory.consolidate()
    memory.learn("emmanuel")
    before = (
        changes(memory),
        memory.predict_proba("em"),
        memory.classes(),
    )
    module, name = where.rsplit(".", 1)
    module = importlib.import_module(f"plastic.{module}")
    real, left = getattr(module, name), [calls]

    def interrupted(*arguments):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, interrupted)
        with pytest.raises(KeyboardInterrupt):
            memory.consolidate()
    assert (
        changes(memory),
        memory.predict_proba("em"),
        memory.classes(),
    ) == before
    memory.check()
    memory.consolidate()
    assert found_by(memory) == found_by(slept([*DOZEN, "emmanuel"]))


def test_sleep_leaves_the_waking_memory_as_it_was():
    memory = PlasticMemory(recipe=SMALL).fit(DOZEN)
    before = PlasticMemory(recipe=SMALL).fit(DOZEN)
    memory.consolidate()
    memory.check()
    assert memory.samples == before.samples
    assert memory.state.concepts == before.state.concepts


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches.filter(bool), recipes, st.data())
def test_the_weight_is_judged_by_moments_that_waking_has_not_seen(
    samples, recipe, data
):
    memory = slept(samples, recipe)
    state, code = memory.state, memory.state.abstractions.code
    chosen = data.draw(st.integers(0, len(samples) - 1))
    end = data.draw(st.integers(1, len(samples[chosen]) + 1))
    begin = data.draw(st.integers(0, end - 1))
    place = data.draw(st.integers(begin, end - 1))
    length = data.draw(st.integers(0, place))
    run = Run(samples[chosen], 0, begin, end, [place], [length])
    # All but this one run.
    concepts = ConceptGraph(samples[0][:0], 24)
    for number, sample in enumerate(samples):
        for end in range(1, len(sample) + 3):
            if number != chosen or end not in run.ends():
                learn(concepts, wrap(sample), end)
    predictor = Predictor(concepts)
    past = wrap(samples[chosen])[: place + 1]
    chances = predictor.distribution(past)
    share = chances[UNSEEN] / predictor.unseen_width  # of a symbol that is gone now
    masses = [chances.get(symbol, share) for symbol in [*code.symbols, STOP]]
    if code.folded:
        masses.append(sum(chances.get(symbol, share) for symbol in code.rare))
    expected = [math.log(mass / math.fsum(masses)) for mass in masses]
    ((whole,), (middle,)), (depth,) = state._leave_out([run], code)
    assert whole == pytest.approx(expected, rel=1e-9)
    assert math.fsum(map(math.exp, middle)) == pytest.approx(1)
    fired = fire(concepts, past, len(past))
    assert depth == max(len(node.symbols) for node in fired)
    memory.check()


# Edges -----------------------------------------------------------------------------

EDGES = {
    "one sample": ["emma"],
    "the empty sample": [""],
    "the empty sample again and again": [""] * 30,
    "the empty tuple": [()],
    "one symbol": ["a"],
    "one symbol, again and again": ["a" * n for n in range(9)] * 3,
    "two symbols": ["ab" * n for n in range(9)] * 3,
    "one length": ["abc", "bca", "cab", "aaa"] * 6,
    "mixed types": [("a", 1, b"x", None, (1, "b"), 2.5, frozenset("ab"))] * 5,
    "long": ["abc" * 300],
    "long and random": ["".join(random.Random(0).choices("abcdefgh", k=900))],
}


@pytest.mark.thorough
@pytest.mark.parametrize("samples", EDGES.values(), ids=EDGES)
@pytest.mark.parametrize(
    "recipe", [None, SMALL, FOLDING], ids=["none", "all", "folded"]
)
def test_edges(samples, recipe):
    memory = PlasticMemory(recipe=recipe).fit(samples)
    str(memory.consolidate())
    context = samples[-1][:2]
    for anchored in (True, False):
        check_distribution(memory.predict_proba(context, anchored=anchored))
        explanation = memory.explain(context, anchored=anchored)
        assert "probability" in str(explanation)
    assert math.isfinite(memory.score([samples[-1][:50]]))
    assert len(memory.generate(2, rng=0, max_length=20)) == 2
    assert memory.complete(context, n=1, max_steps=500) is not None
    assert len(memory.graph) >= 1
    assert "slot concepts" in repr(memory)
    memory.check()


def test_more_symbols_than_are_told_apart():
    rng = random.Random(0)
    samples = [tuple(rng.choices(range(600), k=6)) for _ in range(150)]
    recipe = Recipe(near=2, together=1, exact=1, fading=((2, 2),))
    memory = slept(samples, recipe)
    chances = memory.predict_proba(samples[0][:2])
    check_distribution(chances)
    assert len(chances) == len({one for sample in samples for one in sample}) + 2
    told_apart = {one for group in memory.classes()[2] for one in group}
    assert len(told_apart) <= 500


def test_it_may_be_taught_very_often():
    memory = PlasticMemory(recipe=SMALL)
    memory.learn("ab", times=10**12)
    memory.learn("ba", times=3)
    memory.consolidate()
    check_distribution(memory.predict_proba("a"))
    memory.check()


def test_what_is_not_told_apart_is_predicted_together():
    feature = Feature("back", 1)
    memory = slept(["ax", "ay", "az", "bb"] * 5, FOLDING)
    values = {
        seen.value
        for one in memory.slots(n=None)
        for seen in one.concept.pattern
        if seen.feature == feature
    }
    assert None in values
    assert not values & {*"xyz"}

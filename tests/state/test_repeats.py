"""How likely the next sample is a known one: by the definition, whoever predicts."""

import copy
import itertools
import math
import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import any_batches, batches, strings, tuples

import plastic
from plastic import STOP, UNSEEN, PlasticMemory
from plastic.core.symbols import START, wrap
from plastic.state import repeats, together

known = st.one_of(batches(strings, 8), batches(tuples, 8)).filter(bool)


def both(samples, asleep=False, **how):
    """Give a memory that keeps what it predicts of repeats, and one that estimates."""
    keeps = PlasticMemory(**how).fit(samples)
    if asleep:
        keeps.consolidate()
    estimates = copy.deepcopy(keeps)
    estimates.repeats = "estimate"
    if asleep:  # what is corrected has weights of its own
        found = keeps.state.abstractions
        found.weights = found.weights_of_new
    return keeps, estimates


# The definition, in plain Python ---------------------------------------------------


def shares_by_definition(times, there):
    """Give how probable it is that the next sample was held 0, 1, 2, 3 or more times.

    Each occurrence, left out, would find so many others of its kind.  Those that are
    held k times get no more than all their occurrences; what is over goes on up.
    """
    found = Counter(min(held - 1, 3) for held in times for _ in range(held))
    for k in (1, 2):
        most = k * sum(held == k for held in times) if k in there else 0
        over = max(0, found[k] - most)
        found[k], found[k + 1] = found[k] - over, found[k + 1] + over
    raw = {k: found[k] + 0.5 for k in there}
    return {k: value / sum(raw.values()) for k, value in raw.items()}


def factors_by_definition(keeps):
    """Give how many times as probable what is held 0, 1, 2, 3 or more times becomes."""
    masses = Counter()
    for sample, held in keeps.samples.items():
        masses[min(held, 3)] += math.exp(keeps.log_prob(sample))
    if sum(masses.values()) < 1e-3:
        return dict.fromkeys(range(4), 1.0)
    masses[0] = 1 - sum(masses.values())
    shares = shares_by_definition([*keeps.samples.values()], [*masses])
    return {k: shares[k] / masses[k] for k in masses}


def mean_factor(keeps, factors, prefix):
    """Average the factors of all samples that begin so, as probable as they are."""
    begun = -keeps.surprise(prefix)[:-1].sum()
    mean = factors[0]
    for sample, held in keeps.samples.items():
        if sample[: len(prefix)] == prefix:
            rest = math.exp(keeps.log_prob(sample) - begun)
            mean += (factors[min(held, 3)] - factors[0]) * rest
    return mean


def extended(prefix, symbol):
    return prefix + (symbol if isinstance(prefix, str) else (symbol,))


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, any_batches, st.booleans(), st.booleans())
def test_samples_are_as_probable_as_defined(samples, asked, asleep, closed):
    kind = type(samples[0])
    asked = [sample for sample in asked if type(sample) is kind] + samples
    alphabet = {*"abc"} if kind is str else {0, 1, 2, "to", "be", (1, "x")}
    keeps, estimates = both(samples, asleep, alphabet=alphabet if closed else None)
    factors = factors_by_definition(keeps)
    expected = [
        keeps.log_prob(sample) + math.log(factors[min(keeps.samples[sample], 3)])
        for sample in asked
    ]
    assert [*map(estimates.log_prob, asked)] == pytest.approx(expected, abs=1e-8)
    assert estimates.score_samples(asked) == pytest.approx(expected, abs=1e-8)
    many = estimates.score_samples(asked * 30)
    assert many == pytest.approx(expected * 30, abs=1e-8)
    length = sum(len(sample) + 1 for sample in asked)
    assert estimates.score(asked) == pytest.approx(sum(expected) / length, abs=1e-8)
    for sample in asked:
        assert estimates.surprise(sample).sum() == pytest.approx(
            -estimates.log_prob(sample), abs=1e-9
        )
        assert estimates.surprise(sample, last=2) == pytest.approx(
            estimates.surprise(sample)[-2:], abs=1e-9
        )


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, st.data(), st.booleans())
def test_next_symbols_are_as_probable_as_defined(samples, data, asleep):
    keeps, estimates = both(samples, asleep)
    factors = factors_by_definition(keeps)
    sample = data.draw(st.sampled_from(samples))
    prefix = sample[: data.draw(st.integers(0, len(sample)))]
    before = mean_factor(keeps, factors, prefix)
    chances = estimates.predict_proba(prefix)
    assert math.fsum(chances.values()) == pytest.approx(1, abs=1e-12)
    held = min(keeps.samples[prefix], 3)
    for symbol, chance in keeps.predict_proba(prefix).items():
        if symbol == STOP:
            after = factors[held]
        elif symbol == UNSEEN:
            after = factors[0]
        else:
            after = mean_factor(keeps, factors, extended(prefix, symbol))
        assert chances[symbol] == pytest.approx(chance * after / before, abs=1e-8)
    assert [*chances] == [*keeps.predict_proba(prefix)]
    # What is walked symbol by symbol is what is looked up.
    expert = estimates.state.expert
    state = expert.initial_state(wrap(prefix[:0])[:1])
    for symbol in prefix:
        state = expert.next_state(state, symbol)
    assert expert.distribution(state) == pytest.approx(chances, abs=1e-12)
    likely = estimates.surprise(prefix)[-1]
    assert math.exp(-likely) == pytest.approx(chances[STOP], abs=1e-9)


@pytest.mark.parametrize("asleep", [False, True])
@pytest.mark.parametrize(
    "samples",
    [
        ["ab", "a", "ba", "ab", "", "bb", "aab"],
        ["a", "b"] * 3,
        [""],
        [("x", "y"), ("x",), ("y", "x"), ("x", "y")],
    ],
)
def test_all_samples_sum_to_one(samples, asleep):
    symbols = {symbol for sample in samples for symbol in sample} or {"a"}
    _, estimates = both(samples, asleep, alphabet=symbols)
    empty, longest = samples[0][:0], 5
    whole = [empty]
    open_ends = 0.0
    found = 0.0
    for length in range(longest + 1):
        for sample in whole:
            found += math.exp(estimates.log_prob(sample))
            if length == longest:  # the rest of what begins so is longer
                begun = math.exp(-estimates.surprise(sample)[:-1].sum())
                open_ends += begun * (1 - estimates.predict_proba(sample)[STOP])
        whole = [extended(sample, y) for sample in whole for y in sorted(symbols)]
    assert found + open_ends == pytest.approx(1, abs=1e-9)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.sets(st.integers(1, 3)))
def test_shares_are_those_of_good_and_turing(times, lost):
    there = {0, *(min(held, 3) for held in times)} - lost
    mask = np.array([k in there for k in range(4)])
    shares = repeats.good_turing(np.array(times), mask)
    expected = shares_by_definition(times, there)
    assert shares.tolist() == pytest.approx([expected.get(k, 0) for k in range(4)])


# What it does ------------------------------------------------------------------------


def test_of_a_list_without_duplicates_none_is_likely_next(awake_names):
    keeps, estimates = both([*awake_names.samples])
    for name in ("emma", "christopher"):
        assert estimates.log_prob(name) < keeps.log_prob(name) - 5
        ended = estimates.predict_proba(name)[STOP]
        assert ended < 0.01 * keeps.predict_proba(name)[STOP]
    assert estimates.log_prob("emmalyx") > keeps.log_prob("emmalyx")


def test_of_a_list_with_repeats_known_ones_are_likely_next(awake_names):
    names = [*awake_names.samples][:300]
    keeps, estimates = both(names * 2 + names[:100])
    chances = np.exp(estimates.score_samples(names))
    assert chances.sum() > 0.99
    assert chances.min() > np.exp(keeps.score_samples(names)).min()
    drawn = estimates.generate(30, rng=0)
    assert sum(name in estimates for name in drawn) >= 28


def test_a_single_name_that_stands_once_takes_nothing_from_the_others():
    _, estimates = both(["emma", "ava", "mia", "zoe", "eve"] * 2 + ["ida"])
    assert math.exp(estimates.log_prob("ida")) < 0.2
    assert estimates.score_samples(["emma", "ava", "mia", "zoe", "eve"]).min() > -2.5


def test_generate_can_be_told_either_way(awake_names):
    keeps, estimates = both([*awake_names.samples])
    for memory in (keeps, estimates):
        told = [memory.generate(20, rng=1, repeats=how) for how in ("keep", "estimate")]
        assert told[0] == keeps.generate(20, rng=1)
        assert told[1] == estimates.generate(20, rng=1)
    known = [sum(name in keeps for name in names) for names in told]
    assert known[1] < known[0]
    with pytest.raises(plastic.ParameterError, match="repeats must be one of keep"):
        keeps.generate(1, repeats="never")


@pytest.mark.parametrize("asleep", [False, True])
def test_completions_are_the_best_of_all(asleep):
    samples = ["ab", "abc", "b", "ab", "ca", "bca", "cab"]
    _, estimates = both(samples, asleep)
    found = estimates.complete("", 5)
    assert found.proven
    every = (
        "".join(each) for n in range(5) for each in itertools.product("abc", repeat=n)
    )
    ranked = sorted(every, key=estimates.log_prob, reverse=True)
    assert [sample for sample, _ in found] == ranked[:5]
    for sample, chance in [*found, *estimates.complete("", 9, known=True)]:
        assert math.log(chance) == pytest.approx(estimates.log_prob(sample), abs=1e-9)


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, st.data(), st.booleans())
def test_an_explanation_still_adds_up(samples, data, asleep):
    _, estimates = both(samples, asleep)
    sample = data.draw(st.sampled_from(samples))
    prefix = sample[: data.draw(st.integers(0, len(sample)))]
    told = estimates.explain(prefix)
    chances = estimates.predict_proba(prefix)
    assert told.probabilities == pytest.approx(chances, abs=1e-12)
    sums = {
        symbol: math.fsum(term.added.get(symbol, 0) for term in told.contributions)
        for symbol in chances
    }
    if estimates.state.abstractions is not None:
        sums = {symbol: math.exp(total) for symbol, total in sums.items()}
    assert sums == pytest.approx(chances, abs=1e-9)
    assert str(told).count("(repeats)") == 2 * any(
        term.kind == "repeats" for term in told.contributions
    )


def test_an_explanation_names_the_correction(slept_names):
    memory = copy.deepcopy(slept_names)
    assert "(repeats)" not in str(memory.explain("em"))
    memory.repeats = "estimate"
    told = memory.explain("em")
    assert told.contributions[-1].kind == "repeats"
    assert "(repeats)" in [row[0] for row in told.table()]
    assert dict(told.legend())["(repeats)"].startswith("how likely")
    assert "(repeats)" in told._repr_html_()
    assert "(repeats)" not in str(told.awake)
    assert "(repeats)" not in str(memory.explain("xq")) + str(
        memory.explain("em", anchored=False)
    )


# What it leaves as it is -------------------------------------------------------------


@settings(max_examples=30)
@given(known, st.booleans())
def test_where_no_sample_begins_nothing_is_corrected(samples, asleep):
    keeps, estimates = both(samples, asleep)
    for sample in samples:
        assert estimates.predict_proba(sample, anchored=False) == keeps.predict_proba(
            sample, anchored=False
        )
        assert (
            estimates.surprise(sample, anchored=False)
            == keeps.surprise(sample, anchored=False)
        ).all()


def test_a_stream_costs_no_estimate(monkeypatch):
    _, estimates = both(["abcab", "cab"])
    monkeypatch.setattr(together, "log_factors", None)
    monkeypatch.setattr("plastic.state.state.estimate", None)
    estimates.predict_proba("ab", anchored=False)
    estimates.surprise("ab", anchored=False, last=1)
    estimates.explain("ab", anchored=False)
    assert estimates.generate(1, rng=0, repeats="keep")


def test_long_samples_are_left_as_they_are():
    rng = np.random.default_rng(0)
    long = ["".join(rng.choice([*"abcdef"], 60)) for _ in range(20)]
    for asleep in (False, True):
        keeps, estimates = both(long, asleep)
        assert estimates.predict_proba(long[0][:50]) == keeps.predict_proba(
            long[0][:50]
        )
        assert (estimates.score_samples(long) == keeps.score_samples(long)).all()
        assert "repeats" not in str(estimates.explain(long[0][:5]))


def test_a_long_sample_among_short_ones_does_no_harm():
    rng = np.random.default_rng(0)
    long = "".join(rng.choice([*"abcdef"], 600))
    for times in (1, 5):
        keeps, estimates = both(["a", "ab", "f", "a"] + [long] * times)
        assert keeps.log_prob("a") != pytest.approx(estimates.log_prob("a"))
        assert math.isfinite(estimates.log_prob(long))
        assert np.isfinite(estimates.surprise(long)).all()


def test_where_nothing_else_can_come_nothing_is_corrected():
    memory = PlasticMemory(alphabet=[], repeats="estimate").fit([(), ()])
    assert memory.predict_proba() == {STOP: 1.0}
    memory = PlasticMemory(repeats="estimate")
    memory.learn("abc", times=10**9)
    assert memory.log_prob("abc") == pytest.approx(0, abs=1e-6)
    assert math.fsum(memory.predict_proba("ab").values()) == pytest.approx(1)


def test_nothing_held_is_nothing_to_estimate():
    keeps, estimates = PlasticMemory(), PlasticMemory(repeats="estimate")
    assert estimates.predict_proba() == keeps.predict_proba()
    assert estimates.log_prob("a") == keeps.log_prob("a")
    assert str(estimates.explain()) == str(keeps.explain())


def test_what_can_never_come_stays_so():
    memory = PlasticMemory(alphabet="ab", repeats="estimate").fit(["ab", "b"])
    assert memory.log_prob("ac") == -math.inf
    assert memory.score_samples(["ac"] * 100)[0] == -math.inf


# What changes, changes it ------------------------------------------------------------


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, known, st.booleans())
def test_what_is_learned_and_forgotten_again_leaves_no_trace(samples, others, asleep):
    assume(type(samples[0]) is type(others[0]))
    _, memory = both(samples, asleep)
    before = [memory.predict_proba(sample) for sample in samples]
    for sample in others:
        memory.learn(sample)
    assert memory.log_prob(others[0]) == pytest.approx(
        memory.surprise(others[0]).sum() * -1, abs=1e-9
    )
    for sample in others:
        memory.forget(sample)
    for sample, chances in zip(samples, before):
        assert memory.predict_proba(sample) == chances
    memory.check()


def test_it_is_estimated_once_and_again_after_a_change(monkeypatch):
    calls = []

    def counted(*given):
        calls.append(given)
        return repeats.estimate(*given)

    monkeypatch.setattr("plastic.state.state.estimate", counted)
    memory = PlasticMemory(repeats="estimate").fit(["ab", "ba", "ab", "aa"])
    assert not calls
    for _ in range(3):
        memory.predict_proba("a")
        memory.log_prob("ab")
        memory.complete("a")
    assert len(calls) == 1
    steps = [
        lambda: memory.learn("bb"),
        lambda: memory.forget("bb"),
        memory.consolidate,
        lambda: memory.merge(PlasticMemory().fit(["bab"])),
        lambda: memory.set_params(horizon=3),
        lambda: memory.partial_fit(["a"]),
        lambda: memory.fit(["a", "b"]),
    ]
    for number, change in enumerate(steps, 2):
        change()
        memory.predict_proba("a")
        memory.predict_proba("b")
        assert len(calls) == number


def test_a_full_memory_estimates_from_what_it_holds():
    memory = PlasticMemory(capacity=3, repeats="estimate")
    memory.partial_fit(["ab", "ba", "aa", "bb", "ab"])
    memory.predict_proba("a")
    memory.learn("bab")
    fresh = PlasticMemory(repeats="estimate").fit([*memory])
    assert memory.predict_proba("b") == pytest.approx(
        fresh.predict_proba("b"), abs=1e-12
    )
    assert len(memory) == 3


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, st.booleans())
def test_keeping_is_as_if_there_were_no_choice(samples, asleep):
    _, estimates = both(samples, asleep)
    keeps = copy.deepcopy(estimates)
    estimates.predict_proba()
    keeps.repeats = estimates.repeats = "keep"
    for sample in samples:
        assert estimates.predict_proba(sample) == keeps.predict_proba(sample)
        assert (estimates.surprise(sample) == keeps.surprise(sample)).all()
    assert type(keeps.state.expert) is type(estimates.state.expert)
    assert not hasattr(keeps.state.expert, "correction")


def test_it_is_saved_loaded_copied_and_pickled(tmp_path):
    samples = ["emma", "ava", "emma", "eva"]
    memory = PlasticMemory(repeats="estimate").fit(samples)
    memory.consolidate()
    expected = memory.predict_proba("e")
    assert memory.get_params()["repeats"] == "estimate"
    for name in ("a.plastic", "a.json"):
        memory.save(tmp_path / name)
        loaded = plastic.load(tmp_path / name)
        assert loaded.repeats == "estimate"
        assert loaded.predict_proba("e") == expected
    for twin in (copy.deepcopy(memory), pickle.loads(pickle.dumps(memory))):
        assert twin.predict_proba("e") == expected
    with plastic.open(tmp_path / "b.plastic", repeats="estimate") as kept:
        kept.partial_fit(samples)
    with plastic.open(tmp_path / "b.plastic", repeats="estimate") as kept:
        assert kept.repeats == "estimate"
        kept.repeats = "keep"
    assert plastic.load(tmp_path / "b.plastic").repeats == "keep"


def test_a_file_from_before_keeps(tmp_path):
    path = tmp_path / "a.json"
    PlasticMemory().fit(["ab"]).save(path)
    text = path.read_text()
    assert ',"repeats":"keep"' in text
    path.write_text(text.replace(',"repeats":"keep"', ""))
    assert plastic.load(path).repeats == "keep"


# All at once, asleep -----------------------------------------------------------------


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, known, st.booleans(), st.sampled_from([1, 9, 24]))
def test_a_mixture_says_of_all_at_once_what_it_says_one_by_one(
    samples, others, folds, horizon
):
    assume(type(samples[0]) is type(others[0]))
    recipe = plastic.Recipe(most_symbols=2) if folds else None
    memory = PlasticMemory(recipe=recipe, horizon=horizon).fit(samples)
    memory.consolidate()
    for sample in others:  # of symbols, too, that sleep never met
        memory.learn(sample)
    state = memory.state
    known = repeats.Known.of(state.samples, state.expert.symbols)
    assert [*known.samples] == sorted(state.samples, key=known.key)
    state._regrow(state.vocabulary)
    scorer = state.graph.scorer
    logs = scorer.log_probabilities(known.text)
    logs += together.log_factors(known.samples, known.text, scorer, state.expert)
    begins = [*known.text.begins.tolist(), len(logs)]
    for sample, begin, end in zip(known.samples, begins, begins[1:]):
        expected = state.expert.log_probabilities(wrap(sample), 1)
        assert logs[begin] == 0
        assert logs[begin + 1 : end] == pytest.approx(expected, abs=1e-9)


@pytest.mark.thorough
@settings(max_examples=30)
@given(known, any_batches, st.booleans(), st.sampled_from(["keep", "estimate"]))
def test_many_are_scored_asleep_as_one_by_one(samples, asked, closed, repeats):
    alphabet = {symbol for sample in samples for symbol in sample} if closed else None
    memory = PlasticMemory(alphabet=alphabet, repeats=repeats).fit(samples)
    memory.consolidate()
    asked = [sample for sample in asked if type(sample) is type(samples[0])]
    asked = [*asked, *samples][::-1]
    if closed:
        asked = [sample for sample in asked if alphabet.issuperset(sample)]
    expert, concepts = memory.state.expert, len(memory.state.concepts)
    expected = [sum(expert.log_probabilities(wrap(sample), 1)) for sample in asked]
    many = memory.score_samples(asked * (1 + concepts))
    assert many[: len(asked)] == pytest.approx(expected, abs=1e-8)


def test_a_long_sample_is_scored_asleep_at_once():
    memory = PlasticMemory(repeats="estimate").fit(["emma", "ava", "emily"])
    memory.consolidate()
    long = "emma ava emily zoe " * 40
    expected = memory.state.expert.log_probabilities(wrap(long), 1)
    assert memory.surprise(long) == pytest.approx(-np.array(expected), abs=1e-9)


@settings(max_examples=30)
@given(known)
def test_those_that_begin_alike_are_side_by_side(samples):
    ordered = together.side_by_side([*dict.fromkeys(samples)])
    assert Counter(ordered) == Counter(set(samples))
    for length in range(1, 4):
        runs = [key for key, _ in itertools.groupby(s[:length] for s in ordered)]
        assert len(runs) == len(set(runs))


@settings(max_examples=30)
@given(known)
def test_pasts_are_alike_where_they_are_equal(samples):
    memory = PlasticMemory().fit(samples)
    known = repeats.Known.of(memory.samples, memory.state.expert.symbols)
    alike = together.first_alike(known.text)
    first = {}
    begins = [*known.text.begins.tolist(), len(alike)]
    for begin, end in itertools.pairwise(begins):
        for at in range(begin, end):
            past = known.text.cut(begin, at + 1)
            assert alike[at] == first.setdefault(past, at)


def test_symbols_need_no_order_of_their_own():
    samples = [(1, "a"), ("a", None), (None,), (1, "a", b"x"), ("a", None)]
    _, estimates = both(samples)
    assert math.fsum(estimates.predict_proba((1, "a")).values()) == pytest.approx(1)
    assert estimates.predict_proba((2, "never")) == pytest.approx(
        PlasticMemory().fit(samples).predict_proba((2, "never"))
    )
    assert estimates.state.expert.initial_state((START, 1))[-1] is not None

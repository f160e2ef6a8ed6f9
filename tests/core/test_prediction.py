"""Predictions are distributions, follow the published formulas, and add up."""

import math
from collections import Counter

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons, strings

import plastic
from plastic import START, STOP, UNSEEN, PlasticMemory, SampleTypeError
from plastic.core.prediction import Predictor, estimate_discounts


def discounts(samples, horizon, depth):
    """Chen and Goodman's estimates (1999, equation 26), from the oracle's counts."""
    n = [
        count + (100 / r**3 if r else 0)
        for r, count in enumerate(oracle.tally(samples, horizon, depth))
    ]
    y = n[1] / (n[1] + 2 * n[2])
    one = 1 - 2 * y * n[2] / n[1]
    two = min(max(one, 2 - 3 * y * n[3] / n[2]), 2 * one)
    three = min(max(two, 3 - 4 * y * n[4] / n[3]), 2 * two - one)
    return [0, one, two, three]


def occurrences(samples, past, horizon):
    """Map each symbol to how often it came after a past."""
    lived = oracle.moments(samples, horizon)
    return Counter(y for had, y in lived if y and oracle.ends_with(had, past))


def reference(samples, context, horizon):
    """Interpolated absolute discounting over every end of the past that was lived.

    The longest of a context that begins in the middle goes by occurrences, if it is
    all that is told: a symbol that was never met tells nothing.
    """
    tables = oracle.tables(samples, horizon)
    history = context[-horizon:]
    known = set(tables[""]) | {STOP}
    once = sum(n == 1 for n in tables[""].values())
    p = dict.fromkeys(known, 1 / (len(known) + once + 1))
    p[UNSEEN] = (once + 1) / (len(known) + once + 1)
    lengths = range(len(history) + 1)
    ends = [history[len(history) - depth :] for depth in lengths]
    longest = max(depth for depth in lengths if depth == 0 or tables.get(ends[depth]))
    before = context[: len(context) - longest][-1:]
    all_told = context[:1] != START and (not before or before not in tables[""])
    for depth in lengths:
        table = tables.get(ends[depth])
        if table and depth == longest < horizon and all_told:
            table = occurrences(samples, ends[depth], horizon)
        if table:
            d = discounts(samples, horizon, depth)
            total = sum(table.values())
            mass = sum(d[min(n, 3)] for n in table.values()) / total
            p = {
                y: (table.get(y, 0) - d[min(table.get(y, 0), 3)]) / total + mass * p[y]
                for y in p
            }
    return p


@given(batches(strings.filter(bool), max_size=6), st.text("abcd", max_size=7), horizons)
def test_predictions_follow_the_formula(samples, prefix, horizon):
    memory = PlasticMemory(horizon=horizon).fit(samples)
    expected = reference(samples, START + prefix, horizon)
    assert memory.predict_proba(prefix) == pytest.approx(expected, rel=1e-9)
    expected = reference(samples, prefix, horizon)
    assert memory.predict_proba(prefix, anchored=False) == pytest.approx(
        expected, rel=1e-9
    )


@given(any_batches, st.data(), st.booleans())
def test_probabilities_sum_to_one_and_are_all_positive(samples, data, anchored):
    memory = PlasticMemory().fit(samples)
    contexts = [sample[:at] for sample in samples for at in range(len(sample) + 1)]
    context = data.draw(st.sampled_from(contexts)) if contexts else ""
    chances = memory.predict_proba(context, anchored=anchored)
    assert abs(math.fsum(chances.values()) - 1) < 1e-12
    assert all(chance > 0 for chance in chances.values())
    symbols = {symbol for sample in samples for symbol in sample}
    assert chances.keys() == symbols | {STOP, UNSEEN}


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
def test_discounts_are_sound_for_any_counts(tally):
    zero, one, two, three = estimate_discounts(tally)
    assert zero == 0
    assert 0 < one < 1
    assert one <= two < 2
    assert two <= three < 3


def test_nothing_learned_predicts_stop_or_the_unseen():
    assert PlasticMemory().predict_proba("") == {STOP: 0.5, UNSEEN: 0.5}
    assert PlasticMemory().predict_proba(["a", 1]) == {STOP: 0.5, UNSEEN: 0.5}


def test_a_closed_alphabet_has_no_unseen_slot():
    memory = PlasticMemory(alphabet="abc").fit(["ab", "ba"])
    chances = memory.predict_proba("a")
    assert list(chances) == ["a", "b", "c", STOP]
    assert abs(math.fsum(chances.values()) - 1) < 1e-12
    assert 0 < chances["c"] < min(chances["a"], chances["b"])
    assert memory.log_prob("ax") == -math.inf
    assert memory.surprise("xa")[0] == math.inf


def test_the_order_of_the_dict_is_the_order_of_symbols():
    memory = PlasticMemory().fit([("b", 2, (1, "x")), (1, "a", 2.5)])
    assert list(memory.predict_proba(())) == [
        2.5,
        1,
        2,
        "a",
        "b",
        (1, "x"),
        STOP,
        UNSEEN,
    ]


def test_what_was_taught_more_is_more_probable():
    memory = PlasticMemory().fit(["ab"] * 3 + ["ac"])
    chances = memory.predict_proba("a")
    assert chances["b"] > chances["c"] > chances["a"]
    before = chances["c"]
    memory.learn("ac", times=5)
    assert memory.predict_proba("a")["c"] > before


def test_unknown_symbols_back_off(awake_names):
    assert awake_names.predict_proba("é") == awake_names.predict_proba("日本")
    # After "zé" it knows no more than that something came before.
    assert awake_names.predict_proba("zébr") == awake_names.predict_proba("qébr")
    assert awake_names.predict_proba("ébr")["a"] == pytest.approx(
        awake_names.predict_proba("br", anchored=False)["a"], rel=0.5
    )


def test_log_prob_is_the_sum_along_the_sample(awake_names):
    chances = [
        awake_names.predict_proba("emma"[:at])[(*"emma", STOP)[at]] for at in range(5)
    ]
    assert awake_names.log_prob("emma") == pytest.approx(sum(map(math.log, chances)))
    assert awake_names.surprise("emma") == pytest.approx(
        [-math.log(p) for p in chances]
    )
    assert awake_names.score(["emma", "ava"]) == pytest.approx(
        (awake_names.log_prob("emma") + awake_names.log_prob("ava")) / 9
    )


def test_a_part_of_a_stream_has_neither_start_nor_stop():
    stream = "abcabcabcabc" * 5
    memory = PlasticMemory().fit([stream])
    assert len(memory.surprise(stream[7:20], anchored=False)) == 13
    assert memory.predict_proba(stream[7:41], anchored=False)["c"] > 0.9
    assert (
        memory.predict_proba("", anchored=False)[STOP] < memory.predict_proba("bc")["a"]
    )
    assert memory.log_prob("cab", anchored=False) > memory.log_prob("cab")
    # A context longer than the horizon is only looked at up to it.
    long = "a" * 10_000 + stream
    assert memory.predict_proba(long) == memory.predict_proba(
        long[-24:], anchored=False
    )


def test_an_unknown_symbol_is_charged_the_unseen_slot():
    memory = PlasticMemory().fit(["ab", "ac"])
    slot = memory.predict_proba("a")[UNSEEN]
    assert memory.surprise("ax")[1] == pytest.approx(-math.log(slot))


def test_a_surprise_stands_out(awake_names):
    assert awake_names.surprise("michqael").argmax() == 4


def test_the_last_surprise_looks_at_no_moment_before(awake_names, monkeypatch):
    asked = []
    whole = Predictor.terms

    def count(*args):
        asked.append(args)
        return whole(*args)

    monkeypatch.setattr(Predictor, "terms", count)
    latest = awake_names.surprise("christopher", anchored=False, last=1)
    assert len(asked) == len(latest) == 1
    assert latest[0] == awake_names.surprise("christopher", anchored=False)[-1]


@pytest.mark.parametrize("samples", ["emma", 7, None])
def test_score_wants_many_samples(samples):
    with pytest.raises(SampleTypeError, match="many samples"):
        PlasticMemory().fit(["emma"]).score(samples)


def test_there_is_no_mean_of_nothing():
    with pytest.raises(plastic.ParameterError, match="no samples"):
        PlasticMemory().fit(["emma"]).score([])


@given(any_batches, st.randoms(use_true_random=False))
def test_predictions_do_not_depend_on_the_order_of_teaching(samples, random):
    one = PlasticMemory().fit(samples)
    other = PlasticMemory().fit(random.sample(samples, len(samples)))
    for sample in samples:
        assert one.predict_proba(sample[:2]) == other.predict_proba(sample[:2])
        assert one.log_prob(sample) == other.log_prob(sample)

"""Contexts that begin in the middle go by how often symbols came."""

import copy
import math
from collections import Counter

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons, strings

import plastic
from plastic import START, STOP, PlasticMemory
from plastic.core.concepts import ConceptGraph
from plastic.core.learning import learn
from plastic.core.prediction import Predictor
from plastic.core.symbols import wrap
from plastic.mixture.occurrences import OccurrencePredictor, times


def middle(memory, context):
    return memory.predict_proba(context, anchored=False)


def grown(samples, at_once, **params):
    """Teach samples at once, or one by one: rows, or objects."""
    memory = PlasticMemory(**params)
    if at_once:
        return memory.fit(samples)
    for sample in samples:
        memory.learn(sample)
    return memory


def looked_at(memory):
    """Count the concepts that are objects."""
    return memory.state.graph.live


# What is counted -------------------------------------------------------------------


pasts = st.text([*"abcd", START, STOP], max_size=6)


@pytest.mark.parametrize("at_once", [True, False], ids=["rows", "live"])
@given(batches(strings, max_size=6), pasts, horizons)
def test_moments_are_counted_by_the_definition(at_once, samples, past, horizon):
    memory = grown(samples, at_once, horizon=horizon)
    past = past[:horizon]
    lived = oracle.moments(samples, horizon)
    expected = sum(oracle.ends_with(had, past) for had, _ in lived)
    assert times(memory.state.concepts, past) == expected


@given(batches(strings, max_size=6), strings, strings)
def test_what_was_looked_at_is_counted_beside_what_was_not(samples, seen, past):
    memory = PlasticMemory().fit([*samples, "ab"])
    memory.predict_proba(seen)
    lived = oracle.moments([*samples, "ab"], 24)
    expected = sum(oracle.ends_with(had, past) for had, _ in lived)
    assert times(memory.state.concepts, past) == expected


def test_counting_makes_no_concept_of_a_row():
    memory = plastic.train("names.txt", consolidate=False)  # whose rows nobody saw
    before = looked_at(memory)
    for past in ("", "e", "em", "emma", f"{START}em", f"na{STOP}", "xq"):
        times(memory.state.concepts, past)
    assert looked_at(memory) == before
    middle(memory, "")  # which counts every symbol
    assert looked_at(memory) == before


# What is made of it ----------------------------------------------------------------


@given(any_batches, st.data(), horizons)
def test_it_is_the_same_by_rows_and_by_objects(samples, data, horizon):
    rows = grown(samples, True, horizon=horizon)
    live = grown(samples, False, horizon=horizon)
    chosen = data.draw(st.sampled_from([*samples, ()] if samples else [()]))
    begin = data.draw(st.integers(0, len(chosen)))
    context = chosen[begin:] if samples else ()
    assert middle(rows, context) == middle(live, context)
    rows.check()


@given(any_batches.filter(any), st.data())
def test_probabilities_sum_to_one_and_are_told_alike(samples, data):
    memory = PlasticMemory().fit(samples)
    chosen = data.draw(st.sampled_from([sample for sample in samples if sample]))
    begin = data.draw(st.integers(0, len(chosen) - 1))
    chances = middle(memory, chosen[begin:-1])
    assert math.fsum(chances.values()) == pytest.approx(1)
    assert min(chances.values()) > 0
    told = memory.explain(chosen[begin:-1], anchored=False).probabilities
    assert told == pytest.approx(chances)
    (nats,) = memory.surprise(chosen[begin:], anchored=False, last=1)
    assert nats == pytest.approx(-math.log(chances[chosen[-1]]))


def test_what_was_heard_again_and_again_is_believed():
    memory = PlasticMemory()
    memory.learn("abc" * 1000)
    assert middle(memory, "ab")["c"] > 0.99
    assert memory.surprise("abcabcabc", anchored=False)[1:].max() < 0.01
    # What was never met tells no more than that something was before.
    assert middle(memory, "xab") == middle(memory, "ab")
    assert middle(memory, "abcx" + "abc" * 7) == middle(memory, "abc" * 7)


@pytest.mark.parametrize("rounds", [1, 2, 5, 6, 10])
def test_an_end_is_as_probable_as_it_was(rounds):
    memory = PlasticMemory()
    memory.learn("abcd" * 1000)
    assert middle(memory, "abcd" * rounds)[STOP] < 0.002
    # Where half of all came to an end, half do.
    often = PlasticMemory().fit({"ab" * 50: 1, "cab": 50})
    assert middle(often, "ab")[STOP] == pytest.approx(0.5, abs=0.02)


def test_u_follows_q_as_often_as_it_did():
    names = ["queen", "quentin", "quinn", "jacques", "tariq", "quincy", "quinton"]
    memory = PlasticMemory().fit(dict.fromkeys(names, 10))
    assert middle(memory, "q")["u"] == pytest.approx(6 / 7, abs=0.02)


def test_a_context_that_never_came_goes_by_how_many_pasts():
    # After "xab", which never came, strengths tell more: c and d after one past each.
    memory = PlasticMemory().fit({"yabc": 98, "zabd": 2, "x": 1})
    often = middle(memory, "ab")
    assert often["c"] / often["d"] > 40
    backed_off = middle(memory, "xab")
    assert backed_off["c"] == pytest.approx(backed_off["d"])


def test_a_context_that_begins_with_a_sample_stays_as_it_was(awake_names):
    memory = awake_names
    plain = Predictor(memory.state.concepts)
    state = memory.state.expert.initial_state(START)
    for at, symbol in enumerate("christopher"):
        past = START + "christopher"[:at]
        assert memory.predict_proba(past[1:]) == plain.distribution(past)
        assert memory.state.expert.distribution(state) == plain.distribution(past)
        state = memory.state.expert.next_state(state, symbol)


def test_however_long_a_context_is_it_is_known_that_it_began():
    memory = PlasticMemory(horizon=4).fit({"abab": 9, "abba": 1})
    expert, plain = memory.state.expert, Predictor(memory.state.concepts)
    # Cut to the horizon it would seem to begin after the x.
    past = START + "abababxab"
    assert expert.initial_state(past) == START + "bxab"[-4:]
    assert memory.predict_proba(past[1:]) == plain.distribution(past)
    assert memory.predict_proba(past[1:]) != middle(memory, past[1:])
    (nats,) = memory.surprise(past[1:] + "a", last=2)[:1]
    assert nats == pytest.approx(-math.log(plain.distribution(past)["a"]))


def test_where_nothing_begins_nothing_is_in_the_middle():
    # As in the graph of decisions of sequence to sequence.
    concepts = ConceptGraph((), 24)
    for past in [(1, 2), (1, 2), (3, 2)]:
        learn(concepts, (*past, 4), 2)
    expected = Predictor(concepts).distribution((2,))
    assert OccurrencePredictor(concepts).distribution((2,)) == expected


def test_what_is_learned_is_counted_anew():
    memory = PlasticMemory().fit(["ab"] * 3)
    before = middle(memory, "a")
    memory.learn("ac", times=3)
    assert middle(memory, "a")["c"] == pytest.approx(middle(memory, "a")["b"])
    memory.forget("ac", times=3)
    assert middle(memory, "a") == before


@given(
    batches(strings, max_size=6).filter(lambda many: len(many) > 1), st.data(), horizons
)
def test_moments_that_are_left_out_are_not_counted(samples, data, horizon):
    memory = PlasticMemory(horizon=horizon).fit(samples)
    sequence = wrap(data.draw(st.sampled_from(samples)))
    end = data.draw(st.integers(1, len(sequence) - 1))
    stop = data.draw(st.integers(end + 1, len(sequence)))
    latest = sequence[data.draw(st.integers(1, end)) : end]

    def ask(waking, *_):
        terms, _ = waking.terms(latest, len(latest))
        return (dict(terms[0][1]), terms[0][4]) if terms else ({}, latest)

    lived = oracle.moments(samples, horizon)
    for at in range(end, stop):
        lived.remove((sequence[max(0, at - horizon) : at], sequence[at]))
    runs = [(sequence, range(end, stop))]
    ((synapses, past),) = memory.state.graph.leave_out(runs, ask)
    if past == latest and len(past) < horizon:  # all that was told
        assert synapses == Counter(
            y for had, y in lived if y and oracle.ends_with(had, past)
        )
    memory.check()


def test_asleep_one_kind_of_context_does_not_disturb_the_other(slept_names):
    asked = [("ann", True), ("ann", False), ("a", False), ("xa", True), ("x", False)]
    found = [
        copy.deepcopy(slept_names).predict_proba(context, anchored=anchored)
        for context, anchored in asked
    ]
    for (context, anchored), chances in [*zip(asked, found), *zip(asked, found)][::-1]:
        assert slept_names.predict_proba(context, anchored=anchored) == chances
        assert math.fsum(chances.values()) == pytest.approx(1)

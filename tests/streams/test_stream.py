"""Streams: what a push predicts, learns and forgets."""

import datetime as dt
import math
import pickle
from collections import Counter

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plastic
from plastic import (
    MISSING,
    UNSEEN,
    Calendar,
    Category,
    Cycle,
    Difference,
    GenerationError,
    NotLearnedError,
    Number,
    ParameterError,
    SampleError,
    SampleTypeError,
    Stream,
    view,
)
from plastic.core.prediction import Predictor, count_strengths

MIDNIGHT = dt.datetime(2024, 3, 15)
LOAD = view(
    load=Number(parts=(2, 4), shift=True, step=1),
    hour=Cycle("hour", 6),
    change=Difference(parts=(2,), step=1, of="load"),
)
symbols = st.lists(st.sampled_from("abc"), max_size=30)


def record(number, load):
    return {"load": load, "time": MIDNIGHT + dt.timedelta(hours=number)}


def pushed(stream, records):
    for each in records:
        stream.push(each)
    return stream


def facts_of(graph):
    """Give what tests/oracle.py gives of a graph."""
    return {
        node.symbols: (node["r_level"], node["count"], node["synapses"])
        for node in graph.nodes()
    }


def by_definition(lived):
    grown = oracle.graph_of(lived, ())
    return {concept: tuple(facts)[1:] for concept, facts in grown.items()}


# The graph is that of the window ----------------------------------------------------


@given(symbols, st.integers(1, 12), st.integers(1, 4))
def test_the_graph_is_grown_of_the_window_alone(came, window, horizon):
    stream = pushed(Stream(window=window, horizon=horizon), came)
    first = max(0, len(came) - window)
    lived = [
        (tuple(came[max(0, at - horizon) : at]), came[at])
        for at in range(first, len(came))
    ]
    (graph,) = stream.graphs
    assert facts_of(graph) == by_definition(lived)
    assert len(stream) == len(lived)
    stream.check()


@settings(max_examples=30)
@given(
    st.lists(st.one_of(st.integers(0, 5), st.none()), max_size=25),
    st.integers(1, 10),
)
def test_the_graph_of_each_order_is_grown_of_the_window_alone(loads, window):
    orders = [("load@2/4", "hour", "load@1"), ("change@1",), ()]
    stream = Stream(LOAD, target="load", window=window, orders=orders)
    pushed(stream, [record(at, load) for at, load in enumerate(loads)])
    seen = [LOAD.facts(record(at, load)) for at, load in enumerate(loads)]
    wanted = [[], [], []]
    for at in range(max(0, len(loads) - window), len(loads)):
        hour, symbol = seen[at][1][0], seen[at][0][0]
        both = seen[at][1]
        near = seen[at - 1][0][:2] if at else ()
        far = seen[at - 2][0][:1] if at > 1 else ()
        assert both[0] == hour
        first = (*far, both[0], *near) if at else ()
        wanted[0].append((first, symbol))
        change = (MISSING,)
        if at > 1 and None not in loads[at - 2 : at]:
            change = (LOAD.encoders["change"].symbol(loads[at - 1] - loads[at - 2]),)
        wanted[1].append((change if at else (), symbol))
        wanted[2].append(((), symbol))
    moments = zip(*(lived.moments for lived in stream.course.held))
    for graph, lived, held in zip(stream.graphs, wanted, moments):
        assert facts_of(graph) == by_definition(lived)
        assert [*held] == [(*past, symbol) for past, symbol in lived]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 6), max_size=40), st.integers(2, 30))
def test_what_is_kept_is_what_would_be_worked_out(came, window):
    # Discounts, counts of wide concepts and sorted symbols are not made anew.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plastic.streams.expert.WIDE", 2)
        patch.setattr("plastic.streams.course.EVERY", 1)
        stream = Stream(window=window, horizon=3)
        for symbol in came:
            stream.push(symbol)
            (expert,) = stream.course.experts
            fresh = Predictor(expert.concepts)
            for depth in range(4):
                assert expert.discounts(depth) == fresh.discounts(depth)
            for node in expert.concepts.nodes():
                assert expert.counts(node) == count_strengths(node["synapses"])
            assert expert.symbols == sorted(expert.concepts.root["synapses"])


def test_wide_concepts_are_not_counted_again(monkeypatch):
    counted = []

    def count(synapses):
        counted.append(len(synapses))
        return count_strengths(synapses)

    monkeypatch.setattr("plastic.streams.expert.count_strengths", count)
    stream = pushed(Stream(window=700, horizon=2), [at % 300 for at in range(700)])
    counted.clear()
    pushed(stream, [at % 300 for at in range(700, 900)])
    assert counted
    assert max(counted) < 100


# What is predicted ------------------------------------------------------------------


@given(symbols, st.integers(1, 12))
def test_surprise_is_what_was_predicted(came, window):
    stream = Stream(window=window, horizon=3)
    for symbol in came:
        chances = stream.predict_proba()
        assert math.isclose(sum(chances.values()), 1)
        asked = stream.surprise(symbol)
        held = len(stream)
        surprise = stream.push(symbol)
        assert asked == surprise
        expected = chances.get(symbol, chances[UNSEEN])
        assert math.isclose(surprise, -math.log(expected), abs_tol=1e-12)
        if symbol not in chances:
            assert surprise == math.log(held + 1)


def test_what_was_never_seen_costs_the_same_after_a_surprise():
    stream = pushed(Stream(), "abcd" * 50)
    assert stream.push("x") == math.log(201)
    assert stream.push("y") == math.log(202)  # right after another one
    assert stream.push("x") < math.log(203)  # it is known now


def test_what_has_left_the_window_is_unseen_again():
    stream = pushed(Stream(window=10), "x" + "ab" * 5)
    assert set(stream.predict_proba()) == {"a", "b", UNSEEN}
    assert stream.push("x") == math.log(11)


def test_nothing_is_expected_to_end():
    stream = pushed(Stream(), "abcd" * 100)
    chances = stream.predict_proba()
    assert set(chances) == {*"abcd", UNSEEN}
    assert chances["a"] > 0.97
    # As one sequence, however it was pushed: nothing is lost at any border.
    assert stream.push("a") < 0.03


def test_one_graph_knows_more_of_its_past_than_chunks_do():
    stream = Stream()
    late = [stream.push(symbol) for symbol in "abac" * 100][200:]
    assert sum(late) / len(late) < 0.05


def test_several_orders_are_weighted_by_what_they_needed():
    seen = view(x=Category(), noise=Category())
    orders = [("noise",), ("x@1",)]
    stream = Stream(seen, target="x", orders=orders)
    rng = np.random.default_rng(0)
    for at in range(200):
        chances = stream.predict_proba({"noise": int(rng.integers(3))})
        assert math.isclose(sum(chances.values()), 1)
        stream.push({"x": "ab"[at % 2], "noise": int(rng.integers(3))})
    assert stream.weights[1] > 0.999
    weights = stream.weights
    surprise = stream.push({"x": "a", "noise": 0})
    mixed = sum(w * math.exp(-nats) for w, nats in zip(weights, stream.by_order))
    assert math.isclose(surprise, -math.log(mixed * 200 / 201))
    stream.push({"x": "new", "noise": 0})
    assert stream.by_order == [math.log(202)] * 2
    for _ in range(60):  # and now the noise tells all
        noise = int(rng.integers(2))
        stream.push({"x": "ab"[noise], "noise": noise})
    assert stream.weights[0] > 0.99


def test_other_fields_of_the_record_are_known():
    seen = view(alarm=Category(), door=Category())
    stream = Stream(seen, target="alarm")
    rng = np.random.default_rng(1)
    for door in rng.choice(["open", "shut"], 100):
        stream.push({"door": door, "alarm": "on" if door == "open" else "off"})
    opened = stream.predict_proba({"door": "open"})
    assert opened["on"] > 0.9
    assert stream.predict_proba({"door": "shut"})["off"] > 0.9
    assert stream.surprise({"door": "open", "alarm": "off"}) > 2


def test_the_hour_tells_what_the_last_value_does_not():
    stream = Stream(
        view(x=Category(), hour=Cycle("hour", 6, of="at")), target="x", time="at"
    )
    for day in range(40):
        for hour in (1, 7, 13, 19):
            at = MIDNIGHT + dt.timedelta(days=day, hours=hour)
            stream.push({"x": "night" if hour in (1, 19) else "day", "at": at})
    # After a night there is a day or a night; its hour is known by the interval.
    assert stream.predict_proba()["night"] > 0.9
    assert stream.generate(4, temperature=0) == ["night", "day", "day", "night"]


# Several steps ahead ----------------------------------------------------------------


def test_generate_goes_on_and_learns_nothing():
    stream = pushed(Stream(), "abcd" * 20)
    before = stream.predict_proba(), stream.pushed
    assert stream.generate(5, temperature=0) == [*"abcda"]
    assert stream.generate(20, rng=1) == stream.generate(20, rng=1)
    assert (stream.predict_proba(), stream.pushed) == before
    assert stream.generate(0) == []


def test_generate_draws_by_probability():
    stream = pushed(Stream(horizon=1), "aaab" * 50)
    drawn = Counter(stream.generate(1, rng=seed)[0] for seed in range(300))
    assert abs(drawn["a"] / 300 - stream.predict_proba()["a"]) < 0.1


def test_generate_gives_values():
    stream = Stream(LOAD, target="load")
    pushed(stream, [record(at, at % 4) for at in range(200)])
    assert stream.generate(4, temperature=0) == [0.5, 1.5, 2.5, 3.5]
    change = Stream(LOAD, target="change")
    pushed(change, [record(at, at) for at in range(50)])
    assert change.generate(3, temperature=0) == [1, 1, 1]


def test_generate_cannot():
    with pytest.raises(GenerationError, match="nothing"):
        Stream().generate(1)
    stream = pushed(Stream(), "ab")
    for wrong in ({"n": -1}, {"temperature": -1}, {"rng": "x"}):
        with pytest.raises(ParameterError):
            stream.generate(**wrong)
    with pytest.raises(GenerationError, match="no values"):
        pushed(Stream(Calendar()), [MIDNIGHT] * 3).generate(1)


# Why --------------------------------------------------------------------------------


def test_explain_takes_the_last_surprise_apart():
    stream = Stream(LOAD, target="load", window=60)
    pushed(stream, [record(at, at % 4) for at in range(100)])
    before = stream.predict_proba(), stream.weights, stream.graphs
    surprise = stream.push(record(100, 2))
    after = stream.predict_proba(), stream.graphs
    reasons = stream.explain()
    assert reasons.surprise == surprise
    assert reasons.symbol == ("/4", 2)
    assert reasons.probabilities == before[0]
    for symbol, chance in reasons.probabilities.items():
        if symbol != UNSEEN:
            told = sum(term.added.get(symbol, 0.0) for term in reasons.terms)
            assert math.isclose(told, chance)
    symbol, chance = reasons.expected[0]
    assert symbol == ("/4", 0)
    assert chance > 0.9
    told = [fact for term in reasons.terms for fact in term.facts]
    assert "load@1/4=3" in told
    assert "more expected: ('/4', 0)" in str(reasons)
    # It was undone and done again: nothing has changed.
    assert (stream.predict_proba(), stream.graphs) == after
    stream.check()


def test_explain_what_may_come():
    stream = pushed(Stream(), "abc" * 20)
    assert stream.explain("a").surprise == stream.surprise("a")
    assert stream.explain("x").surprise == math.log(61)
    assert repr(stream.explain("x")).startswith("'x' came: 4.11 nats, 1 in 61")
    for wanting in (Stream(), pickle.loads(pickle.dumps(stream))):
        with pytest.raises(NotLearnedError):
            wanting.explain()


# How long ---------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=40),
    st.integers(1, 12),
)
def test_a_window_of_time_holds_what_is_not_older(steps, hours):
    stream = Stream(view(x=Category()), target="x", window=dt.timedelta(hours=hours))
    clock, came = 0, []
    for symbol, pause in steps:
        clock += pause
        came.append(clock)
        stream.push({"x": symbol, "time": clock * 3600})
        # The clock is the middle one of the last three stamps.
        shown = sorted(came[-3:])[(min(3, len(came)) - 1) // 2]
        assert len(stream) == sum(at >= shown - hours for at in came)
    stream.check()


def test_a_single_wrong_stamp_makes_nothing_forget():
    stream = Stream(view(x=Category()), target="x", window=dt.timedelta(hours=5))
    for hour in range(20):
        stream.push({"x": "a", "time": MIDNIGHT + dt.timedelta(hours=hour)})
    held = len(stream)
    for wrong in ("9999-01-01", "1970-01-01", None, "soon", math.nan):
        stream.push({"x": "a", "time": wrong})
        held += 1
        assert len(stream) >= held - 1
        hour += 1
        stream.push({"x": "a", "time": MIDNIGHT + dt.timedelta(hours=hour)})
    for _ in range(20):
        hour += 1
        stream.push({"x": "a", "time": MIDNIGHT + dt.timedelta(hours=hour)})
    assert len(stream) in (6, 7)  # and what had one leaves in its turn
    stream.check()


def test_a_clock_that_goes_back_stands():
    stream = Stream(view(x=Category()), target="x", window=dt.timedelta(hours=3))
    stamps = [1, 2, 3, 4, 5, 4, 4, 5, 6]  # an hour is told twice, in autumn
    for hour in stamps:
        stream.push({"x": "a", "time": MIDNIGHT + dt.timedelta(hours=hour)})
    assert len(stream) == 8
    for hour in range(24):  # a year back: the clock was set
        stream.push(
            {"x": "a", "time": dt.datetime(2023, 1, 1) + dt.timedelta(hours=hour)}
        )
    assert 4 <= len(stream) <= 6
    stream.check()


def test_time_may_be_told_beside_the_record():
    stream = Stream(window=dt.timedelta(minutes=1))
    for second in range(0, 600, 10):
        stream.push("a", time=second)
    assert len(stream) in (7, 8)
    with pytest.raises(SampleError, match="no time"):
        stream.push("a", time="soon")


def test_what_decays_goes_by_chance_and_is_held_in_bounds():
    stream = Stream(decay=0.99, window=None, horizon=2)
    ages = Counter()
    for at in range(3_000):
        stream.push("abc"[at % 3])
        if at >= 1_000 and at % 10 == 0:
            ages.update(at - lived.serial for lived in stream.course.held)
    assert 90 < len(stream) < 110
    held = [ages[age] / 200 for age in (0, 69, 138)]
    assert held == pytest.approx([1, 0.5, 0.25], abs=0.12)
    stream.check()
    again = pushed(Stream(decay=0.99, window=None, horizon=2), "abc" * 1_000)
    assert again.graphs == stream.graphs
    assert len(pushed(Stream(decay=0.99, window=5), "abc" * 10)) <= 5


# What cannot be ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": 3},
        {"view": Category},
        {"view": Difference(step=1, of="x")},
        {"view": LOAD},  # of what?
        {"view": LOAD, "target": "nothing"},
        {"window": 0},
        {"window": dt.timedelta(0)},
        {"window": 1.5},
        {"horizon": 0},
        {"decay": 1},
        {"decay": 0},
        {"settle": 0},
        {"time": 3},
        {"orders": "some"},
        {"orders": []},
        {"orders": [("value",)]},  # of the record itself
        {"orders": [("value@1/7",)]},
        {"orders": [("other@1",)]},
        {"orders": [(3,)]},
        {"orders": 3},
    ],
)
def test_a_stream_that_cannot_be(wrong):
    with pytest.raises(ParameterError):
        Stream(**wrong)


def test_a_record_that_cannot_be_changes_nothing():
    stream = pushed(Stream(), "abab")
    other = Stream(LOAD, target="load")
    before = stream.predict_proba()
    for symbol in (plastic.START, plastic.STOP, UNSEEN):
        with pytest.raises(SampleError, match="reserves"):
            stream.push(symbol)
    with pytest.raises(SampleTypeError, match="mapping"):
        other.push(3)
    assert stream.predict_proba() == before
    assert stream.pushed == 4
    assert other.pushed == 0


@pytest.mark.parametrize("value", [None, math.nan, math.inf, "n/a", [1]])
def test_a_value_that_is_none_is_a_surprise_and_then_known(value):
    stream = pushed(Stream(Number(step=1)), [0.5, 1.5] * 20)
    assert stream.push(value) == math.log(41)
    assert stream.push(0.5) < math.log(42)
    assert stream.push(value) < math.log(43)
    # A column may change its type for good: then that is what is expected.
    for _ in range(30):
        stream.push(value)
    assert stream.push(value) < 0.1
    assert stream.push(1.5) < 8
    stream.check()


def test_what_is_equal_is_the_same():
    stream = pushed(Stream(), [1, 2] * 10)
    assert stream.push(1.0) < 0.3
    assert stream.push(2) < 0.3
    assert len(stream.predict_proba()) == 3


# Scales -----------------------------------------------------------------------------


def test_nothing_is_expected_before_the_scale_is_known():
    stream = Stream(Number(parts=(4,)), settle=5)
    assert [stream.push(x) for x in (0, 1, 2, 3)] == [0.0] * 4
    assert stream.predict_proba() == {UNSEEN: 1.0}
    assert stream.surprise(3) == 0.0
    with pytest.raises(NotLearnedError):
        stream.explain(3)
    assert (len(stream), stream.pushed, stream.is_settled) == (4, 4, False)
    assert stream.push(8) == 0.0
    assert stream.is_settled
    assert stream.encoder.step == 2
    assert (len(stream), stream.pushed) == (5, 5)
    assert stream.push(-100) == math.log(6)  # and all were learned
    told = pushed(Stream(Number(parts=(4,), step=2)), (0, 1, 2, 3, 8, -100))
    assert told.graphs == stream.graphs


# Together ---------------------------------------------------------------------------


@given(symbols, symbols)
def test_merging_holds_what_both_held(mine, others):
    stream, other = (pushed(Stream(horizon=3), came) for came in (mine, others))
    before = stream.predict_proba()
    assert stream.merge(other) is stream
    stream.check()
    lived = Counter()
    for came in (mine, others):
        for at, symbol in enumerate(came):
            lived[(*came[max(0, at - 3) : at], symbol)] += 1
    held = Counter(lived.moments[0] for lived in stream.course.held)
    assert held == lived
    if not others:
        assert stream.predict_proba() == before
    assert len(other) == len(others)


def test_merging_where_windows_allow():
    stream, other = (pushed(Stream(window=10), "abcabc") for _ in range(2))
    with pytest.raises(ParameterError, match="12 records"):
        stream.merge(other)
    small = pushed(Stream(window=10), "xyz")
    stream.merge(small)
    pushed(stream, "a")
    assert len(stream) == 10
    pushed(stream, "aaa")
    assert "x" not in stream.predict_proba()  # the other's were the older ones
    assert len(stream) == 10
    stream.check()
    for differs in (Stream(), Stream(window=10, horizon=3), 3):
        with pytest.raises(ParameterError):
            stream.merge(differs)
    with pytest.raises(ParameterError, match="scale"):
        Stream(Number()).merge(Stream(Number()))


def test_merging_by_time():
    def stream(hours, symbol):
        window = dt.timedelta(hours=6)
        made = Stream(view(x=Category()), target="x", window=window)
        return pushed(
            made,
            [
                {"x": symbol, "time": MIDNIGHT + dt.timedelta(hours=hour)}
                for hour in hours
            ],
        )

    both = stream(range(0, 6, 2), "even").merge(stream(range(1, 9, 2), "odd"))
    assert [lived.moments[0][-1] for lived in both.course.held] == (
        ["even", "odd"] * 3 + ["odd"]
    )
    both.push({"x": "even", "time": MIDNIGHT + dt.timedelta(hours=9)})
    both.push({"x": "even", "time": MIDNIGHT + dt.timedelta(hours=9)})
    assert len(both) == 6
    both.check()


def test_a_copy_goes_its_own_way():
    stream = pushed(Stream(Calendar("weekend")), [MIDNIGHT] * 5)
    for copy in (stream.copy(), pickle.loads(pickle.dumps(stream))):
        assert copy.get_params() == stream.get_params()
        assert copy.predict_proba() == stream.predict_proba()
        copy.push(MIDNIGHT)
        assert (len(copy), len(stream)) == (6, 5)
    unsettled = pushed(Stream(Number()), [1, 2])
    assert len(unsettled.copy()) == 2


def test_an_interrupted_push_has_happened_or_not(monkeypatch):
    stream = pushed(Stream(window=20, horizon=3), "abcab" * 6)
    twin = stream.copy()

    def ctrl_c(graph, *moment):
        raise KeyboardInterrupt

    for verb in ("learn", "forget"):
        with monkeypatch.context() as patch:
            patch.setattr(f"plastic.core.learning.{verb}", ctrl_c)
            with pytest.raises(KeyboardInterrupt):
                stream.push("x")
        assert stream.predict_proba() == twin.predict_proba()
        stream.check()
    assert stream.push("c") == twin.push("c")
    assert stream.graphs == twin.graphs


def test_a_stream_shows_itself():
    stream = pushed(Stream(window=5), "abcabc")
    assert repr(stream) == (
        "<Stream of value: 5 of 5 records, 3 symbols, "
        f"{len(stream.graphs[0])} concepts>"
    )
    assert "not settled" in repr(Stream(Number()))

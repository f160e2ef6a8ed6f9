"""The detector of odd records: what it learns, tells, and withstands."""

import copy
import datetime as dt
import json
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plastic
from plastic import (
    AnomalyDetector,
    DataError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
)
from plastic.streams.inferred import inferred, kind_of
from plastic.streams.tails import MOST

BEGUN = dt.datetime(2024, 1, 1)
DAY = 48  # records: one each half hour


def at(number):
    return BEGUN + dt.timedelta(minutes=30 * number)


def days(n, seed=0, **others):
    """Make records whose load goes with the hour."""
    rng = random.Random(seed)
    for number in range(n):
        load = 50 + 30 * math.sin(2 * math.pi * number / DAY) + rng.gauss(0, 2)
        told = {name: value(number) for name, value in others.items()}
        yield {"time": at(number), "load": load, **told}


@pytest.fixture(scope="module")
def calm():
    """Give a detector that saw twelve calm days; to be copied."""
    detector = AnomalyDetector(settle=2 * DAY)
    for record in days(12 * DAY):
        detector.push(record)
    return detector


def pushed(detector, value, number):
    """Push a value three times to a copy; give the last verdict."""
    trial = copy.deepcopy(detector)
    return [trial.push({"time": at(number), "load": value}) for _ in range(3)][-1]


# What is odd -------------------------------------------------------------------------


def test_what_comes_every_day_is_no_alarm_and_out_of_range_is_one():
    detector = AnomalyDetector(settle=2 * DAY)
    verdicts = [detector.push(record) for record in days(12 * DAY)]
    assert sum(verdict.is_alarm for verdict in verdicts) <= 1
    odd = detector.push({"time": at(12 * DAY), "load": 140.0})
    assert odd.is_alarm
    assert odd.evidence == MOST
    assert odd.why.startswith("load is 140.0: out of range, it was between ")


def test_the_same_value_is_odd_at_another_hour(calm):
    at_its_peak, at_its_lowest = 80.0, 20.0
    quarter = 12 * DAY + DAY // 4  # when the load is highest
    usual = pushed(calm, at_its_peak, quarter)
    odd = pushed(calm, at_its_lowest, quarter)
    assert odd.evidence > usual.evidence
    assert odd.of["for the time"] > 3 > usual.of["for the time"]


def test_what_goes_on_for_long_adds_up():
    detector = AnomalyDetector(settle=2 * DAY)
    for record in days(12 * DAY):
        detector.push(record)
    stuck = [detector.push({"time": at(12 * DAY + n), "load": 50.0}) for n in range(40)]
    long = "for the time in the long run"
    assert stuck[0].of[long] < 1 < stuck[-1].of[long]


def test_an_alarm_is_told_once_while_it_goes_on():
    detector = AnomalyDetector(settle=100, rest=10)
    for n in range(400):
        detector.push(float(n % 7))
    told = [detector.push(60.0 + n).is_alarm for n in range(8)]
    assert told == [True] + [False] * 7
    calm = [detector.push(float(n % 7)).is_alarm for n in range(200)]
    assert not any(calm[10:])
    assert detector.push(500.0).is_alarm


def test_of_two_fields_the_odd_one_is_named():
    detector = AnomalyDetector(settle=2 * DAY)
    for record in days(8 * DAY, state=lambda n: "open" if n % 5 else "shut"):
        detector.push(record)
    odd = detector.push({"time": at(8 * DAY), "load": 50.0, "state": "broken"})
    assert odd.score > 0.3
    why = detector.push(
        {"time": at(8 * DAY + 1), "load": 52.0, "state": "lost"}, why=True
    ).why
    assert why.startswith("state is 'lost'")


def test_a_broken_tie_between_two_fields_is_odd():
    rng = random.Random(1)
    detector = AnomalyDetector(settle=150)
    for _ in range(900):
        requests = rng.uniform(0, 100)
        detector.push({"requests": requests, "cpu": requests + rng.gauss(0, 2)})
    usual = copy.deepcopy(detector).push({"requests": 90.0, "cpu": 91.0})
    odd = detector.push({"requests": 5.0, "cpu": 92.0})
    assert odd.of["given the others"] > usual.of["given the others"] + 2


def test_more_fields_need_more_evidence():
    one, many = AnomalyDetector(settle=60), AnomalyDetector(settle=60)
    rng = random.Random(0)
    for _ in range(300):
        value = rng.gauss(0, 1)
        one.push({"a": value})
        many.push({"a": value, **dict.fromkeys("bcd", 0.0)})
    first = one.push({"a": 3.4})
    second = many.push({"a": 3.4, "b": 0.0, "c": 0.0, "d": 0.0})
    assert second.evidence == pytest.approx(
        max(0, first.evidence - math.log(4)), abs=0.6
    )


def test_false_alarms_are_rarer_than_was_said():
    rng = random.Random(5)
    detector = AnomalyDetector(threshold="one in a hundred", out_of_range=None, rest=0)
    told = [detector.push(rng.gauss(0, 1)).is_alarm for _ in range(2_200)]
    assert sum(told) <= 0.01 * 2_000


def test_nothing_is_odd_before_it_has_settled():
    detector = AnomalyDetector(settle=50)
    verdicts = [detector.push(float(n * n)) for n in range(50)]
    assert {verdict.score for verdict in verdicts} == {0.0}
    assert detector.is_settled
    assert len(detector) == 50


def test_it_does_not_look_ahead():
    records = [*days(4 * DAY)]
    whole, part = AnomalyDetector(settle=DAY), AnomalyDetector(settle=DAY)
    scores = [whole.push(record).score for record in records]
    assert [part.push(r).score for r in records[: 3 * DAY]] == scores[: 3 * DAY]


def test_its_memory_stays_flat():
    detector = AnomalyDetector(settle=50, window=100)
    sizes = []
    for n in range(1_200):
        detector.push(float((n * n) % 17))
        if n in (600, 1_199):
            sizes.append(len(json.dumps(detector.state)))
    assert sizes[1] < 1.02 * sizes[0]


# Bad input ---------------------------------------------------------------------------


def test_what_is_missing_is_a_fact_and_goes_on():
    detector = AnomalyDetector(settle=60)
    for n in range(300):
        detector.push({"load": float(n % 6)})
    for missing in ({"load": None}, {"load": math.nan}, {}):
        verdict = detector.push(missing)
        assert math.isfinite(verdict.score)
    assert not detector.push({"load": 3.0}).is_alarm
    often = AnomalyDetector(settle=60)
    for n in range(300):
        often.push({"load": None if n % 3 == 0 else float(n % 3)})
    assert often.push({"load": None}).score < 0.3


@pytest.mark.parametrize("infinite", [math.inf, -math.inf, 10**400])
def test_infinity_is_out_of_range_and_does_not_become_the_range(infinite):
    detector = AnomalyDetector(settle=60)
    for n in range(200):
        detector.push(float(n % 6))
    assert detector.push(infinite).is_alarm
    (watch,) = detector.fields.values()
    assert (watch.low, watch.high) == (0.0, 5.0)
    for n in range(60):
        assert not detector.push(float(n % 6)).is_alarm


def test_a_field_that_changes_its_type_goes_on():
    detector = AnomalyDetector(settle=60)
    for n in range(200):
        detector.push({"load": float(n % 6)})
    assert detector.push({"load": "error"}).score > 0.2
    for n in range(60):
        detector.push({"load": ["odd"] if n == 3 else float(n % 6)})
    assert detector.push({"load": 2.0}).score < 0.5


def test_a_clock_that_goes_back_is_taken_to_stand():
    detector = AnomalyDetector(settle=DAY)
    records = [*days(3 * DAY)]
    for record in [*records, {**records[5], "load": 50.0}, *records[:3]]:
        assert math.isfinite(detector.push(record).score)
    assert len(detector) == 3 * DAY + 4


def test_times_that_are_none_go_on():
    detector = AnomalyDetector(settle=30)
    for n in range(90):
        detector.push({"time": "noon" if n % 9 == 0 else at(n), "load": 1.0 * (n % 4)})
    assert detector.is_settled


def test_a_new_field_is_not_looked_at():
    detector = AnomalyDetector(settle=30)
    for n in range(60):
        detector.push({"load": float(n % 4)})
    one = copy.deepcopy(detector).push({"load": 1.0, "other": 9})
    assert one == detector.push({"load": 1.0})


@pytest.mark.parametrize("record", [[1, 2], (1,), {1}, b"x", np.zeros(3)])
def test_what_is_no_record_is_refused(record):
    detector = AnomalyDetector()
    with pytest.raises(SampleTypeError, match="is no record"):
        detector.push(record)
    assert len(detector) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"settle": 0},
        {"threshold": "often"},
        {"rest": -1},
        {"out_of_range": 0},
        {"window": 0},
        {"settle": "many"},
    ],
)
def test_parameters_are_checked_before_anything_is_learned(wrong):
    detector = AnomalyDetector(**wrong)
    with pytest.raises(ParameterError):
        detector.fit([1.0, 2.0, 3.0])


odd_values = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=2), st.integers()
)


@settings(max_examples=25)
@given(st.lists(st.dictionaries(st.sampled_from(["a", "b", "time"]), odd_values)))
def test_whatever_comes_it_tells_a_score_or_an_error_of_ours(records):
    detector = AnomalyDetector(settle=5)
    for record in records:
        try:
            verdict = detector.push(record, why=True)
        except PlasticError:
            continue
        assert 0 <= verdict.score <= 1
        assert math.isfinite(verdict.evidence)


# Interfaces --------------------------------------------------------------------------


def test_scoring_learns_nothing(calm):
    record = {"time": at(12 * DAY), "load": 20.0}
    detector = copy.deepcopy(calm)
    score = detector.score_one(record)
    assert detector.score_one(record) == score
    assert len(detector) == len(calm)
    assert detector.push(record).score == score


def test_score_one_then_learn_one_is_push(calm):
    one, other = copy.deepcopy(calm), copy.deepcopy(calm)
    for n, record in enumerate(days(DAY, seed=3)):
        record["time"] = at(12 * DAY + n)
        score = one.score_one(record)
        one.learn_one(record)
        assert score == other.push(record).score


def test_tables_are_read_row_by_row():
    values = np.random.default_rng(0).normal(size=(150, 2))
    by_rows = AnomalyDetector(settle=50)
    for first, second in values.tolist():
        by_rows.push({"x0": first, "x1": second})
    fitted = AnomalyDetector(settle=50).fit(values)
    asked = [[0.0, 0.0], [9.0, 0.0], [0.1, 0.0]]
    scores = fitted.score_samples(asked)
    assert scores.tolist() == [
        -by_rows.push({"x0": a, "x1": b}).score for a, b in asked
    ]
    assert fitted.predict(asked).tolist() == [1, -1, 1]
    assert fitted.n_features_in_ == 2
    assert (fitted.decision_function(asked) == scores - fitted.offset_).all()
    with pytest.raises(SampleError, match="3 features"):
        fitted.score_samples(np.zeros((2, 3)))


def test_what_pandas_gives_comes_back_with_its_index():
    pd = pytest.importorskip("pandas")
    index = pd.date_range("2024-01-01", periods=160, freq="h")
    frame = pd.DataFrame({"load": [float(n % 5) for n in range(160)]}, index=index)
    frame.iloc[-1, 0] = 80.0
    scores = AnomalyDetector(settle=60).fit(frame[:100]).score_samples(frame[100:])
    assert scores.index.equals(index[100:])
    assert scores.idxmin() == index[-1]
    predicted = AnomalyDetector(settle=60).fit(frame[:100]).predict(frame[100:])
    assert predicted.tolist() == [1] * 59 + [-1]
    told = AnomalyDetector(settle=60).watch(frame)
    assert told.index.equals(index)
    assert [*told.columns] == ["score", "alarm", "odds", "why"]
    assert told.index[told.alarm].tolist() == [index[-1]]
    by_column = AnomalyDetector(settle=60).watch(frame["load"])
    assert by_column.alarm.tolist() == told.alarm.tolist()


def test_a_short_table_settles_by_itself():
    detector = AnomalyDetector().fit([1.0, 2.0, 3.0] * 10)
    assert detector.is_settled
    assert detector.score_samples([2.0]).shape == (1,)


@pytest.mark.parametrize("table", ["abc", 3, {"a": 1}, None])
def test_what_is_no_table_is_refused(table):
    with pytest.raises(SampleTypeError):
        AnomalyDetector().fit(table)


# Files -------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [30, 3 * DAY])
def test_saved_and_loaded_it_goes_on_as_it_would_have(tmp_path, n):
    records = [*days(4 * DAY, state=lambda n: "ab"[n % 3 == 0])]
    detector = AnomalyDetector(settle=DAY, threshold="one in fifty")
    for record in records[:n]:
        detector.push(record)
    detector.save(tmp_path / "d.json")
    again = AnomalyDetector.load(tmp_path / "d.json")
    assert repr(again) == repr(detector)
    for record in [*records[n:], {"load": 500.0, "state": "x"}, {"load": None}]:
        assert again.push(record) == detector.push(record)


def test_a_window_in_time_is_kept_too(tmp_path):
    detector = AnomalyDetector(settle=DAY, window=dt.timedelta(days=2))
    for record in days(4 * DAY):
        detector.push(record)
    detector.save(tmp_path / "d.json")
    again = AnomalyDetector.load(tmp_path / "d.json")
    assert again.window == dt.timedelta(days=2)
    (watch,) = again.fields.values()
    # The clock believes a time when the next one confirms it.
    assert 2 * DAY <= len(watch.stream) <= 2 * DAY + 2


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "d.json"
    AnomalyDetector().fit([1.0, 2.0] * 30).save(path)
    whole = json.loads(path.read_text())
    for part in whole["state"]:
        path.write_text(
            json.dumps({**whole, "state": {**whole["state"], part: [[7], "x"]}})
        )
        with pytest.raises(DataError):
            AnomalyDetector.load(path)


# How records are looked at -----------------------------------------------------------


def test_kinds_of_fields_are_inferred():
    kinds = {
        plastic.Number: [[1, 2.5], [None, 3], [np.float32(2)], []],
        plastic.Flag: [[True, None, False], [np.bool_(1)]],
        plastic.Category: [["a"], [1, "a"], [[1]]],
    }
    for kind, columns in kinds.items():
        for values in columns:
            assert kind_of(values) is kind


def test_ways_to_look_go_with_what_there_is():
    records = [*days(30, other=lambda n: n % 2)]
    view, outlooks = inferred(records, "time")
    assert [*outlooks] == ["load", "other"]
    assert [*outlooks["load"].orders] == [
        "as values go",
        "for the time",
        "after the last",
        "given the others",
    ]
    assert view.is_fitted
    daily = [{"time": BEGUN + dt.timedelta(days=n), "a": n} for n in range(9)]
    assert "for the day" in inferred(daily, "time")[1]["a"].orders
    timeless = [{"cpu/load's": n} for n in range(9)]
    assert "after the last two" in inferred(timeless, "time")[1]["cpu/load's"].orders


def test_the_field_that_tells_most_is_nearest():
    rng = random.Random(0)
    records = []
    for _ in range(200):
        a = rng.random()
        records.append({"noise": rng.random(), "copy": a, "a": a})
    _, outlooks = inferred(records, "time")
    *_, nearest = outlooks["a"].orders["given the others"]
    assert nearest.startswith(outlooks["copy"].target)

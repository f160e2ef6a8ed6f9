"""Encoders: pure functions from a value to its facts."""

import datetime as dt
import decimal
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plastic
from plastic import (
    MISSING,
    Calendar,
    Category,
    Cycle,
    Difference,
    Flag,
    Missing,
    Number,
    ParameterError,
    PlasticMemory,
    SampleTypeError,
    view,
)

try:
    import pandas as pd
except ImportError:  # where it is installed its values are tried, too
    pd = None

NOON = dt.datetime(2024, 3, 15, 12)  # a Friday
NOT_THERE = (pd.NA, pd.NaT) if pd else ()
numbers = st.floats(-1e6, 1e6)
steps = st.floats(1e-3, 1e3)


# Numbers ---------------------------------------------------------------------------


@given(numbers, steps, numbers)
def test_a_number_lies_in_the_part_that_its_facts_say(value, step, origin):
    number = Number(parts=(2, 8), step=step, origin=origin)
    (fine, part), (coarse, whole) = number.facts(value)
    assert (fine, coarse) == ("/8", "/2")
    assert part == math.floor((value - origin) / step * 2) // 2
    assert whole == part // 4  # what is shared finely is shared coarsely


@given(numbers, st.floats(0, 0.999))
def test_near_numbers_share_more_than_far_ones(value, near):
    number = Number(parts=(4, 16), shift=True, step=1.0)
    bits = number.sdr(value)
    assert len(bits) == 4
    # Within one coarse part: some coarse bit, shifted or not, is the same.
    assert bits & number.sdr(value + 2 * near)
    assert not bits & number.sdr(value + 6)


def test_out_of_range_goes_on_counting():
    number = Number(parts=(4,)).fitted([0, 8])
    assert [number.symbol(x)[1] for x in (-0.1, 0, 7.9, 8, 1e9)] == [-1, 0, 3, 4, 5e8]


def test_what_is_no_finite_number():
    number = Number(parts=(2, 4), step=1)
    assert number.facts(math.nan) == number.facts(None) == (MISSING, MISSING)
    assert number.facts(np.float32("nan")) == (MISSING, MISSING)
    assert all(number.facts(each) == (MISSING, MISSING) for each in NOT_THERE)
    assert number.facts(math.inf) == (("/4", math.inf), ("/2", math.inf))
    assert number.facts(10**400) == number.facts(math.inf)
    assert number.facts(-math.inf) != number.facts(math.inf)
    assert number.facts("7") == (("type", "str"),) * 2
    assert number.facts([7]) == (("type", "list"),) * 2


@pytest.mark.parametrize("kind", [int, np.int16, np.float64, decimal.Decimal])
def test_numbers_of_any_type_are_alike(kind):
    assert Number(step=0.5).facts(kind(3)) == Number(step=0.5).facts(3.0)


def test_a_scale_is_fitted_to_what_is_finite():
    fitted = Number(parts=(4, 8)).fitted([3, None, math.inf, "x", 7, math.nan])
    assert (fitted.step, fitted.origin) == (0.5, 3.0)
    assert fitted.fitted([0, 100]) is fitted
    for alike in ([5, 5], [], [None], [0], [5e-324]):
        assert Number().fitted(alike).step > 0
    wide = Number().fitted([-1.7e308, 1.7e308])
    assert math.isfinite(wide.step)
    with pytest.raises(ParameterError, match="fitted"):
        Number().facts(1.0)


def test_a_symbol_stands_for_the_middle_of_its_part():
    number = Number(parts=(4, 8), shift=True, step=2, origin=1)
    assert number.value(number.symbol(6.9)) == 6.0
    assert number.value(MISSING) is number.value(("type", "str")) is None
    assert number.value(number.symbol(math.inf)) == math.inf


@pytest.mark.parametrize(
    "wrong",
    [
        {"parts": ()},
        {"parts": (3, 8)},
        {"parts": 4},
        {"parts": (0, 4)},
        {"shift": 1},
        {"step": 0},
        {"step": math.inf},
        {"step": 1, "origin": math.nan},
    ],
)
def test_a_number_that_cannot_be(wrong):
    with pytest.raises(ParameterError):
        Number(**wrong)


def test_a_difference_has_zero_in_the_middle_of_a_part():
    change = Difference(parts=(4,), of="load").fitted([-4, 4])
    assert change.facts(-0.9) == change.facts(0.9) != change.facts(1.1)
    assert change.sample([1, 1, None, 1]) == (
        MISSING,
        change.symbol(0),
        MISSING,
        MISSING,
    )
    assert change.sample([math.inf, math.inf])[1] == MISSING


# Times -----------------------------------------------------------------------------


@given(st.datetimes(), st.sampled_from(["minute", "hour", "weekday", "month"]))
def test_a_cycle_has_no_border(time, unit):
    cycle = Cycle(unit, {"minute": 10, "hour": 2, "weekday": 1, "month": 1}[unit])
    plain, shifted = (part for _, part in cycle.facts(time))
    # The two codes are shifted by half a part: the same, or one more, around.
    parts = round(cycle.length / cycle.width)
    assert shifted in (plain, (plain + 1) % parts)


def test_midnight_is_no_jump():
    day = Cycle("hour", 2)
    late, early = NOON.replace(hour=23, minute=30), NOON.replace(hour=0, minute=30)
    assert len(day.sdr(late) & day.sdr(early)) == 1
    assert not day.sdr(late) & day.sdr(NOON)
    week = Cycle("weekday", 1)
    sunday = dt.datetime(2024, 3, 17, 23)
    assert len(week.sdr(sunday) & week.sdr(sunday + dt.timedelta(hours=2))) == 1


def test_a_cycle_of_numbers():
    wind = Cycle(360, 45, of="wind")
    assert wind.facts(359) == (("360/45", 7), ("360/45'", 0))
    assert wind.facts(-1) == wind.facts(359) == wind.facts(719)
    assert wind.facts("north") == (("type", "str"),) * 2
    assert wind.facts(math.inf) == (("type", "float"),) * 2


@pytest.mark.parametrize(
    "time",
    [
        NOON,
        *([pd.Timestamp(NOON)] if pd else []),
        np.datetime64(NOON),
        NOON.isoformat(),
        NOON.replace(tzinfo=dt.timezone.utc).timestamp(),
        NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=5))),  # its own clock
    ],
)
def test_times_of_any_type_are_alike(time):
    assert Cycle("hour", 2).facts(time) == (("hour/2", 6), ("hour/2'", 6))
    assert Calendar().facts(time) == (("month", 3), ("weekday", 4), ("weekend", False))


def test_what_is_no_time():
    for time in (None, math.nan, np.datetime64("NaT"), *NOT_THERE):
        assert Cycle("hour").facts(time) == (MISSING, MISSING)
        assert Calendar("weekend").facts(time) == (MISSING,)
    assert Cycle("hour").symbol("noon") == ("type", "str")
    assert Calendar().symbol(1e300) == ("type", "float")
    assert Calendar().symbol(True) == ("type", "bool")


def test_a_calendar_tells_what_it_is_asked():
    assert Calendar("weekend", "month").codes == ("month", "weekend")
    assert Calendar("weekday").facts(dt.date(2024, 3, 16)) == (("weekday", 5),)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cycle("second"),
        lambda: Cycle("hour", 5),
        lambda: Cycle("hour", 0),
        lambda: Cycle(-1),
        lambda: Calendar("noon"),
    ],
)
def test_a_clock_that_cannot_be(make):
    with pytest.raises(ParameterError):
        make()


# Classes ---------------------------------------------------------------------------


def test_a_category_is_its_own_fact():
    assert Category().facts("a") == ("a",)
    assert Category().facts(np.int64(3)) == (3,)
    assert type(Category().symbol(np.int64(3))) is int
    assert all(Category().facts(x) == (MISSING,) for x in (math.nan, *NOT_THERE))
    assert Category().facts({}) == (("type", "dict"),)


def test_a_flag_is_true_or_false():
    assert [Flag().symbol(x) for x in (True, np.True_, 1, 1.0)] == [True] * 4
    assert Flag().symbol(0) is False
    assert [Flag().symbol(x) for x in (None, "yes", 2)] == [
        MISSING,
        ("type", "str"),
        ("type", "int"),
    ]


def test_missing_tells_whether_a_value_is_there():
    assert [Missing().symbol(x) for x in (0, "", None, math.nan)] == [
        ("there",),
        ("there",),
        MISSING,
        MISSING,
    ]


# Views -----------------------------------------------------------------------------

SEEN = view(
    load=Number(parts=(2, 4), step=1),
    change=Difference(parts=(2,), step=1, of="load"),
    hour=Cycle("hour", 2),
    door=Category(),
    silent=Missing(of="load"),
)
RECORD = {"load": 2.5, "time": NOON, "door": "open", "unread": [1]}


def test_a_view_has_facts_of_each_encoder():
    facts = SEEN.facts(RECORD, {"load": 1.2})
    assert [*map(len, facts)] == [len(e.codes) for e in SEEN.encoders.values()]
    assert facts[1] == (("/2", 1),)
    assert SEEN.facts(RECORD)[1] == (MISSING,)
    assert SEEN.facts({})[0] == (MISSING, MISSING)
    assert ("door", "open") in SEEN.sdr(RECORD)
    assert len(SEEN.sdr(RECORD)) == 7


def test_records_may_be_rows_of_a_table():
    frame = pytest.importorskip("pandas").DataFrame([RECORD])
    (row,) = frame.itertuples(index=False)
    wanted = SEEN.facts(RECORD)
    assert SEEN.facts(SEEN.checked(frame.iloc[0])) == wanted
    assert SEEN.facts(SEEN.checked(row)) == wanted
    with pytest.raises(SampleTypeError, match="fields load"):
        SEEN.checked(3)


def test_a_view_is_fitted_to_records():
    unfitted = view(x=Number(parts=(4,)), d=Difference(parts=(4,), of="x"))
    fitted = unfitted.fitted([{"x": 0}, {"x": 4}, {"x": 8}])
    assert not unfitted.is_fitted
    assert fitted.is_fitted
    assert fitted.encoders["x"].step == 2
    assert fitted.encoders["d"].step == 1  # all are 4: as long as that is large
    assert unfitted.is_like(fitted)
    assert not fitted.is_like(unfitted)


@pytest.mark.parametrize(
    "encoders", [{}, {"x": Number}, {"x": 3}, {"x": Difference(step=1)}]
)
def test_a_view_that_cannot_be(encoders):
    with pytest.raises(ParameterError):
        view(**encoders)


def test_encoders_make_samples_for_a_memory():
    number = Number(parts=(4,), step=1)
    memory = PlasticMemory(horizon=4)
    for shift in range(5):
        memory.learn(number.sample([shift / 10 + x for x in (0, 1, 2, 3, 2, 1, 0)]))
    assert len(set(memory.samples)) == 1  # the same, as far as one sees
    chances = memory.predict_proba(number.sample([0.3, 1.2]))
    assert number.value(max(chances, key=chances.get)) == 2.5
    records = view(x=number, door=Category()).sample(
        [{"x": 1, "door": "open"}, {"x": 2}]
    )
    assert records == ((("/4", 1), "open"), (("/4", 2), MISSING))
    memory.fit([records])
    memory.check()


def test_encoders_are_plain_values():
    for encoder in SEEN.encoders.values():
        assert encoder == eval(repr(encoder), vars(plastic))
        hash(encoder)

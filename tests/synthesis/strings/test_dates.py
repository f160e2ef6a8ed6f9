"""Dates and times: found in a text in whichever way they are written."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic.synthesis.strings.dates import DatePart, Day, find_dates
from plastic.synthesis.strings.times import (
    HOUR,
    RoundedTime,
    TimeFormat,
    find_times,
)

dates = st.dates(date(1000, 1, 1), date(2999, 12, 31))
WRITTEN = ["%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y", "%d. %B %Y", "%b %d %Y", "%B %d, %Y"]
WRITTEN += ["%d %B %Y", "%m/%d/%Y", "%m%d%Y", "%Y%m%d", "%Y %j", "%G-W%V-%u"]
WRITTEN += ["%a wk %V in %G"]


@pytest.mark.parametrize("form", WRITTEN)
@given(day=dates)
def test_a_date_is_read_however_it_is_written(form, day):
    wanted = Day(day.year, day.month, day.day)
    if form == "%Y%m%d" and not 1900 <= day.year < 2100:
        return  # 10011203 is a day of 1203
    assert find_dates(f"on {day.strftime(form)}: x", "mdy") == (wanted,)


@given(dates)
def test_the_order_says_which_is_the_month_where_either_could_be(day):
    written = f"{day.day}/{day.month}/{day.year}"
    assert find_dates(written, "dmy") == (Day(day.year, day.month, day.day),)
    dotted = written.replace("/", ".")
    assert find_dates(dotted, "mdy") == find_dates(written, "dmy")
    (swapped,) = find_dates(written, "mdy")
    assert {swapped.month, swapped.day} == {day.month, day.day}


@given(dates)
def test_parts_are_those_of_the_calendar(day):
    made = Day(day.year, day.month, day.day)
    for name, form in (
        ("Weekday", "%A"),
        ("mm", "%m"),
        ("Mon", "%b"),
        ("isoweek", "%V"),
    ):
        assert DatePart(name)(made) == day.strftime(form)


@pytest.mark.parametrize("text", ["30/2/2001", "31 Apr 2000", "2001 367", "", "May be"])
def test_what_is_no_date_is_not_found(text):
    assert not [day for day in find_dates(text, "mdy") if day.day]


@given(st.times())
def test_a_time_is_read_and_written(moment):
    seconds = moment.hour * HOUR + moment.minute * 60
    assert find_times(moment.strftime("at %I:%M %p")) == (seconds,)
    assert find_times(moment.strftime("%H:%M:%S")) == (seconds + moment.second,)
    assert TimeFormat("14:05 in two digits")(seconds) == moment.strftime("%H:%M")
    assert TimeFormat("2:05 PM")(seconds) == moment.strftime("%I:%M %p").lstrip("0")


@given(st.integers(0, 86_399), st.sampled_from([900, 1_800, 3_600]))
def test_times_are_rounded_on_their_side(seconds, unit):
    low, high = RoundedTime("floor", unit)(seconds), RoundedTime("ceil", unit)(seconds)
    assert low <= seconds <= high
    assert high - low in (0, unit)
    assert abs(RoundedTime("round", unit)(seconds) - seconds) * 2 <= unit


def test_midnight_and_noon():
    assert find_times("12AM, 12 pm, 12:30am") == (0, 12 * HOUR, 1_800)
    assert TimeFormat("2PM")(0) == time(0).strftime("%I%p")

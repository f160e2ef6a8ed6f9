"""Columns computed of others: what is found makes the numbers that Python makes."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic.synthesis.strings import find_programs
from plastic.synthesis.strings.dates import Day
from plastic.synthesis.strings.intervals import Between, Lasted

# Name -> what a cell is of the others, as a table computes it.
COLUMNS = {
    "product": lambda x, y: x * y,
    "sum": lambda x, y: x + y,
    "difference": lambda x, y: x - y,
    "total": lambda x, y, z: x + y + z,
    "product less a third": lambda x, y, z: x * y - z,
    "share of a difference": lambda x, y, z: x * (y - z),
    "a text around it": lambda x, y: f"{x * y} EUR",
    "an expression in it": lambda x, y: f"{x} of {y}: {x + y}",
}
ROWS = [(20, 5, 3), (13, 7, 4), (40, 9, 2), (31, 12, 8)]


def answer(pairs, *inputs):
    """Give what the shortest program for some pairs makes of inputs."""
    return find_programs(pairs)[0].evaluate([*map(str, inputs)])


def _as_cases(names):
    """Leave what takes seconds to the thorough tests."""
    slow = {"an expression in it"}
    thorough = pytest.mark.thorough
    return [
        pytest.param(name, marks=thorough) if name in slow else name for name in names
    ]


@pytest.mark.parametrize("name", _as_cases(COLUMNS))
def test_a_column_is_computed_of_others(name):
    of = COLUMNS[name]
    many = of.__code__.co_argcount
    pairs = [(tuple(map(str, row[:many])), str(of(*row[:many]))) for row in ROWS]
    assert answer(pairs, *(17, 11, 6)[:many]) == str(of(*(17, 11, 6)[:many]))


def test_numbers_within_texts_are_computed_with():
    pairs = [(("3 apples", "2"), "6"), (("5 pears", "3"), "15")]
    assert answer(pairs, "12 figs", 4) == "48"


def test_two_numbers_of_one_text_are_computed_with():
    pairs = [(("3x4",), "12"), (("5x7",), "35"), (("10x12",), "120")]
    assert answer(pairs, "8x9") == "72"


def test_a_share_is_written_in_percent():
    pairs = [(("20", "50"), "40%"), (("13", "25"), "52%"), (("40", "80"), "50%")]
    assert answer(pairs, 3, 40) == "7.5%"


@given(
    st.sampled_from(["1.19", "0.923", "1.07", "0.62"]),
    st.lists(st.integers(100, 10_000), min_size=5, max_size=5, unique=True),
)
def test_a_rate_is_found_in_what_was_rounded(rate, cents):
    """The rate need not be the very one: it makes what was given, rounded alike."""

    def of(price):
        made = Decimal(price) * Decimal(rate)
        return str(made.quantize(Decimal("0.01"), ROUND_HALF_UP))

    prices = [f"{Decimal(each) / 100:.2f}" for each in cents]
    best = find_programs([((price,), of(price)) for price in prices])[0]
    assert [best.evaluate([price]) for price in prices] == [*map(of, prices)]


@given(st.dates(date(1950, 1, 1), date(2020, 1, 1)), st.integers(0, 20_000))
def test_days_and_years_between_dates_are_those_of_the_calendar(start, days):
    end = start + timedelta(days)
    first, last = Day.of(start), Day.of(end)
    assert Between("days")(first, last) == days == -Between("days")(last, first)
    birthdays = sum(
        (year, start.month, start.day) <= (end.year, end.month, end.day)
        for year in range(start.year + 1, end.year + 1)
    )
    assert Between("years")(first, last) == birthdays
    assert Between("months")(first, last) // 12 == birthdays


def test_columns_of_dates_and_times():
    days = [
        (("2020-01-02", "2020-01-12"), "10"),
        (("4 March 2021", "4/4/2021"), "31"),
    ]
    assert answer(days, "2024-02-01", "2024-03-01") == "29"
    shifts = [(("09:30", "17:00"), "7:30"), (("22:00", "06:15"), "8:15")]
    assert answer(shifts, "8:15", "12:00") == "3:45"
    hours = [(("09:30", "17:00"), "7.5"), (("22:00", "06:15"), "8.25")]
    assert answer(hours, "8:15", "12:00") == "3.75"


def test_a_shift_may_end_on_the_next_day():
    assert Lasted()(23 * 3600, 3600) == 2 * 3600


def test_what_divides_by_nothing_has_no_value():
    pairs = [(("20", "5"), "4"), (("63", "7"), "9"), (("36", "9"), "4")]
    best = find_programs(pairs)[0]
    assert best.evaluate(["8", "2"]) == "4"
    assert best.evaluate(["8", "0"]) is None


def test_it_says_itself_in_python():
    pairs = [(("20", "5"), "100"), (("13", "7"), "91"), (("40", "9"), "360")]
    best = find_programs(pairs)[0]
    assert "input 1 times input 2" in best.sentence()
    space = {}
    exec(best.python(), space)
    assert space["program"]("8\t12") == "96"


def test_units_are_counted_in_the_smaller_one():
    pairs = [(("5'11\"",), "71"), (("6'2\"",), "74"), (("5'4\"",), "64")]
    assert answer(pairs, "4'10\"") == "58"
    minutes = [(("1:30",), "90"), (("2:45",), "165"), (("0:10",), "10")]
    assert answer(minutes, "3:05") == "185"


def test_what_is_empty_is_not_joined():
    pairs = [
        (("Ada", "M.", "King"), "King, Ada M."),
        (("Bo", "", "Ray"), "Ray, Bo"),
        (("Cy", "K.", "Day"), "Day, Cy K."),
    ]
    assert answer(pairs, "Di", "", "Oz") == "Oz, Di"
    assert answer(pairs, "Di", "X.", "Oz") == "Oz, Di X."


def test_a_total_of_many_columns():
    rows = [[(at * step) % 17 + 1 for at in range(12)] for step in (3, 5, 7, 11)]
    pairs = [(tuple(map(str, row)), str(sum(row))) for row in rows]
    assert answer(pairs, *range(12)) == "66"

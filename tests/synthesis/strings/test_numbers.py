"""Numbers: read, computed with, and written, against Python's own."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic.synthesis.strings.numbers import (
    Arithmetic,
    NumberFormat,
    Rounded,
    Scale,
    parse,
)
from plastic.synthesis.strings.solving import solve

decimals = st.decimals(-(10**9), 10**9, places=3)


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_with_commas_is_read(number):
    assert parse(f"{number:,}") == number
    assert NumberFormat(thousands=True)(Decimal(number)) == f"{number:,}"


@given(decimals, st.integers(0, 4))
def test_decimals_are_rounded_half_up(number, places):
    told = NumberFormat(places)(number)
    exact = abs(number) * 10**places
    wanted = math.floor(exact + Decimal("0.5")) / Decimal(10) ** places
    assert Decimal(told) == (wanted if number > 0 else -wanted)


@given(decimals, st.sampled_from([Decimal("0.5"), Decimal(10), Decimal(25)]))
def test_rounding_stays_within_a_unit_on_its_side(number, unit):
    low, high = Rounded("floor", unit)(number), Rounded("ceil", unit)(number)
    assert low <= number <= high
    assert high - low in (0, unit)
    assert low % unit == high % unit == 0
    assert abs(Rounded("round", unit)(number) - number) * 2 <= unit
    assert abs(Rounded("trunc", unit)(number)) <= abs(number)
    assert abs(Rounded("away", unit)(number)) >= abs(number)


@given(st.integers(0, 10**6), st.integers(1, 1000))
def test_quotient_and_remainder_are_those_of_python(number, by):
    x, a = Decimal(number), Decimal(by)
    assert Arithmetic("//", a)(x) == number // by
    assert Arithmetic("%", a)(x) == number % by


@given(
    st.lists(st.integers(0, 5000), min_size=3, max_size=5, unique=True),
    st.sampled_from(["+", "rsub", "*", "%", "//"]),
    st.integers(2, 60),
)
def test_a_function_is_solved_from_what_it_made(numbers, sign, by):
    x = [Decimal(number) for number in numbers]
    y = [Arithmetic(sign, Decimal(by))(each) for each in x]
    for function in solve(x, y):
        assert [function(each) for each in x] == y
    if sign in ("+", "rsub", "*") and any(x):
        assert any(True for _ in solve(x, y))


@pytest.mark.parametrize("text", ["", "-", ".", "1.2.3", "12a", "1,23", "9" * 60, "²"])
def test_what_is_no_number_is_none(text):
    assert parse(text) is None


def test_what_is_too_large_is_no_text():
    assert NumberFormat()(Decimal(10).scaleb(50)) is None
    assert NumberFormat(2)(Scale(9)(Decimal("9" * 24))) is None

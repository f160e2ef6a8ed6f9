"""How rare is too rare, in plain words and as a score."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import ParameterError
from plastic.streams.odds import as_evidence, as_rate, as_score, as_words


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        ("one in a thousand records", 1e-3),
        ("One in a hundred thousand sessions", 1e-5),
        ("2 in 10,000", 2e-4),
        ("three of a million", 3e-6),
        ("1 in 200", 0.005),
        (0.25, 0.25),
    ],
)
def test_rates_are_read_as_people_say_them(told, rate):
    assert as_rate(told) == pytest.approx(rate)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "often",
        "one in many",
        "two in one",
        "-1 in 5",
        0,
        1,
        -0.1,
        math.nan,
        None,
        [],
    ],
)
def test_what_is_no_rate_is_refused(told):
    with pytest.raises(ParameterError, match="is no rate"):
        as_rate(told)


@given(st.floats(0, 200), st.floats(0, 200))
def test_a_score_orders_as_evidence_does_and_can_be_undone(first, second):
    assert 0 <= as_score(first) <= 1
    assert (first < second) <= (as_score(first) <= as_score(second))
    if first < 100:  # beyond, a float has no room between this and 1
        assert as_evidence(as_score(first)) == pytest.approx(first, abs=1e-3)


def test_words_keep_two_digits():
    assert [as_words(math.log(n)) for n in (1, 3.2, 14.6, 1234, 9.87e6)] == [
        "as usual",
        "one in 3",
        "one in 15",
        "one in 1,200",
        "one in 9,900,000",
    ]

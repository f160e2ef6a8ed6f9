"""Conditions: numbers are compared as numbers, and what is alone is no rule."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plastic import Seq2SeqMemory
from plastic.synthesis.strings import find_programs
from plastic.synthesis.strings.predicates import roundest


def test_a_line_is_drawn_at_a_round_number():
    pairs = [("95", "pass"), ("82", "pass"), ("45", "fail"), ("60", "pass")]
    memory = Seq2SeqMemory().fit([*pairs, ("51", "pass")])
    assert [memory.answer(each).target for each in ("50", "49", "7", "100")] == [
        *("pass", "fail", "fail", "pass")
    ]


def test_two_numbers_are_compared():
    pairs = [(("12", "7"), "over"), (("13", "29"), "under"), (("44", "7"), "over")]
    best = find_programs(pairs)[0]
    assert best.sentence().startswith("if input 1 is greater than input 2")
    assert best.evaluate(["5", "80"]) == "under"


@given(st.decimals(-1000, 1000, places=2), st.decimals("0.01", 500, places=2))
def test_a_line_lies_above_one_number_and_not_above_the_other(low, gap):
    high = low + gap
    line = roundest(low, high)
    assert low < line <= high
    assert len(line.normalize().as_tuple().digits) <= len(
        high.normalize().as_tuple().digits
    )


def test_a_line_between_equal_digits_is_the_upper_number():
    assert roundest(Decimal(3), Decimal(4)) == 4

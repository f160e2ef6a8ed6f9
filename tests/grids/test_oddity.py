"""Oddity: what breaks what holds in all pairs costs more."""

from hypothesis import given
from hypothesis import strategies as st

from plastic.grids import Grid, GridMemory
from plastic.grids.oddity import Customs

rows = st.lists(st.integers(0, 9), min_size=2, max_size=5)
grids = rows.map(lambda row: Grid([row]))


@given(st.lists(st.tuples(grids, grids), min_size=1, max_size=4))
def test_no_pair_is_odd_itself(pairs):
    customs = Customs(pairs)
    assert all(customs.oddity(source, target) == 0 for source, target in pairs)


def test_a_rule_that_does_not_fire_is_not_believed():
    # What is red goes; asked is a grid in which nothing is red.
    pairs = [("120/200", "100/000"), ("002/304", "000/304")]
    answers = GridMemory(budget=300).fit(pairs).answers("013/340")
    (same,) = [each for each in answers if each.grid == Grid("013/340")]
    assert not same.is_sure
    assert same.explanation.bits > 12


def test_colours_that_no_pair_brings_in_are_odd():
    customs = Customs([(Grid("12"), Grid("21")), (Grid("34"), Grid("43"))])
    assert customs.oddity(Grid("56"), Grid("65")) == 0
    assert customs.oddity(Grid("56"), Grid("75")) > 0

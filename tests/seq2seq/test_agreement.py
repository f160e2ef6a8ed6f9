"""How sure computed texts are: programs that agree, pairs that look like the source."""

import pytest

from plastic import Seq2SeqMemory, UnsureWarning
from plastic.seq2seq.agreement import Signs

NAMES = [("Ada King", "King"), ("Bo Ray", "Ray"), ("Al Day", "Day"), ("Jo Fox", "Fox")]


@pytest.fixture(scope="module")
def surnames():
    return Seq2SeqMemory().fit(NAMES)


def test_what_all_programs_say_of_a_source_like_the_pairs_is_sure(surnames):
    answer = surnames.answer("Alan Turing")
    assert (answer.target, answer.is_sure, answer.reason) == ("Turing", True, "")


def test_where_programs_differ_the_answer_is_unsure_and_alternatives_are_told(surnames):
    answer = surnames.answer("Edsger Wybe Dijkstra")
    assert not answer.is_sure
    assert answer.reason
    told = surnames.predict_proba("Edsger Wybe Dijkstra")
    assert {"Dijkstra", "Wybe Dijkstra"} <= told.keys()
    assert 0 < sum(told.values()) <= 1
    with pytest.warns(UnsureWarning):
        surnames.predict("Edsger Wybe Dijkstra")


def test_a_source_like_no_pair_is_less_sure(surnames):
    known = surnames.answer("Alan Turing").confidence
    assert surnames.answer("N/A -").confidence < known
    assert surnames.answer("12 34").confidence < known


def test_what_only_stands_in_for_the_program_is_unsure():
    dates = [
        ("3/14/2024", "14.3.2024"),
        ("12/1/2023", "1.12.2023"),
        ("7/4/22", "4.7.22"),
    ]
    assert not Seq2SeqMemory().fit(dates).answer("10-12").is_sure  # it is no date


def test_more_pairs_make_it_surer():
    few = Seq2SeqMemory().fit(NAMES[:1]).answer("Alan Turing").confidence
    assert few < Seq2SeqMemory().fit(NAMES).answer("Alan Turing").confidence


@pytest.mark.thorough
def test_a_pair_that_is_not_reproduced_counts():
    memory = Seq2SeqMemory(budget=300_000).fit(
        [*NAMES, ("Ed Lee", "X"), ("Ed Lee", "Y")]
    )
    assert memory.answer("Alan Turing").confidence < 0.9


def test_each_sign_counts_as_it_must():
    usual = Signs(agreement=0.9, bits=20, pairs=3, tests=0, is_new=False)
    assert usual._replace(agreement=0.5).chance < usual.chance
    assert usual._replace(pairs=1).chance < usual.chance
    assert usual._replace(is_new=True).chance < usual.chance
    assert 0 < usual.chance < 1

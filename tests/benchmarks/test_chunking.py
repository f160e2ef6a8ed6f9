"""The models of listeners, and the experiments they are given."""

import random
from itertools import pairwise

import pytest

from peers.chunking import experiments
from peers.chunking.parser import Parser
from peers.chunking.tracx import Tracx

pytestmark = pytest.mark.benchmarks

WORDS = [experiments.item(word) for word in experiments.WORDS]


def test_a_stream_has_each_word_so_often_and_none_twice_in_a_row():
    said = experiments.stream(WORDS, [45, 45, 90, 90], random.Random(0))
    assert [said.count(word) for word in WORDS] == [45, 45, 90, 90]
    assert sum(a == b for a, b in pairwise(said)) < 3


def test_part_words_cross_a_boundary():
    parts = experiments.part_words(WORDS)
    assert ("ro", "go", "la") in parts
    assert ("pi", "ro", "go") in parts
    assert len(parts) == 24
    assert not {*parts} & {*WORDS}


def test_choices_are_of_the_more_familiar_and_ties_count_half():
    strengths = {("a",): 2, ("b",): 1, ("c",): 2}
    chosen = experiments.chosen(strengths.__getitem__, [("a",)], [("b",), ("c",)])
    assert chosen == 0.75


def test_the_grammar_accepts_what_it_says():
    known = experiments.grammatical()
    assert {"TXS", "PVV", "TSXS"} <= {*known}
    assert len(known) == 43
    test = experiments.reber(8, 10, random.Random(0))
    assert not {*test.studied} & {*test.good}
    assert not {*test.bad} & {*known}
    assert experiments.endorsed(lambda text: text in test.bad, test) == 1.0


def test_sequences_are_told_by_two_places_and_not_by_one():
    for sequence in experiments.SEQUENCES:
        twice = sequence + sequence[:2]
        pairs = {twice[at : at + 2] for at in range(12)}
        assert len(pairs) == 12
        assert all(sequence.count(place) == 3 for place in "1234")


def test_phantoms_are_not_said_but_each_step_is():
    said = [experiments.item(word) for word in experiments.HEARD]
    steps = {pair for word in said for pair in pairwise(word)}
    for word in map(experiments.item, experiments.PHANTOMS):
        assert word not in said
        assert {*pairwise(word)} <= steps


def test_foils_were_heard_and_are_in_no_word():
    words = [("a", "b"), ("c", "d")]
    assert experiments.foils(words, [("a", "b", "c", "d")]) == [("b", "c")]


def test_parser_keeps_what_comes_together_and_forgets_the_rest():
    said = experiments.stream(WORDS, [75] * 4, random.Random(0))
    parser = Parser(0).listen(experiments.syllables(said))
    assert (
        experiments.chosen(parser.strength, WORDS, experiments.part_words(WORDS)) > 0.9
    )
    once = Parser(0).listen(["x", "y", "z"])
    units = [*once.weights]
    once.listen(random.Random(0).choices("abcdefgh", k=400))
    assert not {*units} & {*once.weights}


def test_the_chunker_recognises_what_comes_together():
    said = experiments.stream(WORDS, [75] * 4, random.Random(1))
    stream = experiments.syllables(said)
    learner = Tracx(sorted({*stream}), 1).listen(stream)
    assert (
        experiments.chosen(learner.strength, WORDS, experiments.part_words(WORDS))
        > 0.75
    )

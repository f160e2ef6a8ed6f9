"""What people learn, a memory learns: the bars, on few runs."""

import math

from benchmarks.learners import nats_by_length, places, words
from plastic import PlasticMemory


def test_words_are_chosen_over_part_words():
    for row in words(2).rows:
        assert row[1] == "100.0%"
        assert float(row[3]) > 1


def test_another_sequence_is_a_surprise():
    _, before, jump, after = [float(row[1]) for row in places(3).rows]
    assert before < 0.12
    assert jump > 0.35
    assert after < 0.12


def test_so_many_symbols_are_told():
    memory = PlasticMemory().fit(["abcdefgh"] * 3)
    moments = [("abcdefgh", at) for at in range(1, 9)]
    found = nats_by_length(memory, moments, 5)
    assert [*found] == [*range(1, 8)]
    # What comes is told by one symbol.
    chances = memory.predict_proba("g", anchored=False)
    assert found[7] < -math.log(chances["h"]) + 0.1

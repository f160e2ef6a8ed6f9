"""What came after a past, while one of its moments is forgotten to be asked about."""

import math

import pytest

from plastic import PlasticMemory


def test_a_sleep_asks_about_the_only_moment_whose_past_ended_so():
    # Without the moment after >00xxxx no past ends with xxxx, but xxx was followed.
    samples = ["", "", "", "xx", "xx", "00xxxx", "xx0000", "x00000"]
    memory = PlasticMemory(horizon=9).fit(samples)
    memory.consolidate()
    for past in ("xxx", "xxxx", "0xx"):
        chances = memory.predict_proba(past, anchored=False)
        assert math.fsum(chances.values()) == pytest.approx(1)

"""NAB's score is worked out by its rules, and the corpora of sessions are read."""

import math
import random

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("benchmarks", reason="benchmarks/ is not beside these tests")
from benchmarks import nab, sessions
from benchmarks.common import Missing
from benchmarks.nab_corpus import PROFILES, File, by_nab, files, sweep


def made(n=200, windows=((80, 99), (150, 169)), name="a"):
    times = pd.date_range("2024-01-01", periods=n, freq="h")
    frame = pd.DataFrame({"timestamp": times, "value": np.arange(n) % 7.0})
    return File(name, frame, [[str(times[a]), str(times[b])] for a, b in windows])


def sigmoid(x):
    return -1.0 if x > 3 else 2 / (1 + math.exp(5 * x)) - 1


def by_definition(file, said, profile):
    """Add up what each record said counts, one after the other."""
    total = 0.0
    for begin, end in file.windows:
        inside = [at for at in said if begin <= at <= end and at >= file.probation]
        if inside:
            best = max(sigmoid(-(end - at + 1) / (end - begin + 1)) for at in inside)
            total += profile.found * best / sigmoid(-1)
        else:
            total -= profile.missed
    for at in said:
        if at < file.probation or any(a <= at <= b for a, b in file.windows):
            continue
        before = [(a, b) for a, b in file.windows if b < at]
        if before:
            begin, end = before[-1]
            total += profile.false * sigmoid((at - end) / (end - begin))
        else:
            total -= profile.false
    count = len(file.windows)
    nothing, perfect = -count * profile.missed, count * profile.found
    return 100 * (total - nothing) / (perfect - nothing)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_score_at_every_threshold_is_that_of_the_rules(profile):
    file, rng = made(), random.Random(0)
    scores = np.array([rng.choice([0, 0, 0.1, 0.5, 0.9, 1]) for _ in range(200)])
    swept = sweep([file], [scores], profile)
    for threshold in (0.1, 0.5, 0.9, 1.0):
        said = np.flatnonzero(scores >= threshold)
        assert swept.at(threshold) == pytest.approx(by_definition(file, said, profile))
    assert swept.at(1.05) == 0
    assert swept.best[0] == pytest.approx(max(0, *(swept.at(t) for t in scores)))


def test_who_finds_all_at_once_has_100():
    file = made()
    scores = np.zeros(200)
    scores[[80, 150]] = 1
    assert sweep([file], [scores], PROFILES[0]).best[0] == pytest.approx(100)


def test_nab_s_own_code_gives_the_same():
    try:
        some = files()[5:8]
    except Missing as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(0)
    scores = [rng.random(len(file)) for file in some]
    for profile in PROFILES:
        best, _ = sweep(some, scores, profile).best
        assert by_nab(some, scores, profile) == pytest.approx(best)


def test_a_rest_keeps_what_is_highest():
    scores = np.array([0.2, 0.5, 0.4, 0.5, 0.6, 0.1, 0.1, 0.1, 0.1, 0.2])
    rested = nab.rested(scores, 3)
    assert rested.tolist() == [0.2, 0.5, 0, 0, 0.6, 0, 0, 0, 0, 0.2]


def test_the_detector_s_own_design_is_among_those_to_choose_from():
    file = made(400, windows=((200, 240),))
    file.values[220] = 50.0
    run = nab.watched(file)
    ours = nab.Design(nab.ORDERS, ("", " in the long run"), True, "mean")
    assert ours in nab.designs()
    assert np.argmax(run.scores) == 220
    assert (ours.scores(file, run) > 0).sum() == (run.scores > 0).sum()


def test_halves_are_halves():
    for first, second in nab.halves(9):
        assert sorted(first + second) == [*range(9)]


def test_the_area_under_the_curve_counts_pairs():
    normal, odd = np.array([1, 2, 2, 5]), np.array([2, 6])
    pairs = [(o > n) + 0.5 * (o == n) for n in normal for o in odd]
    assert sessions.auc(normal, odd) == np.mean(pairs)


def test_f1_is_that_of_its_rates():
    # Of 1,000 normal ones 10 are flagged, and of 50 odd ones 40.
    precision, recall = 40 / 50, 40 / 50
    expected = 2 * precision * recall / (precision + recall)
    assert sessions.f1(10 / 1000, 40 / 50, 50 / 1000) == pytest.approx(expected)
    assert sessions.f1(0.5, 0.0, 0.1) == 0

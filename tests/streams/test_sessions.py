"""The detector of odd sessions, and the views that it has of them."""

import json
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import told_with_hash_seeds

from plastic import (
    DataError,
    DataNotFoundError,
    NotLearnedError,
    ParameterError,
    SampleError,
    SampleTypeError,
    SessionDetector,
)
from plastic.streams.session_views import CountsView, SequenceView, as_bag

sessions = st.lists(
    st.lists(st.sampled_from("abcd"), max_size=6).map(tuple), min_size=1, max_size=8
)
VIEWS = [
    lambda: SequenceView(24, tuple),
    lambda: SequenceView(2, as_bag),
    CountsView,
]


def requests(n, seed=0):
    """Make sessions of two kinds, their middles in any order."""
    rng = random.Random(seed)
    found = []
    for _ in range(n):
        middle = ["read"] * rng.randint(1, 3) + ["check"]
        rng.shuffle(middle)
        end = "close" if rng.random() < 0.9 else "keep"
        found.append(("open", *middle, end))
    return found


# Views -------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
@given(known=sessions, other=sessions, asked=sessions)
def test_a_view_forgets_exactly(view, known, other, asked):
    mine, fresh = view(), view()
    for session in [*known, *other]:
        mine.learn(session)
    for session in other:
        mine.forget(session)
    for session in known:
        fresh.learn(session)
    for session in asked:
        assert mine.nats(session).tolist() == fresh.nats(session).tolist()
        assert mine.finding(session) == fresh.finding(session)


@pytest.mark.parametrize("view", VIEWS)
@given(known=sessions, times=st.integers(2, 4))
def test_learning_often_is_learning_again(view, known, times):
    at_once, again = view(), view()
    for session in {*known}:
        at_once.learn(session, times)
        for _ in range(times):
            again.learn(session)
    assert at_once.nats(known[0]).tolist() == again.nats(known[0]).tolist()


def test_what_never_came_costs_the_log_of_what_was_lived_also_after_a_surprise():
    view = SequenceView(24, tuple)
    view.learn(tuple("abc"), 50)
    lived = 50 * 4
    nats = view.nats(("x", "y", "a", "z"))
    assert nats[[0, 1, 3]].tolist() == [math.log(lived + 1)] * 3
    counts = CountsView()
    counts.learn(tuple("abc"), 50)
    assert max(counts.nats(("a", "b", "c", "x"))) == math.log(51)


def test_counts_are_as_probable_as_they_were_frequent():
    view = CountsView()
    for _ in range(3):
        view.learn(("a", "a"))
    view.learn(("a",))
    # 4 sessions; of "a" the counts 0, 1 and 2 are known, and one slot for all others.
    (nats,) = view.nats(("a", "a"))
    assert nats == pytest.approx(-math.log((3 + 0.5) / (4 + 0.5 * 4)))
    assert "usually twice (75%)" in view.finding(()).text


def test_a_bag_does_not_know_the_order():
    view = SequenceView(2, as_bag)
    view.learn(("b", "a", "b"))
    assert view.nats(("b", "b", "a")).tolist() == view.nats(("a", "b", "b")).tolist()


# The detector ------------------------------------------------------------------------


def test_what_differs_in_kind_is_an_alarm_and_what_is_usual_is_not():
    detector = SessionDetector().fit(requests(600))
    assert not any(detector.judge(session).is_alarm for session in requests(200, 1))
    for odd in [
        ("open",),
        ("open", "check", "close"),
        ("open", "read", "check", "check", "close"),
        ("open", "read", "check", "fail", "close"),
        ("open", *["read"] * 30, "check", "close"),
    ]:
        verdict = detector.judge(odd)
        assert verdict.is_alarm, odd
        assert verdict.score > 0.5
        assert verdict.why
    assert "fail" in detector.judge(("open", "read", "check", "fail", "close")).why


def test_a_view_whose_sessions_surprise_each_other_has_a_long_tail():
    rng = random.Random(0)
    shuffled = [tuple(rng.sample("abcdef", 6)) for _ in range(500)]
    tails = SessionDetector().fit(shuffled).tails
    assert tails["as it comes"].threshold > 3 * tails["as a bag"].threshold
    ordered = SessionDetector().fit([tuple("abcdef")] * 500).tails
    assert ordered["as it comes"].threshold < 0.1


def test_tails_are_those_of_sessions_that_were_left_out():
    known = requests(40)
    detector = SessionDetector().fit(known)
    greatest = []
    for at in range(len(known)):
        view = SequenceView(24, tuple)
        for session in known[:at] + known[at + 1 :]:
            view.learn(session)
        greatest.append(view.nats(known[at]).max())
    tail = detector.tails["as it comes"]
    share = 1 - 10 / len(known)
    assert tail.threshold == pytest.approx(np.quantile(greatest, share))


def test_false_alarms_are_about_as_rare_as_was_said():
    rng = random.Random(3)

    def session():
        return tuple(rng.choices("abcde", [8, 4, 2, 1, 0.2], k=rng.randint(2, 9)))

    detector = SessionDetector(threshold="one in fifty").fit(
        [session() for _ in range(400)]
    )
    others = [session() for _ in range(400)]
    assert 1 <= (detector.predict(others) == -1).sum() <= 20


def test_it_does_not_matter_in_which_order_sessions_were_learned():
    known = requests(60)
    one, other = SessionDetector().fit(known), SessionDetector().fit(known[::-1])
    odd = ("open", "close")
    assert one.score_one(odd) == pytest.approx(other.score_one(odd))


def test_judging_changes_nothing_and_pushing_learns():
    detector = SessionDetector().fit(requests(100))
    new = ("open", "write", "close")
    first = detector.judge(new)
    assert detector.judge(new) == first
    assert detector.push(new) == first
    assert len(detector) == 101
    for _ in range(20):
        detector.learn_one(new)
    assert detector.score_one(new) < 0.5 < first.score


def test_what_was_forgotten_was_never_there():
    known, new = requests(80), ("open", "write", "close")
    detector = SessionDetector().fit([*known, new])
    detector.forget_one(new)
    fresh = SessionDetector().fit(known)
    assert detector.score_one(new) == fresh.score_one(new)
    with pytest.raises(NotLearnedError, match="not held"):
        detector.forget_one(new)


def test_a_window_holds_the_latest():
    known = requests(120)
    windowed = SessionDetector(window=50).fit(known)
    assert windowed.sessions == known[-50:]
    windowed.learn_one(("open", "close"))
    assert windowed.sessions == [*known[-49:], ("open", "close")]


def test_of_few_sessions_nothing_is_odd():
    detector = SessionDetector()
    verdicts = [detector.push(session) for session in requests(19)]
    assert {verdict.score for verdict in verdicts} == {0.0}
    detector.push(requests(1)[0])
    assert detector.score_one(("x",)) > 0.2


def test_it_learns_while_it_watches():
    detector = SessionDetector()
    told = [detector.push(session) for session in requests(300)]
    # While hardly anything is known what is new is odd, and soon no more.
    assert sum(verdict.is_alarm for verdict in told[100:]) <= 2
    assert detector.push(("open", "fail")).is_alarm


def test_a_session_is_a_sequence_of_symbols():
    detector = SessionDetector()
    with pytest.raises(SampleTypeError):
        detector.fit([3])
    with pytest.raises(SampleError, match="sample 1"):
        detector.fit([("a",), ([],)])
    assert len(detector.fit(["ab", "ac"])) == 2  # of characters
    with pytest.raises(SampleTypeError):
        detector.learn_one(7)
    assert len(detector) == 2


@pytest.mark.parametrize(
    "wrong", [{"threshold": "never"}, {"horizon": 0}, {"window": 0}, {"window": 1.5}]
)
def test_parameters_are_checked(wrong):
    with pytest.raises(ParameterError):
        SessionDetector(**wrong).fit(requests(3))


def test_scikit_learn_s_conventions():
    detector = SessionDetector().fit(requests(300))
    asked = [requests(1)[0], ("open", "fail"), requests(1)[0]]
    scores = detector.score_samples(asked)
    assert scores.tolist() == [-detector.score_one(session) for session in asked]
    decided = detector.decision_function(asked)
    assert decided.tolist() == (scores - detector.offset_).tolist()
    assert detector.predict(asked).tolist() == [1, -1, 1]
    assert detector.offset_ == pytest.approx(-0.5)
    params = detector.get_params()
    assert SessionDetector(**params).get_params() == params
    assert detector.set_params(horizon=3).horizon == 3
    with pytest.raises(ParameterError, match="no parameter"):
        detector.set_params(depth=1)


def test_saved_and_loaded_it_goes_on_as_it_would_have(tmp_path):
    detector = SessionDetector(window=150, threshold="one in 500")
    for session in requests(170):
        detector.push(session)
    detector.save(tmp_path / "d.json")
    again = SessionDetector.load(tmp_path / "d.json")
    assert again.get_params() == detector.get_params()
    for session in [*requests(80, 5), ("open", ("a", 1), b"x"), ("open",)]:
        assert again.push(session) == detector.push(session)


def test_a_file_that_is_none_is_refused(tmp_path):
    path = tmp_path / "d.json"
    with pytest.raises(DataNotFoundError):
        SessionDetector.load(path)
    SessionDetector().fit(requests(30)).save(path)
    whole = json.loads(path.read_text())
    for change in [{"format": "other"}, {"version": 9}, {"state": {}}, {"params": 3}]:
        path.write_text(json.dumps({**whole, **change}))
        with pytest.raises(DataError):
            SessionDetector.load(path)
    path.write_text("{")
    with pytest.raises(DataError):
        SessionDetector.load(path)


@pytest.mark.thorough
def test_nothing_depends_on_the_order_of_sets():
    script = (
        "import plastic, random\n"
        "rng = random.Random(0)\n"
        "known = [tuple(rng.choices('abcdef', k=5)) for _ in range(60)]\n"
        "detector = plastic.SessionDetector().fit(known)\n"
        "print([repr(detector.judge(s, why=True)) for s in known[:5] + [('x', 'y')]])"
    )
    assert len(told_with_hash_seeds(script)) == 1

"""One moment is predicted from the columns, to the last bit, as from the concepts."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import batches, strings, tuples

from plastic import STOP, PlasticMemory
from plastic._support.compiled import compiled
from plastic.arrays import moment
from plastic.core.prediction import Predictor
from plastic.core.symbols import START

known = st.one_of(batches(strings, 8), batches(tuples, 8)).filter(bool)
NAMES = ["emma", "emily", "emmy", "ava", "eva", "ana", "mia", "annabella"] * 2


@pytest.fixture
def through(monkeypatch):
    """Let loops be made quick in a given way."""

    def through(how):
        monkeypatch.setattr(moment, "is_worth_compiling", lambda *_: True)
        monkeypatch.setattr(moment, "compiled", how)

    return through


def check(memory, contexts):
    by_moment = memory.state.graph.predictor.by_moment
    plain = Predictor(memory.state.concepts, memory.alphabet)
    for context in contexts:
        past = START + context if isinstance(context, str) else (START, *context)
        for end in range(1, len(past) + 1):
            found = by_moment.distribution(past[:end])
            expected = plain.distribution(past[:end])
            assert list(found.items()) == list(expected.items())
            assert memory.predict_proba(context) == plain.distribution(past)


@settings(max_examples=50)
@given(known, st.integers(1, 30), st.booleans())
def test_plain_loops_predict_the_same(samples, horizon, closed):
    alphabet = {*"abcd"} if type(samples[0]) is str else {0, 1, 2, 3, "to", "be"}
    alphabet |= {symbol for sample in samples for symbol in sample}
    memory = PlasticMemory(horizon=horizon, alphabet=alphabet if closed else None)
    memory.fit(samples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moment, "is_worth_compiling", lambda *_: True)
        patch.setattr(moment, "compiled", lambda loop: loop)
        strange = ("z", "a", "b") if type(samples[0]) is tuple else "zab"
        check(memory, [*samples, samples[0] * 5, strange, strange[:0]])


@pytest.mark.thorough  # compiling takes some seconds, once
def test_compiled_loops_predict_the_same(through):
    pytest.importorskip("numba")
    through(compiled)
    check(PlasticMemory().fit(NAMES), [*NAMES, "emmanuel", "zoe", "", "xann"])


def test_what_is_learned_is_predicted_at_once(through):
    through(lambda loop: loop)
    memory = PlasticMemory().fit(NAMES)
    before = memory.predict_proba("emm")
    memory.learn("emmo")
    assert memory.predict_proba("emm")["o"] > before.get("o", 0)
    assert memory.state.graph.predictor.by_moment is None
    memory.forget("emmo")
    assert memory.predict_proba("emm") == pytest.approx(before)
    assert before[STOP] > 0


def test_without_numba_it_is_asked_for_once(monkeypatch, through):
    asked = []
    through(lambda loop: asked.append(loop))
    memory = PlasticMemory().fit(NAMES)
    plain = Predictor(memory.state.concepts)
    for _ in range(3):
        assert memory.predict_proba("em") == plain.distribution(START + "em")
    assert len(asked) == 1


def test_numba_is_imported_for_many_only(monkeypatch):
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    asked = []
    monkeypatch.setattr(moment, "compiled", lambda loop: asked.append(loop))
    monkeypatch.setattr(moment, "WORTH_COMPILING", 3)
    memory = PlasticMemory().fit(NAMES)
    for times in range(4):
        assert len(asked) == (times >= 3)
        memory.predict_proba("em")

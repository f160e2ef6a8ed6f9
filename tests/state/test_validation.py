"""Bad input: a clear, specific error each, and nothing half-learned."""

import math
import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from strategies import any_strings

import plastic
from plastic import (
    START,
    STOP,
    UNSEEN,
    ParameterError,
    PlasticError,
    PlasticMemory,
    SampleError,
    SampleTypeError,
)

NOT_SAMPLES = {
    "a number": 7,
    "none": None,
    "a set": {"a", "b"},
    "a dict": {"a": 1},
    "an iterator": iter("abc"),
    "a float": 1.5,
    "an object": object(),
    "unhashable symbols": [["a"], ["b"]],
    "a late unhashable symbol": ("a", "b", {}),
    "a table": np.zeros((3, 2)),
    "a number in an array": np.array(3),
}


@pytest.fixture(
    params=[("emma", "ava"), (("to", "be"), (1, 2))], ids=["strings", "tuples"]
)
def memory(request):
    return PlasticMemory().fit(request.param)


@pytest.mark.parametrize("what", NOT_SAMPLES)
@pytest.mark.parametrize(
    "verb", ["learn", "forget", "predict_proba", "complete", "log_prob", "explain"]
)
def test_what_is_no_sample(memory, verb, what):
    before = memory.graph.copy()
    with pytest.raises(SampleTypeError) as caught:
        getattr(memory, verb)(NOT_SAMPLES[what])
    assert isinstance(caught.value, TypeError)
    assert "symbol" in str(caught.value)
    assert_same(memory, before)


def assert_same(memory, before):
    memory.check()
    assert memory.graph.nodes == before.nodes
    assert len(memory) == 2


@pytest.mark.parametrize("verb", ["learn", "forget", "predict_proba", "log_prob"])
def test_strings_and_sequences_do_not_mix(memory, verb):
    other = "word" if memory.samples[("to", "be")] else ("to", "be")
    before = memory.graph.copy()
    with pytest.raises(SampleTypeError, match="use one memory for each"):
        getattr(memory, verb)(other)
    assert_same(memory, before)


def test_one_kind_can_follow_the_other_when_nothing_is_held():
    memory = PlasticMemory().fit(["ab"])
    memory.forget("ab")
    memory.learn(("to", "be"))
    assert () in memory.graph
    memory.check()


@pytest.mark.parametrize("symbol", ["\ufdd0", "\ufdd1", "\ufdd2", START, STOP, UNSEEN])
def test_reserved_symbols_in_strings(symbol):
    memory = PlasticMemory().fit(["emma", "ava"])
    with pytest.raises(SampleError, match="reserve") as caught:
        memory.learn(f"a{symbol}b")
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("symbol", ["\ufdd0", START, STOP, UNSEEN])
def test_reserved_symbols_in_tuples(symbol):
    memory = PlasticMemory().fit([("to", "be"), (1, 2)])
    with pytest.raises(SampleError, match="reserve"):
        memory.learn(("a", symbol))
    memory.check()


@pytest.mark.parametrize(
    ("known", "other"),
    [((1,), (True,)), ((1,), (1.0,)), (((1, 2),), ((1, 2.0),)), ((0.0,), (False,))],
)
def test_equal_symbols_of_different_types_are_refused_when_they_meet(known, other):
    memory = PlasticMemory().fit([known])
    with pytest.raises(SampleError, match="equal but of different types"):
        memory.learn(other)
    memory.check()
    with pytest.raises(SampleError, match="equal but of different types"):
        PlasticMemory().learn(known + other)
    memory.forget(known)
    memory.learn(other)  # they never meet now
    assert [*map(type, next(iter(memory)))] == [*map(type, other)]


def test_what_does_not_equal_itself_is_no_symbol():
    with pytest.raises(SampleError, match="does not equal itself"):
        PlasticMemory().learn((1.0, math.nan))


def test_partial_fit_says_which_sample_and_keeps_those_before():
    memory = PlasticMemory().fit(["ada"])
    with pytest.raises(SampleTypeError, match=r"sample 2 \(from 0\): None"):
        memory.partial_fit(["emma", "ava", None, "zoe"])
    assert sorted(memory) == ["ada", "ava", "emma"]
    memory.check()


def test_fit_says_which_sample_and_leaves_the_memory_as_it_was():
    memory = PlasticMemory().fit(["ada"])
    with pytest.raises(SampleTypeError, match=r"sample 1 \(from 0\)"):
        memory.fit(["emma", ("a", "b")])
    assert list(memory) == ["ada"]
    memory.check()


@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
@pytest.mark.parametrize("samples", ["emma", 7, None])
def test_many_samples_are_not_one(verb, samples):
    with pytest.raises(SampleTypeError, match="many samples"):
        getattr(PlasticMemory(), verb)(samples)


def test_the_empty_sample_is_a_sample():
    memory = PlasticMemory().fit(["", "a", ""])
    assert memory.samples[""] == 2
    assert memory.predict_proba("")[STOP] > memory.predict_proba("")["a"]
    memory.forget("", times=2)
    assert list(memory) == ["a"]
    memory.check()
    assert PlasticMemory().fit([(), ("a",)]).samples[()] == 1


def test_an_empty_context_fits_either_kind(memory):
    assert (
        memory.predict_proba() == memory.predict_proba("") == memory.predict_proba(())
    )


@given(any_strings, any_strings)
def test_any_unicode(one, other):
    memory = PlasticMemory().fit([one, other])
    memory.check()
    assert one in memory
    assert math.isfinite(memory.log_prob(one + other))
    memory.forget(one)
    assert list(memory) == [other]


@pytest.mark.parametrize(
    "sample",
    [
        unicodedata.normalize("NFD", "éàü"),
        "👩‍👩‍👧‍👦🇩🇪",
        "שלום עולם",
        ">em_",
        "__>>",
        "\x00\x1b[31m\r\n\t",
        "\ud800",
        " ",
    ],
)
def test_unusual_strings_are_ordinary_samples(sample):
    memory = PlasticMemory().fit([sample, ">_", sample])
    memory.check()
    assert memory.samples[sample] == 2
    assert "".join(memory.complete(sample[:1], n=1)[0].sample).startswith(sample[0])
    assert repr(memory.explain(sample[:2]))
    memory.forget(sample, times=2)
    assert list(memory) == [">_"]


def test_a_subclass_of_str_is_a_string():
    class Name(str):
        def __getitem__(self, index):
            raise AssertionError("not asked")

    memory = PlasticMemory().fit([Name("emma")])
    assert [type(sample) for sample in memory] == [str]
    assert "emma" in memory


@pytest.mark.parametrize("sample", [[1, 2], range(1, 3), bytearray(b"\1\2"), (1, 2)])
def test_any_sequence_will_do(sample):
    assert list(PlasticMemory().fit([sample])) == [(1, 2)]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["string", "tuple"])
def test_a_sample_of_20_000_symbols(kind):
    text = "".join(random.Random(0).choices("abcdefghij", k=10_000)) + "ab" * 5_000
    sample = text if kind == "string" else tuple(text)
    memory = PlasticMemory().fit([sample])
    assert memory.surprise(sample).shape == (20_001,)
    assert memory.complete(sample, n=1, max_steps=1000).steps <= 1000
    assert len(str(memory.learn(sample))) < 20_000
    assert len(str(memory.explain(sample))) < 10_000
    memory.forget(sample, times=2)
    assert len(memory.graph) == 1
    memory.check()


def test_a_closed_alphabet_refuses_what_is_outside():
    memory = PlasticMemory(alphabet="abc").fit(["ab"])
    with pytest.raises(SampleError, match=r"'x', which is not in the alphabet"):
        memory.learn("ax")
    assert list(memory) == ["ab"]
    assert memory.predict_proba("ax").keys() == {"a", "b", "c", STOP}


@pytest.mark.parametrize("alphabet", [7, [["a"]], "\ufdd0", iter("ab"), [1, True]])
def test_what_is_no_alphabet(alphabet):
    with pytest.raises(ParameterError, match="alphabet"):
        PlasticMemory(alphabet=alphabet).learn("a")


@pytest.mark.parametrize("horizon", [0, -1, 1.5, "24", None])
def test_what_is_no_horizon(horizon):
    memory = PlasticMemory(horizon=horizon)  # stored as given, like scikit-learn's
    for verb in (memory.learn, memory.predict_proba):
        with pytest.raises(ParameterError, match="horizon"):
            verb("a")
    with pytest.raises(ParameterError, match="horizon"):
        memory.fit(["a"])


@pytest.mark.parametrize("times", [0, -1, 1.5, None])
def test_times_is_a_whole_number_from_1_on(memory, times):
    for verb in (memory.learn, memory.forget):
        with pytest.raises(ParameterError, match="times"):
            verb(next(iter(memory)), times=times)


def test_every_error_is_ours_and_a_builtin():
    for name in plastic.__all__:
        error = getattr(plastic, name)
        if (
            isinstance(error, type)
            and issubclass(error, PlasticError)
            and error is not PlasticError
        ):
            assert any(base.__module__ == "builtins" for base in error.__mro__[1:-3]), (
                name
            )


def test_not_learned_is_a_key_error_with_a_readable_message():
    with pytest.raises(KeyError) as caught:
        PlasticMemory().fit(["emma"]).forget("ava")
    assert str(caught.value) == "cannot forget 'ava' 1 times: it is held 0 times"

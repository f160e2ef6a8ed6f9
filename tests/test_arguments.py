"""Arguments that are none: each is refused by an error of ours, and changes nothing."""

import io
from collections import deque

import numpy as np
import pytest

import plastic
from plastic import (
    DataError,
    ParameterError,
    PlasticError,
    PlasticMemory,
    Recipe,
    SampleError,
    SampleTypeError,
    Seq2SeqMemory,
)


class Fails:
    """Whatever is asked of it fails."""

    def fail(self, *args):
        raise RuntimeError("not ours")

    __index__ = __float__ = __fspath__ = __repr__ = __hash__ = fail


class HashFails:
    def __hash__(self):
        raise RuntimeError("not ours")


class HashChanges:
    count = 0

    def __hash__(self):
        self.count += 1
        return self.count


class ReprFails:
    def __repr__(self):
        raise RuntimeError("not ours")


def nested(depth):
    found = ()
    for _ in range(depth):
        found = (found,)
    return found


def kind(thing):
    """Name a case by what cannot name itself."""
    return type(thing).__name__


@pytest.fixture
def memory():
    return PlasticMemory().fit(["emma", "emmy", "ava"])


# Flags and numbers -------------------------------------------------------------------


@pytest.mark.parametrize(
    "flag", [None, 1, "no", np.array([]), np.array([0, 1]), Fails()]
)
def test_what_is_neither_true_nor_false_is_no_flag(memory, flag):
    for verb in ("predict_proba", "log_prob", "surprise", "explain"):
        with pytest.raises(ParameterError, match="anchored must be True or False"):
            getattr(memory, verb)("em", anchored=flag)
    for name in ("novel", "unique"):
        with pytest.raises(ParameterError, match=name):
            memory.generate(**{name: flag})
    for name in ("counts", "r_levels", "synapses", "samples", "prefixes"):
        with pytest.raises(ParameterError, match=name):
            memory.render(**{name: flag})


def test_a_flag_of_numpy_is_one(memory):
    for flag in (True, False):
        expected = memory.predict_proba("em", anchored=flag)
        assert memory.predict_proba("em", anchored=np.bool_(flag)) == expected


@pytest.mark.parametrize(
    "number", ["3", 2.5, [], Fails(), np.array([1, 2]), -(10**5000)], ids=kind
)
def test_what_is_no_number_is_refused_whatever_it_does(memory, number):
    for call in (
        lambda: memory.learn("a", times=number),
        lambda: memory.generate(number),
        lambda: memory.concepts(r_level=number),
        lambda: memory.concepts(n=number),
        lambda: memory.concepts(min_count=number),
        lambda: memory.slots(r_level=number),
        lambda: memory.samples.most_common(number),
        lambda: memory.surprise("a", last=number),
        lambda: memory.set_params(horizon=number),
        lambda: Seq2SeqMemory().concepts(n=number),
    ):
        with pytest.raises(ParameterError):
            call()
    assert dict(memory.samples) == {"emma": 1, "emmy": 1, "ava": 1}


@pytest.mark.parametrize("seed", ["x", -1, 0.5, ReprFails()])
def test_what_is_no_seed_is_refused(memory, seed):
    with pytest.raises(ParameterError, match="rng must be"):
        memory.generate(1, rng=seed)


@pytest.mark.parametrize("fading", [3, None, "ab", [2], ((2,),), ((2, 3, 4),), Fails()])
def test_what_is_no_fading_past_is_refused(fading):
    with pytest.raises(ParameterError, match="fading"):
        PlasticMemory(recipe=Recipe(fading=fading)).learn("a")


@pytest.mark.parametrize("engine", ["x", slice(2), [], 3])
def test_what_is_no_engine_is_refused(memory, engine):
    with pytest.raises(ParameterError, match="no engine"):
        memory.render(engine=engine)


# Symbols and samples -----------------------------------------------------------------


@pytest.mark.parametrize(
    "symbol",
    [HashFails(), HashChanges(), ReprFails(), nested(101), nested(100_000)],
    ids=kind,
)
def test_what_cannot_be_found_again_or_shown_is_no_symbol(symbol):
    memory = PlasticMemory().fit([("a", "b")])
    sample = ("a", symbol)
    for call in (
        lambda: memory.learn(sample),
        lambda: memory.fit([("a",), sample]),
        lambda: memory.predict_proba(sample),
        lambda: memory.set_params(alphabet=["a", "b", symbol]),
        lambda: Seq2SeqMemory().learn(sample, "a"),
        lambda: Seq2SeqMemory().learn("a", "b", goal=symbol),
    ):
        with pytest.raises((SampleError, ParameterError)):
            call()
    assert sample not in memory
    assert list(memory) == [("a", "b")]
    memory.check()


def test_tuples_in_tuples_are_symbols_as_deep_as_people_go():
    memory = PlasticMemory().fit([(nested(99), "a"), (("x", ("y", ("z",))), "a")])
    assert sum(memory.predict_proba([nested(99)]).values()) == pytest.approx(1)
    memory.check()


@pytest.mark.parametrize("thing", [[1], {}, HashFails(), np.array([1, 2])])
def test_what_cannot_be_looked_up_is_not_held(memory, thing):
    assert thing not in memory.samples
    assert memory.samples.get(thing, "D") == "D"
    assert memory.samples[thing] == 0
    assert thing not in memory


@pytest.mark.parametrize("past", [deque("em"), np.array(["e", "m"]), [np.array([1])]])
def test_a_part_of_the_tree_is_named_by_a_sequence_of_any_kind(past):
    memory = PlasticMemory().fit([tuple("emma"), tuple("emmy")])
    try:
        drawn = memory.render(around=past).source
    except SampleTypeError:  # what it holds is no symbol
        assert isinstance(past[0], np.ndarray)
    else:
        assert drawn == memory.render(around=("e", "m")).source


# Many samples ------------------------------------------------------------------------


def unreadable():
    closed = io.StringIO("emma\n")
    closed.close()
    return [
        closed,
        io.TextIOWrapper(io.BytesIO(b"emma\n\xff\n"), encoding="utf-8"),
        io.TextIOWrapper(io.BufferedWriter(io.BytesIO()), encoding="utf-8"),
    ]


@pytest.mark.parametrize("index", range(3))
@pytest.mark.parametrize("verb", ["fit", "score", "partial_fit", "watch"])
def test_a_file_that_cannot_be_read_is_an_error_of_data(memory, verb, index):
    with pytest.raises(DataError, match="cannot read"):
        getattr(memory, verb)(unreadable()[index])
    memory.check()


@pytest.mark.parametrize("verb", ["fit", "score", "partial_fit", "watch"])
def test_an_array_of_no_dimension_is_not_many(memory, verb):
    with pytest.raises(SampleTypeError, match="many samples"):
        getattr(memory, verb)(np.array(3))
    assert len(memory) == 3


def test_an_array_of_no_dimension_is_neither_weights_nor_pairs(memory):
    with pytest.raises(ParameterError, match="sample_weight"):
        memory.fit(["a"], sample_weight=np.array(3))
    with pytest.raises(SampleTypeError, match="pairs"):
        Seq2SeqMemory().fit(np.array(3))


# Paths -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [None, 3, b"a.csv", [], Fails(), "a\0b.csv", "x" * 5000], ids=kind
)
def test_what_is_no_path_is_refused_by_all_that_write_and_read(memory, path, tmp_path):
    pairs = Seq2SeqMemory()
    pairs.learn("ab", "ba")
    growth = PlasticMemory().watch(["ab"])
    for call in (
        lambda: memory.save(path),
        lambda: memory.export(path),
        lambda: growth.gif(path),
        lambda: growth.html(path),
        lambda: pairs.save(path),
        lambda: pairs.export(path),
        lambda: plastic.load(path),
        lambda: plastic.open(path),
        lambda: Seq2SeqMemory.load(path),
        lambda: plastic.datasets.read(path),
        lambda: plastic.datasets.path(path),
    ):
        with pytest.raises(PlasticError):
            call()


@pytest.mark.parametrize("ending", [".csv", ".json", ".html", ".graphml", ".gexf"])
def test_half_a_character_is_exported_as_its_escape(tmp_path, ending):
    pairs = Seq2SeqMemory().fit(
        [("a", "a\ud800"), ("bc", "bc\ud800"), ("d", "d\ud800")]
    )
    memory = PlasticMemory().fit([("\ud800", "a"), ("\ud800", "b")])
    for number, taught in enumerate((pairs, memory)):
        for file in taught.export(tmp_path / f"{number}{ending}"):
            assert "\\ud800" in file.read_text(encoding="utf-8") or "edges" in file.name


# Messages ----------------------------------------------------------------------------


def test_a_message_is_short_whatever_it_is_about(memory):
    for thing in ("x" * 10**6, [0] * 10**5, 10**5000, ReprFails(), nested(5_000)):
        with pytest.raises(ParameterError) as told:
            memory.set_params(evict=thing)
        assert len(str(told.value)) < 200


def test_train_does_not_write_out_what_it_is_given():
    class Samples(list):
        def __repr__(self):
            raise AssertionError("this would be long")

        __str__ = __repr__

    assert len(plastic.train(Samples(["ab", "b"]), consolidate=False)) == 2
    with pytest.raises(SampleError):
        plastic.train(Samples(["ab", 3]))

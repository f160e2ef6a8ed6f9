"""What people hand in: counts, arrays, columns, files; and who else calls the verbs."""

import io
import multiprocessing
import os
import signal
import sys
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

import plastic
from plastic import (
    ParameterError,
    PlasticError,
    PlasticMemory,
    SampleError,
    SampleTypeError,
    Seq2SeqMemory,
)

NAMES = ["emma", "emily", "ava", "mia", "emmy", "amelia", "ella", "mila", "eva"]

# Collections -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "counts",
    [Counter({"emma": 3, "ava": 2}), {"emma": np.int64(3), "ava": 2, "zoe": 0}],
)
@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
def test_a_mapping_is_learned_with_its_counts(verb, counts):
    memory = getattr(PlasticMemory(), verb)(counts)
    assert dict(memory.samples) == {"emma": 3, "ava": 2}
    memory.check()
    again = PlasticMemory().fit(memory.samples)
    assert dict(again.samples) == dict(memory.samples)
    assert again.score(memory.samples) == memory.score(["emma"] * 3 + ["ava"] * 2)


@pytest.mark.parametrize("count", [-1, 1.5, "2", None, 10**13])
def test_a_count_that_is_none_changes_nothing(count):
    memory = PlasticMemory().fit(["old"])
    with pytest.raises(ParameterError, match="count of 'ava'"):
        memory.fit({"emma": 1, "ava": count})
    assert list(memory) == ["old"]


def test_weights_say_how_often():
    names = ["emma", "ava", "mia"]
    memory = PlasticMemory().fit(names, sample_weight=np.array([2.0, 1.0, 0.0]))
    assert dict(memory.samples) == {"emma": 2, "ava": 1}
    nan, infinite = float("nan"), np.float64("inf")
    odd = ([1, 2, nan], [1, 2, infinite], [1, 2, np.zeros(2)], [1, 2, None])
    for bad in ([1, 2], [1, 2, -3], [1, 2, 0.5], 3, "123", *odd):
        with pytest.raises(ParameterError):
            memory.fit(names, sample_weight=bad)
    with pytest.raises(ParameterError, match="own counts"):
        memory.fit({"a": 1}, sample_weight=[1])
    assert len(memory) == 3


def test_arrays_and_columns_are_collections_for_fit_and_samples_for_learn():
    pandas = pytest.importorskip("pandas")
    for column in (np.array(NAMES), pandas.Series(NAMES, index=range(9, 0, -1))):
        assert list(PlasticMemory().fit(column)) == NAMES
        assert list(PlasticMemory().partial_fit(column)) == NAMES
        assert PlasticMemory().fit(NAMES).score(column) < 0
        memory = PlasticMemory()
        memory.learn(column)
        assert list(memory) == [tuple(NAMES)]
        assert column in memory
    for series in (np.array([1, 2, 3]), pandas.Series([1, 2, 3])):
        memory = PlasticMemory()
        memory.learn(series)
        assert {type(symbol) for symbol in next(iter(memory))} == {int}
        assert memory.predict_proba(series[:1]) == memory.predict_proba([1])
        assert memory.predict_proba([np.int64(1)]) == memory.predict_proba([1])
    assert list(PlasticMemory().fit(np.array([[1, 2], [3, 4]]))) == [(1, 2), (3, 4)]


@pytest.mark.parametrize("verb", ["fit", "partial_fit", "score", "watch"])
def test_a_table_is_refused_with_advice(verb):
    pandas = pytest.importorskip("pandas")
    memory = PlasticMemory().fit(["old"])
    with pytest.raises(SampleTypeError, match="column"):
        getattr(memory, verb)(pandas.DataFrame({"name": NAMES}))
    assert list(memory) == ["old"]


def test_an_open_file_has_a_sample_a_line():
    text = "emma\r\nava\nmia"
    assert list(PlasticMemory().fit(io.StringIO(text))) == ["emma", "ava", "mia"]
    with pytest.raises(SampleTypeError):
        PlasticMemory().fit(io.BytesIO(b"emma\n"))


@pytest.mark.parametrize(
    "of", [lambda m: m, lambda m: m.samples, iter, lambda m: iter(m.samples)]
)
def test_a_memory_learns_from_itself(of):
    memory = PlasticMemory().fit(["ab", "ac"])
    memory.partial_fit(of(memory))
    assert dict(memory.samples) == {"ab": 2, "ac": 2}
    memory.fit(of(memory))
    memory.check()


def test_get_knows_its_default():
    samples = PlasticMemory().fit(["ab"]).samples
    assert samples.get("nope", "D") == "D"
    assert (samples.get("ab", 7), samples.get("nope"), samples["nope"]) == (1, None, 0)


# Symbols that are none ---------------------------------------------------------------


class Strange:
    """Whose == gives no truth value, like pandas.NA."""

    def __init__(self, error):
        self.error = error

    def __eq__(self, other):
        if self.error is not None:
            raise self.error
        return self

    def __bool__(self):
        raise TypeError("neither true nor false")

    def __hash__(self):
        return 1


@pytest.mark.parametrize("error", [None, TypeError("no"), KeyError("no")])
def test_what_cannot_be_compared_is_no_symbol(error):
    sample = (1, Strange(error))
    memory = PlasticMemory().fit([(1, 2)])
    for verb in (memory.learn, memory.log_prob, memory.predict_proba, memory.forget):
        with pytest.raises(SampleError, match="cannot be a symbol"):
            verb(sample)
    with pytest.raises(SampleError, match=r"sample 1 \(from 0\)"):
        memory.fit([(1,), sample])
    assert sample not in memory
    with pytest.raises(SampleError):
        Seq2SeqMemory().learn(sample, (1,))
    assert list(memory) == [(1, 2)]


# scikit-learn ------------------------------------------------------------------------


def test_scikit_learns_tools():
    pytest.importorskip("sklearn", minversion="1.6")
    from sklearn.base import clone
    from sklearn.model_selection import GridSearchCV, cross_val_score
    from sklearn.pipeline import Pipeline
    from sklearn.utils.validation import check_is_fitted

    scores = cross_val_score(PlasticMemory(), NAMES, cv=3)
    assert len(scores) == 3
    assert (scores < 0).all()
    grid = {"horizon": [1, 3], "recipe__near": np.array([1, 2])}
    search = GridSearchCV(PlasticMemory(), grid, cv=3).fit(NAMES)
    assert search.best_params_["horizon"] in (1, 3)
    pipeline = Pipeline([("names", PlasticMemory(horizon=5))]).fit(NAMES, range(9))
    assert pipeline.score(NAMES) == PlasticMemory(horizon=5).fit(NAMES).score(NAMES)
    assert "PlasticMemory" in pipeline._repr_html_()
    check_is_fitted(search.best_estimator_)
    copied = clone(PlasticMemory(alphabet=["a", "b"], capacity=7).fit(["ab"]))
    assert (len(copied), copied.capacity) == (0, 7)
    prior = PlasticMemory().fit(NAMES)
    copied = clone(PlasticMemory(prior=prior).fit(["eva"]))
    assert copied.prior is prior  # not a clone of it, which would know nothing
    assert (len(copied), len(prior)) == (0, 9)


def test_one_parameter_of_the_recipe_can_be_set():
    memory = PlasticMemory().set_params(recipe__near=2, recipe__gate=1.5)
    assert (memory.recipe.near, memory.recipe.gate) == (2, 1.5)
    for bad in ({"recipe__far": 1}, {"horizon__near": 1}, {"recipe__near": -1}):
        with pytest.raises(ParameterError):
            memory.set_params(**bad)
    assert memory.recipe.near == 2


# Nothing is lost ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        lambda memory: memory.fit(["a", "b"], progress=np.array([0, 1])),
        lambda memory: memory.fit(["a", "b"], progress="yes"),
        lambda memory: memory.fit(["a", 7]),
        lambda memory: memory.fit(name for name in ["a", None]),
        lambda memory: memory.fit(1 / 0 for _ in "a"),
    ],
)
def test_a_fit_that_fails_loses_nothing(wrong):
    memory = PlasticMemory().fit(["old"])
    memory.consolidate()
    found = memory.state.abstractions
    with pytest.raises((PlasticError, ZeroDivisionError)):
        wrong(memory)
    assert list(memory) == ["old"]
    assert memory.state.abstractions is found
    memory.check()


@pytest.mark.parametrize("verb", ["fit", "partial_fit", "score", "consolidate"])
def test_a_bar_that_is_neither_shown_nor_not_lets_go_of_nothing(tmp_path, verb):
    with plastic.open(tmp_path / "names.plastic") as memory:
        memory.fit(NAMES).consolidate()
        found = memory.state.abstractions
        given = () if verb == "consolidate" else (["new"],)
        with pytest.raises(ParameterError, match="progress must be True or False"):
            getattr(memory, verb)(*given, progress="no")
        assert list(memory) == NAMES
        assert memory.state.abstractions is found


def test_no_bar_where_there_is_nothing_to_write_it_to(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert len(PlasticMemory().fit(["a"], progress=True)) == 1


def test_labels_are_not_looked_at():
    memory = PlasticMemory().fit(NAMES, range(9))
    assert memory.partial_fit(["x"], ["y"]).score(NAMES, range(9)) < 0


def test_others_can_predict_while_a_stream_is_awaited(tmp_path):
    for memory in (PlasticMemory(), plastic.open(tmp_path / "a.plastic")):
        memory.fit(["emma"])
        waiting, go = threading.Event(), threading.Event()

        def stream(waiting=waiting, go=go):
            yield "ava"
            waiting.set()
            assert go.wait(60)
            yield "mia"

        thread = threading.Thread(target=memory.partial_fit, args=(stream(),))
        thread.start()
        assert waiting.wait(60)
        assert memory.predict_proba("e")["m"] > 0  # without waiting for the end
        memory.learn("zoe")
        go.set()
        thread.join()
        assert sorted(memory) == ["ava", "emma", "mia", "zoe"]
        memory.check()
    memory.close()


def test_what_a_stream_brought_is_on_disk_while_the_next_is_awaited(tmp_path):
    from plastic.storage import journal

    memory = plastic.open(tmp_path / "a.plastic")
    recorder, written = memory.state.recorder, threading.Event()
    flush = recorder._flush

    def noticed(state):
        flush(state)
        written.set()

    recorder._flush = noticed
    held = []

    def stream():
        yield "ava"
        yield "mia"
        assert written.wait(60 * journal.LONGEST_WAIT)  # nobody asks for a next one
        rows = recorder.database.connection.execute("SELECT sample FROM samples")
        held.extend(rows.fetchall())

    memory.partial_fit(stream())
    memory.close()
    assert sorted(held) == [('"ava"',), ('"mia"',)]


def test_a_write_that_fails_while_the_next_is_awaited_ends_the_stream(tmp_path):
    memory = plastic.open(tmp_path / "a.plastic")
    memory.learn("old")
    recorder, failed = memory.state.recorder, threading.Event()
    go_back = recorder._go_back

    def noticed(state):
        go_back(state)
        failed.set()

    def full(state):
        raise plastic.StorageError("the disk is full")

    recorder._go_back = noticed

    def stream():
        recorder._write = full
        yield "ava"
        assert failed.wait(60)
        del recorder._write  # there is room again, but "ava" is gone
        while True:  # endless
            yield "mia"

    with pytest.raises(plastic.StorageError, match="full"):
        memory.partial_fit(stream())
    assert list(memory) == ["old"]
    memory.check()
    memory.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_in_the_middle_of_a_verb_leaves_a_memory_to_use():
    memory, pairs = PlasticMemory().fit(NAMES), Seq2SeqMemory()
    inside, go = threading.Event(), threading.Event()

    def hold():
        with memory._lock, pairs._lock:
            inside.set()
            go.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(60)
    child = os.fork()
    if child == 0:
        signal.alarm(30)  # hanging is failing
        memory.check()
        fine = memory.predict_proba("e")["m"] > 0 and len(pairs) == 0
        memory.learn("zoe")
        os._exit(0 if fine and pairs.pairs == [] and repr(pairs) else 1)
    _, status = os.waitpid(child, 0)
    go.set()
    thread.join()
    assert status == 0


# Other processes ---------------------------------------------------------------------


@pytest.mark.parametrize("asleep", [False, True])
def test_a_memory_predicts_the_same_in_a_spawned_process(tmp_path, asleep):
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as pool,
        plastic.open(tmp_path / "names.plastic") as opened,
    ):
        opened.fit(NAMES)
        if asleep:
            opened.consolidate()
        expected = [opened.log_prob(name) for name in NAMES]
        assert [*pool.map(opened.log_prob, NAMES)] == expected
        # What is learned there stays there, for the file is here.
        assert len(pool.submit(opened.partial_fit, ["zoe"]).result()) == len(NAMES) + 1
        assert "zoe" not in opened


def test_joblib_shares_a_memory_among_its_workers():
    joblib = pytest.importorskip("joblib", reason="it comes with scikit-learn")
    memory = PlasticMemory().fit(NAMES)
    found = joblib.Parallel(2)(joblib.delayed(memory.log_prob)(name) for name in NAMES)
    assert found == [memory.log_prob(name) for name in NAMES]


def test_columns_of_polars_are_taken_as_those_of_pandas():
    polars = pytest.importorskip("polars", reason="too large to be tested with always")
    column = polars.Series(NAMES)
    assert list(PlasticMemory().fit(column)) == NAMES
    memory = PlasticMemory()
    memory.learn(column)
    assert list(memory) == [tuple(NAMES)]
    with pytest.raises(SampleTypeError, match="column"):
        memory.fit(polars.DataFrame({"name": NAMES}))
    assert list(memory) == [tuple(NAMES)]

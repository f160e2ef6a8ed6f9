"""Streams in files: what was acknowledged is there, whatever happens."""

import datetime as dt
import math
import os
import random
import shutil
import sqlite3
import threading

import numpy as np
import pytest

import plastic
from benchmarks import crashes
from plastic import (
    BusyError,
    Category,
    ClosedError,
    Cycle,
    DataError,
    Difference,
    Number,
    ParameterError,
    PlasticMemory,
    SampleError,
    StorageError,
    Stream,
    view,
)
from plastic.streams import journal
from plastic.streams.facts import Encoder

LOAD = view(
    load=Number(parts=(2, 4)),
    change=Difference(step=1, of="load"),
    hour=Cycle("hour", 6),
    door=Category(),
)
TOLD = {"target": "load", "window": 30, "settle": 10}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "load.plastic"


def records(begin, end):
    for at in range(begin, end):
        time = dt.datetime(2024, 3, 15) + dt.timedelta(hours=at)
        yield {"load": at % 7 + at % 3, "time": time, "door": (at % 2, "a")}


def pushed(stream, came):
    for each in came:
        stream.push(each)
    return stream


def same(a, b):
    """Whether two streams hold, predict and go on the same."""
    return (
        a.get_params() == b.get_params()
        and a.pushed == b.pushed
        and [*a.course.held] == [*b.course.held]
        and a.graphs == b.graphs
        and a.weights == b.weights
        and a.predict_proba() == b.predict_proba()
        and [*map(a.copy().push, records(500, 520))]
        == [*map(b.copy().push, records(500, 520))]
    )


# Saved and opened --------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 5, 10, 25, 60])
def test_what_was_saved_goes_on_as_if_nothing_were(path, count):
    stream = pushed(Stream(LOAD, **TOLD), records(0, count))
    stream.save(path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    loaded = plastic.load(path)
    assert same(loaded, stream)
    loaded.check()


@pytest.mark.parametrize(
    "told",
    [
        {"window": dt.timedelta(hours=20)},
        {"window": None, "decay": 0.9},
        {"orders": "flat", "horizon": 30},
        {"orders": [("door", "load@2/4"), ()]},
    ],
)
def test_whatever_a_stream_was_told_is_saved(path, told):
    stream = pushed(Stream(LOAD, **TOLD | told), records(0, 70))
    stream.save(path)
    assert same(plastic.load(path), stream)


def test_values_that_are_none_are_saved(path):
    stream = Stream(LOAD, **TOLD)
    odd = [None, math.nan, math.inf, "n/a", [1], np.float32(2), 10**400]
    for at, load in enumerate(odd * 3):
        stream.push({"load": load, "time": np.datetime64(at, "h"), "door": None})
        if at in (6, 20):  # while it waits for its scale, and later
            stream.save(path)
            assert same(plastic.load(path), stream)


def test_an_open_stream_follows_its_file(path):
    twin = Stream(LOAD, **TOLD)
    for begin in range(0, 60, 12):
        with plastic.open(path, stream=Stream(LOAD, **TOLD)) as stream:
            assert stream.pushed == begin
            assert same(stream, twin)
            pushed(stream, records(begin, begin + 12))
            pushed(twin, records(begin, begin + 12))
        assert same(plastic.load(path), twin)
    with plastic.open(path) as stream:  # it knows what it was told
        assert same(stream, twin)
        assert stream.path == path
        assert type(stream.copy()) is Stream


def test_a_new_file_begins_with_what_is_given(path):
    begun = pushed(Stream(horizon=2), "abcab")
    with plastic.open(path, stream=begun) as stream:
        stream.push("c")
    assert begun.pushed == 5
    assert plastic.load(path).pushed == 6
    path.write_bytes(b"")  # as mktemp makes one
    with plastic.open(path, stream=begun) as stream:
        stream.push("x")
    assert same(plastic.load(path), stream)


def test_an_open_stream_is_merged_in_its_file(path):
    with plastic.open(path, stream=pushed(Stream(), "abc")) as stream:
        stream.push("x")
        stream.merge(pushed(Stream(), "abcabc"))
        stream.push("y")
    assert len(stream) == 11
    assert same(plastic.load(path), stream)


def test_what_a_file_was_told_cannot_be_changed(path):
    with plastic.open(path, stream=Stream(LOAD, **TOLD)) as stream:
        pushed(stream, records(0, 20))
    with pytest.raises(ParameterError, match="another window"):
        plastic.open(path, stream=Stream(LOAD, **TOLD | {"window": 7}))
    other = view(**{**LOAD.encoders, "load": Number(parts=(2, 8))})
    with pytest.raises(ParameterError, match="another view"):
        plastic.open(path, stream=Stream(other, **TOLD))
    with pytest.raises(ParameterError, match="horizon"):
        plastic.open(path, horizon=3)
    assert plastic.load(path).pushed == 20


def test_memories_and_streams_are_not_mixed_up(path):
    PlasticMemory().fit(["emma"]).save(path)
    with pytest.raises(DataError, match="not a stream"):
        plastic.open(path, stream=Stream())
    assert list(plastic.load(path)) == ["emma"]
    pushed(Stream(), "ab").save(path)  # as it may: it was said so
    assert plastic.load(path).pushed == 2


def test_one_at_a_time(path):
    with plastic.open(path, stream=Stream()) as stream:
        stream.push("a")
        for use in (
            lambda: plastic.open(path, timeout=0),
            lambda: Stream().save(path),
        ):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("plastic.storage.files.TIMEOUT", 0)
                with pytest.raises(BusyError):
                    use()
    assert plastic.load(path).pushed == 1
    with pytest.raises(ClosedError):
        stream.push("b")
    stream.close()
    stream.flush()
    assert stream.surprise("a") == math.log(2)


def test_a_symbol_that_no_file_can_hold_is_refused(path):
    with plastic.open(path, stream=Stream()) as stream:
        stream.push("a")
        with pytest.raises(SampleError, match="cannot be saved"):
            stream.push(frozenset("a"))
        assert stream.pushed == 1
        stream.push("b")
    assert plastic.load(path).pushed == 2


class Parity(Encoder):
    of = None
    codes = ("",)

    def facts(self, value):
        return (value % 2,)


def test_an_encoder_of_ones_own_serves_but_is_not_saved(path):
    stream = pushed(Stream(Parity()), range(40))
    assert stream.predict_proba()[0] > 0.8
    with pytest.raises(ParameterError, match="plastic's own"):
        stream.save(path)
    assert not path.exists()


# When it is written ------------------------------------------------------------------


def test_what_was_pushed_is_written_by_itself(path, monkeypatch):
    written = threading.Event()
    put = plastic.streams.journal.StreamDatabase.put

    def told(database, changes):
        put(database, changes)
        written.set()

    monkeypatch.setattr(journal, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(journal.StreamDatabase, "put", told)
    stream = plastic.open(path, stream=Stream())
    for at in range(3):  # again and again
        written.clear()
        stream.push("ab"[at % 2])
        assert written.wait(20)
        shutil.copy(path, path.with_name("copy"))
        shutil.copy(f"{path}-wal", path.with_name("copy-wal"))
        assert plastic.load(path.with_name("copy")).pushed == at + 1
    stream.close()
    assert journal.LONGEST_WAIT < 1


def test_a_stream_that_is_let_go_of_lets_go_of_its_file(path):
    stream = plastic.open(path, stream=Stream())
    pushed(stream, "abc").flush()
    del stream
    stream = plastic.open(path)
    stream.push("d")
    del stream  # what was pushed is written all the same, and then it lets go
    assert plastic.open(path).pushed == 4


def test_what_cannot_be_written_is_kept_and_pushes_are_refused(path, monkeypatch):
    def full(*args):
        raise StorageError("disk full")

    with plastic.open(path, stream=Stream(horizon=2)) as stream:
        stream.push("a")
        with monkeypatch.context() as patch:
            patch.setattr(journal.StreamDatabase, "put", full)
            with pytest.raises(StorageError, match="full"):
                stream.flush()
            with pytest.raises(StorageError, match="full"):
                stream.push("b")
            assert stream.pushed == 1
        stream.push("b")
        assert stream.pushed == 2
    assert same(plastic.load(path), stream)


def test_a_file_that_vanishes(path):
    stream = pushed(plastic.open(path, stream=Stream()), "ab")
    stream.flush()
    path.unlink()
    stream.push("c")
    with pytest.raises(StorageError, match="vanished"):
        stream.flush()
    with pytest.raises(StorageError, match="vanished"):
        stream.push("d")
    stream.save(path.with_name("copy"))
    assert plastic.load(path.with_name("copy")).pushed == 3
    with pytest.raises(StorageError, match="vanished"):
        stream.close()


def test_an_interrupted_push_is_not_written(path, monkeypatch):
    def ctrl_c(*args):
        raise KeyboardInterrupt

    with plastic.open(path, stream=Stream(window=5)) as stream:
        pushed(stream, "abcabc")
        with monkeypatch.context() as patch:
            patch.setattr("plastic.core.learning.forget", ctrl_c)
            with pytest.raises(KeyboardInterrupt):
                stream.push("x")
        stream.flush()
        held = [*stream.course.held]
        written = path.with_name("copy")
        shutil.copy(path, written)
        shutil.copy(f"{path}-wal", f"{written}-wal")
        assert [*plastic.load(written).course.held] == held
        stream.push("y")
    assert [*plastic.load(path).course.held][:-1] == held[1:]


# A stranger's file -------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM memory",
        "DELETE FROM memory WHERE name = 'now'",
        "DELETE FROM lived WHERE serial % 2",
        "UPDATE lived SET moments = '[]'",
        "UPDATE lived SET moments = '[[1,2]]'",
        "UPDATE lived SET moments = '[{\"tuple\":[]}]'",
        "UPDATE lived SET moments = '['",
        "UPDATE lived SET stamp = '[\"now\"]'",
        "UPDATE lived SET until = serial",
        "UPDATE lived SET serial = serial + 100",
        "UPDATE memory SET value = '[]'",
        "UPDATE memory SET value = '{\"view\":{}}'",
        "UPDATE memory SET value = replace(value, '16', '17')",
        "UPDATE memory SET value = replace(value, 'Number', 'Path')",
        "UPDATE memory SET value = replace(value, '\"window\":', '\"Window\":')",
        "CREATE TABLE more (x)",
    ],
)
def test_a_damaged_file_is_refused(path, damage):
    pushed(Stream(Number(step=1), orders="flat"), [1, 2, 3, 4] * 9).save(path)
    connection = sqlite3.connect(path)
    connection.execute(damage)
    connection.commit()
    connection.close()
    for use in (plastic.load, plastic.open):
        with pytest.raises(DataError, match="damaged"):
            use(path)


# Kill -9 -----------------------------------------------------------------------------


def live(path, seed, acknowledge, say):
    """Push and flush, for ever; tell how much is acknowledged, and that one lives."""
    rng = random.Random(seed)
    stream = plastic.open(path, stream=Stream(LOAD, **TOLD))
    acknowledge(stream.pushed)
    for each in records(stream.pushed, 10**6):
        say()
        stream.push(each)
        if rng.random() < 0.1:
            stream.flush()
            acknowledge(stream.pushed)


def kill(path, seed):
    """Let a process push, kill it; give how much it said was acknowledged."""
    told = path.with_name("told")
    with open(told, "wb", buffering=0) as file:

        def work(say):
            live(path, seed, lambda pushed: file.write(b"%d\n" % pushed), say)

        with crashes.in_child(work) as child:
            for _ in range(random.Random(seed).randrange(1, 100)):
                child.hear()
            child.end()
    return int(told.read_bytes().split()[-1])


def kill_and_look(path, kills):
    twin = Stream(LOAD, **TOLD)
    for seed in range(kills):
        acknowledged = kill(path, seed)
        if seed % 3 == 0:
            kill(path, kills + seed)  # perhaps while it recovers
        loaded = plastic.load(path) if seed % 2 else None
        with plastic.open(path) as stream:
            assert stream.pushed >= acknowledged
            # Nothing is there twice, or out of order, or but half.
            pushed(twin, records(twin.pushed, stream.pushed))
            assert same(stream, twin)
            assert loaded is None or same(loaded, twin)
            stream.check()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_kill_9_loses_nothing_that_was_acknowledged(path):
    kill_and_look(path, 3)


@pytest.mark.thorough
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_kill_9_again_and_again(path):
    kill_and_look(path, 60)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_forked_child_leaves_the_file_to_its_parent(path):
    def in_child(say):
        with pytest.raises(ClosedError, match="forked"):
            stream.push("c")
        stream.close()
        say()

    with plastic.open(path, stream=Stream()) as stream:
        pushed(stream, "ab").flush()
        with crashes.in_child(in_child) as child:
            assert child.hear()
        stream.push("c")
    assert plastic.load(path).pushed == 3

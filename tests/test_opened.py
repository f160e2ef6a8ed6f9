"""plastic.open: what was taught is in the file, and what was forgotten is not."""

import copy
import json
import pickle
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from test_memory import same

import plastic
from plastic import (
    ClosedError,
    DamageWarning,
    DataError,
    NotLearnedError,
    OpenMemory,
    ParameterError,
    PlasticMemory,
    Recipe,
    SampleError,
)
from plastic.storage import schema
from plastic.storage.database import Database

SMALL = Recipe(near=2, beginning=1, together=2, exact=1, fading=((2, 3),), gate=0.0)
NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.plastic"


def after_a_crash(path):
    """Give a copy of a file that is open, as a crash would leave it."""
    folder = path.parent / "crashed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, folder)
    return folder / path.name


def alike(one, other):
    """Whether memories are the same, the order of samples and sleep included."""
    assert one.get_params() == other.get_params()
    assert list(one.samples.items()) == list(other.samples.items())
    assert one.state.sleep[1:] == other.state.sleep[1:]
    assert one.predict_proba() == other.predict_proba()
    if one.samples:
        assert one.generate(5, rng=7) == other.generate(5, rng=7)
    return same(one, other)


# What has returned is on disk ------------------------------------------------------


def test_every_verb_that_has_returned_is_on_disk(path):
    with plastic.open(path, recipe=SMALL) as memory:
        for change in (
            lambda: memory.learn("emma"),
            lambda: memory.learn("emma", times=10**12 - 1),
            lambda: memory.learn("ava"),
            lambda: memory.forget("emma", times=10**12 - 1),
            lambda: memory.partial_fit(NAMES[:30]),
            lambda: memory.consolidate(),
            lambda: memory.merge(PlasticMemory(recipe=SMALL).fit(["ava", "zoe"])),
            lambda: memory.set_params(horizon=3, sleep_after=None),
            lambda: memory.consolidate(),
            lambda: memory.forget("james"),
            lambda: memory.fit(["zoe", "mia", "zoe"]),
            lambda: memory.forget("zoe", times=2),
            lambda: memory.forget("mia"),
        ):
            change()
            memory.check()
            with plastic.open(after_a_crash(path)) as found:
                assert alike(found, memory)
            assert alike(plastic.load(after_a_crash(path)), memory)


def test_a_closed_file_is_a_single_file(path):
    with plastic.open(path) as memory:
        memory.learn("emma")
    assert list(path.parent.iterdir()) == [path]
    assert memory.path == path


def test_a_closed_memory_can_be_looked_at_and_not_changed(path):
    with plastic.open(path, recipe=SMALL) as memory:
        memory.partial_fit(NAMES[:20])
    before = copy.copy(memory)
    memory.close()
    for change in (
        lambda: memory.learn("zoe"),
        lambda: memory.forget("james"),
        lambda: memory.fit(["zoe"]),
        lambda: memory.partial_fit(["zoe"]),
        lambda: memory.merge(PlasticMemory(recipe=SMALL).fit(["zoe"])),
        lambda: memory.consolidate(),
        lambda: memory.set_params(horizon=3),
        lambda: memory.set_params(capacity=3),
    ):
        with pytest.raises(ClosedError, match="open it again"):
            change()
    assert alike(memory, before)
    memory.check()
    memory.save(path.parent / "copy.plastic")
    assert alike(plastic.load(path), before)


def test_samples_before_a_bad_one_are_on_disk(path):
    with plastic.open(path) as memory:
        with pytest.raises(SampleError, match="sample 2"):
            memory.partial_fit(["emma", "ava", 7, "mia"])
        assert list(plastic.load(after_a_crash(path))) == ["emma", "ava"]
        with pytest.raises(SampleError, match="sample 1"):
            memory.fit(["zoe", 7])
        with pytest.raises(NotLearnedError):
            memory.forget("zoe")
        assert list(plastic.load(after_a_crash(path))) == ["emma", "ava"]


def test_what_no_file_can_hold_is_not_learned(path):
    with plastic.open(path) as memory:
        memory.learn(("a", b"x", (1.5, None)))
        for verb in (memory.learn, lambda one: memory.partial_fit([one])):
            with pytest.raises(SampleError, match="frozenset"):
                verb((frozenset(),))
        with pytest.raises(SampleError, match="frozenset"):
            memory.fit([(frozenset(),)])
        assert list(memory) == [("a", b"x", (1.5, None))]
        memory.check()
    assert list(plastic.load(path)) == [("a", b"x", (1.5, None))]


# Going on --------------------------------------------------------------------------

WAYS = [
    {},
    {"capacity": 12},
    {"capacity": 12, "evict": "rarest"},
    {"repeats": "estimate"},
    {"horizon": 3, "sleep_after": 0.5},
]


@pytest.mark.thorough
@pytest.mark.parametrize("params", WAYS, ids=str)
@pytest.mark.parametrize("how", ["crash", "close", "save"])
def test_going_on_equals_never_having_stopped(path, params, how):
    rng = random.Random(0)
    memory = plastic.open(path, recipe=SMALL, **params)
    whole = plastic.open(path.with_name("whole.plastic"), recipe=SMALL, **params)
    for stage in range(4):
        part = rng.choices(NAMES[:30], k=12)
        for one in (whole, memory):
            one.partial_fit(part)
            one.learn(part[0], times=3)
            if stage == 1:
                one.consolidate()
            one.learn(part[1])
            one.forget(part[0])
        memory, path = stop_and_go_on(memory, path, how)
        assert alike(memory, whole)
        memory.check()
    memory.close()
    whole.close()


def stop_and_go_on(memory, path, how):
    if how == "crash":
        folder = Path(f"{path.parent}_")
        folder.mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, folder)
        path = folder / path.name
    elif how == "save":
        memory.save(path.with_name("snapshot.plastic"))
    memory.close()
    if how == "save":
        path = path.with_name("snapshot.plastic").replace(path)
    return plastic.open(path), path


def test_a_plain_memory_goes_on_the_same(path):
    plain = PlasticMemory(recipe=SMALL).fit(NAMES[:30])
    plain.consolidate()
    plain.save(path)
    plain.save(path)  # over what is there
    with plastic.open(path) as memory:
        for one in (plain, memory):
            one.partial_fit(NAMES[10:40])
            one.forget("james")
        assert alike(memory, plain)
    assert alike(plastic.load(path), plain)


def test_copies_have_no_file(path):
    with plastic.open(path, recipe=SMALL) as memory:
        memory.partial_fit(NAMES[:20]).consolidate()
        for one in (
            copy.copy(memory),
            copy.deepcopy(memory),
            pickle.loads(pickle.dumps(memory)),
        ):
            assert type(one) is PlasticMemory
            assert alike(one, memory)
            one.learn("zoe")
            assert "zoe" not in memory
        clone = type(memory)(**memory.get_params())  # as scikit-learn does
        assert clone.fit(["zoe"]).set_params(horizon=3).path is None
        clone.close()
        assert list(memory.samples) == NAMES[:20]


# Hyperparameters -------------------------------------------------------------------


def test_hyperparameters_belong_to_the_file(path):
    with plastic.open(path, horizon=5, alphabet="cba") as memory:
        memory.learn("abc")
    with plastic.open(path, alphabet={"a", "b", "c"}) as memory:
        assert memory.horizon == 5
    for wrong in ({"horizon": 24}, {"alphabet": "ab"}, {"alphabet": None}):
        with pytest.raises(ParameterError, match="set_params"):
            plastic.open(path, **wrong)
    with plastic.open(path, timeout=0) as memory:
        memory.set_params(alphabet="abcd", horizon=6)
        with pytest.raises(SampleError, match="alphabet"):
            memory.set_params(alphabet="ab")
        with pytest.raises(ParameterError, match="horizon"):
            memory.set_params(horizon=0)
        assert memory.horizon == 6
        memory.learn("d")
    assert alike(plastic.load(path), memory)


@pytest.mark.parametrize("wrong", [{"horizon": 0}, {"timeout": -1}, {"timeout": "x"}])
def test_a_wrong_argument_leaves_no_file(path, wrong):
    with pytest.raises(ParameterError):
        plastic.open(path, **wrong)
    assert not list(path.parent.iterdir())


# What is forgotten -----------------------------------------------------------------


def left_in(path, text):
    """Whether there are bytes of a text in a file or in what lies beside it."""
    forms = text.encode(), json.dumps(text)[1:-1].encode()
    return any(
        form in file.read_bytes()
        for file in path.parent.glob(f"{path.name}*")
        for form in forms
    )


def test_no_byte_of_what_was_forgotten_is_left(path):
    rng = random.Random(0)
    letters = "abcdefghijklmnoé"
    samples = ["".join(rng.choices(letters, k=30)) for _ in range(1_000)]
    with plastic.open(path) as memory:
        memory.partial_fit(samples)
        for sample in rng.sample(samples, 100):
            if rng.random() < 0.5:  # rows move, and leave copies
                memory.learn(samples[rng.randrange(500)][:20] + sample[:9])
            assert left_in(path, sample)
            memory.forget(sample)
            assert not left_in(path, sample)
        memory.fit(["emma"])
        assert not any(left_in(path, sample) for sample in samples)


def test_a_sleep_forgets_its_words(path):
    with plastic.open(path, recipe=SMALL) as memory:
        memory.partial_fit([("see", "the", animal) for animal in ("cat", "wombat")])
        memory.consolidate()
        memory.learn(("see", "the", "cat"))
        memory.forget(("see", "the", "cat"))
        assert memory.state.abstractions is not None
        memory.forget(("see", "the", "wombat"))
        assert memory.state.abstractions is None
        assert not left_in(path, "wombat")


@pytest.mark.parametrize("again", [plastic.open, plastic.load])
def test_what_was_forgotten_right_before_a_crash_is_wiped(path, again, monkeypatch):
    samples = [f"{name}-{at:05}" for at, name in enumerate(NAMES[:300])]
    with plastic.open(path) as memory:
        memory.partial_fit(samples)
        with monkeypatch.context() as patch:
            patch.setattr(Database, "scrub", lambda self: None)
            for sample in samples[::2]:
                memory.forget(sample)
        crashed = after_a_crash(path)
        assert any(left_in(crashed, sample) for sample in samples[::2])
        found = again(crashed)
        assert list(found.samples) == samples[1::2]
        assert not any(left_in(crashed, sample) for sample in samples[::2])
        if again is plastic.open:
            found.close()


# Files of other kinds and ages -----------------------------------------------------


@pytest.mark.parametrize("use", [plastic.open, plastic.load])
def test_a_damaged_sleep_is_left_out(path, use):
    with plastic.open(path, recipe=SMALL) as memory:
        memory.partial_fit(NAMES[:50]).consolidate()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sleep SET content = x'00' WHERE name = 'base'")
    connection.close()
    with pytest.warns(DamageWarning, match="consolidate"):
        found = use(path)
    assert "slot" not in repr(found)
    assert same(found, PlasticMemory().fit(NAMES[:50]))
    found.check()
    if use is plastic.open:
        found.consolidate()
        found.close()
        assert alike(plastic.load(path), memory)


def test_a_newer_file_is_refused(path):
    PlasticMemory().save(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA + 1}")
    connection.close()
    before = path.read_bytes()
    for use in (plastic.open, plastic.load):
        with pytest.raises(DataError, match="upgrade plastic"):
            use(path)
    assert path.read_bytes() == before


def test_an_older_file_is_brought_up_to_date_once_there_is_a_copy(path, monkeypatch):
    PlasticMemory().fit(NAMES[:5]).save(path)
    before = path.read_bytes()
    version = schema.SCHEMA

    def migrate(connection):
        connection.execute("UPDATE samples SET times = times + 1")

    monkeypatch.setattr(schema, "SCHEMA", version + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {version: migrate})
    assert set(plastic.load(path).samples.values()) == {2}
    assert path.read_bytes() == before
    with plastic.open(path) as memory:
        assert list(memory.samples) == NAMES[:5]
        assert set(memory.samples.values()) == {2}
    (backup,) = set(path.parent.iterdir()) - {path}
    with plastic.open(path) as memory:
        assert set(memory.samples.values()) == {2}
    assert len(list(path.parent.iterdir())) == 2
    monkeypatch.undo()
    assert set(plastic.load(backup).samples.values()) == {1}


def test_a_readable_file_becomes_a_database_once_there_is_a_copy(path):
    path = path.with_suffix(".json")
    saved = PlasticMemory(recipe=SMALL).fit(NAMES[:20])
    saved.consolidate()
    saved.save(path)
    before = path.read_bytes()
    with plastic.open(path) as memory:
        assert alike(memory, saved)
        memory.learn("zoe")
    (backup,) = set(path.parent.iterdir()) - {path}
    assert backup.read_bytes() == before
    assert alike(plastic.load(path), memory)
    assert isinstance(memory, OpenMemory)


def test_an_empty_file_becomes_a_memory_and_no_memory_stays_as_it_is(path):
    path.touch()
    with plastic.open(path) as memory:
        memory.learn("emma")
    assert list(plastic.load(path)) == ["emma"]
    path.write_text("emma\nava\n")
    with pytest.raises(DataError, match="not a saved memory"):
        plastic.open(path)
    assert path.read_text() == "emma\nava\n"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("path", [None, b"a.plastic", 3, ["a"]])
def test_what_is_no_path_is_named(path):
    for use in (plastic.load, plastic.open, PlasticMemory().save):
        with pytest.raises(plastic.ParameterError, match="path"):
            use(path)

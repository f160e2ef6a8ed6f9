"""Kill -9, Ctrl-C, full disks and vanished files: nothing acknowledged is lost."""

import os
import shutil
import stat
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from test_opened import NAMES, SMALL, alike

import plastic
from benchmarks import crashes
from plastic import DataError, DataNotFoundError, PlasticMemory, StorageError
from plastic.storage import journal
from plastic.storage.database import Database

resource = pytest.importorskip("resource", reason="POSIX only")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.plastic"


@pytest.mark.thorough
def test_kill_9():
    findings = list(crashes.kill(12, seed=0))
    assert len(findings) == 12
    assert not [one for one in findings if "BROKEN" in one.outcome]


# Ctrl-C ----------------------------------------------------------------------------


class CtrlC:
    """Raises a KeyboardInterrupt at the n-th point where Python itself might.

    That is where a function begins and where any call has come back.
    """

    def __init__(self, n):
        self.left = n

    def __call__(self, frame, event, argument):
        self.left -= event != "c_call"
        if self.left == 0:
            sys.setprofile(None)
            raise KeyboardInterrupt

    def strike(self, verb):
        """Call, and tell whether there were so many points."""
        try:
            sys.setprofile(self)
            verb()
        except KeyboardInterrupt:
            pass
        finally:
            sys.setprofile(None)
        return self.left <= 0


NEW = ["eve", "ada", "eve", "ann", "ava"]
CHANGES = {  # and at every how many points it is struck
    "learn": (lambda memory: memory.learn("zoe", times=3), 61),
    "forget": (lambda memory: memory.forget("mia"), 59),
    "fit": (lambda memory: memory.fit(NEW), 307),
    "partial_fit": (lambda memory: memory.partial_fit(NEW), 311),
    "merge": (lambda memory: memory.merge(PlasticMemory().fit(NEW)), 401),
    "set_params": (lambda memory: memory.set_params(horizon=3), 359),
    "consolidate": (lambda memory: memory.consolidate(), 16007),
    "close": (lambda memory: memory.close(), 53),
}


@pytest.mark.thorough
@pytest.mark.parametrize("verb", CHANGES)
def test_ctrl_c(path, verb, monkeypatch):
    monkeypatch.setattr(journal, "MOST_PENDING", 2)
    change, step = CHANGES[verb]
    old = {"emma": 1, "ava": 2, "mia": 1}
    new = {**old, "eve": 2, "ada": 1, "ann": 1, "ava": 3}
    struck, point = True, 1
    while struck:
        path.unlink(missing_ok=True)
        memory = plastic.open(path).partial_fit(["ava", "emma", "mia", "ava"])
        struck = CtrlC(point).strike(partial(change, memory))
        if verb != "close":
            memory.learn("next")
        memory.check()
        memory.close()
        assert alike(plastic.load(path), memory)
        held = dict(memory.samples)
        held.pop("next", None)
        if verb == "learn":
            assert held in (old, {**old, "zoe": 3})
        elif verb == "forget":
            assert held in (old, {"emma": 1, "ava": 2})
        elif verb == "fit":
            assert held in (old, {"eve": 2, "ada": 1, "ann": 1, "ava": 1})
        elif verb in ("partial_fit", "merge"):
            assert old.items() <= {**held, "ava": 2}.items()
            assert all(n <= new[sample] for sample, n in held.items())
        else:
            assert held == old
        point += step
    assert point > step + 1  # it was struck at least once


# Full disks ------------------------------------------------------------------------


class FullDisk:
    """While it is entered no file can become larger than so many bytes."""

    def __init__(self, most):
        self.most = most

    def __enter__(self):
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, self.before[1]))

    def __exit__(self, *error):
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "change",
    [
        lambda memory: memory.learn("x" * 100_000),
        lambda memory: memory.learn("james"),
        lambda memory: memory.forget("james"),
        lambda memory: memory.partial_fit(NAMES),
        lambda memory: memory.fit(NAMES),
        lambda memory: memory.merge(PlasticMemory(recipe=SMALL).fit(NAMES[:50])),
        lambda memory: memory.consolidate(),
        lambda memory: memory.set_params(alphabet={*map(chr, range(97, 5_000))}),
    ],
)
def test_a_full_disk_while_it_is_open(path, change):
    with plastic.open(path, recipe=SMALL, sleep_after=None) as memory:
        memory.fit(NAMES[:100]).consolidate()
        memory.forget("mary")
        with FullDisk(1_000), pytest.raises(StorageError, match=str(path)):
            change(memory)
        memory.check()
        memory.save(path.with_name("copy.plastic"))  # there is room elsewhere
        assert alike(plastic.load(path.with_name("copy.plastic")), memory)
        assert list(memory.samples) == [one for one in NAMES[:100] if one != "mary"]
        memory.learn("zoe")  # and here again
        memory.check()
    assert alike(plastic.load(path), memory)


def test_a_full_disk_while_it_is_wiped(path, monkeypatch):
    def full(database):
        raise StorageError("disk full")

    with plastic.open(path) as memory:
        memory.fit(NAMES[:10])
        with monkeypatch.context() as patch:
            patch.setattr(Database, "scrub", full)
            with pytest.raises(StorageError, match="forgotten, but bytes"):
                memory.forget("james")
            memory.learn("zoe")
            assert list(memory.samples) == [*NAMES[1:10], "zoe"]
        memory.check()
    assert b"james" not in path.read_bytes()
    assert alike(plastic.load(path), memory)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["names.plastic", "names.json"])
def test_a_full_disk_while_it_is_saved(tmp_path, name):
    path, memory = tmp_path / name, PlasticMemory().fit(NAMES)
    for held in ({}, {"old": 1}):
        if held:
            PlasticMemory().fit(["old"]).save(path)
        with FullDisk(30_000), pytest.raises(DataError, match="cannot"):
            memory.save(path)
        assert not held or plastic.load(path).samples == held
        assert [one.name for one in tmp_path.iterdir()] == [name] * len(held)
    memory.check()


def test_a_full_disk_while_it_is_made(path):
    with FullDisk(1_000), pytest.raises(StorageError, match="cannot write"):
        plastic.open(path)
    assert not list(path.parent.iterdir())


def test_a_disk_that_cannot_even_be_read(path, monkeypatch):
    def broken(*args):
        raise StorageError("disk I/O error")

    with plastic.open(path) as memory:
        memory.fit(NAMES[:10])
        with monkeypatch.context() as patch:
            patch.setattr(Database, "put", broken)
            patch.setattr(Database, "read", broken)
            with pytest.raises(StorageError, match="disk I/O error"):
                memory.learn("zoe")
        with pytest.raises(StorageError, match="cannot be read"):
            memory.learn("mia")
        memory.check()
        memory.save(path.with_name("copy.plastic"))
    assert list(plastic.load(path)) == NAMES[:10]


# Files that are not there, or not to be touched ------------------------------------


def test_a_file_that_vanishes(path):
    path.parent.joinpath("folder").mkdir()
    path = path.parent / "folder" / path.name
    memory = plastic.open(path).fit(NAMES[:10])
    shutil.rmtree(path.parent)
    before = memory.predict_proba()
    for change in (
        lambda: memory.learn("zoe"),
        lambda: memory.forget("james"),
        lambda: memory.fit(["zoe"]),
        lambda: memory.consolidate(),
        lambda: memory.set_params(horizon=3),
    ):
        with pytest.raises(StorageError, match="vanished"):
            change()
    assert memory.predict_proba() == before
    memory.check()
    memory.save(path.parent.parent / "copy.plastic")
    assert alike(plastic.load(path.parent.parent / "copy.plastic"), memory)
    memory.close()


def test_a_file_that_another_took_the_place_of(path):
    PlasticMemory().fit(["other"]).save(path.with_name("other.plastic"))
    with plastic.open(path) as memory:
        memory.learn("emma")
        path.with_name("other.plastic").replace(path)
        with pytest.raises(StorageError, match="vanished"):
            memory.learn("ava")
        assert list(memory) == ["emma"]
    assert list(plastic.load(path)) == ["other"]


def as_a_user(work):
    """Call a function without the rights of root, who may write everywhere."""

    def without_rights(say):
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()
        say()

    with crashes.in_child(without_rights) as child:
        assert child.hear()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_folder_and_a_file_that_are_only_to_be_read():
    with tempfile.TemporaryDirectory() as name:  # not tmp_path: others cannot enter
        folder = Path(name)
        path = folder / "names.plastic"
        PlasticMemory().fit(NAMES[:10]).save(path)
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o555)

        def use():
            memory = plastic.load(path)
            for change in (
                lambda: plastic.open(path),
                lambda: plastic.open(folder / "new.plastic"),
                lambda: memory.save(path),
                lambda: memory.save(folder / "new.plastic"),
                lambda: memory.save(folder / "new.json"),
            ):
                with pytest.raises(DataError, match=r"(names|new)\.(plastic|json)"):
                    change()
            memory.check()

        as_a_user(use)
        assert path.read_bytes() == before
        assert list(folder.iterdir()) == [path]
        path.chmod(0)

        def look():
            for use in (plastic.load, plastic.open):
                with pytest.raises(StorageError, match="cannot read"):
                    use(path)

        as_a_user(look)
        folder.chmod(stat.S_IRWXU)


# Paths -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "a b",
        "a?mode=memory",
        "a#b",
        "100%41",
        "a%",
        "zoë→",
        "file:x",
        ":memory:",
        "a\nb",
    ],
)
def test_any_name_of_a_file(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with plastic.open(name) as memory:
        memory.learn("emma")
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert list(plastic.load(name)) == ["emma"]
    PlasticMemory().fit(["ava"]).save(tmp_path / name)
    assert list(plastic.load(Path(name))) == ["ava"]
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("there", [False, True])
def test_symbolic_links_are_followed(tmp_path, there):
    (tmp_path / "far").mkdir()
    path, link = tmp_path / "far" / "names.plastic", tmp_path / "link"
    if there:
        PlasticMemory().save(path)
    link.symlink_to(path)
    with plastic.open(link) as memory:
        memory.learn("emma")
        with pytest.raises(plastic.BusyError):
            plastic.open(path, timeout=0)
    PlasticMemory().fit(["ava"]).save(link)
    assert link.is_symlink()
    assert list(plastic.load(path)) == ["ava"]


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    for path in (
        tmp_path,
        tmp_path / "no" / "folder.plastic",
        tmp_path / "loop",
        tmp_path / "file" / "names.plastic",
        tmp_path / ("x" * 300),
        "null\0character",
        "",
    ):
        with pytest.raises(DataError):
            plastic.open(path)
        with pytest.raises((DataError, DataNotFoundError)):
            plastic.load(path)
        with pytest.raises(DataError):
            PlasticMemory().save(path)
    assert {one.name for one in tmp_path.iterdir()} == {"loop", "file"}

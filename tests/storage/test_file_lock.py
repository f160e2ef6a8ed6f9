"""One at a time: processes, threads and forks that share a memory."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from test_opened import NAMES, alike

import plastic
from plastic import BusyError, NotLearnedError, PlasticMemory
from plastic.storage import files as storage


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.plastic"


def python(code, path):
    """Start another process."""
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import plastic, sys\npath = sys.argv[1]\n{code}",
            path,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def before_connecting(act):
    """Give a ``sqlite3.connect`` that does something first, told the time-out."""
    connect = sqlite3.connect

    def acting(*args, **how):
        act(how.get("timeout"))
        return connect(*args, **how)

    return acting


def test_two_processes_take_turns(path, monkeypatch):
    monkeypatch.setattr(storage, "TIMEOUT", 0.1)
    waits = []
    monkeypatch.setattr(sqlite3, "connect", before_connecting(waits.append))
    code = (
        "with plastic.open(path) as memory:\n"
        "    print(memory.learn('emma'), flush=True)\n"
        "    sys.stdin.read()\n"
        "    memory.learn('ava')\n"
    )
    with python(code, path) as other:
        assert "emma" in other.stdout.readline()
        for use in (
            lambda: plastic.open(path, timeout=0),
            lambda: plastic.load(path),
            lambda: PlasticMemory().save(path),
        ):
            with pytest.raises(BusyError, match="open elsewhere"):
                use()
        assert len(waits) > 3  # it is asked again and again
        monkeypatch.undo()
        # The other goes on, learns and ends while it is waited for here.
        ending = before_connecting(lambda timeout: other.stdin.close())
        monkeypatch.setattr(sqlite3, "connect", ending)
        with plastic.open(path, timeout=60) as memory:
            assert list(memory) == ["emma", "ava"]
            memory.check()


@pytest.mark.thorough
def test_looking_at_a_file_lets_nobody_in(path, monkeypatch):
    # A process that closes any handle of a file loses all its POSIX locks on it.
    monkeypatch.setattr(storage, "TIMEOUT", 0)
    path = path.with_suffix(".json")
    intruder = (
        "try: plastic.open(path, timeout=0)\n"
        "except plastic.BusyError: print('busy')\n"
        "else: print('got in')"
    )
    with plastic.open(path) as memory:
        memory.learn("emma")
        for use in (
            lambda: plastic.load(path),
            lambda: memory.save(path),
            lambda: plastic.open(path, timeout=0),
        ):
            with pytest.raises(BusyError, match="open in this very process"):
                use()
        with python(intruder, path) as other:
            assert other.communicate()[0] == "busy\n"


def test_who_waits_holds_nothing(path, monkeypatch):
    # Two that keep what they have while they wait for the rest would wait forever.
    learn = "with plastic.open(path, timeout=0) as memory: memory.learn('emma')"
    first = python(f"{learn}; print(flush=True); sys.stdin.read()", path)
    first.stdout.readline()

    def wait(seconds):
        monkeypatch.undo()
        for other in first, python(learn, path):
            with other:
                other.communicate()
            assert other.returncode == 0

    monkeypatch.setattr(time, "sleep", wait)
    with plastic.open(path, timeout=60) as memory:
        assert memory.samples == {"emma": 2}


@pytest.mark.thorough
def test_many_processes_make_one_file(path):
    code = (
        "input()\n"  # until all of them are there
        "for name in ['emma', 'ava'] * 3:\n"
        "    with plastic.open(path, timeout=60) as memory: memory.learn(name)"
    )
    others = [python(code, path) for _ in range(4)]
    for other in others:
        other.stdin.write("\n")
        other.stdin.flush()
    for other in others:
        with other:
            assert other.wait() == 0
    assert plastic.load(path).samples == {"emma": 12, "ava": 12}


def test_a_thread_waits_for_another(path, monkeypatch):
    first, waits = plastic.open(path), []

    def wait(seconds):  # and meanwhile another thread lets go
        waits.append(seconds)
        other = threading.Thread(target=first.close)
        other.start()
        other.join()

    monkeypatch.setattr(time, "sleep", wait)
    with plastic.open(path, timeout=60) as memory:
        memory.learn("emma")
    assert len(waits) == 1
    monkeypatch.undo()
    abandoned = plastic.open(path)
    abandoned.learn("ava")
    del abandoned
    with plastic.open(path, timeout=1) as memory:
        assert list(memory) == ["emma", "ava"]


@pytest.mark.parametrize("with_file", [False, True])
def test_threads_share_a_memory(path, with_file):
    memory = plastic.open(path) if with_file else PlasticMemory()
    memory.fit(NAMES[:20] * 2)
    counts = [Counter() for _ in range(8)]
    errors = []

    def use(seed):
        rng = random.Random(seed)
        try:
            for _ in range(25):
                name = rng.choice(NAMES[:40])
                if rng.random() < 0.6:
                    memory.learn(name)
                    counts[seed][name] += 1
                elif rng.random() < 0.5:
                    memory.predict_proba(name[:2])
                else:
                    try:
                        memory.forget(name)
                        counts[seed][name] -= 1
                    except NotLearnedError:
                        pass
        except Exception as error:  # noqa: BLE001 - or it would be lost with the thread
            errors.append(error)

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    memory.check()
    expected = Counter(NAMES[:20] * 2)
    for one in counts:
        expected.update(one)
    assert dict(memory.samples) == {name: n for name, n in expected.items() if n}
    if with_file:
        memory.close()
        assert alike(plastic.load(path), memory)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
@pytest.mark.parametrize("end", ["sys.exit()", "del memory; os._exit(0)"])
def test_a_fork_leaves_its_parents_memory_alone(path, end):
    code = f"""
import os, signal
memory = plastic.open(path)
memory.learn("emma")
if os.fork() == 0:
    try: memory.learn("ava")
    except plastic.ClosedError as error: print(error, flush=True)
    memory.close()
    {end}
os.wait()
memory.learn("mia")
os.kill(os.getpid(), signal.SIGKILL)
"""
    with python(code, path) as other:
        assert "forked" in other.communicate()[0]
    assert list(plastic.load(path)) == ["emma", "mia"]

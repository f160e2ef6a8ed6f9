"""Files: what it costs to save, to load, and to live in one, on makemore's names."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import plastic
from plastic import OpenMemory, PlasticMemory

from .common import Table, in_fresh_process, makemore_names
from .waking import median, microseconds, percentile


def run(quick: bool) -> list[Table]:
    """Measure files, and a memory that is bound to one."""
    count = 3_000 if quick else 32_033
    return [whole(count), one_by_one(count)]


def whole(count: int) -> Table:
    """Train, save and load."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "names.plastic"))
        train, save, again, megabytes = in_fresh_process(train_and_save, count, path)
        loads = [in_fresh_process(load, path) for _ in range(3)]
        opens = [in_fresh_process(open_and_close, path) for _ in range(3)]
    rows = [
        ["train, sleep included", f"{train:.2f} s", ""],
        ["save to a new file", f"{save:.2f} s", ""],
        ["save over it", f"{again:.2f} s", ""],
        ["its size", f"{megabytes:.1f} MB", ""],
        ["load, median of 3", f"{median(loads):.2f} s", "half of training"],
        ["  of training", f"{median(loads) / train:.0%}", "50%"],
        ["open and close, median of 3", f"{median(opens):.2f} s", ""],
    ]
    header = [f"{count:,} names", "measured", "asked for"]
    return Table("A memory and its file", header, rows)


def train_and_save(count: int, path: str) -> tuple[float, float, float, float]:
    """Give seconds to train, to save and to save again, and megabytes."""
    names = makemore_names()[:count]
    memory = PlasticMemory()
    train = seconds(lambda: memory.fit(names).consolidate())
    save, again = (seconds(lambda: memory.save(path)) for _ in range(2))
    return train, save, again, Path(path).stat().st_size / 1e6


def load(path: str) -> float:
    """Give the seconds that loading takes, up to the first prediction."""
    return seconds(lambda: plastic.load(path).predict_proba())


def open_and_close(path: str) -> float:
    """Give the seconds that it takes to open a memory, predict, and close it."""

    def use() -> None:
        with plastic.open(path) as memory:
            memory.predict_proba()

    return seconds(use)


def one_by_one(count: int) -> Table:
    """Learn and forget through a file; each verb waits for the disk."""
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        plastic.open(Path(folder, "names.plastic"), sleep_after=None) as memory,
    ):
        bulk = seconds(lambda: memory.partial_fit(makemore_names()[:count]))
        rows += verbs("awake", memory)
        slept = seconds(memory.consolidate)
        rows += verbs("after a sleep", memory)
    rows += [
        ["partial_fit with all names", f"{bulk:.2f} s", ""],
        ["consolidate", f"{slept:.2f} s", ""],
    ]
    header = [f"through plastic.open, {count:,} names", "median", "99th percentile"]
    note = "A change is on disk when its verb returns; forgetting writes the file anew."
    return Table("A memory that lives in its file", header, rows, note)


def verbs(state: str, memory: OpenMemory) -> list[list[str]]:
    """Time single verbs."""
    new = [f"{name}x" for name in makemore_names()[:200]]
    clock = time.perf_counter  # which goes on while they wait for the disk
    learn, forget = (
        microseconds(verb, new, clock) for verb in (memory.learn, memory.forget)
    )
    return [
        [f"{verb}, {state}", f"{median(times) / 1e3:.1f} ms", f"{p99 / 1e3:.1f} ms"]
        for verb, times in (("learn", learn), ("forget", forget))
        for p99 in [percentile(times)]
    ]


def seconds(call: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began

"""The waking memory on makemore's names: size, speed, how well it predicts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from plastic import PlasticMemory

from .common import (
    Table,
    in_fresh_process,
    makemore_names,
    makemore_split,
    resident_megabytes,
)


def run(quick: bool) -> list[Table]:
    """Measure all that is said of the waking memory."""
    return [what_it_reaches(), cost_per_symbol(100_000 if quick else 1_000_000)]


def what_it_reaches() -> Table:
    """Learn, predict, generate: the figures beside what was asked for."""
    seconds, megabytes, size, highest = in_fresh_process(learn_all)
    train, test = makemore_split()
    memory = PlasticMemory().fit(train)
    closed = PlasticMemory(alphabet="abcdefghijklmnopqrstuvwxyz").fit(train)
    prefixes = [name[:at] for name in test for at in range(len(name) + 1)]
    predict = microseconds(memory.predict_proba, prefixes)
    whole = PlasticMemory().fit(makemore_names())
    learn = microseconds(whole.learn, test)
    forget = microseconds(whole.forget, test)
    again = microseconds(whole.learn, test)
    began = time.process_time()
    drawn = memory.generate(10_000, rng=0)
    per_second = len(drawn) / (time.process_time() - began)
    new = sum(name not in memory for name in drawn) / len(drawn)
    rows = [
        ["learn 32,033 names at once", f"{seconds:.3f} s", "1.5 s"],
        ["  memory it takes", f"{megabytes:.0f} MB", "120 MB"],
        ["  concepts, root included", f"{size:,}", "52,992"],
        ["  r_levels", f"0..{highest}", "0..11"],
        ["test nats a symbol, open alphabet", f"{-memory.score(test):.4f}", "1.945"],
        ["  alphabet closed to 27", f"{-closed.score(test):.4f}", "1.945"],
        ["predict_proba, median", f"{median(predict):.1f} us", "60 us"],
        ["  99th percentile", f"{percentile(predict):.1f} us", ""],
        ["learn one name among 32,033, median", f"{median(learn):.1f} us", "60 us"],
        ["  99th percentile", f"{percentile(learn):.1f} us", "1,000 us"],
        ["  once it was forgotten, median", f"{median(again):.1f} us", "60 us"],
        ["forget one, median", f"{median(forget):.1f} us", ""],
        ["generate", f"{per_second:,.0f} names/s", "2,000 names/s"],
        ["  new names among 10,000", f"{new:.1%}", ""],
        ["  different among 10,000", f"{len(set(drawn)) / len(drawn):.1%}", ""],
    ]
    note = (
        "Test figures: the makemore split (31,033 names learned, 1,000 tested). All "
        "times are of the CPU."
    )
    header = ["makemore names, awake", "measured", "asked for"]
    return Table("The waking memory", header, rows, note)


def learn_all() -> tuple[float, float, int, int]:
    """Learn all names; give seconds, megabytes, concepts, highest r_level."""
    names = makemore_names()
    before = resident_megabytes()
    began = time.process_time()
    memory = PlasticMemory().fit(names)
    seconds = time.process_time() - began
    megabytes = resident_megabytes() - before
    levels = [level for _, level in memory.graph.nodes(data="r_level")]
    return seconds, megabytes, len(levels), max(levels)


def cost_per_symbol(most: int) -> Table:
    """Learn names drawn from a memory of names, and look whether it gets slower."""
    rows = in_fresh_process(learn_many, most)
    first = float(rows[1][2])
    note = (
        "Names drawn from a memory of makemore's, learned one by one (partial_fit); "
        "CPU time. Asked for: at most 1.5 times the "
        f"cost at 10,000; at {rows[-1][0]} it is "
        f"{float(rows[-1][2]) / first:.2f} times."
    )
    header = ["samples", "symbols", "us a symbol", "concepts", "MB"]
    return Table("Cost per symbol as the memory grows", header, rows, note)


def learn_many(most: int) -> list[list[str]]:
    """Give a row for each size: the cost is that of the samples since the last."""
    names = PlasticMemory().fit(makemore_split()[0]).generate(most, rng=0)
    before = resident_megabytes()
    memory = PlasticMemory()
    rows, symbols, done = [], 0, 0
    for size in (1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000):
        if size > most:
            break
        part = names[done:size]
        new = sum(len(name) + 1 for name in part)
        began = time.process_time()
        memory.partial_fit(part)
        cost = (time.process_time() - began) / new * 1e6
        symbols, done = symbols + new, size
        megabytes = resident_megabytes() - before
        rows.append(
            [
                f"{size:,}",
                f"{symbols:,}",
                f"{cost:.2f}",
                f"{len(memory.graph):,}",
                f"{megabytes:.0f}",
            ]
        )
    return rows


def microseconds(
    call: Callable,
    arguments: Iterable[Any],
    clock: Callable[[], float] = time.process_time,
) -> list[float]:
    """Time one call for each argument; other work may run beside it."""
    times = []
    for argument in arguments:
        began = clock()
        call(argument)
        times.append((clock() - began) * 1e6)
    return times


def median(times: list[float]) -> float:
    """Give the middle one."""
    return statistics.median(times)


def percentile(times: list[float]) -> float:
    """Give the one that 99 of 100 are below."""
    return statistics.quantiles(times, n=100)[-1]

"""Streams: what a push costs, and what is held, over 1,000,000 records."""

from __future__ import annotations

import datetime as dt
import math
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

import plastic
from plastic import Calendar, Category, Cycle, Difference, Number, Stream

from .common import Table, in_fresh_process, resident_megabytes

RECORDS = 1_000_000
WINDOW = 10_000
MARKS = (20_000, 100_000, 250_000, 500_000, 1_000_000)  # records, where one looks
SHORTER = 60_000  # records, for what is compared with each other
INTERVAL = dt.timedelta(minutes=5)
BEGIN = dt.datetime(2024, 1, 1)
ALL = {
    "load": Number(shift=True),
    "hour": Cycle("hour", 2),
    "weekend": Calendar("weekend"),
    "change": Difference(of="load"),
}


def run(quick: bool) -> list[Table]:
    """Measure for RESULTS.md."""
    marks = [mark for mark in MARKS if mark <= (20_000 if quick else RECORDS)]
    shorter = 12_000 if quick else SHORTER
    million = in_fresh_process(long_run, marks)
    print("streams: the long one is done", file=sys.stderr)
    kinds = [in_fresh_process(short_run, name, shorter) for name in STREAMS]
    return [_long_table(million), _short_table(kinds, shorter)]


def loads(records: int, seed: int = 0) -> Iterator[float]:
    """Draw a load: a wave a day, weekends calmer, noise that lasts, and a trend."""
    rng = np.random.default_rng(seed)
    noise, day = 0.0, dt.timedelta(days=1) / INTERVAL
    for at in range(records):
        noise += float(rng.normal()) - 0.1 * noise
        calm = 0.5 if at // day % 7 >= 5 else 1.0
        yield 50 + at / 50_000 + 20 * calm * math.sin(2 * math.pi * at / day) + noise


def records(count: int) -> Iterator[dict[str, Any]]:
    """Draw records: a load each five minutes."""
    for at, load in enumerate(loads(count)):
        yield {"load": load, "time": BEGIN + at * INTERVAL}


def words(count: int) -> Iterator[int]:
    """Draw events of 20 kinds, each of which says which four may follow."""
    rng = np.random.default_rng(0)
    event = 0
    for choice in rng.integers(4, size=count).tolist():
        event = (3 * event + choice) % 20
        yield event


STREAMS: dict[str, Any] = {
    "events, what came last": lambda: (Stream(Category()), words),
    "a number, what came last": lambda: (Stream(Number(), orders="flat"), loads),
    "a number, all orders": lambda: (Stream(Number()), loads),
    "a number, shifted, all orders": lambda: (Stream(Number(shift=True)), loads),
    "a number and clocks, all orders": lambda: (
        Stream(plastic.view(**ALL), target="load"),
        records,
    ),
}


def push_all(
    stream: Stream, given: Iterator[Any], spent: np.ndarray, nats: np.ndarray
) -> None:
    """Push as many as there is room to tell microseconds of CPU and nats of each."""
    clock = time.process_time_ns
    for at, each in zip(range(len(spent)), given):
        began = clock()
        nats[at] = stream.push(each)
        spent[at] = (clock() - began) / 1e3


def long_run(marks: list[int]) -> list[dict[str, Any]]:
    """Push a number at a time; look at some points on the way."""
    stream, given = Stream(Number(), window=WINDOW, orders="flat"), loads(marks[-1])
    spent, nats = np.ones((2, marks[-1]))  # there before one looks, to stay as large
    found, before = [], resident_megabytes()
    for begin, end in zip([0, *marks], marks):
        push_all(stream, given, spent[begin:end], nats[begin:end])
        row = {"records": end, "megabytes": resident_megabytes() - before}
        row["concepts"] = len(stream.graphs[0])
        row["nats"] = float(np.mean(nats[begin:end]))
        found.append(row | costs(spent[begin:end]))
    stream.check()
    return found


def short_run(name: str, count: int) -> dict[str, Any]:
    """Push the records of one of the streams."""
    stream, source = STREAMS[name]()
    spent, nats = np.empty((2, count))
    push_all(stream, source(count), spent, nats)
    late = slice(WINDOW, None)  # once the window is full
    return {
        "name": name,
        "orders": len(stream.orders),
        "concepts": sum(map(len, stream.graphs)),
        **costs(spent[late]),
        "nats": float(np.mean(nats[late])),
    }


def costs(spent: np.ndarray) -> dict[str, float]:
    """Give the median, and what one of a thousand exceeds."""
    half, most = np.quantile(spent, [0.5, 0.999])
    return {"median": float(half), "most": float(most)}


# To read -----------------------------------------------------------------------------


def _long_table(found: list[dict[str, Any]]) -> Table:
    rows = [
        [
            f"{row['records']:,}",
            f"{row['concepts']:,}",
            f"{row['megabytes']:.1f}",
            f"{row['median']:.1f}",
            f"{row['most']:.0f}",
            f"{row['nats']:.3f}",
        ]
        for row in found
    ]
    note = (
        f'`Stream(Number(), orders="flat", window={WINDOW:,})`, a load each five '
        "minutes with a wave a day, calmer weekends, noise and a slow trend. *us*, "
        "*99.9%*: CPU microseconds of a push, since the row above: the median, and "
        "what one push of a thousand exceeds; half a microsecond of it is the clock's. "
        "*MB*: of the process, since the stream was made. At the end the graph is the "
        "one grown of the window alone (`check()`)."
    )
    header = ["records", "concepts", "MB", "us", "99.9%", "nats a record"]
    return Table("A million records", header, rows, note)


def _short_table(found: list[dict[str, Any]], count: int) -> Table:
    rows = [
        [
            row["name"],
            str(row["orders"]),
            f"{row['concepts']:,}",
            f"{row['median']:.1f}",
            f"{row['most']:.0f}",
            f"{row['nats']:.3f}",
        ]
        for row in found
    ]
    note = (
        f"{count:,} records each, a window of {WINDOW:,}; told is what came once it is "
        "full. Nats compare only where what is predicted is the same: the four numbers "
        "are told in 16 parts of the range of the first 100 records. Made-up data: how "
        "the orders code measured series is in docs/streams.md."
    )
    header = ["stream", "orders", "concepts", "us", "99.9%", "nats a record"]
    return Table("What is looked at", header, rows, note)

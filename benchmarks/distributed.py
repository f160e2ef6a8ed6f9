"""Learning on many workers: beside one process, and ten to the ninth by the figures.

The million names of the bulk measurements are grown at once and by last symbol.  Then
they lie in eight files.  One process learns
them as `plastic.train` does, without sleep; two local workers count them and this
process grows the graph.  Seconds are of the clock, for workers work side by side:
read their ratio, and not too closely where the machine is busy with other things.
"""

from __future__ import annotations

import pickle
import tempfile
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from statistics import median
from typing import NamedTuple
from unittest import mock

import numpy as np

import plastic
from plastic import PlasticMemory, datasets
from plastic.arrays import bulk
from plastic.arrays.text import encode
from plastic.distributed import TOGETHER

from .bulk.data import drawn
from .common import Missing, Table

FILES = 8
WORKERS = 2
PARTS = 4  # by last symbol, about
ROUNDS = 3
POWER = 0.79  # of the number of names, to which the number that differ grows: see bulk
BILLION = 10**9


class Costs(NamedTuple):
    """What was measured, a name.

    Attributes
    ----------
    count : float
        Seconds to read and count one.
    add : float
        Seconds to add one that differs to a sum.
    grow : float
        Seconds to grow one.
    wire : float
        Bytes of one that differs, pickled.
    differ : float
        How many of the million differ.
    """

    count: float
    add: float
    grow: float
    wire: float
    differ: float


def run(quick: bool) -> list[Table]:
    """Measure, and work out what a billion would take."""
    names = drawn(100_000 if quick else 1_000_000).samples()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for part in range(FILES):
            files.append(Path(folder, f"{part}.txt"))
            files[-1].write_text("\n".join(names[part::FILES]), encoding="utf-8")
        return [
            by_last_symbol(names),
            beside_one_process(files),
            simulated(costs(files, len(names)), len(names)),
        ]


def by_last_symbol(names: list[str]) -> Table:
    """Grow all at once, and part by part, by turns; the columns must be the same."""
    text = encode(Counter(names))
    places = len(text.codes)
    took: dict[int, list[float]] = {places: [], places // PARTS: []}
    peaks, columns = {}, {}
    for turn in range(ROUNDS + 1):
        for most, seconds in took.items():
            with mock.patch.object(bulk, "MOST_AT_ONCE", most):
                if turn == ROUNDS:
                    tracemalloc.start()
                begun = time.process_time()
                columns[most], _ = bulk.grow(text, PlasticMemory().horizon)
                if turn < ROUNDS:
                    seconds.append(time.process_time() - begun)
                else:
                    peaks[most] = tracemalloc.get_traced_memory()[1] / 2**20
                    tracemalloc.stop()
    if not all(map(np.array_equal, *columns.values())):
        raise AssertionError("not the same columns")
    at_once, parted = took.values()
    row = [f"{places:,}", f"{median(at_once):.2f}", f"{median(parted):.2f}"]
    row += [f"{median(map(float.__truediv__, parted, at_once)):.2f}"]
    row += [f"{peak:.0f}" for peak in peaks.values()]
    header = ["places", "at once, CPU s", f"in {PARTS} parts", "ratio"]
    header += ["at its peak, MB", "in parts"]
    note = "The sort of the pasts is in both; in parts it is what makes the peak."
    return Table("Growing by last symbol", header, [row], note)


def beside_one_process(files: list[Path]) -> Table:
    """Measure both, by turns."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise Missing("needs the extra dask") from error
    one: list[float] = []
    many: list[float] = []
    with (
        LocalCluster(WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            expected = learned_here(files)
            one.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            found = plastic.distributed.train(files, client, consolidate=False)
            many.append(time.perf_counter() - begun)
            if [*found.samples.items()] != [*expected.samples.items()]:
                raise AssertionError("not the same samples")
    if found.state.concepts != expected.state.concepts:
        raise AssertionError("not the same graph")
    row = [
        f"{median(one):.1f}",
        f"{median(many):.1f}",
        f"{median(map(float.__truediv__, many, one)):.2f}",
        "1.5",
    ]
    header = ["one process, s", f"{WORKERS} workers, s", "ratio", "wanted"]
    note = "Medians of three rounds; the same samples, in the same order, and graph."
    return Table(f"{FILES} files of names", header, [row], note)


def learned_here(files: list[Path]) -> PlasticMemory:
    """Learn all files in this process."""
    names = [name for file in files for name in datasets.read(file)]
    return PlasticMemory().fit(names)


def costs(files: list[Path], names: int) -> Costs:
    """Measure what one name costs, in CPU seconds of this process."""
    from plastic.distributed import Piece, _add_all, _count_piece

    pieces = [Piece(f"file://{file}") for file in files]
    begun = time.process_time()
    parts = [_count_piece([piece], None, None) for piece in pieces]
    counted = time.process_time()
    whole = _add_all(parts)
    added = time.process_time()
    PlasticMemory().fit(whole.counts)
    grown = time.process_time()
    entries = sum(len(part.counts) for part in parts)
    wire = sum(len(pickle.dumps(part)) for part in parts) / entries
    return Costs(
        (counted - begun) / names,
        (added - counted) / entries,
        (grown - added) / len(whole.counts),
        wire,
        len(whole.counts) * (1e6 / names) ** POWER,
    )


def simulated(cost: Costs, names: int) -> Table:
    """Work out what a billion names would take on so many workers."""
    rows = []
    for workers in (1, 8, 64, 512):
        partitions = max(workers, 64)
        each = BILLION / partitions
        counting = cost.count * BILLION / workers
        levels = [float(partitions)]
        while levels[-1] > TOGETHER:
            levels.append(levels[-1] / TOGETHER)
        moved = sum(at * _differ(cost, BILLION / at) for at in levels)
        # Of each level the sums are made side by side, each by one worker.
        adding = sum(
            cost.add
            * at
            * _differ(cost, BILLION / at)
            / min(workers, max(1, at / TOGETHER))
            for at in levels
        )
        growing = cost.grow * _differ(cost, BILLION)
        total = counting + adding + growing
        rows.append(
            [
                f"{workers}",
                f"{each:,.0f}",
                f"{counting / 60:,.1f}",
                f"{adding / 60:,.1f}",
                f"{growing / 60:,.1f}",
                f"{total / 60:,.1f}",
                f"{moved * cost.wire / 2**30:,.1f}",
            ]
        )
    header = [
        "workers",
        "names a partition",
        "count",
        "add",
        "grow",
        "minutes",
        "GiB moved",
    ]
    note = (
        f"**Worked out, not measured**: by {1e6 * cost.count:.2f} us to read and "
        f"count a name, {1e6 * cost.add:.2f} to add one that differs, "
        f"{1e6 * cost.grow:.1f} to grow one, {cost.wire:.0f} bytes of it on the wire, "
        f"all measured on {names:,} names, and names that differ growing by the power "
        f"{POWER}. Growing is on one machine, and what it needs of memory is in "
        "docs/scaling.md."
    )
    return Table("A billion names", header, rows, note)


def _differ(cost: Costs, names: float) -> float:
    """How many of so many names differ."""
    return min(names, cost.differ * (names / 1e6) ** POWER)

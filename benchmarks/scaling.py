"""Scaling: time, memory and concepts from 1,000 samples to 1,000,000."""

from __future__ import annotations

import math
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from plastic import PlasticMemory
from plastic.rendering.palette import ABSTRACTED, EXCITED, QUIET

from .claims.finding import keep, keep_picture, log_samples, need_extras, sheet
from .claims.intervals import Interval, exponent
from .claims.locality import drawn_once, shuffled_train
from .common import (
    LETTERS,
    Table,
    in_fresh_process,
    makemore_split,
    origin,
    peak_megabytes,
    resident_megabytes,
)
from .waking import microseconds

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZES = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
MOST_ASLEEP = 300_000
PROBES = 500  # test names

# What is fitted, and how it is called
AWAKE = {
    "seconds": "CPU seconds to learn all",
    "megabytes": "megabytes",
    "concepts": "concepts",
    "learn": "microseconds to learn one more",
    "predict": "microseconds a prediction",
}
ASLEEP = {
    "seconds": "CPU seconds of a sleep",
    "megabytes": "megabytes it adds at its peak",
    "slots": "slot concepts",
}


def run(quick: bool) -> list[Table]:
    """Grow memories in fresh processes; keep what is not quick in results/."""
    need_extras()
    numbers = measure(30_000 if quick else SIZES[-1], 10_000 if quick else MOST_ASLEEP)
    tables = [_awake_table(numbers), _asleep_table(numbers), _fit_table(numbers)]
    if not quick:
        said = origin("python -m benchmarks scaling")
        parts = ["# Scaling", said, "![Scaling](scaling.png)"]
        text = "\n\n".join([*parts, *(table.markdown() for table in tables)])
        keep("scaling", text + "\n", numbers)
        keep_picture("scaling", draw(numbers))
    return tables


def measure(most: int, most_asleep: int) -> dict[str, Any]:
    """Grow a memory of drawn names, one of real ones, and let several sleep."""
    print(f"scaling: drawing {most:,} names", file=sys.stderr)
    names, real = drawn_once(most), shuffled_train()
    sizes = [size for size in SIZES if size <= most]
    own = [size for size in sizes if 2 * size < len(real)] + [len(real)]
    asleep = []
    for size in [size for size in sizes if size <= most_asleep]:
        asleep.append(in_fresh_process(asleep_at, names[:size]))
        print(f"scaling: slept over {size:,} samples", file=sys.stderr)
    return {
        "drawn": in_fresh_process(grown, names, sizes),
        "makemore's own": in_fresh_process(grown, real, own),
        "asleep": asleep,
    }


def grown(names: list[str], sizes: list[int]) -> list[dict[str, float]]:
    """Learn so many of the names, one size after the other."""
    test = makemore_split()[1][:PROBES]
    prefixes = [name[:at] for name in test for at in range(len(name) + 1)]
    before = resident_megabytes()
    memory = PlasticMemory(alphabet=LETTERS)
    rows, at, spent = [], 0, 0.0
    for size in sizes:
        part = names[at:size]
        began = time.process_time()  # not disturbed by what else runs
        memory.partial_fit(part)
        spent += time.process_time() - began
        at = size
        megabytes = resident_megabytes() - before
        nodes = memory.state.concepts.nodes()
        rows.append(
            {
                "samples": size,
                "different": len(memory.samples),
                "symbols": sum(map(len, names[:size])) + size,
                "seconds": spent,
                "megabytes": megabytes,
                "concepts": len(memory.state.concepts),
                "highest": max(node["r_level"] for node in nodes),
                "learn": median(microseconds(memory.learn, test)),
                "predict": median(microseconds(memory.predict_proba, prefixes)),
            }
        )
        for name in test:
            memory.forget(name)
    return rows


def asleep_at(names: list[str]) -> dict[str, float]:
    """Learn the names and sleep over them."""
    memory = PlasticMemory(alphabet=LETTERS).fit(names)
    before = peak_megabytes()
    began = time.process_time()
    report = memory.consolidate()
    return {
        "samples": len(names),
        "seconds": time.process_time() - began,
        "megabytes": peak_megabytes() - before,
        "slots": report.kept,
    }


class Growth(NamedTuple):
    """How a cost grows: as what power of the number of samples."""

    all: Interval  # over all sizes
    last: float  # from about a tenth of the samples to all of them


def fits(numbers: dict[str, Any]) -> dict[tuple[str, str], Growth]:
    """Fit each cost as a power of the number of samples, where it grows at all."""
    found = {}
    for kind, costs in (
        ("drawn", AWAKE),
        ("makemore's own", AWAKE),
        ("asleep", ASLEEP),
    ):
        for key in costs:
            # Small memories fit in what Python has at hand: no megabyte to be seen.
            rows = [row for row in numbers[kind] if row[key] >= 1]
            if key == "seconds":
                rows = numbers[kind]
            if len(rows) > 2:
                sizes = [row["samples"] for row in rows]
                costs_there = [row[key] for row in rows]
                last = math.log(costs_there[-1] / costs_there[-3])
                last /= math.log(sizes[-1] / sizes[-3])
                found[kind, key] = Growth(exponent(sizes, costs_there), last)
    return found


# To read -----------------------------------------------------------------------------


def _awake_table(numbers: dict[str, Any]) -> Table:
    rows = [
        [
            kind,
            f"{row['samples']:,}",
            f"{row['different']:,}",
            f"{row['symbols']:,}",
            f"{row['seconds']:.2f}",
            f"{row['seconds'] / row['symbols'] * 1e6:.2f}",
            f"{row['megabytes']:,.0f}",
            f"{row['concepts']:,}",
            f"0..{row['highest']}",
            f"{row['learn']:.0f}",
            f"{row['predict']:.0f}",
        ]
        for kind in ("drawn", "makemore's own")
        for row in numbers[kind]
    ]
    note = (
        "*drawn*: names drawn from a waking memory of makemore's; *makemore's own*: "
        "its train names, shuffled. One growing memory each, in a fresh process, that "
        "learns them one by one (partial_fit). CPU time, for other work may run beside "
        f"it; *learn*, *predict*: medians in microseconds, of {PROBES} test names and "
        "of their prefixes."
    )
    header = ["names", "samples", "different", "symbols", "CPU s", "us a symbol", "MB"]
    header += ["concepts", "r_levels", "learn one", "predict"]
    return Table("Awake", header, rows, note)


def _asleep_table(numbers: dict[str, Any]) -> Table:
    rows = [
        [
            f"{row['samples']:,}",
            f"{row['seconds']:.2f}",
            f"{row['megabytes']:,.0f}",
            f"{row['slots']:,}",
        ]
        for row in numbers["asleep"]
    ]
    note = (
        "Drawn names. Each in a fresh process; *MB*: how much higher its peak was "
        "after the sleep than before."
    )
    return Table("Asleep", ["samples", "CPU s", "MB", "slot concepts"], rows, note)


def _fit_table(numbers: dict[str, Any]) -> Table:
    rows = []
    for (kind, key), found in fits(numbers).items():
        called = (ASLEEP if kind == "asleep" else AWAKE)[key]
        used = "drawn" if kind == "asleep" else kind
        rows.append([called, used, found.all.show(2), f"{found.last:.2f}"])
    note = (
        "cost = a x samples to the power of this; least squares of the logarithms "
        "[95%, as if the points were independent, which those of one growing memory "
        "are not]. 1 is proportional, 0 is flat. *at the end*: from the last size but "
        "two, about a tenth, to the last. Points of less than 1 MB are left out."
    )
    header = ["", "names", "exponent", "at the end"]
    return Table("Fitted exponents", header, rows, note)


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw time, memory and concepts, both axes so many times a step."""
    # As wide as a README shows it, so that its letters stay as large as they are.
    figure, axes = sheet(3, 3.1, 3.6)
    found = fits(numbers)
    kinds = {
        "drawn": ("awake", EXCITED, "o-"),
        "makemore's own": ("awake, real names", QUIET, "s--"),
        "asleep": ("sleep", ABSTRACTED, "^-"),
    }
    panels = {
        "seconds": "CPU seconds",
        "megabytes": "megabytes",
        "concepts": "concepts",
    }
    for ax, (key, label) in zip(axes, panels.items()):
        for kind, (_, colour, style) in kinds.items():
            key_of = "slots" if (kind, key) == ("asleep", "concepts") else key
            rows = [row for row in numbers[kind] if row[key_of] > 0]
            power = found.get((kind, key_of))
            grows = f"power {power.all.middle:.2f}" if power else None
            xs, ys = [row["samples"] for row in rows], [row[key_of] for row in rows]
            ax.plot(xs, ys, style, color=colour, ms=4, label=grows)
        log_samples(ax, "samples")
        ax.set_xticks([1e3, 1e4, 1e5, 1e6], ["1,000", "10,000", "100,000", "1 million"])
        ax.tick_params(axis="x", labelsize=8)
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter(
            lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"
        )
        ax.set_ylabel(label)
        ax.legend(frameon=False, fontsize=9)
    names = [name for name, _, _ in kinds.values()]
    figure.legend(axes[0].lines, names, loc="outside upper center", ncols=3)
    axes[2].set_ylabel("concepts; after sleep: slot concepts")
    return figure

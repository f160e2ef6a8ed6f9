"""Emergent complexity: what one symbol touches, however large the memory is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from plastic import PlasticMemory
from plastic.inspection.learning_report import LearningReport
from plastic.rendering.palette import ABSTRACTED, EXCITED, FIRED, LIFTED

from ..common import Table, makemore_split
from ..sleep import closed, drawn_names
from .finding import Finding, log_samples, sheet
from .intervals import Interval, bootstrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZES = [100, 1_000, 10_000, 31_033, 100_000, 300_000, 1_000_000]
MOST_DRAWN = SIZES[-1]
KEYS = ["fired", "hops", "abstracted", "lifted", "touched"]


def measure(quick: bool) -> Finding:
    """Learn each test name, look, and forget it, at every size of the memory."""
    _, test = makemore_split()
    test = test[:200] if quick else test
    found = {
        size: probed(memory, test)
        for size, memory in growing(SIZES[:3] if quick else SIZES)
    }
    numbers = {"sizes": [*found], "names": len(test), "found": [*found.values()]}
    return Finding(
        "locality",
        "Emergent complexity: each concept knows only those around it",
        _found(numbers),
        [_table(numbers), _hops_table(numbers)],
        numbers,
    )


@cache
def drawn_once(count: int) -> list[str]:
    """Draw names from a waking memory of makemore's; 8,000 take a second."""
    return drawn_names(count)


def shuffled_train() -> list[str]:
    """Give makemore's train names in random order."""
    train, _ = makemore_split()
    return random.Random(0).sample(train, len(train))


def names_without_end(most: int) -> list[str]:
    """Give makemore's train names in random order, and after them drawn ones."""
    names = shuffled_train()
    return names + drawn_once(MOST_DRAWN) if most > len(names) else names


def growing(sizes: list[int]) -> Iterator[tuple[int, PlasticMemory]]:
    """Give one memory, awake, at rising sizes."""
    memory, at = closed(), 0
    names = names_without_end(sizes[-1])
    for size in sizes:
        memory.partial_fit(names[at:size])
        yield size, memory
        at = size


def probed(memory: PlasticMemory, names: list[str]) -> dict[str, Any]:
    """Give what learning one more of these names touches."""
    concepts = len(memory.state.concepts)
    per_name: dict[str, list[int]] = {key: [] for key in [*KEYS, "moments", "signals"]}
    hops, most = [], 0
    for name in names:
        lesson = memory.learn(name)
        counted = touches(lesson)
        memory.forget(name)
        for key, values in counted.items():
            per_name[key].append(sum(values))
        per_name["moments"].append(len(lesson))
        per_name["signals"].append(len(counted["hops"]))
        hops += counted["hops"]
        most = max(most, *counted["touched"])
    means = {
        key: bootstrap(
            per_name[key], per_name["signals" if key == "hops" else "moments"]
        )
        for key in KEYS
    }
    return {
        "concepts": concepts,
        **means,
        "most touched": most,
        "lifts a sample": bootstrap(per_name["lifted"], [1] * len(names)),
        "hops counted": np.bincount(hops).tolist(),
    }


def touches(report: LearningReport) -> dict[str, list[int]]:
    """Count what each moment of a sample that was learned touches.

    A concept is touched if it fires, is made or is lifted.  A signal's way is
    counted in hops, from the synapse that it starts at to the last one that it
    strengthens: 0 if that is the same.
    """
    return {
        "fired": [len(moment.fired) for moment in report],
        "hops": [
            len(moment.potentiated) - 1 for moment in report if moment.next is not None
        ],
        "abstracted": [int(moment.abstracted is not None) for moment in report],
        "lifted": [len(moment.lifted) for moment in report],
        "touched": [len({*moment.fired, *moment.lifted}) for moment in report],
    }


# To read -----------------------------------------------------------------------------


def _found(numbers: dict[str, Any]) -> str:
    sizes, (first, *_, last) = numbers["sizes"], numbers["found"]
    return (
        f"from {sizes[0]:,} to {sizes[-1]:,} samples ({first['concepts']:,} to "
        f"{last['concepts']:,} concepts) a learned symbol touches "
        f"{first['touched'].middle:.1f} to {last['touched'].middle:.1f} concepts, its "
        f"signal travels {first['hops'].middle:.2f} to {last['hops'].middle:.2f} hops, "
        f"a sample lifts {first['lifts a sample'].middle:.2f} to "
        f"{last['lifts a sample'].middle:.2f} concepts; the most that one symbol "
        "touched at any size is "
        f"{max(one['most touched'] for one in numbers['found']):,}"
    )


def _table(numbers: dict[str, Any]) -> Table:
    rows = [
        [
            f"{size:,}",
            f"{one['concepts']:,}",
            one["fired"].show(2),
            one["hops"].show(2),
            one["abstracted"].show(2),
            one["lifts a sample"].show(2),
            one["touched"].show(2),
            f"{one['most touched']:,}",
        ]
        for size, one in zip(numbers["sizes"], numbers["found"])
    ]
    note = (
        f"{numbers['names']:,} test names, each learned by a memory of that size and "
        "forgotten again; means [95% over names] a symbol, lifts a sample. *fired*: "
        "concepts on the path, a new one included. *hops*: how far a signal travels, "
        "0: it ends where it begins. *touched*: fired, made or lifted; and the most "
        "that one symbol touched. Up to 31,033 the samples are makemore's train names, "
        "beyond that drawn from a memory of them."
    )
    header = ["samples", "concepts", "fired", "hops", "made", "lifts a sample"]
    header += ["touched", "most"]
    return Table("What one more symbol touches", header, rows, note)


def _hops_table(numbers: dict[str, Any]) -> Table:
    longest = max(len(one["hops counted"]) for one in numbers["found"])
    rows = []
    for size, one in zip(numbers["sizes"], numbers["found"]):
        counts = one["hops counted"] + [0] * (longest - len(one["hops counted"]))
        shares = [count / sum(counts) for count in counts]
        rows.append([f"{size:,}", *(f"{share:.1%}" for share in shares)])
    header = ["samples", *map(str, range(longest))]
    return Table("How many hops signals travel", header, rows, "Share of all signals.")


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw what is touched, and how far signals travel."""
    figure, (left, right) = sheet(2)
    sizes = numbers["sizes"]
    panels = [
        (left, "touched", "touched", ABSTRACTED),
        (left, "fired", "fired", FIRED),
        (right, "hops", "hops of a signal", EXCITED),
        (right, "lifts a sample", "lifts a sample", LIFTED),
        (right, "abstracted", "concepts made", ABSTRACTED),
    ]
    for ax, key, label, colour in panels:
        found = [Interval(*one[key]) for one in numbers["found"]]
        ax.plot(sizes, [one.middle for one in found], "o-", color=colour, label=label)
        low, high = zip(*((one.low, one.high) for one in found))
        ax.fill_between(sizes, low, high, color=colour, alpha=0.2, lw=0)
    for ax in (left, right):
        log_samples(ax)
        ax.set_ylim(0)
        ax.legend(frameon=False)
    left.set_ylabel("concepts, a learned symbol")
    right.set_ylabel("a learned symbol; lifts: a sample")
    return figure

"""Sparse networks: how few concepts fire for a prediction."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from plastic import PlasticMemory
from plastic.consolidation.histories import find_rows
from plastic.core.potentiation import fire
from plastic.core.symbols import wrap
from plastic.rendering.palette import ABSTRACTED, EXCITED

from ..common import Table, makemore_split
from ..sleep import closed
from .finding import Finding, log_samples, sheet
from .intervals import Interval, bootstrap, exponent
from .locality import SIZES, growing, names_without_end

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ASLEEP = 31_033  # samples to sleep over


def measure(quick: bool) -> Finding:
    """Count what fires at every place of the test names, at every size."""
    _, test = makemore_split()
    test = test[:200] if quick else test
    sizes = SIZES[:3] if quick else SIZES
    awake = {size: awake_at(memory, test) for size, memory in growing(sizes)}
    asleep = {
        size: asleep_at(names_without_end(size)[:size], test[:200])
        for size in sizes
        if size <= MOST_ASLEEP
    }
    shares = [one["fired"].middle / one["concepts"] for one in awake.values()]
    numbers = {
        "names": len(test),
        "awake": awake,
        "asleep": asleep,
        "exponent": exponent([one["concepts"] for one in awake.values()], shares),
    }
    return Finding(
        "sparsity",
        "Sparse networks: only some concepts fire at any time",
        _found(numbers),
        [_table(numbers)],
        numbers,
    )


def awake_at(memory: PlasticMemory, names: list[str]) -> dict[str, Any]:
    """Give how many concepts fire for one prediction, and for all of them."""
    concepts = memory.state.concepts
    fired, ever = [], set()
    for name in names:
        sequence = wrap(name)
        paths = [fire(concepts, sequence, end) for end in range(1, len(sequence))]
        fired.append(sum(map(len, paths)))
        ever |= {node.symbols for path in paths for node in path}
    return _counted(fired, ever, len(concepts), names)


def asleep_at(samples: list[str], names: list[str]) -> dict[str, Any]:
    """Give how many slot concepts fire after a sleep."""
    memory = closed(random.Random(0).sample(samples, len(samples)))
    slots = memory.consolidate().kept
    found = memory.state.abstractions
    fired, ever = [], set()
    for name in names:
        pasts = [wrap(name)[:end] for end in range(1, len(name) + 2)]
        keys = [found.histories.keys(found.histories.read(past)) for past in pasts]
        # The row after the last stands for patterns that were not kept.
        every = [row for key in keys for row in find_rows(found.keys, key).tolist()]
        rows = [row for row in every if row < slots]
        fired.append(len(rows))
        ever.update(rows)
    return _counted(fired, ever, slots, names)


def _counted(fired: list[int], ever: set, concepts: int, names: list[str]) -> dict:
    return {
        "concepts": concepts,
        "fired": bootstrap(fired, [len(name) + 1 for name in names]),
        "ever": len(ever) / concepts,
    }


# To read -----------------------------------------------------------------------------


def _found(numbers: dict[str, Any]) -> str:
    awake, asleep = numbers["awake"], numbers["asleep"]
    first, last = min(awake), max(awake)
    few, many, slots = awake[first], awake[last], asleep[max(asleep)]
    return (
        f"a prediction fires {few['fired'].middle:.1f} of {few['concepts']:,} concepts "
        f"({_share(few)}) with {first:,} samples, {many['fired'].middle:.1f} of "
        f"{many['concepts']:,} ({_share(many)}) with {last:,}: the share falls as "
        f"concepts to the power {numbers['exponent'].show(2)}; after sleep "
        f"{slots['fired'].middle:.0f} of {slots['concepts']:,} slot concepts "
        f"({_share(slots)}) with {max(asleep):,}"
    )


def _share(one: dict[str, Any]) -> str:
    return f"{100 * one['fired'].middle / one['concepts']:.2g}%"


def _table(numbers: dict[str, Any]) -> Table:
    rows = []
    for size, one in numbers["awake"].items():
        slots = numbers["asleep"].get(size)
        beside = _cells(slots) if slots else [""] * 4
        rows.append([f"{size:,}", *_cells(one), *beside])
    note = (
        "Concepts that fire for one prediction, mean [95% over names] at every place "
        f"of {numbers['names']:,} test names (after sleep: 200 of them); *ever*: the "
        "share that fires at all in those names. Beyond 31,033 samples are drawn from "
        "a memory of makemore's names."
    )
    header = ["samples", "concepts", "fire", "share", "ever"]
    header += ["slot concepts", "fire", "share", "ever"]
    return Table("What fires for a prediction", header, rows, note)


def _cells(one: dict[str, Any]) -> list[str]:
    fired = one["fired"].show(1)
    return [f"{one['concepts']:,}", fired, _share(one), f"{one['ever']:.1%}"]


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw the share that fires, against the number of concepts."""
    figure, (ax,) = sheet(1, 6)
    for state, colour in (("awake", EXCITED), ("asleep", ABSTRACTED)):
        found = numbers[state].values()
        concepts = [one["concepts"] for one in found]
        shares = [Interval(*one["fired"]).middle / one["concepts"] for one in found]
        label = "slot concepts, after sleep" if state == "asleep" else "concepts, awake"
        ax.plot(concepts, shares, "o-", color=colour, label=label)
    log_samples(ax, "concepts there are")
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    ax.set_ylabel("share that fires for a prediction")
    ax.legend(frameon=False)
    return figure

"""Sample efficiency: what few samples are enough for."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

from plastic.rendering.palette import ABSTRACTED, EXCITED, QUIET

from ..common import Table, makemore_split
from ..sleep import closed, compare
from .finding import Finding, log_samples, sheet
from .intervals import Spread, spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SEEDS = range(3)
SIZES = [10, 30, 100, 300, 1_000, 3_000, 10_000]


def measure(quick: bool) -> Finding:
    """Score memories of more and more names, awake and after sleep."""
    train, test = makemore_split()
    sizes = SIZES[:5] if quick else [*SIZES, len(train)]
    numbers: dict[str, Any] = {"sizes": sizes, "awake": [], "asleep": []}
    for size in sizes:
        draws = SEEDS if size < len(train) else [0]
        found = [
            compare(closed(random.Random(seed).sample(train, size)), test)
            for seed in draws
        ]
        numbers["awake"].append(spread([one.waking for one in found]))
        numbers["asleep"].append(spread([one.mixed for one in found]))
    return Finding(
        "efficiency",
        "Sample efficiency: what is similar is refactored into a hierarchy",
        _found(numbers),
        [_table(numbers)],
        numbers,
    )


def _found(numbers: dict[str, Any]) -> str:
    few = numbers["sizes"].index(100)
    last, most = numbers["asleep"][-1].mean, numbers["sizes"][-1]
    part = (math.log(27) - numbers["asleep"][few].mean) / (math.log(27) - last)
    return (
        f"test nats a symbol after sleep fall from 3.296 (uniform) to "
        f"{numbers['asleep'][0].mean:.3f} with 10 names, "
        f"{numbers['asleep'][few].mean:.3f} with 100 ({part:.0%} of what "
        f"{most:,} bring), {last:.3f} with {most:,}"
    )


def _table(numbers: dict[str, Any]) -> Table:
    rows = [
        [f"{size:,}", awake.show(), asleep.show(), f"{awake.mean - asleep.mean:.3f}"]
        for size, awake, asleep in zip(*numbers.values())
    ]
    note = (
        "Test nats a symbol, 27 symbols, 1,000 names of the makemore split; mean ± "
        f"standard deviation of {len(SEEDS)} draws from the train names (of all there "
        "is but one). For peers on the same axis see `efficiency`."
    )
    header = ["names learned", "awake", "after sleep", "sleep adds"]
    return Table("From few names to all", header, rows, note)


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw both curves."""
    figure, (ax,) = sheet(1, 6)
    ax.axhline(math.log(27), color=QUIET, ls="--", lw=1, label="uniform over 27")
    for key, colour in (("awake", EXCITED), ("asleep", ABSTRACTED)):
        means, deviations = zip(*(Spread(*one) for one in numbers[key]))
        label = "after sleep" if key == "asleep" else key
        ax.errorbar(
            numbers["sizes"], means, deviations, color=colour, marker="o", label=label
        )
    log_samples(ax)
    ax.set_ylabel("test nats a symbol")
    ax.legend(frameon=False)
    return figure

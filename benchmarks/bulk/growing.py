"""How learning grows with the number of samples."""

from __future__ import annotations

import math
import sys

from plastic import PlasticMemory
from plastic.arrays import bulk
from plastic.arrays.text import encode

from ..claims.intervals import exponent
from ..common import Table, in_fresh_process, peak_megabytes, resident_megabytes
from . import data
from .data import Data, Sizes
from .verbs import seconds

STEPS = 5  # sizes, from a tenth of all to all

COSTS = ["CPU seconds of fit", "us a symbol", "concepts", "MB of columns and text"]
COSTS += ["MB held", "MB at the peak"]
PLACES = [2, 3, 0, 1, 0, 0]


def tables(sizes: Sizes) -> list[Table]:
    """Learn ever more names, each time in a fresh process."""
    many = data.drawn(sizes.drawn)
    counts = [
        round(sizes.drawn * 10 ** (step / (STEPS - 1) - 1)) for step in range(STEPS)
    ]
    runs: list[list[list[float]]] = [[] for _ in counts]
    for turn in range(sizes.long_rounds):
        for count, of in zip(counts, runs):
            of.append(in_fresh_process(grown, many._replace(count=count)))
        print(f"bulk: growing, round {turn + 1}", file=sys.stderr)
    found = [[min(column) for column in zip(*of)] for of in runs]
    return [_costs(counts, found), _exponents(counts, found)]


def grown(samples: Data) -> list[float]:
    """Learn so many names; give what COSTS names."""
    given = samples.samples()
    symbols = sum(map(len, given)) + len(given)
    PlasticMemory().fit(given[:1])  # what is made once
    before, memory = resident_megabytes(), PlasticMemory()
    taken = seconds(memory.fit, given)
    peak, held = peak_megabytes() - before, resident_megabytes() - before
    text = encode(memory.samples)
    columns, _ = bulk.grow(text, memory.horizon)
    size = sum(column.nbytes for column in [*columns, text.codes]) / 1e6
    concepts = len(columns.ends)
    return [taken, 1e6 * taken / symbols, concepts, size, held, peak]


def _costs(counts: list[int], found: list[list[float]]) -> Table:
    rows = [
        [f"{count:,}", *(f"{cost:,.{places}f}" for cost, places in zip(costs, PLACES))]
        for count, costs in zip(counts, found)
    ]
    note = (
        "Drawn names, least of several fresh processes. MB: more than before; the "
        "strings themselves were there."
    )
    return Table("Learning ever more", ["samples", *COSTS], rows, note)


def _exponents(counts: list[int], found: list[list[float]]) -> Table:
    rows = []
    for at, cost in enumerate(COSTS):
        told = [costs[at] for costs in found]
        if min(told) <= 0:  # so little that no memory had to be asked for
            continue
        last = math.log(told[-1] / told[-3]) / math.log(counts[-1] / counts[-3])
        rows.append([cost, exponent(counts, told).show(2), f"{last:.2f}"])
    note = (
        "cost = a x samples to the power of this, as in `python -m benchmarks "
        "scaling`; *at the end*: over the last half of the range."
    )
    return Table(
        "With the number of samples", ["", "exponent", "at the end"], rows, note
    )

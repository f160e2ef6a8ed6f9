"""Locality: what a concept must know of others, and what is missed if it knows none.

`peers/local.py` is the same memory made of cells that exchange messages with their
neighbours only.  It is compared with the library: is it the same graph, what does a
sample touch as memory grows, and what does it predict worse.
"""

from __future__ import annotations

import math
import time
from statistics import fmean

from peers.local import LocalGraph
from plastic import PlasticMemory
from plastic.core.symbols import START, STOP, UNSEEN

from ..claims.locality import shuffled_train
from ..common import Table, makemore_split

SIZES = [100, 1_000, 10_000, 31_000]
TESTED = 500


def table(quick: bool) -> Table:
    """Teach both the same names, and compare them at each size."""
    names, (_, test) = shuffled_train(), makemore_split()
    test = test[:TESTED]
    local, memory, rows, at = LocalGraph(), PlasticMemory(), [], 0
    for size in SIZES[: 2 if quick else None]:
        symbols = sum(len(name) + 1 for name in names[at:size])
        touched = []
        began = time.process_time()
        for name in names[at:size]:
            local.learn(name)
            touched.append(local.touched / (len(name) + 2))
        seconds = time.process_time() - began
        began = time.process_time()
        for name in names[at:size]:
            memory.learn(name)
        theirs = time.process_time() - began
        at = size
        known = nats(local, test)
        rows.append(
            [
                f"{size:,}",
                f"{len(memory.state.concepts):,}",
                "yes" if is_same(local, memory) else "no",
                f"{fmean(touched[-100:]):.1f}",
                f"{seconds / symbols * 1e6:.1f}",
                f"{theirs / symbols * 1e6:.1f}",
                f"{known:.4f}",
                f"{-memory.score(test):.4f}",
            ]
        )
    note = (
        "makemore's names in random order, taught one by one.  *touched*: cells that "
        "a symbol of the last 100 names is passed through; a split touches three, its "
        "own two neighbours included, whatever hangs above.  *us*: CPU a symbol that "
        f"is learned.  *nats* a symbol on {TESTED} test names.  What a cell cannot "
        "know is how strong transitions are elsewhere: its discounts are those "
        "expected of any data, where the library estimates them from all, by length.  "
        "It holds no r_level either: that is how many hops a message took."
    )
    header = ["samples", "concepts", "the same graph", "touched", "us", "us, library"]
    header += ["nats", "nats, library"]
    return Table("Concepts that know only their neighbours", header, rows, note)


def is_same(local: LocalGraph, memory: PlasticMemory) -> bool:
    """Whether both hold the same concepts, counts and strengths."""
    ours = {name: (cell.count, cell.synapses) for name, cell in local.concepts()}
    theirs = {
        tuple(node.symbols): (node["count"], node["synapses"])
        for node in memory.state.concepts.nodes()
    }
    return ours == theirs


def nats(local: LocalGraph, test: list[str]) -> float:
    """Give the mean surprise a symbol."""
    found = []
    for name in test:
        for at, symbol in enumerate([*name, STOP]):
            chances = local.predict(START + name[:at])
            found.append(-math.log(chances.get(symbol, chances[UNSEEN])))
    return fmean(found)

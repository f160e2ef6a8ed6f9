"""Where the bytes are, and whether a file should hold the columns."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import plastic
from plastic import PlasticMemory
from plastic.arrays import bulk
from plastic.arrays.columns import Columns
from plastic.arrays.text import Text, encode
from plastic.core.concepts import Node

from ..common import Table, in_fresh_process, resident_megabytes
from . import data
from .data import Data, Sizes
from .verbs import seconds

CONCEPT = ["ends", "lengths", "parents", "r_levels", "counts"]
CONCEPT += ["synapse_begins", "branch_begins"]
SYNAPSE = ["symbols", "strengths"]
BRANCH = ["before", "branches"]
MOST_LIVE = 100_000  # concepts, to weigh one


def table(sizes: Sizes) -> Table:
    """Weigh the parts of three memories."""
    kinds = [data.names(sizes.names), data.drawn(sizes.drawn), data.text(sizes)]
    parts = [in_fresh_process(weigh, kind) for kind in kinds]
    rows = [[part, *(weights[part] for weights in parts)] for part in parts[0]]
    note = (
        "A concept has seven numbers of its own, a synapse two, a branch (what hangs "
        "on a concept: a concept, or a trace, a past that was lived once) two, a "
        "trace one, each of as few bytes as will do. *text*: the symbols as numbers, "
        "and as they are. *as an object*: once somebody has looked at it, with its "
        "branches and traces."
    )
    return Table(
        "Where the bytes are", ["", *(kind.title for kind in kinds)], rows, note
    )


def weigh(kind: Data) -> dict[str, str]:
    """Count the bytes of each part."""
    memory = PlasticMemory().fit(kind.samples())
    samples = memory.samples
    held = sum(map(sys.getsizeof, samples)) + sys.getsizeof(dict(samples))
    text = encode(samples)
    columns, _ = bulk.grow(text, memory.horizon)
    concepts, branches = len(columns.ends), len(columns.branches)
    synapses, traces = len(columns.symbols), len(columns.trace_ends)
    size = sum(column.nbytes for column in columns)
    return {
        "symbols": f"{len(text.codes) - len(samples):,}",
        "concepts": f"{concepts:,}",
        "synapses": f"{synapses:,}",
        "traces": f"{traces:,}",
        "columns, MB": f"{size / 1e6:.1f}",
        "text, MB": f"{text_bytes(text) / 1e6:.1f}",
        "samples, MB": f"{held / 1e6:.1f}",
        "bytes of columns a concept": f"{size / concepts:.0f}",
        "  its own": f"{weight(columns, CONCEPT) / concepts:.0f}",
        "  a synapse": f"{weight(columns, SYNAPSE) / synapses:.0f}",
        "  a branch": f"{weight(columns, BRANCH) / branches:.0f}",
        "  a trace": f"{columns.trace_ends.nbytes / traces:.0f}",
        "bytes of a concept as an object": f"{live_bytes(memory):,.0f}",
    }


def weight(columns: Columns, names: list[str]) -> int:
    """Add up the bytes of some columns."""
    return sum(getattr(columns, name).nbytes for name in names)


def text_bytes(text: Text) -> int:
    """Count the bytes of a text."""
    numbers = text.codes.nbytes + text.begins.nbytes + text.times.nbytes
    return numbers + sys.getsizeof(text.wrapped)


def live_bytes(memory: PlasticMemory) -> float:
    """Look at many concepts, so that they become objects; give the bytes of one."""
    before = resident_megabytes()
    looked_at, ahead = 0, [memory.state.concepts.root]
    while ahead and looked_at < MOST_LIVE:
        branches = ahead.pop().branches
        for symbol in list(branches):
            branch = branches.get(symbol)  # this makes it
            if isinstance(branch, Node):
                ahead.append(branch)
                looked_at += 1
    return (resident_megabytes() - before) * 2**20 / looked_at


def file_table(sizes: Sizes) -> Table:
    """Put growing columns anew beside reading them."""
    kinds = [data.names(sizes.names), data.drawn(sizes.drawn)]
    rows = [[kind.title, *in_fresh_process(of_file, kind)] for kind in kinds]
    note = (
        "Of a memory that is awake. *grow*: what `plastic.load` spends on the graph; "
        "the rest reads the samples and checks them."
    )
    header = ["", "load, CPU s", "grow", "of it", "file, MB", "columns and codes"]
    header += ["with these, times as large"]
    return Table("Why files hold no columns", header, rows, note)


def of_file(kind: Data) -> list[str]:
    """Load a memory, and grow its graph alone; weigh both."""
    memory = PlasticMemory().fit(kind.lines())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.plastic")
        memory.save(path)
        size = path.stat().st_size
        load = min(seconds(plastic.load, path) for _ in range(3))
    held = dict(memory.samples)

    def grow() -> None:
        bulk.grow(encode(held), memory.horizon)

    growing = min(seconds(grow) for _ in range(3))
    text = encode(held)
    grown, _ = bulk.grow(text, memory.horizon)
    columns = sum(column.nbytes for column in grown)
    columns += text.codes.nbytes + text.begins.nbytes
    return [
        f"{load:.2f}",
        f"{growing:.2f}",
        f"{growing / load:.0%}",
        f"{size / 1e6:.1f}",
        f"{columns / 1e6:.1f}",
        f"{(size + columns) / size:.1f}",
    ]

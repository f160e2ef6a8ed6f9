"""The house: how far one call makes a reader walk, what an import costs.

Each call of a function of plastic is an event (``sys.setprofile``); a *move* is
an event in another file than the one before.  The second call of each verb
counts, when everything that is made once has been made.  The first layout,
all files on one table, is the commit 33f1227.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any, NamedTuple

import plastic

from .common import Table

PACKAGE = Path(plastic.__file__).parent

# Moves of the first layout, and the share of them that is asked for.
MOVES = {
    'learn("emma")': (42, 0.55),
    'learn("emma"), in a file': (54, None),
    'forget("emma")': (53, None),
    "predict_proba, awake": (12, None),
    "predict_proba, asleep": (27, 0.5),
    "explain, asleep": (84, None),
    "complete, asleep": (134, None),
}
IMPORTS = {
    "numpy and networkx": "import numpy, networkx",
    "plastic": "import plastic",
}
ASKED = 1.2  # times the import of numpy and networkx, which it cannot do without


class Journey(NamedTuple):
    """What one call of a verb passes through."""

    calls: int
    files: int
    moves: int


def run(quick: bool) -> list[Table]:
    """Follow the verbs; time the imports."""
    return [moves_table(), imports_table(5 if quick else 31)]


def moves_table() -> Table:
    """Put what a call passes through beside what it passed through at first."""
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        plastic.open(Path(folder, "names.plastic")) as bound,
    ):
        for name, verb in verbs(bound).items():
            journey, (before, share) = follow(verb), MOVES[name]
            asked = f"{int(share * before)} ({share:.0%})" if share else ""
            moves = f"{journey.moves} ({journey.moves / before:.0%})"
            rows.append([name, *map(str, journey[:2]), moves, str(before), asked])
    header = ["one call", "calls", "files", "moves", "at first", "asked for"]
    return Table("Moves between files that one call makes", header, rows)


def imports_table(times: int) -> Table:
    """Time imports by turns, so that a busy machine is busy for all of them."""
    taken: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _ in range(times):
        for name, statement in IMPORTS.items():
            taken[name].append(import_seconds(statement))
    typical = {name: median(each) for name, each in taken.items()}
    least = typical["numpy and networkx"]
    rows = [
        [name, f"{1000 * each:.0f} ms", f"{each / least:.2f}"]
        for name, each in typical.items()
    ]
    rows[-1][-1] += f" (asked for: {ASKED})"
    header = ["import of", "CPU time", "times the least"]
    return Table("What an import costs", header, rows, f"Medians of {times}, by turns.")


def import_seconds(statement: str) -> float:
    """Give the CPU time that an import takes in a new Python."""
    code = f"""
import time
began = time.process_time()
{statement}
print(time.process_time() - began)
"""
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(told.stdout)


def follow(verb: Callable[[], Any]) -> Journey:
    """Count what a verb's second call passes through."""
    verb()
    seen: list[str] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(str(PACKAGE)):
            seen.append(file)

    sys.setprofile(watch)
    try:
        verb()
    finally:
        sys.setprofile(None)
    moves = sum(before != after for before, after in pairwise(seen))
    return Journey(len(seen), len(set(seen)), moves)


def verbs(bound: plastic.OpenMemory) -> dict[str, Callable[[], Any]]:
    """Give the verbs that are followed, on the bundled names."""
    awake = plastic.train("names.txt", consolidate=False)
    asleep = plastic.train("names.txt")
    bound.partial_fit(["emma", "emily", "rohan"])
    return {
        'learn("emma")': lambda: awake.learn("emma"),
        'learn("emma"), in a file': lambda: bound.learn("emma"),
        'forget("emma")': lambda: awake.forget("emma"),
        "predict_proba, awake": lambda: awake.predict_proba("em"),
        "predict_proba, asleep": lambda: asleep.predict_proba("em"),
        "explain, asleep": lambda: asleep.explain("em"),
        "complete, asleep": lambda: asleep.complete("emm", n=1),
    }

"""How sure is right: answers of sequence to sequence at a confidence of .9 or more.

python -m benchmarks.confidence FILE.json [--most N] measures any pairs: a file holds
``{suite: [{"train": [[source, target], ...], "test": [...]}, ...]}``.
"""

from __future__ import annotations

import argparse
import json
import math
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from plastic import GenerationError, Seq2SeqMemory, UnsureWarning
from plastic.seq2seq.confidence import SURE

from .common import SHARED, Table
from .small_tasks import SMALL_TASKS

PUBLIC = SHARED / "pbe_open.json"  # half of five public suites, in a random order
PAIRS = (3, 5, 10)  # of the small tasks, to learn from
FRESH = 20  # cases of each small task
SHOWN = 5  # pairs of a suite's task to learn from, as people give
ASKED = 12  # cases of a suite's task, at the most, so that none outweighs the others
MOST, FEW = 25, 3  # tasks of each suite, all and quickly: one takes a few seconds

HEADER = ["pairs", "tasks", "solved", "answers", "sure", "of these right"]
HEADER += ["tasks with", "Brier"]
NOTE = (
    f"Sure: given with {SURE} or more.  Tasks with: those that have such an answer.  "
    "Brier: mean squared error of the probability; who always says one half has 0.25."
)


class Case(NamedTuple):
    """One answer: how sure, and whether it was right."""

    confidence: float
    right: bool


class Found(NamedTuple):
    """What came of a task: whether all answers were right, and each of them."""

    solved: bool
    cases: list[Case]


def run(quick: bool) -> list[Table]:
    """Measure the small tasks, and the public suites where they are there."""
    small = [(f"small tasks, {n} pairs", _small(n, quick)) for n in PAIRS]
    tables = [table("Tasks of our own", small)]
    if PUBLIC.exists():
        suites = public(PUBLIC, FEW if quick else MOST)
        tables.append(table(f"Public suites, {FEW if quick else MOST} tasks", suites))
    return tables


def _small(pairs: int, quick: bool) -> list[Found]:
    found = []
    for name in [*SMALL_TASKS][: 5 if quick else None]:
        rng = np.random.default_rng(len(name))
        made = [SMALL_TASKS[name](rng) for _ in range(pairs + FRESH)]
        found.append(asked(made[:pairs], made[pairs:]))
    return found


def public(file: Path, most: int | None) -> list[tuple[str, list[Found]]]:
    """Ask the tasks of a file."""
    suites = json.loads(file.read_text(encoding="utf-8"))
    return [
        (
            suite,
            [asked(task["train"][:SHOWN], task["test"][:ASKED]) for task in few[:most]],
        )
        for suite, few in suites.items()
    ]


def asked(pairs: Iterable, fresh: Iterable) -> Found:
    """Learn some pairs, and ask for others."""
    memory, cases, solved = Seq2SeqMemory(), [], True
    try:
        memory.fit([tuple(pair) for pair in pairs])
    except GenerationError:
        return Found(False, [])
    for source, target in fresh:
        try:
            answer = memory.answer(source)
        except GenerationError:
            solved = False
            continue
        right = answer.target == target
        solved = solved and right
        cases.append(Case(answer.confidence, right))
    return Found(solved, cases)


def table(title: str, suites: list[tuple[str, list[Found]]]) -> Table:
    """Put suites together: a row each, and one for all."""
    rows = [_row(name, found) for name, found in suites]
    rows.append(_row("all", [found for _, many in suites for found in many]))
    return Table(title, HEADER, rows, NOTE)


def _row(name: str, found: list[Found]) -> list[str]:
    cases = [case for task in found for case in task.cases]
    sure = [case.right for case in cases if case.confidence >= SURE]
    having = sum(any(c.confidence >= SURE for c in task.cases) for task in found)
    errors = [(case.confidence - case.right) ** 2 for case in cases]
    return [
        name,
        str(len(found)),
        str(sum(task.solved for task in found)),
        str(len(cases)),
        str(len(sure)),
        f"{sum(sure) / len(sure):.0%}" if sure else "",
        f"{having / len(found):.0%}" if found else "",
        f"{math.fsum(errors) / len(errors):.3f}" if errors else "",
    ]


def main(arguments: list[str] | None = None) -> None:
    """Measure the pairs of a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence")
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, help="tasks of each suite; all by default")
    options: Any = parser.parse_args(arguments)
    warnings.simplefilter("ignore", UnsureWarning)
    print(table(options.file.name, public(options.file, options.most)).markdown())


if __name__ == "__main__":
    main()

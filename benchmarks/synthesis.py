"""Programs that compute: what is solved of public suites, and what a library saves.

python -m benchmarks [--pbe FILE] synthesis takes any file of
``{suite: [{"name": ..., "train": [[source, target], ...], "test": [...]}, ...]}``.
"""

from __future__ import annotations

import json
import os
import statistics
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from plastic import GenerationError, Seq2SeqMemory, UnsureWarning
from plastic.seq2seq.decisions import Decisions, NestedContext, moment
from plastic.seq2seq.expression import decided, learned_habits
from plastic.synthesis import Expression, UndefinedError, search
from plastic.synthesis.habits import NONE, places
from plastic.synthesis.sleep import library

from .common import SHARED, Missing, Table

FILE = "PLASTIC_PBE"  # where the file of suites is, as --pbe says
PUBLIC = SHARED / "pbe_open.json"  # half of five public suites, in a random order
SHOWN = 5  # pairs to learn from, as people give
FEW = 3  # tasks of each suite, quickly
SURE, ASKED = 0.9, 12  # answers of a task that are looked at, so that none outweighs
CURRICULUM, STEPS = 100, 100_000  # tasks, and steps for each
LISTS = ("rule", "dreamcoder-list")


class Solved(NamedTuple):
    """What came of a task."""

    kind: str
    seconds: float
    sure: list[bool]  # whether right, of the answers given as sure
    answers: int


def run(quick: bool) -> list[Table]:
    """Measure the suites, and a curriculum of their list tasks."""
    path = Path(os.environ.get(FILE, PUBLIC))
    if not path.exists():
        raise Missing(f"a file of tasks, such as {path.name}: give one by --pbe FILE")
    suites = json.loads(path.read_text(encoding="utf-8"))
    tables = [_suites(suites, FEW if quick else None)]
    lists = [suites[name] for name in LISTS if name in suites]
    if lists:
        mixed = [task for tasks in zip(*lists) for task in tasks]
        tables.append(_curriculum(mixed[: 2 * FEW if quick else CURRICULUM]))
    return tables


def _suites(suites: dict[str, list], most: int | None) -> Table:
    rows = []
    for name, tasks in suites.items():
        found = [solve(task, SHOWN) for task in tasks[:most]]
        kinds = Counter(each.kind for each in found)
        seconds = [each.seconds for each in found if each.kind == "solved"]
        sure = [right for each in found for right in each.sure]
        answers = sum(each.answers for each in found)
        rows.append(
            [
                name,
                f"{len(found)}",
                f"{kinds['solved']} ({kinds['solved'] / len(found):.0%})",
                f"{kinds['wrong']}",
                f"{kinds['none']}",
                f"{statistics.median(seconds):.2f}" if seconds else "",
                f"{len(sure) / max(1, answers):.0%}",
                f"{sum(sure) / max(1, len(sure)):.0%}",
            ]
        )
    header = ["suite", "tasks", "solved", "wrong", "no program", "median s of solved"]
    header += ["sure", "of these right"]
    note = (
        f"The first {SHOWN} pairs to learn from; solved: every held-out pair exact and "
        "of the same type.  Of lists the bits, the operations and when to stop were "
        "chosen by what failed in these very tasks: on tasks not seen it is less."
    )
    return Table("Public suites", header, rows, note)


def solve(task: dict[str, Any], shown: int) -> Solved:
    """Learn a task from its first pairs, and answer the others."""
    began = time.process_time()
    sure: list[bool] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnsureWarning)
        try:
            memory = Seq2SeqMemory().fit(map(tuple, task["train"][:shown]))
        except GenerationError:
            return Solved("none", time.process_time() - began, [], 0)
        right = True
        for at, (source, target) in enumerate(task["test"]):
            try:
                answer = memory.answer(source)
            except GenerationError:
                right = False
                continue
            fine = answer.target == target and type(answer.target) is type(target)
            right &= fine
            if answer.confidence >= SURE and at < ASKED:
                sure.append(fine)
    seconds = time.process_time() - began
    answers = min(ASKED, len(task["test"]))
    return Solved("solved" if right else "wrong", seconds, sure, answers)


# What is learned of one task for the next ------------------------------------------


def _curriculum(tasks: list[dict[str, Any]]) -> Table:
    alone = teach(tasks, False, False)
    rows = []
    for name, uses_habits, uses_library in (
        ("each alone", False, False),
        ("with habits", True, False),
        ("with a library", False, True),
        ("with both", True, True),
    ):
        steps, right, patterns = teach(tasks, uses_habits, uses_library)
        both = [at for at, fine in enumerate(right) if fine and alone[1][at]]
        rows.append(
            [
                name,
                f"{sum(steps):,}",
                f"{sum(steps[at] for at in both):,}",
                f"{sum(alone[0][at] for at in both):,}",
                f"{sum(right)}",
                f"{patterns}",
            ]
        )
    header = ["", "steps", "where both are right", "there, alone", "right", "patterns"]
    note = (
        f"{len(tasks)} list tasks in one order, {SHOWN} pairs each, {STEPS:,} steps at "
        "the most; what was found of each is kept for the next ones."
    )
    return Table("A curriculum", header, rows, note)


def teach(
    tasks: list[dict[str, Any]], uses_habits: bool, uses_library: bool
) -> tuple[list[int], list[bool], int]:
    """Search for each task with what those before tell; give steps, what is right."""
    kept: list[Expression] = []
    lived: Counter = Counter()
    steps, right = [], []
    for index, task in enumerate(tasks):
        pairs = [_plain(pair) for pair in task["train"][:SHOWN]]
        patterns = library(kept) if uses_library else []
        usual = NONE
        if uses_habits and kept:
            usual = learned_habits(kept, Decisions(lived).chances)
        operations = [pattern.operation for pattern in patterns]
        found = search(pairs, (), STEPS, operations, usual)
        steps.append(found.steps)
        right.append(bool(found.solutions))
        if found.solutions:
            best = found.solutions[0][0]
            kept.append(best)
            for path, part in places(best):
                lived.update(moment(NestedContext(path), decided(part), index))
            right[-1] = all(_gives(best, *_plain(pair)) for pair in task["test"])
    return steps, right, len(library(kept)) if uses_library else 0


def _gives(expression: Expression, source: Any, target: Any) -> bool:
    try:
        return bool(expression.run(source) == target)
    except UndefinedError:
        return False


def _plain(value: Any) -> Any:
    """Give lists as tuples, all the way down."""
    return tuple(map(_plain, value)) if isinstance(value, list) else value

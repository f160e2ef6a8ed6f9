"""Programs that compute: what is solved of public suites, and what a library saves.

python -m benchmarks [--pbe FILE ...] [--rules DIR] synthesis takes any files of
tasks (see ``benchmarks/suites.py``), and a copy of all of Rule's list functions.
"""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any

from plastic.seq2seq.decisions import Decisions, NestedContext, moment
from plastic.seq2seq.expression import decided, learned_habits
from plastic.synthesis import Expression, UndefinedError, search
from plastic.synthesis.habits import NONE, places
from plastic.synthesis.sleep import library

from . import suites
from .common import Table
from .suites import LISTS, SECONDS, STRINGS, Solved, Task

FEW = 3  # tasks of each suite, quickly
REPRODUCED = ("sygus",)  # suites that ask for a program of all pairs
SHOWN = 5  # pairs of a task of the curriculum
CURRICULUM, STEPS = 100, 100_000  # tasks, and steps for each

HEADER = ["suite", "pairs", "tasks", "solved", "wrong", "no program", "stopped"]
HEADER += ["median s of solved", "answers", "sure", "of these right"]
NOTE = (
    f"Each task in a process of its own, {SECONDS} CPU seconds for learning and all "
    "answers.  Solved: every held-out pair exact and of the same type.  Sure: given "
    "with .9 or more, of twelve answers a task at the most.  The search was made with "
    "these very tasks of the open half in view: on tasks not seen it is less."
)


def run(quick: bool) -> list[Table]:
    """Measure the suites, with all their pairs and with one, and a curriculum."""
    most = FEW if quick else None
    known = {name: tasks[:most] for name, tasks in suites.load().items()}
    texts = {name: tasks for name, tasks in known.items() if name in STRINGS}
    whole = {
        name: [_with_all_pairs(task) for task in texts[name]]
        for name in REPRODUCED
        if name in texts
    }
    tables = [_table("Public suites", known, None)._replace(note=NOTE)]
    if texts:
        tables.append(_table("From one pair", texts, 1))
    if whole:
        tables.append(_table("A program of all pairs", whole, None))
    lists = [known[name] for name in LISTS if name in known]
    if lists:
        mixed = [task for tasks in zip(*lists) for task in tasks]
        tables.append(_curriculum(mixed[:CURRICULUM]))
    return tables


def _with_all_pairs(task: Task) -> Task:
    pairs = [*task["train"], *task["test"]]
    return {**task, "train": pairs, "test": pairs}


def _table(title: str, known: dict[str, list[Task]], shown: int | None) -> Table:
    rows, every = [], []
    for name, tasks in known.items():
        found = [suites.solve(task, shown) for task in tasks]
        most = max(len(task["train"][:shown]) for task in tasks)
        rows.append(_row(name, f"{most}", found))
        every += found
    if len(rows) > 1:
        rows.append(_row("all", "", every))
    return Table(title, HEADER, rows)


def _row(name: str, pairs: str, found: list[Solved]) -> list[str]:
    kinds = Counter(each.kind for each in found)
    seconds = [each.seconds for each in found if each.kind == "solved"]
    answers, sure, right = suites.sure(found)
    return [
        name,
        pairs,
        f"{len(found)}",
        f"{kinds['solved']} ({kinds['solved'] / len(found):.0%})",
        f"{kinds['wrong']}",
        f"{kinds['none']}",
        f"{kinds['stopped']}",
        f"{statistics.median(seconds):.2f}" if seconds else "",
        f"{answers}",
        f"{sure / max(1, answers):.0%}",
        f"{right / max(1, sure):.1%}",
    ]


# What is learned of one task for the next ------------------------------------------


def _curriculum(tasks: list[Task]) -> Table:
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
    tasks: list[Task], uses_habits: bool, uses_library: bool, most: int = STEPS
) -> tuple[list[int], list[bool], int]:
    """Search for each task with what those before tell.

    Returns
    -------
    tuple of (list of int, list of bool, int)
        The steps for each, at the `most`; whether what was found is right on what is
        held out; and how many patterns the library holds in the end.
    """
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
        found = search(pairs, (), most, operations, usual)
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

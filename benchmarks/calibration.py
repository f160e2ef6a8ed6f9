"""Calibration: where the confidence of computed texts comes from, fitted anew.

python -m benchmarks [--pbe FILE ...] calibration fits the weights that
``plastic/seq2seq/agreement.py`` holds to the answers of suites of texts, with 1, 3
and 5 pairs to learn from, and asks what a fit on four fifths of the tasks says of the
others.  The fit is iteratively reweighted least squares, a linear system a round.
"""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from plastic.seq2seq import texts
from plastic.seq2seq.agreement import WEIGHTS, Agreement
from plastic.seq2seq.program import Problem

from . import suites
from .common import Table
from .suites import ASKED, STRINGS, Task

SHOWN = (1, 3, 5)  # pairs to learn from
FEW = 6  # tasks of each suite, quickly
BUDGET = 3_000_000  # what a memory spends, as it comes
PRIOR = 1.0  # what a weight is held to 0 by: the square of 1 counts as one answer
CONSTANT_PRIOR = 0.01  # the first, which says how often answers are right at all
ROUNDS = 50
FOLDS = 5
LOWERED = 0.3  # see the comment beside the weights
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
NAMES = ("1", "agreement", "its fourth power", "bits / 20", "ln pairs")
NAMES += ("conditions", "is new")


class Judged(NamedTuple):
    """An answer: the signs for it, whether it was right, and of which task it is."""

    features: tuple[float, ...]
    right: bool
    weight: float
    task: str


def run(quick: bool) -> list[Table]:
    """Fit the weights, and ask how good they are."""
    known = {name: tasks for name, tasks in suites.load().items() if name in STRINGS}
    answers = [
        answer
        for shown in SHOWN
        for name, tasks in known.items()
        for task in tasks[: FEW if quick else None]
        if len(task["train"]) >= shown or shown == max(SHOWN)
        for answer in judged(task, shown, name)
    ]
    return [_weights(answers), _bands(answers)]


def judged(task: Task, shown: int, suite: str = "") -> list[Judged]:
    """Learn a task from some pairs, and give its answers with the signs for them.

    What explains only some of the pairs is judged in another way, and left out; so is
    a source on which no program has a value.
    """
    pairs = sorted((source, target) for source, target in task["train"][:shown])
    rng = np.random.default_rng(0)
    outcome = texts.find(Problem(pairs, BUDGET, None, rng, {}))
    if outcome is None or not all(outcome.right):
        return []
    agreement = Agreement(pairs, outcome, {})
    found = []
    for source, target in task["test"][:ASKED]:
        heard = agreement.heard(source)
        if heard:
            first = next(iter(heard))
            share = heard[first] / sum(heard.values())
            signs = agreement.signs(source, share)
            found.append((signs.features(), first == target))
    name = suite + str(task.get("name", ""))
    return [Judged(*each, 1 / len(found), name) for each in found]


def fit(answers: list[Judged]) -> np.ndarray:
    """Fit a logistic function; each task counts as one answer.

    Returns
    -------
    numpy.ndarray, shape (features,)
    """
    x, right = _columns(answers)
    weight = np.array([answer.weight for answer in answers])
    prior = PRIOR * np.eye(x.shape[1])
    prior[0, 0] = CONSTANT_PRIOR
    found = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = _chance(x, found)
        spread = weight * chance * (1 - chance)
        # Where the working response is x @ found + (right - chance) / slope.
        response = (spread * (x @ found) + weight * (right - chance)) @ x
        found = np.linalg.solve((x.T * spread) @ x + prior, response)
    return found


def _columns(answers: list[Judged]) -> tuple[np.ndarray, np.ndarray]:
    x = np.array([answer.features for answer in answers], float)
    return x, np.array([answer.right for answer in answers], float)


def _chance(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x @ weights))


def held_out(answers: list[Judged]) -> np.ndarray:
    """Give what a fit to the other tasks says of each answer."""
    fold = np.array([zlib.crc32(answer.task.encode()) % FOLDS for answer in answers])
    x, _ = _columns(answers)
    chance = np.zeros(len(answers))
    for which in range(FOLDS):
        others = [answer for answer, at in zip(answers, fold) if at != which]
        chance[fold == which] = _chance(x[fold == which], fit(others))
    return chance


def _weights(answers: list[Judged]) -> Table:
    found = fit(answers)
    kept = np.array(WEIGHTS) + [LOWERED, *[0.0] * (len(WEIGHTS) - 1)]
    rows: list[list[Any]] = [
        [name, f"{new:.2f}", f"{old:.2f}"] for name, new, old in zip(NAMES, found, kept)
    ]
    note = (
        f"{len(answers):,} answers after {', '.join(map(str, SHOWN))} pairs, at most "
        f"{ASKED} a task.  Kept: in plastic/seq2seq/agreement.py, before the first is "
        f"lowered by {LOWERED}."
    )
    return Table("The weights", ["of", "fitted now", "kept"], rows, note)


def _bands(answers: list[Judged]) -> Table:
    chance, (x, right) = held_out(answers), _columns(answers)
    as_kept = _chance(x, np.array(WEIGHTS))
    rows = []
    for low, high in pairwise(BANDS):
        row = [f"{low} to {high}"]
        for says in (chance, as_kept):
            here = (says >= low) & (says < high) | ((says == 1) & (high == 1))
            row += [f"{here.sum():,}", f"{right[here].mean():.2f}" if any(here) else ""]
        rows.append(row)
    header = ["it says", "answers", "right", "as kept: answers", "right "]
    note = (
        f"Fitted on four fifths of the tasks and asked on the rest, {FOLDS} times; as "
        "kept: what the library says, fitted on all of them."
    )
    return Table("How sure is sure", header, rows, note)

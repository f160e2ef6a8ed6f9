"""Analyses: numbers about a machine and its training; `figures` draws them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from plastic.errors import ParameterError

from .files import load, rebuild
from .model import NTM, Trace
from .tasks import Batch, Task
from .training import Training


class Shown(NamedTuple):
    """What was expected of a model, and what it said, for one sequence."""

    size: str
    expected: np.ndarray  # (K, outputs), 0 or 1
    said: np.ndarray  # (K, outputs), from 0 to 1

    @property
    def wrong(self) -> int:
        """Count the wrong bits."""
        return int(((self.said > 0.5) != (self.expected > 0.5)).sum())


@torch.no_grad()
def answers(model: Any, batch: Batch) -> list[Shown]:
    """Let a model answer, and give expectation and answer of each sequence."""
    said = torch.sigmoid(model(batch.inputs, len(batch.targets)))
    return [
        Shown(batch.size, expected, answer)
        for expected, answer in zip(
            batch.targets.transpose(0, 1).numpy(), said.transpose(0, 1).numpy()
        )
    ]


def generalisation(
    model: Any,
    task: Task,
    sizes: Iterable[str | int] = (20, 40, 80, 120),
    seed: int = 0,
) -> list[Shown]:
    """Let a model answer one sequence of each size, most of them never trained on.

    Parameters
    ----------
    model : NTM or PlainLSTM
        What answers.
    task : Task
        What is asked.
    sizes : iterable of str or int
        With a memory of 128 rows, a copy of more than 128 vectors is past it.
    seed : int
        Of the sequences.

    Returns
    -------
    list of Shown
    """
    rng = np.random.default_rng(seed)
    return [answers(model, task.make(rng, 1, str(size)))[0] for size in sizes]


def watch(
    model: NTM, task: Task, size: str | int, seed: int = 0
) -> tuple[Batch, Trace]:
    """Watch a machine at one sequence of a size.

    Returns
    -------
    Batch, Trace
        Both with a batch of 1.
    """
    if not isinstance(model, NTM):
        raise ParameterError("only an NTM has heads and a memory to watch")
    batch = task.make(np.random.default_rng(seed), 1, str(size))
    return batch, model.watch(batch.inputs)


def memory_changes(trace: Trace) -> np.ndarray:
    """Give how much the memory changes: mean |difference| of a cell, each step.

    Parameters
    ----------
    trace : Trace
        What `NTM.watch` gave.

    Returns
    -------
    array of shape (T,)
        The mean over the batch too.
    """
    return trace.memory.diff(dim=0).abs().mean(dim=(1, 2, 3)).numpy()


def snapshots(
    checkpoints: Iterable[str | Path], batch: Batch
) -> list[tuple[int, Shown]]:
    """Let each checkpoint of a training answer the same sequence.

    Parameters
    ----------
    checkpoints : iterable of path
        Such as ``train --checkpoint-interval`` writes.
    batch : Batch
        Its first sequence is asked.

    Returns
    -------
    list of (int, Shown)
        After how many sequences, and the answer; the fewest first.
    """
    found = []
    for path in checkpoints:
        content = load(path)
        if "seen" in content:  # the best one does not say: it is one of the others
            found.append((content["seen"], answers(rebuild(content)[0], batch)[0]))
    return sorted(found, key=lambda one: one[0])


def changes_while_learning(
    checkpoints: Iterable[str | Path], size: str | int = 20, seed: int = 0
) -> list[tuple[int, float]]:
    """Give the mean change of the memory a step, for each checkpoint of a training.

    Parameters
    ----------
    checkpoints : iterable of path
        Such as ``train --checkpoint-interval`` writes.
    size : str or int
        Of the sequence that is asked.
    seed : int
        Of the sequence.

    Returns
    -------
    list of (int, float)
        After how many sequences, and the change.
    """
    found = []
    for path in checkpoints:
        content = load(path)
        if "seen" in content:
            _, trace = watch(*rebuild(content), size, seed)
            found.append((content["seen"], float(memory_changes(trace).mean())))
    return sorted(found)


@torch.no_grad()
def forward_times(
    rows: Sequence[int] = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096),
    *,
    steps: int = 20,
    repeats: int = 5,
    **parameters: Any,
) -> dict[int, float]:
    """Measure how long a step forward takes, by the number of the memory's rows.

    Parameters
    ----------
    rows : sequence of int
        The memories' rows.
    steps : int
        The length of the sequence.
    repeats : int
        The fastest of so many counts: what is slower was disturbed.
    **parameters
        Others of `NTM`.

    Returns
    -------
    dict of int to float
        Milliseconds a step.
    """
    inputs, found = torch.zeros(steps, 1, 9), {}
    for number in rows:
        machine = NTM(inputs=9, outputs=8, **{**parameters, "memory_n": number})
        machine(inputs)  # the first run of anything is slow
        found[number] = min(_seconds(machine, inputs) for _ in range(repeats))
        found[number] *= 1000 / steps
    return found


def _seconds(machine: NTM, inputs: Tensor) -> float:
    begin = time.perf_counter()
    machine(inputs)
    return time.perf_counter() - begin


def training_time(training: Training, sequences: int = 160, repeats: int = 3) -> float:
    """Measure milliseconds a sequence of a training, which goes on meanwhile.

    Parameters
    ----------
    training : Training
        See `begin`.
    sequences : int
        How many are learned each time.
    repeats : int
        The fastest of so many times counts.

    Returns
    -------
    float
    """
    fastest = float("inf")
    for _ in range(repeats):
        begin, before = time.perf_counter(), training.seen
        while training.seen < before + sequences:
            training.step()
        seconds = time.perf_counter() - begin
        fastest = min(fastest, 1000 * seconds / (training.seen - before))
    return fastest

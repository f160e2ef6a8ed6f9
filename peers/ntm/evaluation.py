"""Evaluation: how many bits a trained model gets wrong, and at which lengths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from .tasks import Batch, Task, loss_and_cost


class Figures(NamedTuple):
    """How well a model answers."""

    loss: float  # mean cross-entropy of a bit, in nats
    cost: float  # mean number of wrong bits a sequence
    exact: float  # share of sequences without a wrong bit
    share: float  # share of all bits that are wrong: 1/2 is chance
    best: float | None = None  # the loss of the best that can be predicted


@torch.no_grad()
def measure(
    model: nn.Module, batches: Iterable[Batch], device: str | torch.device = "cpu"
) -> Figures:
    """Measure a model on batches.

    Parameters
    ----------
    model : NTM or PlainLSTM
        What answers.
    batches : iterable of Batch
        What is asked.
    device : str or torch.device
        Where the model is.

    Returns
    -------
    Figures
    """
    losses, wrong, bits, best = [], [], [], []
    for batch in batches:
        batch = batch._replace(
            inputs=batch.inputs.to(device), targets=batch.targets.to(device)
        )
        loss, cost = loss_and_cost(model(batch.inputs, len(batch.targets)), batch)
        losses.append(loss.item())
        wrong.append(cost.cpu())
        bits.append(batch.targets[:, 0].numel() * len(cost))
        if batch.best is not None:
            said = nn.functional.binary_cross_entropy(batch.best, batch.targets.cpu())
            best.append(said.item())
    costs = torch.cat(wrong).float()
    return Figures(
        loss=float(np.mean(losses)),
        cost=costs.mean().item(),
        exact=(costs == 0).float().mean().item(),
        share=costs.sum().item() / sum(bits),
        best=float(np.mean(best)) if best else None,
    )


def by_size(
    model: nn.Module,
    task: Task,
    sizes: Iterable[str | int] | None = None,
    *,
    number: int = 100,
    seed: int = 0,
    device: str | torch.device = "cpu",
) -> dict[str, Figures]:
    """Measure a model at each of some sizes, also such as it was not trained on.

    Parameters
    ----------
    model : NTM or PlainLSTM
        What answers.
    task : Task
        What is asked.
    sizes : iterable of str or int, optional
        Lengths, or whatever the task calls a size: ``10x20`` for repeat-copy.
        None: those that the task names.
    number : int
        Sequences a size.
    seed : int
        Of the sequences.
    device : str or torch.device
        Where the model is.

    Returns
    -------
    dict of str to Figures
    """
    rng, at_once = np.random.default_rng(seed), 20
    found = {}
    for size in map(str, task.examined if sizes is None else sizes):
        numbers = [at_once] * (number // at_once) + [number % at_once]
        batches = (task.make(rng, one, size) for one in numbers if one)
        found[size] = measure(model, batches, device)
    return found

"""Training: batch after batch by gradient descent, with reports on the way.

A `Training` is all of it: model, task, optimizer, random generator and what was
recorded.  Its checkpoint goes on exactly where it was left.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from torch import nn

from plastic.errors import DataError, ParameterError, PlasticError

from .evaluation import Figures, measure
from .files import MODELS, describe, rebuild
from .parameters import Settings, divide
from .tasks import TASKS, Task, loss_and_cost

_HELD_OUT = 512  # sequences: what the best checkpoint is chosen by
_HELD_OUT_SEED = 10**6  # no training is seeded with it


class DivergedError(PlasticError, ArithmeticError):
    """A training that went astray: its gradients are no numbers any more."""


def _optimizer(model: nn.Module, settings: Settings) -> torch.optim.Optimizer:
    parameters = model.parameters()
    if settings.optimizer == "adam":
        return torch.optim.Adam(parameters, settings.lr)
    if settings.optimizer == "rmsprop":
        return torch.optim.RMSprop(
            parameters, settings.lr, alpha=0.95, momentum=settings.momentum
        )
    raise ParameterError(
        f"optimizer must be adam or rmsprop, not {settings.optimizer!r}"
    )


class Training:
    """A model that learns a task.

    Parameters
    ----------
    task : Task
    model : NTM or PlainLSTM
    settings : Settings, optional
    seed : int, default 1
        Of the sequences.  The parameters are the model's; see :func:`begin`.
    batch_size : int, default 1
        Sequences a step.
    device : str or torch.device, default "cpu"

    Attributes
    ----------
    seen : int
        Sequences so far.
    reports : list of dict
        What `report` gave so far.
    best : dict or None
        A checkpoint without what only training needs, of the report with the
        fewest wrong bits on held-out sequences, and of those the least loss.
    """

    def __init__(
        self,
        task: Task,
        model: nn.Module,
        settings: Settings | None = None,
        *,
        seed: int = 1,
        batch_size: int = 1,
        device: str | torch.device = "cpu",
    ) -> None:
        if batch_size < 1:
            raise ParameterError(f"batch_size must be at least 1, not {batch_size}")
        self.task, self.settings = task, settings or Settings()
        self.seed, self.batch_size, self.device = seed, batch_size, device
        self.model = model.to(device)
        self.optimizer = _optimizer(model, self.settings)
        self.rng = np.random.default_rng(seed)
        self.seen, self.seconds = 0, 0.0
        self.reports: list[dict[str, Any]] = []
        self.best: dict[str, Any] | None = None
        self._recent: list[tuple[float, float, int]] = []
        self._recent_seconds = 0.0
        self._clipped = 1.0  # by how much the last gradients were

    def step(self) -> tuple[float, float]:
        """Learn from one batch.

        Returns
        -------
        float, float
            Its loss, and its cost: bits wrong a sequence.
        """
        begin = time.perf_counter()
        done = min(1.0, self.seen / self.settings.sequences)
        grown = done / self.settings.curriculum if self.settings.curriculum else 1.0
        batch = self.task.batch(self.rng, self.batch_size, min(1.0, grown))
        batch = batch._replace(
            inputs=batch.inputs.to(self.device), targets=batch.targets.to(self.device)
        )
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.lr * (1 - self.settings.decay * done)
        self.optimizer.zero_grad()
        logits, effort = self.model.answer(batch.inputs, len(batch.targets))
        loss, wrong = loss_and_cost(logits, batch)
        (loss + self.settings.write_cost * effort).backward()
        clip, parameters = self.settings.clip, self.model.parameters()
        norm = nn.utils.clip_grad_norm_(parameters, clip).item()
        if not math.isfinite(norm):
            raise DivergedError(
                f"the gradients became {norm} after {self.seen} sequences: try a lower "
                "lr, and resume from an earlier checkpoint"
            )
        self._clipped = max(1.0, norm / clip)
        self.optimizer.step()
        self.seen += self.batch_size
        figures = loss.item(), wrong.float().mean().item()
        self._recent.append((*figures, self.batch_size))
        self._recent_seconds += time.perf_counter() - begin
        return figures

    def report(self) -> dict[str, Any]:
        """Say how it went since the last report, and on held-out sequences.

        Returns
        -------
        dict
            ``sequences`` so far, mean ``loss`` and ``cost`` since the last report,
            ``held_out_loss`` and ``held_out_cost``, ``ms`` a sequence, and
            ``gradients``: the norm of each parameter's last one, before clipping.
        """
        losses, costs, numbers = zip(*self._recent)
        held_out = self.examine()
        self.seconds += self._recent_seconds
        self.reports.append(
            {
                "sequences": self.seen,
                "loss": round(float(np.mean(losses)), 6),
                "cost": round(float(np.mean(costs)), 5),
                "held_out_loss": round(held_out.loss, 7),
                "held_out_cost": round(held_out.cost, 5),
                "ms": round(1000 * self._recent_seconds / sum(numbers), 3),
                "gradients": {
                    name: float(f"{self._clipped * one.grad.norm().item():.3g}")
                    for name, one in self.model.named_parameters()
                    if one.grad is not None
                },
            }
        )
        self._recent, self._recent_seconds = [], 0.0
        self._keep_best()
        return self.reports[-1]

    def _keep_best(self) -> None:
        now = self.reports[-1]
        order = ("held_out_cost", "held_out_loss")
        if self.best is None or [now[key] for key in order] < [
            self.best["report"][key] for key in order
        ]:
            self.best = {
                **copy.deepcopy(describe(self.model, self.task)),
                "report": {key: now[key] for key in now if key != "gradients"},
            }

    def examine(self) -> Figures:
        """Measure on held-out sequences: the same ones each time."""
        rng = np.random.default_rng(_HELD_OUT_SEED)
        at_once = 16
        batches = (self.task.batch(rng, at_once) for _ in range(_HELD_OUT // at_once))
        return measure(self.model, batches, self.device)

    def run(self, interval: int) -> Iterator[tuple[float, float, dict | None]]:
        """Learn to the end, and report at intervals.

        Parameters
        ----------
        interval : int
            Sequences between reports.

        Yields
        ------
        float, float, dict or None
            Loss and cost of each step, and the report where there is one.
        """
        while self.seen < self.settings.sequences:
            before = self.seen // interval
            loss, cost = self.step()
            due = self.seen // interval > before or self.seen >= self.settings.sequences
            yield loss, cost, self.report() if due else None

    def record(self) -> dict[str, Any]:
        """Give what there is to know of the training, for JSON."""
        about = describe(self.model, self.task)
        del about["parameters"]
        return {
            **about,
            "settings": asdict(self.settings),
            "seed": self.seed,
            "batch_size": self.batch_size,
            "parameter_count": sum(one.numel() for one in self.model.parameters()),
            "seconds": round(self.seconds, 1),
            "torch": torch.__version__,
            "threads": torch.get_num_threads(),
            "reports": self.reports,
        }

    def checkpoint(self) -> dict[str, Any]:
        """Give all that is needed to go on."""
        return {
            **describe(self.model, self.task),
            "settings": asdict(self.settings),
            "seed": self.seed,
            "batch_size": self.batch_size,
            "seen": self.seen,
            "seconds": self.seconds,
            "reports": self.reports,
            "best": self.best,
            "recent": self._recent,
            "recent_seconds": self._recent_seconds,
            "optimizer": self.optimizer.state_dict(),
            "rng": self.rng.bit_generator.state,
        }

    @classmethod
    def resume(
        cls,
        content: dict[str, Any],
        settings: Settings | None = None,
        device: str | torch.device = "cpu",
    ) -> Training:
        """Go on with a checkpoint.

        Parameters
        ----------
        content : dict
            What `checkpoint` gave.
        settings : Settings, optional
            Others than before, such as more sequences.
        device : str or torch.device
            Where to train.

        Returns
        -------
        Training
            Without other settings, its losses are exactly those that would have
            come without the pause.
        """
        if "optimizer" not in content:
            raise DataError(
                "this checkpoint is for use only: it lacks what training needs; "
                "resume from one that is named by its number of sequences, or -last"
            )
        model, task = rebuild(content)
        training = cls(
            task,
            model,
            settings or Settings(**content["settings"]),
            seed=content["seed"],
            batch_size=content["batch_size"],
            device=device,
        )
        training.optimizer.load_state_dict(content["optimizer"])
        training.rng.bit_generator.state = content["rng"]
        training.seen, training.seconds = content["seen"], content["seconds"]
        training.reports, training.best = content["reports"], content["best"]
        training._recent = content["recent"]
        training._recent_seconds = content["recent_seconds"]
        return training


def begin(
    task: str,
    model: str = "ntm",
    *,
    seed: int = 1,
    batch_size: int = 1,
    device: str | torch.device = "cpu",
    **parameters: Any,
) -> Training:
    """Begin a training by names, as on the command line.

    Parameters
    ----------
    task : str
        A name out of ``TASKS``.
    model : {"ntm", "lstm"}
        What learns it.
    seed : int
        The same seed gives the same parameters and the same sequences.
    batch_size : int
        Sequences a step.
    device : str or torch.device
        Where to train.
    **parameters
        Of the task, the model, and `Settings`.

    Returns
    -------
    Training
    """
    if task not in TASKS:
        raise ParameterError(f"no task {task!r}; there are: {', '.join(TASKS)}")
    if model not in MODELS:
        raise ParameterError(f"no model {model!r}; there are: {', '.join(MODELS)}")
    of_task, of_model, of_training = divide(TASKS[task], MODELS[model], parameters)
    asked = TASKS[task](**of_task)
    torch.manual_seed(seed)
    built = MODELS[model](inputs=asked.inputs, outputs=asked.outputs, **of_model)
    return Training(
        asked,
        built,
        Settings(**of_training),
        seed=seed,
        batch_size=batch_size,
        device=device,
    )

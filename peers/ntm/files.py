"""Files: checkpoints, and the record of a training as JSON.

A checkpoint holds plain values and tensors only, so that PyTorch can read it
without running code from it.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn

from plastic.errors import DataError, DataNotFoundError, ParameterError

from .lstm import PlainLSTM
from .model import NTM
from .tasks import TASKS, Task

MODELS: dict[str, type[NTM] | type[PlainLSTM]] = {"ntm": NTM, "lstm": PlainLSTM}


def describe(model: nn.Module, task: Task) -> dict[str, Any]:
    """Give all that is needed to build both again.

    Raises
    ------
    ParameterError
        One of them is not of this package, so that no file could name it.
    """
    return {
        "task": _name(task, TASKS),
        "task_settings": asdict(task),
        "model": _name(model, MODELS),
        "model_settings": dict(model.settings),
        "parameters": model.state_dict(),
    }


def _name(thing: Any, kinds: Mapping[str, type]) -> str:
    for name, kind in kinds.items():
        if type(thing) is kind:
            return name
    raise ParameterError(
        f"{type(thing).__name__} is none of {', '.join(kinds)}: it can be trained by "
        "step(), but not be reported on or kept"
    )


def save(content: dict[str, Any], path: str | Path) -> None:
    """Write a checkpoint: all of it, or nothing."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    torch.save(content, unfinished)
    os.replace(unfinished, path)


def load(path: str | Path, device: str | torch.device = "cpu") -> dict[str, Any]:
    """Read a checkpoint.

    Parameters
    ----------
    path : str or Path
        The file.
    device : str or torch.device
        Where its tensors go.
        Where its tensors go.

    Returns
    -------
    dict
        See `describe` and `Training.checkpoint`.
    """
    if not Path(path).is_file():
        raise DataNotFoundError(f"no checkpoint {path}")
    try:
        content = torch.load(path, map_location=device, weights_only=True)
        if content["task"] in TASKS and content["model"] in MODELS:
            return content
    except (pickle.UnpicklingError, RuntimeError, EOFError, KeyError, TypeError) as why:
        raise DataError(f"{path} is no checkpoint of this program") from why
    raise DataError(f"{path} has a task or a model that this program lacks")


def rebuild(content: dict[str, Any]) -> tuple[nn.Module, Task]:
    """Build the model and the task of a checkpoint."""
    model = MODELS[content["model"]](**content["model_settings"])
    model.load_state_dict(content["parameters"])
    return model, TASKS[content["task"]](**content["task_settings"])


def trained(
    path: str | Path, device: str | torch.device = "cpu"
) -> tuple[nn.Module, Task]:
    """Read a trained model, and the task that it was trained on.

    Parameters
    ----------
    path : str or Path
        The file.
    device : str or torch.device
        Where its tensors go.

    Returns
    -------
    NTM or PlainLSTM, Task
    """
    model, task = rebuild(load(path, device))
    return model.to(device), task


def save_record(record: dict[str, Any], path: str | Path) -> None:
    """Write the record of a training, a line a report."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {key: value for key, value in record.items() if key != "reports"}
    lines = ",\n  ".join(json.dumps(one) for one in record["reports"])
    text = json.dumps(head, indent=1)[:-2] + f',\n "reports": [\n  {lines}\n ]\n}}\n'
    path.write_text(text)


def load_record(path: str | Path) -> dict[str, Any]:
    """Read the record of a training."""
    return json.loads(Path(path).read_text())

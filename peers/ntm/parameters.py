"""Parameters by name: whose each one is, and what its text means."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from plastic.errors import ParameterError


@dataclass(frozen=True)
class Settings:
    """How to train.  Each field is a parameter of ``-p name=value``.

    Attributes
    ----------
    sequences : int
        How many, in all.
    optimizer : {"adam", "rmsprop"}
    lr : float
        The learning rate at the start.
    decay : float
        What of it is lost evenly on the way: 0 none, 1 all.
    momentum : float
        Of rmsprop.
    clip : float
        The most that the gradients' norm may be.
    write_cost : float
        What writing costs, beside wrong answers; 0 is the paper.  Without it
        a machine that answers goes on writing whatever it likes, which does no harm
        until a sequence is so long that its heads come around to what it needs.
    curriculum : float
        For what share of the training the largest sequences grow: of repeat-copy
        the number of repeats, else the length.  0: all sizes from the beginning.
    """

    sequences: int = 20_000
    optimizer: str = "adam"
    lr: float = 1e-3
    decay: float = 0.9
    momentum: float = 0.9
    clip: float = 1.0
    write_cost: float = 0.01
    curriculum: float = 0.0


_GIVEN = ("inputs", "outputs")  # which follow from the task


def known(*owners: Callable) -> dict[str, Any]:
    """Give the names and defaults of all parameters of tasks, models, settings."""
    return {
        name: one.default
        for owner in owners
        for name, one in inspect.signature(owner).parameters.items()
        if name not in _GIVEN
    }


def divide(
    task: Callable, model: Callable, values: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Say whose each parameter is: the task's, the model's, or the training's.

    Parameters
    ----------
    task, model : callable
        Classes of these.
    values : dict
        Text is understood as what the default is: a number, or text.

    Returns
    -------
    dict, dict, dict
    """
    owners = task, model, Settings
    allowed = known(*owners)
    for name in values:
        if name not in allowed:
            raise ParameterError(
                f"no parameter {name!r}; there are: {', '.join(sorted(allowed))}"
            )
    parts = []
    for owner in owners:
        own = known(owner)
        parts.append(
            {
                name: _like(own[name], values[name], name)
                for name in own
                if name in values
            }
        )
    return parts[0], parts[1], parts[2]


def _like(default: Any, value: Any, name: str) -> Any:
    kind = type(default)
    try:
        number = kind(value) if kind is not int else int(str(value))
    except ValueError as error:
        what = {int: "a whole number", float: "a number"}[kind]
        raise ParameterError(f"{name} must be {what}, not {value!r}") from error
    if kind in (int, float) and not 0 <= number < float("inf"):
        raise ParameterError(f"{name} must be at least 0, not {value!r}")
    return number


def parse(texts: Iterable[str]) -> dict[str, str]:
    """Take ``name=value`` apart.

    >>> parse(["lr=0.01", "heads=rrw"])
    {'lr': '0.01', 'heads': 'rrw'}
    """
    values = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise ParameterError(f"a parameter is written name=value, not {text!r}")
        values[name.strip()] = value.strip()
    return values

"""A prior in the file of the memory that it stands behind: its samples and parameters.

It is written whole, as JSON, and a prior of the prior within it.  What a sleep of it
found is not: one that had slept sleeps anew when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._support import json_codec
from ..core.symbols import Symbols
from ..hyperparameters import Hyperparameters
from ..mixture.prior import Prior

MOST_BEHIND = 10  # one another: more is no chain of priors but a trap


class Stored(NamedTuple):
    """A prior as a file has it.

    Attributes
    ----------
    params : Hyperparameters
        Without the prior's own prior.
    samples : dict
        Sample -> how often it is held, the one learned longest ago first.
    slept : bool
        Whether it had slept.
    prior : Stored, optional
        What stands behind it.
    """

    params: Hyperparameters
    samples: dict[Symbols, int]
    slept: bool
    prior: Stored | None


def encode(prior: Prior | None) -> dict[str, Any] | None:
    """Give a prior as what JSON can hold."""
    if prior is None:
        return None
    state = prior.state
    return {
        "params": state.params.to_json(),
        "slept": state.abstractions is not None,
        "samples": [
            [json_codec.encode_all(sample), times]
            for sample, times in state.samples.items()
        ],
        "prior": encode(state.params.prior),
    }


def decode(value: Any, behind: int = 1) -> Stored | None:
    """Read a prior; all of it is validated.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError, PlasticError
        It is none, as :func:`encode` gives it.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or behind > MOST_BEHIND:
        raise ValueError("there is something else in the place of a prior")
    params = Hyperparameters.from_json(value["params"])
    rows = ((json_codec.decode_all(sample), n) for sample, n in value["samples"])
    samples = json_codec.read_multiset(rows, params.capacity)
    if type(value["slept"]) is not bool or (value["slept"] and not samples):
        raise ValueError("a prior slept over nothing")
    return Stored(params, samples, value["slept"], decode(value["prior"], behind + 1))

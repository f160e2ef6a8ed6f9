"""Checks of plain arguments: numbers, flags and seeds."""

from __future__ import annotations

import numbers
import operator

import numpy as np

from ..errors import ParameterError
from .short import short


def whole(number: int, name: str, least: int = 0, most: int | None = None) -> int:
    """Give a whole number that is within its range, or say which argument is not.

    >>> whole(3, "n")
    3
    >>> whole(-1, "n")
    Traceback (most recent call last):
    plastic.errors.ParameterError: n must be at least 0, not -1
    """
    try:
        index = operator.index(number)
    except Exception as error:
        raise ParameterError(
            f"{name} must be a whole number, not {short(number)}"
        ) from error
    if index < least:
        raise ParameterError(f"{name} must be at least {least}, not {short(number)}")
    if most is not None and index > most:
        raise ParameterError(f"{name} must be at most {most:,}, not {short(number)}")
    return index


def positive(number: float, name: str) -> float:
    """Give a number above 0, or say which argument is none."""
    value = real(number, name)
    if not value > 0:  # NaN too
        raise ParameterError(f"{name} must be above 0, not {short(number)}")
    return value


def real(number: float, name: str) -> float:
    """Give a number as a float, or say which argument is none."""
    if not isinstance(number, numbers.Real):
        raise ParameterError(f"{name} must be a number, not {short(number)}")
    try:
        return float(number)
    except OverflowError as error:
        raise ParameterError(f"{name} is too large: {short(number)}") from error
    except Exception as error:
        raise ParameterError(f"{name} cannot be {short(number)}: {error}") from error


def flag(value: bool, name: str) -> bool:
    """Give True or False, or say which argument is neither.

    An array, or a missing value of pandas, has no truth; and a string that says
    ``"no"`` is true.
    """
    if not isinstance(value, (bool, np.bool_)):
        raise ParameterError(f"{name} must be True or False, not {short(value)}")
    return bool(value)


def generator(rng: int | np.random.Generator | None) -> np.random.Generator:
    """Give a random generator: one's own, a seeded one, or a fresh one."""
    try:
        return np.random.default_rng(rng)
    except Exception as error:
        raise ParameterError(
            f"rng must be None, a whole number from 0 on, or a numpy.random.Generator, "
            f"not {short(rng)}"
        ) from error

"""Many samples, in whatever form people have them: lists, counts, columns, files.

A mapping holds counts; a one-dimensional array or a Series of pandas or polars
is a collection of samples; an open text file has one sample a line.  What looks
like a single sample, or like a table, is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from ..core.symbols import Symbol
from ..errors import DataError, ParameterError, SampleTypeError
from .arguments import whole
from .short import short

Taught = Iterable[Sequence[Symbol]]
MOST_TIMES = 10**12  # that a sample is learned at once: numpy must count them all


def many(samples: Any) -> Taught:
    """Give many samples one by one, a mapping's as often as it counts them.

    Raises
    ------
    SampleTypeError
        It is a single sample, a table, or nothing that holds samples.
    """
    if isinstance(samples, Mapping):
        return (sample for sample, times in counted(samples) for _ in range(times))
    return _collection(samples)


def counted(
    samples: Any, weights: Any = None
) -> Iterator[tuple[Sequence[Symbol], int]]:
    """Give many samples one by one, with how often to learn each.

    Parameters
    ----------
    samples : iterable of samples, or mapping of samples to counts
        What to learn.
    weights : iterable of int, optional
        How often to learn each; as many as there are samples.

    Raises
    ------
    SampleTypeError
        It is a single sample, a table, or nothing that holds samples.
    ParameterError
        A count is no whole number from 0 on, or there are too many or too few.

    Examples
    --------
    >>> [*counted({"ava": 2}), *counted(["mia"]), *counted(["zoe"], [3])]
    [('ava', 2), ('mia', 1), ('zoe', 3)]
    """
    if isinstance(samples, Mapping):
        if weights is not None:
            raise ParameterError("a mapping holds its own counts: leave out weights")
        pairs: Iterable[tuple[Any, Any]] = list(samples.items())
    elif weights is None:
        pairs = zip(_collection(samples), repeat(1))
    else:
        pairs = _weighted([*_collection(samples)], weights)
    return _checked(pairs)


def at_once(samples: Any, weights: Any = None) -> tuple[list[Any], list[int] | None]:
    """List many samples, and how often to learn each; None: each of them once.

    Parameters and errors are those of :func:`counted`.

    >>> at_once(["ava", "mia"]), at_once({"ava": 2, "mia": 0})
    ((['ava', 'mia'], None), (['ava'], [2]))
    """
    if weights is None and not isinstance(samples, Mapping):
        return [*_collection(samples)], None
    pairs = [*counted(samples, weights)]
    return [sample for sample, _ in pairs], [times for _, times in pairs]


def _checked(pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, int]]:
    for sample, times in pairs:
        if type(times) is not int or times != 1:
            times = whole(times, f"the count of {short(sample)}", most=MOST_TIMES)
        if times:
            yield sample, times


def _weighted(samples: list[Any], weights: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(weights, str) or not is_many(weights):
        raise ParameterError(f"sample_weight must be many counts, not {short(weights)}")
    counts = weights.tolist() if hasattr(weights, "tolist") else [*weights]
    if len(counts) != len(samples):
        raise ParameterError(
            f"there are {len(samples):,} samples and {len(counts):,} of sample_weight"
        )
    return zip(samples, map(_plain_count, counts))


def _plain_count(weight: Any) -> Any:
    """Give a count such as 2.0, as scikit-learn's tools make them, as 2."""
    is_float = isinstance(weight, (float, np.floating))
    return int(weight) if is_float and weight.is_integer() else weight


def _collection(samples: Any) -> Taught:
    """Give what holds samples back, and refuse what does not."""
    if isinstance(samples, io.TextIOBase):
        return _lines(samples)
    if hasattr(samples, "columns"):
        raise SampleTypeError(
            "a table is no collection of samples: give one of its columns"
        )
    plain = listed(samples)
    if plain is not None:
        return plain
    if isinstance(samples, (str, bytes, io.IOBase)) or not is_many(samples):
        raise SampleTypeError(
            f"expected many samples, such as a list of str, not {short(samples)}: "
            "learn() takes a single one, plastic.train() the path of a file"
        )
    return samples


def is_many(samples: Any) -> bool:
    """Whether there is anything to walk: an array of no dimension only looks so."""
    is_number = isinstance(samples, np.ndarray) and not samples.ndim
    return isinstance(samples, Iterable) and not is_number


def _lines(file: io.TextIOBase) -> Iterator[str]:
    """Give the lines of an open file, without their ends."""
    try:
        for line in file:
            yield line.rstrip("\r\n")
    except (OSError, ValueError) as error:  # closed, or not UTF-8, or only written to
        name = getattr(file, "name", "the file")
        raise DataError(f"cannot read {short(name)}: {error}") from error


def listed(array: Any) -> list[Any] | None:
    """Give an array or a Series as a list of plain values; None: it is neither."""
    if isinstance(array, np.ndarray):
        return array.tolist() if array.ndim else None
    # Series of pandas and polars, of which neither is imported here.
    to_list = getattr(array, "to_list", None)
    if to_list is None or isinstance(array, type) or hasattr(array, "columns"):
        return None
    found = to_list()
    return found if isinstance(found, list) else None

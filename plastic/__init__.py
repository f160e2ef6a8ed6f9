"""plastic: sequence learning without gradient descent.

A :class:`PlasticMemory` learns sequences as they come and grows a hierarchical
graph of concepts, the pasts that they share; it predicts, completes, generates,
scores and explains by the few concepts that fire, and forgets exactly.

>>> import plastic
>>> memory = plastic.train("names.txt")
>>> len(memory), len(memory.graph)
(5163, 9643)
>>> memory.generate(4, novel=True, rng=0)
['mada', 'tinitta', 'ardo', 'h']
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from . import datasets
from .errors import (
    DataError,
    DataNotFoundError,
    DownloadError,
    GenerationError,
    MissingExtraError,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
)
from .memory import PlasticMemory, load
from .symbols import START, STOP, UNSEEN, Symbol

__version__ = "0.1.0"

__all__ = [
    "START",
    "STOP",
    "UNSEEN",
    "DataError",
    "DataNotFoundError",
    "DownloadError",
    "GenerationError",
    "MissingExtraError",
    "NotLearnedError",
    "ParameterError",
    "PlasticError",
    "PlasticMemory",
    "SampleError",
    "SampleTypeError",
    "datasets",
    "load",
    "train",
]


def train(
    source: str | os.PathLike[str] | Iterable[Sequence[Symbol]],
    *,
    progress: bool = False,
    **hyperparameters: Any,
) -> PlasticMemory:
    """Learn a file, or any samples, into a new memory.

    Parameters
    ----------
    source : str, os.PathLike or iterable of samples
        The path of a file of one sample a line, looked up as given and then
        among the bundled data (:func:`plastic.datasets.path`); or the samples.
    progress : bool, default False
        Show a progress bar.
    **hyperparameters
        Those of :class:`PlasticMemory`.

    Returns
    -------
    PlasticMemory
        The memory.

    Raises
    ------
    DataNotFoundError, DataError
        The file is not there, or cannot be read as samples.
    SampleTypeError, SampleError
        A sample cannot be learned; the message says which.

    Examples
    --------
    >>> len(train("names.txt"))
    5163
    >>> train([("to", "be"), ("to", "go")]).samples[("to", "be")]
    1
    """
    if isinstance(source, (str, os.PathLike)):
        source = datasets.read(datasets.path(source))
    return PlasticMemory(**hyperparameters).fit(source, progress=progress)

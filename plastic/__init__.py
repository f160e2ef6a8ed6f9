"""plastic: sequence learning without gradient descent.

A :class:`PlasticMemory` learns sequences as they come and grows a hierarchical
graph of concepts, the pasts that they share; asleep it finds patterns with gaps
and classes.  It predicts, completes, generates, scores and explains by the few
concepts that fire, and forgets exactly.

>>> import plastic
>>> memory = plastic.train("names.txt")
>>> memory
<PlasticMemory: 5,163 samples (5,163 different) of strings, 9,643 concepts,
r_levels 0..9, 10,661 slot concepts>
>>> memory.generate(4, novel=True, rng=0)
['mada', 'ting', 'raya', 'corena']
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from . import datasets
from .consolidation.slots import SlotConcept, SymbolClass
from .consolidation.templates import Recipe
from .core.symbols import START, STOP, UNSEEN, Symbol
from .errors import (
    BusyError,
    ClosedError,
    DamageWarning,
    DataError,
    DataNotFoundError,
    DownloadError,
    GenerationError,
    MissingExtraError,
    MissingProgramError,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
    StorageError,
)
from .inspection.consolidation_report import ConsolidationReport
from .memory import PlasticMemory
from .opened import OpenMemory, load, open
from .rendering import plots
from .seq2seq import Seq2SeqMemory

__version__ = "0.1.0"

__all__ = [
    "START",
    "STOP",
    "UNSEEN",
    "BusyError",
    "ClosedError",
    "DamageWarning",
    "DataError",
    "DataNotFoundError",
    "DownloadError",
    "GenerationError",
    "MissingExtraError",
    "MissingProgramError",
    "NotLearnedError",
    "OpenMemory",
    "ParameterError",
    "PlasticError",
    "PlasticMemory",
    "Recipe",
    "SampleError",
    "SampleTypeError",
    "Seq2SeqMemory",
    "ConsolidationReport",
    "SlotConcept",
    "StorageError",
    "SymbolClass",
    "datasets",
    "load",
    "open",
    "plots",
    "train",
]


def train(
    source: str | os.PathLike[str] | Iterable[Sequence[Symbol]],
    *,
    consolidate: bool = True,
    progress: bool = False,
    **hyperparameters: Any,
) -> PlasticMemory:
    """Learn a file, or any samples, into a new memory.

    Parameters
    ----------
    source : str, os.PathLike or iterable of samples
        The path of a file of one sample a line, looked up as given and then
        among the bundled data (:func:`plastic.datasets.path`); or the samples.
    consolidate : bool, default True
        Sleep at the end (:meth:`PlasticMemory.consolidate`).
    progress : bool, default False
        Show progress bars.
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
    memory = PlasticMemory(**hyperparameters).fit(source, progress=progress)
    if consolidate and memory:
        memory.consolidate(progress=progress)
    return memory

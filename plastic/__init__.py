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
from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    DrawingError,
    GenerationError,
    MissingExtraError,
    MissingProgramError,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
    StorageError,
    UnsureWarning,
)
from .inspection.consolidation_report import ConsolidationReport
from .memory import PlasticMemory

if TYPE_CHECKING:
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
    "ConsolidationReport",
    "DamageWarning",
    "DataError",
    "DataNotFoundError",
    "DownloadError",
    "DrawingError",
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
    "SlotConcept",
    "StorageError",
    "SymbolClass",
    "UnsureWarning",
    "datasets",
    "load",
    "open",
    "plots",
    "train",
]

# What not every program needs is imported when it is first asked for: all of it
# together (SQLite, plots, three machines that find programs) takes twice as long
# to import as what learns and predicts.
_ON_DEMAND = {
    "OpenMemory": "plastic.opened",
    "Seq2SeqMemory": "plastic.seq2seq",
    "load": "plastic.opened",
    "open": "plastic.opened",
    "plots": "plastic.rendering.plots",
    "seq2seq": "plastic.seq2seq",
}


def __getattr__(name: str) -> Any:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    path = _ON_DEMAND[name]
    module = import_module(path)
    found = module if path.endswith(f".{name}") else getattr(module, name)
    globals()[name] = found  # from now on it is here
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


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

"""plastic: sequence learning without gradient descent.

A :class:`PlasticMemory` learns sequences as they come and grows a hierarchical
graph of concepts, the pasts that they share; asleep it finds patterns with gaps
and classes.  It predicts, completes, generates, scores and explains by the few
concepts that fire, and forgets exactly.

>>> import plastic
>>> memory = plastic.train("names.txt")
>>> memory
<PlasticMemory: 5,163 samples (5,163 different) of strings, 9,643 concepts,
r_levels 0..9, 10,889 slot concepts>
>>> memory.generate(4, temperature=0.7, novel=True, rng=0)
['arando', 'hy', 'debricko', 'emerice']
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from . import datasets
    from .consolidation.slots import SlotConcept, SymbolClass
    from .consolidation.templates import Recipe
    from .core.symbols import START, STOP, UNSEEN, Symbol
    from .errors import (
        AccessError,
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
        NormalizationWarning,
        NotLearnedError,
        ParameterError,
        PlasticError,
        SampleError,
        SampleTypeError,
        ServiceError,
        StorageError,
        UnsureWarning,
    )
    from .grids import GridMemory
    from .inspection.as_json import as_json
    from .inspection.consolidation_report import ConsolidationReport
    from .memory import PlasticMemory
    from .opened import OpenMemory, load, open
    from .rendering import plots
    from .seq2seq import Arguments, Seq2SeqMemory
    from .streams.classes import Category, Flag, Missing
    from .streams.clocks import Calendar, Cycle
    from .streams.detector import AnomalyDetector
    from .streams.facts import MISSING
    from .streams.quantities import Difference, Number
    from .streams.sessions import SessionDetector
    from .streams.stream import Stream
    from .streams.verdicts import Verdict
    from .streams.view import view

__version__ = "0.2.0"

__all__ = [
    "MISSING",
    "START",
    "STOP",
    "UNSEEN",
    "AccessError",
    "AnomalyDetector",
    "Arguments",
    "BusyError",
    "Calendar",
    "Category",
    "ClosedError",
    "ConsolidationReport",
    "Cycle",
    "DamageWarning",
    "DataError",
    "DataNotFoundError",
    "Difference",
    "DownloadError",
    "DrawingError",
    "Flag",
    "GenerationError",
    "GridMemory",
    "Missing",
    "MissingExtraError",
    "MissingProgramError",
    "NormalizationWarning",
    "NotLearnedError",
    "Number",
    "OpenMemory",
    "ParameterError",
    "PlasticError",
    "PlasticMemory",
    "Recipe",
    "SampleError",
    "SampleTypeError",
    "Seq2SeqMemory",
    "ServiceError",
    "SessionDetector",
    "SlotConcept",
    "StorageError",
    "Stream",
    "SymbolClass",
    "UnsureWarning",
    "Verdict",
    "as_json",
    "datasets",
    "load",
    "open",
    "plots",
    "train",
    "view",
]

# Everything is imported when it is first asked for.  So who needs little loads
# little, and the command line, which is in here, can be interrupted from its very
# beginning: numpy and networkx take most of the time that a short command takes.
_HOMES = {
    "consolidation.slots": ["SlotConcept", "SymbolClass"],
    "consolidation.templates": ["Recipe"],
    "core.symbols": ["START", "STOP", "UNSEEN"],
    "grids": ["GridMemory"],
    "errors": [name for name in __all__ if name.endswith(("Error", "Warning"))],
    "inspection.as_json": ["as_json"],
    "inspection.consolidation_report": ["ConsolidationReport"],
    "memory": ["PlasticMemory"],
    "opened": ["OpenMemory", "load", "open"],
    "seq2seq": ["Arguments", "Seq2SeqMemory"],
    "streams.classes": ["Category", "Flag", "Missing"],
    "streams.clocks": ["Calendar", "Cycle"],
    "streams.detector": ["AnomalyDetector"],
    "streams.facts": ["MISSING"],
    "streams.quantities": ["Difference", "Number"],
    "streams.sessions": ["SessionDetector"],
    "streams.stream": ["Stream"],
    "streams.verdicts": ["Verdict"],
    "streams.view": ["view"],
}
_MODULES = {
    "plots": "rendering.plots",
    **{
        name: name
        for name in (
            *("client", "consolidation", "core", "datasets", "distributed", "errors"),
            *("grids", "hyperparameters", "service"),
            *("inspection", "memory", "mixture", "opened", "rendering", "seq2seq"),
            *("state", "storage", "streams"),
        )
    },
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        found = import_module(f"{__name__}.{_MODULES[name]}")
    elif name in _HOME_OF:
        found = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found  # from now on it is here
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def train(
    source: str | os.PathLike[str] | Iterable[Sequence[Symbol]],
    *,
    consolidate: bool = True,
    progress: bool = False,
    normalize: str | None = None,
    **hyperparameters: Any,
) -> PlasticMemory:
    r"""Learn a file, or any samples, into a new memory.

    Parameters
    ----------
    source : str, os.PathLike or iterable of samples
        The path of a file of one sample a line, looked up as given and then
        among the bundled data (:func:`plastic.datasets.path`); or the samples.
    consolidate : bool, default True
        Sleep at the end (:meth:`PlasticMemory.consolidate`).
    progress : bool, default False
        Show progress bars.
    normalize : {None, "NFC", "NFD", "NFKC", "NFKD"}, default None
        To which form of Unicode to bring texts: ``"e\u0308"`` looks like
        ``"\xeb"``, and is another symbol, two in fact.
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
    ParameterError
        A hyperparameter is out of its range, or there is no form `normalize`.

    Warns
    -----
    NormalizationWarning
        A letter is there in two forms of Unicode.

    Examples
    --------
    >>> len(train("names.txt"))
    5163
    >>> train([("to", "be"), ("to", "go")]).samples[("to", "be")]
    1
    """
    from . import datasets
    from ._support.lines import Line, lines, named_by_line
    from ._support.taught import many
    from ._support.unicode_forms import checked_form, normalized
    from .memory import PlasticMemory

    form, read = checked_form(normalize), list[Line]()
    samples: Any = source
    if isinstance(source, (str, os.PathLike)):
        file = datasets.path(source)
        with datasets.open_file(file) as stream:
            read = [*lines(datasets.whole(stream), str(file))]
        datasets.demand_some(read, str(file))
        samples = [line.text for line in read]
    if form is not None:
        samples = [normalized(sample, form) for sample in many(samples)]
    memory = PlasticMemory(**hyperparameters)
    name = str(source) if read else ""  # of samples it could be very long
    with named_by_line(name, read):
        memory.fit(samples, progress=progress)
    if consolidate and memory:
        memory.consolidate(progress=progress)
    return memory

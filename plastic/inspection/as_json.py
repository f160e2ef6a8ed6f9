"""What a memory gives, as plain values that the module ``json`` can write."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from typing import Any

import numpy as np

from ..consolidation.slots import SlotConcept, SymbolClass
from ..core.symbols import in_order
from ..errors import ParameterError


def as_json(value: Any) -> Any:
    r"""Turn what a memory gives into plain values that ``json`` can write.

    Parameters
    ----------
    value : object
        Probabilities, samples, concepts, completions, surprise,
        ``networkx.node_link_data(memory.graph)``, and lists and dicts of these.

    Returns
    -------
    dict, list, str, int, float, bool or None
        A dict stays one if all its keys are strings, and else becomes a list of
        pairs, so that ``1`` and ``"1"`` stay apart; of a named tuple the names
        are kept.  START, STOP and UNSEEN are the characters that they are,
        U+FDD0 to U+FDD2, which no sample can hold.  A number that JSON does not
        know is None.

    Raises
    ------
    ParameterError
        It holds something that cannot be written.

    Notes
    -----
    What holds nothing but strings and numbers, as ``predict_proba`` of a memory
    of strings, ``json`` can write as it is.  ``memory.export("graph.json")``
    writes the graph with numbered nodes, for D3 and others.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.train([(1, "a"), (1, "b")], consolidate=False)
    >>> [found["sample"] for found in plastic.as_json(memory.complete((1,), 2))]
    [[1, 'a'], [1, 'b']]
    >>> [symbol for symbol, chance in plastic.as_json(memory.predict_proba((1,)))]
    [1, 'a', 'b', '\ufdd1', '\ufdd2']
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # plain, of marks too
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (np.generic, np.ndarray)):
        return as_json(value.tolist())
    return _of_many(value)


def _of_many(value: Any) -> Any:
    if isinstance(value, SlotConcept):
        pattern = [[*seen.feature, seen.value] for seen in value.pattern]
        return {"slot": str(value), "pattern": as_json(pattern)}
    if isinstance(value, SymbolClass):
        return {"class": value.number, "classes": value.classes}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {as_json(key): as_json(each) for key, each in value.items()}
        return [[as_json(key), as_json(each)] for key, each in value.items()]
    if hasattr(value, "_fields"):  # a named tuple
        return as_json(value._asdict())
    if isinstance(value, (list, tuple)):
        return [*map(as_json, value)]
    if isinstance(value, Set):
        return [*map(as_json, in_order(value))]
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    raise ParameterError(
        f"a {type(value).__name__} cannot be written as JSON: give what a memory gives"
    )

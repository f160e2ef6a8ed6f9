"""What programs read of a memory: rows of plain values that JSON can hold.

``plastic ... --json`` writes them and the service sends them.  A sample is a
string or a list of symbols, as in what ``plastic export`` writes.  A concept is
always a list, for it may hold a mark, ``{"mark": "START"}``; so may what comes
next, ``{"mark": "STOP"}`` or ``{"mark": "UNSEEN"}``.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from .._support.json_codec import write_sample
from .._support.ranked import ranked
from ..consolidation.slots import SlotInfo
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, show_symbol
from ..errors import SampleError
from ..mixture.expert import Contribution
from .explanation import Explanation
from .ranking import ConceptInfo

MARKS = {START: "START", STOP: "STOP", UNSEEN: "UNSEEN"}


def finite(value: Any) -> Any:
    """Give a value, or None for a number that JSON does not know."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def sample_of(sample: Symbols) -> str | list[Any]:
    """Turn a sample into what JSON can hold.

    >>> sample_of("emma"), sample_of(("to", 2, (1, "b")))
    ('emma', ['to', 2, {'tuple': [1, 'b']}])
    """
    return sample if isinstance(sample, str) else [*map(symbol_of, sample)]


def symbol_of(symbol: Symbol) -> Any:
    """Turn a symbol, which may be a mark, into what JSON can hold.

    >>> symbol_of(STOP), symbol_of("e"), symbol_of(1), symbol_of(frozenset())
    ({'mark': 'STOP'}, 'e', 1, {'shown': 'frozenset()'})
    """
    if symbol in MARKS:
        return {"mark": MARKS[symbol]}
    if type(symbol) is str:  # as nearly always
        return symbol
    try:
        return json.loads(write_sample((symbol,)))[0]
    except SampleError:  # no file could hold it
        return {"shown": show_symbol(symbol)}


def hyperparameters(params: Mapping[str, Any]) -> dict[str, Any]:
    """Turn hyperparameters into what JSON can hold."""
    plain = dict(params)
    if plain["alphabet"] is not None:
        plain["alphabet"] = sample_of(tuple(plain["alphabet"]))
    if plain["recipe"] is not None:
        plain["recipe"] = dataclasses.asdict(plain["recipe"])
    if plain["prior"] is not None:
        plain["prior"] = {"samples": len(plain["prior"])}
    return plain


def concept_rows(concepts: Iterable[ConceptInfo]) -> Iterable[dict[str, Any]]:
    """Give what ``plastic concepts`` lists."""
    for concept in concepts:
        yield {
            "concept": [*map(symbol_of, concept.symbols)],
            "r_level": concept.r_level,
            "count": concept.count,
            "saves": concept.usefulness,
            "next": ranked_rows(concept.synapses, "strength"),
        }


def slot_rows(slots: Iterable[SlotInfo]) -> Iterable[dict[str, Any]]:
    """Give what ``plastic concepts --slots`` lists."""
    for slot in slots:
        yield {
            "slot_concept": str(slot.concept),
            "r_level": slot.r_level,
            "nats_saved": slot.saved,
            "next": ranked_rows(slot.synapses, "strength"),
        }


def explained(explanation: Explanation, top: int | None = None) -> dict[str, Any]:
    """Give what an explanation holds: all numbers of a row, or its top."""
    return {
        "after": [*map(symbol_of, explanation.context)],
        "fired": [_fired(term, top) for term in explanation.contributions],
        "next": ranked_rows(explanation.probabilities, "probability", top),
    }


def _fired(term: Contribution, top: int | None) -> dict[str, Any]:
    concept = term.concept
    if isinstance(concept, (str, tuple)):
        concept = [*map(symbol_of, concept)]
    elif concept is not None:
        concept = str(concept)
    return {
        "concept": concept,
        "kind": term.kind,
        "r_level": term.r_level,
        "count": term.count,
        "weight": finite(term.weight),
        "added": ranked_rows(term.added, "added", top),
    }


def ranked_rows(
    numbers: Mapping[Symbol, float], name: str, top: int | None = None
) -> list[dict[str, Any]]:
    """Give symbols with a number each, the largest first; only so many at the top.

    >>> ranked_rows({"a": 0.25, STOP: 0.75}, "probability", top=1)
    [{'symbol': {'mark': 'STOP'}, 'probability': 0.75}]
    """
    return [
        {"symbol": symbol_of(symbol), name: finite(numbers[symbol])}
        for symbol in ranked(numbers, signed=True)[:top]
    ]

"""What ``--json`` writes: a JSON object a line, in ASCII, for other programs.

A sample is a string or a list of symbols, as in what ``plastic export`` writes.
A concept is always a list, for it may hold a mark, ``{"mark": "START"}``; so may
what comes next, ``{"mark": "STOP"}`` or ``{"mark": "UNSEEN"}``.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from .._support.json_codec import write_sample
from .._support.ranked import ranked
from ..consolidation.slots import SlotInfo
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, show_symbol
from ..errors import SampleError
from ..inspection.explanation import Explanation
from ..inspection.ranking import ConceptInfo
from ..memory import PlasticMemory
from ..mixture.expert import Contribution
from . import output

_MARKS = {START: "START", STOP: "STOP", UNSEEN: "UNSEEN"}


def echo(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write objects, one a line; a number that JSON does not know becomes null."""
    for row in rows:
        facts = {name.replace(" ", "_"): finite(value) for name, value in row.items()}
        output.echo(json.dumps(facts))


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
    if symbol in _MARKS:
        return {"mark": _MARKS[symbol]}
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
            "next": _next(concept.synapses, "strength"),
        }


def slot_rows(slots: Iterable[SlotInfo]) -> Iterable[dict[str, Any]]:
    """Give what ``plastic concepts --slots`` lists."""
    for slot in slots:
        yield {
            "slot_concept": str(slot.concept),
            "r_level": slot.r_level,
            "nats_saved": slot.saved,
            "next": _next(slot.synapses, "strength"),
        }


def report(
    facts: Mapping[str, float], memory: PlasticMemory, new: Iterable[Symbols]
) -> dict[str, Any]:
    """Give what ``plastic train`` reports."""
    levels = (node["r_level"] for node in memory.state.concepts.nodes())
    depths = sorted(Counter(levels).items())
    classes = memory.classes().items()
    return {
        **facts,
        "r_levels": [{"r_level": depth, "concepts": n} for depth, n in depths],
        "classes": [
            {"classes": number, "members": [*map(sample_of, map(tuple, groups))]}
            for number, groups in classes
        ],
        "new": [*map(sample_of, new)],
    }


def explained(explanation: Explanation) -> dict[str, Any]:
    """Give all that an explanation holds."""
    return {
        "after": [*map(symbol_of, explanation.context)],
        "fired": [*map(_fired, explanation.contributions)],
        "next": _next(explanation.probabilities, "probability"),
    }


def _fired(term: Contribution) -> dict[str, Any]:
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
        "added": _next(term.added, "added"),
    }


def _next(numbers: Mapping[Symbol, float], name: str) -> list[dict[str, Any]]:
    return [
        {"symbol": symbol_of(symbol), name: finite(numbers[symbol])}
        for symbol in ranked(numbers, signed=True)
    ]

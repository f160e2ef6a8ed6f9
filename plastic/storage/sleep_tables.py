"""What sleep found, as arrays in the file; all of it is validated.

A row is an array, raw and little-endian, with its type, its shape and a
checksum.  The checksum tells damage; that every number is within its bounds
is checked besides, for a checksum can be forged.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from .._support import json_codec
from ..consolidation.abstractions import Abstractions, Saving
from ..consolidation.elsewhere import WINDOW
from ..consolidation.histories import Histories
from ..consolidation.matches import Matches
from ..consolidation.pointers import KINDS as KINDS_OF_POINTERS
from ..consolidation.symbol_codes import SymbolIndex
from ..consolidation.templates import Recipe
from ..consolidation.words import Words
from ..core.symbols import in_order
from ..errors import DamageWarning, PlasticError
from ..mixture.weights import WeightTable

KINDS = {"int32": "<i4", "int64": "<i8", "float64": "<f8"}
MOST_STRENGTH = 1e6  # nats: nothing that a sleep finds comes near


def write(connection: sqlite3.Connection, found: Abstractions) -> None:
    """Write what a sleep found, inside a transaction."""
    described = json_codec.write(
        {
            "recipe": asdict(found.histories.recipe),
            "symbols": json_codec.encode_all(found.code.symbols),
            "rare": json_codec.encode_all(in_order(found.code.rare)),
            "folded": found.code.folded,
            "weights": found.weights,
            "weights_of_new": found.weights_of_new,
            "partitions": sorted(found.histories.partitions),
            "matches": found.matches and _described(found.matches),
        }
    ).encode("ascii")
    arrays = {
        "base": found.base,
        "keys": found.keys,
        "strengths": found.strengths,
        "saved": found.saved,
        "kept": np.array([saving.kept for saving in found.savings], np.int64),
        "dropped": np.array([saving.dropped for saving in found.savings], np.int64),
        "nats": np.array([saving.nats for saving in found.savings], float),
    }
    if found.matches is not None:
        arrays |= {"right": found.matches.right, "instead": found.matches.instead}
    for size, table in found.histories.partitions.items():
        arrays[f"partition{size}"] = table
    if (words := found.histories.words) is not None:
        separators = np.flatnonzero(words.separators)
        arrays |= {"words": words.keys, "separators": separators}
    rows: list[tuple[str, str, list[int], bytes]] = [
        ("description", "json", [], described)
    ]
    for name, array in arrays.items():
        kind = KINDS[array.dtype.name]
        content = np.ascontiguousarray(array, kind).tobytes()
        rows.append((name, array.dtype.name, list(array.shape), content))
    connection.executemany(
        "INSERT INTO sleep VALUES (?, ?, ?, ?, ?)",
        [
            (name, kind, json_codec.write(shape), _checksum(content), content)
            for name, kind, shape, content in rows
        ],
    )


def _described(matches: Matches) -> dict[str, Any]:
    """Give what of matches is no array."""
    return {
        "least": matches.least,
        "weights": matches.weights,
        "weights_of_new": matches.weights_of_new,
    }


def read(connection: sqlite3.Connection, path: Path) -> Abstractions | None:
    """Read what a sleep found; None if there was none, or it is damaged."""
    rows = connection.execute("SELECT * FROM sleep").fetchall()
    if not rows:
        return None
    try:
        return _Reader(rows).abstractions()
    except (PlasticError, KeyError, TypeError, ValueError, OverflowError) as error:
        warnings.warn(
            f"what the last sleep found is damaged in {str(path)!r} and was left out "
            f"({error!r:.200}): the samples are all there; call consolidate()",
            DamageWarning,
            stacklevel=2,
        )
        return None


class _Reader:
    """Arrays and facts, each checked as it is taken."""

    def __init__(self, rows: list[tuple]) -> None:
        self.rows = {name: rest for name, *rest in rows}
        described = self._content("description", "json").decode("ascii")
        self.facts = json_codec.read(described)

    def abstractions(self) -> Abstractions:
        code = self._code()
        recipe = Recipe.from_json(self.facts["recipe"])
        sizes = self.facts["partitions"]
        _demand(sizes == sorted({2, *(size for size, _ in recipe.fading)}), "sizes")
        partitions = {size: self._partition(size, code) for size in sizes}
        histories = Histories(recipe, code, partitions, self._words(code))
        templates = len(histories.templates)
        keys = self._array("keys", "int64", (None,))
        _demand(bool((keys[1:] > keys[:-1]).all()), "keys must rise")
        if len(keys):
            _demand(keys[0] >= 0 and keys[-1] < histories.offsets[-1], "keys")
        shape = (len(keys) + 1, code.targets)
        strengths = self._numbers("strengths", shape)
        _demand(not strengths[-1].any(), "the last strengths must be 0")
        base = self._numbers("base", (code.targets,))
        _demand(base.max() <= 0, "base")
        _demand(abs(math.fsum(np.exp(base).tolist()) - 1) < 1e-6, "base")
        saved = self._numbers("saved", (len(keys),), math.inf)
        # Waking, sleep and, where it pays, what recurs.
        who = len((self.facts["weights"] or [[]])[0])
        _demand(who in (2, 3), "weights")
        weights = self._weights(self.facts, "weights", who)
        weights_of_new = self._weights(self.facts, "weights_of_new", who)
        kept, dropped = (
            self._array(name, "int64", (templates,)) for name in ("kept", "dropped")
        )
        nats = self._numbers("nats", (templates,), math.inf)
        _demand(
            bool((kept == np.diff(np.searchsorted(keys, histories.offsets))).all())
            and dropped.min() >= 0,
            "what was kept and dropped",
        )
        savings = [
            Saving(*row)
            for row in zip(
                histories.templates, kept.tolist(), dropped.tolist(), nats.tolist()
            )
        ]
        slots = keys, strengths, saved
        both = weights, weights_of_new
        matches = self._matches(code, who + 1)
        return Abstractions(code, histories, base, *slots, *both, savings, matches)

    def _matches(self, code: SymbolIndex, who: int) -> Matches | None:
        facts = self.facts.get("matches")
        if facts is None:
            return None
        least = facts["least"]
        _demand(type(least) is int and 1 <= least <= WINDOW, "least")
        right = self._numbers("right", (KINDS_OF_POINTERS,))
        instead = self._numbers("instead", (code.targets, code.targets))
        _demand(right.min() > 0 and right.max() < 1, "right")
        _demand(instead.min() > 0 and instead.max() <= 1, "instead")
        weights, weights_of_new = (
            self._weights(facts, name, who) for name in ("weights", "weights_of_new")
        )
        return Matches(least, right, instead, weights, weights_of_new)

    def _words(self, code: SymbolIndex) -> Words | None:
        if "words" not in self.rows:
            return None
        separating = self._array("separators", "int64", (None,))
        _demand(
            bool(((separating >= 0) & (separating < code.width)).all()), "separators"
        )
        separators = np.zeros(code.width, bool)
        separators[separating] = True
        keys = self._array("words", "int64", (None,))
        shorter = keys // code.width
        _demand(bool((keys[1:] > keys[:-1]).all()), "words must rise")
        earlier = (shorter >= 0) & (shorter <= np.arange(len(keys)))
        _demand(bool(earlier.all()), "words must be longer than others")
        _demand(bool((keys % code.width < len(code.symbols)).all()), "words")
        return Words(separators, keys)

    def _code(self) -> SymbolIndex:
        symbols, rare = (
            [*(json_codec.decode_all(self.facts[name]) or ())]
            for name in ("symbols", "rare")
        )
        folded = self.facts["folded"]
        _demand(type(folded) is bool and folded == bool(rare), "folded")
        _demand(len({*symbols, *rare}) == len(symbols + rare), "symbols")
        _demand(symbols == in_order(symbols), "the order of symbols")
        return SymbolIndex.of(symbols, rare)

    def _weights(self, facts: Mapping[str, Any], name: str, who: int) -> WeightTable:
        weights = WeightTable(map(tuple, facts[name]))
        _demand(
            [*map(len, weights)] == [who] * len(WeightTable.everywhere())
            and all(
                type(weight) is float and 0 <= weight < MOST_STRENGTH
                for weight in chain.from_iterable(weights)
            ),
            name,
        )
        return weights

    def _partition(self, size: int, code: SymbolIndex) -> np.ndarray:
        table = self._array(f"partition{size}", "int32", (code.width,))
        inside = np.ones(code.width, bool)
        inside[code.boundary] = False
        inside[code.other] = code.folded
        members = table[inside]
        _demand(bool(((members >= 0) & (members < size)).all()), "classes")
        _demand(table[code.boundary] == size, "the class of the boundary")
        _demand(code.folded or table[code.other] == size + 1, "the class of others")
        return table

    def _numbers(
        self, name: str, shape: tuple, most: float = MOST_STRENGTH
    ) -> np.ndarray:
        array = self._array(name, "float64", shape)
        sound = bool(np.isfinite(array).all()) and bool((np.abs(array) <= most).all())
        _demand(sound, f"the numbers of {name}")
        return array

    def _array(self, name: str, kind: str, shape: tuple) -> np.ndarray:
        content = self._content(name, kind)
        said = json_codec.read(self.rows[name][1])
        _demand(
            isinstance(said, list)
            and len(said) == len(shape)
            and all(type(n) is int and n >= 0 for n in said)
            and all(want in (None, n) for n, want in zip(said, shape)),
            f"the shape of {name}",
        )
        array = np.frombuffer(content, KINDS[kind])
        _demand(array.size == math.prod(said), f"the size of {name}")
        return array.astype(kind).reshape(said)

    def _content(self, name: str, kind: str) -> bytes:
        said, _, checksum, content = self.rows[name]
        _demand(said == kind and type(content) is bytes, f"the kind of {name}")
        _demand(checksum == _checksum(content), f"the checksum of {name}")
        return content


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _demand(condition: bool, what: str) -> None:
    if not condition:
        raise ValueError(what)

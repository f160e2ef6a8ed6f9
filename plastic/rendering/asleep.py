"""What the explorer must know of a sleep, to show it and to predict with it.

Slot concepts become further dots: each hangs from the highest of those that it
abstracts from, so that they are a tree, too, beside that of waking.  What they
excite and inhibit is a table of small numbers, too large for JSON.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..consolidation.recall import LONGEST, REACH
from ..consolidation.recurrence import DISCOUNT, LEAST, MOST, WINDOW
from ..consolidation.slots import SlotLibrary
from ..core.symbols import START, Symbol, Symbols
from ..mixture.weights import (
    DEPTHS,
    LONGEST_MIDDLE,
    SHORTEST_MIDDLE,
    SURE,
    WeightTable,
)
from .followed import describe_followed

MOST_STRENGTHS = 8_000_000  # on a page: 2.7 bytes each
# How it is counted what recurs.
RECURRENCE = {"least": LEAST, "most": MOST, "discount": DISCOUNT, "window": WINDOW}
FINEST = 32_767  # the largest number in two bytes: what the largest strength becomes


class Asleep:
    """A sleep, laid out for the page.

    Parameters
    ----------
    slots : SlotLibrary
        What was found.
    symbols : list of hashable
        Those of the page; START is the last.
    first : int
        The number of the first dot: that of the slot concepts' own root.
    samples : mapping
        What is held, which is followed where that pays.
    """

    def __init__(
        self,
        slots: SlotLibrary,
        symbols: list[Symbol],
        first: int,
        samples: Mapping[Symbols, int],
    ) -> None:
        self.slots, self.symbols, self.first = slots, symbols, first
        self.followed = describe_followed(samples, slots.found)
        self.code, self.histories = slots.found.code, slots.found.histories
        saved, cells = slots.found.saved, max(1, slots.found.strengths.shape[1])
        most = MOST_STRENGTHS // cells
        self.kept = np.sort(np.argsort(-saved, kind="stable")[:most])
        self._below = self._parents()
        self.rows = self._breadth_first()

    @property
    def weights(self) -> WeightTable:
        """The weights of all who predict on the page."""
        found = self.slots.found
        if self.followed is None or found.matches is None:
            return found.weights
        return found.matches.weights

    def _parents(self) -> np.ndarray:
        """Give the row that each kept row hangs from, -1 for none."""
        levels = self.slots.r_levels
        best = np.full(len(levels), -1)
        kept = np.zeros(len(levels) + 1, bool)  # the last for -1: no parent
        kept[self.kept] = True
        for parent in self.slots.parents:
            higher = (best < 0) | (levels[parent] > levels[best])
            best = np.where(kept[parent] & (parent >= 0) & higher, parent, best)
        return best

    def _breadth_first(self) -> list[int]:
        """List the rows such that the children of one lie together."""
        children: dict[int, list[int]] = {}
        for row in self.kept.tolist():
            children.setdefault(int(self._below[row]), []).append(row)
        order = children.get(-1, [])
        for row in order:
            order.extend(children.get(row, ()))
        return order

    def dots(self) -> dict[str, list[int]]:
        """Give the dots' parents and counts, to go on with those of waking."""
        place = {row: self.first + 1 + at for at, row in enumerate(self.rows)}
        place[-1] = self.first
        saved = self.slots.found.saved
        return {
            "parents": [
                self.first,
                *(place[int(self._below[row])] for row in self.rows),
            ],
            "counts": [1, *(max(1, round(float(saved[row]))) for row in self.rows)],
        }

    def describe(self) -> dict[str, Any]:
        """Give what the page must know, for JSON."""
        found, histories = self.slots.found, self.histories
        signs = self.slots.signs
        concepts = [self.slots.concept(row) for row in self.rows]
        members = self.slots.classes()
        return {
            "weights": self.weights,
            "recurrence": RECURRENCE if found.recurs else None,
            "elsewhere": self.followed,
            "unfollowed": found.matches is not None and self.followed is None,
            "depths": DEPTHS,
            "sure": SURE,
            "middle": [SHORTEST_MIDDLE, LONGEST_MIDDLE],
            "of": len(self.slots),
            "names": [concept.spelled(signs) for concept in concepts],
            "levels": self.slots.r_levels[self.rows].tolist(),
            "saved": found.saved[self.rows].round(1).tolist(),
            "classes": [
                [str(one_class), " ".join(map(signs.symbol, symbols))]
                for one_class, symbols in members.items()
            ],
            "words": self._words(),
            **self._above(),
            **self._templates(),
            "runs": histories.runs,
            "beginning": histories.recipe.beginning,
            "orders": histories.recipe.recall,
            "longest": LONGEST,
            "kept": REACH,
            "boundary": self.code.boundary,
            "other": self.code.other,
            "numbers": [self._number(symbol) for symbol in self.symbols],
            "targets": [self.code.target(symbol) for symbol in self.symbols[:-1]],
            "partitions": {
                size: table.tolist() for size, table in histories.partitions.items()
            },
            "base": found.base.tolist(),
            **self._strengths(),
        }

    def _number(self, symbol: Symbol) -> int:
        return self.code.boundary if symbol == START else self.code.number(symbol)

    def _words(self) -> dict[str, Any] | None:
        words = self.histories.words
        if words is None:
            return None
        return {
            "separators": np.flatnonzero(words.separators).tolist(),
            "numbers": len(words.separators),
            "keys": words.keys.tolist(),
        }

    def _above(self) -> dict[str, list[int]]:
        """Give all that each dot abstracts from."""
        place = {row: self.first + 1 + at for at, row in enumerate(self.rows)}
        above = [
            sorted({place[at] for at in self._parents_of(row) if at in place})
            for row in self.rows
        ]
        return {
            "aboveCounts": [*map(len, above)],
            "above": [dot for dots in above for dot in dots],
        }

    def _parents_of(self, row: int) -> list[int]:
        return [int(parent[row]) for parent in self.slots.parents]

    def _templates(self) -> dict[str, Any]:
        """Give the templates, and of each dot its own and the values that fill it."""
        fillings = [self.slots.filling(row) for row in self.rows]
        return {
            "features": [[*feature] for feature in self.histories.features],
            "templates": [
                [self.histories.features.index(feature) for feature in template]
                for template in self.histories.templates
            ],
            "template": [k for k, _ in fillings],
            "values": [number for _, numbers in fillings for number in numbers],
        }

    def _strengths(self) -> dict[str, Any]:
        """Give the strengths as whole numbers of two bytes, and their unit."""
        strengths = self.slots.found.strengths[self.rows]
        unit = float(np.abs(strengths).max(initial=0.0)) / FINEST or 1.0
        whole = np.rint(strengths / unit).astype("<i2")
        return {"unit": unit, "strengths": base64.b64encode(whole.tobytes()).decode()}

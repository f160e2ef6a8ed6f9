"""Sleep as an expert: what the slot concepts that fire excite and inhibit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from .._support.compiled import compiled, is_worth_compiling
from ..core.symbols import STOP, Symbol, Symbols
from ..mixture.expert import Contribution
from .abstractions import Abstractions
from .histories import History, find_rows
from .kernel import sum_fired
from .slots import SlotLibrary
from .symbol_codes import SymbolIndex, write

WORTH_COMPILING = 50_000  # moments, one by one, that take as long as to import numba
BLOCK = 1_024  # moments whose sums stay near the processor meanwhile


class SleepExpert:
    """What was found asleep, as one who has a say in a mixture.

    Parameters
    ----------
    found : Abstractions
        What was found.

    Attributes
    ----------
    initial_state, next_state
        Give what matters of a history, see :class:`.templates.Histories`.
    """

    def __init__(self, found: Abstractions) -> None:
        self.found = found
        self._asked = 0
        self._ended = np.append(found.keys, -2)  # behind them is none that is asked for
        self._edges = np.searchsorted(found.keys, found.histories.offsets)
        self.initial_state = found.histories.read
        self.next_state = found.histories.follow

    @property
    def code(self) -> SymbolIndex:
        """The symbols that it tells apart."""
        return self.found.code

    @cached_property
    def slots(self) -> SlotLibrary:
        """The slot concepts, by name and place.  Costs O(slot concepts)."""
        return SlotLibrary(self.found)

    def log_distribution(self, state: History) -> np.ndarray:
        """Give the log-odds of each target: (targets,).

        Costs O(templates x targets).
        """
        found, keys = self.found, self.found.histories.keys(state)
        self._asked += 1
        is_much = is_worth_compiling(self._asked, WORTH_COMPILING)
        if is_much and (fast := compiled(sum_fired)):
            of_template = found.keys, self._edges, found.strengths
            return found.base + fast(keys, *of_template)
        at = np.searchsorted(found.keys, keys)
        rows = at[self._ended.take(at) == keys]
        return found.base + np.add.reduce(found.strengths.take(rows, 0))

    def see(self, samples: Sequence[Symbols]) -> np.ndarray:
        """Give what matters of every moment of samples: (features, moments).

        They are numbered sample after sample, STOP's the last of each.
        """
        corpus = write([*samples], [1] * len(samples), self.code)
        return self.found.histories.columns(corpus)

    def see_last(self, symbols: Sequence[Symbol], pasts: np.ndarray) -> np.ndarray:
        """Give the same of the last moments of samples that are equally long so far.

        Parameters
        ----------
        symbols : sequence of hashable
            What they are made of.
        pasts : numpy.ndarray of int, shape (moments, length)
            The places of their symbols in it.
        """
        numbers = np.array([*map(self.code.number, symbols)])
        return self.found.histories.last_columns(numbers[pasts])

    def log_distributions(self, seen: np.ndarray) -> np.ndarray:
        """Give the log-odds of each target at many moments: (moments, targets).

        Costs O(templates x moments x targets).  The sums differ from those of
        :meth:`log_distribution` in the last bits.
        """
        rows = self._fired_together(seen)
        logs = np.repeat(self.found.base[None], seen.shape[1], 0)
        for begin in range(0, len(logs), BLOCK):
            block = logs[begin : begin + BLOCK]
            for of_template in rows[:, begin : begin + BLOCK]:
                # Who does not fire adds 0, which is quicker than to pick who does.
                block += self.found.strengths.take(of_template, 0)
        return logs

    def contributions(self, state: History) -> list[Contribution]:
        """Give the slot concepts that fire, the most complex first; then frequency."""
        symbols = {symbol: self.code.target(symbol) for symbol in self.code.known}
        symbols[STOP] = self.code.target(STOP)
        slots = [
            self._contribution(
                "slot",
                self.found.strengths[row],
                symbols,
                self.slots.concept(row),
                int(self.slots.r_levels[row]),
            )
            for row in reversed(self._fired(state).tolist())
            if row < len(self.found.keys)
        ]
        return [*slots, self._contribution("frequency", self.found.base, symbols)]

    def _fired(self, state: History) -> np.ndarray:
        """Find the rows of the slot concepts that fire; that of none is the last."""
        return find_rows(self.found.keys, self.found.histories.keys(state))

    def _fired_together(self, seen: np.ndarray) -> np.ndarray:
        """Do as :meth:`_fired` at many moments: (templates, moments)."""
        histories, none = self.found.histories, len(self.found.keys)
        rows = np.empty((len(histories.templates), seen.shape[1]), np.int32)
        for number, (begin, end) in enumerate(pairwise(self._edges)):
            shown = histories.codes(number, seen) + histories.offsets[number]
            found = find_rows(self.found.keys[begin:end], shown) + begin
            rows[number] = np.where(found < end, found, none)
        return rows

    def _contribution(
        self,
        kind: str,
        values: np.ndarray,
        symbols: dict[Symbol, int],
        concept: object = None,
        r_level: int | None = None,
    ) -> Contribution:
        logs = values.tolist()
        added = {symbol: logs[target] for symbol, target in symbols.items()}
        return Contribution(concept, kind, r_level, None, {}, 1.0, added)

"""Sleep as an expert: what the slot concepts that fire excite and inhibit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..core.symbols import STOP, Symbol, Symbols
from ..mixture.expert import Contribution
from .abstractions import Abstractions
from .histories import History, find_rows
from .slots import SlotLibrary
from .symbol_codes import SymbolIndex, write


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
        return self.found.base + self.found.strengths[self._fired(state)].sum(0)

    def see(self, samples: Sequence[Symbols]) -> np.ndarray:
        """Give what matters of every moment of samples: (features, moments).

        They are numbered sample after sample, STOP's the last of each.
        """
        corpus = write([*samples], [1] * len(samples), self.code)
        return self.found.histories.columns(corpus)

    def log_distributions(self, seen: np.ndarray) -> np.ndarray:
        """Give the log-odds of each target at many moments: (moments, targets).

        Costs O(templates x moments) to find what fires, and O(targets) for each that
        does.  The sums differ from :meth:`log_distribution` in the last bits.
        """
        keys, strengths = self.found.keys, self.found.strengths
        histories = self.found.histories
        logs = np.repeat(self.found.base[None], seen.shape[1], 0)
        edges = np.searchsorted(keys, histories.offsets)
        for number, (begin, end) in enumerate(pairwise(edges)):
            sought = histories.factors[:, number] @ seen + histories.offsets[number]
            rows = find_rows(keys[begin:end], sought)
            fire = np.flatnonzero(rows < end - begin)
            logs[fire] += strengths[begin + rows[fire]]
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

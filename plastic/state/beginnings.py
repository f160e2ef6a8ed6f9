"""Beginnings: what can follow one is worked out once, for all who look for completions.

Who types asks for completions of ``e``, ``em`` and ``emm``, and each search goes
through beginnings that the one before went through.  So what was predicted after a
beginning is kept, in a tree, until something changes.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

from ..core.generation import Source, known_chances
from ..core.symbols import START, Symbol, Symbols

MOST_KEPT = 300_000  # symbols that can follow: some 35 MB

Ranked: TypeAlias = "tuple[float, int, Symbol]"  # cost, rank and symbol


class Beginning:
    """The beginning of a sample.

    Attributes
    ----------
    state : object
        What the source keeps of it.
    following : dict
        Next symbol -> the beginning that is one longer, where it was asked for.
    ranked : list or None
        What can come next, once it was asked for.
    """

    __slots__ = ("following", "ranked", "state")

    def __init__(self, state: Any) -> None:
        self.state = state
        self.following: dict[Symbol, Beginning] = {}
        self.ranked: list[Ranked] | None = None


class Beginnings:
    """What can follow the beginnings of samples, remembered.

    Parameters
    ----------
    source : Source
        Who predicts, as long as nothing changes.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["emma", "emily"])
    >>> beginnings = Beginnings(memory.state.expert)
    >>> place = beginnings.find("em")
    >>> [symbol for cost, rank, symbol in beginnings.by_chance(place)]
    ['m', 'i', 'a', STOP, 'e', 'l', 'y']
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._clear()

    def _clear(self) -> None:
        self._first: Beginning | None = None
        self._kept = 0

    def find(self, prefix: Symbols) -> Beginning:
        """Give a beginning by its symbols.  Costs O(length)."""
        if self._kept > MOST_KEPT:
            self._clear()
        if self._first is None:
            start = START if isinstance(prefix, str) else (START,)
            state = self.source.initial_state(start)  # type: ignore[attr-defined]
            self._first = Beginning(state)
        place = self._first
        for symbol in prefix:
            place = self.next_state(place, symbol)
        return place

    def next_state(self, state: Beginning, symbol: Symbol) -> Beginning:
        """Give the beginning with one more symbol."""
        longer = state.following.get(symbol)
        if longer is None:
            longer = Beginning(self.source.next_state(state.state, symbol))
            if self._kept <= MOST_KEPT:  # beyond, each search keeps what it needs
                state.following[symbol] = longer
        return longer

    def by_chance(self, state: Beginning) -> list[Ranked]:
        """Give what can come next in order of cost; not to be changed."""
        if state.ranked is None:
            chances = known_chances(self.source, state.state)
            state.ranked = sorted(
                (-math.log(chance), rank, symbol)
                for rank, (symbol, chance) in enumerate(
                    zip(self.source.symbols, chances)
                )
                if chance  # asleep it can be too small to be told from 0
            )
            self._kept += len(state.ranked)
        return state.ranked

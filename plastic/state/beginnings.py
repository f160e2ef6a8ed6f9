"""Beginnings: what can follow one is worked out once, for all who look for completions.

Who types asks for completions of ``e``, ``em`` and ``emm``, and each search goes
through beginnings that the one before went through.  So what was predicted after a
beginning is kept until something changes.

There are two generations of what is kept.  When the newer one is full it becomes the
older one, and what was in the older one and not asked for since is let go.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np

from ..core.generation import Source, known_chances
from ..core.symbols import START, Symbol, Symbols, extend

# Symbols that can follow, in a generation.  With 27 of them a beginning takes 1.1 kB,
# so that both generations are some 60 MB at the most.
MOST_KEPT = 750_000

Ranked: TypeAlias = "tuple[float, int, Symbol]"  # cost, rank and symbol


class Beginning:
    """The beginning of a sample.

    Attributes
    ----------
    symbols : str or tuple
        What it is made of, without START.
    state : object
        What the source keeps of it.
    costs, ranks : array
        What can come next, the likeliest first, once it was asked for: minus
        log-probabilities, and the places of the symbols among all.
    """

    __slots__ = ("costs", "ranks", "state", "symbols")

    costs: array[float]
    ranks: array[int]

    def __init__(self, symbols: Symbols, state: Any) -> None:
        self.symbols, self.state = symbols, state


class Unfinished(Exception):
    """A search has looked at as many beginnings as it was allowed to."""


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
    >>> beginning = beginnings.find("em")
    >>> [symbol for cost, rank, symbol in beginnings.by_chance(beginning)]
    ['m', 'i', 'a', STOP, 'e', 'l', 'y']
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._newer: dict[Symbols, Beginning] = {}
        self._older: dict[Symbols, Beginning] = {}
        self._kept = 0  # symbols that can follow, in the newer generation
        self._left = math.inf  # beginnings that may be looked at

    def look_at(self, most: float) -> None:
        """Allow searches from now on so many beginnings that are not known yet.

        The next one raises :class:`Unfinished`; what was looked at is kept, so that who
        searches again comes further.
        """
        self._left = most

    def find(self, symbols: Symbols) -> Beginning:
        """Give a beginning by its symbols.  Costs O(length)."""
        known = self._known(symbols)
        if known is not None:
            return known
        start: Any = START if isinstance(symbols, str) else (START,)
        source: Any = self.source
        return Beginning(symbols, source.initial_state(start + symbols))

    def next_state(self, state: Beginning, symbol: Symbol) -> Beginning:
        """Give the beginning with one more symbol."""
        symbols = extend(state.symbols, symbol)
        known = self._known(symbols)
        if known is not None:
            return known
        return Beginning(symbols, self.source.next_state(state.state, symbol))

    def _known(self, symbols: Symbols) -> Beginning | None:
        found = self._newer.get(symbols)
        if found is None and (found := self._older.pop(symbols, None)) is not None:
            self._keep(found)
        return found

    def _keep(self, beginning: Beginning) -> None:
        if self._kept > MOST_KEPT:
            self._older, self._newer, self._kept = self._newer, {}, 0
        self._newer[beginning.symbols] = beginning
        self._kept += len(beginning.costs)

    def by_chance(self, state: Beginning) -> Iterable[Ranked]:
        """Give what can come next in order of cost; of equal ones in their order."""
        if not hasattr(state, "costs"):
            if self._left <= 0:
                raise Unfinished
            self._left -= 1
            self._rank(state)
            self._keep(state)
        symbols = map(self.source.symbols.__getitem__, state.ranks)
        return zip(state.costs, state.ranks, symbols)

    def _rank(self, beginning: Beginning) -> None:
        chances = np.array(known_chances(self.source, beginning.state))
        held = np.flatnonzero(chances)  # asleep one can be too small to be told from 0
        costs = -np.log(chances[held])
        order = np.argsort(costs, kind="stable")
        beginning.costs = array("d", costs[order].tobytes())
        width = np.min_scalar_type(len(chances))
        beginning.ranks = array(width.char, held[order].astype(width).tobytes())

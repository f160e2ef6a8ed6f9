"""Some of a task's pairs, and the searches for what explains them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import cycle

import numpy as np

from ...core.symbols import Symbol, Symbols
from ..tape import Tape
from .contexts import LEVELS
from .costs import Prior
from .interning import Example
from .search import Search, Solution

Sides = tuple[Symbols, Symbols]
Delimiters = tuple[Symbol, ...]


class Subset:
    """Searches over some of the pairs, at all levels in turn.

    Parameters
    ----------
    pairs : sequence of (source, target)
        All of a task.
    chosen : sequence of int
        Those that are searched with.
    delimiters : sequence of tuple
        What may part the sources: each is tried.
    prior : callable, optional
        As for :class:`plastic.seq2seq.stepwise.search.Search`.
    """

    def __init__(
        self,
        pairs: Sequence[Sides],
        chosen: Sequence[int],
        delimiters: Sequence[Delimiters],
        prior: Prior | None,
    ) -> None:
        self.chosen = tuple(chosen)
        self._searches: list[tuple[Delimiters, Search]] = []
        for parting in delimiters:
            examples = [
                Example(Tape(pairs[i][0], parting), tuple(pairs[i][1]))
                for i in self.chosen
            ]
            self._searches += [
                (parting, Search(examples, parting, level, prior)) for level in LEVELS
            ]

    @property
    def exhausted(self) -> bool:
        """Whether there is nothing left to try."""
        return all(search.exhausted for _, search in self._searches)

    @property
    def steps(self) -> int:
        """What was spent so far."""
        return sum(search.steps for _, search in self._searches)

    def run(
        self, steps: int, limit: float, shares: Sequence[float], most: float = math.inf
    ) -> int:
        """Go on, for programs of less than `limit` bits; give the steps it took.

        They are about `steps`, for what was begun is finished, and never over `most`.
        """
        began, ways = self.steps, len(self._searches) // len(LEVELS)
        for share, (_, search) in zip(cycle(shares), self._searches):
            found = self.solutions()
            search.limit = min(limit, found[0][0].cost if found else limit)
            left = most - (self.steps - began)
            if left <= 0:
                break
            search.run(int(steps * share / ways) + 1, left)
        return self.steps - began

    def solutions(self) -> list[tuple[Solution, Delimiters]]:
        """List what was found, the cheapest first."""
        found = [
            (solution, parting)
            for parting, search in self._searches
            for solution in search.solutions
        ]
        return sorted(found, key=lambda pair: pair[0].cost)


def by_size(pairs: Sequence[Sides], indices: Iterable[int]) -> list[int]:
    """Sort pairs, the shortest first.

    >>> by_size([("abc", "c"), ("a", "b"), ("ab", "b")], range(3))
    [1, 2, 0]
    """
    return sorted(indices, key=lambda i: (sum(map(len, pairs[i])), i))


def spread(
    pairs: Sequence[Sides], indices: Iterable[int], size: int
) -> tuple[int, ...]:
    """Choose short and long pairs; of many, neither the shortest nor the longest.

    >>> spread([("a" * n, "") for n in range(11)], range(11), 3)
    (2, 5, 8)
    """
    ordered = by_size(pairs, indices)
    most = len(ordered)
    places = np.linspace(most * 0.2, most * 0.8, size).astype(int)
    return tuple(sorted({ordered[place] for place in places}))

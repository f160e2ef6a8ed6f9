"""What is still to be tried, the most promising first, by two views in turn."""

from __future__ import annotations

import heapq
from typing import Final

from .simulation import State

BONUSES = (1.5, 5.0)  # bits for a symbol written, on the mean of all examples
MOST_BONUS = 20  # symbols an example that count for it
MOST_ALIKE = 1  # tables that put all heads in the same places; more come later
LATER = 4.0  # bits, each
# A table, and where it leads: the bits it costs; its rules, as (context,
# operation, the rules before); translations; where each example waits; how many
# rules in a row write nothing; a bit for each operation it has.  There are
# numbers in it and tuples of numbers, nothing else: hundreds of thousands of
# them would keep the garbage collector busy for most of the time.
SearchNode = tuple[
    float, tuple, tuple[tuple[int, int], ...], tuple[State, ...], int, int
]
COST: Final = 0


class Frontier:
    """Tables that wait to be gone on with.

    What counts is the cost less a bonus for what was written already.  A small
    bonus finds programs that are short, a large one finds long ones sooner, so
    both are used in turn.
    """

    def __init__(self) -> None:
        self._heaps: list[list[tuple[float, int, SearchNode]]] = [[] for _ in BONUSES]
        self._met: dict[int, int] = {}
        self._taken: set[int] = set()
        self._pushed = self._turn = 0

    def __bool__(self) -> bool:
        return any(self._heaps)

    def push(self, node: SearchNode) -> None:
        """Add a table; costs O(log of how many wait)."""
        cost, _, _, states, _, _ = node
        # Only the hash is kept: to take two for alike by chance does no harm.
        heads, counted = [], 0
        for _, at, register, _, written, _, last in states:
            heads.append((at, register, written, last))
            counted += written if written < MOST_BONUS else MOST_BONUS
        where = hash(tuple(heads))
        met = self._met[where] = self._met.get(where, 0) + 1
        priority = cost + LATER * max(0, met - MOST_ALIKE)
        mean = counted / len(states)
        for bonus, heap in zip(BONUSES, self._heaps):
            heapq.heappush(heap, (priority - bonus * mean, self._pushed, node))
        self._pushed += 1

    def pop(self) -> SearchNode | None:
        """Take the best table, by one view and by another in turn."""
        while any(self._heaps):
            self._turn += 1
            heap = self._heaps[self._turn % len(BONUSES)]
            if heap:
                _, serial, node = heapq.heappop(heap)
                if serial not in self._taken:
                    self._taken.add(serial)
                    return node
        return None

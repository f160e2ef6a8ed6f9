"""Counts of counts: how many transitions have which strength, by depth.

A transition is a past and a symbol that followed it; its depth is how many symbols
the past has.  *Every* past that was lived counts, also those on the way from one
concept to the next, whose transitions all have strength 1.

The signals keep count as they travel.  A moment makes its transition known after all
ends of its past, down to where it was known before: when ``>emm`` is followed by
``a``, and ``m`` knew it, then ``a`` is new after ``>emm``, ``emm`` and ``mm``.  So it
is enough to count where such a run begins and where it stops, and a strength where
it grows: O(1) a signal.
"""

from __future__ import annotations

# Deeper pasts are told apart no further: on all data that we looked at discounts
# hardly change from there on.
DEEPEST = 24


class Tally:
    """Counts of counts of a graph.

    Attributes
    ----------
    begun : list of int
        By depth: how many runs of transitions begin there less how many stop.
    deep : int
        How many transitions there are at the deepest depth and beyond.
    strong : list of list of int
        ``strong[r][depth]``, r from 2 to 5: how many have strength r, 5 for more.
    """

    __slots__ = ("begun", "deep", "strong")

    def __init__(self) -> None:
        self.begun = [0] * (DEEPEST + 1)
        self.deep = 0
        self.strong = [[0] * (DEEPEST + 1) for _ in range(6)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tally):
            return NotImplemented
        mine = self.begun, self.deep, self.strong
        return mine == (other.begun, other.deep, other.strong)

    __hash__ = None  # type: ignore[assignment]  # it changes as the graph learns

    def __repr__(self) -> str:
        return f"Tally({[*map(self.at, range(DEEPEST + 1))]})"

    def run(self, deepest: int, known: int, by: int) -> None:
        """Count transitions of one symbol, down to where it is known.

        Parameters
        ----------
        deepest : int
            How many symbols the longest of these pasts has.
        known : int
            How many the longest has of those that knew it before; -1: none did.
        by : int
            +1: they are new.  -1: they are gone.
        """
        begun = self.begun
        begun[deepest if deepest < DEEPEST else DEEPEST] += by
        if known >= 0:
            begun[known if known < DEEPEST else DEEPEST] -= by
        if deepest >= DEEPEST:
            self.deep += by * (deepest - max(known, DEEPEST - 1))

    def grow(self, depth: int, before: int, after: int) -> None:
        """Count a strength that changes, both at least 1."""
        if depth > DEEPEST:
            depth = DEEPEST
        if before < 5 or after < 5:
            if before > 1:
                self.strong[before if before < 5 else 5][depth] -= 1
            if after > 1:
                self.strong[after if after < 5 else 5][depth] += 1

    def at(self, depth: int) -> list[int]:
        """Count the transitions out of pasts of some length: at place r of strength r.

        Place 0 is 0; strengths of 5 and more are left out.
        """
        depth = min(depth, DEEPEST)
        all_there_are = self.deep if depth == DEEPEST else sum(self.begun[depth:])
        strong = [by_depth[depth] for by_depth in self.strong[2:]]
        return [0, all_there_are - sum(strong), *strong[:3]]

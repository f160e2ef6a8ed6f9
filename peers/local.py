"""Concepts that know only those around them: the same graph, by messages along edges.

The library's concepts hold their symbols, ``rohan``, and the graph a table of how many
transitions have which strength.  Here a concept holds neither.  It knows which symbols
lie between it and the concept below it, who that is, who hangs on it, and its own
synapses; a *message* is a past, and what came next, of which a concept sees the rest
that nobody below has read, and hands on what it does not read itself.

    up:    the past >roh: the root reads nothing, its branch h reads h, and so on
    back:  "a is new to me": from the most specific concept toward the root

No table of all concepts, no names, no r_levels, no text of samples: what a branch
does not share with a message it passes on as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plastic.core.prediction import (
    Discounts,
    count_strengths,
    estimate_discounts,
)
from plastic.core.symbols import STOP, UNSEEN, Symbol, Symbols, in_order, wrap

# Of a concept that knows of no other's transitions: those expected of all are left.
EXPECTED: Discounts = estimate_discounts([0, 0, 0, 0, 0])


class Concept:
    """One cell, and the wires to its neighbours.

    Parameters
    ----------
    label : tuple
        The symbols that it adds to the concept below, the one nearest to that first.
    below : Concept, optional
        Who that is; None: it is the root.

    Attributes
    ----------
    count : int
        How many moments passed through it.
    synapses : dict
        Next symbol -> strength.
    branches : dict
        Symbol -> the concept, or the cell that only one moment has been to.
    """

    __slots__ = ("below", "branches", "count", "label", "synapses")

    def __init__(
        self, label: tuple[Symbol, ...] = (), below: Concept | None = None
    ) -> None:
        self.label, self.below = label, below
        self.count = 0
        self.synapses: dict[Symbol, int] = {}
        self.branches: dict[Symbol, Concept] = {}

    def shares(self, rest: tuple[Symbol, ...]) -> int:
        """Count how many symbols of its label a message goes on with."""
        pairs = zip(self.label, rest)
        return next(
            (at for at, (a, b) in enumerate(pairs) if a != b),
            min(len(self.label), len(rest)),
        )

    def split(self, at: int) -> Concept:
        """Put a new concept between itself and the one below: what is shared."""
        assert self.below is not None
        between = Concept(self.label[:at], self.below)
        between.count = self.count
        between.synapses = dict.fromkeys(self.synapses, 1)
        between.branches[self.label[at]] = self
        self.below.branches[self.label[0]] = between
        self.label, self.below = self.label[at:], between
        return between

    def join(self) -> None:
        """Vanish if only one branch is left and nothing ends here."""
        if self.below is None or len(self.branches) > 1:
            return
        ends = self.count - sum(branch.count for branch in self.branches.values())
        if not self.branches and ends == 0:
            del self.below.branches[self.label[0]]
        elif len(self.branches) == 1 and ends == 0:
            (branch,) = self.branches.values()
            branch.label, branch.below = self.label + branch.label, self.below
            self.below.branches[self.label[0]] = branch


class LocalGraph:
    """A memory whose concepts talk only to their neighbours.

    Parameters
    ----------
    horizon : int
        How many symbols of a past are looked at.

    Attributes
    ----------
    touched : int
        How many concepts took part in the last sample.
    """

    def __init__(self, horizon: int = 24) -> None:
        self.root, self.horizon, self.touched = Concept(), horizon, 0

    def learn(self, sample: Symbols) -> None:
        """Send each moment of a sample up, and its signal back."""
        self._live(sample, +1)

    def forget(self, sample: Symbols) -> None:
        """Undo that, of a sample that was learned."""
        self._live(sample, -1)

    def _live(self, sample: Symbols, by: int) -> None:
        text, self.touched = wrap(sample), 0
        for end in range(1, len(text) + 1):
            rest = tuple(text[max(0, end - self.horizon) : end][::-1])
            cell = self._up(rest, by)
            for symbol in text[end : end + 1]:
                self._back(cell, symbol, by)
            cell.join()
            if cell.below is not None and by < 0:
                cell.below.join()

    def _up(self, rest: tuple[Symbol, ...], by: int) -> Concept:
        """Pass a past on from concept to concept; give where it ends."""
        cell = self.root
        cell.count += by
        self.touched += 1
        while rest:
            branch = cell.branches.get(rest[0])
            if branch is None:
                cell.branches[rest[0]] = branch = Concept(rest, cell)
            elif (shared := branch.shares(rest)) < len(branch.label):
                branch = branch.split(shared)
            branch.count += by
            self.touched += 1
            cell, rest = branch, rest[len(branch.label) :]
        return cell

    def _back(self, cell: Concept | None, symbol: Symbol, by: int) -> None:
        """Strengthen a synapse, and tell the one below if it came or went."""
        while cell is not None:
            before = cell.synapses.get(symbol, 0)
            if before + by:
                cell.synapses[symbol] = before + by
            else:
                del cell.synapses[symbol]
            if before and before + by:
                return
            cell = cell.below

    def concepts(self) -> Iterator[tuple[tuple[Symbol, ...], Concept]]:
        """Give each concept, and its name, which it does not know itself."""
        ahead: list[tuple[tuple[Symbol, ...], Concept]] = [((), self.root)]
        while ahead:
            name, cell = ahead.pop()
            ends = cell.count - sum(branch.count for branch in cell.branches.values())
            if cell is self.root or len(cell.branches) + ends > 1:
                yield name, cell
            ahead.extend(
                (branch.label[::-1] + name, branch) for branch in cell.branches.values()
            )

    def predict(self, context: Symbols) -> dict[Symbol, float]:
        """Let each concept on the path tell the next one what it takes to come.

        Discounts are what is expected of all data: no concept can know how strong
        transitions are elsewhere.
        """
        root = self.root.synapses
        width = 1 + [*root.values()].count(1)
        known = [*in_order({*root} - {STOP}), STOP]
        chances: dict[Symbol, float] = dict.fromkeys(known, 1 / (len(known) + width))
        chances[UNSEEN] = width / (len(known) + width)
        rest = tuple(context[-self.horizon :][::-1])
        cell = self.root
        chances = _told(chances, cell.synapses, length=1)
        while rest and (branch := cell.branches.get(rest[0])) is not None:
            shared = branch.shares(rest)
            whole = shared == len(branch.label)
            synapses = branch.synapses if whole else dict.fromkeys(branch.synapses, 1)
            chances = _told(chances, synapses, shared)
            if not whole:
                break
            cell, rest = branch, rest[shared:]
        return chances


def _told(
    chances: dict[Symbol, float], synapses: dict[Symbol, int], length: int
) -> dict[Symbol, float]:
    """Interpolate with what the concept below said; a run of pasts hands it on."""
    if not synapses:
        return chances
    _, one, two, more = EXPECTED
    total, ones, twos, others = count_strengths(synapses)
    run = one ** (length - 1)
    taken = ones * one + twos * two + others * more
    back = taken * (1 - run) / len(synapses)
    left = taken * run / total
    discounts: Any = {1: one, 2: two}
    return {
        y: left * p
        + (
            (synapses[y] - discounts.get(synapses[y], more) + back) / total
            if y in synapses
            else 0.0
        )
        for y, p in chances.items()
    }

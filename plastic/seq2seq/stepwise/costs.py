"""Pricing: how many bits an operation costs in a context, before any example.

Half of a price is flat, :data:`plastic.seq2seq.stepwise.operations.BITS`.  The other
half is *habit*: what heads mostly do, whatever the task.  Whoever has written
steps on, whoever has stepped writes, at END one stops, where the register has
been counted down one is done.  The table is small and rounded: it was counted
from the programs of simple tasks (copy, reverse, double, first word, sort, ...:
the curriculum of the benchmarks).  What these hardly show was set by hand:
counting, and L after a jump, with priority sort in view.
The flat half keeps everything possible: what no habit knows costs a bit more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from ...core.symbols import Symbol
from .interning import CODES, EMIT, Coding
from .operations import (
    BITS,
    JUMPS,
    WRITES,
    Operation,
    literal_bits,
    literal_shares,
    normaliser,
)
from .simulation import SEEKS

AGAIN = 2.0  # bits less for an operation that the program has already
TURN = 3.0  # bits more, for a turn where there is nothing special
TURNS = {"R": "L", "L": "R"}
PLAIN = {"lower", "upper", "digit", "number", "other"}
RULE = 1.0  # bits more, for each: a rule must be worth its line in the table
HABIT = 0.5  # the share of habits in a price
HABITS = {  # (done last, where the head is) -> percent for each operation
    ("begin", "START"): {"R": 60, "NXT": 15, "MIN": 5, "MAX": 5, "LAST": 5, "EMIT": 5},
    ("step", "START"): {"R": 45, "STOP": 45},
    ("step", "plain"): {"COPY": 60, "R": 15, "L": 5},
    ("step", "mark"): {"STOP": 30, "R": 30, "COPY": 10, "EMIT": 10},
    ("step", "END"): {"STOP": 60, "L": 15, "FIRST": 10, "EMIT": 5},
    ("write", "START"): {"R": 80},
    ("write", "plain"): {"R": 65, "STOP": 10, "DEC": 10, "L": 5, "COPY": 5},
    ("write", "mark"): {"R": 70, "STOP": 15, "L": 5},
    ("write", "END"): {"STOP": 60, "L": 20, "FIRST": 10},
    ("jump", "START"): {"R": 80},
    ("jump", "plain"): {"COPY": 45, "R": 15, "L": 15, "LOAD": 5},
    ("jump", "mark"): {"R": 65, "L": 15},
    ("jump", "END"): {"STOP": 50, "L": 35},
    ("count", "START"): {"R": 40, "DEC": 15, "MAX": 10, "MIN": 10},
    ("count", "plain"): {"FIRST": 20, "R": 20, "DEC": 15, "MAX": 10, "MIN": 10},
}
COUNTED_DOWN = {"STOP": 60, "R": 10}  # whatever was done last, wherever
Prior = Callable[[tuple, Operation, float], float]
Choice = tuple[int, int, float, bool]  # operation, code, bits, whether it seeks


class Prices:
    """What can be done in each context, and its bits.

    Parameters
    ----------
    operations : sequence of Operation
        What there is, literals left out.
    targets : sequence of sequences
        Whose literals are the cheaper the more of them hold them.
    coding : Coding
        Numbers.
    prior : callable, optional
        Gives the bits of an operation in a context, out of what they are
        without knowledge.
    """

    def __init__(
        self,
        operations: Sequence[Operation],
        targets: Sequence[Sequence[Symbol]],
        coding: Coding,
        prior: Prior | None = None,
    ) -> None:
        self.coding, self.prior = coding, prior
        self.numbers = [coding.number(one) for one in operations]
        self._extra = normaliser(operations)
        self._shares = literal_shares(targets)
        self._alike = Counter(one.name for one in operations)
        self._known: dict[int, list[tuple]] = {}

    def choices(self, context: int, used: int, literals: list[tuple]) -> list[Choice]:
        """List what can be done in a context.

        Parameters
        ----------
        context : int
            Where.
        used : int
            A bit for each operation that the program has already.
        literals : list of tuple
            What could be written there.
        """
        if context not in self._known:
            self._known[context] = self._priced(context)
        found = [
            (number, code, again if used >> number & 1 else bits, seeks)
            for number, code, bits, again, seeks in self._known[context]
        ]
        for literal in literals:
            operation = Operation("EMIT", literal)
            bits = self._told(self.coding.key(context), operation)
            bits += sum(literal_bits(one, self._shares[one]) for one in literal)
            if self.prior is not None:
                bits = self.prior(self.coding.key(context), operation, bits)
            found.append((self.coding.number(operation), EMIT, bits, False))
        return found

    def _priced(self, context: int) -> list[tuple]:
        """Price each operation, where it is new and where it was used before."""
        key, found = self.coding.key(context), []
        last = key[2].name if isinstance(key[2], Operation) else None
        for number in self.numbers:
            operation = self.coding.operations[number]
            name = operation.name
            bits = self._told(key, operation)
            again = bits - AGAIN if bits > 2 * AGAIN else bits
            if self.prior is not None:
                bits, again = (self.prior(key, operation, b) for b in (bits, again))
            if key[0] in PLAIN and last == TURNS.get(name, ""):
                # Whoever turns back usually turns at something.
                bits, again = bits + TURN, again + TURN
            found.append((number, CODES[name], bits, again, name in SEEKS))
        return found

    def _told(self, key: tuple, operation: Operation) -> float:
        """Mix what is flat with what is habit."""
        seen, register, last = key[:3]
        habits = HABITS.get((_manner(last), _ground(seen)), {})
        if register == 2:
            habits = COUNTED_DOWN
        name = operation.name
        flat = 2.0 ** -(BITS[name] + self._extra)
        habit = habits.get(name, 0) / 100 / max(1, self._alike[name])
        return RULE - math.log2((1 - HABIT) * flat + HABIT * habit)


def _manner(last: Operation | str) -> str:
    if not isinstance(last, Operation):
        return "begin"
    name = last.name
    if name in WRITES:
        return "write"
    if name in JUMPS:
        return "jump"
    return "step" if name in TURNS else "count"


def _ground(seen: str) -> str:
    if seen in ("START", "END"):
        return seen
    return "plain" if seen in PLAIN else "mark"

"""Pricing: how many bits an operation costs in a context, before any example.

Half of a price is flat, the bits of an operation's kind.  The other half is
*habit*: what heads mostly do, whatever the task.  Whoever has written steps on,
whoever has stepped writes, who is at END stops, whoever has counted down is done.
Habits stand with the kinds, in :data:`plastic.seq2seq.stepwise.operations.KINDS`,
in percent: ``{"write": {"plain": 65}}`` of R says that 65 of 100 operations that
follow one that wrote, where nothing special stands, are R.  They are rounded
counts from the programs of simple tasks (copy, reverse, double, first word, sort,
...: the curriculum of the benchmarks).  What these hardly show was set by hand:
counting, and L after a jump, with priority sort in view.
The flat half keeps everything possible: what no habit knows costs a bit more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...core.symbols import Symbol
from ..tape import EDGES
from .contexts import BEGIN, REGISTERS
from .forms import Kind, Shift
from .interning import Coding
from .operations import KINDS, Operation, literal_bits, literal_shares

AGAIN = 2.0  # bits less for an operation that the program has already
TURN = 3.0  # bits more, for a turn where there is nothing special
PLAIN = {"lower", "upper", "digit", "number", "other"}
RULE = 1.0  # bits more, for each: a rule must be worth its line in the table
HABIT = 0.5  # the share of habits in a price
COUNTED_DOWN = REGISTERS.index("zero")
Prior = Callable[[tuple, Operation, float], float]
Choice = tuple[int, float]  # operation, bits
LITERAL = KINDS["EMIT"]


class _Priced(NamedTuple):
    """A context, and what everything costs there."""

    key: tuple
    # Operation, bits where it is new, where it was used before.  There are numbers
    # in it and no objects, for the same reason as in a SearchNode of the frontier.
    operations: list[tuple[int, float, float]]
    literal: float  # without the bits of its symbols


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
        self.numbers = [coding.number(operation) for operation in operations]
        self._extra = _normaliser(operations)
        self._shares = literal_shares(targets)
        self._alike = Counter(operation.name for operation in operations)
        self._known: dict[int, _Priced] = {}

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
            self._known[context] = self._priced(self.coding.key(context))
        key, operations, literal_base = self._known[context]
        found = [
            (number, again if used >> number & 1 else bits)
            for number, bits, again in operations
        ]
        for literal in literals:
            operation = Operation(LITERAL.name, literal)
            bits = literal_base + sum(
                literal_bits(symbol, self._shares[symbol]) for symbol in literal
            )
            if self.prior is not None:
                bits = self.prior(key, operation, bits)
            found.append((self.coding.number(operation), bits))
        return found

    def _priced(self, key: tuple) -> _Priced:
        """Price each operation, where it is new and where it was used before."""
        seen, _, last = key[:3]
        habit, found = _habits(key), []
        for number in self.numbers:
            operation, kind = self.coding.operations[number], self.coding.kinds[number]
            bits = self._bits(kind, habit(kind))
            again = bits - AGAIN if bits > 2 * AGAIN else bits
            if self.prior is not None:
                bits, again = (self.prior(key, operation, b) for b in (bits, again))
            if seen in PLAIN and _turns_back(kind, last):
                # Whoever turns back usually turns at something.
                bits, again = bits + TURN, again + TURN
            found.append((number, bits, again))
        return _Priced(key, found, self._bits(LITERAL, habit(LITERAL)))

    def _bits(self, kind: Kind, percent: int) -> float:
        """Mix what is flat with what is habit."""
        flat = 2.0 ** -(kind.bits + self._extra)
        habit = percent / 100 / max(1, self._alike[kind.name])
        return RULE - math.log2((1 - HABIT) * flat + HABIT * habit)


def _normaliser(operations: Sequence[Operation]) -> float:
    """Give what must be added to bits so that the chances sum to 1, EMIT counted."""
    total = sum(2.0 ** -KINDS[operation.name].bits for operation in operations)
    return math.log2(total + 2.0**-LITERAL.bits)


def _habits(key: tuple) -> Callable[[Kind], int]:
    """Give what tells how often, in percent, heads do a thing in a context."""
    seen, register, last = key[:3]
    if register == COUNTED_DOWN:
        return lambda kind: kind.habit_when_done
    manner = KINDS[last.name].manner if isinstance(last, Operation) else BEGIN
    ground = seen if seen in EDGES else "plain" if seen in PLAIN else "mark"
    return lambda kind: kind.habits.get(manner, {}).get(ground, 0)


def _turns_back(kind: Kind, last: Operation | str) -> bool:
    """Tell whether a step goes against the one before, as L does after R."""
    if not isinstance(kind, Shift) or not isinstance(last, Operation):
        return False
    before = KINDS[last.name]
    return isinstance(before, Shift) and kind.offset * before.offset < 0

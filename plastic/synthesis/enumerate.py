"""Enumeration: all values, the cheapest first, each behaviour once.

Level after level: at so many bits each operation is done to all values whose bits,
with its own, make that sum.  What behaves as something cheaper is dropped, so that
the levels grow slowly enough to go on to programs of ten operations.

It is an *anytime* search: it can be stopped after any number of steps, and goes on
where it was; a step is one operation done to values.  What it costs is counted, never
timed, so that it comes to the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from .habits import NONE, Habits, within
from .values import Rows, Value
from .vocabulary import UNDEFINED, Operation, Type

# What a search makes: a number that stands in the pairs may ask for millions.
MOST_SYMBOLS = 400
# Values of some 600 bytes each that are kept; a search for more would need gigabytes.
MOST_VALUES = 400_000
MOST_BITS = 100  # no level that high is ever reached; ends what has nothing to do
PULSE = 512  # steps, some milliseconds
MOST_REACHED = 15  # values that are as wanted; the cheapest ones, for alternatives
MOST_PARTIAL = 3  # of those that are so only on the same few pairs


Groups = list[list[Value]]


class Goal:
    """What is wanted of a program.

    Attributes
    ----------
    kind : str
        The type of the targets.
    rows : tuple
        The targets, in the order of the pairs.
    """

    def __init__(self, kind: Type, rows: Rows) -> None:
        self.kind, self.rows = kind, rows

    def matches(self, rows: Rows) -> tuple[bool, ...]:
        """Tell which targets a value gives."""
        return tuple([got == wanted for got, wanted in zip(rows, self.rows)])


class Enumeration:
    """An enumeration of values that goes on as long as it is asked.

    Parameters
    ----------
    leaves : iterable of Value
        The source and constants.
    operations : sequence of Operation
        What can be done to values; of equal bits the first one comes first.
    goal : Goal
        What is wanted; what gives it is collected.
    budget : int
        How many steps to go at the most.
    habits : Habits, optional
        What is cheaper than its operations say, and where.

    Attributes
    ----------
    bank : dict
        Type -> for each number of bits the values that cost as much.
    steps : int
        How many were gone.
    level : int
        The bits up to which all values are known.
    reached : list of Value
        Those that are as wanted on every pair, the cheapest first.
    source : Value or None
        The leaf that is the source, where it is a single one.
    partial : dict
        On which pairs values are as wanted -> the cheapest of these, where that are
        some and not all.
    """

    def __init__(
        self,
        leaves: Iterable[Value],
        operations: Sequence[Operation],
        goal: Goal,
        budget: int,
        habits: Habits = NONE,
    ) -> None:
        self.goal, self.budget = goal, budget
        anywhere = habits.anywhere
        self.operations = [
            each.priced(each.bits - anywhere.get(each.label, 0)) for each in operations
        ]
        self._banks = {slot: _Bank(less) for slot, less in habits.within.items()}
        self.bank: dict[Type, list[list[Value]]] = {}
        self.steps = self.level = self.kept = 0
        self.reached: list[Value] = []
        self.partial: dict[tuple[bool, ...], list[Value]] = {}
        self._known: dict[Type, dict[Rows, Value]] = {}
        leaves = [*leaves]
        self.source = next((v for v in leaves if v.operation.code == "source"), None)
        self._leaves = sorted(leaves, key=lambda value: value.bits)
        self._until = min(PULSE, budget)
        self._pulse = self._levels()

    def values(self, kind: Type) -> Iterator[Value]:
        """Give all values of a type, the cheapest first."""
        for group in self.bank.get(kind, ()):
            yield from group

    def by_targets(self, kind: Type) -> dict[Rows, Value]:
        """Give the cheapest value of a type for what is given on the pairs alone."""
        n = len(self.goal.rows)
        known = self._known.get(kind, {})
        if all(len(rows) == n for rows in islice(known, 1)):
            return known
        found: dict[Rows, Value] = {}
        for value in self.values(kind):
            found.setdefault(value.rows[:n], value)
        return found

    @property
    def is_spent(self) -> bool:
        """Whether it may go no further."""
        return self.steps >= self.budget or self.kept >= MOST_VALUES

    def __iter__(self) -> Iterator[int]:
        """Enumerate; give the steps that were gone, after every some hundred of them.

        Whoever has seen enough stops to ask, and may go on asking later.
        """
        return self._pulse

    def _levels(self) -> Iterator[int]:
        for value in self._leaves:  # all at once: closings may need dear ones
            self.put(value)
        for bits in range(1, MOST_BITS + 1):
            for operation in self.operations:
                for groups in self._arguments(operation, bits):
                    yield from self._put_all(operation, bits, groups)
                    if self.is_spent:
                        return
            self.level = bits
            yield self.steps

    def put(self, value: Value) -> bool:
        """Keep a value, if nothing cheaper behaves as it; tell whether that is so."""
        known = self._known.setdefault(value.kind, {})
        held = known.setdefault(value.rows, value)
        if value.kind == self.goal.kind:
            self._compare(value, held is value)
        if held is not value:
            if held.bits <= value.bits:
                return False
            known[value.rows] = value  # it was a dear leaf
        groups = self.bank.setdefault(value.kind, [])
        while len(groups) <= value.bits:
            groups.append([])
        groups[value.bits].append(value)
        self.kept += 1
        return True

    def _compare(self, value: Value, is_new: bool) -> None:
        """Collect a value that is as wanted, or is so on some pairs."""
        matches = self.goal.matches(value.rows)
        if all(matches):
            if len(self.reached) < MOST_REACHED:
                self.reached.append(value)
        elif is_new and any(matches):
            group = self.partial.setdefault(matches, [])
            if len(group) < MOST_PARTIAL:
                group.append(value)

    def _arguments(self, operation: Operation, bits: int) -> Iterator[Groups]:
        """Give values for each argument of an operation that make so many bits."""
        banks = [
            self._bank_for(operation, at, bits) for at in range(len(operation.takes))
        ]
        is_twice = operation.commutes and operation.takes[0] == operation.takes[1]
        for shares in _shares(bits - operation.bits, banks):
            if is_twice and shares[0] > shares[1]:
                continue  # b + a, where a + b was
            yield [bank[share] for bank, share in zip(banks, shares)]

    def _bank_for(
        self, operation: Operation, at: int, bits: int
    ) -> Sequence[list[Value]]:
        """Give the values for an argument by what they cost there."""
        bank = self.bank.get(operation.takes[at], ())
        if self._banks:
            here = self._banks.get(within(operation.label, at + 1))
            if here is not None:
                return here.grown(bank, bits, operation.bits - 1)
        return bank

    def _put_all(
        self, operation: Operation, bits: int, groups: Groups
    ) -> Iterator[int]:
        """Do an operation to all combinations of values."""
        does, weighs, gives = operation.does, operation.weighs, operation.gives
        known, wanted = self._known.setdefault(gives, {}), self.goal.rows
        is_goal = gives == self.goal.kind
        for arguments in product(*groups):
            self.steps += 1
            if self.steps >= self._until:
                yield self.steps
                if self.is_spent:
                    return
                self._until = min(self.steps + PULSE, self.budget)
            rows = [argument.rows for argument in arguments]
            try:
                if weighs and max(map(weighs, *rows)) > MOST_SYMBOLS:
                    continue
                behaviour = tuple(map(does, *rows))
            except UNDEFINED:
                continue
            if behaviour not in known or (
                is_goal and behaviour[: len(wanted)] == wanted
            ):
                self.put(Value(gives, behaviour, bits, operation, arguments))


class _Bank:
    """Values by what they cost in one place, where some are more likely than elsewhere.

    Parameters
    ----------
    less : mapping
        Label of what a value does last -> bits less.
    """

    def __init__(self, less: Mapping[str, int]) -> None:
        self.less, self.seen = less, 0
        self.groups: list[list[Value]] = []

    def grown(
        self, bank: Sequence[list[Value]], bits: int, most: int
    ) -> Sequence[list[Value]]:
        """Give the groups, with all values that cost less than so many bits.

        At most so many bits are taken off that what uses them is dearer than they.
        """
        less = self.less
        while len(self.groups) < len(bank):
            self.groups.append([])
        for at in range(self.seen, min(bits, len(bank))):
            for value in bank[at]:
                off = min(less.get(value.operation.label, 0), most)
                self.groups[max(1, at - off)].append(value)
        self.seen = max(self.seen, min(bits, len(bank)))
        return self.groups


def _shares(bits: int, banks: Sequence[Sequence[list[Value]]]) -> Iterator[list[int]]:
    """Give each way to share bits among arguments for which there are values."""
    bank, *others = banks
    if not others:
        if 0 < bits < len(bank) and bank[bits]:
            yield [bits]
        return
    for share in range(1, min(bits, len(bank))):
        if bank[share]:
            for rest in _shares(bits - share, others):
                yield [share, *rest]

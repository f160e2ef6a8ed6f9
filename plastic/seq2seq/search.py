"""Joint search: the cheapest rule table that explains several examples at once.

Explaining each example alone and then counting does not work: there are too
many ways to explain one.  So all examples run in lockstep under *one* table,
context -> operation.  Each runs until it needs a context that has no rule yet.
Then the one that has written least is looked at, and every operation that is
legal for all examples that wait at its context is tried.  A mismatch with a
target kills the table.  The first use of a rule costs its bits, further uses
are free: what is found first is about the shortest program there is.

It is best-first search; what counts is the cost less a bonus for what was
written already.  No state comes twice between two writes, so that everything
ends, and all is counted in steps and never in seconds, so that the same
examples give the same program on every machine.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

from ..symbols import Symbol
from .contexts import BEGIN, key_at
from .operations import (
    BITS,
    ENTRY_BITS,
    JUMPS,
    WRITES,
    Operation,
    available,
    jump,
    literal_bits,
    literal_shares,
    normaliser,
)
from .tape import Tape, is_count, is_mark

BONUSES = (2.0, 5.0)  # bits for a symbol written, on the mean of all examples
MOST_LITERAL = 30  # symbols that one operation writes
SLACK = 6.0  # bits that an alternative may cost more than the cheapest
AGAIN = 2.0  # bits less for an operation that the program has already
MOST_ALIKE = 3  # tables that put all heads in the same places; more come later
TURN = 3.0  # bits more, for a turn where there is nothing special
TURNS = {"R": [Operation("L")], "L": [Operation("R")]}
PLAIN = {"lower", "upper", "digit", "number", "other"}
LATER = 4.0  # bits, each
LOUD = WRITES | {"STOP"}
SEEKS = JUMPS - {"FIRST", "LAST"}
MOST_BONUS = 20  # symbols an example that count for it
MOST_SILENT = 7  # new rules in a row that write nothing
BEGINNING = (BEGIN,) * 4
Prior = Callable[[tuple, Operation, float], float]


class Example(NamedTuple):
    """A pair to explain: the source as a tape, and what must be written."""

    tape: Tape
    target: tuple[Symbol, ...]


class State(NamedTuple):
    """Where one example waits: the machine, and what it did since it last wrote."""

    key: tuple | None  # the context that has no rule; None: it has stopped
    at: int
    register: int | None
    marks: frozenset[int]
    written: int
    memory: tuple  # last operation, phase, the one before, the one before that
    seen: frozenset


class Solution(NamedTuple):
    """A rule table that explains what it was searched for."""

    cost: float  # bits
    level: int  # how fine its contexts are
    rules: dict[tuple, Operation]
    translation: dict[Symbol, Symbol]


class _Node(NamedTuple):
    cost: float
    rules: dict[tuple, Operation]
    translation: dict[Symbol, Symbol]
    states: tuple[State, ...]
    silent: int


class Search:
    """A search at one level of contexts.

    Parameters
    ----------
    examples : sequence of Example
        What to explain, jointly.
    delimiters : sequence of hashable
        Of the task.
    level : int
        How fine contexts are.
    prior : callable, optional
        Gives the bits of an operation in a context, out of what they are
        without knowledge.

    Attributes
    ----------
    steps : int
        What was spent so far: about a microsecond each.
    solutions : list of Solution
        What was found, the cheapest first.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        delimiters: Sequence[Symbol],
        level: int,
        prior: Prior | None = None,
    ) -> None:
        self.examples, self.level, self.prior = examples, level, prior
        self._met: Counter[tuple] = Counter()
        targets = [one.target for one in examples]
        self.operations = available([one.tape for one in examples], targets, delimiters)
        self.extra = normaliser(self.operations)
        self.shares = literal_shares(targets)
        self.steps = 0
        self.solutions: list[Solution] = []
        self.limit = float("inf")  # bits: nothing much dearer is of use
        self._followed = False
        self._order = count()
        self._heaps: list[list] = [[] for _ in BONUSES]
        self._turn = 0
        self._done: set[int] = set()
        self._begin()

    @property
    def exhausted(self) -> bool:
        """Whether there is nothing left to try."""
        return not any(self._heaps)

    def _begin(self) -> None:
        states = tuple(
            State(
                key_at(self.level, one.tape, 0, None, BEGINNING),
                0,
                None,
                frozenset(),
                0,
                BEGINNING,
                frozenset(),
            )
            for one in self.examples
        )
        self._push(_Node(0.0, {}, {}, states, 0))

    def run(self, steps: int) -> None:
        """Go on until a solution was found and followed up, or steps are spent."""
        end = self.steps + steps
        while self.steps < end:
            node = self._pop()
            if node is None:
                return
            if node.cost >= self._bound():
                continue
            self.steps += 20
            self._expand(node)
            if self.solutions and not self._followed:
                # A third more: there may be a cheaper one, or one as cheap.
                self._followed = True
                end = min(end, self.steps + self.steps // 3 + 200)

    def _bound(self) -> float:
        best = self.solutions[0].cost if self.solutions else self.limit
        return min(best, self.limit) + SLACK

    def _push(self, node: _Node) -> None:
        where = tuple(
            (
                state.at,
                state.register,
                state.written,
                state.key is None,
                state.memory[0],
            )
            for state in node.states
        )
        self._met[where] += 1
        alike = LATER * max(0, self._met[where] - MOST_ALIKE)
        written = sum(min(state.written, MOST_BONUS) for state in node.states)
        serial = next(self._order)
        for bonus, heap in zip(BONUSES, self._heaps):
            priority = node.cost - bonus * written / len(node.states) + alike
            heapq.heappush(heap, (priority, serial, node))

    def _pop(self) -> _Node | None:
        """Take the best node, by one view and by another in turn."""
        while any(self._heaps):
            self._turn += 1
            heap = self._heaps[self._turn % len(BONUSES)]
            if heap:
                _, serial, node = heapq.heappop(heap)
                if serial not in self._done:
                    self._done.add(serial)
                    return node
        return None

    def _expand(self, node: _Node) -> None:
        waiting = [i for i, state in enumerate(node.states) if state.key is not None]
        first = min(waiting, key=lambda i: node.states[i].written)
        key = node.states[first].key
        group = [i for i in waiting if node.states[i].key == key]
        for operation, bits in self._choices(node, group, key):
            if self._leads_nowhere(operation, node, group):
                continue
            if key[0] in PLAIN and key[2] in TURNS.get(operation.name, ()):
                bits += TURN  # whoever turns back usually turns at something
            if all(self._fits(operation, i, node.states[i]) for i in group):
                self._try(node, key, operation, bits, group)

    def _literals(self, node: _Node, group: list[int]) -> list[tuple]:
        """List what all that wait could write next: a symbol, marks, all in common."""
        coming = [self.examples[i].target[node.states[i].written :] for i in group]
        same = 0
        for column in zip(*coming):
            if any(one != column[0] for one in column):
                break
            same += 1
        shared = coming[0][: min(same, MOST_LITERAL)]
        marks = 0
        while marks < len(shared) and is_mark(shared[marks]):
            marks += 1
        lengths = sorted({1, marks, len(shared)} - {0})
        return [shared[:length] for length in lengths if length <= len(shared)]

    def _choices(
        self, node: _Node, group: list[int], key: tuple
    ) -> list[tuple[Operation, float]]:
        used = {*node.rules.values()}
        choices = [(one, self._bits(one, one in used)) for one in self.operations]
        for literal in self._literals(node, group):
            bits = sum(literal_bits(one, self.shares[one]) for one in literal)
            choices.append(
                (Operation("EMIT", literal), BITS["EMIT"] + self.extra + bits)
            )
        if self.prior is None:
            return choices
        return [(one, self.prior(key, one, bits)) for one, bits in choices]

    def _bits(self, operation: Operation, used: bool) -> float:
        """Price an operation: what a program did once it will do again."""
        bits = BITS[operation.name] + self.extra
        return bits - AGAIN if used and bits > 2 * AGAIN else bits

    def _leads_nowhere(
        self, operation: Operation, node: _Node, group: list[int]
    ) -> bool:
        """Whether FIRST or LAST would do the same, wherever an example waits."""
        if operation.name not in SEEKS:
            return False
        for i in group:
            state, tape = node.states[i], self.examples[i].tape
            place, _ = jump(operation, tape, state.at, state.marks)
            if place not in (None, 0, tape.end):
                return False
        return True

    def _fits(self, operation: Operation, index: int, state: State) -> bool:
        """Whether an operation is legal, and right, where an example waits."""
        tape, target = self.examples[index]
        name, at, written = operation.name, state.at, state.written
        if name == "R":
            return at < tape.end
        if name == "L":
            return at > 0
        if name == "STOP":
            return written == len(target)
        if name in JUMPS:
            return True
        if name in ("LOAD", "SET", "DEC"):
            return _registers(operation, tape, at, state.register)
        if written == len(target):
            return False
        if name in ("EMIT", "TAKE"):
            return True  # one was made of what comes, the other looks for itself
        if not 0 < at < tape.end:
            return False
        here = tape.symbols[at]
        if name == "COPY":
            return here == target[written]
        if name == "XLT":
            return not is_mark(here)
        return tape.classes[at] == ("lower" if name == "COPYU" else "upper") and (
            _cased(name, here) == target[written]
        )

    def _try(
        self,
        node: _Node,
        key: tuple,
        operation: Operation,
        bits: float,
        group: list[int],
    ) -> None:
        cost = node.cost + bits
        silent = 0 if operation.name in LOUD else node.silent + 1
        if cost >= self._bound() or silent > MOST_SILENT:
            return
        rules = {**node.rules, key: operation}
        translation = dict(node.translation)
        states = list(node.states)
        for i in group:
            state = self._advance(self.examples[i], states[i], rules, translation)
            if state is None:
                return
            states[i] = state
        cost += ENTRY_BITS * (len(translation) - len(node.translation))
        if any(state.key is not None for state in states):
            self._push(_Node(cost, rules, translation, tuple(states), silent))
        else:
            self.solutions.append(Solution(cost, self.level, rules, translation))
            self.solutions.sort(key=lambda one: one.cost)

    def _advance(
        self,
        example: Example,
        state: State,
        rules: dict[tuple, Operation],
        translation: dict[Symbol, Symbol],
    ) -> State | None:
        """Run an example until it needs a rule or has stopped; None: it is wrong."""
        tape, target = example
        symbols, classes, end, length = (
            tape.symbols,
            tape.classes,
            tape.end,
            len(target),
        )
        _, at, register, marks, written, memory, seen = state
        last, phase, before, older = memory
        level = self.level
        seen = set(seen)
        steps = 0
        try:
            while True:
                steps += 1
                sign = 0 if register is None else 1 if register > 0 else 2
                if level == 0:
                    key = (classes[at], sign, last)
                elif level == 1:
                    key = (classes[at], sign, last, phase)
                elif level == 2:
                    key = (classes[at], sign, last, phase, before)
                else:
                    memory = (last, phase, before, older)
                    key = key_at(level, tape, at, register, memory)
                operation = rules.get(key)
                if operation is None:
                    memory = (last, phase, before, older)
                    return State(
                        key, at, register, marks, written, memory, frozenset(seen)
                    )
                name = operation.name
                if name == "R":
                    if at == end:
                        return None
                    at += 1
                elif name == "L":
                    if at == 0:
                        return None
                    at -= 1
                elif name == "STOP":
                    if written < length:
                        return None
                    return State(None, at, register, marks, written, memory, state.seen)
                elif name in JUMPS:
                    place, marked = jump(operation, tape, at, marks)
                    if place is None:
                        return None
                    at, phase = place, operation
                    if marked:
                        marks |= {at}
                elif name == "TAKE":
                    stop = min(at + operation.argument, end - 1)
                    taken = tuple(symbols[at + 1 : stop + 1])
                    if taken != target[written : written + len(taken)] or not taken:
                        return None
                    at, written = stop, written + len(taken)
                    seen.clear()
                elif name in ("LOAD", "SET", "DEC"):
                    if not _registers(operation, tape, at, register):
                        return None
                    if name == "DEC":
                        register -= 1
                    elif name == "SET":
                        register = operation.argument
                    else:
                        register = symbols[at]
                        marks |= {at}
                else:
                    if written == length:
                        return None
                    if name == "EMIT":
                        literal = operation.argument
                        if target[written : written + len(literal)] != literal:
                            return None
                        written += len(literal) - 1
                        symbol = literal[-1]
                    elif not 0 < at < end:
                        return None
                    elif name == "COPY":
                        symbol = symbols[at]
                    elif name == "XLT":
                        symbol = translation.setdefault(symbols[at], target[written])
                    else:
                        symbol = _cased(name, symbols[at])
                    if symbol != target[written]:
                        return None
                    written += 1
                    seen.clear()
                last, before, older = operation, last, before
                where = (at, register, len(marks), last)
                if where in seen:
                    return None
                seen.add(where)
        finally:
            self.steps += steps


def _registers(operation: Operation, tape: Tape, at: int, register: int | None) -> bool:
    """Whether an operation on the register is legal."""
    if operation.name == "DEC":
        return register is not None and register > 0
    if register is not None:
        return False
    if operation.name == "SET":
        return True
    here = tape.symbols[at]
    return is_count(here)


def _cased(name: str, symbol: Any) -> Any:
    if not isinstance(symbol, str):
        return symbol
    return symbol.upper() if name == "COPYU" else symbol.lower()

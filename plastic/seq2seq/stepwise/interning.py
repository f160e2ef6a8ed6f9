"""Numbers for whatever a search handles, so that a context is one number.

Symbols, operations, what can be seen and what can be remembered are numbered
in the order in which they are met.  A context is the number of what is
remembered, plus that of what is seen, plus the state of the register.

Say that ``START``, ``lower`` and ``END`` can be seen: then a memory has 9
contexts, and the third memory that is met, 18, waits at ``lower`` with a
register that was counted down at 18 + 3 + 2 = 23.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...core.symbols import Symbol
from ..tape import Tape, distinct
from .contexts import BEGINNING, REGISTERS, after
from .forms import EMIT, Count, Kind
from .operations import KINDS, Operation

NOWHERE = -1  # a place, a symbol, a number or a context that does not exist
STATES = len(REGISTERS)


class Example(NamedTuple):
    """A pair to explain: the source as a tape, and what must be written."""

    tape: Tape
    target: tuple[Symbol, ...]


class Rule(NamedTuple):
    """What to do in a context, ready to be done."""

    form: int
    operation: int  # its number
    memory: int  # what is remembered then
    argument: Any  # what its form needs: a literal in numbers, how much to count


class Coding:
    """Numbers for symbols, operations, and what is seen and remembered.

    Parameters
    ----------
    examples : sequence of Example
        What will be stepped.
    level : int
        How fine contexts are.
    """

    def __init__(self, examples: Sequence[Example], level: int) -> None:
        self.level = level
        self.symbols: list[Symbol] = []
        self._symbols: dict[Symbol, int] = {}
        self.operations: list[Operation] = []
        self.kinds: list[Kind] = []  # of these
        self._numbers: dict[Operation, int] = {}
        looks: dict[str, int] = {}
        self.looks = [
            [
                STATES * looks.setdefault(seen, len(looks))
                for seen in example.tape.classes
            ]
            for example in examples
        ]
        self._looks = list(looks)
        self.stride = STATES * len(looks)
        self._memories: dict[tuple, int] = {}
        self._remembered: list[tuple] = []
        self._rules: dict[tuple[int, int], Rule] = {}
        self.beginning = self._memory(BEGINNING)

    def _memory(self, memory: tuple) -> int:
        kept = memory[: self.level + 1]
        if kept not in self._memories:
            self._memories[kept] = self.stride * len(self._memories)
            self._remembered.append(kept)
        return self._memories[kept]

    def symbol(self, symbol: Symbol) -> int:
        """Give the number of a symbol."""
        key = distinct(symbol)
        number = self._symbols.get(key)
        if number is None:
            number = self._symbols[key] = len(self.symbols)
            self.symbols.append(symbol)
        return number

    def number(self, operation: Operation) -> int:
        """Give the number of an operation."""
        number = self._numbers.get(operation)
        if number is None:
            number = self._numbers[operation] = len(self.operations)
            self.operations.append(operation)
            self.kinds.append(KINDS[operation.name])
        return number

    def key(self, context: int) -> tuple:
        """Write a context as :func:`plastic.seq2seq.stepwise.contexts.key_at` does."""
        memory, look = divmod(context, self.stride)
        seen, register = divmod(look, STATES)
        return (self._looks[seen], register, *self._remembered[memory])

    def rule(self, context: int, number: int) -> Rule:
        """Prepare a rule: this operation in this context."""
        memory = context // self.stride
        if (memory, number) not in self._rules:
            operation, kind = self.operations[number], self.kinds[number]
            argument: Any = operation.argument
            if kind.form == EMIT:
                argument = tuple(map(self.symbol, argument))
            elif isinstance(kind, Count):
                argument = kind.by
            remembered = (*self._remembered[memory], *BEGINNING)[: len(BEGINNING)]
            following = self._memory(after(remembered, operation, kind.jumps))
            self._rules[memory, number] = Rule(kind.form, number, following, argument)
        return self._rules[memory, number]

"""Numbers for whatever a search handles, so that a context is one number.

Symbols, operations, what can be seen and what can be remembered are numbered
in the order in which they are met.  A context is the number of what is
remembered, plus that of what is seen, plus the state of the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...core.symbols import Symbol
from ..tape import Tape
from .contexts import BEGIN
from .operations import JUMPS, Operation

BEGINNING = (BEGIN,) * 4
NOWHERE = -1  # a place, a symbol, a number or a context that does not exist
MOVE, WRITE, EMIT, XLT, EXTREME, TAKE, LOAD, SET, DEC, STOP = range(10)
CODES = {
    **dict.fromkeys(("R", "L", *JUMPS), MOVE),
    **dict.fromkeys(("COPY", "COPYU", "COPYL"), WRITE),
    **dict.fromkeys(("MIN", "MAX"), EXTREME),
    **{"EMIT": EMIT, "XLT": XLT, "TAKE": TAKE},
    **{"LOAD": LOAD, "SET": SET, "DEC": DEC, "STOP": STOP},
}


class Example(NamedTuple):
    """A pair to explain: the source as a tape, and what must be written."""

    tape: Tape
    target: tuple[Symbol, ...]


class Rule(NamedTuple):
    """What to do in a context, ready to be done."""

    code: int  # what kind of operation
    operation: int
    memory: int  # what is remembered then
    argument: Any


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
        self.symbols: dict[Symbol, int] = {}
        self.operations: list[Operation] = []
        self._numbers: dict[Operation, int] = {}
        looks: dict[str, int] = {}
        self.looks = [
            [3 * looks.setdefault(seen, len(looks)) for seen in example.tape.classes]
            for example in examples
        ]
        self._looks = list(looks)
        self.stride = 3 * len(looks)
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
        return self.symbols.setdefault(symbol, len(self.symbols))

    def number(self, operation: Operation) -> int:
        """Give the number of an operation."""
        number = self._numbers.get(operation)
        if number is None:
            number = self._numbers[operation] = len(self.operations)
            self.operations.append(operation)
        return number

    def key(self, context: int) -> tuple:
        """Write a context as :func:`plastic.seq2seq.stepwise.contexts.key_at` does."""
        memory, look = divmod(context, self.stride)
        return (self._looks[look // 3], look % 3, *self._remembered[memory])

    def rule(self, context: int, number: int) -> Rule:
        """Prepare a rule: this operation in this context."""
        memory = context // self.stride
        if (memory, number) not in self._rules:
            operation = self.operations[number]
            last, phase, before, _ = (*self._remembered[memory], *BEGINNING)[:4]
            phase = operation if operation.name in JUMPS else phase
            argument = operation.argument
            if operation.name == "EMIT":
                argument = tuple(self.symbol(one) for one in argument)
            following = self._memory((operation, phase, last, before))
            code = CODES[operation.name]
            self._rules[memory, number] = Rule(code, number, following, argument)
        return self._rules[memory, number]

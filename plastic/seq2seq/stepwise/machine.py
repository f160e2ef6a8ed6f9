"""Running a program: a machine that decides, and does, as fast as Python can.

What decides is handed in: while searching, a rule table; later, the concept
graph.  Either is asked once for each context.  The answer is kept in a *row*,
a dict from what is seen to what to do and which row comes then, so that a
step is one look-up and one branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import NamedTuple, Protocol

from ...core.symbols import Symbol, Symbols
from ...errors import GenerationError
from ..tape import Tape, is_count
from .contexts import BEGIN, key_at, register_state
from .operations import JUMPS, Operation, jump

Decide = Callable[[tuple], "list[Operation]"]
_CODES = {
    name: code
    for code, name in enumerate(
        ("R", "COPY", "L", "EMIT", "DEC", "COPYU", "COPYL", "XLT", "TAKE", "LOAD")
        + ("SET", "STOP")
    )
}
_R, _COPY, _L, _EMIT, _DEC, _COPYU, _COPYL, _XLT, _TAKE, _LOAD, _SET, _STOP = range(12)
_JUMP = 12


class Step(NamedTuple):
    """One decision on one tape.

    Attributes
    ----------
    at : int
        The place of the head; START is place 0.
    seen : str
        The class of what stands there.
    register : int or None
        What it held.
    operation : Operation
        What was done.
    written : int
        How many symbols had been written before.
    key : tuple
        The observable context.
    """

    at: int
    seen: str
    register: int | None
    operation: Operation
    written: int
    key: tuple


class Runnable(Protocol):
    """What runs a program, of whatever kind."""

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""

    def run(
        self, tape: Tape, record: list[Step] | None = None, most: int | None = None
    ) -> list[Symbol]:
        """Give what is written."""


def reproduced(
    machine: Runnable, pairs: Iterable[tuple[Symbols, Symbols]]
) -> tuple[bool, ...]:
    """Tell which pairs a program reproduces."""
    return tuple(_reproduces(machine, *pair) for pair in pairs)


def _reproduces(machine: Runnable, source: Symbols, target: Symbols) -> bool:
    try:
        return machine.run(machine.tape(source), most=len(target)) == [*target]
    except GenerationError:
        return False


class Machine:
    """What runs on tapes.

    Parameters
    ----------
    level : int
        How fine the contexts are that it decides by.
    delimiters : iterable of hashable
        The symbols that are a class of their own.
    translation : dict
        What XLT writes; a symbol that is not in it stays as it is.
    decide : callable
        Gives the operations for a context, the best first; the first legal one
        is done.

    Attributes
    ----------
    steps : int
        How many operations it did on the last tape.
    """

    def __init__(
        self,
        level: int,
        delimiters: Iterable[Symbol],
        translation: dict[Symbol, Symbol],
        decide: Decide,
    ) -> None:
        self.level, self.delimiters = level, tuple(delimiters)
        self.translation, self.decide = translation, decide
        self.steps = 0
        self._rows: dict[tuple, dict] = {}
        self._memories: dict[int, tuple] = {}
        self._codes: dict[str, int] = {}

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, self.delimiters)

    def run(
        self, tape: Tape, record: list[Step] | None = None, most: int | None = None
    ) -> list[Symbol]:
        """Run on a tape.

        Parameters
        ----------
        tape : Tape
            With the source on it.
        record : list, optional
            Where to put every step.
        most : int, optional
            How many symbols to write at the most.

        Returns
        -------
        list
            What was written.

        Raises
        ------
        GenerationError
            It runs in circles, or nothing legal can be done.  A machine that
            neither stops nor comes back to where it was writes `most`.
        """
        codes = self._codes
        for one in set(tape.classes) - codes.keys():
            codes[one] = 3 * len(codes)
        seen = [codes[one] for one in tape.classes]
        symbols, end = tape.symbols, tape.end
        written: list[Symbol] = []
        write = written.append
        at, register, sign, marks, read = 0, None, 0, set(), {"MIN": 0, "MAX": 0}
        row = self._row((BEGIN,) * 4)
        checkpoint, patience = None, 64
        for step in count(1):
            look = seen[at] + sign
            found = row.get(look)
            if found is None:
                found = self._decided(row, look, tape, at, register, marks)
            code, operation, following = found
            if record is not None:
                record.append(self._step(row, tape, at, register, operation, written))
            if code == _R:
                at += 1
            elif code == _COPY:
                write(symbols[at])
            elif code == _L:
                at -= 1
            elif code == _JUMP:
                name = operation.name
                begin = read.get(name, 0)
                place, marked = jump(operation, tape, at, marks, begin)
                if place is None:
                    raise GenerationError("there is no other place like this one")
                at = place
                if marked:
                    marks.add(at)
                    order = tape.rising if name == "MIN" else tape.falling
                    while begin < len(order) and order[begin] in marks:
                        begin += 1
                    read[name] = begin
            elif code == _EMIT:
                written += operation.argument
            elif code == _DEC:
                register -= 1
                sign = 1 if register > 0 else 2
            elif code == _STOP:
                self.steps = step
                return written
            elif code == _TAKE:
                stop = min(at + operation.argument, end - 1)
                written += symbols[at + 1 : stop + 1]
                at = max(at, stop)
            elif code in (_LOAD, _SET):
                if code == _LOAD:
                    if not is_legal(operation, tape, at, register):
                        raise GenerationError("only a whole number can be counted down")
                    register = symbols[at]
                    marks.add(at)
                else:
                    register = operation.argument
                sign = register_state(register)
            else:
                write(self._changed(code, symbols[at]))
            if not 0 <= at <= end:
                raise GenerationError("the head runs off the tape")
            row = following
            if step == patience:
                # Whoever is twice in the same state stays in a circle.
                checkpoint, patience = (row, at, register, len(marks)), 2 * patience
            elif (
                checkpoint is not None
                and checkpoint[1] == at
                and checkpoint[0] is row
                and checkpoint[2:] == (register, len(marks))
            ):
                raise GenerationError("the program runs in circles on this source")
            if most is not None and len(written) > most:
                return written
        raise AssertionError  # count() has no end

    def _changed(self, code: int, symbol: Symbol) -> Symbol:
        if code == _XLT:
            return self.translation.get(symbol, symbol)
        if not isinstance(symbol, str):
            return symbol
        return symbol.upper() if code == _COPYU else symbol.lower()

    def _row(self, memory: tuple) -> dict:
        """Give the row of what the machine remembers of its operations."""
        kept = memory[: self.level + 1]
        if kept not in self._rows:
            row: dict = {}
            self._rows[kept] = row
            self._memories[id(row)] = (*kept, *(BEGIN,) * (4 - len(kept)))
        return self._rows[kept]

    def _decided(
        self,
        row: dict,
        look: int,
        tape: Tape,
        at: int,
        register: int | None,
        marks: set[int],
    ) -> tuple[int, Operation, dict]:
        """Ask what to do in a context for the first time."""
        memory = self._memories[id(row)]
        key = key_at(self.level, tape, at, register, memory)
        for operation in self.decide(key):
            if is_legal(operation, tape, at, register):
                break
        else:
            raise GenerationError(
                f"nothing is known of what to do at {tape.classes[at]}"
            )
        last, phase, before, _ = memory
        jumps = operation.name in JUMPS
        following = self._row((operation, operation if jumps else phase, last, before))
        code = _JUMP if jumps else _CODES[operation.name]
        row[look] = code, operation, following
        return row[look]

    def _step(
        self,
        row: dict,
        tape: Tape,
        at: int,
        register: int | None,
        operation: Operation,
        written: list,
    ) -> Step:
        key = key_at(self.level, tape, at, register, self._memories[id(row)])
        return Step(at, tape.classes[at], register, operation, len(written), key)


def is_legal(operation: Operation, tape: Tape, at: int, register: int | None) -> bool:
    """Tell whether an operation can be done at all."""
    name = operation.name
    if name == "R" or name == "TAKE":
        return at < tape.end
    if name == "L":
        return at > 0
    if name in ("COPY", "COPYU", "COPYL", "XLT"):
        return 0 < at < tape.end
    if name == "FIND":
        return tape.find(at) is not None
    if name == "DEC":
        return register is not None and register > 0
    if name == "SET":
        return register is None
    if name == "LOAD":
        here = tape.symbols[at]
        return register is None and is_count(here)
    return True

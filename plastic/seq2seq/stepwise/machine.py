"""Running a program: a machine that decides, and does, as fast as Python can.

What decides is handed in: while searching, a rule table; later, the concept
graph.  Either is asked once for each context.  The answer is kept in a *row*: a
row is what the machine remembers of its operations, and holds, for what is
seen, what to do and which row comes then.  So a step is one look-up and one
branch.

On ``START a b END`` a program that copies comes to have three rows, here as
``seen: what to do, row after``::

    begin   START: R, after R
    R       lower: COPY, after COPY     END: STOP
    COPY    lower: R, after R
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple, Protocol

from ...core.symbols import Symbol, Symbols
from ...errors import GenerationError
from ..tape import Tape, distinct
from .contexts import BEGINNING, EMPTY, REGISTERS, after, key_at, register_state
from .forms import COPY, SHIFT, STOP, Head, Shift
from .operations import KINDS, Operation

Decide = Callable[[tuple], "list[Operation]"]
PATIENCE = 64  # steps until circles are looked for
# Some seconds: a number on the tape may tell a machine to count from a billion.
MOST_STEPS = 4_000_000
STEPS_A_SYMBOL = 100  # of the source, that may come on top


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
    computed : tuple, optional
        Where a program computes: an expression, and its value.
    """

    at: int
    seen: str
    register: int | None
    operation: Operation
    written: int
    key: tuple
    computed: tuple[str, Any] | None = None


class TooLongError(GenerationError):
    """What a program does is known, but would take too long."""


class Runnable(Protocol):
    """What runs a program, of whatever kind."""

    @property
    def steps(self) -> int:
        """How many operations it did on the last tape."""

    @property
    def guesses(self) -> int:
        """How many of these were in contexts, or of symbols, that it never met."""

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = MOST_STEPS,
    ) -> list[Symbol]:
        """Give what is written."""


def reproduced(
    machine: Runnable, pairs: Iterable[tuple[Symbols, Symbols]]
) -> tuple[bool, ...]:
    """Tell which pairs a program reproduces."""
    return tuple(_reproduces(machine, *pair) for pair in pairs)


def _reproduces(machine: Runnable, source: Symbols, target: Symbols) -> bool:
    try:
        written = machine.run(machine.tape(source), most=len(target))
    except GenerationError:
        return False
    # Only what is equal is looked at twice, and no characters.
    return written == [*target] and (
        isinstance(target, str) or [*map(distinct, written)] == [*map(distinct, target)]
    )


class _Row(dict):
    """What is seen -> (form, effect, operation, row after), for one memory.

    The effect is a number of places for a shift, else what does it.
    """

    __slots__ = ("memory",)

    def __init__(self, memory: tuple) -> None:
        self.memory = memory


_Rule = tuple[int, Any, Operation, _Row]


class Machine:
    """What runs on tapes.

    Parameters
    ----------
    level : int
        How fine the contexts are that it decides by.
    delimiters : iterable of hashable
        The symbols that are a class of their own.
    translation : dict
        What XLT writes, by what is distinct of a symbol; one that is not in it stays
        as it is.
    decide : callable
        Gives the operations for a context, the best first; the first legal one
        is done.
    met : container of tuple, optional
        The contexts that it met before; else whatever is decided is no guess.

    Attributes
    ----------
    steps : int
        How many operations it did on the last tape.
    guesses : int
        How many of these were in contexts, or of symbols, that it never met.
    """

    def __init__(
        self,
        level: int,
        delimiters: Iterable[Symbol],
        translation: dict[Symbol, Symbol],
        decide: Decide,
        met: Container[tuple] | None = None,
    ) -> None:
        self.level, self.delimiters = level, tuple(delimiters)
        self.translation, self.decide = translation, decide
        self.steps = self.guesses = 0
        self._met = met
        self._rows: dict[tuple, _Row] = {}
        # What is remembered and seen -> whether that was met, and what can be done.
        self._asked: dict[tuple[tuple, int], tuple[bool, list[_Rule]]] = {}
        self._looks: dict[str, int] = {}

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, self.delimiters)

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = MOST_STEPS,
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
        limit : int, optional
            How many steps to take at the most, and some more for each symbol of the
            source.

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
        head, looks = Head(tape, self.translation), self._looks_of(tape)
        symbols, written, marks = tape.symbols, head.written, head.marks
        at, register, sign, end = 0, EMPTY, 0, tape.end
        self.steps = self.guesses = 0
        row, checkpoint, patience = self._row(BEGINNING), None, PATIENCE
        for step in count(1):
            look = looks[at] + sign
            rule = row.get(look) or self._decided(row, look, tape, at, register)
            form, effect, operation, following = rule
            if record is not None:
                shown = self._step(row, tape, at, register, operation, len(written))
                record.append(shown)
            # What is done most is done here; a call would take as long again.
            if form == SHIFT:
                at += effect
                if not 0 <= at <= end:
                    raise GenerationError("the head runs off the tape")
            elif form == COPY:
                written.append(symbols[at])
            elif form == STOP:
                self.steps = step
                self.guesses += head.unmet
                return written
            else:
                at, register = effect(head, at, register, operation.argument)
                sign = register_state(register)
            row = following
            if step == patience:
                # Whoever is twice in the same state stays in a circle.
                if step > limit + STEPS_A_SYMBOL * end:
                    self.steps = step
                    raise TooLongError(f"the program takes more than {step:,} steps")
                checkpoint, patience = (row, at, register, len(marks)), 2 * patience
            elif (
                checkpoint is not None
                and checkpoint[1] == at
                and checkpoint[0] is row
                and checkpoint[2:] == (register, len(marks))
            ):
                raise GenerationError("the program runs in circles on this source")
            if most is not None and len(written) > most:
                self.steps = step
                return written
        raise AssertionError  # count() has no end

    def _looks_of(self, tape: Tape) -> list[int]:
        """Give numbers for what is seen at each place, spaced by register states."""
        looks = self._looks
        for seen in set(tape.classes) - looks.keys():
            looks[seen] = len(REGISTERS) * len(looks)
        return [looks[seen] for seen in tape.classes]

    def _row(self, memory: tuple) -> _Row:
        """Give the row of what the machine remembers of its operations."""
        kept = memory[: self.level + 1]
        if kept not in self._rows:
            self._rows[kept] = _Row((*kept, *BEGINNING[len(kept) :]))
        return self._rows[kept]

    def _decided(
        self, row: _Row, look: int, tape: Tape, at: int, register: int
    ) -> _Rule:
        """Ask what to do in a context: the first operation that can be done here.

        It is put into the row where the answer is the same on every tape, and no
        guess: FIND can be done at ``x`` only where another ``x`` stands.
        """
        context = row.memory, look
        if context not in self._asked:
            key = key_at(self.level, tape, at, register, row.memory)
            rules = [self._rule(row.memory, does) for does in self.decide(key)]
            self._asked[context] = self._met is None or key in self._met, rules
        is_met, rules = self._asked[context]
        for rule in rules:
            kind, argument = KINDS[rule[2].name], rule[2].argument
            if kind.is_legal(tape, at, register, argument):
                break
        else:
            raise GenerationError(
                f"nothing is known of what to do at {tape.classes[at]}"
            )
        is_guess = rule is not rules[0] or not is_met
        self.guesses += is_guess
        if kind.by_sight and not is_guess:
            row[look] = rule
        return rule

    def _rule(self, memory: tuple, operation: Operation) -> _Rule:
        kind = KINDS[operation.name]
        following = self._row(after(memory, operation, kind.jumps))
        effect = kind.offset if isinstance(kind, Shift) else kind.do
        return kind.form, effect, operation, following

    def _step(
        self,
        row: _Row,
        tape: Tape,
        at: int,
        register: int,
        operation: Operation,
        written: int,
    ) -> Step:
        key = key_at(self.level, tape, at, register, row.memory)
        held = None if register == EMPTY else register
        return Step(at, tape.classes[at], held, operation, written, key)

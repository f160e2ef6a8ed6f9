"""Observable contexts: what a head knows when it decides, from coarse to fine.

A context is nested, so that the concept graph's suffix rule backs off from it
in the right order: what is written last is the most abstract and the last to
be let go of.  From there, going finer: the goal, the register, the coarse
class, the last operation, the class; then, level by level, the *phase* (the
last jump), the operation before, and the one before that.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from ..tape import EDGES, Tape

LEVELS = range(4)  # 0: last operation, class, register; 1: phase; 2, 3: older ones
BEGIN = "begin"  # in the place of an operation before the first one
BEGINNING = (BEGIN,) * len(LEVELS)  # what is remembered before the first operation
REGISTERS = ("empty", "count", "zero")
EMPTY = -1  # what a register holds that holds nothing: what counts is 0 or more


class Goal(NamedTuple):
    """Which task is meant: held in the context from the first step on."""

    symbol: Hashable

    def __repr__(self) -> str:
        return "goal" if self.symbol is None else f"goal {self.symbol}"


class Literal(NamedTuple):
    """A symbol of the source itself, where a program looks that closely."""

    place: str
    symbol: Hashable

    def __repr__(self) -> str:
        return f"{self.place} {self.symbol!r}"


def register_state(register: int) -> int:
    """Give 0 for an empty register, 1 if it counts, 2 if it was counted down.

    >>> [register_state(register) for register in (EMPTY, 3, 0)]
    [0, 1, 2]
    """
    return 0 if register < 0 else 1 if register else 2


def after(memory: tuple, operation: Hashable, jumps: bool) -> tuple:
    """Give what is remembered after an operation.

    >>> after(("COPY", "FIRST", "R", "FIRST"), "NXT", jumps=True)
    ('NXT', 'NXT', 'COPY', 'R')
    """
    last, phase, before, _ = memory
    return operation, operation if jumps else phase, last, before


def coarse(seen: str) -> str:
    """Give the class of a class: an edge or a number as it is, else ``symbol``."""
    return seen if seen in EDGES or seen == "number" else "symbol"


def key_at(level: int, tape: Tape, at: int, register: int, memory: tuple) -> tuple:
    """Give the observable context as a short tuple, for a rule table.

    Parameters
    ----------
    level : int
        How fine: out of :data:`LEVELS`.
    tape, at, register
        What there is to see.
    memory : tuple
        The last operation, the phase, the operation before, the one before.
    """
    return (tape.classes[at], register_state(register), *memory[: level + 1])


def history(key: tuple) -> tuple:
    """Write a context from specific to abstract, as the concept graph reads it.

    Parameters
    ----------
    key : tuple
        Of :func:`key_at`.

    Examples
    --------
    >>> history(("upper", 0, "R", "FIRST"))
    ('FIRST', 'upper', 'R', 'symbol', 'empty')
    """
    seen, register, last, *older = key
    return (*reversed(older), seen, last, coarse(seen), REGISTERS[register])

"""The forms of operations: the few ways in which one can touch head, tape and register.

An operation is of a *kind* (:data:`plastic.seq2seq.stepwise.operations.KINDS`), a
kind is of a *form*.  The form says what sort of thing happens, the kind fills in
what exactly: R is a shift by +1, NXT a jump to the next delimiter, COPYU a change
to upper case.  What a kind fills in is all the meaning it has; the machine and
the search both go by it.

=========  ===================================================  =================
form       what happens                                         a kind fills in
=========  ===================================================  =================
Shift      the head moves by so many places                     ``offset``
Jump       the head moves to a place that its own place gives   ``place``
Copy       the symbol here is written, whatever it is
Change     ... but for a change                                 ``change``
Emit       the argument is written
Translate  the learned translation of the symbol here is
Take       all that comes up to a place is, and the head moves  ``reach``
Seek       the head moves to the first unread of some places    ``order``
Load       the number here goes into the empty register
Set        the argument goes into the empty register
Count      the register is counted down                         ``by``
Stop       the program ends
=========  ===================================================  =================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from ...core.symbols import Symbol
from ...errors import GenerationError
from ..tape import Tape, distinct, is_count
from .contexts import EMPTY

# By these numbers the two inner loops tell forms apart.  Their order counts: up
# to JUMP an operation only moves, up to EMIT what it writes is known beforehand.
SHIFT, JUMP, COPY, CHANGE, EMIT, TRANSLATE, TAKE, SEEK, LOAD, SET, COUNT, STOP = range(
    12
)


class Evidence(NamedTuple):
    """What tells which operations can be of use: a task's pairs and delimiters."""

    tapes: Sequence[Tape]
    targets: Sequence[Sequence[Symbol]]
    delimiters: Sequence[Symbol]


def always(evidence: Evidence) -> list[Symbol]:
    """Give the arguments of what is tried on every task: once, without any."""
    return [None]


class Head:
    """What a machine's operations act on, beside the head's place and the register.

    Attributes
    ----------
    tape : Tape
        What it reads.
    translation : mapping
        What it writes for a symbol (its ``distinct`` key), where that was learned.
    written : list
        What it wrote so far.
    marks : set of int
        The places of the numbers that it read.
    begins : dict
        For each kind that seeks, how many places of its order are known to be
        marked: else sorting n numbers would cost O(n^2).
    unmet : int
        How often a symbol was to be translated that has no translation.
    """

    __slots__ = ("begins", "marks", "tape", "translation", "unmet", "written")

    def __init__(self, tape: Tape, translation: Mapping[Symbol, Symbol]) -> None:
        self.tape, self.translation = tape, translation
        self.written: list[Symbol] = []
        self.marks: set[int] = set()
        self.begins: dict[str, int] = {}
        self.unmet = 0


@dataclass(frozen=True, eq=False)
class Kind:
    """All operations of one name: what they have in common.

    Attributes
    ----------
    name : str
        As programs hold it.
    bits : float
        What it costs before any example: its prior probability is 2**-bits.
    does : str
        What it does, in words.
    arguments : callable
        Gives the arguments that it is worth trying with on a task; none: it is
        of no use there.
    habits : mapping
        What was done last -> where the head is -> how often heads do it then,
        in percent, whatever the task; see :mod:`plastic.seq2seq.stepwise.costs`.
    habit_when_done : int
        The same where the register was counted down, whatever was done last.
    seeks : bool
        Whether it is done to find something: then it is tried only where it
        leads somewhere where FIRST and LAST do not.
    by_sight : bool
        Whether what is seen at a place, and the state of the register, tell if it can
        be done there, whatever else is on the tape.
    """

    name: str
    bits: float
    does: str
    arguments: Callable[[Evidence], Sequence[Symbol]] = always
    habits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    habit_when_done: int = 0
    seeks: bool = False
    by_sight: bool = True

    form: ClassVar[int]
    manner: ClassVar[str]  # as what it counts when it was done last
    writes: ClassVar[bool] = False
    jumps: ClassVar[bool] = False  # so that it is the phase of what follows
    loud: ClassVar[bool] = False  # it shows whether a program is right

    def told(self, argument: Symbol) -> str:
        """Write an argument."""
        return repr(argument)

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether it can be done at all, and not only when it can help."""
        return True

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Do it on a machine: give the place and the register that come of it.

        Shift, Copy and Stop have no such function: the machine's loop does by
        itself what it does most.

        Raises
        ------
        GenerationError
            It cannot be done here.
        """
        raise NotImplementedError

    def _refuse(self, head: Head, at: int) -> GenerationError:
        here = head.tape.classes[at]
        return GenerationError(f"{self.name} ({self.does}) cannot be done at {here}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Shift(Kind):
    """The head moves by so many places.

    Attributes
    ----------
    offset : int
        How many, to the right.
    """

    offset: int
    form, manner = SHIFT, "step"

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether that is on the tape."""
        return 0 <= at + self.offset <= tape.end


@dataclass(frozen=True, eq=False, kw_only=True)
class Jump(Kind):
    """The head moves to a place that depends on its own place alone.

    Attributes
    ----------
    place : callable
        ``place(tape, at, argument)``; None: there is none, it is not legal.
    """

    place: Callable[[Tape, int, Any], int | None]
    form, manner, jumps = JUMP, "jump", True

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether there is such a place."""
        return self.place(tape, at, argument) is not None

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Jump."""
        place = self.place(head.tape, at, argument)
        if place is None:
            raise self._refuse(head, at)
        return place, register


@dataclass(frozen=True, eq=False, kw_only=True)
class Copy(Kind):
    """The symbol here is written."""

    form, manner, writes, loud = COPY, "write", True, True

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether there is one: START and END are none."""
        return 0 < at < tape.end


@dataclass(frozen=True, eq=False, kw_only=True)
class Change(Copy):
    """The symbol here is written, but for a change.

    Attributes
    ----------
    change : callable
        Gives what is written instead of a symbol.
    """

    change: Callable[[Symbol], Symbol]
    form = CHANGE

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Write."""
        head.written.append(self.change(head.tape.symbols[at]))
        return at, register


@dataclass(frozen=True, eq=False, kw_only=True)
class Translate(Copy):
    """The learned translation of the symbol here is written, else the symbol."""

    form = TRANSLATE

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Write."""
        symbol = head.tape.symbols[at]
        key = distinct(symbol)
        head.unmet += key not in head.translation
        head.written.append(head.translation.get(key, symbol))
        return at, register


@dataclass(frozen=True, eq=False, kw_only=True)
class Emit(Kind):
    """The argument is written: a literal, a tuple of symbols."""

    form, manner, writes, loud = EMIT, "write", True, True

    def told(self, argument: Any) -> str:
        """Write words with spaces between them, characters without."""
        if not all(isinstance(symbol, str) for symbol in argument):
            return repr(argument)
        between = "" if all(len(symbol) == 1 for symbol in argument) else " "
        return repr(between.join(argument))

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Write."""
        head.written.extend(argument)
        return at, register


@dataclass(frozen=True, eq=False, kw_only=True)
class Take(Kind):
    """All that comes after this place is written up to another, where the head goes.

    On ``START a b c END`` at ``a`` what reaches two further writes ``b c`` and
    stands at ``c``.

    Attributes
    ----------
    reach : callable
        ``reach(tape, at, argument)`` gives the other place.
    """

    reach: Callable[[Tape, int, Any], int]
    form, manner, writes, loud = TAKE, "write", True, True

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether anything comes, be it END."""
        return at < tape.end

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Write and move."""
        stop = self.reach(head.tape, at, argument)
        head.written.extend(head.tape.symbols[at + 1 : stop + 1])
        return max(at, stop), register


@dataclass(frozen=True, eq=False, kw_only=True)
class Seek(Kind):
    """The head moves to the first unread of some places and reads it; none: to END.

    Attributes
    ----------
    order : callable
        ``order(tape)`` gives the places in the order in which they are read.
    """

    order: Callable[[Tape], Sequence[int]]
    form, manner, jumps = SEEK, "jump", True

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Move, and mark the place."""
        order, marks = self.order(head.tape), head.marks
        index = head.begins.get(self.name, 0)
        while index < len(order) and order[index] in marks:
            index += 1
        head.begins[self.name] = index
        if index == len(order):
            return head.tape.end, register
        marks.add(order[index])
        return order[index], register


@dataclass(frozen=True, eq=False, kw_only=True)
class Load(Kind):
    """The number here goes into the empty register, and is marked as read."""

    form, manner = LOAD, "count"

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether it can be counted down: only whole numbers can."""
        return register == EMPTY and number_at(tape, at) != EMPTY

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Read."""
        if not self.is_legal(head.tape, at, register, argument):
            raise self._refuse(head, at)
        head.marks.add(at)
        return at, number_at(head.tape, at)


@dataclass(frozen=True, eq=False, kw_only=True)
class Set(Kind):
    """The argument, a whole number, goes into the empty register."""

    form, manner = SET, "count"

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether the register is empty."""
        return register == EMPTY

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Set."""
        return at, argument


@dataclass(frozen=True, eq=False, kw_only=True)
class Count(Kind):
    """The register is counted down, not below 0.

    Attributes
    ----------
    by : int
        By how much.
    """

    by: int
    form, manner = COUNT, "count"

    def is_legal(self, tape: Tape, at: int, register: int, argument: Any) -> bool:
        """Tell whether it holds as much."""
        return register >= self.by

    def do(self, head: Head, at: int, register: int, argument: Any) -> tuple[int, int]:
        """Count."""
        if register < self.by:
            raise self._refuse(head, at)
        return at, register - self.by


@dataclass(frozen=True, eq=False, kw_only=True)
class Stop(Kind):
    """The program ends."""

    form, manner, loud = STOP, "count", True


def number_at(tape: Tape, at: int) -> int:
    """Give the number at a place, if it can be counted down, else EMPTY."""
    symbol: Any = tape.symbols[at]
    return int(symbol) if is_count(symbol) else EMPTY

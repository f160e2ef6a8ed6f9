"""Stepping one example under a rule table: the innermost loop of the search.

Nothing is worked out twice.  What an operation does at each place of a tape is
listed (:class:`CompiledExample`), so that a step is a look-up for what to do and
a look-up for what comes of it.  What is listed is what the operations' kinds say,
by which the machine goes too.

But where a machine writes, a simulation compares.  The source ``ab`` with the
target ``ba`` is compiled to, if ``a`` is symbol 0 and ``b`` is 1::

    symbols         -1  0  1 -1    what is no symbol is -1
    places of R      1  2  3 -1    so is a place that does not exist
    places of L     -1  0  1  2
    texts of COPY   -1  0  1 -1
    target           1  0 -2       nothing equals what stands behind the end

and ``START: R``, ``lower: COPY`` dies at its second step, as 0 is not 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..tape import is_mark
from .contexts import EMPTY
from .forms import (
    CHANGE,
    COPY,
    COUNT,
    EMIT,
    JUMP,
    LOAD,
    SEEK,
    SET,
    STOP,
    TAKE,
    TRANSLATE,
    Change,
    Count,
    Jump,
    Kind,
    Seek,
    Shift,
    Take,
    number_at,
)
from .interning import NOWHERE, Coding, Example, Rule

PATIENCE = 2  # silent steps until circles are looked for
# Silent steps in a row, at the most: far above what any program that explains a
# task was seen to take, far below what counting down a time stamp would.
MOST_QUIET, QUIET_A_PLACE = 10_000, 100
# Where one example waits: the context that has no rule (NOWHERE: it has
# stopped), the place of the head, the register, the numbers that were read (a
# bit for each place), how many symbols were written, what is remembered, the
# last operation.  It is a plain tuple, for millions are made.
State = tuple[int, int, int, int, int, int, int]
CONTEXT, AT, REGISTER, MARKS, WRITTEN, MEMORY, LAST = range(7)
Simulate = Callable[[State, "dict[int, Rule]", "dict[int, int]"], "State | None"]
# Place, register, marks and how much is written, after an operation.
Outcome = tuple[int, int, int, int]


class _Memo(dict):
    """What a function gives, worked out when it is first asked for."""

    def __init__(self, function: Callable[[int], Any]) -> None:
        self.function = function

    def __missing__(self, key: int) -> Any:
        value = self[key] = self.function(key)
        return value


class CompiledExample:
    """An example with what each operation does at each place.

    Parameters
    ----------
    example : Example
        The example.
    looks : list of int
        What is seen at each place of its tape, in the numbers of `coding`.
    coding : Coding
        Numbers.
    operations : iterable of int
        What may be done, beside EMIT.
    """

    def __init__(
        self,
        example: Example,
        looks: list[int],
        coding: Coding,
        operations: Iterable[int],
    ) -> None:
        self.tape, self.coding, self.looks = example.tape, coding, looks
        self.symbols = [coding.symbol(symbol) for symbol in self.tape.symbols]
        self.symbols[0] = self.symbols[-1] = NOWHERE
        # Nothing equals what stands behind the end.
        self.target = (*map(coding.symbol, example.target), NOWHERE - 1)
        self.length = len(example.target)
        self.end = example.tape.end
        self.marked = [True, *map(is_mark, example.tape.symbols[1:-1]), True]
        self.numbers = [number_at(self.tape, at) for at in range(self.end + 1)]
        # What its kind says of each operation on this tape: where it leads from each
        # place, what it writes there, what it takes there, and, by what was read,
        # what it finds unread.
        self.places: dict[int, Sequence[int] | _Memo] = {}
        self.texts: dict[int, Sequence[int]] = {}
        self.taken: dict[int, _Memo] = {}
        self.unread: dict[int, _Memo] = {}
        for number in operations:
            self._compile(coding.kinds[number], number)

    def begin(self) -> State:
        """Give the state before the first step."""
        memory = self.coding.beginning
        return (memory + self.looks[0], 0, EMPTY, 0, 0, memory, NOWHERE)

    def _compile(self, kind: Kind, number: int) -> None:
        tape, argument = self.tape, self.coding.operations[number].argument
        if isinstance(kind, Shift):
            end = self.end
            places = [at + kind.offset for at in range(end + 1)]
            self.places[number] = [at if 0 <= at <= end else NOWHERE for at in places]
        elif isinstance(kind, Jump):
            self.places[number] = _Memo(self._jumping(kind, argument))
        elif isinstance(kind, Change):
            changed = [kind.change(symbol) for symbol in tape.symbols[1:-1]]
            self.texts[number] = [NOWHERE, *map(self.coding.symbol, changed), NOWHERE]
        elif kind.form == COPY:
            self.texts[number] = self.symbols
        elif isinstance(kind, Take):
            self.taken[number] = _Memo(self._taking(kind, argument))
        elif isinstance(kind, Seek):
            self.unread[number] = _Memo(self._seeking(kind))

    def _jumping(self, kind: Jump, argument: Any) -> Callable[[int], int]:
        def place_from(at: int) -> int:
            place = kind.place(self.tape, at, argument)
            return NOWHERE if place is None else place

        return place_from

    def _taking(self, kind: Take, argument: Any) -> Callable[[int], tuple]:
        def taken_from(at: int) -> tuple[int, tuple[int, ...]]:
            place = kind.reach(self.tape, at, argument)
            return place, tuple(self.symbols[at + 1 : place + 1])

        return taken_from

    def _seeking(self, kind: Seek) -> Callable[[int], int]:
        def first_unread(marks: int) -> int:
            order = kind.order(self.tape)
            return next((at for at in order if not marks >> at & 1), self.end)

        return first_unread

    def rare(
        self,
        rule: Rule,
        at: int,
        register: int,
        marks: int,
        written: int,
        translation: dict[int, int],
    ) -> Outcome | None:
        """Do an operation of a form that is rare, and not worth a place in the loop.

        Gives place, register, marks and how much is written after it; None: it is
        not legal, or not right.  A translation is learned where none is known.
        """
        form, number, _, argument = rule
        if form == TRANSLATE:
            if written == self.length or not 0 < at < self.end:
                return None
            wanted = self.target[written]
            if translation.setdefault(self.symbols[at], wanted) != wanted:
                return None
            return at, register, marks, written + 1
        if form == TAKE:
            place, taken = self.taken[number][at]
            stop = written + len(taken)
            right = taken and self.target[written:stop] == taken
            return (place, register, marks, stop) if right else None
        if register != EMPTY:
            return None
        if form == SET:
            return at, argument, marks, written
        here = self.numbers[at]  # it is LOAD
        return None if here == EMPTY else (at, here, marks | 1 << at, written)


def simulator(example: CompiledExample, spent: list[float]) -> Simulate:
    """Give what runs an example until it needs a rule.

    It is one long closure that does by itself what is done most, for here the search
    spends its time, and a call takes about as long as a step.

    Parameters
    ----------
    example : CompiledExample
        The example.
    spent : list of float
        The first number counts all steps, the second is how many there are: when they
        are spent whatever runs is taken for wrong.

    Returns
    -------
    callable
        ``simulate(state, rules, translation)`` gives the next state; None: it is
        wrong, or in a circle.  Translations are added to `translation`.
    """
    looks, target, length = example.looks, example.target, example.length
    places, texts, unread = example.places, example.texts, example.unread
    rare, end = example.rare, example.end
    most_quiet = MOST_QUIET + QUIET_A_PLACE * end

    def simulate(
        state: State, rules: dict[int, Rule], translation: dict[int, int]
    ) -> State | None:
        _, at, register, marks, written, memory, number = state
        steps = quiet = 0  # steps since it last wrote
        patience: float = PATIENCE
        checkpoint = None
        sign = 0 if register < 0 else 1 if register else 2  # as register_state
        while True:
            context = memory + looks[at] + sign
            rule = rules.get(context)
            if rule is None:
                spent[0] += steps
                return context, at, register, marks, written, memory, number
            steps += 1
            quiet += 1
            form, number, memory, argument = rule
            if form <= JUMP:
                at = places[number][at]
                if at < 0:
                    break
            elif form <= CHANGE:
                if texts[number][at] != target[written]:
                    break
                written += 1
                quiet, patience, checkpoint = 0, PATIENCE, None
            elif form == EMIT:
                stop = written + len(argument)
                if target[written:stop] != argument:
                    break
                written = stop
                quiet, patience, checkpoint = 0, PATIENCE, None
            elif form == SEEK:
                at = unread[number][marks]
                if at != end:
                    marks |= 1 << at
            elif form == COUNT:
                register -= argument
                if register < 0:
                    break
                sign = 1 if register else 2
            elif form == STOP:
                if written < length:
                    break
                spent[0] += steps
                return NOWHERE, at, register, marks, written, memory, number
            else:
                outcome = rare(rule, at, register, marks, written, translation)
                if outcome is None:
                    break
                at, register, marks, stop = outcome
                sign = 0 if register < 0 else 1 if register else 2
                if stop > written:
                    written = stop
                    quiet, patience, checkpoint = 0, PATIENCE, None
            if quiet == patience:
                # Who is twice in one place, having written nothing, is in a circle;
                # who counts down from a billion is none that explains anything.
                left = spent[1] - spent[0] - steps
                if quiet > most_quiet or left <= 0:
                    break
                checkpoint = at, number, register, marks
                patience = 2 * patience if quiet < left else quiet + left
            elif checkpoint is not None and checkpoint == (at, number, register, marks):
                break
        spent[0] += steps
        return None

    return simulate


def is_applicable(
    kind: Kind,
    number: int,
    examples: Sequence[CompiledExample],
    states: Sequence[State],
) -> bool:
    """Tell whether an operation is legal, and right, wherever examples wait.

    What *seeks* must lead somewhere where FIRST or LAST does not, for one of
    them.  Each form has a loop of its own, for this is asked for each operation
    that is tried.

    Parameters
    ----------
    kind, number
        The operation; not EMIT, which is made to suit.
    examples : sequence of CompiledExample
        The examples.
    states : sequence of tuple
        Where they wait.
    """
    form, waiting = kind.form, zip(examples, states)
    if form <= JUMP:
        useful = not kind.seeks
        for example, (_, at, _, _, _, _, _) in waiting:
            place = example.places[number][at]
            if place < 0:
                return False
            useful = useful or 0 < place < example.end
        return useful
    if form <= CHANGE:
        for example, (_, at, _, _, written, _, _) in waiting:
            if example.texts[number][at] != example.target[written]:
                return False
    elif form == SEEK:
        return not kind.seeks or any(
            example.unread[number][state[MARKS]] < example.end
            for example, state in waiting
        )
    elif form == STOP:
        for example, state in waiting:
            if state[WRITTEN] < example.length:
                return False
    elif form == LOAD:
        for example, state in waiting:
            if state[REGISTER] != EMPTY or example.numbers[state[AT]] == EMPTY:
                return False
    elif form == SET:
        return all(state[REGISTER] == EMPTY for state in states)
    elif isinstance(kind, Count):
        return all(state[REGISTER] >= kind.by for state in states)
    else:  # it writes what is not known before it is done
        for example, state in waiting:
            if state[WRITTEN] == example.length:
                return False
            if form == TRANSLATE and example.marked[state[AT]]:
                return False
    return True

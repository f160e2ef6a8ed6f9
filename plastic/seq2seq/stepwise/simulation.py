"""Stepping one example under a rule table: the innermost loop of the search.

Nothing is worked out twice.  What an operation does at each place of a tape is
listed (:class:`Track`), so that a step is a look-up for what to do and a
look-up for what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..tape import Tape, is_count, is_mark
from .interning import (
    CODES,
    DEC,
    EMIT,
    EXTREME,
    LOAD,
    MOVE,
    NOWHERE,
    SET,
    STOP,
    TAKE,
    WRITE,
    XLT,
    Coding,
    Example,
    Rule,
)
from .operations import JUMPS, Operation, jump

PATIENCE = 2  # silent steps until circles are looked for
SEEKS = JUMPS - {"FIRST", "LAST"}
# Where one example waits: the context that has no rule (NOWHERE: it has
# stopped), the place of the head, the register (NOWHERE: empty), the numbers
# that were read (a bit for each place), how many symbols were written, what is
# remembered, the last operation.
State = tuple[int, int, int, int, int, int, int]


class _Places(dict):
    """Where a jump leads from each place, worked out when it is first asked for."""

    def __init__(self, operation: Operation, tape: Tape) -> None:
        self.operation, self.tape = operation, tape

    def __missing__(self, at: int) -> int:
        place, _ = jump(self.operation, self.tape, at, ())
        self[at] = NOWHERE if place is None else place
        return self[at]


class Track:
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
        self.symbols = [coding.symbol(one) for one in self.tape.symbols]
        self.symbols[0] = self.symbols[-1] = NOWHERE
        # Nothing equals what stands behind the end.
        self.target = (*map(coding.symbol, example.target), NOWHERE - 1)
        self.length = len(example.target)
        self.end = example.tape.end
        self.marked = [True, *map(is_mark, example.tape.symbols[1:-1]), True]
        self.counts = [
            int(one) if is_count(one) else NOWHERE for one in self.tape.symbols
        ]
        self.moves: dict[int, list[int] | _Places] = {}
        self.texts: dict[int, list[int]] = {}
        self._extremes: dict[int, dict[int, int]] = {}
        for number in operations:
            self._prepare(number)

    def begin(self) -> State:
        """Give the state before the first step."""
        memory = self.coding.beginning
        return (memory + self.looks[0], 0, NOWHERE, 0, 0, memory, NOWHERE)

    def _prepare(self, number: int) -> None:
        operation = self.coding.operations[number]
        code = CODES[operation.name]
        if code == MOVE:
            self.moves[number] = self._places(operation)
        elif code == WRITE:
            self.texts[number] = self._texts(operation.name)
        elif code == EXTREME:
            self._extremes[number] = {}

    def _places(self, operation: Operation) -> list[int] | _Places:
        end = self.end
        if operation.name == "R":
            return [*range(1, end + 1), NOWHERE]
        if operation.name == "L":
            return list(range(NOWHERE, end))
        return _Places(operation, self.tape)

    def _texts(self, name: str) -> list[int]:
        if name == "COPY":
            return self.symbols
        changed = [_cased(name, one) for one in self.tape.symbols[1:-1]]
        return [NOWHERE, *map(self.coding.symbol, changed), NOWHERE]

    def extreme(self, number: int, marks: int) -> int:
        """Give the place of the smallest, or largest, unread number, or END."""
        found = self._extremes[number]
        if marks not in found:
            smallest = self.coding.operations[number].name == "MIN"
            order = self.tape.rising if smallest else self.tape.falling
            unread = (place for place in order if not marks >> place & 1)
            found[marks] = next(unread, self.tape.end)
        return found[marks]


def runner(track: Track, spent: list[int]) -> Callable[..., State | None]:
    """Give what runs an example until it needs a rule.

    It is one long function, and a closure, for here the search spends its time.

    Parameters
    ----------
    track : Track
        The example.
    spent : list of int
        Where the first number counts all steps.

    Returns
    -------
    callable
        ``run(state, rules, translation)`` gives the next state; None: it is
        wrong, or in a circle.  Translations are added to `translation`.
    """
    looks, target, length = track.looks, track.target, track.length
    symbols, counts, end = track.symbols, track.counts, track.end
    moves, texts, extreme = track.moves, track.texts, track.extreme

    def run(
        state: State, rules: dict[int, Rule], translation: dict[int, int]
    ) -> State | None:
        _, at, register, marks, written, memory, number = state
        steps = quiet = 0  # steps since it last wrote
        patience, checkpoint = PATIENCE, None
        sign = 0 if register < 0 else 1 if register else 2
        while True:
            key = memory + looks[at] + sign
            rule = rules.get(key)
            if rule is None:
                spent[0] += steps
                return key, at, register, marks, written, memory, number
            steps += 1
            quiet += 1
            code, number, memory, argument = rule
            if code == MOVE:
                at = moves[number][at]
                if at < 0:
                    break
            elif code <= EMIT:
                if code == WRITE:
                    if texts[number][at] != target[written]:
                        break
                    written += 1
                else:
                    stop = written + len(argument)
                    if target[written:stop] != argument:
                        break
                    written = stop
                quiet, patience, checkpoint = 0, PATIENCE, None
            elif code == XLT:
                if written == length or not 0 < at < end:
                    break
                wanted = target[written]
                if translation.setdefault(symbols[at], wanted) != wanted:
                    break
                written += 1
                quiet, patience, checkpoint = 0, PATIENCE, None
            elif code == EXTREME:
                at = extreme(number, marks)
                if at != end:
                    marks |= 1 << at
            elif code == TAKE:
                stop = min(at + argument, end - 1)
                taken = tuple(symbols[at + 1 : stop + 1])
                if not taken or target[written : written + len(taken)] != taken:
                    break
                at, written = stop, written + len(taken)
                quiet, patience, checkpoint = 0, PATIENCE, None
            elif code == STOP:
                if written < length:
                    break
                spent[0] += steps
                return NOWHERE, at, register, marks, written, memory, number
            else:
                if code == DEC:
                    if register <= 0:
                        break
                    register -= 1
                elif register >= 0:
                    break
                elif code == SET:
                    register = argument
                else:
                    register = counts[at]
                    if register < 0:
                        break
                    marks |= 1 << at
                sign = 1 if register else 2
            if quiet == patience:
                # Who is twice in one place, having written nothing, is in a circle.
                checkpoint, patience = (at, number, register, marks), 2 * patience
            elif checkpoint is not None and checkpoint == (at, number, register, marks):
                break
        spent[0] += steps
        return None

    return run


def suits(
    number: int, code: int, seeks: bool, tracks: Sequence[Track], states: list[State]
) -> bool:
    """Tell whether an operation is legal, and right, wherever examples wait.

    A jump that *seeks* must lead somewhere where FIRST or LAST does not.  One
    long function, for it runs for each operation that is tried.

    Parameters
    ----------
    number, code : int
        The operation, and what kind it is of; not EMIT, which is made to suit.
    seeks : bool
        Whether it is one of :data:`SEEKS`.
    tracks : sequence of Track
        The examples.
    states : list of State
        Where they wait.
    """
    useful = not seeks
    for track, (_, at, register, marks, written, _, _) in zip(tracks, states):
        if code == MOVE:
            place = track.moves[number][at]
            if place < 0:
                return False
            useful = useful or 0 < place < track.end
        elif code == WRITE:
            if track.texts[number][at] != track.target[written]:
                return False
        elif code == STOP:
            if written < track.length:
                return False
        elif code == EXTREME:
            useful = useful or track.extreme(number, marks) < track.end
        elif code in (TAKE, XLT):
            if written == track.length or (code == XLT and track.marked[at]):
                return False
        elif code == DEC:
            if register <= 0:
                return False
        elif register >= 0 or (code == LOAD and track.counts[at] < 0):
            return False
    return useful


def _cased(name: str, symbol: Any) -> Any:
    if not isinstance(symbol, str):
        return symbol
    return symbol.upper() if name == "COPYU" else symbol.lower()

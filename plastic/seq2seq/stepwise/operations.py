"""The operations: what a head can do, and how likely each is before any example.

They are the addressing modes of a Neural Turing Machine made discrete: step,
jump by content, jump by order, read, write.  An operation is a name and, for
some, an argument.  What stands behind a name is said once, by its kind in
:data:`KINDS`: its prior, its effect, when it is of use, how it is told.  Its
prior is written in bits, for what is looked for is the program that is shortest
to write down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ...core.symbols import Symbol
from ..tape import Tape, distinct, is_mark
from .forms import (
    Change,
    Copy,
    Count,
    Emit,
    Evidence,
    Jump,
    Kind,
    Load,
    Seek,
    Set,
    Shift,
    Stop,
    Take,
    Translate,
)

ENTRY_BITS = 10.0  # at the most, for each symbol that has a translation
TAKEN = (2, 3, 4)  # symbols that one TAKE writes


class Operation(NamedTuple):
    """A name, most often out of :data:`KINDS`, and what it is done with.

    >>> Operation("NXT", " "), Operation("COPY"), Operation("EMIT", (",", " "))
    (NXT ' ', COPY, EMIT ', ')
    """

    name: str
    argument: Symbol = None

    def __repr__(self) -> str:
        if self.argument is None:
            return self.name
        told = KINDS[self.name].told if self.name in KINDS else repr
        return f"{self.name} {told(self.argument)}"


STOP_OPERATION = Operation("STOP")


# When an operation is of use: with which arguments it is tried on a task --------


def where_symbols_repeat(evidence: Evidence) -> list[Symbol]:
    """Try it where some symbol stands in more places than one."""
    places = (found for tape in evidence.tapes for found in tape.places.values())
    return [None] * any(len(found) > 1 for found in places)


def _where_there_is(seen: str, evidence: Evidence) -> list[Symbol]:
    return [None] * any(seen in tape.classes for tape in evidence.tapes)


def where_numbers_are(evidence: Evidence) -> list[Symbol]:
    """Try it where there are numbers."""
    return _where_there_is("number", evidence)


def where_lower_case_is(evidence: Evidence) -> list[Symbol]:
    """Try it where there are letters in lower case."""
    return _where_there_is("lower", evidence)


def where_upper_case_is(evidence: Evidence) -> list[Symbol]:
    """Try it where there are letters in upper case."""
    return _where_there_is("upper", evidence)


def where_targets_hold_news(evidence: Evidence) -> list[Symbol]:
    """Try it where a target holds more than its source, but for case and marks."""
    return [None] * any(map(_holds_news, evidence.tapes, evidence.targets))


def _holds_news(tape: Tape, target: Sequence[Symbol]) -> bool:
    held = {_folded(symbol) for symbol in tape.places}
    return any(_folded(symbol) not in held and not is_mark(symbol) for symbol in target)


def _folded(symbol: Symbol) -> Symbol:
    return symbol.lower() if isinstance(symbol, str) else distinct(symbol)


def the_length_of_targets(evidence: Evidence) -> list[Symbol]:
    """Try it with the length that all targets have, if there is one."""
    lengths = {len(target) for target in evidence.targets}
    alike = len(lengths) == 1 and len(evidence.targets) > 1 and min(lengths) > 1
    return [*lengths] * alike


def where_the_register_is_set(evidence: Evidence) -> list[Symbol]:
    """Try it where something can put a number into the register."""
    return where_numbers_are(evidence) or [None] * len(the_length_of_targets(evidence))


def where_sources_are_of_one_length(evidence: Evidence) -> list[Symbol]:
    """Try it with some lengths, where all sources are as long as each other."""
    tapes = evidence.tapes
    return [*TAKEN] * (len(tapes) > 1 and len({tape.end for tape in tapes}) == 1)


def each_delimiter(evidence: Evidence) -> list[Symbol]:
    """Try it with each delimiter."""
    return [*evidence.delimiters]


def made_when_needed(evidence: Evidence) -> list[Symbol]:
    """Leave it to the search, which knows what could be written next."""
    return []


# The table -----------------------------------------------------------------------


def _upper(symbol: Symbol) -> Symbol:
    return symbol.upper() if isinstance(symbol, str) else symbol


def _lower(symbol: Symbol) -> Symbol:
    return symbol.lower() if isinstance(symbol, str) else symbol


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Shift(
            "R",
            1.5,
            "one step right",
            offset=1,
            habits={
                "begin": {"START": 60},
                "step": {"START": 45, "plain": 15, "mark": 30},
                "write": {"START": 80, "plain": 65, "mark": 70},
                "jump": {"START": 80, "plain": 15, "mark": 65},
                "count": {"START": 40, "plain": 20},
            },
            habit_when_done=10,
        ),
        Copy(
            "COPY",
            1.5,
            "write the symbol here, whatever it is",
            habits={
                "step": {"plain": 60, "mark": 10},
                "write": {"plain": 5},
                "jump": {"plain": 45},
            },
        ),
        Shift(
            "L",
            2.5,
            "one step left",
            offset=-1,
            habits={
                "step": {"plain": 5, "END": 15},
                "write": {"plain": 5, "mark": 5, "END": 20},
                "jump": {"plain": 15, "mark": 15, "END": 35},
            },
        ),
        Stop(
            "STOP",
            3,
            "end",
            habits={
                "step": {"START": 45, "mark": 30, "END": 60},
                "write": {"plain": 10, "mark": 15, "END": 60},
                "jump": {"END": 50},
            },
            habit_when_done=60,
        ),
        Jump(
            "FIRST",
            4,
            "jump to START",
            place=lambda tape, at, argument: 0,
            habits={"step": {"END": 10}, "write": {"END": 10}, "count": {"plain": 20}},
        ),
        Jump(
            "LAST",
            4,
            "jump to END",
            place=lambda tape, at, argument: tape.end,
            habits={"begin": {"START": 5}},
        ),
        Jump(
            "FIND",
            5,
            "jump to the other place that is most like this one",
            where_symbols_repeat,
            place=lambda tape, at, argument: tape.find(at),
            seeks=True,
            by_sight=False,
        ),
        Seek(
            "MIN",
            5,
            "jump to the smallest unread number, or END",
            where_numbers_are,
            order=lambda tape: tape.rising,
            seeks=True,
            habits={"begin": {"START": 5}, "count": {"START": 10, "plain": 10}},
        ),
        Seek(
            "MAX",
            5,
            "jump to the largest unread number, or END",
            where_numbers_are,
            order=lambda tape: tape.falling,
            seeks=True,
            habits={"begin": {"START": 5}, "count": {"START": 10, "plain": 10}},
        ),
        Load(
            "LOAD",
            6,
            "read the number here into the empty register",
            where_numbers_are,
            habits={"jump": {"plain": 5}},
            by_sight=False,
        ),
        Change(
            "COPYU",
            6,
            "write the symbol here in upper case",
            where_lower_case_is,
            change=_upper,
        ),
        Change(
            "COPYL",
            6,
            "write the symbol here in lower case",
            where_upper_case_is,
            change=_lower,
        ),
        Translate(
            "XLT",
            6,
            "write the learned translation of the symbol here",
            where_targets_hold_news,
        ),
        Set(
            "SET",
            6,
            "put a constant into the empty register",
            the_length_of_targets,
        ),
        Count(
            "DEC",
            3,
            "count the register down",
            where_the_register_is_set,
            by=1,
            habits={"write": {"plain": 10}, "count": {"START": 15, "plain": 15}},
        ),
        Take(
            "TAKE",
            7,
            "step right and write what is there, so many times",
            where_sources_are_of_one_length,
            reach=lambda tape, at, argument: min(at + argument, tape.end - 1),
        ),
        Jump(
            "NXT",
            5,
            "jump to the next delimiter of this kind, or END",
            each_delimiter,
            place=lambda tape, at, argument: tape.after(argument, at),
            seeks=True,
            habits={"begin": {"START": 15}},
        ),
        Jump(
            "PRV",
            5,
            "jump to the previous delimiter of this kind, or START",
            each_delimiter,
            place=lambda tape, at, argument: tape.before(argument, at),
            seeks=True,
        ),
        Emit(
            "EMIT",
            7,
            "write a literal, whose bits come on top",
            made_when_needed,
            habits={"begin": {"START": 5}, "step": {"mark": 10, "END": 5}},
        ),
    )
}


def available(
    tapes: Sequence[Tape], targets: Sequence[Sequence], delimiters: Sequence[Symbol]
) -> list[Operation]:
    """List the operations that can be of use on some tapes, literals left out.

    They come as in the table; kinds that stand together and take the same
    arguments come argument by argument: NXT ' ', PRV ' ', NXT ',', PRV ','.
    """
    evidence = Evidence(tapes, targets, delimiters)
    return [
        Operation(kind.name, argument)
        for arguments, alike in groupby(KINDS.values(), lambda kind: kind.arguments)
        for kinds in [[*alike]]
        for argument in arguments(evidence)
        for kind in kinds
    ]


# Literals ------------------------------------------------------------------------


def literal_bits(symbol: Symbol, share: float) -> float:
    """Price a literal, the cheaper the more targets hold it.

    >>> literal_bits("x", 0.0), literal_bits("day", 0.0), literal_bits("x", 1.0)
    (6.0, 15.0, 1.2)
    """
    plain = 5 * len(symbol) if isinstance(symbol, str) and len(symbol) > 1 else 6
    return round(plain * (1 - 0.8 * share), 6)


def entry_bits(symbol: Symbol) -> float:
    """Price a translation into a symbol: as much as to write it out, if it is short.

    >>> entry_bits("x"), entry_bits("day"), entry_bits("monday")
    (6.0, 10.0, 10.0)
    """
    return min(float(literal_bits(symbol, 0.0)), ENTRY_BITS)


def literal_shares(targets: Sequence[Sequence[Symbol]]) -> dict[Symbol, float]:
    """Give the share of *other* targets that hold each symbol, too."""
    held = Counter(symbol for target in targets for symbol in set(target))
    others = max(1, len(targets) - 1)
    return {symbol: (times - 1) / others for symbol, times in held.items()}

"""The operations: what a head can do, and how likely each is before any example.

They are the addressing modes of a Neural Turing Machine made discrete: step,
jump by content, jump by order, read, write.  An operation is a name and, for
some, an argument.  Its prior is written in bits, for what is looked for is the
program that is shortest to write down.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ...core.symbols import Symbol
from ..tape import Tape, is_mark

BITS = {
    "R": 1.5,  # one step right
    "COPY": 1.5,  # write the symbol here, whatever it is
    "L": 2.5,  # one step left
    "STOP": 3,  # end
    "FIRST": 4,  # jump to START
    "LAST": 4,  # jump to END
    "FIND": 5,  # jump to the other place that is most like this one
    "NXT": 5,  # jump to the next delimiter of this kind, or END
    "PRV": 5,  # jump to the previous delimiter of this kind, or START
    "MIN": 5,  # jump to the smallest unread number, or END
    "MAX": 5,  # jump to the largest unread number, or END
    "DEC": 3,  # count the register down
    "LOAD": 6,  # read the number here into the empty register
    "COPYU": 6,  # write the symbol here in upper case
    "COPYL": 6,  # write the symbol here in lower case
    "XLT": 6,  # write the learned translation of the symbol here
    "EMIT": 7,  # write a literal, whose bits come on top
    "TAKE": 7,  # step right and write what is there, so many times
    "SET": 6,  # put a constant into the empty register
}
JUMPS = {"FIRST", "LAST", "FIND", "NXT", "PRV", "MIN", "MAX"}
WRITES = {"COPY", "COPYU", "COPYL", "XLT", "EMIT", "TAKE"}
ENTRY_BITS = 10.0  # at the most, for each symbol that has a translation


class Operation(NamedTuple):
    """A name out of :data:`BITS`, and what it is done with.

    >>> Operation("NXT", " "), Operation("COPY"), Operation("EMIT", (",", " "))
    (NXT ' ', COPY, EMIT ', ')
    """

    name: str
    argument: Symbol = None

    def __repr__(self) -> str:
        if self.argument is None:
            return self.name
        literal = self.argument
        if self.name == "EMIT" and all(isinstance(one, str) for one in literal):
            between = "" if all(len(one) == 1 for one in literal) else " "
            literal = between.join(literal)
        return f"{self.name} {literal!r}"


STOP = Operation("STOP")


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


def available(
    tapes: Sequence[Tape], targets: Sequence[Sequence], delimiters: Iterable[Symbol]
) -> list[Operation]:
    """List the operations that can be of use on some tapes, literals left out."""
    classes = {one for tape in tapes for one in tape.classes}
    names = ["R", "COPY", "L", "STOP", "FIRST", "LAST"]
    if any(len(places) > 1 for tape in tapes for places in tape.places.values()):
        names.append("FIND")
    if "number" in classes:
        names += ["MIN", "MAX", "LOAD"]
    names += ["COPYU"] * ("lower" in classes) + ["COPYL"] * ("upper" in classes)
    if any(map(_holds_news, tapes, targets)):
        names.append("XLT")
    found = [Operation(name) for name in names]
    lengths = {len(target) for target in targets}
    if len(lengths) == 1 and len(targets) > 1 and min(lengths) > 1:
        found.append(Operation("SET", min(lengths)))
    if {"LOAD", "SET"} & {one.name for one in found}:
        found.append(Operation("DEC"))
    if len(tapes) > 1 and len({tape.end for tape in tapes}) == 1:
        found += [Operation("TAKE", n) for n in (2, 3, 4)]  # all of one width
    for one in delimiters:
        found += [Operation("NXT", one), Operation("PRV", one)]
    return found


def _holds_news(tape: Tape, target: Sequence[Symbol]) -> bool:
    """Whether a target holds more than its source, but for case and marks."""
    held = {_folded(one) for one in tape.places}
    return any(_folded(one) not in held and not is_mark(one) for one in target)


def _folded(symbol: Symbol) -> Symbol:
    return symbol.lower() if isinstance(symbol, str) else symbol


def literal_shares(targets: Sequence[Sequence[Symbol]]) -> dict[Symbol, float]:
    """Give the share of *other* targets that hold each symbol, too."""
    held = Counter(one for target in targets for one in set(target))
    others = max(1, len(targets) - 1)
    return {one: (times - 1) / others for one, times in held.items()}


def normaliser(operations: Iterable[Operation]) -> float:
    """Give what must be added to bits so that the chances sum to 1, EMIT counted."""
    total = sum(2.0 ** -BITS[one.name] for one in operations) + 2.0 ** -BITS["EMIT"]
    return math.log2(total)


def jump(
    operation: Operation, tape: Tape, at: int, marks: Any, begin: int = 0
) -> tuple[int | None, bool]:
    """Do a jump.

    Parameters
    ----------
    operation : Operation
        One of :data:`JUMPS`.
    tape : Tape
        Where.
    at : int
        The place of the head.
    marks : set of int
        The places of the numbers that were read.
    begin : int
        How many of the smallest, or largest, numbers are known to be marked.

    Returns
    -------
    int or None
        The place jumped to; None: there is none, the operation is not legal.
    bool
        Whether that place is to be marked.
    """
    name = operation.name
    if name == "FIRST":
        return 0, False
    if name == "LAST":
        return tape.end, False
    if name == "NXT":
        return tape.after(operation.argument, at), False
    if name == "PRV":
        return tape.before(operation.argument, at), False
    if name == "FIND":
        return tape.find(at), False
    order = tape.rising if name == "MIN" else tape.falling
    index = begin
    while index < len(order) and order[index] in marks:
        index += 1
    if index == len(order):
        return tape.end, False
    return order[index], True

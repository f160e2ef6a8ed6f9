"""Exploring: enumerate, close now and then, and know when to stop.

A search ends when what was found is unlikely to be beaten: when all that is cheaper is
known, or as much again was spent as it took.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .closings import close
from .enumerate import Enumeration
from .expressions import IF, Expression
from .values import Value

CLOSE_FROM = 4_000  # steps, from where a closing is tried at every doubling
SLACK = 1  # bits above the cheapest, so that others may have their say
AGAIN = 1.0  # of what was spent until something was found, that is spent on better
AGAIN_CLOSED = 4.0  # likewise of a closing, which sees far before what is near is known


@dataclass
class Found:
    """What a search came to.

    Attributes
    ----------
    solutions : list of (Expression, int)
        Those that explain all pairs, with their bits, the cheapest first.
    partial : list of (Expression, int)
        Those that explain most pairs where none explains all, the shortest together
        with what they do not explain first.
    folds : dict
        Index of a pair -> the same of what explains all others and not this one.
    steps : int
        What was spent.
    """

    solutions: list[tuple[Expression, int]]
    partial: list[tuple[Expression, int]] = field(default_factory=list)
    folds: dict[int, list[tuple[Expression, int]]] = field(default_factory=dict)
    steps: int = 0


def explore(enumeration: Enumeration) -> Found:
    """Enumerate, and close now and then, until something is found that will do."""
    closed: list[Value] = []
    until, next_close = enumeration.budget, CLOSE_FROM
    for steps in enumeration:
        if steps >= next_close:
            next_close = 2 * steps
            closed = close(enumeration)
        found = [*enumeration.reached, *closed]
        if not found:
            continue
        least = min(found, key=lambda value: value.bits)
        if enumeration.level >= least.bits + SLACK:
            break
        # What tells pairs apart by tests is believed when nothing else is left.
        if least.operation.name != IF:
            more = AGAIN if enumeration.reached else AGAIN_CLOSED
            until = min(until, int((1 + more) * steps))
        if steps >= until:
            break
    if not enumeration.reached:
        closed = close(enumeration)
    return _found(enumeration, [*enumeration.reached, *closed])


def _found(enumeration: Enumeration, values: Iterable[Value]) -> Found:
    ranked = sorted(values, key=lambda value: value.bits)
    solutions: dict[Expression, int] = {}
    for value in ranked:
        solutions.setdefault(value.expression(), value.bits)
    groups = enumeration.partial
    n = len(enumeration.goal.rows)
    folds = {}
    for at in range(n):
        matches = tuple([index != at for index in range(n)])
        folds[at] = _told(groups.get(matches, ()))
    most = max(map(sum, groups), default=0)
    partial = [
        value
        for matches, group in groups.items()
        if sum(matches) == most
        for value in group
    ]
    partial.sort(key=lambda value: value.bits)
    steps = enumeration.steps
    return Found([*solutions.items()], _told(partial), folds, steps)


def _told(values: Iterable[Value]) -> list[tuple[Expression, int]]:
    return [(value.expression(), value.bits) for value in values]

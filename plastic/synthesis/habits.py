"""Habits: which operation is likely in which place, as the concept graph learned it.

An expression is a tree of decisions: in each *place* there is an operation.  A place is
written from the outside in, and so from specific to abstract: what it is within, which
argument of what, and last of which type it must be.  In ``take(sort(source), 2)``::

    program, [int]                                        take
    program, take 1, [int]                                sort
    program, take 1, sort 1, [int]                        source
    program, take 2, int                                  2

So what the concept graph knows of ``take 1, [int]`` from programs that were kept makes
``sort`` cheaper there; where it knows nothing of that, it knows of ``[int]``.  Half of
an operation's chance is what it is without habits, so that nothing becomes impossible.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Path = tuple[str, ...]
PROGRAM = "program"  # what stands in the place of an argument of nothing


class AnyExpression(Protocol):
    """An expression of any vocabulary: a frozen dataclass with these."""

    @property
    def arguments(self) -> Sequence[Any]:
        """The expressions that the last operation is done to."""

    @property
    def label(self) -> str:
        """What is done last, so that it cannot be mistaken for another operation."""

    @property
    def bits(self) -> float:
        """What all its operations cost."""

    @property
    def kind(self) -> str:
        """The type of what it gives."""

    @property
    def tests(self) -> int:
        """How many conditions there are in it."""

    @property
    def orders(self) -> bool:
        """Whether it goes by what symbols are, and not only by where they stand."""

    def run(self, source: Any, record: list[Any] | None = None) -> Any:
        """Give its value on a source; see :class:`plastic.synthesis.Expression`."""

    def sentence(self) -> str:
        """Say in English what it gives."""

    def python(self, gives: str) -> str:
        """Give it as the text of a Python function."""


class Place(NamedTuple):
    """A place in an expression, and what is in it.

    Attributes
    ----------
    path : tuple of str
        From the outside in, and last the type.
    expression : Expression
        What is there.
    """

    path: Path
    expression: AnyExpression


def places(expression: AnyExpression, outside: Path = (PROGRAM,)) -> Iterator[Place]:
    """Give all places in an expression, the outermost first.

    >>> from plastic.synthesis import search
    >>> found = search([((3, 1, 2), (1, 2)), ((5, 9, 7, 6), (5, 6, 7))])
    >>> for path, part in places(found.solutions[0][0]): print(path[1:], part.label)
    ('[int]',) init: [int] -> [int]
    ('init: [int] -> [int] 1', '[int]') sort: [int] -> [int]
    ('init: [int] -> [int] 1', 'sort: [int] -> [int] 1', '[int]') source: -> [int]
    """
    yield Place((*outside, expression.kind), expression)
    for at, argument in enumerate(expression.arguments, 1):
        yield from places(argument, (*outside, within(expression.label, at)))


def within(label: str, at: int) -> str:
    """Write what a place is within: which argument of which operation."""
    return f"{label} {at}"


# Prices ---------------------------------------------------------------------------

SHARE = 0.5  # of habits in a chance
Chances = Callable[[Path], Mapping[str, float]]  # end of a path -> label -> probability
Discounts = Mapping[str, Mapping[str, int]]  # what it is within -> label -> bits less


class Habits(NamedTuple):
    """What operations cost less, in general and in places.

    Attributes
    ----------
    anywhere : mapping
        Label -> bits less.
    within : mapping
        Which argument of what it is -> label -> bits less, beside those.
    """

    anywhere: Mapping[str, int]
    within: Discounts


NONE = Habits({}, {})


def habits(programs: Iterable[AnyExpression], chances: Chances) -> Habits:
    """Tell what operations cost where some programs are kept.

    Parameters
    ----------
    programs : iterable of Expression
        Those that are kept.
    chances : callable
        What the concept graph of their places says of the end of a path.
    """
    anywhere: dict[str, int] = {}
    inside: dict[str, dict[str, int]] = {}
    for program in programs:
        for path, part in places(program):
            label, bits = part.label, part.bits - sum(a.bits for a in part.arguments)
            if label not in anywhere:
                anywhere[label] = _less(bits, chances(path[-1:]).get(label, 0.0))
            slot = path[-2]
            if slot != PROGRAM and label not in inside.setdefault(slot, {}):
                known = chances(path[-2:]).get(label, 0.0)
                less = _less(bits, known) - anywhere[label]
                inside[slot][label] = max(0, less)
    return Habits(
        {label: less for label, less in anywhere.items() if less},
        {slot: kept for slot, less in inside.items() if (kept := _positive(less))},
    )


def _less(bits: float, known: float) -> int:
    mixed = -math.log2((1 - SHARE) * 2.0**-bits + SHARE * known)
    return max(0, min(int(bits) - 1, round(bits - mixed)))


def _positive(less: Mapping[str, int]) -> dict[str, int]:
    return {label: bits for label, bits in less.items() if bits}

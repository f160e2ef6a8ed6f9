"""Habits: which operation is likely in which place, as the concept graph learned it.

An expression is a tree of decisions: in each *place* there is an operation.  A place is
written from the outside in, and so from specific to abstract: what it is within, which
argument of what, and last of which type it must be.  In ``take(sort(source), 2)``::

    program, [int]                                        take
    program, take 1, [int]                                sort
    program, take 1, sort 1, [int]                        source
    program, take 2, int                                  2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

"""A program and a run of it, for people: tables, and the tape with its head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from .. import markup
from ..symbols import Symbol, show_symbol
from .contexts import REGISTERS
from .operations import WRITES
from .program import Step

if TYPE_CHECKING:
    from .search import Solution
    from .solving import Answer

MOST_LINES = 60
_HEADER = ("at", "register", "after", "last jump", "before that", "and before")


class Program:
    """A rule table: in which context which operation is done.

    Attributes
    ----------
    rules : list of (tuple of str, Operation)
        The contexts, as :attr:`header` names their parts, and what is done.
    bits : float
        How long the program is.
    right, pairs : int
        How many pairs it reproduces, and of how many.
    alternatives : int
        How many other programs explain the same pairs as well.
    translation : dict
        What XLT writes.
    steps : int
        What the search took.
    """

    def __init__(self, solution: Solution, answer: Answer, pairs: int) -> None:
        self.rules = [
            (_context(key), operation) for key, operation in solution.rules.items()
        ]
        self.bits, self.level = solution.cost, solution.level
        self.translation = dict(solution.translation)
        self.right, self.pairs = sum(answer.right), pairs
        self.alternatives = len(answer.solutions) - 1
        self.steps = answer.steps

    @property
    def header(self) -> tuple[str, ...]:
        """What the parts of a context are."""
        longest = max((len(context) for context, _ in self.rules), default=0)
        return (*_HEADER, "here", "right", "left")[:longest]

    def __len__(self) -> int:
        return len(self.rules)

    def _told(self) -> str:
        told = f"{len(self)} rules, {self.bits:.1f} bits, "
        told += f"reproduces {self.right} of {self.pairs} pairs"
        if self.alternatives:
            told += f", {self.alternatives} alternatives"
        return told

    def __repr__(self) -> str:
        return f"<Program: {self._told()}>"

    def __str__(self) -> str:
        rows = [(*context, f"-> {operation}") for context, operation in self.rules]
        lines = [self._told(), *_columns([(*self.header, "does"), *rows])]
        if self.translation:
            pairs = [f"{show_symbol(a)}:{show_symbol(b)}" for a, b in _sorted(self)]
            lines.append(f"XLT writes {' '.join(pairs)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [[*map(markup.code, (*one, does))] for one, does in self.rules]
        return markup.table([*self.header, "does"], rows, markup.text(self._told()))


class Run(Sequence[Step]):
    """What a program did on a tape: its steps.

    Attributes
    ----------
    tape : list
        START, the source, END.
    written : list
        What it wrote.
    """

    def __init__(
        self, tape: list[Symbol], steps: list[Step], written: list[Symbol]
    ) -> None:
        self.tape, self.written = tape, written
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._steps[index]

    def table(self, most: int = MOST_LINES) -> list[list[str]]:
        """Give a header and a row for each step: where, what is seen, done, written."""
        ends = [step.written for step in self._steps[1:]] + [len(self.written)]
        rows = [["step", "place", "symbol", "register", "operation", "writes"]]
        for index, (step, end) in enumerate(zip(self._steps[:most], ends)):
            wrote = " ".join(map(show_symbol, self.written[step.written : end]))
            register = "" if step.register is None else str(step.register)
            here = show_symbol(self.tape[step.at])
            operation = str(step.operation)
            rows.append([str(index), str(step.at), here, register, operation, wrote])
        return rows

    def __repr__(self) -> str:
        return f"<Run: {len(self)} steps, {len(self.written)} symbols written>"

    def __str__(self) -> str:
        lines = [repr(self), *_columns(self.table())]
        if len(self) > MOST_LINES:
            lines.append(f"and {len(self) - MOST_LINES} more steps")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        header, *rows = self.table()
        cells = [[*map(markup.code, row)] for row in rows]
        return markup.table(header, cells, markup.text(repr(self)))

    def plot(self, most: int = 120) -> Any:
        """Draw the tape with the head moving.

        Parameters
        ----------
        most : int, default 120
            How many steps at the most, from the first one on.

        Returns
        -------
        matplotlib.figure.Figure
            Steps go to the right, the tape downward.

        Raises
        ------
        MissingExtraError
            matplotlib is not installed.
        """
        from .picture import plot_run

        return plot_run(self, most)


def writes(step: Step) -> bool:
    """Tell whether a step wrote something."""
    return step.operation.name in WRITES


def _context(key: tuple) -> tuple[str, ...]:
    seen, register, *rest = key
    return (seen, REGISTERS[register], *map(str, rest))


def _sorted(program: Program) -> list[tuple[Symbol, Symbol]]:
    return sorted(program.translation.items(), key=lambda pair: show_symbol(pair[0]))


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
        for row in rows
    ]

"""Programs and runs, for people: tables, and the tape with its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

from .._support import html as markup
from .._support.short import short
from ..core.symbols import Symbol, show_symbol
from ..errors import GenerationError
from ..synthesis.habits import AnyExpression
from .confidence import Answer
from .expression import ExpressionProgram
from .program import Outcome
from .run_plot import plot_run, plot_values
from .stepwise.machine import Step
from .tape import undistinct
from .wording import columns, doing, quoted

MOST_LINES = 60
MOST_PROGRAMS = 20  # of a memory, that a notebook shows at once


class Program:
    """A rule table: in which context which operation is done.

    Attributes
    ----------
    header : tuple of str
        What the parts of a context are.
    rules : list of (tuple of str, str)
        The contexts, and what is done.
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
    expression : Expression or None
        What is computed, where the program computes.
    """

    def __init__(self, outcome: Outcome, kind: type = list) -> None:
        best, *others = outcome.programs
        self.expression = (
            best.expression if isinstance(best, ExpressionProgram) else None
        )
        self._kind = kind
        self.header, self.rules = best.table()
        self.bits = best.cost
        self._entries = [
            (undistinct(key), into) for key, into in best.translation.items()
        ]
        self.translation = dict(self._entries)
        self.right, self.pairs = sum(outcome.right), len(outcome.right)
        self.alternatives = len(others)
        self.steps = outcome.steps

    def __len__(self) -> int:
        return len(self.rules)

    def sentence(self) -> str:
        """Say in English what is computed.

        Raises
        ------
        GenerationError
            The program is one of rules: print it.
        """
        return self._computed().sentence()

    def python(self) -> str:
        """Give the text of a Python function ``program(source)`` that does the same.

        Returns
        -------
        str
            It needs nothing but Python's own library: what it calls of plastic is
            brought along.  It gives what ``predict`` gives; but where the program has
            no value ``predict`` asks the next shortest one, and this raises, or gives
            what Python's slices do.

        Raises
        ------
        GenerationError
            The program is one of rules, and not an expression: print it.

        Examples
        --------
        >>> from plastic import Seq2SeqMemory
        >>> pairs = [([3, 1, 2], [5, 3, 4]), ([9, 4], [11, 6]), ([7], [9])]
        >>> print(Seq2SeqMemory().fit(pairs).program().python())
        def program(source):
            source = list(source)
            return [x + 2 for x in source]
        <BLANKLINE>
        """
        return self._computed().python(self._kind.__name__)

    def _computed(self) -> AnyExpression:
        if self.expression is None:
            raise GenerationError(
                "this program is made of rules and not an expression: print it to "
                "see them"
            )
        return self.expression

    def _told(self) -> str:
        told = f"{len(self)} rule{'s' * (len(self) != 1)}, {self.bits:.1f} bits, "
        told += f"reproduces {self.right:,} of {self.pairs:,} pairs"
        if self.alternatives:
            told += f", {self.alternatives} alternative{'s' * (self.alternatives > 1)}"
        return told

    def __repr__(self) -> str:
        return f"<Program: {self._told()}>"

    def __str__(self) -> str:
        rows = [(*context, f"-> {operation}") for context, operation in self.rules]
        lines = [self._told(), *columns([(*self.header, "does"), *rows])]
        if self.translation:
            ranked = sorted(self._entries, key=lambda pair: show_symbol(pair[0]))
            pairs = [f"{show_symbol(a)}:{show_symbol(b)}" for a, b in ranked]
            lines.append(f"XLT writes {' '.join(pairs)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.html("")

    def html(self, name: str) -> str:
        """Write it as a table for a notebook, with a name before the caption."""
        rows = [[*map(markup.code, (*context, does))] for context, does in self.rules]
        caption = markup.text(name + self._told())
        return markup.table([*self.header, "does"], rows, caption)


class Run(Sequence[Step]):
    """What a program did on a tape: its steps.

    Attributes
    ----------
    tape : list
        START, the source, END.
    written : list
        What it wrote.
    answer : Answer
        How sure that is, and what speaks against it.
    """

    def __init__(
        self,
        tape: list[Symbol],
        steps: list[Step],
        written: list[Symbol],
        answer: Answer,
    ) -> None:
        self.tape, self.written, self.answer = tape, written, answer
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def computes(self) -> bool:
        """Whether its steps are expressions, and not those of a head."""
        return any(step.computed is not None for step in self._steps)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._steps[index]

    def table(self, most: int = MOST_LINES) -> list[list[str]]:
        """Give a header and a row for each step: where, what is seen, done, written.

        Of what computes: each expression, and its value.
        """
        if self.computes:
            header = ["step", "expression", "gives"]
            values = [step.computed or ("", "") for step in self._steps[:most]]
            return [
                header,
                *[
                    [str(at), part, short(gave)]
                    for at, (part, gave) in enumerate(values)
                ],
            ]
        ends = [step.written for step in self._steps[1:]] + [len(self.written)]
        rows = [["step", "place", "symbol", "register", "operation", "writes"]]
        for index, (step, end) in enumerate(zip(self._steps[:most], ends)):
            wrote = " ".join(map(show_symbol, self.written[step.written : end]))
            register = "" if step.register is None else str(step.register)
            here = quoted(self.tape[step.at])
            operation = doing(step.operation)
            rows.append([str(index), str(step.at), here, register, operation, wrote])
        return rows

    def __repr__(self) -> str:
        return f"<Run: {len(self)} steps, {len(self.written)} symbols written>"

    def __str__(self) -> str:
        lines = [repr(self), *columns(self.table())]
        if len(self) > MOST_LINES:
            lines.append(f"and {len(self) - MOST_LINES} more steps")
        lines.append(self._sure())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        header, *rows = self.table()
        cells = [[*map(markup.code, row)] for row in rows]
        caption = f"{self!r}, {self._sure()}"
        return markup.table(header, cells, markup.text(caption))

    def _sure(self) -> str:
        _, confidence, reason = self.answer
        return f"right with a probability of {confidence:.2f}" + (
            f": {reason}" if reason else ""
        )

    def plot(self, most: int = 120) -> Any:
        """Draw the tape with the head moving; of what computes, each step's value.

        Parameters
        ----------
        most : int, default 120
            How many steps at the most, from the first one on.

        Returns
        -------
        matplotlib.figure.Figure
            Steps go to the right, the tape downward; what is computed stands in lines.

        Raises
        ------
        MissingExtraError
            matplotlib is not installed.
        """
        return plot_values(self, most) if self.computes else plot_run(self, most)


def memory_html(title: str, programs: Mapping[Symbol, Program]) -> str:
    """Write a memory for a notebook: what is held, and a table for each task."""
    parts = [f"<p>{markup.text(title)}</p>"]
    for goal, program in [*programs.items()][:MOST_PROGRAMS]:
        parts.append(program.html("" if goal is None else f"{goal!r:.60}: "))
    if len(programs) > MOST_PROGRAMS:
        parts.append(f"<p>and {len(programs) - MOST_PROGRAMS} more tasks</p>")
    return f"<div>{''.join(parts)}</div>"

"""Programs and runs, for people: tables, and the tape with its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from .._support import html as markup
from ..core.symbols import Symbol, Symbols, brief, show_symbol
from .recursive.machine import Division
from .stepwise.contexts import BEGIN, REGISTERS, Literal
from .stepwise.machine import Step
from .stepwise.operations import KINDS, Operation
from .suffix import Endings

if TYPE_CHECKING:
    from .stepwise.synthesis import Answer
    from .synthesis import Kind

MOST_LINES = 60
MOST_PROGRAMS = 20  # of a memory, that a notebook shows at once
_HEADER = ("at", "register", "after", "last jump", "before that", "and before")


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
    """

    def __init__(self, solution: Kind, answer: Answer, pairs: int) -> None:
        self.header, self.rules = _table(solution)
        self.bits = solution.cost
        self.translation = dict(getattr(solution, "translation", {}))
        self.right, self.pairs = sum(answer.right), pairs
        self.alternatives = len(answer.solutions) - 1
        self.steps = answer.steps

    def __len__(self) -> int:
        return len(self.rules)

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
        lines = [self._told(), *_columns([(*self.header, "does"), *rows])]
        if self.translation:
            pairs = [f"{show_symbol(a)}:{show_symbol(b)}" for a, b in _sorted(self)]
            lines.append(f"XLT writes {' '.join(pairs)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.html("")

    def html(self, name: str) -> str:
        """Write it as a table for a notebook, with a name before the caption."""
        rows = [[*map(markup.code, (*one, does))] for one, does in self.rules]
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
            here = quoted(self.tape[step.at])
            operation = doing(step.operation)
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
        from .run_plot import plot_run

        return plot_run(self, most)


def memory_html(title: str, programs: Mapping[Symbol, Program]) -> str:
    """Write a memory for a notebook: what is held, and a table for each task."""
    parts = [f"<p>{markup.text(title)}</p>"]
    for goal, program in [*programs.items()][:MOST_PROGRAMS]:
        parts.append(program.html("" if goal is None else f"{goal!r:.60}: "))
    if len(programs) > MOST_PROGRAMS:
        parts.append(f"<p>and {len(programs) - MOST_PROGRAMS} more tasks</p>")
    return f"<div>{''.join(parts)}</div>"


def writes(step: Step) -> bool:
    """Tell whether a step is one that writes."""
    operation = step.operation
    if operation.name == "END":
        return bool(operation.argument.write)
    kind = KINDS.get(operation.name)
    return operation.name == "CALL" or (kind is not None and kind.writes)


def doing(operation: Operation) -> str:
    """Write what an operation does, with what it does it.

    >>> from plastic.seq2seq.suffix import change
    >>> doing(Operation("END", change("city", "cities"))), doing(Operation("CALL", 1))
    ("drop 1, write 'ies'", 'CALL 1')
    >>> doing(Operation("DIVIDE", (Operation("LEFT"), Operation("EMIT", ("/",)))))
    "LEFT EMIT '/'"
    """
    if operation.name == "DIVIDE":
        return _parts(operation.argument or ())
    if operation.name == "CALL":
        return f"CALL {operation.argument!r}"
    if operation.name == "EMIT":
        return f"EMIT {_literal(operation.argument)}"
    if operation.name != "END":
        return str(operation)
    drop, write = operation.argument
    told = [f"drop {drop}"] * bool(drop) + [f"write {_literal(write)}"] * bool(write)
    return ", ".join(told) or "nothing"


def quoted(symbol: Symbol) -> str:
    """Write a symbol so that a space is seen, and START and END are words.

    >>> quoted("a"), quoted(" "), quoted(7)
    ('a', "' '", '7')
    """
    shown = show_symbol(symbol)
    return shown if shown.strip() == shown and shown else repr(symbol)


def _table(solution: Kind) -> tuple[tuple[str, ...], list[tuple[tuple[str, ...], str]]]:
    """Give the header and the rows of a program of any kind."""
    if isinstance(solution, Division):
        return ("source", "divided at its"), [*_divisions(solution)]
    if isinstance(solution, Endings):
        ranked = sorted(solution.rules, key=lambda key: (len(key), str(key)))
        return ("ends in",), [
            ((_ending(key),), doing(solution.rules[key])) for key in ranked
        ]
    rows = [(_context(key), doing(does)) for key, does in solution.rules.items()]
    longest = max((len(context) for context, _ in rows), default=0)
    return _HEADER[:longest], rows


def _divisions(program: Division) -> Iterator[tuple[tuple[str, str], str]]:
    """Give the rows of a program that divides: what comes first stands first."""
    wins = Counter(one for one, _ in program.above)
    for divider in sorted(program.plans, key=lambda one: -wins[one]):
        plan = program.plans[divider]
        source = f"LEFT {divider!r} RIGHT"
        yield (source, plan.place.name.lower()), _parts(plan.parts)
    for leaf, into in program.lexicon.items():
        yield (brief(_joined(leaf)), ""), f"EMIT {_literal(into)}"
    if program.leaf is not None:
        yield ("any other", ""), doing(program.leaf)


def _parts(parts: Sequence[Operation]) -> str:
    return " ".join(map(doing, parts)) or "nothing"


def _literal(symbols: Sequence[Symbol]) -> str:
    """Write symbols as a literal: characters in one, anything else apart."""
    if not all(isinstance(one, str) for one in symbols):
        return " ".join(map(repr, symbols)) or "''"
    between = "" if all(len(one) == 1 for one in symbols) else " "
    return repr(between.join(symbols))


def _joined(symbols: tuple[Symbol, ...]) -> Symbols:
    short = all(isinstance(one, str) and len(one) == 1 for one in symbols)
    return "".join(map(str, symbols)) if short and symbols else symbols


def _ending(key: tuple) -> str:
    """Write an ending: ``>`` is where a source begins, ``…`` is anything."""
    symbols = [one.symbol for one in key if isinstance(one, Literal)]
    begins = ">" if key[0] == BEGIN else "…"
    short = all(isinstance(one, str) and len(one) == 1 for one in symbols)
    shown = [*map(show_symbol, symbols)]
    return begins + "".join(shown) if short else " ".join([begins, *shown])


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

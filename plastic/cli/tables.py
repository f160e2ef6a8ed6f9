"""What people see at a terminal: tables, bars and colours, by rich.

No table loses a column where there is little room: texts are folded, and where
even that does not help each row becomes a few lines, a name and a value on each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from rich import box, columns
from rich.bar import Bar
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column as RichColumn
from rich.table import Table
from rich.text import Text

from ..core.symbols import Symbols, show_symbol
from ..inspection.explanation import Explanation
from ..inspection.mixed_explanation import MixedExplanation
from .columns import Column, count_column, text_column

NARROW = 12  # what a column of texts may be folded to: most names fit in


def console(stderr: bool = False) -> Console:
    """Give the terminal, as something that rich can write to."""
    # A sample is no markup: "[red]" and ":smile:" are names like any other.
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def status(text: str) -> AbstractContextManager[Any]:
    """Show that something goes on, until it is done."""
    return console(stderr=True).status(Text(f"{text} ..."))


def show(
    heads: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    total: Sequence[str] | None = None,
) -> None:
    """Show a table, however wide the terminal is.

    Parameters
    ----------
    heads : sequence of Column
        The columns.
    rows : sequence of tuple of str
        The cells.
    total : sequence of str, optional
        What stands below a line at the end.
    """
    screen = console()
    below = [] if total is None else [tuple(total)]
    widths = least_widths(heads, [*rows, *below])
    if _with_gaps(widths) > screen.width:
        _show_records(screen, heads, [*rows, *below])
        return
    table = Table(
        *map(_rich, _headers(heads), heads, widths),
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
        show_footer=total is not None,
    )
    for row in rows:
        table.add_row(*row)
    for column, cell in zip(table.columns, total or ()):
        column.footer = cell
    screen.print(table)


def least_widths(heads: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[int]:
    """Give the width that each column needs when all that can be is folded."""
    widths = [max(cell_len(head.name), cell_len(head.unit)) for head in heads]
    for row in rows:
        for at, (head, cell) in enumerate(zip(heads, row)):
            most = cell_len(cell) if head.is_number else min(NARROW, cell_len(cell))
            widths[at] = max(widths[at], most)
    return widths


def _with_gaps(widths: Sequence[int]) -> int:
    """Give the width of a table: a space after each column, one between each two."""
    return sum(widths) + 2 * len(widths) - 1


def _headers(heads: Sequence[Column]) -> list[str]:
    """Give what stands above columns: names in one line, and units in another."""
    has_units = any(head.unit for head in heads)
    return [
        f"{head.name}\n{head.unit or ' '}" if has_units else head.name for head in heads
    ]


def _rich(header: str, head: Column, width: int) -> RichColumn:
    if head.is_number:
        return RichColumn(header, justify="right", no_wrap=True)
    return RichColumn(header, overflow="fold", min_width=width)


def _show_records(
    screen: Console, heads: Sequence[Column], rows: Iterable[Sequence[str]]
) -> None:
    """Show each row as lines of a name and a value."""
    for at, row in enumerate(rows):
        grid = _grid()
        for head, cell in zip(heads, row):
            if not cell:
                continue
            unit = f" ({head.unit})" if head.unit else ""
            grid.add_row(f"{head.name}{unit}", cell)
        screen.print(*([""] if at else []), grid, sep="\n")


def _grid(justify: Any = "left") -> Table:
    """Make a table of names and values."""
    values = RichColumn(overflow="fold", justify=justify)
    return Table.grid(RichColumn(overflow="fold"), values, padding=(0, 2))


def show_facts(facts: Mapping[str, str]) -> None:
    """Show names and values."""
    grid = _grid(justify="right")
    for name, value in facts.items():
        grid.add_row(name, value)
    console().print(grid)


# Explanations --------------------------------------------------------------------


def show_explanation(explanation: Explanation) -> None:
    """Show the table of an explanation, with as many next symbols as there is room."""
    screen = console()
    known, wanted = len(explanation.probabilities), explanation.top
    heads, rows, total = _explained(explanation)
    while _with_gaps(least_widths(heads, [*rows, total])) > screen.width:
        # Where not even one has room in a table, there is no table, and room for all.
        explanation.top = explanation.top - 1 or wanted
        heads, rows, total = _explained(explanation)
        if explanation.top == wanted:
            break
    in_nats = isinstance(explanation, MixedExplanation)
    unit = "nats of log-odds" if in_nats else "probability"
    screen.print(f"{explanation.title}, what adds how much {unit}")
    shown = min(explanation.top, known)
    if shown < min(wanted, known):
        screen.print(f"to {shown} of {known} next symbols (--json: to all)")
    show(heads, rows, total)
    for line in explanation.legend_lines(screen.width):
        screen.print(line)


def _explained(
    explanation: Explanation,
) -> tuple[list[Column], list[tuple[str, ...]], list[str]]:
    header, *rows, total = explanation.table()
    of_whole = not isinstance(explanation, MixedExplanation)  # else of an expert
    units = {"count": "times", "weight": "of 1" if of_whole else "times"}
    numbers = [count_column(name, units.get(name, "")) for name in header[1:]]
    return [text_column(header[0]), *numbers], [*map(tuple, rows)], total


# Reports -------------------------------------------------------------------------


def show_depths(depths: Sequence[tuple[int, int]]) -> None:
    """Show how many concepts there are of each r_level, as bars if there is room."""
    screen = console()
    most = max(n for _, n in depths)
    room = min(30, screen.width - 20)
    bars = [Bar(most, 0, n, width=max(1, room)) for _, n in depths]
    table = Table(
        RichColumn("r_level", justify="right"),
        RichColumn("concepts", justify="right"),
        *([RichColumn()] if room > 4 else []),
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    for (depth, n), bar in zip(depths, bars):
        table.add_row(str(depth), f"{n:,}", *([bar] if room > 4 else []))
    screen.print("", table, sep="\n")


def show_named(rows: Iterable[tuple[str, str]]) -> None:
    """Show texts with what they are called, below what was shown so far."""
    grid = _grid()
    for row in rows:
        grid.add_row(*row)
    console().print("", grid, sep="\n")


def show_side_by_side(texts: Iterable[str], title: str) -> None:
    """Show texts below a title in as many columns as there is room for."""
    console().print("", title, columns.Columns(texts, padding=(0, 3)), sep="\n")


# Scores, line by line ------------------------------------------------------------


class Lines:
    """Numbers and a sample on each line, which is shown as soon as it is there.

    Parameters
    ----------
    heads : sequence of Column
        The columns of numbers; the sample is the last.
    """

    _width = 8  # of a column of numbers: 99999.99, a space before it

    def __init__(self, heads: Sequence[Column]) -> None:
        self._heads = heads
        self._screen = console()
        self._is_wide = self._screen.width >= len(heads) * self._width + 2 + NARROW
        if self._is_wide:
            self._show(_headers(heads), "sample")

    def show(
        self, numbers: Sequence[str], sample: Symbols, marked: Collection[int]
    ) -> None:
        """Show a line; the symbols at the places that are `marked` stand out."""
        between = "" if isinstance(sample, str) else " "
        text = Text("" if len(sample) else "·", overflow="fold")
        for at, symbol in enumerate(sample):
            text.append(between if at else "")
            text.append(show_symbol(symbol), "bold underline red" * (at in marked))
        if len(sample) in marked:  # that it ends there
            text.append(f"{between}_", "bold underline red")
        if self._is_wide:
            self._show(numbers, text)
            return
        rows = [(f"{h.name} ({h.unit})", n) for h, n in zip(self._heads, numbers)]
        self._screen.print(text, *(f"  {name}: {n}" for name, n in rows), sep="\n")

    def _show(self, numbers: Sequence[str], text: Any) -> None:
        width = self._width - 1
        cells = [RichColumn(justify="right", width=width) for _ in numbers]
        grid = Table.grid(*cells, RichColumn(overflow="fold"), padding=(0, 1, 0, 0))
        grid.add_row(*numbers, text)
        self._screen.print(grid)

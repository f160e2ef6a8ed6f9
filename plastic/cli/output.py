"""What goes out: tables and bars for people, plain lines for programs.

People look at a terminal; what is piped or written to a file is for programs.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import typer
from rich.bar import Bar
from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from .._support.ranked import ranked
from ..core.symbols import Symbol, Symbols, brief, show, show_symbol
from ..inspection.explanation import Explanation
from ..memory import PlasticMemory

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NARROW = 12


def is_terminal(stream: TextIO) -> bool:
    """Tell whether people look at a stream."""
    # Rich would also believe FORCE_COLOR, which must not make a pipe colourful.
    return stream.isatty()


def _console(stderr: bool = False) -> Console:
    # A sample is no markup: "[red]" and ":smile:" are names like any other.
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def note(text: str) -> None:
    """Say something on standard error, in one line."""
    typer.echo("plastic: " + " ".join(text.splitlines()), err=True)


def busy(text: str) -> contextlib.AbstractContextManager[Any]:
    """Show people that something goes on, until it is done."""
    if is_terminal(sys.stderr):
        return _console(stderr=True).status(Text(f"{text} ..."))
    return contextlib.nullcontext()


def written(sample: Symbols) -> str:
    """Write a sample on one line: for people as it shows, for programs as it is."""
    if is_terminal(sys.stdout):
        return show(sample)
    if not isinstance(sample, str):
        sample = " ".join(
            symbol if isinstance(symbol, str) else repr(symbol) for symbol in sample
        )
    return _CONTROLS.sub(lambda found: show_symbol(found[0]), sample)


def number(value: float) -> str:
    """Write a number: only people want commas in it."""
    return f"{value:,}" if is_terminal(sys.stdout) else str(value)


def coming(synapses: dict[Symbol, int]) -> str:
    """Write the five strongest synapses: what most often comes next."""
    strongest = ranked(synapses)[:5]
    return " ".join(f"{show_symbol(symbol)}:{synapses[symbol]}" for symbol in strongest)


def effects(strengths: Mapping[Symbol, float]) -> str:
    """Write the five largest strengths: what is excited (+) and inhibited (-)."""
    largest = ranked(strengths)[:5]
    return " ".join(
        f"{show_symbol(symbol)}{strengths[symbol]:+.2f}" for symbol in largest
    )


def show_facts(facts: Mapping[str, float | str]) -> None:
    """Show names and numbers, or words."""
    if not is_terminal(sys.stdout):
        show_rows((), ((name, str(value)) for name, value in facts.items()))
        return
    grid = Table.grid("", Column(justify="right"), padding=(0, 2))
    for name, value in facts.items():
        grid.add_row(name, value if isinstance(value, str) else number(value))
    _console().print(grid)


def show_rows(columns: Iterable[Column], rows: Iterable[tuple[str, ...]]) -> None:
    """Show rows: a table for people, tabs between the cells for programs."""
    if not is_terminal(sys.stdout):
        for row in rows:
            typer.echo("\t".join(row))
        return
    table = _table(columns)
    for row in rows:
        table.add_row(*row)
    _console().print(table)


def _table(columns: Iterable[Column]) -> Table:
    return Table(*columns, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)


def text_column(name: str) -> Column:
    """Make a column that may be folded where there is little room."""
    return Column(name, overflow="fold", min_width=_NARROW)


def count_column(name: str) -> Column:
    """Make a column of numbers, which must not be cut."""
    return Column(name, justify="right", no_wrap=True)


def show_explanation(explanation: Explanation) -> None:
    """Show the table of an explanation, with as many next symbols as there is room."""
    console = _console()
    table = _explanation_table(explanation)
    endless = console.options.update(width=10_000)
    while explanation.top > 1:
        # Three symbols are worth it to fold the names of the concepts.
        table.columns[0].max_width = None if explanation.top > 3 else _NARROW
        if console.measure(table, options=endless).maximum <= console.width:
            break
        explanation.top -= 1
        table = _explanation_table(explanation)
    table.columns[0].max_width = None  # it may take what is left
    console.print(f"after {brief(explanation.context)}")
    console.print(table)


def _explanation_table(explanation: Explanation) -> Table:
    header, *rows, total = explanation.table()
    table = _table([text_column(header[0]), *map(count_column, header[1:])])
    for row in rows:
        table.add_row(*row)
    table.show_footer = True
    for column, cell in zip(table.columns, total):
        column.footer = cell
    return table


def report(memory: PlasticMemory, seconds: float, new: list[Symbols]) -> None:
    """Show what a memory has become, and new samples that it drew."""
    depths = Counter(
        node["r_level"]
        for _, node in memory.graph.nodes.items()
        if node["kind"] == "concept"
    )
    show_facts(
        {
            "samples": len(memory),
            "different": len(memory.samples),
            "symbols": len({symbol for sample in memory.samples for symbol in sample}),
            "concepts": sum(depths.values()),
            "slot concepts": len(memory.slots(n=None)),
            "seconds": round(seconds, 2),
        }
    )
    _show_depths(sorted(depths.items()))
    _show_classes(memory.classes())
    texts = [*map(written, new)]
    if is_terminal(sys.stdout):
        _console().print("", Columns(texts, padding=(0, 3)), sep="\n")
    else:
        show_rows((), (("new", text) for text in texts))


def _show_classes(classes: dict[int, list[list[Symbol]]]) -> None:
    rows = (
        (f"{number} classes", "; ".join(_members(group) for group in groups))
        for number, groups in classes.items()
    )
    if not is_terminal(sys.stdout):
        show_rows((), rows)
        return
    grid = Table.grid(padding=(0, 2))
    for row in rows:
        grid.add_row(*row)
    _console().print("", grid, sep="\n")


def _members(symbols: list[Symbol], most: int = 20) -> str:
    more = " ..." if len(symbols) > most else ""
    return " ".join(map(show_symbol, symbols[:most])) + more


def _show_depths(depths: list[tuple[int, int]]) -> None:
    if not is_terminal(sys.stdout):
        show_rows((), ((f"r_level {depth}", str(n)) for depth, n in depths))
        return
    most = max(n for _, n in depths)
    table = _table([count_column("r_level"), count_column("concepts"), Column()])
    for depth, n in depths:
        table.add_row(str(depth), number(n), Bar(most, 0, n, width=30))
    _console().print("", table, sep="\n")

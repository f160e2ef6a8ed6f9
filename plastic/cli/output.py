"""What goes out: tables and bars for people, plain lines for programs.

People look at a terminal; what is piped or written to a file is for programs.
Only what people see needs rich (:mod:`.tables`), which takes a while to load.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from .._support.ranked import ranked
from .._support.signs import Signs
from ..core.symbols import Symbol, Symbols, show, show_symbol
from .columns import Column

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def is_terminal(stream: TextIO) -> bool:
    """Tell whether people look at a stream."""
    # Rich would also believe FORCE_COLOR, which must not make a pipe colourful.
    return stream.isatty()


def echo(line: str, *, err: bool = False) -> None:
    """Write a line, at once: somebody may be waiting for it."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{line}\n")
    stream.flush()


def note(text: str) -> None:
    """Say something on standard error, in one line."""
    echo("plastic: " + " ".join(text.splitlines()), err=True)


def busy(text: str) -> contextlib.AbstractContextManager[Any]:
    """Show people that something goes on, until it is done."""
    if not is_terminal(sys.stderr):
        return contextlib.nullcontext()
    from . import tables

    return tables.status(text)


def written(sample: Symbols) -> str:
    """Write a sample on one line: for people as it shows, for programs as it is."""
    if is_terminal(sys.stdout):
        return show(sample)
    return plain(sample)


def plain(sample: Symbols) -> str:
    """Write a sample as it is, but for what would end a line or a cell."""
    if not isinstance(sample, str):
        sample = " ".join(
            symbol if isinstance(symbol, str) else repr(symbol) for symbol in sample
        )
    return _CONTROLS.sub(lambda found: show_symbol(found[0]), sample)


def number(value: float) -> str:
    """Write a number: only people want commas in it."""
    return f"{value:,}" if is_terminal(sys.stdout) else str(value)


def chance(probability: float) -> str:
    """Write a probability: for people in percent, under a header that says so."""
    if is_terminal(sys.stdout):
        return f"{100 * probability:.4g}"
    return f"{probability:.4g}"


def coming(synapses: Mapping[Symbol, int]) -> str:
    """Write the five strongest synapses: what most often comes next."""
    strongest = ranked(synapses)[:5]
    signs = Signs(strongest)
    return " ".join(f"{signs.symbol(y)}:{synapses[y]}" for y in strongest)


def effects(strengths: Mapping[Symbol, float]) -> str:
    """Write the five largest strengths: what is excited (+) and inhibited (-)."""
    largest = ranked(strengths)[:5]
    signs = Signs(largest)
    return " ".join(f"{signs.symbol(y)}{strengths[y]:+.2f}" for y in largest)


def show_facts(facts: Mapping[str, float | str]) -> None:
    """Show names and numbers, or words."""
    if not is_terminal(sys.stdout):
        show_rows((), ((name, str(value)) for name, value in facts.items()))
        return
    from . import tables

    texts = {
        name: value if isinstance(value, str) else number(value)
        for name, value in facts.items()
    }
    tables.show_facts(texts)


def show_rows(columns: Iterable[Column], rows: Iterable[tuple[str, ...]]) -> None:
    """Show rows: a table for people, tabs between the cells for programs."""
    if not is_terminal(sys.stdout):
        for row in rows:
            echo("\t".join(row))
        return
    from . import tables

    tables.show([*columns], [*rows])

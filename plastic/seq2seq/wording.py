"""How programs and runs are written for people: operations, literals, symbols, columns.

What is shown is never taken for what is: a space is quoted so that it is seen,
and symbols that are no characters stand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.symbols import Symbol, Symbols, show_symbol
from .stepwise.machine import Step
from .stepwise.operations import KINDS, Operation


def doing(operation: Operation) -> str:
    """Write what an operation does, with what it does it.

    >>> from plastic.seq2seq.suffix import change
    >>> doing(Operation("END", change("city", "cities"))), doing(Operation("CALL", 1))
    ("drop 1, write 'ies'", 'CALL 1')
    >>> doing(Operation("DIVIDE", (Operation("LEFT"), Operation("EMIT", ("/",)))))
    "LEFT EMIT '/'"
    """
    argument: Any = operation.argument
    if operation.name == "DIVIDE":
        return parts(argument or ())
    if operation.name == "CALL":
        return f"CALL {argument!r}"
    if operation.name == "EMIT":
        return f"EMIT {literal(argument)}"
    if operation.name != "END":
        return str(operation)
    drop, write = argument
    told = [f"drop {drop}"] * bool(drop) + [f"write {literal(write)}"] * bool(write)
    return ", ".join(told) or "nothing"


def parts(operations: Sequence[Operation]) -> str:
    """Write what a plan does, part by part."""
    return " ".join(map(doing, operations)) or "nothing"


def writes(step: Step) -> bool:
    """Tell whether a step is one that writes."""
    name = step.operation.name
    argument: Any = step.operation.argument
    if name == "END":
        return bool(argument.write)
    return name == "CALL" or (name in KINDS and KINDS[name].writes)


def literal(symbols: Sequence[Symbol]) -> str:
    """Write symbols as a literal: characters in one, anything else apart.

    >>> literal("ab"), literal(("walk", "twice")), literal((1, "a")), literal(())
    ("'ab'", "'walk twice'", "1 'a'", "''")
    """
    words = [symbol for symbol in symbols if isinstance(symbol, str)]
    if len(words) < len(symbols):
        return " ".join(map(repr, symbols))
    return repr(("" if are_characters(words) else " ").join(words))


def quoted(symbol: Symbol) -> str:
    """Write a symbol so that a space is seen, and START and END are words.

    >>> quoted("a"), quoted(" "), quoted(7)
    ('a', "' '", '7')
    """
    shown = show_symbol(symbol)
    return shown if shown.strip() == shown and shown else repr(symbol)


def joined(symbols: Sequence[Symbol]) -> Symbols:
    """Give characters as a str, any other symbols, and nothing, as a tuple.

    >>> joined(["a", "b"]), joined(("walk", 2)), joined([])
    ('ab', ('walk', 2), ())
    """
    whole = symbols and are_characters(symbols)
    return "".join(map(str, symbols)) if whole else tuple(symbols)


def are_characters(symbols: Sequence[Symbol]) -> bool:
    """Tell whether all symbols are single characters."""
    return all(isinstance(symbol, str) and len(symbol) == 1 for symbol in symbols)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows as lines in which each column is as wide as its widest cell.

    >>> columns([("at", "does"), ("START", "R")])
    ['at     does', 'START  R']
    """
    widths = [max(map(len, column)) for column in zip(*rows)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
        for row in rows
    ]

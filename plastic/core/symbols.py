"""What a memory is made of: symbols, where samples begin and end, how they show.

A sample is wrapped, ``START s1 .. sn STOP``, and its *pasts* are cut out of
the wrapped sequence.  In a memory of strings these are strings, in any other
they are tuples.  ``START`` and ``STOP`` therefore are characters *and*
sentinels, and so is ``UNSEEN``, which stands for what can come next and was never
taught: the Unicode noncharacters U+FDD0 to U+FDD2, which Unicode reserves for
just such internal use.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import Any, TypeAlias

Symbol: TypeAlias = Hashable
Symbols: TypeAlias = "str | tuple[Symbol, ...]"  # a sample, a past, a concept
# What a memory gives back: a str or a tuple, whichever kind it was taught.  Who
# asks knows which, and need not be made to say so.
Sample: TypeAlias = Any


class Boundary(str):
    """A character that no sample may hold, with a name to be shown by."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, character: str, name: str) -> Boundary:
        """Make a character that shows as its name."""
        boundary = super().__new__(cls, character)
        boundary.name = name
        return boundary

    def __repr__(self) -> str:
        return self.name

    __str__ = __repr__

    def __format__(self, how: str) -> str:
        # f"{START}em" makes a past, as START + "em" does.
        return format(str.__str__(self), how)

    def __reduce__(self) -> str:
        return self.name  # a pickle refers to the module's own object


START = Boundary("\ufdd0", "START")  # comes before every sample
STOP = Boundary("\ufdd1", "STOP")  # comes after every sample
UNSEEN = Boundary("\ufdd2", "UNSEEN")  # the slot for what was never taught

_SHOWN = {START: ">", STOP: "_", UNSEEN: "(unseen)"}


def wrap(sample: Symbols) -> Symbols:
    r"""Put a sample between ``START`` and ``STOP``.

    >>> wrap("emma")
    '\ufdd0emma\ufdd1'
    >>> wrap(("to", "be"))
    (START, 'to', 'be', STOP)
    """
    if isinstance(sample, str):
        return START + sample + STOP
    return (START, *sample, STOP)


def extend(sequence: Symbols, symbol: Symbol) -> Symbols:
    """Give the sequence with one more symbol at its end."""
    if isinstance(sequence, str):
        return sequence + symbol  # type: ignore[operator]  # a character
    return (*sequence, symbol)


def show_symbol(symbol: Symbol) -> str:
    r"""Write one symbol for people: ``>`` is START, ``_`` is STOP.

    >>> show_symbol("e"), show_symbol(STOP), show_symbol("\n"), show_symbol(7)
    ('e', '_', '\\n', '7')
    """
    if symbol in _SHOWN:
        return _SHOWN[symbol]
    if symbol == "":  # an empty cell of a table, say
        return "''"
    if not isinstance(symbol, str):
        return repr(symbol)
    if symbol.isprintable():
        return symbol
    return symbol.encode("unicode_escape").decode()


def show(symbols: Symbols) -> str:
    r"""Write a sample, a past or a concept for people.

    >>> show("\ufdd0em"), show((START, "to", "be")), show("")
    ('>em', '> to be', '·')
    """
    between = "" if isinstance(symbols, str) else " "
    return between.join(map(show_symbol, symbols)) or "·"


def brief(symbols: Symbols, most: int = 40) -> str:
    """Write a sample for people, in the middle of a sentence: only its end if long.

    >>> brief("emma"), brief("a" * 50 + "b", most=4)
    ('emma', '…aaab')
    """
    return show(symbols) if len(symbols) <= most else f"…{show(symbols[-most:])}"


def order_key(symbol: Symbol) -> tuple[str, Any]:
    """Give the key that sorts any symbols the same way in every run.

    By type name, then by value where values of that type have an order of
    their own, else by repr, less any address in it.

    >>> sorted([3, "b", (2, "x"), 1, "a"], key=order_key)
    [1, 3, 'a', 'b', (2, 'x')]
    """
    kind = type(symbol).__name__
    if isinstance(symbol, (str, bytes, int, float)):
        return kind, symbol
    if isinstance(symbol, tuple):
        return kind, tuple(map(order_key, symbol))
    if isinstance(symbol, frozenset):  # its repr follows PYTHONHASHSEED
        return kind, sorted(map(order_key, symbol))
    text = repr(symbol)
    if " at 0x" in text:  # where it lies in memory is another place in every run
        held = sorted(map(repr, getattr(symbol, "__dict__", {}).items()))
        text = re.sub(" at 0x[0-9a-fA-F]+", "", text) + " ".join(held)
    return kind, text


def in_order(symbols: Iterable[Symbol]) -> list[Symbol]:
    """List symbols in the order of :func:`order_key`."""
    return sorted(symbols, key=order_key)

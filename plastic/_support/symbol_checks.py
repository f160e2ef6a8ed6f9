"""What can be a symbol: checks that samples, contexts and alphabets share.

Two symbols that are equal but of different types (``1`` and ``True``) are
refused when they meet: to Python they are one dict key, to the user they are
not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..core.symbols import START, STOP, UNSEEN, Symbol
from ..errors import ParameterError, SampleError, SampleTypeError

NOTHING_KNOWN: Mapping[Symbol, Symbol] = {}


def check_symbols(
    symbols: Sequence[Symbol], known: Mapping[Symbol, Symbol] = NOTHING_KNOWN
) -> None:
    """Refuse what cannot be a symbol, and what only equals another symbol.

    Parameters
    ----------
    symbols : sequence of hashable
        What to look at.
    known : mapping
        Each symbol that was met before -> itself, as it was met first.

    Raises
    ------
    SampleTypeError
        One is not hashable.
    SampleError
        One is reserved, does not equal itself, or equals one of another type.
    """
    met: dict[Symbol, Symbol] = {}
    for symbol in symbols:
        try:
            hash(symbol)
        except TypeError as error:
            raise SampleTypeError(
                f"{short(symbol)} in {short(symbols)} cannot be a symbol, for "
                "it is not hashable: use a tuple or a str in its place"
            ) from error
        try:
            first = met.setdefault(symbol, known.get(symbol, symbol))
            is_reserved = symbol in (START, STOP, UNSEEN)
            is_itself = bool(symbol == symbol)
        except Exception as error:
            raise SampleError(
                f"a {type(symbol).__name__} cannot be a symbol: comparing it fails "
                f"({error!s:.80})"
            ) from error
        if is_reserved:
            raise SampleError(reserved(symbols))
        if not is_itself:
            raise SampleError(
                f"{symbol!r} cannot be a symbol: it does not equal itself"
            )
        if not same_type(first, symbol):
            raise SampleError(
                f"{first!r} and {symbol!r} are equal but of different types or "
                f"signs ({type(first).__name__} and {type(symbol).__name__}): "
                "use one of them throughout"
            )


def check_alphabet(alphabet: Collection[Symbol]) -> None:
    """Refuse what cannot be the alphabet of a memory.

    Raises
    ------
    ParameterError
        It is no collection of symbols.
    """
    if not isinstance(alphabet, Collection):
        raise ParameterError(
            f"alphabet={short(alphabet)} is not a collection of symbols: give a "
            "str, a list or a set"
        )
    try:
        check_symbols([*alphabet])
    except SampleError as error:
        raise ParameterError(f"alphabet: {error}") from error


def same_type(a: Any, b: Any) -> bool:
    """Whether equal symbols are of the same type, and sign, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple):
        return all(map(same_type, a, b))
    return not isinstance(a, float) or math.copysign(1, a) == math.copysign(1, b)


def short(thing: object, most: int = 60) -> str:
    """Write anything in the middle of a message."""
    text = repr(thing)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def reserved(context: Sequence[Symbol]) -> str:
    """Say that something holds a reserved symbol."""
    return (
        f"{short(context)} holds a symbol that plastic reserves to mark where "
        "samples begin and end, or what is unseen (U+FDD0 to U+FDD2): remove it"
    )

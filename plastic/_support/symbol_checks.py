"""What can be a symbol: checks that samples, contexts and alphabets share.

Two symbols that are equal but of different types (``1`` and ``True``) are
refused when they meet: to Python they are one dict key, to the user they are
not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..core.symbols import START, STOP, UNSEEN, Symbol, order_key
from ..errors import ParameterError, SampleError, SampleTypeError
from .short import short

NOTHING_KNOWN: Mapping[Symbol, Symbol] = {}
PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
MOST_NESTED = 100  # tuples in tuples; each costs a call within a call wherever it goes


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
        is_plain = type(symbol) in PLAIN or (
            type(symbol) is tuple and PLAIN.issuperset(map(type, symbol))
        )
        if not is_plain:
            _check_hash(symbol, symbols)
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
        if not is_plain and symbol not in known:
            _check_order(symbol)
        if not is_itself:
            raise SampleError(
                f"{short(symbol)} cannot be a symbol: it does not equal itself"
            )
        if not same_type(first, symbol):
            raise SampleError(
                f"{short(first)} and {short(symbol)} are equal but of different types "
                f"or signs ({type(first).__name__} and {type(symbol).__name__}): "
                "use one of them throughout"
            )


def _check_hash(symbol: Any, symbols: Sequence[Symbol]) -> None:
    """Refuse what has no hash that can be relied on."""
    if _is_nested_too_deeply(symbol):
        raise SampleError(
            f"a {type(symbol).__name__} cannot be a symbol: it is nested more than "
            f"{MOST_NESTED} deep"
        )
    try:
        lasting = hash(symbol) == hash(symbol)
    except TypeError as error:
        raise SampleTypeError(
            f"{short(symbol)} in {short(symbols)} cannot be a symbol, for "
            "it is not hashable: use a tuple or a str in its place"
        ) from error
    except Exception as error:
        raise SampleError(
            f"{short(symbol)} cannot be a symbol: hashing it fails ({error!s:.80})"
        ) from error
    if not lasting:
        raise SampleError(f"{short(symbol)} cannot be a symbol: its hash changes")


def _check_order(symbol: Any) -> None:
    """Refuse what has no place in the order of symbols."""
    try:
        order_key(symbol)
    except Exception as error:
        raise SampleError(
            f"{short(symbol)} cannot be a symbol: it cannot be put in an order, for "
            f"showing it fails ({error!s:.80})"
        ) from error


def _is_nested_too_deeply(symbol: Any) -> bool:
    level = [symbol]
    for _ in range(MOST_NESTED + 1):
        nests = [each for each in level if isinstance(each, (tuple, frozenset))]
        if not nests:
            return False
        # Each but once: one that holds another one twice is not twice as deep.
        level = [*{id(inner): inner for nest in nests for inner in nest}.values()]
    return True


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
        symbols = [*alphabet]
    except Exception as error:
        raise ParameterError(
            f"alphabet={short(alphabet)} cannot be listed: {error!s:.80}"
        ) from error
    try:
        check_symbols(symbols)
    except SampleError as error:
        raise ParameterError(f"alphabet: {error}") from error


def same_type(a: Any, b: Any) -> bool:
    """Whether equal symbols are of the same type, and sign, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple):
        return all(map(same_type, a, b))
    return not isinstance(a, float) or math.copysign(1, a) == math.copysign(1, b)


def reserved(context: Sequence[Symbol]) -> str:
    """Say that something holds a reserved symbol."""
    return (
        f"{short(context)} holds a symbol that plastic reserves to mark where "
        "samples begin and end, or what is unseen (U+FDD0 to U+FDD2): remove it"
    )

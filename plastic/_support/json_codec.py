"""Samples and symbols as JSON, with their types.

JSON knows strings, numbers and little else.  A symbol that it would alter is
written as an object that names its type, ``{"tuple": [..]}``,
``{"bytes": "00ff"}`` or ``{"float": "inf"}``.  All is ASCII, and the same
sample is always written the same way, so that a file can look it up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from ..core.symbols import Symbol, Symbols
from ..errors import SampleError
from .short import short

DEEPEST = 50  # tuples in tuples: more is no symbol but a trap
MOST_MOMENTS = 2**62  # in all that a file holds: sleep counts them in 64 bits
INFINITE = {"inf": math.inf, "-inf": -math.inf}


def write_sample(sample: Symbols) -> str:
    r"""Write a sample.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.

    Examples
    --------
    >>> write_sample("zoë"), write_sample((1, b"x", (2.5, None)))
    ('"zo\\u00eb"', '[1,{"bytes":"78"},{"tuple":[2.5,null]}]')
    """
    return write(encode_all(sample))


def read_sample(text: str) -> Symbols:
    """Read a sample.

    Raises
    ------
    ValueError
        It is not one, as :func:`write_sample` writes it.
    """
    sample = decode_all(read(text))
    if sample is None or write_sample(sample) != text:
        raise ValueError(f"{text:.40} is no sample")
    return sample


def read_samples(texts: list[Any]) -> Iterable[Symbols]:
    """Read many samples, as :func:`read_sample` does each; strings all at once.

    >>> list(read_samples(['"emma"', '[1,2]']))
    ['emma', (1, 2)]
    """
    found = _read_strings(texts)
    return map(read_sample, texts) if found is None else found


def _read_strings(texts: list[Any]) -> list[str] | None:
    """Read strings; None: there is something else, which may be wrong."""
    try:
        found = _JSON.decode(f"[{','.join(texts)}]")
        # Each for itself: '"a","b"' would read like two.
        same = [*map(_write_string, found)] == texts
    except (TypeError, ValueError, RecursionError):
        return None
    return found if same and {*map(type, found)} <= {str} else None


def read_multiset(
    rows: Iterable[tuple[Symbols | None, Any]], capacity: int | None
) -> dict[Symbols, int]:
    """Put together samples and how often each is held.

    Parameters
    ----------
    rows : iterable of (sample, int)
        Nothing of the numbers is believed yet.
    capacity : int or None
        How many samples there may be.

    Raises
    ------
    ValueError
        They are no multiset, or one that no memory can hold.
    """
    samples: dict[Symbols, int] = {}
    total = moments = 0
    for sample, times in rows:
        if type(times) is not int or times < 1:
            raise ValueError(f"a sample cannot be held {times!r:.40} times")
        if sample is None:
            raise ValueError("null is no sample")
        if sample in samples:
            raise ValueError("a sample is there twice")
        samples[sample] = times
        total += times
        moments += times * (len(sample) + 1)
    if moments > MOST_MOMENTS or (capacity is not None and total > capacity):
        raise ValueError("there are more samples than there can be")
    return samples


def write_signals(rows: Iterable[tuple[Symbols, float, int]]) -> list[list[Any]]:
    """Turn samples, how much each was liked, and how often, into what JSON can hold."""
    return [[encode_all(sample), strength, times] for sample, strength, times in rows]


def read_signals(rows: Any) -> list[tuple[Symbols, float, int]]:
    """Read what :func:`write_signals` gave.

    Raises
    ------
    ValueError
        It did not.
    """
    found: list[tuple[Symbols, float, int]] = []
    for text, strength, times in as_list(rows):
        sample = decode_all(text)
        if type(strength) is not float or not strength or type(times) is not int:
            raise ValueError("a signal is no number")
        if sample is None or not 0 < times <= MOST_MOMENTS:
            raise ValueError("a signal is about nothing")
        found.append((sample, strength, times))
    return found


def write(value: Any) -> str:
    """Write plain values as JSON."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:  # an integer of some thousand digits
        raise SampleError(f"this cannot be saved: {error}") from error


def read(text: str) -> Any:
    """Read JSON; whatever is wrong with it is a ValueError."""
    try:
        return _JSON.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits:.40} is no number")
    return number


_write_string = json.JSONEncoder().encode
_JSON = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def encode_all(symbols: Iterable[Symbol] | None) -> str | list[Any] | None:
    """Turn symbols into what JSON can hold."""
    if symbols is None or isinstance(symbols, str):
        return symbols
    return [_encode(symbol, 1) for symbol in symbols]


def decode_all(values: str | list[Any] | None) -> str | tuple[Symbol, ...] | None:
    """Turn what JSON held into symbols."""
    if values is None or isinstance(values, str):
        return values
    return tuple(_decode(value, 1) for value in as_list(values))


def _encode(symbol: Any, depth: int) -> Any:
    kind = type(symbol)
    if kind in (str, int, bool, type(None)):
        return symbol
    if kind is float:
        return _encode_float(symbol)
    if kind is tuple and depth <= DEEPEST:
        return {"tuple": [_encode(part, depth + 1) for part in symbol]}
    if kind is bytes:
        return {"bytes": symbol.hex()}
    if kind is tuple:
        raise SampleError(
            f"a symbol of tuples nested more than {DEEPEST} deep cannot be saved"
        )
    raise SampleError(
        f"the symbol {short(symbol)} of type {kind.__name__} cannot be saved: only "
        "str, int, float, bool, None, bytes and tuples of these can"
    )


def _encode_float(symbol: float) -> float | dict[str, str]:
    if math.isnan(symbol):  # inside of a tuple, where nobody saw it
        raise SampleError("a symbol with NaN in it cannot be saved: it equals nothing")
    return symbol if math.isfinite(symbol) else {"float": repr(symbol)}


def _decode(value: Any, depth: int) -> Symbol:
    if not isinstance(value, (dict, list)):
        return value
    if isinstance(value, list) or len(value) != 1 or depth > DEEPEST + 1:
        # Its repr may be too deep to be made, or too long.
        raise ValueError(f"a symbol cannot be a {type(value).__name__} like that")
    ((kind, content),) = value.items()
    if kind == "tuple":
        return tuple(_decode(part, depth + 1) for part in as_list(content))
    if kind == "bytes":
        return bytes.fromhex(content)
    if kind == "float":
        infinite: float = INFINITE[content]
        return infinite
    raise ValueError(f"{kind!r:.40} is no type of symbol")


def as_list(values: Any) -> list[Any]:
    """Give what JSON held, if it is a list."""
    if not isinstance(values, list):
        raise ValueError(f"a {type(values).__name__} stands in the place of a list")
    return values

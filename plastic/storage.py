"""Files: a memory as samples and hyperparameters, in JSON.

The graph is a pure function of the samples, so the samples are the file.
JSON knows strings, numbers and little else; a symbol that it would alter is
written as an object that names its type, ``{"tuple": [..]}`` or
``{"bytes": "00ff"}``.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .consolidation.templates import Recipe
from .errors import DataError, DataNotFoundError, SampleError
from .symbols import Symbol, Symbols

FORMAT = "plastic memory"
VERSION = 1


def save(
    path: str | os.PathLike[str],
    params: Mapping[str, Any],
    samples: Mapping[Symbols, int],
    slept: bool,
) -> None:
    """Write a memory to a file, which is replaced whole or not at all.

    Parameters
    ----------
    path : str or os.PathLike
        Where to.
    params : mapping
        The hyperparameters.
    samples : mapping
        Each sample, and how often it is held.
    slept : bool
        Whether it has slept.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.
    DataError
        The file cannot be written.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "params": {
            **params,
            "alphabet": _encode_all(params["alphabet"]),
            "recipe": params["recipe"] and asdict(params["recipe"]),
        },
        "slept": slept,
        "samples": [[_encode_all(sample), n] for sample, n in samples.items()],
    }
    try:
        text = json.dumps(content, allow_nan=False)
    except ValueError as error:  # an integer of some thousand digits
        raise SampleError(f"a symbol cannot be saved: {error}") from error
    _replace(Path(path), text)


def load(
    path: str | os.PathLike[str],
) -> tuple[dict[str, Any], dict[Symbols, int], bool]:
    """Read what :func:`save` wrote: parameters, samples with counts, sleep.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It is not a memory, or one that this version cannot read.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise DataNotFoundError(f"no file {str(path)!r}") from error
    except OSError as error:
        raise DataError(f"cannot read {str(path)!r}: {error}") from error
    except (ValueError, RecursionError) as error:  # not ASCII, not JSON, or a trap
        raise DataError(f"{str(path)!r} is not a saved memory: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DataError(
            f"{str(path)!r} is not a saved memory; to learn from a file of samples "
            "use plastic.train()"
        )
    if content.get("version") != VERSION:
        raise DataError(
            f"{str(path)!r} is of version {content.get('version')!r}, and this plastic "
            f"reads version {VERSION}: upgrade plastic"
        )
    try:
        params = dict(content["params"])
        params["alphabet"] = _decode_all(params["alphabet"])
        if params["recipe"] is not None:
            fading = tuple(map(tuple, params["recipe"]["fading"]))
            params["recipe"] = Recipe(**{**params["recipe"], "fading": fading})
        slept = bool(content["slept"])
        samples = {_decode_all(sample): n for sample, n in content["samples"]}
        damaged = len(samples) < len(content["samples"]) or None in samples
        damaged |= not all(type(n) is int and n > 0 for n in samples.values())
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{str(path)!r} is damaged: {error!r}") from error
    if damaged:
        raise DataError(f"{str(path)!r} is damaged: its samples are not a multiset")
    return params, samples, slept


def _replace(target: Path, text: str) -> None:
    """Put a file in place whole: after a crash the old one or the new is there."""
    temporary = target.parent / f".{target.name}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        raise DataError(f"cannot write {str(target)!r}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _encode_all(symbols: Iterable[Symbol] | None) -> str | list | None:
    if symbols is None or isinstance(symbols, str):
        return symbols
    return [*map(_encode, symbols)]


def _decode_all(symbols: str | list | None) -> str | tuple | None:
    if symbols is None or isinstance(symbols, str):
        return symbols
    return tuple(map(_decode, symbols))


def _encode(symbol: Symbol) -> Any:
    kind = type(symbol)
    if kind in (str, int, bool, type(None)):
        return symbol
    if kind is float:
        return symbol if math.isfinite(symbol) else {"float": repr(symbol)}
    if kind is tuple:
        return {"tuple": [*map(_encode, symbol)]}
    if kind is bytes:
        return {"bytes": symbol.hex()}
    raise SampleError(
        f"the symbol {symbol!r} of type {kind.__name__} cannot be saved: only str, "
        "int, float, bool, None, bytes and tuples of these can"
    )


_DECODERS: dict[str, Callable[[Any], Symbol]] = {
    "float": float,
    "tuple": lambda symbols: tuple(map(_decode, symbols)),
    "bytes": bytes.fromhex,
}


def _decode(value: Any) -> Symbol:
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    return _DECODERS[kind](content)

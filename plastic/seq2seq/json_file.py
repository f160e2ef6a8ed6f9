"""The file of a sequence-to-sequence memory: its pairs, to look at and to exchange.

Programs are not in it: they are derived from the pairs.  docs/format.md
describes it.  All of a file is validated before it is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .._support import json_codec as encoding
from ..core.symbols import Symbol
from ..errors import DataError, DataNotFoundError
from ..storage import files as storage
from ..storage import json_file as interchange
from .hyperparameters import LEAST, Hyperparameters
from .pairs import KINDS, Pair, validate_pair

FORMAT = interchange.PAIRS
VERSION = 1
_NAMES = {kind.__name__: kind for kind in KINDS}


def save(
    path: str | os.PathLike[str], params: Hyperparameters, pairs: Iterable[Pair]
) -> None:
    """Write pairs to a file, which is replaced whole or not at all.

    Parameters
    ----------
    path : str or os.PathLike
        Where to.
    params : Hyperparameters
        Those of the memory.
    pairs : iterable of Pair
        In the order in which they were learned.

    Raises
    ------
    SampleError
        A symbol is one that no file can hold.
    DataError
        The file cannot be written, or is a memory of samples.
    """
    head = {"format": FORMAT, "version": VERSION, "params": params.as_dict()}
    rows = ",\n".join(map(_row, pairs))
    text = f'{encoding.write(head)[:-1]},"pairs":[\n{rows}\n]}}\n'
    target = storage.real(path)
    if os.path.isdir(target):
        raise DataError(f"cannot write {str(target)!r}: it is a folder")
    if storage.kind(target) == "database":  # which somebody may have open
        raise DataError(
            f"{str(target)!r} is a memory of samples: give the pairs another name"
        )
    interchange.replace(target, text)


def _row(pair: Pair) -> str:
    goal: Any = encoding.encode_all((pair.goal,))
    return encoding.write(
        [
            *goal,
            encoding.encode_all(pair.source),
            encoding.encode_all(pair.target),
            pair.kind.__name__,
        ]
    )


def load(path: str | os.PathLike[str]) -> tuple[Hyperparameters, list[Pair]]:
    """Read what :func:`save` wrote: hyperparameters, and pairs in their order.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It is no file of pairs, or one that this version cannot read, or damaged.
    """
    content = _content(storage.real(path))
    try:
        known: dict[Symbol, Symbol] = {}
        pairs = [_pair(row, known) for row in encoding.as_list(content["pairs"])]
        return _params(content["params"]), pairs
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{os.fspath(path)!r} is damaged: {error!s:.200}") from error


def _content(path: Path) -> dict[str, Any]:
    """Read a file as far as what it says that it is."""
    what = storage.kind(path)
    if what == "nothing":
        raise DataNotFoundError(f"no file {str(path)!r}")
    if what == "database":
        raise DataError(_OTHER.format(str(path)))
    try:
        content = encoding.read(interchange.read_ascii(path))
    except OSError as error:
        raise DataError(f"cannot read {str(path)!r}: {error}") from error
    except DataError:
        raise
    except ValueError as error:  # not ASCII, not JSON, or a trap
        raise DataError(f"{str(path)!r} holds no saved pairs: {error}") from error
    form = content.get("format") if isinstance(content, dict) else None
    if form == interchange.FORMAT:
        raise DataError(_OTHER.format(str(path)))
    if form != FORMAT:
        raise DataError(
            f"{str(path)!r} holds no saved pairs; Seq2SeqMemory.fit() learns pairs "
            "from any iterable"
        )
    version = content.get("version")
    if type(version) is not int or version != VERSION:
        shown = version if type(version) is int else "unknown"
        raise DataError(
            f"{str(path)!r} is of version {shown!s:.20}, and this plastic reads "
            f"version {VERSION}: upgrade plastic"
        )
    return content


_OTHER = "{!r} is a memory of samples, not of pairs: plastic.load() reads it"


def _params(values: Any) -> Hyperparameters:
    if values.keys() != LEAST.keys():
        raise ValueError(f"its params are not {' and '.join(LEAST)}")
    for name, value in values.items():
        if type(value) is not int:
            raise ValueError(f"{name} cannot be {value!r:.40}")
    return Hyperparameters(**values)  # whose ParameterError is a ValueError


def _pair(row: Any, known: dict[Symbol, Symbol]) -> Pair:
    """Read a pair, and add its goal to those that are known."""
    goal, source, target, name = encoding.as_list(row)
    kind = _NAMES.get(name) if isinstance(name, str) else None
    if kind is None or (kind is str) != isinstance(target, str):
        raise ValueError(f"a target that is shown as {name!r:.40} is none")
    sides = encoding.decode_all(source), encoding.decode_all(target)
    goals: Any = encoding.decode_all([goal])
    pair = validate_pair(*sides, goals[0], known)
    known.setdefault(pair.goal, pair.goal)
    return pair._replace(kind=kind)

"""The readable file: a memory as one JSON object, to look at and to exchange.

It holds the samples, the hyperparameters and whether the memory had slept.
docs/format.md describes it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .._support import json_codec
from .._support.packed import LONGEST_SIGN, packer
from ..core.symbols import Symbols
from ..errors import DataError
from ..hyperparameters import Hyperparameters
from .prior import decode, encode

FORMAT = "plastic memory"
PAIRS = "plastic pairs"  # of a sequence-to-sequence memory
GRIDS = "plastic grids"  # of a memory of grids
VERSION = 1


def names_format(beginning: str) -> bool:
    """Whether a text begins as a saved memory does, whatever of."""
    return _SAVED.match(beginning) is not None


_SAVED = re.compile(rf'\s*\{{\s*"format"\s*:\s*"({FORMAT}|{PAIRS}|{GRIDS})"')


def save(
    path: str | os.PathLike[str],
    params: Hyperparameters,
    samples: Mapping[Symbols, int],
    slept: bool,
    feedback: Sequence[tuple[Symbols, float, int]] = (),
) -> None:
    """Write a memory to a file, which is replaced whole or not at all.

    Parameters
    ----------
    path : str or os.PathLike
        Where to.
    params : Hyperparameters
        The hyperparameters.
    samples : mapping
        Each sample, and how often it is held.
    slept : bool
        Whether it has slept.
    feedback : sequence of (sample, float, int)
        What was said of samples, see :mod:`plastic.state.feedback`.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.
    DataError
        The file cannot be written.
    """
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "params": params.to_json(),
        "slept": slept,
    }
    if params.prior is not None:
        content["prior"] = encode(params.prior)
    if feedback:
        content["feedback"] = json_codec.write_signals(feedback)
    head = json_codec.write(content)[1:-1]
    rows = (f"[{json_codec.write_sample(sample)},{n}]" for sample, n in samples.items())
    text = f'{{{head},"samples":[\n' + ",\n".join(rows) + "\n]}\n"
    replace(Path(path), text)


def load(
    path: str | os.PathLike[str],
) -> tuple[Any, ...]:
    """Read what :func:`save` wrote: parameters, samples, sleep, prior, feedback.

    Raises
    ------
    DataError
        It is not a memory, or one that this version cannot read.
    """
    try:
        content = json_codec.read(read_ascii(Path(path)))
    except OSError as error:
        raise DataError(f"cannot read {str(path)!r}: {error}") from error
    except DataError:
        raise
    except ValueError as error:  # not ASCII, not JSON, or a trap
        raise DataError(f"{str(path)!r} is not a saved memory: {error}") from error
    kind = content.get("format") if isinstance(content, dict) else None
    if kind == PAIRS:
        raise DataError(f"{str(path)!r} holds pairs: Seq2SeqMemory.load() reads it")
    if kind != FORMAT:
        raise DataError(
            f"{str(path)!r} is not a saved memory; to learn from a file of samples "
            "use plastic.train()"
        )
    version = content.get("version")
    if version != VERSION:
        shown = version if isinstance(version, int) else "unknown"
        raise DataError(
            f"{str(path)!r} is of version {shown!s:.20}, and this plastic reads "
            f"version {VERSION}: upgrade plastic"
        )
    try:
        params = Hyperparameters.from_json(content["params"])
        slept = bool(content["slept"])
        rows = ((json_codec.decode_all(sample), n) for sample, n in content["samples"])
        samples = json_codec.read_multiset(rows, params.capacity)
        if slept and not samples:
            raise ValueError("it slept over nothing")
        prior = decode(content.get("prior"))
        feedback = json_codec.read_signals(content.get("feedback", []))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{str(path)!r} is damaged: {error!r:.200}") from error
    return params, samples, slept, prior, feedback


def read_ascii(path: Path) -> str:
    """Read a file of ours that is text.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is no text of ours; a DataError, if another program has packed it.
    """
    content = path.read_bytes()
    if program := packer(content[:LONGEST_SIGN]):
        raise DataError(f"{str(path)!r} is packed by {program}: unpack it first")
    return content.decode("ascii")


def replace(target: Path, text: str) -> None:
    """Put a file in place whole: after a crash the old one or the new is there."""
    temporary = target.parent / f".{target.name}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        raise DataError(f"cannot write {str(target)!r}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)

"""What comes in: memories, samples, and lines as samples of a memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from .. import datasets
from ..core.symbols import STOP, UNSEEN, Symbols, show_symbol
from ..errors import DataError
from ..memory import PlasticMemory
from ..opened import load
from ..storage.json_file import names_format
from ..storage.schema import is_database
from .output import busy


def open_memory(file: str) -> PlasticMemory:
    """Open a saved memory, or learn a file of samples."""
    if _is_database(file):
        return load(file)
    lines = _lines(file)
    if _is_saved(lines):
        check_unpacked(file)
        if not os.path.isfile(file):
            raise DataError(f"a saved memory must be a file, and {file!r} is none")
        return load(file)
    with busy(f"learning {file}"):
        memory = PlasticMemory().fit(lines)
        memory.consolidate()
        return memory


def read_samples(file: str, *, strip: bool = True) -> list[str]:
    """Read a file of samples, or standard input, one sample a line."""
    saved = _is_database(file)
    lines = [] if saved else _lines(file, strip)
    if saved or _is_saved(lines):
        raise DataError(
            f"{file!r} is a saved memory, not a file of samples: other commands take "
            "it as -m"
        )
    return lines


def check_unpacked(file: str) -> None:
    """Refuse a memory's file that is packed, as only samples may be.

    Raises
    ------
    DataError
        It is packed by gzip.
    """
    if not os.path.isfile(file):
        return
    with open(file, "rb") as stream:
        if stream.read(len(datasets.GZIP)) == datasets.GZIP:
            raise DataError(f"{file!r} is packed by gzip: unpack it first (gunzip)")


def _is_database(file: str) -> bool:
    return file != "-" and os.path.isfile(file) and is_database(Path(file))


def _lines(file: str, strip: bool = True) -> list[str]:
    if file != "-":
        return datasets.read(datasets.path(file), strip=strip)
    if sys.stdin is None:
        raise DataError("standard input is closed")
    return datasets.read_lines(sys.stdin.buffer, "standard input", strip=strip)


def _is_saved(lines: list[str]) -> bool:
    # Two lines, for someone may have had the JSON indented.
    return names_format(" ".join(lines[:2]))


def reader(memory: PlasticMemory) -> Callable[[str], Symbols]:
    """Give what turns a line into a sample such as the memory holds."""
    if isinstance(next(iter(memory.samples), ""), str):
        return as_text
    # A memory from elsewhere may hold numbers: they are written as they show.
    symbols = set(memory.predict_proba(())) - {STOP, UNSEEN}
    known = {show_symbol(symbol): symbol for symbol in symbols}
    return lambda line: tuple(known.get(word, word) for word in as_words(line))


def as_text(argument: str) -> str:
    """Give an argument of the command line, if all of it could be read.

    Raises
    ------
    DataError
        It is not UTF-8: a wrong letter would be learned like a right one.
    """
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        shown = argument.encode(errors="replace").decode()
        raise DataError(
            f"{shown!r} is not UTF-8, from letter {error.start + 1}"
        ) from error
    return argument


def as_words(argument: str) -> tuple[str, ...]:
    """Give the words of an argument, likewise."""
    return tuple(as_text(argument).split())

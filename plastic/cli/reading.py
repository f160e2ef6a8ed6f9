"""What comes in: memories, samples, and lines as samples of a memory."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import datasets
from .._support.lines import Line, lines
from .._support.packed import LONGEST_SIGN, packer
from .._support.unicode_forms import Form, normalized
from ..core.symbols import STOP, UNSEEN, Symbol, Symbols, show_symbol
from ..errors import DataError
from ..memory import PlasticMemory
from ..opened import load
from ..storage.json_file import names_format
from ..storage.schema import is_database
from .output import busy

STDIN = "standard input"

# Memories ------------------------------------------------------------------------


def open_memory(file: str, *, awake: bool = False) -> PlasticMemory:
    """Open a saved memory, or learn a file of samples.

    Parameters
    ----------
    file : str
        Its name; ``-`` is standard input.
    awake : bool, default False
        Whether what it found asleep is left out.
    """
    if _is_database(file):
        return _woken(demand_memory(load(file), file), awake)
    with open_lines(file) as read:
        known = [*read]
    if _is_saved(known):
        if not os.path.isfile(file):
            raise DataError(f"a saved memory must be a file, and {file!r} is none")
        check_unpacked(file)
        return _woken(load(file), awake)
    with busy(f"learning {file}"):
        memory = PlasticMemory().fit(_texts(known, file))
        if not awake:
            memory.consolidate()
        return memory


def demand_memory(held: Any, file: str) -> PlasticMemory:
    """Give what a file held, if it is a memory.

    Raises
    ------
    DataError
        It is a stream.
    """
    if isinstance(held, PlasticMemory):
        return held
    raise DataError(
        f"{file!r} holds a stream, and this needs a memory: info and check tell of it, "
        "plastic.open() in Python goes on with it"
    )


def _woken(memory: PlasticMemory, awake: bool) -> PlasticMemory:
    if awake:
        memory.state.discard_sleep()
    return memory


def _is_database(file: str) -> bool:
    return file != "-" and os.path.isfile(file) and is_database(Path(file))


def _is_saved(read: list[Line]) -> bool:
    # Two lines, for someone may have had the JSON indented.
    return names_format(" ".join(line.text for line in read[:2]))


def check_unpacked(file: str) -> None:
    """Refuse a memory's file that is packed, as only samples may be.

    Raises
    ------
    DataError
        It is packed.
    """
    if not os.path.isfile(file):
        return
    with open(file, "rb") as stream:
        program = packer(stream.read(LONGEST_SIGN))
    if program is not None:
        by = {"gzip": "gunzip", "zip": "unzip", "bzip2": "bunzip2", "xz": "unxz"}
        raise DataError(
            f"{file!r} is packed by {program}: unpack it first "
            f"({by.get(program, f'{program} -d')})"
        )


# Samples -------------------------------------------------------------------------


@contextlib.contextmanager
def open_lines(file: str, *, strip: bool = True) -> Iterator[Iterator[Line]]:
    """Open a file of samples, or standard input, and give its lines as they come."""
    if file != "-":
        with datasets.open_file(datasets.path(file)) as stream:
            yield lines(stream, file, strip=strip)
        return
    if sys.stdin is None:
        raise DataError("standard input is closed")
    yield lines(sys.stdin.buffer, STDIN, strip=strip)


@contextlib.contextmanager
def open_samples(
    file: str, *, strip: bool = True, normalize: Form | None = None
) -> Iterator[Iterator[Line]]:
    """Open a file of samples as :func:`open_lines`, if it is no saved memory."""
    if _is_database(file):
        raise DataError(_not_samples(file))
    with open_lines(file, strip=strip) as read:
        yield _samples(read, file, normalize)


def _samples(read: Iterator[Line], file: str, form: Form | None) -> Iterator[Line]:
    first: list[Line] = []
    for line in read:
        # The second line is waited for only where the first could be JSON.
        if len(first) < 2 and (not first or first[0].text == "{"):
            first.append(line)
            if _is_saved(first):
                raise DataError(_not_samples(file))
        text = line.text if form is None else normalized(line.text, form)
        yield Line(line.number, text)


def _not_samples(file: str) -> str:
    return (
        f"{file!r} is a saved memory, not a file of samples: other commands take it "
        "as -m"
    )


def read_lines(
    file: str, *, strip: bool = True, normalize: Form | None = None
) -> list[Line]:
    """Read a file of samples, or standard input, one sample a line.

    Raises
    ------
    DataError
        It is a saved memory, or holds no sample.
    """
    with open_samples(file, strip=strip, normalize=normalize) as read:
        found = [*read]
    _texts(found, file)
    return found


def read_samples(file: str, *, strip: bool = True) -> list[str]:
    """Read a file as :func:`read_lines` does, without the numbers of the lines."""
    return [line.text for line in read_lines(file, strip=strip)]


def _texts(read: list[Line], file: str) -> list[str]:
    datasets.demand_some(read, STDIN if file == "-" else file)
    return [line.text for line in read]


# Lines as samples ----------------------------------------------------------------


def reader(memory: PlasticMemory) -> Callable[[str], Symbols]:
    """Give what turns a line into a sample such as the memory holds."""
    if isinstance(next(iter(memory.samples), ""), str):
        return as_text
    # A memory from elsewhere may hold numbers: they are written as they show.
    # And symbols of several words, which only a memory can tell from several.
    known = {
        tuple(show_symbol(symbol).split()): symbol
        for symbol in memory.predict_proba(())
        if symbol not in (STOP, UNSEEN)
    }
    longest = max(map(len, known), default=1)
    return lambda line: _spelled(as_words(line), known, longest)


def _spelled(
    words: tuple[str, ...], known: dict[tuple[str, ...], Symbol], longest: int
) -> tuple[Symbol, ...]:
    """Give the symbols that words spell, the longest of those that begin alike.

    >>> _spelled(("to", "New", "York"), {("New", "York"): "New York"}, 2)
    ('to', 'New York')
    """
    symbols: list[Any] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            several = words[at : at + length]
            if several in known or length == 1:
                symbols.append(known.get(several, several[0]))
                at += length
                break
    return tuple(symbols)


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

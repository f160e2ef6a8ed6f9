r"""Text as lines, each with its number, one by one as they come.

What cannot be read as UTF-8 is refused with the place where it goes wrong, and
never guessed at, because a wrong letter would be learned like a right one.
"""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ..errors import DataError, ParameterError, SampleError
from .packed import packer, unpacked


class Line(NamedTuple):
    """A line that holds a sample, and its number among all lines, from 1."""

    number: int
    text: str


def lines(pieces: Iterable[Any], name: str, *, strip: bool = True) -> Iterator[Line]:
    r"""Give the lines of a stream that are not blank, as they come.

    Parameters
    ----------
    pieces : iterable of bytes
        Each up to the end of a line, as a stream gives them that was opened in
        binary mode; or all of it.  What gzip has packed is unpacked.
    name : str
        What to call it in error messages.
    strip : bool, default True
        Whether to strip white space; if not, only empty lines are blank.

    Raises
    ------
    DataError
        The stream cannot be read or unpacked, or is not UTF-8 text.
    ParameterError
        The stream gives text, not bytes.

    Examples
    --------
    >>> import io
    >>> [*lines(io.BytesIO(b"emma\n\n  ava"), "<demo>")]
    [Line(number=1, text='emma'), Line(number=3, text='ava')]
    """
    for number, line in enumerate(_split(pieces, name), start=1):
        text = _decoded(line, number, name)
        if strip:
            text = text.strip()
        if text:
            yield Line(number, text)


def texts(pieces: Iterable[Any], name: str, *, strip: bool = True) -> list[str]:
    """Read what :func:`lines` gives, without the numbers: in half the time."""
    split = enumerate(_split(pieces, name), start=1)
    decoded = (_decoded(line, number, name) for number, line in split)
    return [text for text in (map(str.strip, decoded) if strip else decoded) if text]


@contextlib.contextmanager
def named_by_line(name: str, read: Sequence[Line]) -> Iterator[None]:
    """Let an error about one of many samples say in which line that was.

    Parameters
    ----------
    name : str
        Of what was read.
    read : sequence of Line
        Where the samples came from, one from each; none: from nowhere.

    Raises
    ------
    SampleError
        What was raised inside, with the number of the line in place of that of
        the sample.
    """
    try:
        yield
    except SampleError as error:
        if error.index is None or not read:
            raise
        number, reason = read[error.index].number, error.__cause__
        raise type(error)(f"{name!r}, line {number}: {reason}") from error


def _split(pieces: Iterable[Any], name: str) -> Iterator[bytes]:
    # Split the bytes, not the text: bytes.splitlines knows only \n, \r\n and
    # \r, while str.splitlines also cuts at \x0b, \x1c, U+2028 and others,
    # which are symbols like any other.  No UTF-8 letter holds a \n or \r byte.
    checked = _checked(pieces, name)
    first = next(checked, b"")
    if packer(first):
        return iter(unpacked(first + b"".join(checked), name).splitlines())
    later = chain.from_iterable(map(bytes.splitlines, checked))
    return chain(first.splitlines(), later)


def _checked(pieces: Iterable[Any], name: str) -> Iterator[bytes]:
    rest = iter(pieces)
    while True:
        try:
            piece = next(rest, None)
        except OSError as error:
            raise DataError(f"cannot read {name!r}: {error}") from error
        if piece is None:
            return
        if not isinstance(piece, bytes):
            raise ParameterError(
                f"{name!r} gives text where bytes are needed: "
                "open it in binary mode, or give its .buffer"
            )
        yield piece


def _decoded(line: bytes, number: int, name: str) -> str:
    while line.startswith(codecs.BOM_UTF8):
        line = line[len(codecs.BOM_UTF8) :]
    if b"\0" in line:
        raise DataError(
            f"{name!r}, line {number}, byte {line.index(0) + 1}: a NUL byte; "
            "this is a binary file or UTF-16, not UTF-8 text"
        )
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name!r}, line {number}, byte {error.start + 1}: "
            f"0x{line[error.start]:02x} is not UTF-8 ({error.reason}); "
            "save the file as UTF-8"
        ) from error

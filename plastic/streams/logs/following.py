"""The lines of a file as it grows, also when it is rotated or truncated meanwhile.

A log is written at its end.  Every now and then it is *rotated*: renamed, and a new
file begun under its name; or *truncated*: emptied, and written on.  A follower
notices either, reads the old file to its end, and goes on with the new one.  Its
place can be kept, so that who comes back later goes on where they stopped.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from ...errors import DataNotFoundError, StorageError

PIECE = 1 << 16  # bytes that are read at a time
LONGEST = 1 << 16  # bytes of a line that are kept: what follows in it is let go
HEAD = 64  # bytes at its beginning by which a file is known again
PAUSE = 0.5  # seconds between two looks at a file that does not grow


class Follower:
    """The lines of a file, from its beginning, or from where one stopped.

    Parameters
    ----------
    path : str
        The file.
    place : mapping, optional
        Where to go on: :attr:`place` of another follower of the same file.

    Raises
    ------
    DataNotFoundError, StorageError
        The file is not there, or cannot be read.

    Notes
    -----
    A line ends with a newline, LF or CR LF.  Bytes that are no UTF-8 become U+FFFD,
    and NUL bytes, which a truncated file may begin with, are left out.  Of a line of
    more than 65,536 bytes the beginning is given.
    """

    def __init__(self, path: str, place: dict[str, Any] | None = None) -> None:
        self.path = path
        self._file = self._open()
        self._head = b""
        self._begun = b""  # of a line that has not ended yet,
        self._let_go = 0  # and how many bytes more it has
        self._read = 0  # bytes
        if place is not None:
            self._return_to(place)

    def _open(self) -> BinaryIO:
        try:
            return open(self.path, "rb")
        except FileNotFoundError as error:
            raise DataNotFoundError(f"there is no file {self.path!r}") from error
        except OSError as error:
            raise StorageError(f"cannot read {self.path!r}: {error}") from error

    def _return_to(self, place: dict[str, Any]) -> None:
        """Go on where another follower stopped, if this is still the same file."""
        head, read = bytes.fromhex(place["head"]), place["read"]
        if _stat(self._file).st_size >= read:
            self._head = self._file.read(len(head))
            if self._head == head:
                self._read = read
        self._file.seek(self._read)

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands, before a line that has not ended, as JSON can hold it."""
        read = self._read - len(self._begun) - self._let_go
        return {"head": self._head.hex(), "read": read}

    def lines(self) -> Iterator[str]:
        """Give the lines that are there now, and have ended."""
        while successor := self._successor():
            if not os.path.samestat(_stat(successor), _stat(self._file)):
                yield from self._to_the_end()  # of what was renamed
            yield from self.rest()
            self._file.close()
            self._file, self._head, self._read = successor, b"", 0
        yield from self._to_the_end()

    def _to_the_end(self) -> Iterator[str]:
        while True:
            at = self._file.tell()
            piece = self._file.read(PIECE)
            if not piece:
                return
            if at < HEAD:
                self._head = self._head[:at] + piece[: HEAD - at]
            first, *others = piece.split(b"\n")
            self._go_on(first)
            for other in others:
                yield from self.rest(newline=1)
                self._go_on(other)

    def _go_on(self, part: bytes) -> None:
        self._read += len(part)
        kept = self._begun + part
        self._begun = kept[:LONGEST]
        self._let_go += len(kept) - len(self._begun)

    def _successor(self) -> BinaryIO | None:
        """Open what is under the name now, if that is not what was read so far."""
        try:
            there = self._open()
        except (DataNotFoundError, StorageError):  # renamed, and no new one there yet
            return None
        beginning = there.read(len(self._head))
        there.seek(0)
        now = _stat(self._file)
        is_same = os.path.samestat(now, _stat(there))
        if is_same and now.st_size >= self._read and beginning == self._head:
            there.close()
            return None
        return there

    def rest(self, newline: int = 0) -> Iterator[str]:
        """Give what is there of a line, if no more of it is to come."""
        self._read += newline
        if self._begun or newline:
            line, self._begun, self._let_go = self._begun, b"", 0
            yield decoded(line)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _stat(file: BinaryIO) -> os.stat_result:
    return os.fstat(file.fileno())


def decoded(line: bytes) -> str:
    r"""Give a line as text, however it is written.

    >>> decoded(b"\x00\x00up\xff\r")
    'up�'
    """
    line = line[:LONGEST].removesuffix(b"\r").replace(b"\0", b"")
    return line.decode("utf-8", errors="replace")


def followed(
    follower: Follower, wait: Callable[[float], Any] = time.sleep
) -> Iterator[str | None]:
    """Give a file's lines for ever; None whenever there is none to wait for.

    Parameters
    ----------
    follower : Follower
        Of the file.
    wait : callable
        Is called with how many seconds to wait.
    """
    while True:
        yield from follower.lines()
        yield None
        wait(PAUSE)

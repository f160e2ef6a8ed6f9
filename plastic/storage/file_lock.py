"""A lock on a file within one process.

SQLite keeps other processes away from an open file by POSIX locks, and these
have a trap: a process loses its lock as soon as it closes *any* handle of that
file, even one that was opened only to look at the first bytes.  So whoever is
about to touch a file takes its lock here first.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from weakref import WeakValueDictionary

from ..errors import BusyError


class FileLock:
    """The right to touch a file, until it is ended or nobody has it any more.

    Parameters
    ----------
    path : pathlib.Path
        The file, which need not be there yet.
    timeout : float
        How many seconds to wait for somebody else to let go of it.

    Raises
    ------
    BusyError
        Nobody has by then.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        # A forked child inherits what is taken, but not the locks.
        self._key = os.getpid(), os.path.realpath(path)
        until = time.monotonic() + timeout
        while not self._is_taken():
            if time.monotonic() >= until:
                raise BusyError(
                    f"{str(path)!r} is open in this very process: close it there, or "
                    "wait longer with timeout="
                )
            time.sleep(0.01)

    def _is_taken(self) -> bool:
        with _LOCK:
            return _TAKEN.setdefault(self._key, self) is self

    def end(self) -> None:
        """Let the next one have it."""
        with _LOCK:
            if _TAKEN.get(self._key) is self:
                del _TAKEN[self._key]

    def __enter__(self) -> FileLock:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()


_LOCK = threading.Lock()


def _after_fork() -> None:
    """Let a forked child not wait for a thread that only its parent has."""
    global _LOCK
    _LOCK = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

_TAKEN: WeakValueDictionary[tuple[int, str], FileLock] = WeakValueDictionary()

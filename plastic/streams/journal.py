"""The journal: what a stream learned, on its way into its file.

A disk takes milliseconds for what a push does in microseconds.  So what happens is
noted, and written by a thread half a second after the first of it; with
:meth:`Journal.flush` at once.  What was noted and did not happen, because of Ctrl-C,
is not written.  What cannot be written, because the disk is full, is kept, and the
next push is refused until it can.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Sequence
from itertools import chain
from typing import Any

from .._support import json_codec
from ..errors import ClosedError, PlasticError, StorageError
from ..storage.file_lock import FileLock
from .course import Course
from .database import Changes, StreamDatabase
from .expert import Moment
from .facts import MOST_KEPT, Fact
from .window import Lived

LONGEST_WAIT = 0.5  # seconds until what was pushed is written: less than a second


class Journal:
    """Keeps the file of a stream in step with it.

    Parameters
    ----------
    database : StreamDatabase
        The file, open to be written.
    file_lock : FileLock
        The right to touch it.
    course : Course
        What is in it.
    lock : RLock
        What keeps the stream as it is while one looks at it.
    """

    def __init__(
        self, database: StreamDatabase, file_lock: FileLock, course: Course, lock: Any
    ) -> None:
        self.database, self._file_lock = database, file_lock
        self._course, self._lock = course, lock
        self._notes: list[tuple[int, Sequence[Lived], Sequence[Lived]]] = []
        self._writable = set[Fact]()  # facts that a file can hold
        self._waited = False  # records wait that are not written yet
        self._timer: threading.Timer | None = None
        self._writing = threading.Lock()
        self._failed = self._closed = False
        self._process = os.getpid()
        self._file = os.stat(database.path)

    # What is about to happen; the stream is locked then ------------------------------

    def check(self, moments: Sequence[Moment]) -> None:
        """Refuse facts that no file can hold, by a SampleError."""
        for fact in chain.from_iterable(moments):
            if fact not in self._writable:
                json_codec.write_sample((fact,))
                if len(self._writable) >= MOST_KEPT:
                    self._writable.clear()
                self._writable.add(fact)

    def note(self, serial: int, came: Sequence[Lived], gone: Sequence[Lived]) -> None:
        """Note what is about to come and to go with a record."""
        self._notes.append((serial, came, gone))
        self._set_timer()

    def note_waiting(self) -> None:
        """Note that a record waits for the encoders to know their scale."""
        self._waited = True
        self._set_timer()

    def demand(self) -> None:
        """Demand that there is a file to be written, before anything changes.

        Raises
        ------
        ClosedError, StorageError
            There is none, or what was learned before cannot be written.
        """
        if self._closed or self._process != os.getpid():
            raise ClosedError(
                f"{str(self.database.path)!r} is closed, or open in the process that "
                "this one was forked from: open it again with plastic.open()"
            )
        if self._failed:
            self.flush()

    def _set_timer(self) -> None:
        if self._timer is None:
            # It holds on to this journal: what was pushed is written even if the
            # stream is let go of meanwhile.
            self._timer = threading.Timer(LONGEST_WAIT, self._write_in_time)
            self._timer.daemon = True
            self._timer.start()

    # Writing it; the stream may go on ------------------------------------------------

    def _write_in_time(self) -> None:
        try:
            self.flush()
        except (PlasticError, sqlite3.Error):
            self._failed = True  # who pushes next is told

    def flush(self) -> None:
        """Write what has happened; when this returns it is on disk.

        Raises
        ------
        StorageError
            It cannot be written.  It is kept, to be written later.
        """
        with self._writing:
            if self._closed:
                return
            with self._lock:
                if self._timer is not None:
                    self._timer.cancel()
                notes, self._notes, self._timer = self._notes, [], None
                waited, self._waited = self._waited, False
                changes = self._changes(notes)
            if not notes and not waited:
                return
            try:
                self._check_there()
                self.database.put(changes)
                self._failed = False
            except BaseException:
                self._failed = True
                with self._lock:
                    self._notes, self._waited = [*notes, *self._notes], waited
                raise

    def _changes(
        self, notes: Sequence[tuple[int, Sequence[Lived], Sequence[Lived]]]
    ) -> Changes:
        now, came, gone = self._course.now, dict[int, Lived](), list[int]()
        for serial, held, let_go in notes:
            if serial < now.serial:  # else it did not happen
                came.update((lived.serial, lived) for lived in held)
                for lived in let_go:
                    came.pop(lived.serial, None)
                    gone.append(lived.serial)
        waiting = () if self._course.settings.view.is_fitted else self._course.waiting
        return Changes(self._course.settings, now, came, gone, [*waiting])

    def close(self) -> None:
        """Write what is left and let go of the file."""
        if self._process != os.getpid():
            return
        try:
            self.flush()
        finally:
            with self._writing:
                self._closed = True
                try:
                    self.database.close()
                finally:
                    self._file_lock.end()

    def _check_there(self) -> None:
        path = self.database.path
        try:
            there = os.path.samestat(self._file, os.stat(path))
        except OSError:
            there = False
        if not there:
            raise StorageError(
                f"{str(path)!r} has vanished: what the stream holds can be saved "
                "elsewhere with save()"
            )

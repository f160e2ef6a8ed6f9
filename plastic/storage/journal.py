"""The journal: what a memory learned and forgot, on its way into its file.

Changes are noted before they happen and written after, in one transaction
each, or many in a row in one (:meth:`Journal.batch`).  What is written is
how often a sample is held *then*, so that a change that was noted and did not
happen, because of Ctrl-C, does no harm.  Whatever goes wrong on the way, the
file is what holds: the memory goes back to what it holds.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any

from .._support import json_codec
from ..core.symbols import Symbols
from ..errors import ClosedError, PlasticError, StorageError
from ..hyperparameters import Hyperparameters
from ..mixture.prior import Prior
from ..state.feedback import Feedback
from ..state.recorder import Recorded
from ..state.samples import Samples
from .database import Content, Database
from .file_lock import FileLock
from .prior import encode

MOST_PENDING = 1_000  # changes in a transaction, when there are many in a row
LONGEST_WAIT = 0.5  # seconds, for a change of many in a row to be written


class Journal:
    """Keeps a file in step with a memory: the recorder of one that has a file.

    Parameters
    ----------
    database : Database
        The file, open to be written.
    content : Content
        What is in it.
    lock : FileLock
        The right to touch it, which ends when it is closed.

    Notes
    -----
    A prior is written when it is set, and when the file is closed if it has changed.
    """

    lasting = True

    def __init__(self, database: Database, content: Content, lock: FileLock) -> None:
        self.database, self._lock = database, lock
        # What stands behind the memory, and how it was when it was written.
        self._prior: Prior | None = None
        self._prior_written: Any = None
        self.serial = content.serial
        self._closed = self._lost = False
        self._process = os.getpid()
        self._file = os.stat(database.path)
        self._held_back = 0
        self._unwiped = False  # something forgotten may have left bytes
        self._start_anew()

    def _start_anew(self) -> None:
        self._notes: dict[Symbols, str] = {}  # samples, and as the file has them
        self._changes = 0
        self._waits_since: float | None = None
        self._params: Hyperparameters | None = None  # new ones
        self._whole = False  # all in one transaction, or nothing
        self._cleared = False
        self._slept = False  # what sleep found has changed
        self._heeded = False  # feedback has
        self._secret = False  # nothing that was forgotten may leave a byte

    # What is about to happen -------------------------------------------------------

    def check(self, sample: Symbols) -> None:
        """Refuse a sample that no file can hold, by a SampleError."""
        json_codec.write_sample(sample)

    def note(self, sample: Symbols) -> None:
        """Note that a sample is about to be learned or forgotten.

        Raises
        ------
        SampleError
            No file can hold it.
        ClosedError, StorageError
            The file is not there to be written.
        """
        self._check_there()
        self._notes[sample] = json_codec.write_sample(sample)
        self._changes += 1
        if self._waits_since is None:
            self._waits_since = time.monotonic()

    def note_clear(self) -> None:
        """Note that all samples are about to go, and others to come."""
        self.mark_for_scrub()
        self._cleared = self._whole = True

    def note_sleep(self) -> None:
        """Note that what sleep found is about to change."""
        self._check_there()
        self._slept = True

    def mark_for_scrub(self) -> None:
        """Note that what is about to be forgotten must leave no byte behind."""
        self._check_there()
        self._secret = self._unwiped = True

    def note_feedback(self) -> None:
        """Note that feedback is about to change."""
        self._check_there()
        self._heeded = True

    def note_params(self, params: Hyperparameters) -> None:
        """Note new hyperparameters."""
        self._check_there()
        self._params, self._whole = params, True

    # Writing it --------------------------------------------------------------------

    @contextlib.contextmanager
    def batch(self, state: Recorded) -> Iterator[None]:
        """Hold changes back, and write them in few transactions."""
        self._held_back += 1
        try:
            yield
        except BaseException:
            if self._whole:
                self._go_back(state)
            raise
        finally:
            self._held_back -= 1
            self.commit(state)

    def commit(self, state: Recorded) -> None:
        """Write what has happened, unless it is held back and not yet much.

        Raises
        ------
        PlasticError
            It cannot be written.  The state then holds what the file holds.
        """
        much = self._changes >= MOST_PENDING and not self._whole
        if self._is_pending() and (much or not self._held_back):
            self._flush(state)

    def commit_if_due(self, state: Recorded) -> None:
        """Write what has happened if it is much, or waits for half a second.

        Raises
        ------
        PlasticError
            As :meth:`commit`.
        """
        since = self._waits_since
        waits = since is not None and time.monotonic() - since >= LONGEST_WAIT
        if waits or self._changes >= MOST_PENDING:
            self.commit(state)

    def reload(self) -> Content | None:
        """Give what the file holds; None: it cannot be read."""
        self._start_anew()
        self._lost = True  # until it has been read
        try:
            self.database.connection.rollback()
            content = self.database.read()
        except (PlasticError, sqlite3.Error):
            return None
        if content is not None:
            self.serial, self._lost = content.serial, False
        return content

    def _go_back(self, state: Recorded) -> None:
        """Let a state hold what the file holds."""
        content = self.reload()
        if content is not None:
            params = replace(content.params, prior=self._prior)
            feedback = Feedback(content.feedback)
            state.replace(params, content.samples, content.sleep, feedback)

    def believe(self, prior: Prior | None) -> None:
        """Take note of the memory that stands for the prior that is written."""
        self._prior, self._prior_written = prior, encode(prior)

    def _note_prior(self, state: Recorded) -> None:
        """See to it that the prior is written as it is now."""
        prior = state.params.prior
        if prior is not None and encode(prior) != self._prior_written:
            self.mark_for_scrub()  # it may have forgotten something
            self.note_params(state.params)

    def close(self, state: Recorded) -> None:
        """Write what is left and let go of the file."""
        if self._process != os.getpid():
            return
        try:
            if not self._closed:
                self._note_prior(state)
            if not self._closed and self._is_pending():
                self._flush(state)
            if not self._closed and self._unwiped:
                self._wipe()
        finally:  # once more does no harm, after Ctrl-C right here
            self._closed = True
            try:
                self.database.close()
            finally:
                self._lock.end()

    def _is_pending(self) -> bool:
        facts = self._slept or self._heeded or self._cleared or self._params
        return bool(self._notes or facts)

    def _flush(self, state: Recorded) -> None:
        try:
            self._check_there()
            self._write(state)
            secret = self._secret
            self._start_anew()
        except BaseException:  # Ctrl-C too, perhaps when all was written
            self._go_back(state)
            raise
        if secret:
            self._wipe()

    def _write(self, state: Recorded) -> None:
        found, slept_over, changes = state.sleep
        facts: dict[str, Any] = {"awake": changes, "slept_over": slept_over}
        if self._params is not None:
            facts["params"] = self._params.to_json()
        rows, serial = self._rows(state.samples)
        with self.database.transaction():
            if self._cleared:
                self.database.clear()
            self.database.put(rows)
            if self._slept:
                self.database.put_sleep(found)
            self.database.set(serial=serial, **facts)
            if self._heeded:
                self.database.put_feedback(state.feedback.rows())
            if self._params is not None:
                self.database.put_prior(self._params)
        self.serial = serial
        if self._params is not None:
            self.believe(self._params.prior)

    def _rows(self, samples: Samples) -> tuple[list[tuple], int]:
        """Give the rows that changed, and the serial number of the last change."""
        texts = self._notes
        if self._cleared:
            texts = {sample: json_codec.write_sample(sample) for sample in samples}
        # What was learned since comes last among the samples.
        learned = list(takewhile(texts.__contains__, reversed(samples)))
        serial = self.serial + len(learned)
        serials = {sample: serial - age for age, sample in enumerate(learned)}
        rows = [
            (text, samples[sample], serials.get(sample))
            for sample, text in texts.items()
        ]
        return rows, serial

    def _wipe(self) -> None:
        try:
            self.database.scrub()
        except StorageError as error:
            raise StorageError(
                "it is forgotten, but bytes of it may be left in "
                f"{str(self.database.path)!r} until the next forget() or close(): "
                f"{error}"
            ) from error
        self._unwiped = False

    def _check_there(self) -> None:
        path = self.database.path
        if self._closed:
            raise ClosedError(
                f"{str(path)!r} is closed: open it again with plastic.open()"
            )
        if self._process != os.getpid():
            raise ClosedError(
                f"{str(path)!r} is open in the process that this one was forked from: "
                "close it there before"
            )
        try:
            there = not self._lost and os.path.samestat(self._file, os.stat(path))
        except OSError:
            there = False
        if not there:
            raise StorageError(
                f"{str(path)!r} has vanished or cannot be read any more: what the "
                "memory holds can be saved elsewhere with save()"
            )

"""What a file holds, row by row: samples, hyperparameters, and the last sleep.

The samples are the truth.  A row is a sample as JSON, how often it is held,
and a serial number of when it was last learned, by which they come back in
that order.  The graph is never stored: it is grown from them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .._support import json_codec
from ..consolidation.abstractions import Abstractions, Sleep
from ..core.symbols import Symbols
from ..errors import DataError, PlasticError
from ..hyperparameters import Hyperparameters
from . import schema
from . import sleep_tables as arrays
from .prior import Stored, decode, encode

MOST_COUNT = 2**62  # of changes, of samples: SQLite counts in 64 bits, with a sign


class Content(NamedTuple):
    """All that a file holds."""

    params: Hyperparameters
    samples: dict[Symbols, int]  # the one learned longest ago first
    sleep: Sleep
    serial: int  # of the last change
    prior: Stored | None = None  # what stands behind it
    feedback: Sequence[tuple[Symbols, float, int]] = ()  # see state.feedback


class Database:
    """A file of ours, open.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    timeout : float
        How many seconds to wait while somebody else has it.
    write : bool
        Whether it is to be written.

    Raises
    ------
    PlasticError
        See :func:`.schema.connect`.
    """

    form = schema.MEMORY

    def __init__(self, path: Path, timeout: float, *, write: bool) -> None:
        self.path = path
        self.was_interrupted = schema.log(path).exists()  # nobody closed it
        self.connection = schema.connect(path, timeout, write=write, form=self.form)
        # A connection refers to itself, and would stay open for a while.
        closing = weakref.finalize(self, _close_quietly, self.connection, os.getpid())
        closing.atexit = False
        _OPEN.add(self)

    def read(self) -> Content | None:
        """Read all; None of a file that is new.

        Raises
        ------
        DataError
            Something in it cannot be.  A damaged sleep is no error: it is left
            out, with a :class:`plastic.DamageWarning`.
        """
        with schema.translated(self.path):
            facts = dict(self.connection.execute("SELECT name, value FROM memory"))
            rows = self.connection.execute(
                "SELECT sample, times, learned FROM samples ORDER BY learned, sample"
            ).fetchall()
        if not facts and not rows:
            return None
        try:
            params = Hyperparameters.from_json(json_codec.read(facts["params"]))
            samples = json_codec.read_multiset(
                zip(
                    json_codec.read_samples([text for text, *_ in rows]),
                    (times for _, times, _ in rows),
                ),
                params.capacity,
            )
            changes, slept_over = _count(facts["awake"]), _count(facts["slept_over"])
            serial = _count(facts["serial"])
            prior = decode(json_codec.read(facts.get("prior", "null")))
            said = json_codec.read_signals(json_codec.read(facts.get("feedback", "[]")))
            if any(
                type(learned) is not int or not 0 < learned <= serial
                for *_, learned in rows
            ):
                raise ValueError("a serial number is out of range")
        except (PlasticError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"{str(self.path)!r} is damaged: {error!r:.200}") from error
        with schema.translated(self.path):
            found = arrays.read(self.connection, self.path)
        if found is None:
            slept_over = 0
        return Content(
            params, samples, Sleep(found, slept_over, changes), serial, prior, said
        )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes inside, or none."""
        with schema.translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    # Inside a transaction ----------------------------------------------------------

    def set(self, **facts: Any) -> None:
        """Keep facts about the memory as a whole."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO memory VALUES (?, ?)",
            [(name, json_codec.write(value)) for name, value in facts.items()],
        )

    def put(self, rows: Iterable[tuple[str, int, int | None]]) -> None:
        """Set how often samples are held, and when they were learned if they were.

        Parameters
        ----------
        rows : iterable of (str, int, int or None)
            A sample as JSON, how often it is held now, and its new serial
            number.
        """
        for text, times, learned in rows:
            if not times:
                self._run("DELETE FROM samples WHERE sample = ?", text)
            elif learned is None:
                self._run("UPDATE samples SET times = ? WHERE sample = ?", times, text)
            else:
                self._run(
                    "INSERT OR REPLACE INTO samples VALUES (?, ?, ?)",
                    text,
                    times,
                    learned,
                )

    def _run(self, statement: str, *values: Any) -> None:
        self.connection.execute(statement, values)

    def clear(self) -> None:
        """Delete all samples."""
        self._run("DELETE FROM samples")

    def put_sleep(self, found: Abstractions | None) -> None:
        """Keep what a sleep found, and nothing of the one before."""
        self._run("DELETE FROM sleep")
        if found is not None:
            arrays.write(self.connection, found)

    def put_prior(self, params: Hyperparameters) -> None:
        """Keep what stands behind the memory, and nothing of what did before."""
        self._run("DELETE FROM memory WHERE name = 'prior'")
        if params.prior is not None:
            self.set(prior=encode(params.prior))

    def put_feedback(self, rows: Sequence[tuple[Symbols, float, int]]) -> None:
        """Keep what was said of samples, and nothing of what was before."""
        self._run("DELETE FROM memory WHERE name = 'feedback'")
        if rows:
            self.set(feedback=json_codec.write_signals(rows))

    def create(
        self,
        params: Hyperparameters,
        samples: Mapping[Symbols, int],
        sleep: Sleep,
        feedback: Sequence[tuple[Symbols, float, int]] = (),
    ) -> None:
        """Fill a new file."""
        with self.transaction():
            self.clear()
            self.put(
                (json_codec.write_sample(sample), times, serial)
                for serial, (sample, times) in enumerate(samples.items(), 1)
            )
            self.put_sleep(sleep.found)
            self.set(
                params=params.to_json(),
                serial=len(samples),
                awake=sleep.changes,
                slept_over=sleep.slept_over,
            )
            self.put_prior(params)
            self.put_feedback(feedback)

    # Between transactions ----------------------------------------------------------

    def scrub(self) -> None:
        """Leave no byte of what was deleted: neither in the file nor in its log.

        SQLite overwrites what it deletes, but may have moved a copy of it
        before, within a page.  So the file is written anew.  Costs O(file).
        """
        with schema.translated(self.path):
            self._run("VACUUM")
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Leave a single file behind."""
        with contextlib.suppress(sqlite3.Error):
            self._run("PRAGMA journal_mode = DELETE")
        self.connection.close()


def _count(text: str) -> int:
    value = json_codec.read(text)
    if type(value) is not int or not 0 <= value <= MOST_COUNT:
        raise ValueError(f"{text:.40} is no count")
    return value


def _close_quietly(connection: sqlite3.Connection, process: int) -> None:
    """Close a file that nobody has any more, unless a forked child inherited it."""
    if process == os.getpid():
        connection.close()


def _leave_to_parent() -> None:
    """In a forked child, never let SQLite close what the parent has open.

    It would delete the log in which the parent's next changes wait.
    """
    for database in _OPEN:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(database.connection))


_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)

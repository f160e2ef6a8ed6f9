"""The file: an SQLite database with a few tables, opened with distrust.

A file may come from a stranger, so that all of it is validated before it is used:
that the header is ours, that there is exactly our schema (no triggers, no views,
nothing that could run), that SQLite finds it sound.
docs/format.md describes the tables, docs/security.md what is guarded against.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import stat
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import BusyError, DataError, DataNotFoundError, StorageError

MAGIC = b"SQLite format 3\0"
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
SCHEMA = 1  # user_version
FACTS = (
    "CREATE TABLE memory (name TEXT PRIMARY KEY NOT NULL, "
    "value TEXT NOT NULL) WITHOUT ROWID"
)
TABLES = {
    "memory": FACTS,
    "samples": "CREATE TABLE samples (sample TEXT PRIMARY KEY NOT NULL, "
    "times INTEGER NOT NULL, learned INTEGER NOT NULL) WITHOUT ROWID",
    "sleep": "CREATE TABLE sleep (name TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, "
    "shape TEXT NOT NULL, sha256 TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID",
}


class Form(NamedTuple):
    """What kind of file it is.

    Attributes
    ----------
    called : str
        What it is a file of.
    application : int
        Where a file names the program it belongs to: four letters.
    tables : mapping
        Its tables, and the statement that makes each.
    """

    called: str
    application: int
    tables: Mapping[str, str]


MEMORY = Form("memory", 0x504C5354, TABLES)  # "PLST"

# From a version to the next one: what to do, on a connection in a transaction.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {}
PAUSE = 0.002, 0.05  # seconds until a file that was taken is asked for again
SECONDS, BYTES_A_SECOND = 4.0, 20e6  # how long looking a file over may take


def is_database(path: Path) -> bool:
    """Tell whether a file calls itself an SQLite database."""
    _check_kind(path)
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _check_kind(path: Path) -> None:
    """Refuse what is no file, such as a pipe, which nobody may ever write to."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError("it is not a file")


def application(path: Path) -> int:
    """Give the program that a database names; 0: it is too short to name one."""
    _check_kind(path)
    with open(path, "rb") as file:
        header = file.read(100)
    return int.from_bytes(header[68:72], "big", signed=True)


def log(path: Path) -> Path:
    """Give the file in which changes wait while a memory is open."""
    return Path(f"{path}-wal")


def connect(
    path: Path, timeout: float, *, write: bool, form: Form = MEMORY
) -> sqlite3.Connection:
    """Open a file of ours, checked; alone, if it is to be written.

    Parameters
    ----------
    path : pathlib.Path
        The file; to be written it may be new, or empty.
    timeout : float
        How many seconds to wait while somebody else has it.
    write : bool
        Whether it is to be written: then nobody else can open it until it is
        closed.
    form : Form
        What it is to be a file of.

    Raises
    ------
    DataNotFoundError
        It is to be read, and there is none.
    BusyError
        Somebody else has it.
    DataError
        It is not a memory, is damaged, or of a newer version.
    """
    if not write:  # SQLite waits
        return _connect(path, timeout, form, write=False)
    # Two that wait while they hold on to what they have would wait for each other:
    # whoever finds the file taken lets go of it, and comes back after a while, each
    # after another one.
    until = time.monotonic() + timeout
    while True:
        try:
            return _connect(path, 0, form, write=True)
        except BusyError:
            left = until - time.monotonic()
            if left <= 0:
                raise
            time.sleep(min(left, random.uniform(*PAUSE)))


def _connect(
    path: Path, timeout: float, form: Form, *, write: bool
) -> sqlite3.Connection:
    new = not path.exists() or path.stat().st_size == 0
    if new and not write:
        raise DataNotFoundError(f"no {form.called} in {str(path)!r}")
    unfinished = log(path).exists() or _journal(path).exists()
    mode = "rwc" if write else "rw" if unfinished else "ro"
    with translated(path):
        if not new:
            _check_kind(path)
            _check_header(path, form)
        _check_journal(path)
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            timeout=timeout,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
    try:
        with translated(path):
            _prepare(connection, path, form, write)
            if write or _version(connection) == SCHEMA:
                return connection
            with contextlib.closing(connection):  # an older one, which must stay so
                copy = sqlite3.connect(":memory:", isolation_level=None)
                connection.backup(copy)
                _migrate(copy)
                return copy
    except BaseException:
        connection.close()
        raise


def _prepare(
    connection: sqlite3.Connection, path: Path, form: Form, write: bool
) -> None:
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if write:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN EXCLUSIVE")
        if path.stat().st_size == 0:  # nobody has made it while this one waited
            _create(connection, form)
        connection.execute("COMMIT")
    with _limited(connection, path):  # a new one too: a journal may have filled it
        _check(connection, path, form)
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if _version(connection) < SCHEMA:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            backup(path, _version(connection), connection)
            _migrate(connection)


def _create(connection: sqlite3.Connection, form: Form) -> None:
    connection.execute(f"PRAGMA application_id = {form.application}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    for statement in form.tables.values():
        connection.execute(statement)


def _check_header(path: Path, form: Form) -> None:
    """Look at the first bytes before SQLite does."""
    with open(path, "rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(MAGIC):
        raise DataError(f"{str(path)!r} is not a saved {form.called}")
    (version,), (application,) = (
        struct.unpack(">i", header[at : at + 4]) for at in (60, 68)
    )
    _check_version(path, form, application, version)


def _check_version(path: Path, form: Form, application: int, version: int) -> None:
    if application != form.application:
        raise DataError(f"{str(path)!r} is a database, but not a {form.called}")
    if version > SCHEMA:
        raise DataError(
            f"{str(path)!r} is of version {version}, and this plastic reads up to "
            f"version {SCHEMA}: upgrade plastic"
        )
    if version < SCHEMA and version not in MIGRATIONS:
        raise DataError(f"{str(path)!r} is of version {version}, which never was")


def _journal(path: Path) -> Path:
    """Give the file from which SQLite takes back a change that was cut short."""
    return Path(f"{path}-journal")


def _check_journal(path: Path) -> None:
    """Refuse a journal that was not left by us, before SQLite acts on it.

    It can name another file, which SQLite then deletes, and say that the
    database was larger than all that is there.
    """
    journal = _journal(path)
    if not journal.exists():
        return
    _check_kind(journal)
    with open(journal, "rb") as file:
        header = file.read(28)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(JOURNAL_MAGIC)))
        names_another = file.read() == JOURNAL_MAGIC
    if names_another and size > len(JOURNAL_MAGIC):
        raise DataError(f"{str(journal)!r} is not ours: remove it")
    if len(header) == 28 and header.startswith(JOURNAL_MAGIC):
        pages, _, page_size = struct.unpack(">3I", header[16:])
        there = size + (path.stat().st_size if path.exists() else 0)
        if pages * page_size > there:
            raise DataError(f"{str(journal)!r} is damaged: remove it")


def _check(connection: sqlite3.Connection, path: Path, form: Form) -> None:
    """Ask SQLite whether a file is sound, and has our tables and nothing else."""
    # Once more, for what waits beside the file may hold another header.
    pragmas = ("application_id", "user_version", "page_count", "page_size")
    application, version, pages, page_size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas
    )
    _check_version(path, form, application, version)
    there = sum(file.stat().st_size for file in (path, log(path)) if file.exists())
    if pages * page_size > there:
        raise DataError(f"{str(path)!r} is damaged: it says that it is larger")
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    ours = {("table", name, sql) for name, sql in form.tables.items()}
    known = version < SCHEMA or (set(rows) == ours and len(rows) == len(ours))
    if not known or any(kind != "table" for kind, *_ in rows):
        raise DataError(
            f"{str(path)!r} is damaged: its tables are not those of a {form.called}"
        )
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise DataError(f"{str(path)!r} is damaged: {verdict:.200}")


@contextlib.contextmanager
def _limited(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Stop SQLite where a file keeps it busy for longer than its size explains."""
    until = time.monotonic() + SECONDS + path.stat().st_size / BYTES_A_SECOND
    connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring an older file up to date, whole or not at all."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for version in range(_version(connection), SCHEMA):
            MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def backup(
    path: Path, version: int, connection: sqlite3.Connection | None = None
) -> Path:
    """Copy a file beside itself before it is changed for good.

    One that is open must be copied by its connection: whoever else opened it,
    and closed it again, would take the connection's lock away.
    """
    copy = path.with_name(f"{path.name}.v{version}.bak")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.v{version}.bak{number}")
    try:
        if connection is None:
            shutil.copy2(path, copy)
        else:
            with contextlib.closing(sqlite3.connect(copy)) as target:
                connection.backup(target)
        with open(copy, "rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"cannot copy {str(path)!r}: {error}") from error
    return copy


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into errors of ours."""
    try:
        yield
    except DataError:
        raise
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, MemoryError) as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise BusyError(
                f"{str(path)!r} is open elsewhere: close it there, or wait longer "
                "with timeout="
            ) from error
        if isinstance(error, sqlite3.OperationalError) and _is_outside(text):
            raise StorageError(f"cannot use {str(path)!r}: {error}") from error
        raise DataError(f"{str(path)!r} is damaged: {error}") from error
    except OSError as error:
        raise StorageError(f"cannot use {str(path)!r}: {error}") from error


def _is_outside(text: str) -> bool:
    """Whether SQLite complains of the disk or the folder, not of the file."""
    signs = ("disk", "full", "readonly", "unable to open", "I/O", "permission")
    return any(sign in text for sign in signs) and "malformed" not in text

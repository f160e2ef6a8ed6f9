"""SQLite: other rows, other tables, other arrays with the right checksum."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import random
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from .raw import damaged
from .text import grafted, with_other_params
from .values import HUGE, Case, dump, value

# Where it exists, waiting for a disk costs nothing.
SHARED_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

SCHEMAS = [
    "CREATE TABLE more (x)",
    "CREATE VIEW seen AS SELECT * FROM samples",
    "CREATE TRIGGER trap AFTER INSERT ON samples BEGIN DELETE FROM memory; END",
    "CREATE TRIGGER trap AFTER UPDATE ON memory BEGIN SELECT zeroblob(1000000000); END",
    "CREATE INDEX ordered ON samples (times)",
    "CREATE INDEX computed ON samples (abs(times))",
    "ALTER TABLE samples ADD COLUMN more AS (zeroblob(1000000000))",
    "ALTER TABLE samples RENAME TO other",
    "ALTER TABLE memory RENAME COLUMN value TO x",
    "DROP TABLE sleep",
    "CREATE TABLE pairs (a INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE VIRTUAL TABLE found USING fts5(x)",
    "CREATE VIRTUAL TABLE boxes USING rtree(a, b, c)",
    "CREATE TABLE bomb (x CHECK (length(zeroblob(1000000000)) > x))",
    "PRAGMA application_id = 7",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 2",
    "PRAGMA user_version = -5",
    "PRAGMA page_size = 512; VACUUM",
    "PRAGMA page_size = 65536; VACUUM",
    "PRAGMA auto_vacuum = FULL; VACUUM",
    "PRAGMA journal_mode = WAL",
    "PRAGMA encoding = 'UTF-16le'",
]
MASTER = [
    ("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", [0, 1, 2, 3, -1, 2**40]),
    ("UPDATE sqlite_master SET sql = ? WHERE name = ?", ["", "x", None, 7, b"\0"]),
    ("UPDATE sqlite_master SET type = ? WHERE name = ?", ["view", "index", "trigger"]),
    ("UPDATE sqlite_master SET tbl_name = ? WHERE name = ?", ["samples", "memory", 1]),
]  # fmt: skip
CELLS = [
    "UPDATE samples SET times = ? WHERE rowid_text",
    "UPDATE samples SET learned = ? WHERE rowid_text",
    "UPDATE samples SET sample = ? WHERE rowid_text",
    "UPDATE memory SET value = ? WHERE name = 'params'",
    "UPDATE memory SET value = ? WHERE name = 'serial'",
    "UPDATE memory SET value = ? WHERE name = 'awake'",
    "UPDATE memory SET value = ? WHERE name = 'slept_over'",
    "UPDATE sleep SET content = ? WHERE name = 'keys'",
    "UPDATE sleep SET shape = ? WHERE name = 'strengths'",
    "UPDATE sleep SET kind = ? WHERE name = 'base'",
    "UPDATE sleep SET sha256 = ? WHERE name = 'description'",
    "UPDATE sleep SET name = ? WHERE name = 'nats'",
    "INSERT INTO samples VALUES (?, 1, 1)",
    "INSERT INTO memory VALUES (?, '1')",
    "DELETE FROM memory WHERE name = 'params' OR ? = 0",
    "DELETE FROM memory WHERE ? IS NOT 1",
    "DELETE FROM samples WHERE ? IS NOT 1",
]


def _cell(rng: random.Random) -> Any:
    """Give a value that SQLite can hold."""
    one = value(rng)
    how = rng.randrange(6)
    if how == 0:
        return dump(one)
    if how == 1:
        return dump(one).encode()[:10_000]
    if how == 2:
        return rng.choice([b"", b"\xff\xfe", bytes(100_000), b"\x00", "\0", "[0.0]"])
    if isinstance(one, int) and not -(2**63) <= one < 2**63:
        return str(one)[:5000]
    return one if isinstance(one, (int, float, type(None))) else dump(one)


def rows(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Put other values into rows."""
    statement = rng.choice(CELLS)
    some = connection.execute("SELECT sample FROM samples").fetchall()
    which = rng.choice(some)[0] if some else ""
    cell = _cell(rng)
    if "rowid_text" in statement:
        statement = statement.replace("rowid_text", "sample = ?")
        connection.execute(statement, (cell, which))
    else:
        connection.execute(statement, (cell,))


def respelled(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Write a sample another way, perhaps besides."""
    some = connection.execute("SELECT * FROM samples").fetchall()
    if not some:
        return
    sample, times, learned = rng.choice(some)
    other = rng.choice(
        [
            sample.replace("a", "\\u0061"),
            f" {sample}",
            sample.replace(",", ", "),
            sample.replace("1", "1.0"),
            sample.replace("1", "true"),
            sample.replace("2.5", "2.50"),
            sample.replace('"', "'"),
            json.dumps([*json.loads(sample)]),
        ]
    )
    if rng.random() < 0.5:
        connection.execute("DELETE FROM samples WHERE sample = ?", (sample,))
    connection.execute("INSERT INTO samples VALUES (?, ?, ?)", (other, times, learned))


def schema(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Give it other tables, or lie about those that are there."""
    if rng.random() < 0.6:
        connection.executescript(rng.choice(SCHEMAS))
        return
    statement, values = rng.choice(MASTER)
    connection.execute("PRAGMA writable_schema = ON")
    name = rng.choice(["memory", "samples", "sleep"])
    connection.execute(statement, (rng.choice(values), name))


def params(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Ask for other hyperparameters."""
    held = connection.execute("SELECT value FROM memory WHERE name = 'params'")
    (written,) = held.fetchone() or ('{"horizon":24}',)
    changed = dump(with_other_params(rng, json.loads(written)))
    connection.execute("INSERT OR REPLACE INTO memory VALUES ('params', ?)", (changed,))


ODD = [math.nan, math.inf, -math.inf, 1e6, -1e6, 1e7, 5e-324, -1e-300, 0.0]
ENDS = [-1, 0, 1, 2**31 - 1, -(2**63), -(2**63) + 4, 2**63 - 1, 2**62, 10**6]


def forged(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Change what sleep found, and its checksum with it."""
    found = connection.execute(
        "SELECT name, kind, shape, content FROM sleep"
    ).fetchall()
    if not found:
        return
    name, kind, shape, content = rng.choice(found)
    if kind == "json":
        try:
            content = dump(grafted(rng, json.loads(content))).encode()
        except ValueError:
            return
    else:
        array = np.frombuffer(content, kind).copy()
        if len(array):
            how = rng.randrange(5)
            at = rng.randrange(len(array))
            if how == 0:
                array = array[rng.sample(range(len(array)), len(array))]
            elif how == 1 and kind == "float64":
                array[:] = rng.choice(ODD)
            elif kind == "float64":
                array[at] = rng.choice(ODD)
            else:
                low = np.iinfo(array.dtype)
                array[at] = min(max(rng.choice(ENDS), low.min), low.max)
        if rng.random() < 0.2:
            array = array[: rng.randrange(len(array) + 1)]
            shape = dump([len(array)]) if rng.random() < 0.7 else shape
        if rng.random() < 0.1:
            shape = dump([rng.choice(HUGE) for _ in range(rng.choice([0, 1, 2, 40]))])
        content = array.tobytes()
    checksum = hashlib.sha256(content).hexdigest()
    connection.execute(
        "UPDATE sleep SET shape = ?, content = ?, sha256 = ? WHERE name = ?",
        (shape, content, checksum, name),
    )


def zeros(rng: random.Random, connection: sqlite3.Connection) -> None:
    """Put in a blob of nothing but zeros, as large as the file may get."""
    column = rng.choice(["sleep SET content", "samples SET sample", "memory SET value"])
    connection.execute(
        f"UPDATE {column} = zeroblob(?)", (rng.choice([10**6, 3 * 10**6]),)
    )


# What a mutation meets where an earlier one made a mess of the file.
IN_VAIN = (
    sqlite3.Error,
    ValueError,
    TypeError,
    AttributeError,
    MemoryError,
    RecursionError,
)
INSIDE = [rows, rows, rows, respelled, schema, params, params, forged, forged, forged]


def rewritten(rng: random.Random, case: Case, other: Case) -> Case:
    """Change a database through SQLite itself."""
    with tempfile.NamedTemporaryFile(dir=SHARED_MEMORY) as file:
        path = Path(file.name)
        path.write_bytes(case.content)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            how = zeros if rng.random() < 0.01 else rng.choice(INSIDE)
            with contextlib.suppress(*IN_VAIN):
                how(rng, connection)
        connection.close()
        content = path.read_bytes()
    if rng.random() < 0.05:
        return damaged(rng, Case(content, case.beside), other)
    return Case(content, case.beside)

"""Files: a memory saved whole, or bound to a file that follows every change.

The graph is a pure function of the samples, so the samples and the
hyperparameters are the file, and what the last sleep found goes beside them.
A file is an SQLite database (:mod:`.schema`, :mod:`.database`), or, where its
name ends with ``.json``, text to read and to exchange (:mod:`.json_file`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from .._support.paths import as_path
from ..consolidation.abstractions import Sleep
from ..core.symbols import Symbols
from ..errors import (
    BusyError,
    DataError,
    DataNotFoundError,
    StorageError,
)
from ..hyperparameters import Hyperparameters
from . import json_file, schema
from .database import Content, Database
from .file_lock import FileLock

Signals: TypeAlias = "Sequence[tuple[Symbols, float, int]]"  # see state.feedback

TIMEOUT = 5.0  # seconds to wait for a file that somebody else has


def save(
    path: str | os.PathLike[str],
    params: Hyperparameters,
    samples: Mapping[Symbols, int],
    sleep: Sleep,
    feedback: Signals = (),
) -> None:
    """Write a memory to a file, which is replaced whole or not at all.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.
    BusyError
        The file is open as a memory.
    DataError
        The file cannot be written.
    """
    target = real(path)
    if os.path.isdir(target):
        raise DataError(f"cannot write {str(target)!r}: it is a folder")
    with FileLock(target, TIMEOUT):
        if target.suffix.lower() == ".json":
            _demand_closed(target)
            json_file.save(target, params, samples, sleep.found is not None, feedback)
            return
        what = kind(target)
        if what == "database" and _rewrite(target, params, samples, sleep, feedback):
            return
        over = what != "nothing"
        if not create(target, params, samples, sleep, feedback, over=over):
            raise BusyError(f"{str(target)!r} is just being made by somebody else")


def load(path: str | os.PathLike[str]) -> tuple[Content, bool]:
    """Read a file; tell also whether the memory slept but what it found is not there.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    BusyError
        It is open elsewhere.
    DataError
        It is no memory, or is damaged.
    """
    target = real(path)
    with FileLock(target, TIMEOUT):
        what = kind(target)
        if what == "nothing":
            raise DataNotFoundError(f"no file {str(target)!r}")
        if what == "text":
            return read_text(target)
        content = look(target, _read)
    if content is None:
        raise DataError(f"{str(target)!r} is damaged: it holds nothing")
    return content, False


def _read(path: Path, write: bool) -> Content | None:
    with contextlib.closing(Database(path, TIMEOUT, write=write)) as database:
        content = database.read()
        if write:  # it was not closed
            database.scrub()
        return content


def look(target: Path, read: Callable[[Path, bool], Any]) -> Any:
    """Look into a file of which one has the lock.

    Parameters
    ----------
    target : pathlib.Path
        The file.
    read : callable
        Is given a path, and whether it is to be put in order, because nobody closed
        it.  Where that is not allowed it is given a copy.
    """
    broken_off = any(file.exists() for file in _beside(target))
    if not broken_off or _may_write(target):
        return read(target, broken_off)
    with tempfile.TemporaryDirectory(prefix="plastic") as folder:
        copy = Path(folder, target.name)
        try:
            for file in (target, *_beside(target)):
                if file.exists():
                    shutil.copyfile(file, copy.with_name(file.name))
        except OSError as error:
            raise StorageError(f"cannot read {str(target)!r}: {error}") from error
        return read(copy, True)


def _may_write(target: Path) -> bool:
    return os.access(target, os.W_OK) and os.access(target.parent, os.W_OK)


def read_text(path: Path) -> tuple[Content, bool]:
    """Read a readable file, as :func:`load` does."""
    params, samples, slept, prior, feedback = json_file.load(path)
    sleep = Sleep(None, 0, sum(samples.values()))
    return Content(params, samples, sleep, len(samples), prior, feedback), slept


def kind(path: Path) -> str:
    """Tell whether a file is a ``"database"``, ``"text"`` or ``"nothing"`` yet.

    Raises
    ------
    StorageError
        It cannot be read.
    """
    try:
        return "database" if schema.is_database(path) else "text"
    except FileNotFoundError:
        return "nothing"
    except (OSError, ValueError) as error:  # ValueError: a null character
        raise StorageError(f"cannot read {str(path)!r}: {error}") from error


def real(path: str | os.PathLike[str]) -> Path:
    """Follow symbolic links, for what belongs to a file lies beside the file.

    Raises
    ------
    ParameterError
        It is no path.
    StorageError
        It leads nowhere.
    """
    given = as_path(path)
    try:
        return Path(os.path.realpath(given))
    except (OSError, ValueError) as error:
        raise StorageError(f"no path {str(given)!r}: {error}") from error


def create(
    target: Path,
    params: Hyperparameters,
    samples: Mapping[Symbols, int],
    sleep: Sleep,
    feedback: Signals = (),
    *,
    over: bool,
) -> bool:
    """Put a new file in place, whole: after a crash it is there or it is not.

    Parameters
    ----------
    target, params, samples, sleep, feedback
        Where to, and what.
    over : bool
        Whether it may take the place of another.

    Returns
    -------
    bool
        Whether it is in place.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.
    StorageError
        The file cannot be written.
    """

    def fill(path: Path) -> None:
        with contextlib.closing(Database(path, TIMEOUT, write=True)) as database:
            database.create(params, samples, sleep, feedback)

    return put_in_place(target, fill, over=over)


def put_in_place(target: Path, fill: Callable[[Path], None], *, over: bool) -> bool:
    """Put a new file in place, whole, once it is filled: see :func:`create`."""
    own = f".{os.getpid()}.{threading.get_ident()}.plastic.tmp"
    temporary = target.with_name(own)
    try:
        _remove(temporary)
        fill(temporary)
        if not over:
            return _name(temporary, target)
        os.replace(temporary, target)
        _sync(target.parent)
        return True
    except OSError as error:
        reason = error.__cause__ or error
        raise StorageError(f"cannot write {str(target)!r}: {reason}") from error
    finally:
        with contextlib.suppress(OSError):
            _remove(temporary)


def _rewrite(
    target: Path,
    params: Hyperparameters,
    samples: Mapping[Symbols, int],
    sleep: Sleep,
    feedback: Signals,
) -> bool:
    """Write into a memory's file, unless that is damaged or not one.

    A new file is not put in its place: somebody may be waiting for this one, and
    would go on with a file that has no name any more.
    """
    try:
        database = Database(target, TIMEOUT, write=True)
    except StorageError:
        raise
    except DataError:
        return False
    with contextlib.closing(database):
        database.create(params, samples, sleep, feedback)
        database.scrub()
    return True


def _demand_closed(target: Path) -> None:
    """Demand that nobody has a file open as a memory, if it is one."""
    if kind(target) == "database":
        try:
            Database(target, TIMEOUT, write=True).close()
        except StorageError:
            raise
        except DataError:
            return  # damaged, or not one


def _name(temporary: Path, target: Path) -> bool:
    """Give a file a name that no other has; tell whether that was so."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        os.replace(temporary, target)
    _sync(target.parent)
    return True


def _remove(path: Path) -> None:
    for file in (path, *_beside(path)):
        file.unlink(missing_ok=True)


def _beside(path: Path) -> list[Path]:
    return [Path(f"{path}{end}") for end in ("-wal", "-shm", "-journal")]


def _sync(folder: Path) -> None:
    """Make a file's new name survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

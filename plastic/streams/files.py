"""Files: a stream saved whole, or read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..errors import BusyError, DataError
from ..storage import files as storage
from ..storage import schema
from ..storage.file_lock import FileLock
from .course import Course
from .database import FORM, Changes, StreamDatabase


def is_stream(path: Path) -> bool:
    """Tell whether there is a file of a stream, of which one has the lock."""
    return (
        storage.kind(path) == "database"
        and schema.application(path) == FORM.application
    )


def save(path: str | os.PathLike[str], course: Course) -> None:
    """Write a stream to a file, which is replaced whole or not at all.

    Raises
    ------
    SampleError
        A symbol is of a type that no file can hold.
    BusyError
        The file is open, as a stream or a memory.
    DataError
        The file cannot be written.
    """
    target = storage.real(path)
    if os.path.isdir(target):
        raise DataError(f"cannot write {str(target)!r}: it is a folder")
    with FileLock(target, storage.TIMEOUT):
        if is_stream(target):  # nobody else may have it
            StreamDatabase(target, storage.TIMEOUT, write=True).close()
        if not create(target, course, over=True):
            raise BusyError(f"{str(target)!r} is just being made by somebody else")


def load(path: str | os.PathLike[str]) -> Course:
    """Read what a stream held that was saved.

    Raises
    ------
    BusyError
        It is open elsewhere.
    DataError
        It is no stream, or is damaged.
    """
    target = storage.real(path)
    with FileLock(target, storage.TIMEOUT):
        course: Course | None = storage.look(target, _read)
    if course is None:
        raise DataError(f"{str(target)!r} is damaged: it holds nothing")
    return course


def _read(path: Path, write: bool) -> Course | None:
    database = StreamDatabase(path, storage.TIMEOUT, write=write)
    with contextlib.closing(database):
        return database.course()


def create(target: Path, course: Course, *, over: bool) -> bool:
    """Put a new file in place, whole; tell whether it is."""

    def fill(path: Path) -> None:
        database = StreamDatabase(path, storage.TIMEOUT, write=True)
        with contextlib.closing(database):
            database.put(all_of(course))

    return storage.put_in_place(target, fill, over=over)


def all_of(course: Course) -> Changes:
    """Give all that is held, to be written."""
    lived = {lived.serial: lived for lived in course.held}
    return Changes(course.settings, course.now, lived, (), course.waiting)

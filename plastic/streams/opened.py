"""A stream out of a file: read from it once, or bound to it."""

from __future__ import annotations

import contextlib
import os
import weakref
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..errors import DataError, ParameterError
from ..storage import files as storage
from ..storage.file_lock import FileLock
from .course import Course
from .database import StreamDatabase
from .files import all_of, create
from .journal import Journal
from .stream import Stream

if TYPE_CHECKING:
    from typing_extensions import Self


class OpenStream(Stream):
    """What :func:`plastic.open` gives of a stream: it and its file, in step.

    What was pushed is on disk a second later at the latest, or when :meth:`flush`
    returns; then it is there after a crash or a power cut.  It is a context manager,
    which closes the file at the end.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    """

    path: Path | None = None
    _journal: Journal | None = None

    @classmethod
    def bound(cls, course: Course, database: StreamDatabase, lock: FileLock) -> Self:
        """Make a stream of what a file holds, and let it write on."""
        stream = cls.of(course)
        stream._bind(database, lock)
        return stream

    def _bind(self, database: StreamDatabase, lock: FileLock) -> None:
        self.path = database.path
        self._journal = Journal(database, lock, self._course, self._lock)
        # Not a circle: who lets go of the stream lets go of its file.
        self._course.recorder = weakref.proxy(self._journal)

    def push(self, record: Any, time: Any = None) -> float:
        """Tell how surprising a record is, and learn it: see :meth:`Stream.push`.

        Raises
        ------
        SampleError
            No file can hold it; nothing was learned.
        ClosedError, StorageError
            The file is closed, or what was learned before cannot be written; nothing
            was learned.
        """
        if self._journal is not None:
            self._journal.demand()
        return super().push(record, time)

    def flush(self) -> None:
        """Write what was pushed; when this returns it is on disk.

        Raises
        ------
        StorageError
            It cannot be written.  The stream still has it, and tries again.
        """
        if self._journal is not None:
            self._journal.flush()

    def close(self) -> None:
        """Write what is left and let go of the file; it can still be asked."""
        if self._journal is not None:
            self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_stream(
    path: str | os.PathLike[str], stream: Stream | None, timeout: float
) -> OpenStream:
    """Open a stream that lives in a file, or make a new one: see :func:`plastic.open`.

    Raises
    ------
    BusyError
        Somebody else has it open.
    DataError
        It is no stream, is damaged, or cannot be used.
    ParameterError
        The file's stream was told something else than the one that is given.
    """
    target = storage.real(path)
    with contextlib.ExitStack() as undo:
        lock = undo.enter_context(FileLock(target, timeout))
        if stream is not None and storage.kind(target) == "nothing":
            create(target, stream.course, over=False)
        database = undo.enter_context(
            contextlib.closing(StreamDatabase(target, timeout, write=True))
        )
        course = database.course()
        if course is None:
            if stream is None:
                raise DataError(f"{str(target)!r} is damaged: it holds nothing")
            course = stream.copy().course
            database.put(all_of(course))
        if stream is not None:
            _demand_same(course, stream.course)
        opened = OpenStream.bound(course, database, lock)
        undo.pop_all()
    return opened


def _demand_same(held: Course, given: Course) -> None:
    """Demand that a stream that was given was told what the file's was.

    A scale that the file's encoders have found since is no difference.
    """
    theirs, ours = held.settings, given.settings
    for name, value in ours.as_dict().items():
        same = getattr(theirs, name) == value
        if not (same or (name == "view" and ours.view.is_like(theirs.view))):
            raise ParameterError(
                f"the file's stream was told another {name}: open it without "
                "stream=, or give one that was told the same"
            )

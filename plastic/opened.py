"""A memory out of a file: read from it once, or bound to it.

What a memory that is bound to its file was taught is on disk when a verb
returns.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast, overload

from ._support.short import short
from .consolidation.abstractions import NO_SLEEP
from .errors import DataError, ParameterError, PlasticError
from .hyperparameters import Hyperparameters
from .memory import PlasticMemory
from .state.feedback import Feedback
from .state.recorder import NO_RECORDER, Recorder
from .state.state import State
from .storage import files as storage
from .storage import json_file, schema
from .storage.database import Content, Database
from .storage.file_lock import FileLock
from .storage.files import TIMEOUT
from .storage.journal import LONGEST_WAIT, Journal
from .storage.prior import Stored
from .streams.files import is_stream
from .streams.files import load as load_stream
from .streams.opened import OpenStream, open_stream
from .streams.stream import Stream

if TYPE_CHECKING:
    from typing_extensions import Self

LONGEST = 1_000_000  # seconds to wait; SQLite counts them in milliseconds


class OpenMemory(PlasticMemory):
    """What :func:`plastic.open` gives: a memory and its file, in step.

    It is a context manager, which closes the file at the end.  A copy or a
    pickle of it is an ordinary memory without a file.

    Attributes
    ----------
    path : pathlib.Path
        The file.

    Examples
    --------
    >>> import os, plastic, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "names.plastic")
    >>> with plastic.open(path) as memory:
    ...     report = memory.learn("emma")  # on disk when it returns
    >>> os.path.basename(memory.path), plastic.load(path).samples["emma"]
    ('names.plastic', 1)
    """

    path: Path | None = None  # a clone of one has no file
    _journal: Journal | None = None

    def close(self) -> None:
        """Let go of the file; the memory can still be looked at, not changed.

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> memory = plastic.open(os.path.join(tempfile.mkdtemp(), "names.plastic"))
        >>> memory.close()
        >>> memory.samples  # it can still be asked
        Samples({})
        """
        with self._lock:
            if self._journal is not None:
                self._journal.close(self._state)

    @contextlib.contextmanager
    def together(self) -> Iterator[Self]:
        """Write all changes made inside in one transaction, at the end.

        A disk takes some milliseconds for each transaction, however much is in it.

        Yields
        ------
        OpenMemory
            Itself; other threads wait until the changes are on disk.

        Raises
        ------
        StorageError
            They cannot be written.  The memory holds what the file holds.

        Notes
        -----
        If something else is raised inside, what was changed before it is written.
        Of more than a thousand changes some are written on the way.

        Examples
        --------
        >>> import plastic, tempfile
        >>> path = Path(tempfile.mkdtemp(), "names.plastic")
        >>> with plastic.open(path) as memory, memory.together():
        ...     reports = memory.learn("emma"), memory.learn("ava")
        >>> len(plastic.load(path))
        2
        """
        with self._lock, self._state.ready().batch():
            yield self

    @contextlib.contextmanager
    def _written_while_waiting(self) -> Iterator[list[PlasticError]]:
        """Write, by a thread, what was learned while the next sample is awaited."""
        done = threading.Event()
        failures: list[PlasticError] = []

        def write() -> None:
            while not done.wait(LONGEST_WAIT):
                with self._lock:
                    try:
                        self._state.recorder.commit_if_due(self._state)
                    except PlasticError as error:
                        failures.append(error)
                        return

        threading.Thread(target=write, name="plastic writes", daemon=True).start()
        try:
            yield failures
        finally:
            done.set()
            with self._lock:
                self._state.recorder.commit(self._state)
        if failures:
            raise failures[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return _without_file, (self.__getstate__(),)

    @classmethod
    def bound(cls, content: Content, journal: Journal) -> Self:
        """Make a memory of what a file holds, and let its journal write on.

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "names.plastic")
        >>> with plastic.open(path) as memory:  # which calls this
        ...     print(type(memory).__name__)
        OpenMemory
        """
        state = _state(content, journal.database.path, journal)
        memory = cls.of(state)
        memory.path, memory._journal = journal.database.path, journal
        journal.believe(state.params.prior)
        return memory


def _without_file(state: dict[str, Any]) -> PlasticMemory:
    memory = PlasticMemory.__new__(PlasticMemory)
    memory.__setstate__(state)
    return memory


@overload
def open(
    path: str | os.PathLike[str], *, timeout: float = ..., stream: Stream
) -> OpenStream: ...


@overload
def open(
    path: str | os.PathLike[str], *, timeout: float = ..., **hyperparameters: Any
) -> OpenMemory: ...


def open(
    path: str | os.PathLike[str],
    *,
    timeout: float = TIMEOUT,
    stream: Stream | None = None,
    **hyperparameters: Any,
) -> OpenMemory | OpenStream:
    """Open a memory or a stream that lives in a file, or make a new one.

    Every ``learn``, ``forget`` and ``consolidate`` that has returned is on disk:
    it is there after a crash or a power cut.  ``fit``, ``partial_fit`` and
    ``merge`` write some thousand samples at a time and the rest when they end,
    also when they end by an error.

    Parameters
    ----------
    path : str or os.PathLike
        The file; it is made if it is not there.  A ``.json`` that was saved is
        turned into a database, once there is a copy of it beside it.
    timeout : float, default 5
        How many seconds to wait while somebody else has it open.  There is one
        at a time.
    stream : Stream, optional
        What a new file begins with, if it is to be a stream's.  The stream of a file
        that is there must have been told the same; without this it is opened, too.
    **hyperparameters
        Those of :class:`PlasticMemory`, for a new file.  Of one that is there
        they must be the same, if given; only a `prior` takes the place of the
        file's.

    Returns
    -------
    OpenMemory or OpenStream
        A :class:`PlasticMemory`, or a :class:`Stream`, that is also a context
        manager.  Threads may share it.

    Raises
    ------
    BusyError
        Somebody else has it open.
    DataError
        It is no memory, is damaged, of a newer version, or cannot be used.
    ParameterError
        A hyperparameter is not the file's.

    Notes
    -----
    Opening costs as much as learning the samples.  A change waits for the disk,
    some milliseconds.  If it cannot be written (a full disk, say) the verb
    raises :class:`StorageError` and the memory holds what the file holds.

    ``forget`` also writes the file anew, so that no byte of the sample is left
    in it; if what the last sleep found names a symbol that nothing holds any
    more, that goes too, and the memory is awake.  Otherwise the sleep stays as
    it is until the next :meth:`~PlasticMemory.consolidate`.

    What a stream was pushed is written by a thread: it is on disk a second later at
    the latest, and when :meth:`OpenStream.flush` has returned.

    What is evicted (`capacity`) leaves with the next ``forget``.  ``fit`` and
    ``set_params`` that were interrupted have changed nothing.

    Do not open or copy the file by other means in the process that has it open:
    on POSIX that process then loses its lock.  Use
    :meth:`~PlasticMemory.save`.  A forked child cannot change the memory.

    Examples
    --------
    >>> import plastic, tempfile
    >>> path = Path(tempfile.mkdtemp(), "names.plastic")
    >>> with plastic.open(path) as memory:
    ...     report = memory.learn("emma")
    >>> with plastic.open(path) as memory:
    ...     memory.samples["emma"]
    1
    """
    if not isinstance(timeout, (int, float)) or not 0 <= timeout <= LONGEST:
        raise ParameterError(
            f"timeout must be from 0 to {LONGEST:,} seconds, not {short(timeout)}"
        )
    target = storage.real(path)
    if stream is not None or _holds_stream(target, timeout):
        if hyperparameters:
            raise ParameterError(
                f"a stream has no {', '.join(hyperparameters)} to be opened with: give "
                "stream=plastic.Stream(...) instead"
            )
        return open_stream(target, stream, timeout)
    given = Hyperparameters().replaced(**hyperparameters)
    with contextlib.ExitStack() as undo:
        lock = undo.enter_context(FileLock(target, timeout))
        _make_ready(target, given)
        database = undo.enter_context(
            contextlib.closing(Database(target, timeout, write=True))
        )
        if (content := database.read()) is None:  # there was an empty file
            database.create(given, {}, NO_SLEEP)
            content = Content(given, {}, NO_SLEEP, 0)
        memory = OpenMemory.bound(content, Journal(database, content, lock))
        _demand_same(content.params, given, hyperparameters.keys() - {"prior"})
        if "prior" in hyperparameters:  # which is referred to, not copied
            memory.set_params(prior=given.prior)
        if database.was_interrupted:
            database.scrub()
        undo.pop_all()
    return memory


def _holds_stream(target: Path, timeout: float) -> bool:
    """Tell whether there is a file of a stream."""
    with FileLock(target, timeout):  # who has it open must not lose it by a look
        return is_stream(target)


def _make_ready(target: Path, given: Hyperparameters) -> None:
    """See to it that there is a database."""
    what = storage.kind(target)
    if what == "nothing":
        # If another process is quicker, what it made is as good.
        storage.create(target, given, {}, NO_SLEEP, over=False)
    elif what == "text" and target.stat().st_size:
        content, sleepless = storage.read_text(target)
        memory = _restored(content, target, sleepless)
        schema.backup(target, json_file.VERSION)
        state = memory.state
        said = state.feedback.rows()
        storage.create(
            target, state.params, state.samples, state.sleep, said, over=True
        )


def _demand_same(
    held: Hyperparameters, given: Hyperparameters, names: Iterable[str]
) -> None:
    """Demand that the hyperparameters that were given are those of the file."""
    for name in names:
        theirs, ours = getattr(held, name), getattr(given, name)
        same = theirs == ours
        if name == "alphabet":  # in whatever order
            same = held.symbols == given.symbols
        if not same:
            raise ParameterError(
                f"the file's {name} is {short(theirs)}, not {short(ours)}: use "
                "set_params() to change it"
            )


def load(path: str | os.PathLike[str]) -> PlasticMemory:
    """Read a memory, or a stream, from a file that was saved.

    Parameters
    ----------
    path : str or os.PathLike
        The file; from anybody, for all of it is validated.

    Returns
    -------
    PlasticMemory or Stream
        As it was: the same samples and hyperparameters, the same predictions,
        bit for bit.  From a ``.json`` of a memory that had slept, it has slept
        over all of them now, also over what was learned since.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    BusyError
        It is open elsewhere.
    DataError
        It is neither, or is damaged.

    Warns
    -----
    DamageWarning
        What the last sleep found is damaged; the memory is awake.

    Notes
    -----
    Costs as much as learning the samples: the graph is grown from them.

    Examples
    --------
    >>> import os, plastic, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "names.plastic")
    >>> plastic.PlasticMemory().fit(["emma", "ava"]).save(path)
    >>> sorted(plastic.load(path))
    ['ava', 'emma']
    """
    if _holds_stream(storage.real(path), TIMEOUT):
        # What a file holds no type checker knows: mostly it is a memory.
        return cast(PlasticMemory, Stream.of(load_stream(path)))
    content, sleepless = storage.load(path)
    return _restored(content, path, sleepless)


def _restored(
    content: Content, path: str | os.PathLike[str], sleepless: bool
) -> PlasticMemory:
    """Make a memory of what a file holds; let it sleep if that was not kept."""
    memory = PlasticMemory.of(_state(content, path))
    if sleepless:
        memory.consolidate()
    return memory


def _behind(stored: Stored | None) -> PlasticMemory | None:
    """Make the prior that a file holds; let it sleep if it had."""
    if stored is None:
        return None
    params = replace(stored.params, prior=_behind(stored.prior))
    memory = PlasticMemory.of(State(params, stored.samples).ready())
    if stored.slept:
        memory.consolidate()
    return memory


def _state(
    content: Content, path: str | os.PathLike[str], recorder: Recorder = NO_RECORDER
) -> State:
    """Grow the state that a file holds.

    Raises
    ------
    DataError
        It cannot be: the file is damaged.
    """
    try:
        params = replace(content.params, prior=_behind(content.prior))
        feedback = Feedback(content.feedback)
        state = State(params, content.samples, content.sleep, recorder, feedback)
        state.ready()
    except (PlasticError, TypeError, AttributeError) as error:
        raise DataError(f"{os.fspath(path)!r} is damaged: {error}") from error
    if state.samples.total() < sum(content.samples.values()):
        raise DataError(f"{os.fspath(path)!r} is damaged: it holds more than it may")
    return state

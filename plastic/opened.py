"""A memory bound to its file: what it was taught is on disk when a verb returns."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ._support.locking import locked
from .errors import ParameterError
from .memory import PlasticMemory, restore
from .storage import files as storage
from .storage import json_file as interchange
from .storage import schema
from .storage.database import Content, Database
from .storage.file_lock import Turn
from .storage.files import TIMEOUT
from .storage.journal import Journal

if TYPE_CHECKING:
    from typing_extensions import Self

LONGEST = 1_000_000  # seconds to wait; SQLite counts them in milliseconds


class OpenMemory(PlasticMemory):
    """What :func:`plastic.open` gives: a memory and its file, in step.

    It is a context manager, which closes the file at the end.  A copy or a
    pickle of it is an ordinary memory without a file.
    """

    path: Path | None = None

    def close(self) -> None:
        """Let go of the file; the memory can still be looked at, not changed."""
        with self._lock:
            if self._keeper.journal is not None:
                self._keeper.journal.close(self._keeper)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @locked
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters, as ``PlasticMemory.set_params``; the file follows."""
        keeper, journal = self._keeper, self._keeper.journal
        if journal is None:
            return super().set_params(**params)
        try:
            with journal.together(keeper):
                journal.note_params({**self.get_params(), **params})
                super().set_params(**params)
        except BaseException:
            journal.believe_the_file(keeper)
            vars(self).update(journal.params)
            keeper.torn = True
            raise
        return self

    def __reduce__(self) -> tuple:
        return _without_file, (self.__getstate__(),)


def _without_file(state: dict[str, Any]) -> PlasticMemory:
    memory = PlasticMemory.__new__(PlasticMemory)
    memory.__setstate__(state)
    return memory


def open(
    path: str | os.PathLike[str], *, timeout: float = TIMEOUT, **hyperparameters: Any
) -> OpenMemory:
    """Open a memory that lives in a file, or make a new one.

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
    **hyperparameters
        Those of :class:`PlasticMemory`, for a new file.  Of one that is there
        they must be the same, if given.

    Returns
    -------
    OpenMemory
        A :class:`PlasticMemory` that is also a context manager.  Threads may
        share it.

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
    ...     lesson = memory.learn("emma")
    >>> with plastic.open(path) as memory:
    ...     memory.samples["emma"]
    1
    """
    if not isinstance(timeout, (int, float)) or not 0 <= timeout <= LONGEST:
        raise ParameterError(
            f"timeout must be from 0 to {LONGEST:,} seconds, not {timeout!r}"
        )
    fresh = PlasticMemory(**hyperparameters)
    fresh._ready()
    target = storage.real(path)
    with contextlib.ExitStack() as undo:
        turn = undo.enter_context(Turn(target, timeout))
        _make_ready(target, fresh)
        database = undo.enter_context(
            contextlib.closing(Database(target, timeout, write=True))
        )
        if (content := database.read()) is None:  # there was an empty file
            database.create(fresh.get_params(), {}, fresh._keeper.sleep)
            content = Content(fresh.get_params(), {}, fresh._keeper.sleep, 0)
        memory = restore(OpenMemory, content, path)
        _demand_same(memory, fresh, hyperparameters)
        if database.was_interrupted:
            database.scrub()
        memory._keeper.journal = Journal(database, content, turn)
        memory._keeper.vocabulary.to_be_saved = True
        memory.path = target
        undo.pop_all()
    return memory


def _make_ready(target: Path, fresh: PlasticMemory) -> None:
    """See to it that there is a database."""
    what = storage.kind(target)
    if what == "nothing":
        # If another process is quicker, what it made is as good.
        sleep = fresh._keeper.sleep
        storage.create(target, fresh.get_params(), {}, sleep, over=False)
    elif what == "text" and target.stat().st_size:
        content, sleepless = storage.read_text(target)
        memory = restore(PlasticMemory, content, target)
        if sleepless:
            memory.consolidate()
        schema.backup(target, interchange.VERSION)
        found = memory._keeper.sleep
        storage.create(target, memory.get_params(), memory.samples, found, over=True)


def _demand_same(
    held: PlasticMemory, fresh: PlasticMemory, given: Iterable[str]
) -> None:
    """Demand that the hyperparameters that were given are those of the file."""
    for name in given:
        theirs, ours = getattr(held, name), getattr(fresh, name)
        same = theirs == ours
        if name == "alphabet":
            same = held._keeper.vocabulary.alphabet == fresh._keeper.vocabulary.alphabet
        if not same:
            raise ParameterError(
                f"the file's {name} is {theirs!r:.60}, not {ours!r:.60}: use "
                "set_params() to change it"
            )

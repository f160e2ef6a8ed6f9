"""The writer: changes a memory one after the other, and keeps them on disk.

A change is acknowledged once it is on disk, and a disk takes its time.  So what
arrives while it is written waits together, and is written together: as many
changes to a transaction as there are who wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, NamedTuple, TypeAlias

from ..errors import (
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    ServiceError,
)
from ..opened import OpenMemory
from .verbs import Verb

MOST_TOGETHER = 128  # changes: readers wait for no more


class Change(NamedTuple):
    """One change that is asked for.

    Attributes
    ----------
    name : str
        Of the verb.
    given : dict
        Its fields.
    """

    name: str
    given: dict[str, Any]


Outcome: TypeAlias = "dict[str, Any] | PlasticError"


def perform_together(
    memory: OpenMemory, verbs: dict[str, Verb], changes: list[Change]
) -> list[Outcome]:
    """Make changes and write them in one transaction; give an outcome for each.

    Raises
    ------
    PlasticError
        They cannot be written: none of them counts as made.
    """
    outcomes: list[Outcome] = []
    with memory.together():
        for name, given in changes:
            try:
                outcomes.append(verbs[name].perform(memory, **given))
            except (SampleError, NotLearnedError, ParameterError) as error:
                outcomes.append(error)  # which has changed nothing
    return outcomes


class Writer:
    """Performs changes, together where they arrive together.

    Parameters
    ----------
    perform : callable
        Makes changes, and gives an outcome for each; it runs in a thread.
    done : callable
        Is told of each change that was made, before who asked for it.
    thread : concurrent.futures.Executor
        Of one thread.
    most : int
        How many changes may wait.
    """

    def __init__(
        self,
        perform: Callable[[list[Change]], list[Outcome]],
        done: Callable[[Change, dict[str, Any]], None],
        thread: Executor,
        most: int,
    ) -> None:
        self._perform, self._done = perform, done
        self._thread, self._most = thread, most
        self._waiting: list[tuple[Change, asyncio.Future[dict[str, Any]]]] = []
        self._task: asyncio.Task[None] | None = None

    async def change(self, change: Change) -> dict[str, Any]:
        """Make a change; give its answer once it is on disk.

        Raises
        ------
        PlasticError
            It cannot be made, or not be written; nothing has changed then.
        ServiceError
            Too many wait.
        """
        if len(self._waiting) >= self._most:
            raise ServiceError(f"{self._most} changes wait already: try again")
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((change, future))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        # Who goes away in the middle takes nothing along: it is learned all the same.
        return await asyncio.shield(future)

    async def finish(self) -> None:
        """Wait until nothing is left to be written."""
        if self._task is not None:
            await self._task

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                changes = [change for change, _ in batch]
                try:
                    outcomes = await loop.run_in_executor(
                        self._thread, self._perform, changes
                    )
                except Exception as error:  # noqa: BLE001 - those who wait raise it
                    outcomes = [_as_ours(error)] * len(batch)
                for change, outcome in zip(changes, outcomes):
                    if isinstance(outcome, dict):
                        self._done(change, outcome)
                for (_, future), outcome in zip(batch, outcomes):
                    _tell(future, outcome)
        finally:
            self._task = None


def _tell(future: asyncio.Future[dict[str, Any]], outcome: Outcome) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, dict):
        future.set_result(outcome)
    else:
        future.set_exception(outcome)
        future.exception()  # who asked may have gone; nobody asks for it then


def _as_ours(error: Exception) -> PlasticError:
    if isinstance(error, PlasticError):
        return error
    return ServiceError(f"it could not be written: {type(error).__name__}: {error}")

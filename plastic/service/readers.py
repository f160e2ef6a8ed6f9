"""Readers: processes that answer questions, each with a copy of the memory.

*The graph is a pure function of the samples*, so that a copy which is told of
each change, in order, is the same memory bit for bit.  Each reader answers one
question at a time, on a core of its own, and the process that listens is never
kept from listening.  Long searches take turns (:mod:`.turns`).  A reader that takes too
long is ended, and a new one begun.

What passes between a reader and the service are pickles, through pipes that
nobody else can reach.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from ..errors import ServiceError
from ..memory import PlasticMemory
from .settings import Limits
from .turns import Turn, turns
from .verbs import Verb, answer
from .writer import Change

Answer: TypeAlias = "bytes | Exception | None"  # None: it needs another turn


class Reads(Protocol):
    """Who answers questions."""

    async def ask(self, name: str, given: dict[str, Any]) -> bytes:
        """Give the answer as JSON, or raise what the memory raises."""

    def follow(self, changes: list[Change], is_awake: bool) -> None:
        """Make changes that the memory itself has made."""

    def close(self) -> None:
        """End."""


class SameProcess:
    """The thread that writes answers questions, too, one at a time."""

    def __init__(
        self, memory: PlasticMemory, verbs: dict[str, Verb], thread: Executor
    ) -> None:
        self._memory, self._verbs, self._thread = memory, verbs, thread

    async def ask(self, name: str, given: dict[str, Any]) -> bytes:
        """Give the answer as JSON, or raise what the memory raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread, answer, self._memory, self._verbs[name], given
        )

    def follow(self, changes: list[Change], is_awake: bool) -> None:
        """Do nothing: it is the memory itself that was changed."""

    def close(self) -> None:
        """Do nothing: it has no process of its own."""


class Readers:
    """Processes that answer questions.

    Parameters
    ----------
    memory : PlasticMemory
        What to copy.
    n : int
        How many.
    limits : Limits
        How long an answer may take, and how many questions may wait.
    changing : lock
        Held by the writer from before a change until the readers know of it.
    """

    def __init__(
        self, memory: PlasticMemory, n: int, limits: Limits, changing: Any
    ) -> None:
        self._limits = limits
        self._idle = [Reader(memory, limits, changing) for _ in range(n)]
        self.all = [*self._idle]
        for reader in self.all:  # which begin side by side
            reader.wait_until_ready()
        self._threads = ThreadPoolExecutor(n, "plastic asks")
        self._waiting: list[tuple[int, int, asyncio.Future[Reader]]] = []  # a heap
        self._asked = 0

    async def ask(self, name: str, given: dict[str, Any]) -> bytes:
        """Give the answer as JSON, or raise what the memory raises."""
        for turn in turns(name, given):
            told = await self._ask_once(name, given, turn)
            if told is not None:
                return told
        raise AssertionError("no question is without an answer in its last turn")

    async def _ask_once(
        self, name: str, given: dict[str, Any], turn: Turn
    ) -> bytes | None:
        reader = await self._next_idle(turn.passed_by)
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._threads, reader.ask, name, given, turn.most)
        patience = loop.call_later(self._limits.seconds, reader.kill)

        def done(_: Any) -> None:
            """Take the reader back, later perhaps than who asked may wait."""
            patience.cancel()
            self._give_back(reader)

        asked.add_done_callback(done)
        told = await asyncio.shield(asked)
        if isinstance(told, Exception):
            raise told
        return told

    async def _next_idle(self, passed_by: int) -> Reader:
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self._limits.waiting:
            raise ServiceError(f"{self._limits.waiting} questions wait: try again")
        future = asyncio.get_running_loop().create_future()
        self._asked += 1
        turn = self._asked + passed_by
        heapq.heappush(self._waiting, (turn, self._asked, future))
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._give_back(future.result())
            raise

    def _give_back(self, reader: Reader) -> None:
        while self._waiting:
            future = heapq.heappop(self._waiting)[2]
            if not future.done():  # who asked is still there
                future.set_result(reader)
                return
        self._idle.append(reader)

    def follow(self, changes: list[Change], is_awake: bool) -> None:
        """Let all readers make changes that the memory itself has made."""
        for reader in self.all:
            reader.follow(changes, is_awake)

    def close(self) -> None:
        """End all readers."""
        for reader in self.all:
            reader.end()
        self._threads.shutdown()


class Reader:
    """One process that answers.

    Parameters
    ----------
    memory : PlasticMemory
        What to copy.
    limits : Limits
        How long an answer may take.
    changing : lock
        Held by the writer from before a change until the readers know of it, so
        that a copy has either been told of it or will be, and never twice.
    """

    def __init__(self, memory: PlasticMemory, limits: Limits, changing: Any) -> None:
        self._memory, self._limits, self._changing = memory, limits, changing
        self._saying = threading.Lock()  # always taken after `changing`
        self._ended = False
        self._begin()

    def _begin(self) -> None:
        here = str(Path(__file__).parents[2])
        paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._say((self._limits, self._memory))

    def wait_until_ready(self) -> None:
        """Wait until it has read its copy.

        Raises
        ------
        ServiceError
            It has ended instead.
        """
        try:
            self._hear()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise ServiceError(
                "a reader ended as it began, perhaps for lack of memory: take fewer"
            ) from error

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    def _say(self, message: Any) -> None:
        assert self._process.stdin is not None  # mypy knows no pipes
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()

    def _hear(self) -> Answer:
        assert self._process.stdout is not None
        heard: Answer = pickle.load(self._process.stdout)
        return heard

    def ask(self, name: str, given: dict[str, Any], most: int | None) -> Answer:
        """Ask, and wait for the answer, which may be an error, or not be there yet.

        `most` is that of :class:`.turns.Turn`.
        """
        try:
            with self._saying:
                self._say(("ask", name, given, most))
            return self._hear()
        except (OSError, EOFError, pickle.UnpicklingError):
            with self._changing, self._saying:
                self._begin_again()
            return ServiceError(
                f"no answer within {self._limits.seconds:g} seconds, or the reader "
                "was ended: ask for less, or once more"
            )

    def follow(self, changes: list[Change], is_awake: bool) -> None:
        """Tell it of changes; one that is gone begins again, and knows them."""
        with self._saying:
            try:
                self._say(("follow", changes, is_awake))
            except OSError:
                self._begin_again()

    def kill(self) -> None:
        """End the process in whatever it does."""
        self._process.kill()

    def _begin_again(self) -> None:
        self._close()
        if not self._ended:
            self._begin()
            self.wait_until_ready()

    def end(self) -> None:
        """End the process for good."""
        self._ended = True
        self._close()

    def _close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what waits in it is of no use now
                pipe.close()  # type: ignore[union-attr]
        self._process.wait()

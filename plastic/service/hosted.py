"""A hosted memory: one writer, many readers, and what need not be asked twice."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from ..errors import ParameterError, ServiceError
from ..inspection.json_rows import sample_of
from ..opened import OpenMemory
from . import fields
from .events import Events
from .readers import Readers, Reads, SameProcess
from .refusals import Refusal
from .settings import Settings
from .stream_verbs import stream_verbs
from .verbs import table, write
from .watching import Streams
from .writer import Change, Outcome, Writer, perform_together

MOST_REMEMBERED = 16 * 2**20  # bytes of questions and answers
EACH_COSTS = 300  # bytes, besides: two objects and a place in a dict


class Hosted:
    """A memory, and all who work for it.

    Parameters
    ----------
    memory : OpenMemory
        What is served.
    settings : Settings
        How.

    Attributes
    ----------
    verbs : dict
        What can be asked.
    streams : Streams
        What is watched, besides.
    events : Events
        Who listens to changes.
    changes : int
        How many there were since it began.
    """

    def __init__(self, memory: OpenMemory, settings: Settings) -> None:
        self.memory, self.settings = memory, settings
        limits = settings.limits
        self.verbs = {**table(limits), **stream_verbs(limits)}
        self.streams, self.events = Streams(limits), Events(limits.listeners)
        self.changes = 0
        self._told = 0  # events
        self._pushes = 0  # that wait
        self._answers: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
        self._bytes = 0
        self._changing = threading.RLock()
        self._thread = ThreadPoolExecutor(1, "plastic writes")
        self._watches = ThreadPoolExecutor(1, "plastic watches")
        self.reads: Reads
        if settings.readers:
            self.reads = Readers(memory, settings.readers, limits, self._changing)
        else:
            self.reads = SameProcess(memory, self.verbs, self._thread)
        self._writer = Writer(self._perform, self._done, self._thread, limits.waiting)

    async def ask(self, name: str, body: bytes, given: Any) -> bytes:
        """Give the answer to a question, as JSON.

        Parameters
        ----------
        name : str
            Of the verb.
        body : bytes
            The question as it came: who asks alike is answered alike.
        given : object
            What the body says.

        Raises
        ------
        Refusal
            The body holds what the verb does not take.
        PlasticError
            It cannot be answered.
        """
        verb = self.verbs[name]
        try:
            found = fields.read(verb.fields, given)
        except ParameterError as error:
            raise Refusal(422, "ParameterError", str(error)) from error
        if verb.of == "streams":
            return write(await self._ask_streams(name, found))
        if verb.writes:
            return write(await self._writer.change(Change(name, found)))
        before = self.changes
        answer = await self.reads.ask(name, found)
        # What was changed in the meantime may or may not be in it.
        if verb.lasting and before == self.changes:
            self._remember((name, body), answer)
        return answer

    async def _ask_streams(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """Ask or change the streams, in a thread of their own, one at a time."""
        if self._pushes >= self.settings.limits.waiting:
            raise ServiceError(f"{self._pushes} questions to streams wait: try again")
        call = partial(self.verbs[name].perform, self.streams, **given)
        self._pushes += 1
        try:
            told: dict[str, Any] = await asyncio.get_running_loop().run_in_executor(
                self._watches, call
            )
        finally:
            self._pushes -= 1
        if name == "watch":
            alarms = [row for row in told["rows"] if row["alarm"]]
            self._tell(name, {**told, "rows": alarms})
        elif name == "unwatch":
            self._tell(name, given)
        return told

    def known(self, name: str, body: bytes) -> bytes | None:
        """Give the answer to a question that was asked since the last change."""
        answer = self._answers.get((name, body))
        if answer is not None:
            self._answers.move_to_end((name, body))
        return answer

    def _remember(self, question: tuple[str, bytes], answer: bytes) -> None:
        if question not in self._answers:
            self._answers[question] = answer
            self._bytes += _size(question, answer)
        while self._bytes > MOST_REMEMBERED:
            self._bytes -= _size(*self._answers.popitem(last=False))

    def _perform(self, changes: list[Change]) -> list[Outcome]:
        """Make changes, in the writer's thread; readers know of them at the end."""
        with self._changing:
            outcomes = perform_together(self.memory, self.verbs, changes)
            made = [y for y, told in zip(changes, outcomes) if isinstance(told, dict)]
            if made:
                self.reads.follow(made, self.memory.state.abstractions is None)
            return outcomes

    def _done(self, change: Change, outcome: dict[str, Any]) -> None:
        """Forget all answers, and tell who listens, before who asked is told."""
        self.changes += 1
        self._answers.clear()
        self._bytes = 0
        given = dict(change.given)
        if given["sample"] is not None:
            given["sample"] = sample_of(given["sample"])
        self._tell(change.name, {**given, **outcome})

    def _tell(self, kind: str, facts: dict[str, Any]) -> None:
        self._told += 1
        self.events.tell(kind, self._told, facts)

    async def close(self) -> None:
        """Write what is left, and end all who work for it."""
        self.events.close()
        await self._writer.finish()
        self.reads.close()
        self._thread.shutdown()
        self._watches.shutdown()
        self.memory.close()


def _size(question: tuple[str, bytes], answer: bytes) -> int:
    return len(question[1]) + len(answer) + EACH_COSTS

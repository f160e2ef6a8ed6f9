"""Events: who listens hears what is learned and forgotten, as it happens.

Server-sent events: text that a browser, or ``curl -N``, reads as it comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from ..errors import ServiceError
from .verbs import write

QUIET = 15.0  # seconds of silence after which something is said: the line still holds
MOST_UNHEARD = 1_000  # events that wait for somebody who reads slowly


class Events:
    """What happened, told to all who listen.

    Parameters
    ----------
    most : int
        How many may listen.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._closed = False

    def tell(self, kind: str, number: int, facts: dict[str, Any]) -> None:
        """Tell everybody; who has not listened for long is let go."""
        event = b"id: %d\nevent: %s\ndata: %s\n\n" % (
            number,
            kind.encode(),
            write(facts),
        )
        for queue in [*self._listeners]:
            if queue.qsize() >= MOST_UNHEARD:
                self._dismiss(queue)
            else:
                queue.put_nowait(event)

    def _dismiss(self, queue: asyncio.Queue[bytes | None]) -> None:
        self._listeners.discard(queue)
        queue.put_nowait(None)

    def listen(self) -> AsyncIterator[bytes]:
        """Give what happens from now on.

        Raises
        ------
        ServiceError
            Too many listen.
        """
        if len(self._listeners) >= self._most:
            raise ServiceError(f"{self._most} listen already: try again later")
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._listeners.add(queue)
        if self._closed:
            self._dismiss(queue)
        return self._heard(queue)

    async def _heard(self, queue: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
        try:
            yield b": listening\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), QUIET)
                except asyncio.TimeoutError:
                    event = b": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Let everybody go."""
        self._closed = True
        for queue in [*self._listeners]:
            self._dismiss(queue)

"""Which lines belong together: sessions by a key, or by time.

With a *key*, such as a request's number, the lines that name it make a session, which
ends when none of them has come for a while.  Without one the lines of each stretch of
time do.  Time is that of the log: a line that tells none has that of the one before,
and in a log without any each line counts a second.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..._support.short import short
from ...errors import ParameterError

MOST_LINES = 10_000  # of a session: what goes on for ever is judged in parts
MOST_OPEN = 10_000  # sessions: of more the one that waited longest ends


class Session(NamedTuple):
    """Lines that belong together.

    Attributes
    ----------
    key : str
        What they name, or when they began.
    events : list of str
        Their templates.
    begun, last : float
        When the first and the last of them came, in seconds.
    """

    key: str
    events: list[str]
    begun: float
    last: float


class Sessions:
    r"""Lines put together, session by session.

    Parameters
    ----------
    key : str, optional
        A regular expression for what the lines of a session name: its first group, or
        all of it.  A line that names several belongs to each, one that names none to
        no session.  None: by time.
    gap : float
        For how many seconds no line of a session must come for it to end; by time,
        how many seconds a session takes.

    Raises
    ------
    ParameterError
        The expression is none.

    Examples
    --------
    >>> sessions = Sessions(r"job (\d+)", gap=10)
    >>> lines = [(0, "job 1 begins"), (2, "job 2 begins"), (15, "job 2 ends")]
    >>> [s.key for at, line in lines for s in sessions.add(line, line[:3], at)]
    ['1', '2']
    """

    def __init__(self, key: str | None, gap: float) -> None:
        try:
            self._key = None if key is None else re.compile(key)
        except re.error as error:
            raise ParameterError(
                f"{short(key)} is no regular expression: {error}"
            ) from error
        self.gap = gap
        self._open: OrderedDict[str, Session] = OrderedDict()  # by its last line
        self._clock = 0.0

    def add(self, line: str, event: str, at: float | None) -> Iterator[Session]:
        """Add a line; give the sessions that have ended with it.

        Parameters
        ----------
        line : str
            The line.
        event : str
            Its template.
        at : float or None
            When it came, in seconds; None: it does not tell.  A clock that goes back
            stands.
        """
        self._clock = max(self._clock, at) if at is not None else self._clock
        yield from self._ended()
        for key in self._keys(line):
            session = self._open.pop(key, None)
            if session is None:
                session = Session(key, [], self._clock, self._clock)
            session.events.append(event)
            self._open[key] = session._replace(last=self._clock)
            if len(session.events) >= MOST_LINES:
                yield self._open.pop(key)
        while len(self._open) > MOST_OPEN:
            yield self._open.popitem(last=False)[1]

    def tick(self) -> None:
        """Let a second pass, where no line tells the time."""
        self._clock += 1

    def _keys(self, line: str) -> list[str]:
        if self._key is None:
            if self._open:
                return [next(iter(self._open))]
            return [f"{self._clock:.0f}"]
        found = (
            match[1 if match.re.groups else 0] for match in self._key.finditer(line)
        )
        return [*dict.fromkeys(key for key in found if key)]

    def _ended(self) -> Iterator[Session]:
        while self._open:
            session = next(iter(self._open.values()))
            since = session.last if self._key is not None else session.begun
            if self._clock - since < self.gap:
                return
            yield self._open.popitem(last=False)[1]

    def rest(self) -> Iterator[Session]:
        """End all sessions that are still open."""
        while self._open:
            yield self._open.popitem(last=False)[1]

    @property
    def state(self) -> dict[str, Any]:
        """What is open, as JSON can hold it, for :meth:`restore`."""
        return {"clock": self._clock, "open": [*map(list, self._open.values())]}

    def restore(self, state: dict[str, Any]) -> None:
        """Be as another one was."""
        self._clock = float(state["clock"])
        for key, events, begun, last in state["open"]:
            self._open[key] = Session(key, events, begun, last)

"""Watching a log: each session is judged when it ends, and then learned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..clocks import EPOCH, seconds
from ..sessions import SessionDetector
from ..verdicts import Verdict
from .grouping import Session, Sessions
from .templates import DrainTemplates, templates
from .times import LineTimes

WINDOW = 10_000  # sessions that are held
GAP = 30.0  # seconds without a line after which a session with a key has ended
SPAN = 60.0  # seconds that a session without a key takes


class Judged(NamedTuple):
    """What is said of a session, or of a row.

    Attributes
    ----------
    name : str
        The session's key; when it was, of what has none.
    at : str
        When it ended, as the log tells it; empty: it does not.
    size : int
        How many lines it has.
    verdict : Verdict
        How odd it is, and why.
    """

    name: str
    at: str
    size: int
    verdict: Verdict

    def as_dict(self) -> dict[str, Any]:
        """Give it as what JSON can hold."""
        facts = {"session": self.name, "time": self.at, "lines": self.size}
        return {**facts, **self.verdict.as_dict()}


class LogWatch:
    r"""Lines in, verdicts on their sessions out.

    Parameters
    ----------
    key : str, optional
        What the lines of a session name, see :class:`.grouping.Sessions`.  None: the
        lines of each minute make a session.
    gap : float, optional
        Seconds after which a session ends; None: 30 without a line, or 60 in all
        where there is no key.
    threshold : str or float, default "one in a thousand sessions"
        How rare an alarm is, see :class:`plastic.SessionDetector`.
    window : int, default 10,000
        How many sessions are held.
    drain : bool, optional
        Whether templates are found by Drain; None: if its package is there.

    Attributes
    ----------
    detector : SessionDetector
        What it has learned.

    Examples
    --------
    >>> watch = LogWatch(key=r"job (\d+)", gap=5, drain=False)
    >>> lines = [f"job {n // 2} {('begins', 'ends')[n % 2]}" for n in range(200)]
    >>> calm = [judged for line in lines for judged in watch.feed(line)]
    >>> broken = [*watch.feed("job 100 begins"), *watch.feed("job 100 failed")]
    >>> *_, last = watch.rest()
    >>> print(last.name, last.verdict)
    100 alarm: one in 10,000,000,000 or less (score 0.951): as it comes: after >
    job <*> begins came job <*> failed, which never came before
    """

    def __init__(
        self,
        *,
        key: str | None = None,
        gap: float | None = None,
        threshold: str | float = "one in a thousand sessions",
        window: int = WINDOW,
        drain: bool | None = None,
    ) -> None:
        self.key = key
        self.gap = gap or (SPAN if key is None else GAP)
        self.detector = SessionDetector(threshold=threshold, window=window)
        self._templates = templates(drain)
        self._times = LineTimes()
        self._sessions = Sessions(key, self.gap)
        self._told_time = False

    def feed(self, line: str) -> Iterator[Judged]:
        """Take a line; judge the sessions that end with it."""
        at, told = self._times.read(line)
        if at is not None:
            self._told_time = True
        elif not self._told_time:
            self._sessions.tick()
        if line.strip():
            event = self._templates.of(told)
            for session in self._sessions.add(line, event, seconds(at)):
                yield self._judged(session)

    def rest(self) -> Iterator[Judged]:
        """Judge what is still open, if no more lines are to come."""
        yield from map(self._judged, self._sessions.rest())

    def _judged(self, session: Session) -> Judged:
        at = self._written(session.last)
        name = session.key
        if self.key is None:
            name = self._written(session.begun) or f"from line {session.key}"
        verdict = self.detector.push(session.events)
        return Judged(name, at, len(session.events), verdict)

    def _written(self, clock: float) -> str:
        if not self._told_time:
            return ""
        return (EPOCH + dt.timedelta(seconds=clock)).isoformat(" ", "seconds")

    # Kept across restarts ------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All that :meth:`restore` needs, as JSON can hold it."""
        return {
            "key": self.key,
            "drain": isinstance(self._templates, DrainTemplates),
            "templates": self._templates.state,
            "told time": self._told_time,
            "sessions": self._sessions.state,
            "detector": self.detector.state,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where another one stopped; it decides by what templates are found."""
        self._templates = templates(state["drain"], state["templates"])
        self._told_time = state["told time"]
        self._sessions.restore(state["sessions"])
        self.detector.restore(state["detector"])

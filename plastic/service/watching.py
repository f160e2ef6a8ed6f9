"""Watching: streams that anybody with the token pushes records to, and what is odd.

Each stream has a name and a :class:`plastic.AnomalyDetector`.  They live beside the
memory, in the process that listens, and as long as it does: what they hold is a window
of the latest records, and no file.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from ..errors import NotLearnedError, ParameterError
from ..inspection.json_rows import finite
from ..streams.detector import AnomalyDetector
from ..streams.odds import as_words
from .settings import Limits

THRESHOLD = "one in a thousand records"  # as rare is an alarm


class _Watched:
    """One stream.

    Attributes
    ----------
    detector : AnomalyDetector
        What it knows.
    rows : collections.deque of dict
        What was said of the latest records.
    fields : set of str
        Of all records that came.
    alarms : int
        How many there were.
    """

    def __init__(self, settle: int, window: int) -> None:
        self.detector = AnomalyDetector(
            threshold=THRESHOLD, settle=settle, window=window
        )
        self.rows: deque[dict[str, Any]] = deque(maxlen=window)
        self.fields: set[str] = set()
        self.alarms = 0

    def push(self, record: Any) -> dict[str, Any]:
        was_settled = self.detector.is_settled
        verdict = self.detector.push(record)
        row = {
            "at": len(self.detector),
            "record": record,
            "nats": finite(verdict.evidence) if was_settled else None,
            "alarm": verdict.is_alarm,
            "odds": as_words(verdict.evidence) if was_settled else "",
            "why": verdict.why,
        }
        self.rows.append(row)
        self.alarms += verdict.is_alarm
        return row

    def told(self) -> dict[str, Any]:
        detector = self.detector
        settled, settle = detector.is_settled, detector.settle
        return {
            "pushed": len(detector),
            "alarms": self.alarms,
            "settled": settled,
            "settle": settle,
        }


class Streams:
    """The streams of a service, by name.

    Parameters
    ----------
    limits : Limits
        How many there may be, and how much each holds.

    Examples
    --------
    >>> streams = Streams(Limits())
    >>> calm = [0.0, 1.0] * 20
    >>> told = streams.push("load", [*calm, 9.0], settle=20)
    >>> [row["at"] for row in told["rows"] if row["alarm"]]
    [41]
    >>> streams.show("load", last=1)["rows"][0]["why"]
    'value is 9.0: out of range, it was between 0 and 1'
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._watched: dict[str, _Watched] = {}

    def push(self, stream: str, records: list[Any], settle: int) -> dict[str, Any]:
        """Push records; a stream of which nobody has heard begins.

        Parameters
        ----------
        stream : str
            Its name.
        records : list
            Values, or dicts of fields.
        settle : int
            How many records a stream that begins only learns at first.

        Raises
        ------
        ParameterError
            There are too many streams, or too many fields; nothing was pushed.
        """
        watched = self._watched.get(stream)
        if watched is None:
            if len(self._watched) >= self._limits.streams:
                raise ParameterError(
                    f"there are {len(self._watched)} streams already: drop one first"
                )
            watched = _Watched(settle, self._limits.window)
        fields = watched.fields.union(*map(_fields, records))
        if len(fields) > self._limits.fields:
            raise ParameterError(
                f"the records of a stream may have {self._limits.fields} fields, not "
                f"{len(fields)}"
            )
        watched.fields, self._watched[stream] = fields, watched
        rows = [watched.push(record) for record in records]
        return {"stream": stream, **watched.told(), "rows": rows}

    def show(self, stream: str, last: int) -> dict[str, Any]:
        """Tell what was said of the latest records of a stream.

        Raises
        ------
        NotLearnedError
            There is none of that name.
        """
        watched = self._known(stream)
        rows = [*watched.rows][len(watched.rows) - min(last, len(watched.rows)) :]
        return {"stream": stream, **watched.told(), "rows": rows}

    def all(self) -> dict[str, Any]:
        """List the streams."""
        told = {name: watched.told() for name, watched in self._watched.items()}
        return {"streams": [{"stream": name, **facts} for name, facts in told.items()]}

    def drop(self, stream: str) -> dict[str, Any]:
        """Let go of a stream, and of all that it held.

        Raises
        ------
        NotLearnedError
            There is none of that name.
        """
        self._known(stream)
        del self._watched[stream]
        return self.all()

    def _known(self, stream: str) -> _Watched:
        try:
            return self._watched[stream]
        except KeyError:
            raise NotLearnedError(f"there is no stream {stream!r}") from None


def _fields(record: Any) -> list[str]:
    return [*record] if isinstance(record, dict) else []

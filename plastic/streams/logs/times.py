"""When a line was written: the time that stands at its beginning, if there is one.

What comes before it, a level or a host in brackets, may be a few characters long.
A year that is not told is taken for the one that makes the line the latest of the
past, as syslog leaves it out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

NEAR = 64  # characters from the beginning, in which a time must begin

_DATE = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
_CLOCK = r"(?P<H>\d{1,2}):(?P<M>\d{2})(:(?P<S>\d{2})([.,](?P<f>\d{1,6}))?)?"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_MONTH = f"((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?(?P<b>{'|'.join(_MONTHS)})"

_IN_BRACKETS = rf"(?P<d>\d{{1,2}})/(?P<b>{'|'.join(_MONTHS)})/(?P<y>\d{{4}}):{_CLOCK}"

# The commonest first; each is looked for in the lines, and the first found is kept.
FORMS = [
    re.compile(pattern)
    for pattern in (
        rf"{_DATE}[T ,]+{_CLOCK}",  # 2024-03-15 12:00:00,123 and ISO 8601
        rf"{_MONTH} +(?P<d>\d{{1,2}}) {_CLOCK}( (?P<y>\d{{4}}))?",  # Mar 15 12:00:00
        _IN_BRACKETS,  # 15/Mar/2024:12:00:00
        rf"(?P<yy>\d{{2}})/(?P<m>\d{{2}})/(?P<d>\d{{2}}) {_CLOCK}",  # 24/03/15 12:00:00
        r"\b(?P<yy>\d\d)(?P<m>\d\d)(?P<d>\d\d) (?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)\b",
        r"\b(?P<epoch>1\d{9})(\.\d+)?\b",  # seconds since 1970
        rf"(?P<m>\d{{2}})-(?P<d>\d{{2}}) {_CLOCK}",  # 03-15 12:00:00.123, Android
    )
]


class LineTimes:
    """The times of the lines of a log, which all tell them in the same form.

    Examples
    --------
    >>> times = LineTimes()
    >>> times.read("2024-03-15 12:00:00,250 INFO up")
    (datetime.datetime(2024, 3, 15, 12, 0, 0, 250000), ' INFO up')
    >>> times.read("   at Main.java:7")
    (None, '   at Main.java:7')
    """

    def __init__(self, now: Callable[[], dt.datetime] = dt.datetime.now) -> None:
        self._now = now
        self._form: re.Pattern[str] | None = None

    def read(self, line: str) -> tuple[dt.datetime | None, str]:
        """Give when a line was written, and the line without that; None: unknown."""
        head = line[: 2 * NEAR]
        for form in FORMS if self._form is None else [self._form]:
            match = form.search(head)
            if match is not None and match.start() <= NEAR:
                found = self._time(match.groupdict())
                if found is not None:
                    self._form = form
                    return found, line[: match.start()] + line[match.end() :]
        return None, line

    def _time(self, told: dict[str, str]) -> dt.datetime | None:
        try:
            if told.get("epoch"):
                return dt.datetime(1970, 1, 1) + dt.timedelta(
                    seconds=int(told["epoch"])
                )
            month = int(told["m"]) if "m" in told else _MONTHS.index(told["b"]) + 1
            hour, minute, second = (int(told[part] or 0) for part in "HMS")
            micro = int((told.get("f") or "").ljust(6, "0"))
            clock = dt.time(hour, minute, second, micro)
            return self._dated(told, month, int(told["d"]), clock)
        except ValueError:  # the 45th of March is none
            return None

    def _dated(
        self, told: dict[str, str], month: int, day: int, clock: dt.time
    ) -> dt.datetime:
        if told.get("y") or told.get("yy"):
            year = int(told["y"]) if told.get("y") else 2000 + int(told["yy"])
            return dt.datetime.combine(dt.date(year, month, day), clock)
        latest = self._now() + dt.timedelta(days=1)  # clocks differ
        for year in (latest.year, latest.year - 1, latest.year - 2, latest.year - 3):
            try:
                found = dt.datetime.combine(dt.date(year, month, day), clock)
            except ValueError:  # no leap year
                continue
            if found <= latest:
                return found
        raise ValueError("no such day")

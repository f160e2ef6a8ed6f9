"""Times of day as people write them: found in a text, rounded, written in formats.

A time is whole seconds since midnight.  Rounding may start at half a unit, and add
an offset, so that a range of times is two roundings of one time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, NamedTuple

from .expression import Operation
from .tokens import at, nth

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_TIME = re.compile(
    r"(?<![\d:])(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?:\.\d+)?"
    r"\s*(?P<p>[AaPp]\.?[Mm]\.?)?(?![\d:])"
    r"|(?<![\d:])(?P<h2>\d{1,2})\s*(?P<p2>[AaPp]\.?[Mm])\b"
)
_BARE = re.compile(r"\d{1,4}")


@lru_cache(maxsize=1 << 14)
def find_times(text: str) -> tuple[int, ...]:
    """Find all times in a text, in seconds since midnight.

    A text that is nothing but a few digits is an hour, or an hour and minutes.

    >>> find_times("9:44PM to 23:05:10"), find_times("at 6 pm"), find_times("0830")
    ((78240, 83110), (64800,), (30600,))
    """
    found = []
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
        half = (match["p"] or match["p2"] or "").lower()
        if hour > 24 or minute > 59 or (half and hour > 12):
            continue
        if half:
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        found.append(hour * HOUR + minute * MINUTE + int(match["s"] or 0))
    if not found and _BARE.fullmatch(text):
        hour, minute = divmod(int(text), 100) if len(text) > 2 else (int(text), 0)
        if hour <= 24 and minute < 60:
            found.append(hour * HOUR + minute * MINUTE)
    return tuple(found)


@dataclass(frozen=True)
class TimeIn(Operation):
    """The k-th time in a text."""

    gives: ClassVar[str] = "time"

    k: int

    def __call__(self, *values: str) -> int | None:
        """Find it; None: there are too few."""
        times = find_times(values[0])
        return times[at(self.k)] if len(times) >= abs(self.k) else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        which = "time" if self.k == 1 else f"{nth(self.k)} time"
        return f"the {which} in {arguments[0]}"


@dataclass(frozen=True)
class RoundedTime(Operation):
    """A time rounded to a multiple of a unit, from a first one on, plus an offset.

    >>> RoundedTime("floor", 1800)(78240) == 21 * HOUR + 30 * MINUTE
    True
    """

    gives: ClassVar[str] = "time"

    mode: str
    unit: int
    first: int = 0
    offset: int = 0

    def __call__(self, *values: int) -> int:
        """Round it."""
        past = values[0] - self.first
        if self.mode == "ceil":
            past += self.unit - 1
        elif self.mode == "round":
            past += self.unit // 2
        return past // self.unit * self.unit + self.first + self.offset

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        way = {"floor": " down", "ceil": " up", "round": ""}[self.mode]
        told = f"{arguments[0]} rounded{way} to {spell(self.unit)}"
        if self.first:
            told += f" from {spell(self.first)} on"
        if self.offset:
            sign = "plus" if self.offset > 0 else "minus"
            told += f", {sign} {spell(abs(self.offset))}"
        return told


def spell(seconds: int) -> str:
    """Write a span of time.

    >>> spell(1800), spell(3600), spell(1)
    ('30 minutes', '1 hour', '1 second')
    """
    units = {HOUR: "hour", MINUTE: "minute", 1: "second"}
    unit = next(unit for unit in units if seconds % unit == 0)
    return f"{seconds // unit} {units[unit]}{'s' * (seconds // unit != 1)}"


def _hour(time: int) -> int:
    return time // HOUR % 24


def _hour12(time: int) -> int:
    return _hour(time) % 12 or 12


def _minute(time: int) -> int:
    return time // MINUTE % 60


def _half(time: int) -> str:
    return "PM" if _hour(time) >= 12 else "AM"


class Form(NamedTuple):
    """How a time, or a part of it, is written, and what it costs to name that."""

    bits: float
    write: Callable[[int], str]


# Named by how they write 14:05:09.
FORMS = {
    "2:05PM": Form(2.5, lambda t: f"{_hour12(t)}:{_minute(t):02d}{_half(t)}"),
    "2:05 PM": Form(2.5, lambda t: f"{_hour12(t)}:{_minute(t):02d} {_half(t)}"),
    "2PM": Form(2.5, lambda t: f"{_hour12(t)}{_half(t)}"),
    "2 PM": Form(3.0, lambda t: f"{_hour12(t)} {_half(t)}"),
    "2pm": Form(3.0, lambda t: f"{_hour12(t)}{_half(t).lower()}"),
    "2:05": Form(3.0, lambda t: f"{_hour12(t)}:{_minute(t):02d}"),
    "2:05pm": Form(3.5, lambda t: f"{_hour12(t)}:{_minute(t):02d}{_half(t).lower()}"),
    "2:05:09PM": Form(
        4.0, lambda t: f"{_hour12(t)}:{_minute(t):02d}:{t % 60:02d}{_half(t)}"
    ),
    "14:05": Form(2.5, lambda t: f"{_hour(t)}:{_minute(t):02d}"),
    "14:05 in two digits": Form(3.0, lambda t: f"{_hour(t):02d}:{_minute(t):02d}"),
    "14:05:09": Form(3.5, lambda t: f"{_hour(t):02d}:{_minute(t):02d}:{t % 60:02d}"),
    "14": Form(2.5, lambda t: str(_hour(t))),
    "14 in two digits": Form(3.0, lambda t: f"{_hour(t):02d}"),
    "2": Form(3.0, lambda t: str(_hour12(t))),
    "02": Form(4.0, lambda t: f"{_hour12(t):02d}"),
    "05": Form(3.0, lambda t: f"{_minute(t):02d}"),
    "5": Form(4.0, lambda t: str(_minute(t))),
    "09": Form(3.0, lambda t: f"{t % 60:02d}"),
    "PM": Form(2.5, _half),
    "pm": Form(3.0, lambda t: _half(t).lower()),
}


@dataclass(frozen=True)
class TimeFormat(Operation):
    """A time as it is written; the form is named by how it writes 14:05:09.

    >>> TimeFormat("2:05 PM")(21 * HOUR + 44 * MINUTE)
    '9:44 PM'
    """

    form: str

    def __call__(self, *values: int) -> str:
        """Write it."""
        return FORMS[self.form].write(values[0])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} as in {self.form!r} for 14:05:09"

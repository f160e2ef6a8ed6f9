"""Times as facts: where in the day, the week and the year.

A cycle is told by two codes that are shifted against each other, so that it has no
border: 23:30 and 0:30 lie in different parts of the day, but in the same part of
the shifted one.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from .._support.arguments import positive
from .._support.short import short
from ..errors import ParameterError
from .facts import MISSING, Encoder, Fact, as_number, is_missing, is_strange, strange

TIME = "time"  # the field that says when, unless another one is named

# How long a cycle is, and where in it a moment stands.
CYCLES = {
    "minute": (60.0, lambda at: at.minute + at.second / 60),
    "hour": (24.0, lambda at: at.hour + at.minute / 60 + at.second / 3600),
    "weekday": (7.0, lambda at: at.weekday() + at.hour / 24 + at.minute / 1440),
    "month": (12.0, lambda at: at.month - 1 + (at.day - 1) / 31),
}


@dataclass(frozen=True)
class Cycle(Encoder):
    """Where in a cycle a time stands, by two codes shifted against each other.

    Parameters
    ----------
    unit : {"minute", "hour", "weekday", "month"} or float
        What is counted: minutes of the hour, hours of the day, days of the week,
        months of the year.  A number: the field holds numbers, and this is after
        how much of them all begins anew; 360 of degrees.
    width : float, default 1
        How many of them make a part; the cycle has a whole number of parts.
    of : str, optional
        Which field of a record it reads; None: ``"time"``, or, of numbers, the one
        that it is called by.

    Raises
    ------
    ParameterError
        There is no such cycle, or no such part of it.

    Examples
    --------
    >>> from datetime import datetime
    >>> day = Cycle("hour", 2)
    >>> day.facts(datetime(2024, 3, 15, 23, 30))
    (('hour/2', 11), ("hour/2'", 0))
    >>> day.facts(datetime(2024, 3, 16, 0, 30))
    (('hour/2', 0), ("hour/2'", 0))
    >>> Cycle(360, 90).facts(-10)
    (('360/90', 3), ("360/90'", 0))
    """

    unit: str | float
    width: float = 1.0
    of: str | None = None
    has_values: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if isinstance(self.unit, str):
            if self.unit not in CYCLES:
                raise ParameterError(
                    f"there is no cycle {short(self.unit)}: it is one of "
                    f"{', '.join(CYCLES)}, or a number"
                )
            if self.of is None:
                object.__setattr__(self, "of", TIME)
        else:
            object.__setattr__(self, "unit", positive(self.unit, "unit"))
        parts = self.length / positive(self.width, "width")
        if not math.isfinite(parts) or abs(parts - round(parts)) > 1e-9 * parts:
            raise ParameterError(
                f"a cycle of {self.length:g} has no whole number of parts of "
                f"{short(self.width)}"
            )

    @property
    def length(self) -> float:
        """How long the cycle is.

        Examples
        --------
        >>> Cycle("hour").length, Cycle("weekday").length
        (24.0, 7.0)
        """
        return CYCLES[self.unit][0] if isinstance(self.unit, str) else self.unit

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """What the two facts are called."""
        unit = self.unit if isinstance(self.unit, str) else f"{self.unit:g}"
        return f"{unit}/{self.width:g}", f"{unit}/{self.width:g}'"

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give the two codes of a time: (2,)."""
        if is_missing(value):
            return self.same(MISSING)
        if isinstance(self.unit, str):
            stamp = as_time(value)
            at = None if stamp is None else CYCLES[self.unit][1](stamp)
        else:
            at = None if is_strange(value) else as_number(value)
        if at is None or not math.isfinite(at):
            return self.same(strange(value))
        parts = round(self.length / self.width)
        place = at % self.length / self.width
        plain, shifted = self.codes
        return (
            (plain, math.floor(place) % parts),
            (shifted, math.floor(place + 0.5) % parts),
        )


CALENDAR = {
    "month": lambda at: at.month,
    "weekday": lambda at: at.weekday(),
    "weekend": lambda at: at.weekday() >= 5,
}


@dataclass(frozen=True, init=False)
class Calendar(Encoder):
    """What the calendar says of a time: month, weekday, and whether it is a weekend.

    Parameters
    ----------
    *parts : {"month", "weekday", "weekend"}
        What to tell; nothing: all three.
    of : str, default "time"
        Which field of a record it reads.

    Raises
    ------
    ParameterError
        There is no such part.

    Examples
    --------
    >>> from datetime import datetime
    >>> Calendar().facts(datetime(2024, 3, 16))
    (('month', 3), ('weekday', 5), ('weekend', True))
    >>> Calendar("weekend").facts("2024-03-15 12:00")
    (('weekend', False),)
    """

    parts: tuple[str, ...]
    of: str | None
    has_values: ClassVar[bool] = False

    def __init__(self, *parts: str, of: str | None = TIME) -> None:
        for part in parts:
            if part not in CALENDAR:
                raise ParameterError(
                    f"there is no {short(part)} in a Calendar: it is one of "
                    f"{', '.join(CALENDAR)}"
                )
        ordered = tuple(part for part in CALENDAR if part in (parts or CALENDAR))
        object.__setattr__(self, "parts", ordered)
        object.__setattr__(self, "of", of)

    @property
    def codes(self) -> tuple[str, ...]:
        """What the facts are called: as the parts are."""
        return self.parts

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give the parts of a time, month first: (len(parts),)."""
        if is_missing(value):
            return self.same(MISSING)
        at = as_time(value)
        if at is None:
            return self.same(strange(value))
        return tuple((part, CALENDAR[part](at)) for part in self.parts)


EPOCH = dt.datetime(1970, 1, 1)


def as_time(value: Any) -> dt.datetime | None:
    """Give a value as a time of the clock on the wall; None: it is no time.

    It may be a datetime (pandas' is one), a date, a ``numpy.datetime64``, a text as
    ISO 8601 has it, or a number: seconds since 1970, UTC.

    >>> print(as_time(90), as_time("2024-03-15T12:00"), as_time("noon"))
    1970-01-01 00:01:30 2024-03-15 12:00:00 None
    """
    if isinstance(value, dt.datetime):
        return value
    try:
        if isinstance(value, str):
            return dt.datetime.fromisoformat(value)
        if isinstance(value, dt.date):
            return dt.datetime(value.year, value.month, value.day)
        if isinstance(value, np.datetime64):
            return EPOCH + dt.timedelta(
                microseconds=int(value.astype("datetime64[us]").astype(np.int64))
            )
        seconds = None if isinstance(value, bool) else as_number(value)
        return None if seconds is None else EPOCH + dt.timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None


def seconds(value: Any) -> float | None:
    """Give a time in seconds since 1970; None: it is no time.

    One without a time zone is taken for UTC: only what lies between two matters.

    >>> seconds("1970-01-02"), seconds(dt.datetime(1970, 1, 1, 1)), seconds("noon")
    (86400.0, 3600.0, None)
    """
    at = as_time(value)
    if at is None or is_missing(at):  # pandas' NaT is a datetime
        return None
    if at.tzinfo is not None:
        return at.timestamp()
    return (at - EPOCH).total_seconds()

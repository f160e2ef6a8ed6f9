"""Intervals: how long it is from one date to another, or from one time of day.

A time is whole seconds, as in ``times``; a shift that begins late may end on the next
day.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .dates import Day
from .expression import Operation
from .numbers import plain
from .times import DAY, HOUR, MINUTE


@dataclass(frozen=True)
class Between(Operation):
    """Whole days, months or years from one date to another.

    Parameters
    ----------
    unit : {"days", "months", "years"}
        In what it is counted.

    Examples
    --------
    >>> born, now = Day(1990, 5, 17), Day(2020, 5, 16)
    >>> [str(Between(unit)(born, now)) for unit in ("years", "months", "days")]
    ['29', '359', '10957']
    """

    gives: ClassVar[str] = "number"

    unit: str

    def __call__(self, *values: Day) -> Decimal | None:
        """Count them; None: a date is not said in full."""
        start, end = values[0].date, values[1].date
        if start is None or end is None:
            return None
        if self.unit == "days":
            return Decimal((end - start).days)
        if end < start:
            start, end, sign = end, start, -1
        else:
            sign = 1
        months = 12 * (end.year - start.year) + end.month - start.month
        months -= end.day < start.day
        return Decimal(sign * (months if self.unit == "months" else months // 12))

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the whole {} from {} to {}".format(self.unit, *arguments)


BETWEEN = {"days": 3.0, "years": 4.0, "months": 5.0}  # and their bits


@dataclass(frozen=True)
class Lasted(Operation):
    """The time from one time of day to another, be it on the next day.

    >>> Lasted()(22 * HOUR, 6 * HOUR) == 8 * HOUR
    True
    """

    gives: ClassVar[str] = "time"

    def __call__(self, *values: int) -> int:
        """Give it, in seconds."""
        return (values[1] - values[0]) % DAY

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the time from {} to {}".format(*arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return "(({1} - {0}) % 86400)".format(*arguments)


@dataclass(frozen=True)
class TimeAsNumber(Operation):
    """A time as a number of hours, minutes or seconds.

    >>> str(TimeAsNumber("hours")(5400)), str(TimeAsNumber("minutes")(5400))
    ('1.5', '90')
    """

    gives: ClassVar[str] = "number"

    unit: str

    def __call__(self, *values: int) -> Decimal:
        """Give it."""
        return plain(Decimal(values[0]) / UNITS[self.unit])

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"{arguments[0]} in {self.unit}"


UNITS = {"hours": HOUR, "minutes": MINUTE, "seconds": 1}
# A span of time is written without halves of the day.
SPANS = ("14:05", "14:05 in two digits", "14:05:09")

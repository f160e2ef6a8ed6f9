r"""Dates as people write them: found in a text, and written in parts.

What is found is year, month and day, as far as they are said.  In ``4/5/2001`` the
*order* says which is the month: ``mdy``, but with dots the day comes first as is the
custom; ``dmy``, the day, always; ``m.d.y``, the month, always; or, where the year
comes first, ``ydm``.  A month that there cannot be is taken for the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from .expression import Operation
from .tokens import at, nth, ordinal

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
]
ORDERS = {"mdy": 0.0, "dmy": 0.5, "m.d.y": 1.5, "ydm": 2.0}  # and their bits
_CENTURY_FROM = (
    30  # two digits from here on are of the 20th century, as in spreadsheets
)

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if len(name) > 3)
_MONTH += "|May|Sept"
_DAY_NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in WEEKDAYS)
_SEP = r"(?P<s>-+|/|\.|\s)"
# From what says most to what says least; what an earlier one took is taken.
_NOTATIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2222-W42-2, Tue wk 42 in 2222: weeks of the year
        r"(?<!\d)(?P<Y>\d{4})-?W(?P<v>\d{2})-?(?P<u>[1-7])(?!\d)",
        rf"\b(?P<w>{_DAY_NAME})\s+w(?:ee)?k\s+(?P<v>\d{{1,2}})(?:\s+in|\s+of|,)?\s+"
        r"(?P<Y>\d{4})(?!\d)",
        # Mar 1983 Tue 3, Tuesday #3 Mar 1983: weekdays of the month
        rf"\b(?P<b>{_MONTH})\s+(?P<Y>\d{{4}})\s+(?P<w>{_DAY_NAME})\s+#?(?P<n>[1-5])(?!\d)",
        rf"(?P<w>{_DAY_NAME})\s+#?(?P<n>\d)\s+(?P<b>{_MONTH})\s+(?P<Y>\d{{4}})",
        # 2001-11-06
        rf"(?<!\d)(?P<Y>\d{{4}}){_SEP}(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        # 6th of October, 2143
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?(?:\s+of\s+)?[\s-]*"
        rf"(?P<b>{_MONTH})\.?[\s,-]*(?P<Y>\d{{4}}|\d{{2}})(?!\d)",
        # Mar 30, 2002
        rf"\b(?P<b>{_MONTH})\.?(?:\s+the)?[\s-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
        r"[\s,-]+(?P<Y>\d{4})(?!\d)",
        # 6/10/2143, the order says which is the month
        rf"(?<!\d)(?P<a>\d{{1,2}}){_SEP}(?P<c>\d{{1,2}})(?P=s)(?P<Y>\d{{4}}|\d{{2}})(?!\d)",
        # 20431006, and what begins like no year of these centuries: 10062143, 6102143
        r"(?<!\d)(?P<Y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})(?P<s>)(?P<c>\d{2})(?P<Y>[12]\d{3})(?!\d)",
        r"(?<!\d)(?P<Y>[12]\d{3})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        # 2143 279, the day of the year
        r"(?<!\d)(?P<Y>\d{4})[\s-]+(?P<j>\d{1,3})(?!\d)",
        # Mar 2002; Mar 30; 30 Mar; Mar
        rf"\b(?P<b>{_MONTH})\.?[\s,-]*(?P<Y>\d{{4}})(?!\d)",
        rf"\b(?P<b>{_MONTH})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?P<b>{_MONTH})\b",
        rf"\b(?P<b>{_MONTH})\b",
    )
]
HINT = re.compile(rf"\d|\b(?:{_MONTH})\b", re.IGNORECASE)


class Day(NamedTuple):
    """A date, as far as it is said."""

    year: int | None
    month: int | None
    day: int | None

    @classmethod
    def of(cls, day: date) -> Day:
        """Give a date that is said in full."""
        return cls(day.year, day.month, day.day)

    @property
    def date(self) -> date | None:
        """The date, if all of it is said."""
        if None in self:
            return None
        return date(*self)  # type: ignore[arg-type]


@lru_cache(maxsize=1 << 14)
def find_dates(text: str, order: str) -> tuple[Day, ...]:
    """Find all dates in a text, from the left.

    >>> find_dates("6-Oct-2143 to 30/3/2002", "dmy")
    (Day(year=2143, month=10, day=6), Day(year=2002, month=3, day=30))
    >>> find_dates("in March", "mdy"), find_dates("31/2/2002", "dmy")
    ((Day(year=None, month=3, day=None),), ())
    """
    found: list[tuple[int, int, Day]] = []
    for notation in _NOTATIONS:
        for match in notation.finditer(text):
            start, end = match.span()
            if not any(a < end and start < b for a, b, _ in found):
                day = _read(match.groupdict(), order)
                if day is not None:
                    found.append((start, end, day))
    return tuple(day for _, _, day in sorted(found))


def _read(said: dict[str, str | None], order: str) -> Day | None:
    """Make a date of what a notation found, if there is such a date."""
    year = _year(said.get("Y"))
    month, day = _int(said.get("m")), _int(said.get("d"))
    if (name := said.get("b")) is not None:
        month = 1 + [each[:3].lower() for each in MONTHS].index(name[:3].lower())
    elif month is not None and day is not None:
        if (order == "ydm" and day <= 12) or month > 12:
            month, day = day, month
    elif (first := _int(said.get("a"))) is not None:
        second = _int(said.get("c")) or 0
        is_month = second > 12 or (first <= 12 and _is_month_first(said["s"], order))
        month, day = (first, second) if is_month else (second, first)
    try:
        if (number := _int(said.get("j"))) is not None and year is not None:
            counted = date(year, 1, 1) + timedelta(number - 1)
            return Day.of(counted) if 0 < number < 367 else None
        if (week := _int(said.get("v"))) is not None and year is not None:
            return Day.of(date.fromisocalendar(year, week, _weekday_number(said)))
        if (nth_one := _int(said.get("n"))) is not None and year and month:
            ahead = (_weekday_number(said) - date(year, month, 1).isoweekday()) % 7
            day = 1 + ahead + 7 * (nth_one - 1)
        # February of a leap year: whether there is a 29th is not said without a year.
        date(*(a if b is None else b for a, b in zip((2000, 1, 1), (year, month, day))))
    except (ValueError, OverflowError):
        return None
    return Day(year, month, day)


def _is_month_first(separator: str | None, order: str) -> bool:
    return order != "dmy" and (separator != "." or order == "m.d.y")


def _weekday_number(said: dict[str, str | None]) -> int:
    """Give the weekday that is said, from 1, Monday, on."""
    if (digit := said.get("u")) is not None:
        return int(digit)
    name = (said.get("w") or "")[:3].title()
    return 1 + [weekday[:3] for weekday in WEEKDAYS].index(name)


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < _CENTURY_FROM else 1900)


def _int(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


@dataclass(frozen=True)
class DateIn(Operation):
    """The k-th date in a text, read in an order.

    >>> DateIn("dmy", 1)("due 4/5/2001")
    Day(year=2001, month=5, day=4)
    """

    gives: ClassVar[str] = "date"

    order: str
    k: int

    def __call__(self, *values: str) -> Day | None:
        """Find it; None: there are too few."""
        days = find_dates(values[0], self.order)
        return days[at(self.k)] if len(days) >= abs(self.k) else None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        which = "date" if self.k == 1 else f"{nth(self.k)} date"
        order = f", read as {self.order}" if self.order != "mdy" else ""
        return f"the {which} in {arguments[0]}{order}"


@dataclass(frozen=True)
class LaterDay(Operation):
    """A date so many days later, or with n below 0 earlier.

    >>> LaterDay(1)(Day(1999, 12, 31)), LaterDay(1)(Day(None, 3, 1))
    (Day(year=2000, month=1, day=1), None)
    """

    gives: ClassVar[str] = "date"

    days: int

    def __call__(self, *values: Day) -> Day | None:
        """Give it; None: the date is not said in full, or there is no such day."""
        day = values[0].date
        try:
            return None if day is None else Day.of(day + timedelta(self.days))
        except OverflowError:
            return None

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        n = abs(self.days)
        side = "after" if self.days > 0 else "before"
        return f"{n} day{'s' * (n != 1)} {side} {arguments[0]}"


class Part(NamedTuple):
    """How a part of a date is written.

    Attributes
    ----------
    noun : str
        What it is called.
    bits : float
        What it costs to name it.
    needs : str
        Which attribute of a date it is made of.
    write : callable
        Writes it.
    """

    noun: str
    bits: float
    needs: str
    write: Callable[[Any], str]


def _named(month: int) -> str:
    return MONTHS[month - 1]


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


PARTS = {
    "Y": Part("year", 2.0, "year", str),
    "y": Part("year in two digits", 4.0, "year", lambda y: f"{y % 100:02d}"),
    "m": Part("month", 2.0, "month", str),
    "mm": Part("month in two digits", 2.5, "month", lambda m: f"{m:02d}"),
    "Month": Part("name of the month", 2.0, "month", _named),
    "Mon": Part("short month", 2.0, "month", lambda m: _named(m)[:3]),
    "MON": Part(
        "short month in capitals", 4.0, "month", lambda m: _named(m)[:3].upper()
    ),
    "MONTH": Part("month in capitals", 5.0, "month", lambda m: _named(m).upper()),
    "d": Part("day", 2.0, "day", str),
    "dd": Part("day in two digits", 2.5, "day", lambda d: f"{d:02d}"),
    "dth": Part("day as an ordinal number", 4.0, "day", ordinal),
    "quarter": Part("quarter", 6.0, "month", lambda m: str((m + 2) // 3)),
    "Weekday": Part("weekday", 3.0, "date", _weekday),
    "Wkd": Part("short weekday", 3.0, "date", lambda x: _weekday(x)[:3]),
    "WKD": Part(
        "short weekday in capitals", 5.0, "date", lambda x: _weekday(x)[:3].upper()
    ),
    "isoweek": Part("ISO week", 5.0, "date", lambda x: f"{x.isocalendar()[1]:02d}"),
    "isoyear": Part(
        "year of the ISO week", 6.0, "date", lambda x: str(x.isocalendar()[0])
    ),
    "yearday": Part("day of the year", 5.0, "date", lambda x: str(_day_of_year(x))),
    "week": Part(
        "week of the year", 6.0, "date", lambda x: str((_day_of_year(x) + 6) // 7)
    ),
    # Whole dates as they are written everywhere: likelier than their parts by chance.
    "Y-mm-dd": Part("year-month-day", 4.0, "date", date.isoformat),
    "m/d/Y": Part(
        "month/day/year", 4.5, "date", lambda x: f"{x.month}/{x.day}/{x.year}"
    ),
    "mm/dd/Y": Part("mm/dd/year", 4.5, "date", lambda x: f"{x:%m/%d/}{x.year}"),
    "dd/mm/Y": Part("dd/mm/year", 5.0, "date", lambda x: f"{x:%d/%m/}{x.year}"),
    "d.m.Y": Part(
        "day.month.year", 5.0, "date", lambda x: f"{x.day}.{x.month}.{x.year}"
    ),
    "dd.mm.Y": Part("dd.mm.year", 4.5, "date", lambda x: f"{x:%d.%m.}{x.year}"),
    "Month d, Y": Part(
        "month by name, day and year",
        4.5,
        "date",
        lambda x: f"{_named(x.month)} {x.day}, {x.year}",
    ),
    "d Month Y": Part(
        "day, month by name and year",
        4.5,
        "date",
        lambda x: f"{x.day} {_named(x.month)} {x.year}",
    ),
}


@dataclass(frozen=True)
class DatePart(Operation):
    """A part of a date, as it is written.

    >>> day = Day(2143, 10, 6)
    >>> [DatePart(name)(day) for name in ("Month", "dth", "Wkd", "yearday")]
    ['October', '6th', 'Sun', '279']
    >>> DatePart("Wkd")(Day(None, 3, 30)) is None
    True
    """

    name: str

    def __call__(self, *values: Day) -> str | None:
        """Write it; None: the date does not say it."""
        part = PARTS[self.name]
        needed = getattr(values[0], part.needs)
        return None if needed is None else part.write(needed)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return f"the {PARTS[self.name].noun} of {arguments[0]}"

"""Watching a table that grows, such as a CSV file: each row is judged, and learned."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..._support.short import short
from ...errors import DataError
from ...rendering.series import Alarm, Series
from ..detector import AnomalyDetector
from ..odds import as_words
from .watch import Judged

MARKS = ",;\t"  # what may part cells
NOTHING = {"", "na", "n/a", "nan", "null", "none", "-"}  # how tables write it


def cell(text: str) -> Any:
    """Give what stands in a cell: a number, nothing, or text.

    >>> cell(" 1.5 "), cell("NaN"), cell("open"), cell("1e400")
    (1.5, None, 'open', inf)
    """
    plain = text.strip()
    if plain.lower() in NOTHING:
        return None
    try:
        return float(plain)
    except ValueError:
        return plain


def _number(value: Any) -> float:
    return value if isinstance(value, float) else math.nan


class TableWatch:
    """Lines of a table in, verdicts on its rows out.

    Parameters
    ----------
    time : str, optional
        The column that says when; None: none does.
    values : sequence of str
        The columns to watch; none: all but that of the time.
    **parameters
        Those of :class:`plastic.AnomalyDetector`.

    Notes
    -----
    The first line names the columns.  A row that is too short lacks its last cells;
    what is beyond the last column is not looked at.  The first line again, as where a
    file was begun anew, is not a row.
    """

    def __init__(
        self, *, time: str | None = None, values: Sequence[str] = (), **parameters: Any
    ) -> None:
        self.time, self.values = time, [*values]
        self.detector = AnomalyDetector(time=time or "time", **parameters)
        self._names: list[str] = []
        self._mark = ","
        self._rows = 0
        self.record: dict[str, Any] = {}  # the last one

    @property
    def columns(self) -> list[str]:
        """The columns that are watched."""
        return self.values or [name for name in self._names if name != self.time]

    def feed(self, line: str) -> Iterator[Judged]:
        """Take a line; judge the row that it is."""
        if not line.strip():
            return
        if not self._names:
            self._begin(line)
            return
        cells = next(csv.reader([line], delimiter=self._mark), [])
        if [name.strip() for name in cells] == self._names:
            return
        self._rows += 1
        row = dict(zip(self._names, cells))
        record: dict[Any, Any] = {
            name: cell(row.get(name, "")) for name in self.columns
        }
        at = row.get(self.time, "").strip() if self.time else ""
        if self.time:
            record[self.time] = cell(at)  # seconds as a number, or a time as text
        self.record = record
        yield Judged(at or f"row {self._rows}", at, 1, self.detector.push(record))

    def _begin(self, line: str) -> None:
        plain = line.lstrip("\ufeff")
        unquoted = "".join(plain.split('"')[::2])
        self._mark = max(MARKS, key=unquoted.count)
        self._names = [
            name.strip() for name in next(csv.reader([plain], delimiter=self._mark))
        ]
        for name in [*self.values, *([self.time] if self.time else [])]:
            if name not in self._names:
                raise DataError(
                    f"there is no column {short(name)}: there are "
                    f"{', '.join(self._names)}"
                )

    def rest(self) -> Iterator[Judged]:
        """Give nothing: all rows were judged."""
        return iter(())

    def series(self, judged: Sequence[tuple[Mapping[str, Any], Judged]]) -> Series:
        """Give rows and what was said of them as a series to draw."""
        numbers = {
            name: [_number(record.get(name)) for record, _ in judged]
            for name in self.columns
        }
        return Series(
            times=[each.name for _, each in judged],
            columns={n: v for n, v in numbers.items() if any(map(math.isfinite, v))},
            scores=[each.verdict.score for _, each in judged],
            threshold=-self.detector.offset_,
            alarms=[
                Alarm(at, as_words(each.verdict.evidence), each.verdict.why)
                for at, (_, each) in enumerate(judged)
                if each.verdict.is_alarm
            ],
        )

    @property
    def state(self) -> dict[str, Any]:
        """All that :meth:`restore` needs, as JSON can hold it."""
        return {
            "names": self._names,
            "mark": self._mark,
            "rows": self._rows,
            "detector": self.detector.state,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where another one stopped."""
        self._names, self._mark = [*state["names"]], state["mark"]
        self._rows = state["rows"]
        self.detector.restore(state["detector"])

"""Files of samples with how often each counts (``--counts``)."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from .._support.lines import Line
from .._support.taught import MOST_TIMES
from ..errors import DataError


def counted(read: Sequence[Line], file: str) -> list[tuple[Line, int]]:
    r"""Take lines apart: a sample, a tab or a comma, a count.

    A comma is for CSV, where a sample with commas or quotes stands in quotes.  A
    first line without a figure in the place of the count is a header.

    Raises
    ------
    DataError
        A line holds no sample and count; the message says which.

    Examples
    --------
    >>> counted([Line(1, "name\tcount"), Line(2, "emma\t2")], "names.tsv")
    [(Line(number=2, text='emma'), 2)]
    >>> counted([Line(1, '"Ray, Bo",1'), Line(2, "ava,0")], "names.csv")
    [(Line(number=1, text='Ray, Bo'), 1)]
    """
    found = []
    for line in read:
        sample, count = _parted(line, file)
        if line is read[0] and count and not any(map(str.isdigit, count)):
            continue  # "name, count"
        times = _whole(count, line, file)
        if times and not sample:
            raise DataError(f"{file!r}, line {line.number}: a count, but no sample")
        if times:  # 0 times is not at all
            found.append((Line(line.number, sample), times))
    if not found:
        raise DataError(f"{file!r} holds no sample that counts")
    return found


def _parted(line: Line, file: str) -> tuple[str, str]:
    text = line.text
    if "\t" in text:
        sample, _, count = text.rpartition("\t")
        return sample.strip(), count.strip()
    cells = next(csv.reader([text], skipinitialspace=True), [])
    if len(cells) != 2:
        raise DataError(
            f"{file!r}, line {line.number}: {text!r:.60} is not a sample, a tab or a "
            "comma, and a count"
        )
    return cells[0].strip(), cells[1].strip()


def _whole(count: str, line: Line, file: str) -> int:
    if not (count.isascii() and count.isdigit()) or len(count) > len(str(MOST_TIMES)):
        raise DataError(
            f"{file!r}, line {line.number}: the count must be a whole number from 0 to "
            f"{MOST_TIMES:,}, written in figures, not {count!r:.40}"
        )
    if int(count) > MOST_TIMES:
        raise DataError(f"{file!r}, line {line.number}: at the most {MOST_TIMES:,}")
    return int(count)

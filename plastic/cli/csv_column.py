"""Mapping one column of a CSV file: all is kept, and the answers stand beside it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from .. import datasets
from .._support.packed import unpacked
from ..errors import DataError, PlasticError
from .declaring import option
from .options import MaybeStr
from .reading import STDIN

ColumnOption = Annotated[
    MaybeStr,
    option(
        "--column",
        metavar="NAME",
        help="What to map is this column of a CSV file, by name or number from 1.",
    ),
]
HeaderOption = Annotated[
    bool, option("--header/--no-header", help="Whether a CSV file begins with names.")
]


def map_column(
    file: str,
    column: str,
    answer: Callable[[int, str], Sequence[str]],
    new: Sequence[str],
    *,
    header: bool = True,
) -> None:
    """Write a CSV file to standard output, with one more column, or several.

    Parameters
    ----------
    file : str
        The file; ``-`` is standard input.  Its cells are parted by commas,
        semicolons or tabs.
    column : str
        Which one to map, by its name or by its number, from 1.
    answer : callable
        Gives what a cell in some line is mapped to: a cell for each new column.
    new : sequence of str
        What the new columns are called, after the name of the one that is mapped.
    header : bool, default True
        Whether the first row holds names.

    Raises
    ------
    DataError
        It cannot be read, or has no such column.
    """
    text = read_text(file)
    mark = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    writer = csv.writer(sys.stdout, delimiter=mark, lineterminator="\n")
    rows = checked_rows(reader, file)
    at: int | None = None
    for row in rows:
        if not row:  # a blank line
            writer.writerow(row)
            continue
        if at is None:
            at = place_of(column, row, header, file)
            if header:
                names = [_new_name(row, at, each) for each in new]
                writer.writerow([*row[: at + 1], *names, *row[at + 1 :]])
                continue
        if at >= len(row):
            raise DataError(
                f"{file!r}, line {reader.line_num}: there is no column {at + 1}"
            )
        try:
            mapped = answer(reader.line_num, row[at])[: len(new)]
        except PlasticError as error:
            raise type(error)(f"{file!r}, line {reader.line_num}: {error}") from error
        writer.writerow([*row[: at + 1], *mapped, *row[at + 1 :]])
    sys.stdout.flush()


def read_text(file: str) -> str:
    """Read a CSV file as text; ``-`` is standard input."""
    if file == "-":
        if sys.stdin is None:
            raise DataError("standard input is closed")
        name, content = STDIN, sys.stdin.buffer.read()
    else:
        name = file
        with datasets.open_file(datasets.path(file)) as stream:
            content = stream.read()
    content = unpacked(content, name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{name!r}, line {line}: 0x{content[error.start]:02x} is not UTF-8 "
            f"({error.reason}); save the file as UTF-8"
        ) from error
    if not text.strip():
        raise DataError(f"{name!r} holds no row")
    return text


def delimiter_of(text: str) -> str:
    r"""Tell what parts the cells: what the first line holds most of.

    >>> delimiter_of("name;born\nRay, Bo;1990"), delimiter_of('"a;b;c",d')
    (';', ',')
    >>> delimiter_of("a")
    ','
    """
    first = text.lstrip().splitlines()[0]
    unquoted = "".join(first.split('"')[::2])
    return max(",;\t", key=unquoted.count)


def checked_rows(reader: Any, file: str) -> Iterator[list[str]]:
    """Give the rows; where one cannot be read, say in which line."""
    try:
        yield from reader
    except csv.Error as error:
        raise DataError(f"{file!r}, line {reader.line_num}: {error}") from error


def place_of(column: str, row: list[str], header: bool, file: str) -> int:
    """Give the index of a column, by its name or by its number, from 1."""
    if header and column in row:
        return row.index(column)
    if column.isascii() and column.isdigit() and 0 < int(column) <= len(row):
        return int(column) - 1
    known = ", ".join(map(repr, row)) if header else f"1 to {len(row)}"
    raise DataError(f"{file!r} has no column {column!r}; there are: {known}")


def _new_name(names: list[str], at: int, new: str) -> str:
    """Call a new column so as no other is."""
    name = f"{names[at]} {new}"
    while name in names:
        name += " again"
    return name

"""Filling a column of a CSV file that is partly filled in.

The rows that have a cell in it are the pairs; in the others it is answered.  Beside it
stands a column that says what speaks against each answer that is not sure, so that in a
spreadsheet the doubtful cells are found at once.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from typing import Annotated

from ..errors import DataError
from ..seq2seq import Answer, Seq2SeqMemory
from ..seq2seq.filling import fill_rows, free_name, row_source
from .csv_column import checked_rows, delimiter_of, place_of, read_text
from .declaring import option
from .options import MaybeStr
from .output import note

FillOption = Annotated[
    MaybeStr,
    option(
        "--fill",
        metavar="NAME",
        help="Fill this column of the CSV file, of which some cells are filled in. "
        "It depends on --column, several parted by commas; by default on all others.",
    ),
]


def fill_column(
    file: str,
    target: str,
    sources: str | None,
    memory: Seq2SeqMemory,
    confidence: bool,
    header: bool,
) -> int:
    """Write a CSV file to standard output with one column filled.

    Parameters
    ----------
    file : str
        The file; ``-`` is standard input.
    target : str
        The column to fill, by its name or by its number, from 1.
    sources : str or None
        The columns that it depends on, parted by commas; None: all others.
    memory : Seq2SeqMemory
        What learns the rows that are filled in.
    confidence : bool
        Whether to add a column with how sure each answer is.
    header : bool
        Whether the first row holds names.

    Returns
    -------
    int
        How many answers are unsure.

    Raises
    ------
    DataError
        It cannot be read, or has no such column.
    SampleError, GenerationError
        No cell of the column is filled in, or no program explains those that are.
    """
    text = read_text(file)
    mark = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    table = [row for row in checked_rows(reader, file) if row]
    first, rows = table[0], table[1:] if header else table
    at = place_of(target, first, header, file)
    others = [index for index in range(len(first)) if index != at]
    if sources is not None:
        names = [sources] if sources in first else sources.split(",")
        others = [place_of(name, first, header, file) for name in names]
    if at in others or not others:
        raise DataError(f"column {target!r} cannot depend on itself: name others")
    width = max(map(len, table))
    rows = [
        [*row, *[""] * (width - len(row))] for row in rows
    ]  # a short row lacks cells
    inputs = [[row[index] for index in others] for row in rows]
    answers = fill_rows(memory, inputs, [row[at] for row in rows], None)
    writer = csv.writer(sys.stdout, delimiter=mark, lineterminator="\n")
    if header:
        new = [free_name(first, f"{target} doubt")]
        if confidence:
            new.insert(0, free_name(first, f"{target} confidence"))
        writer.writerow([*first[: at + 1], *new, *first[at + 1 :]])
    for row, answer in zip(rows, answers):
        writer.writerow(
            [*row[:at], *_cells(row[at], answer, confidence), *row[at + 1 :]]
        )
    sys.stdout.flush()
    return _tell(memory, inputs, answers, 1 + header)


def _cells(cell: str, answer: Answer | None, confidence: bool) -> list[str]:
    """Give a cell and those beside it; what was filled in has no doubt."""
    if answer is None:
        return [cell, *[""] * (1 + confidence)]
    sure = [f"{answer.confidence:.4f}"] if confidence else []
    return [str(answer.target), *sure, answer.reason]


def _tell(
    memory: Seq2SeqMemory,
    inputs: Sequence[Sequence[str]],
    answers: Sequence[Answer | None],
    first: int,
) -> int:
    """Say how many cells are unsure, and which one would settle most."""
    unsure = {
        row_source(cells): at
        for at, (cells, answer) in enumerate(zip(inputs, answers))
        if answer is not None and not answer.is_sure
    }
    number = sum(answer is not None and not answer.is_sure for answer in answers)
    if unsure:
        source = memory.most_informative(unsure)[0]
        at = unsure[source]  # type: ignore[index]
        shown = ", ".join(inputs[at])
        note(
            f"unsure of {number:,} of {sum(a is not None for a in answers):,} cells; "
            f"fill in row {at + first}, {shown!r:.60}, to settle most"
        )
    return number

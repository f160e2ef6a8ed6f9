"""Filling a column: the rows that have a target are the pairs, the others are asked.

That is how a spreadsheet is taught: a few cells of a new column are written by hand,
and the rest follows.  Each answer comes with how sure it is, and of those that are not
sure one is the most informative: whose right answer would settle most.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from .._support.short import short
from ..errors import GenerationError, ParameterError, SampleError, SampleTypeError
from .arguments import TAB, Arguments
from .confidence import SURE, Answer

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler


class Teachable(Protocol):
    """What can be taught pairs, and answers."""

    def __contains__(self, pair: object) -> bool: ...

    def partial_fit(self, pairs: Iterable[Sequence], goal: Any) -> Any:
        """Go on learning."""

    def answer(self, source: str, goal: Any) -> Answer:
        """Predict, and tell how sure that is."""


# Marked cells, on light and on dark pages alike.
DOUBTFUL = "background-color: #ffe08a; color: #222222"


def row_source(cells: Sequence[Any]) -> Arguments:
    """Write the cells of a row as one source; what is missing is empty.

    >>> row_source(["Ada", 1815.0, None]), row_source(["a"])
    (Arguments('Ada', '1815', ''), Arguments('a'))
    """
    return Arguments(*(cell_text(cell).replace(TAB, " ") for cell in cells))


def cell_text(cell: Any) -> str:
    """Write a cell as people see it: a whole number without its ``.0``.

    >>> cell_text(3.0), cell_text(0.5), cell_text(float("nan")), cell_text("  a")
    ('3', '0.5', '', '  a')
    """
    if is_empty(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def is_empty(cell: Any) -> bool:
    """Tell whether a cell holds nothing: None, not a number, or no text."""
    if cell is None or isinstance(cell, str):
        return not cell
    try:
        return bool(cell != cell)  # what is missing is unequal to itself
    except TypeError:  # pandas.NA says neither
        return True


def numeric(cells: Iterable[Any]) -> type | None:
    """Tell as which numbers all cells are written; None: they are not all numbers.

    >>> numeric([1, 2]), numeric([1, 0.5]), numeric([1, "a"]), numeric([])
    (<class 'int'>, <class 'float'>, None, None)
    """
    known = [*cells]
    if not known or any(
        isinstance(cell, (bool, str)) or not isinstance(cell, numbers.Real)
        for cell in known
    ):
        return None
    return int if all(float(cell).is_integer() for cell in known) else float


def as_cell(text: str, kind: type | None) -> Any:
    """Give an answer as cells of its column are, where it can be so.

    >>> as_cell("12", int), as_cell("n/a", int), as_cell("12", None)
    (12, 'n/a', '12')
    """
    if kind is None:
        return text
    try:
        return kind(text)
    except ValueError:
        return text


def check_frame(frame: Any) -> list[Any]:
    """Give the names of the columns of a table.

    Raises
    ------
    SampleTypeError
        It is no table of pandas.
    """
    if not all(hasattr(frame, name) for name in ("columns", "insert", "style")):
        raise SampleTypeError(
            "what is filled is a pandas.DataFrame (of a dict: pandas.DataFrame(...); "
            f"of polars: frame.to_pandas()), not {short(frame)}"
        )
    return [*frame.columns]


def check_columns(columns: list[Any], sources: Any, target: Any) -> list[Any]:
    """Give the source columns of a table: those that are named, or all others.

    Raises
    ------
    ParameterError
        There is no such column, or several, or there is none to learn from.
    SampleTypeError
        Sources are not names.
    """
    if isinstance(sources, str):
        sources = [sources]
    if sources is not None and not isinstance(sources, Iterable):
        raise SampleTypeError(f"sources are names of columns, not {short(sources)}")
    chosen = [each for each in columns if each != target]
    chosen = chosen if sources is None else [*sources]
    for name in (*chosen, target):
        if name not in columns:
            known = ", ".join(map(repr, columns))
            raise ParameterError(f"there is no column {name!r}; there are: {known}")
        if columns.count(name) > 1:
            raise ParameterError(f"two columns are called {name!r}: rename one")
    if not chosen or target in chosen:
        raise ParameterError(
            f"sources are columns other than the target {target!r}: name at least one"
        )
    return chosen


def fill_frame(
    frame: pd.DataFrame,
    target: Any,
    answers: Sequence[Answer | None],
) -> pd.DataFrame:
    """Give a copy of a table with answers in the empty cells of a column.

    Beside it stand how sure each is, and what speaks against those that are unsure.
    """
    filled = frame.copy()
    kind = numeric(cell for cell in frame[target] if not is_empty(cell))
    cells, sure, doubts = [], [], []
    for cell, answer in zip(frame[target], answers):
        cells.append(cell if answer is None else as_cell(str(answer.target), kind))
        sure.append(math.nan if answer is None else answer.confidence)
        doubts.append("" if answer is None else answer.reason)
    filled[target] = cells
    at = [*filled.columns].index(target)
    filled.insert(at + 1, free_name(filled.columns, f"{target} confidence"), sure)
    filled.insert(at + 2, free_name(filled.columns, f"{target} doubt"), doubts)
    return filled


def marked(filled: pd.DataFrame, target: Any) -> Styler:
    """Give a filled table for a notebook, with the doubtful cells marked."""
    confidence = filled.columns[[*filled.columns].index(target) + 1]

    def colours(row: pd.Series) -> list[str]:
        is_doubtful = row[confidence] < SURE  # what was given has none, and is not
        return [
            DOUBTFUL if is_doubtful and name == target else "" for name in row.index
        ]

    styled: Styler = filled.style.apply(colours, axis=1)
    return styled


def fill_rows(
    memory: Teachable,
    rows: Sequence[Sequence[Any]],
    cells: Sequence[Any],
    goal: Any,
) -> list[Answer | None]:
    """Teach the rows that have a cell, and answer the others.

    Parameters
    ----------
    memory : Teachable
        What is taught, beside what it holds.
    rows : sequence of sequence
        The cells that each answer depends on.
    cells : sequence
        The column to fill.
    goal : hashable
        Which task it is.

    Returns
    -------
    list of Answer or None
        None where there is a cell, or nothing to go by.

    Raises
    ------
    SampleError
        No row has a cell.
    GenerationError
        No program was found.
    """
    sources = [row_source(row) for row in rows]
    given = [
        (at, cell_text(cell)) for at, cell in enumerate(cells) if not is_empty(cell)
    ]
    if not given:
        raise SampleError("the column is empty: fill in some cells, the rest follows")
    pairs = [(sources[at], text) for at, text in given]
    memory.partial_fit(
        [pair for pair in dict.fromkeys(pairs) if pair not in memory], goal
    )
    known = {at for at, _ in given}
    return [
        None if at in known or not source.strip() else _answered(memory, source, goal)
        for at, source in enumerate(sources)
    ]


def _answered(memory: Teachable, source: str, goal: Any) -> Answer:
    try:
        return memory.answer(source, goal)
    except GenerationError as error:
        return Answer("", 0.0, str(error))


def free_name(taken: Iterable[Any], name: str) -> str:
    """Give a name that no column has yet.

    >>> free_name(["a", "a b"], "a b")
    'a b again'
    """
    known = {*taken}
    while name in known:
        name += " again"
    return name


def entropy(weights: Iterable[float]) -> float:
    """Give how open a question is, in bits, from what speaks for each answer.

    >>> entropy([1.0]), entropy([2.0, 2.0])
    (0.0, 1.0)
    """
    known = [weight for weight in weights if weight > 0]
    total = math.fsum(known)
    if total <= 0:
        return 0.0
    shares = [weight / total for weight in known]
    return max(0.0, -math.fsum(share * math.log2(share) for share in shares))

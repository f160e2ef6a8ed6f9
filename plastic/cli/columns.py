"""The columns of a table: what they are called, and how they are set."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """What a column of a table is called, and how it is set.

    Attributes
    ----------
    name : str
        What it holds.
    unit : str
        In what its numbers are measured.
    is_number : bool
        Whether it must neither be cut nor folded.
    """

    name: str
    unit: str = ""
    is_number: bool = False


def text_column(name: str, unit: str = "") -> Column:
    """Make a column that may be folded where there is little room."""
    return Column(name, unit)


def count_column(name: str, unit: str = "") -> Column:
    """Make a column of numbers, which must not be cut."""
    return Column(name, unit, is_number=True)

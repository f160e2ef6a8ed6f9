"""The file of a grid memory: its pairs, to look at and to exchange.

A row is ``[goal, source, target]``, each grid rows of digits with / between.  All
of a file is validated before it is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from .._support import json_codec
from ..core.symbols import Symbol
from ..errors import DataError, DataNotFoundError
from ..storage import files
from ..storage import json_file as interchange
from .grid import Grid

FORMAT = interchange.GRIDS
VERSION = 1

Row = tuple[Symbol, Grid, Grid]


def save(
    path: str | os.PathLike[str],
    budget: int,
    pairs: Iterable[Row],
    asleep: Sequence[Symbol] = (),
) -> None:
    """Write pairs to a file, which is replaced whole or not at all.

    Of a sleep only is written which tasks took part: what follows from that is found
    anew.

    Raises
    ------
    SampleError
        A goal is of a type that no file can hold.
    DataError
        The file cannot be written, or is a memory of another kind.
    """
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION, "budget": budget}
    if asleep:
        head["asleep"] = json_codec.encode_all(tuple(asleep))
    rows = ",\n".join(map(_written, pairs))
    text = f'{json_codec.write(head)[:-1]},"pairs":[\n{rows}\n]}}\n'
    place = files.real(path)
    if os.path.isdir(place):
        raise DataError(f"cannot write {str(place)!r}: it is a folder")
    if place.exists() and not _is_ours(place):
        raise DataError(
            f"{str(place)!r} is there, and holds no pairs of grids: give these "
            "another name"
        )
    interchange.replace(place, text)


def _written(row: Row) -> str:
    goal, source, target = row
    goals: Any = json_codec.encode_all((goal,))
    return json_codec.write([*goals, _text(source), _text(target)])


def _text(grid: Grid) -> str:
    return "/".join("".join(map(str, row)) for row in grid)


def _is_ours(path: os.PathLike[str]) -> bool:
    try:
        _content(path)
    except DataError:
        return False
    return True


def _content(path: os.PathLike[str]) -> dict[str, Any]:
    if files.kind(files.real(path)) == "nothing":
        raise DataNotFoundError(f"no file {os.fspath(path)!r}")
    try:
        content = json_codec.read(interchange.read_ascii(files.real(path)))
    except OSError as error:
        raise DataError(f"cannot read {os.fspath(path)!r}: {error}") from error
    except DataError:
        raise
    except ValueError as error:  # not ASCII, not JSON, or a trap
        raise DataError(f"{os.fspath(path)!r} holds no grids: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DataError(f"{os.fspath(path)!r} holds no pairs of grids")
    if content.get("version") != VERSION or type(content["version"]) is not int:
        raise DataError(
            f"{os.fspath(path)!r} is of another version than {VERSION}: upgrade plastic"
        )
    return content


def load(path: str | os.PathLike[str]) -> tuple[int, list[Row], list[Symbol]]:
    """Read what :func:`save` wrote: the budget, pairs in their order, tasks asleep.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It holds no pairs of grids, or is damaged.
    """
    content = _content(files.real(path))
    try:
        budget = content["budget"]
        if type(budget) is not int or budget < 1:
            raise ValueError(f"the budget cannot be {budget!r:.40}")
        pairs = [_row(row) for row in json_codec.as_list(content["pairs"])]
        goals: Any = json_codec.as_list(content.get("asleep", []))
        asleep: Any = json_codec.decode_all(goals)
        if not {*asleep} <= {goal for goal, *_ in pairs}:
            raise ValueError("a task is asleep that has no pairs")
        return budget, pairs, [*asleep]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{os.fspath(path)!r} is damaged: {error!s:.200}") from error


def _row(row: Any) -> Row:
    goal, source, target = json_codec.as_list(row)
    if not (isinstance(source, str) and isinstance(target, str)):
        raise ValueError("a grid must be a text")
    goals: Any = json_codec.decode_all([goal])
    return goals[0], Grid(source), Grid(target)

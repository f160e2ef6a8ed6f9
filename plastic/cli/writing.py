"""What goes out: a file is never written over what somebody else needs."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import DataError
from ..storage import files, json_file


def check_output(output: str, *inputs: str, memory: bool = False) -> None:
    """Refuse an output that would take the place of something else.

    Parameters
    ----------
    output : str
        Where a command is about to write.
    *inputs : str
        What it reads.
    memory : bool, default False
        Whether it writes a memory, which may take the place of one.

    Raises
    ------
    DataError
        It is one of the inputs; or there is a memory, and none is written; or
        there is something else, and a memory is written.
    """
    for given in inputs:
        both = given != "-" and os.path.exists(given) and os.path.exists(output)
        if both and os.path.samefile(given, output):
            raise DataError(
                f"{output!r} is what is read: write to another file, or it is lost"
            )
    if not os.path.isfile(output) or not os.path.getsize(output):
        return
    if memory and not _is_memory(output):
        raise DataError(
            f"{output!r} is there and is no memory: remove it, or name another file"
        )
    if not memory and _is_memory(output):
        raise DataError(f"{output!r} is a saved memory: name another file")


def _is_memory(path: str) -> bool:
    if files.kind(Path(path)) == "database":
        return True
    with open(path, encoding="utf-8", errors="replace") as file:
        return json_file.names_format(file.read(200))

"""What a detector knows, kept in a file.

The file is JSON, ASCII, and is replaced whole, so that after any crash the one before
or the new one is there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import DataError, DataNotFoundError
from ..storage import json_file

VERSION = 1


def write(path: Path, kind: str, content: Mapping[str, Any]) -> None:
    """Write what can be written as JSON, in place of what was there.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it is, for :func:`read`.
    content : mapping
        It.

    Raises
    ------
    DataError
        It cannot be written.
    """
    whole = {"format": f"plastic {kind}", "version": VERSION, **content}
    json_file.replace(path, json.dumps(whole, separators=(",", ":")))


def read(path: Path, kind: str) -> dict[str, Any]:
    """Read what was written as of a kind.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It is something else, is damaged, or of a later version.
    """
    try:
        content = json.loads(json_file.read_ascii(path))
    except FileNotFoundError as error:
        raise DataNotFoundError(f"there is no file {str(path)!r}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{str(path)!r} is no {kind}: {error!s:.200}") from error
    if not isinstance(content, dict) or content.get("format") != f"plastic {kind}":
        raise DataError(f"{str(path)!r} is no {kind}")
    if content.get("version") != VERSION:
        raise DataError(
            f"{str(path)!r} is of version {content.get('version')!s:.20}, and this "
            f"plastic reads version {VERSION}: upgrade plastic"
        )
    return content


# What a damaged file can raise while it is being understood.
DAMAGE = (
    *(AssertionError, AttributeError, IndexError, KeyError),
    *(OverflowError, TypeError, ValueError),
)


def damaged(path: Path, error: BaseException) -> DataError:
    """Make the error that says a file is damaged."""
    return DataError(f"{str(path)!r} is damaged, or of something else: {error!r:.200}")

"""Paths, as people give them."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import ParameterError, StorageError
from .short import short


def as_path(path: str | os.PathLike[str]) -> Path:
    r"""Give a path, if it is one that a file can have.

    Numbers must not pass, for to ``open`` they are files that are open already.

    >>> as_path(1)
    Traceback (most recent call last):
    plastic.errors.ParameterError: a path must be a str or a Path, not 1
    >>> as_path("names\0.txt")
    Traceback (most recent call last):
    plastic.errors.StorageError: no path 'names\x00.txt': embedded null byte
    """
    try:
        text = os.fspath(path)
    except Exception as error:
        raise ParameterError(
            f"a path must be a str or a Path, not {short(path)}"
        ) from error
    if not isinstance(text, str):
        raise ParameterError(f"a path must be a str or a Path, not {short(path)}")
    if not text:
        raise StorageError("no path '': it is empty")
    try:
        if "\0" in text:
            raise ValueError("embedded null byte")
        os.fsencode(text)
    except ValueError as error:
        raise StorageError(f"no path {short(path)}: {error}") from error
    return Path(text)

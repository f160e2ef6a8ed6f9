"""Where samples come from: files of one sample a line.

A file is found by name (:func:`path`), read as samples (:func:`read`), or
fetched once from the public project that keeps it (:func:`fetch`).

A data set is plain text and no more: UTF-8, a line is a sample.  What cannot
be read so is refused with the place where it goes wrong, and never guessed
at, because a wrong letter would be learned like a right one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sized
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ._support.extras import need
from ._support.lines import texts
from ._support.paths import as_path
from ._support.short import short
from ._support.unicode_forms import checked_form, normalized
from .errors import (
    DataError,
    DataNotFoundError,
    DownloadError,
    ParameterError,
    StorageError,
)

__all__ = ["fetch", "path", "read", "read_lines"]


class Source(NamedTuple):
    """A public file: where it is, what it must hold, what we call it."""

    url: str
    sha256: str
    filename: str


SOURCES = {
    "makemore": Source(
        url="https://raw.githubusercontent.com/karpathy/makemore/master/names.txt",
        sha256="0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d",
        filename="makemore_names.txt",
    ),
}


# Finding ---------------------------------------------------------------------


def path(name: str | os.PathLike[str]) -> Path:
    """Find a data file: as given first, then among the bundled data.

    Parameters
    ----------
    name : str or os.PathLike
        A path, absolute or from the working folder, or the plain name of a
        bundled file.  A file of your own goes before a bundled one of the
        same name.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataNotFoundError
        There is no such file.  The message says where we looked and what is
        bundled.
    DataError
        It is a folder.
    ParameterError
        `name` is empty, or not a path at all.

    Examples
    --------
    >>> path("names.txt").name
    'names.txt'
    """
    given = _as_path(name)
    if os.path.isdir(given):
        raise DataError(_is_folder(given))
    if os.path.exists(given):
        return given
    bundled = _bundled()
    # A listed name or nothing: "../secret" and "./names.txt" are not listed.
    if os.fspath(name) in bundled:
        return bundled[os.fspath(name)]
    raise DataNotFoundError(
        f"no file {os.fspath(name)!r}: looked for {os.path.abspath(given)!r}, then "
        f"among the bundled data in {str(_data_folder())!r}, which are: "
        f"{', '.join(bundled) or 'none'}"
    )


def _as_path(name: str | os.PathLike[str]) -> Path:
    if isinstance(name, str) and not name:
        raise ParameterError("expected the path of a file, got ''")
    try:
        return as_path(name)
    except StorageError as error:
        raise DataNotFoundError(str(error)) from error


def _data_folder() -> Path:
    """Give the folder in the wheel or, in a checkout, the one beside us."""
    here = Path(__file__).resolve().parent
    packaged = here / "data"
    return packaged if packaged.is_dir() else here.parent / "data"


def _bundled() -> dict[str, Path]:
    return {file.name: file for file in sorted(_data_folder().glob("*.txt"))}


# Reading ---------------------------------------------------------------------


def read(
    path: str | os.PathLike[str], *, strip: bool = True, normalize: str | None = None
) -> list[str]:
    r"""Read a file of one sample a line.

    The text is UTF-8; a byte order mark at its start is skipped, and at the
    start of a line, where files were joined.  What gzip has packed is unpacked.
    Lines end with ``\n``, ``\r\n`` or ``\r``.  White space around a sample is stripped;
    blank lines are skipped.

    Parameters
    ----------
    path : str or os.PathLike
        The file, just as given; :func:`path` looks among the bundled data.
    strip : bool, default True
        Whether to strip lines; if not, white space is part of a sample, and only
        empty lines are skipped.
    normalize : {None, "NFC", "NFD", "NFKC", "NFKD"}, default None
        To which form of Unicode to bring the text, where letters such as ``ë``
        can be one character or several, which are symbols of their own.

    Returns
    -------
    list of str
        The samples, in the order of the file.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    DataError
        It is a folder, may not be read, is packed by another program than
        gzip or is damaged, is not UTF-8 text, or holds no sample.
    ParameterError
        `path` is empty, or not a path at all; there is no form `normalize`.

    Examples
    --------
    >>> from plastic import datasets
    >>> datasets.read(datasets.path("names.txt"))[:3]
    ['james', 'john', 'robert']
    """
    with open_file(path) as stream:
        return read_lines(stream, str(path), strip=strip, normalize=normalize)


def open_file(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file of samples, to be closed by who asked; raises as :func:`read`."""
    given = _as_path(path)
    if os.path.isdir(given):
        raise DataError(_is_folder(given))
    try:
        return open(given, "rb")
    except FileNotFoundError as error:
        raise DataNotFoundError(
            f"no file {str(given)!r}; plastic.datasets.path() also looks among "
            "the bundled data"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise DataError(f"cannot open {str(given)!r}: {error}") from error


def read_lines(
    stream: BinaryIO, name: str, *, strip: bool = True, normalize: str | None = None
) -> list[str]:
    r"""Read samples, one a line, from an open stream of bytes.

    Does what :func:`read` does, for what is no file: standard input, say.
    The stream is read to its end and left open.

    Parameters
    ----------
    stream : binary file object
        Where to read, such as ``sys.stdin.buffer``.
    name : str
        What to call the stream in error messages.
    strip, normalize
        As for :func:`read`.

    Returns
    -------
    list of str
        The samples, in the order of the stream.

    Raises
    ------
    DataError
        The stream cannot be read or unpacked, is not UTF-8 text, or holds no
        sample.
    ParameterError
        The stream gives text, not bytes; there is no form `normalize`.

    Examples
    --------
    >>> import io
    >>> read_lines(io.BytesIO(b"emma\r\n\r\n  ava\n"), "<demo>")
    ['emma', 'ava']
    """
    form = checked_form(normalize)
    read = texts(whole(stream), name, strip=strip)
    demand_some(read, name)
    return read if form is None else [normalized(text, form) for text in read]


def demand_some(read: Sized, name: str) -> None:
    """Demand that what was read holds a sample.

    Raises
    ------
    DataError
        It holds none.
    """
    if not read:
        raise DataError(
            f"{name!r} holds no sample: it is empty, or all lines are blank"
        )


def whole(stream: BinaryIO) -> Iterator[bytes]:
    """Give all that a stream holds, as one piece, which is split the quickest."""
    yield stream.read()


def _is_folder(given: Path) -> str:
    return f"{str(given)!r} is a folder: give a file of one sample a line"


# Fetching --------------------------------------------------------------------


def fetch(name: str = "makemore", cache: str | os.PathLike[str] | None = None) -> Path:
    """Download a public data set, once; later calls find it in the cache.

    A file is checked by its sha256 before it is put in place, and whenever it
    is asked for again.

    Parameters
    ----------
    name : str, default "makemore"
        Which one.  ``"makemore"``: 32,033 first names, from the project
        makemore.
    cache : str or os.PathLike, optional
        The folder to keep it in.  By default a folder ``plastic`` where the
        operating system keeps caches.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ParameterError
        There is no data set of that name, or `cache` is not a path.
    MissingExtraError
        The package pooch, which does the downloading, is not installed.
    DownloadError
        It could not be downloaded or stored, or is not what it used to be.
        What came is thrown away.

    Examples
    --------
    >>> names = read(fetch("makemore"))  # doctest: +SKIP
    >>> len(names)  # doctest: +SKIP
    32033
    """
    source = _source(name)
    pooch = need("pooch", "download", "downloading")
    folder = pooch.os_cache("plastic") if cache is None else _as_path(cache)
    try:
        file = pooch.retrieve(
            source.url,
            known_hash=f"sha256:{source.sha256}",
            fname=source.filename,
            path=folder,
            # Older pooch would wait for ever on a silent server.
            downloader=pooch.HTTPDownloader(timeout=30),
        )
    except OSError as error:  # what requests raises is an OSError too
        raise DownloadError(
            f"cannot download {source.url} into {str(folder)!r}: {error}. "
            "Check the connection and the folder and try again, or download it "
            "by hand and use its path."
        ) from error
    except ValueError as error:  # what pooch raises for another hash
        raise DownloadError(
            f"{source.url} did not arrive as the file we know: {error} "
            "Try again; if it stays so, it was changed where it is kept."
        ) from error
    return Path(file)


def _source(name: str) -> Source:
    if not isinstance(name, str) or name not in SOURCES:
        raise ParameterError(
            f"no data set {short(name)} to fetch; there is: "
            f"{', '.join(sorted(SOURCES))}"
        )
    return SOURCES[name]

"""What other programs have packed, known by how it begins."""

from __future__ import annotations

import gzip
import zlib

from ..errors import DataError

# No text that anybody wrote begins so, and no memory.
GZIP = b"\x1f\x8b"
_PACKERS = {
    GZIP: "gzip",
    b"PK\x03\x04": "zip",
    b"BZh91AY&SY": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
LONGEST_SIGN = max(map(len, _PACKERS))


def packer(beginning: bytes) -> str | None:
    r"""Name the program that packed what begins so.

    >>> packer(b"\x1f\x8b\x08"), packer(b"emma")
    ('gzip', None)
    """
    for sign, name in _PACKERS.items():
        if beginning.startswith(sign):
            return name
    return None


def unpacked(content: bytes, name: str) -> bytes:
    """Unpack what gzip has packed; give what nobody has packed as it is.

    Raises
    ------
    DataError
        It is damaged, or packed by another program.
    """
    program = packer(content)
    if program is None:
        return content
    if program != "gzip":
        raise DataError(f"{name!r} is packed by {program}: unpack it first")
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{name!r} is packed by gzip and cannot be unpacked: {error}"
        ) from error

"""What other programs have packed, known by how it begins."""

from __future__ import annotations

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

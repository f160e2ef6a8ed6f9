"""Compressors: how much longer a file gets by the test, after all of the training.

Samples stand in the file a line each.  *Adaptive*: the test comes in one piece, so
that its end is predicted from its beginning, too, which no other learner here does.
*Primed*: each test sample alone comes after the training samples.
"""

from __future__ import annotations

import lzma
import math
from collections.abc import Callable
from random import Random

from ..common import Missing

Compressor = Callable[[bytes, bytes], int]  # what the second adds to the first
MEMORY = 64 << 20  # bytes for PPMd: for a million letters it needs a third
BYTE = 8 * math.log(2)  # in nats


def ppmd(order: int) -> Compressor:
    """Give PPMd, variant H, with contexts of so many letters.

    Raises
    ------
    Missing
        The package pyppmd is not installed.
    """
    try:
        import pyppmd
    except ImportError as error:
        raise Missing("PPMd: needs the package pyppmd") from error

    end = len(pyppmd.Ppmd7Encoder(order, MEMORY).flush())  # of any file

    def more(begun: bytes, then: bytes) -> int:
        encoder = pyppmd.Ppmd7Encoder(order, MEMORY)
        encoder.encode(begun)
        return len(encoder.encode(then)) + len(encoder.flush()) - end

    return more


def xz(begun: bytes, then: bytes) -> int:
    """Give the bytes that are added where xz's algorithm reads on."""
    return compressed(begun + then) - compressed(begun)


def compressed(content: bytes) -> int:
    """Give the bytes that xz's algorithm makes of a file, heads left out."""
    best = {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME}
    best["dict_size"] = max(len(content), 4_096)  # looks back to the beginning
    return len(lzma.compress(content, lzma.FORMAT_RAW, filters=[best]))


def adaptive(compressor: Compressor, train: list[str], test: list[str]) -> float:
    """Give the nats of all test samples in one piece."""
    return BYTE * compressor(b"".join(map(line, train)), b"".join(map(line, test)))


def primed(compressor: Compressor, train: list[str], test: list[str]) -> list[float]:
    """Give the nats of each test sample by itself.

    A size in bytes is rounded, and a name takes three.  So the training samples are
    shuffled each time, that the rounding may differ, and be right on the average.
    """
    rng = Random(0)
    lines = [*map(line, train)]
    found = []
    for sample in test:
        rng.shuffle(lines)
        found.append(BYTE * compressor(b"".join(lines), line(sample)))
    return found


def line(sample: str) -> bytes:
    r"""Write a sample as a line.

    Examples
    --------
    >>> line("emma")
    b'emma\n'
    """
    return f"{sample}\n".encode()

"""Compressors: how much longer a file gets by the test, after all of the training.

Samples stand in the file a line each, words and moves with spaces between them.
*Adaptive*: the test comes in one piece, so that its end is predicted from its
beginning, too, which no other learner here does.  *Primed*: each test sample alone
comes after the training samples.
"""

from __future__ import annotations

import lzma
import math
from collections.abc import Callable
from random import Random
from typing import Any

from ..common import Missing

Compressor = Callable[[bytes], int]  # gives bytes
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

    def size(content: bytes) -> int:
        encoder = pyppmd.Ppmd7Encoder(order, MEMORY)
        return len(encoder.encode(content)) + len(encoder.flush())

    return size


def xz(content: bytes) -> int:
    """Give the bytes that xz's algorithm makes of a file, heads left out."""
    best = {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME}
    best["dict_size"] = max(len(content), 4_096)  # looks back to the beginning
    return len(lzma.compress(content, lzma.FORMAT_RAW, filters=[best]))


def adaptive(compressor: Compressor, train: list, test: list) -> float:
    """Give the nats of all test samples in one piece."""
    begun = content(train)
    return BYTE * (compressor(begun + content(test)) - compressor(begun))


def primed(compressor: Compressor, train: list, test: list) -> list[float]:
    """Give the nats of each test sample by itself.

    A size in bytes is rounded, and a name takes three.  So the training samples are
    shuffled each time, that the rounding may differ, and be right on the average.
    """
    rng = Random(0)
    lines = [*map(line, train)]
    found = []
    for sample in test:
        rng.shuffle(lines)
        begun = b"".join(lines)
        found.append(BYTE * (compressor(begun + line(sample)) - compressor(begun)))
    return found


def content(samples: list) -> bytes:
    """Write samples a line each."""
    return b"".join(map(line, samples))


def line(sample: Any) -> bytes:
    r"""Write a sample as a line.

    Examples
    --------
    >>> line("emma"), line(("e4", "e5"))
    (b'emma\n', b'e4 e5\n')
    """
    text = sample if isinstance(sample, str) else " ".join(sample)
    return f"{text}\n".encode()

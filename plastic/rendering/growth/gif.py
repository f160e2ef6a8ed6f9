"""An animated GIF of a memory that learns: which pictures, and how long each."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator
from typing import Any

from ..._support.arguments import positive, whole
from ..._support.paths import as_path
from ...errors import DataError, ParameterError
from .stage import Stage
from .story import Story

MOST_PICTURES = 1_000  # Pillow holds them all until the file is written
SLOWEST, HOLD = 0.8, 3.0  # seconds that one picture, and the last one, is shown


def write(
    growth: Story,
    path: str | os.PathLike[str],
    every: str,
    seconds: float,
    most: int,
) -> None:
    """Write a growth as an animated GIF: see :meth:`Growth.gif`."""
    target = as_path(path)
    seconds, most = positive(seconds, "seconds"), whole(most, "most", least=1)
    count = sum(1 for _ in growth.steps(every))
    if count == 0:
        raise ParameterError("nothing was learned, so there is nothing to show")
    if count > MOST_PICTURES:
        raise ParameterError(
            f"{count:,} pictures are too many for a GIF (at most {MOST_PICTURES:,}): "
            "watch fewer samples, or let a picture show more (every), or write a page"
        )
    pictures = _pictures(growth, every, most)
    written = io.BytesIO()
    next(pictures).save(
        written,
        "GIF",
        save_all=True,
        append_images=pictures,
        duration=[*_durations(count, seconds), int(1000 * HOLD)],
        loop=0,
    )
    try:
        target.write_bytes(written.getvalue())
    except OSError as error:
        raise DataError(f"cannot write {str(target)!r}: {error}") from error


def _durations(count: int, seconds: float) -> list[int]:
    """Give the milliseconds of each picture: slow at first, then ever quicker."""
    paces = [1 / math.sqrt(1 + index / 10) for index in range(count)]
    slowest = min(SLOWEST, seconds / sum(paces))
    # GIFs count in hundredths, and browsers show less than two of them as ten.
    return [10 * max(2, round(100 * pace * slowest)) for pace in paces]


def _pictures(growth: Story, every: str, most: int) -> Iterator[Any]:
    """Draw every step, and at last the tree at rest."""
    stage = Stage(growth, most)
    for frames, state in growth.steps(every):
        yield stage.picture(frames, state)
    yield stage.picture([], state)

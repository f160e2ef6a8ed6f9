"""Progress bars, which cost nothing where none is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

from .arguments import flag

T = TypeVar("T")


def bar(things: Iterable[T], shown: bool, unit: str, doing: str) -> Iterable[T]:
    """Give things one by one, and show how many there were so far, if wanted.

    >>> list(bar(["emma", "emily"], False, " samples", "learning"))
    ['emma', 'emily']
    """
    shown = flag(shown, "progress")
    # Not tqdm's disable=: a bar that is not shown would still take its lock.
    if not shown or sys.stderr is None:
        return things
    from tqdm import tqdm  # not above: most programs never show a bar

    counted: Iterable[T] = tqdm(things, doing, unit=unit)
    return counted

"""What each learner is told beforehand, found on a part of the training samples."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..common import Split


def carved(train: list, seed: int = 1) -> Split:
    """Hold out a tenth of the samples, 2,000 at most; of one sample its end."""
    if len(train) == 1:
        (text,) = train
        end = len(text) * 9 // 10
        return [text[:end]], [text[end:]]
    shuffled = train.copy()
    Random(seed).shuffle(shuffled)
    held_out = min(2_000, -(-len(shuffled) // 10))
    return shuffled[held_out:], shuffled[:held_out]


def least(cost: Callable[[int], float], start: int, numbers: range) -> int:
    """Go from a number, up or down, while that costs less.

    Parameters
    ----------
    cost : callable
        Of a number.  It should remember what it gave.
    start : int
        Where to begin.
    numbers : range
        Those there are.

    Examples
    --------
    >>> least(lambda number: abs(number - 7), 5, range(2, 10))
    7
    """
    at = start
    for step in (1, -1):
        while at + step in numbers and cost(at + step) < cost(at):
            at += step
    return at

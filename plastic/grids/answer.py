"""An answer: a grid, how sure it is, and why."""

from __future__ import annotations

from typing import NamedTuple

from .confidence import SURE
from .explanation import Explanation
from .grid import Grid


class GridAnswer(NamedTuple):
    """What a memory thinks becomes of a grid.

    Attributes
    ----------
    grid : Grid
        The answer.
    confidence : float
        How likely it is right.
    explanation : Explanation
        The shortest one.
    """

    grid: Grid
    confidence: float
    explanation: Explanation

    @property
    def is_sure(self) -> bool:
        """Whether the confidence is high."""
        return self.confidence >= SURE

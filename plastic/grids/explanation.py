"""What a guess rests on: explanations of different kinds, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .grid import Grid


class Explanation(NamedTuple):
    """What a guess rests on.

    Attributes
    ----------
    kind : {"operations", "mosaic", "part", "objects", "growth", "table"}
        How it explains.
    bits : float
        What it costs.
    rows : tuple of str
        What it says, a line each.
    fired : tuple of numpy.ndarray
        Of a table: which row fired in each cell of each answer.
    """

    kind: str
    bits: float
    rows: tuple[str, ...]
    fired: tuple[np.ndarray, ...] = ()


@dataclass
class Guess:
    """Answers to all that was asked, and why.

    Attributes
    ----------
    grids : tuple of Grid
        An answer for each of the grids that were asked.
    weight : float
        The sum of 2 to the minus bits over its explanations.
    explanations : list of Explanation
        The cheapest first.
    """

    grids: tuple[Grid, ...]
    weight: float = 0.0
    explanations: list[Explanation] = field(default_factory=list)

    @property
    def bits(self) -> float:
        """What its cheapest explanation costs."""
        return self.explanations[0].bits

    def add(self, explanation: Explanation) -> None:
        """Note another explanation."""
        self.weight += 2.0 ** -min(explanation.bits, 1000.0)
        self.explanations.append(explanation)
        self.explanations.sort(key=lambda each: each.bits)

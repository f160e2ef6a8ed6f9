"""What a guess rests on: explanations of different kinds, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..synthesis.rules import Table
from ..synthesis.tables import Tables
from .grid import Grid
from .habits import Decision


class Found(NamedTuple):
    """What was found to explain the pairs.

    Attributes
    ----------
    price : float
        Half bits.
    grids : sequence of Grid
        What it gives for all sources.
    rows : sequence of str
        What it says.
    decisions : sequence of Decision
        What was decided in it.
    """

    price: float
    grids: Sequence[Grid]
    rows: Sequence[str]
    decisions: Sequence[Decision] = ()


def said(tables: Tables, table: Table) -> list[str]:
    """Say what a table does, a line for each of its rules."""
    return [
        f"{' and '.join(rule.conditions)}: {tables.sources[rule.source].name}"
        for rule in table.rules
    ]


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
    decisions : tuple of Decision
        What was decided in it.
    """

    kind: str
    bits: float
    rows: tuple[str, ...]
    fired: tuple[np.ndarray, ...] = ()
    decisions: tuple[Decision, ...] = ()


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

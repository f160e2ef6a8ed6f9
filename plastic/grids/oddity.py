"""Oddity: answers that break what holds in all pairs cost more.

A rule that is right for all pairs may not fire where it is asked: then the answer is
the source, though no pair stayed as it was, or lacks the colour that is written anew in
every target.  Such an answer is hardly ever right, however short its explanation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .grid import Grid

# Half bits.  Of 500 guesses for training tasks that break one of the first three a
# single one was right; of those that lack a colour that all targets have, every twelfth
# (of the first guesses every third).
BROKEN, LACKING = 12, 6


def _colours(grid: Grid) -> set[int]:
    return {*np.unique(grid.cells).tolist()}


class Customs:
    """What holds in all pairs.

    Parameters
    ----------
    pairs : sequence of (Grid, Grid)
        Sources and targets.

    Examples
    --------
    >>> customs = Customs([(Grid("10"), Grid("14")), (Grid("02"), Grid("42"))])
    >>> customs.oddity(Grid("30"), Grid("34"))
    0
    >>> customs.oddity(Grid("30"), Grid("30")) > customs.oddity(Grid("30"), Grid("33"))
    True
    """

    def __init__(self, pairs: Sequence[tuple[Grid, Grid]]) -> None:
        self.changes = all(source != target for source, target in pairs)
        new = [_colours(target) - _colours(source) for source, target in pairs]
        self.always_new = set.intersection(*new)
        self.ever_new = set.union(*new)
        self.always_there = set.intersection(*(_colours(target) for _, target in pairs))

    def oddity(self, source: Grid, answer: Grid) -> int:
        """Say how many half bits an answer costs for what it breaks."""
        colours = _colours(answer)
        if not self.always_new <= colours:
            price = BROKEN
        else:
            price = 0 if self.always_there <= colours else LACKING
        price += BROKEN * (self.changes and source == answer)
        unheard = colours - _colours(source) - self.ever_new - {0}
        return price + BROKEN * bool(unheard)

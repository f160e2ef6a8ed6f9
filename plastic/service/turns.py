"""Turns: a long search is cut into turns, between which shorter ones get theirs.

How long a search takes nobody knows before it ends: from ``e`` it looks at hundreds of
beginnings, from ``emm`` at ten, and those that were looked at since the last change
cost next to nothing.  So all get a short first turn, in which most of them end.  Who
needs more is asked again, and lets others pass meanwhile, ever more of them the more it
needed (a multilevel feedback queue; Corbato and others, "An experimental time-sharing
system", 1962).  *What was worked out in one turn is kept by the memory*
(:mod:`plastic.state.beginnings`), so that the next one is soon where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

FIRST = 32  # beginnings: some 3 ms of a memory that has slept
# Times as many a turn.  Otherwise what is gone through again would be the most of it,
# and where something is learned in each pause, so that all is new, it would never end.
GROWTH = 1.5
PATIENCE = 64  # questions that may pass at the most: none is passed by without end


class Turn(NamedTuple):
    """What is asked for at once.

    Attributes
    ----------
    most : int or None
        How many beginnings may be looked at that were not before; None: all.
    passed_by : int
        How many questions that are asked later may be answered before.
    """

    most: int | None
    passed_by: int


def turns(name: str, given: dict[str, Any]) -> Iterator[Turn]:
    """Give the turns of a question, until it is answered.

    Parameters
    ----------
    name : str
        Of the verb.
    given : dict
        Its fields.

    Examples
    --------
    >>> from itertools import islice
    >>> for turn in islice(turns("complete", {"prefix": "e"}), 4):
    ...     print(*turn)
    32 0
    48 4
    72 16
    108 64
    >>> [*turns("predict", {"context": "e"})]
    [Turn(most=None, passed_by=0)]
    """
    if name != "complete":
        drawn = given["n"] if name == "generate" else 0
        yield Turn(None, min(PATIENCE, drawn))
        return
    most, passed_by = float(FIRST), 0
    while True:
        yield Turn(int(most), passed_by)
        most, passed_by = GROWTH * most, min(PATIENCE, max(4, 4 * passed_by))

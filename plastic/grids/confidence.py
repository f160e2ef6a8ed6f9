"""Confidence: how likely a guess is right, by its bits and its share of the weight.

A logistic of both.  Its three numbers are the likeliest ones of a grid of them, for the
first guesses for ARC's 400 training tasks: there were guesses for 379, and 239 of them
were right; of the 185 that are sure by it 180 (97%) were.  Other tasks are less like
those that people had in mind who chose the operations, so that there it is too sure.
"""

from __future__ import annotations

import math

SURE = 0.9
# Of a guess of no bits that nothing contradicts; what a bit, and what all of the weight
# is worth.
OFFSET, PER_BIT, PER_SHARE = 4.25, -0.065, 5.5
MOST = 700.0  # whose power of e a float still holds


def confidence(bits: float, weight: float, total: float) -> float:
    """Give the probability that a guess is right.

    Parameters
    ----------
    bits : float
        Those of its shortest explanation.
    weight, total : float
        The weight of this guess, and of all.

    >>> confidence(12, 1, 1) > SURE > confidence(60, 1, 1)
    True
    >>> confidence(12, 1, 2) < SURE
    True
    """
    share = weight / total if total else 0.0
    surely = OFFSET + PER_BIT * bits + PER_SHARE * (share - 1)
    return 1 / (1 + math.exp(min(-surely, MOST)))

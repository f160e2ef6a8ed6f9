"""Confidence: how likely a guess is right, by its bits and its share of the weight.

Fitted on the first guesses for ARC's 400 training tasks, by how often those of so many
bits were right; a logistic, whose two slopes were found by counting on a grid of them.
"""

from __future__ import annotations

import math

SURE = 0.9
OFFSET, PER_BIT, PER_SHARE = 4.5, -0.11, 1.0


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
    """
    share = weight / total if total else 0.0
    return share / (1 + math.exp(-(OFFSET + PER_BIT * bits)))

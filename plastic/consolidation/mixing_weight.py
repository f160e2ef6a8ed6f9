"""How much to believe sleep, and how much waking.

The two are mixed geometrically, ``softmax(w log sleep + (1 - w) log waking)``.
The weight is a property of the data: on names sleep sees most, on English
words waking does.  It is found from moments that neither has seen: waking
forgets each of them for as long as it takes to predict it; sleep sweeps once
more beside the first sweep, without them.
"""

from __future__ import annotations

import numpy as np

# A weak belief before anything is seen: as if so many moments spoke for it.
EXPECTED_WEIGHT = 0.75
STRENGTH_OF_BELIEF = 30


def mixing_weight(asleep: np.ndarray, awake: np.ndarray, came: np.ndarray) -> float:
    """Find the weight under which what came was most probable.

    The log-probability of the mixture is concave in the weight, so the place
    where it stops rising is found by halving.

    Parameters
    ----------
    asleep, awake : numpy.ndarray, shape (moments, symbols)
        Log-probabilities by those who did not see these moments.
    came : numpy.ndarray of int, shape (moments,)
        Which symbol came.

    Returns
    -------
    float
        From 0, all waking, to 1, all sleep.
    """
    difference = asleep - awake
    gained = difference[np.arange(len(came)), came].sum()
    low, high = 0.0, 1.0
    for _ in range(20):
        weight = (low + high) / 2
        mixed = awake + weight * difference
        chances = np.exp(mixed - mixed.max(1, keepdims=True))
        expected = ((chances * difference).sum(1) / chances.sum(1)).sum()
        pull = STRENGTH_OF_BELIEF * (weight - EXPECTED_WEIGHT)
        if expected + pull < gained:
            low = weight
        else:
            high = weight
    return (low + high) / 2

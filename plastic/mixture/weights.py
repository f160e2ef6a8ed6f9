"""How much to believe each expert.

They are mixed geometrically, ``softmax(sum of w_i log p_i)``.  The weights are a
property of the data: on names sleep sees most, on English words waking does.
They are found from moments that no expert has seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

# A weak belief before anything is seen, in all experts but waking together: as
# if so many moments spoke for it.
EXPECTED_WEIGHT = 0.75
STRENGTH_OF_BELIEF = 30
HALVINGS = 20  # of the range of a weight: to a millionth
MOST_ROUNDS = 20  # over all pairs of experts, where there are several
SETTLED = 1e-4  # a round that changes no weight by more is the last


def mixing_weights(
    awake: np.ndarray, others: Sequence[np.ndarray], came: np.ndarray
) -> tuple[float, ...]:
    """Find the weights under which what came was most probable.

    The log-probability of the mixture is concave in the weights.  So weight is
    moved between two experts at a time, as much as pays, which halving finds,
    until no two have anything to give each other.

    Parameters
    ----------
    awake : numpy.ndarray, shape (moments, targets)
        Waking's log-probabilities, when it did not see these moments.
    others : sequence of numpy.ndarray, shape (moments, targets)
        Those of each other expert, likewise.
    came : numpy.ndarray of int, shape (moments,)
        What came.

    Returns
    -------
    tuple of float
        For each of the others, from 0 to 1; what is left of 1 is waking's.
    """
    logs = [awake, *others]
    weights = [1.0] + [0.0] * len(others)
    expected = [None] + [EXPECTED_WEIGHT / len(others) for _ in others]
    pairs = list(combinations(range(len(logs)), 2))
    for _ in range(MOST_ROUNDS if len(pairs) > 1 else len(pairs)):
        before = list(weights)
        for giver, taker in pairs:
            both = weights[giver] + weights[taker]
            rest = both * logs[giver]
            for number, weight in enumerate(weights):
                if number not in (giver, taker) and weight:
                    rest = rest + weight * logs[number]
            difference = logs[taker] - logs[giver]
            beliefs = expected[giver], expected[taker]
            moved = _halved(rest, difference, came, both, beliefs)
            weights[giver], weights[taker] = both - moved, moved
        if max(abs(new - old) for new, old in zip(weights, before)) < SETTLED:
            break
    return tuple(weights[1:])


def _halved(
    rest: np.ndarray,
    difference: np.ndarray,
    came: np.ndarray,
    most: float,
    expected: tuple[float | None, float | None],
) -> float:
    """Find where the log-probability stops rising with the weight of the taker."""
    gained = difference[np.arange(len(came)), came].sum()
    low, high = 0.0, most
    for _ in range(HALVINGS):
        weight = (low + high) / 2
        mixed = rest + weight * difference
        chances = np.exp(mixed - mixed.max(1, keepdims=True))
        lost = ((chances * difference).sum(1) / chances.sum(1)).sum()
        pull = 0.0
        for share, belief, sign in zip((most - weight, weight), expected, (-1, 1)):
            if belief is not None:
                pull += sign * STRENGTH_OF_BELIEF * (share - belief)
        if lost + pull < gained:
            low = weight
        else:
            high = weight
    return (low + high) / 2

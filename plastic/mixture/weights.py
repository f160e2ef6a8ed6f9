"""How much to believe each expert.

They are mixed geometrically, ``softmax(sum of w_i log p_i)``.  The weights are a
property of the data: on names sleep sees most, on English words waking does.
They are found from moments that no expert has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# A weak belief before anything is seen, in all experts but waking together: as
# if so many moments spoke for it.
EXPECTED_WEIGHT = 0.75
STRENGTH_OF_BELIEF = 30
HALVINGS = 20  # of the range of a weight: to a millionth
MOST_ROUNDS = 20  # over all weights, where there are several
SETTLED = 1e-4  # a round that changes no weight by more is the last


def mixing_weights(
    awake: np.ndarray, others: Sequence[np.ndarray], came: np.ndarray
) -> tuple[float, ...]:
    """Find the weights under which what came was most probable.

    The log-probability of the mixture is concave in the weights, so each is
    found in turn by halving, the others being what they are, until none changes.

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
        For each of the others, from 0 on; what is left of 1 is waking's.
    """
    weights = [0.0] * len(others)
    differences = [other - awake for other in others]
    for _ in range(MOST_ROUNDS if len(others) > 1 else 1):
        before = list(weights)
        for index, difference in enumerate(differences):
            rest = awake
            for other, weight in enumerate(weights):
                if other != index and weight:
                    rest = rest + weight * differences[other]
            most = 1.0 - sum(weights[:index] + weights[index + 1 :])
            expected = EXPECTED_WEIGHT / len(others)
            weights[index] = _halved(rest, difference, came, most, expected)
        changes = [abs(new - old) for new, old in zip(weights, before)]
        if max(changes, default=0.0) < SETTLED:
            break
    return tuple(weights)


def _halved(
    rest: np.ndarray,
    difference: np.ndarray,
    came: np.ndarray,
    most: float,
    expected_weight: float,
) -> float:
    """Find where the log-probability stops rising with one expert's weight."""
    gained = difference[np.arange(len(came)), came].sum()
    low, high = 0.0, most
    for _ in range(HALVINGS):
        weight = (low + high) / 2
        mixed = rest + weight * difference
        chances = np.exp(mixed - mixed.max(1, keepdims=True))
        expected = ((chances * difference).sum(1) / chances.sum(1)).sum()
        pull = STRENGTH_OF_BELIEF * (weight - expected_weight)
        if expected + pull < gained:
            low = weight
        else:
            high = weight
    return (low + high) / 2

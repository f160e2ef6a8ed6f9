"""How sure a difference is: intervals and a paired test over the test samples."""

from __future__ import annotations

import numpy as np

RESAMPLED = 2_000
FLIPPED = 10_000


def interval(nats: np.ndarray, symbols: np.ndarray) -> tuple[float, float]:
    """Give the bootstrap's 95% interval of the nats a symbol.

    Parameters
    ----------
    nats : ndarray of float
        Of each test sample, summed over its symbols; differences will do too.
    symbols : ndarray of int
        How many symbols each has, STOP included.

    Returns
    -------
    (float, float)
        Samples are drawn anew with replacement, 2,000 times, with a fixed seed.

    Examples
    --------
    >>> interval(np.array([2.0, 4.0, 6.0]), np.array([1, 2, 3]))
    (2.0, 2.0)
    """
    rng = np.random.default_rng(0)
    means = []
    for _ in range(RESAMPLED):
        drawn = rng.integers(len(nats), size=len(nats))
        means.append(nats[drawn].sum() / symbols[drawn].sum())
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def paired(differences: np.ndarray) -> float:
    """Give how likely differences as large are where there is none: the p-value.

    Parameters
    ----------
    differences : ndarray of float
        For each test sample, one learner's nats less the other's.

    Returns
    -------
    float
        Two-sided; each difference turns its sign at random, 10,000 times, with
        a fixed seed.  Never below 1/10,001.

    Examples
    --------
    >>> round(paired(np.array([1.0, 1.0])), 1)  # half of all signs are as extreme
    0.5
    >>> paired(np.ones(100)) < 0.001
    True
    """
    rng = np.random.default_rng(0)
    seen = abs(differences.sum()) * (1 - 1e-9)  # sums of floats, in another order
    as_large = 1
    for _ in range(FLIPPED // 100):
        signs = rng.choice([-1.0, 1.0], size=(100, len(differences)))
        as_large += int((abs(signs @ differences) >= seen).sum())
    return as_large / (FLIPPED + 1)

"""How sure a figure is: over names, over draws, along a line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 1_000


class Interval(NamedTuple):
    """A figure, and between what it may lie."""

    middle: float
    low: float
    high: float

    def show(self, places: int = 3) -> str:
        """Write it for a table: ``2.054 [2.049, 2.060]``."""
        low, high = f"{self.low:,.{places}f}", f"{self.high:,.{places}f}"
        return f"{self.middle:,.{places}f} [{low}, {high}]"


class Spread(NamedTuple):
    """The mean of several draws, and their standard deviation."""

    mean: float
    deviation: float

    def show(self, places: int = 3) -> str:
        """Write it for a table: ``2.054 ± 0.002``."""
        return f"{self.mean:,.{places}f} ± {self.deviation:.{places}f}"


def bootstrap(totals: Sequence[float], sizes: Sequence[float]) -> Interval:
    """Give the sum of totals over that of sizes, and where 95% of resamples lie.

    Whole samples are drawn again, each with its total and its size, for what
    the symbols of one sample cost is not independent.

    >>> bootstrap([2.0, 4.0, 6.0], [1, 2, 3])
    Interval(middle=2.0, low=2.0, high=2.0)
    """
    totals, sizes = np.asarray(totals, float), np.asarray(sizes, float)
    rng = np.random.default_rng(0)
    means = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(len(totals), size=len(totals))
        means.append(totals[drawn].sum() / sizes[drawn].sum())
    low, high = np.percentile(means, [2.5, 97.5]).tolist()
    return Interval(float(totals.sum() / sizes.sum()), low, high)


def spread(values: Sequence[float]) -> Spread:
    """Give mean and standard deviation of what several draws gave.

    >>> spread([1.0, 2.0, 3.0])
    Spread(mean=2.0, deviation=1.0)
    """
    several = len(values) > 1
    deviation = statistics.stdev(values) if several else 0.0
    return Spread(statistics.fmean(values), deviation)


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> Interval:
    """Fit ``cost = a * size ** exponent`` by least squares of the logarithms.

    The interval is Student's, 95%, as if the points were independent about the
    line.  Those of one growing memory are not, and lie on a bent line at that:
    it tells how straight the line is, not how true.

    >>> exponent([1, 10, 100], [3, 300, 30_000]).show(2)
    '2.00 [2.00, 2.00]'
    """
    from scipy.stats import t

    x, y = np.log(sizes), np.log(costs)
    x = x - x.mean()
    slope = float(x @ y / (x @ x))
    left = y - y.mean() - slope * x
    free = len(x) - 2
    error = float(np.sqrt(left @ left / free / (x @ x)))
    reach = float(t.ppf(0.975, free)) * error
    return Interval(slope, slope - reach, slope + reach)

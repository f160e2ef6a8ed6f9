"""Calibrated tails: how rarely a number comes that is as large as this one.

Most of what is surprising is not odd, for every source has its own noise.  So a
number is compared with those that came before it from the same source.  What is seen
often can be counted; what is rarer than all that was seen cannot.  But *peaks over
a threshold* of nearly any source fall off exponentially at first (Pickands, 1975),
so that two numbers tell the whole tail: the threshold, above which a twentieth lies,
and by how much those exceed it in the mean::

    P(x or more) = share * exp(-(x - threshold) / excess)

Both are closed forms.  Below the threshold it is counted how many came, at sixteen
places, between which it is a line.

A source that is often surprised has a long tail, and must be surprised all the more:
so that several sources, each measured by its own tail, can be compared and added up,
and nobody has to be told which one to believe.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

SHARE = 0.05  # of all numbers that count as the tail,
PEAKS = 10  # but so many of them at the least, from which a mean can be taken
PLACES = 16  # below the threshold: so that hardly anything usual looks the same
PARTS_BELOW = np.arange(PLACES + 1) / PLACES
MOST = 30.0  # nats that a tail can tell: one in 10,000,000,000,000, and no more


class Tail(NamedTuple):
    """The tail of some numbers.

    Attributes
    ----------
    threshold : float
        Where it begins.
    excess : float
        By how much the numbers in it exceed that in the mean.
    share : float
        How many of all numbers lie in it.
    usual : tuple of float
        What lies below: its least, and as many quantiles as there are :data:`PLACES`,
        the last of which is the threshold.
    """

    threshold: float
    excess: float
    share: float
    usual: tuple[float, ...] = ()

    @classmethod
    def of(cls, numbers: Any, least: float) -> Tail:
        """Estimate the tail of numbers.

        Parameters
        ----------
        numbers : array-like of float, shape (n,)
            What came, one at the least.
        least : float
            What to take for the excess if it is less: so that where nothing ever
            differs, a hair's breadth is no alarm.

        Returns
        -------
        Tail
            Costs O(n log n), some 0.1 ms for 10,000.

        Examples
        --------
        >>> tail = Tail.of(range(1_000), least=0.1)
        >>> round(tail.threshold), round(tail.excess)
        (949, 25)
        >>> round(math.exp(-tail.evidence(1_050)), 4)
        0.0009
        """
        given = np.asarray(numbers, float)
        share = min(max(SHARE, PEAKS / len(given)), 0.5)
        given = np.sort(given)
        places = (1 - share) * (len(given) - 1) * PARTS_BELOW
        usual = np.interp(places, np.arange(len(given)), given).tolist()
        threshold = usual[-1]
        peaks = given[np.searchsorted(given, threshold, side="right") :]
        excess = float(peaks.mean()) - threshold if len(peaks) else 0.0
        return cls(threshold, max(excess, least), share, tuple(usual))

    def evidence(self, number: float) -> float:
        """Give minus the log of how probable a number as large as this is.

        In nats, from 0 to :data:`MOST`.  Costs O(1).
        """
        above = number - self.threshold
        if above > 0:
            return min(above / self.excess - math.log(self.share), MOST)
        usual = self.usual
        # Of equal ones the lowest place: all of them are as large as this.
        at = bisect_left(usual, number)
        if not at:
            return 0.0
        low, high = usual[at - 1], usual[at]
        place = at - 1 + (number - low) / (high - low)
        return -math.log1p(-place / PLACES * (1 - self.share))


def as_tail(values: Sequence[Any] | None) -> Tail | None:
    """Give a tail that was written as JSON."""
    if values is None:
        return None
    threshold, excess, share, usual = values
    return Tail(float(threshold), float(excess), float(share), (*map(float, usual),))


class RunningTail:
    """The tail of what came last, estimated anew every now and then.

    Parameters
    ----------
    least : float
        As for :meth:`Tail.of`; of numbers that are spread, so many of their standard
        deviations.
    is_spread : bool, default False
        Whether `least` is told in standard deviations.
    window : int, default 10,000
        How many numbers are looked back at.

    Attributes
    ----------
    tail : Tail or None
        As it was last estimated; None: too little has come.
    """

    def __init__(
        self, least: float, is_spread: bool = False, window: int = 10_000
    ) -> None:
        self.least, self.is_spread, self.window = least, is_spread, window
        self.tail: Tail | None = None
        self._numbers = np.empty(min(window, 64))  # grows; when full, the oldest goes
        self._came = 0
        self._next = 2 * PEAKS  # how many must have come for the next estimate

    def evidence(self, number: float) -> float:
        """Tell how odd a number is, in nats; 0 as long as too little has come."""
        return 0.0 if self.tail is None else self.tail.evidence(number)

    def add(self, number: float) -> None:
        """Take note of a number.  Costs O(log window) in the mean.

        The tail is estimated anew when a twentieth of what is looked at is new,
        ten numbers at the least.
        """
        at, size = self._came, len(self._numbers)
        if at == size < self.window:
            grown = np.empty(min(2 * size, self.window))
            grown[:size] = self._numbers
            self._numbers, size = grown, len(grown)
        self._numbers[at % size] = number
        self._came = at + 1
        if self._came >= self._next:
            self.estimate()

    def estimate(self) -> None:
        """Estimate the tail anew, if there are numbers enough."""
        given = self.numbers
        if len(given) >= 2 * PEAKS:
            least = self.least
            if self.is_spread:
                least = least * float(given.std()) or math.ulp(abs(given[0]) or 1.0)
            self.tail = Tail.of(given, least)
            self._next = self._came + max(PEAKS, int(SHARE * len(given)))

    @property
    def numbers(self) -> np.ndarray:
        """What is looked back at, in any order: (n,)."""
        return self._numbers[: min(self._came, len(self._numbers))]

    @property
    def state(self) -> dict[str, Any]:
        """All that there is to know of it, for :meth:`restore`, as JSON can hold it."""
        return {
            "numbers": self.numbers.tolist(),
            "came": self._came,
            "next": self._next,
            "tail": self.tail,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as another one of the same window was."""
        numbers = state["numbers"]
        self._numbers = np.array(numbers if numbers else [0.0], float)
        self._came, self._next = int(state["came"]), int(state["next"])
        self.tail = as_tail(state["tail"])

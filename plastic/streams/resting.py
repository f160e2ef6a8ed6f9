"""What is odd is told once: an alarm goes on until nothing odd came for a while."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Any

from .odds import HALVES


class Rest:
    """What was told lately, so that it is not told again.

    Parameters
    ----------
    records : int
        For how many records an alarm goes on after the last odd one.
    """

    def __init__(self, records: int = 0) -> None:
        self.records = records
        self._scores: deque[tuple[int, float]] = deque()  # the latest, falling
        self._alarm = -math.inf, 0.0  # when one last was or went on; what began it

    def is_news(self, now: int, evidence: float) -> bool:
        """Whether what is odd is an alarm, or one goes on; take note of it.

        What is a thousand times rarer than what it began with is one again.

        Parameters
        ----------
        now : int
            The number of the record.
        evidence : float
            How odd it is, in nats.
        """
        last, began_with = self._alarm
        is_over = now - last > self.records
        is_news = is_over or evidence >= began_with + HALVES
        self._alarm = now, evidence if is_news else began_with
        return is_news

    def is_resting(self, now: int, score: float) -> bool:
        """Whether something as odd came within the rest; take note of this one.

        Costs O(1) in the mean: of the latest scores only those are kept that are
        higher than all after them.
        """
        scores = self._scores
        while scores and scores[0][0] < now - self.records:
            scores.popleft()
        resting = bool(scores) and scores[0][1] >= score
        while scores and scores[-1][1] <= score:
            scores.pop()
        scores.append((now, score))
        return resting

    @property
    def state(self) -> dict[str, Any]:
        """All that there is to know of it, for :meth:`restore`, as JSON can hold it."""
        alarm = self._alarm if math.isfinite(self._alarm[0]) else None
        return {"scores": [*self._scores], "alarm": alarm}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as another one was."""
        self._scores.extend((int(n), float(score)) for n, score in state["scores"])
        if state["alarm"] is not None:
            last, began_with = state["alarm"]
            self._alarm = int(last), float(began_with)

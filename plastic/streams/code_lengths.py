"""Experts weighted by how long their codes were lately.

An expert that gave what came a probability p needed ``-log p`` nats to tell it.  Who
needed less is believed more: its weight is ``exp(-nats)`` of all that it needed, and
what is past fades, by the same factor with each record.  Without fading that is
Bayes' rule for experts of whom one is right for ever; with it, whoever is right now
gains weight in a few dozen records ("Tracking the best expert", Herbster and
Warmuth, 1998).  Nothing is fitted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

# What is left of a record's nats after another one: some 50 records count.  Best of
# .9, .95, .98, .99 and .999 on eleven series of NAB.
FADING = 0.98


class CodeLengths:
    """The nats that some experts needed, the past fading.

    Parameters
    ----------
    nats : sequence of float
        What each of them needed so far.
    """

    __slots__ = ("nats",)

    def __init__(self, nats: Sequence[float]) -> None:
        self.nats = nats

    def weights(self) -> list[float]:
        """Give how much each is believed: together 1."""
        least = min(self.nats)
        relative = [math.exp(least - nats) for nats in self.nats]
        total = sum(relative)
        return [weight / total for weight in relative]

    def mix(self, chances: Sequence[float]) -> float:
        """Give the probability that they give together."""
        least = min(self.nats)
        total = said = 0.0
        for nats, chance in zip(self.nats, chances):
            weight = math.exp(least - nats)
            total += weight
            said += weight * chance
        return said / total

    def after(self, chances: Sequence[float]) -> tuple[float, ...]:
        """Give the nats that each needed when it gave this to what came."""
        pairs = zip(self.nats, chances)
        return tuple(FADING * nats - math.log(chance) for nats, chance in pairs)

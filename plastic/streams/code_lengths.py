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
from typing import TypeAlias

# What is left of a record's nats after another one: some 50 records count.  On eleven
# series of NAB .95 to .99 code within a quarter of a percent of it.
FADING = 0.98


Nats: TypeAlias = "tuple[float, ...]"  # what each expert needed, the past fading


def weights(nats: Nats) -> list[float]:
    """Give the weight of each expert; they sum to 1.

    >>> [round(weight, 2) for weight in weights((1.0, 1.0 + math.log(3)))]
    [0.75, 0.25]
    """
    least = min(nats)
    relative = [math.exp(least - needed) for needed in nats]
    total = sum(relative)
    return [weight / total for weight in relative]


def mixed(nats: Nats, chances: Sequence[float]) -> tuple[float, Nats]:
    """Give what a record costs them together, and what each needed then.

    Parameters
    ----------
    nats : tuple of float
        What each needed so far.
    chances : sequence of float
        What probability each gave to what came.
    """
    if len(chances) == 1:
        return -math.log(chances[0]), nats  # whom else could one believe?
    said = sum(weight * chance for weight, chance in zip(weights(nats), chances))
    pairs = zip(nats, chances)
    after = tuple(FADING * needed - math.log(chance) for needed, chance in pairs)
    return -math.log(said), after

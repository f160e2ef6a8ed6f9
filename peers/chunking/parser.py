"""PARSER: percepts of one to three units are kept, forgotten, and disturb each other.

After Perruchet and Vinter ("PARSER: a model for word segmentation", Journal of Memory
and Language 39, 1998).  What a listener attends to at a time, a percept, is one to
three units.  It becomes a unit itself, and grows stronger when it comes again; all
others fade a little, and those that share a syllable with it a little more.  What is
strong enough shapes the next percepts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

Unit = tuple[str, ...]  # syllables

MOST_IN_A_PERCEPT = 3
# The parameters of the paper, as its readers report them.
GAIN = 1.0  # of a new unit
AGAIN = 0.5  # of a unit that comes again
DECAY = 0.05  # of all others, each percept
INTERFERENCE = 0.005  # of those that share a syllable, for each that they share
THRESHOLD = 1.0  # from which on a unit shapes percepts


class Parser:
    """A lexicon of units that percepts fill.

    Parameters
    ----------
    seed : int
        Of how many units each percept has.

    Attributes
    ----------
    weights : dict
        Unit -> how strong it is.
    """

    def __init__(self, seed: int = 0) -> None:
        self._rng = random.Random(seed)
        self.weights: dict[Unit, float] = {}

    def listen(self, stream: Sequence[str]) -> Parser:
        """Hear syllables one after the other."""
        at = 0
        while at < len(stream):
            parts = []
            for _ in range(self._rng.randint(1, MOST_IN_A_PERCEPT)):
                if at == len(stream):
                    break
                part = self._longest(stream, at)
                parts.append(part)
                at += len(part)
            self._perceive(parts)
        return self

    def strength(self, item: Sequence[str]) -> float:
        """Give how strong an item is as a unit; 0 if it is none."""
        return self.weights.get(tuple(item), 0.0)

    def _longest(self, stream: Sequence[str], at: int) -> Unit:
        """Find the longest unit that is strong enough and comes here."""
        longest = max(map(len, self.weights), default=1)
        for length in range(min(longest, len(stream) - at), 1, -1):
            unit = tuple(stream[at : at + length])
            if self.weights.get(unit, 0.0) >= THRESHOLD:
                return unit
        return (stream[at],)

    def _perceive(self, parts: list[Unit]) -> None:
        percept = tuple(syllable for part in parts for syllable in part)
        attended = {percept, *parts}
        for unit in [*self.weights]:
            if unit not in attended:
                shared = sum(syllable in percept for syllable in unit)
                self.weights[unit] -= DECAY + INTERFERENCE * shared
                if self.weights[unit] <= 0:
                    del self.weights[unit]
        for unit in attended:
            if unit in self.weights:
                self.weights[unit] += AGAIN
            elif unit == percept:
                self.weights[unit] = GAIN

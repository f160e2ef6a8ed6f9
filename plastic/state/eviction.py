"""Bounded memory: which sample to forget when there is no room for another.

Of a memory with a capacity, the samples held are counted with their
multiplicity, and one occurrence is forgotten at a time.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from ..core.symbols import Symbols


class Eviction:
    """The order in which samples are forgotten.

    Parameters
    ----------
    how : {"oldest", "rarest"}
        ``"oldest"``: the one that was learned longest ago; having been learned
        again counts.  ``"rarest"``: the one that is held least often, of
        several such the one that was learned longest ago.
    samples : mapping
        Sample -> how often it is held, the one learned longest ago first.

    Examples
    --------
    >>> samples = {"ava": 2, "mia": 1, "zoe": 1}
    >>> Eviction("oldest", samples).choose(), Eviction("rarest", samples).choose()
    ('ava', 'mia')
    """

    def __init__(self, how: str, samples: Mapping[Symbols, int]) -> None:
        self.how, self._samples = how, samples
        self._learned = {sample: at for at, sample in enumerate(samples)}
        self._serial = len(samples)
        self._rebuild()

    def changed(self, sample: Symbols, learned: bool) -> None:
        """Take note of a sample that was learned or forgotten.  Costs O(log n)."""
        if learned:
            self._serial += 1
            self._learned[sample] = self._serial
        if sample not in self._samples:
            self._learned.pop(sample, None)
        elif len(self._heap) > 2 * len(self._learned) + 100:
            self._rebuild()
        else:
            heapq.heappush(self._heap, self._entry(sample))

    def choose(self) -> Symbols:
        """Give the sample to forget next.  Costs O(log n) on average."""
        while True:
            entry = self._heap[0]
            sample = entry[-1][0]
            # What has changed since stands elsewhere in the heap again.
            if sample in self._learned and entry[:-1] == self._entry(sample)[:-1]:
                return sample
            heapq.heappop(self._heap)

    def _entry(self, sample: Symbols) -> tuple[int, int, tuple[Symbols]]:
        rarity = self._samples[sample] if self.how == "rarest" else 0
        # Serial numbers differ, so that samples are never compared.
        return rarity, self._learned[sample], (sample,)

    def _rebuild(self) -> None:
        self._heap = [self._entry(sample) for sample in self._learned]
        heapq.heapify(self._heap)

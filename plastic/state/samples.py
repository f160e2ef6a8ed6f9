"""The multiset of samples that a memory holds: all that it has to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..core.symbols import Symbols


class Samples(Mapping):
    """What was learned and how often: a Counter to look at, not to change.

    It is live: it shows what the memory holds now, and what was learned longest
    ago comes first.

    Examples
    --------
    >>> import plastic
    >>> samples = plastic.PlasticMemory().fit(["ava", "mia", "ava"]).samples
    >>> samples["ava"], samples["zoe"], len(samples), samples.total()
    (2, 0, 2, 3)
    >>> samples.most_common(1)
    [('ava', 2)]
    """

    __slots__ = ("_counts", "_total")

    def __init__(self, counts: Mapping[Symbols, int] | None = None) -> None:
        self._counts = Counter(counts)
        self._total = sum(self._counts.values())

    def __getitem__(self, sample: Symbols) -> int:
        return self._counts[sample]

    def __contains__(self, sample: object) -> bool:
        return sample in self._counts

    def __iter__(self) -> Iterator[Symbols]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        shown = ", ".join(f"{sample!r}: {n}" for sample, n in self.most_common(5))
        more = ", ..." if len(self) > 5 else ""
        return f"Samples({{{shown}{more}}})"

    def elements(self) -> Iterator[Symbols]:
        """Give each sample as often as it is held."""
        return self._counts.elements()

    def most_common(self, n: int | None = None) -> list[tuple[Symbols, int]]:
        """List the n samples held most often, with how often."""
        return self._counts.most_common(n)

    def total(self) -> int:
        """Count the samples with their multiplicity.  Costs O(1)."""
        return self._total

    def _change(self, sample: Symbols, by: int) -> None:
        held, total = self._counts[sample] + by, self._total + by
        try:
            if by > 0 or not held:
                self._counts.pop(sample, None)  # to come last again
        finally:  # also when Ctrl-C comes right here
            if held:
                self._counts[sample] = held
            self._total = total

    def _clear(self) -> None:
        self._counts.clear()
        self._total = 0

"""The multiset of samples that a memory holds: all that it has to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .._support.arguments import whole
from .._support.short import short
from ..core.symbols import Symbols


class Multiset:
    """Samples and how often each is held, the one learned longest ago first.

    Attributes
    ----------
    counts : collections.Counter
        Sample -> how often it is held.
    total : int
        How many there are, with their multiplicity.
    """

    __slots__ = ("counts", "total")

    def __init__(self, counts: Mapping[Symbols, int] | None = None) -> None:
        self.counts: Counter[Symbols] = Counter(counts)
        self.total = sum(self.counts.values())

    def change(self, sample: Symbols, by: int) -> None:
        """Hold a sample so much more often, or less; one that is learned comes last."""
        held, total = self.counts[sample] + by, self.total + by
        try:
            if by > 0 or not held:
                self.counts.pop(sample, None)  # to come last again
        finally:  # also when Ctrl-C comes right here
            if held:
                self.counts[sample] = held
            self.total = total

    def hold(self, counts: Mapping[Symbols, int]) -> None:
        """Hold these, and nothing else."""
        held, total = Counter(counts), sum(counts.values())
        self.counts, self.total = held, total

    def clear(self) -> None:
        """Hold nothing."""
        # Two assignments with nothing called between: Ctrl-C comes before or after.
        self.counts, self.total = Counter(), 0


def tally(samples: list[Symbols], times: list[int] | None) -> dict[Symbols, int]:
    """Count samples, the one that came longest ago first.

    >>> tally(["ava", "mia", "ava"], None)
    {'mia': 1, 'ava': 2}
    """
    if times is None:  # as below, without a step of Python's a sample
        return dict(reversed(Counter(reversed(samples)).items()))
    counts: dict[Symbols, int] = {}
    for sample, often in zip(samples, times):
        counts[sample] = counts.pop(sample, 0) + often
    return counts


class Samples(Mapping[Symbols, int]):
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

    __slots__ = ("_held",)

    def __init__(self, held: Multiset) -> None:
        self._held = held

    def __getitem__(self, sample: Symbols) -> int:
        return int(self.get(sample, 0))

    def __contains__(self, sample: object) -> bool:
        return self.get(sample) is not None

    def __iter__(self) -> Iterator[Symbols]:
        # What there is now, so that a memory can learn from what it holds.
        return iter([*self._held.counts])

    def __reversed__(self) -> Iterator[Symbols]:
        return reversed(self._held.counts)

    def get(self, sample: Any, default: Any = None) -> Any:
        """Give how often a sample is held, or the default if it is not."""
        try:
            return self._held.counts.get(sample, default)
        except Exception:  # noqa: BLE001 - what cannot be looked up is not held
            return default

    def __len__(self) -> int:
        return len(self._held.counts)

    def __repr__(self) -> str:
        shown = ", ".join(f"{short(sample)}: {n}" for sample, n in self.most_common(5))
        more = ", ..." if len(self) > 5 else ""
        return f"Samples({{{shown}{more}}})"

    def elements(self) -> Iterator[Symbols]:
        """Give each sample as often as it is held."""
        return Counter(self._held.counts).elements()

    def most_common(self, n: int | None = None) -> list[tuple[Symbols, int]]:
        """List the n samples held most often, with how often."""
        n = None if n is None else whole(n, "n")
        return self._held.counts.most_common(n)

    def total(self) -> int:
        """Count the samples with their multiplicity.  Costs O(1)."""
        return self._held.total

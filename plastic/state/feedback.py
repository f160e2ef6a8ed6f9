"""What an environment said of samples: the signals themselves, and their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..core.symbols import Symbols
from ..mixture.reinforced import Evidence

Signal = tuple[Symbols, float]


class Feedback:
    """A multiset of signals: samples, and how much each was liked.

    Parameters
    ----------
    signals : iterable of (sample, strength, times)
        What was said so far.

    Attributes
    ----------
    signals : collections.Counter
        (sample, strength) -> how often that was said.
    """

    def __init__(self, signals: Iterable[tuple[Symbols, float, int]] = ()) -> None:
        self.signals: Counter[Signal] = Counter()
        for sample, strength, times in signals:
            self.signals[sample, strength] += times
        self._evidence: Evidence | None = None

    def __bool__(self) -> bool:
        return bool(self.signals)

    @property
    def evidence(self) -> Evidence:
        """What they come to."""
        if self._evidence is None:
            evidence = Evidence()
            for row in self.rows():
                evidence.add(*row)
            self._evidence = evidence
        return self._evidence

    def change(self, sample: Symbols, strength: float, times: int) -> None:
        """Add signals, or, if times is below 0, take some back that are there."""
        evidence, signal = self.evidence, (sample, strength)
        self._evidence = None  # if it is interrupted it is worked out anew
        held = self.signals[signal] + times
        if held:
            self.signals[signal] = held
        else:
            del self.signals[signal]
        evidence.add(sample, strength, times)
        self._evidence = evidence

    def rows(self) -> list[tuple[Symbols, float, int]]:
        """List all signals, as the constructor takes them."""
        return [(*signal, times) for signal, times in self.signals.items()]

    def about(self, sample: Symbols) -> list[tuple[Symbols, float, int]]:
        """List the signals about one sample."""
        return [row for row in self.rows() if row[0] == sample]

"""The two simplest learners: know nothing, and count pairs."""

from __future__ import annotations

from collections import Counter

from .peer import Peer


class Uniform(Peer):
    """Holds everything equally probable: what the others must beat."""

    name = "uniform"

    def fit(self, samples: list[str]) -> None:
        """Learn nothing."""

    learn = forget = lambda self, sample: None  # there is nothing to do

    def probabilities(self, past: str) -> list[float]:
        """Share evenly."""
        symbols = len(self.alphabet) + 1
        return [1 / symbols] * symbols


class Bigram(Peer):
    """Counts which symbol follows which, and adds one to each count."""

    name = "bigram, add one"

    def fit(self, samples: list[str]) -> None:
        """Count all pairs.  START and STOP are both the empty string."""
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.firsts: Counter[str] = Counter()
        for sample in samples:
            self.learn(sample)

    def learn(self, sample: str) -> None:
        """Count the pairs of one sample."""
        self._count(sample, +1)

    def forget(self, sample: str) -> None:
        """Take the pairs of one sample away."""
        self._count(sample, -1)

    def _count(self, sample: str, step: int) -> None:
        for first, second in zip(["", *sample], [*sample, ""]):
            self.pairs[first, second] += step
            self.firsts[first] += step

    def probabilities(self, past: str) -> list[float]:
        """Look at the last letter alone."""
        last = past[-1:]
        total = self.firsts[last] + len(self.alphabet) + 1
        return [
            (self.pairs[last, symbol] + 1) / total for symbol in [*self.alphabet, ""]
        ]

"""plastic itself behind the same interface, awake and asleep."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import Random

from plastic import STOP, PlasticMemory

from .peer import Peer


class Awake(Peer):
    """A memory that only learned."""

    name = "plastic, awake"

    def fit(self, samples: list[str]) -> None:
        """Learn all."""
        self.memory = PlasticMemory(alphabet=self.alphabet).fit(samples)

    def learn(self, sample: str) -> None:
        """Learn one more."""
        self.memory.learn(sample)

    def forget(self, sample: str) -> None:
        """Forget one."""
        self.memory.forget(sample)

    def probabilities(self, past: str) -> list[float]:
        """Predict."""
        chances = self.memory.predict_proba(past)
        return [float(chances[symbol]) for symbol in [*self.alphabet, STOP]]

    def log_probs(self, sample: str) -> list[float]:
        """Look at each symbol of a sample once."""
        return [-float(nats) for nats in self.memory.surprise(sample)]

    def generate(self, n: int, rng: Random) -> list[str]:
        """Invent samples."""
        return list(self.memory.generate(n, rng=rng.getrandbits(32)))

    def size_bytes(self) -> int:
        """Save it and look at the file: the samples; the graph follows from them."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "memory.json"
            self.memory.save(file)
            return os.path.getsize(file)


class Asleep(Awake):
    """A memory that slept after it learned."""

    name = "plastic, after sleep"

    def fit(self, samples: list[str]) -> None:
        """Learn all, then sleep."""
        super().fit(samples)
        self.settle()

    def settle(self) -> None:
        """Sleep."""
        self.memory.consolidate()

"""The one interface behind which every learner is measured."""

from __future__ import annotations

import math
import pickle
from abc import ABC, abstractmethod
from random import Random

START, STOP = "\ufdd0", ""  # a sample has one of each
LONGEST = 100  # symbols that an invented sample may have before it is cut


class Peer(ABC):
    """A learner of strings over a closed alphabet.

    All give a probability to each letter and to STOP, and to nothing else, so
    that their nats can be compared.  What a learner cannot do it inherits from
    here: `learn` and `forget` raise ``NotImplementedError``.

    Parameters
    ----------
    alphabet : str
        All letters there can be, each once.
    """

    name = "peer"

    def __init__(self, alphabet: str) -> None:
        self.alphabet = alphabet

    @abstractmethod
    def fit(self, samples: list[str]) -> None:
        """Learn all samples, from nothing."""

    @abstractmethod
    def probabilities(self, past: str) -> list[float]:
        """Tell how probable each letter is next, and, last in the list, STOP.

        Parameters
        ----------
        past : str
            How the sample began.

        Returns
        -------
        list of float
            One more than the alphabet has letters; they add up to 1.
        """

    def learn(self, sample: str) -> None:
        """Learn one more sample."""
        raise NotImplementedError

    def forget(self, sample: str) -> None:
        """Forget one sample."""
        raise NotImplementedError

    def settle(self) -> None:  # noqa: B027  most have nothing to do
        """Do what is not done at every sample, such as sleeping."""

    def log_probs(self, sample: str) -> list[float]:
        """Give the natural logarithm of each symbol's probability, STOP included.

        Returns
        -------
        list of float
            Nats, none above 0; -inf for what the learner holds impossible.
        """
        places = [*map(self.alphabet.index, sample), -1]
        return [
            logarithm(self.probabilities(sample[:at])[place])
            for at, place in enumerate(places)
        ]

    def generate(self, n: int, rng: Random) -> list[str]:
        """Invent samples, symbol by symbol."""
        return [self._invent(rng) for _ in range(n)]

    def size_bytes(self) -> int:
        """Give the bytes that the learner takes in a file."""
        return len(pickle.dumps(self))

    def _invent(self, rng: Random) -> str:
        letters = [*self.alphabet, ""]
        sample = ""
        while len(sample) < LONGEST:
            letter = rng.choices(letters, self.probabilities(sample))[0]
            if not letter:
                break
            sample += letter
        return sample


def logarithm(probability: float) -> float:
    """Give the natural logarithm, -inf of nothing."""
    return math.log(probability) if probability > 0 else -math.inf


def suffixes(past: str, depth: int) -> list[str]:
    """List what a past ends with, the longest first.

    Examples
    --------
    >>> suffixes("emm", 2)
    ['mm', 'm', '']
    """
    return [past[at:] for at in range(max(0, len(past) - depth), len(past) + 1)]

"""markovify, the library that most people know for inventing text.

It counts and does not smooth: what never followed a state is impossible, so
that most test samples get no probability at all from the longer states.
"""

from __future__ import annotations

from random import Random

from plastic._support.extras import need

from .peer import Peer

STATES = [1, 2, 3]


class Markovify(Peer):
    """A chain of markovify over letters.

    Parameters
    ----------
    alphabet : str
        All letters there can be.
    state : int
        How many letters it looks back.
    """

    def __init__(self, alphabet: str, state: int) -> None:
        super().__init__(alphabet)
        self.state = state
        self.name = f"markovify, state {state}"

    def fit(self, samples: list[str]) -> None:
        """Build the chain."""
        self._markovify = need("markovify.chain", "compare", "comparing with markovify")
        self.chain = self._markovify.Chain(map(list, samples), self.state)

    def probabilities(self, past: str) -> list[float]:
        """Read the chain's own counts; all impossible where it never was."""
        begin, end = self._markovify.BEGIN, self._markovify.END
        state = tuple([*[begin] * self.state, *past][-self.state :])
        followers = self.chain.model.get(state, {})
        total = sum(followers.values()) or 1
        return [followers.get(symbol, 0) / total for symbol in [*self.alphabet, end]]

    def generate(self, n: int, rng: Random) -> list[str]:
        """Let markovify walk; it draws from Python's own random."""
        import random

        random.seed(rng.getrandbits(32))
        return ["".join(self.chain.walk()) for _ in range(n)]

    def size_bytes(self) -> int:
        """Give the length of its JSON."""
        return len(self.chain.to_json())

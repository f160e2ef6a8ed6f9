"""A chunker like TRACX: what is recognised together is from then on one.

After French, Addyman and Mareschal ("TRACX: a recognition-based connectionist framework
for sequence segmentation and chunk extraction", Psychological Review 118, 2011).  A
small network learns to give back the two things it is shown, the one before and the
one that comes.  Where it does so well they are known as a pair, and what its hidden
layer made of them stands for the pair as the next "one before".  It learns by gradient
descent: a peer, and no part of the library.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RATE = 0.04  # of learning, as in the paper
KNOWN = 0.4  # the largest error of a pair that counts as one
OFFSET = 0.1  # added to the slope of tanh, so that what is sure can be unlearned
TRAINED_CHUNKS = 0.25  # how often the network is trained where it knows a pair


class Tracx:
    """An autoassociator of pairs, with its hidden layer as memory.

    Parameters
    ----------
    symbols : sequence of str
        All syllables there are: each has a unit of its own.
    seed : int
        Of the first weights.
    """

    def __init__(self, symbols: Sequence[str], seed: int = 0) -> None:
        self._rng = np.random.default_rng(seed)
        size = len(symbols)
        self._code = {
            symbol: np.where(np.arange(size) == at, 1.0, -1.0)
            for at, symbol in enumerate(symbols)
        }
        self._in = self._rng.uniform(-0.5, 0.5, (size, 2 * size + 1))
        self._out = self._rng.uniform(-0.5, 0.5, (2 * size, size + 1))

    def listen(self, stream: Sequence[str]) -> Tracx:
        """Hear syllables one after the other."""
        before = self._code[stream[0]]
        for symbol in stream[1:]:
            pair = np.concatenate([before, self._code[symbol]])
            hidden, error = self._look(pair)
            known = error < KNOWN
            if not known or self._rng.random() < TRAINED_CHUNKS:
                self._train(pair)
                hidden, _ = self._look(pair)
            before = hidden if known else self._code[symbol]
        return self

    def strength(self, item: Sequence[str]) -> float:
        """Give how well an item is recognised: minus the error of its last pair."""
        before, error = self._code[item[0]], 0.0
        for symbol in item[1:]:
            before, error = self._look(np.concatenate([before, self._code[symbol]]))
        return -error

    def _look(self, pair: np.ndarray) -> tuple[np.ndarray, float]:
        hidden = np.tanh(self._in @ np.append(pair, 1.0))
        given_back = np.tanh(self._out @ np.append(hidden, 1.0))
        return hidden, float(np.abs(pair - given_back).max())

    def _train(self, pair: np.ndarray) -> None:
        shown = np.append(pair, 1.0)
        hidden = np.append(np.tanh(self._in @ shown), 1.0)
        given_back = np.tanh(self._out @ hidden)
        back = (pair - given_back) * (1 - given_back**2 + OFFSET)
        deeper = (self._out[:, :-1].T @ back) * (1 - hidden[:-1] ** 2 + OFFSET)
        self._out += RATE * np.outer(back, hidden)
        self._in += RATE * np.outer(deeper, shown)

"""Context-tree weighting: mix all context trees, each weighed by its simplicity.

Willems, Shtarkov and Tjalkens, "The context-tree weighting method: basic
properties" (1995), here over whole symbols.  A context predicts by itself
(counts, with a small part of one added to each) or leaves it to the longer
contexts, half and half at first; how well both did so far moves the balance.
"""

from __future__ import annotations

import math

from .peer import START, STOP, Peer, suffixes


class CTW(Peer):
    """Context-tree weighting.

    Parameters
    ----------
    alphabet : str
        All letters there can be.
    depth : int, default 6
        Of the longest context, in symbols.
    """

    def __init__(self, alphabet: str, depth: int = 6) -> None:
        super().__init__(alphabet)
        self.depth = depth
        self.name = f"CTW, depth {depth}"
        self.added = 1 / (len(alphabet) + 1)  # Perks's prior: one in all

    def fit(self, samples: list[str]) -> None:
        """Count, and weigh."""
        self.counts: dict[str, dict[str, int]] = {}
        self.totals: dict[str, int] = {}
        self.balances: dict[str, float] = {}  # log of: by itself / by longer contexts
        for sample in samples:
            self.learn(sample)

    def learn(self, sample: str) -> None:
        """Let every context predict each symbol; weigh it by that; then count it."""
        past = START + sample
        for end, symbol in enumerate([*sample, STOP], start=1):
            longer = None  # the probability that the contexts above give it
            for context in suffixes(past[:end], self.depth):
                own = self._own(context, symbol)
                if longer is None:
                    mixed = own
                else:
                    balance = self.balances.get(context, 0.0)
                    mixed = mix(balance, own, longer)
                    self.balances[context] = balance + math.log(own / longer)
                followers = self.counts.setdefault(context, {})
                followers[symbol] = followers.get(symbol, 0) + 1
                self.totals[context] = self.totals.get(context, 0) + 1
                longer = mixed

    def _own(self, context: str, symbol: str) -> float:
        count = self.counts.get(context, {}).get(symbol, 0)
        return (count + self.added) / (self.totals.get(context, 0) + 1)

    def probabilities(self, past: str) -> list[float]:
        """Mix from the longest context to the empty one."""
        symbols = [*self.alphabet, STOP]
        longest, *shorter = suffixes(START + past, self.depth)
        chances = [self._own(longest, symbol) for symbol in symbols]
        for context in shorter:
            balance = self.balances.get(context, 0.0)
            chances = [
                mix(balance, self._own(context, symbol), chance)
                for symbol, chance in zip(symbols, chances)
            ]
        return chances


def mix(balance: float, own: float, longer: float) -> float:
    """Weigh two probabilities by the log of the odds of the first."""
    weight = 1 / (1 + math.exp(-balance)) if balance > -700 else 0.0
    return weight * own + (1 - weight) * longer

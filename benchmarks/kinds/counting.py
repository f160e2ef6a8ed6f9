"""Kneser-Ney and PPM-D where nobody says beforehand which symbols there are.

All symbols that were never met share one slot, as in a memory without `alphabet`:
who tests with a new one is charged the slot.  It is as wide as one symbol, and one
more for each symbol that was met in one way only.  Only what is asked for is
computed, never a whole distribution.
"""

from __future__ import annotations

from ..peers.kneser_ney import KneserNey
from ..peers.peer import START, STOP, logarithm, suffixes
from ..peers.ppm import PPM


class OpenKneserNey(KneserNey):
    """Modified Kneser-Ney, interpolated, with a slot for new symbols.

    Parameters
    ----------
    order : int
        How many symbols an n-gram has at most, the predicted one counted.
    """

    def __init__(self, order: int) -> None:
        super().__init__("", order)

    def fit(self, samples: list[str]) -> None:
        """Count, and find the discounts of each length."""
        super().fit(samples)
        self.taken = [self.discounts(length) for length in range(self.order)]
        self.share, self.slot = even_shares(self.counts[""])
        # context -> its total, and the part that it hands down
        self.handed_down: dict[str, tuple[int, float]] = {}

    def log_probs(self, sample: str) -> list[float]:
        """Give the natural logarithm of each symbol's probability, STOP's too."""
        return [
            logarithm(self.probability(context, symbol))
            for context, symbol in self._moments(sample)
        ]

    def probability(self, context: str, symbol: str) -> float:
        """Interpolate from the empty context to the longest that was met."""
        chance = self.share if symbol in self.counts[""] else self.slot
        for begin in range(len(context), -1, -1):
            shorter = context[begin:]
            followers = self.counts.get(shorter)
            if followers is None:
                break
            total, down = self._totals(shorter, followers)
            chance *= down
            count = followers.get(symbol)
            if count:
                taken = self.taken[len(shorter)][min(count, 3) - 1]
                chance += (count - taken) / total
        return chance

    def _totals(self, context: str, followers: dict[str, int]) -> tuple[int, float]:
        known = self.handed_down.get(context)
        if known is None:
            taken = self.taken[len(context)]
            counts = list(followers.values())
            total = sum(counts)
            kept = sum(taken[min(count, 3) - 1] for count in counts)
            known = self.handed_down[context] = total, kept / total
        return known


class OpenPPM(PPM):
    """PPM-D with a slot for new symbols.

    Parameters
    ----------
    depth : int
        Of the longest context, in symbols.
    """

    def __init__(self, depth: int) -> None:
        super().__init__("", depth)

    def log_probs(self, sample: str) -> list[float]:
        """Give the natural logarithm of each symbol's probability, STOP's too."""
        past = START + sample
        return [
            logarithm(self.probability(past[max(0, end - self.depth) : end], symbol))
            for end, symbol in enumerate([*sample, STOP], start=1)
        ]

    def probability(self, past: str, symbol: str) -> float:
        """Escape from context to context until one knows the symbol."""
        mass = 1.0
        left_out: set[str] = set()
        for context in suffixes(past, self.depth):
            followers = self.counts.get(context, {})
            offered = {y: n for y, n in followers.items() if y not in left_out}
            if not offered:
                continue
            total = sum(offered.values())
            if symbol in offered:
                return mass * (offered[symbol] - 0.5) / total
            mass *= len(offered) / 2 / total
            left_out |= offered.keys()
        return mass  # all symbols are left out: what remains is the slot's


def even_shares(met: dict[str, int]) -> tuple[float, float]:
    """Give the even share of a symbol, and that of the slot, below all contexts.

    Parameters
    ----------
    met : dict of str to int
        In how many ways each symbol was met.

    Examples
    --------
    >>> even_shares({"a": 1, "b": 2})  # one met in one way: the slot is two wide
    (0.25, 0.5)
    """
    slot = 1 + sum(count == 1 for count in met.values())
    return 1 / (len(met) + slot), slot / (len(met) + slot)

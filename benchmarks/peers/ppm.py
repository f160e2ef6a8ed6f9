"""PPM-D: predict from the longest context that was met, or escape to a shorter.

Howard, "The design and analysis of efficient lossless data compression systems"
(1993), with exclusion: what a longer context already offered is left out of
the shorter ones.  Like compressors do, a symbol is counted only from the longest
context down to the first in which it was known ("update exclusion").
"""

from __future__ import annotations

from .peer import START, STOP, Peer, suffixes


class PPM(Peer):
    """Prediction by partial matching.

    Parameters
    ----------
    alphabet : str
        All letters there can be.
    depth : int, default 5
        Of the longest context, in symbols.
    """

    def __init__(self, alphabet: str, depth: int = 5) -> None:
        super().__init__(alphabet)
        self.depth = depth
        self.name = f"PPM-D, depth {depth}"

    def fit(self, samples: list[str]) -> None:
        """Count."""
        self.counts: dict[str, dict[str, int]] = {}
        for sample in samples:
            self.learn(sample)

    def learn(self, sample: str) -> None:
        """Count one sample's symbols, each down to where it was known."""
        past = START + sample
        for end, symbol in enumerate([*sample, STOP], start=1):
            # Cut first: a text would be copied as often as it has symbols.
            for context in suffixes(past[max(0, end - self.depth) : end], self.depth):
                followers = self.counts.setdefault(context, {})
                followers[symbol] = followers.get(symbol, 0) + 1
                if followers[symbol] > 1:
                    break

    def probabilities(self, past: str) -> list[float]:
        """Hand down, from context to context, the part that escapes."""
        symbols = [*self.alphabet, STOP]
        chances: dict[str, float] = {}
        mass = 1.0
        for context in suffixes(START + past, self.depth):
            followers = self.counts.get(context, {})
            offered = {y: n for y, n in followers.items() if y not in chances}
            if not offered:
                continue
            total = sum(offered.values())
            if len(chances) + len(offered) == len(symbols):  # nowhere left to escape to
                total -= len(offered) / 2
            for symbol, count in offered.items():
                chances[symbol] = mass * (count - 0.5) / total
            mass *= len(offered) / 2 / total
        left = len(symbols) - len(chances)
        return [
            chances[symbol] if symbol in chances else mass / left for symbol in symbols
        ]

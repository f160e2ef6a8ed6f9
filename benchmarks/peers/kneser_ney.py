"""Modified Kneser-Ney, interpolated: the best n-grams have to offer.

Chen and Goodman, "An empirical study of smoothing techniques for language
modeling" (1998).  The longest contexts count how often a symbol followed; the
shorter ones count in how many different ways (after how many different symbols
before the context), except that a context which begins with START, before
which nothing can stand, counts how often.

Each sample has one START, so that a context is at most as long as its past.
The alphabet is closed: below the empty context lies an even share.
"""

from __future__ import annotations

from .peer import START, STOP, Peer

FALLBACK = (0.5, 1.0, 1.5)  # where counts of counts give no discounts, as KenLM has it


class KneserNey(Peer):
    """n-grams of one order and all below it.

    Parameters
    ----------
    alphabet : str
        All letters there can be.
    order : int
        How many symbols an n-gram has at most, the predicted one counted.
    """

    def __init__(self, alphabet: str, order: int) -> None:
        super().__init__(alphabet)
        self.order = order
        self.name = f"Kneser-Ney, order {order}"

    def fit(self, samples: list[str]) -> None:
        """Count."""
        self.counts: dict[str, dict[str, int]] = {}  # context -> symbol -> count
        # How many n-grams of a length have each count; 0 and above 4: not needed.
        self.tally = [[0] * 6 for _ in range(self.order)]
        for sample in samples:
            self.learn(sample)

    def learn(self, sample: str) -> None:
        """Count one sample's n-grams.

        An n-gram met for the first time is one more way to continue what it
        ends with, so it counts there too, and so on down.
        """
        for context, symbol in self._moments(sample):
            while self._step(context, symbol, +1) == 1 and context:
                context = context[1:]

    def forget(self, sample: str) -> None:
        """Undo `learn`, exactly."""
        for context, symbol in self._moments(sample):
            while self._step(context, symbol, -1) == 0 and context:
                context = context[1:]

    def _moments(self, sample: str) -> list[tuple[str, str]]:
        past = START + sample
        longest = self.order - 1
        return [
            (past[max(0, end - longest) : end], symbol)
            for end, symbol in enumerate([*sample, STOP], start=1)
        ]

    def _step(self, context: str, symbol: str, step: int) -> int:
        """Change a count by one; give what it is now."""
        followers = self.counts.setdefault(context, {})
        before = followers.get(symbol, 0)
        after = before + step
        tally = self.tally[len(context)]
        tally[min(before, 5)] -= 1
        tally[min(after, 5)] += 1
        if after:
            followers[symbol] = after
        else:
            del followers[symbol]
        if not followers:
            del self.counts[context]
        return after

    def discounts(self, length: int) -> tuple[float, float, float]:
        """Give what is taken from a count of 1, of 2, of 3 or more.

        Parameters
        ----------
        length : int
            Of the context.
        """
        _, n1, n2, n3, n4, _ = self.tally[length]
        if not (n1 and n2 and n3 and n4):
            return FALLBACK
        y = n1 / (n1 + 2 * n2)
        found = 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3
        sound = all(0 <= discount <= at for at, discount in enumerate(found, start=1))
        return found if sound else FALLBACK

    def probabilities(self, past: str) -> list[float]:
        """Interpolate from the empty context to the longest that was met."""
        context = (START + past)[max(0, len(past) + 2 - self.order) :]
        symbols = [*self.alphabet, STOP]
        chances = dict.fromkeys(symbols, 1 / len(symbols))
        for begin in range(len(context), -1, -1):
            followers = self.counts.get(context[begin:])
            if followers is None:
                break
            taken = self.discounts(len(context) - begin)
            counts = list(followers.values())
            total, ones, twos = sum(counts), counts.count(1), counts.count(2)
            # From whole numbers, so that no order of teaching shows in the sum.
            more = len(counts) - ones - twos
            kept = ones * taken[0] + twos * taken[1] + more * taken[2]
            for symbol in symbols:
                chances[symbol] *= kept / total
            for symbol, count in followers.items():
                chances[symbol] += (count - taken[min(count, 3) - 1]) / total
        return list(chances.values())


class HandSet(KneserNey):
    """The same with discounts set by hand, for names; they grow with the context.

    They were found on these very names, which no learner could do by itself:
    a bar that is a little too high.
    """

    def __init__(self, alphabet: str, order: int) -> None:
        super().__init__(alphabet, order)
        self.name += ", discounts by hand"

    def discounts(self, length: int) -> tuple[float, float, float]:
        """Look at the length of the context alone."""
        part = min(length, 5) / 5
        return 0.62 + 0.2 * part, 0.98 + 0.28 * part, 1.25 + 0.28 * part

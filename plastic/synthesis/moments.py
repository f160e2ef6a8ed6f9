"""Moments: decisions learned by plastic's own concept graph, and unlearned exactly.

A moment is a history and what came next; reading a sample is one way to make moments,
deciding on an operation is another.  Its history is what was known when it was decided,
from specific to abstract, its next symbol the decision.  Concepts, potentiation,
abstraction and forgetting are the same; so a history that was never met fires the
longest part of it that was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..core.symbols import Symbol
from ..state.graph import Graph

# Longer than any context.  That of a plan's parts grows with it, and were it cut where
# "walk twenty" has written LEFT fifteen times, nobody would know when to stop.
HORIZON = 64
Moment = tuple[tuple, Symbol]  # history, next


class Moments:
    """The concept graph of some moments.

    Parameters
    ----------
    lived : mapping, optional
        Moments -> how often each was lived.

    Attributes
    ----------
    graph : Graph
        The concepts, and what predicts from them.
    lived : collections.Counter
        The moments that the graph was taught: (history, next) -> how often.

    Examples
    --------
    >>> moments = Moments({(("under crop", "test"), "here"): 3, (("test",), "rank"): 1})
    >>> chances = moments.chances(("under crop", "test"))
    >>> chances["here"] > moments.chances(("test",))["here"] > chances["rank"] > 0
    True
    """

    def __init__(self, lived: Mapping[Moment, int] | None = None) -> None:
        self.graph = Graph((), HORIZON)
        self.lived: Counter[Moment] = Counter()
        self.become(lived or {})

    def become(self, lived: Mapping[Moment, int]) -> None:
        """Forget what was lived and is not in `lived`, and learn what is new.

        The graph is a pure function of the multiset of moments, so that it
        does not matter what it was before.  Costs O(what differs).
        """
        for gone in self.lived.keys() - lived.keys():
            self._change(gone, 0)
        for met, times in lived.items():
            self._change(met, times)
        self.lived = Counter(lived)

    def _change(self, met: Moment, times: int) -> None:
        """Let a moment be lived so often in all."""
        past, following = met
        held = self.lived[met]
        sequence, ends = (*past, following), [len(past)]
        if times < held:
            self.graph.unobserve(sequence, ends, held - times, held)
        elif times > held:
            self.graph.observe(sequence, ends, times - held, held)

    def chances(self, past: tuple) -> dict[Symbol, float]:
        """Give the probability of what comes after a history."""
        waking = self.graph.predictor
        return waking.spread(*waking.terms(past, len(past)))

"""Decisions: operations learned as moments, by plastic's own concept graph.

A moment is a history and what came next; reading a sample is one way to make
moments, deciding on an operation is another.  Its history is the observable
context, from specific to abstract, its next symbol the operation.  Concepts,
potentiation, abstraction and forgetting are the same; so a context that was
never met fires the longest part of it that was.

Each decision is lived twice: as its task's own, with the goal at the abstract
end of the history, where it keeps tasks apart; and as anybody's, without it.
There tasks share concepts, and from there they help each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from ..core.symbols import Symbol, order_key
from ..state.graph import Graph
from .stepwise.contexts import Goal, Literal, history
from .stepwise.operations import Operation

# Longer than any context.  That of a plan's parts grows with it, and were it cut where
# "walk twenty" has written LEFT fifteen times, nobody would know when to stop.
HORIZON = 64
Moment = tuple[tuple, Symbol]  # history, next


class NestedContext(tuple):
    """A context that is written from specific to abstract as it stands."""

    __slots__ = ()


def past_of(key: tuple) -> tuple:
    """Write any context from specific to abstract."""
    return tuple(key) if isinstance(key, NestedContext) else history(key)


class Decisions:
    """The concept graph of decisions.

    Attributes
    ----------
    graph : Graph
        The concepts, and what predicts from them.
    lived : collections.Counter
        The moments that the graph was taught: (history, next) -> how often.
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

    def decider(self, goal: Symbol) -> Callable[[tuple], list[Operation]]:
        """Give what decides for a task: the most specific concept that fires.

        Of several operations it knows, the strongest comes first; then follow
        those of the more abstract concepts.
        """

        def decide(key: tuple) -> list[Operation]:
            past = (*past_of(key), Goal(goal))
            terms, _ = self.graph.predictor.terms(past, len(past))
            found: dict[Symbol, None] = {}
            for _, synapses, *_ in terms[:-1]:  # the last one knows every task
                best = sorted(synapses, key=lambda y: (-synapses[y], order_key(y)))
                found.update(dict.fromkeys(best))
            return [known for known in found if isinstance(known, Operation)]

        return decide


def moment(key: tuple, operation: Operation, goal: Symbol) -> tuple[Moment, Moment]:
    """Give the two moments of a decision: its task's own, and anybody's."""
    past = past_of(key)
    return ((*past, Goal(goal)), operation), (past, operation)


def translated(symbol: Symbol, into: Symbol, goal: Symbol) -> Moment:
    """Give the moment of a translation."""
    return (Literal("here", symbol), Operation("XLT"), Goal(goal)), into

"""Decisions: operations learned as moments, by plastic's own concept graph.

The history of such a moment is the observable context, from specific to abstract, its
next symbol the operation (:mod:`plastic.synthesis.moments`).

Each decision is lived twice: as its task's own, with the goal at the abstract
end of the history, where it keeps tasks apart; and as anybody's, without it.
There tasks share concepts, and from there they help each other.
"""

from __future__ import annotations

from collections.abc import Callable

from ..core.symbols import Symbol, order_key
from ..synthesis.moments import Moment, Moments
from .stepwise.contexts import Goal, Literal, history
from .stepwise.operations import Operation


class NestedContext(tuple):
    """A context that is written from specific to abstract as it stands."""

    __slots__ = ()


def past_of(key: tuple) -> tuple:
    """Write any context from specific to abstract."""
    return tuple(key) if isinstance(key, NestedContext) else history(key)


class Decisions(Moments):
    """The concept graph of decisions."""

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

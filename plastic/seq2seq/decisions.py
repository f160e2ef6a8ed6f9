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

from ..core.learning import forget, learn
from ..core.prediction import Predictor
from ..core.symbols import Symbol, order_key
from ..state.state import Keeper
from .stepwise.contexts import Goal, Literal, history
from .stepwise.operations import Operation

HORIZON = 16  # longer than any context
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
    keeper : Keeper
        What everything that shows a memory looks at.
    lived : collections.Counter
        The moments that the graph was taught: (history, next) -> how often.
    """

    def __init__(self, lived: Mapping[Moment, int] | None = None) -> None:
        self.keeper = Keeper()
        self.keeper.ready(HORIZON, None)
        self.keeper.concepts.clear((), HORIZON)
        self.keeper.vocabulary.kind = tuple
        self.lived: Counter[Moment] = Counter()
        self.become(lived or {})

    def become(self, lived: Mapping[Moment, int]) -> None:
        """Forget what was lived and is not in `lived`, and learn what is new.

        The graph is a pure function of the multiset of moments, so that it
        does not matter what it was before.  Costs O(what differs).
        """
        concepts = self.keeper.concepts
        for gone in self.lived.keys() - lived.keys():
            self._forget(gone, self.lived[gone], 0)
        for met, times in lived.items():
            held = self.lived[met]
            if times < held:
                self._forget(met, held, times)
            sequence = (*met[0], met[1])
            for _ in range(held, min(times, 2)):
                learn(concepts, sequence, len(met[0]))
            if times > max(held, 2):
                learn(concepts, sequence, len(met[0]), times - max(held, 2))
        self.lived = Counter(lived)
        self.keeper._predictor = None

    def _forget(self, gone: Moment, held: int, left: int) -> None:
        concepts, sequence = self.keeper.concepts, (*gone[0], gone[1])
        end = len(gone[0])
        if left:
            forget(concepts, sequence, end, held - left)
            return
        if held > 1:  # all but the last at once, for then one is still left
            forget(concepts, sequence, end, held - 1)
        forget(concepts, sequence, end)

    def chances(self, past: tuple) -> dict[Symbol, float]:
        """Give the probability of what comes after a history."""
        predictor: Predictor = self.keeper.predictor()  # type: ignore[assignment]
        return predictor.distribution(past, len(past))

    def decider(self, goal: Symbol) -> Callable[[tuple], list[Operation]]:
        """Give what decides for a task: the most specific concept that fires.

        Of several operations it knows, the strongest comes first; then follow
        those of the more abstract concepts.
        """

        def decide(key: tuple) -> list[Operation]:
            past = (*past_of(key), Goal(goal))
            predictor: Predictor = self.keeper.predictor()  # type: ignore[assignment]
            terms, _ = predictor.terms(past, len(past))
            found: dict[Operation, None] = {}
            for _, synapses, _, _ in terms[:-1]:  # the last one knows every task
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

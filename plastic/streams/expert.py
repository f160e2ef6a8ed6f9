"""An expert: one order of facts, and the concept graph that grows along it.

A moment here is a past that an order made, and the symbol that came.  There is no
START and no STOP: a stream neither begins nor ends, so that no probability goes to
an end, and nothing is lost at borders, for there are none.

What was never seen costs the same after whatever past: of n moments held, none had
it, so its probability is ``1 / (n + 1)``, by the rule of succession, and the rest is
shared by what is known.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, TypeAlias

from ..core import learning
from ..core.concepts import ConceptGraph, Node
from ..core.potentiation import fire
from ..core.prediction import Counts, Discounts, Predictor, estimate_discounts
from ..core.symbols import Symbol, Symbols, in_order
from ..core.tally import DEEPEST
from ..mixture.waking import WakingExpert

# A past that an order made, and after it the symbol that came.
Moment: TypeAlias = "tuple[Symbol, ...]"

MOST_KEPT = 10_000  # counts of counts whose discounts are kept
WIDE = 64  # synapses, from which on counting them takes longer than keeping count


class StreamPredictor(WakingExpert):
    """The predictor of a graph that changes with each moment.

    It says what a :class:`plastic.core.prediction.Predictor` says of what is known,
    by whom all is shared.  It works out only what it is asked for, and keeps what
    has not changed.
    """

    def __init__(self, concepts: ConceptGraph) -> None:
        self._wide: dict[Symbols, Counts] = {}
        super().__init__(concepts, ())
        self._discounts_of: dict[tuple[int, ...], Discounts] = {}
        self._known: list[Symbol] | None = None
        self.renew()

    # What changes ------------------------------------------------------------------

    def renew(self) -> None:
        """Be told that the graph has changed.  Costs O(horizon)."""
        self._by_depth = {}
        self._levels = {}
        self.uniform = 1 / (len(self.concepts.root["synapses"]) or 1)
        depths = min(self.concepts.horizon, DEEPEST) + 1
        # At place -1 - depth: how many transitions there are at a depth.
        self._transitions = [*accumulate(self.concepts.tally.begun[depths - 1 :: -1])]

    def learn(self, moment: Moment) -> None:
        """Learn a moment.  Costs O(horizon)."""
        self._change(learning.learn, moment)

    def forget(self, moment: Moment) -> None:
        """Forget a moment that was learned: exactly undo :meth:`learn`."""
        self._change(learning.forget, moment)

    def _change(self, change: Any, moment: Moment) -> None:
        end, symbol = len(moment) - 1, moment[-1]
        known = self.concepts.root["synapses"]
        was_known = symbol in known
        watched = self._watched(moment, end) if self._wide else ()
        change(self.concepts, moment, end)
        for node, before in watched:
            self._count_on(node, before, node["synapses"].get(symbol, 0))
        if was_known is not (symbol in known):
            self._known = None

    # Counts of wide concepts ---------------------------------------------------------

    def counts(self, node: Node) -> Counts:
        """Sum a concept's strengths, and count those of 1, of 2, and above."""
        found = self._wide.get(node.symbols) if self._wide else None
        if found is None:
            found = Predictor.counts(self, node)
            if len(node["synapses"]) > WIDE:
                self._wide[node.symbols] = found
        return found

    def _watched(self, moment: Moment, end: int) -> list[tuple[Node, int]]:
        """Give the wide concepts that fire, and how strong the transition is there."""
        symbol = moment[-1]
        return [
            (node, node["synapses"].get(symbol, 0))
            for node in fire(self.concepts, moment, end)
            if node.symbols in self._wide
        ]

    def _count_on(self, node: Node, before: int, after: int) -> None:
        """Keep count of a strength that has changed."""
        total, *by_strength = self._wide[node.symbols]
        if before:
            by_strength[min(before, 3) - 1] -= 1
        if after:
            by_strength[min(after, 3) - 1] += 1
        ones, twos, more = by_strength
        if ones + twos + more > WIDE // 2:
            self._wide[node.symbols] = total + after - before, ones, twos, more
        else:
            del self._wide[node.symbols]

    # What is predicted ---------------------------------------------------------------

    terms = Predictor.terms  # no past here begins in the middle

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off strengths 0, 1, 2 and above, by a past's length."""
        found = self._by_depth.get(depth)
        if found is not None:
            return found
        if depth >= DEEPEST:
            counts = tuple(self.concepts.tally.at(depth)[1:])
        else:
            _, _, twos, threes, fours, fives = self.concepts.tally.strong
            strong = twos[depth], threes[depth], fours[depth]
            ones = self._transitions[-1 - depth] - sum(strong) - fives[depth]
            counts = ones, *strong
        found = self._discounts_of.get(counts)
        if found is None:
            if len(self._discounts_of) >= MOST_KEPT:
                self._discounts_of.clear()
            found = self._discounts_of[counts] = estimate_discounts((0, *counts))
        self._by_depth[depth] = found
        return found

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that are known, in order."""
        if self._known is None:
            self._known = in_order(self.concepts.root["synapses"])
        return self._known

    def width(self, symbol: Symbol) -> int:
        """How many of the uniform distribution's equal parts a symbol gets."""
        return int(symbol in self.concepts.root["synapses"])

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of each known symbol after a past: together 1."""
        return self.spread(*self.terms(state, len(state)))

    def chance(self, moment: Moment) -> float:
        """Give the probability of what comes last, among all that is known."""
        return self.share(*self.terms(moment, len(moment) - 1), moment[-1])

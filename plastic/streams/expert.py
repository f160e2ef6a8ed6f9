"""An expert: one order of facts, and the concept graph that grows along it.

A moment here is a past that an order made, and the symbol that came.  There is no
START and no STOP: a stream neither begins nor ends, so that no probability goes to
an end, and nothing is lost at borders, for there are none.

What was never seen costs the same after whatever past: of n moments held, none had
it, so its probability is ``1 / (n + 1)``, by the rule of succession, and the rest is
shared by what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ..core import learning
from ..core.concepts import ConceptGraph, Node, relying
from ..core.potentiation import fire
from ..core.prediction import (
    Counts,
    Discounts,
    PlainTerm,
    Predictor,
    count_strengths,
    estimate_discounts,
)
from ..core.refactoring import shared_past
from ..core.symbols import Symbol, Symbols, in_order
from ..core.tally import DEEPEST
from ..mixture.waking import WakingExpert

# A past that an order made, and after it the symbol that came.
Moment: TypeAlias = "tuple[Symbol, ...]"

WIDE = 64  # synapses, from which on counting them takes longer than keeping count


class StreamPredictor(WakingExpert):
    """The predictor of a graph that changes with each moment.

    It says what :class:`plastic.core.prediction.Predictor` says of what is known,
    by whom all is shared.  Counts of wide concepts are kept up to date, and the
    discounts are those of the last :meth:`estimate`: estimating them takes as long as
    all else that a push does, and of thousands of transitions one more or less tells
    nothing.

    Parameters
    ----------
    concepts : ConceptGraph
        What to predict from.
    discounts : sequence of tuple, optional
        What is taken off strengths, by depth; None: as the graph now is.
    """

    def __init__(
        self, concepts: ConceptGraph, discounts: Sequence[Discounts] | None = None
    ) -> None:
        self._wide: dict[Symbols, Counts] = {}
        super().__init__(concepts, ())
        self._estimated = tuple(discounts or self.estimate())
        self._sorted: list[Symbol] = []

    # What changes ------------------------------------------------------------------

    def estimate(self) -> tuple[Discounts, ...]:
        """Estimate what is taken off strengths, by depth, as the graph now is."""
        tally = self.concepts.tally
        depths = range(min(self.concepts.horizon, DEEPEST) + 1)
        self._estimated = tuple(estimate_discounts(tally.at(depth)) for depth in depths)
        return self._estimated

    def learn(self, moment: Moment) -> None:
        """Learn a moment.  Costs O(horizon)."""
        if self._wide:
            self._keeping_count(learning.learn, moment)
        else:
            learning.learn(self.concepts, moment, len(moment) - 1)

    def forget(self, moment: Moment) -> None:
        """Forget a moment that was learned: exactly undo :meth:`learn`."""
        if self._wide:
            self._keeping_count(learning.forget, moment)
        else:
            learning.forget(self.concepts, moment, len(moment) - 1)

    # Counts of wide concepts ---------------------------------------------------------

    def counts(self, node: Node) -> Counts:
        """Sum a concept's strengths, and count those of 1, of 2, and above."""
        if len(node["synapses"]) <= WIDE:
            return count_strengths(node["synapses"])
        found = self._wide.get(node.symbols)
        if found is None:
            found = self._wide[node.symbols] = count_strengths(node["synapses"])
        return found

    def _keeping_count(self, change: Callable[..., Any], moment: Moment) -> None:
        """Learn or forget, and keep count of what changes in wide concepts."""
        end, symbol = len(moment) - 1, moment[-1]
        wide = [
            (node, node["synapses"].get(symbol, 0))
            for node in fire(self.concepts, moment, end)
            if node.symbols in self._wide
        ]
        change(self.concepts, moment, end)
        for node, before in wide:
            after = node["synapses"].get(symbol, 0)
            total, *by_strength = self._wide.pop(node.symbols)
            if before:
                by_strength[min(before, 3) - 1] -= 1
            if after:
                by_strength[min(after, 3) - 1] += 1
            if len(node["synapses"]) > WIDE:
                ones, twos, more = by_strength
                counts = total + after - before, ones, twos, more
                self._wide[node.symbols] = counts

    # What is predicted ---------------------------------------------------------------

    def terms(self, sequence: Symbols, end: int) -> tuple[list[PlainTerm], float]:
        """Work out who has what say after ``sequence[:end]``.

        No past here begins in the middle, and nothing is kept of the last time, when
        the graph may have been another.
        """
        self._levels = {}
        self.uniform = 1 / len(self.concepts.root["synapses"])
        return Predictor.terms(self, sequence, end)

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off strengths 0, 1, 2 and above, by a past's length."""
        return self._estimated[depth if depth < DEEPEST else DEEPEST]

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that are known, in order."""
        known = self.concepts.root["synapses"].keys()
        if len(self._sorted) != len(known) or not known >= set(self._sorted):
            self._sorted = in_order(known)
        return self._sorted

    def width(self, symbol: Symbol) -> int:
        """How many of the uniform distribution's equal parts a symbol gets."""
        return int(symbol in self.concepts.root["synapses"])

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of each known symbol after a past: together 1."""
        return self.spread(*self.terms(state, len(state)))

    def chance(self, moment: Moment) -> float:
        """Give the probability of what comes last, among all that is known.

        As :meth:`distribution` says it, but of one symbol, from the root upward, and
        in one loop: this is half of what a push costs.
        """
        end, symbol, by_depth = len(moment) - 1, moment[-1], self._estimated
        chance, begin = 1 / len(self.concepts.root["synapses"]), 0
        for node in fire(self.concepts, moment, end):
            synapses = node["synapses"]
            few = len(synapses) <= WIDE
            counts = count_strengths(synapses) if few else self.counts(node)
            total, ones, twos, more = counts
            depth = len(node.symbols)
            discounts = by_depth[depth if depth < DEEPEST else DEEPEST]
            _, one, two, three = discounts
            taken = ones * one + twos * two + more * three
            run = self.run(begin - 1, depth) if begin < depth else 1.0
            kept = chance * taken * run
            if strength := synapses.get(symbol):
                kept += strength - discounts[strength if strength < 3 else 3]
                kept += taken * (1 - run) / (ones + twos + more)
            chance, begin = kept / total, depth + 1
        branch = node.branches.get(moment[end - begin]) if begin <= end else None
        if branch is not None:
            relied = relying(branch)
            shared = shared_past(self.concepts, branch, moment, end, begin)
            left = self.run(begin - 1, len(shared) + 1)
            chance = left * chance + (1 - left) * (symbol in relied) / len(relied)
        return chance

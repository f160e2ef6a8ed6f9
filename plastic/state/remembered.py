"""What is kept from one predictor to the next, so that little is counted anew.

Whatever is learned or forgotten, all discounts change, and with them everything
that a predictor knows.  But the root, START, and whatever else many symbols have
followed, have so many synapses that to count or to sort them takes longer than
all the rest of a prediction.  So it is kept which symbols came since: no other
synapses can have changed.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from ..core.concepts import ConceptGraph, Node
from ..core.prediction import Counts, count_strengths
from ..core.symbols import Symbol, Symbols
from ..mixture.waking import WakingExpert

MANY = 200  # synapses, from which on counting all takes longer than looking at a few
LATEST = 1_000  # sequences that are kept; who was not asked about since counts anew


class Remembered:
    """What predictors of one graph leave to those that come after them.

    Attributes
    ----------
    symbols : list of hashable, optional
        The symbols that can come next, in order, if they were asked for since
        there was a new one.
    """

    def __init__(self) -> None:
        self.symbols: list[Symbol] | None = None
        self._latest: list[Symbols] = []
        self._counted: dict[Symbols, _Counted] = {}

    def changed(self, sequence: Symbols) -> None:
        """Take note of a sequence that is being learned or forgotten."""
        if len(self._latest) == LATEST:
            self._latest, self._counted = [], {}
        self._latest.append(sequence)

    def counts(self, node: Node) -> Counts:
        """Give what ``count_strengths`` does.  Costs O(symbols that came since)."""
        synapses = node["synapses"]
        if len(synapses) < MANY:
            return count_strengths(synapses)
        counted = self._counted.get(node.symbols)
        # One that was dissolved, and abstracted again, is another node.
        if counted is None or counted.node is not node:
            counted = self._counted[node.symbols] = _Counted(node)
        else:
            counted.catch_up(self._latest[counted.seen :])
        counted.seen = len(self._latest)
        return counted.counts


class RememberingExpert(WakingExpert):
    """Waking, which counts only what its predecessors could not.

    Parameters
    ----------
    concepts, alphabet
        As for :class:`WakingExpert`.
    remembered : Remembered
        What they left.
    """

    def __init__(
        self,
        concepts: ConceptGraph,
        alphabet: Collection[Symbol] | None,
        remembered: Remembered,
    ) -> None:
        self._remembered = remembered
        self.counts = remembered.counts  # type: ignore[method-assign]
        super().__init__(concepts, alphabet)

    @cached_property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        if self._remembered.symbols is None:
            self._remembered.symbols = super().symbols
        return self._remembered.symbols


class _Counted:
    """A concept whose strengths were counted.

    Attributes
    ----------
    node : Node
        The concept.
    counts : tuple of int
        What ``count_strengths`` gave.
    seen : int
        How many of the latest sequences are in that.
    """

    def __init__(self, node: Node) -> None:
        self.node = node
        self.seen = 0
        self._count()

    def _count(self) -> None:
        self._known: dict[Symbol, int] = dict(self.node["synapses"])
        self.counts = count_strengths(self._known)

    def catch_up(self, sequences: list[Symbols]) -> None:
        """Count anew the synapses that these sequences can have changed."""
        synapses = self.node["synapses"]
        if sum(map(len, sequences)) > len(synapses):
            self._count()
            return
        sums = list(self.counts)
        for symbol in set().union(*sequences):
            before, now = self._known.get(symbol, 0), synapses.get(symbol, 0)
            if before == now:
                continue
            for strength, sign in ((before, -1), (now, 1)):
                if strength:
                    sums[0] += sign * strength
                    sums[min(strength, 3)] += sign
            self._known[symbol] = now
        total, ones, twos, more = sums
        self.counts = total, ones, twos, more

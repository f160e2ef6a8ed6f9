"""What is kept from one predictor to the next, so that little is counted anew.

Whatever is learned or forgotten, all discounts change, and with them everything
that a predictor knows.  But the root, START, and whatever else many symbols have
followed, have so many synapses that to count or to sort them takes longer than
all the rest of a prediction.  So it is kept which symbols came since: no other
synapses can have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from ..arrays.moment import MomentPredictor
from ..core.concepts import ConceptGraph, Node
from ..core.prediction import Counts, Discounts, count_strengths
from ..core.symbols import START, Symbol, Symbols, extend
from ..mixture.expert import Targets
from ..mixture.occurrences import times
from ..mixture.waking import WakingExpert, count_by_target, discounted

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
        self._by_target: dict[Symbols, _CountedByTarget] = {}
        self._often: dict[Symbols, tuple[dict[Symbol, int], int]] = {}
        self._code: Targets | None = None

    def changed(self, sequence: Symbols) -> None:
        """Take note of a sequence that is being learned or forgotten."""
        if len(self._latest) == LATEST:
            self._latest, self._counted, self._by_target = [], {}, {}
            self._often = {}
        self._latest.append(sequence)

    def counts(self, node: Node) -> Counts:
        """Give what ``count_strengths`` does.  Costs O(symbols that came since)."""
        synapses = node["synapses"]
        if len(synapses) < MANY:
            return count_strengths(synapses)
        return self._caught_up(self._counted, node, _Counted).counts

    def by_target(self, code: Targets, node: Node) -> np.ndarray:
        """Give what ``count_by_target`` does.  Costs as :meth:`counts` does."""
        if code is not self._code:
            self._code, self._by_target = code, {}
        counted = self._caught_up(
            self._by_target, node, lambda node: _CountedByTarget(node, code)
        )
        return counted.by_target

    def often(
        self, concepts: ConceptGraph, past: Symbols, following: Iterable[Symbol]
    ) -> dict[Symbol, int]:
        """Give how often each symbol came after a past.

        Costs O(symbols that came since x horizon), and O(following).
        """
        counted, seen = self._often.get(past, ({}, len(self._latest)))
        for symbol in set().union(*self._latest[seen:]):
            counted.pop(symbol, None)
        for symbol in following:
            if symbol not in counted:
                counted[symbol] = times(concepts, extend(past, symbol))
        self._often[past] = counted, len(self._latest)
        return {symbol: counted[symbol] for symbol in following}

    def _caught_up(
        self,
        counted_before: dict[Symbols, AnyCounted],
        node: Node,
        count: Callable[[Node], AnyCounted],
    ) -> AnyCounted:
        counted = counted_before.get(node.symbols)
        # One that was dissolved, and abstracted again, is another node.
        if counted is None or counted.node is not node:
            counted = counted_before[node.symbols] = count(node)
        else:
            counted.catch_up(self._latest[counted.seen :])
        counted.seen = len(self._latest)
        return counted


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
        self.by_moment: MomentPredictor | None = None  # while all concepts are rows
        self.counts = remembered.counts  # type: ignore[method-assign]
        super().__init__(concepts, alphabet)

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next."""
        if self.by_moment is not None and len(state) and state[0] == START:
            found = self.by_moment.distribution(state)
            if found is not None:
                return found
        return super().distribution(state)

    def kept_by_target(
        self,
        code: Targets,
        node: Node | None,
        synapses: Mapping[Symbol, int],
        discounts: Discounts,
    ) -> np.ndarray:
        """Sum what is left of a concept's strengths, or a branch's: (targets,)."""
        few = len(synapses) < MANY
        # Where a past begins in the middle they may be how often symbols came.
        if node is None or few or synapses is not node["synapses"]:
            return super().kept_by_target(code, node, synapses, discounts)
        return discounted(self._remembered.by_target(code, node), discounts)

    def _count_all(
        self, past: Symbols, following: Collection[Symbol]
    ) -> dict[Symbol, int]:
        if len(following) < MANY:
            return super()._count_all(past, following)
        often = self._remembered.often(self.concepts, past, following)
        if self.left_out is not None:  # of others it makes no difference
            sequence, ends = self.left_out
            for end in (ends.start, ends.stop):
                for symbol in often.keys() & {*sequence[end - 1 : end]}:
                    often[symbol] = self._times(past, symbol)
        return often

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
        self._count_all()

    def _count_all(self) -> None:
        self._known: dict[Symbol, int] = dict(self.node["synapses"])
        self._count()

    def _count(self) -> None:
        self.counts = count_strengths(self._known)

    def _move(self, symbol: Symbol, strength: int, sign: int) -> None:
        sums = list(self.counts)
        sums[0] += sign * strength
        sums[min(strength, 3)] += sign
        total, ones, twos, more = sums
        self.counts = total, ones, twos, more

    def catch_up(self, sequences: list[Symbols]) -> None:
        """Count anew the synapses that these sequences can have changed."""
        synapses = self.node["synapses"]
        if sum(map(len, sequences)) > len(synapses):
            self._count_all()
            return
        for symbol in set().union(*sequences):
            before, now = self._known.get(symbol, 0), synapses.get(symbol, 0)
            if before == now:
                continue
            for strength, sign in ((before, -1), (now, 1)):
                if strength:
                    self._move(symbol, strength, sign)
            self._known[symbol] = now


class _CountedByTarget(_Counted):
    """A concept whose strengths were counted by target.

    Attributes
    ----------
    by_target : numpy.ndarray
        What ``count_by_target`` gave.
    """

    def __init__(self, node: Node, code: Targets) -> None:
        self._code = code
        super().__init__(node)

    def _count(self) -> None:
        self.by_target = count_by_target(self._code, self._known)

    def _move(self, symbol: Symbol, strength: int, sign: int) -> None:
        target = self._code.target(symbol)
        self.by_target[0, target] += sign * strength  # at -1, what was never met
        self.by_target[min(strength, 3), target] += sign


AnyCounted = TypeVar("AnyCounted", bound=_Counted)

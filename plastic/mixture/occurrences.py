"""Contexts that begin in the middle: how often counts, not after how many pasts.

A strength tells after how many different pasts a symbol came.  That is what to go
by where a longer past was looked for and never lived: ``xem`` is no past that was
met, and ``em`` is only one end of those that were.  But of ``em`` in the middle of
who knows what nothing more is told, and nothing was looked for in vain.  There the
last level goes by *how often* each symbol came: after ``q``, ``u`` came in three of
four names, but after hardly more different letters than others did.

These counts are there: ``u`` came after ``q`` as often as the past ``qu`` was lived,
which the graph counts.  The discounts are those of strengths at the same depth.
All other levels stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..core.concepts import ConceptGraph, Node
from ..core.prediction import PlainTerm, Predictor, count_strengths
from ..core.symbols import START, Symbol, Symbols, extend

MOST_KEPT = 10_000  # contexts whose counts are kept for the next prediction


class OccurrencePredictor(Predictor):
    """A predictor for contexts that begin where a sample does, and for others.

    In a graph that never met START, no context begins in the middle.

    Attributes
    ----------
    left_out : (str or tuple, range), optional
        A sequence that was learned, and where in it the pasts of those moments end
        that are forgotten now, while those beside them are not.
    """

    def __init__(
        self, concepts: ConceptGraph, alphabet: Collection[Symbol] | None = None
    ) -> None:
        super().__init__(concepts, alphabet)
        self.left_out: tuple[Symbols, range] | None = None
        self._often: dict[Symbols, dict[Symbol, int]] = {}

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, which keeps its START however long it is."""
        horizon = self.concepts.horizon
        if len(context) <= horizon:
            return context
        latest: Any = context[-horizon:]
        return context[:1] + latest if context[0] == START else latest

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a context with one more symbol."""
        return self.initial_state(extend(state, symbol))

    def terms(self, sequence: Symbols, end: int) -> tuple[list[PlainTerm], float]:
        """Work out who has what say after ``sequence[:end]``.

        As :meth:`Predictor.terms` does; only if there is no START at the front the
        first term may hold how often each symbol came, in place of strengths.  That
        costs O(its symbols x horizon), the first time.
        """
        found = terms, uniform = Predictor.terms(self, sequence, end)
        if (end and sequence[0] == START) or not terms:
            return found
        _, synapses, _, node, past = terms[0]
        if not self._is_all(len(past), sequence, end):
            return found
        below = len(terms[1][4]) if len(terms) > 1 else -1
        before = self.run(below, len(past) + 1)
        if node is not None:
            before = self._levels[past][1]
        often = self._count(past, synapses)
        counts = count_strengths(often)
        total, handed_down, discounts = self.level(counts, len(past), below)
        more = handed_down / before
        first = 1 / total, often, discounts, node, past
        rest: Any = [(weight * more, *others) for weight, *others in terms[1:]]
        return [first, *rest], uniform * more

    def _is_all(self, length: int, sequence: Symbols, end: int) -> bool:
        """Whether the longest past that was lived is all that is told of this one.

        A symbol that was never met tells no more than that something was before.
        """
        concepts = self.concepts
        if length >= concepts.horizon:  # there strengths say how often
            return False
        if START not in concepts.root.branches:
            return False
        if length == end:
            return True
        return sequence[end - length - 1] not in concepts.root["synapses"]

    def _count(self, past: Symbols, following: Collection[Symbol]) -> dict[Symbol, int]:
        """Count how often each symbol came after a past."""
        often = self._often.get(past)
        if often is None:
            if len(self._often) == MOST_KEPT:
                self._often.clear()
            often = self._often[past] = self._count_all(past, following)
        return often

    def _count_all(
        self, past: Symbols, following: Collection[Symbol]
    ) -> dict[Symbol, int]:
        return {y: self._times(past, y) for y in following}

    def _times(self, past: Symbols, symbol: Symbol) -> int:
        """Count how often a symbol came after a past."""
        longer = extend(past, symbol)
        found = times(self.concepts, longer)
        if self.left_out is not None:
            # That "u" followed "q" is counted by the moment after it, with the past
            # "qu".  Where the first left out is this one, the "u" is there all the
            # same; where the last is the "u" itself, the moment after it still counts.
            sequence, ends = self.left_out
            found += _ends_with(sequence, ends.start, longer)
            found -= _ends_with(sequence, ends.stop, longer)
        return found


def _ends_with(sequence: Symbols, end: int, past: Symbols) -> bool:
    return len(past) <= end and sequence[end - len(past) : end] == past


def times(concepts: ConceptGraph, past: Symbols) -> int:
    """Count the moments whose past ends so.

    Costs O(horizon), and makes no concept of a row (:mod:`plastic.arrays.rows`).

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["rohan", "mohan", "rehan"])
    >>> [times(memory.state.concepts, past) for past in ("", "han", "oh", "moh", "mh")]
    [21, 3, 2, 1, 0]
    """
    node = concepts.root
    while (met := len(node.symbols)) < len(past):
        symbol = past[-met - 1]
        if type(node.branches) is not dict:
            counted = node.branches.count(symbol, past)  # type: ignore[attr-defined]
            if counted is not None:
                return int(counted)
        branch = node.branches.get(symbol)
        if branch is None:
            return 0
        lived = concepts.past(branch)
        shared = min(len(lived), len(past))
        if lived[-shared:] != past[-shared:]:
            return 0
        if type(branch) is not Node:
            return int(shared == len(past))
        node = branch
    count: int = node["count"]
    return count

"""Going on only as what is held goes on: completions that were learned.

The probabilities are those of whoever predicts.  What no sample goes on with is
left out, so that what is left adds up to less than 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..core.generation import Searched
from ..core.symbols import STOP, Symbol, Symbols


class Held(NamedTuple):
    """A past, and the samples that begin with it.

    Attributes
    ----------
    state : object
        What the source keeps of the past.
    samples : list of (str or tuple)
        Those that go on.
    length : int
        How many symbols they share so far.
    """

    state: Any
    samples: list[Symbols]
    length: int


class KnownSource:
    """A source that goes on only as samples do.

    Parameters
    ----------
    source : Searched
        Who goes on in all ways.
    """

    def __init__(self, source: Searched) -> None:
        self._source = source

    def next_state(self, state: Held, symbol: Symbol) -> Held:
        """Give what matters of a past with one more symbol."""
        at = state.length
        going_on = [
            sample
            for sample in state.samples
            if len(sample) > at and sample[at] == symbol
        ]
        return Held(self._source.next_state(state.state, symbol), going_on, at + 1)

    def by_chance(self, state: Held) -> list[tuple[float, int, Symbol]]:
        """Give what comes next in samples, in order of cost."""
        at = state.length
        following: set[Symbol] = {
            sample[at] if len(sample) > at else STOP for sample in state.samples
        }
        ranked = self._source.by_chance(state.state)
        return [entry for entry in ranked if entry[2] in following]


def held_only(
    source: Searched, state: Any, prefix: Symbols, samples: Iterable[Symbols]
) -> tuple[KnownSource, Held]:
    """Give a source that goes on only as samples do, and its state after a prefix.

    Costs O(samples), and a step of the search as much as samples begin alike.
    """
    length = len(prefix)
    alike = [sample for sample in samples if sample[:length] == prefix]
    return KnownSource(source), Held(state, alike, length)

"""Symbols as small integers, so that sleep can count with numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from ..core.symbols import STOP, Symbol, Symbols, in_order, order_key

FEW = 100  # symbols, which are told apart however seldom they came
OFTEN = 5  # times that any more of them must have come


class SymbolIndex:
    """The symbols that sleep tells apart, as integers.

    Parameters
    ----------
    samples : mapping
        Sample -> how often it is held.
    most : int
        How many symbols to tell apart at the most; all rarer ones are folded
        into one.  Of more than a hundred those that came fewer than five times
        are folded, too: what little they tell is not worth the time, and on
        sentences of words predictions are as good or better without.

    Attributes
    ----------
    symbols : list of hashable
        Those that are told apart, in symbol order: number i is ``symbols[i]``.
    index : dict
        Symbol -> its number.
    boundary, other : int
        The numbers after them: that of START and STOP, and that of every
        symbol that was folded or never seen.
    rare : frozenset
        The symbols that were folded.
    folded : bool
        Whether any were.
    targets : int
        How many numbers can be predicted: all but `other` if none were folded.
    """

    def __init__(self, samples: Mapping[Symbols, int], most: int) -> None:
        counts: Counter[Symbol] = Counter()
        for sample, times in samples.items():
            for symbol in sample:
                counts[symbol] += times
        often = sum(times >= OFTEN for times in counts.values())
        most = min(most, max(FEW, often))
        kept = in_order(counts)
        if len(kept) > most:
            # A stable sort: of equally frequent symbols the first in order.
            kept = in_order(sorted(kept, key=lambda symbol: -counts[symbol])[:most])
        self._number(kept, frozenset(counts).difference(kept))

    @classmethod
    def of(cls, symbols: list[Symbol], rare: Iterable[Symbol]) -> SymbolIndex:
        """Make the index of symbols to tell apart, in symbol order, and rare ones."""
        code = cls.__new__(cls)
        code._number(symbols, frozenset(rare))
        return code

    def _number(self, symbols: list[Symbol], rare: frozenset) -> None:
        self.symbols, self.rare, self.folded = symbols, rare, bool(rare)
        self.index = {symbol: number for number, symbol in enumerate(symbols)}
        self.boundary, self.other = len(symbols), len(symbols) + 1
        self.targets = len(symbols) + 1 + self.folded

    @property
    def width(self) -> int:
        """How many different numbers there are."""
        return len(self.symbols) + 2

    @cached_property
    def known(self) -> list[Symbol]:
        """All symbols that were met."""
        return [*self.symbols, *in_order(self.rare)]

    def number(self, symbol: Symbol) -> int:
        """Give the number of a symbol of a sample."""
        return self.index.get(symbol, self.other)

    def target(self, symbol: Symbol) -> int:
        """Give the number that a symbol is predicted by; -1 if sleep never saw it."""
        return self._targets.get(symbol, -1)

    @cached_property
    def _targets(self) -> dict[Symbol, int]:
        rare = dict.fromkeys(self.rare, self.other)
        return {**rare, **self.index, STOP: self.boundary}


class Corpus(NamedTuple):
    """All samples one after the other, as numbers.

    Attributes
    ----------
    samples : list of str or tuple
        In an order that does not depend on how they were taught.
    numbers : numpy.ndarray of int32, shape (moments,)
        Each sample is followed by the boundary: what came next, moment by
        moment.
    starts, lengths : numpy.ndarray of int64, shape (samples,)
        Where each begins, and how many moments it has.
    times : numpy.ndarray of int64, shape (moments,)
        How often each moment is held.
    """

    samples: list[Symbols]
    numbers: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    times: np.ndarray

    def places(self) -> np.ndarray:
        """Give each moment's place in its sample, from 0."""
        return np.arange(len(self.numbers)) - np.repeat(self.starts, self.lengths)


def encode(samples: Mapping[Symbols, int], code: SymbolIndex) -> Corpus:
    """Write all samples as numbers."""
    ordered = _in_order(samples, code)
    return write(ordered, [samples[sample] for sample in ordered], code)


def write(ordered: list[Symbols], counts: list[int], code: SymbolIndex) -> Corpus:
    """Write samples as numbers, in this order, each held so often."""
    lengths = np.fromiter(map(len, ordered), np.int64, len(ordered)) + 1
    ends = np.cumsum(lengths)
    numbers = np.full(lengths.sum(), code.boundary, np.int32)
    inside = np.ones(len(numbers), bool)
    inside[ends - 1] = False
    symbols = map(code.number, chain.from_iterable(ordered))
    numbers[inside] = np.fromiter(symbols, np.int32, len(numbers) - len(ends))
    times = np.array(counts, np.int64)
    return Corpus(ordered, numbers, ends - lengths, lengths, np.repeat(times, lengths))


def _in_order(samples: Mapping[Symbols, int], code: SymbolIndex) -> list[Symbols]:
    if all(isinstance(sample, str) for sample in samples):
        return sorted(samples)

    def key(sample: Sequence[Symbol]) -> list:
        return [order_key(symbol) for symbol in sample]

    return sorted(samples, key=key)

"""Isomorphic symbols: those that have the same neighbours.

A symbol is described by what comes before and after it.  Step by step the two
classes are merged whose merging loses least of what their members tell about
their neighbours (Brown et al., "Class-based n-gram models of natural
language", 1992, and the agglomerative information bottleneck).  On names the
last two classes come out as the vowels and the consonants, unasked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .symbol_codes import Corpus, SymbolIndex


class Merge(NamedTuple):
    """Two classes that became one.

    Attributes
    ----------
    into, gone : int
        Their numbers; a class has the number of its first symbol, and `into`
        is the smaller of the two.
    lost : float
        The nats that this loses of what is told about all neighbours.
    """

    into: int
    gone: int
    lost: float


def merges(text: Corpus, code: SymbolIndex, describe: int = 100) -> Iterator[Merge]:
    """Merge the symbols, two classes at a time, until one class is left.

    Parameters
    ----------
    text : Corpus
        Where the symbols stand.
    code : SymbolIndex
        The symbols.
    describe : int, default 100
        By how many neighbours, the most frequent ones, a symbol is described;
        all others count as one.

    Yields
    ------
    Merge
        One fewer than there are symbols, in the order of merging.  The number
        after the last symbol is that of all that were folded, if any were.
        Costs O(symbols**2 x describe) numbers at the worst.
    """
    merging = _Merging(_neighbour_counts(text, code, describe))
    for _ in range(_merged(code) - 1):
        yield merging.step()


def partitions(
    text: Corpus, code: SymbolIndex, sizes: tuple[int, ...]
) -> dict[int, np.ndarray]:
    """Find the partitions of the symbols into so many classes.

    Parameters
    ----------
    text : Corpus
        Where the symbols stand.
    code : SymbolIndex
        The symbols.
    sizes : tuple of int
        Numbers of classes.

    Returns
    -------
    dict of int to numpy.ndarray, shape (code.width,)
        For each size the class of each number: 0 to size - 1 in the order of
        each class's first symbol, then one for the boundary and one for
        symbols never seen.  Costs what :func:`merges` does.
    """
    groups = {number: [number] for number in range(_merged(code))}
    merging = merges(text, code)
    tables = {}
    for size in sorted(set(sizes), reverse=True):
        while len(groups) > size:
            merge = next(merging)
            groups[merge.into] += groups.pop(merge.gone)
        tables[size] = _table(list(groups.values()), size, code)
    return tables


def _merged(code: SymbolIndex) -> int:
    """Count what is merged: the symbols told apart, and what was folded as one."""
    return len(code.symbols) + code.folded


def _neighbour_counts(text: Corpus, code: SymbolIndex, describe: int) -> np.ndarray:
    """Count each symbol's next and previous neighbours: (symbols, 2, neighbours)."""
    width = code.width
    before = np.roll(text.numbers, 1)
    before[text.starts] = code.boundary
    pairs = before.astype(np.int64) * width + text.numbers
    counts = np.bincount(pairs, text.times, width * width).reshape(width, width)
    often = np.argsort(-(counts.sum(0) + counts.sum(1)), kind="stable")
    column = np.full(width, min(describe, width - 1))
    column[often[:describe]] = np.arange(min(describe, width))
    neighbours = np.zeros((width, 2, column.max() + 1))
    np.add.at(neighbours[:, 0].T, column, counts.T)
    np.add.at(neighbours[:, 1].T, column, counts)
    symbols = [*range(len(code.symbols)), *([code.other] if code.folded else [])]
    return neighbours[symbols]


def _information(neighbours: np.ndarray) -> np.ndarray:
    """Minus the count times the entropy of the neighbours, in nats."""
    return _x_log_x(neighbours).sum((-2, -1)) - _x_log_x(neighbours.sum(-1)).sum(-1)


def _x_log_x(x: np.ndarray) -> np.ndarray:
    return x * np.log(np.maximum(x, 1e-300))


class _Merging:
    """Classes, and what merging any two of them would lose."""

    def __init__(self, neighbours: np.ndarray) -> None:
        self.neighbours = neighbours
        self.own = _information(neighbours)
        self.left = np.arange(len(neighbours))
        self.loss = np.full((len(neighbours), len(neighbours)), np.inf)
        for i in self.left[:-1]:
            self.loss[i, i + 1 :] = self._losses(i, self.left[i + 1 :])

    def step(self) -> Merge:
        """Merge the two classes that lose least; of equals, the first."""
        i, j = divmod(int(np.argmin(self.loss)), len(self.loss))
        done = Merge(i, j, float(self.loss[i, j]))
        self.neighbours[i] += self.neighbours[j]
        self.own[i] = _information(self.neighbours[i])
        self.left = self.left[self.left != j]
        self.loss[j], self.loss[:, j] = np.inf, np.inf
        others = self.left[self.left != i]
        losses = self._losses(i, others)
        self.loss[np.minimum(i, others), np.maximum(i, others)] = losses
        return done

    def _losses(self, i: int, others: np.ndarray) -> np.ndarray:
        merged = _information(self.neighbours[i] + self.neighbours[others])
        return self.own[i] + self.own[others] - merged


def _table(groups: list[list[int]], size: int, code: SymbolIndex) -> np.ndarray:
    table = np.empty(code.width, np.int32)
    table[code.boundary], table[code.other] = size, size + 1
    for number, members in enumerate(groups):
        for member in members:
            # The one after the last symbol is what was folded.
            table[member if member < len(code.symbols) else code.other] = number
    return table

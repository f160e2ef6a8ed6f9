"""Strengths: what each slot concept says, found in one sweep.

Every event (a history and what came next) starts with the unigram
distribution.  Template by template, from simple to complex, what was observed
after each slot concept is compared with what is expected so far::

    r(y) = (O(y) + prior) / (E(y) + prior)

A slot concept that saves more nats than the gate asks for multiplies the
distributions of its events by r to the power `rate`, and keeps rate x log r as
its strength: above 0 it excites, below 0 it inhibits.  Nothing is iterated and
nothing derived: each template claims its part once, of what is not yet
explained (compare Darroch and Ratcliff's iterative scaling, 1972, of which
this is a first, damped step).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from .._support.compiled import compiled
from .kernel import multiply, sum_by_value

# Of an event that a slot concept is judged by, half is taken out of what the
# concept was made of: between judging it by what it knows and by what it does not.
TAKEN_OUT = 0.5
FEWEST_EVENTS = 2  # that a slot concept must stand for
# Numbers of all histories: of fewer, numpy is done before numba is imported.
WORTH_COMPILING = 500_000
BLOCK = 4_096  # histories whose distributions stay near the processor meanwhile
MANY_CELLS = 30  # for each count: beyond that to sort the counts is quicker
MOST_PICKED = 0.7  # of the histories: beyond that all of them are as quick


class Events(NamedTuple):
    """What came next, after each history that differs.

    Attributes
    ----------
    counts : numpy.ndarray, shape (events,)
        How often.
    rows : numpy.ndarray of int64, shape (events,)
        After which history.
    targets : numpy.ndarray of int64, shape (events,)
        Which symbol came.
    histories : int
        How many differ.
    symbols : int
        How many symbols can come.
    """

    counts: np.ndarray
    rows: np.ndarray
    targets: np.ndarray
    histories: int
    symbols: int

    def without(self, held_out: np.ndarray) -> Events:
        """Take events out, given by their index, as often as they are named."""
        less = np.bincount(held_out, minlength=len(self.counts))
        return self._replace(counts=self.counts - less)


class Grouping(NamedTuple):
    """Which histories show which value of a template.

    Attributes
    ----------
    of : numpy.ndarray, shape (histories,)
        The number of the value that each shows.
    values : numpy.ndarray of int64
        The values, rising.
    """

    of: np.ndarray
    values: np.ndarray

    def part(self, kept: np.ndarray) -> Part:
        """Take some of the values, given as a mask, and the histories that show them.

        Picking histories out costs more than all of them where most are kept.
        """
        number = np.where(kept, np.cumsum(kept) - 1, kept.sum())
        of: np.ndarray = number[self.of]
        shown = np.flatnonzero(kept[self.of])
        if len(shown) > MOST_PICKED * len(of):
            return Part(slice(None), of, number)
        return Part(shown, of[shown], number)


class Part(NamedTuple):
    """Some values of a template, and the histories that show them, or all.

    Attributes
    ----------
    rows : slice or numpy.ndarray of int64
        Which histories.
    of : numpy.ndarray, shape (rows,)
        The number that the value of each has among these; of all others, their
        number.
    number : numpy.ndarray, shape (values,)
        The same for every value of the template.
    """

    rows: Any
    of: np.ndarray
    number: np.ndarray

    def blocks(self) -> Iterator[tuple[Any, np.ndarray]]:
        """Give the rows, and the numbers of their values, some at a time."""
        for start in range(0, len(self.of), BLOCK):
            block = slice(start, start + BLOCK)
            rows = block if isinstance(self.rows, slice) else self.rows[block]
            yield rows, self.of[block]


def group(codes: np.ndarray, space: int) -> Grouping:
    """Give numbers to the values that occur among codes from 0 to space - 1."""
    if space > 8 * len(codes) + 1000:
        values, of = np.unique(codes, return_inverse=True)
        return Grouping(of, values)
    seen = np.zeros(space, bool)
    seen[codes] = True
    return Grouping((np.cumsum(seen) - 1)[codes], np.flatnonzero(seen))


def _count(
    cells: np.ndarray, counts: np.ndarray, space: int
) -> tuple[np.ndarray, np.ndarray]:
    """Add up counts by cell, from 0 to space - 1; leave out cells without any."""
    if space > MANY_CELLS * len(cells):
        found, of = np.unique(cells, return_inverse=True)
        return found, np.bincount(of, counts, len(found))
    added = np.bincount(cells, counts, space)
    found = np.flatnonzero(added)
    return found, added[found]


class Learned(NamedTuple):
    """What one template learned.

    Attributes
    ----------
    opened : numpy.ndarray of bool, shape (values,)
        For which values the gate opened.
    strengths : numpy.ndarray, shape (opened, symbols)
        Theirs.
    saved : numpy.ndarray, shape (opened,)
        The nats that each saves, before the rate.
    """

    opened: np.ndarray
    strengths: np.ndarray
    saved: np.ndarray


class Sweep:
    """The distributions of all histories, on the way.

    Parameters
    ----------
    events : Events
        What was observed.
    rate, prior, gate : float
        See :class:`plastic.consolidation.templates.Recipe`.
    watched : numpy.ndarray of int64, optional
        Histories whose unscaled distribution is followed: what the sweep says
        of moments that it did not see.
    """

    def __init__(
        self,
        events: Events,
        rate: float,
        prior: float,
        gate: float,
        watched: np.ndarray | None = None,
    ) -> None:
        self.events, self.rate, self.prior, self.gate = events, rate, prior, gate
        self.weights = np.bincount(events.rows, events.counts, events.histories)
        unigram = np.bincount(events.targets, events.counts, events.symbols) + 0.5
        self.unigram = unigram / unigram.sum()
        # Each history's distribution times how often it was lived; seven digits are
        # enough, and twice as many histories have room.
        expected = np.outer(
            self.unigram.astype(np.float32), self.weights.astype(np.float32)
        )
        self._compiled = expected.size >= WORTH_COMPILING and bool(compiled(multiply))
        # For compiled loops one history's numbers lie side by side.
        self._expected = np.asarray(expected, order="F" if self._compiled else "C")
        watched = np.zeros(0, np.int64) if watched is None else watched
        self._watched = watched
        self._seen = np.repeat(self.unigram[:, None], len(watched), 1)

    def learn(self, grouping: Grouping, sees: np.ndarray | None = None) -> Learned:
        """Let one template claim its part.

        Costs O(histories x symbols), where histories are those whose value may
        open the gate: of many symbols most values are met but once.

        Parameters
        ----------
        grouping : Grouping
            Which histories show which value of it.
        sees : numpy.ndarray of bool, optional
            In which of the watched histories it can be seen.  None: in all.
        """
        values = len(grouping.values)
        opened = np.bincount(grouping.of, self.weights, values) >= FEWEST_EVENTS
        judged = grouping.part(opened)
        ratio, saved = self._judge(grouping.of, judged, int(opened.sum()))
        passed = saved > self.gate
        opened[opened] = passed
        strengths = self.rate * np.log(ratio[:, passed])
        del ratio  # of many symbols it is large
        factors = np.exp(strengths)
        part = grouping.part(opened)
        self._watch(factors, part.number[grouping.of[self._watched]], sees)
        self._apply(factors, part)
        return Learned(opened, strengths.T, saved[passed])

    def watched_distributions(self) -> np.ndarray:
        """Give what is said of the watched histories: (watched, symbols)."""
        return (self._seen / self._seen.sum(0)).T

    def _judge(
        self, of: np.ndarray, judged: Part, values: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Give the ratios r(y) of values, (symbols, values), and what each saves.

        A value saves ``sum of O log r - E (r - 1)``, but each event is judged by
        half of itself less.  The sums of O and E are the same, so what is taken off
        is ``prior * (symbols - sum of r)``.  Most symbols never came after a value:
        O is only counted where one did.
        """
        events, prior = self.events, self.prior
        shown = judged.number[of[events.rows]]
        mine = (shown < values) & (events.counts > 0)
        cells = shown[mine] * np.int64(events.symbols) + events.targets[mine]
        cells, observed = _count(cells, events.counts[mine], values * events.symbols)
        at = cells % events.symbols, cells // events.symbols
        expected = self._sums(judged, values)
        expected += prior
        told = expected[at]
        ratio = np.divide(prior, expected, out=expected)
        ratio[at] = (observed + prior) / told
        left = np.log((observed - TAKEN_OUT + prior) / told)
        saved = np.bincount(at[1], observed * left, values)
        return ratio, saved - prior * (events.symbols - ratio.sum(0))

    def _sums(self, judged: Part, values: int) -> np.ndarray:
        """Sum up what is expected of each value: (symbols, values)."""
        if not values:  # of nothing numpy would count integers
            return np.zeros((self.events.symbols, 0))
        if self._compiled and (fast := compiled(sum_by_value)):
            rows = np.arange(len(self.weights))[judged.rows]
            sums: np.ndarray = fast(self._expected.T, rows, judged.of, values + 1)
            return sums[:values].T
        by_symbol = [
            np.bincount(judged.of, row, values + 1)[:values]
            for row in _picked(self._expected, judged.rows)
        ]
        return np.stack(by_symbol)

    def _watch(
        self, factors: np.ndarray, values: np.ndarray, sees: np.ndarray | None
    ) -> None:
        """Multiply the distributions of the watched histories, by their values."""
        shown = values < factors.shape[1]
        if sees is not None:
            shown &= sees
        self._seen[:, shown] *= factors[:, values[shown]]

    def _apply(self, factors: np.ndarray, opened: Part) -> None:
        """Multiply, and scale each history back to how often it was lived."""
        factors = np.column_stack([factors, np.ones(len(factors))])  # of all others
        factors = factors.astype(np.float32)
        if self._compiled and (fast := compiled(multiply)):
            rows = np.arange(len(self.weights))[opened.rows]
            by_value = np.ascontiguousarray(factors.T)
            fast(self._expected.T, rows, opened.of, by_value, self.weights[rows])
            return
        for rows, of_these in opened.blocks():
            expected = _picked(self._expected, rows)
            total = np.zeros(len(of_these))
            for row, factor in zip(expected, factors):
                row *= factor.take(of_these)
                total += row
            expected *= self.weights[rows] / np.maximum(total, 1e-300)
            if not isinstance(rows, slice):
                for row, new in zip(self._expected, expected):
                    row[rows] = new


def _picked(expected: np.ndarray, rows: Any) -> np.ndarray:
    """Give the columns of some histories: themselves if a slice, else a copy.

    Of all symbols at once, which is far quicker than symbol by symbol.
    """
    return expected[:, rows] if isinstance(rows, slice) else expected.take(rows, 1)

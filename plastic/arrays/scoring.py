"""How probable many moments are, all at once, straight from the columns.

Three ideas, told with ``>emm`` and the next symbol ``a``:

1. *All pasts fire together.*  Each stands at the root, and all take a step at a
   time: to the branch for the symbol that lies before what they have matched, ``m``,
   then the next ``m``.  Who matches no further is done.
2. *Each synapse knows its probability*, interpolated down to the uniform
   distribution: its own share, and what its concept hands down of the probability
   that the parent's synapse knows.
3. *What does not know the symbol hands it on.*  So the probability of ``a`` is that
   of the first synapse for it on the way down, times all that was handed down.

It is :class:`plastic.core.prediction.Predictor`, and equal to it but for the last
bits: the sums are made in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from .._support.compiled import compiled, is_worth_compiling
from ..core.prediction import Predictor
from ..core.symbols import STOP, Symbol
from .rows import Rows
from .text import Numbers, Text
from .walking import Tables, fire_each, plain, share_each, tabulate

# Moments: of fewer, numpy is done before numba is imported.
WORTH_COMPILING = 2_000_000


class ScoresMany(Protocol):
    """Who says how probable many moments are at once."""

    def translate(self, symbols: Sequence[Symbol]) -> Numbers:
        """Give the numbers that stand for symbols here; the same for all unknown."""

    def log_probabilities(self, text: Text) -> Numbers:
        """Give the log-probability of each symbol of a text, in nats; of START 0."""

    def masses(
        self,
        codes: Numbers,
        at: Numbers,
        lengths: Numbers,
        cell_of: Callable[[Symbol], int],
        widths: Numbers,
    ) -> tuple[Numbers, Numbers]:
        """Give what groups of symbols have together, see :meth:`Scorer.masses`."""


class Scorer:
    """Probabilities of moments, by the rows of a graph of which none has changed.

    Parameters
    ----------
    rows : Rows
        The whole graph.
    predictor : Predictor
        Of the same graph.  Making a scorer costs O(synapses x log(synapses)), and
        24 bytes a synapse as long as it is there.
    """

    def __init__(self, rows: Rows, predictor: Predictor) -> None:
        self._predictor = predictor
        self._columns, self._text = rows.columns, rows.text
        self._codes = {s: code for code, s in enumerate(self._text.symbols)}
        # One more code: that of all symbols which are not known.
        self._bits = (len(self._text.symbols) + 1).bit_length()
        columns, self._rows = rows.columns, len(rows)
        self._lengths = columns.lengths.astype(np.int64)
        owners = np.repeat(np.arange(len(rows)), np.diff(columns.synapse_begins))
        self._synapses = owners << self._bits | columns.symbols
        below = np.repeat(np.arange(len(rows)), np.diff(columns.branch_begins))
        self._branches = below << self._bits | columns.before
        depths = self._text.depths()[columns.trace_ends.astype(np.int64) - 1]
        self._trace_lengths = np.minimum(depths, predictor.concepts.horizon)
        longest = max(int(self._lengths.max()), int(self._trace_lengths.max(initial=0)))
        self._discounts = np.array(
            [predictor.discounts(depth) for depth in range(longest + 1)]
        )
        # So that a run of pasts hands down the exponential of a difference.
        self._runs = np.cumsum(np.log(self._discounts[:, 1]))
        self._interpolate(owners)

    def _interpolate(self, owners: Numbers) -> None:
        """Work out what each concept hands down, and each synapse's probability."""
        columns, rows = self._columns, self._rows
        strong = np.minimum(columns.strengths, 3)
        totals = np.bincount(owners, columns.strengths, rows)
        self._totals = totals
        # From counts, not one by one: the order of synapses must not matter.
        discounts = self._discounts[self._lengths]
        taken = np.zeros(rows)
        for strength in (1, 2, 3):
            several = np.bincount(owners[strong == strength], minlength=rows)
            taken += several * discounts[:, strength]
        below = self._lengths[columns.parents]
        run = np.exp(self._runs[self._lengths - 1] - self._runs[below])
        run[-1] = 1  # below the root there is nothing
        met = totals > 0  # else nothing ever followed, and all is handed down
        self._handed_down = np.divide(taken * run, totals, np.ones(rows), where=met)
        synapses: Numbers = np.diff(columns.synapse_begins.astype(np.int64))
        self._back = np.divide(taken * (1 - run), synapses, np.zeros(rows), where=met)
        chances = self._own(owners, slice(None))
        levels = columns.r_levels[owners]
        root = levels == 0
        chances[root] += self._handed_down[-1] * self._predictor.uniform
        parents = columns.parents[owners].astype(np.int64)
        by_level = np.argsort(levels, kind="stable")
        edges = np.searchsorted(levels[by_level], np.arange(1, levels.max() + 2))
        for begin, end in pairwise(edges):
            at = by_level[begin:end]
            pairs = parents[at] << self._bits | columns.symbols[at]
            lower = chances[np.searchsorted(self._synapses, pairs)]
            chances[at] += self._handed_down[owners[at]] * lower
        self._chances = chances

    def _own(self, owners: Numbers, places: Any) -> Numbers:
        """Give what synapses, by place, keep of the say of those who have them."""
        strengths = self._columns.strengths[places]
        discounts = self._discounts[self._lengths[owners], np.minimum(strengths, 3)]
        kept = strengths - discounts + self._back[owners]
        own: Numbers = kept / self._totals[owners]
        return own

    def log_probabilities(self, text: Text) -> Numbers:
        """Give the log-probability of each symbol of a text, in nats; of START 0.

        Costs some .5 us a symbol, and twice that in a graph of a million names.
        """
        chances, _ = self.told(text, self._predictor.width)
        with np.errstate(divide="ignore"):  # of a symbol that can never come
            logs: Numbers = np.log(chances)
        return logs

    def told(
        self, text: Text, width: Callable[[Symbol], float]
    ) -> tuple[Numbers, Numbers]:
        """Give the probability of each symbol of a text, and what fired before it.

        Parameters
        ----------
        text : Text
            Samples.
        width : callable
            Gives how much of the uniform distribution a symbol has.

        Returns
        -------
        chances : numpy.ndarray, shape (places,)
            Of START 1.
        lengths : numpy.ndarray of int, shape (places,)
            How long the concept is that fires before it; of START 0.
        """
        codes = self.translate(text.symbols)[text.codes]
        widths = np.array([0, *map(width, text.symbols[1:])])[text.codes]
        chances, lengths = np.ones(len(codes)), np.zeros(len(codes), np.int64)
        depths = np.minimum(text.depths(), self._predictor.concepts.horizon)
        at = np.flatnonzero(codes != self._codes[STOP])
        nodes, branches, left = self._fire(codes, at, depths[at])
        lengths[at + 1] = self._lengths[nodes]
        chances[at + 1] = self._shares(
            nodes, branches, left, codes[at + 1], widths[at + 1]
        )
        return chances, lengths

    def masses(
        self,
        codes: Numbers,
        at: Numbers,
        lengths: Numbers,
        cell_of: Callable[[Symbol], int],
        widths: Numbers,
    ) -> tuple[Numbers, Numbers]:
        """Give what groups of symbols have together, at many moments.

        Parameters
        ----------
        codes : numpy.ndarray
            The text where the moments are, as :meth:`translate` writes symbols.
        at : numpy.ndarray
            Where in it their pasts end.
        lengths : numpy.ndarray
            How many symbols these have.
        cell_of : callable
            Gives the number of the group that a symbol is in; -1: in none.
        widths : numpy.ndarray, shape (cells,)
            How many parts of the uniform distribution each group has.

        Returns
        -------
        masses : numpy.ndarray, shape (moments, cells)
            What they have.
        depths : numpy.ndarray, shape (moments,)
            How many symbols the most specific concept has that fires.

        Notes
        -----
        Costs O(cells) for each moment, and for each concept that fires; besides, a
        byte of each concept is looked at.
        """
        width = len(widths) + 1  # the last: those that are in no group
        cells = np.array([-1, *map(cell_of, self._text.symbols[1:])])
        cells[cells < 0] = len(widths)
        lengths = np.minimum(lengths, self._predictor.concepts.horizon)
        nodes, branches, shared = self._fire(codes, at, lengths)
        traces, following, concepts, rows, synapses = self._relied(branches)
        left = np.ones(len(at))
        left[traces], left[concepts] = shared[traces], shared[concepts]
        found = self._by_concept(nodes, cells, widths)
        found *= left[:, None]
        found[traces, cells[following]] += 1 - left[traces]
        places, of = self._synapses_of(rows)
        known = cells[self._columns.symbols[places]]
        shares = ((1 - left[concepts]) / synapses)[of]
        cells_of = concepts[of] * width + known
        several = np.bincount(cells_of, shares, len(at) * width)
        found += several.reshape(len(at), width)
        return found[:, :-1], self._lengths[nodes]

    def _by_concept(self, nodes: Numbers, cells: Numbers, widths: Numbers) -> Numbers:
        """Give what groups have after concepts, if these are the most specific."""
        columns, width = self._columns, len(widths) + 1
        wanted = np.zeros(self._rows, bool)  # they, and all that they hang on
        wanted[-1] = True
        going = nodes
        while len(going):
            wanted[going] = True
            going = columns.parents[going]
            going = going[~wanted[going]]
        rows = np.flatnonzero(wanted)
        number = np.cumsum(wanted) - 1
        places, of = self._synapses_of(rows)
        at = of * width + cells[columns.symbols[places]]
        masses = np.bincount(at, self._own(rows[of], places), len(rows) * width)
        masses = masses.reshape(-1, width)
        masses[-1, :-1] += self._handed_down[-1] * self._predictor.uniform * widths
        by_level = np.argsort(columns.r_levels[rows], kind="stable")
        levels = columns.r_levels[rows[by_level]]
        edges = np.searchsorted(levels, np.arange(1, int(levels[-1]) + 2))
        for begin, end in pairwise(edges):
            at = by_level[begin:end]
            lower = masses[number[columns.parents[rows[at]]]]
            masses[at] += self._handed_down[rows[at], None] * lower
        return masses[number[nodes]]

    def _synapses_of(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Give the places of the synapses of rows, and which of these has each."""
        begins = self._columns.synapse_begins.astype(np.int64)
        several = begins[rows + 1] - begins[rows]
        of = np.repeat(np.arange(len(rows)), several)
        first = begins[rows] - (np.cumsum(several) - several)
        return np.arange(len(of)) + first[of], of

    def translate(self, symbols: Sequence[Symbol]) -> Numbers:
        """Give the numbers that stand for symbols here; the same for all unknown."""
        unknown = len(self._text.symbols)
        return np.array([self._codes.get(symbol, unknown) for symbol in symbols])

    def _fire(
        self, codes: Numbers, at: Numbers, lengths: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Find the most specific concepts that fire, and the branches they run into.

        Returns
        -------
        nodes : numpy.ndarray
            Rows.
        branches : numpy.ndarray
            What goes on from there, but not as the past does; -1: nothing.
        left : numpy.ndarray
            What the pasts that are shared with those hand down.
        """
        nodes = np.full(len(at), self._rows - 1)
        branches = np.full(len(at), -1)
        if fast := self._compiled(fire_each, len(at)):
            moments = map(plain, (codes, at, lengths))
            nodes, branches, shared = fast(self._tables, *moments)
            there = branches >= 0
            return nodes, branches, self._handed(nodes, there, shared[there])
        going = np.arange(len(at))
        while len(going):
            met = self._lengths[nodes[going]]
            pairs = nodes[going] << self._bits | codes[at[going] - met]
            place = _find(self._branches, pairs)
            there = place >= 0
            going, met = going[there], met[there]
            numbers = self._columns.branches[place[there]].astype(np.int64)
            branches[going] = numbers
            ends = np.minimum(numbers, self._rows - 1)  # a trace never fires
            longer = self._lengths[ends]
            fires = (numbers < self._rows) & (longer <= lengths[going])
            self._compare(codes, at[going], met + 1, ends, fires)
            going, numbers = going[fires], numbers[fires]
            nodes[going], branches[going] = numbers, -1
            going = going[self._lengths[numbers] < lengths[going]]
        return nodes, branches, self._left(codes, at, lengths, nodes, branches)

    def _left(
        self,
        codes: Numbers,
        at: Numbers,
        lengths: Numbers,
        nodes: Numbers,
        branches: Numbers,
    ) -> Numbers:
        """Give what the pasts between concepts and what these run into hand down."""
        there = np.flatnonzero(branches >= 0)
        numbers, at = branches[there], at[there]
        ends = np.concatenate([self._columns.ends, self._columns.trace_ends])[numbers]
        longest = np.concatenate([self._lengths, self._trace_lengths])[numbers]
        longest = np.minimum(longest, lengths[there])
        known = self._lengths[nodes[there]]
        shared = known + 1
        going = np.flatnonzero(shared < longest)
        last = ends.astype(np.int64) - 1
        while len(going):
            back = shared[going]
            same = codes[at[going] - back] == self._text.codes[last[going] - back]
            going = going[same]
            shared[going] += 1
            going = going[shared[going] < longest[going]]
        return self._handed(nodes, there, shared)

    def _handed(self, nodes: Numbers, there: Numbers, shared: Numbers) -> Numbers:
        """Give what pasts hand down that share so many symbols with a branch."""
        left = np.ones(len(nodes))
        known = self._lengths[nodes[there]]
        left[there] = np.exp(self._runs[shared] - self._runs[known])
        return left

    def _compiled(
        self, loop: Callable[..., Any], moments: int
    ) -> Callable[..., Any] | None:
        """Give a compiled loop if there is one, and it is worth it."""
        is_much = is_worth_compiling(moments, WORTH_COMPILING)
        return compiled(loop) if is_much and self._text.whole is np.int32 else None

    @cached_property
    def _tables(self) -> Tables:
        """What compiled loops read: of kinds of numbers that are always the same."""
        lengths = np.concatenate([self._lengths, self._trace_lengths])
        known = self._chances, self._handed_down, self._codes[STOP]
        return tabulate(self._columns, self._text, lengths, *known)

    def _compare(
        self, codes: Numbers, at: Numbers, back: Numbers, rows: Numbers, fires: Numbers
    ) -> None:
        """Let go of what differs from a concept in a symbol so far back, or further."""
        check = np.flatnonzero(fires & (back < self._lengths[rows]))
        back, rows, at = back[check], rows[check], at[check]
        last = self._columns.ends[rows].astype(np.int64) - 1
        while len(check):
            same = codes[at - back] == self._text.codes[last - back]
            fires[check[~same]] = False
            same &= back + 1 < self._lengths[rows]
            check, rows, at, last = check[same], rows[same], at[same], last[same]
            back = back[same] + 1

    def _shares(
        self,
        nodes: Numbers,
        branches: Numbers,
        shared: Numbers,
        symbols: Numbers,
        widths: Numbers,
    ) -> Numbers:
        """Give the probability of a symbol by what fires and what that runs into."""
        if fast := self._compiled(share_each, len(nodes)):
            asked = plain(symbols), self._predictor.uniform, widths.astype(float)
            return fast(self._tables, nodes, branches, shared, *asked)
        chances, left = self._say_of_branches(branches, shared, symbols)
        going = np.arange(len(nodes))
        while len(going):
            place = _find(self._synapses, nodes[going] << self._bits | symbols[going])
            known = place >= 0
            here = going[known]
            chances[here] += left[here] * self._chances[place[known]]
            going = going[~known]
            left[going] *= self._handed_down[nodes[going]]
            last = nodes[going] == self._rows - 1
            end = going[last]
            chances[end] += left[end] * self._predictor.uniform * widths[end]
            going = going[~last]
            nodes[going] = self._columns.parents[nodes[going]]
        return chances

    def _say_of_branches(
        self, branches: Numbers, shared: Numbers, symbols: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Give the part of what is no concept yet, and the part that is left."""
        chances, left = np.zeros(len(symbols)), np.ones(len(symbols))
        traces, following, concepts, rows, synapses = self._relied(branches)
        left[traces] = shared[traces]
        chances[traces] = (1 - left[traces]) * (following == symbols[traces])
        known = _find(self._synapses, rows << self._bits | symbols[concepts]) >= 0
        left[concepts] = shared[concepts]
        chances[concepts] = known * (1 - left[concepts]) / synapses
        return chances, left

    def _relied(
        self, branches: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
        """Tell which branches go on, and how.

        Returns
        -------
        traces, following : numpy.ndarray
            Of which moments the branch is a trace, and what came after it.
        concepts, rows, synapses : numpy.ndarray
            Of which it is a concept, which, and how many symbols that knows.
        """
        traces = np.flatnonzero(branches >= self._rows)
        ends = self._columns.trace_ends[branches[traces] - self._rows].astype(np.int64)
        goes_on = self._text.codes[ends - 1] != self._codes[STOP]
        following = self._text.codes[ends[goes_on]]
        concepts = np.flatnonzero((branches >= 0) & (branches < self._rows))
        rows = branches[concepts]
        every: Numbers = np.diff(self._columns.synapse_begins.astype(np.int64))
        synapses = every[rows]
        known = synapses > 0
        return (
            traces[goes_on],
            following,
            concepts[known],
            rows[known],
            synapses[known],
        )


def _find(rising: Numbers, numbers: Numbers) -> Numbers:
    """Find where numbers stand; -1 where they do not."""
    place = np.searchsorted(rising, numbers)
    place[place == len(rising)] = 0
    return np.where(rising[place] == numbers, place, -1)

"""How likely the next sample is one that is already known: once, twice, or more.

A predictor gives each whole sample its probability, symbol by symbol, and does not
ask whether it is held.  But how often samples repeat is a property of the data: a
list of towns holds none twice, and a day's searches hold most of them many times.
Good and Turing estimate from counts of counts ("The population frequencies of
species", Good, 1953) how probable it is that the next sample was held k times::

    G(k) = (k + 1) x (samples held k + 1 times) / (all that is held)

The predictor gives all that is held k times M(k) together.  So what is held k times
is made g(k) = G(k) / M(k) times as probable, and what is new g(0) times.  All samples
still sum to 1, and what is known of a beginning follows: with Z(beginning) the mean of
g over all samples that begin so, as probable as the predictor has them,

    q(y | beginning) = p(y | beginning) x Z(beginning y) / Z(beginning)

Take ``["ab", "ac"]``, each held once: the next one is most likely new.  So after
``a`` STOP is more probable than it was, ``b`` and ``c`` less; after ``b`` nothing
changes, for nothing known begins so.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..arrays.scoring import ScoresMany
from ..arrays.text import Numbers, Text, encode
from ..core.symbols import Symbol, Symbols
from ..mixture.corrected import Beginnings
from ..mixture.mixture import Mixture
from ..mixture.waking import WakingExpert
from . import together

MOST_TOLD_APART = 3  # times: what is held more often repeats alike
# Of what is known together.  Samples as long as sentences are never met again by
# chance, so that it is as nothing beside what is new: there is nothing to correct, and
# what little there is would be multiplied by factors that no count stands for.
LEAST_KNOWN = 1e-3
# What is new must be told from 0, as a difference of numbers with 16 digits.
LEAST_NEW = 1e-9
# Less probable than this (10 to the -130) no sample counts as known: the factor of one
# that is held often would not fit into a float.
LEAST_LOG = -300.0
MANY = 64  # samples that begin alike: what follows them is summed up once, and kept


class Beginning(NamedTuple):
    """Which known samples begin like something.

    Attributes
    ----------
    first, last : int
        The first of them in order, and the one after the last.
    length : int
        How many symbols they share.
    """

    first: int
    last: int
    length: int


class Known(NamedTuple):
    """Samples that are held, in an order in which those that begin alike are together.

    Attributes
    ----------
    samples : list of (str or tuple)
        They, in this order.
    text : Text
        They once more.
    keys : list of (str or tuple of int)
        What stands for each in it, for symbols may have no order of their own.
    codes : dict
        Symbol -> the number that stands for it; of strings there are none.
    """

    samples: list[Symbols]
    text: Text
    keys: list[Any]
    codes: dict[Symbol, int]

    @classmethod
    def of(cls, samples: Mapping[Symbols, int], symbols: list[Symbol]) -> Known:
        """Bring samples in order, one at least, by the order of their symbols.

        It must not depend on that of teaching, nor must the last bits of sums.
        """
        if isinstance(next(iter(samples)), str):
            ordered = sorted(samples)
            text = encode({sample: samples[sample] for sample in ordered})
            return cls(ordered, text, ordered, {})
        codes = {symbol: code for code, symbol in enumerate(symbols)}
        keys = {sample: tuple([codes[y] for y in sample]) for sample in samples}
        ordered = sorted(samples, key=keys.__getitem__)
        text = encode({sample: samples[sample] for sample in ordered})
        return cls(ordered, text, [keys[sample] for sample in ordered], codes)

    def key(self, symbols: Symbols) -> Any:
        """Give what stands for symbols."""
        if isinstance(symbols, str):
            return symbols
        return tuple([self.codes.get(symbol, -1) for symbol in symbols])


class Repeats:
    """The factor of each sample that is known, and of all beginnings.

    Parameters
    ----------
    known : Known
        The known samples.
    logs : numpy.ndarray, shape (places,)
        What the predictor gives to each symbol of it, in nats; 0 to START.
    factors : numpy.ndarray, shape (samples,)
        How many times as probable each is made.
    new : float
        How many times as probable what is not known is made.

    Notes
    -----
    Factors are relative to that of what is new, which cancels where one is divided by
    another.  What follows a beginning costs as much as samples begin so, but where
    these are many only once.
    """

    def __init__(
        self, known: Known, logs: Numbers, factors: Numbers, new: float
    ) -> None:
        self._known, self._keys, self._text = known, known.keys, known.text
        self._begins = known.text.begins.astype(np.int64)
        self._factors, self._new = factors / new, new
        # What is left of each sample after each place.
        ends = np.append(self._begins[1:], len(logs)) - 1
        sums = np.cumsum(logs)
        self._chances = np.exp(np.repeat(sums[ends], ends + 1 - self._begins) - sums)
        self._kept: dict[Beginning, dict[Symbol, tuple[Beginning, float]]] = {}

    def find(self, beginning: Symbols) -> Beginning | None:
        """Find the known samples that begin so."""
        return self._within(
            Beginning(0, len(self._keys), 0), self._known.key(beginning)
        )

    def follow(self, known: Beginning, symbol: Symbol) -> Beginning | None:
        """Find those that go on with a symbol."""
        if known in self._kept:
            found = self._kept[known].get(symbol)
            return None if found is None else found[0]
        shared = self._keys[known.first][: known.length]
        more: Any = symbol if isinstance(shared, str) else (symbol,)
        return self._within(known, shared + self._known.key(more))

    def factors(self, known: Beginning) -> dict[Symbol, float]:
        """Give the factor of each symbol with which known samples go on."""
        return {
            symbol: factor for symbol, (_, factor) in self._following(known).items()
        }

    def log_ratios(self, sequence: Symbols, begin: int) -> Numbers:
        """Give what is added to the log-probability of each symbol from one on.

        Parameters
        ----------
        sequence : str or tuple
            START, and what came after it.
        begin : int
            The first symbol that counts, after START at the least.
        """
        added = np.zeros(len(sequence) - begin)
        known = self.find(sequence[1:begin])
        before = 1.0 if known is None else self._factor(known)
        for at, symbol in enumerate(sequence[begin:]):
            if known is None:
                break
            known, factor = self._following(known).get(symbol, (None, 1.0))
            added[at] = math.log(factor) - math.log(before)
            before = factor
        return added

    def beginnings(self) -> Beginnings:
        """List all beginnings that have a factor.  Costs O(symbols)."""
        text, alike = self._text, together.first_alike(self._text)
        places = np.delete(np.arange(len(alike)), self._begins)
        of_sample = np.repeat(
            self._factors, np.diff(self._begins, append=len(alike)) - 1
        )
        first, number = np.unique(alike[places], return_inverse=True)
        means = np.maximum(1 - np.bincount(number, self._chances[places]), 0)
        means += np.bincount(number, self._chances[places] * of_sample)
        below = np.searchsorted(first, alike[first - 1]) + 1
        below[text.depths()[first] == 2] = 0
        symbols = [text.symbols[code] for code in text.codes[first].tolist()]
        return Beginnings(below.tolist(), symbols, means.tolist())

    def log_factor(self, sample: Symbols) -> float:
        """Give what is added to the log-probability of a whole sample."""
        key = self._known.key(sample)
        at = bisect_left(self._keys, key)
        known = at < len(self._keys) and self._keys[at] == key
        return math.log(self._new) + (math.log(self._factors[at]) if known else 0.0)

    def _within(self, known: Beginning, key: Any) -> Beginning | None:
        length = len(key)

        def cut(other: Any) -> Any:
            return other[:length]

        first = bisect_left(self._keys, key, known.first, known.last, key=cut)
        last = bisect_right(self._keys, key, first, known.last, key=cut)
        return Beginning(first, last, length) if first < last else None

    def _factor(self, known: Beginning) -> float:
        """Give the mean factor of all samples that begin so."""
        at = self._begins[known.first : known.last] + known.length
        return float(self._means(known, self._chances[at], np.zeros(1, np.int64))[0])

    def _following(self, known: Beginning) -> dict[Symbol, tuple[Beginning, float]]:
        """Give what known samples go on with, and the mean factor of each."""
        kept = self._kept.get(known)
        if kept is not None:
            return kept
        first, last, length = known
        at = self._begins[first:last] + (length + 1)
        codes = self._text.codes[at]
        parts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        means = self._means(known, self._chances[at], parts).tolist()
        starts = [first + part for part in parts.tolist()]
        symbols = [self._text.symbols[code] for code in codes[parts].tolist()]
        found = {
            symbol: (Beginning(start, end, length + 1), mean)
            for symbol, start, end, mean in zip(
                symbols, starts, [*starts[1:], last], means
            )
        }
        if last - first > MANY:
            self._kept[known] = found
        return found

    def _means(self, known: Beginning, chances: Numbers, parts: Numbers) -> Numbers:
        """Average factors over the samples from each part's first to the next one's.

        What is left of 1 is new, and its factor 1.
        """
        taken = np.add.reduceat(chances, parts)
        factors = self._factors[known.first : known.last]
        means: Numbers = np.maximum(1 - taken, 0)
        return means + np.add.reduceat(chances * factors, parts)


def estimate(
    samples: Mapping[Symbols, int], scorer: ScoresMany, source: WakingExpert | Mixture
) -> Repeats | None:
    """Estimate how likely what is held is to come again.

    Parameters
    ----------
    samples : mapping
        What is held, one at least, and how often.
    scorer : ScoresMany
        Of the graph that they give.
    source : WakingExpert or Mixture
        Who predicts.

    Returns
    -------
    Repeats or None
        None where known samples are as improbable as long ones are, or new ones as
        where nothing else can come: there is nothing to correct.
    """
    known = Known.of(samples, source.symbols)
    logs = scorer.log_probabilities(known.text)
    wholes = np.add.reduceat(logs, known.text.begins)
    if np.exp(wholes).sum() < LEAST_KNOWN:
        return None  # and is not worth asking a mixture about
    if isinstance(source, Mixture):
        logs += together.log_factors(known.samples, known.text, scorer, source)
        logs = np.maximum(logs, LEAST_LOG)  # one can be too small for a float
        wholes = np.add.reduceat(logs, known.text.begins)
    times = known.text.times
    held = np.minimum(times, MOST_TOLD_APART)
    held[wholes < LEAST_LOG] = 0  # which is as good as new
    masses = np.bincount(held, np.exp(wholes), MOST_TOLD_APART + 1)
    masses[0] = 1 - masses[1:].sum()
    if 1 - masses[0] < LEAST_KNOWN or masses[0] < LEAST_NEW:
        return None
    shares = good_turing(times, masses > 0)
    factors = np.divide(shares, masses, np.ones(len(masses)), where=masses > 0)
    return Repeats(known, logs, factors[held], factors[0])


def good_turing(times: Numbers, there: Numbers) -> Numbers:
    """Estimate how often the next sample was held 0, 1, 2, ... times so far.

    Half a sample more is expected of each, so that nothing is impossible.  No samples
    get more than is held of them: where two are held once and all others twice, these
    come again, and not those two.

    Parameters
    ----------
    times : numpy.ndarray of int, shape (samples,)
        How often each is held.
    there : numpy.ndarray of bool, shape (most + 1,)
        Whether there is anything that is held so often, the last: or more often.

    Returns
    -------
    numpy.ndarray, shape (most + 1,)
        They sum to 1.

    Examples
    --------
    >>> there = np.array([True, True, True, False])
    >>> good_turing(np.array([1, 1, 1, 1, 2]), there).round(2)
    array([0.6 , 0.33, 0.07, 0.  ])
    """
    most = len(there) - 1
    total = int(times.sum())
    counts = np.bincount(np.minimum(times, most + 1), minlength=most + 2)
    lived = np.arange(1, most + 2) * counts[1:]
    lived[most] = total - lived[:most].sum()
    for k in range(1, most):
        kept = min(lived[k], k * counts[k] if there[k] else 0)
        lived[k + 1] += lived[k] - kept
        lived[k] = kept
    expected = np.where(there, lived + 0.5, 0.0)
    shares: Numbers = expected / expected.sum()
    return shares

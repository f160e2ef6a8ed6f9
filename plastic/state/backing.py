"""How much a prior is worth: the rates, in closed form from moments left out.

Moments that are held are forgotten one at a time, and both are asked what comes: what
this memory gave to what came is p, what the prior gave q.  Of all rates on a grid from
0 to 1 the likelihood of what came is a product::

    L(rate) = product over moments of  (1 - rate) * p + rate * q

Before anything is seen, the prior is as likely to be of no use (a rate of 0) as to be
of some.  The rate that is used is the mean under what is believed then (Bayes).  There
is one for each length of the concept that fires; what is believed of it before is
what all other moments say, as if they were :data:`BELIEF` at the most.

Which moments are asked about depends on the samples alone, so that the rates, as all
else, are a function of the two multisets: forgetting is exact in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from ..arrays.scoring import Scorer, ScoresMany
from ..arrays.text import Numbers, Text
from ..core.symbols import (
    START,
    UNSEEN,
    Symbol,
    Symbols,
    extend,
    order_key,
    wrap,
)
from ..errors import ParameterError
from ..mixture.prior import LONGEST, REACH, BackedExpert, Prior, Voice
from ..mixture.waking import WakingExpert

MOST = 500  # moments that are asked about: some 30 ms, and more change rates little
GRID = np.linspace(0, 1, 33)  # as near as rates of so few moments are known
USELESS = 0.5  # the belief in a rate of 0 before anything is seen
BELIEF = 100  # moments that those of other lengths count for at the most

Rates: TypeAlias = "tuple[float, ...]"  # by the length of the concept that fires
ALL: Rates = (1.0,) * (LONGEST + 1)  # of a memory that holds nothing


# Of a moment that was left out: how long the concept was that fired, what this memory
# gave to what came, and what the prior gave.
Asked: TypeAlias = "tuple[int, float, float]"


def choose(samples: Mapping[Symbols, int]) -> list[tuple[Symbols, int]]:
    """Choose moments by what is held alone, not by when it was taught.

    Costs O(samples x log(samples)), some 10 ms of 30,000.
    """
    if isinstance(next(iter(samples)), str):
        ordered = sorted(samples)
    else:
        ordered = sorted(samples, key=lambda sample: [*map(order_key, sample)])
    lived = np.cumsum([samples[sample] * (len(sample) + 1) for sample in ordered])
    total = int(lived[-1])
    chosen = np.arange(total)
    if total > MOST:  # a fixed seed: only what is held decides
        chosen = np.sort(np.random.default_rng(0).integers(total, size=MOST))
    which = np.searchsorted(lived, chosen, "right")
    wrapped = {at: wrap(ordered[at]) for at in {*which.tolist()}}
    places = (chosen - np.append(0, lived)[which]).tolist()
    return [
        (wrapped[at], place % (len(wrapped[at]) - 1) + 1)
        for at, place in zip(which.tolist(), places)
    ]


def estimate(asked: Sequence[Asked]) -> Rates:
    """Estimate the rates.

    Examples
    --------
    >>> useful = [(2, 0.1, 0.4)] * 20
    >>> [round(rate, 2) for rate in estimate(useful)[1:4]]
    [0.95, 0.95, 0.95]
    >>> useless = [(2, 0.4, 0.1)] * 20
    >>> round(estimate(useless)[2], 3)
    0.004
    """
    lengths, own, prior = (np.array(column) for column in zip(*asked))
    logs = np.log(np.outer(own, 1 - GRID) + np.outer(prior, GRID))
    belief = np.full(len(GRID), (1 - USELESS) / (len(GRID) - 1))
    belief[0] = USELESS
    bands = np.minimum(lengths, LONGEST)
    rates = []
    for band in range(LONGEST + 1):
        here = bands == band
        others = int((~here).sum())
        said = logs[~here].sum(0) * min(1.0, BELIEF / max(1, others))
        rates.append(_mean(np.log(belief) + said + logs[here].sum(0)))
    return tuple(rates)


def _mean(logs: np.ndarray) -> float:
    weights = np.exp(logs - logs.max())
    return float(weights @ GRID / weights.sum())


class Backing:
    """What stands behind a state, and who predicts with it while neither changes."""

    def __init__(self) -> None:
        self._last: BackedExpert | None = None

    def waking(self, state: Any) -> WakingExpert:
        """Give what predicts awake, if the prior holds anything with it.

        Costs some 30 ms after a change, for the rates.
        """
        own: WakingExpert = state.graph.predictor
        behind = state.params.prior.state
        if not behind.samples:
            return own
        source, last = behind.predicting("keep"), self._last
        if last is None or last.own is not own or last.voice.source is not source:
            _check_fits(state, behind)
            reach = max(REACH, state.params.horizon)
            voice = Voice(source, frozenset(source.symbols), own.symbols, reach)
            equal = BackedExpert(own, voice, ALL)
            self._last = BackedExpert(own, voice, _rates(state, equal))
        return self._last  # type: ignore[return-value]  # it is there now

    def scorer(self, state: Any, expert: BackedExpert, symbols: int) -> BackedScorer:
        """Give what scores so many symbols at once."""
        behind, there = state.params.prior.state, None
        # What the prior is told of a past must be all that it looks at.
        told = behind.params.horizon <= expert.voice.reach
        awake = behind.abstractions is None
        if told and awake and behind.is_worth_rows(symbols):
            there = behind.scorer(symbols)
        return BackedScorer(state.graph.scorer, expert, there)


def _rates(state: Any, backed: BackedExpert) -> Rates:
    """Estimate how much a prior is worth, from moments that are left out."""
    if not state.samples:
        return ALL
    state.stale = True  # if it is interrupted
    asked = state.graph.leave_out(
        ((sequence, range(end, end + 1)) for sequence, end in choose(state.samples)),
        lambda waking, sequence, ends: backed.beside(waking).compared(
            sequence, ends.start
        ),
    )
    state.stale = False
    return estimate(asked)


class BackedScorer:
    """Probabilities of many moments at once, with a prior behind them.

    Parameters
    ----------
    own : Scorer
        Of this memory's concepts alone.
    expert : BackedExpert
        Who predicts.
    there : ScoresMany, optional
        Of the prior's concepts, if it is awake and has rows; None: it is asked about
        one moment after the other.
    """

    def __init__(
        self, own: Scorer, expert: BackedExpert, there: ScoresMany | None
    ) -> None:
        self._own, self._expert, self._there = own, expert, there
        self._rates = np.array(expert.rates)
        self._symbols = [*expert.symbols, START]
        self._codes = {symbol: code for code, symbol in enumerate(self._symbols)}

    def log_probabilities(self, text: Text) -> Numbers:
        """Give the log-probability of each symbol of a text, in nats; of START 0."""
        chances, lengths = self._own.told(text, self._expert.width)
        rates = self._rates[np.minimum(lengths, LONGEST)]
        with np.errstate(divide="ignore"):  # of a symbol that can never come
            mixed: Numbers = np.log((1 - rates) * chances + rates * self._said(text))
        return mixed

    def translate(self, symbols: Sequence[Symbol]) -> Numbers:
        """Give the numbers that stand for symbols that either memory knows."""
        unknown = len(self._symbols)
        return np.array([self._codes.get(symbol, unknown) for symbol in symbols])

    def masses(
        self,
        codes: Numbers,
        at: Numbers,
        lengths: Numbers,
        cell_of: Callable[[Symbol], int],
        widths: Numbers,
    ) -> tuple[Numbers, Numbers]:
        """Give what groups of symbols have together, see :meth:`Scorer.masses`."""
        known = [*self._symbols, UNSEEN]
        own = self._own.translate(known)[codes]
        masses, depths = self._own.masses(own, at, lengths, cell_of, widths)
        rates = self._rates[np.minimum(depths, LONGEST)]
        masses *= (1 - rates)[:, None]
        symbols, root = self._expert.symbols, self._expert.concepts.root.symbols
        cells = np.array([*map(cell_of, symbols)])
        met = cells >= 0
        moments = zip(at.tolist(), lengths.tolist(), rates.tolist())
        for row, (place, length, rate) in enumerate(moments):
            past = root
            for code in codes[place + 1 - length : place + 1].tolist():
                past = extend(past, known[code])
            told = self._expert.voice.after(past, length).of(symbols)
            chances = np.fromiter(told.values(), float, len(told))
            masses[row] += rate * np.bincount(cells[met], chances[met], len(widths))
        return masses, depths

    def _said(self, text: Text) -> Numbers:
        """Give what the prior gives to each symbol of a text; to START 1."""
        voice = self._expert.voice
        if self._there is None:
            return np.concatenate([*map(self._said_of, _samples(text))])
        told: Numbers = np.exp(self._there.log_probabilities(text))
        met = [symbol in voice.symbols or symbol == START for symbol in text.symbols]
        told[~np.array(met)[text.codes]] /= 1 + voice.strangers
        return told

    def _said_of(self, sequence: Symbols) -> Numbers:
        voice = self._expert.voice
        told = [
            voice.after(sequence, end).chance(sequence[end])
            for end in range(1, len(sequence))
        ]
        return np.array([1.0, *told])


def _samples(text: Text) -> Iterator[Symbols]:
    begins = [*text.begins.tolist(), len(text.codes)]
    return (text.cut(*ends) for ends in pairwise(begins))


def check_chain(state: Any, prior: Prior | None) -> None:
    """Check that a state does not stand behind itself.

    Raises
    ------
    ParameterError
        It does.
    """
    while prior is not None:
        if prior.state is state:
            raise ParameterError("a memory cannot stand behind itself")
        prior = prior.state.params.prior


def _check_fits(own: Any, behind: Any) -> None:
    """Check that a prior speaks the same language; both are states.

    Raises
    ------
    ParameterError
        It does not.
    """
    kinds = {own.vocabulary.kind, behind.vocabulary.kind} - {None}
    if len(kinds) > 1:
        raise ParameterError(
            "the prior holds samples of another kind: behind a memory of strings there "
            "must be one of strings, behind one of other sequences one of these"
        )
    closed = own.params.symbols
    if closed is not None and closed != behind.params.symbols:
        raise ParameterError(
            "a memory with a closed alphabet must have a prior with the same one"
        )

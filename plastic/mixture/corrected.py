"""Correcting a prediction: each next symbol is made so many times as probable.

Whoever predicts, awake or asleep, is asked first; then what goes on as samples do
that are known is multiplied by a factor, and all is divided by the sum.  What the
factors are is another's to say (:mod:`plastic.state.repeats`).  Only where a sample
begins is it known which samples a past may become: in the middle of a stream there
is nothing to correct.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..core.symbols import START, Symbol, Symbols
from .expert import Contribution
from .mixture import Mixture
from .waking import WakingExpert


class Beginnings(NamedTuple):
    """All beginnings of known samples, as arrays: from the shorter to the longer.

    Attributes
    ----------
    parents : list of int
        The number of the beginning without its last symbol; 0: nothing, which is not
        among them, so that they are numbered from 1.
    symbols : list of hashable
        Their last symbols, :data:`STOP` where it is a whole sample.
    factors : list of float
        How many times as probable they are made.
    """

    parents: list[int]
    symbols: list[Symbol]
    factors: list[float]


class Correction(Protocol):
    """What the factors are, beginning by beginning."""

    def find(self, beginning: Symbols) -> Any:
        """Give what matters of the beginning of a sample; None: no factor is there."""

    def follow(self, known: Any, symbol: Symbol) -> Any:
        """Give what matters of a beginning with one more symbol."""

    def factors(self, known: Any) -> dict[Symbol, float]:
        """Give the factor of each next symbol; of those that are not named it is 1."""

    def log_ratios(self, sequence: Symbols, begin: int) -> np.ndarray:
        """Give what is added to the log-probability of each symbol from one on."""

    def beginnings(self) -> Beginnings:
        """List all beginnings that have a factor."""

    def log_factor(self, sample: Symbols) -> float:
        """Give what is added to the log-probability of a whole sample."""


class Corrected:
    """Who predicts, corrected.

    Parameters
    ----------
    source : WakingExpert or Mixture
        Who predicts.
    correction : Correction
        What the factors are.
    uncorrected : WakingExpert or Mixture
        Who predicts where there is nothing to correct.
    """

    def __init__(
        self,
        source: WakingExpert | Mixture,
        correction: Correction,
        uncorrected: WakingExpert | Mixture,
    ) -> None:
        self.source, self.correction = source, correction
        self.uncorrected = uncorrected

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        return self.source.symbols

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, which has START where a sample begins."""
        begins = len(context) > 0 and context[0] == START
        known = self.correction.find(context[1:]) if begins else None
        who = self.source if begins else self.uncorrected
        return who, who.initial_state(context), known

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a context with one more symbol."""
        who, before, known = state
        if known is not None:
            known = self.correction.follow(known, symbol)
        return who, who.next_state(before, symbol), known

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next."""
        who, asked, known = state
        chances = who.distribution(asked)
        if known is None:
            return chances
        corrected, _ = self._correct(chances, known)
        return corrected

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats."""
        if not len(sequence) or sequence[0] != START:
            return self.uncorrected.log_probabilities(sequence, begin)
        logs = self.source.log_probabilities(sequence, begin)
        added: list[float] = self.correction.log_ratios(sequence, begin).tolist()
        return [log + more for log, more in zip(logs, added)]

    def contributions(self, state: Any) -> list[Contribution]:
        """Take a prediction apart: as it was, and last what the correction adds.

        It adds to whatever the others add to, probabilities or their logarithms.
        """
        who, asked, known = state
        found = who.contributions(asked)
        if known is None:
            return found
        chances = who.distribution(asked)
        corrected, factors = self._correct(chances, known)
        if isinstance(self.source, Mixture):
            added = {symbol: math.log(factor) for symbol, factor in factors.items()}
        else:
            added = {symbol: p - chances[symbol] for symbol, p in corrected.items()}
        return [*found, Contribution(None, "repeats", None, None, {}, 0.0, added)]

    def _correct(
        self, chances: dict[Symbol, float], known: Any
    ) -> tuple[dict[Symbol, float], dict[Symbol, float]]:
        """Give corrected probabilities, and what each was multiplied by."""
        factors = self.correction.factors(known)
        # A factor may be for a symbol that cannot come: its probability fell to 0.
        total = math.fsum(p * factors.get(y, 1.0) for y, p in chances.items())
        ratios = {symbol: factors.get(symbol, 1.0) / total for symbol in chances}
        return {y: p * ratios[y] for y, p in chances.items()}, ratios

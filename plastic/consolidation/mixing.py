"""Mixing: waking and sleep predict together.

Both give the symbols that sleep knows a probability, and the two are mixed
geometrically: on the log-odds of a symbol sleep has the weight w, waking has
1 - w.  What these symbols have together is what waking gives them, so that
symbols which sleep never saw keep waking's probability.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..core.prediction import Predictor
from ..core.symbols import UNSEEN, Symbol, Symbols
from .consolidate import Abstractions
from .symbol_codes import Code
from .templates import History

MOST_KEPT = 10_000  # concepts whose sums are kept for the next prediction


class Past(NamedTuple):
    """What matters of a context: to waking its latest symbols, to sleep more."""

    latest: Symbols
    history: History


class Mixture(NamedTuple):
    """One prediction, with what it was mixed from.

    Attributes
    ----------
    awake : numpy.ndarray, shape (symbols,)
        Waking's probabilities, in the order of ``MixedPredictor.order``.
    masses : numpy.ndarray, shape (targets,)
        What waking gives to each target.
    factors : numpy.ndarray, shape (targets + 1,)
        What each target's probabilities are multiplied by; last, 1, for what
        sleep never saw.
    fired : numpy.ndarray of int64
        The rows of the slot concepts that fired.
    shift : float
        What is added to the log-odds for the probabilities to add up.
    """

    awake: np.ndarray
    masses: np.ndarray
    factors: np.ndarray
    fired: np.ndarray
    shift: float


class MixedPredictor:
    """The distributions of a memory that has slept.

    Parameters
    ----------
    waking : Predictor
        What it predicts awake.
    abstractions : Abstractions
        What it found asleep.
    """

    def __init__(self, waking: Predictor, abstractions: Abstractions) -> None:
        self.waking, self.abstractions = waking, abstractions
        self._kept_by: dict[Symbols, np.ndarray] = {}

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        return self.waking.symbols

    @cached_property
    def order(self) -> list[Symbol]:
        """The keys of every distribution: the symbols, and the unseen slot."""
        return [*self.symbols, *([UNSEEN] if self.waking.unseen_width else [])]

    @cached_property
    def targets(self) -> np.ndarray:
        """By which of sleep's targets each of them is predicted; the last: none."""
        code = self.abstractions.code
        targets = np.array([code.target(symbol) for symbol in self.order])
        return np.where(targets < 0, code.targets, targets)

    @cached_property
    def _widths(self) -> np.ndarray:
        """How many parts of the uniform distribution each target has."""
        symbols = self.targets[: len(self.symbols)]  # all but the unseen slot
        return np.bincount(symbols, minlength=len(self.abstractions.base) + 1)[:-1]

    def read(self, sequence: Symbols) -> Past:
        """Give what matters of a context, for :meth:`chances`."""
        return Past(
            self.waking.read(sequence), self.abstractions.histories.read(sequence)
        )

    def follow(self, past: Past, symbol: Symbol) -> Past:
        """Give what matters of a context with one more symbol."""
        return Past(
            self.waking.follow(past.latest, symbol),
            self.abstractions.histories.follow(past.history, symbol),
        )

    def chances(self, past: Past) -> dict[Symbol, float]:
        """Give the probability of all that can come after what was read.

        Costs O(templates x symbols).
        """
        return dict(zip(self.order, self._mixed(past).tolist()))

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats."""
        past = self.read(sequence[:begin])
        found = []
        for symbol in sequence[begin:]:
            latest = past.latest
            chance = self.waking.probability(latest, len(latest), symbol)
            target = self.abstractions.code.target(symbol)
            if target >= 0:
                chance *= self._factors(past, self._masses(latest))[0][target]
            found.append(math.log(chance) if chance else -math.inf)
            past = self.follow(past, symbol)
        return found

    def mixture(self, past: Past) -> Mixture:
        """Mix, and keep what it was mixed from."""
        awake = np.fromiter(
            self.waking.chances(past.latest).values(), float, len(self.order)
        )
        masses = self._masses(past.latest)
        return Mixture(awake, masses, *self._factors(past, masses))

    def _factors(
        self, past: Past, masses: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, float]:
        """Give what to multiply waking by, the rows that fired, and the shift."""
        found = self.abstractions
        fired = found.rows(found.histories.keys(past.history))
        asleep = found.base + found.strengths[fired].sum(0)
        held = masses > 0  # not so where a symbol was forgotten since
        mixed = found.weight * asleep[held]
        mixed += (1 - found.weight) * np.log(masses[held])
        highest = mixed.max()
        shift = math.log(masses.sum() / np.exp(mixed - highest).sum()) - highest
        factors = np.ones(len(masses) + 1)
        factors[:-1][held] = np.exp(mixed + shift) / masses[held]
        return factors, fired, shift

    def _masses(self, latest: Symbols) -> np.ndarray:
        """Give what waking gives to each target: (targets,).

        Costs O(targets), not O(symbols), where concepts were met before.
        """
        terms, uniform = self.waking.terms(latest, len(latest))
        masses = uniform * self._widths
        for weight, synapses, node, _ in terms:
            kept = self._kept_by.get(node.symbols) if node is not None else None
            if kept is None:
                kept = kept_by_target(self.waking, self.abstractions.code, synapses)
                if node is not None:
                    if len(self._kept_by) == MOST_KEPT:
                        self._kept_by.clear()
                    self._kept_by[node.symbols] = kept
            masses += weight * kept
        return masses

    def _mixed(self, past: Past) -> np.ndarray:
        mixture = self.mixture(past)
        return mixture.awake * mixture.factors[self.targets]


def kept_by_target(
    predictor: Predictor, code: Code, synapses: dict[Symbol, int]
) -> np.ndarray:
    """Sum what is left of strengths after their discounts: (targets,).

    In whole numbers as long as it goes, so that the order of the synapses does
    not matter.
    """
    targets = np.array([code.target(symbol) for symbol in synapses])
    targets[targets < 0] = code.targets  # what sleep never saw
    strengths = np.array(list(synapses.values()))
    kept = np.bincount(targets, strengths, code.targets + 1)
    for strength in (1, 2, 3):
        counted = strengths == strength if strength < 3 else strengths > 2
        several = np.bincount(targets[counted], minlength=code.targets + 1)
        kept -= several * predictor.discounts[strength]
    return kept[:-1]


def waking_log_masses(
    predictor: Predictor, code: Code, sequence: Symbols, end: int
) -> np.ndarray:
    """Give waking's log-probability of each of sleep's targets: (targets,)."""
    terms, uniform = predictor.terms(sequence, end)
    masses = np.full(code.targets, uniform)
    if code.folded:
        masses[code.other] *= len(code.rare)
    for weight, synapses, _, _ in terms:
        masses += weight * kept_by_target(predictor, code, synapses)
    return np.log(masses / masses.sum())

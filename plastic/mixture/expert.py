"""Experts: whoever says what comes next, and why.

An expert follows a context symbol by symbol; what matters of it is the expert's
*state*.  The one that is there from the first sample on is waking
(:class:`plastic.mixture.waking.WakingExpert`), and what a sleep found is another
one (:class:`plastic.consolidation.abstractions.Abstractions`).  A mixture of
experts is :class:`plastic.mixture.mixture.Mixture`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..core.symbols import Symbol, Symbols


class Contribution(NamedTuple):
    """One term of a sum: what a concept that fired added to a prediction.

    Attributes
    ----------
    concept : str or tuple or SlotConcept or None
        The concept that fired; None for what is no concept.
    kind : str
        ``"concept"``; ``"shared"`` for what would become a concept if the
        moment were learned; ``"uniform"``; ``"prior"``; of a memory that has slept
        ``"slot"``, ``"frequency"``, ``"waking"`` and ``"shift"``,
        ``"recurrence"`` if the sample so far is counted, and
        ``"elsewhere"`` if other samples are followed; of one that
        estimates them ``"repeats"``; of one that was told ``"feedback"``.
    r_level, count : int or None
        Of the concept.
    synapses : dict
        Next symbol -> strength; or how often it came, of the longest past where
        the context begins in the middle.
    weight : float
        The share of the whole that this term decides; in a mixture, how many
        times what its expert says counts.
    added : dict
        Next symbol -> what this term adds: to its probability, or, in a
        mixture, to the logarithm of it.
    """

    concept: Any
    kind: str
    r_level: int | None
    count: int | None  # type: ignore[assignment]  # tuples have a method of this name
    synapses: Mapping[Symbol, float]
    weight: float
    added: Mapping[Symbol, float]


class Targets(Protocol):
    """What is told apart: symbols, and groups of symbols, by number."""

    @property
    def targets(self) -> int:
        """How many there are."""

    def target(self, symbol: Symbol) -> int:
        """Give the number that a symbol is predicted by; -1: it was never met."""


class KnownTargets(Targets, Protocol):
    """What an expert tells apart."""

    @property
    def known(self) -> Iterable[Symbol]:
        """The symbols that were met; :data:`plastic.STOP` always was."""


class Expert(Protocol):
    """Who has a say in a mixture."""

    @property
    def code(self) -> KnownTargets:
        """What it tells apart."""

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, which has START where a sample begins."""

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a context with one more symbol."""

    def log_distribution(self, state: Any) -> np.ndarray:
        """Give the log-probability of each target: (targets,), up to a constant."""

    def see(self, samples: Sequence[Symbols]) -> Any:
        """Give what matters of every moment of samples: (features, moments).

        They are numbered sample after sample, STOP's the last of each.
        """

    def see_last(self, symbols: Sequence[Symbol], pasts: np.ndarray) -> Any:
        """Give the same of the last moments of samples that are equally long so far.

        Parameters
        ----------
        symbols : sequence of hashable
            What they are made of.
        pasts : numpy.ndarray of int, shape (moments, length)
            The places of their symbols in it.
        """

    def log_distributions(self, seen: Any) -> np.ndarray:
        """Give :meth:`log_distribution` of some of these: (moments, targets)."""

    def contributions(self, state: Any) -> list[Contribution]:
        """Take :meth:`log_distribution` apart, most specific first.

        The sum of what they add is the log-probability of each symbol that the
        expert has met, up to a constant.
        """

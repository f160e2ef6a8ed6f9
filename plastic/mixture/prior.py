"""A prior: another memory that stands behind this one, and what it says counts, too.

A hundred French names say little, and five thousand American ones say much of them.
So a memory may have another one behind it, whose every prediction q is mixed with its
own, p::

    (1 - rate) * p(y)  +  rate * q(y)

How much that one is worth depends on how much is known here: there are *rates* by the
length of the concept that fires (:mod:`plastic.state.backing` estimates them).  The
two may know different symbols.  What is known only there has its part of the slot for
what was never seen here, and the other way round, so that all sums stay 1.

To whoever mixes and explains, what the prior says is one more term, the last.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from ..core.concepts import Node
from ..core.prediction import Discounts, PlainTerm, Term
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, extend, in_order
from .expert import Contribution, Targets
from .waking import WakingExpert, contribution, depth

# So many symbols of a context are kept, though fewer are looked at here: what stands
# behind may have a longer horizon, or ask how a sample began.
REACH = 1000
LONGEST = 6  # symbols of the concept that fires, from which on rates are the same
UNTOUCHED: Discounts = (0.0, 0.0, 0.0, 0.0)


class Prior:
    """What can stand behind a memory: another memory."""

    @property
    def state(self) -> Any:
        """What is held there."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the samples that are held there."""
        raise NotImplementedError


class Source(Protocol):
    """Who predicts there."""

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, which has START where a sample begins."""

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next."""

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats."""


class Voice:
    """What a prior says to a memory that knows other symbols.

    Parameters
    ----------
    source : Source
        Who predicts there.
    symbols : frozenset of hashable
        The symbols that are known there.
    known : collection of hashable
        The symbols that are known here.
    reach : int
        How much of a past it is told: of a longer one only START and its end.
    """

    def __init__(
        self,
        source: Source,
        symbols: frozenset[Symbol],
        known: Collection[Symbol],
        reach: int,
    ) -> None:
        self.source, self.symbols, self.reach = source, symbols, reach
        self._known_here = known

    @cached_property
    def strangers(self) -> int:
        """How many symbols are known here, but not there."""
        return len({*self._known_here} - self.symbols)

    def after(self, sequence: Symbols, end: int) -> Said:
        """Give what it says after ``sequence[:end]``."""
        return Said(self, self.told(sequence[:end]))

    def told(self, context: Any) -> Any:
        """Cut a context to what it is told of it."""
        if len(context) <= self.reach + 1:
            return context
        start = context[:1] if context[0] == START else context[:0]
        return start + context[-self.reach :]


class Said:
    """What a prior says after a context, worked out as far as it is asked.

    Parameters
    ----------
    voice : Voice
        Whose.
    context : str or tuple
        After what.
    """

    def __init__(self, voice: Voice, context: Symbols) -> None:
        self._voice, self._context = voice, context

    def chance(self, symbol: Symbol) -> float:
        """Give the probability of one symbol, the unseen slot's if unknown."""
        voice, context = self._voice, self._context
        there = symbol in voice.symbols
        asked = extend(context, symbol if there else UNSEEN)
        (log,) = voice.source.log_probabilities(asked, len(context))
        return math.exp(log) / (1 if there else 1 + voice.strangers)

    def of(self, symbols: Iterable[Symbol]) -> dict[Symbol, float]:
        """Give the probability of symbols that are known here or there, and UNSEEN."""
        source = self._voice.source
        chances = source.distribution(source.initial_state(self._context))
        unseen = chances.get(UNSEEN, 0.0) / (1 + self._voice.strangers)
        return {y: chances.get(y, unseen) if y != UNSEEN else unseen for y in symbols}


class BackedExpert(WakingExpert):
    """Waking, with a prior behind it.

    Parameters
    ----------
    own : WakingExpert
        What predicts from this memory's concepts alone.
    voice : Voice
        What the prior says.
    rates : sequence of float
        How much of each prediction is the prior's, by how many symbols the most
        specific concept has that fires, up to :data:`LONGEST`.
    """

    def __init__(self, own: WakingExpert, voice: Voice, rates: Sequence[float]) -> None:
        self.own, self.voice, self.rates = own, voice, tuple(rates)
        self.concepts, self.alphabet, self.uniform = (
            own.concepts,
            own.alphabet,
            own.uniform,
        )

    def beside(self, own: WakingExpert) -> BackedExpert:
        """Put the same prior behind waking as it is now."""
        voice = self.voice
        there = Voice(voice.source, voice.symbols, own.symbols, voice.reach)
        return BackedExpert(own, there, self.rates)

    @cached_property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        return [*in_order({*self.own.symbols, *self._foreign} - {STOP}), STOP]

    @cached_property
    def _foreign(self) -> frozenset[Symbol]:
        """The symbols that are known only to the prior."""
        return self.voice.symbols.difference(self.own.symbols)

    @cached_property
    def unseen_width(self) -> float:  # type: ignore[override]
        """How much of the uniform distribution each symbol gets that is unknown here.

        All that are known to the prior do, and what both never saw as much as one.
        """
        return self.own.unseen_width / (1 + len(self._foreign))

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, here and behind."""
        return self.voice.told(context)

    def terms(self, sequence: Symbols, end: int) -> tuple[list[PlainTerm], float]:
        """Work out who has what say; the last term is the prior's."""
        terms, uniform = self.own.terms(sequence, end)
        rate = self.rates[min(depth(terms), LONGEST)]
        own: Any = [((1 - rate) * weight, *others) for weight, *others in terms]
        said: Any = self.voice.after(sequence, end)
        return [*own, (rate, said, UNTOUCHED, None, ())], (1 - rate) * uniform

    def spread(self, terms: Sequence[PlainTerm], uniform: float) -> dict[Symbol, float]:
        """Add up what :meth:`terms` gave, for all that can come next."""
        *own, (rate, said, _, _, _) = terms
        chances = self.own.spread(own, uniform)
        chances.pop(UNSEEN, None)
        unseen = uniform * self.unseen_width
        keys = [*self.symbols, *([UNSEEN] if self.own.unseen_width else [])]
        told: dict[Symbol, float] = said.of(keys)  # type: ignore[attr-defined]
        return {y: chances.get(y, unseen) + rate * p for y, p in told.items()}

    def share(
        self, terms: Sequence[PlainTerm], uniform: float, symbol: Symbol
    ) -> float:
        """Add up what :meth:`terms` gave for one symbol."""
        *own, (rate, said, _, _, _) = terms
        told: float = said.chance(symbol)  # type: ignore[attr-defined]
        return super().share(own, uniform, symbol) + rate * told

    def compared(self, sequence: Symbols, end: int) -> tuple[int, float, float]:
        """Give how long the concept is that fires, and what both give to what came."""
        terms, uniform = self.own.terms(sequence, end)
        own = super().share(terms, uniform, sequence[end])
        told = self.voice.after(sequence, end).chance(sequence[end])
        return depth(terms), own, told

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off strengths, by a past's length."""
        return self.own.discounts(depth)

    def contributions(self, state: Symbols) -> list[Contribution]:
        """Take a prediction apart: as without a prior, and its part next to last."""
        (*own, (rate, said, _, _, _)), uniform = self.terms(state, len(state))
        keys = [*self.symbols, *([UNSEEN] if self.own.unseen_width else [])]
        told: dict[Symbol, float] = said.of(keys)  # type: ignore[attr-defined]
        added = {symbol: rate * p for symbol, p in told.items()}
        flat = {symbol: uniform * self.width(symbol) for symbol in keys}
        return [
            *(contribution(Term(*term)) for term in own),
            Contribution(None, "prior", None, None, {}, rate, added),
            Contribution(None, "uniform", None, None, {}, sum(flat.values()), flat),
        ]

    def kept_by_target(
        self,
        code: Targets,
        node: Node | None,
        synapses: Mapping[Symbol, int],
        discounts: Discounts,
    ) -> np.ndarray:
        """Sum what is left of a term's strengths, or the prior's part: (targets,)."""
        if not isinstance(synapses, Said):
            return self.own.kept_by_target(code, node, synapses, discounts)
        told = synapses.of(self.symbols)
        targets = np.fromiter(map(code.target, told), np.int64, len(told))
        chances = np.fromiter(told.values(), float, len(told))
        met = targets >= 0
        return np.bincount(targets[met], chances[met], code.targets)

"""Recurrence as an expert: what this very sample adds to what sleep says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..core.symbols import START, STOP, Symbol, Symbols
from ..mixture.expert import Contribution
from .expert import SleepExpert
from .histories import History
from .recurrence import Recurring, Remembered, let_go, remembered_from
from .symbol_codes import SymbolIndex, write


class Remembering(NamedTuple):
    """What matters of a past.

    Attributes
    ----------
    history : History
        To sleep.
    past : str
        What is remembered of it, a character a number.
    """

    history: History
    past: str


@dataclass(frozen=True)
class Seen:
    """What matters of many moments.

    Attributes
    ----------
    features : numpy.ndarray, shape (features, moments)
        To sleep.
    pasts : Remembered
        What is remembered.
    """

    features: np.ndarray
    pasts: Remembered

    def __getitem__(self, at: Any) -> Seen:
        """Take some of the moments: ``[..., moments]``, as of an array."""
        return Seen(self.features[at], self.pasts.at(at[-1]))


class RecurrenceExpert:
    """Who counts the sample so far, as one who has a say in a mixture.

    Parameters
    ----------
    asleep : SleepExpert
        Who speaks where nothing recurs.
    """

    def __init__(self, asleep: SleepExpert) -> None:
        self.asleep = asleep

    @property
    def code(self) -> SymbolIndex:
        """The symbols that it tells apart."""
        return self.asleep.code

    def initial_state(self, context: Symbols) -> Remembering:
        """Give what matters of a context, which has START where a sample begins."""
        numbers = [self.code.number(symbol) for symbol in context if symbol != START]
        past = "".join(map(chr, numbers[remembered_from(len(numbers)) :]))
        return Remembering(self.asleep.initial_state(context), past)

    def next_state(self, state: Remembering, symbol: Symbol) -> Remembering:
        """Give what matters of a context with one more symbol."""
        past = let_go(state.past + chr(self.code.number(symbol)))
        return Remembering(self.asleep.next_state(state.history, symbol), past)

    def log_distribution(self, state: Remembering) -> np.ndarray:
        """Give what is added to sleep's log-odds: (targets,); 0 where nothing recurs.

        Costs what sleep costs, and O(past).
        """
        below = self.asleep.log_distribution(state.history)[None]
        recurring = Recurring.after([state.past], self.code.targets)
        said: np.ndarray = recurring.log_ratios(below, self.code.boundary)[0]
        return said

    def see(self, samples: Sequence[Symbols]) -> Seen:
        """Give what matters of every moment of samples.

        They are numbered sample after sample, STOP's the last of each.
        """
        text = write([*samples], [1] * len(samples), self.code)
        return Seen(self.asleep.see(samples), Remembered.of(text))

    def see_last(self, symbols: Sequence[Symbol], pasts: np.ndarray) -> Seen:
        """Give the same of the last moments of samples that are equally long so far.

        Parameters
        ----------
        symbols : sequence of hashable
            What they are made of.
        pasts : numpy.ndarray of int, shape (moments, length)
            The places of their symbols in it.
        """
        moments, length = pasts.shape
        signs = [chr(self.code.number(symbol)) for symbol in symbols]
        written = "".join([signs[place] for place in pasts.ravel().tolist()])
        ends = np.arange(1, moments + 1) * length
        kept = Remembered(written, ends - length + remembered_from(length), ends)
        return Seen(self.asleep.see_last(symbols, pasts), kept)

    def log_distributions(self, seen: Seen) -> np.ndarray:
        """Give :meth:`log_distribution` of some of these: (moments, targets)."""
        below = self.asleep.log_distributions(seen.features)
        recurring = Recurring.after(seen.pasts.each(), self.code.targets)
        return recurring.log_ratios(below, self.code.boundary)

    def contributions(self, state: Remembering) -> list[Contribution]:
        """Give what it adds."""
        logs = self.log_distribution(state).tolist()
        known = [*self.code.known, STOP]
        added = {symbol: logs[self.code.target(symbol)] for symbol in known}
        return [Contribution(None, "recurrence", None, None, {}, 1.0, added)]

"""Matches as an expert: what followed where another sample was alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..core.symbols import START, STOP, Symbol, Symbols
from ..mixture.expert import Contribution
from .elsewhere import ALL_ALIKE, Elsewhere, Pasts
from .matches import Matches
from .pointers import Pointer, Pointers, walk, walk_one
from .symbol_codes import SymbolIndex, write

RECENT = 64  # symbols of a past that are looked at: two words of one bit each


class Standing(NamedTuple):
    """What matters of a past.

    Attributes
    ----------
    recent : tuple of int
        The codes of its latest symbols.
    pointer : Pointer
        Where one stands in another sample.
    """

    recent: tuple[int, ...]
    pointer: Pointer


class MatchExpert:
    """Who goes along other samples, as one who has a say in a mixture.

    Parameters
    ----------
    matches : Matches
        How far pointers are to be believed.
    samples : mapping
        What is held now.  It is sorted when it is first needed, and must not change
        from then on.
    code : SymbolIndex
        The symbols that are told apart.
    base : numpy.ndarray, shape (targets,)
        Log-probabilities of the symbols alone.
    """

    def __init__(
        self,
        matches: Matches,
        samples: Mapping[Symbols, int],
        code: SymbolIndex,
        base: np.ndarray,
    ) -> None:
        self.matches, self.code = matches, code
        self._samples, self._base = samples, base

    @cached_property
    def there(self) -> Elsewhere:
        """Where pointers can stand.  Costs O(symbols held), the first time."""
        return Elsewhere(self._samples, self.code)

    def initial_state(self, context: Symbols) -> Standing:
        """Give what matters of a context, which has START where a sample begins."""
        codes = [*map(self._coded, context)]
        matched = self.there.match(_pasts(codes), np.arange(len(codes)))
        pointer = walk_one(self.there, codes, matched, self.matches.least)
        return Standing(tuple(codes[-RECENT:]), pointer)

    def next_state(self, state: Standing, symbol: Symbol) -> Standing:
        """Give what matters of a context with one more symbol."""
        code = self._coded(symbol)
        recent = (*state.recent, code)[-RECENT:]
        pointer = state.pointer.went_on(self.there, code - 1)
        if pointer.place < 0 or pointer.alike != ALL_ALIKE:  # or none is better
            last = np.array([len(recent) - 1])
            matched = self.there.match(_pasts(recent), last)
            place, length, alike = (int(column[0]) for column in matched)
            found = place, length, alike
            pointer = pointer.reconsidered(found, self.matches.least)
        return Standing(recent, pointer)

    def log_distribution(self, state: Standing) -> np.ndarray:
        """Give the log-probability of each target: (targets,)."""
        pointers = Pointers(*np.array(state.pointer)[:, None])
        found: np.ndarray = self.log_distributions(self._seen(pointers))[0]
        return found

    def see(self, samples: Sequence[Symbols]) -> np.ndarray:
        """Give what pointers say at every moment of samples, and their kinds.

        Moments are numbered sample after sample, STOP's the last of each.
        """
        corpus = write([*samples], [1] * len(samples), self.code)
        pasts = Pasts.of(corpus, self.code)
        return self._seen(self._walk(pasts, corpus.starts, corpus.lengths))

    def see_last(self, symbols: Sequence[Symbol], pasts: np.ndarray) -> np.ndarray:
        """Give the same of the last moments of samples that are equally long so far.

        Parameters
        ----------
        symbols : sequence of hashable
            What they are made of.
        pasts : numpy.ndarray of int, shape (moments, length)
            The places of their symbols in it.
        """
        moments, length = pasts.shape
        codes = np.full((moments, length + 1), self._coded(START), np.int32)
        codes[:, 1:] = np.array([*map(self._coded, symbols)], np.int32)[pasts]
        depths = np.tile(np.arange(1, length + 2), moments)
        starts = np.arange(moments) * (length + 1)
        found = self._walk(
            Pasts(codes.ravel(), depths), starts, np.full(moments, length + 1)
        )
        return self._seen(found.at(starts + length))

    def log_distributions(self, seen: np.ndarray) -> np.ndarray:
        """Give :meth:`log_distribution` of some of these: (moments, targets)."""
        return self.matches.log_distributions(self._base, *seen)

    def contributions(self, state: Standing) -> list[Contribution]:
        """Give what the pointer says."""
        logs = self.log_distribution(state).tolist()
        known = [*self.code.known, STOP]
        added = {symbol: logs[self.code.target(symbol)] for symbol in known}
        return [Contribution(None, "elsewhere", None, None, {}, 1.0, added)]

    def _coded(self, symbol: Symbol) -> int:
        return self.code.width + 1 if symbol == START else self.code.number(symbol) + 1

    def _walk(self, pasts: Pasts, starts: np.ndarray, lengths: np.ndarray) -> Pointers:
        matched = self.there.match(pasts, np.arange(len(pasts.codes)))
        where = pasts, starts, lengths, matched
        return walk(self.there, *where, self.matches.least)

    def _seen(self, pointers: Pointers) -> np.ndarray:
        return np.stack([self.there.said(pointers.places), pointers.kinds()])


def _pasts(codes: Sequence[int]) -> Pasts:
    """Give the pasts of one sequence."""
    return Pasts(np.array(codes, np.int32), np.arange(1, len(codes) + 1))

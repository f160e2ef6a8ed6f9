"""Pointers: places in other samples, which go along and survive a miss.

A pointer stands in another sample where the latest symbols came, too, and moves on
with each symbol, also if another one came than there.  So it finds its way through
copies in which something was changed::

    held    ...MKVLAAGIVGLCAK...
    new     ...MKVLSAGIV         the pointer stands before G, though S came for A

It is left for another place only where that is alike in more of the latest symbols
(compare the match model with recovery of Mahoney's PAQ).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .elsewhere import ALL_ALIKE, WINDOW, Elsewhere, Matched, Pasts

NOWHERE = -1
RUNS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 28, 32, 48)  # told apart
KINDS = (len(RUNS) + 1) * (WINDOW + 1)
# How many of the latest symbols are alike: the bits of each number.
ALIKE = np.unpackbits(
    np.arange(ALL_ALIKE + 1, dtype=">u2").view(np.uint8).reshape(-1, 2), axis=1
).sum(1, dtype=np.int64)


class Pointer(NamedTuple):
    """Where one stands, see :class:`Pointers`."""

    place: int = NOWHERE
    run: int = 0
    alike: int = 0

    def went_on(self, there: Elsewhere, came: int) -> Pointer:
        """Let it go on with the number of a symbol that came."""
        if self.place < 0:
            return Pointer()
        expected = int(there.text.numbers[self.place])
        right = expected == came
        return Pointer(
            NOWHERE if expected == there.boundary else self.place + 1,
            self.run + 1 if right else 0,
            self.alike << 1 & ALL_ALIKE | right,
        )

    def reconsidered(self, matched: tuple[int, int, int], least: int) -> Pointer:
        """Go where more of the latest symbols are alike, `least` in a row or more."""
        _, length, alike = matched
        better = self.place < 0 or ALIKE[alike] > ALIKE[self.alike]
        return Pointer(*matched) if length >= least and better else self


class Pointers(NamedTuple):
    """Where one stands for each of some pasts.

    Attributes
    ----------
    places : numpy.ndarray of int64
        Of which past there; -1: of none.
    runs : numpy.ndarray of int64
        How many symbols in a row were the same.
    alike : numpy.ndarray of int64
        Which of the latest were, see :class:`.elsewhere.Matched`.
    """

    places: np.ndarray
    runs: np.ndarray
    alike: np.ndarray

    @classmethod
    def nowhere(cls, pasts: int) -> Pointers:
        """Give those of pasts that have none."""
        return cls(np.full(pasts, NOWHERE), *np.zeros((2, pasts), np.int64))

    def at(self, which: np.ndarray) -> Pointers:
        """Take some of them."""
        return Pointers(*(column[which] for column in self))

    def kinds(self) -> np.ndarray:
        """Give how well each did, as a number below :data:`KINDS`."""
        runs: np.ndarray = np.searchsorted(RUNS, self.runs, "right")
        return runs * (WINDOW + 1) + ALIKE[self.alike]

    def went_on(self, there: Elsewhere, came: np.ndarray) -> Pointers:
        """Let each go on with the number of a symbol that came."""
        expected = there.text.numbers[self.places]
        stands = self.places >= 0
        right = stands & (expected == came)
        ends = expected == there.boundary
        return Pointers(
            np.where(stands & ~ends, self.places + 1, NOWHERE),
            np.where(right, self.runs + 1, 0),
            np.where(stands, self.alike << 1 & ALL_ALIKE | right, 0),
        )

    def reconsidered(self, matched: Matched, least: int) -> Pointers:
        """Go where more of the latest symbols are alike, `least` in a row or more."""
        better = ALIKE[matched.alike] > ALIKE[self.alike]
        taken = (matched.lengths >= least) & (better | (self.places < 0))
        return Pointers(*(np.where(taken, *pair) for pair in zip(matched, self)))


def walk_one(
    there: Elsewhere, codes: list[int], matched: Matched, least: int
) -> Pointer:
    """Follow one past from its beginning; see :func:`walk`, which is slower for one."""
    pointer = Pointer()
    every = zip(*(column.tolist() for column in matched))
    for step, (code, best) in enumerate(zip(codes, every)):
        if step:
            pointer = pointer.went_on(there, code - 1)
        pointer = pointer.reconsidered(best, least)
    return pointer


def walk(
    there: Elsewhere,
    pasts: Pasts,
    starts: np.ndarray,
    lengths: np.ndarray,
    matched: Matched,
    least: int,
) -> Pointers:
    """Follow samples from their beginnings, all of them together.

    Costs O(places), in as many steps of numpy as the longest sample has symbols.

    Parameters
    ----------
    there : Elsewhere
        The samples in which the pointers stand.
    pasts : Pasts
        Those of the samples that are followed.
    starts, lengths : numpy.ndarray of int64, shape (samples,)
        Where each begins in them, and how many it has.
    matched : Matched
        What is alike elsewhere, of all of them.
    least : int
        How many symbols must be alike for a pointer to go there.

    Returns
    -------
    Pointers
        Those of all pasts.
    """
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    found = Pointers.nowhere(len(pasts.codes))
    now = Pointers.nowhere(len(starts))
    for step in range(int(lengths.max(initial=0))):
        going = int(np.searchsorted(-lengths, -step))  # those that are longer
        at = starts[:going] + step
        now = now.at(np.arange(going))
        if step:
            now = now.went_on(there, pasts.codes[at] - 1)
        now = now.reconsidered(matched.at(at), least)
        for column, values in zip(found, now):
            column[at] = values
    return found

"""Recall: what followed the last time, in this very sample.

When the latest symbols came before, what followed them then is likely to follow
again: after ``abcab`` the latest ``ab`` came at the beginning, and ``c`` followed.
This is seen for several lengths of what came before, its *orders*; the *match* is
what the longest of them recalls, and how far back past and present are alike::

    abcab    order 1: b, then c    order 2: ab, then c    match: c, of length 2
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .symbol_codes import Corpus

REACH = 10_000  # symbols back, no further: a history keeps so many
LONGEST = 15  # up to which lengths of a match are told apart


class Recalled(NamedTuple):
    """What the latest symbols recall.

    Attributes
    ----------
    followed : list of int, or of numpy.ndarray
        By order, rising: the number of the symbol that followed; the boundary
        where they never came.  Of all moments of a corpus: an array of these.
    match, length : int or numpy.ndarray
        What the longest of them recalls, and how many symbols are alike: from 0,
        where nothing is recalled, to 15.
    """

    followed: list[Any]
    match: Any
    length: Any


def recall(past: str, orders: Sequence[int], boundary: int) -> Recalled:
    """Recall what followed the latest symbols of a past.  Costs O(past).

    Parameters
    ----------
    past : str
        What was lived of the sample, a character a number.
    orders : sequence of int
        How many of the latest symbols, rising.
    boundary : int
        What stands for nothing.

    Examples
    --------
    >>> recall("abcab", [1, 2, 3], 0) == ([ord("c"), ord("c"), 0], ord("c"), 2)
    True
    """
    followed, ahead = [boundary] * len(orders), 0
    for place, order in enumerate(orders):
        # The last symbol is left out: what is found must be followed by one.
        at = past.rfind(past[-order:], 0, -1) if len(past) > order else -1
        if at < 0:
            break  # nor do more of them
        ahead = at + order
        followed[place] = ord(past[ahead])
    if not ahead:
        return Recalled(followed, boundary, 0)
    length = 0
    while (
        length < min(LONGEST, ahead) and past[ahead - 1 - length] == past[-1 - length]
    ):
        length += 1
    return Recalled(followed, ord(past[ahead]), length)


def recall_last(numbers: np.ndarray, orders: Sequence[int], boundary: int) -> Recalled:
    """Recall it for many pasts that are equally long: (pasts, length).

    Costs O(length) for each order, up to the first that nothing recalls.
    """
    numbers = numbers[:, -REACH:]
    pasts, length = numbers.shape
    followed = [np.full(pasts, boundary) for _ in orders]
    ahead = np.zeros(pasts, np.int64)
    alike = np.ones((pasts, length), bool)  # what ends there, as far as compared
    for order in range(1, min(length, 1 + max(orders, default=0))):
        same = numbers[:, : length - order] == numbers[:, length - order, None]
        alike = alike[:, 1:] & same
        found = np.flatnonzero(alike.any(1))
        if not len(found):
            break  # nor does any of more
        if order in orders:
            ahead[found] = length - 1 - alike[found, ::-1].argmax(1)
            followed[orders.index(order)][found] = numbers[found, ahead[found]]
    match, lengths = np.full(pasts, boundary), np.zeros(pasts, np.int64)
    going = np.flatnonzero(ahead)
    match[going] = numbers[going, ahead[going]]
    for back in range(1, 1 + LONGEST):
        going = going[ahead[going] >= back]
        if not len(going):
            break
        going = going[numbers[going, ahead[going] - back] == numbers[going, -back]]
        lengths[going] = back
    return Recalled(followed, match, lengths)


def recall_all(text: Corpus, orders: Sequence[int], boundary: int) -> Recalled:
    """Recall it for all moments of a corpus.

    Costs O(moments log moments) for an order of 1, and for each above it as much
    for those moments whose latest symbols came more than once.
    """
    numbers, places = text.numbers, text.places()
    followed = [np.full(len(numbers), boundary, np.int32) for _ in orders]
    ahead = np.full(len(numbers), -1)
    moments = np.arange(len(numbers))
    alike = np.repeat(np.arange(len(text.starts)), text.lengths)  # in the same sample
    for order in range(1, 1 + max(orders, default=0)):
        inside = places[moments] >= order
        if not inside.any():
            break  # nor has any of them more
        moments, alike = moments[inside], alike[inside]
        alike = alike * np.int64(boundary + 2) + numbers[moments - order]
        sorting = np.argsort(alike, kind="stable")
        moments, alike = moments[sorting], alike[sorting]
        new = np.ones(len(alike) + 1, bool)
        new[1:-1] = alike[1:] != alike[:-1]
        if order in orders:
            later = np.flatnonzero(~new[:-1])
            later = later[moments[later] - moments[later - 1] + order <= REACH]
            ahead[moments[later]] = moments[later - 1]
            found = followed[orders.index(order)]
            found[moments[later]] = numbers[moments[later - 1]]
        several = ~(new[:-1] & new[1:])
        moments, alike = moments[several], (np.cumsum(new[:-1]) - 1)[several]
    match = np.where(ahead < 0, boundary, numbers[ahead])
    return Recalled(followed, match, _lengths(numbers, places, ahead))


def _lengths(numbers: np.ndarray, places: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Count how many symbols before each moment are those before its match."""
    lengths = np.zeros(len(numbers), np.int32)
    moments = np.flatnonzero(ahead >= 0)
    for length in range(1, 1 + LONGEST):
        matches = ahead[moments]
        # What lies before the sample's beginning, or out of reach, is not there.
        there = (places[matches] >= length) & (moments - matches + length <= REACH)
        moments, matches = moments[there], matches[there]
        moments = moments[numbers[moments - length] == numbers[matches - length]]
        lengths[moments] = length
    return lengths

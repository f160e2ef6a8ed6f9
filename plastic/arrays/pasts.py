"""Sort all pasts of a text, so that those that share most stand side by side.

Pasts are compared from their ends, as a concept is: of ``>ab_>b_`` the pasts
``>b`` and ``>ab`` share ``b``.  As many of the latest symbols as fit stand in one
64-bit word, the latest highest, so that one sort of numbers does most of it; only
pasts whose words are equal need the word that lies further back, which is the
word of an earlier place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._support.compiled import compiled, is_worth_compiling
from .order import order
from .text import Numbers, Text

# Places of a text: of fewer, numpy is done before numba is imported.
WORTH_COMPILING = 2_000_000


class Sorted(NamedTuple):
    """Pasts in their order.

    Attributes
    ----------
    places : numpy.ndarray
        (places,) Where each ends.
    lengths : numpy.ndarray
        (places,) Of how many symbols each is, up to the horizon.
    shared : numpy.ndarray
        (places,) How many it shares with the one before it; -1 for the first.
    """

    places: Numbers
    lengths: Numbers
    shared: Numbers


def sort_pasts(text: Text, horizon: int) -> Sorted:
    r"""Sort the pasts that end at each place.

    Costs one sort of numbers, and another one of what is still equal for each
    word that a horizon is long: a word holds 12 symbols of 31, or 4 of 15,000.

    Examples
    --------
    >>> from .text import encode
    >>> text = encode({"ab": 1, "b": 1})
    >>> pasts = sort_pasts(text, 24)
    >>> ends = zip(pasts.places.tolist(), pasts.lengths.tolist())
    >>> [text.cut(at + 1 - length, at + 1) for at, length in ends][:3]
    ['\ufdd0a', '\ufdd0ab', '\ufdd0b']
    >>> pasts.shared.tolist()
    [-1, 0, 1, 0, 1, 0, 2]
    """
    width = (len(text.symbols) - 1).bit_length()
    depth = text.depths()
    longest = int(depth.max())
    per = min(64 // width, longest)
    lengths = np.minimum(depth, min(horizon, longest))
    places, shared = _sorted(text, depth, width, per, int(lengths.max()))
    lengths = lengths[places]
    shared = np.minimum(shared, lengths)
    shared[1:] = np.minimum(shared[1:], lengths[:-1])
    shared[0] = -1
    return Sorted(places, lengths, shared)


def _sorted(
    text: Text, depth: Numbers, width: int, per: int, longest: int
) -> tuple[Numbers, Numbers]:
    """Sort places, and count what each shares with the one before, to a word's end."""
    if (
        is_worth_compiling(len(depth), WORTH_COMPILING)
        and text.whole is np.int32
        and (fast := compiled(order))
    ):
        places, shared = fast(text.codes.astype(np.int32), depth, width, per, longest)
        return places, shared
    words = pack(text.codes, depth, width, per)
    places = np.argsort(words).astype(text.whole)
    shared = np.zeros_like(places)
    shared[1:] = _common(words[places], width, per)
    for back in range(per, longest, per):
        # Of those that are equal so far, and longer, the next word decides.
        goes_on = (shared >= back) & (depth[places] > back)
        at = np.flatnonzero(goes_on | np.append(goes_on[1:], False))
        if not len(at):
            break
        group = np.cumsum(~goes_on[at])
        further = words[places[at] - back]
        within = np.lexsort((further, group))
        places[at] = places[at][within]
        more = back + _common(further[within], width, per)
        shared[at[1:]] = np.where(goes_on[at[1:]], more, shared[at[1:]])
    return places, shared


def pack(codes: Numbers, depth: Numbers, width: int, per: int) -> Numbers:
    """Pack the latest symbols at each place, the latest highest, 0 beyond START."""
    words, size = codes.astype(np.uint64), 1
    while size < per:  # twice as many each time, or as many as are left
        more = min(size, per - size)
        earlier = np.zeros_like(words)
        earlier[size:] = words[:-size]
        earlier[depth <= size] = 0
        words <<= np.uint64(more * width)
        words |= earlier >> np.uint64((size - more) * width)
        size += more
    return words


def _common(words: Numbers, width: int, per: int) -> Numbers:
    """Count the symbols that each word begins with as the one before it does."""
    differ = words[1:] ^ words[:-1]
    # A float's exponent tells the highest bit, as long as it is not rounded up to
    # the next one: 0b111...1 is made 0b100...0 before.
    _, bits = np.frexp((differ & ~(differ >> np.uint64(1))).astype(np.float64))
    common: Numbers = (per * width - bits) // width
    return common

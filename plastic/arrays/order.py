"""Sort pasts by plain loops, which are written to be compiled.

:mod:`.pasts` says what comes out.  Here a sort of numbers goes digit by digit, the
lowest first, and what is equal in its first word is sorted where it stands, by the
word that lies further back.
"""

from __future__ import annotations

import numpy as np

DIGIT = 13  # bits: as many counters of 4 bytes as a processor has nearest to it
GAPS = (701, 301, 132, 57, 23, 10, 4, 1)  # Ciura's, for Shell's sort


def order(
    codes: np.ndarray, depths: np.ndarray, width: int, per: int, horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """Sort the pasts that end at each place.

    Parameters
    ----------
    codes : numpy.ndarray of int32, shape (places,)
        The text.
    depths : numpy.ndarray of int32, shape (places,)
        How many symbols of its sample end at each place.
    width, per : int
        Bits of a code, and codes of a word.
    horizon : int
        How many symbols of a past are looked at.

    Returns
    -------
    places : numpy.ndarray of int32, shape (places,)
    shared : numpy.ndarray of int32, shape (places,)
        How many symbols each shares with the one before it, as far as words go.
    """
    words = pack(codes, depths, width, per)
    sorted_words, places = sort_words(words, width * per)
    shared = np.zeros(len(places), np.int32)
    for at in range(1, len(places)):
        shared[at] = common(sorted_words[at - 1], sorted_words[at], width, per)
    for back in range(per, horizon, per):
        begin = 0
        while begin < len(places):
            end = begin + 1
            while end < len(places) and shared[end] >= back:
                end += 1
            if end - begin > 1 and depths[places[begin]] > back:
                group = places[begin:end]
                keys = words[group - back]
                sort_group(keys, group)
                for at in range(1, len(group)):
                    more = common(keys[at - 1], keys[at], width, per)
                    shared[begin + at] = back + more
            begin = end
    return places, shared


def pack(codes: np.ndarray, depths: np.ndarray, width: int, per: int) -> np.ndarray:
    """Pack the latest symbols at each place, the latest highest, 0 beyond START."""
    words = np.empty(len(codes), np.uint64)
    word = np.uint64(0)
    drop, top = np.uint64(width), np.uint64((per - 1) * width)
    for at in range(len(codes)):
        if depths[at] == 1:
            word = np.uint64(0)
        word = word >> drop | np.uint64(codes[at]) << top
        words[at] = word
    return words


def common(a: np.uint64, b: np.uint64, width: int, per: int) -> int:
    """Count the symbols that two words begin with alike."""
    differ, alike = a ^ b, 0
    while alike < per and not differ >> np.uint64((per - 1 - alike) * width):
        alike += 1
    return alike


def sort_words(words: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Sort words of so many bits; give them, and where each was."""
    size, passes = 1 << DIGIT, -(-bits // DIGIT)
    mask = np.uint64(size - 1)
    begins = np.zeros((passes, size + 1), np.int32)
    for word in words:
        for number in range(passes):
            digit = word >> np.uint64(number * DIGIT) & mask
            begins[number, np.int64(digit) + 1] += 1
    before, after = words, np.empty_like(words)
    places, moved = (
        np.arange(len(words)).astype(np.int32),
        np.empty(len(words), np.int32),
    )
    for number in range(passes):
        begin = np.cumsum(begins[number])
        for at in range(len(words)):
            word = before[at]
            digit = np.int64(word >> np.uint64(number * DIGIT) & mask)
            to = begin[digit]
            begin[digit] += 1
            after[to], moved[to] = word, places[at]
        if number == 0:
            before = np.empty_like(words)  # the words themselves are still needed
        before, after = after, before
        places, moved = moved, places
    return before, places


def sort_group(keys: np.ndarray, places: np.ndarray) -> None:
    """Sort keys, mostly few of them, and move places alike."""
    for gap in GAPS:
        for begin in range(gap, len(keys)):
            key, place, at = keys[begin], places[begin], begin
            while at >= gap and keys[at - gap] > key:
                keys[at], places[at] = keys[at - gap], places[at - gap]
                at -= gap
            keys[at], places[at] = key, place

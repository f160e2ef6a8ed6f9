"""Words: what symbols spell between separators.

Which symbols separate is not told, but found: those classes of symbols are taken under
which the word so far tells most of what comes next (each moment judged by all others).
In plays these are the space and the end of a line, in ABC music the bar and the space;
names have none.  Words so far that came often are numbered along a trie of their own;
so ``the`` is one symbol of a pattern, however long it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from .symbol_codes import Corpus

OFTEN = 4  # times that a word so far must have come to be told from others
LONGEST = 20  # symbols: what is longer is no word of any language
LONGEST_TRIED = 100  # or samples that are words themselves would seem too long for one
FEWEST_MOMENTS = 1_000  # among fewer some class separates by chance
MOST_TRIED = 50_000  # moments by which separators are judged
FEWEST_TRIED = 5_000  # if there are: what is tried may hold the shortest samples only
NEIGHBOURS = 100  # samples in order, of which many begin alike, as in all the corpus
LEAST_SAVED = 0.1  # part of the nats that they must save of those without
BELIEF = 2.0  # moments: before anything is seen, symbols come as often as at all
NO_WORD = 0  # the number of a word of no symbols


class Words:
    """The words so far that came often, as a trie.

    Parameters
    ----------
    separators : numpy.ndarray of bool, shape (numbers,)
        Which numbers separate words.
    keys : numpy.ndarray of int64, shape (words,)
        Word i + 1 is another word, which has a smaller number, and one symbol more:
        ``that word * numbers + symbol``.  They rise.

    Attributes
    ----------
    unknown : int
        The number of every other word.
    """

    def __init__(self, separators: np.ndarray, keys: np.ndarray) -> None:
        self.separators, self.keys = separators, keys
        self.unknown = len(keys) + 1

    @property
    def width(self) -> int:
        """How many numbers words have, with those of no word and of an unknown one."""
        return len(self.keys) + 2

    @cached_property
    def _longer(self) -> dict[int, int]:
        return {key: at + 1 for at, key in enumerate(self.keys.tolist())}

    @cached_property
    def _separates(self) -> list[bool]:
        return self.separators.tolist()

    def spelled(self, word: int) -> list[int]:
        """Give the symbols of a word, as numbers."""
        found = []
        while word != NO_WORD:
            word, symbol = divmod(int(self.keys[word - 1]), len(self.separators))
            found.append(symbol)
        return found[::-1]

    def follow(self, latest: Latest, symbol: int) -> Latest:
        """Give the latest words with one more symbol."""
        so_far, before = latest
        if self._separates[symbol]:
            return Latest(NO_WORD, before if so_far == NO_WORD else so_far)
        if so_far == UNTOLD:
            return latest
        key = so_far * len(self.separators) + symbol
        return Latest(self._longer.get(key, self.unknown), before)

    def longer(self, words: np.ndarray, symbols: np.ndarray) -> np.ndarray:
        """Give the words that have one symbol more, which is no separator."""
        keys = words * len(self.separators) + symbols
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        held = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), bool)
        return np.where(held, at + 1, self.unknown)

    def all_latest(self, text: Corpus) -> np.ndarray:
        """Give the word so far at every moment, and the one before: (2, moments)."""
        begins = _begins(text, self.separators)
        so_far = np.full(len(begins), self.unknown)
        moments = np.flatnonzero(begins == np.arange(len(begins)))
        so_far[moments] = NO_WORD
        while len(moments := _next(moments, begins)):
            before = moments - 1
            so_far[moments] = self.longer(so_far[before], text.numbers[before])
            moments = moments[so_far[moments] != self.unknown]
        return np.stack([so_far, _before(text, begins, so_far)])

    def last(self, numbers: np.ndarray) -> np.ndarray:
        """Give the same after histories that are equally long: (2, histories).

        Parameters
        ----------
        numbers : numpy.ndarray of int, shape (histories, length)
            Their symbols.
        """
        so_far = np.full(len(numbers), NO_WORD)
        before = so_far.copy()
        for symbols in numbers.T:
            ends = self.separators[symbols]
            before = np.where(ends & (so_far != NO_WORD), so_far, before)
            so_far = np.where(ends, NO_WORD, self.longer(so_far, symbols))
        return np.stack([so_far, before])


class Latest(NamedTuple):
    """The latest words of a history.

    Attributes
    ----------
    so_far : int
        The number of the word that is not over yet.
    before : int
        That of the one before it.
    """

    so_far: int
    before: int


UNTOLD = -1  # of a history that begins in the middle: where the word began
BEGUN, IN_THE_MIDDLE = Latest(NO_WORD, NO_WORD), Latest(UNTOLD, UNTOLD)


def find_words(text: Corpus, classes: np.ndarray) -> Words | None:
    """Find the separators and the words between them.

    Parameters
    ----------
    text : Corpus
        All moments.
    classes : numpy.ndarray of int, shape (numbers,)
        The class of each number: only whole classes separate.

    Returns
    -------
    Words or None
        None where words tell little: samples are words themselves.  Costs O(moments
        log moments).
    """
    if len(text.numbers) < FEWEST_MOMENTS:
        return None
    separators = _separators(_some(text), classes)
    if separators is None:
        return None
    return Words(separators, _numbered(text, separators, LONGEST, OFTEN)[1])


def _some(text: Corpus) -> Corpus:
    """Take neighbours from all over a corpus, and cut the last sample."""
    step = -(-len(text.numbers) // MOST_TRIED)
    some = np.arange(len(text.starts)) // NEIGHBOURS % step == 0
    if text.lengths[some].sum() < min(FEWEST_TRIED, len(text.numbers)):
        some[:] = True  # a hundred names before a book: take the book, too
    kept = np.repeat(some, text.lengths)
    numbers, times = text.numbers[kept][:MOST_TRIED], text.times[kept][:MOST_TRIED]
    lengths = text.lengths[some]
    starts = np.cumsum(lengths) - lengths
    starts = starts[starts < len(numbers)]
    lengths = np.diff(np.append(starts, len(numbers)))
    return Corpus([], numbers, starts, lengths, times)


def _separators(text: Corpus, classes: np.ndarray) -> np.ndarray | None:
    """Find which classes separate words, one after the other, the best first."""
    found = np.zeros(len(classes), bool)
    found[-1] = True  # what is not told apart is part of no word
    without = least = _nats(text, found)
    left = {*classes[text.numbers].tolist()}
    while left:
        tried = {each: _nats(text, found | (classes == each)) for each in sorted(left)}
        best = min(tried, key=tried.__getitem__)
        if tried[best] >= least:
            break
        least = tried[best]
        found |= classes == best
        left.remove(best)
    return found if least < (1 - LEAST_SAVED) * without else None


def _nats(text: Corpus, separators: np.ndarray) -> float:
    """Tell how surprising what comes is after the word so far, all others known."""
    words, _ = _numbered(text, separators, LONGEST_TRIED)
    came, times = text.numbers, text.times
    counts = np.bincount(came, times)
    shares = BELIEF * counts / counts.sum()
    _, pairs = np.unique(words * len(counts) + came, return_inverse=True)
    together, alone = np.bincount(pairs, times)[pairs], np.bincount(words, times)[words]
    chances = (together - 1 + shares[came]) / (alone - 1 + BELIEF)
    return -float(times @ np.log(chances))


def _numbered(
    text: Corpus, separators: np.ndarray, longest: int, often: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Give each moment the number of its word so far, and the keys of all words.

    Words that are longer, or came less often, have the number after the last.
    """
    begins = _begins(text, separators)
    so_far = np.full(len(begins), -1)
    moments = np.flatnonzero(begins == np.arange(len(begins)))
    so_far[moments] = NO_WORD
    found: list[np.ndarray] = [np.zeros(0, np.int64)]
    words = 0
    for _ in range(longest):
        moments = _next(moments, begins)
        before = moments - 1
        keys = so_far[before] * np.int64(len(separators)) + text.numbers[before]
        keys, of = np.unique(keys, return_inverse=True)
        many = np.bincount(of, text.times[moments], len(keys)) >= often
        number = np.where(many, words + np.cumsum(many), -1)
        so_far[moments] = number[of]
        moments = moments[so_far[moments] > 0]
        found.append(keys[many])
        words += int(many.sum())
        if not len(moments):
            break
    return np.where(so_far < 0, words + 1, so_far), np.concatenate(found)


def _begins(text: Corpus, separators: np.ndarray) -> np.ndarray:
    """Tell where the word began that each moment stands in, or at whose beginning."""
    begins = np.zeros(len(text.numbers), bool)
    begins[1:] = separators[text.numbers[:-1]]
    begins[text.starts] = True
    found: np.ndarray = np.maximum.accumulate(
        np.where(begins, np.arange(len(begins)), 0)
    )
    return found


def _next(moments: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Give the moments after these, as far as they are in the same word."""
    moments = moments + 1
    moments = moments[moments < len(begins)]
    return moments[begins[moments] != moments]


def _before(text: Corpus, begins: np.ndarray, so_far: np.ndarray) -> np.ndarray:
    """Give the word before: that at the latest moment inside a word before this one."""
    moments = np.arange(len(begins))
    inside = np.maximum.accumulate(np.where(begins != moments, moments, -1))
    latest = np.where(begins > 0, inside[begins - 1], -1)
    there = latest >= np.repeat(text.starts, text.lengths)
    return np.where(there, so_far[latest], NO_WORD)

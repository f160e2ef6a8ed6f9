"""Experiments that people took part in, as streams, items and questions.

Materials only: a learner listens to what :func:`stream` and its like give, and is asked
which of two items it finds more familiar.  Syllables are those of the papers or like
them; none of their data is here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from statistics import fmean
from typing import NamedTuple

Item = tuple[str, ...]  # syllables
Strength = Callable[[Item], float]

# Four words of three syllables, as in Saffran, Aslin and Newport (1996).
WORDS = ["tu pi ro", "go la bu", "bi da ku", "pa do ti"]


def item(text: str) -> Item:
    """Write an item: syllables with spaces between.

    >>> item("tu pi ro")
    ('tu', 'pi', 'ro')
    """
    return tuple(text.split())


def stream(
    words: Sequence[Item], times: Sequence[int], rng: random.Random
) -> list[Item]:
    """Draw words, each so many times, none twice in a row while it can be helped."""
    left, last = dict(zip(words, times)), None
    drawn: list[Item] = []
    while any(left.values()):
        # The one of which most are left must not be left over at the end.
        bag = [word for word, n in left.items() if n and word != last]
        bag = bag or [word for word, n in left.items() if n]
        (last,) = rng.choices(bag, [left[word] for word in bag])
        left[last] -= 1
        drawn.append(last)
    return drawn


def syllables(words: Sequence[Item]) -> Item:
    """Put words one behind the other."""
    return tuple(syllable for word in words for syllable in word)


def part_words(words: Sequence[Item]) -> list[Item]:
    """Give what words of three syllables make across their boundaries."""
    pairs = [(a, b) for a, b in product(words, words) if a != b]
    return [(a[2], *b[:2]) for a, b in pairs] + [(*a[1:], b[0]) for a, b in pairs]


def chosen(strength: Strength, words: Sequence[Item], foils: Sequence[Item]) -> float:
    """Give how often a word is more familiar than a foil; a tie counts half."""
    pairs = [(strength(word), strength(foil)) for word, foil in product(words, foils)]
    return fmean((a > b) + (a == b) / 2 for a, b in pairs)


# Artificial grammar ------------------------------------------------------------------

# Reber's grammar (1967) as commonly drawn: state -> letter and next state.
GRAMMAR = {
    0: [("T", 1), ("P", 2)],
    1: [("S", 1), ("X", 3)],
    2: [("T", 2), ("V", 4)],
    3: [("X", 2), ("S", 5)],
    4: [("P", 3), ("V", 5)],
    5: [],
}
LETTERS = "TPSXV"


def grammatical(shortest: int = 3, longest: int = 8) -> list[str]:
    """List all strings of the grammar of some lengths."""

    def walk(state: int, text: str) -> Iterator[str]:
        if state == 5:
            yield text
        elif len(text) < longest:
            for letter, following in GRAMMAR[state]:
                yield from walk(following, text + letter)

    return sorted(text for text in walk(0, "") if len(text) >= shortest)


class Test(NamedTuple):
    """Strings to study, and new ones to judge: good, and with one letter wrong."""

    studied: list[str]
    good: list[str]
    bad: list[str]


def reber(studied: int, tested: int, rng: random.Random) -> Test:
    """Draw an experiment."""
    known = grammatical()
    drawn = rng.sample(known, studied + tested)
    good, bad = drawn[studied:], []
    while len(bad) < tested:
        text = rng.choice(good)
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(LETTERS) + text[at + 1 :]
        if text not in known and text not in bad:
            bad.append(text)
    return Test(drawn[:studied], good, bad)


def endorsed(nats: Callable[[str], float], test: Test) -> float:
    """Give how many judgements are right if the less surprising half is endorsed."""
    ranked = sorted([*test.good, *test.bad], key=nats)
    return fmean(text in test.good for text in ranked[: len(test.good)])


# Serial reaction times ---------------------------------------------------------------

# Two sequences in which each place is told by the two before it, and by no less.
SEQUENCES = "121342314324", "123413214243"


def trials(blocks: int, transfer: int, rng: random.Random) -> Iterator[tuple[int, str]]:
    """Give blocks of 100 places, one of them of the other sequence."""
    for block in range(1, blocks + 1):
        sequence, start = SEQUENCES[block == transfer], rng.randrange(12)
        for trial in range(100):
            yield block, sequence[(start + trial) % 12]


# Sentences, and phantoms -------------------------------------------------------------


def language(sizes: Sequence[int], rng: random.Random) -> list[Item]:
    """Invent words of so many syllables, none of which is in two words."""
    every = [a + b for a, b in product("bdgklmnprstv", "aeiou")]
    drawn = iter(rng.sample(every, sum(sizes)))
    return [tuple(next(drawn) for _ in range(size)) for size in sizes]


def sentences(
    words: Sequence[Item], length: int, tokens: int, rng: random.Random
) -> list[Item]:
    """Draw sentences of so many words, until so many words were said."""
    times = [tokens // len(words)] * len(words)
    said = stream(words, times, rng)
    return [syllables(said[at : at + length]) for at in range(0, len(said), length)]


def foils(words: Sequence[Item], heard: Sequence[Item]) -> list[Item]:
    """Give what was heard across boundaries, of the words' lengths."""
    sizes = {len(word) for word in words}
    inside = {
        word[at : at + size]
        for word in words
        for size in sizes
        for at in range(len(word) - size + 1)
    }
    across = {
        sentence[at : at + size]
        for sentence in heard
        for size in sizes
        for at in range(len(sentence) - size + 1)
    }
    return sorted(across - inside)


# Six words, and two that nobody says though each step in them is as frequent as those
# in words: as in Endress and Mehler (2009).
HEARD = ["ta ze ra", "fe ze ki", "ta mo ki", "de ku ra", "fe ku pi", "de mo pi"]
PHANTOMS = ["ta ze ki", "de mo ki"]

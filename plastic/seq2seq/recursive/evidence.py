"""What pairs show before any search: where to divide, which words mean what.

A hint costs nothing and may be wrong: a divider need not be used, and an entry of
the lexicon is one way to begin beside an empty one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ...core.symbols import Symbol, in_order
from ..tape import is_mark, kind
from .machine import Phrase, Phrases

MOST_DIVIDERS = 60  # the most frequent ones: each is tried at every part of a source


def find_dividers(sources: Sequence[Phrase]) -> set[Symbol]:
    """Find what a source may be divided at: marks and words that stand in several.

    >>> sorted(find_dividers([("walk", "twice"), ("run", "twice"), ("run",)]))
    ['run', 'twice']
    """
    held = Counter(symbol for source in sources for symbol in set(source))
    able = [
        symbol
        for symbol in in_order(held)
        if is_mark(symbol) or (isinstance(symbol, str) and kind(symbol) == "other")
    ]
    often = [symbol for symbol in able if held[symbol] > 1 or len(sources) == 1]
    often.sort(key=lambda symbol: -held[symbol])
    return set(often[:MOST_DIVIDERS])


def aligned(pairs: Sequence[Phrases]) -> dict[Phrase, Phrase]:
    """Find words of the sources that come and go with a symbol of the targets.

    >>> aligned([("ab", "12"), ("ac", "13"), ("bc", "23")])
    {}
    >>> words = [(("run",), "R"), (("run", "twice"), "RR"), (("walk",), "W")] * 2
    >>> aligned(words)
    {('run',): ('R',), ('walk',): ('W',)}
    """
    sides: tuple[dict, dict] = defaultdict(set), defaultdict(set)
    for index, pair in enumerate(pairs):
        for held, side in zip(sides, pair):
            for symbol in side:
                held[symbol].add(index)
    found: dict[frozenset, list[Symbol]] = defaultdict(list)
    for word in in_order(sides[0]):
        found[frozenset(sides[0][word])].append(word)
    lexicon: dict[Phrase, Phrase] = {}
    for into in in_order(sides[1]):
        where = frozenset(sides[1][into])
        words = found.get(where, [])
        if (
            1 < len(where) < len(pairs)
            and len(words) == 1
            and kind(words[0]) == "other"
        ):
            lexicon[(words[0],)] = (into,)
    return lexicon

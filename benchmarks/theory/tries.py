"""Two memories of the same names: a prefix trie, and the concept graph.

A trie shares how names begin: each of its nodes is a beginning.  The concept graph
shares whatever moments have in common, wherever in a name that is.
"""

from __future__ import annotations

import math
from collections import Counter
from statistics import fmean
from typing import NamedTuple

from plastic import PlasticMemory, datasets
from plastic.core.symbols import STOP, UNSEEN, show_symbol, wrap

from ..common import Table

SIZES = [40, 1_000, 4_600]  # of the names of the census, by popularity
TESTED = 300  # of those that are left
DISCOUNT = 0.75  # that a trie takes off its counts, to keep something for the new


class Held(NamedTuple):
    """What a memory holds of some names."""

    nodes: int
    levels: int  # between the root and the deepest
    shared: int  # nodes that several different names have
    mean_level: float
    nats: float  # on names that were not learned, a symbol


class Trie:
    """Beginnings, how many names have each, and where two names part.

    Parameters
    ----------
    names : list of str
        What to hold.

    Examples
    --------
    >>> trie = Trie(["emma", "emmy", "eva"])
    >>> trie.counts["em"], sorted(trie.parents())
    (2, ['', 'e', 'emm'])
    """

    def __init__(self, names: list[str]) -> None:
        self.counts = Counter(
            name[:end] for name in names for end in range(len(name) + 1)
        )
        self.following: dict[str, Counter[str]] = {}
        for name in names:
            for at, symbol in enumerate([*name, STOP]):
                self.following.setdefault(name[:at], Counter())[symbol] += 1
        self.symbols = {symbol for after in self.following.values() for symbol in after}

    def parents(self) -> list[str]:
        """Give the beginnings at which names part: abstractions of a compact trie."""
        parting = (b for b, after in self.following.items() if len(after) > 1)
        return [*{"", *parting}]

    def levels(self) -> dict[str, int]:
        """Give how many abstractions lie below each."""
        known = {*self.parents()}
        return {
            parent: sum(parent[:end] in known for end in range(len(parent)))
            for parent in known
        }

    def chance(self, beginning: str, symbol: str) -> float:
        """Give how probable a symbol is after a beginning; uniform after a new one."""
        flat = 1 / (len(self.symbols) + 1)  # one for all that was never seen
        after = self.following.get(beginning)
        if after is None:
            return flat
        kept = max(0.0, after[symbol] - DISCOUNT)
        return (kept + DISCOUNT * len(after) * flat) / after.total()


def table(quick: bool) -> Table:
    """Teach both the first names of the census."""
    names = [*datasets.read(datasets.path("names.txt"))]
    tested = names[-TESTED:]
    rows = []
    for size in SIZES[: 2 if quick else None]:
        trie, memory = Trie(names[:size]), PlasticMemory().fit(names[:size])
        for kind, held in (
            ("trie", of_trie(trie, tested)),
            ("plastic", of_memory(memory, names[:size], tested)),
        ):
            rows.append(
                [
                    f"{size:,}",
                    kind,
                    f"{held.nodes:,}",
                    str(held.levels),
                    f"{held.mean_level:.1f}",
                    f"{held.shared:,}",
                    f"{held.nats:.3f}",
                ]
            )
    note = (
        "The names of the 1990 census, in the order of the file.  *Abstractions*: of "
        "a trie the beginnings at which names part, of plastic its concepts; *levels*: "
        "of the deepest, and on average; *shared*: those that two different names "
        f"have.  *nats* a symbol on {TESTED} names that neither learned: the trie "
        f"takes {DISCOUNT} off each count and knows nothing after a beginning that it "
        "never met."
    )
    header = [
        "names",
        "memory",
        "abstractions",
        "levels",
        "on average",
        "shared",
        "nats",
    ]
    return Table("A trie and the concept graph", header, rows, note)


def of_trie(trie: Trie, tested: list[str]) -> Held:
    """Tell what a trie holds."""
    levels = trie.levels()
    nats = [
        -math.log(trie.chance(name[:at], symbol))
        for name in tested
        for at, symbol in enumerate([*name, STOP])
    ]
    shared = sum(trie.counts[parent] > 1 for parent in levels)
    return Held(
        len(levels), max(levels.values()), shared, fmean(levels.values()), fmean(nats)
    )


def of_memory(memory: PlasticMemory, names: list[str], tested: list[str]) -> Held:
    """Tell what a memory holds."""
    levels = dict(memory.graph.nodes(data="r_level"))
    held_by: Counter[str] = Counter()
    for name in names:
        text = wrap(name)
        parts = {text[a:b] for b in range(len(text) + 1) for a in range(b + 1)}
        held_by.update(parts & levels.keys())
    shared = sum(held_by[concept] > 1 for concept in levels)
    return Held(
        len(levels),
        max(levels.values()),
        shared,
        fmean(levels.values()),
        -memory.score(tested),
    )


def odds(quick: bool) -> Table:
    """Tell what comes after some beginnings, by both."""
    names = [*datasets.read(datasets.path("names.txt"))][:40]
    trie, memory = Trie(names), PlasticMemory().fit(names)
    rows = []
    for beginning in ("mar", "ma", "tar", "x"):
        known = memory.predict_proba(beginning)
        best = sorted((y for y in known if y != UNSEEN), key=known.get, reverse=True)[
            :3
        ]
        shown = [
            f"{show_symbol(y)} {known[y]:.2f} / {trie.chance(beginning, y):.2f}"
            for y in best
        ]
        rows.append([beginning, str(trie.counts[beginning]), *shown])
    note = (
        "After 40 names: the three likeliest symbols, _ the end, by plastic / by the "
        "trie.  Nothing begins with tar or x: there a trie has nothing to go by, and "
        "plastic goes by ar, or by what follows any symbol."
    )
    header = ["after", "names that begin so", "first", "second", "third"]
    return Table("Odds", header, rows, note)

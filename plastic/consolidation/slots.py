"""Slot concepts and classes as concepts: names, places, edges.

A slot concept is more specific than those that lack one of its features, as
far as these were kept, and than the classes that it speaks of.  Its r_level is
one more than the highest of what it abstracts from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

import networkx as nx
import numpy as np

from .._support import html
from .._support.signs import ROOT, Signs
from ..core.symbols import START, STOP, Symbol, Symbols, in_order
from .abstractions import Abstractions
from .histories import find_rows
from .templates import RECALL, Feature

_RUNS = re.compile(r"\(\d+\)")
ANY_OTHER = "¤"  # of a pattern: a symbol that is not told apart
LAST_TIME = "↺"  # before what followed the last time
NOTHING = "∅"  # what followed where there was no last time
WORD, WORD_ENDS = "«", "»"  # before the word so far, and around the one before it
SIGNS = ANY_OTHER, "…", LAST_TIME, NOTHING, WORD, WORD_ENDS
COUNTS = {"runs", "length"}  # kinds of features whose values are numbers
DIGITS = {*"₀₁₂₃₄₅₆₇₈₉"}


@dataclass(frozen=True)
class SymbolClass:
    """Isomorphic symbols: a node of the graph.

    Attributes
    ----------
    classes : int
        Into how many classes the symbols were parted.
    number : int
        Which of them this is.

    Examples
    --------
    >>> str(SymbolClass(2, 0)), str(SymbolClass(2, 1)), str(SymbolClass(8, 2))
    ('α', 'β', '③')
    """

    classes: int
    number: int

    def __str__(self) -> str:
        if self.classes == 2:
            return "αβ"[self.number]
        if self.classes > 20:
            return f"⟨{self.number}⟩{subscript(self.classes)}"
        sign = chr(ord("①") + self.number)
        # The usual recipe has 2 and 8 classes; of others one must be told how many.
        return sign if self.classes == 8 else sign + subscript(self.classes)


class Word(NamedTuple):
    """A word, or what there is of it so far; of no symbols where there is none.

    Attributes
    ----------
    spelling : tuple of hashable
        Its symbols.
    """

    spelling: Symbols

    def written(self, write: Callable[[Symbol], str]) -> str:
        """Write it, each symbol as told.

        >>> Word(("a", "b")).written(str), Word(("on", "in")).written(str)
        ('ab', 'on in')
        """
        shown = [write(symbol) for symbol in self.spelling]
        return (" " if max(map(len, shown), default=0) > 1 else "").join(shown)


def subscript(number: int) -> str:
    """Write a number below the line.

    >>> subscript(12)
    '₁₂'
    """
    return "".join(chr(ord("₀") + int(digit)) for digit in str(number))


class Seen(NamedTuple):
    """A feature, and the value that was seen."""

    feature: Feature
    value: Symbol | SymbolClass | Word | int | None  # None: any other

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols that it names."""
        if isinstance(self.value, Word):
            return tuple(self.value.spelling)
        is_symbol = self.feature.kind not in COUNTS and self.value is not None
        return (
            ()
            if isinstance(self.value, SymbolClass) or not is_symbol
            else (self.value,)
        )

    def sign(self, write: Callable[[Symbol], str]) -> str:
        """Write what was seen."""
        if isinstance(self.value, SymbolClass):
            return str(self.value)
        if self.feature.kind == "runs":
            return f"({self.value})"
        if self.feature.kind == "word":
            word = self.value
            spelled = word.written(write) if isinstance(word, Word) else ANY_OTHER
            return WORD + spelled + (WORD_ENDS if self.feature.at else "")
        if self.feature.kind == "length":
            return subscript(cast("int", self.value))
        if self.feature.kind in RECALL:
            order = subscript(self.feature.at) if self.feature.at else ""
            return LAST_TIME + order + self._recalled(write)
        mark = self._mark(write)
        if self.feature.kind != "class":
            return mark
        # START stands where a class could: by which partition tells it from START.
        return mark + subscript(self.feature.classes)

    def _mark(self, write: Callable[[Symbol], str]) -> str:
        return ANY_OTHER if self.value is None else write(self.value)

    def _recalled(self, write: Callable[[Symbol], str]) -> str:
        if self.value == START:
            return NOTHING
        mark = self._mark(write)
        # Beside a number the symbol c₁ would read as c: ↺c₁₅.
        return mark if DIGITS.isdisjoint(mark) else repr(mark)


@dataclass(frozen=True)
class SlotConcept:
    """A pattern with slots, filled: a node of the graph.

    Attributes
    ----------
    pattern : tuple of Seen
        What a history must show.

    Examples
    --------
    >>> import plastic
    >>> names = plastic.datasets.read(plastic.datasets.path("names.txt"))[:100]
    >>> memory = plastic.train(names)
    >>> memory.slots(r_level=2, n=1)[0].concept
    <SlotConcept 'β'>
    """

    pattern: tuple[Seen, ...]

    def __str__(self) -> str:
        return self.spelled(slot_signs([self]))

    def spelled(self, signs: Signs) -> str:
        """Write it as one reads: ``>e…a·`` began with e, had a before the last.

        What followed the last time is written in front: ``↺₂c ab``, the latest two
        symbols came before, and c followed; ``↺c₅``, so did the longest that came,
        of five symbols.  So are words: ``«the»``, the latest word was ``the``, and
        ``«th``, it begins so.

        Parameters
        ----------
        signs : Signs
            How symbols are written where this stands.

        Examples
        --------
        >>> import plastic
        >>> names = plastic.datasets.read(plastic.datasets.path("names.txt"))[:100]
        >>> concept = plastic.train(names).slots(r_level=2, n=1)[0].concept
        >>> concept.spelled(slot_signs([concept])) == str(concept)
        True
        """
        shown: dict[str, dict[int, str]] = {"first": {}, "back": {}, "runs": {}}
        recalled, words = "", ""
        for seen in self.pattern:
            kind = "back" if seen.feature.kind == "class" else seen.feature.kind
            if kind in RECALL:
                recalled += seen.sign(signs.symbol)
            elif kind == "word":  # the word so far is named first, and comes last
                words = seen.sign(signs.symbol) + words
            else:
                shown[kind][seen.feature.at] = seen.sign(signs.symbol)
        first, back = shown["first"], shown["back"]
        begins = f">{_spell(first, range(1, max(first) + 1))}…" if first else ""
        latest = _spell(back, range(max(back), 0, -1)) if back else ""
        rest = begins + latest + "".join(shown["runs"].values())
        return " ".join(filter(None, [recalled, words, rest]))

    def __repr__(self) -> str:
        return f"<SlotConcept {str(self)!r}>"


def slot_signs(
    concepts: Iterable[SlotConcept],
    symbols: Iterable[Symbol] = (),
    taken: Iterable[str] = (),
) -> Signs:
    """Give how symbols are written in and beside slot concepts.

    Parameters
    ----------
    concepts : iterable of SlotConcept
        Those that are shown.
    symbols : iterable of hashable
        What else is shown.
    taken : iterable of str
        What else is written.
    """
    met, used = [*symbols], {*taken, *SIGNS}
    for concept in concepts:
        for seen in concept.pattern:
            if isinstance(seen.value, SymbolClass) or seen.feature.kind in COUNTS:
                used.add(seen.sign(str))
            met += seen.symbols
    return Signs(met, used)


def _spell(values: Mapping[int, str], places: range) -> str:
    shown = [values.get(at, ROOT) for at in places]
    return (" " if max(map(len, shown)) > 1 else "").join(shown)


class Strengths(Mapping):
    """The synapses of a slot concept: symbol -> strength, above 0 if it excites."""

    __slots__ = ("_row", "_symbols")

    def __init__(self, symbols: dict[Symbol, int], row: np.ndarray) -> None:
        self._symbols, self._row = symbols, row

    def __getitem__(self, symbol: Symbol) -> float:
        return float(self._row[self._symbols[symbol]])

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self._symbols)

    def __len__(self) -> int:
        return len(self._symbols)

    def strongest(self) -> list[Symbol]:
        """List the symbols, those that are moved most first."""
        return sorted(self, key=lambda y: -abs(self[y]))

    def __repr__(self) -> str:
        strongest = self.strongest()[:5]
        signs = Signs(strongest)
        shown = " ".join(f"{signs.symbol(y)}:{self[y]:+.2f}" for y in strongest)
        return f"{{{shown}{' ...' if len(self) > 5 else ''}}}"


class SlotInfo(NamedTuple):
    """What is known of a slot concept.

    Attributes
    ----------
    concept : SlotConcept
        The concept itself: its node in ``memory.graph``.
    r_level : int
        One more than the highest of what it abstracts from.
    saved : float
        The nats that it saved when it was found.
    synapses : Mapping
        Next symbol -> strength: above 0 it excites, below 0 it inhibits.
    """

    concept: SlotConcept
    r_level: int
    saved: float
    synapses: Strengths

    def _repr_html_(self) -> str:
        caption = (
            f"{html.code(self.concept)}: r_level {self.r_level}, "
            f"saves {self.saved:,.0f} nats"
        )
        strongest = self.synapses.strongest()
        return html.strengths(strongest, self.synapses, caption, "{:+.2f}")

    def __repr__(self) -> str:
        return (
            f"<Slot {str(self.concept)!r}: r_level {self.r_level}, "
            f"saves {self.saved:,.0f} nats, {self.synapses!r}>"
        )


class SlotLibrary:
    """All slot concepts and classes that a sleep found.

    Parameters
    ----------
    found : Abstractions
        What it found.
    """

    def __init__(self, found: Abstractions) -> None:
        self.found = found
        code = found.code
        self._symbols = {**code.index, STOP: code.boundary}

    def __len__(self) -> int:
        return len(self.found.keys)

    @cached_property
    def signs(self) -> Signs:
        """How symbols are written in all that was found."""
        # Runs may be many, so the other way round: which symbols look like them?
        runs = [
            symbol
            for symbol in self._symbols
            if isinstance(symbol, str) and _RUNS.fullmatch(symbol)
        ]
        classes = [
            str(SymbolClass(size, number))
            for size in self.found.histories.partitions
            for number in range(size)
        ]
        return Signs(self._symbols, [*runs, *classes, *SIGNS])

    def concept(self, row: int) -> SlotConcept:
        """Give the slot concept of a row."""
        k, numbers = self.filling(row)
        template = self.found.histories.templates[k]
        return SlotConcept(
            tuple(
                Seen(feature, self._value(feature, number))
                for feature, number in zip(template, numbers)
            )
        )

    def filling(self, row: int) -> tuple[int, list[int]]:
        """Give which template a row fills, and with which numbers."""
        offsets = self.found.histories.offsets
        key = int(self.found.keys[row])
        k = int(np.searchsorted(offsets, key, "right")) - 1
        rest = key - int(offsets[k])
        return k, [number for _, number in self._fillings(k, rest)]

    def _fillings(self, k: int, rest: Any) -> Iterator[tuple[Feature, Any]]:
        """Read the k-th template's values, one or an array, feature by feature."""
        histories = self.found.histories
        for feature in histories.templates[k]:
            at = histories.features.index(feature)
            yield feature, rest // int(histories.factors[at, k]) % histories.widths[at]

    def _value(self, feature: Feature, number: int) -> Any:
        if feature.kind in COUNTS:
            return number
        if feature.kind == "class":
            if number == feature.classes:
                return START
            return (
                SymbolClass(feature.classes, number)
                if number < feature.classes
                else None
            )
        code = self.found.code
        if feature.kind == "word":
            return self._word(number)
        if number == code.boundary:
            return START
        return code.symbols[number] if number < code.boundary else None

    def _word(self, number: int) -> Word | None:
        code, words = self.found.code, self.found.histories.words
        if words is None or number == words.unknown:
            return None
        spelled = [code.symbols[at] for at in words.spelled(number)]
        return Word(tuple(spelled))

    def strengths(self, row: int) -> Strengths:
        """Give what a slot concept excites and inhibits."""
        return Strengths(self._symbols, self.found.strengths[row])

    def classes(self) -> dict[SymbolClass, list[Symbol]]:
        """Give the members of each class."""
        code = self.found.code
        members: dict[SymbolClass, list[Symbol]] = {}
        for size, table in sorted(self.found.histories.partitions.items()):
            for symbol in [*code.symbols, *in_order(code.rare)]:
                group = SymbolClass(size, int(table[code.number(symbol)]))
                members.setdefault(group, []).append(symbol)
        return members

    def most_useful(self, r_level: int | None, n: int | None) -> list[SlotInfo]:
        """List the slot concepts that save most nats; of equals, the simplest."""
        rows = np.argsort(-self.found.saved, kind="stable")
        if r_level is not None:
            rows = rows[self.r_levels[rows] == r_level]
        return [
            SlotInfo(
                self.concept(row),
                int(self.r_levels[row]),
                float(self.found.saved[row]),
                self.strengths(row),
            )
            for row in rows[:n].tolist()
        ]

    @cached_property
    def parents(self) -> list[np.ndarray]:
        """For each feature left out, the rows of what is left: -1 where not kept.

        One array for the first feature of each template, one for the second,
        and so on, all of shape (slot concepts,).
        """
        histories, keys = self.found.histories, self.found.keys
        place = {each: k for k, each in enumerate(histories.templates)}
        most = max(map(len, histories.templates))
        parents = [np.full(len(keys), -1) for _ in range(most)]
        bounds = np.searchsorted(keys, histories.offsets)
        for k, template in enumerate(histories.templates):
            rows = slice(bounds[k], bounds[k + 1])
            rest = keys[rows] - histories.offsets[k]
            fillings = list(self._fillings(k, rest))
            for left_out in range(len(template)):
                smaller = template[:left_out] + template[left_out + 1 :]
                if smaller not in place:
                    continue
                to = place[smaller]
                key = np.full(len(rest), histories.offsets[to])
                for feature, numbers in fillings:
                    if feature != template[left_out]:
                        at = histories.features.index(feature)
                        key += numbers * histories.factors[at, to]
                found = find_rows(self.found.keys, key)
                parents[left_out][rows] = np.where(found < len(keys), found, -1)
        return parents

    @cached_property
    def r_levels(self) -> np.ndarray:
        """The depth of each slot concept; a class has 1."""
        histories, keys = self.found.histories, self.found.keys
        levels = np.zeros(len(keys), int)
        bounds = np.searchsorted(keys, histories.offsets)
        for k in range(len(histories.templates)):  # simple ones come first
            rows = slice(bounds[k], bounds[k + 1])
            rest = keys[rows] - histories.offsets[k]
            below = np.zeros(len(rest), int)
            for feature, numbers in self._fillings(k, rest):
                if feature.kind == "class":  # START has none
                    below |= numbers < feature.classes
            for parent in self.parents:
                at = parent[rows]
                below = np.maximum(below, np.where(at < 0, 0, levels[at]))
            levels[rows] = below + 1
        return levels

    @cached_property
    def graph(self) -> nx.DiGraph:
        """Slot concepts and classes; edges from the more abstract to the more specific.

        Costs O(slot concepts); made when it is first asked for.
        """
        graph = nx.DiGraph()
        for group, members in self.classes().items():
            graph.add_node(
                group, kind="class", label=str(group), r_level=1, members=tuple(members)
            )
        concepts = [self.concept(row) for row in range(len(self))]
        for row, concept in enumerate(concepts):
            graph.add_node(
                concept,
                kind="slot",
                label=concept.spelled(self.signs),
                r_level=int(self.r_levels[row]),
                synapses=self.strengths(row),
            )
            for seen in concept.pattern:
                if isinstance(seen.value, SymbolClass):
                    graph.add_edge(seen.value, concept)
        for parent in self.parents:
            rows = np.flatnonzero(parent >= 0)
            graph.add_edges_from(
                (concepts[parent[row]], concepts[row]) for row in rows.tolist()
            )
        return graph

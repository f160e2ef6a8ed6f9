"""Grammars: what a program that divides may be, what it says, what it costs.

A grammar is a program in the making.  It says what it makes of a source, as
far as it knows; and its length in bits is what it is compared with others by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from ...core.symbols import Symbol
from ...errors import GenerationError
from ..stepwise.machine import Runnable
from ..stepwise.operations import Operation
from .machine import COPY, FIRST, LEFT, RIGHT, Phrase, Plan
from .program import RecursiveProgram

NAME_BITS = 3.0  # a symbol to divide at
PLACE_BITS = 1.0
CALL_BITS, AGAIN_BITS = 2.0, 1.0
EMIT_BITS = 7.0  # as in a program that goes step by step
SYMBOL_BITS = 6.0
COPIED_BITS = 12.0  # on top for a literal that one source and one target hold
ENTRY_BITS = 3.0  # of the lexicon, a symbol on either side
PHRASE_BITS = 3.0  # times as much for a leaf of several symbols
EXCEPTION_BITS = 15.0  # where other leaves are dealt with as a rule
LEAF_BITS = {"COPY": 1.5, "CALL": 5.0}
MOST_WAYS = 5  # to write a target out of two parts and literals
MOST_ALIKE = 3  # grammars that differ only in what comes first
MOST_CALLED = 200  # symbols that an earlier task's program writes
LONG_CALL = 10_000  # steps: shorter ones take no time worth counting


class Grammar(NamedTuple):
    """What is assumed so far; most fields are those of a ``RecursiveProgram``.

    Attributes
    ----------
    left_out : frozenset of int
        Which pairs it does not explain.
    """

    cost: float
    plans: dict[Symbol, Plan]
    above: frozenset[tuple[Symbol, Symbol]]
    lexicon: dict[Phrase, Phrase]
    leaf: Operation | None
    left_out: frozenset[int] = frozenset()


EMPTY = Grammar(0.0, {}, frozenset(), {}, None)


class Side(NamedTuple):
    """What stands to one side of a divider, and what it is thought to come to."""

    source: Phrase
    written: Phrase


class Reader:
    """What reads sources by a grammar.

    Parameters
    ----------
    earlier : mapping
        Goal -> the machine of an earlier task, which a leaf may be handed to.
    most : int
        How many steps long calls may take in all: then no more is called, for a
        number in a leaf may tell a machine to count from a billion.
    """

    def __init__(self, earlier: Mapping[Symbol, Runnable], most: int) -> None:
        self.earlier, self.most = earlier, most
        self._called: dict[tuple[Symbol, Phrase], Phrase | None] = {}

    def gives(self, grammar: Grammar, source: Phrase) -> Phrase | None:
        """Give what a grammar makes of a source; None: it knows of none."""
        if not source or source in grammar.lexicon:
            return grammar.lexicon.get(source, ())
        top = top_of(grammar, source)
        if top is None:
            return self.by_leaf(grammar.leaf, source)
        plan = grammar.plans[top]
        at = place_of(source, top, plan)
        left = right = None
        written: Phrase = ()
        coming: Any
        for part in plan.parts:
            if part == LEFT:
                left = self.gives(grammar, source[:at]) if left is None else left
                coming = left
            elif part == RIGHT:
                right = (
                    self.gives(grammar, source[at + 1 :]) if right is None else right
                )
                coming = right
            else:
                coming = part.argument
            if coming is None:
                return None
            written += coming
        return written

    def by_leaf(self, leaf: Operation | None, source: Phrase) -> Phrase | None:
        """Give what a leaf's operation makes of it; None: it is not known."""
        if leaf is None:
            return None
        if leaf == COPY:
            return source
        known = leaf.argument, source
        if known not in self._called:
            if self.most < 0:
                return None
            machine = self.earlier[leaf.argument]
            try:
                self._called[known] = tuple(
                    machine.run(machine.tape(source), most=MOST_CALLED)
                )
            except GenerationError:
                self._called[known] = None
            if machine.steps > LONG_CALL:
                self.most -= machine.steps
        return self._called[known]


class Prices:
    """What the parts of a grammar cost, in bits.

    Parameters
    ----------
    shares : mapping
        Symbol -> the share of other targets that hold it, which makes it cheap.
    copied : container of hashable, optional
        Symbols that are rather copied than always the same: as literals they
        are dear, unless other targets hold them.
    """

    def __init__(
        self, shares: Mapping[Symbol, float], copied: Container[Symbol] = ()
    ) -> None:
        self.shares, self.copied = shares, copied

    def written(self, symbols: Phrase) -> float:
        """Price symbols that are written, the cheaper the more targets hold them."""
        return sum(SYMBOL_BITS * (1 - 0.8 * self.shares.get(y, 0.0)) for y in symbols)

    def literal(self, symbols: Phrase) -> float:
        """Price symbols as a part of a plan, which writes them whatever the source."""
        dear = sum(y in self.copied and not self.shares.get(y) for y in symbols)
        return self.written(symbols) + COPIED_BITS * dear

    def plan(self, plan: Plan) -> float:
        """Give the bits of a plan, and of its divider."""
        bits = NAME_BITS + PLACE_BITS
        done: set[Operation] = set()
        for part in plan.parts:
            if part.name == "EMIT":
                literal: Any = part.argument
                bits += EMIT_BITS + self.literal(literal)
            else:
                bits += AGAIN_BITS if part in done else CALL_BITS
            done.add(part)
        return bits

    def entry(self, grammar: Grammar, source: Phrase, target: Phrase) -> float:
        """Give the bits of an entry of the lexicon."""
        bits = ENTRY_BITS * (len(source) + len(target))
        if not source[1:]:
            return bits
        return PHRASE_BITS * bits + EXCEPTION_BITS * (grammar.leaf is not None)

    def ways(
        self, target: Phrase, left: Side, right: Side
    ) -> list[tuple[Operation, ...]]:
        """List the shortest ways to write a target out of two parts and literals.

        >>> left, right = Side(("03",), ("03",)), Side(("15",), ("15",))
        >>> Prices({}).ways(("15", "/", "03"), left, right)[0]
        (RIGHT, EMIT '/', LEFT)
        """
        parts = [
            (call, side.written)
            for call, side in ((LEFT, left), (RIGHT, right))
            if side.written
        ]

        @cache
        def from_(at: int) -> list[tuple[float, tuple[Operation, ...]]]:
            if at == len(target):
                return [(0.0, ())]
            ways = []
            for call, filler in parts:
                if target[at : at + len(filler)] == filler:
                    for bits, rest in from_(at + len(filler)):
                        again = bool(rest) and call in rest
                        price = AGAIN_BITS if again else CALL_BITS
                        ways.append((bits + price, (call, *rest)))
            symbol = target[at]
            price = self.literal((symbol,))
            for bits, rest in from_(at + 1):
                if rest and rest[0].name == "EMIT":
                    following: Any = rest[0].argument
                    emit = Operation("EMIT", (symbol, *following))
                    ways.append((bits + price, (emit, *rest[1:])))
                else:
                    emit = Operation("EMIT", (symbol,))
                    ways.append((bits + price + EMIT_BITS, (emit, *rest)))
            ways.sort(key=lambda way: way[0])
            return ways[:MOST_WAYS]

        ways = from_(0)
        # A part that comes to nothing here may come to something elsewhere.
        for call, side in ((LEFT, left), (RIGHT, right)):
            if side.source and not side.written:
                ways = ways + [(bits, (*way, call)) for bits, way in ways]
                ways = ways + [(bits, (call, *way)) for bits, way in from_(0)]
        return [way for _, way in ways]


def place_of(source: Phrase, divider: Symbol, plan: Plan) -> int:
    """Give the place at which a plan divides a source."""
    if plan.place == FIRST:
        return source.index(divider)
    return len(source) - 1 - source[::-1].index(divider)


def top_of(grammar: Grammar | RecursiveProgram, source: Phrase) -> Symbol | None:
    """Give the divider of a source that comes first."""
    known = dividers_in(source, grammar)
    if len(known) < 2:
        return known[0] if known else None
    order, above = list(grammar.plans), grammar.above
    known.sort(key=order.index)
    return max(
        known,
        key=lambda divider: sum(
            ((divider, other) in above) - ((other, divider) in above) for other in known
        ),
    )


def dividers_in(source: Phrase, grammar: Grammar | RecursiveProgram) -> list[Symbol]:
    """List the symbols of a source that a grammar has a plan for."""
    return [symbol for symbol in dict.fromkeys(source) if symbol in grammar.plans]


def put_above(grammar: Grammar, top: Symbol, source: Phrase) -> Grammar | None:
    """Put a symbol above all others of a source; None: one of them is above it."""
    others = set(source) - {top}
    if any((other, top) in grammar.above for other in others & grammar.plans.keys()):
        return None
    above = grammar.above | {(top, other) for other in others}
    return grammar._replace(above=above)


def met_above(
    grammar: Grammar | RecursiveProgram, sources: Iterable[Phrase]
) -> frozenset[tuple[Symbol, Symbol]]:
    """List which divider comes before which other one wherever sources hold both.

    What was read right without an assumption about it was never put down.
    """
    met = {pair for pair in grammar.above if set(pair) <= grammar.plans.keys()}
    ahead = [*sources]
    while ahead:
        source = ahead.pop()
        top = None if source in grammar.lexicon else top_of(grammar, source)
        if top is None:
            continue
        others = grammar.plans.keys() & set(source) - {top}
        met |= {(top, other) for other in others if (other, top) not in met}
        plan = grammar.plans[top]
        at = place_of(source, top, plan)
        ahead += [source[:at]] * (LEFT in plan.parts)
        ahead += [source[at + 1 :]] * (RIGHT in plan.parts)
    return frozenset(met)


def fill(
    plan: Plan, target: Phrase, left: int, right: int
) -> tuple[Phrase | None, Phrase | None] | None:
    """Read off a target what its parts are, given how long; None: they disagree."""
    found: dict[Operation, Phrase] = {}
    at = 0
    for part in plan.parts:
        if part.name == "EMIT":
            literal: Any = part.argument
            if target[at : at + len(literal)] != literal:
                return None
            at += len(literal)
            continue
        size = left if part == LEFT else right
        piece = target[at : at + size]
        if found.setdefault(part, piece) != piece:
            return None
        at += size
    return found.get(LEFT), found.get(RIGHT)


def pieces_of(target: Phrase) -> list[Phrase]:
    """List all that stands in a target in one piece, and nothing."""
    ends = range(len(target) + 1)
    pieces = [target[low:high] for high in ends for low in range(high)]
    return list(dict.fromkeys([(), *pieces]))


def stands_in(part: Phrase, target: Phrase) -> bool:
    """Tell whether a part stands in a target in one piece."""
    ends = range(len(target) - len(part) + 1)
    return any(target[at : at + len(part)] == part for at in ends)


def different(grammars: Sequence[Grammar], most: int) -> list[Grammar]:
    """Keep the first grammars, few that differ only in what comes first."""
    kept: list[Grammar] = []
    met: set[tuple] = set()
    alike: Counter[tuple] = Counter()
    for grammar in grammars:
        plans, lexicon = grammar.plans, grammar.lexicon
        same = frozenset(plans.items()), frozenset(lexicon.items()), grammar.leaf
        among = frozenset(pair for pair in grammar.above if set(pair) <= plans.keys())
        if (same, among) in met or alike[same] == MOST_ALIKE:
            continue
        met.add((same, among))
        alike[same] += 1
        kept.append(grammar)
        if len(kept) == most:
            break
    return kept

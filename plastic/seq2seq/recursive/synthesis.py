"""Finding a program that divides: the shortest grammar that explains the pairs.

Pairs are explained one after another, the shortest first, by a beam of
grammars.  A grammar that explains the next pair as it is stays as it is.  One
that does not is extended, in every way that explains it and costs little: by a
plan for a divider, by an entry of the lexicon, by a leaf.  What a part comes
to is known if the grammar knows it; if not it is whatever in the target would
make the plan right, and the part is then explained in its turn.  Grammars are
compared by their length in bits, and a pair may be left unexplained at the
price of writing it out.

All is counted in steps and never in seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.symbols import Symbol
from ..stepwise.machine import Runnable
from ..stepwise.operations import KINDS, Operation
from ..tape import is_mark
from .evidence import aligned, find_dividers
from .grammar import (
    EMPTY,
    LEAF_BITS,
    Grammar,
    Prices,
    Reader,
    Side,
    different,
    dividers_in,
    fill,
    met_above,
    pieces_of,
    place_of,
    put_above,
    stands_in,
)
from .machine import (
    COPY,
    FIRST,
    LAST,
    LEFT,
    MOST_PARTS,
    RIGHT,
    Phrase,
    Phrases,
    Plan,
)
from .program import RecursiveProgram

BEAMS = (12, 48)  # grammars that are kept, at first and then
MOST_PLANS = 16
DEEPEST, DEEPEST_REPAIR = 8, 2
WORTH, SLACK = 1.5, 10.0  # times what it explains, and bits, that it may cost
NARROW = 8.0  # bits that an extension may cost more than the cheapest
INVESTED = 40.0  # bits that a grammar may be longer than all it explains
PROGRAM_BITS = 6.0  # that it divides at all
LONGEST_GUESS = 12  # symbols of a target of which two parts are both guessed


class RecursiveSynthesis:
    """A search for the shortest grammars that explain some pairs.

    Parameters
    ----------
    pairs : sequence of (source, target)
        Tuples, in the order in which they are to be explained.
    shares : mapping
        Symbol -> the share of targets that hold it, which makes it cheap.
    earlier : mapping
        Goal -> what runs an earlier task's program, which a leaf may be handed to.
    budget : int
        How many steps at the most.
    may_fail : float
        What share of the pairs may be left unexplained.

    Attributes
    ----------
    steps : int
        What was spent: some 20 microseconds each.
    """

    def __init__(
        self,
        pairs: Sequence[Phrases],
        shares: Mapping[Symbol, float],
        earlier: Mapping[Symbol, Runnable],
        budget: int,
        may_fail: float = 0.0,
    ) -> None:
        self.pairs, self.earlier = list(pairs), earlier
        copied = {y for source, _ in pairs for y in source if not is_mark(y)}
        self.prices, self.reader = Prices(shares, copied), Reader(earlier, budget)
        self.budget, self.steps = budget, 0
        self.beam: list[Grammar] = []
        self._explained = 0.0  # bits of the targets that were explained so far
        self._leaves = [COPY, *(Operation("CALL", goal) for goal in earlier)]
        self._may_fail = int(may_fail * len(pairs))
        self.dividers = find_dividers([source for source, _ in pairs])

    def run(self) -> list[Grammar]:
        """Explain all pairs, and give the grammars that do, the shortest first.

        What is assumed early may make a later pair impossible: then it begins
        anew with a wider beam.
        """
        lexicon = aligned(self.pairs)
        unknown = self.dividers - {phrase[0] for phrase in lexicon}
        self.pairs.sort(key=lambda pair: (len(unknown & {*pair[0]}), *map(len, pair)))
        for width in BEAMS:
            self.beam, self._explained = [EMPTY], 0.0
            if lexicon:
                self.beam.append(EMPTY._replace(lexicon=lexicon))
            for index in range(len(self.pairs)):
                self._go_on(index, width)
            if self.beam or self.steps > self.budget:
                break
        return self.beam

    def _go_on(self, index: int, width: int) -> None:
        """Explain one more pair by the grammars of the beam, and keep the best."""
        following: list[Grammar] = []
        written_out = self._written_out(index)
        for grammar in self.beam:
            if self.steps > self.budget:
                break
            # What costs much more than to write the pair out explains nothing.
            bound = grammar.cost + WORTH * written_out + SLACK
            following += self._extended(grammar, index, bound)
            if len(grammar.left_out) < self._may_fail:
                out = grammar.left_out | {index}
                following.append(
                    grammar._replace(cost=grammar.cost + written_out, left_out=out)
                )
        self._explained += written_out
        most = self._explained + INVESTED
        following = [grammar for grammar in following if grammar.cost < most]
        following.sort(key=lambda grammar: grammar.cost)
        self.beam = different(following, width)

    def _extended(self, grammar: Grammar, index: int, bound: float) -> list[Grammar]:
        """Give a grammar as it explains one more pair, in all ways worth their bits."""
        source, target = self.pairs[index]
        found: list[Grammar] = []
        for repairing in (False, True):  # plans are doubted where nothing else helps
            limits = _Limits(bound, repairing)
            for new in self._explain(grammar, source, target, 0, limits):
                # What is new may be in the way of what was explained before.
                if new.plans == grammar.plans or self._explains(new, index):
                    found.append(new)
                    limits.bound = min(limits.bound, new.cost + NARROW)
            if found:
                break
        return found

    def _explains(self, grammar: Grammar, index: int) -> bool:
        """Whether a grammar explains all pairs before one."""
        return all(
            self.reader.gives(grammar, source) == target
            for at, (source, target) in enumerate(self.pairs[:index])
            if at not in grammar.left_out
        )

    def program(self, grammar: Grammar) -> RecursiveProgram:
        """Give a grammar as a program, without what has no part in it."""
        explained = [
            source
            for at, (source, _) in enumerate(self.pairs)
            if at not in grammar.left_out
        ]
        written_out = sum(self._written_out(at) for at in grammar.left_out)
        return RecursiveProgram(
            PROGRAM_BITS + grammar.cost - written_out,
            grammar.plans,
            met_above(grammar, explained),
            grammar.lexicon,
            grammar.leaf,
        )

    def _written_out(self, index: int) -> float:
        """Give the bits of a pair that no program explains."""
        return KINDS["EMIT"].bits + self.prices.written(self.pairs[index][1])

    # How it can be extended ---------------------------------------------------------

    def _explain(
        self,
        grammar: Grammar,
        source: Phrase,
        target: Phrase,
        depth: int,
        limits: _Limits,
    ) -> Iterator[Grammar]:
        """Give grammars that make a target of a source: this one, or longer ones."""
        self.steps += 1
        if self.steps > self.budget:
            return
        if self.reader.gives(grammar, source) == target:
            yield grammar
            return
        if not source or source in grammar.lexicon or depth > DEEPEST:
            return
        known = dividers_in(source, grammar)
        for top in known:
            yield from self._by_plan(grammar, top, source, target, depth, limits)
        if not known:
            yield from self._as_leaf(grammar, source, target, limits)
        if len(grammar.plans) < MOST_PLANS:
            for top in dict.fromkeys(source):
                if top in self.dividers and top not in grammar.plans:
                    yield from self._with_plan(
                        grammar, top, source, target, depth, limits
                    )
        for top in known if limits.repairing and depth < DEEPEST_REPAIR else ():
            # Another plan may explain this pair too, and all that this one did.
            plans = {**grammar.plans}
            bits = self.prices.plan(plans.pop(top))
            without = grammar._replace(cost=grammar.cost - bits, plans=plans)
            yield from self._with_plan(without, top, source, target, depth, limits)

    def _as_leaf(
        self, grammar: Grammar, source: Phrase, target: Phrase, limits: _Limits
    ) -> Iterator[Grammar]:
        """Extend a grammar by what is done with a leaf, or an entry of the lexicon."""
        if grammar.leaf is None:
            for leaf in self._leaves:
                if self.reader.by_leaf(leaf, source) == target:
                    cost = grammar.cost + LEAF_BITS[leaf.name]
                    yield grammar._replace(cost=cost, leaf=leaf)
        cost = grammar.cost + self.prices.entry(grammar, source, target)
        if cost <= limits.bound:
            lexicon = {**grammar.lexicon, source: target}
            yield grammar._replace(cost=cost, lexicon=lexicon)

    def _by_plan(
        self,
        grammar: Grammar,
        top: Symbol,
        source: Phrase,
        target: Phrase,
        depth: int,
        limits: _Limits,
    ) -> Iterator[Grammar]:
        """Extend a grammar so that a plan it has explains a target."""
        plan = grammar.plans[top]
        ordered = put_above(grammar, top, source)
        if ordered is None:
            return
        at = place_of(source, top, plan)
        left, right = source[:at], source[at + 1 :]
        for fillers in self._fillers(ordered, plan, left, target):
            yield from self._parts(ordered, (left, right), fillers, depth, limits)

    def _parts(
        self,
        grammar: Grammar,
        sources: tuple[Phrase, Phrase],
        wanted: tuple[Phrase | None, Phrase | None],
        depth: int,
        limits: _Limits,
    ) -> Iterator[Grammar]:
        """Extend a grammar so that both sides come to what is wanted of them."""
        for first in self._part(grammar, sources[0], wanted[0], depth, limits):
            yield from self._part(first, sources[1], wanted[1], depth, limits)

    def _part(
        self,
        grammar: Grammar,
        source: Phrase,
        wanted: Phrase | None,
        depth: int,
        limits: _Limits,
    ) -> Iterator[Grammar]:
        if wanted is None:  # the plan does not call it
            yield grammar
        else:
            yield from self._explain(grammar, source, wanted, depth + 1, limits)

    def _fillers(
        self, grammar: Grammar, plan: Plan, left: Phrase, target: Phrase
    ) -> Iterator[tuple[Phrase | None, Phrase | None]]:
        """List what the parts may come to so that a plan writes a target.

        By *left, left, right* ``aab`` may be a, a, b, and nothing twice and ``aab``.
        """
        calls = Counter(plan.parts)
        lefts, rights = calls[LEFT], calls[RIGHT]
        literals: list[Any] = [p.argument for p in plan.parts if p.name == "EMIT"]
        room = len(target) - sum(map(len, literals))
        sizes: Sequence[int] = range(room // lefts + 1 if lefts else 1)
        known = self.reader.gives(grammar, left) if lefts else None
        if known is not None:  # most likely that; but what comes first may be open
            likely = len(known)
            sizes = sorted(sizes, key=lambda size: int(size != likely))
        for size in sizes:
            rest = room - size * lefts
            if rest < 0 or (rest % rights if rights else rest):
                continue
            found = fill(plan, target, size, rest // rights if rights else 0)
            if found is not None:
                yield found

    def _with_plan(
        self,
        grammar: Grammar,
        top: Symbol,
        source: Phrase,
        target: Phrase,
        depth: int,
        limits: _Limits,
    ) -> Iterator[Grammar]:
        """Extend a grammar by a plan that explains a target."""
        ordered = put_above(grammar, top, source)
        if ordered is None:
            return
        found = self._plans_for(ordered, top, source, target, depth)
        for plan, left, right in found:
            cost = ordered.cost + self.prices.plan(plan)
            if cost > limits.bound or self.steps > self.budget:
                return
            new = ordered._replace(cost=cost, plans={**ordered.plans, top: plan})
            wanted = (
                left.written if LEFT in plan.parts else None,
                right.written if RIGHT in plan.parts else None,
            )
            sources = left.source, right.source
            yield from self._parts(new, sources, wanted, depth, limits)

    def _plans_for(
        self, grammar: Grammar, top: Symbol, source: Phrase, target: Phrase, depth: int
    ) -> list[tuple[Plan, Side, Side]]:
        """List plans that write a target, given what both sides may come to."""
        found = []
        for place in (LAST, FIRST) if source.count(top) > 1 else (LAST,):
            at = place_of(source, top, Plan(place, ()))
            sides = source[:at], source[at + 1 :]
            for guess in self._guesses(grammar, top, sides, target, depth):
                if self.steps > self.budget:
                    break
                self.steps += 1
                left, right = map(Side, sides, guess)
                for parts in self.prices.ways(target, left, right):
                    if len(parts) <= MOST_PARTS:
                        found.append((Plan(place, parts), left, right))
        found.sort(key=lambda way: self.prices.plan(way[0]))
        return found

    def _guesses(
        self,
        grammar: Grammar,
        top: Symbol,
        sides: tuple[Phrase, Phrase],
        target: Phrase,
        depth: int,
    ) -> list[tuple[Phrase, Phrase]]:
        """List what both sides may come to: what is known, itself, any of the target.

        Only one of them is guessed at large, and not within a guess.  A side
        that will be divided in its turn is not what a leaf makes of it.
        """
        left, right = (
            None
            if top in side and grammar.leaf is not None and not depth
            else self._likely(grammar, side, target)
            for side in sides
        )
        if depth and (left is None or right is None):
            return []
        if left is not None and right is not None:
            return [(left, right)]
        pieces = pieces_of(target)
        if right is not None:
            return [(piece, right) for piece in pieces]
        if left is not None:
            return [(left, piece) for piece in pieces]
        if len(target) <= LONGEST_GUESS:
            unchanged, turned = sides, sides[::-1]
            return [(piece, side) for piece in pieces for side in turned] + [
                (side, piece) for side in unchanged for piece in pieces
            ]
        return []

    def _likely(self, grammar: Grammar, part: Phrase, target: Phrase) -> Phrase | None:
        """Give what a part comes to if that is known, or stands in the target."""
        known = self.reader.gives(grammar, part)
        if known is None and grammar.leaf is None:
            for leaf in self._leaves:
                made = self.reader.by_leaf(leaf, part)
                if made and stands_in(made, target):
                    return made
        return known


@dataclass
class _Limits:
    """What one attempt to explain a pair may do.

    Attributes
    ----------
    bound : float
        Bits that a grammar may cost at the most; whoever takes what is found lowers
        it, so that what comes later must be as short.
    repairing : bool
        Whether plans that the grammar has may be replaced.
    """

    bound: float
    repairing: bool

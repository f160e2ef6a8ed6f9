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

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ...core.symbols import Symbol, in_order
from ..stepwise.machine import Runnable
from ..stepwise.operations import KINDS, Operation
from ..tape import is_mark, kind
from .grammar import (
    EMPTY,
    LEAF_BITS,
    Grammar,
    Prices,
    Reader,
    different,
    fill,
    met_above,
    pieces_of,
    place_of,
    put_above,
    stands_in,
)
from .machine import COPY, FIRST, LAST, LEFT, RIGHT, Division, Phrase, Plan

BEAMS = (12, 48)  # grammars that are kept, at first and then
MOST_PLANS = 16
MOST_DIVIDERS = 60
DEEPEST, DEEPEST_REPAIR = 8, 2
WORTH, SLACK = 1.5, 10.0  # times what it explains, and bits, that it may cost
NARROW = 8.0  # bits that an extension may cost more than the cheapest
INVESTED = 40.0  # bits that a grammar may be longer than all it explains
PROGRAM_BITS = 6.0  # that it divides at all
LONGEST_GUESS = 12  # symbols of a target of which two parts are both guessed
Pair = tuple[Phrase, Phrase]


class Dividing:
    """A search for the shortest grammars that explain some pairs.

    Parameters
    ----------
    pairs : sequence of (source, target)
        Tuples, in the order in which they are to be explained.
    shares : mapping
        Symbol -> the share of targets that hold it, which makes it cheap.
    earlier : mapping
        Goal -> the machine of an earlier task, which a leaf may be handed to.
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
        pairs: Sequence[Pair],
        shares: Mapping[Symbol, float],
        earlier: Mapping[Symbol, Runnable],
        budget: int,
        may_fail: float = 0.0,
    ) -> None:
        self.pairs, self.earlier = list(pairs), earlier
        copied = {y for source, _ in pairs for y in source if not is_mark(y)}
        self.prices, self.reader = Prices(shares, copied), Reader(earlier)
        self.budget, self.steps = budget, 0
        self.beam: list[Grammar] = []
        self._bound = self._explained = 0.0
        self._leaves = [COPY, *(Operation("CALL", goal) for goal in earlier)]
        self._repairing = False
        self._width = 0
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
        for self._width in BEAMS:
            self.beam, self._explained = [EMPTY], 0.0
            if lexicon:
                self.beam.append(EMPTY._replace(lexicon=lexicon))
            for index in range(len(self.pairs)):
                self._go_on(index)
            if self.beam or self.steps > self.budget:
                break
        return self.beam

    def _go_on(self, index: int) -> None:
        source, target = self.pairs[index]
        following: list[Grammar] = []
        written_out = self._written_out(index)
        for grammar in self.beam:
            if self.steps > self.budget:
                break
            # What costs much more than to write the pair out explains nothing.
            self._bound = grammar.cost + WORTH * written_out + SLACK
            following += self._extended(grammar, index, source, target)
            if len(grammar.left_out) < self._may_fail:
                out = grammar.left_out | {index}
                following.append(
                    grammar._replace(cost=grammar.cost + written_out, left_out=out)
                )
        self._explained += written_out
        following = [one for one in following if one.cost < self._explained + INVESTED]
        following.sort(key=lambda one: one.cost)
        self.beam = different(following, self._width)

    def _extended(
        self, grammar: Grammar, index: int, source: Phrase, target: Phrase
    ) -> list[Grammar]:
        """Give the grammar as it explains one more pair, or not."""
        found: list[Grammar] = []
        for self._repairing in (False, True):
            for new in self._explain(grammar, source, target, 0):
                # What is new may be in the way of what was explained before.
                if new.plans == grammar.plans or self._explains(new, index):
                    found.append(new)
                    self._bound = min(self._bound, new.cost + NARROW)
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

    def program(self, grammar: Grammar) -> Division:
        """Give a grammar as a program, without what has no part in it."""
        explained = [
            source
            for at, (source, _) in enumerate(self.pairs)
            if at not in grammar.left_out
        ]
        written_out = sum(self._written_out(at) for at in grammar.left_out)
        return Division(
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
        self, grammar: Grammar, source: Phrase, target: Phrase, depth: int
    ) -> Iterator[Grammar]:
        """Give grammars that make a target of a source: this one, or longer ones."""
        self.steps += 1
        if self.reader.gives(grammar, source) == target:
            yield grammar
            return
        if not source or source in grammar.lexicon or depth > DEEPEST:
            return
        known = [one for one in dict.fromkeys(source) if one in grammar.plans]
        for top in known:
            yield from self._by_plan(grammar, top, source, target, depth)
        if not known:
            yield from self._as_leaf(grammar, source, target)
        if len(grammar.plans) < MOST_PLANS:
            for top in dict.fromkeys(source):
                if top in self.dividers and top not in grammar.plans:
                    yield from self._with_plan(grammar, top, source, target, depth)
        for top in known if self._repairing and depth < DEEPEST_REPAIR else ():
            # Another plan may explain this pair too, and all that this one did.
            plans = {**grammar.plans}
            bits = self.prices.plan(plans.pop(top))
            without = grammar._replace(cost=grammar.cost - bits, plans=plans)
            yield from self._with_plan(without, top, source, target, depth)

    def _as_leaf(
        self, grammar: Grammar, source: Phrase, target: Phrase
    ) -> Iterator[Grammar]:
        if grammar.leaf is None:
            for leaf in self._leaves:
                if self.reader.by_leaf(leaf, source) == target:
                    cost = grammar.cost + LEAF_BITS[leaf.name]
                    yield grammar._replace(cost=cost, leaf=leaf)
        cost = grammar.cost + self.prices.entry(grammar, source, target)
        if cost <= self._bound:
            lexicon = {**grammar.lexicon, source: target}
            yield grammar._replace(cost=cost, lexicon=lexicon)

    def _by_plan(
        self, grammar: Grammar, top: Symbol, source: Phrase, target: Phrase, depth: int
    ) -> Iterator[Grammar]:
        """Extend a grammar so that a plan it has explains a target."""
        plan = grammar.plans[top]
        ordered = put_above(grammar, top, source)
        if ordered is None:
            return
        at = place_of(source, top, plan)
        left, right = source[:at], source[at + 1 :]
        for one, other in self._fillers(ordered, plan, left, right, target):
            for first in self._part(ordered, left, one, depth):
                yield from self._part(first, right, other, depth)

    def _part(
        self, grammar: Grammar, source: Phrase, wanted: Phrase | None, depth: int
    ) -> Iterator[Grammar]:
        if wanted is None:  # the plan does not call it
            yield grammar
        else:
            yield from self._explain(grammar, source, wanted, depth + 1)

    def _fillers(
        self, grammar: Grammar, plan: Plan, left: Phrase, right: Phrase, target: Phrase
    ) -> Iterator[tuple[Phrase | None, Phrase | None]]:
        """List what the parts may come to so that a plan writes a target."""
        calls = Counter(plan.parts)
        lefts, rights = calls[LEFT], calls[RIGHT]
        literal = sum(len(p.argument) for p in plan.parts if p.name == "EMIT")
        room = len(target) - literal
        most = room // lefts if lefts else 0
        sizes = range(most + 1) if lefts else range(1)
        known = self.reader.gives(grammar, left) if lefts else None
        if known is not None:  # most likely that; but what comes first may be open
            sizes = sorted(sizes, key=lambda size: size != len(known))
        for size in sizes:
            rest = room - size * lefts
            if rest < 0 or (rest % rights if rights else rest):
                continue
            found = fill(plan, target, size, rest // rights if rights else 0)
            if found is not None:
                yield found

    def _with_plan(
        self, grammar: Grammar, top: Symbol, source: Phrase, target: Phrase, depth: int
    ) -> Iterator[Grammar]:
        """Extend a grammar by a plan that explains a target."""
        ordered = put_above(grammar, top, source)
        if ordered is None:
            return
        found = []
        for place in (LAST, FIRST) if source.count(top) > 1 else (LAST,):
            at = place_of(source, top, Plan(place, ()))
            left, right = source[:at], source[at + 1 :]
            for one, other in self._guesses(ordered, top, left, right, target, depth):
                self.steps += 1
                for parts in self.prices.ways(target, left, right, one, other):
                    wanted = one if LEFT in parts else None, other
                    found.append((Plan(place, parts), left, right, *wanted))
        found.sort(key=lambda way: self.prices.plan(way[0]))
        for plan, left, right, one, other in found:
            cost = ordered.cost + self.prices.plan(plan)
            if cost > self._bound or self.steps > self.budget:
                return
            new = ordered._replace(cost=cost, plans={**ordered.plans, top: plan})
            for first in self._part(new, left, one, depth):
                wanted = other if RIGHT in plan.parts else None
                yield from self._part(first, right, wanted, depth)

    def _guesses(
        self,
        grammar: Grammar,
        top: Symbol,
        left: Phrase,
        right: Phrase,
        target: Phrase,
        depth: int,
    ) -> list[tuple[Phrase, Phrase]]:
        """List what both parts may come to: what is known, itself, any of the target.

        Only one of them is guessed at large, and not within a guess.  A part
        that will be divided in its turn is not what a leaf makes of it.
        """
        known = [
            None
            if top in part and grammar.leaf is not None and not depth
            else self._likely(grammar, part, target)
            for part in (left, right)
        ]
        if None in known and depth:
            return []
        whole = pieces_of(target)
        if known[0] is not None and known[1] is not None:
            return [(known[0], known[1])]
        if known[1] is not None:
            return [(one, known[1]) for one in whole]
        if known[0] is not None:
            return [(known[0], other) for other in whole]
        if len(target) <= LONGEST_GUESS:
            return [(one, other) for one in whole for other in (right, left)] + [
                (one, other) for one in (left, right) for other in whole
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


def find_dividers(sources: Sequence[Phrase]) -> set[Symbol]:
    """Find what a source may be divided at: marks and words that stand in several.

    >>> sorted(find_dividers([("walk", "twice"), ("run", "twice"), ("run",)]))
    ['run', 'twice']
    """
    held = Counter(one for source in sources for one in set(source))
    able = [
        one
        for one in in_order(held)
        if is_mark(one) or (isinstance(one, str) and kind(one) == "other")
    ]
    often = [one for one in able if held[one] > 1 or len(sources) == 1]
    often.sort(key=lambda one: -held[one])
    return set(often[:MOST_DIVIDERS])


def aligned(pairs: Sequence[Pair]) -> dict[Phrase, Phrase]:
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
            for one in side:
                held[one].add(index)
    found: dict[frozenset, list[Symbol]] = defaultdict(list)
    for one in in_order(sides[0]):
        found[frozenset(sides[0][one])].append(one)
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

"""The search for string programs: from what is simple to what is not.

Truths first; then the pieces of whole inputs, joined.  Only if that is long, pieces
of parts, of derived texts; then what is done to each part; then one example by heart,
and a condition with a program on either side.  Each is tried only while the best so
far leaves room for it, so that most tasks are done in some thousand steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

from .arranging import propose_arranged
from .calendars import propose_dates, propose_times
from .choosing import choose, know_one, say_truth
from .classes import SIMPLE, literal
from .combining import combine, join_filled
from .deriving import beside_marks, derive, propose_padded
from .expression import Expression, Input, Operation
from .joining import join
from .mapping import map_parts
from .names import propose_names
from .pool import Pool, Spent, Steps, Value, always, whole
from .probes import probes
from .reckoning import reckon
from .solving import NumberSolver, constant_bits
from .spans import Spans
from .texts import Length
from .tokens import CountOf

# Bits of what is found, up to which it is good enough not to look into parts, and
# over which it is so long that there may be a condition; and more for each input.
SHORT, LONG, FURTHER = 24.0, 30.0, 8.0
SURE_TRUTH = 25.0
DEEPEST = 2  # conditions in conditions
MOST_DERIVED = 40  # texts that are looked into once more: the cheapest
LEAST_FOR_HEART = 4  # examples, of which one may be known by heart
MOST_STEPS_OF_A_SIDE = 25_000
MOST_EXAMPLES = 12  # that programs are made of; the others test them
STEPS = 300_000
Pair = tuple[tuple[str, ...], str]


def find_programs(pairs: Sequence[Pair], steps: int = STEPS) -> list[Expression]:
    """Find the programs that make all targets, the cheapest first.

    Parameters
    ----------
    pairs : sequence of (inputs, target)
        Inputs are a tuple of str, equally many in all pairs.
    steps : int
        How many to spend at the most: values tried and places reached.

    Returns
    -------
    list of Expression
        They differ on some source that the pairs suggest.  None: nothing was found.

    Examples
    --------
    >>> pairs = [(("Ada Lovelace",), "A. Lovelace"), (("Bo Ray",), "B. Ray")]
    >>> best = find_programs(pairs)[0]
    >>> best.run("Alan Turing")
    'A. Turing'
    >>> print(best.sentence())
    the first symbol of the first run of letters of the input, then '.', then the input
    from the end of the first run of letters to the end
    """
    if not pairs:
        return []
    sources = [inputs for inputs, _ in pairs]
    values = Search(pairs, probes(sources), Steps(steps)).run()
    return [value.expression for value in values]


class Search:
    """One search, for all examples or for those of a side.

    Parameters
    ----------
    pairs : sequence of (inputs, target)
        The examples.
    others : sequence of tuple of str
        Further sources on which programs are told apart.
    steps : Steps
        What may be spent.
    depth : int
        How many conditions it stands in.
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        others: Sequence[tuple[str, ...]],
        steps: Steps,
        depth: int = 0,
    ) -> None:
        self.pairs, self.others, self.steps, self.depth = pairs, others, steps, depth
        self.targets = [target for _, target in pairs]
        self.sources = [inputs for inputs, _ in pairs] + [*others]
        self.pool = Pool(self.targets, len(self.sources), steps)
        self.numbers = NumberSolver(self.pool)
        self.found: list[Value] = []
        self._looked_into: set[tuple] = set()
        self._sides: dict[tuple[int, ...], list[Value]] = {}

    def run(self) -> list[Value]:
        """Give the values that are the targets, the cheapest first."""
        constant = self._constant()
        if constant is not None:
            self.found.append(constant)
        if constant is None or (constant.shown[0] and not self._is_trivial()):
            with suppress(Spent):  # what was found until then is what there is
                self._look()
        unique: dict[tuple, Value] = {}
        for value in sorted(self.found, key=lambda value: value.bits):
            if value.rows not in unique:
                unique[value.rows] = value
        return list(unique.values())

    @property
    def best(self) -> float:
        """The bits of the best that was found."""
        return min((value.bits for value in self.found), default=math.inf)

    def _constant(self) -> Value | None:
        """Give what is always the same, where all targets are, on a side."""
        target = self.targets[0]
        if any(other != target for other in self.targets):
            return None
        if target and not self.depth:
            return None  # join() makes it, of symbols, at its price
        bits = constant_bits(target) if target else 2.0
        return always(self.pool, target, bits)

    def _is_trivial(self) -> bool:
        return bool(self.depth) and len(self.targets) == 1 and len(self.targets[0]) < 3

    def _inputs(self) -> list[Value]:
        among = len(self.sources[0])
        bits = 1 + math.log2(among) if among else 1.0
        return [
            whole(
                tuple(inputs[index] for inputs in self.sources),
                self.pool.n,
                bits,
                Input(index, among),
            )
            for index in range(among)
        ]

    def _look(self) -> None:
        pool, inputs = self.pool, self._inputs()
        if all(self.targets):
            said, is_known = say_truth(pool, inputs)
            self.found += said
            if is_known and self.best < SURE_TRUTH:
                return
            derived = self._propose(inputs)
            self._join()
            further = FURTHER * (len(inputs) - 1)
            if self.best < SHORT + further:
                return
            self._propose_within(inputs, derived)
            self._join()
            if self.depth < DEEPEST:
                self.found += map_parts(pool, inputs, self._solve_parts)
            if self.best <= LONG + further:
                return
            if not self.depth and pool.n >= LEAST_FOR_HEART:
                self.found += know_one(pool, inputs, self._side)
        if self.depth < DEEPEST and pool.n > 1 and self.best > LONG:
            best = None if math.isinf(self.best) else self.best
            self.found += choose(pool, inputs, self._side, best)

    def _join(self) -> None:
        self.found += join(self.pool, self.sources[0])

    def _propose(self, inputs: Sequence[Value]) -> list[Value]:
        """Offer the pieces of inputs; give the texts derived of them."""
        pool, derived = self.pool, []
        for source in inputs:
            whole_input = whole(source.rows, pool.n, source.bits + 1, source.operation)
            pool.put_with_cases(whole_input)
            self._propose_computed(source)
            words = self._propose_spans(source, is_whole=True)
            propose_arranged(pool, source)
            derived += [*derive(pool, source, words)]
        if len(inputs) > 1:
            for value in combine(pool, inputs, self.numbers):
                pool.put_with_cases(value)
                self._propose_spans(value)
            join_filled(pool, inputs)
        reckon(pool, inputs, self.numbers)
        for value in derived:
            pool.put_with_cases(value)
            self.numbers.offer_text(value)
        propose_padded(pool)
        return derived

    def _propose_spans(self, source: Value, is_whole: bool = False) -> list[str]:
        """Offer the pieces of a text, if they were not yet; give its literals."""
        if source.rows in self._looked_into:
            return []
        self._looked_into.add(source.rows)
        spans = Spans(self.pool, source, self.numbers, is_whole)
        spans.propose()
        return spans.words

    def _propose_computed(self, source: Value) -> None:
        """Offer what a whole input is or holds: a number, dates, times, so many."""
        pool = self.pool
        self.numbers.offer_text(source)
        propose_dates(pool, source)
        propose_times(pool, source)
        propose_names(pool, source)
        counts: list[tuple[Operation, float]] = [(Length(), 3.0)]
        counts += [(CountOf(token), 4 + token.bits) for token in SIMPLE]
        texts = source.shown
        marks = sorted({c for text in texts for c in text if not c.isalnum()} - {" "})
        counts += [(CountOf(literal(mark)), 7.0) for mark in marks]
        for operation, bits in counts:
            number = pool.compute(operation, source, bits=bits)
            if number is not None:
                self.numbers.offer(number, counted=True)

    def _propose_within(
        self, inputs: Sequence[Value], derived: Sequence[Value]
    ) -> None:
        """Offer the pieces of derived texts, and of what stands beside marks."""
        pool = self.pool
        if len(inputs) > 2:
            reckon(pool, inputs, self.numbers, twice=True)
        within = [value for value in derived if value.bits < 12]
        for source in inputs:
            within += beside_marks(pool, source)
        for value in sorted(within, key=lambda value: value.bits)[:MOST_DERIVED]:
            if value.bits > self.best:
                break
            self._propose_spans(value)
            for further in [*derive(pool, value, ())][:20]:
                pool.put_with_cases(further)

    def _solve_parts(self, pairs: Sequence[Pair]) -> list[Expression]:
        values = self._nested(pairs, probes([inputs for inputs, _ in pairs]))
        return [value.expression for value in values]

    def _side(self, which: tuple[int, ...]) -> list[Value]:
        """Solve some of the examples; the values are on all rows of this search."""
        if which not in self._sides:
            found = self._nested([self.pairs[at] for at in which], self.sources)
            self._sides[which] = [
                whole(
                    value.rows[len(which) :],
                    self.pool.n,
                    value.bits,
                    value.operation,
                    value.arguments,
                )
                for value in found
            ]
        return self._sides[which]

    def _nested(
        self, pairs: Sequence[Pair], others: Sequence[tuple[str, ...]]
    ) -> list[Value]:
        left = self.steps.limit - self.steps.spent
        steps = Steps(max(0, min(left, MOST_STEPS_OF_A_SIDE)))
        found = Search(pairs, others, steps, self.depth + 1).run()
        self.steps.spend(min(steps.spent, steps.limit))
        return found

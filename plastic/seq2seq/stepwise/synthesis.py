"""Solving a task: which examples to search with, and which table to keep.

All examples at once, if they are few; a subset, if they are many.  What is
found is replayed on all of them.  If it fails on some, one of these joins the
subset.  If that leads nowhere some examples may be wrong: then many subsets
are drawn, in the hope that one has right ones only, and searched in sweeps,
briefly at first.  The table is kept that is shortest together with what it does
not explain, written out.  Where it explains most, and some that it was not
searched with, only a while is spent on the rest.

Fine contexts and coarse ones are searched in turn too.  Effort is counted in
steps, by a plan (:mod:`plastic.seq2seq.stepwise.plan`).  When it is spent the best
so far is what there is.

Of 20 pairs of ``sort`` 8, 16, 12 and three others are wrong.  The plan makes this::

    8 15 16          40,000 steps, 80,000, 160,000: nothing is found
    8 15 16          100,000, and from here on others are drawn
    10 12 15         25,000: nothing
    0 1 19           4,000: a program that explains 14 of 20; that is enough, and
                     all but 3 are others than it was searched with
    9 10 7 2 0, ...  what it explains, dealt out, and three with one that it does
                     not: for 200,000 steps nothing better is found
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from ...errors import GenerationError
from ..tape import find_delimiters, is_mark
from .costs import Prior
from .machine import Machine, reproduced
from .operations import KINDS, Operation, literal_bits
from .plan import SearchPlan
from .search import Solution
from .subset import Delimiters, Sides, Subset, by_size, spread

DRAWS = 10  # for each subset that is wanted: most may have been tried
PLAN = SearchPlan()


class Answer(NamedTuple):
    """What a task came to.

    Attributes
    ----------
    solutions : list of Solution
        The programs that replay most, the cheapest first.
    delimiters : tuple
        The task's.
    right : tuple of bool
        Which pairs the first one reproduces.
    steps : int
        What was spent.
    """

    solutions: list[Solution]
    delimiters: Delimiters
    right: tuple[bool, ...]
    steps: int


class _Candidate(NamedTuple):
    score: float
    right: tuple[bool, ...]
    solution: Solution
    delimiters: Delimiters
    chosen: tuple[int, ...]  # what it was searched with


class StepwiseSynthesis:
    """Pairs to explain by one program.

    Parameters
    ----------
    pairs : sequence of (source, target)
        In an order that does not depend on how they came.
    budget : int
        How many steps to spend at the most.
    prior : callable, optional
        What earlier tasks tell; see :class:`plastic.seq2seq.stepwise.search.Search`.
    rng : numpy.random.Generator
        Chooses the subsets.
    plan : SearchPlan, optional
        How much effort goes where.
    bound : float, optional
        Bits from which on a program is of no use.
    """

    def __init__(
        self,
        pairs: Sequence[Sides],
        budget: int,
        prior: Prior | None,
        rng: np.random.Generator,
        plan: SearchPlan = PLAN,
        bound: float = math.inf,
    ) -> None:
        self.pairs, self.budget, self.prior, self.rng = pairs, budget, prior, rng
        self.plan, self.bound = plan, bound
        found = find_delimiters([source for source, _ in pairs])
        marks = tuple(symbol for symbol in found if is_mark(symbol))
        # Words in every source may part it, or just be frequent: try both.
        self.delimiters = list(dict.fromkeys([found, marks]))
        self.best: list[_Candidate] = []
        self._replayed: set[tuple] = set()
        self._tried: set[tuple[int, ...]] = set()
        self.spent = 0
        # An example that is not explained must be written out as literals.
        self._bits = [
            plan.unexplained_bits
            + KINDS["EMIT"].bits
            + sum(literal_bits(symbol, 0.0) for symbol in target)
            for _, target in pairs
        ]

    def solve(self) -> Answer:
        """Search until all is explained, or enough and no more, or budget ends."""
        plan, n = self.plan, len(self.pairs)
        last_call = self.budget
        for subset, effort in self._rounds():
            self._run(subset, effort, plan.shares)
            if self._explained() == n:
                self._follow_up(subset)
                break
            alone = self.spent < plan.alone_until(self.budget)
            if not alone and self._explained() >= plan.enough_of(n):
                if self._explained_outside() >= plan.outside:
                    self._refit_without_outliers()
                    break
                # Nothing but time tells the rule from chance.
                last_call = min(last_call, plan.last_call_after(self.spent, n))
            if self.spent >= last_call:
                break
        return self._answer()

    # What is run next, and how long ---------------------------------------------------

    def _rounds(self) -> Iterator[tuple[Subset, int]]:
        """Give subsets to run, each with the steps for it, as long as it is asked."""
        n, plan = len(self.pairs), self.plan
        few = n <= plan.few
        chosen = tuple(range(n)) if few else self._spread(range(n))
        first = [self._subset(chosen)]
        yield from self._alone(first)
        yield from self._sweeps(first)

    def _alone(self, subsets: list[Subset]) -> Iterator[tuple[Subset, int]]:
        """Give the first subset, and those that failing examples join."""
        effort, until = self.plan.first_effort, self.plan.alone_until(self.budget)
        while self.spent < until and not all(s.exhausted for s in subsets):
            for subset in subsets:  # which grows
                yield subset, effort
                if len(subsets) <= self.plan.most_joined:
                    subsets += self._with_a_failure(subset)
            effort *= 2

    def _sweeps(self, first: list[Subset]) -> Iterator[tuple[Subset, int]]:
        """Give the first subsets, and more and more that are drawn, by turns."""
        plan = self.plan
        drawn: list[list[Subset]] = []  # for each sweep, the last first
        while first or any(drawn) or not drawn:
            drawn.insert(0, self._draw(plan.drawn))
            yield from [(subset, plan.beside // len(first)) for subset in first]
            # New ones come first, and briefly: else old ones that hold a wrong
            # example would spend the budget before a right one had its turn.
            for age, subsets in enumerate(drawn):
                effort = plan.sweep * plan.longer**age
                yield from [(subset, effort - subset.steps) for subset in subsets]
            first = _unexhausted(first)
            drawn = [_unexhausted(subsets) for subsets in drawn]

    def _follow_up(self, subset: Subset) -> None:
        """Go on a little, at finer levels too, for a shorter program.

        One that is shorter and fails somewhere may only lack a rule.
        """
        effort = max(self.plan.first_effort, self.spent // 2)
        for _ in range(self.plan.most_joined):
            self._run(subset, effort, self.plan.shares_following_up)
            joined = self._with_a_failure(subset)
            if not joined:
                return
            effort = max(effort, subset.steps)
            subset = joined[0]

    def _refit_without_outliers(self) -> None:
        """Try to explain what the best program does not, for a while."""
        plan = self.plan
        last_call = min(self.budget, self.spent + plan.refit)
        best, subsets, effort = self.best[0], self._inliers(), plan.sweep
        while subsets and self.spent < last_call:
            for subset in subsets:
                self._run(subset, min(effort, last_call - self.spent), plan.shares)
            subsets = _unexhausted(subsets)
            effort *= 2
            if self.best[0] is not best:
                best, subsets, effort = self.best[0], self._inliers(), plan.sweep

    def _run(self, subset: Subset, effort: int, shares: Sequence[float]) -> None:
        left = self.budget - self.spent
        effort = min(effort, left)
        if effort <= 0:
            return
        # From these bits on not even explaining all would help.
        limit = -self.best[0].score if self.best else sum(self._bits)
        limit = min(limit, self.bound)
        self.spent += subset.run(effort, limit, shares, left)
        for solution, delimiters in subset.solutions()[: self.plan.most_replayed]:
            self._replay(solution, delimiters, subset.chosen)

    # What was found -------------------------------------------------------------------

    def _replay(
        self, solution: Solution, delimiters: Delimiters, chosen: tuple[int, ...]
    ) -> None:
        """Add a program to the best ones, by what it costs with what it misses."""
        identity = (solution.level, delimiters, tuple(solution.rules.items()))
        if identity in self._replayed:
            return
        self._replayed.add(identity)
        right = replay(solution, delimiters, self.pairs)
        missed = sum(bits for bits, fine in zip(self._bits, right) if not fine)
        score = -solution.cost - missed
        self.best.append(_Candidate(score, right, solution, delimiters, chosen))
        self.best.sort(key=lambda candidate: -candidate.score)

    def _explained(self) -> int:
        """Count what the best program explains."""
        return sum(self.best[0].right) if self.best else 0

    def _explained_outside(self) -> int:
        """Count what the best program explains and was not searched with."""
        best = self.best[0]
        return sum(best.right) - sum(best.right[i] for i in best.chosen)

    # Which pairs are searched with ----------------------------------------------------

    def _subset(self, chosen: Sequence[int]) -> Subset:
        self._tried.add(tuple(chosen))
        return Subset(self.pairs, chosen, self.delimiters, self.prior)

    def _spread(self, indices: Sequence[int]) -> tuple[int, ...]:
        return spread(self.pairs, indices, self.plan.subset_size)

    def _with_a_failure(self, subset: Subset) -> list[Subset]:
        """Let the shortest example that fails join those of a subset."""
        solutions = subset.solutions()
        if not solutions or len(subset.chosen) >= self.plan.most_in_subset:
            return []
        right = replay(*solutions[0], self.pairs)
        failing = [i for i, fine in enumerate(right) if not fine]
        for i in by_size(self.pairs, failing):
            chosen = tuple(sorted({*subset.chosen, i}))
            if chosen not in self._tried:
                return [self._subset(chosen)]
        return []

    def _draw(self, wanted: int) -> list[Subset]:
        """Draw subsets, in the hope that all examples in some of them are right."""
        n, drawn = len(self.pairs), []
        for _ in range(DRAWS * wanted if n > 1 else 0):
            size = min(self.plan.subset_size, n - 1)
            chosen = tuple(sorted(self.rng.choice(n, size, replace=False).tolist()))
            if chosen not in self._tried:
                drawn.append(self._subset(chosen))
            if len(drawn) == wanted:
                break
        return drawn

    def _inliers(self) -> list[Subset]:
        """Put together what the best program explains, alone and with what not.

        Alone, for it may explain a wrong one by a detour.
        """
        plan, right = self.plan, self.best[0].right
        fine = by_size(self.pairs, [i for i, known in enumerate(right) if known])
        failing = by_size(self.pairs, [i for i, known in enumerate(right) if not known])
        deals = min(plan.most_deals, len(fine) // plan.subset_size)
        chosen = [fine[i::deals] for i in range(deals)]
        chosen += [[*self._spread(fine), i] for i in failing[: plan.most_joined]]
        return [Subset(self.pairs, c, self.delimiters, self.prior) for c in chosen]

    def _answer(self) -> Answer:
        if not self.best:
            raise GenerationError(
                f"no program found that explains any of these {len(self.pairs)} pairs "
                f"in {self.spent:,} steps: give simpler or more alike examples, or "
                "raise budget"
            )
        first = self.best[0]
        alike = [
            candidate.solution
            for candidate in self.best
            if candidate.right == first.right
            and candidate.delimiters == first.delimiters
        ]
        alike.sort(key=attrgetter("cost"))
        return Answer(alike, first.delimiters, first.right, self.spent)


def _unexhausted(subsets: list[Subset]) -> list[Subset]:
    return [subset for subset in subsets if not subset.exhausted]


def replay(
    solution: Solution, delimiters: Delimiters, pairs: Sequence[Sides]
) -> tuple[bool, ...]:
    """Tell which pairs a rule table reproduces."""
    machine = Machine(
        solution.level,
        delimiters,
        solution.translation,
        by_rules(solution.rules),
    )
    return reproduced(machine, pairs)


def by_rules(rules: dict[tuple, Operation]) -> Callable[[tuple], list[Operation]]:
    """Give what decides by a rule table, and knows nothing else."""
    return lambda key: [rules[key]] if key in rules else []

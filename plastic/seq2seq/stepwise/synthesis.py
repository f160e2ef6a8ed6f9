"""Solving a task: which examples to search with, and which table to keep.

All examples at once, if they are few; a handful, if they are many.  What is
found is replayed on all of them.  If it fails on some, one of these joins the
handful.  If that leads nowhere some examples may be wrong: then many handfuls
are drawn, in the hope that one has right ones only, and searched in sweeps,
briefly at first.  The table is kept that is shortest together with what it does
not explain, written out.  Where it explains most, and some that it was not
searched with, only a while is spent on the rest.

Fine contexts and coarse ones are searched in turn too.  Effort is counted in
steps.  When it is spent the best so far is what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from typing import NamedTuple

import numpy as np

from ...core.symbols import Symbol, Symbols
from ...errors import GenerationError
from ..tape import Tape, find_delimiters, is_mark
from .contexts import LEVELS
from .machine import Machine, reproduced
from .operations import KINDS, Operation, literal_bits
from .search import Example, Prior, Search, Solution

FEW = 5  # examples that are all searched with at once
HANDFUL = 3  # of more than these
MOST_IN_HAND = 8  # where failing ones have joined
ENOUGH = 0.6  # of the examples: then the rest may be wrong
OUTSIDE = 2  # of them that it was not searched with: then it is no chance
SHARES = (0.4, 0.3, 0.25, 0.05)  # of the effort, for each level
FOLLOWING_UP = (0.25, 0.25, 0.25, 0.25)  # the same, where a program was found
FIRST_EFFORT = 40_000  # steps for the first handful, at first
ALONE = 200_000  # steps until others are drawn
BESIDE = 100_000  # steps for it then, in each sweep
SWEEP = 25_000  # steps for each of these, in its first sweep
LONGER = 3  # times as many, in each sweep that follows
DRAWN = 10  # for each sweep
MOST_JOINED = 4  # handfuls that a failing example joins at a time
WRONG = 10.0  # bits, for an example that is not explained
DOUBT = 200_000  # steps, for what the best program does not explain
MOST_DEALS = 3  # into which what it explains is dealt out
LONG_ENOUGH = 300_000  # steps, where most of few pairs are explained
LONGER_YET = 1_000_000  # steps, where these were all searched with, of many
MOST_REPLAYED = 20  # of what a handful finds, the cheapest
Pair = tuple[Symbols, Symbols]


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
    delimiters: tuple[Symbol, ...]
    right: tuple[bool, ...]
    steps: int


class _Candidate(NamedTuple):
    score: float
    right: tuple[bool, ...]
    solution: Solution
    delimiters: tuple[Symbol, ...]
    chosen: tuple[int, ...]  # what it was searched with


class _Handful:
    """Searches over some of the pairs, at all levels in turn."""

    def __init__(self, task: Task, chosen: Sequence[int]) -> None:
        self.task, self.chosen = task, tuple(chosen)
        self.searches: list[tuple[tuple, Search]] = []
        for delimiters in task.delimiters:
            examples = [
                Example(Tape(task.pairs[i][0], delimiters), tuple(task.pairs[i][1]))
                for i in self.chosen
            ]
            self.searches += [
                (delimiters, Search(examples, delimiters, level, task.prior))
                for level in LEVELS
            ]

    @property
    def exhausted(self) -> bool:
        return all(search.exhausted for _, search in self.searches)

    def run(self, steps: int, limit: float, shares: Sequence[float] = SHARES) -> int:
        """Go on, for programs of less than `limit` bits; give the steps it took."""
        began = self.steps
        for share, (_, search) in zip(cycle(shares), self.searches):
            found = self.solutions()
            search.limit = min(limit, found[0][0].cost if found else limit)
            search.run(int(steps * share / len(self.task.delimiters)) + 1)
        return self.steps - began

    @property
    def steps(self) -> int:
        return sum(search.steps for _, search in self.searches)

    def solutions(self) -> list[tuple[Solution, tuple]]:
        """List what was found, the cheapest first."""
        found = [(one, d) for d, search in self.searches for one in search.solutions]
        return sorted(found, key=lambda pair: pair[0].cost)


class Task:
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
        Chooses the handfuls.
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        budget: int,
        prior: Prior | None,
        rng: np.random.Generator,
    ) -> None:
        self.pairs, self.budget, self.prior, self.rng = pairs, budget, prior, rng
        found = find_delimiters([source for source, _ in pairs])
        marks = tuple(one for one in found if is_mark(one))
        # Words in every source may part it, or just be frequent: try both.
        self.delimiters = list(dict.fromkeys([found, marks]))
        self.best: list[_Candidate] = []
        self._replayed: set[tuple] = set()
        self.spent = 0
        # An example that is not explained must be written out as literals.
        self._bits = [
            WRONG + KINDS["EMIT"].bits + sum(literal_bits(one, 0.0) for one in target)
            for _, target in pairs
        ]
        self.enough = max(1, int(ENOUGH * len(pairs) + 0.5))
        self._last_call = budget
        self._alone_until = min(ALONE, budget // 4)

    def solve(self) -> Answer:
        """Search until all is explained, or enough and no more, or budget ends."""
        for handful in self._turns():
            if self._explains(len(self.pairs)):
                self._follow_up(handful)
                break
            if self.spent >= self._alone_until and self._explains(self.enough):
                if self._outside() >= OUTSIDE:
                    self._doubt()
                    break
                # Nothing but time tells the rule from chance.
                least = LONG_ENOUGH if len(self.pairs) <= 2 * HANDFUL else LONGER_YET
                last_call = max(3 * self.spent, least)
                self._last_call = min(self._last_call, last_call)
            if self.spent >= self._last_call:
                break
        return self._answer()

    def _turns(self) -> Iterator[_Handful]:
        """Run one handful after the other, and give it each time."""
        first = [_Handful(self, self._spread())]
        self._tried = {first[0].chosen}
        yield from self._alone(first)
        sweeps: list[list[_Handful]] = []  # what was drawn for each, the last first
        while first or any(sweeps) or not sweeps:
            sweeps.insert(0, self._more(DRAWN))
            for one in first:
                self._run(one, BESIDE // len(first))
                yield one
            # New ones come first, and briefly: else old ones that hold a wrong
            # example would spend the budget before a right one had its turn.
            for age, handfuls in enumerate(sweeps):
                for one in handfuls:
                    self._run(one, SWEEP * LONGER**age - one.steps)
                    yield one
            first = [one for one in first if not one.exhausted]
            sweeps = [[one for one in row if not one.exhausted] for row in sweeps]

    def _alone(self, handfuls: list[_Handful]) -> Iterator[_Handful]:
        """Run the first handful, and those that failing examples join."""
        effort = FIRST_EFFORT
        while self.spent < self._alone_until and not all(
            one.exhausted for one in handfuls
        ):
            for one in handfuls:  # which grows
                self._run(one, effort)
                yield one
                if len(handfuls) <= MOST_JOINED:
                    handfuls += self._with_a_failure(one)
            effort *= 2

    def _follow_up(self, handful: _Handful) -> None:
        """Go on a little, at finer levels too, for a shorter program.

        One that is shorter and fails somewhere may only lack a rule.
        """
        effort = max(FIRST_EFFORT, self.spent // 2)
        for _ in range(MOST_JOINED):
            self._run(handful, effort, FOLLOWING_UP)
            joined = self._with_a_failure(handful)
            if not joined:
                return
            effort = max(effort, handful.steps)
            handful = joined[0]

    def _outside(self) -> int:
        """Count what the best program explains and was not searched with."""
        best = self.best[0]
        return sum(best.right) - sum(best.right[i] for i in best.chosen)

    def _doubt(self) -> None:
        """Try to explain what the best program does not, for a while."""
        last_call = min(self.budget, self.spent + DOUBT)
        best, handfuls, effort = self.best[0], self._doubtful(), SWEEP
        while handfuls and self.spent < last_call:
            for one in handfuls:
                self._run(one, min(effort, last_call - self.spent))
            handfuls = [one for one in handfuls if not one.exhausted]
            effort *= 2
            if self.best[0] is not best:
                best, handfuls, effort = self.best[0], self._doubtful(), SWEEP

    def _doubtful(self) -> list[_Handful]:
        """Put together what the best program explains, alone and with what not.

        Alone, for it may explain a wrong one by a detour.
        """
        right = self.best[0].right
        fine = self._by_size(i for i, one in enumerate(right) if one)
        failing = self._by_size(i for i, one in enumerate(right) if not one)
        deals = min(MOST_DEALS, len(fine) // HANDFUL)
        chosen = [fine[i::deals] for i in range(deals)]
        chosen += [[*self._spread_of(fine), i] for i in failing[:MOST_JOINED]]
        return [_Handful(self, one) for one in chosen]

    def _run(
        self, handful: _Handful, effort: int, shares: Sequence[float] = SHARES
    ) -> None:
        effort = min(effort, self.budget - self.spent)
        if effort <= 0:
            return
        self.spent += handful.run(effort, self._limit(), shares)
        for solution, delimiters in handful.solutions()[:MOST_REPLAYED]:
            self._replay(solution, delimiters, handful.chosen)

    def _limit(self) -> float:
        """Give the bits from which on not even explaining all would help."""
        return -self.best[0].score if self.best else sum(self._bits)

    def _replay(self, solution: Solution, delimiters: tuple, chosen: tuple) -> None:
        identity = (solution.level, delimiters, tuple(solution.rules.items()))
        if identity in self._replayed:
            return
        self._replayed.add(identity)
        right = replay(solution, delimiters, self.pairs)
        missed = sum(bits for bits, fine in zip(self._bits, right) if not fine)
        score = -solution.cost - missed
        self.best.append(_Candidate(score, right, solution, delimiters, chosen))
        self.best.sort(key=lambda one: -one.score)

    def _explains(self, n: int) -> bool:
        return bool(self.best) and sum(self.best[0].right) >= n

    def _spread(self) -> tuple[int, ...]:
        """Choose the first handful: all, or short and long ones alike."""
        n = len(self.pairs)
        return tuple(range(n)) if n <= FEW else self._spread_of(range(n))

    def _spread_of(self, indices: Iterable[int]) -> tuple[int, ...]:
        ordered = self._by_size(indices)
        most = len(ordered)
        places = np.linspace(most * 0.2, most * 0.8, HANDFUL).astype(int)
        return tuple(sorted({ordered[place] for place in places}))

    def _by_size(self, indices: Iterable[int]) -> list[int]:
        return sorted(indices, key=lambda i: (sum(map(len, self.pairs[i])), i))

    def _with_a_failure(self, handful: _Handful) -> list[_Handful]:
        """Let the shortest example that fails join those of a handful."""
        solutions = handful.solutions()
        if not solutions or len(handful.chosen) >= MOST_IN_HAND:
            return []
        right = replay(*solutions[0], self.pairs)
        for i in self._by_size(i for i, fine in enumerate(right) if not fine):
            chosen = tuple(sorted({*handful.chosen, i}))
            if chosen not in self._tried:
                self._tried.add(chosen)
                return [_Handful(self, chosen)]
        return []

    def _more(self, wanted: int) -> list[_Handful]:
        """Draw more handfuls, in the hope that all examples in them are right."""
        n, drawn = len(self.pairs), []
        for _ in range(10 * wanted if n > 1 else 0):
            size = min(HANDFUL, n - 1)
            chosen = tuple(sorted(self.rng.choice(n, size, replace=False).tolist()))
            if chosen not in self._tried:
                self._tried.add(chosen)
                drawn.append(_Handful(self, chosen))
            if len(drawn) == wanted:
                break
        return drawn

    def _answer(self) -> Answer:
        if not self.best:
            raise GenerationError(
                f"no program found that explains any of these {len(self.pairs)} pairs "
                f"in {self.spent:,} steps: give simpler or more alike examples, or "
                "raise budget"
            )
        first = self.best[0]
        alike = [
            one.solution
            for one in self.best
            if one.right == first.right and one.delimiters == first.delimiters
        ]
        alike.sort(key=lambda one: one.cost)
        return Answer(alike, first.delimiters, first.right, self.spent)


def replay(
    solution: Solution, delimiters: tuple, pairs: Sequence[Pair]
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

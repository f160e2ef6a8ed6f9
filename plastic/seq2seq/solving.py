"""Solving a task: which examples to search with, and which table to keep.

All examples at once, if they are few; a handful, if they are many.  What is
found is replayed on all of them.  If it fails on some, one of these joins the
handful.  If that leads nowhere some examples may be wrong: then several
handfuls are tried, in turn and with growing effort.  The table is kept that is
shortest together with what it does not explain, written out.

Fine contexts and coarse ones are searched in turn too.  Effort is counted in
steps.  When it is spent the best so far is what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import NamedTuple

import numpy as np

from ..errors import GenerationError
from ..symbols import Symbol, Symbols
from .operations import BITS, Operation
from .program import Machine
from .search import Example, Prior, Search, Solution
from .tape import Tape, find_delimiters, is_mark

FEW = 5  # examples that are all searched with at once
HANDFUL = 3  # of more than these
MOST_IN_HAND = 8  # where failing ones have joined
ENOUGH = 0.6  # of the examples: then the rest may be wrong
LEVELS = (0, 1, 2, 3)
SHARES = (0.5, 0.25, 0.2, 0.05)  # of the effort, for each level
FIRST_EFFORT = 40_000  # steps for the first handful, at first
ALONE = 250_000  # steps until others join it
LATER_EFFORT = 70_000  # steps for each of them, at first
MOST_HANDFULS = 6  # drawn at first
BITS_A_SYMBOL = 6.0
NEW_ONES = 3  # that are drawn in each round at the least
MOST_JOINED = 4  # handfuls that a failing example joined
LONG_ENOUGH = 500_000  # steps, where most pairs are explained and some are not
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

    def run(self, steps: int) -> int:
        """Go on for some steps, and give how many it took."""
        began = self.steps
        for share, (_, search) in zip(cycle(SHARES), self.searches):
            found = self.solutions()
            if found:
                search.limit = found[0][0].cost
            search.run(int(steps * share / len(self.task.delimiters)))
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
        What earlier tasks tell; see :class:`plastic.seq2seq.search.Search`.
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
        self.found: dict[int, _Candidate] = {}
        self.best: list[_Candidate] = []
        self._replayed: set[tuple] = set()
        self.spent = 0
        # An example that is not explained must be written out as literals.
        symbols = sum(len(target) for _, target in pairs)
        self._example_bits = BITS["EMIT"] + BITS_A_SYMBOL * symbols / len(pairs)
        self._size = HANDFUL if len(pairs) > FEW else len(pairs)

    def solve(self) -> Answer:
        """Search until all is explained, or enough and no more, or budget ends."""
        n = len(self.pairs)
        enough = max(1, int(ENOUGH * n + 0.5))
        handfuls = [_Handful(self, self._spread())]
        self._tried = {handfuls[0].chosen}
        effort, later, last_call = FIRST_EFFORT, LATER_EFFORT, self.budget
        while handfuls and self.spent < last_call:
            for one in list(handfuls):
                self._run(one, effort)
                joined = sum(len(each.chosen) > self._size for each in handfuls)
                if not self._explains(n) and joined < MOST_JOINED:
                    for new in self._with_a_failure(one):
                        handfuls.append(new)
                        self._run(new, max(effort, one.steps))
                if self._explains(enough) and last_call == self.budget:
                    # The rest may be wrong: look a while longer, not for ever.
                    last_call = min(self.budget - 1, max(3 * self.spent, LONG_ENOUGH))
                if self._explains(n):
                    # A little longer: a coarser table may be a cheaper one.
                    self._run(one, max(FIRST_EFFORT, self.spent // 3))
                if self._explains(n) or self.spent >= last_call:
                    return self._answer()
            handfuls = [one for one in handfuls if not one.exhausted]
            alone = self.spent < ALONE and bool(handfuls)
            if alone:
                effort *= 2
            else:
                # The first one did not help: some examples in it may be wrong.
                drawn = sum(len(each.chosen) <= self._size for each in handfuls)
                handfuls += self._more(max(MOST_HANDFULS - drawn, NEW_ONES))
                effort = later
                later += later // 4
        return self._answer()

    def _run(self, handful: _Handful, effort: int) -> None:
        self.spent += handful.run(min(effort, self.budget - self.spent))
        for solution, delimiters in handful.solutions()[:MOST_REPLAYED]:
            self._replay(solution, delimiters)

    def _replay(self, solution: Solution, delimiters: tuple) -> None:
        identity = (solution.level, delimiters, tuple(solution.rules.items()))
        if identity in self._replayed:
            return
        self._replayed.add(identity)
        right = replay(solution, delimiters, self.pairs)
        score = sum(right) - solution.cost / self._example_bits
        self.best.append(_Candidate(score, right, solution, delimiters))
        self.best.sort(key=lambda one: -one.score)

    def _explains(self, n: int) -> bool:
        return bool(self.best) and sum(self.best[0].right) >= n

    def _spread(self) -> tuple[int, ...]:
        """Choose the first handful: all, or short and long ones alike."""
        n = len(self.pairs)
        if n <= FEW:
            return tuple(range(n))
        size = [len(source) + len(target) for source, target in self.pairs]
        ordered = sorted(range(n), key=lambda i: (size[i], i))
        places = np.linspace(n * 0.2, n * 0.8, HANDFUL).astype(int)
        return tuple(sorted({ordered[place] for place in places}))

    def _with_a_failure(self, handful: _Handful) -> list[_Handful]:
        """Let the shortest example that fails join those of a handful."""
        solutions = handful.solutions()
        if not solutions or len(handful.chosen) >= MOST_IN_HAND:
            return []
        right = replay(*solutions[0], self.pairs)
        failing = [i for i, fine in enumerate(right) if not fine]
        failing.sort(key=lambda i: (sum(map(len, self.pairs[i])), i))
        for i in failing:
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
    return tuple(_reproduces(machine, *pair) for pair in pairs)


def by_rules(rules: dict[tuple, Operation]) -> Callable[[tuple], list[Operation]]:
    """Give what decides by a rule table, and knows nothing else."""
    return lambda key: [rules[key]] if key in rules else []


def _reproduces(machine: Machine, source: Symbols, target: Symbols) -> bool:
    try:
        return machine.run(machine.tape(source), most=len(target)) == [*target]
    except GenerationError:
        return False

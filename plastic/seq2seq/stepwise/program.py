"""Programs that step along a tape, as one kind of program among others.

The only door between the search for stepwise programs and what chooses between
kinds of program, learns them and shows them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ...core.symbols import Symbol
from ...errors import GenerationError
from ...synthesis.moments import Moment
from ..decisions import moment, translated
from ..program import Earlier, Outcome, Problem, Table, best_on
from ..tape import undistinct
from ..wording import doing
from .contexts import REGISTERS
from .forms import SEEK
from .machine import Decide, Machine, Step
from .operations import KINDS
from .search import Solution
from .synthesis import StepwiseSynthesis, by_rules

HEADER = ("at", "register", "after", "last jump", "before that", "and before")


@dataclass(frozen=True)
class StepwiseProgram:
    """A rule table, and what else a head on a tape must know to follow it.

    Attributes
    ----------
    solution : Solution
        The rule table, how fine its contexts are, and what XLT writes.
    delimiters : tuple of hashable
        The symbols that are a class of their own.
    """

    solution: Solution
    delimiters: tuple[Symbol, ...]
    exceptions: ClassVar[int] = 0  # none that could be told from rules
    # Its search gives up what is dearer than to write all pairs out.
    memorises: ClassVar[bool] = False

    @property
    def cost(self) -> float:
        """How long it is, in bits."""
        return self.solution.cost

    @property
    def orders(self) -> bool:
        """Whether it goes by the order of all numbers, past whatever else there is."""
        operations = self.solution.rules.values()
        return any(KINDS[operation.name].form == SEEK for operation in operations)

    @property
    def translation(self) -> Mapping[Symbol, Symbol]:
        """What XLT writes, by what is distinct of a symbol."""
        return self.solution.translation

    def machine(self, earlier: Earlier, decide: Decide | None = None) -> Machine:
        """Give what runs it; it calls no earlier task."""
        decide = decide or by_rules(self.solution.rules)
        level, translation = self.solution.level, self.solution.translation
        return Machine(level, self.delimiters, translation, decide, self.solution.rules)

    def lived(self, steps: Sequence[Step], goal: Symbol) -> Iterator[Moment]:
        """Give the moments of one run: each step was decided."""
        for step in steps:
            yield from moment(step.key, step.operation, goal)

    def stated(self, goal: Symbol) -> Iterator[Moment]:
        """Give the moments of the translation, which was found once for all."""
        for key, into in self.translation.items():
            yield translated(undistinct(key), into, goal)

    def table(self) -> Table:
        """Give it for people: the rules in the order in which they were found."""
        rows = [
            (_context(key), doing(operation))
            for key, operation in self.solution.rules.items()
        ]
        longest = max((len(context) for context, _ in rows), default=0)
        return HEADER[:longest], rows


def _context(key: tuple) -> tuple[str, ...]:
    seen, register, *rest = key
    return (seen, REGISTERS[register], *map(str, rest))


@dataclass(frozen=True)
class Effort:
    """How much is spent on programs that step along a tape.

    Attributes
    ----------
    briefly : int
        Steps at first, before other kinds were asked what they make of pairs of
        which some may be wrong: enough for most tasks without wrong pairs.
    for_shorter : int
        Steps at first where another kind explains all pairs already.
    left : float
        The share of the budget that is left in the end, when other kinds had theirs.
    most_pairs : int
        To search and replay with.  Of more some are chosen at random, which is
        plenty to tell one program from another.
    """

    briefly: int = 200_000
    for_shorter: int = 25_000
    left: float = 0.75
    most_pairs: int = 300


EFFORT = Effort()


def find(problem: Problem, again: bool = False) -> Outcome | None:
    """Explain pairs by a program that goes step by step; see ``Finder``.

    By some of the pairs, if they are many.
    """
    pairs, budget, prior, rng, bound = (
        problem.pairs,
        problem.budget,
        problem.prior,
        problem.rng,
        problem.bound,
    )
    if again and budget <= EFFORT.briefly:
        return None
    if again:
        budget = int(budget * EFFORT.left)
    else:
        explained = math.isfinite(bound)
        briefly = EFFORT.for_shorter if explained else EFFORT.briefly
        budget = min(budget, briefly)
    chosen = [*range(len(pairs))]
    if len(pairs) > EFFORT.most_pairs:
        drawn = rng.choice(len(pairs), EFFORT.most_pairs, replace=False)
        chosen = sorted(drawn.tolist())
    try:
        some = [pairs[index] for index in chosen]
        answer = StepwiseSynthesis(some, budget, prior, rng, bound=bound).solve()
    except GenerationError:
        return None
    programs = [
        StepwiseProgram(solution, answer.delimiters) for solution in answer.solutions
    ]
    if len(chosen) == len(pairs):
        return Outcome([*programs], answer.right, answer.steps)
    programs, right = best_on(pairs, programs[:1], {})
    return Outcome([*programs], right, answer.steps)

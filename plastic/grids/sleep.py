"""Sleep: what explained some tasks makes the same likelier, and cheaper, in others.

A memory of several tasks keeps, for each that has a short explanation, the decisions of
that (:mod:`~plastic.grids.habits`).  A task is then explained with those of all *other*
tasks as habits, so that what was too dear at first may be found in a second pass.

What a task gives to the others follows from its own pairs alone, found without any
habits.  So it does not matter in which order tasks were learned; and of a task that is
forgotten nothing is left with the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..core.symbols import Symbol
from ..synthesis.moments import Moment
from .explanation import Guess
from .grid import Grid
from .habits import NONE, GridHabits, counted
from .solving import Solver

KEPT = 20  # bits; of training tasks that are explained by fewer 19 in 20 are right

Pairs = Sequence[tuple[Grid, Grid]]


class GridSleepReport(NamedTuple):
    """What became of the tasks in a sleep.

    Attributes
    ----------
    kept : list of hashable
        Tasks with a short explanation, whose decisions help others.
    found : list of hashable
        Tasks that have a short explanation only since the others help.
    open : list of hashable
        Tasks that have none.
    """

    kept: list[Symbol]
    found: list[Symbol]
    open: list[Symbol]


class Sleep:
    """What tasks give to each other.

    Parameters
    ----------
    pairs_of : callable
        Goal -> the pairs of a task.
    asleep : iterable of hashable, optional
        The tasks that gave what they have in the last sleep, and did not change since.
    """

    def __init__(
        self, pairs_of: Callable[[Symbol], Pairs], asleep: Iterable[Symbol] = ()
    ) -> None:
        self._pairs_of = pairs_of
        # None: not yet found, since what it is follows from the pairs.
        self._given: dict[Symbol, Counter[Moment] | None]
        self._given = dict.fromkeys(asleep)

    @property
    def goals(self) -> list[Symbol]:
        """The tasks that give what they have."""
        return [*self._given]

    def drop(self, goal: Symbol) -> None:
        """Let a task that changes give nothing until the next sleep."""
        self._given.pop(goal, None)

    def given(self, goal: Symbol, budget: int) -> Counter[Moment]:
        """Give the moments of a task's short explanation; none if it has none."""
        found = self._given.get(goal)
        if found is None:
            found = Counter()
            guesses = Solver(self._pairs_of(goal), (), budget).solve()
            if guesses and guesses[0].bits <= KEPT:
                found = counted(guesses[0].explanations[0].decisions)
            self._given[goal] = found
        return found

    def solve(self, goal: Symbol, asked: Sequence[Grid], budget: int) -> list[Guess]:
        """Solve a task with what all others give as habits."""
        lived: Counter[Moment] = Counter()
        for other in self.goals:
            if other != goal:
                lived += self.given(other, budget)
        habits = GridHabits(lived) if lived else NONE
        return Solver(self._pairs_of(goal), asked, budget, habits).solve()

    def consolidate(self, goals: Iterable[Symbol], budget: int) -> GridSleepReport:
        """Let all tasks give what they have; try again those that have nothing."""
        self._given = {goal: self._given.get(goal) for goal in goals}
        kept = [goal for goal in self.goals if self.given(goal, budget)]
        found: list[Symbol] = []
        still: list[Symbol] = []
        for goal in self.goals:
            if goal in kept:
                continue
            guesses = self.solve(goal, (), budget) if kept else []
            is_short = bool(guesses) and guesses[0].bits <= KEPT
            (found if is_short else still).append(goal)
        return GridSleepReport(kept, found, still)

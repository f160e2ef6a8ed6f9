"""Deriving a task's program from its pairs, and the moments it is learned by."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

from ..arguments import generator
from ..errors import GenerationError
from ..symbols import Symbol, Symbols
from .contexts import history
from .decisions import Decisions, Moment, moment, translated
from .operations import Operation
from .program import Decide, Machine, Step
from .search import Prior, Solution
from .solving import Answer, Task, by_rules

SHARE_OF_PRIOR = 0.5  # what earlier tasks tell, beside what is known of none


class Learned(NamedTuple):
    """What was derived of a task's pairs, and of what else it depends on.

    Attributes
    ----------
    pairs : list of (source, target)
        Sorted.
    before : collections.Counter
        The moments of the tasks that came before.
    answer : Answer
        The programs that were found.
    lived : collections.Counter
        The moments of the first one.
    machine : Machine
        Runs it.
    machines : list of (float, Machine)
        Run all of them, each with its weight; filled when first needed.
    """

    pairs: list[tuple[Symbols, Symbols]]
    before: Counter[Moment]
    answer: Answer
    lived: Counter[Moment]
    machine: Machine
    machines: list[tuple[float, Machine]]

    def chances(self, source: Symbols) -> dict[tuple, float]:
        """Give what each program writes, with the weight of those that agree."""
        self._make_machines()
        chances: dict[tuple, float] = {}
        for weight, machine in self.machines:
            try:
                target = tuple(machine.run(machine.tape(source)))
            except GenerationError:
                continue
            chances[target] = chances.get(target, 0.0) + weight
        return chances

    def _make_machines(self) -> None:
        if self.machines:
            return
        first, *others = self.answer.solutions
        self.machines.append((1.0, self.machine))
        for one in others:
            decisions = Decisions(_lived(one, self.answer, self.pairs, None))
            machine = _machine(one, self.answer, decisions.decider(None))
            self.machines.append((2.0 ** (first.cost - one.cost), machine))


def derive(
    goal: Symbol, pairs: list, before: Counter[Moment], budget: int, rng: int
) -> Learned:
    """Derive a task's program.

    Parameters
    ----------
    goal : hashable
        The task.
    pairs : list of (source, target)
        Sorted, so that the order in which they came does not matter.
    before : collections.Counter
        The moments of earlier tasks, which make what they did cheaper.
    budget, rng : int
        As for :class:`plastic.seq2seq.Seq2SeqMemory`.

    Returns
    -------
    Learned

    Raises
    ------
    GenerationError
        Nothing was found that explains any of the pairs.
    """
    prior = _prior(Decisions(before)) if before else None
    answer = Task(pairs, budget, prior, generator(rng)).solve()
    best = answer.solutions[0]
    lived = _lived(best, answer, pairs, goal)
    machine = _machine(best, answer, by_rules(best.rules))
    return Learned(pairs, before, answer, lived, machine, [])


def _machine(solution: Solution, answer: Answer, decide: Decide) -> Machine:
    return Machine(solution.level, answer.delimiters, solution.translation, decide)


def _lived(
    solution: Solution, answer: Answer, pairs: list, goal: Symbol
) -> Counter[Moment]:
    """Give the moments of a program on the pairs that it reproduces."""
    machine = _machine(solution, answer, by_rules(solution.rules))
    lived: Counter[Moment] = Counter()
    for (source, _), right in zip(pairs, answer.right):
        if right:
            steps: list[Step] = []
            machine.run(machine.tape(source), steps)
            for step in steps:
                lived.update(moment(step.key, step.operation, goal))
    for symbol, into in solution.translation.items():
        lived[translated(symbol, into, goal)] += 1
    return lived


def _prior(decisions: Decisions) -> Prior:
    """Mix what earlier tasks tell with what is known of none."""
    known: dict[tuple, dict] = {}

    def prior(key: tuple, operation: Operation, bits: float) -> float:
        if key not in known:
            known[key] = decisions.chances(history(key))
        told = known[key].get(operation, 0.0)
        flat = 2.0**-bits
        return -math.log2((1 - SHARE_OF_PRIOR) * flat + SHARE_OF_PRIOR * told)

    return prior

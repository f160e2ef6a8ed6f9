"""Deriving a task's program from its pairs, and the moments it is learned by."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from .._support.arguments import generator
from ..core.symbols import Symbol, Symbols
from ..errors import GenerationError
from .decisions import Decisions, Moment, moment, translated
from .recursive.machine import RecursiveProgram
from .stepwise.contexts import history
from .stepwise.machine import Runnable, Step
from .stepwise.operations import Operation
from .stepwise.search import Prior, Solution
from .stepwise.synthesis import Answer
from .suffix import SuffixRules
from .synthesis import Earlier, Kind, machine_of, synthesise

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
    machine : Machine, RecursiveMachine or SuffixMachine
        Runs it.
    machines : list of (float, machine)
        Run all of them, each with its weight; filled when first needed.
    earlier : mapping
        Goal -> the machine of an earlier task, which they may call.
    """

    pairs: list[tuple[Symbols, Symbols]]
    before: Counter[Moment]
    answer: Answer
    lived: Counter[Moment]
    machine: Runnable
    machines: list[tuple[float, Runnable]]
    earlier: Earlier

    def chances(self, source: Symbols, alike: bool = False) -> dict[tuple, float]:
        """Give what each program writes, with the weight of those that agree.

        With `alike` only those of the kind of the first one are asked.
        """
        self._make_machines()
        chances: dict[tuple, float] = {}
        kinds = type(self.machine) if alike else object
        for weight, machine in self.machines:
            if not isinstance(machine, kinds):
                continue
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
            lived = _lived(one, self.answer, self.pairs, None, self.earlier)
            decide = Decisions(lived).decider(None)
            machine = machine_of(one, self.answer.delimiters, self.earlier, decide)
            self.machines.append((2.0 ** (first.cost - one.cost), machine))


def derive(
    goal: Symbol,
    pairs: list,
    before: Counter[Moment],
    earlier: Earlier,
    budget: int,
    rng: int,
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
    earlier : mapping
        Goal -> the machine of an earlier task, which can be called.
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
    answer = synthesise(pairs, budget, prior, generator(rng), earlier)
    best = answer.solutions[0]
    lived = _lived(best, answer, pairs, goal, earlier)
    machine = machine_of(best, answer.delimiters, earlier)
    return Learned(pairs, before, answer, lived, machine, [], earlier)


def _lived(
    solution: Kind, answer: Answer, pairs: list, goal: Symbol, earlier: Earlier
) -> Counter[Moment]:
    """Give the moments of a program on the pairs that it reproduces."""
    machine = machine_of(solution, answer.delimiters, earlier)
    lived: Counter[Moment] = Counter()
    for (source, _), right in zip(pairs, answer.right):
        if right:
            steps: list[Step] = []
            machine.run(machine.tape(source), steps)
            for key, operation in _decided(solution, steps):
                lived.update(moment(key, operation, goal))
    if isinstance(
        solution, RecursiveProgram
    ):  # what comes first was found once for all
        for key, operation in solution.order.items():
            lived.update(moment(key, operation, goal))
    translation = solution.translation if isinstance(solution, Solution) else {}
    for symbol, into in translation.items():
        lived[translated(symbol, into, goal)] += 1
    return lived


def _decided(solution: Kind, steps: list[Step]) -> Iterator[tuple[tuple, Operation]]:
    """Give the decisions that led to the steps of a run."""
    if isinstance(solution, SuffixRules):
        steps = steps[-1:]  # all the others copy, whatever it is
    for step in steps:
        if isinstance(solution, RecursiveProgram):
            yield from solution.lived(step)
        else:
            yield step.key, step.operation


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

"""A task: its program, derived from its pairs, and the moments it is learned by.

What a task's program is depends on its pairs, the hyperparameters, and what earlier
tasks tell.  That is a :class:`Question`.  What it came to never changes: a
:class:`Task`, or why there is none, :class:`Failed`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .._support.arguments import generator
from .._support.short import short
from ..core.symbols import Symbol, Symbols
from ..errors import GenerationError
from ..synthesis.moments import Moment
from .agreement import Agreement
from .confidence import MOST_LEFT_OUT, Confidence, Fold
from .decisions import Decisions
from .expression import ExpressionProgram, kept_expressions
from .hyperparameters import Hyperparameters
from .pairs import SourceTarget, alike
from .program import AnyProgram, Earlier, Outcome, Problem
from .stepwise.contexts import history
from .stepwise.costs import Prior
from .stepwise.machine import MOST_STEPS, Runnable, Step, TooLongError
from .stepwise.operations import Operation
from .synthesis import synthesise, synthesise_soon
from .tape import Tape

SHARE_OF_PRIOR = 0.5  # what earlier tasks tell, beside what is known of none


@dataclass(frozen=True)
class Question:
    """All that a task's program depends on.

    Attributes
    ----------
    goal : hashable
        The task.
    pairs : list of (source, target)
        Sorted, so that the order in which they came does not matter.
    params : Hyperparameters
        The budget, and the seed.
    earlier : mapping
        Goal -> the task, of those that came before and have a program.
    """

    goal: Symbol
    pairs: Sequence[SourceTarget]
    params: Hyperparameters
    earlier: Mapping[Symbol, Task]

    def same_as(self, other: Question) -> bool:
        """Tell whether it must have the same answer, for all that matters is equal.

        Equal pairs of other types are others: ``1``, ``1.0`` and ``True`` are.
        """
        return (
            self.params == other.params
            and len(self.earlier) == len(other.earlier)
            and alike(self.goal, other.goal)
            and all(map(Task.tells_as, self.earlier.values(), other.earlier.values()))
            and alike(self.pairs, other.pairs)
        )


@dataclass(frozen=True)
class Failed:
    """A task without a program.

    Attributes
    ----------
    question : Question
        What was asked: it is asked again only when that changes.
    reason : str
        Why there is none.
    """

    question: Question
    reason: str


@dataclass(frozen=True, eq=False)
class Task:
    """A task with a program; it can be called by later ones.

    Attributes
    ----------
    question : Question
        What it was derived from.
    outcome : Outcome
        The programs that were found, and which pairs they reproduce.
    lived : collections.Counter
        The moments of the first one, by which it is learned.
    """

    question: Question
    outcome: Outcome
    lived: Counter[Moment]

    @property
    def program(self) -> AnyProgram:
        """The program: the best of those that were found."""
        return self.outcome.programs[0]

    def tells_as(self, other: Task) -> bool:
        """Tell whether later tasks learn the same from both, and can call either."""
        return self is other or (
            alike(self.question.goal, other.question.goal)
            and alike(self.program, other.program)
            and alike(self.lived, other.lived)
        )

    # Running it -------------------------------------------------------------------

    @cached_property
    def machine(self) -> Runnable:
        """What runs the program as the concept graph remembers it.

        Its decisions depend on its own moments alone, for what others lived does
        not end with its goal; so that a graph of these is enough.
        """
        return _remembered(
            self.program, self.lived, self.question.goal, self.question.earlier
        )

    @cached_property
    def confidence(self) -> Confidence | Agreement:
        """What tells how sure its answers are.

        Costs as many short searches as there are pairs, if these are few; where texts
        are computed, none.
        """
        question, outcome = self.question, self.outcome
        if isinstance(self.program, ExpressionProgram) and self.program.takes_text:
            return Agreement(question.pairs, outcome, question.earlier)
        is_few = len(question.pairs) <= MOST_LEFT_OUT and all(outcome.right)
        effort = question.params.budget // MOST_LEFT_OUT
        # What took longer with all pairs is not found in this time with fewer.
        is_soon = outcome.steps <= effort
        folds: list[Fold] = []
        if is_few and outcome.folds is not None:
            folds = [*_known_folds(question, outcome.folds)]
        elif is_few and is_soon:
            folds = [*_folds(question, effort)]
        return Confidence(
            question.pairs, outcome, folds, self.machine, question.earlier
        )

    def answer(self, source: Symbols) -> tuple[list[Symbol], bool]:
        """Run on a source; give what is written, and whether it met something new.

        Where the best program cannot be run to an end others of its kind are asked.

        Raises
        ------
        GenerationError
            None can.
        """
        tape = self.tape(source)
        try:
            written = self.run(tape)
        except TooLongError:  # others would do other things
            raise
        except GenerationError:
            instead = self._instead(source)
            if instead is None:
                raise
            return [*instead], True
        return written, self.guesses > 0 or not self._met.issuperset(tape.classes)

    @cached_property
    def machines(self) -> list[tuple[float, AnyProgram, Runnable]]:
        """What runs each program that was found, with its weight."""
        best, *others = self.outcome.programs
        pairs, earlier = self.question.pairs, self.question.earlier
        machines = [(1.0, best, self.machine)]
        for program in others:
            lived = _lived(program, pairs, self.outcome.right, None, earlier)
            machine = _remembered(program, lived, None, earlier)
            machines.append((2.0 ** (best.cost - program.cost), program, machine))
        return machines

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return self.machine.tape(source)

    @property
    def steps(self) -> int:
        """How many operations it did on the last tape."""
        return self.machine.steps

    @property
    def guesses(self) -> int:
        """How many of these were in contexts, or of symbols, that it never met."""
        return self.machine.guesses

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = MOST_STEPS,
    ) -> list[Symbol]:
        """Run on a tape; parameters, result and errors are those of ``Machine.run``."""
        self._check_order(tape)
        return self.machine.run(tape, record, most, limit)

    def _check_order(self, tape: Tape) -> None:
        """Refuse what a program that orders numbers would pass over in silence.

        Taught to sort ``3 1 2``, it would make ``1 3`` of ``3 a 1``.
        """
        if self.program.orders and not self._met.issuperset(tape.classes):
            new = next(
                symbol
                for symbol, seen in zip(tape.symbols, tape.classes)
                if seen not in self._met
            )
            raise GenerationError(
                f"the program orders numbers, and no pair shows what becomes of "
                f"{short(new)}: teach a pair that holds such a symbol"
            )

    @cached_property
    def _met(self) -> frozenset[str]:
        """The classes of symbols in the sources that were taught."""
        tapes = (self.machine.tape(source) for source, _ in self.question.pairs)
        return frozenset(seen for tape in tapes for seen in tape.classes)

    def _instead(self, source: Symbols) -> tuple[Symbol, ...] | None:
        """Give what other programs of the best one's kind write where it cannot end."""
        chances: dict[tuple, float] = {}
        for weight, program, machine in self.machines:
            if type(program) is not type(self.program):
                continue
            try:
                tape = machine.tape(source)
                self._check_order(tape)
                target = tuple(machine.run(tape))
            except GenerationError:
                continue
            chances[target] = chances.get(target, 0.0) + weight
        return max(chances, key=chances.__getitem__, default=None)


def derive(question: Question) -> Task | Failed:
    """Derive a task's program; costs what the budget lets it."""
    try:
        outcome = synthesise(_problem(question))
    except GenerationError as error:
        return Failed(question, str(error))
    best, right = outcome.programs[0], outcome.right
    lived = _lived(best, question.pairs, right, question.goal, question.earlier)
    return Task(question, outcome, lived)


def _problem(question: Question) -> Problem:
    before: Counter[Moment] = Counter()
    for task in question.earlier.values():
        before.update(task.lived)
    decisions = Decisions(before) if before else None
    return Problem(
        question.pairs,
        question.params.budget,
        _prior(decisions) if decisions else None,
        generator(question.params.rng),
        question.earlier,
        kept_expressions(task.program for task in question.earlier.values()),
        decisions.chances if decisions else None,
    )


def _known_folds(
    question: Question, folds: Mapping[int, list[AnyProgram]]
) -> Iterator[Fold]:
    """Give what the search itself met that explains all pairs but one."""
    pairs = question.pairs
    for at, programs in folds.items():
        right = tuple(index != at for index in range(len(pairs)))
        yield Fold(Outcome(programs, right, 0), pairs[at])


def _folds(question: Question, effort: int) -> Iterator[Fold]:
    """Look for a program without each of the pairs, for so many steps each."""
    problem, pairs = _problem(question), question.pairs
    for at in range(len(pairs) if len(pairs) > 1 else 0):
        outcome = synthesise_soon(
            problem._replace(
                pairs=[*pairs[:at], *pairs[at + 1 :]],
                budget=effort,
                rng=generator(question.params.rng),
            )
        )
        if outcome is not None:
            yield Fold(outcome, pairs[at])


def _lived(
    program: AnyProgram,
    pairs: Sequence[SourceTarget],
    right: Sequence[bool],
    goal: Symbol,
    earlier: Earlier,
) -> Counter[Moment]:
    """Give the moments of a program on the pairs that it reproduces."""
    machine = program.machine(earlier)
    lived: Counter[Moment] = Counter()
    for (source, _), reproduced in zip(pairs, right):
        if reproduced:
            steps: list[Step] = []
            machine.run(machine.tape(source), steps)
            lived.update(program.lived(steps, goal))
    lived.update(program.stated(goal))
    return lived


def _remembered(
    program: AnyProgram, lived: Mapping[Moment, int], goal: Symbol, earlier: Earlier
) -> Runnable:
    """Give what runs a program by what the concept graph learned of it."""
    return program.machine(earlier, Decisions(lived).decider(goal))


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

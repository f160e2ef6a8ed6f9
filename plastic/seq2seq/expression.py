"""Expressions: what is computed from the source, not moved along it.

``take(sort(source), 2)`` is a program too.  It is found by the typed search of
:mod:`plastic.synthesis`, and competes with the other kinds by its length.

The concept graph learns it as decisions, which operation there is in which place of
the tree (:mod:`plastic.synthesis.habits`); from these it is put together when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..core.symbols import Symbol
from ..errors import GenerationError
from ..synthesis import Expression, TooLargeError, UndefinedError, search
from ..synthesis.explore import Found
from ..synthesis.habits import (
    NONE,
    PROGRAM,
    AnyExpression,
    Habits,
    Path,
    habits,
    places,
    within,
)
from ..synthesis.moments import Moment
from ..synthesis.sleep import library
from ..synthesis.values import is_of
from .decisions import NestedContext, moment
from .pairs import SourceTarget
from .program import (
    AnyProgram,
    Earlier,
    Outcome,
    Problem,
    Table,
    best_on,
    has_likenesses,
)
from .stepwise.machine import MOST_STEPS, Decide, Step, TooLongError
from .stepwise.operations import Operation
from .tape import Tape

COMPUTE = "COMPUTE"  # what an operation of an expression is called as a decision


@dataclass(frozen=True)
class ExpressionProgram:
    """A program that computes.

    Attributes
    ----------
    expression : Expression
        What it computes.
    cost : float
        Its length in bits.
    takes_text : bool
        Whether sources are strings, and not sequences of symbols.
    """

    expression: AnyExpression
    cost: float
    takes_text: bool
    exceptions: ClassVar[int] = 0  # what it knows by heart is written out in it

    @property
    def orders(self) -> bool:
        """Whether it goes by what numbers are, and knows nothing of other symbols."""
        return self.expression.orders

    @property
    def memorises(self) -> bool:
        """Whether tests in it could tell single pairs from one another."""
        return self.expression.tests > 0

    @property
    def translation(self) -> Mapping[Symbol, Symbol]:
        """It has none."""
        return {}

    def machine(
        self, earlier: Earlier, decide: Decide | None = None
    ) -> ExpressionMachine:
        """Give what runs it; what it has of earlier tasks is part of it."""
        expression = self.expression if decide is None else self._recalled(decide)
        return ExpressionMachine(expression, self.takes_text)

    def _recalled(self, decide: Decide) -> AnyExpression:
        """Put it together from what is decided in each place."""
        known = {decided(part): part for _, part in places(self.expression)}

        def recall(outside: Path, kind: str) -> Any:
            part: Any = known[decide(NestedContext((*outside, kind)))[0]]
            arguments = [
                recall((*outside, within(part.label, at)), argument.kind)
                for at, argument in enumerate(part.arguments, 1)
            ]
            return replace(part, arguments=tuple(arguments))

        return recall((PROGRAM,), self.expression.kind)

    def lived(self, steps: Sequence[Step], goal: Symbol) -> Iterator[Moment]:
        """Give none: nothing is decided while it runs."""
        return iter(())

    def stated(self, goal: Symbol) -> Iterator[Moment]:
        """Give the moments of its operations, each in its place."""
        for path, part in places(self.expression):
            yield from moment(NestedContext(path), decided(part), goal)

    def table(self) -> Table:
        """Give it for people: the expression, and what it says in English."""
        row = ((str(self.expression),), self.expression.sentence())
        return ("expression",), [row]


def decided(expression: AnyExpression) -> Operation:
    """Give what was decided in the place of an expression."""
    return Operation(COMPUTE, expression.label)


class ExpressionMachine:
    """What runs an expression.

    Parameters
    ----------
    expression : Expression
        What is computed.
    takes_text : bool
        Whether sources are strings.

    Attributes
    ----------
    steps : int
        How many operations it did on the last tape.
    guesses : int
        Whether the last source was of another type than those that it was found with.
    """

    def __init__(self, expression: AnyExpression, takes_text: bool) -> None:
        self.expression, self.takes_text = expression, takes_text
        self.steps = self.guesses = 0
        leaves = (part for _, part in places(expression) if not takes_text)
        self._taken = {part.kind for part in leaves if part.label.startswith("source:")}

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, ())

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = MOST_STEPS,
    ) -> list[Symbol]:
        """Run on a tape; parameters and result are those of ``Machine.run``.

        Raises
        ------
        GenerationError
            Something that it computes does not exist here, or is of millions of
            symbols.
        """
        symbols = tape.symbols[1:-1]
        source = "".join(map(str, symbols)) if self.takes_text else tuple(symbols)
        self.guesses = int(not all(is_of(source, kind) for kind in self._taken))
        computed: list[tuple[AnyExpression, Any]] = []
        try:
            value = self.expression.run(source, computed)
        except TooLargeError as error:
            raise TooLongError(str(error)) from error
        except UndefinedError as error:
            raise GenerationError(str(error)) from error
        self.steps = len(computed)
        if record is not None:
            record += [
                Step(0, tape.classes[0], None, decided(part), at, (), (str(part), gave))
                for at, (part, gave) in enumerate(computed)
            ]
        return [*value]


@dataclass(frozen=True)
class Effort:
    """How much is spent on expressions.

    Attributes
    ----------
    briefly : int
        Steps at first, some .4 seconds: most of what is ever found is found by then.
    again : int
        Steps where no kind explains all pairs: beyond, what is found is rarely right.
    few : int
        Pairs to search with.  Others test what is found, and join where it fails.
    longest : int
        Symbols of a source or a target to search with, where there are shorter ones.
    rounds : int
        How often pairs join.
    least_noisy : int
        Pairs of which one may be wrong: with fewer nobody can tell which.
    kind_bits : float
        That a program computes, beside what: the bits of the kinds were not made for
        one another.  So what a head does in a few steps, to copy, to reverse, to sort,
        stays a head's, which shows it step by step.
    """

    briefly: int = 100_000
    again: int = 600_000
    few: int = 8
    longest: int = 60
    rounds: int = 4
    least_noisy: int = 8
    kind_bits: float = 12.0


EFFORT = Effort()


def find(problem: Problem, again: bool = False) -> Outcome | None:
    """Explain pairs by an expression; see ``Finder``.

    With `again` some pairs may be wrong, and more steps are spent.
    """
    pairs = problem.pairs
    takes_text = all(isinstance(source, str) for source, _ in pairs)
    # Values have types, so that True in targets is never mixed up with 1 in sources.
    if has_likenesses((source, ()) for source, _ in pairs):
        return None
    steps = EFFORT.again if again else EFFORT.briefly
    budget = min(problem.budget, steps)
    ranked = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
    short = [at for at in ranked if max(map(len, pairs[at])) <= EFFORT.longest]
    spread = _spread(short or ranked[: EFFORT.few], EFFORT.few)
    patterns = [pattern.operation for pattern in library(problem.kept)]
    learned = learned_habits(problem.kept, problem.decided)
    best: Outcome | None = None
    spent = 0
    for _ in range(EFFORT.rounds):
        some = [pairs[at] for at in spread]
        found = search(some, (), budget - spent, patterns, learned)
        spent += found.steps
        outcome = _outcome(found, pairs, spread, takes_text, again, spent)
        if outcome is None:
            break
        if best is None or sum(outcome.right) > sum(best.right):
            best = outcome
        failing = [at for at in ranked if not outcome.right[at] and at not in spread]
        if not failing or spent >= budget:
            break
        spread += failing[:2]
    return best


def kept_expressions(programs: Iterable[AnyProgram]) -> list[Expression]:
    """Give the expressions of programs that compute, of lists."""
    return [
        program.expression
        for program in programs
        if isinstance(program, ExpressionProgram)
        and isinstance(program.expression, Expression)
    ]


def learned_habits(
    kept: Sequence[Expression], ask: Callable[[tuple], Mapping[Symbol, float]] | None
) -> Habits:
    """Ask the concept graph of earlier tasks what is likely where.

    Parameters
    ----------
    kept : sequence of Expression
        The programs of these tasks.
    ask : callable or None
        Gives the chances of what comes after a history.
    """
    if ask is None or not kept:
        return NONE

    def chances(path: Path) -> dict[str, float]:
        return {
            str(operation.argument): chance
            for operation, chance in ask(path).items()
            if isinstance(operation, Operation) and operation.name == COMPUTE
        }

    return habits(kept, chances)


def _spread(ranked: Sequence[int], few: int) -> list[int]:
    """Choose some of many, the shortest and the longest among them."""
    if len(ranked) <= few:
        return [*ranked]
    return [ranked[at * (len(ranked) - 1) // (few - 1)] for at in range(few)]


def _outcome(
    found: Found,
    pairs: Sequence[SourceTarget],
    chosen: Sequence[int],
    takes_text: bool,
    again: bool,
    spent: int,
) -> Outcome | None:
    """Give the best of what was found, on all pairs."""

    def made(solutions: Sequence[tuple[Any, int]]) -> list[AnyProgram]:
        return [
            ExpressionProgram(expression, bits + EFFORT.kind_bits, takes_text)
            for expression, bits in solutions
        ]

    ways = [made(found.solutions), made(found.partial)]
    if not again and len(pairs) < EFFORT.least_noisy:
        del ways[1]
    outcomes = [
        Outcome([*best], right, spent)
        for best, right in (best_on(pairs, way, {}) for way in ways if way)
    ]
    if not outcomes:
        return None
    best = max(outcomes, key=lambda outcome: outcome.score(pairs))
    same, right = best.programs, best.right
    folds = None
    if len(chosen) == len(pairs) and all(right) and len(pairs) > 1:
        folds = {
            chosen[at]: sorted([*same, *made(others)], key=lambda program: program.cost)
            for at, others in found.folds.items()
        }
    return Outcome([*same], right, spent, folds)

"""Synthesis: kinds of program compete to explain a task's pairs.

The program is kept that is shortest together with what it does not explain,
written out.  Each kind has its own search; those that find a program, or not, in
no time come first.  If none explains all pairs some of these may be wrong: then
each kind is asked once more, and may leave some out or spend the whole budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import GenerationError
from . import expression, suffix, texts
from .pairs import SourceTarget
from .program import Finder, Outcome, Problem, bits_of_a_pair
from .recursive import finding as recursive
from .stepwise import program as stepwise

FINDERS: tuple[Finder, ...] = (
    suffix.find,
    texts.find,
    recursive.find,
    expression.find,
    stepwise.find,
)


@dataclass(frozen=True)
class Competition:
    """When a program is good enough that no more is spent.

    Attributes
    ----------
    enough : float
        The share of pairs that a program explains where the others may be wrong: a
        bit less than the 70% that are right where three of ten are wrong.
    longer : int
        Steps that are worth spending then: what is explained already needs no proof.
    exceptions : float
        The share of pairs that may be known by heart.  Where there are more some of
        them may be wrong, and none of them counts as explained.
    short : float
        The share of the bits of all targets, written out, under which a program
        that can know pairs by heart has understood something.
    clear : float
        The bits up to which a text that is computed without conditions needs no rival:
        other kinds take longer to find, and say the same with more.
    """

    enough: float = 0.6
    longer: int = 600_000
    exceptions: float = 0.15
    short: float = 0.5
    clear: float = 30.0


COMPETITION = Competition()


def synthesise(problem: Problem) -> Outcome:
    """Find the program that explains pairs best, of whatever kind.

    Parameters
    ----------
    problem : Problem
        The pairs, what may be spent, and what earlier tasks tell.

    Returns
    -------
    Outcome
        The program; after it others, of any kind, that explain the same pairs.

    Raises
    ------
    GenerationError
        Nothing was found that explains any of the pairs.
    """
    pairs, budget = problem.pairs, problem.budget
    outcomes = _first(problem)
    if not _any_explains(outcomes, 1.0, pairs):
        for find in FINDERS:
            if _any_explains(outcomes, COMPETITION.enough, pairs):
                budget = min(budget, COMPETITION.longer)
            outcomes += _worth(find(problem._replace(budget=budget), True), pairs)
    if not outcomes:
        raise GenerationError(
            f"no program found that explains any of these {len(pairs)} pairs "
            f"in {budget:,} steps: give simpler or more alike examples, or raise budget"
        )
    best = max(outcomes, key=lambda outcome: outcome.score(pairs))
    return _with_alternatives(best, outcomes)


def _first(problem: Problem) -> list[Outcome]:
    """Search for programs of each kind, none longer than what explains all pairs.

    Where one is clear there is no search for others.
    """
    outcomes: list[Outcome] = []
    for find in FINDERS:
        found = _worth(find(problem), problem.pairs)
        outcomes += found
        for outcome in found:
            if all(outcome.right) and not outcome.programs[0].exceptions:
                bound = min(problem.bound, outcome.programs[0].cost)
                problem = problem._replace(bound=bound)
        if find is texts.find and any(map(_is_clear, found)):
            break
    return outcomes


def synthesise_soon(problem: Problem) -> Outcome | None:
    """Find the shortest program that explains all pairs, if that is done soon.

    Parameters
    ----------
    problem : Problem
        As for :func:`synthesise`.

    Returns
    -------
    Outcome or None
        None: none that a first search of each kind finds.
    """
    outcomes = [outcome for outcome in _first(problem) if all(outcome.right)]
    if not outcomes:
        return None
    best = max(outcomes, key=lambda outcome: outcome.score(problem.pairs))
    return _with_alternatives(best, outcomes)


def _is_clear(outcome: Outcome) -> bool:
    best = outcome.programs[0]
    is_short = best.cost <= COMPETITION.clear and not best.memorises
    return is_short and all(outcome.right)


def _with_alternatives(best: Outcome, outcomes: Sequence[Outcome]) -> Outcome:
    """Add the programs of other searches that explain the same pairs."""
    first, *others = best.programs
    for outcome in outcomes:
        if outcome is not best and outcome.right == best.right:
            others += [
                program
                for program in outcome.programs
                if program not in (first, *others)
            ]
    others.sort(key=lambda program: program.cost)
    return best._replace(programs=[first, *others])


def _worth(outcome: Outcome | None, pairs: Sequence[SourceTarget]) -> list[Outcome]:
    """Leave out what knows pairs by heart, at more than they cost written out."""
    if outcome is None:
        return []
    memorises = outcome.programs[0].memorises
    return [] if memorises and outcome.score(pairs) <= 0 else [outcome]


def _any_explains(
    outcomes: Sequence[Outcome], share: float, pairs: Sequence[SourceTarget]
) -> bool:
    """Whether so many pairs are explained, and not by heart."""
    return any(_explained(outcome, pairs) >= share * len(pairs) for outcome in outcomes)


def _explained(outcome: Outcome, pairs: Sequence[SourceTarget]) -> int:
    """Give how many pairs a program explains, if it is no list of them."""
    best, known = outcome.programs[0], sum(outcome.right)
    if not best.memorises:
        return known
    if best.cost > COMPETITION.short * len(pairs) * bits_of_a_pair(pairs):
        return 0
    many = best.exceptions > COMPETITION.exceptions * len(pairs)
    return known - best.exceptions if many else known

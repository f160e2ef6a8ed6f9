"""Texts that are computed: tokens, dates and numbers, found by the search for strings.

What is found is an expression like any other (:mod:`~plastic.seq2seq.expression`), and
runs, is learned and is shown like one.  Where all sources have as many tabs, what is
between them are several inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..synthesis.strings import Expression, find_programs, split
from .expression import ExpressionProgram
from .pairs import SourceTarget
from .program import Outcome, Problem, best_on

LONGEST = 400  # symbols of a source: longer texts are documents, and no cells


@dataclass(frozen=True)
class TextEffort:
    """How much is spent on texts.

    Attributes
    ----------
    share : float
        Of the budget: a step here takes as long as ten steps of a head on a tape.
    few : int
        Pairs to search with.  Others test what is found, and join where it fails.
    rounds : int
        How often pairs join.
    sample : int
        Pairs to search with where some may be wrong: of three, most often none is.
    samples : int
        How many times: where three of ten are wrong, all of a sample are right in one
        of three.
    """

    share: float = 0.1
    few: int = 8
    rounds: int = 3
    sample: int = 3
    samples: int = 8


TEXT_EFFORT = TextEffort()


def find(problem: Problem, again: bool = False) -> Outcome | None:
    """Explain pairs of texts by an expression; see ``Finder``.

    With `again` some pairs may be wrong: then programs are made of a few at a time.
    """
    pairs = problem.pairs
    if not _are_texts(pairs):
        return None
    if again:
        return _find_most(problem)
    among = inputs_in([str(source) for source, _ in pairs])
    given = [(split(str(source), among), str(target)) for source, target in pairs]
    order = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
    few, most = TEXT_EFFORT.few, len(order) - 1
    chosen = (
        order if most < few else [order[at * most // (few - 1)] for at in range(few)]
    )
    steps, best = int(problem.budget * TEXT_EFFORT.share), None
    for _ in range(TEXT_EFFORT.rounds):
        found = find_programs([given[at] for at in sorted(chosen)], steps)
        outcome = _outcome(found, pairs, steps)
        if outcome is None:
            break
        if best is None or sum(outcome.right) > sum(best.right):
            best = outcome
        failing = [at for at in order if not outcome.right[at] and at not in chosen]
        if not failing:
            break
        chosen = [*chosen, *failing[:2]]
    return best


def _find_most(problem: Problem) -> Outcome | None:
    """Find what explains most pairs: the best of what a few at a time are made to."""
    pairs = problem.pairs
    if len(pairs) <= TEXT_EFFORT.sample:
        return None
    among = inputs_in([str(source) for source, _ in pairs])
    given = [(split(str(source), among), str(target)) for source, target in pairs]
    steps = int(problem.budget * TEXT_EFFORT.share / TEXT_EFFORT.samples)
    best: Outcome | None = None
    for _ in range(TEXT_EFFORT.samples):
        some = problem.rng.choice(len(pairs), TEXT_EFFORT.sample, replace=False)
        found = find_programs([given[at] for at in sorted(map(int, some))], steps)
        outcome = _outcome(found, pairs, steps)
        if outcome is None or sum(outcome.right) <= TEXT_EFFORT.sample:
            continue  # it tells of no other pair
        if best is None or outcome.score(pairs) > best.score(pairs):
            best = outcome
    return best


def inputs_in(sources: Sequence[str]) -> int:
    r"""Tell how many inputs sources have: several where all have as many tabs.

    >>> inputs_in(["a\tb", "\tc"]), inputs_in(["a\tb", "c"])
    (2, 1)
    """
    counts = {source.count("\t") for source in sources}
    return 1 + counts.pop() if len(counts) == 1 else 1


def _are_texts(pairs: Sequence[SourceTarget]) -> bool:
    return all(
        isinstance(source, str) and isinstance(target, str) and len(source) <= LONGEST
        for source, target in pairs
    )


def _outcome(
    found: Sequence[Expression], pairs: Sequence[SourceTarget], steps: int
) -> Outcome | None:
    programs = [
        ExpressionProgram(expression, expression.bits, True) for expression in found
    ]
    if not programs:
        return None
    same, right = best_on(pairs, programs, {})
    return Outcome([*same], right, steps) if any(right) else None

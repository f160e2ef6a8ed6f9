"""Explaining a task's pairs: three kinds of program compete by their length.

A program may go step by step (:mod:`~plastic.seq2seq.stepwise.synthesis`),
divide its source and call itself on the parts
(:mod:`~plastic.seq2seq.recursive.synthesis`), or copy and change the end
(:mod:`~plastic.seq2seq.suffix`).  The one is kept that is shortest together
with what it does not explain, written out.  The latter two are found, or not,
in no time, so that they are tried first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..core.symbols import Symbol, Symbols
from ..errors import GenerationError
from .recursive.grammar import Grammar, met_above
from .recursive.machine import Divider, Division
from .recursive.synthesis import Dividing, find_dividers
from .stepwise.machine import Decide, Machine, Runnable, reproduced
from .stepwise.operations import KINDS, literal_shares
from .stepwise.search import Prior, Solution
from .stepwise.synthesis import Answer, StepwiseSynthesis, by_rules
from .suffix import Ender, Endings, by_endings, find_endings, price_of

LONGEST = 60  # symbols of a pair to find a dividing program by
AT_ONCE = 120  # pairs to find a dividing program by, the shortest ones
JOINING = 8  # of those that it fails on, each time
MANY = 40  # pairs, of which some are enough
PARTS = (
    *(slice(None), slice(0, None, 2), slice(1, None, 2)),
    *(slice(0, None, 3), slice(1, None, 3), slice(2, None, 3)),
)
MOST_ROUNDS = 6
MOST_DIVISIONS = 5  # that are replayed on all pairs, if these are not many
MOST_STEPWISE = 300  # pairs; of more some are chosen
DIVIDING_BUDGET, BUDGET_A_PAIR = 60_000, 1_000
A_STEP = 10  # of a dividing program's search is worth so many of a stepwise one's
MAY_FAIL = 0.4  # of the pairs, if no program explains all
ENOUGH = 0.6  # of them: then the rest may be wrong
MOST_EXCEPTIONS = 0.15  # of the pairs: where there are more some may be wrong
BITS_A_SYMBOL = 6.0  # of a target that is written out
SHORT = 0.5  # of what it takes to write all targets out
A_WHILE = 200_000  # steps for a stepwise program, at first
LONGER = 600_000  # where enough pairs are explained
Pair = tuple[Symbols, Symbols]
Kind = Solution | Division | Endings
Earlier = Mapping[Symbol, Runnable]


def explain(
    pairs: Sequence[Pair],
    budget: int,
    prior: Prior | None,
    rng: np.random.Generator,
    earlier: Earlier,
) -> Answer:
    """Find the program that explains pairs best, of whatever kind.

    Parameters
    ----------
    pairs, budget, prior, rng
        As for :class:`~plastic.seq2seq.stepwise.synthesis.StepwiseSynthesis`.
    earlier : mapping
        Goal -> the machine of an earlier task, which a program may call.

    Returns
    -------
    Answer

    Raises
    ------
    GenerationError
        Nothing was found that explains any of the pairs.
    """
    answers = _worth([ending(pairs), divided(pairs, earlier, budget)], pairs)
    answers += _worth([stepwise(pairs, min(budget, A_WHILE), prior, rng)], pairs)
    if not _any_explains(answers, 1.0, pairs):
        answers += _worth([divided(pairs, earlier, budget, MAY_FAIL)], pairs)
        if _any_explains(answers, ENOUGH, pairs):  # the rest may be wrong
            budget = min(budget, LONGER)
        if budget > A_WHILE:
            answers += _worth([stepwise(pairs, budget, prior, rng)], pairs)
    if not answers:
        raise GenerationError(
            f"no program found that explains any of these {len(pairs)} pairs "
            f"in {budget:,} steps: give simpler or more alike examples, or raise budget"
        )
    return _with_alternatives(answers, max(answers, key=lambda one: score(one, pairs)))


def _with_alternatives(answers: Sequence[Answer], best: Answer) -> Answer:
    """Add the programs of other kinds that explain the same pairs."""
    first, *rest = best.solutions
    delimiters = best.delimiters
    for one in answers:
        if one is not best and one.right == best.right:
            rest += [other for other in one.solutions if other not in (first, *rest)]
            delimiters = delimiters or one.delimiters
    rest.sort(key=lambda one: one.cost)
    return best._replace(solutions=[first, *rest], delimiters=delimiters)


def _worth(answers: Sequence[Answer | None], pairs: Sequence[Pair]) -> list[Answer]:
    """Leave out what knows pairs by heart, at more than they cost written out."""
    return [
        one
        for one in answers
        if one is not None
        and (isinstance(one.solutions[0], Solution) or score(one, pairs) > 0)
    ]


def _any_explains(
    answers: Sequence[Answer], share: float, pairs: Sequence[Pair]
) -> bool:
    """Whether so many pairs are explained, and not by heart."""
    return any(_explained(one, pairs) >= share * len(pairs) for one in answers)


def _explained(answer: Answer, pairs: Sequence[Pair]) -> int:
    """Give how many pairs a program explains, if it is no list of them."""
    best = answer.solutions[0]
    known = sum(answer.right)
    if isinstance(best, Solution):
        return known
    if best.cost > SHORT * len(pairs) * _bits_of_a_pair(pairs):
        return 0
    many = _exceptions(answer) > MOST_EXCEPTIONS * len(pairs)
    return known - _exceptions(answer) if many else known


def stepwise(
    pairs: Sequence[Pair], budget: int, prior: Prior | None, rng: np.random.Generator
) -> Answer | None:
    """Explain pairs by a program that goes step by step: by some, if they are many."""
    chosen = range(len(pairs))
    if len(pairs) > MOST_STEPWISE:
        chosen = sorted(rng.choice(len(pairs), MOST_STEPWISE, replace=False).tolist())
    try:
        some = [pairs[i] for i in chosen]
        answer = StepwiseSynthesis(some, budget, prior, rng).solve()
    except GenerationError:
        return None
    if len(chosen) == len(pairs):
        return answer
    right = replay(answer.solutions[0], answer.delimiters, {}, pairs)
    return answer._replace(solutions=answer.solutions[:1], right=right)


def score(answer: Answer, pairs: Sequence[Pair]) -> float:
    """Give how many pairs a program explains, less what it costs in pairs."""
    cost = answer.solutions[0].cost / _bits_of_a_pair(pairs)
    return sum(answer.right) - _exceptions(answer) - cost


def _exceptions(answer: Answer) -> int:
    best = answer.solutions[0]
    return best.exceptions if isinstance(best, Endings) else 0


def _bits_of_a_pair(pairs: Sequence[Pair]) -> float:
    symbols = sum(len(target) for _, target in pairs)
    return KINDS["EMIT"].bits + BITS_A_SYMBOL * symbols / len(pairs)


def ending(pairs: Sequence[Pair]) -> Answer | None:
    """Explain pairs by what changes at their end."""
    tuples = _tuples(pairs)
    found = find_endings(tuples, price_of(literal_shares([t for _, t in tuples])))
    return _answer([found], pairs, {}, len(pairs))


def divided(
    pairs: Sequence[Pair], earlier: Earlier, budget: int, may_fail: float = 0.0
) -> Answer | None:
    """Explain pairs by a program that divides; None: none was found.

    It is found by the shortest pairs, or, if they are many and mislead, by
    some of these.  Those that it fails on join them.  The budget is that of
    the steps of a stepwise program, which are some ten times as short.
    """
    short = [p for p in dict.fromkeys(_tuples(pairs)) if max(map(len, p)) <= LONGEST]
    tuples = sorted(short, key=_size)
    if not find_dividers([source for source, _ in tuples]):
        return None
    whole = BUDGET_A_PAIR * len(tuples) * (3 if may_fail else 1)
    budget = min(DIVIDING_BUDGET, whole, budget // A_STEP)
    found: list[Answer] = []
    for part in PARTS if len(tuples) >= MANY and not may_fail else PARTS[:1]:
        found += filter(
            None, [_attempt(tuples[part], pairs, earlier, budget, may_fail)]
        )
        if any(all(one.right) for one in found):
            break
    return max(found, key=lambda one: score(one, pairs), default=None)


def _attempt(
    tuples: Sequence[Pair],
    pairs: Sequence[Pair],
    earlier: Earlier,
    budget: int,
    may_fail: float,
) -> Answer | None:
    """Find a program that divides by some pairs; those that it fails on join them."""
    chosen, best = [*tuples[:AT_ONCE]], None
    for _ in range(MOST_ROUNDS):
        shares = literal_shares([target for _, target in chosen])
        search = Dividing(chosen, shares, earlier, budget, may_fail)
        answer = _replayed(search, search.run(), pairs)
        if answer is None or (
            best is not None and sum(answer.right) <= sum(best.right)
        ):
            break
        best = answer
        failing = [p for p, right in zip(_tuples(pairs), answer.right) if not right]
        joining = sorted({*failing} - {*chosen}, key=_size)[:JOINING]
        if not joining:
            break
        chosen += joining
    return best


def _replayed(
    search: Dividing, grammars: Sequence[Grammar], pairs: Sequence[Pair]
) -> Answer | None:
    """Give the best of some grammars on all pairs."""
    most = MOST_DIVISIONS if len(pairs) <= MOST_STEPWISE else 1
    found = [search.program(one) for one in grammars if one.plans][:most]
    if not found:
        return None
    answer = _answer(found, pairs, search.earlier, search.steps)
    ordered = [_ordered(one, pairs, answer.right) for one in answer.solutions]
    if ordered == answer.solutions:
        return answer
    better = _answer(ordered, pairs, search.earlier, search.steps)
    return better if sum(better.right) >= sum(answer.right) else answer


def _ordered(
    program: Division, pairs: Sequence[Pair], right: Sequence[bool]
) -> Division:
    """Put down the order of dividers that all pairs show which a program explains.

    It was found by some of them, and the concept graph knows only what is put down.
    """
    sources: dict[tuple, tuple] = {}
    for (source, _), fine in zip(pairs, right):
        if fine:
            dividers = tuple(one for one in source if one in program.plans)
            sources.setdefault(dividers, tuple(source))
    return program._replace(above=met_above(program, sources.values()))


def _answer(
    found: Sequence[Kind], pairs: Sequence[Pair], earlier: Earlier, steps: int
) -> Answer:
    rights = [replay(one, (), earlier, pairs) for one in found]
    best = max(rights, key=sum)
    alike = [one for one, right in zip(found, rights) if right == best]
    return Answer(alike, (), best, steps)


def machine_of(
    solution: Kind, delimiters: tuple, earlier: Earlier, decide: Decide | None = None
) -> Runnable:
    """Give what runs a program of any kind.

    Parameters
    ----------
    solution : Solution, Division or Endings
        The program.
    delimiters : tuple
        Of a stepwise one.
    earlier : mapping
        What a dividing one may call.
    decide : callable, optional
        What decides; by default the program's own rule table.
    """
    if isinstance(solution, Endings):
        return Ender(decide or by_endings(solution.rules))
    decide = decide or by_rules(solution.rules)
    if isinstance(solution, Division):
        return Divider(solution.plans, solution.lexicon, earlier, decide)
    return Machine(solution.level, delimiters, solution.translation, decide)


def replay(
    solution: Kind, delimiters: tuple, earlier: Earlier, pairs: Sequence[Pair]
) -> tuple[bool, ...]:
    """Tell which pairs a program reproduces."""
    return reproduced(machine_of(solution, delimiters, earlier), pairs)


def _tuples(pairs: Sequence[Pair]) -> list[tuple[tuple, tuple]]:
    return [(tuple(source), tuple(target)) for source, target in pairs]


def _size(pair: tuple[tuple, tuple]) -> tuple[int, int]:
    return len(pair[0]), len(pair[1])

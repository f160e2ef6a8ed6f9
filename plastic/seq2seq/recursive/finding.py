"""Which pairs a recursive program is searched for with, and which one is taken.

The shortest pairs tell most, and what is found by them is replayed on all.  Those
that it fails on join them, a few at a time.  Where pairs are many some of them
may mislead, so that the same is tried with every other one, and every third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..pairs import SourceTarget
from ..program import Earlier, Outcome, Problem, as_tuples, best_on, has_likenesses
from ..stepwise.operations import literal_shares
from .evidence import find_dividers
from .grammar import Grammar, met_above
from .machine import Phrase, Phrases
from .program import RecursiveProgram
from .synthesis import RecursiveSynthesis


@dataclass(frozen=True)
class Effort:
    """How much is spent on recursive programs, and with which pairs.

    Attributes
    ----------
    longest : int
        Symbols of a source or target to search with: what it costs to guess what
        the parts come to grows with the square of it.
    at_once : int
        Pairs to search with, the shortest ones, at first.
    joining : int
        Of those that it fails on, each time: the shortest again.
    rounds : int
        How often they join, at the most.
    many : int
        Pairs from which on some of them are enough, so that parts are tried.
    parts : tuple of slice
        These: all, every other one, every third.
    replayed : int
        Of the programs that explain what they were found by, the shortest, that are
        replayed on all pairs; of more than `few` pairs only the best one is.
    few : int
        Pairs on which replaying costs little beside searching.
    budget, budget_a_pair : int
        Steps at the most, in all and for each pair: what is not found in so many
        is hardly ever found.  Three times as many where pairs may be wrong, for
        then each may also be left out.
    a_step : int
        Steps of a stepwise program's search that one of this search is worth: it
        takes some 20 microseconds, those two to three.
    may_fail : float
        The share of pairs that may be left out where no program explains all: a bit
        more than the third up to which most can still be told to be right.
    """

    longest: int = 60
    at_once: int = 120
    joining: int = 8
    rounds: int = 6
    many: int = 40
    parts: tuple[slice, ...] = (
        *(slice(None), slice(0, None, 2), slice(1, None, 2)),
        *(slice(0, None, 3), slice(1, None, 3), slice(2, None, 3)),
    )
    replayed: int = 5
    few: int = 300
    budget: int = 60_000
    budget_a_pair: int = 1_000
    a_step: int = 10
    may_fail: float = 0.4


EFFORT = Effort()


def find(problem: Problem, again: bool = False) -> Outcome | None:
    """Explain pairs by a program that divides; see ``Finder``.

    It is found, or not, soon.  With `again` pairs may be left out.
    """
    pairs = problem.pairs
    short = [
        pair
        for pair in dict.fromkeys(as_tuples(pairs))
        if max(map(len, pair)) <= EFFORT.longest
    ]
    short.sort(key=_size)
    if not find_dividers([source for source, _ in short]) or has_likenesses(pairs):
        return None
    may_fail = EFFORT.may_fail if again else 0.0
    whole = EFFORT.budget_a_pair * len(short) * (3 if again else 1)
    budget = min(EFFORT.budget, whole, problem.budget // EFFORT.a_step)
    parts = EFFORT.parts if len(short) >= EFFORT.many and not again else (slice(None),)
    found: list[Outcome] = []
    for part in parts:
        attempt = _attempt(short[part], pairs, problem.earlier, budget, may_fail)
        if attempt is not None:
            found.append(attempt)
        if any(all(outcome.right) for outcome in found):
            break
    return max(found, key=lambda outcome: outcome.score(pairs), default=None)


def _attempt(
    short: Sequence[Phrases],
    pairs: Sequence[SourceTarget],
    earlier: Earlier,
    budget: int,
    may_fail: float,
) -> Outcome | None:
    """Find a program by some pairs; those that it fails on join them."""
    chosen, best = [*short[: EFFORT.at_once]], None
    for _ in range(EFFORT.rounds):
        shares = literal_shares([target for _, target in chosen])
        search = RecursiveSynthesis(chosen, shares, earlier, budget, may_fail)
        outcome = _best_on_all(search, search.run(), pairs)
        if outcome is None or (
            best is not None and sum(outcome.right) <= sum(best.right)
        ):
            break
        best = outcome
        failing = [
            pair for pair, right in zip(as_tuples(pairs), outcome.right) if not right
        ]
        # In their order, and not that of a set, which is another one in each process.
        known = {*chosen}
        new = [pair for pair in dict.fromkeys(failing) if pair not in known]
        joining = sorted(new, key=_size)[: EFFORT.joining]
        if not joining:
            break
        chosen += joining
    return best


def _best_on_all(
    search: RecursiveSynthesis,
    grammars: Sequence[Grammar],
    pairs: Sequence[SourceTarget],
) -> Outcome | None:
    """Give the best of some grammars on all pairs."""
    most = EFFORT.replayed if len(pairs) <= EFFORT.few else 1
    found = [search.program(grammar) for grammar in grammars if grammar.plans][:most]
    if not found:
        return None
    programs, right = best_on(pairs, found, search.earlier)
    ordered = [_ordered(program, pairs, right) for program in programs]
    if ordered != programs:
        ordered, better = best_on(pairs, ordered, search.earlier)
        if sum(better) >= sum(right):
            programs, right = ordered, better
    return Outcome([*programs], right, search.steps)


def _ordered(
    program: RecursiveProgram, pairs: Sequence[SourceTarget], right: Sequence[bool]
) -> RecursiveProgram:
    """Put down the order of dividers that all pairs show which a program explains.

    It was found by some of them, and the concept graph knows only what is put down.
    """
    sources: dict[tuple, Phrase] = {}  # one of each kind is enough
    for (source, _), fine in zip(pairs, right):
        if fine:
            dividers = tuple(symbol for symbol in source if symbol in program.plans)
            sources.setdefault(dividers, tuple(source))
    return replace(program, above=met_above(program, sources.values()))


def _size(pair: Phrases) -> tuple[int, int]:
    return len(pair[0]), len(pair[1])

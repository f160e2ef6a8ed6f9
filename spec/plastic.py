"""The memory as a page of mathematics: values that never change, and folds.

A *moment* is a past and what came next.  A memory is one finite map, from transitions
to their *strengths*, and all else is a function of that map: see docs/theory.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial, reduce
from typing import Any, NamedTuple

Past = Any  # a str or a tuple: the symbols that came, the latest last
Strengths = Mapping[tuple[Past, Any], int]

START, STOP, UNSEEN = "\ufdd0", "\ufdd1", "\ufdd2"
LIVED = "\ufdd3"  # "follows" every past: that it was lived at all is a transition, too
DEEPEST = 24  # pasts that are longer share their discounts with those of this length


class Memory(NamedTuple):
    horizon: int = 24  # how many symbols of a past are looked at
    strengths: Strengths = {}  # noqa: RUF012 - nobody changes it


def wrap(sample: Past) -> Past:
    return START + sample + STOP if type(sample) is str else (START, *sample, STOP)


def moments(sample: Past, horizon: int) -> list[tuple[Past, Any]]:
    """Cut a sample into pasts, each with LIVED and with what came next."""
    text = wrap(sample)
    return [
        (text[max(0, end - horizon) : end], following)
        for end in range(1, len(text) + 1)
        for following in (LIVED, *text[end : end + 1])
    ]


def ends(past: Past) -> list[Past]:
    """Give all that a past ends with, the empty one first."""
    return [past[at:] for at in range(len(past), -1, -1)]


# Learning: a signal adds or takes 1, and stops where a transition was there and stays.
def signal(by: int, strengths: Strengths, moment: tuple[Past, Any]) -> Strengths:
    before, after = strengths.get(moment, 0), strengths.get(moment, 0) + by
    others = {key: n for key, n in strengths.items() if key != moment}
    changed = {**others, moment: after} if after else others
    past, symbol = moment
    stops = (before and after) or not past
    return changed if stops else signal(by, changed, (past[1:], symbol))


def learn(memory: Memory, sample: Past, by: int = 1) -> Memory:
    horizon, known = memory
    return Memory(horizon, reduce(partial(signal, by), moments(sample, horizon), known))


forget = partial(learn, by=-1)


def lived(memory: Memory) -> Counter[tuple[Past, Any]]:
    """Read off how often each moment was lived: what no longer past accounts for."""
    known = memory.strengths
    return Counter(known) - Counter((past[1:], y) for past, y in known if past)


def merge(memory: Memory, other: Memory) -> Memory:
    taught = lived(other).elements()
    return Memory(memory.horizon, reduce(partial(signal, 1), taught, memory.strengths))


# The graph: a concept is what two moments share, a past that was arrived at twice.
def root(memory: Memory) -> Past:
    return next(iter(memory.strengths), ("", LIVED))[0][:0]


def concepts(memory: Memory) -> set[Past]:
    ways = memory.strengths.items()
    return {root(memory), *(past for (past, y), n in ways if y == LIVED and n > 1)}


def r_level(memory: Memory, concept: Past) -> int:
    return len({*ends(concept)} & concepts(memory)) - 1


def fire(memory: Memory, past: Past) -> list[Past]:
    return [end for end in ends(past[-memory.horizon :]) if end in concepts(memory)]


def counts(memory: Memory) -> Counter[Past]:
    pasts = [past for past, y in lived(memory).elements() if y == LIVED]
    return Counter(end for past in pasts for end in ends(past))


def strength(memory: Memory, past: Past, symbol: Any) -> int:
    return memory.strengths.get((past, symbol), 0)


def synapses(memory: Memory, past: Past) -> dict[Any, int]:
    rows = memory.strengths.items()
    return {y: n for (known, y), n in rows if known == past and y != LIVED}


# Prediction: from the uniform distribution up to the longest past that was lived.
def discounts(memory: Memory, depth: int) -> tuple[float, ...]:
    """Estimate what to take off strengths 0, 1, 2 and above (Chen and Goodman)."""
    rows = [(min(len(p), DEEPEST), y, n) for (p, y), n in memory.strengths.items()]
    tally = Counter(n for at, y, n in rows if at == min(depth, DEEPEST) and y != LIVED)
    n1, n2, n3, n4 = (tally[r] + 100 / r**3 for r in range(1, 5))
    one = n1 / (n1 + 2 * n2)
    two = min(max(one, 2 - 3 * one * n3 / n2), 2 * one)
    return 0.0, one, two, min(max(two, 3 - 4 * one * n4 / n3), 2 * two - one)


def uniform(memory: Memory) -> dict[Any, float]:
    """Share 1 among the known symbols, and as many unseen as came once, and one."""
    known = {STOP: 0, **synapses(memory, root(memory))}
    parts = {**dict.fromkeys(known, 1), UNSEEN: 1 + [*known.values()].count(1)}
    return {symbol: part / sum(parts.values()) for symbol, part in parts.items()}


def interpolate(memory: Memory, shorter: dict[Any, float], level: Any) -> Any:
    """Take the discounts off one past's strengths; what they sum to is handed down."""
    depth, row = level
    taken, total = discounts(memory, depth), sum(row.values())
    left = sum(taken[min(n, 3)] for n in row.values()) / total
    kept = {y: row.get(y, 0) - taken[min(row.get(y, 0), 3)] for y in shorter}
    return {y: kept[y] / total + left * p for y, p in shorter.items()}


def heard(memory: Memory, context: Past, level: Any) -> Any:
    """Go by how often symbols came, where nothing is told of what was before a past."""
    depth, row = level
    before, past = context[: len(context) - depth], context[len(context) - depth :]
    known = {*synapses(memory, root(memory))}
    if depth == memory.horizon or START in context[:1] or known & {*before[-1:]}:
        return level
    often = counts(memory)
    return depth, {y: often[past + (y if type(past) is str else (y,))] for y in row}


def predict(memory: Memory, context: Past) -> dict[Any, float]:
    """Give the probability of all that can come next; a sample begins with START."""
    pasts = ends(context[-memory.horizon :])
    levels = [(len(p), row) for p in pasts if (row := synapses(memory, p))]
    told = [*levels[:-1], *(heard(memory, context, level) for level in levels[-1:])]
    return reduce(partial(interpolate, memory), told, uniform(memory))

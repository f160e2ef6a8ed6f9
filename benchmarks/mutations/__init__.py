"""Files as a stranger might make them: good ones, damaged by chance or with care.

A mutation takes a :class:`Case`, a file with what lies beside it, and gives
another one; all chance comes from the generator that it is given.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

import plastic
from plastic import PlasticMemory, Recipe

from .beside import beside, journal, log
from .inside import SHARED_MEMORY, rewritten
from .raw import damaged
from .text import text
from .values import Case

__all__ = ["SHARED_MEMORY", "Case", "bases", "journal", "log", "mutated"]

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))
TYPED = [
    (1, "x", None),
    (1, (2.5, "x"), b"\0z"),
    ((2.5, "x"), "x", 1),
    (math.inf, "x", (None, True)),
]


def memories() -> dict[str, PlasticMemory]:
    """Give small memories of every kind."""
    closed = PlasticMemory(
        alphabet="abcdefghijklmnopqrstuvwxyz", capacity=30, horizon=5
    )
    few = Recipe(near=2, together=2, fading=((2, 3),), most_symbols=5)
    folded = PlasticMemory(recipe=few, evict="rarest").fit(NAMES[:25])
    typed = PlasticMemory(sleep_after=None).fit(TYPED * 3)
    slept = PlasticMemory(recipe=Recipe(near=2, fading=((2, 3),))).fit(NAMES[:40])
    large = PlasticMemory().fit(NAMES[:300])
    for one in (folded, typed, slept, large):
        one.consolidate()
    folded.learn("zoltan")
    return {
        "empty": PlasticMemory(),
        "tiny": PlasticMemory().fit(["ava", "eva", "ava", ""]),
        "closed": closed.fit(NAMES[:30]),
        "folded": folded,
        "typed": typed,
        "slept": slept,
        "large": large,
    }


def bases(folder: Path) -> dict[str, Case]:
    """Write the good files, and read them: one that nobody closed among them."""
    found = {}
    for name, memory in memories().items():
        for end in ("plastic",) if name == "large" else ("plastic", "json"):
            path = folder / f"{name}.{end}"
            memory.save(path)
            found[path.name] = Case(path.read_bytes(), {})
    path = folder / "open.plastic"
    with plastic.open(path) as memory:
        memory.partial_fit(NAMES[:10])
        memory.forget("james")
        memory.learn("zoltan")
        waiting = Path(f"{path}-wal").read_bytes()
        found[path.name] = Case(path.read_bytes(), {"-wal": waiting})
    return found


LARGE = "large.plastic"  # only now and then, for it takes long


def mutated(seed: int, number: int, good: dict[str, Case]) -> tuple[str, Case]:
    """Make the file of a seed and a number: always the same one."""
    rng = random.Random(f"{seed} {number}")
    end = rng.choice([".json", ".plastic", ".plastic"])
    names = [name for name in good if name.endswith(end)]
    name, other = rng.choice(names), good[rng.choice(list(good))]
    if name == LARGE and rng.random() < 0.9:
        name = names[0]
    case = good[name]
    if case.is_text:
        how = rng.choice([damaged, text, text])
    else:
        how = rng.choice([damaged, damaged, rewritten, rewritten, rewritten, beside])
    return f"{how.__name__}, {name}", how(rng, case, other)

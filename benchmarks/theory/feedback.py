"""Feedback: how soon a memory that invents names finds what its user likes.

Users are simulated, each with a stated taste.  Thirty times the memory, which knows
the names of the 1990 census, shows a name that it invents, and is told a thumb up or a
thumb down.  Then it invents a thousand.  Then all is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import fmean, geometric_mean
from typing import NamedTuple

import numpy as np

from plastic import PlasticMemory, datasets

from ..common import Table

SIGNALS = 30
DRAWN = 1_000
SEEDS = range(5)
TASTES: dict[str, Callable[[str], bool]] = {
    "ends in a": lambda name: name.endswith("a"),
    "begins with a vowel": lambda name: name[:1] in {*"aeiou"},
    "1 to 4 letters": lambda name: 0 < len(name) <= 4,
    "8 letters or more": lambda name: len(name) >= 8,
    "a doubled letter": lambda name: any(a == b for a, b in pairwise(name)),
    "ends in n": lambda name: name.endswith("n"),
    "no a": lambda name: "a" not in name and name != "",
    "begins with m": lambda name: name.startswith("m"),
    "k, q, x or z": lambda name: not {*"kqxz"}.isdisjoint(name),
    "ends in ie or y": lambda name: name.endswith(("ie", "y")),
    "th, sh or ch": lambda name: any(pair in name for pair in ("th", "sh", "ch")),
    "begins as it ends": lambda name: name != "" and name[0] == name[-1],
}
DESIGNED_ON = 6  # the first


class Taught(NamedTuple):
    """What came of thirty signals."""

    before: float  # which part of the names drawn is liked
    after: float
    different: int  # of the names drawn after
    undone: bool  # whether the same names are drawn as before, when all is taken back


def teach(memory: PlasticMemory, likes: Callable[[str], bool], seed: int) -> Taught:
    """Teach a memory a taste, and let it forget it."""
    rng = np.random.default_rng(seed)
    before = memory.generate(DRAWN, rng=seed)
    for _ in range(SIGNALS):
        (name,) = memory.generate(1, rng=rng)
        memory.reinforce(name, 1.0 if likes(name) else -1.0)
    after = memory.generate(DRAWN, rng=seed)
    memory.retract()
    undone = memory.generate(DRAWN, rng=seed) == before
    return Taught(
        fmean(map(likes, before)), fmean(map(likes, after)), len({*after}), undone
    )


def table(quick: bool) -> Table:
    """Teach every taste, by several draws."""
    memory = PlasticMemory().fit(datasets.read(datasets.path("names.txt")))
    rows, gains = [], []
    for number, (taste, likes) in enumerate(TASTES.items()):
        found = [teach(memory, likes, seed) for seed in SEEDS[: 2 if quick else None]]
        times = [each.after / each.before for each in found]
        gains.extend(times)
        rows.append(
            [
                taste + ("" if number >= DESIGNED_ON else " *"),
                f"{fmean(each.before for each in found):.1%}",
                f"{fmean(each.after for each in found):.1%}",
                f"{geometric_mean(times):.1f}",
                f"{min(times):.1f}",
                f"{fmean(each.different for each in found):,.0f}",
                "yes" if all(each.undone for each in found) else "no",
            ]
        )
    doubled = sum(gain >= 2 for gain in gains)
    note = (
        f"Liked among {DRAWN:,} names drawn, before and after {SIGNALS} thumbs, mean "
        f"of {len(gains) // len(rows)} draws; times as many: geometric mean, and the "
        f"least of the draws.  It at least doubles in {doubled} of {len(gains)}.  "
        f"*Different*: of the {DRAWN:,} after; before, some 950.  *Undone*: the same "
        "names are drawn as before when all is taken back.  The bound and the lengths "
        "of pasts were chosen on the tastes with a *."
    )
    header = ["likes what", "before", "after", "times", "least", "different", "undone"]
    return Table("What thirty thumbs do", header, rows, note)

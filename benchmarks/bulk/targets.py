"""What was asked for when the graph was put in arrays, and what came of it."""

from __future__ import annotations

from typing import NamedTuple

from ..common import Table
from .data import Sizes
from .race import Race
from .verbs import Measured


class Target(NamedTuple):
    """One figure.

    Attributes
    ----------
    what : str
        What was measured.
    before : str
        What it was when all concepts were objects, and networkx held them.
    asked, asked_fast : str
        At most so much with numpy alone, and with numba.
    figure : int or str
        Of the race with this number; or of :class:`Measured`.
    places : int
        To show.
    """

    what: str
    before: str
    asked: str
    asked_fast: str
    figure: int | str
    places: int


# What, before, asked for, asked for with numba, figure, places.
TARGETS = [
    Target(*line)
    for line in [
        ("fit 32,033 names, s", "1.3", "0.10", "0.05", 0, 3),
        ("fit 1,000,000 names, s", "67", "3.3", "1.8, then 1.2", 1, 2),
        ("fit one text of 4 MB, horizon 24, s", "82", "7", "2.5", 2, 2),
        ("held, a million names and samples, MB", "1,136", "140", "140", "held", 0),
        ("  at the peak", "", "700, better 350", "same", "peak", 0),
        ("score, us a symbol", "7 to 15", "0.7", "0.2", "score real, again", 2),
        ("  with tables to make", "", "", "", "score real, first", 2),
        ("  among a million", "", "", "", "score drawn, again", 2),
        ("predict_proba awake, us", "17", "17", "8", "predict awake", 1),
        ("  asleep", "97", "60", "30", "predict asleep", 1),
        ("learn among a million, ms", "0.2", "0.6", "0.6", "learn, the very first", 2),
        ("  touching new rows, us", "", "100", "100", "learn, touching", 0),
        ("  warm", "55 to 65", "50", "50", "learn, warm", 0),
        ("load 32,033 names, slept, s", "1.3", "0.15", "0.15", "load", 3),
        ("sleep over 31,033 names, s", "2.5", "1.5", "0.9", "sleep real, again", 2),
        ("  the first of a process", "", "", "", "sleep real, first", 2),
        ("sleep over 300,000 names, s", "21", "10", "6", "sleep drawn, first", 2),
    ]
]


def table(sizes: Sizes, races: list[Race], measured: Measured) -> Table:
    """Put what was reached beside what was asked for."""
    rows = []
    for target in TARGETS:
        numpy, fast = found(target, races, measured)
        rows.append(
            [
                target.what,
                target.before,
                target.asked,
                f"{numpy:,.{target.places}f}",
                target.asked_fast,
                "" if fast is None else f"{fast:,.{target.places}f}",
            ]
        )
    note = (
        "Least of several rounds, of those below. *before*: as measured then, on the "
        "same kind of machine. *fast*: with numba; where it says nothing numba is not "
        "used, and what numpy reached holds."
    )
    if sizes != Sizes():
        note += " What was asked for is for all samples, and these are fewer."
    header = ["", "before", "asked for", "reached", "asked for, fast", "reached"]
    return Table("What was asked for", header, rows, note)


def found(
    target: Target, races: list[Race], measured: Measured
) -> tuple[float, float | None]:
    """Give a figure, with numpy alone and, where it makes a difference, with numba."""
    if isinstance(target.figure, int):
        race, fast = races[target.figure], "plastic, fit, with numba"
        there = fast in race.runs
        return race.least("plastic, fit"), race.least(fast) if there else None
    return measured.least(target.figure), measured.least(target.figure, fast=True)

"""Bulk: learning much at once, beside what others need for it.

Every figure is of CPU seconds, user and system, children included: of all cores.
Contenders take turns, each in a fresh process, so that a busy machine is busy for
all of them; KenLM's programs are looked for on the PATH, and in `--kenlm DIR`.
"""

from __future__ import annotations

from ..claims.finding import need_extras
from ..common import Table
from . import growing, parts, race, targets, verbs, walks
from .data import Sizes


def run(quick: bool) -> list[Table]:
    """Race, measure the verbs, and put all of it beside what was asked for."""
    need_extras()
    sizes = Sizes.quick() if quick else Sizes()
    races = race.measure(sizes)
    measured = verbs.measure(sizes)
    return [
        targets.table(sizes, races, measured),
        *(race.table(each) for each in races),
        verbs.table(measured),
        parts.table(sizes),
        parts.file_table(sizes),
        *growing.tables(sizes),
        walks.table(sizes),
    ]

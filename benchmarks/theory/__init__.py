"""The theory: specification, priors, feedback, orders, locality, and a trie."""

from __future__ import annotations

import sys

from ..common import Missing, Table
from . import agreement, curricula, feedback, locality, orders, priors, tries

PARTS = [
    agreement.table,
    priors.table,
    feedback.table,
    orders.tables,
    curricula.table,
    locality.table,
    tries.table,
    tries.odds,
]


def run(quick: bool) -> list[Table]:
    """Measure one question after the other; leave out what lacks its data."""
    found: list[Table] = []
    for part in PARTS:
        print(f"theory: {part.__module__.rpartition('.')[2]}", file=sys.stderr)
        try:
            made = part(quick)
        except Missing as error:
            found.append(Table(f"Left out: {error}", [], []))
            continue
        found += [made] if isinstance(made, Table) else made
    return found

"""The service under load: how much, how quickly, how durably, and how true.

The service is a process of its own, as `plastic serve` is, with a memory of
makemore's names that has slept; the load is made beside it, on the same cores.
Where the machine is busy with other things the CPU of a request says more than how
many there are in a second.
"""

from __future__ import annotations

from ..common import Table
from .endurance import endure
from .kills import kills
from .load import measure
from .schema import described
from .telling import endurance_table, kills_table, load_table, schema_table

__all__ = ["described", "kills", "run"]


def run(quick: bool) -> list[Table]:
    """Measure for RESULTS.md."""
    seconds = 2.0 if quick else 20.0
    return [
        load_table(measure(seconds, readers=readers) for readers in (1, 2)),
        endurance_table(endure(10.0 if quick else 600.0)),
        kills_table(kills(20 if quick else 1_000, seed=0)),
        schema_table(described(examples=10 if quick else 400)),
    ]

"""The service under load: how much, how quickly, how durably, and how true.

The service is a process of its own, as `plastic serve` is, with a memory of
makemore's names that has slept; the load is made beside it, on the same cores.
Where the machine is busy with other things the CPU of a request says more than how
many there are in a second.
"""

from __future__ import annotations

from ..common import Table
from .kills import kills
from .parts import PARTS, QUICK, run_all, run_part
from .schema import described

__all__ = ["described", "kills", "run"]


def run(quick: bool) -> list[Table]:
    """Measure for RESULTS.md; a run that was interrupted goes on."""
    return [run_part(name, QUICK) for name in PARTS] if quick else run_all()

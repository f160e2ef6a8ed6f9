"""The parts of the measurement, which can be run singly, and are resumed.

    python -m benchmarks.service load|endurance|kills|schema

runs one, prints its table and keeps it; `python -m benchmarks service` runs those that
are not kept yet, and lets go of all of them at the end.  None of them waits for
anything but answers: a service is killed after a number of acknowledged changes, not
after a time.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ..common import Table
from .endurance import endure
from .kills import kills
from .load import measure
from .schema import described
from .telling import endurance_table, kills_table, load_table, schema_table

FOLDER = Path(tempfile.gettempdir()) / "plastic-service"


class Size(NamedTuple):
    """How much is done.

    Attributes
    ----------
    load : float
        Seconds of each of four questions, of one reader and of two.
    endurance : float
        Seconds.
    kills : int
        Services killed.
    examples : int
        Requests made up for each verb, besides those at the bounds of its fields:
        700 are above 10,000 in all.
    seed : int
        Of the kills.
    """

    load: float = 20.0
    endurance: float = 600.0
    kills: int = 1_000
    examples: int = 700
    seed: int = 0


QUICK = Size(load=2.0, endurance=10.0, kills=20, examples=10)
PARTS: dict[str, Callable[[Size], Table]] = {
    "load": lambda size: load_table(
        measure(size.load, readers=readers) for readers in (1, 2)
    ),
    "endurance": lambda size: endurance_table(endure(size.endurance)),
    "kills": lambda size: kills_table(kills(size.kills, size.seed)),
    "schema": lambda size: schema_table(described(examples=size.examples)),
}


def kept(name: str) -> Table | None:
    """Give the table of a part that was run; None: it was not."""
    file = FOLDER / f"{name}.json"
    return Table(*json.loads(file.read_text())) if file.exists() else None


def run_part(name: str, size: Size) -> Table:
    """Run a part, and keep its table if it is of the full size."""
    table = PARTS[name](size)
    if size == Size():
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.json").write_text(json.dumps(table))
    return table


def run_all() -> list[Table]:
    """Run the parts that are not kept, and let go of what was."""
    tables = [kept(name) or run_part(name, Size()) for name in PARTS]
    for name in PARTS:
        (FOLDER / f"{name}.json").unlink()
    return tables

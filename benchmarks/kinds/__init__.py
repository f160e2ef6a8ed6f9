"""Eleven kinds of data: how well each is predicted, beside what others reach.

The data is pinned, file by file (`sources.py`); how a file becomes samples stands
in `data.py`, what is measured in `measuring.py` and the modules it calls.
"""

from __future__ import annotations

import sys
from functools import partial

from tqdm import tqdm

from ..common import Missing, Table, in_fresh_process
from .data import KINDS, another
from .kept import kept_or
from .measuring import Measured, measure, pooled
from .tables import nats_table, published_table, seconds_table


def run(quick: bool) -> list[Table]:
    """Measure every kind, some three times where the split is drawn at random."""
    runs: dict[str, list[dict[str, Measured]]] = {}
    remarks: list[str] = []
    for name in tqdm(KINDS, unit=" kinds", disable=not sys.stderr.isatty()):
        seeds = range(1 if quick else KINDS[name].seeds)
        try:
            runs[name] = [measured(name, seed, quick) for seed in seeds]
        except Missing as error:
            remarks.append(f"Left out: {name}; {error}.")
            continue
        if another(name):
            remarks.append(f"Of another version than the pinned one: {name}.")
    found = {name: pooled(splits) for name, splits in runs.items()}
    tables = [nats_table(found, remarks, quick), seconds_table(found)]
    return tables if quick else [*tables, published_table()]


def measured(name: str, seed: int, quick: bool) -> dict[str, Measured]:
    """Measure all learners on one split, or give what is known of them."""
    found: dict[str, Measured] = {}
    for who in ("ours", "peers"):
        how = partial(in_fresh_process, measure, name, seed, quick, who)
        found |= how() if quick else kept_or(how, name, seed, who)
    return found

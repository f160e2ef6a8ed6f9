"""What ``--json`` writes: a JSON object a line, in ASCII, for other programs.

What stands in them is :mod:`plastic.inspection.json_rows`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..core.symbols import Symbols
from ..inspection.json_rows import finite, sample_of
from ..memory import PlasticMemory
from . import output


def echo(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write objects, one a line; a number that JSON does not know becomes null."""
    for row in rows:
        facts = {name.replace(" ", "_"): finite(value) for name, value in row.items()}
        output.echo(json.dumps(facts))


def report(
    facts: Mapping[str, float], memory: PlasticMemory, new: Iterable[Symbols]
) -> dict[str, Any]:
    """Give what ``plastic train`` reports."""
    levels = (node["r_level"] for node in memory.state.concepts.nodes())
    depths = sorted(Counter(levels).items())
    classes = memory.classes().items()
    return {
        **facts,
        "r_levels": [{"r_level": depth, "concepts": n} for depth, n in depths],
        "classes": [
            {"classes": number, "members": [*map(sample_of, map(tuple, groups))]}
            for number, groups in classes
        ],
        "new": [*map(sample_of, new)],
    }

"""What was measured before: only what changed since is measured again.

It all takes an hour, most of it the peers'.  So each result is kept, beside the data,
with a digest of the files that it depends on.  Who interrupts the benchmark, or
changes only the package, goes on with what is there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .measuring import Measured
from .sources import folder

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = "measured.json"
HOW = ("benchmarks/kinds/*.py", "benchmarks/kinds/sources.sha256")
# What predicts; how it is drawn, served or told of does not matter.
ROOMS = ("core", "arrays", "mixture", "consolidation", "state")
DEPENDS_ON = {
    "ours": (*HOW, *(f"plastic/{room}/*.py" for room in ROOMS)),
    "peers": (*HOW, "benchmarks/peers/*.py"),
}


def digest(who: str) -> str:
    """Give the sha256 of all files that decide what these learners reach."""
    found = hashlib.sha256()
    for pattern in DEPENDS_ON[who]:
        for file in sorted(ROOT.glob(pattern)):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def kept_or(
    measure: Callable[[], dict[str, Measured]], name: str, seed: int, who: str
) -> dict[str, Measured]:
    """Give what was measured of a kind, or measure it now and keep it.

    Parameters
    ----------
    measure : callable
        Does it.
    name, seed : str, int
        Which kind, and which split of it.
    who : str
        ``"ours"`` or ``"peers"``.
    """
    file = folder() / FILE
    key, of = f"{name}, {seed}, {who}", digest(who)
    if (kept := _read(file)).get(key, {}).get("of") == of:
        columns = kept[key]["columns"]
        return {learner: Measured(*column) for learner, column in columns.items()}
    found = measure()
    # Read again: another process may have kept something since.
    kept = {**_read(file), key: {"of": of, "columns": found}}
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(kept), encoding="utf-8")
    new.replace(file)
    return found


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

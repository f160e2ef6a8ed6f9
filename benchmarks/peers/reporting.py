"""Write what was measured as tables."""

from __future__ import annotations

import math
import statistics
from typing import Any

import numpy as np

from ..common import Table, origin
from . import PEERS
from .significance import interval, paired

Runs = dict[str, dict[str, Any]]  # split -> what was measured there
OURS = "asleep"

HEADER = [
    "learner",
    "test nats a symbol",
    "95% of resampled tests",
    "to train",
    "1,000 predictions",
    "peak MB",
    "on disk",
    "new",
    "distinct",
    "learn one more",
    "forget one",
]
NOTE = """\
All learn the same samples and predict the same ones, each symbol of a closed alphabet \
and STOP. Interval: bootstrap over test samples. Times are of one core, not of the \
clock, so that what else the machine did hardly counts. To train: makemore's models to \
the evaluation at which they did best **on the test samples themselves**, which no \
other learner sees. 1,000 predictions: whole distributions, one after the other. \
Peak: of the whole process, Python and packages included. On disk: plastic saves its \
samples, from which the rest follows; the others their tables. New, distinct: among \
1,000 invented. Forget: compared, bit for bit, with one that never learned it."""
PAIRED_NOTE = """\
Nats a symbol that a learner needs more than plastic after sleep, on the same test \
samples: above 0, plastic is better. p: two-sided, by turning signs at random."""
PIECES_NOTE = """\
The training samples written with the fewest of the pieces found in them (BPE: as it \
writes them): letters a symbol written, and with the dictionary counted too (2 symbols \
a merge, a rule's right-hand side, a concept's parent and what it adds to it). \
plastic's concepts are there to predict, not to compress."""


def page(kept: dict[str, Any]) -> str:
    """Write all tables of a comparison.

    Parameters
    ----------
    kept : dict
        What the JSON file of a comparison holds.

    Returns
    -------
    str
        Markdown.
    """
    found = kept.get("learners", {})
    measured = {key: done(found[key]) for key in PEERS if key in found}
    parts = [
        f"# Compared on {kept['split']}{', quick' if kept['quick'] else ''}",
        origin(
            f"python -m benchmarks.compare --split {kept['split']}", kept["machine"]
        ),
        main_table(measured),
        paired_table(measured),
        *evaluation_tables(measured),
        pieces_table(kept.get("abstractions", {})),
        left_out(kept),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def done(runs: Runs) -> Runs:
    """Keep the splits on which there is something to show."""
    return {fold: one for fold, one in runs.items() if "skipped" not in one}


def main_table(measured: dict[str, Runs]) -> str:
    """Write one line a learner."""
    most = max(map(len, measured.values()), default=0)
    rows = [row(runs, most) for runs in measured.values() if runs]
    return Table("Learners", HEADER, rows, NOTE).markdown() if rows else ""


def row(runs: Runs, most: int) -> list[str]:
    """Write one learner: its mean over the splits."""
    ones = list(runs.values())

    def mean(figure: str) -> float:
        found = [one[figure] for one in ones if figure in one]
        return statistics.mean(found) if found else math.nan

    some = f" ({len(runs)} of {most} splits)" if len(runs) < most else ""
    learns = "learn_seconds" in ones[0]
    return [
        named(ones[0]) + some,
        *score(runs),
        duration(mean("fit_seconds")),
        duration(mean("predict_seconds")),
        f"{mean('peak_megabytes'):,.0f}",
        size(mean("bytes")),
        f"{mean('new'):.0%}",
        f"{mean('distinct'):.0%}",
        duration(mean("learn_seconds")) if learns else "trains anew",
        forgets(ones[0], mean("forget_seconds")),
    ]


def named(one: dict[str, Any]) -> str:
    """Give a learner's name; of makemore's models also how long they were trained."""
    if "evaluations" not in one:
        return one["name"]
    return f"{one['name']}, best of {one['evaluations'][-1][0]:,} steps"


def score(runs: Runs) -> tuple[str, str]:
    """Write the nats and their interval, or how much was held impossible."""
    nats, symbols = pooled(runs)
    impossible = np.isnan(nats).mean()
    if impossible:
        return "infinite", f"{impossible:.0%} of tests impossible"
    low, high = interval(nats, symbols)
    return f"{nats.sum() / symbols.sum():.4f}", f"{low:.3f} to {high:.3f}"


def pooled(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """Put the test samples of all splits together."""
    nats = [one for run in runs.values() for one in run["nats"]]
    symbols = [one for run in runs.values() for one in run["symbols"]]
    return np.array(nats, dtype=float), np.array(symbols)


def forgets(one: dict[str, Any], seconds: float) -> str:
    """Write how it forgets, if it does."""
    return f"{one['forgets']}, {duration(seconds)}" if "forgets" in one else "no"


def duration(seconds: float) -> str:
    """Write seconds in a unit that suits them.

    Examples
    --------
    >>> duration(0.0000391), duration(0.25), duration(311.5)
    ('39 us', '250 ms', '312 s')
    """
    for unit, length in [("us", 1e-6), ("ms", 1e-3), ("s", 1.0)]:
        count = seconds / length
        if count < 999.5 or unit == "s":
            return f"{count:,.{0 if count >= 9.95 else 1}f} {unit}"
    return ""


def size(count: float) -> str:
    """Write bytes.

    Examples
    --------
    >>> size(99), size(406_006)
    ('99 B', '406 kB')
    """
    return f"{count:,.0f} B" if count < 1000 else f"{count / 1000:,.0f} kB"


def paired_table(measured: dict[str, Runs]) -> str:
    """Write what each learner needs more than plastic after sleep."""
    ours = measured.get(OURS, {})
    rows = []
    for key, runs in measured.items():
        shared = sorted(set(runs) & set(ours))
        if key == OURS or not shared:
            continue
        theirs, symbols = pooled({fold: runs[fold] for fold in shared})
        mine, _ = pooled({fold: ours[fold] for fold in shared})
        if np.isnan(theirs).any():
            continue
        more = theirs - mine
        low, high = interval(more, symbols)
        rows.append(
            [
                runs[shared[0]]["name"],
                f"{more.sum() / symbols.sum():+.4f}",
                f"{low:+.3f} to {high:+.3f}",
                f"{(more > 0).mean():.0%}",
                probability(paired(more)),
            ]
        )
    header = [
        "against plastic after sleep",
        "nats more",
        "95%",
        "of tests worse",
        "p",
    ]
    return Table("Paired", header, rows, PAIRED_NOTE).markdown() if rows else ""


def probability(p: float) -> str:
    """Write a p-value.

    Examples
    --------
    >>> probability(0.0001), probability(0.0312)
    ('< 0.001', '0.031')
    """
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def evaluation_tables(measured: dict[str, Runs]) -> list[str]:
    """Write what makemore's program said at its best and at last."""
    ours = measured.get(OURS, {})
    rows = []
    for runs in measured.values():
        for fold, one in runs.items():
            if "evaluations" in one:
                best = min(one["evaluations"], key=lambda each: each[3])
                cells = [
                    f"{test:.4f} after {step:,} steps, {seconds:,.0f} s"
                    for step, seconds, _, test in (best, one["evaluations"][-1])
                ]
                if best == one["evaluations"][-1]:
                    cells[1] = "still improving"
                took = ours.get(fold, {}).get("fit_seconds", math.nan)
                rows.append([one["name"], *cells, f"{best[1] / took:,.0f}"])
    header = [
        "test nats as makemore prints them",
        "best",
        "last",
        "times plastic's, after sleep",
    ]
    note = (
        "Every evaluation with its seconds is in the JSON. At last: how much longer "
        "it took to its best than plastic to learn and sleep."
    )
    return [Table("makemore's own", header, rows, note).markdown()] if rows else []


def pieces_table(runs: Runs) -> str:
    """Write what the pieces do."""
    rows = [
        [
            one["name"],
            duration(one["seconds"]),
            f"{one['peak_megabytes']:,.0f}",
            f"{one['rules']:,}",
            str(one["depth"]),
            *shortened(one),
        ]
        for one in done(runs).values()
    ]
    header = [
        "pieces",
        "to learn",
        "peak MB",
        "pieces or rules",
        "depth",
        "letters a symbol",
        "with dictionary",
    ]
    return Table("Abstraction", header, rows, PIECES_NOTE).markdown() if rows else ""


def shortened(one: dict[str, Any]) -> list[str]:
    """Write how much shorter the samples become."""
    if "written" not in one:
        return ["", ""]
    written, whole = one["written"], one["written"] + one["dictionary"]
    return [f"{one['letters'] / written:.2f}", f"{one['letters'] / whole:.2f}"]


def left_out(kept: dict[str, Any]) -> str:
    """Say what could not be measured, and why."""
    runs = [run for runs in kept.get("learners", {}).values() for run in runs.values()]
    runs += kept.get("abstractions", {}).values()
    lines = {
        f"- {one['name']}: {one['skipped']}": None for one in runs if "skipped" in one
    }
    return "\n".join(["Left out:", "", *lines]) if lines else ""

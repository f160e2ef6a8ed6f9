"""Contenders take turns on the same samples, each time in a fresh process."""

from __future__ import annotations

import gc
import resource
import sys
from statistics import median
from typing import NamedTuple

from plastic._support.release import release

from ..common import Table, in_fresh_process, peak_megabytes, resident_megabytes
from . import data
from .contenders import CONTENDERS, cpu_seconds
from .data import Data, Sizes


class Run(NamedTuple):
    """What learning took once: CPU seconds, megabytes at its peak and afterwards."""

    seconds: float
    peak: float
    held: float


class Race(NamedTuple):
    """All runs on some samples.

    Attributes
    ----------
    data : Data
        The samples.
    runs : dict
        Contender -> its runs.
    missing : list of str
        Who could not run.
    """

    data: Data
    runs: dict[str, list[Run]]
    missing: list[str]

    def least(self, name: str) -> float:
        """Give the CPU seconds of a contender's best run; NaN of a missing one."""
        return min(
            (run.seconds for run in self.runs.get(name, [])), default=float("nan")
        )


def measure(sizes: Sizes) -> list[Race]:
    """Race on names, on very many names, and on one long text."""
    return [
        race(data.names(sizes.names), sizes.rounds),
        race(data.drawn(sizes.drawn), sizes.long_rounds),
        race(data.text(sizes), sizes.long_rounds),
    ]


def race(samples: Data, rounds: int) -> Race:
    """Let all contenders take turns."""
    able = {
        name: contender
        for name, contender in CONTENDERS.items()
        if samples.whole or not contender.of_text
    }
    missing = [name for name, contender in able.items() if contender.is_missing]
    runs: dict[str, list[Run]] = {name: [] for name in able if name not in missing}
    for turn in range(rounds):
        for name, of in runs.items():
            if turn and able[name].slow and max(of).seconds > 10:
                continue
            of.append(Run(*in_fresh_process(run, name, samples)))
        print(f"bulk: round {turn + 1} of {samples.title}", file=sys.stderr)
    return Race(samples, runs, missing)


def run(name: str, samples: Data) -> Run:
    """Let one contender learn.  To be called in a process of its own."""
    contender = CONTENDERS[name]
    contender.load()
    before = resident_megabytes()
    given = contender.prepare(samples)
    began = cpu_seconds()
    learned = contender.learn(given)
    seconds = cpu_seconds() - began
    peak = peak_megabytes() - before
    del given
    gc.collect()
    release()
    held = resident_megabytes() - before
    if contender.megabytes is not None:  # it worked in processes of its own
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
        held = contender.megabytes(learned)
    return Run(seconds, peak, held)


def table(found: Race) -> Table:
    """Put contenders in a row, the quickest first."""
    ours = found.least("plastic, fit")
    rows = [
        [
            name,
            f"{found.least(name):.3f}",
            f"{median(run.seconds for run in runs):.3f}",
            f"{found.least(name) / ours:.2f}",
            f"{min(run.peak for run in runs):,.0f}",
            f"{min(run.held for run in runs):,.0f}",
            f"{len(runs)}",
        ]
        for name, runs in sorted(found.runs.items(), key=lambda item: min(item[1]))
    ]
    note = (
        "Fresh processes by turns; what is imported, read and prepared beforehand is "
        "not counted. *MB*: more than before there were any samples, these included, "
        "and once they are let go of and free memory is given back; of KenLM the "
        "larger of its programs, and its file. They do not learn the same: plastic "
        "looks 24 symbols back and gives probabilities, markovify 5 and gives none, "
        "KenLM and PPMd 6; BPE finds pieces, PPMd codes what it learns."
    )
    for name in found.missing:
        note += f" Left out: {name}, which is not installed."
    header = ["learner", "CPU s, least", "median", "times fit", "MB peak", "held"]
    title = f"Learning {found.data.title}"
    return Table(title, [*header, "runs"], rows, note)

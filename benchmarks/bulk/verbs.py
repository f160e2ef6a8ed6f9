"""What else is asked of a large memory: its size, and its verbs one by one.

Each probe runs in a fresh process, by turns, with numba and without.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from unittest import mock

import plastic
from plastic import PlasticMemory

from ..common import Table, in_fresh_process, peak_megabytes, resident_megabytes
from . import data
from .contenders import cpu_seconds, forbid_numba, import_numba
from .data import Data, Sizes

HELD_OUT = 1_000  # real names
PREFIXES = 2_000
FEW = 400  # names drawn at a time, which are drawn one by one
NEW = 1_000  # names learned by a memory of very many

Figures = dict[str, float]


class Measured(NamedTuple):
    """What the probes found: with numba (the extra ``fast``) or without."""

    numpy: dict[str, list[float]]
    fast: dict[str, list[float]]

    def least(self, figure: str, fast: bool = False) -> float | None:
        """Give a figure's least value, if it was measured."""
        found = (self.fast if fast else self.numpy).get(figure)
        return min(found) if found else None


class Probe(NamedTuple):
    """What is called in a process of its own, and with what."""

    call: Callable[..., Figures]
    arguments: tuple[Any, ...]
    is_compiled: bool = False  # numba makes a difference
    imports: bool = False  # or would, if somebody had imported it


def measure(sizes: Sizes) -> Measured:
    """Run all probes so many times, by turns."""
    real, many = data.names(sizes.names), data.drawn(sizes.drawn)
    some = many._replace(title=f"{sizes.asleep:,} drawn names", count=sizes.asleep)
    found = Measured(defaultdict(list), defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.plastic")
        in_fresh_process(save, real, path)
        probes = [
            Probe(scoring, ("real", real), imports=True),
            Probe(scoring, ("drawn", many), imports=True),
            Probe(predicting, (real,), imports=True),
            Probe(generating, (real,)),
            Probe(learning, (many, real)),
            Probe(holding, (many,)),
            Probe(loading, (path,)),
            Probe(sleeping, ("real", real), is_compiled=True),
            Probe(sleeping, ("drawn", some), is_compiled=True),
        ]
        for turn in range(sizes.long_rounds):
            for probe in probes:
                take(probe, found)
            print(f"bulk: verbs, round {turn + 1}", file=sys.stderr)
    return found


def take(probe: Probe, found: Measured) -> None:
    """Run a probe, twice if numba is there and makes a difference."""
    forms = [(found.numpy, False)]
    if (probe.is_compiled or probe.imports) and find_spec("numba"):
        forms.append((found.fast, True))
    for values, fast in forms:
        for name, value in in_fresh_process(run, probe, fast).items():
            values[name].append(value)


def run(probe: Probe, fast: bool) -> Figures:
    """Run a probe.  To be called in a process of its own."""
    if not fast:
        forbid_numba()
    elif probe.imports:
        import_numba()
    return probe.call(*probe.arguments)


# Probes ------------------------------------------------------------------------------


def scoring(kind: str, samples: Data) -> Figures:
    """Score all that was learned."""
    given = samples.samples()
    memory = PlasticMemory().fit(given)
    symbols = sum(map(len, given)) + len(given)
    first, again = (seconds(memory.score_samples, given) for _ in range(2))
    return {
        f"score {kind}, first": 1e6 * first / symbols,
        f"score {kind}, again": 1e6 * again / symbols,
        f"log_prob {kind}": 1e6
        * each(memory.log_prob, given[:HELD_OUT])
        * HELD_OUT
        / sum(len(sample) + 1 for sample in given[:HELD_OUT]),
    }


def predicting(real: Data) -> Figures:
    """Predict after prefixes of names that were held out, awake and asleep."""
    names = shuffled(real)
    train, test = names[HELD_OUT:], names[:HELD_OUT]
    prefixes = [name[:at] for name in test for at in range(len(name) + 1)][:PREFIXES]
    memory = PlasticMemory().fit(train)
    first, *awake = (each(memory.predict_proba, prefixes) for _ in range(4))
    memory.consolidate()
    _, *asleep = (each(memory.predict_proba, prefixes) for _ in range(4))
    return {
        "predict awake, first": 1e6 * first,
        "predict awake": 1e6 * min(awake),
        "predict asleep": 1e6 * min(asleep),
    }


def generating(real: Data) -> Figures:
    """Draw names, one by one and many together, awake and asleep."""
    memory = PlasticMemory().fit(shuffled(real)[HELD_OUT:])
    found = {}
    for state in ("awake", "asleep"):
        if state == "asleep":
            memory.consolidate()
        for called, n, times in (
            ("few", FEW, 10),
            ("10000", 10_000, 3),
            ("100000", 100_000, 1),
        ):
            taken = [
                seconds(memory.generate, n, "", 1.0, False, seed)
                for seed in range(times)
            ]
            found[f"generate {state}, {called}"] = 1e6 * sum(taken) / (n * times)
    return found


def learning(many: Data, real: Data) -> Figures:
    """Learn names in a memory that has just learned very many."""
    memory = PlasticMemory().fit(many.lines())
    one, *new = shuffled(real)[: NEW + 1]
    first = seconds(memory.learn, one)
    touching = each(memory.learn, new)
    forgetting = each(memory.forget, new)
    return {
        "learn, the very first": 1e3 * first,
        "learn, touching": 1e6 * touching,
        "learn, warm": 1e6 * each(memory.learn, new),
        "forget": 1e6 * forgetting,
    }


def holding(many: Data) -> Figures:
    """Learn very many from a file, and look what the process takes then."""
    PlasticMemory().fit(["emma"])  # what is made once
    before = resident_megabytes()
    memory = PlasticMemory().fit(many.lines())
    held = resident_megabytes() - before
    peak = peak_megabytes() - before
    with mock.patch("plastic.memory.release"):
        memory.fit(many.lines())
    kept = resident_megabytes() - before
    return {"held": held, "peak": peak, "held, nothing given back": kept}


def save(real: Data, path: Path) -> None:
    """Save a memory that has slept."""
    memory = PlasticMemory().fit(real.lines())
    memory.consolidate()
    memory.save(path)


def loading(path: Path) -> Figures:
    """Load it, up to the first prediction."""
    memory: list[PlasticMemory] = []
    opened = seconds(lambda: memory.append(plastic.load(path)))
    return {
        "load": opened,
        "load and predict": opened + seconds(memory[0].predict_proba, "em"),
    }


def sleeping(kind: str, samples: Data) -> Figures:
    """Sleep, and if it takes no minutes once more, when all is loaded and compiled."""
    names = shuffled(samples)
    memory = PlasticMemory().fit(names[HELD_OUT:] if kind == "real" else names)
    found = {f"sleep {kind}, first": seconds(memory.consolidate)}
    if kind == "real":
        found[f"sleep {kind}, again"] = seconds(memory.consolidate)
    return found


def shuffled(samples: Data) -> list[str]:
    """Read samples and shuffle them."""
    given = samples.samples()
    random.Random(0).shuffle(given)
    return given


def seconds(call: Callable[..., object], *arguments: Any) -> float:
    """Give the CPU seconds of one call."""
    began = cpu_seconds()
    call(*arguments)
    return cpu_seconds() - began


def each(call: Callable[[Any], object], arguments: Iterable[Any]) -> float:
    """Give the CPU seconds of a call, the mean over many."""
    given = list(arguments)

    def calls() -> None:
        for argument in given:
            call(argument)

    return seconds(calls) / len(given)


# To read -----------------------------------------------------------------------------

SHOWN = {
    "score real, first": ("score the real names, us a symbol, tables made", 2),
    "score real, again": ("  once more", 2),
    "log_prob real": ("  one at a time, by log_prob", 2),
    "score drawn, first": ("score the drawn names, us a symbol, tables made", 2),
    "score drawn, again": ("  once more", 2),
    "log_prob drawn": ("  one at a time, by log_prob", 2),
    "predict awake, first": ("predict_proba awake, us, looking at new rows", 1),
    "predict awake": ("  warm", 1),
    "predict asleep": ("predict_proba asleep, us", 1),
    "generate awake, few": (f"generate, us a name awake, {FEW} at a time", 1),
    "generate awake, 10000": ("  10,000 at a time", 1),
    "generate awake, 100000": ("  100,000 at a time", 1),
    "generate asleep, few": (f"generate, us a name asleep, {FEW} at a time", 1),
    "generate asleep, 10000": ("  10,000 at a time", 1),
    "generate asleep, 100000": ("  100,000 at a time", 1),
    "learn, the very first": ("learn among the drawn names, ms, the very first", 2),
    "learn, touching": (f"  us, the {NEW:,} after it", 0),
    "learn, warm": ("  us, these again", 0),
    "forget": ("  us, forgetting one", 0),
    "held": ("MB held, of the drawn names", 0),
    "peak": ("  at the peak of learning them", 0),
    "held, nothing given back": ("  if free memory were not given back", 0),
    "load": ("load the real names and their sleep, s", 3),
    "load and predict": ("  and predict", 3),
    "sleep real, first": ("sleep over all but a thousand of them, s, the first", 2),
    "sleep real, again": ("  once more", 2),
    "sleep drawn, first": ("sleep over many drawn names, s, the first", 2),
}


def table(found: Measured) -> Table:
    """Write down all figures."""
    rows = []
    for figure, (called, places) in SHOWN.items():
        row = [called]
        for values in (found.numpy[figure], found.fast[figure]):
            told = [min(values), median(values)] if values else []
            row += [f"{value:,.{places}f}" for value in told] or ["", ""]
        rows.append(row)
    note = (
        "CPU time, each in fresh processes by turns. *fast*: with numba; where "
        "nothing is said it is never asked for. The first sleep of a process imports "
        "it; to score and to predict, where it is worth its import from millions of "
        "symbols on, it was imported before. Held: more than before, once free memory "
        "is given back."
    )
    header = ["", "least", "median", "fast: least", "median"]
    return Table("The verbs of a large memory", header, rows, note)

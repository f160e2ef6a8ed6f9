"""What sleep adds to the waking memory, on names and on other data."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterable
from functools import partial
from statistics import fmean
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

from plastic import PlasticMemory
from plastic.consolidation import consolidate as steps
from plastic.consolidation.strengths import Sweep
from plastic.core.symbols import show_symbol
from plastic.inspection.consolidation_report import ConsolidationReport
from plastic.state import state

from .common import (
    LETTERS,
    Missing,
    Split,
    Table,
    english_words,
    in_fresh_process,
    makemore_split,
    opcodes,
    peak_megabytes,
    sentences,
    surnames,
)
from .waking import median, microseconds, percentile

# How many names -> the nats asked for
FEW = {40: 2.60, 100: 2.50, 300: 2.35, 1_000: 2.215, 3_000: 2.085, 10_000: 1.98}


class Kind(NamedTuple):
    """A kind of data, and what was asked for on it."""

    load: Callable[[], Split]
    nats: float | None = None
    lead: float | None = 0.0  # over waking alone


OTHER = {
    "US surnames": Kind(surnames, 2.105, 0.07),
    "English words": Kind(english_words, 1.745, 0.02),
    "bytecode of functions": Kind(opcodes),
    "sentences of words": Kind(sentences),
}


class Compared(NamedTuple):
    """A memory before and after its sleep, by test nats a symbol."""

    waking: float
    mixed: float
    report: ConsolidationReport
    seconds: float  # asleep, of CPU time: other work may run beside it


def run(quick: bool) -> list[Table]:
    """Measure all that is said of sleep."""
    tables = [what_it_reaches(), from_few(quick), other_data(1_000 if quick else None)]
    if not quick:
        tables += [test_then_learn(), large()]
    return tables


def compare(memory: PlasticMemory, test: list) -> Compared:
    """Score a memory that is awake, let it sleep, and score it again."""
    waking = -memory.score(test)
    began = time.process_time()
    report = memory.consolidate()
    slept = time.process_time() - began
    return Compared(waking, -memory.score(test), report, slept)


def closed(samples: Iterable[str] = (), **params: Any) -> PlasticMemory:
    """Make a memory of names, over makemore's 27 symbols (STOP is one)."""
    return PlasticMemory(alphabet=LETTERS, **params).fit(samples)


# On makemore's names ---------------------------------------------------------------


def what_it_reaches() -> Table:
    """Sleep, predict, generate: the figures beside what was asked for."""
    train, test = makemore_split()
    memory = closed(train)
    found = compare(memory, test)
    weighing = seconds_of_the_weight(memory)
    prefixes = [name[:at] for name in test for at in range(len(name) + 1)]
    predict = microseconds(memory.predict_proba, prefixes)
    scoring = seconds(memory.score, test)
    began = time.process_time()
    drawn = memory.generate(10_000, rng=0)
    per_second = len(drawn) / (time.process_time() - began)
    new = [name for name in drawn if name not in memory]
    real = random.Random(0).sample(train, len(drawn))
    rows = [
        ["test nats a symbol, waking", f"{found.waking:.4f}", "1.945"],
        ["  sleep and waking mixed", f"{found.mixed:.4f}", "1.872"],
        ["weight of sleep", f"{found.report.weight:.2f}", ""],
        ["slot concepts kept", f"{found.report.kept:,}", ""],
        ["  dropped", f"{found.report.dropped:,}", ""],
        ["sleep over 31,033 names", f"{found.seconds:.2f} s", "3 s"],
        ["  of which for the weight", f"{weighing:.2f} s", "1 s"],
        ["predict_proba, median", f"{median(predict):.0f} us", "150 us"],
        ["  99th percentile", f"{percentile(predict):.0f} us", ""],
        ["score 1,000 names", f"{scoring:.2f} s", "1 s"],
        ["generate", f"{per_second:,.0f} names/s", "1,000 names/s"],
        ["  new names among 10,000", f"{len(new) / len(drawn):.1%}", "58%"],
        ["  different among 10,000", f"{different(drawn):.1%}", "98%"],
        ["  different among the new of them", f"{different(new):.1%}", ""],
        ["  different among the first 1,000", f"{different(drawn[:1000]):.1%}", ""],
    ]
    classes = "; ".join(
        " ".join(map(show_symbol, members)) for members in found.report.classes[2]
    )
    note = (
        "The makemore split (31,033 names learned, 1,000 tested), 27 symbols. "
        f"Of 10,000 train names themselves {different(real):.1%} are different. "
        f"The two classes of symbols: {classes}. All times are of the CPU."
    )
    header = ["makemore names, after sleep", "measured", "asked for"]
    return Table("Sleep on makemore names", header, rows, note)


def different(names: list[str]) -> float:
    """Give what part is left when each name is counted once."""
    return len(set(names)) / len(names)


def seconds(call: Callable, *args: Any) -> float:
    """Time one call."""
    began = time.process_time()
    call(*args)
    return time.process_time() - began


def seconds_of_the_weight(memory: PlasticMemory) -> float:
    """Sleep once more; give the seconds that only the weight takes.

    These are the sweeps that leave held out moments out, what waking says of those,
    and the weights where known samples are told from new ones.
    """
    spent = []
    learn = Sweep.learn

    def clocked(call: Callable, *args: Any) -> Any:
        began = time.process_time()
        result = call(*args)
        spent.append(time.process_time() - began)
        return result

    def learn_clocked(sweep: Sweep, *args: Any) -> Any:
        held_out = len(sweep._watched)
        return clocked(learn, sweep, *args) if held_out else learn(sweep, *args)

    def weighing(module: ModuleType) -> Any:
        return mock.patch.object(module, "weigh", partial(clocked, module.weigh))

    with (
        mock.patch.object(Sweep, "learn", learn_clocked),
        weighing(steps),
        weighing(state),
    ):
        memory.consolidate()
    return math.fsum(spent)


def from_few(quick: bool) -> Table:
    """Sleep over small seeded draws from the train names."""
    train, test = makemore_split()
    rows = []
    for size in [40, 1_000] if quick else FEW:
        draws = 2 if quick else 10 if size < 1_000 else 3
        found = [
            compare(closed(random.Random(seed).sample(train, size)), test)
            for seed in range(draws)
        ]
        rows.append(
            [
                f"{size:,}",
                f"{draws}",
                f"{fmean(one.waking for one in found):.3f}",
                f"{fmean(one.mixed for one in found):.3f}",
                f"{FEW[size]:.3f}",
                f"{fmean(one.report.weight for one in found):.2f}",
            ]
        )
    note = "Means over the draws of test nats a symbol, 27 symbols."
    header = ["names", "draws", "waking", "mixed", "asked for", "weight"]
    return Table("From few names", header, rows, note)


def test_then_learn() -> Table:
    """Predict each train name before learning it, and sleep now and then."""
    train, _ = makemore_split()
    shuffled = random.Random(0).sample(train, len(train))
    rows = []
    for order, names in {"as in the file": train, "shuffled": shuffled}.items():
        began = time.process_time()
        asleep, sleeps = prequential(names, 40)
        took = time.process_time() - began
        awake, _ = prequential(names, None)
        row = [order, f"{awake:.3f}", f"{asleep:.3f}", "1.990"]
        rows.append([*row, f"{sleeps}", f"{took:.0f}"])
    note = (
        "Nats a symbol over the train names, 27 symbols, each predicted before it is "
        "learned. The first sleep is asked for, after 40 names; the others come by "
        "themselves, whenever half as many names again were learned."
    )
    header = ["order", "waking", "mixed", "asked for", "sleeps", "seconds, mixed"]
    return Table("Test, then learn", header, rows, note)


def prequential(names: list[str], first_sleep: int | None) -> tuple[float, int]:
    """Give the nats a symbol, and how often the memory slept (None: never)."""
    memory = closed()
    total, sleeps = 0.0, 0
    for at, name in enumerate(names):
        if at == first_sleep:
            memory.consolidate()
            sleeps += 1
        total -= memory.log_prob(name)
        before = memory.changes_since_consolidation
        memory.partial_fit([name])
        sleeps += memory.changes_since_consolidation < before
    return total / sum(len(name) + 1 for name in names), sleeps


# On other data ---------------------------------------------------------------------


def other_data(most: int | None) -> Table:
    """Sleep over other kinds of data; ``most``: of so many samples only."""
    rows, notes = [], []
    for name, kind in OTHER.items():
        try:
            train, test = kind.load()
        except Missing as error:
            notes.append(f"Left out: {error}.")
            continue
        train = train[:most]
        began = time.process_time()
        found = compare(PlasticMemory().fit(train), test)
        took = time.process_time() - began
        # What was asked for is for all 30,000.
        asked = kind if most is None else Kind(kind.load, None, None)
        rows.append(
            [
                name,
                f"{len(train):,}",
                f"{found.waking:.3f}",
                f"{found.mixed:.3f}",
                "" if asked.nats is None else f"{asked.nats:.3f}",
                f"{found.waking - found.mixed:.3f}",
                "" if asked.lead is None else f"{asked.lead:.3f}",
                f"{found.report.weight:.2f}",
                f"{found.seconds:.1f}",
                f"{took:.0f}",
            ]
        )
    notes.insert(
        0,
        "Test nats a symbol, open alphabet; 1,000 samples tested. *lead*: by how much "
        "mixed is better than waking alone. *sleep*, *all*: seconds asleep; and with "
        "learning and scoring twice.",
    )
    header = ["data", "samples", "waking", "mixed", "asked for", "lead", "asked for"]
    header += ["weight", "sleep", "all"]
    return Table("Other data", header, rows, " ".join(notes))


# On much data ----------------------------------------------------------------------


def large() -> Table:
    """Sleep over much, each time in a fresh process."""
    rows = [
        ["300,000 names", *in_fresh_process(sleep_over_names, 300_000)],
        ["one sample of 1,000,000", *in_fresh_process(sleep_over_one, 1_000_000)],
    ]
    header = ["data", "seconds", "MB before", "peak MB", "asked for", "slot concepts"]
    rows = [[*row[:4], "2,048", row[4]] for row in rows]
    note = (
        "Names drawn from a waking memory of makemore's, and such names in one "
        "string, a space between two. *MB before*, *peak MB*: the most that the "
        "process ever took, before consolidate() and after it."
    )
    return Table("Large", header, rows, note)


def sleep_over_names(count: int) -> list[str]:
    """Sleep over so many names."""
    return measured_sleep(drawn_names(count))


def sleep_over_one(length: int) -> list[str]:
    """Sleep over one sample of so many symbols."""
    return measured_sleep([" ".join(drawn_names(length // 5))[:length]])


def drawn_names(count: int) -> list[str]:
    """Draw names from a waking memory of makemore's."""
    return closed(makemore_split()[0]).generate(count, rng=0)


def measured_sleep(samples: list[str]) -> list[str]:
    """Give the seconds, the megabytes before and after, and the slot concepts."""
    memory = PlasticMemory().fit(samples)
    before = peak_megabytes()
    began = time.process_time()
    report = memory.consolidate()
    return [
        f"{time.process_time() - began:.1f}",
        f"{before:,.0f}",
        f"{peak_megabytes():,.0f}",
        f"{report.kept:,}",
    ]

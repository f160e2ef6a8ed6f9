"""Sample order, where it can matter: with little room, in a drift, for programs.

The graph at the end is the same in every order (see *claims*).  What is held is not if
there is room for a few samples only; what a sample costs when it comes is not if the
source changes on the way; and a search for programs might stop elsewhere.  Ten draws,
differences from random order within each.
"""

from __future__ import annotations

import contextlib
import random
import warnings
from collections.abc import Callable, Iterator
from statistics import fmean

import numpy as np

from plastic import PlasticError, PlasticMemory, Seq2SeqMemory, UnsureWarning
from plastic.seq2seq.datasets import tasks

from ..claims.curriculum import ORDERS
from ..common import LETTERS, Table, makemore_split

SEEDS = range(10)
SAMPLES, CAPACITY, TESTED = 400, 100, 200
WINDOW = 40  # of a stream, within which a learner can choose what comes next
# Of the orders of *claims*: those that a learner can follow.
CHOICES = [
    *("random", "shortest first", "longest first", "easiest first", "hardest first"),
    "steady information",
]
# Of few pairs, so that there is something to lose: how many.
TASKS = {"repeat-copy": 1, "date": 1, "long-date": 2, "key-value": 1, "phone": 1}
ASKED = 20  # other pairs


def tables(quick: bool) -> list[Table]:
    """Measure the three places where order could matter."""
    seeds = SEEDS[:2] if quick else SEEDS
    return [room(seeds), drift(seeds), programs(seeds)]


# With little room --------------------------------------------------------------------


def room(seeds: range) -> Table:
    """Teach more than there is room for, in each order, by each way to evict."""
    train, test = makemore_split()
    rows = []
    for evict in ("oldest", "rarest"):
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in CHOICES}
        for seed in seeds:
            rng = random.Random(seed)
            samples, tested = rng.sample(train, SAMPLES), rng.sample(test, TESTED)
            rate = 0.0
            for name in CHOICES:
                memory = PlasticMemory(
                    alphabet=LETTERS, capacity=CAPACITY, evict=evict, sleep_after=None
                )
                met = []
                order = ORDERS[name](memory, samples, random.Random(seed), rate)
                for sample in order:
                    met.append(-memory.log_prob(sample))
                    memory.learn(sample)
                rate = rate or fmean(met)
                symbols = sum(len(sample) + 1 for sample in samples)
                found[name].append((sum(met) / symbols, -memory.score(tested)))
        rows += [[evict, *row] for row in _rows(found)]
    note = (
        f"{SAMPLES} of makemore's names, room for {CAPACITY}; nats a symbol, what "
        f"comes before it is learned, and on {TESTED} others at the end, less random "
        f"order's of the same draw: mean [95% of the mean, by {len(seeds)} draws].  "
        "Nearly all names are there once, so that the rarest is the oldest."
    )
    header = ["evict", "order", "test, then learn", "at the end"]
    return Table("Order with little room", header, rows, note)


# In a drift --------------------------------------------------------------------------


def drift(seeds: range) -> Table:
    """Change the source slowly, and let the learner choose within a window."""
    train, test = makemore_split()
    rows_of: dict[str, list[tuple[float, float]]] = {name: [] for name in CHOICES}
    for seed in seeds:
        rng = random.Random(seed)
        samples = drifting(train, rng)
        late = [name for name in test if _late(name)]
        tested = rng.sample(late, min(TESTED, len(late)))
        rate = 0.0
        for name in CHOICES:
            memory = PlasticMemory(
                alphabet=LETTERS, capacity=CAPACITY, sleep_after=None
            )
            met = []
            for sample in within(memory, samples, name, seed, rate):
                met.append(-memory.log_prob(sample))
                memory.learn(sample)
            rate = rate or fmean(met)
            symbols = sum(len(sample) + 1 for sample in samples)
            rows_of[name].append((sum(met) / symbols, -memory.score(tested)))
    note = (
        f"{SAMPLES} names, first those that end in a vowel, in the end those that do "
        f"not, in between more and more of these; room for the last {CAPACITY}.  The "
        f"learner sees {WINDOW} names at a time and takes them in its order.  As "
        "above; tested on names of the late kind."
    )
    header = ["order", "test, then learn", "at the end"]
    return Table("Order in a stream that drifts", header, _rows(rows_of), note)


def _late(name: str) -> bool:
    return name[-1] not in "aeiouy"


def drifting(names: list[str], rng: random.Random) -> list[str]:
    """Draw names, more and more of which are of the late kind."""
    kinds: dict[bool, list[str]] = {True: [], False: []}
    for name in names:
        kinds[_late(name)].append(name)
    return [rng.choice(kinds[rng.random() < at / SAMPLES]) for at in range(SAMPLES)]


def within(
    memory: PlasticMemory, samples: list[str], order: str, seed: int, rate: float
) -> Iterator[str]:
    """Give samples in an order, as far as it can be kept within a window."""
    for at in range(0, len(samples), WINDOW):
        part = samples[at : at + WINDOW]
        yield from ORDERS[order](memory, part, random.Random(seed), rate)


# For programs ------------------------------------------------------------------------


def programs(seeds: range) -> Table:
    """Learn a few pairs of a task in several orders; ask for others."""
    orders: dict[str, Callable[[list, random.Random], list]] = {
        "as drawn": lambda pairs, rng: pairs,
        "shuffled": lambda pairs, rng: rng.sample(pairs, len(pairs)),
        "shortest first": lambda pairs, rng: sorted(pairs, key=_length),
        "longest first": lambda pairs, rng: sorted(pairs, key=_length, reverse=True),
    }
    rows = []
    for task, count in TASKS.items():
        right: dict[str, list[float]] = {order: [] for order in orders}
        for seed in seeds:
            taught = tasks.make(task, count, rng=seed)
            asked = tasks.make(task, ASKED, rng=1_000 + seed)
            for name, order in orders.items():
                memory = Seq2SeqMemory().fit(order(taught, random.Random(seed)))
                right[name].append(_exact(memory, asked))
        rows.append(
            [task, str(count), *(f"{fmean(each):.1%}" for each in right.values())]
        )
    note = (
        f"How many of {ASKED} others are answered exactly, from so many pairs; mean of "
        f"{len(seeds)} draws.  A program explains all of its pairs together."
    )
    return Table("Order for programs", ["task", "pairs", *orders], rows, note)


def _length(pair: tuple) -> int:
    return len(pair[0])


def _exact(memory: Seq2SeqMemory, asked: list) -> float:
    """Give the part of pairs that are answered exactly."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnsureWarning)
        right = 0
        for source, target in asked:
            with contextlib.suppress(PlasticError):  # a program that does not end
                right += memory.predict(source) == target
    return right / len(asked)


# To read -----------------------------------------------------------------------------


def _rows(found: dict[str, list[tuple[float, float]]]) -> list[list[str]]:
    chance = np.array(found["random"])
    rows = []
    for name, values in found.items():
        if name == "random":
            shown = [f"{mean:.3f}" for mean in chance.mean(0)]
        else:
            shown = [interval(column) for column in (np.array(values) - chance).T]
        rows.append([name, *shown])
    return rows


def interval(values: np.ndarray, form: str = "+.3f") -> str:
    """Give a mean, and between what 95% of such means lie (Student's t, 9 draws)."""
    wide = 2.26 * values.std(ddof=1) / np.sqrt(len(values))
    middle = values.mean()
    return f"{middle:{form}} [{middle - wide:{form}}, {middle + wide:{form}}]"

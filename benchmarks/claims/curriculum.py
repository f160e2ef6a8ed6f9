"""Curriculum learning: what the order of teaching changes, and what it does not.

The graph at the end is the same in every order.  What may differ is the way
there: how surprising each sample is when it comes, what the memory knows
half-way, how much it has to refactor.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np

from plastic import PlasticMemory
from plastic.rendering.palette import (
    ABSTRACTED,
    CLASS,
    EXCITED,
    FIRED,
    INHIBITED,
    INK,
    LIFTED,
    QUIET,
)

from ..common import Table, makemore_split
from ..sleep import closed
from .continuous import symbols
from .finding import Finding, sheet
from .intervals import Spread, spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SEEDS = range(5)
STOPS = 20  # at which a memory is looked at on its way
CANDIDATES = 30  # that the memory chooses the next sample from
TESTED = 300  # names

# A memory, the samples in the file's order, chance, and how many nats a sample
# brings on average when they come in random order -> the samples in its order
Order = Callable[[PlasticMemory, list[str], random.Random, float], Iterator[str]]


# Orders ------------------------------------------------------------------------------


def at_random(memory, samples, rng, rate) -> Iterator[str]:
    """Shuffle."""
    yield from rng.sample(samples, len(samples))


def as_in_file(memory, samples, rng, rate) -> Iterator[str]:
    """Girls' names by popularity, then boys'."""
    yield from samples


def shortest_first(memory, samples, rng, rate) -> Iterator[str]:
    """Sort by length, equal lengths in random order."""
    yield from sorted(rng.sample(samples, len(samples)), key=len)


def longest_first(memory, samples, rng, rate) -> Iterator[str]:
    """Sort the other way."""
    yield from sorted(rng.sample(samples, len(samples)), key=len, reverse=True)


def easiest_first(memory, samples, rng, rate) -> Iterator[str]:
    """Let the memory choose what surprises it least, a symbol."""
    yield from chosen(samples, rng, lambda one: -nats_a_symbol(memory, one))


def hardest_first(memory, samples, rng, rate) -> Iterator[str]:
    """Let the memory choose what surprises it most, a symbol."""
    yield from chosen(samples, rng, lambda one: nats_a_symbol(memory, one))


def steady(memory, samples, rng, rate) -> Iterator[str]:
    """Let information grow by as much with every sample.

    The next sample is the one after which all nats met so far are nearest to
    as many times the rate.
    """
    met, due = 0.0, 0.0

    def nearness(sample: str) -> float:
        return -abs(due - met + memory.log_prob(sample))

    left = iter(chosen(samples, rng, nearness))
    for _ in samples:
        due += rate
        sample = next(left)
        met -= memory.log_prob(sample)
        yield sample


def chosen(
    samples: list[str], rng: random.Random, worth: Callable[[str], float]
) -> Iterator[str]:
    """Give, of some that are drawn, the one worth most, until none is left."""
    left = [*samples]
    while left:
        drawn = rng.sample(range(len(left)), min(CANDIDATES, len(left)))
        at = max(drawn, key=lambda one: worth(left[one]))
        left[at], left[-1] = left[-1], left[at]
        yield left.pop()


def nats_a_symbol(memory: PlasticMemory, sample: str) -> float:
    """Give the memory's surprise."""
    return -memory.log_prob(sample) / (len(sample) + 1)


ORDERS: dict[str, Order] = {
    "random": at_random,
    "as in the file": as_in_file,
    "shortest first": shortest_first,
    "longest first": longest_first,
    "easiest first": easiest_first,
    "hardest first": hardest_first,
    "steady information": steady,
}
COLOURS = [INK, QUIET, EXCITED, FIRED, LIFTED, INHIBITED, ABSTRACTED, CLASS]


# On the way --------------------------------------------------------------------------


def measure(quick: bool) -> Finding:
    """Teach the same samples in every order."""
    train, test = makemore_split()
    seeds = SEEDS[:3] if quick else SEEDS
    size = min(300 if quick else 5_000, len(train))
    runs: dict[str, list[dict[str, Any]]] = {order: [] for order in ORDERS}
    same = 0
    for seed in seeds:
        samples, tested = drawn(train, test, size, seed)
        rate, graph = 0.0, closed(samples).state.concepts
        for name, order in ORDERS.items():
            found, memory = teach(order, samples, tested, seed, rate)
            rate = rate or found["nats"] / size  # of the random order, the first
            same += memory.state.concepts == graph
            runs[name].append(found)
    numbers = {
        "samples": size,
        "seeds": len(seeds),
        "same graph": [same, len(seeds) * len(ORDERS)],
        "orders": {
            name: summed_up(found, runs["random"]) for name, found in runs.items()
        },
    }
    return Finding(
        "curriculum",
        "Curriculum learning: order plays a big role; ideal: steady information",
        _found(numbers),
        [_nats_table(numbers), _growth_table(numbers)],
        numbers,
    )


def drawn(
    train: list[str], test: list[str], size: int, seed: int
) -> tuple[list[str], list[str]]:
    """Draw samples, still in the file's order, and others to test."""
    rng = random.Random(seed)
    kept = sorted(rng.sample(range(len(train)), size))
    return [train[at] for at in kept], rng.sample(test, min(TESTED, len(test)))


def teach(
    order: Order, samples: list[str], tested: list[str], seed: int, rate: float
) -> tuple[dict[str, Any], PlasticMemory]:
    """Teach samples in an order, and look at the memory at each stop."""
    memory = closed()
    stops = {round(len(samples) * part / STOPS) for part in range(1, STOPS + 1)}
    found: dict[str, Any] = {"stops": [], "seconds": 0.0, "lifts": 0, "met": []}
    for at, sample in enumerate(order(memory, samples, random.Random(seed), rate), 1):
        found["met"].append(-memory.log_prob(sample))
        began = time.process_time()  # not disturbed by what else runs
        lesson = memory.learn(sample)
        found["seconds"] += time.process_time() - began
        found["lifts"] += len(lesson.lifted)
        if at in stops:
            found["stops"].append(look(memory, tested, at, found["met"]))
    found["nats"] = sum(found["met"])
    found["symbols"] = symbols(samples)
    found["unsteady"] = unsteadiness(found.pop("met"))
    return found, memory


def look(
    memory: PlasticMemory, tested: list[str], at: int, met: list[float]
) -> dict[str, float]:
    """Give what a memory is like on its way."""
    levels = [node["r_level"] for node in memory.state.concepts.nodes()]
    return {
        "samples": at,
        "symbols": symbols([*memory]),
        "nats met": sum(met),
        "test nats": -memory.score(tested),
        "concepts": len(levels),
        "mean r_level": fmean(levels),
        "highest r_level": max(levels),
    }


def unsteadiness(met: list[float]) -> float:
    """Give how far cumulative information strays from a line, as a part of all.

    >>> unsteadiness([1.0, 1.0, 1.0]), unsteadiness([3.0, 0.0, 0.0])
    (0.0, 0.6666666666666666)
    """
    total = sum(met)
    line = np.arange(1, len(met) + 1) * total / len(met)
    return float(abs(np.cumsum(met) - line).max() / total)


def summed_up(
    runs: list[dict[str, Any]], random_runs: list[dict[str, Any]]
) -> dict[str, Any]:
    """Put the seeds together; differences from random are within a seed."""

    def over(value: Callable[[dict[str, Any]], float]) -> Spread:
        return spread([value(one) for one in runs])

    def less(value: Callable[[dict[str, Any]], float]) -> Spread:
        return spread([value(a) - value(b) for a, b in zip(runs, random_runs)])

    return {
        "nats": over(lambda one: one["nats"] / one["symbols"]),
        "nats, less random": less(lambda one: one["nats"] / one["symbols"]),
        "test nats, less random": [
            less(lambda one, at=at: one["stops"][at]["test nats"])
            for at in range(STOPS)
        ],
        "lifts": over(lambda one: one["lifts"]),
        "microseconds a symbol": over(
            lambda one: one["seconds"] / one["symbols"] * 1e6
        ),
        "unsteady": over(lambda one: one["unsteady"]),
        "stops": {
            key: [
                over(lambda one, at=at, key=key: one["stops"][at][key])
                for at in range(STOPS)
            ]
            for key in runs[0]["stops"][0]
        },
    }


# To read -----------------------------------------------------------------------------


def _found(numbers: dict[str, Any]) -> str:
    same, runs = numbers["same graph"]
    orders = numbers["orders"]
    half = STOPS // 2 - 1
    others = {name: one for name, one in orders.items() if name != "random"}
    live = {name: one["nats, less random"] for name, one in others.items()}
    tested = {name: one["test nats, less random"][half] for name, one in others.items()}
    best, worst = min(live, key=live.get), max(live, key=live.get)
    ahead, behind = min(tested, key=tested.get), max(tested, key=tested.get)
    return (
        f"the graph in the end is the same in {same} of {runs} runs; against random "
        f"order, test-then-learn nats a symbol differ by {live[best].mean:+.3f} "
        f"({best}) to {live[worst].mean:+.3f} ({worst}), steady information "
        f"{live['steady information'].show()}; what is known half-way (test nats) by "
        f"{tested[ahead].mean:+.3f} ({ahead}) to {tested[behind].mean:+.3f} "
        f"({behind}), steady information {tested['steady information'].show()}"
    )


def _nats_table(numbers: dict[str, Any]) -> Table:
    shown = [STOPS // 10 - 1, STOPS // 4 - 1, STOPS // 2 - 1]
    rows = [
        [
            name,
            one["nats"].show(),
            one["nats, less random"].show(),
            *(one["test nats, less random"][at].show() for at in shown),
            one["stops"]["test nats"][-1].show(),
            f"{one['unsteady'].mean:.1%}",
        ]
        for name, one in numbers["orders"].items()
    ]
    note = (
        f"{numbers['samples']:,} names of makemore's, mean ± standard deviation of "
        f"{numbers['seeds']} draws; nats a symbol, 27 symbols, awake. *test*: {TESTED} "
        "test names, less what random order of the same draw gives. *easiest*, "
        f"*hardest*, *steady*: the next is chosen of {CANDIDATES} drawn from those "
        "left, by the memory's own surprise; steady: so that all nats met grow as "
        "evenly as can be, at the rate of the random order. *strays*: how far they are "
        "from growing evenly, at most, as a part of all. File: girls' names by "
        "popularity, then boys'. An order that sorts names by what they are like has, "
        "half-way, shown the memory half of the language: that, too, is measured here."
    )
    header = ["order", "test, then learn", "less random", "test at 10%", "at 25%"]
    header += ["at 50%", "test at the end", "strays"]
    return Table("What the order changes: surprise", header, rows, note)


def _growth_table(numbers: dict[str, Any]) -> Table:
    half = STOPS // 2 - 1
    rows = []
    for name, one in numbers["orders"].items():
        stops = one["stops"]
        rows.append(
            [
                name,
                stops["symbols"][half].show(0),
                stops["concepts"][half].show(0),
                stops["mean r_level"][half].show(2),
                stops["highest r_level"][half].show(1),
                stops["concepts"][-1].show(0),
                one["lifts"].show(0),
                one["microseconds a symbol"].show(1),
            ]
        )
    same, runs = numbers["same graph"]
    note = (
        "Symbols learned, concepts and r_levels after half of the samples; concepts, "
        "lifts (how often a concept rose one r_level) and time over all, with the "
        f"record of each lesson. Equal graphs in the end: {same} of {runs}."
    )
    header = ["order", "symbols at 50%", "concepts", "mean r_level", "highest"]
    header += ["concepts at the end", "lifts", "us a symbol"]
    return Table("What the order changes: growth", header, rows, note)


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw information met, what is known, and concepts, on the way."""
    figure, axes = sheet(3, 3.3, 3.9)
    panels = ["nats met", "test nats", "concepts"]
    labels = ["nats met, less an even pace", "test nats, less random's"]
    labels.append("concepts, less random's")
    for ax, key, label in zip(axes, panels, labels):
        for (name, one), colour in zip(numbers["orders"].items(), COLOURS):
            samples = [at for at, _ in one["stops"]["samples"]]
            if key == "test nats":
                values = one["test nats, less random"]
            else:
                values = one["stops"][key]
            means, deviations = map(np.array, zip(*values))
            if key == "nats met":
                means = means - np.array(samples) / samples[-1] * means[-1]
            elif key == "concepts":
                chance = numbers["orders"]["random"]["stops"]["concepts"]
                means = means - np.array([mean for mean, _ in chance])
            wide = 2.4 if name == "steady information" else 1.4
            ax.plot(samples, means, color=colour, lw=wide, label=name)
            low, high = means - deviations, means + deviations
            ax.fill_between(samples, low, high, color=colour, alpha=0.15, lw=0)
        ax.set_xlabel("samples learned")
        ax.set_ylabel(label)
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.yaxis.set_major_formatter("{x:,.2f}" if key == "test nats" else "{x:,.0f}")
    axes[1].legend(frameon=False, fontsize=8)
    return figure

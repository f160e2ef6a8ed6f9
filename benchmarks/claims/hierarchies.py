"""Growing concept hierarchies: how deep, how shared, how much they abbreviate."""

from __future__ import annotations

import math
import random
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING, Any

from plastic import PlasticMemory
from plastic.core.potentiation import fire
from plastic.core.symbols import Symbols, wrap
from plastic.rendering import plots
from plastic.rendering.palette import ABSTRACTED, EXCITED

from ..common import Table, makemore_names
from .continuous import WAYS, live
from .finding import Finding, log_samples, sheet
from .intervals import Spread, spread
from .rewriting import LEARNERS, Rewritten, rewrite

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SEEDS = range(3)
SIZES = [10, 100, 1_000, 10_000]


def measure(quick: bool) -> Finding:
    """Grow memories, of names and of noise; look into them; rewrite the names."""
    names = makemore_names()
    if quick:
        names = random.Random(0).sample(names, len(names))[:3_000]
    shuffled = [random.Random(seed).sample(names, len(names)) for seed in SEEDS]
    noises = [noise(names, random.Random(seed)) for seed in SEEDS]
    numbers: dict[str, Any] = {
        "samples": len(names),
        "growth": growth(shuffled),
        "noise": growth(noises),
        "sharing": sharing(PlasticMemory().fit(names)),
        "sharing in noise": sharing(PlasticMemory().fit(noises[0])),
        "rewriting": {
            "all lines": rewritten(names),
            "each name once": rewritten(list(dict.fromkeys(names))),
            "letters shuffled": rewritten(noises[0]),
        },
        "bits if predicted": predicted(shuffled[0]),
    }
    return Finding(
        "hierarchies",
        "Growing concept hierarchies: refactoring makes libraries of abstractions",
        _found(numbers),
        [_growth_table(numbers), _sharing_table(numbers), _rewriting_table(numbers)],
        numbers,
    )


def noise(names: list[str], rng: random.Random) -> list[str]:
    """Deal all letters of all names anew; each name keeps its length.

    >>> sorted(map(len, noise(["emma", "bo"], random.Random(0))))
    [2, 4]
    """
    letters = [*"".join(names)]
    rng.shuffle(letters)
    dealt = iter(letters)
    return ["".join(next(dealt) for _ in name) for name in names]


def growth(orders: list[list[str]]) -> dict[str, Any]:
    """Give concepts and r_levels at rising sizes, over several orders or draws."""
    sizes = [size for size in SIZES if size < len(orders[0])] + [len(orders[0])]
    levels: list[list[Counter]] = []
    for names in orders:
        memory, at, row = PlasticMemory(), 0, []
        for size in sizes:
            memory.partial_fit(names[at:size])
            nodes = memory.state.concepts.nodes()
            row.append(Counter(node["r_level"] for node in nodes))
            at = size
        levels.append(row)
    every = [*zip(*levels)]
    return {
        "sizes": sizes,
        "concepts": [spread([one.total() for one in row]) for row in every],
        "highest": [spread([max(one) for one in row]) for row in every],
        "mean": [spread([fmean(one.elements()) for one in row]) for row in every],
        "histogram": [dict(sorted(row[0].items())) for row in every],
    }


def sharing(memory: PlasticMemory) -> dict[str, Any]:
    """Tell in how many different samples concepts stand, the root left out."""
    wholes = in_wholes(memory)
    alone = [concept for concept, whole in wholes.items() if len(whole) == 1]
    twice = sum(memory.samples[wholes[concept][0]] > 1 for concept in alone)
    nodes = memory.state.concepts.by_name()
    by_level: dict[int, list[int]] = {}
    for concept, whole in wholes.items():
        by_level.setdefault(nodes[concept]["r_level"], []).append(len(whole))
    return {
        "concepts": len(wholes),
        "several": 1 - len(alone) / len(wholes),
        "one sample learned twice": twice / len(wholes),
        "one sample, at two places": (len(alone) - twice) / len(wholes),
        "by r_level": {
            level: {
                "concepts": len(found),
                "median": sorted(found)[len(found) // 2],
                "several": sum(n > 1 for n in found) / len(found),
            }
            for level, found in sorted(by_level.items())
        },
    }


def in_wholes(memory: PlasticMemory) -> dict[Symbols, list[Symbols]]:
    """Give the different samples that each concept stands in."""
    concepts = memory.state.concepts
    wholes: dict[Symbols, list[Symbols]] = {}
    for sample in memory.samples:
        sequence = wrap(sample)
        fired = {
            node.symbols
            for end in range(1, len(sequence) + 1)
            for node in fire(concepts, sequence, end)
        }
        for concept in fired - {concepts.root.symbols}:
            wholes.setdefault(concept, []).append(sample)
    return wholes


def rewritten(names: list[str]) -> dict[str, Rewritten | None]:
    """Rewrite names with each learner's abstractions; None: it is not installed."""
    found: dict[str, Rewritten | None] = {}
    for learner, learn in LEARNERS.items():
        try:
            found[learner] = rewrite(learn, names)
        except ImportError:
            found[learner] = None
    return found


def predicted(names: list[str]) -> float:
    """Give the bits a letter of names that are predicted, not rewritten.

    Each before it is learned, awake, and where it ends, too, is paid for.
    """
    return sum(live(names, WAYS[0])) / math.log(2) / sum(map(len, names))


# To read -----------------------------------------------------------------------------


def _found(numbers: dict[str, Any]) -> str:
    grown, shared = numbers["growth"], numbers["sharing"]
    ratios = ", ".join(
        f"{learner} {one.ratio:.2f}"
        for learner, one in numbers["rewriting"]["all lines"].items()
        if one and one.entries
    )
    return (
        f"{grown['sizes'][0]} names grow {grown['concepts'][0].mean:,.0f} concepts and "
        f"{grown['highest'][0].mean:.0f} r_levels above the root, "
        f"{numbers['samples']:,} grow {grown['concepts'][-1].mean:,.0f} and "
        f"{grown['highest'][-1].mean:.0f} (their letters shuffled: "
        f"{numbers['noise']['concepts'][-1].mean:,.0f} and "
        f"{numbers['noise']['highest'][-1].mean:.0f}); {shared['several']:.1%} of the "
        "concepts stand in several different names; letters for each symbol left: "
        f"{ratios}"
    )


def _growth_table(numbers: dict[str, Any]) -> Table:
    rows = [
        [
            f"{size:,}",
            kind,
            concepts.show(0),
            highest.show(1),
            mean.show(2),
            " ".join(f"{n:,}" for n in histogram.values()),
        ]
        for kind in ("growth", "noise")
        for size, concepts, highest, mean, histogram in zip(*numbers[kind].values())
    ]
    for row in rows:
        row[1] = "letters shuffled" if row[1] == "noise" else "names"
    note = (
        f"makemore's names, mean ± standard deviation of {len(SEEDS)} shuffles (with "
        "all learned the order no longer matters); *letters shuffled*: the letters of "
        "all names dealt anew, lengths kept. *r_levels*: how many concepts at r_level "
        "0, 1, 2, ..., in the first shuffle."
    )
    header = ["samples", "of", "concepts", "highest r_level", "mean", "r_levels"]
    return Table("How the hierarchy grows", header, rows, note)


def _sharing_table(numbers: dict[str, Any]) -> Table:
    real, dealt = numbers["sharing"], numbers["sharing in noise"]
    rows = [
        [key, f"{real[key]:.1%}", f"{dealt[key]:.1%}"]
        for key in ("several", "one sample learned twice", "one sample, at two places")
    ]
    rows[0][0] = "several different samples"
    for level, one in real["by r_level"].items():
        other = dealt["by r_level"].get(level)
        in_noise = _level(other) if other else ""
        rows.append([f"several, of r_level {level}", _level(one), in_noise])
    note = (
        f"Of {real['concepts']:,} and {dealt['concepts']:,} concepts, the root left "
        "out. By r_level: the share that stands in several samples, of how many "
        "concepts, and the median number of samples that one stands in."
    )
    header = ["concepts that stand in", "names", "letters shuffled"]
    return Table("What is shared", header, rows, note)


def _level(one: dict[str, Any]) -> str:
    return f"{one['several']:.1%} of {one['concepts']:,}, median {one['median']:,}"


def _rewriting_table(numbers: dict[str, Any]) -> Table:
    rows, missing = [], set()
    for data, learners in numbers["rewriting"].items():
        for learner, one in learners.items():
            if one is None:
                missing.add(learner)
                continue
            counts = (one.samples, one.dictionary, one.entries)
            rows.append([data, learner, *(f"{count:,}" for count in counts)])
            rows[-1] += [f"{one.depth}", f"{one.ratio:.2f}", f"{one.bits:.2f}"]
            rows[-1].append(f"{one.seconds:.1f}")
    note = (
        "One measure for all: the symbols of the rewritten samples, plus those that "
        "spell the abstractions; where samples end is given. *ratio*: letters for each "
        "symbol left. *bits*: a letter, if each symbol left costs what its frequency "
        "says; all lines predicted instead, each before it is learned, STOP included, "
        f"cost {numbers['bits if predicted']:.2f}. plastic: the concepts that pay for "
        "themselves in symbols, chosen by the benchmark; the memory itself rewrites "
        "nothing. BPE: the best of ten vocabularies, seconds for all ten. (Sequitur's "
        "2.84 is the file as one string, where line ends count as symbols and rules "
        "span them.)"
    )
    if missing:
        note += f" Not installed: {', '.join(sorted(missing))}."
    header = ["data", "learner", "in samples", "in dictionary", "entries", "depth"]
    header += ["ratio", "bits", "s"]
    return Table("Symbols left after abstraction", header, rows, note)


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw r_levels as they grow, and names beside noise."""
    figure, (left, right) = sheet(2)
    names = random.Random(0).sample(makemore_names(), numbers["samples"])
    plots.growth(PlasticMemory(), names, ax=left)
    left.locator_params("x", nbins=4)
    for kind, colour, label in (
        ("growth", EXCITED, "names"),
        ("noise", ABSTRACTED, "letters shuffled"),
    ):
        means, deviations = zip(*(Spread(*one) for one in numbers[kind]["highest"]))
        sizes = numbers[kind]["sizes"]
        right.errorbar(sizes, means, deviations, color=colour, marker="o", label=label)
        means = [Spread(*one).mean for one in numbers[kind]["mean"]]
        right.plot(sizes, means, "s--", color=colour, ms=4, label=f"{label}, mean")
    log_samples(right)
    right.set_ylabel("highest r_level, mean r_level")
    right.legend(frameon=False)
    return figure

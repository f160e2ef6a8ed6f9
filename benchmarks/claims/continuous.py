"""Continuous learning: each sample counts at once, and none is lost to later ones."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from plastic import PlasticMemory
from plastic.core.concepts import ConceptGraph
from plastic.rendering.palette import ABSTRACTED, EXCITED, QUIET

from ..common import Table, makemore_split
from ..sleep import closed
from .finding import Finding, log_samples, sheet
from .intervals import Interval, Spread, bootstrap, spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SEEDS = range(3)
FIRST_SLEEP = 40  # names, when a memory sleeps at all
WAYS = ["awake", "sleeping now and then", "awake, nothing learned after 1,000"]
CONTEXTS = 300  # in which all probabilities are looked at


def measure(quick: bool) -> Finding:
    """Test, then learn; what one more sample changes; what the first keep."""
    train, test = makemore_split()
    shuffled = [random.Random(seed).sample(train, len(train)) for seed in SEEDS]
    if quick:
        shuffled = [names[:3_000] for names in shuffled]
    curves = test_then_learn(shuffled)
    new = [name for name in dict.fromkeys(test) if name not in set(shuffled[0])]
    changes = one_more(closed(shuffled[0]), new[: 20 if quick else 200])
    kept = retention(shuffled[0], min(1_000, len(shuffled[0]) // 3), new)
    numbers = {"test_then_learn": curves, "one_more": changes, "retention": kept}
    return Finding(
        "continuous",
        "Continuous learning: no gradient descent, weights change with each sample",
        _found(numbers),
        [_curve_table(curves), _change_table(changes), _kept_table(kept)],
        numbers,
    )


# Test, then learn --------------------------------------------------------------------


def test_then_learn(orders: list[list[str]]) -> dict[str, Any]:
    """Give nats a symbol, between rising numbers of names, for each way."""
    most = len(orders[0])
    edges = [0, *np.unique(np.geomspace(10, most, 15).round().astype(int)).tolist()]
    found: dict[str, Any] = {"edges": edges, "blocks": {}, "all": {}}
    for way in WAYS:
        nats = [live(names, way) for names in orders]
        blocks = [
            [sum(one[a:b]) / symbols(names[a:b]) for one, names in zip(nats, orders)]
            for a, b in pairwise(edges)
        ]
        found["blocks"][way] = [spread(block) for block in blocks]
        found["all"][way] = spread(
            [sum(one) / symbols(names) for one, names in zip(nats, orders)]
        )
    return found


def live(names: list[str], way: str) -> list[float]:
    """Give the nats of each name, met before it is learned."""
    memory = closed()
    first_sleep = FIRST_SLEEP if way == WAYS[1] else None
    last = 1_000 if way == WAYS[2] else len(names)
    nats = []
    for at, name in enumerate(names):
        if at == first_sleep:
            memory.consolidate()  # and from now on by itself
        nats.append(-memory.log_prob(name))
        if at < last:
            memory.partial_fit([name])
    return nats


def symbols(names: list[str]) -> int:
    """Count what is predicted: the letters, and the STOP of each."""
    return sum(map(len, names)) + len(names)


# One more ----------------------------------------------------------------------------


def one_more(memory: PlasticMemory, names: list[str]) -> dict[str, Any]:
    """Learn each name and forget it again; give what changes in between."""
    rng = random.Random(0)
    held = rng.sample([*memory], min(CONTEXTS, len(memory)))
    contexts = [name[: rng.randint(0, len(name))] for name in held]
    before = chances(memory, contexts)
    synapses = sum(len(node["synapses"]) for node in memory.state.concepts.nodes())
    rows = []
    for name in names:
        unknown = memory.log_prob(name)
        lesson = memory.learn(name)
        moved = np.abs(chances(memory, contexts) - before)
        rows.append(
            {
                "concepts made": len(lesson.abstracted),
                "concepts lifted": len(lesson.lifted),
                "synapses potentiated": sum(len(one.potentiated) for one in lesson),
                "probabilities changed by more than 1%": np.mean(moved > before / 100),
                "largest change of one": moved.max(),
                "total variation, mean": moved.sum(1).mean() / 2,
                "nats of the name, before": -unknown,
                "nats of the name, after": -memory.log_prob(name),
            }
        )
        memory.forget(name)
    found = {
        key: bootstrap([row[key] for row in rows], [1] * len(rows)) for key in rows[0]
    }
    held = {"concepts": len(memory.graph), "synapses": synapses}
    exact = bool((chances(memory, contexts) == before).all())
    return {"held": held, "changes": found, "restored": exact, "names": len(names)}


def chances(memory: PlasticMemory, contexts: list[str]) -> np.ndarray:
    """Give all probabilities in all contexts: (contexts, symbols)."""
    return np.array([[*memory.predict_proba(one).values()] for one in contexts])


# No forgetting -----------------------------------------------------------------------


def retention(names: list[str], count: int, new: list[str]) -> dict[str, Any]:
    """Follow how well the first names are known while all others are learned."""
    first, others = names[:count], names[count:]
    found: dict[str, Any] = {"first": count, "others": len(others), "stages": {}}
    for state in ("awake", "asleep"):
        memory = closed(first, sleep_after=None)
        stages = {"the first alone": known(memory, state, first, new)}
        memory.partial_fit(others)
        stages["after all others"] = known(memory, state, first, new)
        last = closed(others + first)
        stages["taught last instead"] = known(last, state, first, new)
        for name in others:
            memory.forget(name)
        stages["all others forgotten"] = known(memory, state, first, new)
        found["stages"][state] = stages
        restored = stages["all others forgotten"] == stages["the first alone"]
        found[f"restored {state}"] = restored and graph(memory) == graph(closed(first))
    return found


def graph(memory: PlasticMemory) -> ConceptGraph:
    """Give all that a memory knows awake, to compare."""
    return memory.state.concepts


def known(
    memory: PlasticMemory, state: str, held: list[str], new: list[str]
) -> dict[str, Any]:
    """Give nats a symbol of names that are held and that are not, and the odds.

    *Told apart*: how often a held name is the less surprising of the two.
    """
    if state == "asleep":
        memory.consolidate()
    nats, of_new = surprises(memory, held), surprises(memory, new)
    a, b = nats / lengths(held), of_new / lengths(new)
    return {
        "held": bootstrap(nats, lengths(held)),
        "new": bootstrap(of_new, lengths(new)),
        "told apart": told_apart(a, b),
    }


def surprises(memory: PlasticMemory, names: list[str]) -> np.ndarray:
    """Give the nats of each name."""
    return np.array([-memory.log_prob(name) for name in names])


def lengths(names: list[str]) -> np.ndarray:
    """Count the symbols of each name, STOP included."""
    return np.array([len(name) + 1 for name in names])


def told_apart(lower: np.ndarray, higher: np.ndarray) -> float:
    """Give how often one of the first is below one of the second; ties count half.

    >>> told_apart(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
    0.875
    """
    below = (lower[:, None] < higher).mean()
    return float(below + (lower[:, None] == higher).mean() / 2)


# To read -----------------------------------------------------------------------------


def _found(numbers: dict[str, Any]) -> str:
    every = numbers["test_then_learn"]["all"]
    kept = numbers["retention"]
    stages = kept["stages"]["awake"]
    after, last = (stages[key] for key in ("after all others", "taught last instead"))
    changes = numbers["one_more"]["changes"]
    share = changes["probabilities changed by more than 1%"].middle
    same = "the same, bit for bit" if after == last else "not the same"
    exact = kept["restored awake"] and kept["restored asleep"]
    return (
        f"test-then-learn {every[WAYS[0]].mean:.3f} nats a symbol awake, "
        f"{every[WAYS[1]].mean:.3f} with sleeps, {every[WAYS[2]].mean:.3f} if it stops "
        f"learning after 1,000; one more name moves {share:.1%} of the probabilities "
        f"by more than 1%; the first {kept['first']:,} are known after "
        f"{kept['others']:,} others {same} as if taught last, told from new names "
        f"{after['told apart']:.0%} of the time "
        f"({stages['the first alone']['told apart']:.0%} when alone); forgetting the "
        f"others restores the memory {'exactly' if exact else 'NOT exactly'}"
    )


def _curve_table(curves: dict[str, Any]) -> Table:
    edges = curves["edges"]
    shown = [at for at in range(len(edges) - 1) if at % 3 == 1 or at == len(edges) - 2]
    header = ["", *(f"{edges[at] + 1:,} to {edges[at + 1]:,}" for at in shown), "all"]
    rows = [
        [way, *(blocks[at].show() for at in shown), curves["all"][way].show()]
        for way, blocks in curves["blocks"].items()
    ]
    note = (
        f"Nats a symbol of makemore's train names, each met before it is learned, 27 "
        f"symbols; mean ± standard deviation of {len(SEEDS)} shuffles. Uniform: 3.296."
    )
    return Table("Test, then learn: names met so far", header, rows, note)


def _change_table(changes: dict[str, Any]) -> Table:
    rows = []
    for key, value in changes["changes"].items():
        digits = math.floor(math.log10(value.middle)) if value.middle else 0
        rows.append([key, value.show(2 - min(digits, 0))])
    held = changes["held"]
    note = (
        f"Means over {changes['names']} new names [95% of bootstrap resamples], each "
        f"learned by a memory of {held['concepts']:,} concepts and "
        f"{held['synapses']:,} synapses and forgotten again. Probabilities: 27 symbols "
        f"in each of {CONTEXTS} contexts from names that are held. All of them as "
        f"before in the end, bit for bit: {'yes' if changes['restored'] else 'NO'}."
    )
    return Table("What one more name changes", ["", "mean"], rows, note)


def _kept_table(kept: dict[str, Any]) -> Table:
    rows = [
        [
            f"{stage}, {state}",
            one["held"].show(),
            one["new"].show(),
            f"{one['told apart']:.3f}",
        ]
        for state, stages in kept["stages"].items()
        for stage, one in stages.items()
    ]
    note = (
        f"Nats a symbol [95% over names] of the first {kept['first']:,} names and of "
        f"test names that are never learned, as {kept['others']:,} others are learned. "
        "*told apart*: how often a held name is less surprising, a symbol, than a new "
        "one. What rises is what must: of more names that are held, each has a smaller "
        "share of the probability. Restored, graph and figures bit for bit: "
        f"awake {'yes' if kept['restored awake'] else 'NO'}, "
        f"asleep {'yes' if kept['restored asleep'] else 'NO'}."
    )
    header = ["", "the first", "never learned", "told apart"]
    return Table("What becomes of the first names", header, rows, note)


def draw(numbers: dict[str, Any]) -> Figure:
    """Draw the test-then-learn curves, and the first names beside new ones."""
    figure, (left, right) = sheet(2)
    curves, kept = numbers["test_then_learn"], numbers["retention"]["stages"]["awake"]
    ends = curves["edges"][1:]
    for way, colour, style in zip(WAYS, (EXCITED, ABSTRACTED, QUIET), ("-", "-", "--")):
        means, deviations = zip(*(Spread(*one) for one in curves["blocks"][way]))
        left.errorbar(ends, means, deviations, color=colour, ls=style, label=way)
    log_samples(left, "names met")
    left.set_ylabel("nats a symbol, before learning it")
    left.legend(frameon=False)
    places = np.arange(len(kept))
    for key, colour, shift in (("held", EXCITED, -0.2), ("new", QUIET, 0.2)):
        found = [Interval(*one[key]) for one in kept.values()]
        middles = np.array([one.middle for one in found])
        reach = [[o.middle - o.low for o in found], [o.high - o.middle for o in found]]
        label = "the first names" if key == "held" else "never learned"
        right.bar(places + shift, middles, 0.4, yerr=reach, color=colour, label=label)
    stages = [stage.replace(" ", "\n", 2) for stage in kept]
    right.set_xticks(places, stages, fontsize=8)
    right.set_ylabel("nats a symbol, awake")
    right.set_ylim(0, 1.35 * max(one["new"][0] for one in kept.values()))
    right.legend(frameon=False, ncols=2, loc="upper center")
    return figure

"""Which discounts predict best: constants, or estimates from the memory itself.

Every scheme sees the same levels (the concepts that fire and what they would
share) over the same uniform distribution; only what is taken off a strength
differs.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import fmean

from plastic import PlasticMemory
from plastic.core.concepts import ConceptGraph, Node
from plastic.core.prediction import Predictor, estimate_discounts
from plastic.core.symbols import wrap

from .common import Missing, Split, Table, english_words, makemore_split, sentences

# The length of a concept, START counted -> what is taken off 1, 2, and above
Scheme = Callable[[int], tuple[float, float, float]]

DATA = {
    "names": makemore_split,
    "English words": english_words,
    "sentences of words": sentences,
}


def run(quick: bool) -> list[Table]:
    """Compare the schemes on three kinds of data and several sizes."""
    sizes = [100, 1_000] if quick else [40, 100, 1_000, 10_000]
    rows, notes = [], []
    for name, load in DATA.items():
        try:
            train, test = load()
        except Missing as error:
            notes.append(f"Left out: {error}.")
            continue
        rows += [row(name, size, (train, test)) for size in sizes]
        rows.append(row(name, len(train), (train, test)))
    header = ["data", "samples", *SCHEMES]
    notes.append(
        "Test nats a symbol, lower is better; below 10,000 samples the mean of three "
        "draws. *constants*: those of the first prototype, tuned on names. *by depth*: "
        "Chen and Goodman's estimates for each length of concept up to 6, from the "
        "concepts' own counts of counts. *concepts only*: one estimate for all, "
        "from the same. *every past*: what plastic does, one estimate from the counts "
        "of counts over every past that was lived."
    )
    return [Table("Discounts", header, rows, " ".join(notes))]


def row(name: str, size: int, split: Split) -> list[str]:
    """Score all schemes on samples of one size."""
    train, test = split
    draws = range(3 if size < 10_000 else 1)
    scores = defaultdict(list)
    for draw in draws:
        part = train if size == len(train) else random.Random(draw).sample(train, size)
        memory = PlasticMemory().fit(part)
        concepts = memory.state.concepts
        for label, scheme in SCHEMES.items():
            scores[label].append(nats(memory, test, scheme(concepts)))
    return [name, f"{size:,}", *(f"{fmean(scores[label]):.4f}" for label in SCHEMES)]


def nats(memory: PlasticMemory, test: list, scheme: Scheme) -> float:
    """Score samples as :meth:`PlasticMemory.score` does, with other discounts."""
    predictor = memory.state.expert
    costs = []
    for sample in test:
        sequence = wrap(sample)
        for end in range(1, len(sequence)):
            chance = probability(predictor, sequence, end, scheme)
            costs.append(-math.log(chance))
    return fmean(costs)


def probability(predictor: Predictor, sequence, end: int, scheme: Scheme) -> float:
    """Interpolate from abstract to specific, discounting as the scheme says."""
    symbol = sequence[end]
    terms, _ = predictor.terms(sequence, end)
    chance = predictor._uniform * predictor._width(symbol)
    length = -1
    for _, synapses, node, _ in reversed(terms):
        length = length + 1 if node is None else len(node.symbols)
        off = (0.0, *scheme(length))
        total = sum(synapses.values())
        kept_back = sum(off[min(strength, 3)] for strength in synapses.values())
        strength = synapses.get(symbol, 0)
        chance = (strength - off[min(strength, 3)] + kept_back * chance) / total
    return chance


def constants(concepts: ConceptGraph) -> Scheme:
    """Those that the first prototype was given."""

    def scheme(length: int) -> tuple[float, float, float]:
        f = min(length, 5) / 5
        return 0.62 + 0.2 * f, 0.98 + 0.28 * f, 1.25 + 0.28 * f

    return scheme


def by_depth(concepts: ConceptGraph) -> Scheme:
    """Estimate for each length of concept on its own."""
    estimates = {
        depth: estimate_discounts(tally)[1:]
        for depth, tally in own_tallies(concepts, bounded_length)
    }
    return lambda length: estimates.get(min(length, 6), (0.75, 1.0, 1.5))


def concepts_only(concepts: ConceptGraph) -> Scheme:
    """Estimate once, from concepts and not from every past."""
    ((_, tally),) = own_tallies(concepts, lambda node: 0)
    return lambda length: estimate_discounts(tally)[1:]


def every_past(concepts: ConceptGraph) -> Scheme:
    """Estimate as plastic does."""
    estimates = estimate_discounts(concepts.tally)[1:]
    return lambda length: estimates


def bounded_length(node: Node) -> int:
    """Group concepts by length, all long ones together."""
    return min(len(node.symbols), 6)


def own_tallies(concepts: ConceptGraph, group: Callable[[Node], int]):
    """Give counts of counts of the concepts' own strengths, by group."""
    counts: dict[int, Counter] = defaultdict(Counter)
    for node in concepts.nodes():
        counts[group(node)].update(node["synapses"].values())
    return [(key, [count[r] for r in range(5)]) for key, count in counts.items()]


SCHEMES = {
    "constants": constants,
    "by depth": by_depth,
    "concepts only": concepts_only,
    "every past": every_past,
}

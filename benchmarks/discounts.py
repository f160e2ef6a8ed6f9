"""Which discounts predict best: constants, or estimates from the memory itself.

Every scheme sees the same pasts over the same uniform distribution; only what is
taken off a strength differs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cached_property
from statistics import fmean

from plastic import PlasticMemory
from plastic.core.prediction import Discounts, Predictor, estimate_discounts
from plastic.core.symbols import wrap
from plastic.core.tally import DEEPEST

from .common import Missing, Split, Table, english_words, makemore_split, sentences

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
        "Test nats a symbol, awake, lower is better; below 10,000 samples the mean of "
        "three draws. *constants*: those of the first prototype, tuned on names. *one "
        "tally*: Chen and Goodman's estimates, from the counts of counts of all pasts "
        "together. *by depth*: what plastic does, one estimate for each length."
    )
    return [Table("Discounts", header, rows, " ".join(notes))]


def row(name: str, size: int, split: Split) -> list[str]:
    """Score all schemes on samples of one size."""
    train, test = split
    draws = range(3 if size < 10_000 else 1)
    scores = defaultdict(list)
    for draw in draws:
        part = train if size == len(train) else random.Random(draw).sample(train, size)
        concepts = PlasticMemory().fit(part).state.concepts
        for label, predictor in SCHEMES.items():
            scores[label].append(nats(predictor(concepts), test))
    return [name, f"{size:,}", *(f"{fmean(scores[label]):.4f}" for label in SCHEMES)]


def nats(predictor: Predictor, test: list) -> float:
    """Score samples as :meth:`PlasticMemory.score` does."""
    costs: list[float] = []
    for sample in test:
        costs.extend(predictor.log_probabilities(wrap(sample), 1))
    return -fmean(costs)


class Constants(Predictor):
    """Those that the first prototype was given."""

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off, by how many symbols a past has."""
        f = min(depth, 5) / 5
        return 0.0, 0.62 + 0.2 * f, 0.98 + 0.28 * f, 1.25 + 0.28 * f


class OneTally(Predictor):
    """Estimates from all pasts together."""

    @cached_property
    def _estimate(self) -> Discounts:
        by_depth = map(self.concepts.tally.at, range(DEEPEST + 1))
        return estimate_discounts([*map(sum, zip(*by_depth))])

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off, by how many symbols a past has."""
        return self._estimate


SCHEMES = {"constants": Constants, "one tally": OneTally, "by depth": Predictor}

"""Learners: words in speech, places in a row, contexts that begin in the middle."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from statistics import fmean

import numpy as np

from peers.chunking import experiments
from plastic import STOP, PlasticMemory, Stream

from .common import Table, makemore_split
from .kinds.choosing import carved

RUNS = 100  # of Saffran's speech, and of the places
HEARD = 45  # times that each word is heard in two minutes
BLOCKS, TRANSFER = 14, 12
PLACES = 4  # that a stream looks back: two would do
CONTEXTS = 10_000
# Nats a symbol asked for, by how many symbols are told.
ASKED = {1: 2.36, 2: 2.14, 3: 1.83, 4: 1.51, 5: 1.21, 6: 1.02, 7: 0.85}


def run(quick: bool) -> list[Table]:
    """Measure for RESULTS.md."""
    runs = 10 if quick else RUNS
    return [words(runs), places(runs), middles(300 if quick else CONTEXTS)]


def words(runs: int) -> Table:
    """Let memories hear words without pauses, and choose between two items."""
    rows = []
    for horizon in (8, 24):
        found = [heard(horizon, seed) for seed in range(runs)]
        share, nats = (fmean(column) for column in zip(*found))
        rows.append([f"horizon {horizon}", f"{share:.1%}", "100%", f"{nats:.2f}"])
    note = (
        f"Saffran, Aslin and Newport (1996): four words, {HEARD} times each, two "
        f"minutes; {runs} runs. An ideal learner of transitions: ln 3 = 1.10 nats."
    )
    header = ["awake", "words over part-words", "asked for", "nats between them"]
    return Table("Words in a stream of syllables", header, rows, note)


def heard(horizon: int, seed: int) -> tuple[float, float]:
    """Hear one stream; give how often words are chosen, and by how many nats."""
    items = [experiments.item(word) for word in experiments.WORDS]
    said = experiments.stream(items, [HEARD] * 4, random.Random(seed))
    speech = experiments.syllables(said)
    memory = PlasticMemory(horizon=horizon).fit([speech])

    def familiar(item: experiments.Item) -> float:
        return -float(memory.surprise(item, anchored=False)[1:].sum())

    met = {speech[at : at + 3] for at in range(len(speech) - 2)}
    foils = [part for part in experiments.part_words(items) if part in met]
    between = fmean(map(familiar, items)) - fmean(map(familiar, foils))
    return experiments.chosen(familiar, items, foils), between


def places(runs: int) -> Table:
    """Push the places of a serial reaction time task, and look how surprising."""
    nats = defaultdict(list)
    for seed in range(runs):
        stream = Stream(horizon=PLACES)
        for block, place in experiments.trials(BLOCKS, TRANSFER, random.Random(seed)):
            nats[block].append(stream.push(place))
    by_block = {block: fmean(values) for block, values in nats.items()}
    before, there, after = (by_block[TRANSFER + at] for at in (-1, 0, 1))
    rows = [
        ["first block", f"{by_block[1]:.3f}", ""],
        ["before the transfer", f"{before:.3f}", "at most .10"],
        ["the jump in it", f"{there - before:.3f}", "at least .4"],
        ["after it", f"{after:.3f}", "at most .10"],
    ]
    note = (
        "Serial reaction times (after Reed and Johnson 1994): blocks of 100 places, "
        f"block {TRANSFER} of another sequence; `Stream(horizon={PLACES})`, "
        f"{runs} runs."
    )
    return Table("Places in a row", ["", "nats a place", "asked for"], rows, note)


def middles(count: int) -> Table:
    """Predict names from a few letters of their middle."""
    train, held = carved(makemore_split()[0])
    memory = PlasticMemory().fit(train)
    moments = [(name, at) for name in held for at in range(1, len(name) + 1)]
    awake = nats_by_length(memory, moments, count)
    u = memory.predict_proba("q", anchored=False)["u"]
    memory.consolidate()
    asleep = nats_by_length(memory, moments, count)
    u_asleep = memory.predict_proba("q", anchored=False)["u"]
    rows = [
        [f"the latest {length}", f"{awake[length]:.3f}", f"{asleep[length]:.3f}", asked]
        for length, asked in ((k, f"{nats:.2f}") for k, nats in ASKED.items())
    ]
    rows.append(["P(u | q)", f"{u:.3f}", f"{u_asleep:.3f}", "at least .7"])
    note = (
        "Nats a symbol of names held out (a tenth of the training names), of "
        f"{count:,} moments each, if there are so many, with so many letters before "
        "them; START is not told."
    )
    header = ["what is told", "awake", "asleep", "asked for"]
    return Table("Contexts that begin in the middle", header, rows, note)


def nats_by_length(
    memory: PlasticMemory, moments: list[tuple[str, int]], count: int
) -> dict[int, float]:
    """Give how surprising what comes is when only so many symbols are told."""
    found = {}
    for length in ASKED:
        there = [(name, at) for name, at in moments if at >= length]
        most = min(count, len(there))
        drawn = np.random.default_rng(0).choice(len(there), most, replace=False)
        chances = []
        for name, at in (there[which] for which in drawn):
            told = name[at - length : at]
            known = memory.predict_proba(told, anchored=False)
            chances.append(known[name[at] if at < len(name) else STOP])
        found[length] = -fmean(map(math.log, chances))
    return found

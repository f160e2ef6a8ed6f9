"""Past flat programs: nested commands, and inflection with its exceptions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from plastic import PlasticMemory
from plastic.errors import GenerationError
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.datasets import scan
from plastic.seq2seq.suffix import change

from .common import DICTIONARY, Table

SEEDS = range(3)
FRESH = 1_000


def run(quick: bool) -> list[Table]:
    """Measure SCAN and English plurals."""
    return [scan_splits(quick), few_commands(), plurals(quick)]


def scan_splits(quick: bool) -> Table:
    """Learn the published splits whole."""
    rows = []
    for name in ("simple",) if quick else scan.SPLITS:
        train, test = scan.split(name, 0)
        exact, seconds, each = _learned(train, test[:FRESH] if quick else test)
        cells = [f"{len(train):,}", f"{len(test):,}", f"{exact:.1%}"]
        rows.append([name, *cells, f"{seconds:.1f}", f"{each * 1e3:.2f}"])
    header = ["split", "trained", "tested", "exact", "s", "ms a prediction"]
    note = (
        "Lake and Baroni (2018) report for their best network 99.8% on the simple "
        "split, 20.8% on length and 1.2% on add-jump. What is unlike: that a phrase "
        "may be divided at a word, and its parts called, is given here."
    )
    return Table("SCAN", header, rows, note)


def few_commands() -> Table:
    """Learn from some commands drawn at random."""
    pairs, rows = scan.commands(), []
    for n in (20, 50, 100, 300, 1_000):
        exact, seconds = [], []
        for seed in SEEDS:
            order = np.random.default_rng(seed).permutation(len(pairs)).tolist()
            train, test = order[:n], order[n : n + FRESH]
            share, spent, _ = _learned(
                [pairs[i] for i in train], [pairs[i] for i in test]
            )
            exact.append(share)
            seconds.append(spent)
        shares = " ".join(f"{one:.0%}" for one in exact)
        rows.append([f"{n:,}", shares, f"{statistics.mean(seconds):.1f}"])
    note = f"{len(SEEDS)} seeds, {FRESH:,} others to test with. All are 20,910."
    return Table("SCAN from some commands", ["commands", "exact", "s"], rows, note)


def _learned(train: list, test: list) -> tuple[float, float, float]:
    """Give the share that is exact, the seconds to learn, and a prediction's."""
    began = time.process_time()
    try:
        memory = Seq2SeqMemory().fit(train)
    except GenerationError:
        return 0.0, time.process_time() - began, 0.0
    seconds = time.process_time() - began
    began = time.process_time()
    exact = memory.score(test).exact
    return exact, seconds, (time.process_time() - began) / len(test)


# Inflection ---------------------------------------------------------------------------


def plurals(quick: bool) -> Table:
    """Learn English plurals, with the package inflect as an oracle."""
    header = ["nouns", "known: exact", "others: exact", "add s", "awake", "asleep", "s"]
    title = "English plurals"
    nouns = list(_nouns())
    if not nouns:
        return Table(title, header, [], "Left out: needs inflect and wamerican.")
    rows = []
    for n in (24, 100, 300) if quick else (24, 100, 300, 1_000, 3_000):
        cells = [_inflected(nouns, n, seed) for seed in SEEDS]
        means = map(statistics.mean, zip(*cells))
        *shares, seconds = means
        rows.append([f"{n:,}", *(f"{one:.1%}" for one in shares), f"{seconds:.2f}"])
    note = (
        "Words of Debian's wamerican whose plural, as inflect gives it, is there too; "
        f"means of {len(SEEDS)} seeds, {FRESH:,} others. *Awake* and *asleep*: the "
        "same nouns as samples of a PlasticMemory, letters and then what changes; "
        "sleep finds classes of letters, such as vowels."
    )
    return Table(title, header, rows, note)


def _nouns() -> Iterable[tuple[str, str]]:
    try:
        import inflect
    except ImportError:
        return
    if not DICTIONARY.exists():
        return
    say, words = inflect.engine(), DICTIONARY.read_text(encoding="utf-8").split()
    known = set(words)
    for word in np.random.default_rng(0).permutation(sorted(known)).tolist()[:40_000]:
        if len(word) > 2 and word.isascii() and word.isalpha() and word.islower():
            plural = say.plural_noun(word)
            if plural in known:
                yield word, plural


def _inflected(nouns: list, n: int, seed: int) -> tuple[float, ...]:
    order = np.random.default_rng(seed).permutation(len(nouns)).tolist()
    drawn = [nouns[i] for i in order]
    train, test = drawn[:n], drawn[-FRESH:]
    began = time.process_time()
    memory = Seq2SeqMemory().fit(train)
    seconds = time.process_time() - began
    adding = sum(plural == f"{word}s" for word, plural in test) / len(test)
    samples = PlasticMemory().fit(
        (*word, change(word, plural)) for word, plural in train
    )
    awake = _by_samples(samples, test)
    samples.consolidate()
    known, others = memory.score(train).exact, memory.score(test).exact
    return known, others, adding, awake, _by_samples(samples, test), seconds


def _by_samples(memory: PlasticMemory, test: list) -> float:
    return sum(_changed(memory, word) == plural for word, plural in test) / len(test)


def _changed(memory: PlasticMemory, word: str) -> str:
    chances: dict[Any, float] = memory.predict_proba(tuple(word))
    ends = {one: p for one, p in chances.items() if isinstance(one, tuple)}
    if not ends:
        return word
    drop, write = max(ends, key=ends.__getitem__)
    return word[: len(word) - drop] + "".join(write)

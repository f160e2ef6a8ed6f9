"""Priors for the base hierarchy: how much another memory behind one saves.

A memory learns few samples of one kind, once alone and once with a prior that knows
another kind, and both are asked about samples that neither has met.  A prior that
knows nothing of use must not cost anything: the same names with the letters' shapes
dealt anew, and letters at random.
"""

from __future__ import annotations

import importlib
import random
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from plastic import PlasticMemory, datasets

from ..claims.intervals import spread
from ..common import DICTIONARY, FORTUNES, LETTERS, Missing, Table

BEHIND = 5_000  # samples that a prior holds
TESTED = 300
SIZES = [10, 30, 100, 300, 1_000, 3_000, 10_000]
SEEDS = range(5)
COUNTRIES = {
    "French": "fr_FR",
    "German": "de_DE",
    "Italian": "it_IT",
    "Spanish": "es_ES",
    "Czech": "cs_CZ",
    "Turkish": "tr_TR",
}


class Pair(NamedTuple):
    """What is learned, and what the prior behind it knows."""

    learned: str
    behind: str
    known: bool = True  # whether any of what is learned or tested may be known behind
    asleep: bool = False  # whether the prior has slept: what it found has gaps


PAIRS = [
    *(Pair(f"{country} names", "American names") for country in COUNTRIES),
    *(Pair(f"{country} names", "American names", False) for country in COUNTRIES),
    *(Pair(f"{country} names", "American names", asleep=True) for country in COUNTRIES),
    Pair("English words", "American names"),
    Pair("lines of Python", "lines of English"),
    Pair("German names", "American names, letters dealt anew"),
    Pair("German names", "random letters"),
    Pair("French names", "American names, letters dealt anew"),
    Pair("French names", "random letters"),
    Pair("lines of Python", "lines of English, letters dealt anew"),
]


def table(quick: bool) -> Table:
    """Measure each pair at each size for which there is enough."""
    sizes = SIZES[:3] if quick else SIZES
    seeds = SEEDS[:2] if quick else SEEDS
    rows = []
    for pair in PAIRS:
        how = "asleep" if pair.asleep else "" if pair.known else "none in both"
        row = [pair.learned, pair.behind, how]
        for size in sizes:
            gains = [*gained(pair, size, seeds)]
            row.append(spread(gains).show() if gains else "")
        rows.append(row)
    note = (
        f"Nats a symbol that a prior of {BEHIND:,} samples saves (mean ± standard "
        f"deviation of {len(seeds)} draws), on up to {TESTED} samples of the same kind "
        "that were not learned, awake (*asleep*: the prior is); all symbols are known "
        "beforehand (`alphabet=`).  Names: first names of Faker's locales, in lower "
        "case; *none in both*: only those that are no American names, too.  *Dealt "
        "anew*: each letter became another one, the same everywhere.  Lines of "
        "Python: of its standard library; of English: fortunes.  How rates are "
        "estimated was chosen among six ways on draws of 100 of the same countries' "
        "names; English words and lines of Python were not looked at."
    )
    header = ["learned", "behind it", "", *(f"{size:,}" for size in sizes)]
    return Table("What a prior saves", header, rows, note)


def gained(pair: Pair, size: int, seeds: range) -> Iterator[float]:
    """Give what the prior saves, draw by draw; nothing if there are too few samples."""
    for seed in seeds:
        rng = random.Random(seed)
        try:
            learned, behind = samples(pair.learned, rng), samples(pair.behind, rng)
        except Missing:
            return
        if not pair.known:
            there = {*behind}
            learned = [sample for sample in learned if sample not in there]
        if len(learned) < size + 100:  # so many at least to test
            return
        # All symbols are known to all: else who knows fewer would be charged less for
        # what it never saw, the one slot for all that is unseen.
        alphabet = sorted({*"".join(learned), *"".join(behind)})
        prior = PlasticMemory(alphabet=alphabet).fit(behind[:BEHIND])
        if pair.asleep:
            prior.consolidate()
        tested = learned[size:][-TESTED:]
        alone = PlasticMemory(alphabet=alphabet).fit(learned[:size])
        backed = PlasticMemory(alphabet=alphabet, prior=prior).fit(learned[:size])
        yield backed.score(tested) - alone.score(tested)


def samples(kind: str, rng: random.Random) -> list[str]:
    """Give samples of a kind, shuffled."""
    name, _, dealt = kind.partition(", ")
    country, _, what = name.partition(" ")
    if name == "American names":
        found = [*datasets.read(datasets.path("names.txt"))]
    elif what == "names":
        found = first_names(COUNTRIES[country])
    elif name == "English words":
        found = [
            word for word in lines(DICTIONARY) if word.isalpha() and word.islower()
        ]
    elif name == "lines of Python":
        library = Path(sysconfig.get_path("stdlib"))
        found = [line for file in sorted(library.glob("*.py")) for line in lines(file)]
    elif name == "lines of English":
        texts = [file for file in sorted(FORTUNES.glob("*")) if not file.suffix]
        found = [line for file in texts for line in lines(file)]
        if not found:
            raise Missing(str(FORTUNES))
    else:
        found = [
            "".join(rng.choices(LETTERS, k=rng.randint(3, 9))) for _ in range(BEHIND)
        ]
    found = sorted({*found})
    rng.shuffle(found)
    if not dealt:
        return found
    table: Mapping[int, str] = str.maketrans(
        dict(zip(LETTERS, rng.sample(LETTERS, 26)))
    )
    return [sample.translate(table) for sample in found]


def first_names(locale: str) -> list[str]:
    """Give all first names of a locale of Faker's that are one word."""
    try:
        module = importlib.import_module(f"faker.providers.person.{locale}")
    except ModuleNotFoundError as error:
        raise Missing("faker (pip install 'plastic-memory[compare]')") from error
    kinds = ("first_names", "first_names_male", "first_names_female")
    lists = (getattr(module.Provider, kind, ()) for kind in kinds)
    # In some locales one of them is worked out from the others.
    names = (
        name for names in lists if not isinstance(names, property) for name in names
    )
    return [name.lower() for name in names if name.isalpha()]


def lines(file: Path) -> list[str]:
    """Give the lines of a file that hold something, without what is around them."""
    if not file.exists():
        raise Missing(str(file))
    text = file.read_text(encoding="utf-8", errors="ignore")
    return [line.strip() for line in text.splitlines() if 3 <= len(line.strip()) <= 80]

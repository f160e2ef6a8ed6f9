"""Which samples are learned and which are tested: the same for every learner."""

from __future__ import annotations

from pathlib import Path
from random import Random

import plastic

from ..common import Missing, Split, makemore_names, makemore_split

NAMED = ["makemore", "makemore-unique", "names"]
FOLDS = 3


def splits(name: str) -> list[Split]:
    """Give the splits of a data set.

    Parameters
    ----------
    name : str
        One of NAMED, or a file with one sample a line.

    Returns
    -------
    list of (train, test)
        makemore's own split, which is one; of all else, FOLDS splits whose test
        samples have none in common, each with a tenth of all, 1,000 at most.
    """
    if name == "makemore":
        return [makemore_split()]
    if name == "makemore-unique":
        return folds(sorted(set(makemore_names())))
    file = plastic.datasets.path("names.txt") if name == "names" else Path(name)
    samples = plastic.datasets.read(file)
    if len(samples) < 10:
        raise Missing(f"{name} has {len(samples)} samples; 10 are the least to test")
    return folds(samples)


def folds(samples: list[str]) -> list[Split]:
    """Shuffle with a seed; hold out one part after the other."""
    shuffled = samples.copy()
    Random(0).shuffle(shuffled)
    tested = min(1000, len(shuffled) // 10)
    return [
        (
            shuffled[:begin] + shuffled[begin + tested :],
            shuffled[begin : begin + tested],
        )
        for begin in range(0, FOLDS * tested, tested)
    ]


def alphabet(split: Split) -> str:
    """Give all letters of training and test, as makemore takes them."""
    return "".join(sorted(set("".join(split[0] + split[1]))))

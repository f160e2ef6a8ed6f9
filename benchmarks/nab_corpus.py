"""The Numenta Anomaly Benchmark: its 58 files, and its score by its own rules.

A detection inside of a labelled window counts once, the earlier the more; one outside
costs, the less the sooner after a window it comes; a window without one costs, too.
The first 15% of a file, of 5,000 records at the most, do not count.  All is added up
at the best threshold, one for all files, and normalised between a detector that says
nothing (0) and one that finds all at once and no more (100).
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .common import Missing

NAB = "PLASTIC_NAB"  # the variable that says where a copy of NAB is


class Profile(NamedTuple):
    """What a detection, a miss and a false alarm count."""

    name: str
    found: float
    missed: float
    false: float


PROFILES = [
    Profile("standard", 1.0, 1.0, 0.11),
    Profile("low FP", 1.0, 1.0, 0.22),
    Profile("low FN", 1.0, 2.0, 0.11),
]


class File:
    """A series, its labelled windows, and what a detection at each record is worth.

    Attributes
    ----------
    name : str
        As NAB calls it.
    times, values : list, numpy.ndarray
        The series.
    window : numpy.ndarray of int
        In which of its windows a record is; -1: in none.
    worth : numpy.ndarray
        What a detection there is worth, before it is weighted.
    probation : int
        How many records do not count.
    """

    def __init__(self, name: str, frame: Any, windows: list[list[str]]) -> None:
        self.name = name
        stamps = frame["timestamp"]
        self.times = stamps.dt.to_pydatetime().tolist()
        self.values = frame["value"].to_numpy(float).copy()
        self.probation = int(min(math.floor(0.15 * len(frame)), 750))
        places = {stamp: at for at, stamp in reversed([*enumerate(stamps)])}
        self.windows = [
            (places[pd.Timestamp(begin)], places[pd.Timestamp(end)])
            for begin, end in windows
        ]
        self.window = np.full(len(frame), -1)
        self.worth = np.full(len(frame), -1.0)
        for number, (begin, end) in enumerate(self.windows):
            inside = np.arange(begin, end + 1)
            self.window[inside] = number
            self.worth[inside] = _sigmoid((inside - end - 1) / (end - begin + 1))
            self.worth[inside] /= _sigmoid(np.array([-1.0]))[0]
            later = self.windows[number + 1][0] if number + 1 < len(windows) else None
            after = np.arange(end + 1, len(frame) if later is None else later)
            self.worth[after] = _sigmoid((after - end) / max(end - begin, 1))

    def __len__(self) -> int:
        return len(self.values)


def _sigmoid(place: np.ndarray) -> np.ndarray:
    """Give NAB's scaled sigmoid: 1 long before a window's end, -1 long after it."""
    return np.where(place > 3, -1.0, 2 / (1 + np.exp(5 * np.minimum(place, 3))) - 1)


def folder() -> Path:
    """Give where NAB is.

    Raises
    ------
    Missing
        Nobody said where, or it is not there.
    """
    said = os.environ.get(NAB)
    if not said or not (Path(said) / "labels" / "combined_windows.json").exists():
        raise Missing("NAB: give --nab DIR, a copy of github.com/numenta/NAB")
    return Path(said)


def files() -> list[File]:
    """Read all 58, in the order of their names."""
    top = folder()
    windows = json.loads((top / "labels" / "combined_windows.json").read_text())
    found = []
    for name in sorted(windows):
        frame = pd.read_csv(top / "data" / name, parse_dates=["timestamp"])
        found.append(File(name, frame, windows[name]))
    return found


def published(detector: str, names: list[str]) -> list[np.ndarray] | None:
    """Give the scores that NAB keeps of a detector; None: it keeps none."""
    top = folder() / "results" / detector
    if not top.exists():
        return None
    paths = [
        top / Path(name).parent / f"{detector}_{Path(name).name}" for name in names
    ]
    return [pd.read_csv(path)["anomaly_score"].to_numpy(float) for path in paths]


# Its score ---------------------------------------------------------------------------


class Sweep(NamedTuple):
    """The score of some files at every threshold, the highest first."""

    thresholds: np.ndarray
    scores: np.ndarray  # from 0, nothing said, to 100

    @property
    def best(self) -> tuple[float, float]:
        """The highest score, and its threshold."""
        at = int(np.argmax(self.scores))
        return float(self.scores[at]), float(self.thresholds[at])

    def at(self, threshold: float) -> float:
        """Give the score at a threshold."""
        place = np.searchsorted(-self.thresholds, -threshold, side="right") - 1
        return float(self.scores[max(place, 0)])


def sweep(some: list[File], scores: list[np.ndarray], profile: Profile) -> Sweep:
    """Work out NAB's score at every threshold.

    Parameters
    ----------
    some : list of File
        The files.
    scores : list of numpy.ndarray
        Of each file's records.
    profile : Profile
        What counts how much.
    """
    found, gained, total = [np.array([1.1])], [np.zeros(1)], 0.0
    for file, score in zip(some, scores):
        counts = np.arange(len(file)) >= file.probation
        outside = counts & (file.window < 0)
        found.append(score[outside])
        gained.append(file.worth[outside] * profile.false)
        for number in range(len(file.windows)):
            inside = np.flatnonzero(counts & (file.window == number))
            if not len(inside):
                continue
            total -= profile.missed
            order = inside[np.argsort(-score[inside], kind="stable")]
            worth = np.maximum.accumulate(
                np.maximum(file.worth[order] * profile.found, -profile.missed)
            )
            found.append(score[order])
            gained.append(np.diff(worth, prepend=-profile.missed))
    every, gains = np.concatenate(found), np.concatenate(gained)
    order = np.argsort(-every, kind="stable")
    every, totals = every[order], total + np.cumsum(gains[order])
    last = np.append(every[1:] != every[:-1], True)
    windows = sum(len(file.windows) for file in some)
    nothing, perfect = -windows * profile.missed, windows * profile.found
    normal = 100 * (totals[last] - nothing) / (perfect - nothing)
    return Sweep(every[last], normal)


def by_nab(some: list[File], scores: list[np.ndarray], profile: Profile) -> float:
    """Work out the same by NAB's own code: the score at the best threshold."""
    sys.path.insert(0, str(folder()))
    try:
        from nab.sweeper import Sweeper
    finally:
        sys.path.pop(0)
    weights = {
        "tpWeight": profile.found,
        "fnWeight": profile.missed,
        "fpWeight": profile.false,
    }
    sweeper, points = Sweeper(probationPercent=0.15, costMatrix=weights), []
    for file, score in zip(some, scores):
        limits = [(file.times[begin], file.times[end]) for begin, end in file.windows]
        points += sweeper.calcSweepScore(file.times, score, limits, file.name)
    best = max(row.score for row in sweeper.calcScoreByThreshold(points))
    windows = sum(len(file.windows) for file in some)
    nothing, perfect = -windows * profile.missed, windows * profile.found
    return 100 * (best - nothing) / (perfect - nothing)

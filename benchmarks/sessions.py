"""Odd sessions: logs of HDFS and OpenStack, system calls of ADFA-LD."""

from __future__ import annotations

import random
import time
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from plastic import PlasticMemory, SessionDetector

from .common import SHARED, Missing, Table
from .kinds import sources

Session = tuple[int, ...]
SEEDS = 3
MOST_ODD = 3_000  # of the odd sessions, the same for each seed
# What is odd among all of HDFS's sessions: its published normal test sessions are too
# many to be fetched, so that F1 is told at this ratio from the two rates.
ODD, NORMAL = 16_838, 553_366
LOGS = "anomaly-detection-log-datasets"


class Split(NamedTuple):
    """Sessions to learn, normal ones to judge, and odd ones."""

    known: list[Session]
    normal: list[Session]
    odd: list[Session]


class Judged(NamedTuple):
    """What came of one split."""

    auc: float
    false: float  # rate of normal ones above the threshold
    found: float  # rate of odd ones above it
    learning: float  # CPU seconds
    judging: float  # CPU microseconds a session

    @property
    def f1(self) -> float:
        """F1 at the class ratio of all of HDFS."""
        return f1(self.false, self.found, ODD / NORMAL)


def f1(false: float, found: float, odds: float) -> float:
    """Give F1 from the rates of false alarms and of what is found."""
    return 2 * odds * found / (odds * found + false + odds) if found else 0.0


def auc(normal: np.ndarray, odd: np.ndarray) -> float:
    """Give how often an odd one has the higher score; alike counts as half."""
    ordered = np.sort(normal)
    below = np.searchsorted(ordered, odd, side="left")
    alike = np.searchsorted(ordered, odd, side="right") - below
    return float(np.mean(below + alike / 2) / len(normal))


# Data --------------------------------------------------------------------------------


def _read(text: str) -> list[Session]:
    """Read sessions, one a line; what stands before a comma is its name."""
    lines = (line.rpartition(",")[2] for line in text.splitlines())
    return [tuple(map(int, line.split())) for line in lines if line.strip()]


def _hdfs_files() -> tuple[list[Session], list[Session]]:
    beside = SHARED / "hdfs_train.txt", SHARED / "hdfs_abnormal.txt"
    if all(path.exists() for path in beside):
        normal, odd = (path.read_text(encoding="ascii") for path in beside)
    else:
        normal = sources.text(f"{LOGS}/hdfs_logdeep/hdfs_train")
        odd = sources.text(f"{LOGS}/hdfs_logdeep/hdfs_test_abnormal")
    return _read(normal), _read(odd)


def hdfs(seed: int, most: int | None = None) -> Split:
    """Split HDFS's sessions: four fifths of the normal ones, or so many, to learn."""
    normal, odd = _hdfs_files()
    random.Random(seed).shuffle(normal)
    cut = int(0.8 * len(normal))
    return Split(normal[:cut][:most], normal[cut:], odd[:MOST_ODD])


def openstack(seed: int) -> Split:
    """Split OpenStack's sessions: half of the normal ones to learn."""
    top = f"{LOGS}/openstack_parisakalaki/openstack"
    normal = _read(sources.text(f"{top}_train")) + _read(
        sources.text(f"{top}_test_normal")
    )
    random.Random(seed).shuffle(normal)
    cut = len(normal) // 2
    return Split(
        normal[:cut], normal[cut:], _read(sources.text(f"{top}_test_abnormal"))
    )


def adfa(seed: int) -> Split:
    """Give ADFA-LD's own split, of what is to be judged a seeded part."""
    with zipfile.ZipFile(sources.fetched("ADFA-LD/ADFA-LD.zip")) as archive:
        parts: dict[str, list[Session]] = {}
        for name in sorted(archive.namelist()):
            if name.endswith(".txt") and name.count("/") >= 2:
                part = name.split("/")[1]
                parts.setdefault(part, []).extend(_read(_one(archive, name)))
    known, normal, odd = (
        parts[f"{part}_Data_Master"] for part in ("Training", "Validation", "Attack")
    )
    rng = random.Random(seed)
    return Split(known, rng.sample(normal, 500), rng.sample(odd, 250))


def _one(archive: zipfile.ZipFile, name: str) -> str:
    return " ".join(archive.read(name).decode("ascii").split())


# Judging -----------------------------------------------------------------------------


def by_detector(split: Split) -> Judged:
    """Let the detector learn and judge; its threshold is one in a thousand."""
    began = time.process_time()
    detector = SessionDetector().fit(split.known)
    learned = time.process_time()
    normal = -detector.score_samples(split.normal)
    odd = -detector.score_samples(split.odd)
    judged = time.process_time()
    at = -detector.offset_
    return Judged(
        auc(normal, odd),
        float(np.mean(normal > at)),
        float(np.mean(odd > at)),
        learned - began,
        1e6 * (judged - learned) / (len(normal) + len(odd)),
    )


def by_memory(split: Split) -> Judged:
    """Let a memory learn sessions as they come; judge by the greatest surprise.

    Its threshold is the highest of a thousand of its own, a fifth left out by turns.
    """
    began = time.process_time()
    memory = PlasticMemory(sleep_after=None).fit(split.known)
    folds = []
    for fold in range(5):
        part = PlasticMemory(sleep_after=None).fit(
            [s for at, s in enumerate(split.known) if at % 5 != fold]
        )
        folds += [part.surprise(s).max() for s in split.known[fold::5]]
    at = float(np.quantile(folds, 0.999))
    learned = time.process_time()
    normal = np.array([memory.surprise(session).max() for session in split.normal])
    odd = np.array([memory.surprise(session).max() for session in split.odd])
    judged = time.process_time()
    return Judged(
        auc(normal, odd),
        float(np.mean(normal > at)),
        float(np.mean(odd > at)),
        learned - began,
        1e6 * (judged - learned) / (len(normal) + len(odd)),
    )


def run(quick: bool) -> list[Table]:
    """Judge each corpus, by one seed or several."""
    corpora: dict[str, Callable[[int], Split]] = {
        "HDFS": hdfs,
        "HDFS, 100 sessions": lambda seed: hdfs(seed, 100),
        "OpenStack": openstack,
        "ADFA-LD": adfa,
    }
    rows, missing = [], []
    for name, split in corpora.items():
        try:
            splits = [split(seed) for seed in range(1 if quick else SEEDS)]
        except Missing as error:
            missing.append(str(error))
            continue
        rows.append(_row(name, "detector", [*map(by_detector, splits)]))
        if name != "ADFA-LD":  # a memory of it takes minutes, and says less
            rows.append(_row(name, "memory", [*map(by_memory, splits)]))
    if not rows:
        raise Missing("; ".join(missing))
    head = ["corpus", "judged by", "AUC", "F1", "false", "found", "learn s", "us"]
    note = (
        "*Detector*: SessionDetector, its threshold one in a thousand, which no label "
        "set. *Memory*: the greatest surprise of a PlasticMemory of sessions as they "
        "come, threshold from five folds. F1 at the class ratio of all of HDFS (3% "
        "odd), means and in brackets the least and the most of the seeds; *false* and "
        "*found* are rates; CPU time, *us* to judge a session. Order hardly matters in "
        "HDFS: a session is a few concurrent writes, interleaved, and the bag decides; "
        "of 971 normal sessions to judge one false alarm is .016 of F1. For DeepLog on "
        "HDFS, an LSTM, AUC .9994 and best F1 .937 were measured, after 135 CPU s. "
        "ADFA-LD's attacks are runs of ordinary system calls, and its validation part "
        "holds programs that its training part lacks. The views, and that their "
        "evidence is added up, were chosen on HDFS with its labels in view; the others "
        "were looked at, too."
    )
    if missing:
        note += f" Left out: {'; '.join(missing)}."
    return [Table("Sessions that nobody labelled", head, rows, note)]


def _row(corpus: str, by: str, judged: list[Judged]) -> list[str]:
    f1s = [each.f1 for each in judged]

    def mean(field: str) -> float:
        return float(np.mean([getattr(each, field) for each in judged]))

    return [
        corpus,
        by,
        f"{mean('auc'):.5f}",
        f"{np.mean(f1s):.3f} ({min(f1s):.3f}-{max(f1s):.3f})",
        f"{mean('false'):.4f}",
        f"{mean('found'):.4f}",
        f"{mean('learning'):.2f}",
        f"{mean('judging'):.0f}",
    ]

"""The table of all kinds and learners, and that of their seconds."""

from __future__ import annotations

import numpy as np

from ..common import Table
from ..peers.significance import interval
from .data import KINDS
from .measuring import ALONE, STRETCH, Measured

LEARNERS = [
    *("awake", "asleep", "asleep, estimate"),
    *("Kneser-Ney", "its best order on test", "Kneser-Ney, repeats", "PPM-D"),
    *("PPMd, primed", "PPMd, adaptive", "xz, primed", "xz, adaptive"),
]
SURE = 20  # pieces of a test that an interval needs at the least
NOTE = (
    "Test nats a symbol, lower is better; ± half of the 95% interval (bootstrap over "
    f"test samples, of Shakespeare over stretches of {STRETCH:,} letters). Where a "
    "split is drawn at random, three are taken together. In brackets the order, or "
    "depth, which a tenth of the training samples chose for each split; *its best "
    "order on test* could not be known. *Repeats* and *estimate*: known samples come "
    "again as often as Good and Turing foretell: not at all, if a list holds nothing "
    "twice. *Adaptive*: learns from the test samples before, too; *primed*: gets "
    f"each alone after all training samples (xz: {ALONE} of each test); neither of "
    "words and moves, which compressors would spell. Chess: moments whose symbol was "
    "met in training."
)
COMPARED = (
    "`python -m benchmarks.compare`, on this very split, stopped at its best on test"
)
PUBLISHED = [
    ["names", "makemore, Transformer", "1.965", COMPARED],
    ["names", "makemore, GRU", "1.999", COMPARED],
    ["names", "makemore, MLP", "2.030", COMPARED],
    [
        "tinyshakespeare",
        "nanoGPT, windows of 256 letters",
        "1.470",
        "README of github.com/karpathy/nanoGPT: the best validation loss",
    ],
]


def nats_table(
    found: dict[str, dict[str, Measured]], remarks: list[str], quick: bool
) -> Table:
    """Show how well each learner predicts each kind."""
    learners = shown(found)
    rows = [
        [
            kind,
            "" if quick else KINDS[kind].asked,
            *(cell(columns.get(learner)) for learner in learners),
        ]
        for kind, columns in found.items()
    ]
    notes = [NOTE, *remarks]
    if "PPMd, adaptive" not in learners:
        notes.append("Left out: PPMd, which needs the package pyppmd.")
    header = ["kind", "asked for", *learners]
    return Table("Eleven kinds of data", header, rows, " ".join(notes))


def published_table() -> Table:
    """Quote what takes too long to be measured here."""
    header = ["kind", "model", "test nats a symbol", "source"]
    return Table("Not measured here", header, PUBLISHED)


def seconds_table(found: dict[str, dict[str, Measured]]) -> Table:
    """Show how long each learner took for one split."""
    learners = shown(found)
    rows = [
        [
            kind,
            *(
                f"{columns[learner].seconds:.1f}" if learner in columns else ""
                for learner in learners
            ),
        ]
        for kind, columns in found.items()
    ]
    note = (
        "Of one split, to learn and to score the test, without the search for the "
        "order; compressors read the training samples again for each test sample "
        "that they get alone."
    )
    return Table("CPU seconds", ["kind", *learners], rows, note)


def shown(found: dict[str, dict[str, Measured]]) -> list[str]:
    """List the learners that were measured on something."""
    there = {learner for columns in found.values() for learner in columns}
    return [learner for learner in LEARNERS if learner in there]


def cell(measured: Measured | None) -> str:
    """Write nats a symbol, how sure, and what was chosen.

    Examples
    --------
    >>> cell(Measured([2.0, 4.0], [1, 2], chosen="6"))
    '2.000 (6)'
    >>> cell(Measured([2.0, 4.0] * 20, [1, 2] * 20))
    '2.000 ± 0.000'
    """
    if measured is None:
        return ""
    text = f"{measured.mean():.3f}"
    if len(measured.nats) >= SURE:
        low, high = interval(np.array(measured.nats), np.array(measured.symbols))
        text += f" ± {(high - low) / 2:.3f}"
    return f"{text} ({measured.chosen})" if measured.chosen else text

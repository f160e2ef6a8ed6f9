"""All learners on one split of one kind: nats of each test sample, and seconds."""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from statistics import fmean
from typing import Any, NamedTuple

from plastic import PlasticMemory

from ..common import Missing, Split
from . import compressors
from .choosing import carved, least
from .counting import OpenKneserNey, OpenPPM
from .data import KINDS
from .repeats import corrections

ORDERS = range(2, 25)  # of Kneser-Ney and PPMd; a memory looks back 24 symbols
DEPTHS = range(1, 24)  # of PPM-D, whose contexts leave the predicted symbol out
START = 6  # where the search for the best of them begins
STRETCH = 1_000  # symbols of one long sample that are taken together
ALONE = 100  # test samples that xz gets one by one: it reads all others each time
QUICK = 8_000, 1_500  # symbols to learn and to test
OURS = {"awake": {}, "asleep": {}, "asleep, estimate": {"repeats": "estimate"}}


class Measured(NamedTuple):
    """How a learner did.

    Attributes
    ----------
    nats : list of float
        Of each test sample, or of all together, or of stretches of one long sample.
    symbols : list of int
        How many symbols each has.
    seconds : float
        Of CPU time, to learn and to score.
    chosen : str
        What it was told to look back.
    """

    nats: list[float]
    symbols: list[int]
    seconds: float = 0.0
    chosen: str = ""

    def mean(self) -> float:
        """Give the nats a symbol."""
        return math.fsum(self.nats) / sum(self.symbols)


class Judge:
    """Sums up moments: by samples, or, of one long sample, by stretches of it.

    Parameters
    ----------
    split : Split
        What is learned and tested.
    known : bool
        Only moments count whose symbol was met in training; STOP always was.
    """

    def __init__(self, split: Split, known: bool) -> None:
        self.test = split[1]
        self.met = {symbol for sample in split[0] for symbol in sample}
        self.known = known

    def sum(self, moments: Callable[[Any], Sequence[float]]) -> Measured:
        """Ask for the nats of all test samples, symbol by symbol."""
        pieces = [self._counted(sample, moments(sample)) for sample in self.test]
        if len(pieces) == 1:
            (piece,) = pieces
            pieces = [piece[at : at + STRETCH] for at in range(0, len(piece), STRETCH)]
        return Measured([*map(math.fsum, pieces)], [*map(len, pieces)])

    def _counted(self, sample: Any, nats: Sequence[float]) -> list[float]:
        if not self.known:
            return [*nats]
        counted = [*(symbol in self.met for symbol in sample), True]
        return [each for each, counts in zip(nats, counted) if counts]


def measure(name: str, seed: int, quick: bool, who: str) -> dict[str, Measured]:
    """Measure ``"ours"`` or ``"peers"``.  To be called in a process of its own.

    Raises
    ------
    Missing
        The data is not there, nor to be had.
    """
    kind = KINDS[name]
    train, test = kind.load(seed)
    if quick:
        train, test = few(train, QUICK[0]), few(test, QUICK[1])
    measured = ours if who == "ours" else peers
    return measured((train, test), kind.known)


def ours(split: Split, known: bool = False) -> dict[str, Measured]:
    """Measure memories on a split; a column of the table each."""
    return {name: of_ours(name, split, known) for name in OURS if offered(name)}


def peers(split: Split, known: bool = False) -> dict[str, Measured]:
    """Measure all others."""
    written = of_characters(split)
    found = of_kneser_ney(written, known)
    found["PPM-D"] = of_ppm(written, known)
    # They would pay for the spelling of words and moves, too.
    return found | of_compressors(split) if written is split else found


def few(samples: list, most: int) -> list:
    """Take samples while they have so many symbols, and cut the last one there."""
    taken = []
    for sample in samples:
        if most <= 0:
            break
        taken.append(sample[:most])
        most -= len(sample)
    return taken


def of_characters(split: Split) -> Split:
    """Write words and moves as one character each, for who learns only texts."""
    train, test = split
    if isinstance(train[0], str):
        return split
    # A plane that no text uses: 65,534 of them, and 65,534 more on the next.
    symbols = dict.fromkeys(symbol for sample in train + test for symbol in sample)
    signs = {symbol: chr(0xF0000 + at) for at, symbol in enumerate(symbols)}

    def write(samples: list) -> list[str]:
        return ["".join(map(signs.__getitem__, sample)) for sample in samples]

    return write(train), write(test)


# Ours ------------------------------------------------------------------------------


def offered(name: str) -> bool:
    """Tell whether a memory has all hyperparameters that this one is told."""
    return OURS[name].keys() <= inspect.signature(PlasticMemory).parameters.keys()


def of_ours(name: str, split: Split, known: bool) -> Measured:
    """Measure a memory: awake, or after a sleep."""
    began = time.process_time()
    memory = PlasticMemory(**OURS[name]).fit(split[0])
    if name != "awake":
        memory.consolidate()
    found = Judge(split, known).sum(memory.surprise)
    return found._replace(seconds=time.process_time() - began)


# Counting --------------------------------------------------------------------------


def of_kneser_ney(split: Split, known: bool) -> dict[str, Measured]:
    """Measure Kneser-Ney of the order that the training samples choose.

    Beside it the order that is the best on the test, which it could not know, and
    the chosen one corrected for repeats.
    """
    train, test = split
    held = partial(counted, OpenKneserNey, carved(train), known)
    chosen = least(cache(lambda order: held(order)[0].mean()), START, ORDERS)
    tested = cache(partial(counted, OpenKneserNey, split, known))
    best = least(lambda order: tested(order)[0].mean(), chosen, ORDERS)
    found, model = tested(chosen)
    columns = {"Kneser-Ney": found, "its best order on test": tested(best)[0]}
    if len(train) > 1:
        began = time.process_time()
        added = corrections(
            lambda sample: math.fsum(model.log_probs(sample)), train, test
        )
        nats = [nats - more for nats, more in zip(found.nats, added)]
        spent = found.seconds + time.process_time() - began
        columns["Kneser-Ney, repeats"] = found._replace(nats=nats, seconds=spent)
    return columns


def of_ppm(split: Split, known: bool) -> Measured:
    """Measure PPM-D of the depth that the training samples choose."""
    held = partial(counted, OpenPPM, carved(split[0]), known)
    depth = least(cache(lambda depth: held(depth)[0].mean()), START - 1, DEPTHS)
    return counted(OpenPPM, split, known, depth)[0]


def counted(
    learner: type, split: Split, known: bool, told: int
) -> tuple[Measured, Any]:
    """Measure a learner that counts; give it, too."""
    began = time.process_time()
    model = learner(told)
    model.fit(split[0])
    found = Judge(split, known).sum(
        lambda sample: [-log_prob for log_prob in model.log_probs(sample)]
    )
    spent = time.process_time() - began
    return found._replace(seconds=spent, chosen=str(told)), model


# Compressors -----------------------------------------------------------------------


def of_compressors(split: Split) -> dict[str, Measured]:
    """Measure PPMd, where it is installed, and xz."""
    train, test = split
    found = of_compressor("xz", compressors.xz, split, ALONE)
    try:
        compressors.ppmd(START)
    except Missing:
        return found
    first, then = carved(train)
    cost = cache(
        lambda order: compressors.adaptive(compressors.ppmd(order), first, then)
    )
    order = least(cost, START, ORDERS)
    ppmd = of_compressor("PPMd", compressors.ppmd(order), split, len(test))
    told = {name: found._replace(chosen=str(order)) for name, found in ppmd.items()}
    return told | found


def of_compressor(
    name: str, compressor: compressors.Compressor, split: Split, alone: int
) -> dict[str, Measured]:
    """Measure a compressor on the test in one piece, and on some samples alone."""
    train, test = split
    began = time.process_time()
    nats = compressors.adaptive(compressor, train, test)
    symbols = sum(map(len, test)) + len(test)
    whole = Measured([nats], [symbols], time.process_time() - began)
    found = {f"{name}, adaptive": whole}
    if len(test) > 1:
        few = test[:alone]
        began = time.process_time()
        each = compressors.primed(compressor, train, few)
        spent = time.process_time() - began
        lengths = [len(sample) + 1 for sample in few]
        found = {f"{name}, primed": Measured(each, lengths, spent), **found}
    return found


# Together --------------------------------------------------------------------------


def pooled(splits: list[dict[str, Measured]]) -> dict[str, Measured]:
    """Take the test samples of several splits together."""
    return {name: together([split[name] for split in splits]) for name in splits[0]}


def together(runs: list[Measured]) -> Measured:
    """Join what one learner did; the seconds are those of one split."""
    return Measured(
        [nats for run in runs for nats in run.nats],
        [symbols for run in runs for symbols in run.symbols],
        fmean(run.seconds for run in runs),
        " ".join(dict.fromkeys(run.chosen for run in runs)),
    )

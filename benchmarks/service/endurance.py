"""Endurance: all verbs mixed, for long, and whether the service grows."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import NamedTuple

from ..common import makemore_split
from .load import Question, under_load
from .running import names_served

PARTS = 10  # of the time, after each of which memory is measured
HELD = 2_000  # samples that are learned and then forgotten, so that the memory stays


class Part(NamedTuple):
    """A part of the time.

    Attributes
    ----------
    answers : float
        A second.
    cpu : float
        Microseconds of CPU an answer.
    megabytes : float
        Of all processes, at its end.
    """

    answers: float
    cpu: float
    megabytes: float


def endure(seconds: float) -> list[Part]:
    """Ask and change for so long; measure after each part of it."""
    _, tested = makemore_split()
    questions = _mixed(tested, random.Random(0))
    with names_served(readers=1) as service:
        parts = []
        for _ in range(PARTS):
            found = under_load(service, 1, "mixed", questions, seconds / PARTS)
            parts.append(Part(found.rate, found.cpu, service.megabytes()))
        return parts


def _mixed(names: list[str], rng: random.Random) -> Iterator[Question]:
    """Ask eight times for each change; what was learned is forgotten again."""
    for turn in itertools.count():
        lesson = f"{names[turn % HELD % len(names)]}{turn % HELD // len(names)}x"
        verb = "/learn" if turn // HELD % 2 == 0 else "/forget"
        yield Question(verb, {"sample": lesson})
        for _ in range(2):
            name = rng.choice(names)
            prefix = name[: rng.randrange(2, 7)]
            yield Question("/complete", {"prefix": prefix})
            yield Question("/predict", {"context": prefix})
            yield Question("/explain", {"prefix": prefix})
            yield Question("/surprise", {"sample": name})
            yield Question("/generate", {"n": 1, "prefix": prefix[:2]})

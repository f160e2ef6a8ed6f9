"""Learners to compare with: ours behind one small interface, and real ones.

`peer.py` has the interface; each other module has one idea.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .counting import Bigram, Uniform
from .ctw import CTW
from .kneser_ney import HandSet, KneserNey
from .makemore import KINDS, Makemore
from .markov import STATES, Markovify
from .ours import Asleep, Awake
from .peer import Peer
from .ppm import PPM

ORDERS = range(3, 8)  # of Kneser-Ney


class Setting(NamedTuple):
    """What a learner is told before it learns."""

    alphabet: str  # all letters of training and test
    test: list[str]  # only makemore looks at them
    makemore: Path  # where makemore.py is
    steps: int  # for makemore, at most
    patience: int  # for makemore, in steps
    work: Path  # for makemore's files


def makemore_of(kind: str) -> Callable[[Setting], Peer]:
    """Give what builds one of makemore's models."""
    return lambda setting: Makemore(
        setting.alphabet,
        kind,
        setting.makemore,
        setting.test,
        setting.steps,
        setting.work,
        setting.patience,
    )


PEERS: dict[str, Callable[[Setting], Peer]] = {
    "awake": lambda setting: Awake(setting.alphabet),
    "asleep": lambda setting: Asleep(setting.alphabet),
    "uniform": lambda setting: Uniform(setting.alphabet),
    "bigram": lambda setting: Bigram(setting.alphabet),
    **{
        f"kn{order}": lambda setting, order=order: KneserNey(setting.alphabet, order)
        for order in ORDERS
    },
    "kn6hand": lambda setting: HandSet(setting.alphabet, 6),
    "ppm": lambda setting: PPM(setting.alphabet),
    "ctw": lambda setting: CTW(setting.alphabet),
    **{
        f"markovify{state}": lambda setting, state=state: Markovify(
            setting.alphabet, state
        )
        for state in STATES
    },
    **{f"makemore-{kind}": makemore_of(kind) for kind in KINDS},
}

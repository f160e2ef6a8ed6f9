"""What a sleep leaves: the abstractions that it found, and when that was."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..mixture.weights import WeightTable
from .histories import Histories
from .matches import Matches
from .symbol_codes import SymbolIndex
from .templates import Template


class Saving(NamedTuple):
    """What the values of one template came to."""

    template: Template
    kept: int  # slot concepts
    dropped: int
    nats: float  # that the kept ones save, each before the rate


class Abstractions:
    """What sleep found.

    Attributes
    ----------
    code : SymbolIndex
        The symbols that it tells apart.
    histories : Histories
        How a history fills the templates.
    base : numpy.ndarray, shape (targets,)
        Log-probabilities of the symbols alone.
    keys : numpy.ndarray of int64, shape (slot concepts,)
        Their values, rising (see Histories).
    strengths : numpy.ndarray, shape (slot concepts + 1, targets)
        What each adds to the log-odds; the last row, 0, is for none.
    saved : numpy.ndarray, shape (slot concepts,)
        The nats that each saved, before the rate.
    weights : WeightTable
        The weights of waking and sleep, and of what recurs if that pays.
    weights_of_new : WeightTable
        The same where known samples are told from new ones.
    savings : list of Saving
        What each template came to.
    matches : Matches or None
        How far to follow other samples; None: that does not pay.  They have weights
        of their own, those above are of who looks at this sample alone.
    """

    def __init__(
        self,
        code: SymbolIndex,
        histories: Histories,
        base: np.ndarray,
        keys: np.ndarray,
        strengths: np.ndarray,
        saved: np.ndarray,
        weights: WeightTable,
        weights_of_new: WeightTable,
        savings: list[Saving],
        matches: Matches | None = None,
    ) -> None:
        self.code, self.histories = code, histories
        self.base, self.keys, self.strengths = base, keys, strengths
        self.saved, self.savings = saved, savings
        self.weights, self.weights_of_new = weights, weights_of_new
        self.matches = matches

    @property
    def recurs(self) -> bool:
        """Whether it pays to count the sample so far."""
        return len(self.weights[0]) > 2

    def weigh_new(self, weights: WeightTable) -> None:
        """Take weights of all who predict, where known samples are told from new."""
        (self.matches or self).weights_of_new = weights


class Sleep(NamedTuple):
    """What the last sleep left.

    Attributes
    ----------
    found : Abstractions or None
        What it found; None if there was none yet, or that is not known.
    slept_over, changes : int
        How many samples were held then, how many were learned or forgotten
        since.
    """

    found: Abstractions | None
    slept_over: int
    changes: int


NO_SLEEP = Sleep(None, 0, 0)

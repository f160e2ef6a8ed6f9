"""Rules: what can be done, what can be observed, and a table that ties both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Source(NamedTuple):
    """Something that could be done.

    Attributes
    ----------
    name : str
        What it is called.
    price : int
        What it costs.
    is_right : numpy.ndarray of bool, shape (taught,)
        For which of the taught items it would be right.
    """

    name: str
    price: int
    is_right: np.ndarray


class Context(NamedTuple):
    """Something that can be observed.

    Attributes
    ----------
    name : str
        What it is called.
    price : int
        What it costs to ask.
    values : numpy.ndarray of int, shape (taught + asked,)
        What it is of each item, the taught ones first.
    """

    name: str
    price: int
    values: np.ndarray


class Question(NamedTuple):
    """A context that is asked, and what is done then.

    Attributes
    ----------
    context : int
        Its index.
    leaves : dict
        Class -> index of a source, or another question.
    default : int
        The class as which one is treated that was never met; -1: as the nearest.
    """

    context: int
    leaves: dict[int, int | Question]
    default: int


class Rule(NamedTuple):
    """A way through a table: what is observed, and what is done then.

    Attributes
    ----------
    conditions : tuple of str
        What is observed.
    source : int
        The index of the source.
    """

    conditions: tuple[str, ...]
    source: int


class Table(NamedTuple):
    """A table that is right for all taught items.

    Attributes
    ----------
    question : Question
        What is asked first.
    rules : list of Rule
        What it says.
    price : float
        What all of it costs.
    depth : int
        How many tests follow each other.
    fired : numpy.ndarray of int, shape (taught + asked,)
        Which rule fires for each item.
    unseen : int
        How many asked items are of a class that was never met.
    """

    question: Question
    rules: list[Rule]
    price: float
    depth: int
    fired: np.ndarray
    unseen: int

    @property
    def choice(self) -> np.ndarray:
        """The index of the source for each item."""
        return np.array([rule.source for rule in self.rules])[self.fired]

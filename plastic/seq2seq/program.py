"""What every kind of program can do, and what a search for one is given and gives.

Three kinds of program compete: those that step along a tape
(:mod:`~plastic.seq2seq.stepwise.program`), those that divide their source and call
themselves (:mod:`~plastic.seq2seq.recursive.program`), those that change the end
(:mod:`~plastic.seq2seq.suffix`).  What chooses between them, learns them and shows
them knows no more of them than is written here.  A new kind is one class, one
:class:`Finder` and one entry in ``plastic.seq2seq.synthesis.FINDERS``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from ..core.symbols import Symbol
from ..synthesis import Expression
from ..synthesis.moments import Moment
from .pairs import SourceTarget
from .stepwise.costs import Prior
from .stepwise.machine import Decide, Runnable, Step, reproduced
from .stepwise.operations import KINDS
from .tape import distinct

BITS_A_SYMBOL = 6.0  # of a target that is written out: what a literal character costs
Earlier = Mapping[Symbol, Runnable]  # goal -> what runs an earlier task's program
# What the parts of a context are called; then rows: the parts, and what is done.
Table = tuple[tuple[str, ...], list[tuple[tuple[str, ...], str]]]


class AnyProgram(Protocol):
    """A program that was found, of whatever kind; it never changes."""

    @property
    def cost(self) -> float:
        """How long it is, in bits."""

    @property
    def exceptions(self) -> int:
        """How many pairs it knows by heart, where the kind tells them from rules."""

    @property
    def memorises(self) -> bool:
        """Whether it could be a mere list of its pairs, and must be worth its bits."""

    @property
    def orders(self) -> bool:
        """Whether it goes by the order of all numbers, past whatever else there is."""

    @property
    def translation(self) -> Mapping[Symbol, Symbol]:
        """What symbols are translated into, by what is distinct of each."""

    def machine(self, earlier: Earlier, decide: Decide | None = None) -> Runnable:
        """Give what runs it.

        Parameters
        ----------
        earlier : mapping
            The tasks that it may call.
        decide : callable, optional
            What decides; by default its own rule table, which knows nothing else.
        """

    def lived(self, steps: Sequence[Step], goal: Symbol) -> Iterable[Moment]:
        """Give the moments of one run: what was decided on the way."""

    def stated(self, goal: Symbol) -> Iterable[Moment]:
        """Give the moments that no run shows: what was found once for all."""

    def table(self) -> Table:
        """Give it for people: what contexts consist of, each context, what is done."""


Some = TypeVar("Some", bound=AnyProgram)


class Problem(NamedTuple):
    """What a search for a program is given.

    Attributes
    ----------
    pairs : sequence of (source, target)
        In an order that does not depend on how they came.
    budget : int
        How many steps to spend at the most.
    prior : callable or None
        What earlier tasks tell; see :class:`plastic.seq2seq.stepwise.search.Search`.
    rng : numpy.random.Generator
        Chooses examples.
    earlier : mapping
        Goal -> what runs an earlier task's program, which may be called.
    kept : sequence of Expression
        The earlier tasks' programs that compute.
    decided : callable or None
        What the concept graph of earlier tasks says comes after a history.
    bound : float
        The bits of a program of another kind that explains all pairs: what is longer
        need not be looked for.
    """

    pairs: Sequence[SourceTarget]
    budget: int
    prior: Prior | None
    rng: np.random.Generator
    earlier: Earlier
    kept: Sequence[Expression] = ()
    decided: Callable[[tuple], Mapping[Symbol, float]] | None = None
    bound: float = math.inf


class Outcome(NamedTuple):
    """What a search came to.

    Attributes
    ----------
    programs : list of AnyProgram
        Those that reproduce most pairs, and the same ones; the best first.
    right : tuple of bool
        Which pairs they reproduce.
    steps : int
        What was spent.
    folds : mapping or None
        Index of a pair -> the programs that explain all others, the best first, where
        the search knows them: then nobody need search for these.
    """

    programs: list[AnyProgram]
    right: tuple[bool, ...]
    steps: int
    folds: Mapping[int, list[AnyProgram]] | None = None

    def score(self, pairs: Sequence[SourceTarget]) -> float:
        """Give how many pairs the first one explains, less what it costs in pairs."""
        best = self.programs[0]
        return sum(self.right) - best.exceptions - best.cost / bits_of_a_pair(pairs)


class Finder(Protocol):
    """A search for programs of one kind."""

    def __call__(self, problem: Problem, again: bool = False) -> Outcome | None:
        """Give the best there is; None: there is none, or nothing new.

        With `again` a first search of all kinds was in vain: now some pairs may be
        wrong, and the whole budget may be spent.
        """


def best_on(
    pairs: Sequence[SourceTarget], programs: Sequence[Some], earlier: Earlier
) -> tuple[list[Some], tuple[bool, ...]]:
    """Give those of some programs that reproduce most pairs, and which pairs.

    Of several that reproduce as many, those that reproduce the same as the first.
    """
    rights = [reproduced(program.machine(earlier), pairs) for program in programs]
    best = max(rights, key=sum)
    same = [program for program, right in zip(programs, rights) if right == best]
    return same, best


def bits_of_a_pair(pairs: Sequence[SourceTarget]) -> float:
    """Give the bits of a pair that no program explains: of its target, written out."""
    symbols = sum(len(target) for _, target in pairs)
    return KINDS["EMIT"].bits + BITS_A_SYMBOL * symbols / len(pairs)


def has_likenesses(pairs: Iterable[SourceTarget]) -> bool:
    """Tell whether a truth and an equal number meet, which some tables would mix up.

    >>> has_likenesses([((1, 2), (1,)), ((True,), ())]), has_likenesses([((1,), (1,))])
    (True, False)
    """
    sides = [side for pair in pairs for side in pair if not isinstance(side, str)]
    symbols = {symbol for side in sides for symbol in side}
    return len({distinct(symbol) for side in sides for symbol in side}) > len(symbols)


def as_tuples(pairs: Iterable[SourceTarget]) -> list[tuple[tuple, tuple]]:
    """Give pairs with both sides as tuples."""
    return [(tuple(source), tuple(target)) for source, target in pairs]

"""A mixture of experts: waking, and any number of others who have a say.

The experts are mixed geometrically: on the log-odds of what comes next each has
its weight, by how deep in the graph the past goes (:mod:`.weights`).  Waking is
the only one who knows every symbol.  The others may know fewer, and tell only
groups of them apart:

* within a group, symbols keep the shares that waking gives them;
* what nobody but waking ever met keeps waking's probability;
* who never met a group follows waking there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ..core.prediction import PlainTerm
from ..core.symbols import START, UNSEEN, Symbol, Symbols
from .cells import Cells
from .expert import Contribution, Expert
from .waking import WakingExpert, depth
from .weights import Weights, WeightTable, bands

MOST_KEPT = 10_000  # concepts whose sums are kept for the next prediction

State = tuple[Any, ...]  # of each expert, waking's first


class Blend(NamedTuple):
    """What a mixture does to waking's prediction.

    Attributes
    ----------
    masses : numpy.ndarray, shape (cells,)
        What waking gives to each cell.
    factors : numpy.ndarray, shape (cells + 1,)
        What the probabilities in each cell are multiplied by; last, 1, for what
        only waking knows.
    shift : float
        What is added to the log-odds for the probabilities to add up.
    weights : tuple of float
        Of waking and of each other expert, at the depth of this past.
    """

    masses: np.ndarray
    factors: np.ndarray
    shift: float
    weights: Weights


class Mixture:
    """The distributions of several experts together.

    Parameters
    ----------
    waking : WakingExpert
        Who knows every symbol.
    experts : sequence of Expert
        The others, one at least.
    weights : WeightTable
        The weight of each of them, by depth.
    """

    def __init__(
        self, waking: WakingExpert, experts: Sequence[Expert], weights: WeightTable
    ) -> None:
        self.waking, self.experts = waking, tuple(experts)
        self.weights = weights
        self.cells = Cells([expert.code for expert in experts])
        self._kept_by: dict[Symbols, np.ndarray] = {}

    def beside(self, waking: WakingExpert) -> Mixture:
        """Give the mixture of the same experts with waking as it is now.

        Costs O(symbols) only if there are others than before.
        """
        new = Mixture(waking, self.experts, self.weights)
        if waking.symbols is self.waking.symbols:
            worked_out = {"order", "cell_of", "widths"}
            kept = vars(self).keys() & worked_out
            vars(new).update({key: vars(self)[key] for key in kept})
        return new

    def reweighted(self, weights: WeightTable) -> Mixture:
        """Give the mixture of the same experts with other weights.

        What was worked out of the experts is shared.
        """
        new = copy(self)
        new.weights = weights
        return new

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        return self.waking.symbols

    @cached_property
    def order(self) -> list[Symbol]:
        """The keys of every distribution: the symbols, and the unseen slot."""
        return [*self.symbols, *([UNSEEN] if self.waking.unseen_width else [])]

    @cached_property
    def cell_of(self) -> np.ndarray:
        """In which cell each of them is; the last: only waking knows it."""
        cells = np.array([self.cells.target(symbol) for symbol in self.order])
        return np.where(cells < 0, self.cells.targets, cells)

    @cached_property
    def _each_has_its_cell(self) -> bool:
        """Whether every symbol is in a cell, and no two in the same."""
        cells = self.cell_of[: len(self.symbols)]  # all but the unseen slot
        in_each = np.bincount(cells, minlength=self.cells.targets + 1)
        return bool(in_each.max() == 1 and in_each[-1] == 0)

    @cached_property
    def widths(self) -> np.ndarray:
        """How many parts of the uniform distribution each cell has."""
        cells = self.cell_of[: len(self.symbols)]  # all but the unseen slot
        return np.bincount(cells, minlength=self.cells.targets + 1)[:-1]

    def initial_state(self, context: Symbols) -> State:
        """Give what matters of a context, for :meth:`distribution`."""
        states = [expert.initial_state(context) for expert in self.experts]
        return (self.waking.initial_state(context), *states)

    def next_state(self, state: State, symbol: Symbol) -> State:
        """Give what matters of a context with one more symbol."""
        latest, *states = state
        following = [
            expert.next_state(before, symbol)
            for expert, before in zip(self.experts, states)
        ]
        return (self.waking.next_state(latest, symbol), *following)

    def distribution(self, state: State) -> dict[Symbol, float]:
        """Give the probability of all that can come next.

        Costs what the experts cost, and O(symbols).
        """
        return dict(zip(self.order, self.chances(state)[0].tolist()))

    def chances(self, state: State) -> tuple[np.ndarray, np.ndarray, Blend]:
        """Give the probabilities in :attr:`order`, waking's, and what lies between."""
        terms, uniform = self.waking.terms(state[0], len(state[0]))
        blend = self._blend(state, terms, uniform)
        if self._each_has_its_cell:
            unseen = self.waking.share(terms, uniform, UNSEEN)
            chances = np.concatenate([blend.masses, [unseen]])[self.cell_of]
        else:
            awake = self.waking.spread(terms, uniform)
            chances = np.fromiter(awake.values(), float, len(awake))
        return chances * blend.factors[self.cell_of], chances, blend

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats."""
        state = self.initial_state(sequence[:begin])
        found = []
        for symbol in sequence[begin:]:
            terms, uniform = self.waking.terms(state[0], len(state[0]))
            chance = self.waking.share(terms, uniform, symbol)
            cell = self.cells.target(symbol)
            if cell >= 0:
                chance *= self._blend(state, terms, uniform).factors[cell]
            found.append(math.log(chance) if chance else -math.inf)
            state = self.next_state(state, symbol)
        return found

    def contributions(self, state: State) -> list[Contribution]:
        """Take a prediction apart.

        Parameters
        ----------
        state : tuple
            Of :meth:`initial_state`.

        Returns
        -------
        list of Contribution
            Log-odds, in nats: for every symbol they add up to the logarithm of
            its probability.  First each expert's own, then waking's, last a
            shift, the same for all that not only waking knows, by which the
            probabilities add up to 1.
        """
        _, awake, (masses, _, shift, weights) = self.chances(state)
        inside = np.flatnonzero(self.cell_of < self.cells.targets)
        cells = self.cell_of[inside]
        found: list[Contribution] = []
        waking_weight, *others = weights
        own = (waking_weight - 1) * np.log(masses[cells])
        for number, (expert, weight) in enumerate(zip(self.experts, others)):
            held = self.cells.held_by(number)[cells]
            known = [self.order[at] for at in inside[held]]
            for part in expert.contributions(state[number + 1]):
                added = {symbol: weight * part.added[symbol] for symbol in known}
                found.append(part._replace(weight=weight, added=added))
            if not self.cells.are_groups:
                # In its groups, and beside them, the expert follows waking.
                values = expert.log_distribution(state[number + 1])
                own += weight * self.cells.followed(number, values, masses)[cells]
        logs = np.log(awake)
        logs[inside] += own
        waking = dict(zip(self.order, logs.tolist()))
        shifts = {self.order[at]: float(shift) for at in inside}
        return [
            *found,
            Contribution(None, "waking", None, None, {}, waking_weight, waking),
            Contribution(None, "shift", None, None, {}, 0.0, shifts),
        ]

    def _blend(self, state: State, terms: Sequence[PlainTerm], uniform: float) -> Blend:
        """Work out what to multiply waking's probabilities by."""
        # The functions themselves: methods of arrays take twice as long to be called.
        add, most, least = np.add.reduce, np.maximum.reduce, np.minimum.reduce
        masses = self._masses(terms, uniform)
        held: Any = slice(None)
        if not least(masses) > 0:  # a symbol was forgotten since
            held = masses > 0
        logs = np.log(masses[held])
        past, horizon = state[0], self.waking.concepts.horizon
        # One as long as the horizon may be the end of a much longer one.
        middle = len(past) < horizon and not (len(past) and past[0] == START)
        length = len(past) if middle else -1
        total = float(add(masses))
        sure = float(most(masses)) / total
        weights = self.weights.at(depth(terms), length, sure)
        mixed = weights[0] * logs
        for number, (expert, weight) in enumerate(zip(self.experts, weights[1:])):
            values = expert.log_distribution(state[number + 1])
            if not self.cells.are_groups:
                values = self.cells.spread(number, values, masses)
            mixed += weight * values[held]
        highest = float(most(mixed))
        mixed -= highest
        np.exp(mixed, out=mixed)
        rest = float(add(mixed))
        factors = np.ones(len(masses) + 1)
        factors[:-1][held] = mixed * (total / rest) / masses[held]
        return Blend(masses, factors, math.log(total / rest) - highest, weights)

    def on_cells(
        self, masses: np.ndarray, said: Sequence[np.ndarray]
    ) -> list[np.ndarray]:
        """Give what other experts say of many moments, on the cells.

        Parameters
        ----------
        masses : numpy.ndarray, shape (moments, cells)
            What waking gives to each cell.
        said : sequence of numpy.ndarray, shape (moments, targets)
            What each expert's ``log_distributions`` gave.

        Returns
        -------
        list of numpy.ndarray, shape (moments, cells)
            Logarithms, up to a constant.
        """
        if self.cells.are_groups:
            return [*said]
        return [
            np.array([self.cells.spread(number, *pair) for pair in zip(values, masses)])
            for number, values in enumerate(said)
        ]

    def log_factors(
        self, masses: np.ndarray, said: Sequence[np.ndarray], depths: np.ndarray
    ) -> np.ndarray:
        """Work out what to multiply waking's probabilities by, of many moments.

        Their pasts begin where a sample begins.

        Parameters
        ----------
        masses : numpy.ndarray, shape (moments, cells)
            What waking gives to each cell.
        said : sequence of numpy.ndarray, shape (moments, cells)
            What :meth:`on_cells` gave.
        depths : numpy.ndarray of int, shape (moments,)
            How many symbols the concept has that fires.

        Returns
        -------
        numpy.ndarray, shape (moments, cells)
            Logarithms; 0 where waking gives nothing.
        """
        sure = masses.max(1) / masses.sum(1)
        weights = np.array(self.weights)[1 + bands(depths, sure)]
        held = masses > 0
        logs = np.log(masses, out=np.zeros(masses.shape), where=held)
        mixed = weights[:, :1] * logs
        for number, values in enumerate(said):
            mixed += weights[:, number + 1, None] * np.where(held, values, 0)
        mixed[~held] = -np.inf
        highest = mixed.max(1, keepdims=True)
        total = np.exp(mixed - highest).sum(1, keepdims=True)
        shifts = np.log(masses.sum(1, keepdims=True) / total) - highest
        return np.where(held, mixed + shifts - logs, 0)

    def blended(
        self, awake: np.ndarray, said: Sequence[np.ndarray], depths: np.ndarray
    ) -> np.ndarray:
        """Make of waking's probabilities of the symbols those of the mixture.

        Parameters
        ----------
        awake : numpy.ndarray, shape (moments, symbols)
            What waking gives to each of :attr:`symbols`.
        said, depths
            As for :meth:`on_cells` and :meth:`log_factors`.

        Returns
        -------
        numpy.ndarray, shape (moments, symbols)
        """
        cells = self.cell_of[: len(self.symbols)]  # all but the unseen slot
        by_cell = np.argsort(cells, kind="stable")
        held, begins = np.unique(cells[by_cell], return_index=True)
        masses = np.zeros((len(awake), self.cells.targets + 1))
        masses[:, held] = np.add.reduceat(awake[:, by_cell], begins, 1)
        logs = np.zeros_like(masses)  # the last cell, which only waking knows, stays
        on_cells = self.on_cells(masses[:, :-1], said)
        logs[:, :-1] = self.log_factors(masses[:, :-1], on_cells, depths)
        return awake * np.exp(logs)[:, cells]

    def _masses(self, terms: Sequence[PlainTerm], uniform: float) -> np.ndarray:
        """Give what waking gives to each cell: (cells,).

        Costs O(cells), not O(symbols), where concepts were met before.
        """
        masses = uniform * self.widths
        for weight, synapses, discounts, node, _ in terms:
            # Of how often symbols came nothing is kept: only of a concept's synapses.
            if node is not None and synapses is not node["synapses"]:
                node = None
            kept = self._kept_by.get(node.symbols) if node is not None else None
            if kept is None:
                kept = self.waking.kept_by_target(self.cells, node, synapses, discounts)
                if node is not None:
                    if len(self._kept_by) == MOST_KEPT:
                        self._kept_by.clear()
                    self._kept_by[node.symbols] = kept
            masses += weight * kept
        return masses

"""Waking as an expert: the one who knows every symbol.

It is the concept graph's predictor, which can also take its prediction apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..core.concepts import Node
from ..core.prediction import Discounts, PlainTerm, Term
from ..core.symbols import STOP, UNSEEN, Symbol, Symbols
from .expert import Contribution, KnownTargets, Targets
from .occurrences import OccurrencePredictor

FEW = 8  # synapses, up to which a loop is quicker than numpy


class WakingExpert(OccurrencePredictor):
    """What the concept graph, as it now is, predicts."""

    def contributions(self, state: Symbols) -> list[Contribution]:
        """Take a prediction apart.

        Parameters
        ----------
        state : str or tuple
            Of ``initial_state``.

        Returns
        -------
        list of Contribution
            The most specific concept's first, the uniform distribution's last.
            What they add sums up to ``distribution(state)``.
        """
        terms, uniform = self.terms(state, len(state))
        found = [contribution(Term(*term)) for term in terms]
        added = dict.fromkeys(self.symbols, uniform)
        if self.unseen_width:
            added[UNSEEN] = uniform * self.unseen_width
        rest = sum(added.values())
        return [*found, Contribution(None, "uniform", None, None, {}, rest, added)]

    def kept_by_target(
        self,
        code: Targets,
        node: Node | None,
        synapses: Mapping[Symbol, int],
        discounts: Discounts,
    ) -> np.ndarray:
        """Sum what is left of a concept's strengths, or a branch's: (targets,)."""
        return kept_by_target(code, synapses, discounts)


def contribution(term: Term) -> Contribution:
    """Tell what a concept that fired, or a branch, adds to a prediction."""
    node = term.node
    added = {
        y: term.weight * (n - term.discounts[min(n, 3)])
        for y, n in term.synapses.items()
    }
    decided, synapses = sum(added.values()), dict(term.synapses)
    if node is None:
        return Contribution(term.past, "shared", None, None, synapses, decided, added)
    facts = node["r_level"], node["count"], synapses, decided, added
    return Contribution(term.past, "concept", *facts)


def kept_by_target(
    code: Targets, synapses: Mapping[Symbol, int], discounts: Discounts
) -> np.ndarray:
    """Sum what is left of strengths after their discounts: (targets,).

    In whole numbers as long as it goes, so that the order of the synapses does
    not matter.
    """
    if len(synapses) <= FEW:
        return _kept_of_few(code, synapses, discounts)
    return discounted(count_by_target(code, synapses), discounts)


def count_by_target(code: Targets, synapses: Mapping[Symbol, int]) -> np.ndarray:
    """Sum strengths by target, and count those of 1, of 2, and above.

    Returns
    -------
    numpy.ndarray of int64, shape (4, targets + 1)
        The last target: what was never met.
    """
    targets = np.fromiter(map(code.target, synapses), np.int64, len(synapses))
    targets[targets < 0] = code.targets
    strengths = np.fromiter(synapses.values(), np.int64, len(synapses))
    counts = np.zeros((4, code.targets + 1), np.int64)
    np.add.at(counts[0], targets, strengths)
    np.add.at(counts, (np.minimum(strengths, 3), targets), 1)
    return counts


def discounted(counts: np.ndarray, discounts: Discounts) -> np.ndarray:
    """Take the discounts off what :func:`count_by_target` gave: (targets,)."""
    kept: np.ndarray = counts[0] - np.array(discounts[1:]) @ counts[1:]
    return kept[:-1]


def _kept_of_few(
    code: Targets, synapses: Mapping[Symbol, int], discounts: Discounts
) -> np.ndarray:
    counts: dict[int, list[int]] = {}
    for symbol, strength in synapses.items():
        counted = counts.setdefault(code.target(symbol), [0, 0, 0, 0])
        counted[0] += strength
        counted[min(strength, 3)] += 1
    _, one, two, more = discounts
    kept = np.zeros(code.targets + 1)  # the last: what was never met, at -1
    for target, (total, ones, twos, others) in counts.items():
        kept[target] = total - ones * one - twos * two - others * more
    return kept[:-1]


def symbols_per_target(code: KnownTargets) -> np.ndarray:
    """Count the symbols, STOP included, that each target stands for: (targets,)."""
    met = [code.target(symbol) for symbol in [*code.known, STOP]]
    counted: np.ndarray = np.bincount(met, minlength=code.targets)
    return counted


def depth(terms: Sequence[PlainTerm]) -> int:
    """Count the symbols of the most specific concept that fired."""
    for _, _, _, node, _ in terms[:2]:  # before it there may be a branch
        if node is not None:
            return len(node.symbols)
    return 0


def log_masses(
    waking: WakingExpert,
    code: Targets,
    widths: np.ndarray,
    terms: Sequence[PlainTerm],
    uniform: float,
) -> np.ndarray:
    """Give waking's log-probability of each target of a code: (targets,).

    `widths` is what :func:`symbols_per_target` gives.
    """
    masses = uniform * widths
    for weight, synapses, discounts, node, _ in terms:
        masses += weight * waking.kept_by_target(code, node, synapses, discounts)
    logs: np.ndarray = np.log(masses / masses.sum())
    return logs

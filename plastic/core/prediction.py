"""Prediction: from the firing path to a distribution over what comes next.

Every end of the past that was ever lived has its say: it keeps a part of it for what
it has not met, and hands that part down to the end that is one symbol shorter.  This
is interpolated absolute discounting::

    p_c(y) = (n_c(y) - D(n_c(y))) / N_c  +  (sum of its D's / N_c) * p_shorter(y)

n_c(y) is the strength of the synapse for y and N_c the sum of all strengths.
Below the root lies the uniform distribution.

*The discounts are not tuned.*  They are the closed-form estimates of Chen and
Goodman ("An empirical study of smoothing techniques for language modeling",
1999) from how many transitions have strength 1, 2, 3 and 4 among the pasts of the
same length (:mod:`.tally`).  None grows by more than the one before it did: on
small regular streams the third would else take nearly all of what was met 45 times.

*Pasts between two concepts* are no nodes, but each has one branch, that of the
concept above them, and strength 1 for each of its symbols.  So each keeps 1 - D of
what is handed down to it, and a run of them all but the product of their D's.  It
goes in equal parts to the symbols that the concept above knows: a run is as if that
concept had discounted less.

*The last level* need not be a concept yet: where the path runs into a branch that
it does not match to the end, the pasts that they share are such a run.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from .concepts import ConceptGraph, Node, relying
from .potentiation import fire
from .refactoring import shared_past
from .symbols import STOP, UNSEEN, Symbol, Symbols, in_order

# Counts of counts fall off like r**-3 in all that we looked at.  Added to the
# real ones, such a tail keeps the discounts sound in a memory of few samples.
PRIOR_TALLY = [100 / r**3 for r in range(1, 5)]


Discounts: TypeAlias = "tuple[float, float, float, float]"

# The fields of a Term, plain because this is the innermost loop of all prediction.
PlainTerm: TypeAlias = (
    "tuple[float, dict[Symbol, int], Discounts, Node | None, Symbols]"
)
Counts: TypeAlias = "tuple[int, int, int, int]"  # see count_strengths


class Term(NamedTuple):
    """One level's part in a prediction, the run of pasts below it included.

    `node` is the concept that fired; None: what this past shares with the branch
    that it runs into is no concept yet.
    """

    weight: float  # of one unit of strength
    synapses: dict[Symbol, int]  # next symbol -> strength
    discounts: Discounts  # what is taken off strengths 0, 1, 2 and above
    node: Node | None
    past: Symbols  # that both end with


def estimate_discounts(tally: Sequence[int]) -> Discounts:
    """Estimate what to take off strengths 0, 1, 2 and above.

    Parameters
    ----------
    tally : sequence of int
        ``tally[r]`` transitions have strength r, for r from 1 to 4.

    Returns
    -------
    tuple of float
        Rising, by ever less, each below the strength it is taken off, above 0 but
        for the first.

    Examples
    --------
    >>> [round(d, 2) for d in estimate_discounts([0, 195619, 27791, 9010, 4690])]
    [0.0, 0.78, 1.24, 1.38]
    """
    n1, n2, n3, n4 = (n + prior for n, prior in zip(tally[1:], PRIOR_TALLY))
    shrink = n1 / (n1 + 2 * n2)
    two = min(max(shrink, 2 - 3 * shrink * n3 / n2), 2 * shrink)
    three = min(max(two, 3 - 4 * shrink * n4 / n3), 2 * two - shrink)
    return 0.0, shrink, two, three


class Predictor:
    """The distributions of a graph as it now is.

    Parameters
    ----------
    concepts : ConceptGraph
        What to predict from.  When it changes, make a new predictor: that
        costs next to nothing.
    alphabet : collection of hashable, optional
        The only symbols there can ever be.  None: besides the known ones there
        is a slot for all that were never seen.
    """

    def __init__(
        self, concepts: ConceptGraph, alphabet: Collection[Symbol] | None = None
    ) -> None:
        self.concepts = concepts
        self.alphabet = alphabet
        self._by_depth: dict[int, Discounts] = {}
        self._levels: dict[Symbols, tuple[int, float, Discounts]] = {}
        synapses, root = concepts.root["synapses"], self.counts(concepts.root)
        if root[0]:
            self._levels[concepts.root.symbols] = self.level(root, 0, -1)
        if alphabet is None:
            # As many unseen symbols as there are that followed but one other
            # (Good and Turing), one at least, share the slot.
            self.unseen_width = root[1] + 1
            known = len(synapses) + (STOP not in synapses)
        else:
            self.unseen_width = 0
            known = len(alphabet) + 1
        self.uniform = 1 / (known + self.unseen_width)

    @cached_property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        known = self.alphabet
        if known is None:
            known = self.concepts.root["synapses"].keys() - {STOP}
        return [*in_order(known), STOP]

    def terms(self, sequence: Symbols, end: int) -> tuple[list[PlainTerm], float]:
        """Work out who has what say after ``sequence[:end]``.

        Returns
        -------
        terms : list of tuple
            The fields of a :class:`Term` for each level, most specific first.
        uniform : float
            What the uniform distribution gives to each symbol.
        """
        path = fire(self.concepts, sequence, end)
        terms: list[PlainTerm] = []
        left = 1.0
        met = len(path[-1].symbols)
        if met < min(end, self.concepts.horizon):  # is there a branch that goes on?
            branch = path[-1].branches.get(sequence[end - met - 1])
            if branch is not None and (relied := relying(branch)):
                shared = shared_past(self.concepts, branch, sequence, end, met + 1)
                left = self.run(met, len(shared) + 1)
                once = dict.fromkeys(relied, 1)  # as concepts they would rely on them
                discounts = 0.0, left, left, left
                terms.append((1 / len(once), once, discounts, None, shared))
        for at in range(len(path) - 1, -1, -1):
            node = path[at]
            synapses = node["synapses"]
            if synapses:
                concept = node.symbols
                level = self._levels.get(concept)
                if level is None:
                    below = len(path[at - 1].symbols) if at else -1
                    level = self.level(self.counts(node), len(concept), below)
                    self._levels[concept] = level
                total, handed_down, discounts = level
                terms.append((left / total, synapses, discounts, node, concept))
                left *= handed_down
        return terms, left * self.uniform

    def discounts(self, depth: int) -> Discounts:
        """Give what is taken off strengths 0, 1, 2 and above, by a past's length."""
        found = self._by_depth.get(depth)
        if found is None:
            found = estimate_discounts(self.concepts.tally.at(depth))
            self._by_depth[depth] = found
        return found

    def run(self, below: int, above: int) -> float:
        """Give what pasts of strength 1 hand down, of lengths between two others."""
        handed_down = 1.0
        for depth in range(below + 1, above):
            handed_down *= self.discounts(depth)[1]
        return handed_down

    def spread(self, terms: Sequence[PlainTerm], uniform: float) -> dict[Symbol, float]:
        """Add up what :meth:`terms` gave, for all that can come next.

        Costs O(symbols + synapses of the concepts that fire).
        """
        chances = dict.fromkeys(self.symbols, uniform)
        for weight, synapses, (_, one, two, more), _, _ in terms:
            for symbol, strength in synapses.items():
                discount = more if strength > 2 else two if strength == 2 else one
                chances[symbol] += weight * (strength - discount)
        if self.unseen_width:
            chances[UNSEEN] = uniform * self.unseen_width
        return chances

    def share(
        self, terms: Sequence[PlainTerm], uniform: float, symbol: Symbol
    ) -> float:
        """Add up what :meth:`terms` gave for one symbol, the unseen slot's if unknown.

        Costs O(synapses of the concepts that fire), the first time.
        """
        chance = uniform * self.width(symbol)
        for weight, synapses, discounts, _, _ in terms:
            if strength := synapses.get(symbol, 0):
                chance += weight * (strength - discounts[min(strength, 3)])
        return chance

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next."""
        return self.spread(*self.terms(state, len(state)))

    def width(self, symbol: Symbol) -> int:
        """How many of the uniform distribution's equal parts a symbol gets."""
        if symbol == STOP:
            return 1
        if self.alphabet is not None:
            return int(symbol in self.alphabet)
        known = symbol in self.concepts.root["synapses"]
        return 1 if known else self.unseen_width

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats."""
        chances = (
            self.share(*self.terms(sequence, end), sequence[end])
            for end in range(begin, len(sequence))
        )
        return [math.log(chance) if chance else -math.inf for chance in chances]

    def counts(self, node: Node) -> Counts:
        """Give what :func:`count_strengths` does for a concept."""
        return count_strengths(node["synapses"])

    def level(
        self, counts: Counts, depth: int, below: int
    ) -> tuple[int, float, Discounts]:
        """Sum a past's strengths; tell what it hands down, and what it takes off.

        Below it lies a run of pasts, down to a length of `below`: what they keep of
        what is handed to them counts as if it had not been taken off.
        """
        total, ones, twos, more = counts
        # From counts, not one by one: the order of synapses must not matter.
        _, one, two, three = self.discounts(depth)
        taken = ones * one + twos * two + more * three
        run = self.run(below, depth)
        back = taken * (1 - run) / (ones + twos + more)
        discounts = 0.0, one - back, two - back, three - back
        return total, taken * run / total, discounts


def count_strengths(synapses: dict[Symbol, int]) -> Counts:
    """Sum strengths, and count those of 1, of 2, and above."""
    strengths = list(synapses.values())
    ones, twos = strengths.count(1), strengths.count(2)
    return sum(strengths), ones, twos, len(strengths) - ones - twos

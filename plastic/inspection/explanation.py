"""Explanation: which concepts fired, and what each added to the prediction.

A prediction is a sum: every concept that fires adds its part to the
probability of each next symbol that it knows, and the uniform distribution
adds the rest.  An explanation is that sum, not yet added up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .._support import html as markup
from ..core.prediction import Predictor, Term
from ..core.refactoring import shared_past
from ..core.symbols import UNSEEN, Symbol, Symbols, brief, show, show_symbol


class Contribution(NamedTuple):
    """One term of the sum.

    Attributes
    ----------
    concept : str or tuple or SlotConcept or None
        The concept that fired; None for what is no concept.
    kind : str
        ``"concept"``; ``"shared"`` for what would become a concept if the
        moment were learned; ``"uniform"``; of a memory that has slept
        ``"slot"``, ``"frequency"``, ``"waking"`` and ``"shift"``.
    r_level, count : int or None
        Of the concept.
    synapses : dict
        Next symbol -> strength.
    weight : float
        The share of the whole probability that this term decides.
    added : dict
        Next symbol -> what this term adds to its probability.
    """

    concept: Symbols | None
    kind: str
    r_level: int | None
    count: int | None
    synapses: dict[Symbol, int]
    weight: float
    added: dict[Symbol, float]


class Explanation:
    """What fired after a prefix, from specific to abstract, and what it added.

    Attributes
    ----------
    context : str or tuple
        What was asked about, with the START it began with, if it did.
    contributions : list of Contribution
        The terms, the most specific concept's first, the uniform
        distribution's last.
    probabilities : dict
        Next symbol -> the sum of what the contributions add to it.
    top : int
        For how many next symbols a printed explanation has a column.
    """

    top = 6

    def __init__(self, context: Symbols, contributions: list[Contribution]) -> None:
        self.context = context
        self.contributions = contributions
        self.probabilities: dict[Symbol, float] = {
            symbol: sum(one.added.get(symbol, 0.0) for one in contributions)
            for symbol in contributions[-1].added
        }

    def table(self) -> list[list[str]]:
        """Give header, rows and sum as text: what every way of printing shows."""
        weights = [one.weight for one in self.contributions]
        return self._table("{:.4f}".format, weights, self.contributions)

    def _table(
        self,
        write: Callable[[float], str],
        weights: Sequence[float | None],
        contributions: Sequence[Contribution],
    ) -> list[list[str]]:
        ranked = sorted(self.probabilities, key=self.probabilities.get, reverse=True)
        top = ranked[: self.top]
        rows = [["fired", "r_level", "count", "weight", *map(show_symbol, top)]]
        for one, weight in zip(contributions, weights):
            rows.append(
                [
                    _named(one),
                    "" if one.r_level is None else str(one.r_level),
                    "" if one.count is None else f"{one.count:,}",
                    "" if weight is None else f"{weight:.3f}",
                    *(write(one.added[y]) if y in one.added else "" for y in top),
                ]
            )
        total = [f"{self.probabilities[symbol]:.4f}" for symbol in top]
        return [*rows, ["probability", "", "", "1.000", *total]]

    def __str__(self) -> str:
        rows = self.table()
        widths = [max(map(len, column)) for column in zip(*rows)]
        lines = [
            "  ".join([name.ljust(widths[0]), *map(str.rjust, cells, widths[1:])])
            for name, *cells in rows
        ]
        rule = "-" * max(map(len, lines))
        return "\n".join(
            [
                f"after {brief(self.context)}",
                lines[0],
                rule,
                *lines[1:-1],
                rule,
                lines[-1],
            ]
        )

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        header, *rows, total = ([*map(markup.text, row)] for row in self.table())
        caption = f"after {markup.code(brief(self.context))}"
        return markup.table(header, rows, caption, total)


def explain(predictor: Predictor, sequence: Symbols) -> Explanation:
    """Take the prediction after a sequence apart.

    Parameters
    ----------
    predictor : Predictor
        What predicts.
    sequence : str or tuple
        The context: ``START``, if it begins a sample, and the prefix.

    Returns
    -------
    Explanation
        Its contributions add up to ``predictor.distribution``.
    """
    terms, uniform = predictor.terms(sequence, len(sequence))
    contributions = [_contribution(predictor, sequence, Term(*term)) for term in terms]
    added = dict.fromkeys(predictor.symbols, uniform)
    if predictor.unseen_width:
        added[UNSEEN] = uniform * predictor.unseen_width
    rest = Contribution(None, "uniform", None, None, {}, sum(added.values()), added)
    return Explanation(sequence, [*contributions, rest])


def _contribution(predictor: Predictor, sequence: Symbols, term: Term) -> Contribution:
    node = term.node
    added = {y: term.weight * predictor.kept(n) for y, n in term.synapses.items()}
    if node is None:
        end = len(sequence)
        concept = shared_past(predictor.concepts, term.branch, sequence, end)
    return Contribution(
        concept=concept if node is None else node.symbols,
        kind="shared" if node is None else "concept",
        r_level=None if node is None else node["r_level"],
        count=None if node is None else node["count"],
        synapses=dict(term.synapses),
        weight=sum(added.values()),
        added=added,
    )


def _named(one: Contribution) -> str:
    if one.kind in ("concept", "shared"):
        return f"({show(one.concept)})" if one.kind == "shared" else show(one.concept)
    return f"({one.kind})" if one.concept is None else str(one.concept)

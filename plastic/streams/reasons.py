"""Why a record was surprising: the facts and the concepts that said so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .._support.short import short
from ..core.symbols import UNSEEN
from .expert import Moment, StreamPredictor
from .facts import Fact
from .orders import Order

MOST_SHOWN = 12  # terms, of those that decided most


class Term(NamedTuple):
    """One concept's part in a prediction.

    Attributes
    ----------
    order : int
        In which order it fired.
    facts : tuple of str
        What it is made of, the farthest first: ``"load@1/8=3"``.  None: it holds
        after anything.
    concept : tuple or None
        The concept, or what would be one; None: the uniform distribution.
    r_level, count : int or None
        Of the concept; None: it is none yet.
    weight : float
        What share of the whole prediction it decides, its order's weight included.
    added : dict
        Symbol -> what it adds to its probability.
    """

    order: int
    facts: tuple[str, ...]
    concept: tuple[Fact, ...] | None
    r_level: int | None
    count: int | None  # type: ignore[assignment]  # tuples have a method of this name
    weight: float
    added: Mapping[Fact, float]


class Reasons:
    """Why a record is surprising, or would be.

    Attributes
    ----------
    symbol : hashable
        What came, as a fact.
    surprise : float
        What it cost, in nats.
    probabilities : dict
        Symbol -> how probable it was; last :data:`plastic.UNSEEN`.
    terms : list of Term
        What adds up to them, what decided most first; the share of what was never
        seen is not among them.
    top : int
        How many terms are printed.
    """

    top = MOST_SHOWN

    def __init__(
        self,
        symbol: Fact,
        surprise: float,
        probabilities: dict[Fact, float],
        terms: Sequence[Term],
    ) -> None:
        self.symbol, self.surprise = symbol, surprise
        self.probabilities = probabilities
        self.terms = sorted(terms, key=lambda term: -term.weight)

    @property
    def expected(self) -> list[tuple[Fact, float]]:
        """Which known symbols were more probable, the most probable first."""
        came, others = math.exp(-self.surprise), {self.symbol, UNSEEN}
        more = [
            (symbol, chance)
            for symbol, chance in self.probabilities.items()
            if chance > came and symbol not in others
        ]
        return sorted(more, key=lambda pair: -pair[1])

    def __str__(self) -> str:
        chance = math.exp(self.surprise)
        head = (
            f"{short(self.symbol)} came: {self.surprise:.2f} nats, 1 in {chance:,.0f}"
        )
        if self.expected:
            told = [f"{short(symbol)} {p:.2f}" for symbol, p in self.expected[:3]]
            head += f"; more expected: {', '.join(told)}"
        rows = [["share", "for it", "order", "count", "because of"]]
        for term in self.terms[: self.top]:
            rows.append(
                [
                    f"{term.weight:.3f}",
                    f"{term.added.get(self.symbol, 0.0):.3f}",
                    str(term.order),
                    "" if term.count is None else f"{term.count:,}",
                    _because(term),
                ]
            )
        widths = [max(map(len, column)) for column in zip(*rows)][:-1]
        lines = [
            "  ".join([*map(str.rjust, cells, widths), because])
            for *cells, because in rows
        ]
        return "\n".join([head, *lines])

    def __repr__(self) -> str:
        return str(self)


def _because(term: Term) -> str:
    if term.concept is None:
        return "(anything can come)"
    return ", ".join(term.facts) or "(whatever was before)"


def terms_of(
    experts: Sequence[StreamPredictor],
    orders: Sequence[Order],
    moments: Sequence[Moment],
    weights: Sequence[float],
    rest: float,
) -> Iterator[Term]:
    """Take the prediction of some experts together apart.

    Parameters
    ----------
    experts, orders, moments, weights : sequence
        The experts, the order that each goes by, where it stands, and how much it is
        believed.
    rest : float
        What is left for what was never seen.
    """
    for at, (expert, order, moment, believed) in enumerate(
        zip(experts, orders, moments, weights)
    ):
        share = believed * (1 - rest)
        for part in expert.contributions(moment[:-1]):
            facts = () if part.concept is None else order.named(part.concept)
            added = {symbol: share * p for symbol, p in part.added.items()}
            yield Term(
                at,
                facts,
                part.concept,
                part.r_level,
                part.count,
                share * part.weight,
                added,
            )

"""Explanation: which concepts fired, and what each added to the prediction.

A prediction is a sum: every concept that fires adds its part to the
probability of each next symbol that it knows, and the uniform distribution
adds the rest.  An explanation is that sum, not yet added up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._support import html
from ..core.symbols import Symbol, Symbols, brief, show, show_symbol
from ..mixture.expert import Contribution


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
            symbol: sum(term.added.get(symbol, 0.0) for term in contributions)
            for symbol in contributions[-1].added
        }

    def table(self) -> list[list[str]]:
        """Give header, rows and sum as text: what every way of printing shows."""
        weights = [term.weight for term in self.contributions]
        return self._table("{:.4f}".format, weights, self.contributions)

    def _table(
        self,
        write: Callable[[float], str],
        weights: Sequence[float | None],
        contributions: Sequence[Contribution],
    ) -> list[list[str]]:
        chances = self.probabilities
        ranked = sorted(chances, key=chances.__getitem__, reverse=True)
        top = ranked[: self.top]
        rows = [["fired", "r_level", "count", "weight", *map(show_symbol, top)]]
        for term, weight in zip(contributions, weights):
            rows.append(
                [
                    _named(term),
                    "" if term.r_level is None else str(term.r_level),
                    "" if term.count is None else f"{term.count:,}",
                    "" if weight is None else f"{weight:.3f}",
                    *(write(term.added[y]) if y in term.added else "" for y in top),
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
        header, *rows, total = ([*map(html.text, row)] for row in self.table())
        caption = f"after {html.code(brief(self.context))}"
        return html.table(header, rows, caption, total)


def _named(term: Contribution) -> str:
    if term.kind == "shared":
        return f"({show(term.concept)})"
    if term.kind == "concept":
        return show(term.concept)
    return f"({term.kind})" if term.concept is None else str(term.concept)

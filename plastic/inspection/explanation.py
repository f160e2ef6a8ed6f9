"""Explanation: which concepts fired, and what each added to the prediction.

A prediction is a sum: every concept that fires adds its part to the
probability of each next symbol that it knows, and the uniform distribution
adds the rest.  An explanation is that sum, not yet added up.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from .._support import html
from .._support.signs import MARKS, ROOT, SPACE, Signs
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols
from ..mixture.expert import Contribution

HEAD = ["fired", "r_level", "count", "weight"]
TOTAL = "probability"
PRIOR = "what the memory that stands behind this one says"
FEEDBACK = "what was reinforced and depotentiated"
REPEATS = "how likely samples that are known are to come again"
WIDTH = 72  # of a line of the legend where the table is narrower


class Explanation:
    """What fired after a prefix, from specific to abstract, and what it added.

    Attributes
    ----------
    context : str or tuple
        What was asked about, with the START it began with, if it did.
    contributions : list of Contribution
        The terms, the most specific concept's first, the uniform
        distribution's last, or, if there are, what repeats and feedback add.
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

    # What is shown -----------------------------------------------------------------

    def table(self) -> list[list[str]]:
        """Give header, rows and sum as text: what every way of printing shows.

        No two rows are called the same, and no two columns.
        """
        top, signs = self._columns(), self._signs()
        rows = [[*HEAD, *map(signs.symbol, top)]]
        for term in self._shown():
            weight = self._weight(term)
            rows.append(
                [
                    self._named(term, signs),
                    "" if term.r_level is None else str(term.r_level),
                    "" if term.count is None else f"{term.count:,}",
                    "" if weight is None else f"{weight:.3f}",
                    *(
                        self._write(term.added[y]) if y in term.added else ""
                        for y in top
                    ),
                ]
            )
        total = [f"{self.probabilities[symbol]:.4f}" for symbol in top]
        return [*rows, [TOTAL, "", "", "1.000", *total]]

    def legend(self) -> list[tuple[str, str]]:
        """Give the signs that :meth:`table` shows, and what each means.

        Examples
        --------
        >>> import plastic
        >>> memory = plastic.PlasticMemory().fit(["snake_case", "snake_kebab"])
        >>> for sign, meaning in memory.explain("snake").legend():
        ...     print(sign, "-", meaning)
        > - START, where a sample begins
        _ - STOP, where a sample ends
        (unseen) - any symbol that was never taught
        '_' - a symbol itself, quoted
        · - the empty past, which always fires
        (uniform) - the same for every symbol
        """
        return [*self._marks(), *self._row_signs()]

    def legend_lines(self, width: int) -> list[str]:
        """Write the legend as lines of so many characters at the most."""
        signs = "; ".join(f"{sign} {meaning}" for sign, meaning in self.legend())
        return textwrap.wrap(signs, width, break_long_words=False)

    @property
    def title(self) -> str:
        """What was asked about, written as :meth:`table` writes symbols."""
        return f"after {self._signs().brief(self.context)}"

    def _marks(self) -> Iterator[tuple[str, str]]:
        """Give the signs for symbols."""
        signs, top = self._signs(), self._columns()
        symbols = self._symbols()
        if START in symbols:
            yield MARKS[START], "START, where a sample begins"
        if STOP in top:
            yield MARKS[STOP], "STOP, where a sample ends"
        if UNSEEN in top:
            yield MARKS[UNSEEN], "any symbol that was never taught"
        if any(signs.symbol(y) == SPACE for y in symbols):
            yield SPACE, "a space"
        if quoted := [symbol for symbol in signs.quoted if symbol in symbols]:
            shown = " ".join(map(signs.symbol, quoted[:3]))
            yield shown, "a symbol itself, quoted"

    def _row_signs(self) -> Iterator[tuple[str, str]]:
        """Give the signs that rows are called by."""
        signs = self._signs()
        for term in self.contributions:
            if term.kind == "shared":
                told = "no concept yet: what would be one if this were learned"
                yield self._named(term, signs), told
        if any(term.concept is not None and not term.concept for term in self._shown()):
            yield ROOT, "the empty past, which always fires"
        if self._has("prior"):
            yield "(prior)", PRIOR
        yield "(uniform)", "the same for every symbol"
        if self._has("repeats"):
            yield "(repeats)", REPEATS
        if self._has("feedback"):
            yield "(feedback)", FEEDBACK

    def _columns(self) -> list[Symbol]:
        """Give the next symbols that have a column, the likeliest first."""
        chances = self.probabilities
        return sorted(chances, key=chances.__getitem__, reverse=True)[: self.top]

    def _shown(self) -> Sequence[Contribution]:
        """Give the terms that have a row."""
        return self.contributions

    def _symbols(self) -> list[Symbol]:
        """List all symbols that are shown."""
        concepts = (term.concept for term in self._shown() if term.concept)
        return [*dict.fromkeys(chain(self.context, self._columns(), *concepts))]

    def _signs(self) -> Signs:
        return Signs(self._symbols(), self._words())

    def _words(self) -> list[str]:
        """Give what else stands at the head of a row or a column."""
        beside = ("repeats", "prior", "feedback")
        named = [f"({kind})" for kind in beside if self._has(kind)]
        return [*HEAD, TOTAL, "(uniform)", *named]

    def _has(self, kind: str) -> bool:
        return any(term.kind == kind for term in self.contributions)

    def _named(self, term: Contribution, signs: Signs) -> str:
        if term.concept is None:
            return f"({term.kind})"
        name = signs.past(term.concept)
        return f"({name})" if term.kind == "shared" else name

    def _weight(self, term: Contribution) -> float | None:
        return term.weight

    _write: Callable[[float], str] = staticmethod("{:.4f}".format)

    # How it is shown ---------------------------------------------------------------

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
                self.title,
                lines[0],
                rule,
                *lines[1:-1],
                rule,
                lines[-1],
                *self.legend_lines(max(len(rule), WIDTH)),
            ]
        )

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        header, *rows, total = ([*map(html.text, row)] for row in self.table())
        caption = f"after {html.code(self._signs().brief(self.context))}"
        places = len(HEAD)
        for row in rows:
            for at in range(places, len(header)):
                told = f"{row[0]}: {row[at] or 'nothing'} for {header[at]}"
                row[at] = html.hinted(row[at], told)
        return html.table(header, rows, caption, total) + html.legend(self.legend())

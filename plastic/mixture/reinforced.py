"""Feedback: a second layer of evidence, of what an environment likes and dislikes.

Samples say what there is; signals say what is wanted.  A signal strengthens, by as
much as it is worth, every transition of its sample, after the last 0 to 3 symbols, in
a table of its sign.  Counts of the graph stay as they are.

From each table a distribution is read off, from the shortest past to the longest, and
what is behind the shortest is the prediction p itself (Dirichlet)::

    wanted_c(y) = (evidence_c(y) + p-or-shorter(y)) / (evidence_c + 1)

and p is made ``wanted / unwanted`` times as probable, but no more than eight times,
and no less than an eighth: so a thumb goes a long way and a hundred are not the end of
all else.  Where nothing was said both are p, and nothing changes.

Evidence is kept as fractions, which add up exactly: what is taken back was never there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from ..core.symbols import Symbol, Symbols, wrap
from .corrected import Corrected
from .expert import Contribution
from .mixture import Mixture
from .waking import WakingExpert

# Chosen, as the two below, on six of the twelve tastes of the benchmark: with shorter
# pasts beginnings are not told apart, and longer ones add nothing.
LONGEST = 3
# What the distribution behind counts for, in signals: of 1, 2, 4 and 8 the best.
BEHIND = 1.0
# Of a symbol: without a bound a memory soon draws the same few samples again and again.
MOST_FACTOR = 8.0

Row: TypeAlias = "tuple[dict[Symbol, float], float]"  # evidence by symbol, and its sum


class Rows(NamedTuple):
    """What was said after a past: of what is wanted, and of what is not."""

    wanted: Row
    unwanted: Row


class Evidence:
    """What signals said of transitions."""

    def __init__(self) -> None:
        # By whether it is wanted: past -> symbol -> how much.
        self._tables: dict[bool, dict[Symbols, dict[Symbol, Fraction]]] = {
            True: {},
            False: {},
        }
        self._rows: dict[Symbols, Rows | None] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Evidence):
            return NotImplemented
        return self._tables == other._tables

    __hash__ = None  # type: ignore[assignment]  # it changes

    def add(self, sample: Symbols, strength: float, times: int) -> None:
        """Add signals about a sample, or, if times is below 0, take some back."""
        table, amount = self._tables[strength > 0], abs(Fraction(strength)) * times
        sequence = wrap(sample)
        for end in range(1, len(sequence)):
            for past in _ends(sequence, end):
                row = table.setdefault(past, {})
                row[sequence[end]] = row.get(sequence[end], Fraction(0)) + amount
                if not row[sequence[end]]:
                    del row[sequence[end]]
                if not row:
                    del table[past]
        self._rows = {}

    def factors(self, context: Symbols, chances: Mapping[Symbol, float]) -> Factors:
        """Give how many times as probable each next symbol is made.

        Parameters
        ----------
        context : str or tuple
            What came so far.
        chances : mapping
            What is predicted without it.

        Returns
        -------
        Factors
            Costs O(symbols that signals named after these pasts).
        """
        said = [
            rows for past in _ends(context, len(context)) if (rows := self._at(past))
        ]
        named = {y for rows in said for row, _ in rows for y in row if chances.get(y)}
        by_symbol = {}
        for symbol in named:
            wanted = unwanted = chances[symbol]
            for likes, dislikes in said:
                wanted = _interpolated(likes, symbol, wanted)
                unwanted = _interpolated(dislikes, symbol, unwanted)
            by_symbol[symbol] = _bounded(wanted / unwanted)
        other = math.prod(
            (unwanted + BEHIND) / (wanted + BEHIND)
            for (_, wanted), (_, unwanted) in said
        )
        return Factors(by_symbol, _bounded(other))

    def _at(self, past: Symbols) -> Rows | None:
        if past not in self._rows:
            kinds = [self._tables[wanted].get(past, {}) for wanted in (True, False)]
            rows = [
                ({y: float(n) for y, n in row.items()}, float(sum(row.values())))
                for row in kinds
            ]
            self._rows[past] = Rows(*rows) if any(kinds) else None
        return self._rows[past]


class Factors(NamedTuple):
    """How many times as probable symbols are made: some by name, and all others."""

    by_symbol: dict[Symbol, float]
    other: float


def _ends(sequence: Symbols, end: int) -> Iterator[Symbols]:
    """Give the last symbols before a place, from none to so many."""
    for length in range(min(end, LONGEST) + 1):
        yield sequence[end - length : end]


def _interpolated(row: Row, symbol: Symbol, shorter: float) -> float:
    by_symbol, total = row
    return (by_symbol.get(symbol, 0.0) + BEHIND * shorter) / (total + BEHIND)


def _bounded(factor: float) -> float:
    return min(MOST_FACTOR, max(1 / MOST_FACTOR, factor))


class Reinforced:
    """Who predicts, and what the environment says of it.

    Parameters
    ----------
    source : WakingExpert, Mixture or Corrected
        Who predicts.
    evidence : Evidence
        What was said.
    """

    def __init__(
        self, source: WakingExpert | Mixture | Corrected, evidence: Evidence
    ) -> None:
        self.source, self.evidence = source, evidence

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""
        return self.source.symbols

    def initial_state(self, context: Symbols) -> Any:
        """Give what matters of a context, which has START where a sample begins."""
        return self.source.initial_state(context), context[-LONGEST:]

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a context with one more symbol."""
        before, latest = state
        one: Any = symbol if isinstance(latest, str) else (symbol,)
        return self.source.next_state(before, symbol), (latest + one)[-LONGEST:]

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next."""
        asked, latest = state
        chances = self.source.distribution(asked)
        by_symbol, other = self.evidence.factors(latest, chances)
        if not by_symbol:
            return chances
        made = {y: p * by_symbol.get(y, other) for y, p in chances.items()}
        total = math.fsum(made.values())
        return {y: p / total for y, p in made.items()}

    def log_probabilities(self, sequence: Symbols, begin: int) -> list[float]:
        """Give the log-probability of each symbol from ``begin`` on, in nats.

        Costs as much as all that can come, at each place.
        """
        logs = self.source.log_probabilities(sequence, begin)
        asked, latest = self.initial_state(sequence[:begin])
        found = []
        for log, symbol in zip(logs, sequence[begin:]):
            chances = self.source.distribution(asked)
            by_symbol, other = self.evidence.factors(latest, chances)
            total = 1.0
            if by_symbol:
                total = math.fsum(
                    p * by_symbol.get(y, other) for y, p in chances.items()
                )
            else:
                other = 1.0
            found.append(log + math.log(by_symbol.get(symbol, other) / total))
            asked, latest = self.next_state((asked, latest), symbol)
        return found

    def contributions(self, state: Any) -> list[Contribution]:
        """Take a prediction apart: as it was, and last what feedback adds."""
        asked, _ = state
        found = self.source.contributions(asked)
        before, after = self.source.distribution(asked), self.distribution(state)
        if isinstance(self.innermost, Mixture):
            added = {y: math.log(p / before[y]) if p else 0.0 for y, p in after.items()}
        else:
            added = {y: p - before[y] for y, p in after.items()}
        return [*found, Contribution(None, "feedback", None, None, {}, 0.0, added)]

    @property
    def innermost(self) -> WakingExpert | Mixture:
        """Who predicts before anything is corrected."""
        source = self.source
        return source.source if isinstance(source, Corrected) else source

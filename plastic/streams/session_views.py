"""Views of a session: as it comes, as a bag, and as counts.

A session is a finite sequence, such as the events of a request.  Each view tells how
surprising it finds one, in nats, and learns and forgets sessions exactly.  What was
never seen costs ``log(n + 1)``, n being what was lived, whatever came before it.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..core.symbols import STOP, Symbol, Symbols, in_order, show_symbol, wrap
from ..state.graph import Graph

LONGEST = 60  # characters of a symbol that people are shown


class Finding(NamedTuple):
    """What a view finds most surprising in a session.

    Attributes
    ----------
    nats : float
        How surprising.
    text : str
        What, for people.
    """

    nats: float
    text: str


def shown(symbol: Symbol) -> str:
    """Write a symbol for people: of a long one, such as a line's template, the end.

    >>> shown("read"), shown("x" * 80) == "…" + "x" * 59
    ('read', True)
    """
    text = show_symbol(symbol)
    return text if len(text) <= LONGEST else f"…{text[1 - LONGEST :]}"


class SessionView(ABC):
    """A way to look at sessions."""

    @abstractmethod
    def learn(self, session: Symbols, times: int = 1) -> None:
        """Learn a session."""

    @abstractmethod
    def forget(self, session: Symbols, times: int = 1) -> None:
        """Forget a session that was learned: exactly undo :meth:`learn`."""

    @abstractmethod
    def nats(self, session: Symbols) -> np.ndarray:
        """Give how surprising its parts are: (parts,), one at the least."""

    @abstractmethod
    def finding(self, session: Symbols) -> Finding:
        """Say what of it is most surprising."""


def as_bag(session: Symbols) -> Symbols:
    """Give a session with its symbols sorted: as if their order did not matter."""
    counts = Counter(session)
    return tuple(key for key in in_order(counts) for _ in range(counts[key]))


class SequenceView(SessionView):
    """Sessions as sequences, in a concept graph of their own.

    Parameters
    ----------
    horizon : int
        How many symbols of the past are looked at, START counted.
    seen_as : callable
        What is made of a session first: ``tuple``, or :func:`as_bag`.
    """

    def __init__(self, horizon: int, seen_as: Callable[[Symbols], Symbols]) -> None:
        self.seen_as = seen_as
        self._graph = Graph((), horizon)
        self._held: Counter[Symbols] = Counter()
        self._lived = 0  # symbols, ends of sessions included

    def learn(self, session: Symbols, times: int = 1) -> None:
        """Learn a session.  Costs O(length x horizon) at the worst."""
        seen = self.seen_as(session)
        ends = range(1, len(seen) + 3)
        self._graph.observe(wrap(seen), ends, times, self._held[seen])
        self._held[seen] += times
        self._lived += times * (len(seen) + 1)

    def forget(self, session: Symbols, times: int = 1) -> None:
        """Forget a session that was learned."""
        seen = self.seen_as(session)
        ends = range(1, len(seen) + 3)
        self._graph.unobserve(wrap(seen), ends, times, self._held[seen])
        self._held[seen] -= times
        if not self._held[seen]:
            del self._held[seen]
        self._lived -= times * (len(seen) + 1)

    def nats(self, session: Symbols) -> np.ndarray:
        """Give the surprise of each symbol, and of its end: (length + 1,)."""
        return self._nats(wrap(self.seen_as(session)))

    def _nats(self, sequence: Symbols) -> np.ndarray:
        known = self._graph.concepts.root["synapses"]
        never = math.log(self._lived + 1)
        logs = self._graph.predictor.log_probabilities(sequence, 1)
        return np.array(
            [
                -log if symbol in known else never
                for symbol, log in zip(sequence[1:], logs)
            ]
        )

    def finding(self, session: Symbols) -> Finding:
        """Say which symbol was most surprising, after what, and what was expected."""
        sequence = wrap(self.seen_as(session))
        nats = self._nats(sequence)
        at = int(nats.argmax()) + 1
        came = sequence[at]
        chances = self._graph.predictor.distribution(sequence[:at])
        expected = max(chances, key=lambda symbol: chances[symbol])
        after = " ".join(map(shown, sequence[max(at - 3, 0) : at]))
        if len(after) > LONGEST:
            after = shown(sequence[at - 1])
        what = "it ended" if came == STOP else f"came {shown(came)}"
        if came not in self._graph.concepts.root["synapses"]:
            what += ", which never came before"
        elif expected != came:
            more = "the end" if expected == STOP else shown(expected)
            what += f", where {more} was expected ({chances[expected]:.0%})"
        return Finding(float(nats[at - 1]), f"after {after} {what}")


class CountsView(SessionView):
    """Sessions as counts: how often each symbol comes in one.

    Of each symbol it is known how many sessions have it how often, and a count is as
    probable as it was frequent (Krichevsky and Trofimov's estimate, half a session
    added to each count that was met, and to all others together).
    """

    def __init__(self) -> None:
        self._counts: dict[Symbol, Counter[int]] = {}  # but for those of 0
        self._sessions = 0

    def learn(self, session: Symbols, times: int = 1) -> None:
        """Learn a session.  Costs O(length)."""
        for symbol, n in Counter(session).items():
            self._counts.setdefault(symbol, Counter())[_told(n)] += times
        self._sessions += times

    def forget(self, session: Symbols, times: int = 1) -> None:
        """Forget a session that was learned.  Costs O(length)."""
        for symbol, n in Counter(session).items():
            counts, told = self._counts[symbol], _told(n)
            counts[told] -= times
            if not counts[told]:
                del counts[told]
                if not counts:
                    del self._counts[symbol]
        self._sessions -= times

    def nats(self, session: Symbols) -> np.ndarray:
        """Give the surprise of each symbol's count: of all that are known, and its."""
        return np.array([*self._surprises(session).values()] or [0.0])

    def _surprises(self, session: Symbols) -> dict[Symbol, float]:
        given = Counter(session)
        return {
            symbol: self._surprise(symbol, given[symbol])
            for symbol in {**self._counts, **given}
        }

    def _surprise(self, symbol: Symbol, n: int) -> float:
        met = self._met(symbol)
        if len(met) == 1:  # in no session at all
            return math.log(self._sessions + 1)
        # One more for all counts that were not met.
        return math.log(
            (self._sessions + 0.5 * (len(met) + 1)) / (met.get(_told(n), 0) + 0.5)
        )

    def _met(self, symbol: Symbol) -> dict[int, int]:
        """Give how many sessions have a symbol how often, 0 included."""
        counts = self._counts.get(symbol, Counter())
        return {0: self._sessions - sum(counts.values()), **counts}

    def finding(self, session: Symbols) -> Finding:
        """Say which symbol came how often, and how often it usually does."""
        surprises = self._surprises(session)
        if not surprises:
            return Finding(0.0, "nothing came")
        # A tie is decided by what comes first in order, not by how it was learned.
        most = max(surprises.values())
        symbol = next(s for s in in_order(surprises) if surprises[s] == most)
        met, n = self._met(symbol), Counter(session)[symbol]
        usual = max(met, key=lambda told: met[told])
        often = f"{shown(symbol)} came {_times(n)}"
        if len(met) == 1:
            return Finding(most, f"{often}, and never before")
        part = met[usual] / (self._sessions or 1)
        return Finding(most, f"{often}, usually {_times(usual)} ({part:.0%})")


EXACT = 8  # counts below which each is told apart; no log has more of what is fixed


def _told(n: int) -> int:
    """Give the count that stands for one: above eight only some, a fifth apart."""
    if n <= EXACT:
        return n
    return round(EXACT * 2 ** (round(4 * math.log2(n / EXACT)) / 4))


def _times(n: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(n, f"{n:,} times")

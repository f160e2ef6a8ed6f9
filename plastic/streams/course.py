"""The course of a stream: what it holds, and how a record changes it.

What is held is the truth, and the concept graphs follow: at any time they are those
that would be grown of the records in the window alone, bit for bit.  A record has
been pushed when :class:`.foresight.Now` says so; whatever interrupts one before that
(Ctrl-C, no memory) leaves the graphs *stale*, and they are grown anew when they are
next used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeAlias

from .._support.symbol_checks import reserved
from ..core.concepts import ConceptGraph
from ..core.prediction import Discounts
from ..core.symbols import START, STOP, UNSEEN
from ..errors import ParameterError, SampleError
from .code_lengths import mixed, weights
from .expert import Moment, StreamPredictor
from .facts import Fact
from .foresight import Now
from .orders import Order
from .reasons import Reasons, terms_of
from .settings import Settings
from .view import Facts
from .window import EVER, Lived, held

EVERY = 16  # records, after which the discounts are estimated anew
RESERVED = frozenset({START, STOP, UNSEEN})

Given: TypeAlias = "tuple[Any, float | None]"  # a record, and when, in seconds
Undone: TypeAlias = "tuple[Now, Lived, list[Lived]]"  # how it was; what came and went


class Recorder(Protocol):
    """Who writes down what happens."""

    def check(self, moments: Sequence[Moment]) -> None:
        """Refuse, by a SampleError, what cannot be written down."""

    def note(self, serial: int, came: Sequence[Lived], gone: Sequence[Lived]) -> None:
        """Be told what is about to come and to go with a record."""

    def note_waiting(self) -> None:
        """Be told that a record waits for the encoders to know their scale."""


class NoRecorder:
    """Nobody does."""

    def check(self, moments: Sequence[Moment]) -> None:
        """Do nothing."""

    def note(self, serial: int, came: Sequence[Lived], gone: Sequence[Lived]) -> None:
        """Do nothing."""

    def note_waiting(self) -> None:
        """Do nothing."""


class Course:
    """What a stream holds, and how a record changes it.

    Parameters
    ----------
    settings : Settings
        What it was told.
    now : Now, optional
        Where it stands.
    lived : iterable of Lived
        What it holds.
    waiting : iterable of Given
        Records that wait for the encoders to know their scale.
    """

    def __init__(
        self,
        settings: Settings,
        now: Now | None = None,
        lived: Iterable[Lived] = (),
        waiting: Iterable[Given] = (),
    ) -> None:
        self.settings = settings
        self.recorder: Recorder = NoRecorder()
        self.waiting = [*waiting]
        self.held = held(settings.limits, lived)
        self.now = now or Now(nats=(0.0,) * len(settings.orders))
        self.undone: Undone | None = None
        self.chances = [1.0] * len(settings.orders)  # that each gave to what came last
        self.stale = False  # the graphs are not what is held grows
        self.regrow()

    def ready(self) -> Course:
        """Put in order what was interrupted; learn what waited for its scale."""
        if self.stale:
            serial, clock = self.now.serial, self.now.clock
            kept = [lived for lived in self.held if lived.serial < serial]
            self.held = held(self.settings.limits, kept)
            self.held.drop(self.held.due(serial - 1, clock))
            self.regrow()
        if self.waiting and self.settings.view.is_fitted:
            while self.now.serial < len(self.waiting):
                self.push(*self.waiting[self.now.serial])
            self.waiting = []
        return self

    def regrow(self) -> None:
        """Grow the graphs of what is held."""
        known = self.now.discounts or (None,) * len(self.settings.orders)
        self.experts = [*map(_expert, self.settings.parsed, known)]
        self.undone, self.stale = None, True
        self._change(learn=self.held, forget=())
        self.stale = False

    def _estimate(self) -> tuple[tuple[Discounts, ...], ...]:
        return tuple(expert.estimate() for expert in self.experts)

    def check(self) -> None:
        """Check that the graphs are what is held grows."""
        for at, expert in enumerate(self.experts):
            expert.concepts.check()
            grown = _expert(self.settings.parsed[at])
            for lived in self.held:
                grown.learn(lived.moments[at])
            assert grown.concepts == expert.concepts
        assert self.now.held == len(self.held)

    def merge(self, other: Course) -> None:
        """Hold also what another one holds, as if it had come before; or by time."""
        if not other.now.held:
            return
        both = [*other.held, *self.held]
        most = self.settings.limits.records
        if len(both) > most:
            raise ParameterError(
                f"together they hold {len(both):,} records, and the window is {most:,}"
            )
        lasts = [lived.until - other.now.serial for lived in other.held]
        lasts += [lived.until - self.now.serial for lived in self.held]
        pairs = sorted(zip(both, lasts), key=lambda pair: pair[0].stamp)
        serial = self.now.serial + other.now.serial
        new = [
            lived._replace(serial=at, until=min(at + most, serial + left, EVER))
            for at, (lived, left) in enumerate(pairs, serial - len(both))
        ]
        clock = max(self.now.clock, other.now.clock)
        now = self.now._replace(serial=serial, held=len(both), clock=clock)
        merged = held(self.settings.limits, new)
        self.recorder.note(serial - 1, (), [*self.held])
        self.recorder.note(serial - 1, new, ())
        self.stale = True
        self.held, self.now = merged, now
        self.ready()
        self.now = self.now._replace(discounts=self._estimate())

    # A record ------------------------------------------------------------------------

    def wait(self, given: Given) -> None:
        """Keep a record until the encoders know their scale."""
        self.recorder.note_waiting()
        self.waiting.append(given)
        if len(self.waiting) >= self.settings.settle:
            self.settings = self.settings.fitted([record for record, _ in self.waiting])
            self.ready()

    def push(self, record: Any, stamp: float | None) -> float:
        """Tell how surprising a record is, learn it, and forget what is too old."""
        now, limits = self.now, self.settings.limits
        symbol, facts, moments = self.moments(record)
        self.recorder.check(moments)
        surprise, nats = self.surprise(symbol, moments)
        clock, stamps = limits.clock(now.clock, now.stamps, stamp)
        came = limits.lived(now.serial, stamp, clock, moments)
        past = (*now.past, facts)[-self.settings.lags :]
        self.stale = True  # until all of it has happened
        changed = self.held.add(came, clock)
        gone = self.held.due(now.serial, clock)
        self.recorder.note(now.serial, changed, gone)
        self._change(learn=(came,), forget=gone)
        serial, left = now.serial + 1, now.held + 1 - len(gone)
        discounts = now.discounts if serial % EVERY else self._estimate()
        self.now = Now(serial, left, clock, stamps, past, record, nats, discounts)
        self.held.drop(gone)
        self.undone = now, came, gone
        self.stale = False
        return surprise

    def moments(self, record: Any) -> tuple[Fact, Facts, tuple[Moment, ...]]:
        """Give a record's symbol, its facts, and what it is in each order."""
        now, settings = self.now, self.settings
        facts = settings.view.facts(record, now.before)
        symbol = facts[settings.place][0]
        if symbol in RESERVED:
            raise SampleError(reserved((symbol,)))
        moments = [
            (*order.context(facts, now.past), symbol) for order in settings.parsed
        ]
        return symbol, facts, tuple(moments)

    def surprise(
        self, symbol: Fact, moments: Sequence[Moment]
    ) -> tuple[float, tuple[float, ...]]:
        """Give the nats that a record costs, and those of each order lately then."""
        lived, nats = self.now.held, self.now.nats
        if not self.experts[0].width(symbol):
            self.chances = [1 / (lived + 1)] * len(moments)
            return math.log(lived + 1), nats
        self.chances = chances = [
            expert.chance(moment) for expert, moment in zip(self.experts, moments)
        ]
        surprise, nats = mixed(nats, chances)
        return surprise + math.log1p(1 / lived), nats

    def distribution(self, record: Any, now: Now) -> dict[Fact, float]:
        """Give the probability of each symbol that can come as this record's."""
        facts = self.settings.view.facts(record, now.before)
        rest = 1 / (now.held + 1)  # of what was never seen
        chances = dict.fromkeys(self.experts[0].symbols, 0.0)
        orders = zip(self.experts, self.settings.parsed, weights(now.nats))
        for expert, order, weight in orders:
            said = expert.distribution(order.context(facts, now.past))
            for symbol, chance in said.items():
                chances[symbol] += weight * (1 - rest) * chance
        return {**chances, UNSEEN: rest}

    # Why -----------------------------------------------------------------------------

    def reasons(self, record: Any) -> Reasons:
        """Take apart what is said of a record that may come next."""
        symbol, _, moments = self.moments(record)
        surprise, _ = self.surprise(symbol, moments)
        chances = self.distribution(record, self.now)
        believed, rest = weights(self.now.nats), chances[UNSEEN]
        orders = self.settings.parsed
        terms = terms_of(self.experts, orders, moments, believed, rest)
        return Reasons(symbol, surprise, chances, [*terms])

    def last_reasons(self, undone: Undone) -> Reasons:
        """Undo the last push, exactly; tell what was said of it; redo it."""
        before, came, gone = undone
        now = self.now
        self.stale = True
        self._change(learn=gone, forget=(came,))
        self.now = before
        try:
            return self.reasons(now.before)
        finally:
            self.now = now
            self._change(learn=(came,), forget=gone)
            self.stale = False

    def _change(self, learn: Iterable[Lived], forget: Iterable[Lived]) -> None:
        """Let the graphs learn some records, and forget others."""
        for at, expert in enumerate(self.experts):
            for lived in learn:
                expert.learn(lived.moments[at])
            for lived in forget:
                expert.forget(lived.moments[at])


def _expert(
    order: Order, discounts: Sequence[Discounts] | None = None
) -> StreamPredictor:
    return StreamPredictor(ConceptGraph((), max(len(order.looks), 1)), discounts)

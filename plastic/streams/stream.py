"""A stream: one endless sequence, predicted, learned and forgotten record by record.

What is held is the truth, and the concept graphs follow: at any time they are those
that would be grown of the records in the window alone, bit for bit.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from .._support.arguments import generator, whole
from .._support.locking import Synchronized, synchronized
from .._support.short import short
from .._support.symbol_checks import reserved
from ..core.concepts import ConceptGraph
from ..core.symbols import START, STOP, UNSEEN
from ..errors import GenerationError, NotLearnedError, ParameterError, SampleError
from .classes import Category
from .clocks import TIME, seconds
from .code_lengths import mixed, weights
from .expert import Moment, StreamPredictor
from .facts import Encoder, Fact
from .foresight import Now, after, as_temperature, drawn, next_record, with_target
from .orders import Order, orders_of, parse
from .reasons import Reasons, terms_of
from .view import Facts, View, as_view
from .window import Lived, Window, held

MOST_BACK = 100  # records; a run of pasts hands down a product of so many discounts
RESERVED = frozenset({START, STOP, UNSEEN})


class Stream(Synchronized):
    """An endless sequence that is predicted, learned and forgotten as it comes.

    Parameters
    ----------
    view : Encoder or View, default Category()
        What is looked at.  An encoder: of records that are values.  What
        :func:`plastic.view` gives: of records that are mappings of fields.
    target : str, optional
        Which of the view's encoders is predicted; not needed where there is one.
    window : int, timedelta or None, default 10,000
        How many records are held, or how old they may be; None: all.
    horizon : int, default 8
        How many records back is looked.
    decay : float, optional
        With what probability a record that is held still is after another one: so
        that old records fade, and do not go all at one age.
    orders : "all", "flat", or sequence of sequences of str, default "all"
        In which orders facts become a past, see :func:`plastic.streams.orders.parse`;
        each has a graph of its own.  ``"flat"``: what came last, nothing else, which
        is the quickest.  ``"all"``: those that suit the view.
    settle : int, default 100
        After how many records the encoders know their scale that were not told one.
        Until then nothing is expected.
    time : str, default "time"
        Which field says when a record came.

    Raises
    ------
    ParameterError
        One of these cannot be.

    Notes
    -----
    A push costs the same however much came before: some 25 microseconds an order
    with a window of 10,000 records, which take some 10 MB.

    Threads may share a stream: its verbs take turns.

    Examples
    --------
    >>> stream = Stream()
    >>> first = [stream.push(symbol) for symbol in "abcabcabcabc"]
    >>> f"{stream.push('a'):.2f} {stream.push('x'):.2f}"
    '0.15 2.64'
    >>> stream
    <Stream of value: 14 of 10,000 records, 4 symbols, 11 concepts>
    """

    def __init__(
        self,
        view: Encoder | View | None = None,
        *,
        target: str | None = None,
        window: int | dt.timedelta | None = 10_000,
        horizon: int = 8,
        decay: float | None = None,
        orders: str | Sequence[Sequence[str]] = "all",
        settle: int = 100,
        time: str = TIME,
    ) -> None:
        self._view = as_view(Category() if view is None else view)
        if target is None:
            if len(self._view.encoders) > 1:
                raise ParameterError(
                    "which of the view is to be predicted? Give target=, one of "
                    f"{', '.join(self._view.encoders)}"
                )
            (target,) = self._view.encoders
        self._target = self._view.place(target)
        self._window = Window(window, decay)
        self._time, self._settle = time, whole(settle, "settle", least=1)
        horizon = whole(horizon, "horizon", least=1, most=MOST_BACK)
        named = orders_of(self._view, target, orders, horizon)
        self._params = {
            "target": target,
            "window": window,
            "horizon": horizon,
            "decay": decay,
            "orders": named,
            "settle": settle,
            "time": time,
        }
        self._orders = [parse(self._view, target, order) for order in named]
        self._lags = max([1, *(order.lags for order in self._orders)])
        self._now = Now(nats=(0.0,) * len(named))
        self._held = held(self._window)
        self._unfitted: list[tuple[Any, float | None]] = []  # until there is a scale
        self._stale = False  # the graphs are not what is held grows
        self._experts = [*map(_expert, self._orders)]
        self._undone: Undone | None = None

    # What it is --------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What is looked at, its encoders fitted as soon as they are."""
        return self._view

    @property
    def target(self) -> str:
        """What is predicted."""
        return str(self._params["target"])

    @property
    def encoder(self) -> Encoder:
        """The encoder of what is predicted."""
        return self._view.encoders[self.target]

    @property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        """In which orders facts become a past."""
        return tuple(order.text for order in self._orders)

    @property
    def is_settled(self) -> bool:
        """Whether the encoders know their scale, and records are learned."""
        return self._view.is_fitted

    def get_params(self) -> dict[str, Any]:
        """Give what it was told: the arguments, `view` as it is now."""
        return {"view": self._view, **self._params}

    def __len__(self) -> int:
        """Count the records that are held."""
        return len(self._held) + len(self._unfitted)

    @property
    def pushed(self) -> int:
        """How many records came."""
        return self._now.serial + len(self._unfitted)

    @property
    def graphs(self) -> list[ConceptGraph]:
        """The concept graph of each order."""
        self._ready()
        return [expert.concepts for expert in self._experts]

    @property
    def weights(self) -> list[float]:
        """How much each order is believed now: together 1."""
        return weights(self._now.nats)

    def __repr__(self) -> str:
        window = self._params["window"]
        most = f" of {window:,}" if isinstance(window, int) else ""
        if not self.is_settled:
            return f"<Stream of {self.target}: {len(self)} records, not settled yet>"
        graphs = self.graphs
        return (
            f"<Stream of {self.target}: {len(self):,}{most} records, "
            f"{len(graphs[0].root['synapses']):,} symbols, "
            f"{sum(map(len, graphs)):,} concepts>"
        )

    # Records -----------------------------------------------------------------------

    @synchronized
    def push(self, record: Any, time: Any = None) -> float:
        """Tell how surprising a record is, learn it, and forget what is too old.

        Parameters
        ----------
        record : mapping, or a value
            What came.
        time : datetime, str or float, optional
            When; None: what its time field says.

        Returns
        -------
        float
            Its surprise in nats, ``-log P(record | all that is held)``.  What was
            never seen costs ``log(n + 1)``, n records being held.  0 as long as the
            encoders have not settled.

        Raises
        ------
        SampleTypeError
            It is no record.
        SampleError
            It holds a symbol that plastic reserves, or `time` is no time.

        Notes
        -----
        A clock that goes back is taken to stand: the record is learned as one of the
        latest, with the hour that it tells.  One that jumps ahead is believed when
        another record confirms it, so that a single wrong stamp makes nothing
        forget; so is one that goes back by more than the window.
        """
        given = self._read(record, time)
        if not self._view.is_fitted:
            return self._wait(given)
        self._ready()
        return self._push(*given)

    @synchronized
    def surprise(self, record: Any, time: Any = None) -> float:
        """Tell how surprising a record would be, in nats, and learn nothing.

        Parameters, result and errors are those of :meth:`push`.
        """
        given, _ = self._read(record, time)
        if not self._view.is_fitted:
            return 0.0
        self._ready()
        symbol, _, moments = self._moments(given)
        return self._surprise(symbol, moments)[0]

    @synchronized
    def predict_proba(self, given: Any = None) -> dict[Fact, float]:
        """Give the probability of each symbol that can come next.

        Parameters
        ----------
        given : mapping, optional
            What is known of the next record.  Fields that are not given are taken to
            be as they were, and it to come after the usual interval.

        Returns
        -------
        dict
            Symbol -> probability; last :data:`plastic.UNSEEN`, for all that is not
            held.  :attr:`encoder` tells by ``value`` what a symbol stands for.

        Examples
        --------
        >>> stream = Stream()
        >>> for symbol in "abababab":
        ...     _ = stream.push(symbol)
        >>> {symbol: round(p, 2) for symbol, p in stream.predict_proba().items()}
        {'a': 0.82, 'b': 0.07, UNSEEN: 0.11}
        """
        self._ready()
        if not self._view.is_fitted or not self._held:
            return {UNSEEN: 1.0}
        record = next_record(self._view, self._now, self._time, given)
        return self._distribution(record, self._now)

    @synchronized
    def explain(self, record: Any = None, time: Any = None) -> Reasons:
        """Tell why a record was as surprising as it was, by the concepts that fired.

        Parameters
        ----------
        record : mapping or value, optional
            One that may come next; None: the last one that was pushed, as if it had
            not been learned yet.
        time : datetime, str or float, optional
            When it comes.

        Returns
        -------
        Reasons
            To be printed, or looked into.

        Raises
        ------
        NotLearnedError
            None was pushed since the stream was made, opened or merged.

        Examples
        --------
        >>> stream = Stream(horizon=2)
        >>> for symbol in "abcabcabx":
        ...     _ = stream.push(symbol)
        >>> print(stream.explain())
        'x' came: 2.20 nats, 1 in 9; more expected: 'c' 0.53, 'a' 0.21, 'b' 0.15
        share  for it  order  count  because of
        0.378   0.000      0      2  value@2='a', value@1='b'
        0.374   0.000      0         (anything can come)
        0.136   0.000      0      8  (whatever was before)
        """
        self._ready()
        if record is not None:
            given, _ = self._read(record, time)
            return self._reasons(given)
        if self._undone is None:
            raise NotLearnedError("no record was pushed yet: give the one to explain")
        return self._as_before(self._undone)

    @synchronized
    def generate(
        self,
        n: int = 1,
        *,
        temperature: float = 1.0,
        rng: int | np.random.Generator | None = None,
    ) -> list[Any]:
        """Draw what may come next, record after record; learn nothing.

        Parameters
        ----------
        n : int, default 1
            How many steps ahead.
        temperature : float, default 1
            1 draws by probability, less more boldly, more more wildly; 0 takes the
            most probable symbol at each step.
        rng : int, numpy.random.Generator or None
            Seeds what is drawn.

        Returns
        -------
        list
            Values of the target; of numbers, the middles of parts.  Other fields are
            taken to stay, and records to come at the usual interval.

        Raises
        ------
        ParameterError
            An argument cannot be.
        GenerationError
            Nothing is held that could come.

        Examples
        --------
        >>> stream = Stream()
        >>> for symbol in "abcd" * 9:
        ...     _ = stream.push(symbol)
        >>> stream.generate(6, temperature=0)
        ['a', 'b', 'c', 'd', 'a', 'b']
        """
        count, rng = whole(n, "n"), generator(rng)
        heat = as_temperature(temperature)
        self._ready()
        if not self._view.is_fitted or not self._held:
            raise GenerationError("nothing was learned yet that could come")
        found, now = list[Any](), self._now
        view, target = self._view, self._target
        for _ in range(count):
            record = next_record(view, now, self._time)
            symbol = drawn(self._distribution(record, now), heat, rng)
            value = self.encoder.value(symbol)
            found.append(value)
            record = with_target(view, target, record, now.before, value)
            now = after(view, now, record, self._time, self._lags)
        return found

    @synchronized
    def check(self) -> None:
        """Check all that must hold of a stream; for tests.  Costs as much as learning.

        Raises
        ------
        AssertionError
            A graph is not the one that its moments grow.
        """
        self._ready()
        for at, expert in enumerate(self._experts):
            expert.concepts.check()
            grown = _expert(self._orders[at])
            for lived in self._held:
                grown.learn(lived.moments[at])
            assert grown.concepts == expert.concepts

    # How it is done ------------------------------------------------------------------

    def _read(self, record: Any, time: Any) -> tuple[Any, float | None]:
        """Give a record that can be read, and when it comes, in seconds."""
        record = self._view.checked(record)
        if time is not None:
            stamp = seconds(time)
            if stamp is None:
                raise SampleError(f"time={short(time)} is no time: give a datetime")
            if not self._view.alone:
                record = {**record, self._time: time}
            return record, stamp
        return record, None if self._view.alone else seconds(record.get(self._time))

    def _wait(self, given: tuple[Any, float | None]) -> float:
        """Keep a record until the encoders know their scale."""
        self._unfitted.append(given)
        if len(self._unfitted) >= self._settle:
            self._view = self._view.fitted([record for record, _ in self._unfitted])
            self._ready()
        return 0.0

    def _ready(self) -> None:
        """Put in order what was interrupted; learn what waited for its scale."""
        if self._stale:
            serial, clock = self._now.serial, self._now.clock
            kept = [lived for lived in self._held if lived.serial < serial]
            self._held = held(self._window, kept)
            self._held.drop(self._held.due(serial - 1, clock))
            self._now = self._now._replace(held=len(self._held))
            self._regrow()
        if self._unfitted and self._view.is_fitted:
            while self._now.serial < len(self._unfitted):
                self._push(*self._unfitted[self._now.serial])
            self._unfitted = []

    def _regrow(self) -> None:
        """Grow the graphs of what is held."""
        experts = [*map(_expert, self._orders)]
        for lived in self._held:
            for expert, moment in zip(experts, lived.moments):
                expert.learn(moment)
        for expert in experts:
            expert.renew()
        self._experts, self._undone, self._stale = experts, None, False

    def _was_interrupted(self) -> None:
        self._stale = True

    def _push(self, record: Any, stamp: float | None) -> float:
        now = self._now
        symbol, facts, moments = self._moments(record)
        surprise, nats = self._surprise(symbol, moments)
        clock, stamps = self._window.clock(now.clock, now.stamps, stamp)
        came = self._window.lived(now.serial, stamp, clock, moments)
        past = (*now.past, facts)[-self._lags :]
        self._stale = True  # until all of it has happened
        self._held.add(came, clock)
        gone = self._held.due(now.serial, clock)
        self._change(learn=[came], forget=gone)
        left = now.held + 1 - len(gone)
        self._now = Now(now.serial + 1, left, clock, stamps, past, record, nats)
        self._held.drop(gone)
        self._undone = now, came, gone
        self._stale = False
        return surprise

    def _moments(
        self, record: Any, now: Now | None = None
    ) -> tuple[Fact, Facts, tuple[Moment, ...]]:
        """Give a record's symbol, its facts, and what it is in each order."""
        now = self._now if now is None else now
        facts = self._view.facts(record, now.before)
        symbol = facts[self._target][0]
        if symbol in RESERVED:
            raise SampleError(reserved((symbol,)))
        moments = [(*order.context(facts, now.past), symbol) for order in self._orders]
        return symbol, facts, tuple(moments)

    def _surprise(
        self, symbol: Fact, moments: tuple[Moment, ...]
    ) -> tuple[float, tuple[float, ...]]:
        """Give the nats that a record costs, and those of each order lately then."""
        lived, nats = self._now.held, self._now.nats
        if not self._experts[0].width(symbol):
            return math.log(lived + 1), nats
        chances = [
            expert.chance(moment) for expert, moment in zip(self._experts, moments)
        ]
        surprise, nats = mixed(nats, chances)
        return surprise + math.log1p(1 / lived), nats

    def _distribution(self, record: Any, now: Now) -> dict[Fact, float]:
        """Give the probability of each symbol that can come as this record's."""
        facts = self._view.facts(record, now.before)
        rest = 1 / (now.held + 1)  # of what was never seen
        believed = weights(now.nats)
        chances = dict.fromkeys(self._experts[0].symbols, 0.0)
        for expert, order, weight in zip(self._experts, self._orders, believed):
            said = expert.distribution(order.context(facts, now.past))
            for symbol, chance in said.items():
                chances[symbol] += weight * (1 - rest) * chance
        return {**chances, UNSEEN: rest}

    # Why ----------------------------------------------------------------------------

    def _reasons(self, record: Any) -> Reasons:
        """Take apart what is said of a record that may come next."""
        if not self._view.is_fitted:
            return Reasons(UNSEEN, 0.0, {UNSEEN: 1.0}, [])
        symbol, _, moments = self._moments(record)
        surprise, _ = self._surprise(symbol, moments)
        chances = self._distribution(record, self._now)
        rest = chances[UNSEEN]
        terms = terms_of(self._experts, self._orders, moments, self.weights, rest)
        return Reasons(symbol, surprise, chances, [*terms])

    def _as_before(self, undone: Undone) -> Reasons:
        """Undo the last push, exactly; tell what was said of it; redo it."""
        before, came, gone = undone
        now = self._now
        self._stale = True
        self._change(learn=gone, forget=[came])
        self._now = before
        try:
            return self._reasons(now.before)
        finally:
            self._now = now
            self._change(learn=[came], forget=gone)
            self._stale = False

    def _change(self, learn: list[Lived], forget: list[Lived]) -> None:
        """Let the graphs learn some records, and forget others."""
        for at, expert in enumerate(self._experts):
            for lived in learn:
                expert.learn(lived.moments[at])
            for lived in forget:
                expert.forget(lived.moments[at])
            expert.renew()


Undone: TypeAlias = "tuple[Now, Lived, list[Lived]]"  # how it was; what came and went


def _expert(order: Order) -> StreamPredictor:
    return StreamPredictor(ConceptGraph((), max(len(order.looks), 1)))

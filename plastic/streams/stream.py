"""A stream: one endless sequence, predicted, learned and forgotten as it comes.

Each verb checks what it is given and lets :mod:`.course` do it.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .._support.arguments import generator, whole
from .._support.locking import Synchronized, synchronized
from .._support.short import short
from ..core.concepts import ConceptGraph
from ..core.symbols import UNSEEN
from ..errors import GenerationError, NotLearnedError, ParameterError, SampleError
from .classes import Category
from .clocks import TIME, seconds
from .code_lengths import weights
from .course import Course, Given
from .facts import Encoder, Fact
from .foresight import Now, after, as_temperature, drawn, next_record, with_target
from .reasons import Reasons
from .settings import Settings
from .view import View, as_view
from .window import Lived

if TYPE_CHECKING:
    from typing_extensions import Self


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
    A push costs the same however much came before: some 30 microseconds with one
    order and a window of 10,000 records, which take some 15 MB; each further order
    adds about half of that.

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
        seen = as_view(Category() if view is None else view)
        settings = Settings.checked(
            seen,
            target,
            orders,
            window=window,
            horizon=horizon,
            decay=decay,
            settle=settle,
            time=time,
        )
        self._course = Course(settings)

    @classmethod
    def of(cls, course: Course) -> Self:
        """Make a stream of a course that was begun already.

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category())
        >>> Stream.of(stream.course).target
        'value'
        """
        stream = cls.__new__(cls)
        stream._course = course
        return stream

    def __reduce__(self) -> tuple[Any, ...]:
        course = self._course.ready()
        parts = course.settings, course.now, [*course.held], [*course.waiting]
        return _stream, parts

    def copy(self) -> Stream:
        """Give another stream that has come as far, and goes its own way.

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category())
        >>> nats = [stream.push(symbol) for symbol in "abcabc"]
        >>> other = stream.copy()
        >>> nat = other.push("a")
        >>> stream.pushed, other.pushed
        (6, 7)
        """
        with self._lock:
            return _stream(*self.__reduce__()[1])

    # What it is --------------------------------------------------------------------

    @property
    def course(self) -> Course:
        """What is held: to look at, for what writes it to files."""
        return self._course.ready()

    @property
    def view(self) -> View:
        """What is looked at, its encoders fitted as soon as they are."""
        return self._course.settings.view

    @property
    def target(self) -> str:
        """What is predicted."""
        return self._course.settings.target

    @property
    def encoder(self) -> Encoder:
        """The encoder of what is predicted."""
        return self._course.settings.encoder

    @property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        """In which orders facts become a past."""
        return self._course.settings.orders

    @property
    def is_settled(self) -> bool:
        """Whether the encoders know their scale, and records are learned."""
        return self.view.is_fitted

    def get_params(self) -> dict[str, Any]:
        """Give what it was told: the arguments, `view` as it is now.

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category(), window=100)
        >>> stream.get_params()["window"]
        100
        >>> stream.get_params()["view"] is stream.view
        True
        """
        return self._course.settings.as_dict()

    def __len__(self) -> int:
        """Count the records that are held."""
        return len(self._course.held) + len(self._course.waiting)

    @property
    def pushed(self) -> int:
        """How many records came."""
        return self._course.now.serial + len(self._course.waiting)

    @property
    def graphs(self) -> list[ConceptGraph]:
        """The concept graph of each order."""
        return [expert.concepts for expert in self._course.ready().experts]

    @property
    def weights(self) -> list[float]:
        """The weight of each order now; they sum to 1."""
        return weights(self._course.now.nats)

    @property
    def by_order(self) -> list[float]:
        """How surprising the last record was to each order by itself, in nats.

        The last that was pushed, or asked about by :meth:`surprise`.
        """
        return [-math.log(chance) for chance in self._course.chances]

    @synchronized
    def __repr__(self) -> str:
        if not self.is_settled:
            return f"<Stream of {self.target}: {len(self)} records, not settled yet>"
        graphs, window = self.graphs, self.get_params()["window"]
        most = f" of {window:,}" if isinstance(window, int) else ""
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

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category(), window=100)
        >>> nats = [stream.push(symbol) for symbol in "abc" * 30]
        >>> stream.push("a") < 0.5 < stream.push("c")
        True
        >>> stream.is_settled, stream.encoder, len(stream)
        (True, Category(of=None), 92)
        >>> len(stream.orders) == len(stream.graphs) == len(stream.weights)
        True
        >>> len(stream.by_order)  # nats of the latest record, by each order
        1
        """
        given, course = self._read(record, time), self._course.ready()
        if not self.is_settled:
            course.wait(given)
            return 0.0
        return course.push(*given)

    @synchronized
    def surprise(self, record: Any, time: Any = None) -> float:
        """Tell how surprising a record would be, in nats, and learn nothing.

        Parameters, result and errors are those of :meth:`push`.

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category())
        >>> nats = [stream.push(symbol) for symbol in "abc" * 30]
        >>> stream.surprise("a") < stream.surprise("b"), len(stream)
        (True, 90)
        """
        (given, _), course = self._read(record, time), self._course.ready()
        if not self.is_settled:
            return 0.0
        symbol, _, moments = course.moments(given)
        return course.surprise(symbol, moments)[0]

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
        {'a': 0.83, 'b': 0.06, UNSEEN: 0.11}
        """
        course = self._course.ready()
        if not course.now.held:
            return {UNSEEN: 1.0}
        record = next_record(course.settings, course.now, given)
        return course.distribution(record, course.now)

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
        'x' came: 2.20 nats, 1 in 9; more expected: 'c' 0.56, 'a' 0.19, 'b' 0.13
        share  for it  order  count  because of
        0.431   0.000      0      2  value@2='a', value@1='b'
        0.331   0.000      0         (anything can come)
        0.127   0.000      0      8  (whatever was before)
        """
        course = self._course.ready()
        if record is not None:
            if not self.is_settled:
                raise NotLearnedError("nothing is expected yet: the scale is not known")
            return course.reasons(self._read(record, time)[0])
        if course.undone is None:
            raise NotLearnedError("no record was pushed yet: give the one to explain")
        return course.last_reasons(course.undone)

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
            Nothing is held that could come; or the target tells times, of which no
            fact says all.

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
        course = self._course.ready()
        found, now, settings = list[Any](), course.now, course.settings
        if not now.held:
            raise GenerationError("nothing was learned yet that could come")
        if not settings.encoder.has_values:
            raise GenerationError(
                f"{self.target} has no values to go on with: predict_proba() tells "
                "what comes next"
            )
        for _ in range(count):
            record = next_record(settings, now)
            symbol = drawn(course.distribution(record, now), heat, rng)
            value = settings.encoder.value(symbol)
            found.append(value)
            now = after(settings, now, with_target(settings, record, now, value))
        return found

    def merge(self, other: Stream) -> Self:
        """Hold also what another stream holds.

        Its records count as older than all that are held here; where the window is a
        timedelta, all go by their time.  What comes next goes on from here.

        Parameters
        ----------
        other : Stream
            Told the same, its encoders fitted to the same scale.

        Returns
        -------
        Stream
            Itself.

        Raises
        ------
        ParameterError
            It was told something else; or a window of so many records has no room
            for both.

        Examples
        --------
        >>> streams = Stream(horizon=2), Stream(horizon=2)
        >>> for symbol in "abcabc":
        ...     _ = [stream.push(symbol) for stream in streams]
        >>> len(streams[0].merge(streams[1]))
        12
        """
        if not isinstance(other, Stream):
            raise ParameterError(f"merge needs a Stream, not {short(other)}")
        mine, theirs = self.get_params(), other.get_params()
        differ = [name for name, value in mine.items() if theirs[name] != value]
        if differ or not self.is_settled:
            raise ParameterError(
                f"these streams cannot be merged, for they differ in "
                f"{', '.join(differ) or 'nothing, but their encoders have no scale'}"
            )
        course = other.copy().course  # each is locked for itself
        with self._lock:
            self._course.ready().merge(course)
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the stream to a file, which :func:`plastic.load` reads.

        Parameters
        ----------
        path : str or os.PathLike
            Where to; what is there is replaced whole or not at all.

        Raises
        ------
        SampleError
            A symbol is of a type that no file can hold.
        BusyError
            The file is open.
        DataError
            It cannot be written.

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "letters.plastic")
        >>> stream = Stream(plastic.Category())
        >>> nats = [stream.push(symbol) for symbol in "abc" * 30]
        >>> stream.save(path)
        >>> plastic.load(path).surprise("a") == stream.surprise("a")
        True
        """
        from .files import save  # SQLite is needed for files alone

        save(path, self.copy().course)

    @synchronized
    def check(self) -> None:
        """Check all that must hold of a stream; for tests.  Costs as much as learning.

        Raises
        ------
        AssertionError
            A graph is not the one that its moments grow.

        Examples
        --------
        >>> import plastic
        >>> stream = Stream(plastic.Category(), window=10)
        >>> nats = [stream.push(symbol) for symbol in "abc" * 30]
        >>> stream.check()  # nothing is said: all is well
        """
        self._course.ready().check()

    def _read(self, record: Any, time: Any) -> Given:
        """Give a record that can be read, and when it comes, in seconds."""
        settings = self._course.settings
        record = settings.view.checked(record)
        if time is not None:
            stamp = seconds(time)
            if stamp is None:
                raise SampleError(f"time={short(time)} is no time: give a datetime")
            if not settings.view.alone:
                record = {**record, settings.time: time}
            return record, stamp
        if settings.view.alone:
            return record, None
        return record, seconds(record.get(settings.time))

    def _was_interrupted(self) -> None:
        self._course.stale = True


def _stream(
    settings: Settings, now: Now, lived: list[Lived], waiting: list[Given]
) -> Stream:
    return Stream.of(Course(settings, now, lived, waiting))

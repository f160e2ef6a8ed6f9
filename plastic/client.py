"""A client of the service: a memory elsewhere, by the verbs it has here.

It needs nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import selectors
import urllib.parse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from . import errors
from ._support.json_codec import decode_all, encode_all
from .core.symbols import START, STOP, UNSEEN, Sample, Symbol, Symbols
from .errors import AccessError, ParameterError, PlasticError, ServiceError

if TYPE_CHECKING:
    from typing_extensions import Self

_MARKS: dict[str, Symbol] = {mark.name: mark for mark in (START, STOP, UNSEEN)}
TIMEOUT = 30.0  # seconds: the service itself gives up earlier


class Completion(NamedTuple):
    """A whole sample, and how probable it is given its prefix."""

    sample: Sample
    probability: float


class Completions(list[Completion]):
    """The most probable samples, the best first.

    Attributes
    ----------
    proven : bool
        Whether there are as many as were asked for, or no more.
    steps : int
        How many beginnings the search looked at.
    """

    def __init__(self, found: list[Completion], proven: bool, steps: int) -> None:
        super().__init__(found)
        self.proven, self.steps = proven, steps


class Drawn(list[Any]):
    """Samples that were drawn.

    Attributes
    ----------
    cut : list of bool
        Of which `max_length` was the end.
    """

    def __init__(self, samples: list[Any], cut: list[bool]) -> None:
        super().__init__(samples)
        self.cut = cut


class Event(NamedTuple):
    """What happened to a memory.

    Attributes
    ----------
    kind : {"learn", "forget", "reinforce", "retract", "watch", "unwatch"}
        Which verb.
    sample : str, tuple or None
        What it was about; None: a stream, or all samples.
    facts : dict
        What else is told: ``times``, ``samples``, ``concepts``, ``stream``, ...
    """

    kind: str
    sample: Symbols | None
    facts: dict[str, Any]


class Watched(NamedTuple):
    """What a service says of a record of a stream.

    Attributes
    ----------
    at : int
        Which record, from 1 on.
    record : object
        It.
    nats : float or None
        How odd it was; None: nothing was expected yet.
    alarm : bool
        Whether it is as rare as an alarm, and no other goes on already.
    odds, why : str
        The same in words, and what made an alarm.
    """

    at: int
    record: Any
    nats: float | None
    alarm: bool
    odds: str
    why: str


class Client:
    """A memory that a service holds (``plastic serve``).

    Parameters
    ----------
    address : str, default "http://127.0.0.1:8000"
        Of the service.
    token : str, optional
        What the service was started with; to write, or from another machine.
    timeout : float, default 30
        How many seconds to wait for an answer.

    Notes
    -----
    Threads may share one; connections are kept for the next question.  Errors are
    those that the memory itself raises; :class:`plastic.ServiceError` and
    :class:`plastic.AccessError` are of what lies between.

    Examples
    --------
    After ``plastic serve names.plastic`` the address is ``"http://127.0.0.1:8000"``;
    the memory that is asked here holds emma, emily and ava, and to write to it takes a
    token.

    >>> from plastic.client import Client
    >>> memory = Client(address)
    >>> len(memory), [known.sample for known in memory.complete("em", known=True)]
    (3, ['emma', 'emily'])
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000",
        token: str | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._url = _checked(address)
        self._timeout = timeout
        self._headers = {"Content-Type": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._idle: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the next question opens a new one.

        Examples
        --------
        >>> memory = Client(address)
        >>> memory.close()
        """
        while self._idle:
            self._idle.pop().close()

    def __del__(self) -> None:
        if hasattr(self, "_idle"):  # else its address was refused
            self.close()

    def __repr__(self) -> str:
        return f"<Client of {self._url.geturl()}>"

    # The verbs of a memory -----------------------------------------------------------

    def __len__(self) -> int:
        return int(self.info()["samples"])

    def info(self) -> dict[str, Any]:
        """Tell what the memory holds.

        Examples
        --------
        >>> Client(address).info()["samples"]
        3
        """
        return self._asked("info")

    def learn(self, sample: Sequence[Symbol], times: int = 1) -> dict[str, Any]:
        """Learn a sample; it is on disk when this returns.

        Returns
        -------
        dict
            ``samples`` and ``concepts`` held then, ``abstracted``, a list of concepts,
            ``lifted``, how many were, and ``evicted``, a list of samples.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> memory.learn("mia")["samples"]
        4
        >>> memory.forget("mia")["samples"]
        3
        """
        told = self._asked("learn", sample=_written(sample), times=times)
        concepts: list[Any] = [*map(_concept, told["abstracted"])]
        if isinstance(sample, str):
            concepts = [*map("".join, concepts)]
        told["abstracted"] = concepts
        told["evicted"] = [*map(decode_all, told["evicted"])]
        return told

    def forget(self, sample: Sequence[Symbol], times: int = 1) -> dict[str, Any]:
        """Forget a sample, to the last byte of the file.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> before = memory.log_prob("emma")
        >>> told = memory.learn("mia"), memory.forget("mia")
        >>> memory.log_prob("emma") == before
        True
        """
        return self._asked("forget", sample=_written(sample), times=times)

    def predict_proba(
        self, context: Sequence[Symbol] = "", *, anchored: bool = True
    ) -> dict[Symbol, float]:
        """Predict what comes next: each symbol's probability, the likeliest first.

        Examples
        --------
        >>> chances = Client(address).predict_proba("em")
        >>> max(chances, key=chances.get)
        'm'
        """
        told = self._asked("predict", context=_written(context), anchored=anchored)
        return _chances(told["next"], "probability")

    def complete(
        self,
        prefix: Sequence[Symbol] = "",
        n: int = 5,
        *,
        max_steps: int | None = None,
        known: bool = False,
    ) -> Completions:
        """Find the most probable whole samples that begin with a prefix.

        `max_steps`, if it is not given, is the service's limit.

        Examples
        --------
        >>> Client(address).complete("em", n=2, known=True)[0].sample
        'emma'
        """
        given = {} if max_steps is None else {"max_steps": max_steps}
        told = self._asked(
            "complete", prefix=_written(prefix), n=n, known=known, **given
        )
        found = [
            Completion(decode_all(row["sample"]), row["probability"])
            for row in told["completions"]
        ]
        return Completions(found, told["proven"], told["steps"])

    def generate(
        self,
        n: int = 1,
        prefix: Sequence[Symbol] = "",
        temperature: float = 1.0,
        novel: bool = False,
        rng: int | None = None,
        *,
        max_length: int = 100,
        min_length: int = 0,
        unique: bool = False,
        repeats: str | None = None,
    ) -> Drawn:
        """Draw new samples; `rng` is a seed.

        Examples
        --------
        >>> len(Client(address).generate(3, novel=True, rng=0))
        3
        """
        told = self._asked(
            "generate",
            n=n,
            prefix=_written(prefix),
            temperature=temperature,
            novel=novel,
            seed=rng,
            max_length=max_length,
            min_length=min_length,
            unique=unique,
            repeats=repeats,
        )
        return Drawn([*map(decode_all, told["samples"])], told["cut"])

    def surprise(
        self,
        sample: Sequence[Symbol],
        *,
        anchored: bool = True,
        last: int | None = None,
    ) -> list[float]:
        """Tell how unexpected each symbol of a sample is, in nats.

        Examples
        --------
        >>> nats = Client(address).surprise("emqa")
        >>> nats.index(max(nats))  # the q
        2
        """
        told = self._asked(
            "surprise", sample=_written(sample), anchored=anchored, last=last
        )
        # A symbol outside a closed alphabet is impossible, and JSON has no infinity.
        return [float("inf") if nats is None else nats for nats in told["nats"]]

    def log_prob(self, sample: Sequence[Symbol], *, anchored: bool = True) -> float:
        """Give the log-probability of a whole sample, in nats.

        Examples
        --------
        >>> memory = Client(address)
        >>> memory.log_prob("emma") > memory.log_prob("amme")
        True
        """
        return -sum(self.surprise(sample, anchored=anchored))

    def explain(
        self,
        prefix: Sequence[Symbol] = "",
        *,
        anchored: bool = True,
        top: int | None = 20,
    ) -> dict[str, Any]:
        """Tell which concepts fire, and what each adds to the likeliest symbols.

        Returns
        -------
        dict
            ``after``, what was asked about; ``fired``, a list of dicts, the most
            specific concept first; ``next``, the probabilities.

        Examples
        --------
        >>> told = Client(address).explain("em")
        >>> told["fired"][0]["concept"], max(told["next"], key=told["next"].get)
        ((START, 'e', 'm'), 'm')
        """
        told = self._asked(
            "explain", prefix=_written(prefix), anchored=anchored, top=top
        )
        for row in told["fired"]:
            row["added"] = _chances(row["added"], "added")
            if isinstance(row["concept"], list):
                row["concept"] = _concept(row["concept"])
        after, coming = _concept(told["after"]), _chances(told["next"], "probability")
        return {"after": after, "fired": told["fired"], "next": coming}

    def events(self) -> Iterator[Event | None]:
        """Hear what changes, and what is pushed, as it happens, without end.

        Yields
        ------
        Event or None
            What happened; None first, once the service listens to us, and now and
            then if nothing happens.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> events = memory.events()
        >>> next(events)  # it listens
        >>> told = memory.learn("mia"), memory.forget("mia")
        >>> next(events).sample, next(events).kind
        ('mia', 'forget')
        """
        connection = self._connection(max(self._timeout, 60.0))
        try:
            response = self._sent(connection, "GET", "/events", None)
            if response.status != 200:
                raise _error(response.status, response.read())
            kind = ""
            for line in response:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    facts = json.loads(value)
                    sample: Any = decode_all(facts.pop("sample", None))
                    yield Event(kind, sample, facts)
                elif not name and value:
                    yield None
        except OSError as error:
            raise _unreachable(self._url.geturl(), error) from error
        finally:
            connection.close()

    # Feedback ------------------------------------------------------------------------

    def reinforce(self, sample: Sequence[Symbol], strength: float = 1.0) -> None:
        """Take note that a sample is liked, or, by a strength below 0, disliked.

        Parameters
        ----------
        sample : str or sequence
            The sample.
        strength : float, default 1
            How much; it adds to what was said of the sample before.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> before = memory.log_prob("ava")
        >>> memory.reinforce("ava", 2)
        >>> memory.log_prob("ava") > before
        True
        >>> memory.retract("ava")
        >>> memory.log_prob("ava") == before
        True
        """
        self._asked("reinforce", sample=_written(sample), strength=strength)

    def depotentiate(self, sample: Sequence[Symbol], strength: float = 1.0) -> None:
        """Take note that a sample is disliked: :meth:`reinforce` by -strength.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> before = memory.log_prob("ava")
        >>> memory.depotentiate("ava")
        >>> memory.log_prob("ava") < before
        True
        >>> memory.retract()
        """
        self.reinforce(sample, -strength)

    def retract(self, sample: Sequence[Symbol] | None = None) -> None:
        """Take back what was said of a sample; None: of all.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> memory.reinforce("mia", -1)
        >>> memory.retract("mia")
        """
        self._asked("retract", sample=None if sample is None else _written(sample))

    # Streams -------------------------------------------------------------------------

    def watch(
        self, stream: str, records: Sequence[Any], settle: int = 200
    ) -> list[Watched]:
        """Push records to a stream of the service; tells how odd each was.

        Parameters
        ----------
        stream : str
            Its name; one that nobody has heard of begins.
        records : sequence
            Numbers, texts, None, or dicts of fields with such values.
        settle : int, default 200
            How many records one that begins only learns at first.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> told = memory.watch("door", [20.1, 20.7, 21.2, 20.6] * 60 + [35.0])
        >>> told[-1].alarm, told[-2].alarm
        (True, False)
        >>> memory.unwatch("door")
        """
        told = self._asked("watch", stream=stream, records=[*records], settle=settle)
        return [Watched(**row) for row in told["rows"]]

    def watched(self, stream: str, last: int | None = None) -> list[Watched]:
        """Tell what was said of the latest records of a stream; None: of 500.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> told = memory.watch("gate", ["open", "shut"] * 3)
        >>> len(memory.watched("gate", last=2))
        2
        >>> memory.unwatch("gate")
        """
        given = {} if last is None else {"last": last}
        told = self._asked("watched", stream=stream, **given)
        return [Watched(**row) for row in told["rows"]]

    def streams(self) -> dict[str, dict[str, Any]]:
        """Tell which streams there are: name -> ``pushed``, ``alarms``, ...

        Examples
        --------
        >>> memory = Client(address, token)
        >>> told = memory.watch("lift", [1, 2, 1, 2])
        >>> memory.streams()["lift"]["pushed"]
        4
        >>> memory.unwatch("lift")
        """
        return {row.pop("stream"): row for row in self._asked("streams")["streams"]}

    def unwatch(self, stream: str) -> None:
        """Let go of a stream.

        Examples
        --------
        >>> memory = Client(address, token)
        >>> told = memory.watch("hall", ["a", "b"])
        >>> memory.unwatch("hall")
        >>> memory.streams()
        {}
        """
        self._asked("unwatch", stream=stream)

    # How it asks ---------------------------------------------------------------------

    def _asked(self, verb: str, **fields: Any) -> dict[str, Any]:
        method, body = ("POST", json.dumps(fields)) if fields else ("GET", None)
        status, content = self._answered(method, f"/{verb}", body)
        if status != 200:
            raise _error(status, content)
        try:
            told: dict[str, Any] = json.loads(content)
        except ValueError as error:
            told_by = self._url.geturl()
            raise ServiceError(f"{told_by} is no service of plastic") from error
        return told

    def _answered(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        connection = self._idle_connection()
        try:
            response = self._sent(connection, method, path, body)
            content = response.read()
        except BaseException as error:
            connection.close()  # who knows what it would answer next
            if isinstance(error, (OSError, http.client.HTTPException)):
                raise _unreachable(self._url.geturl(), error) from error
            raise
        self._idle.append(connection)
        return response.status, content

    def _idle_connection(self) -> http.client.HTTPConnection:
        """Give a connection that is open on the other side, too, or a new one.

        What may have been heard is not said again: it could be learned twice.
        """
        while self._idle:
            with contextlib.suppress(IndexError):  # another thread was quicker
                connection = self._idle.pop()
                if _is_open(connection):
                    return connection
                connection.close()
        return self._connection(self._timeout)

    def _connection(self, timeout: float) -> http.client.HTTPConnection:
        secure = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(self._url.hostname or "", self._url.port, timeout=timeout)

    def _sent(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: str | None,
    ) -> http.client.HTTPResponse:
        base = self._url.path.rstrip("/")
        connection.request(method, base + path, body, self._headers)
        return connection.getresponse()


def _checked(address: str) -> urllib.parse.SplitResult:
    try:
        url = urllib.parse.urlsplit(address)
        if url.scheme in ("http", "https") and url.hostname and url.port != 0:
            return url
    except (ValueError, AttributeError):  # a port that is none; no string at all
        pass
    raise ParameterError(
        f"an address must be like http://127.0.0.1:8000, not {address!r:.60}"
    )


def _is_open(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side has not closed a connection that was idle."""
    if connection.sock is None:
        return False
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return not selector.select(0)  # nothing is to be read but the end


def _error(status: int, content: bytes) -> PlasticError:
    """Give the error that a service tells of, as the class that it is here."""
    try:
        told = json.loads(content)
        name, message = str(told["error"]), str(told["message"])
    except (ValueError, KeyError, TypeError):
        return ServiceError(f"the service answered with status {status}")
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, PlasticError)):
        kind = AccessError if status in (401, 403) else ServiceError
    return kind(message)


def _unreachable(address: str, error: Exception) -> ServiceError:
    return ServiceError(
        f"no answer of {address}: {error or type(error).__name__}; is plastic serve "
        "running there?"
    )


def _written(sample: Sequence[Symbol]) -> str | list[Any]:
    """Write a sample for JSON; a list, a tuple or anything else that has symbols."""
    if isinstance(sample, str):
        return str.__str__(sample)
    written = encode_all(tuple(sample))
    assert isinstance(written, list)  # only None becomes None
    return written


def _symbol(told: Any) -> Symbol:
    """Read a symbol, which may be a mark, or only shown."""
    if isinstance(told, dict):
        if "mark" in told:
            return _MARKS[told["mark"]]
        if "shown" in told:
            return str(told["shown"])
    decoded: Any = decode_all([told])
    return decoded[0]


def _concept(told: list[Any]) -> tuple[Symbol, ...]:
    return tuple(map(_symbol, told))


def _chances(rows: list[dict[str, Any]], name: str) -> dict[Symbol, float]:
    return {_symbol(row["symbol"]): row[name] for row in rows}

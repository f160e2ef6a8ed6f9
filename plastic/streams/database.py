"""What the file of a stream holds: what it was told, where it stands, what it holds.

A row is a record as it is in each order, pasts and all, so that a file needs nothing
but itself to grow the same graphs again: neither the records that came before those
that are held, nor the encoders.  docs/format.md describes it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from .._support import json_codec
from ..core.tally import DEEPEST
from ..errors import DataError, PlasticError
from ..storage import schema
from ..storage.database import MOST_COUNT, Database
from .course import Course, Given
from .expert import Moment
from .facts import Fact, is_missing, strange
from .foresight import Now
from .settings import Settings
from .view import View
from .window import Lived

FORM = schema.Form(
    "stream",
    0x504C5353,  # "PLSS"
    {
        "memory": schema.FACTS,
        "lived": "CREATE TABLE lived (serial INTEGER PRIMARY KEY NOT NULL, "
        "until INTEGER NOT NULL, stamp TEXT NOT NULL, moments TEXT NOT NULL)",
        "waiting": "CREATE TABLE waiting (number INTEGER PRIMARY KEY NOT NULL, "
        "record TEXT NOT NULL)",
    },
)


class Changes(NamedTuple):
    """What has happened since a file was last written.

    Attributes
    ----------
    settings : Settings
        What the stream was told, its encoders fitted as soon as they are.
    now : Now
        Where it stands.
    came : mapping of int to Lived
        What it holds since, by number.
    gone : sequence of int
        The numbers of what it holds no more.
    waiting : list of Given
        What waits for the encoders to know their scale.
    """

    settings: Settings
    now: Now
    came: Mapping[int, Lived]
    gone: Sequence[int]
    waiting: Sequence[Given]


class StreamDatabase(Database):
    """The file of a stream, open."""

    form = FORM

    def put(self, changes: Changes) -> None:  # type: ignore[override]
        """Write what has happened, whole or not at all."""
        settings, now, came, gone, waiting = changes
        rows = [(lived.serial, *_row(lived)) for lived in came.values()]
        records = [
            (at, write_given(settings.view, given, settings.time))
            for at, given in enumerate(waiting)
        ]
        with self.transaction():
            many = self.connection.executemany
            many("DELETE FROM lived WHERE serial = ?", [(serial,) for serial in gone])
            many("INSERT OR REPLACE INTO lived VALUES (?, ?, ?, ?)", rows)
            self.connection.execute("DELETE FROM waiting")
            many("INSERT INTO waiting VALUES (?, ?)", records)
            self.set(settings=settings.to_json(), now=write_now(settings, now))

    def course(self) -> Course | None:
        """Read all; None of a file that is new.

        Raises
        ------
        DataError
            Something in it cannot be.
        """
        with schema.translated(self.path):
            run = self.connection.execute
            facts = dict(run("SELECT name, value FROM memory"))
            rows = run("SELECT * FROM lived ORDER BY serial").fetchall()
            records = run("SELECT record FROM waiting ORDER BY number").fetchall()
        if not facts and not rows:
            return None
        try:
            settings = Settings.from_json(json_codec.read(facts["settings"]))
            now = read_now(settings, json_codec.read(facts["now"]))
            read = [read_given(text) for (text,) in records]
            waiting = with_fields(settings.view, read)
            known: dict[Fact, Fact] = {}
            lived = [_lived(row, settings, now, known) for row in rows]
            if now.held != len(lived):
                raise ValueError("it does not hold as much as it says")
            return Course(settings, now, lived, waiting)
        except (
            *(PlasticError, AttributeError, KeyError, TypeError, ValueError),
            *(IndexError, OverflowError),
        ) as error:
            raise DataError(f"{str(self.path)!r} is damaged: {error!r:.200}") from error


# Rows ------------------------------------------------------------------------------


def _row(lived: Lived) -> tuple[int, str, str]:
    moments = json_codec.write_sample(lived.moments)
    return lived.until, json_codec.write_sample((lived.stamp,)), moments


def _lived(
    row: tuple[Any, ...], settings: Settings, now: Now, known: dict[Fact, Fact]
) -> Lived:
    serial, until, stamp, text = row
    clock, moments = json_codec.read_sample(stamp)[0], json_codec.read_sample(text)
    if not 0 <= serial < now.serial or not serial < until <= MOST_COUNT:
        raise ValueError("a record has a number that it cannot have")
    if type(clock) is not float or len(moments) != len(settings.orders):
        raise ValueError("a record is not as it was written")
    shared = tuple(
        _shared(moment, len(order.looks), known)
        for moment, order in zip(moments, settings.parsed)
    )
    return Lived(serial, until, clock, shared)


def _shared(moment: Any, looks: int, known: dict[Fact, Fact]) -> Moment:
    """Give a moment whose facts are one object each: there are few, in many."""
    if type(moment) is not tuple or not 0 < len(moment) <= looks + 1:
        raise ValueError("a moment is not as its order makes it")
    return tuple(known.setdefault(fact, fact) for fact in moment)


# Where it stands -------------------------------------------------------------------


def write_now(settings: Settings, now: Now) -> list[Any]:
    """Give where a stream stands as plain values."""
    view, before = settings.view, now.before
    fields = None if view.alone else plain_record(view, before, settings.time)
    values = now._replace(before=None if fields is None else (*fields.items(),))
    written = json_codec.encode_all(tuple(values))
    assert isinstance(written, list)
    return written


def read_now(settings: Settings, values: Any) -> Now:
    """Read what :func:`write_now` gave.

    Raises
    ------
    ValueError, TypeError
        It is something else.
    """
    decoded = json_codec.decode_all(values)
    now = Now(*(decoded or ()))
    if now.before is not None:
        now = now._replace(before=dict(now.before))
    numbers = (now.clock, *now.stamps, *now.nats)
    counts = (now.serial, now.held)
    if (
        any(type(number) is not float for number in numbers)
        or any(type(count) is not int for count in counts)
        or not 0 <= now.held <= now.serial <= MOST_COUNT
        or len(now.nats) != len(settings.orders)
        or any(math.isinf(needed) for needed in now.nats)
    ):
        raise ValueError("where it stands is not as it was written")
    depths = [min(len(order.looks) or 1, DEEPEST) + 1 for order in settings.parsed]
    taken = np.array([*chain.from_iterable(now.discounts)], float).reshape(-1, 4)
    if now.discounts and (
        [*map(len, now.discounts)] != depths
        or not np.all((taken >= 0) & (taken <= (0, 1, 2, 3)))
    ):
        raise ValueError("what is taken off strengths cannot be that")
    for facts in now.past:
        codes = [len(encoder.codes) for encoder in settings.view.encoders.values()]
        if [*map(len, facts)] != codes:
            raise ValueError("a past is not as its encoders make it")
    return now


def plain_record(view: View, record: Any, time: str) -> dict[str, Fact] | None:
    """Give the fields of a record that are read, as plain values."""
    if record is None:
        return None
    read = dict.fromkeys([*view.fields, time])
    return {field: plain(record[field]) for field in read if field in record}


def plain(value: Any) -> Fact:
    """Give a value as one that a file can hold, and that has the same facts.

    >>> plain(dt.datetime(2024, 3, 15)), plain(float("nan")), plain([1])
    ('2024-03-15T00:00:00', None, ('type', 'list'))
    """
    if is_missing(value):
        return None
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64):
        value = value.item()
    if type(value) in (str, int, float, bool, bytes, tuple):
        return value
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[us]"))
    try:
        return float(value)  # a Decimal, a Fraction
    except Exception:  # noqa: BLE001 - whatever somebody else's type raises
        return strange(value)


def write_given(view: View, given: Given, time: str) -> str:
    """Write a record that waits."""
    record, stamp = given
    if view.alone:
        return json_codec.write_sample((stamp, plain(record)))
    fields = plain_record(view, record, time) or {}
    return json_codec.write_sample((stamp, tuple(fields.items())))


def read_given(text: str) -> Given:
    """Read what :func:`write_given` wrote."""
    given: Any = json_codec.read_sample(text)
    stamp, record = given
    if not (stamp is None or type(stamp) is float):
        raise ValueError("a stamp is no number")
    return record, stamp


def with_fields(view: View, waiting: Iterable[Given]) -> list[Given]:
    """Give records that were read as mappings, where they are none yet."""
    if view.alone:
        return [*waiting]
    return [(dict(record), stamp) for record, stamp in waiting]

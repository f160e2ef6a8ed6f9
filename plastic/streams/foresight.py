"""What comes next, as far as a stream knows without having seen it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from .._support.arguments import positive
from ..core.prediction import Discounts
from ..core.symbols import UNSEEN
from .clocks import as_time, seconds
from .facts import Fact
from .quantities import Difference
from .settings import Settings
from .view import Facts


class Now(NamedTuple):
    """Where a stream stands: all that it keeps beside the records that it holds.

    It is replaced as a whole, with which a record has been pushed.

    Attributes
    ----------
    serial : int
        How many records came.
    held : int
        How many are held.
    clock : float
        The time, in seconds.
    stamps : tuple of float
        When the last records came.
    past : tuple of Facts
        The facts of the last records, as far back as an order looks.
    before : object
        The last record.
    nats : tuple of float
        What each order needed lately to tell what came.
    discounts : tuple of tuple
        What each order takes off strengths, by depth, since it was last estimated.
    """

    serial: int = 0
    held: int = 0
    clock: float = -math.inf
    stamps: tuple[float, ...] = ()
    past: tuple[Facts, ...] = ()
    before: Any = None
    nats: tuple[float, ...] = ()
    discounts: tuple[tuple[Discounts, ...], ...] = ()


def next_record(settings: Settings, now: Now, given: Any = None) -> Any:
    """Give the record that comes next, as far as it is known.

    Its fields are as they were, but for the time, which goes on as it usually does,
    and for what is given.  Of the target nothing is told: no order looks there.
    """
    if settings.view.alone:
        return now.before
    record = {} if now.before is None else dict(now.before)
    last = as_time(record.get(settings.time))
    if last is not None and len(now.stamps) > 1:
        steps = [late - early for early, late in zip(now.stamps, now.stamps[1:])]
        record[settings.time] = last + dt.timedelta(seconds=median(steps))
    return {**record, **({} if given is None else settings.view.checked(given))}


def with_target(settings: Settings, record: Any, now: Now, value: Any) -> Any:
    """Give a record with what was drawn for its target."""
    if settings.view.alone:
        return value
    field = settings.view.fields[settings.place]
    if isinstance(settings.encoder, Difference):
        value = settings.encoder.onto(now.before.get(field), value)
    return {**record, field: value}


def after(settings: Settings, now: Now, record: Any) -> Now:
    """Tell where a stream would stand after one more record."""
    facts = settings.view.facts(record, now.before)
    stamp = None if settings.view.alone else seconds(record.get(settings.time))
    stamps = now.stamps if stamp is None else (*now.stamps[1:], stamp)
    past = (*now.past, facts)[-settings.lags :]
    return now._replace(past=past, before=record, stamps=stamps)


def as_temperature(temperature: float) -> float:
    """Give a temperature, checked: 0 or more."""
    return 0.0 if temperature == 0 else positive(temperature, "temperature")


def drawn(
    chances: Mapping[Fact, float], temperature: float, rng: np.random.Generator
) -> Fact:
    """Draw one of the symbols that are known."""
    symbols = [symbol for symbol in chances if symbol is not UNSEEN]
    weights = [chances[symbol] for symbol in symbols]
    highest = max(weights)
    if temperature == 0:
        return symbols[weights.index(highest)]
    # Relative to the highest, or a low temperature would underflow to 0.
    warmed = [(weight / highest) ** (1 / temperature) for weight in weights]
    place = np.searchsorted(np.cumsum(warmed), rng.random() * sum(warmed), "right")
    return symbols[min(int(place), len(symbols) - 1)]

"""Which facts and orders suit some records, where nobody has said so.

Numbers are told in sixteen parts of the range that was seen, times by the hour or
the day, all else as it is.  Each field is then looked at in a few ways, each an order
of facts (:mod:`.orders`): whatever came before, for the time, after the last ones,
and given the other fields, of those that tell most of it the three foremost.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .classes import Category, Flag
from .clocks import Calendar, Cycle, seconds
from .facts import Encoder, as_number, is_missing
from .quantities import Number
from .view import View

PARTS = (4, 16)  # a range in: the others are told coarsely, the field itself finely
OTHERS = 3  # fields that are looked at beside one: more are hardly ever met again
DAY = 86_400  # seconds


def by_hour(time: str) -> dict[str, Encoder]:
    """Give what tells times of records that come many a day."""
    hours = {f"hours{width}": Cycle("hour", width, of=time) for width in (1, 2, 4)}
    return {**hours, "weekend": Calendar("weekend", of=time)}


def by_day(time: str) -> dict[str, Encoder]:
    """Give what tells times of records of which there are one a day, or fewer."""
    return {name: Calendar(name, of=time) for name in ("weekday", "weekend")}


class Outlook(NamedTuple):
    """How one field of a record is looked at.

    Attributes
    ----------
    target : str
        What it is called in the view.
    orders : mapping of str to tuple of str
        What each order is called, for people, and its facts.
    """

    target: str
    orders: Mapping[str, tuple[str, ...]]


def kind_of(values: Sequence[Any]) -> type[Encoder]:
    """Give the encoder that suits the values of a field.

    >>> kind_of([1, 2.5, None]), kind_of([True, False]), kind_of(["open", 2])
    (<class 'plastic.streams.quantities.Number'>,
     <class 'plastic.streams.classes.Flag'>,
     <class 'plastic.streams.classes.Category'>)
    """
    there = [value for value in values if not is_missing(value)]
    if there and all(isinstance(value, (bool, np.bool_)) for value in there):
        return Flag
    if all(as_number(value) is not None for value in there):
        return Number
    return Category


def fields_of(records: Sequence[Mapping[Hashable, Any]], time: str) -> list[Hashable]:
    """List the fields of records, but for the time, in the order in which they came."""
    known = dict.fromkeys(field for record in records for field in record)
    return [field for field in known if field != time]


def inferred(
    records: Sequence[Mapping[Hashable, Any]], time: str
) -> tuple[View, dict[Hashable, Outlook]]:
    """Infer from records how they are best looked at.

    Parameters
    ----------
    records : sequence of mapping
        Some that came.
    time : str
        Which field says when.

    Returns
    -------
    view : View
        Fitted to the records.
    outlooks : dict
        How each field is looked at, the time excepted.
    """
    fields = fields_of(records, time)
    # Not called as the fields are, whose names may hold what orders have a use for.
    called = {field: f"x{at}" for at, field in enumerate(fields)}
    encoders: dict[str, Encoder] = {}
    for field in fields:
        kind = kind_of([record.get(field) for record in records])
        of: Any = field
        encoders[called[field]] = (
            Number(parts=PARTS, of=of) if kind is Number else kind(of=of)  # type: ignore[call-arg]
        )
    stamps = [seconds(record.get(time)) for record in records]
    clock = _clock([stamp for stamp in stamps if stamp is not None], time)
    view = View({**encoders, **clock}).fitted(records)
    related = _related(view, records, [called[field] for field in fields])
    return view, {
        field: Outlook(name, _orders(view, name, [*clock], related[name]))
        for field, name in called.items()
    }


def _clock(stamps: Sequence[float], time: str) -> dict[str, Encoder]:
    """Give how times are told; not at all where there are none."""
    if not stamps:
        return {}
    steps = np.diff(sorted(stamps))
    daily = len(steps) > 0 and float(np.median(steps)) >= DAY / 2
    return by_day(time) if daily else by_hour(time)


def _orders(
    view: View, name: str, clock: Sequence[str], others: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    fine = view.encoders[name].codes[0]
    last, before = f"{name}@1{fine}", f"{name}@2{fine}"
    orders: dict[str, tuple[str, ...]] = {"as values go": ()}
    if "hours1" in clock:
        orders["for the time"] = ("weekend", "hours1", "hours4")
        orders["after the last"] = ("weekend", last, "hours2")
    elif clock:
        orders["for the day"] = ("weekday", "weekend")
        orders["after the last"] = (last, "weekday")
    else:
        orders["after the last"] = (last,)
        orders["after the last two"] = (before, last)
    if others:
        told = [f"{other}{view.encoders[other].codes[-1]}" for other in others]
        orders["given the others"] = tuple(told)
    return orders


def _related(
    view: View, records: Sequence[Any], names: Sequence[str]
) -> dict[str, list[str]]:
    """Give for each field the others that tell most of it, the foremost last."""
    if len(names) < 2:
        return {name: [] for name in names}
    columns: dict[str, list[Hashable]] = {name: [] for name in names}
    for record in records:
        for name, facts in zip(view.encoders, view.facts(record)):
            if name in columns:
                columns[name].append(facts[-1])
    found = {}
    for name in names:
        told = {o: mutual(columns[name], columns[o]) for o in names if o != name}
        found[name] = sorted(told, key=lambda other: told[other])[-OTHERS:]
    return found


def mutual(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Give how much two columns tell of each other: their mutual information, in nats.

    >>> round(mutual("abab", "cdcd"), 2), mutual("aabb", "cdcd")
    (0.69, 0.0)
    """
    n = len(first)
    one, two, both = Counter(first), Counter(second), Counter(zip(first, second))
    return sum(
        times / n * math.log(times * n / (one[a] * two[b]))
        for (a, b), times in both.items()
    )

"""Proposing parts of dates and times, and ranges of times, as pieces of the targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .dates import (
    HINT,
    ORDERS,
    PARTS,
    DateIn,
    DatePart,
    LaterDay,
    find_dates,
)
from .pool import Pool, Value
from .solving import offer_range
from .times import (
    FORMS,
    HOUR,
    MINUTE,
    RoundedTime,
    TimeFormat,
    TimeIn,
)
from .tokens import index_bits

# What people round times to, in seconds, with bits.
UNITS = {
    HOUR: 2.0,
    30 * MINUTE: 2.0,
    15 * MINUTE: 3.0,
    2 * HOUR: 3.0,
    10 * MINUTE: 4.0,
    5 * MINUTE: 4.0,
    20 * MINUTE: 4.5,
    3 * HOUR: 4.0,
    4 * HOUR: 5.0,
    6 * HOUR: 5.0,
}
MOST_COUNTED = 14  # days that each make a shift longer: people count so far
MODE_BITS = {"floor": 2.0, "round": 3.0, "ceil": 4.0}
SEPARATORS = ("-", " - ", " to ")


def propose_dates(pool: Pool, source: Value) -> None:
    """Offer the parts of the dates in a text, and of those some days later."""
    for order, day in dates_in(pool, source):
        later = _days_later(pool, day, order)
        found = [day]
        if later:
            bits = 3 + 0.5 * min(abs(later), MOST_COUNTED)
            moved = pool.compute(LaterDay(later), day, bits=bits)
            found += [] if moved is None else [moved]
        for each in found:
            for name, part in PARTS.items():
                pool.offer(DatePart(name), each, bits=part.bits)


def dates_in(pool: Pool, source: Value) -> Iterator[tuple[str, Value]]:
    """Give the dates in a text, with the order in which each is read."""
    if not all(HINT.search(row) for row in source.shown):
        return
    seen = set()
    for order, order_bits in ORDERS.items():
        for k in (1, 2, 3, -1):
            bits = 0.5 + index_bits(k) + order_bits
            day = pool.compute(DateIn(order, k), source, bits=bits)
            if day is not None and day.rows not in seen:
                seen.add(day.rows)
                yield order, day


def _days_later(pool: Pool, day: Value, order: str) -> int:
    """Tell how many days after it the targets' dates are; 0: they are not."""
    later = set()
    for target, here in zip(pool.targets, day.shown):
        found = [each.date for each in find_dates(target, order)[:1]]
        if not found or found[0] is None or here.date is None:
            return 0
        later.add((found[0] - here.date).days)
    return later.pop() if len(later) == 1 else 0


class _Written(NamedTuple):
    """A rounded time in a form."""

    rounding: tuple[str, int, int]
    offset: int
    form: str
    time: Value
    text: Value


def propose_times(pool: Pool, source: Value) -> None:
    """Offer the times in a text, rounded or not, in all forms, and ranges of them."""
    seen = set()
    for k in (1, 2, -1):
        time = pool.compute(TimeIn(k), source, bits=1.5 + index_bits(k))
        if time is None or time.rows in seen:
            continue
        seen.add(time.rows)
        for name, form in FORMS.items():
            pool.offer(TimeFormat(name), time, bits=form.bits)
        _offer_ranges(pool, [*_rounded(pool, time)])


def _rounded(pool: Pool, time: Value) -> Iterator[_Written]:
    """Offer a time rounded in all ways, and give what could be a piece."""
    for rounding, offset, bits in _roundings():
        value = pool.compute(RoundedTime(*rounding, offset), time, bits=bits)
        if value is None:
            continue
        for name, form in FORMS.items():
            if form.write(value.shown[0]) not in pool.pieces:
                continue
            text = pool.compute(TimeFormat(name), value, bits=form.bits)
            if text is not None and pool.is_piece(text.shown):
                pool.put(text)
                yield _Written(rounding, offset, name, value, text)


def _roundings() -> Iterator[tuple[tuple[str, int, int], int, float]]:
    """Give ways of rounding, offsets, and bits."""
    for unit, unit_bits in UNITS.items():
        for mode, mode_bits in MODE_BITS.items():
            for first, first_bits in ((0, 0.0), (unit // 2, 2.0)):
                for offset, bits in _offsets(unit):
                    total = unit_bits + mode_bits + first_bits + bits
                    yield (mode, unit, first), offset, total


def _offsets(unit: int) -> Iterator[tuple[int, float]]:
    """Give what may be added: a unit, or nearly, as the end of a range is."""
    yield 0, 0.0
    yield unit, 1.5
    for less in (HOUR, MINUTE, 1):
        if unit > less:
            yield unit - less, 3.0
    yield unit // 2, 4.0
    yield -unit, 4.0


def _offer_ranges(pool: Pool, written: list[_Written]) -> None:
    """Offer ranges: from a rounded time to another, the rounding paid for once."""
    starts = {(each.rounding, each.form): each for each in written if not each.offset}
    for end in written:
        start = starts.get((end.rounding, end.form))
        if start is None or end.offset <= 0:
            continue
        bits = end.time.bits + FORMS[end.form].bits + 3
        bits += 0.0 if end.rounding[0] == "floor" else 2.0
        for separator in SEPARATORS:
            offer_range(pool, start.text, separator, end.text, bits)

"""What a stream holds, and until when.

A *window* is so many records, or so long a time: what is older goes, one record as
another comes.  With *decay* records go by chance: each is still there after one more
record with the same probability, whatever its age, so that what is held fades as
memories do, and all of it is held or gone, never half.  How long a record lasts is
drawn when it comes, by the golden ratio: as even as chance can be, and the same in
every run.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .._support.arguments import positive, whole
from .._support.short import short
from ..errors import ParameterError
from .expert import Moment

GOLDEN = (math.sqrt(5) - 1) / 2
STAMPS = 4  # that are kept: the usual interval is the median of the three between them
EVER = 2**62  # the number of a record that never comes; a file counts in 64 bits


class Lived(NamedTuple):
    """A record that is held.

    Attributes
    ----------
    serial : int
        Its number.
    until : int
        The number of the record with which it goes at the latest.
    stamp : float
        The clock when it came, in seconds; 0 where time does not matter.
    moments : tuple
        What it is in each order.
    """

    serial: int
    until: int
    stamp: float
    moments: tuple[Moment, ...]


class Window:
    """How long records are held.

    Parameters
    ----------
    window : int, timedelta or None
        So many records, or so long; None: for ever.
    decay : float or None
        With what probability a record is still held after another one.

    Raises
    ------
    ParameterError
        One of these cannot be.
    """

    def __init__(self, window: int | dt.timedelta | None, decay: float | None) -> None:
        self.records, self.span = EVER, math.inf
        if isinstance(window, dt.timedelta):
            self.span = window.total_seconds()
            if self.span <= 0:
                raise ParameterError(f"window must be above 0, not {window}")
        elif window is not None:
            self.records = whole(window, "window", least=1, most=EVER)
        self.decay = decay if decay is None else positive(decay, "decay")
        if self.decay is not None and self.decay >= 1:
            raise ParameterError(f"decay must be between 0 and 1, not {short(decay)}")

    def until(self, serial: int) -> int:
        """Give the number of the record with which another one goes at the latest."""
        last = serial + self.records
        if self.decay is not None:
            even = (serial * GOLDEN) % 1.0 or 1.0
            last = min(last, serial + 1 + int(math.log(even) / math.log(self.decay)))
        return min(last, EVER)

    def clock(
        self, clock: float, stamps: tuple[float, ...], stamp: float | None
    ) -> tuple[float, tuple[float, ...]]:
        """Give what the clock shows when a record comes, and the last stamps then.

        It is the middle one of the last three: one wrong stamp does not move it.
        It stands while they go back, unless that is by more than the window.
        """
        if stamp is None:
            return clock, stamps
        stamps = (*stamps, stamp)[-STAMPS:]
        latest = sorted(stamps[-3:])
        shown = latest[(len(latest) - 1) // 2]
        if shown >= clock or shown < clock - self.span:
            return shown, stamps
        return clock, stamps

    def lived(
        self,
        serial: int,
        stamp: float | None,
        clock: float,
        moments: tuple[Moment, ...],
    ) -> Lived:
        """Give a record as it is held: as old as its stamp, but not older than all."""
        if math.isinf(self.span):
            return Lived(serial, self.until(serial), 0.0, moments)
        at = clock if stamp is None else max(clock, stamp)
        return Lived(serial, self.until(serial), at, moments)


class Held:
    """The records that a stream holds, the oldest first.

    Parameters
    ----------
    window : Window
        How long each is held.
    records : iterable of Lived
        What is held now, in order.
    """

    def __init__(self, window: Window, records: Iterable[Lived] = ()) -> None:
        self.window = window
        self._records = OrderedDict((lived.serial, lived) for lived in records)
        # Only where they do not go in the order in which they came.
        self._goes: list[tuple[int, int]] = []
        if window.decay is not None:
            self._goes = [(lived.until, lived.serial) for lived in self]
            heapq.heapify(self._goes)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Lived]:
        return iter(self._records.values())

    def __contains__(self, serial: Any) -> bool:
        return serial in self._records

    def add(self, lived: Lived, clock: float) -> None:
        """Hold one more, the latest of all.

        Those before it are as old now as the clock says, whatever they said.
        """
        if math.isfinite(self.window.span):
            for serial in reversed(self._records):
                before = self._records[serial]
                if before.stamp <= clock:
                    break
                self._records[serial] = before._replace(stamp=clock)
        self._records[lived.serial] = lived
        if self.window.decay is not None:
            heapq.heappush(self._goes, (lived.until, lived.serial))

    def due(self, serial: int, clock: float) -> list[Lived]:
        """List what goes with a record, in the order in which it goes."""
        found, earliest = list[Lived](), clock - self.window.span
        if self.window.decay is None:
            for lived in self:
                if lived.until > serial and lived.stamp > earliest:
                    break
                found.append(lived)
            return found
        while self._goes and self._goes[0][0] <= serial:
            _, gone = heapq.heappop(self._goes)
            if gone in self._records:
                found.append(self._records[gone])
        if math.isfinite(self.window.span):
            due = {lived.serial for lived in found}
            for lived in self:
                if lived.stamp > earliest:
                    break
                found += [] if lived.serial in due else [lived]
        return found

    def drop(self, gone: Iterable[Lived]) -> None:
        """Let go of some."""
        for lived in gone:
            del self._records[lived.serial]

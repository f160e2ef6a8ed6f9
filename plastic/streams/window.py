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
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .._support.arguments import positive, whole
from .._support.short import short
from ..errors import ParameterError
from .expert import Moment

GOLDEN = (math.sqrt(5) - 1) / 2
STAMPS = 4  # that are kept: the usual interval is the median of the three between them
NEVER = -math.inf  # what a clock shows before there is any time
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
        The clock when it came, in seconds; lowest where time does not matter.
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
        if self.span == math.inf:
            return Lived(serial, self.until(serial), NEVER, moments)
        at = clock if stamp is None else max(clock, stamp)
        return Lived(serial, self.until(serial), at, moments)


class Held:
    """The records that a stream holds, the oldest first: they go as they came.

    Parameters
    ----------
    window : Window
        How long each is held.
    records : iterable of Lived
        What is held now, in order.
    """

    def __init__(self, window: Window, records: Iterable[Lived] = ()) -> None:
        self.window = window
        self._records = deque(records)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Lived]:
        return iter(self._records)

    def add(self, lived: Lived, clock: float) -> list[Lived]:
        """Hold one more, the latest of all; list what is new, and it last.

        What is held is as old as the clock says then, whatever its stamp said.
        """
        changed = self._aged(reversed(self._records), clock)
        for _ in changed:
            self._records.pop()
        self._records += [*changed, lived]
        return [*changed, lived]

    def _aged(self, latest_first: Iterable[Lived], clock: float) -> list[Lived]:
        """Give what was held with a stamp ahead of the clock, or with none, aged."""
        ahead = list[Lived]()
        if self.window.span < math.inf:
            for lived in latest_first:
                if NEVER < lived.stamp <= clock or clock == NEVER:
                    break
                ahead.append(lived._replace(stamp=clock))
        return ahead[::-1]

    def due(self, serial: int, clock: float) -> list[Lived]:
        """List what goes with a record, in the order in which it goes."""
        earliest = clock - self.window.span
        found = list[Lived]()
        for lived in self._records:
            if lived.until > serial and lived.stamp >= earliest:
                break
            found.append(lived)
        return found

    def drop(self, gone: Sequence[Lived]) -> None:
        """Let go of what :meth:`due` listed."""
        for _ in gone:
            self._records.popleft()


class Fading(Held):
    """Records that go by chance, some soon, some late."""

    def __init__(self, window: Window, records: Iterable[Lived] = ()) -> None:
        super().__init__(window)
        self._by_serial = OrderedDict((lived.serial, lived) for lived in records)
        self._goes = [(lived.until, lived.serial) for lived in self]
        heapq.heapify(self._goes)

    def __len__(self) -> int:
        return len(self._by_serial)

    def __iter__(self) -> Iterator[Lived]:
        return iter(self._by_serial.values())

    def add(self, lived: Lived, clock: float) -> list[Lived]:
        """Hold one more, as :meth:`Held.add` does."""
        changed = self._aged(reversed(self._by_serial.values()), clock)
        changed.append(lived)
        self._by_serial.update((each.serial, each) for each in changed)
        heapq.heappush(self._goes, (lived.until, lived.serial))
        return changed

    def due(self, serial: int, clock: float) -> list[Lived]:
        """List what goes with a record, in the order in which it goes."""
        earliest = clock - self.window.span
        found = dict[int, Lived]()
        while self._goes and self._goes[0][0] <= serial:
            _, gone = heapq.heappop(self._goes)
            if gone in self._by_serial:  # else it was too old before
                found[gone] = self._by_serial[gone]
        for lived in self:
            if lived.stamp >= earliest:
                break
            found[lived.serial] = lived
        return [*found.values()]

    def drop(self, gone: Sequence[Lived]) -> None:
        """Let go of what :meth:`due` listed."""
        for lived in gone:
            del self._by_serial[lived.serial]


def held(window: Window, records: Iterable[Lived] = ()) -> Held:
    """Hold some records, as a window says."""
    return (Held if window.decay is None else Fading)(window, records)

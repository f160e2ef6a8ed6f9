"""One field of a stream, watched: how odd its latest value is, in several ways.

Each order of its stream (:mod:`.stream`) finds a value so and so surprising.  What
counts is the mean of a few surprises, and that of many: a spike is odd at once, a
machine that runs hot all night only in the long run.  A number is compared with the
numbers themselves, too.  All of these have tails of their own (:mod:`.tails`), and
the evidence is the mean of what the tails say: as rare as that at the most, for were
all the same it would be just as rare.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._support.short import short
from .clocks import TIME
from .facts import as_number
from .inferred import Outlook
from .quantities import Number
from .stream import Stream
from .tails import MOST, RunningTail
from .view import View

# Records whose surprises are taken together: 3 at once, 48 in the long run.  2, 3, 4,
# 5 and 8 with 24 to 72 were tried on NAB, and differ by no more than chance.
SPANS = {"": 3, " in the long run": 48}
LEAST_NATS = 0.1  # a mean excess below that of a tail is no more than rounding
LEAST_SPREAD = 0.05  # standard deviations: the same, of values themselves

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NAMED = re.compile(
    r"(?P<name>\w+)(@(?P<lag>\d+))?:?(?P<code>[^=]*)=(?P<value>.*)", re.DOTALL
)
ITSELF = "as a number"
OUTSIDE = "out of range"


def number(value: float) -> str:
    """Write a number with four digits, or all before the point.

    >>> number(12.3456), number(29984.2), number(0.00012345), number(3e20)
    ('12.35', '29984', '0.0001234', '3e+20')
    """
    return f"{value:.0f}" if 1e4 <= abs(value) < 1e9 else f"{value:.4g}"


def combined(found: Mapping[str, float]) -> float:
    """Give the evidence of a field: the mean of what its tails say, or out of range."""
    if not found:
        return 0.0
    return MOST if OUTSIDE in found else sum(found.values()) / len(found)


class Mean:
    """The mean of the last few numbers."""

    def __init__(self, span: int) -> None:
        self.numbers: deque[float] = deque(maxlen=span)

    def with_one(self, number: float) -> float:
        """Give what it would be with another number."""
        known = self.numbers
        if len(known) < (known.maxlen or 0):
            return (sum(known) + number) / (len(known) + 1)
        return (sum(known) - known[0] + number) / len(known)


class Numbers(NamedTuple):
    """What a record is judged by.

    Attributes
    ----------
    surprises : sequence of float
        How surprising each order finds it, in nats.
    means : list of float
        The means over each span of each order's surprises.
    value : float or None
        The value itself; None: it is no number.
    """

    surprises: Sequence[float]
    means: list[float]
    value: float | None


class FieldWatch:
    """One field of a stream, watched.

    Parameters
    ----------
    field : hashable
        What it is called in records; for people.
    view : View
        What is known of a record; fitted.
    outlook : Outlook
        How the field is looked at.
    window : int, timedelta or None
        Of its stream.
    most : int
        How many numbers its tails look back at.
    margin : float or None
        By what part of the range so far a number must leave it to be out of range.
    time : str
        Which field says when.
    """

    def __init__(
        self,
        field: Any,
        view: View,
        outlook: Outlook,
        *,
        window: Any,
        most: int,
        margin: float | None,
        time: str = TIME,
    ) -> None:
        self.field, self.outlook, self.margin = field, outlook, margin
        self.names = [name + span for name in outlook.orders for span in SPANS]
        self.stream = Stream(
            view,
            target=outlook.target,
            orders=[*outlook.orders.values()],
            window=window,
            time=time,
        )
        encoder = view.encoders[outlook.target]
        self.is_number = isinstance(encoder, Number)
        self.reads = view.fields[view.place(outlook.target)]
        self.means = [[*map(Mean, SPANS.values())] for _ in outlook.orders]
        self.tails = [RunningTail(LEAST_NATS, window=most) for _ in self.names]
        # The upper and the lower tail of the numbers themselves.
        self.sides = [RunningTail(LEAST_SPREAD, True, most) for _ in range(2)]
        self.low, self.high = self._range_before = math.inf, -math.inf

    # Evidence ------------------------------------------------------------------------

    def numbers(self, record: Any, surprises: Sequence[float]) -> Numbers:
        """Give the numbers that a record is judged by.

        Parameters
        ----------
        record : mapping
            What came, or may come.
        surprises : sequence of float
            How surprising each order finds it, in nats.
        """
        means = [
            mean.with_one(nats)
            for means, nats in zip(self.means, surprises)
            for mean in means
        ]
        value = as_number(record.get(self.reads)) if self.is_number else None
        return Numbers(surprises, means, None if value != value else value)

    def evidence(self, numbers: Numbers) -> dict[str, float]:
        """Tell how odd a record is in each way, in nats, by its numbers."""
        found = {
            name: tail.evidence(mean)
            for name, tail, mean in zip(self.names, self.tails, numbers.means)
        }
        value = numbers.value
        if value is not None:
            upper, lower = self.sides
            found[ITSELF] = max(upper.evidence(value), lower.evidence(-value))
            if self._is_outside(value):
                found[OUTSIDE] = MOST
        return found

    def _is_outside(self, value: float) -> bool:
        if self.margin is None or not self.low < self.high:
            return False
        margin = self.margin * (self.high - self.low)
        return value > self.high + margin or value < self.low - margin

    def add(self, numbers: Numbers, is_early: bool) -> None:
        """Take note of a record that came, by its numbers.

        Parameters
        ----------
        numbers : Numbers
            Of :meth:`numbers`.
        is_early : bool
            Hardly anything is known yet, so that surprises say nothing.
        """
        for means, nats in zip(self.means, numbers.surprises):
            for mean in means:
                mean.numbers.append(nats)
        if not is_early:
            for tail, mean_of in zip(self.tails, numbers.means):
                tail.add(mean_of)
        value = numbers.value
        if value is not None and math.isfinite(value):
            upper, lower = self.sides
            upper.add(value)
            lower.add(-value)
            self._range_before = self.low, self.high
            self.low, self.high = min(self.low, value), max(self.high, value)

    # Kept across restarts ------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All but its stream, as JSON can hold it, for :meth:`restore`."""
        return {
            "means": [[[*mean.numbers] for mean in means] for means in self.means],
            "tails": [tail.state for tail in (*self.tails, *self.sides)],
            "range": [self.low, self.high] if self.low <= self.high else None,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as another one was."""
        for means, known in zip(self.means, state["means"]):
            for mean, numbers in zip(means, known):
                mean.numbers.extend(map(float, numbers))
        for tail, known in zip((*self.tails, *self.sides), state["tails"]):
            tail.restore(known)
        if state["range"] is not None:
            low, high = map(float, state["range"])
            self.low, self.high = self._range_before = low, high

    # Why -----------------------------------------------------------------------------

    def why(self, record: Any, numbers: Numbers, of: Mapping[str, float]) -> str:
        """Say what made the record that was just pushed odd.

        Parameters
        ----------
        record : mapping
            It.
        numbers : Numbers
            Of :meth:`numbers`.
        of : mapping
            Of :meth:`evidence`, as it was before the record was pushed.
        """
        named, value = f"{self.field} is {short(record.get(self.reads))}", numbers.value
        if value is not None and OUTSIDE in of:
            low, high = self._range_before
            return f"{named}: out of range, it was between {low:.6g} and {high:.6g}"
        oddest = max(of, key=lambda name: of[name])
        if value is not None and oddest == ITSELF:
            side = "high" if value > (self.low + self.high) / 2 else "low"
            return f"{named}: rarely so {side}"
        order = self.names.index(oddest) // len(SPANS)
        reasons = self.stream.explain()
        expected = self._told(reasons.expected[0][0]) if reasons.expected else ""
        named_facts = [term.facts for term in reasons.terms if term.order == order]
        facts = next(filter(None, named_facts), ())
        told = dict.fromkeys(filter(None, map(self._fact, facts)))
        return ", ".join(
            filter(
                None,
                [
                    f"{named}: {numbers.surprises[order]:.1f} nats {oddest}",
                    f"{expected} was expected" if expected else "",
                    ", ".join(told),
                ],
            )
        )

    def _fact(self, named: str) -> str:
        """Write a fact that an order named, such as ``x0@2/16=5``, for people."""
        match = _NAMED.fullmatch(named)
        if match is None:
            return named
        name, lag, code, value = match.group("name", "lag", "code", "value")
        if name == "hours4":  # of which the hour is told more exactly
            return ""
        if name.startswith("hours") and value.isdecimal():
            width = int(name.removeprefix("hours"))
            return f"{int(value) * width}:00 to {int(value) * width + width}:00"
        if name == "weekend":
            return "at a weekend" if value == "True" else "on a workday"
        if name == "weekday" and value.isdecimal():
            return DAYS[int(value)]
        view = self.stream.view
        if name not in view.encoders:
            return named
        field, encoder = view.fields[view.place(name)], view.encoders[name]
        if isinstance(encoder, Number) and value.lstrip("-").isdecimal():
            parts = int(code.strip("/'"))
            step = (encoder.step or 0.0) * encoder.parts[-1] / parts
            low = encoder.origin + int(value) * step
            value = f"{number(low)} to {number(low + step)}"
        before = {None: "", "1": " before"}.get(lag, f" {lag} before")
        return f"{field}{before} {value}"

    def _told(self, symbol: Any) -> str:
        """Write what a symbol stands for."""
        encoder = self.stream.encoder
        value = encoder.value(symbol)
        if isinstance(encoder, Number) and isinstance(value, float) and encoder.step:
            half = encoder.step / 2
            return f"{number(value - half)} to {number(value + half)}"
        return short(value)

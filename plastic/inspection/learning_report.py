"""The report of learning: what the memory did with the sample it was taught.

It holds symbols, no part of the graph, so that it stays true when the graph
changes.  It keeps what learning had in its hands anyway and works the rest out
when it is looked at, so that reporting costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias, overload

from .._support import html
from .._support.signs import Signs
from ..core.concepts import Node, Trace
from ..core.learning import PlainEvent
from ..core.symbols import Symbol, Symbols, brief, wrap

MOST_LINES = 50  # of a printed report
SYMBOLS = attrgetter("symbols")  # of a concept's node

# What one moment did: the fields of plastic.core.learning.Event, as symbols; of
# what was refactored that which holds the past that it shares, and to where.
_Event: TypeAlias = "tuple[int, list[Symbols], Trace | None, Sequence[Symbols], int]"


def _origin(refactored: Node | Trace) -> Trace:
    if type(refactored) is Node:
        return refactored.symbols, len(refactored.symbols)
    return refactored


class Moment(NamedTuple):
    """What one moment of a sample did.

    Attributes
    ----------
    past : str or tuple
        The wrapped sample up to here, as far back as the horizon.
    next : hashable or None
        What came next; None at the very end.
    fired : list of str or tuple
        The concepts that fired, most specific first, a new one included.
    potentiated : list of str or tuple
        Those whose synapse for `next` became stronger: the signal travelled
        along them, from the first to the last.
    abstracted : str or tuple or None
        The concept that this moment made, if it made one.
    abstracted_from : str or tuple or None
        The past that shares it: that of a more specific concept, or of the one
        moment that had gone there before.
    lifted : list of str or tuple
        The concepts that stand one r_level higher for it.
    """

    past: Symbols
    next: Symbol | None
    fired: list[Symbols]
    potentiated: list[Symbols]
    abstracted: Symbols | None
    abstracted_from: Symbols | None
    lifted: list[Symbols]


class LearningReport(Sequence[Moment]):
    """The moments of a sample that was learned, as :class:`Moment`.

    Attributes
    ----------
    sample : str or tuple
        What was learned.
    times : int
        How often.  The first two times are recorded one after the other;
        further ones only make what is there stronger, and are recorded as one.

    evicted : list of str or tuple
        What was forgotten to make room for it (`capacity`), one at a time.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["rohan"])
    >>> report = memory.learn("mohan")
    >>> from plastic.core.symbols import show
    >>> [show(concept) for concept in report.abstracted]
    ['>', 'o', 'oh', 'oha', 'ohan', 'ohan_']
    >>> report[2].next, report[2].fired, report[2].potentiated
    ('h', ['o', ''], ['o'])
    """

    def __init__(
        self,
        sample: Symbols,
        times: int,
        events: list[PlainEvent],
        evicted: list[Symbols],
        horizon: int,
    ) -> None:
        self.sample, self.times, self.evicted = sample, times, evicted
        self._horizon = horizon
        self._events: list[_Event] = [
            (
                end,
                [*map(SYMBOLS, path)],
                None if refactored is None else _origin(refactored),
                [*map(SYMBOLS, lifted)] if lifted else lifted,  # type: ignore[misc]
                met,
            )
            for end, path, refactored, lifted, met in events
        ]

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Moment: ...
    @overload
    def __getitem__(self, index: slice) -> list[Moment]: ...
    def __getitem__(self, index: int | slice) -> Moment | list[Moment]:
        sequence = wrap(self.sample)
        if isinstance(index, slice):
            return [self._moment(event, sequence) for event in self._events[index]]
        return self._moment(self._events[index], sequence)

    def _moment(self, event: _Event, sequence: Symbols) -> Moment:
        end, path, origin, lifted, met = event
        fired = path[::-1]
        source = None if origin is None else origin[0][: origin[1]]
        return Moment(
            past=sequence[max(0, end - self._horizon) : end],
            next=next(iter(sequence[end : end + 1]), None),
            fired=fired,
            potentiated=fired[:met],
            abstracted=None if source is None else fired[0],
            abstracted_from=source,
            lifted=list(lifted),
        )

    @property
    def abstracted(self) -> list[Symbols]:
        """The concepts that were made."""
        return [moment.abstracted for moment in self if moment.abstracted is not None]

    @property
    def lifted(self) -> list[Symbols]:
        """The concepts that were lifted, as often as they were."""
        return [concept for moment in self for concept in moment.lifted]

    def __repr__(self) -> str:
        events = self._events
        times = f", {self.times} times" if self.times > 1 else ""
        new = sum(origin is not None for _, _, origin, _, _ in events)
        room = f", {len(self.evicted)} evicted" if self.evicted else ""
        return (
            f"<LearningReport {brief(self.sample)!r}{times}: {len(events)} moments, "
            f"{sum(met for *_, met in events)} synapses potentiated, "
            f"{new} concepts abstracted, "
            f"{sum(len(lifted) for _, _, _, lifted, _ in events)} lifted{room}>"
        )

    def __str__(self) -> str:
        signs = Signs(wrap(self.sample))
        lines = [repr(self), *(_line(moment, signs) for moment in self[:MOST_LINES])]
        if len(self) > MOST_LINES:
            lines.append(f"  and {len(self) - MOST_LINES} more moments")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        header = ["past", "next", "fired", "signal stops at", "abstracted", "lifted"]
        caption = html.text(repr(self))
        if len(self) > MOST_LINES:
            caption += f"; the first {MOST_LINES} moments"
        signs = Signs(wrap(self.sample))
        rows = (_cells(moment, signs) for moment in self[:MOST_LINES])
        return html.table(header, rows, caption)


def _line(moment: Moment, signs: Signs) -> str:
    coming = "(end)" if moment.next is None else signs.symbol(moment.next)
    fired = " ".join(map(signs.past, moment.fired))
    line = f"  {signs.past(moment.past)} -> {coming}   fired {fired}"
    if moment.potentiated:
        line += f"; signal stops at {signs.past(moment.potentiated[-1])}"
    if moment.abstracted is not None:
        origin = signs.brief(moment.abstracted_from or "")
        line += f"; new: {signs.past(moment.abstracted)} from {origin}"
    if moment.lifted:
        line += f"; lifted: {' '.join(map(signs.past, moment.lifted))}"
    return line


def _cells(moment: Moment, signs: Signs) -> list[str]:
    def code(concept: Symbols) -> str:
        return html.code(signs.past(concept))

    new = ""
    if moment.abstracted is not None:
        origin = html.code(signs.brief(moment.abstracted_from or ""))
        new = f"{code(moment.abstracted)} from {origin}"
    return [
        html.code(signs.brief(moment.past)),
        "(end)" if moment.next is None else html.code(signs.symbol(moment.next)),
        " ".join(map(code, moment.fired)),
        code(moment.potentiated[-1]) if moment.potentiated else "",
        new,
        " ".join(map(code, moment.lifted)),
    ]

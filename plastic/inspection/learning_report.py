"""The record of one lesson: what the memory did with the sample it was taught.

A lesson keeps only what learning had in its hands anyway and works the rest
out when it is looked at, so that recording costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .._support import html as markup
from ..core.concepts import Node, Trace
from ..core.learning import Event
from ..core.symbols import Symbol, Symbols, brief, show, show_symbol, wrap

MOST_LINES = 50  # of a printed lesson


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


class Lesson(Sequence):
    """The moments of a sample that was learned, as :class:`Moment`.

    Attributes
    ----------
    sample : str or tuple
        What was learned.
    times : int
        How often.  The first two times are recorded one after the other;
        further ones only make what is there stronger, and are recorded as one.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["rohan"])
    >>> lesson = memory.learn("mohan")
    >>> from plastic.core.symbols import show
    >>> [show(concept) for concept in lesson.abstracted]
    ['>', 'o', 'oh', 'oha', 'ohan', 'ohan_']
    >>> lesson[2].next, lesson[2].fired, lesson[2].potentiated
    ('h', ['o', ''], ['o'])
    """

    def __init__(
        self, sample: Symbols, times: int, events: list[tuple], horizon: int
    ) -> None:
        self.sample = sample
        self.times = times
        self._events = events
        self._sequence = wrap(sample)
        self._horizon = horizon

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, index):  # int -> Moment, slice -> list of Moment
        if isinstance(index, slice):
            return [self._moment(Event(*event)) for event in self._events[index]]
        return self._moment(Event(*self._events[index]))

    def _moment(self, event: Event) -> Moment:
        fired = [node.symbols for node in reversed(event.path)]
        new = event.refactored is not None
        return Moment(
            past=self._sequence[max(0, event.end - self._horizon) : event.end],
            next=next(iter(self._sequence[event.end : event.end + 1]), None),
            fired=fired,
            potentiated=fired[: event.met],
            abstracted=fired[0] if new else None,
            abstracted_from=_past(event.refactored) if new else None,
            lifted=[node.symbols for node in event.lifted],
        )

    @property
    def abstracted(self) -> list[Symbols]:
        """The concepts that this lesson made."""
        return [one.abstracted for one in self if one.abstracted is not None]

    @property
    def lifted(self) -> list[Symbols]:
        """The concepts that were lifted, as often as they were."""
        return [concept for one in self for concept in one.lifted]

    def __repr__(self) -> str:
        events = [Event(*event) for event in self._events]
        times = f", {self.times} times" if self.times > 1 else ""
        return (
            f"<Lesson {brief(self.sample)!r}{times}: {len(events)} moments, "
            f"{sum(one.met for one in events)} synapses potentiated, "
            f"{sum(one.refactored is not None for one in events)} concepts abstracted, "
            f"{sum(len(one.lifted) for one in events)} lifted>"
        )

    def __str__(self) -> str:
        lines = [repr(self), *map(_line, self[:MOST_LINES])]
        if len(self) > MOST_LINES:
            lines.append(f"  and {len(self) - MOST_LINES} more moments")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        header = ["past", "next", "fired", "signal stops at", "abstracted", "lifted"]
        caption = markup.text(repr(self))
        if len(self) > MOST_LINES:
            caption += f"; the first {MOST_LINES} moments"
        return markup.table(header, map(_cells, self[:MOST_LINES]), caption)


def _past(branch: Node | Trace) -> Symbols:
    if type(branch) is Node:
        return branch.symbols
    sequence, end = branch
    return sequence[:end]


def _line(moment: Moment) -> str:
    coming = "(end)" if moment.next is None else show_symbol(moment.next)
    fired = " ".join(map(show, moment.fired))
    line = f"  {show(moment.past)} -> {coming}   fired {fired}"
    if moment.potentiated:
        line += f"; signal stops at {show(moment.potentiated[-1])}"
    if moment.abstracted is not None:
        origin = brief(moment.abstracted_from)
        line += f"; new: {show(moment.abstracted)} from {origin}"
    if moment.lifted:
        line += f"; lifted: {' '.join(map(show, moment.lifted))}"
    return line


def _cells(moment: Moment) -> list[str]:
    new = ""
    if moment.abstracted is not None:
        origin = markup.code(brief(moment.abstracted_from))
        new = f"{markup.code(show(moment.abstracted))} from {origin}"
    return [
        markup.code(brief(moment.past)),
        "(end)" if moment.next is None else markup.code(show_symbol(moment.next)),
        " ".join(markup.code(show(one)) for one in moment.fired),
        markup.code(show(moment.potentiated[-1])) if moment.potentiated else "",
        new,
        " ".join(markup.code(show(one)) for one in moment.lifted),
    ]

"""The record of one lesson: what the memory did with the sample it was taught.

A lesson keeps only what learning had in its hands anyway and works the rest
out when it is looked at, so that recording costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .concepts import Node, Trace
from .learning import Event
from .symbols import Symbol, Symbols, show, show_symbol, wrap


class Moment(NamedTuple):
    """What one moment of a sample did.

    Attributes
    ----------
    past : str or tuple
        The wrapped sample up to here.
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
    >>> from plastic.symbols import show
    >>> [show(concept) for concept in lesson.abstracted]
    ['>', 'o', 'oh', 'oha', 'ohan', 'ohan_']
    >>> lesson[2].next, lesson[2].fired, lesson[2].potentiated
    ('h', ['o', ''], ['o'])
    """

    def __init__(self, sample: Symbols, times: int, events: list[tuple]) -> None:
        self.sample = sample
        self.times = times
        self._events = events
        self._sequence = wrap(sample)

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
            past=self._sequence[: event.end],
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
        times = f", {self.times} times" if self.times > 1 else ""
        return (
            f"<Lesson {show(self.sample)!r}{times}: {len(self)} moments, "
            f"{sum(len(one.potentiated) for one in self)} synapses potentiated, "
            f"{len(self.abstracted)} concepts abstracted, {len(self.lifted)} lifted>"
        )

    def __str__(self) -> str:
        return "\n".join([repr(self), *_lines(self)])


def _past(branch: Node | Trace) -> Symbols:
    return branch.sequence[: branch.end] if type(branch) is Trace else branch.symbols


def _lines(moments: Sequence[Moment]) -> Iterator[str]:
    for one in moments:
        coming = "(end)" if one.next is None else show_symbol(one.next)
        fired = " ".join(map(show, one.fired))
        line = f"  {show(one.past)} -> {coming}   fired {fired}"
        if one.potentiated:
            line += f"; signal stops at {show(one.potentiated[-1])}"
        if one.abstracted is not None:
            line += f"; new: {show(one.abstracted)} from {show(one.abstracted_from)}"
        if one.lifted:
            line += f"; lifted: {' '.join(map(show, one.lifted))}"
        yield line

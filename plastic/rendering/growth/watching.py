"""Watching a memory learn: frame by frame, and at each how all concepts stand.

A picture of any moment is what was there before with the changes made so far;
so a growth is the one and the others, and everything that shows it, the GIF
and the page, steps through it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, overload

from ..._support.short import short
from ..._support.taught import many
from ...core.concepts import ConceptGraph
from ...core.symbols import Symbol, Symbols, order_key
from ...errors import ParameterError, SampleError
from ...inspection.learning_report import LearningReport
from ...state.state import State
from . import gif, page
from .forgetting import make_room
from .signals import (
    ABSTRACTS,
    FIRES,
    FORGETS,
    LIFTS,
    POTENTIATES,
    Frame,
    Peak,
    Standing,
    Standings,
    happen,
    signals,
)

MOST_LINES = 50  # of a printed growth
MOST_SHOWN = 5_000  # frames that a notebook should carry around
STEPS: dict[str, Callable[[tuple[int, Frame]], object]] = {
    "signal": lambda numbered: numbered[0],
    "moment": lambda numbered: (numbered[1].sample, numbered[1].end),
    "sample": lambda numbered: numbered[1].sample,
}


class Growth(Sequence[Frame]):
    """What a memory did while samples were learned, as :class:`Frame`.

    Attributes
    ----------
    samples : list of str or tuple
        What was learned meanwhile, in order.

    Examples
    --------
    >>> import plastic
    >>> growth = watch(plastic.PlasticMemory().state, ["rohan", "mohan"])
    >>> growth
    <Growth: 2 samples, 32 frames: 14 fires, 6 abstracts, 12 potentiates>
    >>> for frame in growth[18:21]:
    ...     print(frame)
    >mo -> h: fires ·
    >mo -> h: abstracts o, shared with >ro
    >mo -> h: potentiates o
    >>> growth.state(19)["o"]
    Standing(parent='', r_level=1, count=2, synapses={'h': 1})
    >>> growth.state(20)["o"].synapses
    {'h': 2}
    """

    def __init__(
        self, samples: list[Symbols], before: Standings, frames: list[Frame]
    ) -> None:
        self.samples = samples
        self._before = before
        self._frames = frames

    def __len__(self) -> int:
        return len(self._frames)

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> list[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | list[Frame]:
        return self._frames[index]

    def before(self) -> Standings:
        """Give what the memory held before, as concept -> :class:`Standing`."""
        return {concept: stood.copy() for concept, stood in self._before.items()}

    def steps(self, every: str = "signal") -> Iterator[tuple[list[Frame], Standings]]:
        """Step through what happened.

        Parameters
        ----------
        every : {"signal", "moment", "sample"}, default "signal"
            What a step is.

        Yields
        ------
        list of Frame, dict of concept to Standing
            The frames of the step, and how all concepts stand after it.  The
            dict is the same one every time and changes as it goes: a step
            costs O(concepts of its frames).

        Raises
        ------
        ParameterError
            There is no such `every`.
        """
        if every not in STEPS:
            raise ParameterError(
                f"every must be one of {', '.join(STEPS)}, not {short(every)}"
            )
        state = self.before()
        for _, step in groupby(enumerate(self), STEPS[every]):
            frames = [frame for _, frame in step]
            for frame in frames:
                happen(frame, state)
            yield frames, state

    def state(self, frame: int | None = None) -> Standings:
        """Give how all concepts stand after a frame.

        Parameters
        ----------
        frame : int, optional
            Which; below 0 from the end.  None: after all of them.

        Returns
        -------
        dict of concept to Standing
            Costs O(concepts + frames).
        """
        last = len(self) if frame is None else range(len(self))[frame] + 1
        state = self.before()
        for happened in self[:last]:
            happen(happened, state)
        return state

    @cached_property
    def peaks(self) -> dict[Symbols, Peak]:
        """The highest that each concept ever stood, also if it was dissolved."""
        peaks: dict[Symbols, Peak] = {}
        state = self.before()

        def look(concepts: Iterable[Symbols]) -> None:
            for concept in concepts:
                now, peak = state[concept], peaks.setdefault(concept, Peak(0, 0))
                peak.r_level = max(now.r_level, peak.r_level)
                peak.count = max(now.count, peak.count)

        for frame in self:
            if frame.kind == FORGETS:  # between two of these all only rises
                look(frame.concepts)
            happen(frame, state)
        look(state)
        return peaks

    def drawn(self, most: int) -> dict[Symbols, Symbols | None]:
        """Choose what a picture has room for.

        Parameters
        ----------
        most : int
            How many concepts, also of those that were dissolved.  Those that a
            signal reached go first, and of these those that more moments had.

        Returns
        -------
        dict of concept to the most specific one that it may ever hang from
            Parents before children; with a concept it holds all that the
            concept ever hung from.
        """
        peaks = self.peaks
        parents = {concept: _parent(concept, peaks) for concept in peaks}
        counts = {concept: peak.count for concept, peak in peaks.items()}
        # Of two that never stood together the more specific may have counted more.
        for concept in sorted(peaks, key=len, reverse=True):
            parent = parents[concept]
            if parent is not None:
                counts[parent] = max(counts[parent], counts[concept])
        reached = {concept for frame in self for concept in frame.concepts}

        def rank(concept: Symbols) -> tuple[Any, ...]:
            # A parent is shorter than its child, now counts as much or more, and is
            # reached by whatever reaches the child: so it never ranks behind it.
            return concept not in reached, -counts[concept], _order(concept)

        chosen = sorted(peaks, key=rank)[:most]
        return {concept: parents[concept] for concept in sorted(chosen, key=_order)}

    # To look at ------------------------------------------------------------------

    def gif(
        self,
        path: str | os.PathLike[str],
        every: str = "moment",
        seconds: float = 15.0,
        most: int = 150,
    ) -> None:
        """Write an animated GIF.

        Parameters
        ----------
        path : str or os.PathLike
            Where to.
        every : {"signal", "moment", "sample"}, default "moment"
            What one picture shows at once: one signal, or all those of a moment
            or of a sample.
        seconds : float, default 15
            How long it plays at the most.  It begins slowly and speeds up.
        most : int, default 150
            How many concepts are drawn at the most: see :meth:`drawn`.

        Raises
        ------
        MissingExtraError
            Pillow or matplotlib, whose typeface it uses, is not installed.
        ParameterError
            There is no such `every`, nothing to show, or more than 1,000
            pictures.
        DataError
            The file cannot be written.

        Notes
        -----
        The same growth gives the same bytes, for one version of Pillow.  Costs
        some 10 milliseconds a picture.
        """
        gif.write(self, path, every, seconds, most)

    def html(self, path: str | os.PathLike[str], most: int = 400) -> None:
        """Write a page that plays it, with pause and step; it needs no network.

        Parameters
        ----------
        path : str or os.PathLike
            Where to.
        most : int, default 400
            How many concepts are drawn at the most: see :meth:`drawn`.

        Raises
        ------
        DataError
            The file cannot be written.
        """
        page.write(self, path, most)

    def _repr_html_(self) -> str | None:
        if len(self) > MOST_SHOWN:
            return None  # the words will do; a page of its own can hold more
        return page.framed(self)

    def __repr__(self) -> str:
        kinds = Counter(frame.kind for frame in self)
        counts = ", ".join(
            f"{kinds[kind]:,} {kind}"
            for kind in (FIRES, ABSTRACTS, LIFTS, POTENTIATES, FORGETS)
            if kind in kinds
        )
        return (
            f"<Growth: {len(self.samples):,} samples, {len(self):,} frames"
            f"{': ' * bool(counts)}{counts}>"
        )

    def __str__(self) -> str:
        lines = [repr(self), *(f"  {frame}" for frame in self[:MOST_LINES])]
        if len(self) > MOST_LINES:
            lines.append(f"  and {len(self) - MOST_LINES:,} more frames")
        return "\n".join(lines)


def watch(state: State, samples: Iterable[Sequence[Symbol]]) -> Growth:
    """Learn some samples and keep all that happens.

    Parameters
    ----------
    state : State
        Who learns; it may hold samples already.
    samples : iterable of samples
        What to learn, one after the other.

    Returns
    -------
    Growth
        A sequence of :class:`Frame`.

    Raises
    ------
    SampleTypeError, SampleError
        One of them cannot be learned; the message says which.  Exactly the
        ones before it have been.
    """
    before = _standings(state.concepts)
    learned: list[Symbols] = []
    frames: list[Frame] = []
    for index, sample in enumerate(_own(samples, state)):
        try:
            symbols = state.check_sample(sample)
        except SampleError as error:
            raise type(error)(f"sample {index} (from 0): {error}") from error
        if not state.samples:  # then it may be of any kind, and so is its root
            before = {symbols[:0]: Standing(None, 0, 0, {})}
        frames.extend(make_room(state, index))
        events, _ = state.learn(symbols)  # which need not forget anything now
        report = LearningReport(symbols, 1, events, [], state.params.horizon)
        learned.append(symbols)
        frames.extend(signals(state.concepts, report, index))
    return Growth(learned, before, frames)


def _own(
    samples: Iterable[Sequence[Symbol]], state: State
) -> Iterable[Sequence[Symbol]]:
    """Give samples that do not change while they are learned, as the state's do."""
    live = samples is state.samples or getattr(samples, "state", None) is state
    return [*samples] if live else many(samples)


def _standings(concepts: ConceptGraph) -> Standings:
    parents = {
        child.symbols: node.symbols
        for node in concepts.nodes()
        for child in node.children()
    }
    return {
        node.symbols: Standing.of(node, parents.get(node.symbols))
        for node in concepts.nodes()
    }


def _parent(concept: Symbols, concepts: Container[Symbols]) -> Symbols | None:
    """Give the longest proper suffix among concepts; None for the empty past."""
    suffixes = (concept[start:] for start in range(1, len(concept) + 1))
    return next((suffix for suffix in suffixes if suffix in concepts), None)


def _order(concept: Symbols) -> tuple[Any, ...]:
    return len(concept), [*map(order_key, concept)]

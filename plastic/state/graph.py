"""The graph of a state: concepts, and what predicts from them awake.

It is grown of many samples at once, or taught moments, and unlearns them exactly;
which ones, and how often each was lived before, whoever owns it must know.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from ..arrays import bulk
from ..arrays.moment import MomentPredictor
from ..arrays.rows import Rows, stand_on
from ..arrays.scoring import Scorer
from ..arrays.text import encode
from ..arrays.view import Directory
from ..core.concepts import ConceptGraph
from ..core.learning import PlainEvent, forget, learn
from ..core.symbols import Symbol, Symbols
from ..mixture.waking import WakingExpert
from .remembered import Remembered, RememberingExpert

Answer = TypeVar("Answer")
MUCH = 100_000  # objects new to the collector; of fewer it is done in no time


class Graph:
    """A concept graph that is learned, and predicted from, in turns.

    Parameters
    ----------
    root : str or tuple
        The empty past, see :class:`ConceptGraph`.
    horizon : int
        How many symbols of a past are looked at.
    alphabet : frozenset of hashable, optional
        The only symbols there can ever be.

    Attributes
    ----------
    concepts : ConceptGraph
        The concepts.
    directory : Directory
        The same by name, to look at.
    all_rows : bool
        It is as it was grown: nothing was learned or forgotten since.
    """

    def __init__(
        self, root: Symbols, horizon: int, alphabet: frozenset[Symbol] | None = None
    ) -> None:
        self.concepts = ConceptGraph(root, horizon)
        self.directory = Directory(self.concepts)
        self.alphabet = alphabet
        self.all_rows = False
        self._rows: Rows | None = None
        self._predictor: RememberingExpert | None = None
        self._scorer: Scorer | None = None
        self._remembered = Remembered()

    def clear(
        self, root: Symbols, horizon: int, alphabet: frozenset[Symbol] | None
    ) -> None:
        """Forget everything; views of the graph stay valid."""
        self._changes()
        self.concepts.clear(root, horizon)
        self.alphabet, self._rows = alphabet, None
        self._remembered = Remembered()

    def grow(self, samples: Mapping[Symbols, int], progress: bool = False) -> None:
        """Learn samples, one at least, all at once, into a graph that was cleared."""
        text, horizon = encode(samples), self.concepts.horizon
        self._changes()
        columns, tally = bulk.grow(text, horizon, progress)
        self._rows = Rows(columns, text, horizon)
        stand_on(self.concepts, self._rows, tally)
        self._remembered = Remembered()
        self.all_rows = True

    @property
    def scorer(self) -> Scorer:
        """What predicts many moments at once; the graph must be :attr:`all_rows`."""
        if self._scorer is None:
            assert self._rows is not None
            self._scorer = Scorer(self._rows, self.predictor)
        return self._scorer

    @property
    def live(self) -> int:
        """How many concepts are not mere rows, but objects that take memory."""
        if self._rows is None:
            return len(self.concepts)
        return len(self.concepts) - len(self._rows) + self._rows.made

    @property
    def predictor(self) -> WakingExpert:
        """What predicts from the graph as it now is."""
        if self._predictor is None:
            self._predictor = RememberingExpert(
                self.concepts, self.alphabet, self._remembered
            )
            if self.all_rows and self._rows is not None:
                self._predictor.by_moment = MomentPredictor(self._rows, self._predictor)
        return self._predictor

    def observe(
        self, sequence: Symbols, ends: Sequence[int], times: int, held: int
    ) -> list[PlainEvent]:
        """Learn moments of a sequence.

        Parameters
        ----------
        sequence : str or tuple
            A wrapped sample, say.
        ends : sequence of int
            Where the pasts of the moments end in it.
        times : int
            How often to learn each.
        held : int
            How often each was learned before.

        Returns
        -------
        list of tuple
            What each did, see :class:`plastic.core.learning.Event`.
        """
        concepts, known = self.concepts, len(self.concepts.root["synapses"])
        self._changes()
        self._remembered.changed(sequence)
        # The third time and all that follow are alike, and learned at once:
        # "aa" learned 5 times, held once before, is learned 1 time, then 4.
        once = 1 if times == 1 else min(times, max(0, 2 - held))
        passes = [1] * once + [times - once] * (times > once)
        events = [learn(concepts, sequence, end, n) for n in passes for end in ends]
        if len(concepts.root["synapses"]) > known:
            self._remembered.symbols = None
        return events

    def unobserve(
        self, sequence: Symbols, ends: Sequence[int], times: int, held: int
    ) -> None:
        """Forget moments: exactly undo :meth:`observe`.

        Parameters
        ----------
        sequence, ends, times
            As for :meth:`observe`.
        held : int
            How often each is held now.
        """
        concepts, known = self.concepts, len(self.concepts.root["synapses"])
        self._changes()
        self._remembered.changed(sequence)
        # All but the last at once, for then one such moment is still left.
        passes = [times] if times < held else [times - 1, 1]
        for n in filter(None, passes):
            for end in ends:
                forget(concepts, sequence, end, n)
        if len(concepts.root["synapses"]) < known:
            self._remembered.symbols = None

    def leave_out(
        self,
        runs: Iterable[tuple[Symbols, range]],
        ask: Callable[[WakingExpert, Symbols, range], Answer],
    ) -> list[Answer]:
        """Ask about runs of moments, each forgotten for as long as that takes.

        Parameters
        ----------
        runs : iterable of (str or tuple, range)
            Sequences that were learned, and where in them the pasts end.
        ask : callable
            Is given a predictor that never saw these moments, and the run.

        Returns
        -------
        list
            What it answered.
        """
        answers = []
        self.directory.changed()
        remembered = Remembered()
        for sequence, ends in runs:
            # With the one before: a past that ends with it is forgotten, too.
            came = sequence[ends.start - 1 : ends.stop]
            for end in ends:
                forget(self.concepts, sequence, end)
            remembered.changed(came)
            waking = RememberingExpert(self.concepts, self.alphabet, remembered)
            waking.left_out = sequence, ends
            answers.append(ask(waking, sequence, ends))
            for end in ends:
                learn(self.concepts, sequence, end)
            remembered.changed(came)
        return answers

    def _changes(self) -> None:
        """Let go of what was made of the graph as it was."""
        self._predictor = self._scorer = None
        self.all_rows = False
        self.directory.changed()


def without_collector(call: Callable[[], Answer]) -> Answer:
    """Call something while Python's cyclic garbage collector is held back.

    Learning leaves no cycles behind, and looking for some among all concepts
    again and again takes a fifth of the time.

    What is there at the end is new to the collector, which would soon walk all
    of it: in the midst of the first predictions.  So where there is so much that
    it would, it is made to do so now.  (To hide it all by ``gc.freeze`` would hide
    the host's own garbage, too, and for ever.)

    No context manager, for Ctrl-C between its parts would leave the host without
    a collector.
    """
    enabled = gc.isenabled()
    try:
        gc.disable()
        answer = call()
        if enabled and _is_much(gc.get_count()[0]):
            gc.collect()
        return answer
    finally:
        try:
            if enabled:
                gc.enable()
        finally:  # also when Ctrl-C comes right before that
            if enabled:
                gc.enable()


def _is_much(new: int) -> bool:
    """Whether so many new objects would soon make the collector walk all there are.

    It does so when they are a quarter of the old ones.
    """
    return new > MUCH and 4 * new > len(gc.get_objects(generation=2))

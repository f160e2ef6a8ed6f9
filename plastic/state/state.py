"""Keeping samples and graph in step.

*The concept graph is a pure function of the multiset of samples.*  So the
samples are the truth: a sample counts as learned or forgotten when they say
so, and a graph that was interrupted in the middle of one (by Ctrl-C, by
running out of memory), or belongs to other hyperparameters, is grown anew from
them when it is next used.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..consolidation.consolidate import Abstractions, consolidate
from ..consolidation.mixing import MixedPredictor, waking_log_masses
from ..consolidation.slots import SlotLibrary
from ..consolidation.symbol_codes import Code
from ..consolidation.templates import Recipe
from ..core.concepts import ConceptGraph
from ..core.learning import forget, learn
from ..core.prediction import Predictor
from ..core.symbols import Symbol, Symbols, wrap
from .eviction import Eviction
from .samples import Samples
from .validation import Vocabulary

if TYPE_CHECKING:
    from ..storage.journal import Journal

logger = logging.getLogger(__name__)


class Sleep(NamedTuple):
    """What the last sleep left.

    Attributes
    ----------
    found : Abstractions or None
        What it found; None if it did not sleep yet, or that is not known.
    slept_over, awake : int
        How many samples were held then, how many were learned or forgotten
        since.
    """

    found: Abstractions | None
    slept_over: int
    awake: int


class Keeper:
    """The samples, the symbols in them, and the graph that they give.

    Attributes
    ----------
    samples : Samples
        What is held.
    concepts : ConceptGraph
        The graph; only to be used after :meth:`ready`.
    vocabulary : Vocabulary
        The symbols; likewise.
    torn : bool
        The graph is not what the samples say.
    abstractions : Abstractions or None
        What the last sleep found.
    slept_over : int
        How many samples were held then.
    awake : int
        How many were learned or forgotten since.
    capacity : int or None
        How many samples can be held, see :meth:`limit`.
    journal : Journal or None
        Writes every change into the memory's file, if it has one.
    """

    def __init__(
        self, samples: Samples | None = None, sleep: Sleep | None = None
    ) -> None:
        self.samples = Samples() if samples is None else samples
        self.vocabulary = Vocabulary()
        self.concepts = ConceptGraph("", 1)
        self.torn = True
        if sleep is None:
            sleep = Sleep(None, 0, self.samples.total())
        self.abstractions, self.slept_over, self.awake = sleep
        self.journal: Journal | None = None
        self.capacity: int | None = None
        self._eviction: Eviction | None = None
        self._slots: SlotLibrary | None = None
        self._predictor: Predictor | MixedPredictor | None = None

    def ready(self, horizon: int, alphabet: Collection[Symbol] | None) -> Keeper:
        """Grow the graph anew if it is not what the samples say."""
        if self.torn:
            vocabulary = Vocabulary(alphabet, self.journal is not None)
            for sample in self.samples:
                vocabulary.check_sample(sample)
                vocabulary.add(sample)
            if self.samples:
                logger.info("growing the graph anew of %d samples", len(self.samples))
            self.concepts.clear(next(iter(self.samples), "")[:0], horizon)
            with collector_paused():
                for sample, times in self.samples.items():
                    self._live(sample, _passes(times, 0))
            self.vocabulary, self._predictor, self.torn = vocabulary, None, False
            self.capacity = None  # the order of eviction must be made anew
        return self

    def limit(self, capacity: int | None, how: str) -> None:
        """Hold at most so many samples from now on, and choose which to forget how."""
        if capacity is None:
            self.capacity, self._eviction = None, None
        elif self.capacity != capacity or self._eviction.how != how:
            self.capacity, self._eviction = capacity, Eviction(how, self.samples)
            self._make_room(0)
            self._commit()

    def clear(self) -> None:
        """Let go of everything; the graph follows when it is next used."""
        if self.journal is not None:
            self.journal.note_clear()
        self.torn = True
        self.samples._clear()
        self.wake()

    def hold(self, samples: Mapping[Symbols, int], sleep: Sleep) -> None:
        """Hold something else; the graph follows when it is next used."""
        self.torn = True
        self.samples._clear()
        for sample, times in samples.items():
            self.samples._change(sample, times)
        self.abstractions, self.slept_over, self.awake = sleep

    def wake(self) -> None:
        """Let go of what the last sleep found."""
        if self.journal is not None:
            self.journal.note_sleep()
        self._predictor = None
        self.abstractions, self.slept_over, self.awake = None, 0, self.samples.total()

    def learn(self, sample: Symbols, times: int = 1) -> list[tuple]:
        """Learn a sample that was checked; list the events (see learning)."""
        if self.capacity is not None:
            self._make_room(times)
        self._announce(sample)
        held = self.samples[sample]
        if not self.samples:  # the first one decides what kind of memory it is
            self.concepts.clear(sample[:0], self.concepts.horizon)
        self.torn, self._predictor = True, None
        events = self._live(sample, _passes(times, held))
        self._change(sample, times)
        self.vocabulary.add(sample)
        self._commit()
        self.torn = False
        return events

    def forget(self, sample: Symbols, times: int = 1) -> None:
        """Forget a sample that is held at least that often."""
        if self.journal is not None:
            self.journal.note_secret()
        self._forget(sample, times)
        self.torn = True
        if self.journal is not None and self._names_what_is_gone():
            self.wake()
        self._commit()
        self.torn = False

    def _forget(self, sample: Symbols, times: int) -> None:
        self._announce(sample)
        sequence = wrap(sample)
        # All but the last at once, for then one such moment is still left.
        passes = [times] if times < self.samples[sample] else [times - 1, 1]
        self.torn, self._predictor = True, None
        for repeat in filter(None, passes):
            for end in range(1, len(sequence) + 1):
                forget(self.concepts, sequence, end, repeat)
        self._change(sample, -times)
        self.vocabulary.retain(self.concepts.root["synapses"])
        if not self.samples:  # and it may be of either kind again
            self.concepts.clear("", self.concepts.horizon)
            self.wake()
        self.torn = False

    def consolidate(self, recipe: Recipe, progress: bool = False) -> Abstractions:
        """Sleep over all that is held."""
        if self.journal is not None:
            self.journal.note_sleep()
        found = consolidate(self.samples, self._without, recipe, progress)
        self._predictor = None
        self.abstractions, self.slept_over, self.awake = found, self.samples.total(), 0
        self._commit()
        return found

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write many changes in a row in few transactions."""
        if self.journal is None:
            yield
            return
        with self.journal.together(self):
            yield

    def _make_room(self, times: int) -> None:
        while self.samples and self.samples.total() + times > self.capacity:
            self._forget(self._eviction.choose(), 1)

    def _change(self, sample: Symbols, by: int) -> None:
        self.samples._change(sample, by)
        self.awake += abs(by)
        if self.capacity is not None:
            self._eviction.changed(sample, by > 0)

    def _announce(self, sample: Symbols) -> None:
        if self.journal is not None:
            self.journal.note(sample)

    def _commit(self) -> None:
        if self.journal is not None:
            self.journal.commit(self)

    def _names_what_is_gone(self) -> bool:
        """Whether what sleep found names symbols that are not held any more."""
        if self.abstractions is None:
            return False
        code, held = self.abstractions.code, self.concepts.root["synapses"]
        return not (held.keys() >= code.index.keys() | code.rare)

    @property
    def sleep(self) -> Sleep:
        """What the last sleep left."""
        return Sleep(self.abstractions, self.slept_over, self.awake)

    @property
    def slots(self) -> SlotLibrary | None:
        """What the last sleep found, as concepts."""
        if self.abstractions is None:
            return None
        if self._slots is None or self._slots.found is not self.abstractions:
            self._slots = SlotLibrary(self.abstractions)
        return self._slots

    def _without(self, moments: list[tuple[Symbols, int]], code: Code) -> np.ndarray:
        """Predict moments awake, each forgotten for as long as that takes."""
        logs = []
        # Wrapped once: what is learned again keeps hold of its sequence.
        wrapped = {sample: wrap(sample) for sample, _ in moments}
        self.torn = True
        for sample, place in moments:
            sequence, end = wrapped[sample], place + 1
            forget(self.concepts, sequence, end)
            predictor = Predictor(self.concepts, self.vocabulary.alphabet)
            logs.append(waking_log_masses(predictor, code, sequence, end))
            learn(self.concepts, sequence, end)
        self.torn = False
        return np.array(logs)

    def predictor(self) -> Predictor | MixedPredictor:
        """Give what predicts from the memory as it now is."""
        if self._predictor is None:
            self._predictor = Predictor(self.concepts, self.vocabulary.alphabet)
            if self.abstractions is not None:
                self._predictor = MixedPredictor(self._predictor, self.abstractions)
        return self._predictor

    def _live(self, sample: Symbols, passes: Iterable[int]) -> list[tuple]:
        sequence = wrap(sample)
        ends = range(1, len(sequence) + 1)
        concepts = self.concepts
        return [learn(concepts, sequence, end, n) for n in passes for end in ends]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold Python's cyclic garbage collector back while much is learned.

    Learning leaves no cycles behind, and looking for some among all concepts
    again and again takes a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _passes(times: int, held: int) -> list[int]:
    """Split how often: from a moment's third time on, all times are alike."""
    ones = min(times, max(0, 2 - held))
    return [1] * ones + [times - ones] * (times > ones)

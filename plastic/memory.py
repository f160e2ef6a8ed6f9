"""The memory: what is learned, forgotten, predicted and shown, by its verbs.

Each verb checks what it is given and calls the room where the work is done.
"""

from __future__ import annotations

import logging
import math
import os
import time
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ._support.arguments import flag, generator, positive, real, whole
from ._support.locking import Synchronized, synchronized
from ._support.progress import bar
from ._support.read_only import digraph, tables
from ._support.release import release
from ._support.short import short
from ._support.taught import MOST_TIMES, at_once, counted, many
from ._support.unicode_forms import hint
from .arrays import view
from .arrays.rows import highest
from .consolidation.slots import SlotInfo
from .consolidation.templates import Recipe
from .core.generation import (
    Completions,
    Drawn,
    SamplingOptions,
    Searched,
    draw,
    most_probable,
)
from .core.symbols import START, Symbol, Symbols, brief, wrap
from .errors import (
    NormalizationWarning,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
)
from .hyperparameters import Hyperparameters, check_repeats
from .inspection.consolidation_report import ConsolidationReport, report
from .inspection.explanation import Explanation
from .inspection.learning_report import LearningReport
from .inspection.mixed_explanation import explain
from .inspection.ranking import ConceptInfo, top_concepts
from .mixture.corrected import Corrected
from .mixture.mixture import Mixture
from .mixture.prior import Prior
from .mixture.reinforced import Reinforced
from .mixture.waking import WakingExpert
from .rendering.verbs import Visible
from .state.feedback import Feedback
from .state.graph import Graph, without_collector
from .state.known import held_only
from .state.samples import Samples
from .state.state import State, numbered

if TYPE_CHECKING:
    from typing_extensions import Self  # typing's own from Python 3.11 on

logger = logging.getLogger(__name__)

MANY = 100_000  # samples, learned at once, that leave much free memory behind


def _parameter(name: str) -> property:
    """Make a hyperparameter an attribute: assigning it acts as ``set_params``."""

    def get(memory: PlasticMemory) -> Any:
        return memory.get_params()[name]

    def assign(memory: PlasticMemory, value: Any) -> None:
        memory.set_params(**{name: value})

    return property(get, assign, doc=f"The hyperparameter `{name}`.")


class PlasticMemory(Visible, Synchronized, Prior):
    r"""A memory that learns sequences as they come, without gradient descent.

    A sample is a ``str``, or any other sequence of hashable symbols (words,
    integers, tuples); a memory holds one kind or the other.  The empty sample
    is a sample.  Symbols that are equal but of different types, such as ``1``
    and ``True``, are refused when they meet.

    Parameters
    ----------
    horizon : int, default 24
        How many symbols of the past are looked at, START counted.
    alphabet : collection of hashable, optional
        The only symbols there can ever be.  None: any; then
        :data:`plastic.UNSEEN` stands for all that were never taught.
    recipe : Recipe, optional
        What :meth:`consolidate` looks for; see :class:`plastic.Recipe`.
    sleep_after : float or None, default 0.5
        :meth:`partial_fit` sleeps again when the samples learned and forgotten
        since the last sleep reach this part of what was held then.  None: only
        :meth:`consolidate` does.
    capacity : int, optional
        How many samples it holds at the most, so that an endless stream runs
        in constant space.  None: any number.
    evict : {"oldest", "rarest"}, default "oldest"
        What it forgets when there is no room for another: the sample that was
        learned longest ago (learning it again counts), or the one that is held
        least often (of several such the one learned longest ago).  One
        occurrence is forgotten at a time.
    repeats : {"keep", "estimate"}, default "keep"
        How probable it is that the next sample is one that is held.
        ``"keep"``: as it comes from symbol to symbol.  ``"estimate"``: as the
        counts say how often samples repeat (Good and Turing), so that after a
        list without duplicates what is held is nearly impossible as the next
        one.  All that predicts follows, but for ``anchored=False``; samples as
        long as sentences stay as they are.  The first prediction after a
        change then costs as much as scoring all that is held: of 30,000 names
        a tenth of a second awake, half a second after a sleep.
    prior : PlasticMemory, optional
        Another memory that stands behind this one: what it predicts is mixed with
        what is predicted here, as much as it is worth, which is estimated from what
        is held (:mod:`plastic.state.backing`).  It is referred to, not copied, so
        that each learns and forgets for itself; it may have a prior, too.  The first
        prediction after a change in either costs some 30 ms.

    Notes
    -----
    Threads may share a memory: its verbs take turns.  :attr:`samples` and
    :attr:`graph` are live, so that they must not be walked while another
    thread learns; nor must a prior learn while another thread asks the memory
    that it stands behind.
    Learning and forgetting a sample cost O(length x horizon) at the worst,
    some five steps a symbol in practice, however much is held.  The hyper-
    parameters are stored as given and looked at when they are first used.

    Examples
    --------
    >>> memory = PlasticMemory().fit(["emily", "emma"])
    >>> memory
    <PlasticMemory: 2 samples (2 different) of strings, 6 concepts, r_levels 0..2>
    >>> memory.learn("emmy").abstracted
    ['\ufdd0emm', 'y', 'y\ufdd1']
    >>> chances = memory.predict_proba("em")
    >>> max(chances, key=chances.get)
    'm'
    >>> memory.forget("emmy")
    >>> memory
    <PlasticMemory: 2 samples (2 different) of strings, 6 concepts, r_levels 0..2>
    """

    def __init__(
        self,
        *,
        horizon: int = 24,
        alphabet: Collection[Symbol] | None = None,
        recipe: Recipe | None = None,
        sleep_after: float | None = 0.5,
        capacity: int | None = None,
        evict: str = "oldest",
        repeats: str = "keep",
        prior: PlasticMemory | None = None,
    ) -> None:
        params = Hyperparameters(
            horizon, alphabet, recipe, sleep_after, capacity, evict, repeats, prior
        )
        self._state = State(params)

    horizon = _parameter("horizon")
    alphabet = _parameter("alphabet")
    recipe = _parameter("recipe")
    sleep_after = _parameter("sleep_after")
    capacity = _parameter("capacity")
    evict = _parameter("evict")
    repeats = _parameter("repeats")
    prior = _parameter("prior")

    @classmethod
    def of(cls, state: State) -> Self:
        """Make a memory of a state that holds something already.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma"])
        >>> PlasticMemory.of(memory.state).log_prob("emma") == memory.log_prob("emma")
        True
        """
        memory = cls.__new__(cls)
        memory._state = state
        return memory

    @property
    def state(self) -> State:
        """What is held: to look at, for what draws it or writes it to files."""
        return self._state.ready()

    # Learning and forgetting -----------------------------------------------------

    @synchronized
    def learn(self, sample: Sequence[Symbol], times: int = 1) -> LearningReport:
        r"""Learn one sample.

        Parameters
        ----------
        sample : str or sequence of hashable
            What to learn.
        times : int, default 1
            How often.  A thousand times cost hardly more than two.

        Returns
        -------
        LearningReport
            What fired, was potentiated, abstracted and lifted.

        Raises
        ------
        SampleTypeError, SampleError
            It cannot be learned; the message says why.  Nothing has changed.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "rehan"])
        >>> memory.learn("mohan").abstracted
        ['o', 'oh', 'oha', 'ohan', 'ohan\ufdd1']
        """
        state = self._state.ready()
        if type(times) is not int or times != 1:
            most = state.params.capacity or MOST_TIMES
            times = whole(times, "times", least=1, most=most)
        symbols = state.vocabulary.check_sample(sample)
        events, evicted = state.learn(symbols, times)
        return LearningReport(symbols, times, events, evicted, state.params.horizon)

    @synchronized
    def forget(self, sample: Sequence[Symbol], times: int = 1) -> None:
        """Forget a sample: the memory is as if it had never been learned.

        Parameters
        ----------
        sample : str or sequence of hashable
            What to forget.
        times : int, default 1
            How often, if it was learned more than once.

        Raises
        ------
        NotLearnedError
            It is not held that often.  Nothing has changed.

        Notes
        -----
        The concept graph forgets at once and exactly.  What the last sleep
        found still remembers; after the next :meth:`consolidate` that, too, is
        as if the sample had never been learned, bit for bit.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rohan"])
        >>> memory.forget("rohan")
        >>> memory.samples["rohan"]
        1
        """
        times = whole(times, "times", least=1)
        state = self._state.ready()
        symbols = state.vocabulary.check_context(sample)
        held = state.samples[symbols]
        if held < times:
            raise NotLearnedError(
                f"cannot forget {brief(symbols)!r} {times} times: it is held "
                f"{held} times"
            )
        state.forget(symbols, times)

    @synchronized
    def reinforce(self, sample: Sequence[Symbol], strength: float = 1.0) -> None:
        """Take note that a sample is liked, or, by a strength below 0, disliked.

        Parameters
        ----------
        sample : str or sequence of hashable
            What is liked; it need not be held.
        strength : float, default 1
            How much: a thumb up is 1, half of one 0.5, a thumb down -1.

        Raises
        ------
        SampleTypeError, SampleError, ParameterError
            There cannot be such a sample, or such a strength.  Nothing has changed.

        Notes
        -----
        A layer of its own (:mod:`plastic.mixture.reinforced`): counts, concepts and
        sleep stay as they are, and so does what is held.  All that predicts follows,
        by no more than a factor of eight a symbol.  :meth:`retract` takes it back, to
        the bit; :meth:`fit` does not.  While there is any, samples are scored one by
        one.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emmy", "anna"])
        >>> before = memory.predict_proba("emm")
        >>> memory.reinforce("emmy"), memory.depotentiate("emma", 0.5)
        (None, None)
        >>> memory.predict_proba("emm")["y"] > before["y"] + 0.2
        True
        >>> memory.retract()
        >>> memory.predict_proba("emm") == before
        True
        """
        strength = real(strength, "strength")
        if not strength or not math.isfinite(strength):
            raise ParameterError(f"strength must be finite and not 0, not {strength}")
        state = self._state.ready()
        state.heed(state.vocabulary.check_sample(sample), strength, 1)

    def depotentiate(self, sample: Sequence[Symbol], strength: float = 1.0) -> None:
        """Take note that a sample is disliked: :meth:`reinforce` by -strength.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emily"])
        >>> before = memory.log_prob("emma")
        >>> memory.depotentiate("emma")
        >>> memory.log_prob("emma") < before, memory.samples["emma"]
        (True, 1)
        """
        self.reinforce(sample, -real(strength, "strength"))

    @synchronized
    def retract(
        self, sample: Sequence[Symbol] | None = None, strength: float | None = None
    ) -> None:
        """Take feedback back: the memory is as if it had never been given.

        Parameters
        ----------
        sample : str or sequence of hashable, optional
            About which sample; None: about all.
        strength : float, optional
            Only one signal, of this strength; None: all about the sample.

        Raises
        ------
        NotLearnedError
            There was none about the sample, or none of that strength.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emily"])
        >>> before = memory.log_prob("emma")
        >>> memory.depotentiate("emma")
        >>> memory.retract("emma")
        >>> memory.log_prob("emma") == before, memory.feedback
        (True, {})
        """
        state = self._state.ready()
        rows = state.feedback.rows()
        if sample is not None:
            symbols = state.vocabulary.check_context(sample)
            rows = state.feedback.about(symbols)
            if strength is not None:
                strength = real(strength, "strength")
                rows = [(*row[:2], 1) for row in rows if row[1] == strength]
            if not rows:
                raise NotLearnedError(f"no such feedback about {brief(symbols)!r}")
        with state.batch():
            for symbols, worth, times in rows:
                state.heed(symbols, worth, -times)

    @property
    def feedback(self) -> dict[Symbols, float]:
        """What was reinforced and depotentiated: sample -> the sum of strengths."""
        sums: dict[Symbols, Fraction] = {}
        for sample, strength, times in self.state.feedback.rows():
            sums[sample] = sums.get(sample, Fraction(0)) + Fraction(strength) * times
        return {sample: float(total) for sample, total in sums.items()}

    def fit(
        self,
        samples: Iterable[Sequence[Symbol]] | Mapping[Any, int],
        y: object = None,
        sample_weight: Iterable[int] | None = None,
        *,
        progress: bool = False,
    ) -> Self:
        """Forget all and learn these samples; the memory is awake then.

        Parameters
        ----------
        samples : iterable of samples, or mapping
            What to learn: a list, say, a one-dimensional array, a Series of
            pandas or polars, an open text file with one sample a line, or a
            mapping (a Counter) of samples to how often to learn each.
        y : object, optional
            Is not looked at: scikit-learn's tools give it.
        sample_weight : iterable of int, optional
            How often to learn each of the samples.
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        PlasticMemory
            Itself.

        Raises
        ------
        SampleTypeError, SampleError, ParameterError
            One of them cannot be learned; the message says which.  Whatever is
            raised, KeyboardInterrupt too, the memory is as it was before.

        Warns
        -----
        NormalizationWarning
            A letter is there in two forms of Unicode, composed and decomposed.

        Examples
        --------
        >>> from collections import Counter
        >>> len(PlasticMemory().fit(Counter(["emma", "ava", "emma"])))
        3
        """
        progress = flag(progress, "progress")  # before anything is let go
        given, times = at_once(samples, sample_weight)  # before anything is locked
        if told := hint(given):
            warnings.warn(told, NormalizationWarning, stacklevel=2)
        with self._lock:
            self._state.ready().refit(given, times, progress)
        if len(given) >= MANY:
            del given, times
            release()
        return self

    def partial_fit(
        self,
        samples: Iterable[Sequence[Symbol]] | Mapping[Any, int],
        y: object = None,
        sample_weight: Iterable[int] | None = None,
        *,
        progress: bool = False,
    ) -> Self:
        """Go on learning, and sleep again when much was learned (`sleep_after`).

        Parameters
        ----------
        samples, y, sample_weight, progress
            As for :meth:`fit`; the samples may be endless.

        Returns
        -------
        PlasticMemory
            Itself.

        Raises
        ------
        SampleTypeError, SampleError, ParameterError
            One of them cannot be learned; the message says which.  Exactly the
            ones before it have been.

        Notes
        -----
        A KeyboardInterrupt, too, leaves exactly the samples before it learned.
        While it waits for the next sample other threads can use the memory.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma"]).partial_fit(["emily", "ava"])
        >>> sorted(memory.samples)
        ['ava', 'emily', 'emma']
        """
        taught = bar(counted(samples, sample_weight), progress, " samples", "learning")
        with self._lock:
            self._state.ready()
        if isinstance(samples, Collection):
            without_collector(lambda: self._learn_all(taught))
        else:  # the whole program might wait for the next one without its collector
            self._learn_all(taught)
        return self

    def _learn_all(self, taught: Iterable[tuple[Sequence[Symbol], int]]) -> None:
        with self._written_while_waiting() as failures:
            for index, (sample, times) in enumerate(taught):
                if failures:  # and what was not written is not held any more
                    raise failures[0]
                with self._lock:
                    self._learn_next(index, sample, times)

    def _learn_next(self, index: int, sample: Sequence[Symbol], times: int) -> None:
        """Learn one of many samples, which need not be on disk at once."""
        state = self._state.ready()
        most = state.params.capacity or MOST_TIMES
        try:
            symbols = state.vocabulary.check_sample(sample)
            state.learn(symbols, min(times, most), commit=False)
        except SampleError as error:
            raise numbered(error, index) from error
        if state.is_tired:
            state.consolidate()
        state.recorder.commit_if_due(state)

    def _written_while_waiting(self) -> AbstractContextManager[list[PlasticError]]:
        """Keep on disk what was learned, where there is a file; give what failed."""
        return nullcontext([])

    def merge(self, other: PlasticMemory) -> Self:
        """Learn all that another memory holds.

        Parameters
        ----------
        other : PlasticMemory
            With the same `horizon` and `alphabet`.

        Returns
        -------
        PlasticMemory
            Itself, equal to one that learned both memories' samples, and awake.
            If it has a `capacity`, its own samples are older than the other's.

        Raises
        ------
        ParameterError
            `horizon` or `alphabet` differ.
        SampleTypeError, SampleError
            A sample of the other cannot be learned here.  Nothing has changed.

        Examples
        --------
        >>> one, other = PlasticMemory().fit(["emma"]), PlasticMemory().fit(["ava"])
        >>> one.merge(other).samples == PlasticMemory().fit(["emma", "ava"]).samples
        True
        """
        if not isinstance(other, PlasticMemory):
            raise SampleTypeError(
                f"cannot merge with {short(other)}: it is no PlasticMemory"
            )
        # One lock after the other: the two may merge with each other at once.
        params, taught, said = other._to_merge()
        with self._lock:
            state = self._state.ready()
            if state.params.regrows(params):
                raise ParameterError(
                    "cannot merge memories of different horizon or alphabet, "
                    f"{self.get_params()} and {other.get_params()}"
                )
            for sample, _ in taught:
                state.check_sample(sample)
            state.merge(dict(taught))
            for signal in said:
                state.heed(*signal)
        return self

    @synchronized
    def _to_merge(
        self,
    ) -> tuple[
        Hyperparameters, list[tuple[Symbols, int]], list[tuple[Symbols, float, int]]
    ]:
        """Give what another memory needs to take all this one holds."""
        state = self.state
        return state.params, [*state.samples.items()], state.feedback.rows()

    @synchronized
    def consolidate(self, progress: bool = False) -> ConsolidationReport:
        """Sleep: find the abstractions that have gaps, classes and places.

        Which symbols are isomorphic; which patterns with slots excite and
        inhibit what comes next; how much of a prediction to leave to them.
        From then on everything that predicts mixes both.

        Parameters
        ----------
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        ConsolidationReport
            Print it.

        Raises
        ------
        NotLearnedError
            Nothing was learned yet.
        ParameterError
            `recipe` is no :class:`plastic.Recipe`.

        Notes
        -----
        Counting and closed-form ratios, in numpy.  The same multiset of
        samples gives the same result bit for bit, in whatever order it was
        taught (for one numpy version and type of CPU).  Costs O(templates x
        histories x symbols) in time and O(histories x symbols) in memory,
        where histories are those that differ in what the templates look at.
        Beyond 500 symbols (``Recipe.most_symbols``), or where histories x
        symbols would pass 80 million, the rarest symbols are folded into one, and
        so are those that came fewer than five times where there are more than a
        hundred: sleep predicts them together, and waking tells them apart.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rehan", "emma", "ema"] * 4)
        >>> report = memory.consolidate()
        >>> memory.changes_since_consolidation, memory.classes() == report.classes
        (0, True)
        """
        state, progress = self._state.ready(), flag(progress, "progress")
        if not state.samples:
            raise NotLearnedError(
                "nothing was learned yet: there is nothing to sleep over"
            )
        began = time.perf_counter()
        found = state.consolidate(progress)
        return report(found, time.perf_counter() - began)

    @property
    def changes_since_consolidation(self) -> int:
        """Count the samples learned and forgotten since the last sleep."""
        return self._state.sleep.changes

    # What is held ----------------------------------------------------------------

    def __len__(self) -> int:
        return self.samples.total()

    @synchronized
    def __contains__(self, sample: Any) -> bool:
        try:
            return self.state.vocabulary.check_context(sample) in self.samples
        except SampleError:
            return False

    def __iter__(self) -> Iterator[Symbols]:
        return self.samples.elements()

    @synchronized
    def __repr__(self) -> str:
        if not self.samples:
            return "<PlasticMemory: nothing learned yet>"
        state = self.state
        kind = "strings" if state.vocabulary.kind is str else "sequences"
        found = state.abstractions
        slept = "" if found is None else f", {len(found.keys):,} slot concepts"
        if state.params.prior is not None:
            slept += f", behind it a prior of {len(state.params.prior):,} samples"
        return (
            f"<PlasticMemory: {len(self):,} samples ({len(self.samples):,} different) "
            f"of {kind}, {len(state.concepts):,} concepts, "
            f"r_levels 0..{highest(state.concepts)}{slept}>"
        )

    @property
    def samples(self) -> Samples:
        """What was learned and how often: a live Counter, not to be changed."""
        return self._state.samples

    @property
    def graph(self) -> nx.DiGraph:
        """The concepts: a live, read-only networkx graph.

        A node is a concept's symbols, with the attributes ``kind``
        (``"concept"``), ``r_level``, ``count`` and ``synapses`` (next symbol ->
        strength); edges run from the more abstract concept to the more specific
        one.  After a sleep there are also its slot concepts
        (:class:`plastic.SlotConcept`, kind ``"slot"``) and classes
        (:class:`plastic.SymbolClass`, kind ``"class"``, with their
        ``members``), each with a ``label``.  Every networkx
        algorithm that only reads works on it; ``memory.graph.copy()`` is a
        graph of your own.

        Examples
        --------
        >>> graph = PlasticMemory().fit(["rohan", "mohan", "rehan"]).graph
        >>> sorted(nx.ancestors(graph, "ohan"))
        ['', 'han']
        >>> sorted(nx.descendants(graph, "han"))
        ['ohan']
        >>> graph.nodes["han"]["count"]
        3
        """
        state = self.state
        slots = state.slots
        waking = view.tables(state.graph.directory)
        return (
            digraph(waking) if slots is None else digraph(waking, tables(slots.graph))
        )

    @synchronized
    def concepts(
        self,
        r_level: int | None = None,
        n: int | None = 20,
        *,
        min_length: int = 0,
        min_count: int = 0,
    ) -> list[ConceptInfo]:
        """List the concepts that save most.

        Parameters
        ----------
        r_level : int, optional
            Only those of this depth.
        n : int or None, default 20
            How many; None: all.
        min_length, min_count : int, default 0
            Only those of so many symbols, and of so many moments, at the least.

        Returns
        -------
        list of ConceptInfo
            Most useful first, by the symbols they save: ``(count - 1) *
            (length - 1)``.  Costs O(concepts).

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rehan"])
        >>> memory.concepts(n=2)
        [<Concept 'han_': r_level 1, count 3, saves 6, next (end)>, <Concept 'han':
        r_level 1, count 3, saves 4, next _:2>]
        """
        return top_concepts(self.state.concepts, r_level, n, min_length, min_count)

    @synchronized
    def slots(self, r_level: int | None = None, n: int | None = 20) -> list[SlotInfo]:
        """List the slot concepts, found asleep, that save most.

        Parameters
        ----------
        r_level : int, optional
            Only those of this depth.
        n : int or None, default 20
            How many; None: all.

        Returns
        -------
        list of SlotInfo
            Most useful first, by the nats they save; none before the first
            :meth:`consolidate`.  Costs O(slot concepts).

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rehan"])
        >>> memory.slots()  # none before it slept
        []
        """
        n = None if n is None else whole(n, "n")
        r_level = None if r_level is None else whole(r_level, "r_level")
        slots = self.state.slots
        return [] if slots is None else slots.most_useful(r_level, n)

    @synchronized
    def classes(self) -> dict[int, list[list[Symbol]]]:
        """Give the isomorphic symbols that the last sleep found.

        Returns
        -------
        dict of int to list of list
            Into how many classes -> the members of each.  Empty before the
            first sleep.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rehan", "emma", "ema"] * 4)
        >>> memory.classes()  # none before it slept
        {}
        >>> report = memory.consolidate()
        >>> sorted(memory.classes()) == sorted(report.classes)
        True
        """
        slots = self.state.slots
        groups: dict[int, list[list[Symbol]]] = {}
        for group, members in slots.classes().items() if slots is not None else ():
            groups.setdefault(group.classes, []).append(members)
        return groups

    @synchronized
    def check(self) -> None:
        """Assert that the graph is sound, and is the one its samples give.

        It is grown anew moment by moment, whatever it was grown by: costs as much
        as learning all samples one by one.

        Raises
        ------
        AssertionError
            It is not.

        Examples
        --------
        >>> PlasticMemory().fit(["emma", "ava"]).check()  # nothing is said: all is well
        """
        state = self.state
        state.concepts.check()
        anew = Graph(state.concepts.root.symbols, state.params.horizon)
        for sample, times in state.samples.items():
            sequence = wrap(sample)
            anew.observe(sequence, range(1, len(sequence) + 1), times, 0)
        assert state.concepts == anew.concepts, "the graph is not what its samples give"

    # Prediction --------------------------------------------------------------------

    @synchronized
    def predict_proba(
        self, context: Sequence[Symbol] = "", *, anchored: bool = True
    ) -> dict[Symbol, float]:
        """Predict what comes next.

        Parameters
        ----------
        context : str or sequence of hashable
            What came so far.  It may hold unknown symbols; then what comes
            after the last of them counts.
        anchored : bool, default True
            Whether the context begins at the start of a sample.  False: it is
            the latest part of an endless stream, or of who knows what.  If all of
            it was met before, then how often each symbol followed is what
            counts; else after how many different pasts.

        Returns
        -------
        dict
            Every symbol that can come next with its probability, all above 0,
            in symbol order; then :data:`plastic.STOP` and, unless the alphabet
            is closed, :data:`plastic.UNSEEN`.  They add up to 1.

        Examples
        --------
        >>> import plastic
        >>> memory = PlasticMemory().fit(["emma", "emmy", "emily"])
        >>> chances = memory.predict_proba("em")
        >>> round(chances["m"], 2), round(chances[plastic.STOP], 2)
        (0.37, 0.05)
        >>> report = memory.learn("mama", times=97)
        >>> memory.predict_proba("m", anchored=False)["a"] > 0.97
        True
        """
        expert, sequence = self._asked(context, anchored)
        return expert.distribution(expert.initial_state(sequence))

    @synchronized
    def log_prob(self, sample: Sequence[Symbol], *, anchored: bool = True) -> float:
        """Give the log-probability of a whole sample, in nats.

        Parameters
        ----------
        sample : str or sequence of hashable
            Known or not.  A symbol that was never seen is charged the slot for
            all such symbols; one outside a closed alphabet has probability 0.
        anchored : bool, default True
            False: it is a part of an endless stream, with neither START before
            it nor STOP after it.  The first symbols are as probable as they were
            frequent, see :meth:`predict_proba`.

        Returns
        -------
        float
            At most 0.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emma", "emily"])
        >>> memory.log_prob("emma") > memory.log_prob("emily") > memory.log_prob("amme")
        True
        """
        return math.fsum(self._log_probs(sample, anchored))

    @synchronized
    def surprise(
        self,
        sample: Sequence[Symbol],
        *,
        anchored: bool = True,
        last: int | None = None,
    ) -> np.ndarray:
        """Tell how unexpected each symbol of a sample is.

        Parameters
        ----------
        sample : str or sequence of hashable
            Known or not.
        anchored : bool, default True
            As for :meth:`log_prob`.
        last : int, optional
            Only of so many at the end, which costs no more than these do.  To
            watch a stream ask for one, of a window of what came last:
            ``surprise(window, anchored=False, last=1)``.

        Returns
        -------
        numpy.ndarray, shape (length + 1,), or (length,) if not anchored
            Minus the log-probability of each symbol after those before it, in
            nats; the last one, if anchored, is that of STOP.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["abab", "ababab"])
        >>> memory.surprise("abaab").round(1)
        array([0.7, 0.5, 0.5, 2.6, 0.9, 1.4])
        >>> memory.surprise("abaab", last=2).round(1)
        array([0.9, 1.4])
        """
        last = None if last is None else whole(last, "last")
        return -self._log_probs(sample, anchored, last)

    @synchronized
    def score(
        self,
        samples: Iterable[Sequence[Symbol]] | Mapping[Any, int],
        y: object = None,
        *,
        progress: bool = False,
    ) -> float:
        """Give the mean log-probability a symbol, in nats: higher is better.

        Parameters
        ----------
        samples : iterable of samples, or mapping
            Known or not; as for :meth:`fit`.
        y : object, optional
            Is not looked at.
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        float
            STOP counts as a symbol of each sample.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emily"])
        >>> bool(-memory.score(["emma"]) == memory.surprise("emma").mean())
        True
        """
        nats: list[float] = []
        symbols = 0
        for scores, lengths in self._scores(samples, progress):
            nats.extend(scores)
            symbols += sum(lengths) + len(lengths)
        if not nats:
            raise ParameterError("no samples to score")
        return math.fsum(nats) / symbols

    @synchronized
    def score_samples(
        self,
        samples: Iterable[Sequence[Symbol]] | Mapping[Any, int],
        y: object = None,
        *,
        progress: bool = False,
    ) -> np.ndarray:
        """Give the log-probability of each of many samples, in nats.

        Parameters
        ----------
        samples, y, progress
            As for :meth:`score`.

        Returns
        -------
        numpy.ndarray, shape (samples,)
            What :meth:`log_prob` gives for each, but for the last bits; awake, and
            of many samples, in a twentieth of the time.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emmy"])
        >>> memory.score_samples(["emma", "anna"]).round(2)
        array([-3.49, -8.31])
        """
        found = [scores for scores, _ in self._scores(samples, progress)]
        return np.concatenate([np.zeros(0), *found])

    def _scores(
        self, samples: Any, progress: bool
    ) -> Iterator[tuple[np.ndarray, list[int]]]:
        """Give the scores and lengths of many samples, so many at a time."""
        asked = iter(bar(many(samples), progress, " samples", "scoring"))
        check = self._state.ready().vocabulary.check_contexts
        while block := check([*islice(asked, MANY)]):
            yield self._state.score_samples(block), [*map(len, block)]

    @synchronized
    def explain(
        self, prefix: Sequence[Symbol] = "", *, anchored: bool = True
    ) -> Explanation:
        """Tell which concepts fire, and what each adds to the prediction.

        Parameters
        ----------
        prefix : str or sequence of hashable
            What came so far.
        anchored : bool, default True
            As for :meth:`predict_proba`.

        Returns
        -------
        Explanation
            Print it.  Awake, its contributions add up to
            :meth:`predict_proba`; after a sleep, to the logarithms of it.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emmy", "emily"])
        >>> from plastic.core.symbols import show
        >>> [show(one.concept) for one in memory.explain("em").contributions[:-1]]
        ['>em', 'm', '·']
        """
        return explain(*self._asked(prefix, anchored))

    # Generation --------------------------------------------------------------------

    @synchronized
    def complete(
        self,
        prefix: Sequence[Symbol] = "",
        n: int = 5,
        *,
        max_steps: int = 50_000,
        known: bool = False,
    ) -> Completions:
        """Find the most probable whole samples that begin with a prefix.

        Parameters
        ----------
        prefix : str or sequence of hashable
            What they begin with; it may hold unknown symbols.
        n : int, default 5
            How many.
        max_steps : int, default 50,000
            At how many beginnings to look at the most: awake some 20
            microseconds each, after a sleep 100; those that were looked at since the
            last change, 20.
        known : bool, default False
            Only samples that are held, as a search box suggests them.  They are
            as probable as otherwise; there may be fewer than n.

        Returns
        -------
        Completions
            A list of ``(sample, probability)``, the best first; probabilities
            are given the prefix.  It is exact: no sample that is not in it is
            more probable than one that is.  Where the search was stopped it
            holds fewer than n, and ``proven`` is False.

        Examples
        --------
        >>> import plastic
        >>> memory = plastic.train("names.txt")
        >>> memory.complete("chris", n=2)
        christa  0.0712
        chris    0.05782
        >>> memory.complete("xav", known=True)
        xavier  0.06062
        """
        n, max_steps = whole(n, "n"), whole(max_steps, "max_steps")
        beginning = self._demand_some().vocabulary.check_prefix(prefix)
        source: Searched = (beginnings := self._state.beginnings)
        state: Any = beginnings.find(beginning)
        if known:
            source, state = held_only(source, state, beginning, self.samples)
        found = most_probable(source, state, beginning, n, max_steps)
        if not found.proven:
            logger.warning(
                "only %d of %d completions proven within max_steps=%d",
                len(found),
                n,
                max_steps,
            )
        return found

    @synchronized
    def generate(
        self,
        n: int = 1,
        prefix: Sequence[Symbol] = "",
        temperature: float = 1.0,
        novel: bool = False,
        rng: int | np.random.Generator | None = None,
        *,
        max_length: int = 1000,
        min_length: int = 0,
        unique: bool = False,
        repeats: str | None = None,
    ) -> Drawn:
        """Draw new samples.

        Parameters
        ----------
        n : int, default 1
            How many.
        prefix : str or sequence of hashable
            What they begin with; it may hold unknown symbols.
        temperature : float, default 1
            1 draws by probability; toward 0 only the most probable symbols are
            drawn, 0 always takes the most probable one, above 1 all become alike.
        novel : bool, default False
            Leave out what is held.
        rng : int or numpy.random.Generator, optional
            The same seed gives the same samples in every run.
        max_length : int, default 1000
            Where to cut a sample that would be longer.
        min_length : int, default 0
            No sample ends before it has so many symbols.
        unique : bool, default False
            No two of them are alike.
        repeats : {"keep", "estimate"}, optional
            Instead of the hyperparameter.

        Returns
        -------
        Drawn
            A list of str or tuple; its attribute ``cut`` tells of each whether
            it was cut at `max_length`.

        Raises
        ------
        GenerationError
            `novel` or `unique`, and 1,000 draws in a row were held already or
            drawn before; or nothing but an end can come before `min_length`.
        ParameterError
            The prefix is longer than `max_length`, or `min_length` is.

        Notes
        -----
        Costs a prediction a symbol.  From 500 on that are not few beside the
        concepts they are drawn together, a symbol of all at a time, in a twentieth
        of it: other ones than one by one, and as likely.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["emma", "emily", "ava"])
        >>> memory.generate(1, temperature=0, max_length=3).cut
        [True]
        """
        n, max_length = whole(n, "n"), whole(max_length, "max_length")
        min_length, rng = whole(min_length, "min_length"), generator(rng)
        novel, unique = flag(novel, "novel"), flag(unique, "unique")
        if temperature != 0:
            temperature = positive(temperature, "temperature")
        if repeats is not None:
            repeats = check_repeats(repeats)
        expert, state, beginning = self._beginning(prefix, repeats)
        if max(min_length, len(beginning)) > max_length:
            raise ParameterError(
                f"max_length, {max_length}, is less than min_length, {min_length}, or "
                f"than the {len(beginning)} symbols of the prefix"
            )
        options = SamplingOptions(
            expert, state, beginning, temperature, max_length, min_length
        )
        sampler = self._state.sampler(options, n)
        return draw(sampler, n, rng, self.samples if novel else (), unique)

    # Hyperparameters, copies, files ------------------------------------------------

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the hyperparameters, as scikit-learn does; `deep` has no effect.

        Examples
        --------
        >>> memory = PlasticMemory(capacity=100, evict="rarest", repeats="estimate")
        >>> memory.get_params()["capacity"], memory.capacity
        (100, 100)
        >>> memory.evict, memory.repeats, memory.sleep_after, memory.horizon
        ('rarest', 'estimate', 0.5, 24)
        >>> memory.alphabet, memory.prior, memory.recipe  # None: not given
        (None, None, None)
        """
        return self._state.params.as_dict()

    @synchronized
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters; assigning one as an attribute does the same.

        The graph is grown anew only for another `horizon` or `alphabet`, and
        what the last sleep found goes only for these or another `recipe`.

        Raises
        ------
        ParameterError
            There is no such hyperparameter, or it cannot have this value.
        SampleError
            What is held does not fit the new alphabet.  In both cases nothing
            has changed.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["rohan", "mohan", "rehan"])
        >>> before = memory.log_prob("rohan")
        >>> memory.set_params(horizon=2).log_prob("rohan") == before
        False
        """
        self._state.reconfigure(self._state.params.replaced(**params))
        return self

    @synchronized
    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the memory to a file: a snapshot, which is replaced whole.

        Parameters
        ----------
        path : str or os.PathLike
            The file.  If its name ends with ``.json`` it is text to read and to
            exchange, without what the last sleep found: such a memory sleeps
            anew when it is loaded.

        Raises
        ------
        SampleError
            A symbol is of a type that no file can hold.
        BusyError
            The file is open as a memory, see :func:`plastic.open`.
        DataError
            The file cannot be written.  One that was there is as it was.

        See Also
        --------
        plastic.load, plastic.open

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "names.plastic")
        >>> memory = PlasticMemory().fit(["emma", "ava"])
        >>> memory.save(path)
        >>> plastic.load(path).samples == memory.samples
        True
        """
        from .storage import files  # here: SQLite is only for who keeps a memory

        state = self.state
        said = state.feedback.rows()
        files.save(path, state.params, state.samples, state.sleep, said)

    @synchronized
    def __getstate__(self) -> dict[str, Any]:
        samples, sleep = dict(self.samples), self._state.sleep
        return {
            **self.get_params(),
            "samples": samples,
            "sleep": sleep,
            "feedback": self._state.feedback.rows(),
        }

    def __setstate__(self, held: dict[str, Any]) -> None:
        params = dict(held)
        samples, sleep = params.pop("samples"), params.pop("sleep")
        feedback = Feedback(params.pop("feedback", ()))
        self._state = State(
            Hyperparameters(**params), samples, sleep, feedback=feedback
        )

    def _was_interrupted(self) -> None:
        self._state.stale = True  # the thread that changed it is not here

    # What scikit-learn's tools ask ---------------------------------------------------

    def __sklearn_clone__(self) -> Self:
        """Make one that holds nothing, with the same hyperparameters, prior included.

        Else scikit-learn would clone that, too, and what it knows would be lost.
        """
        return type(self)(**self.get_params())

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn what this is; only it asks."""
        from sklearn.utils import InputTags, Tags, TargetTags

        return Tags(
            estimator_type=None,
            target_tags=TargetTags(required=False),
            input_tags=InputTags(two_d_array=False, string=True),
        )

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether anything is held."""
        return len(self) > 0

    # In a few words ----------------------------------------------------------------

    def _asked(
        self, context: Sequence[Symbol], anchored: bool, repeats: str | None = None
    ) -> tuple[WakingExpert | Mixture | Corrected | Reinforced, Symbols]:
        """Give who predicts, and the context as it is asked about it."""
        state, anchored = self._state.ready(), flag(anchored, "anchored")
        symbols = state.vocabulary.check_prefix(context)
        if not anchored:  # there nothing is known to be the beginning of a sample
            return state.predicting("keep"), symbols
        expert = state.predicting(repeats or state.params.repeats)
        if isinstance(symbols, str):
            return expert, START + symbols
        return expert, (START, *symbols)

    def _beginning(
        self, prefix: Sequence[Symbol], repeats: str | None = None
    ) -> tuple[Any, Any, Symbols]:
        """Give who predicts, its state after a prefix, and the prefix."""
        expert, sequence = self._asked(prefix, anchored=True, repeats=repeats)
        self._demand_some()
        return expert, expert.initial_state(sequence), sequence[1:]

    def _demand_some(self) -> State:
        """Give the state, if it holds anything."""
        if not self.samples:
            raise NotLearnedError("nothing was learned yet: learn a sample first")
        return self._state.ready()

    def _log_probs(
        self, sample: Sequence[Symbol], anchored: bool, last: int | None = None
    ) -> np.ndarray:
        expert, sequence = self._asked(sample, anchored)
        begin = 0
        if anchored:
            if last is None:
                return self._state.log_probabilities(sequence[1:])
            sequence, begin = wrap(sequence[1:]), 1
        if last is not None:
            begin = max(begin, len(sequence) - last)
        return np.array(expert.log_probabilities(sequence, begin))

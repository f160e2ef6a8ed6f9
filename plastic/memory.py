"""The memory: what is learned, forgotten, predicted and shown, by its verbs.

Each verb checks what it is given and calls the room where the work is done.
"""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from tqdm import tqdm

from ._support.arguments import generator, many, positive, whole
from ._support.locking import locked
from .consolidation.mixing import MixedPredictor
from .consolidation.slots import Slot
from .consolidation.templates import Recipe
from .core.generation import Completions, Walk, draw, most_probable
from .core.symbols import Symbol, Symbols, brief, wrap
from .errors import (
    DataError,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    SampleTypeError,
)
from .inspection.consolidation_report import SleepReport, report
from .inspection.explanation import Explanation, explain
from .inspection.learning_report import Lesson
from .inspection.mixed_explanation import explain_mixture
from .inspection.ranking import Concept, most_useful
from .inspection.read_only import read_only
from .rendering.verbs import Visible
from .state.eviction import HOW
from .state.samples import Samples
from .state.state import Keeper, collector_paused
from .state.validation import Vocabulary
from .storage import files as storage
from .storage.database import Content

if TYPE_CHECKING:
    from typing_extensions import Self  # typing's own from Python 3.11 on

logger = logging.getLogger(__name__)

MOST_TIMES = 10**12  # that a sample is learned at once: numpy must count them all


class PlasticMemory(Visible):
    """A memory that learns sequences as they come, without gradient descent.

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

    Notes
    -----
    Threads may share a memory: its verbs take turns.  :attr:`samples` and
    :attr:`graph` are live, so that they must not be walked while another
    thread learns.
    Learning and forgetting a sample cost O(length x horizon) at the worst,
    some five steps a symbol in practice, however much is held.  The hyper-
    parameters are stored as given and looked at when they are first used.

    Examples
    --------
    >>> memory = PlasticMemory().fit(["emily", "emma"])
    >>> memory
    <PlasticMemory: 2 samples (2 different) of strings, 6 concepts, r_levels 0..2>
    >>> memory.learn("emmy")
    <Lesson 'emmy': 6 moments, 7 synapses potentiated, 3 concepts abstracted, 0 lifted>
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
    ) -> None:
        self.horizon = horizon
        self.alphabet = alphabet
        self.recipe = recipe
        self.sleep_after = sleep_after
        self.capacity = capacity
        self.evict = evict
        self._keeper = Keeper()
        self._lock = RLock()

    # Learning and forgetting -----------------------------------------------------

    @locked
    def learn(self, sample: Sequence[Symbol], times: int = 1) -> Lesson:
        r"""Learn one sample.

        Parameters
        ----------
        sample : str or sequence of hashable
            What to learn.
        times : int, default 1
            How often.  A thousand times cost hardly more than two.

        Returns
        -------
        Lesson
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
        times = whole(times, "times", least=1)
        most = MOST_TIMES if self.capacity is None else self.capacity
        if times > most:
            raise ParameterError(f"times must be at most {most:,}, not {times:,}")
        keeper = self._ready()
        symbols = keeper.vocabulary.check_sample(sample)
        events = keeper.learn(symbols, times)
        return Lesson(symbols, times, events, keeper.concepts.horizon)

    @locked
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
        keeper = self._ready()
        symbols = keeper.vocabulary.check_context(sample)
        held = keeper.samples[symbols]
        if held < times:
            raise NotLearnedError(
                f"cannot forget {brief(symbols)!r} {times} times: it is held "
                f"{held} times"
            )
        keeper.forget(symbols, times)

    @locked
    def fit(self, samples: Iterable[Sequence[Symbol]], progress: bool = False) -> Self:
        """Forget all and learn these samples; the memory is awake then.

        Parameters
        ----------
        samples : iterable of samples
            What to learn.
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        PlasticMemory
            Itself.

        Raises
        ------
        SampleTypeError, SampleError
            One of them cannot be learned; the message says which.  The memory
            is as it was before.
        """
        whole(self.horizon, "horizon", least=1)
        vocabulary = Vocabulary(self.alphabet, self._keeper.journal is not None)
        checked = []
        for symbols in _checked(samples, vocabulary):
            vocabulary.add(symbols)
            checked.append(symbols)
        keeper = self._keeper
        with keeper.together(), collector_paused():
            keeper.clear()
            self._ready()
            for symbols in _bar(checked, progress):
                keeper.learn(symbols)
        return self

    @locked
    def partial_fit(
        self, samples: Iterable[Sequence[Symbol]], progress: bool = False
    ) -> Self:
        """Go on learning, and sleep again when much was learned (`sleep_after`).

        Parameters
        ----------
        samples : iterable of samples
            What to learn besides; it may be endless.
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        PlasticMemory
            Itself.

        Raises
        ------
        SampleTypeError, SampleError
            One of them cannot be learned; the message says which.  Exactly the
            ones before it have been.

        Notes
        -----
        A KeyboardInterrupt, too, leaves exactly the samples before it learned.
        """
        if self.sleep_after is not None:
            positive(self.sleep_after, "sleep_after")
        keeper = self._ready()
        with keeper.together():
            for symbols in _checked(_bar(many(samples), progress), keeper.vocabulary):
                keeper.learn(symbols)
                if self._is_tired():
                    self.consolidate()
        return self

    def merge(self, other: PlasticMemory) -> Self:
        """Learn all that another memory holds.

        Parameters
        ----------
        other : PlasticMemory
            With the same hyperparameters.

        Returns
        -------
        PlasticMemory
            Itself, equal to one that learned both memories' samples, and awake.

        Raises
        ------
        ParameterError
            The hyperparameters differ.
        SampleTypeError, SampleError
            A sample of the other cannot be learned here.  Nothing has changed.
        """
        if not isinstance(other, PlasticMemory):
            raise SampleTypeError(
                f"cannot merge with {other!r}: it is no PlasticMemory"
            )
        # One lock after the other: the two may merge with each other at once.
        with other._lock:
            theirs = other._ready()
            limits = theirs.concepts.horizon, theirs.vocabulary.alphabet
            taught = list(theirs.samples.items())
        with self._lock:
            ours = self._ready()
            if (ours.concepts.horizon, ours.vocabulary.alphabet) != limits:
                raise ParameterError(
                    f"cannot merge memories of different hyperparameters, "
                    f"{self.get_params()} and {other.get_params()}"
                )
            for sample, _ in taught:
                ours.vocabulary.check_sample(sample)
            with ours.together():
                for sample, times in taught:
                    ours.learn(sample, times)
                ours.wake()
        return self

    @locked
    def consolidate(self, progress: bool = False) -> SleepReport:
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
        SleepReport
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
        symbols would pass 30 million, the rarest symbols are folded into one:
        sleep predicts them together, and waking tells them apart.
        """
        keeper = self._ready()
        if not keeper.samples:
            raise NotLearnedError(
                "nothing was learned yet: there is nothing to sleep over"
            )
        recipe = Recipe() if self.recipe is None else self.recipe
        if not isinstance(recipe, Recipe):
            raise ParameterError(f"recipe must be a plastic.Recipe, not {recipe!r}")
        recipe.check()
        began = time.perf_counter()
        found = keeper.consolidate(recipe, progress)
        return report(found, time.perf_counter() - began)

    @property
    def awake(self) -> int:
        """Count the samples learned and forgotten since the last sleep."""
        return self._keeper.awake

    # What is held ----------------------------------------------------------------

    def __len__(self) -> int:
        return self.samples.total()

    @locked
    def __contains__(self, sample: object) -> bool:
        try:
            return self._ready().vocabulary.check_context(sample) in self.samples
        except SampleError:
            return False

    def __iter__(self) -> Iterator[Symbols]:
        return self.samples.elements()

    @locked
    def __repr__(self) -> str:
        if not self.samples:
            return "<PlasticMemory: nothing learned yet>"
        keeper = self._ready()
        kind = "strings" if keeper.vocabulary.kind is str else "sequences"
        highest = max(node["r_level"] for node in keeper.concepts.nodes())
        found = keeper.abstractions
        slept = "" if found is None else f", {len(found.keys):,} slot concepts"
        return (
            f"<PlasticMemory: {len(self):,} samples ({len(self.samples):,} different) "
            f"of {kind}, {len(keeper.concepts):,} concepts, "
            f"r_levels 0..{highest}{slept}>"
        )

    @property
    def samples(self) -> Samples:
        """What was learned and how often: a live Counter, not to be changed."""
        return self._keeper.samples

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
        keeper = self._ready()
        slots = keeper.slots
        return read_only(keeper.concepts.graph, None if slots is None else slots.graph)

    @locked
    def concepts(
        self, r_level: int | None = None, n: int | None = 20, kind: str = "concept"
    ) -> list[Concept] | list[Slot]:
        """List the concepts that save most.

        Parameters
        ----------
        r_level : int, optional
            Only those of this depth.
        n : int or None, default 20
            How many; None: all.
        kind : {"concept", "slot"}, default "concept"
            Those learned awake, or those found asleep.

        Returns
        -------
        list of Concept, or of Slot
            Most useful first: of concepts by the symbols they save, ``(count -
            1) * (length - 1)``; of slot concepts by the nats.  Costs
            O(concepts).
        """
        n = None if n is None else whole(n, "n")
        keeper = self._ready()
        if kind == "concept":
            return most_useful(keeper.concepts, r_level, n)
        if kind != "slot":
            raise ParameterError(f"kind must be 'concept' or 'slot', not {kind!r}")
        return [] if keeper.slots is None else keeper.slots.most_useful(r_level, n)

    @locked
    def classes(self) -> dict[int, list[list[Symbol]]]:
        """Give the isomorphic symbols that the last sleep found.

        Returns
        -------
        dict of int to list of list
            Into how many classes -> the members of each.  Empty before the
            first sleep.
        """
        slots = self._ready().slots
        groups: dict[int, list[list[Symbol]]] = {}
        for one, members in slots.classes().items() if slots is not None else ():
            groups.setdefault(one.classes, []).append(members)
        return groups

    @locked
    def check(self) -> None:
        """Assert that the graph is sound, and is the one its samples give.

        Costs as much as learning all samples anew.

        Raises
        ------
        AssertionError
            It is not.
        """
        concepts = self._ready().concepts
        concepts.check()
        anew = Keeper(self.samples).ready(self.horizon, self.alphabet)
        assert concepts == anew.concepts, "the graph is not what its samples give"

    # Prediction --------------------------------------------------------------------

    @locked
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
            the latest part of an endless stream.

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
        (0.37, 0.07)
        """
        sequence = self._context(context, anchored)
        predictor = self._keeper.predictor()
        return predictor.chances(predictor.read(sequence))

    @locked
    def log_prob(self, sample: Sequence[Symbol], *, anchored: bool = True) -> float:
        """Give the log-probability of a whole sample, in nats.

        Parameters
        ----------
        sample : str or sequence of hashable
            Known or not.  A symbol that was never seen is charged the slot for
            all such symbols; one outside a closed alphabet has probability 0.
        anchored : bool, default True
            False: it is a part of an endless stream, with neither START before
            it nor STOP after it.

        Returns
        -------
        float
            At most 0.
        """
        return math.fsum(self._log_probs(sample, anchored))

    @locked
    def surprise(
        self, sample: Sequence[Symbol], *, anchored: bool = True
    ) -> np.ndarray:
        """Tell how unexpected each symbol of a sample is.

        Parameters
        ----------
        sample : str or sequence of hashable
            Known or not.
        anchored : bool, default True
            As for :meth:`log_prob`.

        Returns
        -------
        numpy.ndarray, shape (length + 1,), or (length,) if not anchored
            Minus the log-probability of each symbol after those before it, in
            nats; the last one, if anchored, is that of STOP.

        Examples
        --------
        >>> memory = PlasticMemory().fit(["abab", "ababab"])
        >>> memory.surprise("abaab").round(1)
        array([1. , 0.8, 0.8, 2.1, 1.1, 1.4])
        """
        return -np.array(self._log_probs(sample, anchored))

    @locked
    def score(
        self, samples: Iterable[Sequence[Symbol]], progress: bool = False
    ) -> float:
        """Give the mean log-probability a symbol, in nats: higher is better.

        Parameters
        ----------
        samples : iterable of samples
            Known or not.
        progress : bool, default False
            Show a progress bar.

        Returns
        -------
        float
            STOP counts as a symbol of each sample.
        """
        nats = [
            nat
            for sample in _bar(many(samples), progress)
            for nat in self._log_probs(sample, True)
        ]
        if not nats:
            raise ParameterError("no samples to score")
        return math.fsum(nats) / len(nats)

    @locked
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
        sequence = self._context(prefix, anchored)
        predictor = self._keeper.predictor()
        if isinstance(predictor, MixedPredictor):
            return explain_mixture(predictor, self._keeper.slots, sequence)
        return explain(predictor, sequence)

    # Generation --------------------------------------------------------------------

    @locked
    def complete(
        self, prefix: Sequence[Symbol] = "", n: int = 5, *, max_steps: int = 50_000
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
            microseconds each, after a sleep 100.

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
        christa  0.08056
        christie  0.05865
        """
        n, max_steps = whole(n, "n"), whole(max_steps, "max_steps")
        symbols, past = self._beginning(prefix)
        found = most_probable(self._keeper.predictor(), past, symbols, n, max_steps)
        if not found.proven:
            logger.warning(
                "%d of %d completions proven in %d steps", len(found), n, found.steps
            )
        return found

    @locked
    def generate(
        self,
        n: int = 1,
        prefix: Sequence[Symbol] = "",
        temperature: float = 1.0,
        novel: bool = False,
        rng: int | np.random.Generator | None = None,
        *,
        max_length: int = 1000,
    ) -> list[Symbols]:
        """Draw new samples.

        Parameters
        ----------
        n : int, default 1
            How many.
        prefix : str or sequence of hashable
            What they begin with; it may hold unknown symbols.
        temperature : float, default 1
            1 draws by probability; toward 0 only the most probable symbols are
            drawn, above 1 all become alike.
        novel : bool, default False
            Leave out what is held.
        rng : int or numpy.random.Generator, optional
            The same seed gives the same samples in every run.
        max_length : int, default 1000
            Where to cut a sample that would be longer.

        Returns
        -------
        list of str or tuple

        Raises
        ------
        GenerationError
            `novel`, and 1,000 draws in a row were held already.
        """
        n, max_length = whole(n, "n"), whole(max_length, "max_length")
        temperature, rng = positive(temperature, "temperature"), generator(rng)
        symbols, past = self._beginning(prefix)
        walk = Walk(self._keeper.predictor(), past, symbols, temperature, max_length)
        return draw(walk, n, rng, self.samples if novel else ())

    # Hyperparameters, copies, files ------------------------------------------------

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the hyperparameters, as scikit-learn does; `deep` has no effect."""
        return {
            "horizon": self.horizon,
            "alphabet": self.alphabet,
            "recipe": self.recipe,
            "sleep_after": self.sleep_after,
            "capacity": self.capacity,
            "evict": self.evict,
        }

    @locked
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters; what is held is learned anew, and awake.

        Raises
        ------
        ParameterError
            There is no such hyperparameter, or it cannot have this value.
        SampleError
            What is held does not fit the new alphabet.  In both cases nothing
            has changed.
        """
        before = self.get_params()
        unknown = params.keys() - before.keys()
        if unknown:
            raise ParameterError(
                f"no hyperparameter {', '.join(sorted(unknown))}; "
                f"there are: {', '.join(before)}"
            )
        vars(self).update(params)
        self._keeper.torn = True
        try:
            self._ready()
        except PlasticError:
            vars(self).update(before)
            raise
        self._keeper.wake()
        return self

    @locked
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
        """
        storage.save(path, self.get_params(), self.samples, self._keeper.sleep)

    @locked
    def __getstate__(self) -> dict[str, Any]:
        sleep = self._keeper.sleep
        return {**self.get_params(), "samples": dict(self.samples), "sleep": sleep}

    def __setstate__(self, state: dict[str, Any]) -> None:
        params = dict(state)
        samples, sleep = params.pop("samples"), params.pop("sleep")
        self.__init__(**params)  # type: ignore[misc]
        self._keeper = Keeper(Samples(samples), sleep)

    # In a few words ----------------------------------------------------------------

    @locked
    def _ready(self) -> Keeper:
        horizon = whole(self.horizon, "horizon", least=1)
        capacity = self.capacity
        if capacity is not None:
            whole(capacity, "capacity", least=1)
        if self.evict not in HOW:
            raise ParameterError(
                f"evict must be one of {', '.join(HOW)}, not {self.evict!r}"
            )
        keeper = self._keeper.ready(horizon, self.alphabet)
        keeper.limit(capacity, self.evict)
        return keeper

    def _is_tired(self) -> bool:
        keeper = self._keeper
        if keeper.abstractions is None or self.sleep_after is None:
            return False
        return keeper.awake >= self.sleep_after * keeper.slept_over

    def _symbols(self, context: Sequence[Symbol]) -> Symbols:
        keeper = self._ready()
        if isinstance(context, Sequence) and not context:
            return keeper.concepts.root.symbols  # "" stands for () too
        return keeper.vocabulary.check_context(context)

    def _context(self, context: Sequence[Symbol], anchored: bool) -> Symbols:
        symbols = self._symbols(context)
        return wrap(symbols)[:-1] if anchored else symbols

    def _beginning(self, prefix: Sequence[Symbol]) -> tuple[Symbols, Any]:
        """Give a prefix, and what the predictor reads of it."""
        symbols = self._symbols(prefix)
        if not self.samples:
            raise NotLearnedError("nothing was learned yet: learn a sample first")
        return symbols, self._keeper.predictor().read(wrap(symbols)[:-1])

    def _log_probs(self, sample: Sequence[Symbol], anchored: bool) -> list[float]:
        symbols = self._symbols(sample)
        sequence, begin = (wrap(symbols), 1) if anchored else (symbols, 0)
        return self._keeper.predictor().log_probabilities(sequence, begin)


def load(path: str | os.PathLike[str]) -> PlasticMemory:
    """Read a memory from a file that was saved.

    Parameters
    ----------
    path : str or os.PathLike
        The file; from anybody, for nothing in it is believed unchecked.

    Returns
    -------
    PlasticMemory
        As it was: the same samples and hyperparameters, the same predictions,
        bit for bit.  From a ``.json`` of a memory that had slept, it has slept
        over all of them now, also over what was learned since.

    Raises
    ------
    DataNotFoundError
        There is no such file.
    BusyError
        It is open elsewhere.
    DataError
        It is not a memory, or is damaged.

    Warns
    -----
    DamageWarning
        What the last sleep found is damaged; the memory is awake.

    Notes
    -----
    Costs as much as learning the samples: the graph is grown from them.
    """
    content, sleepless = storage.load(path)
    memory = restore(PlasticMemory, content, path)
    if sleepless:
        memory.consolidate()
    return memory


def restore(
    kind: type[PlasticMemory], content: Content, path: str | os.PathLike[str]
) -> PlasticMemory:
    """Make a memory of what a file holds."""
    try:
        memory = kind(**content.params)
        if content.sleep.found is not None and memory.recipe is not None:
            memory.recipe.check()
        memory._keeper = Keeper(Samples(content.samples), content.sleep)
        memory._ready()
    except (PlasticError, TypeError, AttributeError) as error:
        raise DataError(f"{os.fspath(path)!r} is damaged: {error}") from error
    if len(memory) < sum(content.samples.values()):
        raise DataError(f"{os.fspath(path)!r} is damaged: it holds more than it may")
    return memory


def _checked(
    samples: Iterable[Sequence[Symbol]], vocabulary: Vocabulary
) -> Iterator[Symbols]:
    for index, sample in enumerate(many(samples)):
        try:
            yield vocabulary.check_sample(sample)
        except SampleError as error:
            raise type(error)(f"sample {index} (from 0): {error}") from error


def _bar(samples: Iterable, progress: bool) -> Iterable:
    # Not disable=: a bar that is not shown would still take tqdm's lock.
    return tqdm(samples, unit=" samples") if progress else samples

"""The state: samples are the truth, the graph follows.

*The concept graph is a pure function of the multiset of samples.*  So a sample
counts as learned or forgotten when the samples say so, and a graph that was
interrupted in the middle of one (by Ctrl-C, by running out of memory), or
belongs to other hyperparameters, is *stale*: it is grown anew from the samples
when it is next used.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain, count, repeat
from typing import Any, TypeAlias

import numpy as np

from .._support.progress import bar
from ..arrays.scoring import ScoresMany
from ..arrays.text import encode
from ..consolidation.abstractions import Abstractions, Sleep
from ..consolidation.consolidate import consolidate
from ..consolidation.expert import SleepExpert
from ..consolidation.held_out import Run
from ..consolidation.match_expert import MatchExpert
from ..consolidation.recurrence_expert import RecurrenceExpert
from ..consolidation.slots import SlotLibrary
from ..consolidation.symbol_codes import SymbolIndex
from ..consolidation.templates import Recipe
from ..core.concepts import ConceptGraph
from ..core.generation import Paths, Sampler, SamplingOptions
from ..core.learning import PlainEvent
from ..core.symbols import Symbol, Symbols, wrap
from ..errors import SampleError
from ..hyperparameters import Hyperparameters
from ..mixture.corrected import Corrected
from ..mixture.expert import Expert
from ..mixture.mixture import Mixture
from ..mixture.prior import BackedExpert
from ..mixture.reinforced import Reinforced
from ..mixture.waking import WakingExpert, depth, log_masses, symbols_per_target
from ..mixture.weights import Held, WeightTable
from . import together
from .backing import Backing, check_chain
from .beginnings import Beginnings
from .drawing import weigh
from .eviction import Eviction
from .feedback import Feedback
from .graph import Graph, without_collector
from .levels import Levels
from .recorder import NO_RECORDER, Recorder
from .repeats import estimate
from .samples import Multiset, Samples, tally
from .validation import Vocabulary

logger = logging.getLogger(__name__)

Predicts: TypeAlias = "WakingExpert | Mixture"

# Growing anew and making tables costs 1 to 2 us a concept, and learning or scoring
# a symbol by itself 10 to 20, so that rows pay from a tenth of a symbol a concept on.
SYMBOLS_PER_CONCEPT = 0.1
# Of fewer samples some twenty steps in numpy take longer than to draw one by one.
MANY_DRAWN = 500
# So many objects take a gigabyte, and are worth growing rows of them anew.  Of fewer
# a stream would pay twice: to grow them, and to make objects of them once more.
MOST_LIVE = 1_000_000


def numbered(error: SampleError, index: int) -> SampleError:
    """Let an error about a sample say which one of many it was."""
    told = type(error)(f"sample {index} (from 0): {error}")
    told.index = index
    return told


class State:
    """What a memory holds: samples, the graph that they give, and the last sleep.

    Parameters
    ----------
    params : Hyperparameters
        As they were given; they are checked by :meth:`ready`.
    samples : mapping, optional
        Sample -> how often it is held, the one learned longest ago first.
    sleep : Sleep, optional
        What the last sleep left.
    recorder : Recorder
        Who is told of changes.
    feedback : Feedback, optional
        What an environment said of samples.

    Attributes
    ----------
    params : Hyperparameters
        The only copy of them.
    samples : Samples
        What is held.
    vocabulary : Vocabulary
        What may be said.
    graph : Graph
        The concepts; only to be used after :meth:`ready`.
    feedback : Feedback
        What an environment said of samples; of no effect on the graph.
    stale : bool
        The graph is not what the samples say.
    """

    def __init__(
        self,
        params: Hyperparameters,
        samples: Mapping[Symbols, int] | None = None,
        sleep: Sleep | None = None,
        recorder: Recorder = NO_RECORDER,
        feedback: Feedback | None = None,
    ) -> None:
        self.params = params
        self.feedback = feedback or Feedback()
        self.recorder = recorder
        self._held = Multiset(samples)
        self.samples = Samples(self._held)
        self.vocabulary = Vocabulary()
        self.graph = Graph("", 1)
        self._found: Abstractions | None
        self._found, self._slept_over, self._changes = sleep or self._no_sleep()
        self._asleep: SleepExpert | None = None
        self._awake: WakingExpert | None = None  # beside whom the expert predicts
        self._mixture: Mixture | None = None  # the last one, perhaps of before
        self._expert: Predicts | None = None
        self._backing = Backing()
        self._reinforced: Reinforced | None = None
        # By whom, and what came of it: the last one, perhaps of before.
        self._estimated: tuple[Predicts, Predicts | Corrected] | None = None
        self._beginnings: Beginnings | None = None  # perhaps of before
        self._eviction: Eviction | None = None
        self.stale = True

    # What it holds -----------------------------------------------------------------

    def ready(self) -> State:
        """Grow the graph anew if it is stale; give the state.

        Raises
        ------
        ParameterError
            A hyperparameter is out of its range.
        SampleError
            A sample does not go with them.
        """
        if self.stale:
            self._regrow()
        return self

    def _regrow(
        self, vocabulary: Vocabulary | None = None, progress: bool = False
    ) -> None:
        params = self.params.checked()
        vocabulary = vocabulary or self._vocabulary_for(params)
        if self._held.counts:
            logger.info("growing the graph again from %d samples", len(self.samples))
        self.params, self.vocabulary, self._expert = params, vocabulary, None
        self._clear_graph(next(iter(self.samples), "")[:0])
        if self._held.counts:
            self.graph.grow(self._held.counts, progress)
        self.stale = False
        self._limit()

    def _vocabulary_for(self, params: Hyperparameters) -> Vocabulary:
        """Give the vocabulary of the samples, if they go with hyperparameters."""
        vocabulary = Vocabulary(params.symbols)
        if not vocabulary.takes_strings(self._held.counts):
            for sample in self._held.counts:
                vocabulary.add(vocabulary.check_sample(sample))
        return vocabulary

    @property
    def concepts(self) -> ConceptGraph:
        """The concepts that the samples give."""
        return self.graph.concepts

    @property
    def sleep(self) -> Sleep:
        """What the last sleep left."""
        return Sleep(self._found, self._slept_over, self._changes)

    @property
    def abstractions(self) -> Abstractions | None:
        """What the last sleep found."""
        return self._found

    @property
    def slots(self) -> SlotLibrary | None:
        """What the last sleep found, as concepts."""
        return None if self._found is None else self._sleep_expert(self._found).slots

    @property
    def expert(self) -> Predicts | Corrected | Reinforced:
        """What predicts from all that is held now."""
        return self.predicting(self.params.repeats)

    def predicting(self, repeats: str) -> Predicts | Corrected | Reinforced:
        """Give what predicts from all that is held now, by a value of `repeats`."""
        source = self._estimating(repeats)
        if not self.feedback:
            return source
        last, evidence = self._reinforced, self.feedback.evidence
        if last is None or last.source is not source or last.evidence is not evidence:
            self._reinforced = last = Reinforced(source, evidence)
        return last

    def _estimating(self, repeats: str) -> Predicts | Corrected:
        """Give what predicts without feedback.

        To estimate costs, when it is first asked for after a change, as much as
        scoring all that is held.
        """
        if repeats == "keep" or not self._held.total:
            return self._uncorrected
        if self._expert is None and not self.graph.all_rows:
            self._regrow(self.vocabulary)
        source = self._uncorrected
        if self._estimated is None or self._estimated[0] is not source:
            if not self.graph.all_rows:
                self._regrow(self.vocabulary)
                source = self._uncorrected
            expert = source
            if isinstance(source, Mixture) and self._found is not None:
                found = self._found
                source = source.reweighted((found.matches or found).weights_of_new)
            scorer = self.scorer(len(self._held.counts))
            factors = estimate(self._held.counts, scorer, source)
            corrected = (
                expert if factors is None else Corrected(source, factors, expert)
            )
            self._estimated = expert, corrected
        return self._estimated[1]

    @property
    def beginnings(self) -> Beginnings:
        """What predicts now, for who asks again and again how samples go on."""
        expert = self.expert
        if self._beginnings is None or self._beginnings.source is not expert:
            self._beginnings = Beginnings(expert)
        return self._beginnings

    @property
    def _uncorrected(self) -> Predicts:
        waking, found = self._waking(), self._found
        if self._expert is None or self._awake is not waking:
            self._expert = self._awake = waking
            if found is not None:
                asleep = self._sleep_expert(found)
                self._mixture = (
                    self._mixture.beside(waking)
                    if self._mixture is not None
                    and self._mixture.experts[0] is asleep
                    and found.matches is None
                    else self._mix(found, waking)
                )
                self._expert = self._mixture
        return self._expert

    def _mix(self, found: Abstractions, waking: WakingExpert) -> Mixture:
        """Mix waking, what was found asleep, what recurs, and what stands elsewhere."""
        asleep, matches = self._sleep_expert(found), found.matches
        experts: list[Expert] = [asleep]
        if found.recurs:
            experts.append(RecurrenceExpert(asleep))
        if matches is None:
            return Mixture(waking, experts, found.weights)
        held = self._held.counts
        experts.append(MatchExpert(matches, held, found.code, found.base))
        return Mixture(waking, experts, matches.weights)

    def _waking(self) -> WakingExpert:
        """Give what predicts awake, with the prior behind it if there is one."""
        if self.params.prior is None:
            return self.graph.predictor
        return self._backing.waking(self)

    def scorer(self, symbols: int) -> ScoresMany:
        """Give what scores so many symbols at once; the graph must be all rows."""
        waking = self._waking()
        if not isinstance(waking, BackedExpert):
            return self.graph.scorer
        return self._backing.scorer(self, waking, symbols)

    def _sleep_expert(self, found: Abstractions) -> SleepExpert:
        if self._asleep is None or self._asleep.found is not found:
            self._asleep = SleepExpert(found)
        return self._asleep

    @property
    def is_tired(self) -> bool:
        """Whether so much has changed since the last sleep that it is time for one."""
        part = self.params.sleep_after
        if self._found is None or part is None:
            return False
        return self._changes >= part * self._slept_over

    def check_sample(self, sample: Sequence[Symbol]) -> Symbols:
        """Give a sample as a plain str or a tuple, if it can be learned, and kept."""
        symbols = self.vocabulary.check_sample(sample)
        self.recorder.check(symbols)
        return symbols

    def _check_all(
        self, samples: list[Any], vocabulary: Vocabulary
    ) -> Iterator[Symbols]:
        """Give samples if they can be learned, and tell a vocabulary of them."""
        for index, sample in enumerate(samples):
            try:
                symbols = vocabulary.check_sample(sample)
                self.recorder.check(symbols)
            except SampleError as error:
                raise numbered(error, index) from error
            vocabulary.add(symbols)
            yield symbols

    def score_samples(self, samples: Sequence[Symbols]) -> np.ndarray:
        """Give the log-probability of each of many samples: (samples,).

        Many are scored all at once, in a graph that is all rows, to which end it
        may be grown anew; few one by one.  The sums differ in the last bits.
        """
        asked = [*dict.fromkeys(samples)]
        if self.is_worth_rows(sum(map(len, asked)) + len(asked)):
            source = self._estimating(self.params.repeats)  # there is no feedback
            if isinstance(self._uncorrected, Mixture):
                asked = together.side_by_side(asked)
            logs, begins = self._uncorrected_logs(asked, source)
            scores = np.add.reduceat(logs, begins)
            if isinstance(source, Corrected):
                scores += [*map(source.correction.log_factor, asked)]
        else:
            expert = self.expert
            scores = np.array(
                [
                    math.fsum(expert.log_probabilities(wrap(sample), 1))
                    for sample in asked
                ]
            )
        numbers = dict(zip(asked, count()))
        return scores[[numbers[sample] for sample in samples]]

    def log_probabilities(self, sample: Symbols) -> np.ndarray:
        """Give the log-probability of each symbol of a sample, and of STOP."""
        if not self.is_worth_rows(len(sample)):
            return np.array(self.expert.log_probabilities(wrap(sample), 1))
        expert = self._estimating(self.params.repeats)
        logs = self._uncorrected_logs([sample], expert)[0][1:]
        if isinstance(expert, Corrected):
            logs += expert.correction.log_ratios(wrap(sample), 1)
        return logs

    def sampler(self, options: SamplingOptions, n: int) -> Sampler:
        """Give who draws n samples: many are drawn together, from a graph of rows."""
        # Only what is held decides: the same seed must give the same samples.
        symbols = n * self.concepts.root["count"] // max(1, len(self.samples))
        if (
            n < MANY_DRAWN
            or self._is_few(symbols)
            or isinstance(options.source, (Corrected, Reinforced))
            or self.params.prior is not None
        ):
            return Paths(options)
        if not self.graph.all_rows:
            self._regrow(self.vocabulary)
            options = options._replace(source=self._uncorrected)
        return Levels(options, self.graph.scorer)

    def _uncorrected_logs(
        self, samples: list[Symbols], expert: Predicts | Corrected
    ) -> tuple[np.ndarray, np.ndarray]:
        """Score samples in a graph of rows: a log a place, and where each begins."""
        text = encode(dict.fromkeys(samples, 1))
        scorer = self.scorer(len(text.codes))
        logs = scorer.log_probabilities(text)
        source = expert.source if isinstance(expert, Corrected) else expert
        if isinstance(source, Mixture):
            logs += together.log_factors(samples, text, scorer, source)
        return logs, text.begins

    def _is_few(self, symbols: int) -> bool:
        """Whether so many are sooner learned or scored one by one."""
        return symbols < SYMBOLS_PER_CONCEPT * len(self.concepts)

    def is_worth_rows(self, symbols: int) -> bool:
        """Whether so many are better scored by rows; if so, let there be rows."""
        if self._is_few(symbols) or not self._held.total:
            return False
        if self.feedback:  # which is asked about what can come at each place
            return False
        if not self.graph.all_rows:
            self._regrow(self.vocabulary)
        return True

    # Changing it -------------------------------------------------------------------

    def learn(
        self, sample: Symbols, times: int = 1, commit: bool = True
    ) -> tuple[list[PlainEvent], list[Symbols]]:
        """Learn a sample that was checked.

        The order is the proof that nothing is lost.  What cannot be recorded is
        refused before anything has changed.  Whatever interrupts what follows
        leaves the graph stale.  The sample is learned when the samples say so;
        only then is the recorder asked to write what they say, unless whoever
        asks sees to that (`commit`).

        Returns
        -------
        events : list of tuple
            What its moments did, see :class:`plastic.core.learning.Event`.
        evicted : list of str or tuple
            What was forgotten to make room for it, one at a time.
        """
        self.recorder.note(sample)
        evicted = [] if self._eviction is None else self.make_room(times)
        self.stale, self._expert = True, None
        if not self._held.total:  # the first one decides what kind of memory it is
            self._clear_graph(sample[:0])
        sequence, held = wrap(sample), self._held.counts[sample]
        ends = range(1, len(sequence) + 1)
        events = self.graph.observe(sequence, ends, times, held)
        self._held.change(sample, times)
        self._changes += times
        if self._eviction is not None:
            self._eviction.changed(sample, learned=True)
        if self.vocabulary.kind is not str:  # else nothing in it is new
            self.vocabulary.add(sample)
        if commit:
            self.recorder.commit(self)
        self.stale = self._is_mostly_live()
        return events, evicted

    def forget(self, sample: Symbols, times: int = 1) -> None:
        """Forget a sample that is held at least that often."""
        self.recorder.mark_for_scrub()
        self._forget(sample, times)
        self.stale = True
        if self.recorder.lasting and self._sleep_names_what_is_gone():
            self.discard_sleep()
        self.recorder.commit(self)
        self.stale = self._is_mostly_live()

    def _forget(self, sample: Symbols, times: int) -> None:
        """Forget, but do not record it yet."""
        self.recorder.note(sample)
        sequence, held = wrap(sample), self._held.counts[sample]
        self.stale, self._expert = True, None
        ends = range(1, len(sequence) + 1)
        self.graph.unobserve(sequence, ends, times, held)
        self._held.change(sample, -times)
        self._changes += times
        if self._eviction is not None:
            self._eviction.changed(sample, learned=False)
        self.vocabulary.drop(sample, self.concepts.root["synapses"])
        if not self._held.total:  # and it may be of either kind again
            self._clear_graph("")
            self.discard_sleep()
        self.stale = False

    def _is_mostly_live(self) -> bool:
        """Whether so many rows were made objects that it is time to grow rows anew."""
        live = self.graph.live
        return live >= MOST_LIVE and 4 * live >= len(self.concepts)

    def _clear_graph(self, root: Symbols) -> None:
        self.graph.clear(root, self.params.horizon, self.params.symbols)

    def refit(
        self, samples: list[Any], times: list[int] | None, progress: bool = False
    ) -> None:
        """Let go of everything and learn samples, or change nothing.

        Whatever interrupts it, Ctrl-C too, leaves what was held before.

        Parameters
        ----------
        samples : list
            What to learn; they are checked first.
        times : list of int, optional
            How often each; None: once.
        progress : bool, default False
            Show a progress bar.

        Raises
        ------
        SampleTypeError, SampleError
            One of them cannot be learned; the message says which.
        """
        vocabulary = Vocabulary(self.params.symbols)
        if self.recorder.lasting or not vocabulary.takes_strings(samples):
            samples = [*self._check_all(samples, vocabulary)]
        before = self._held.counts, self.sleep
        try:
            with self.batch():
                self.clear()
                if self.params.capacity is None:
                    self._hold(tally(samples, times), vocabulary, progress)
                else:
                    self._learn_in_turn(samples, times, progress)
        except BaseException:
            if not self.recorder.lasting:  # else it has gone back to what is written
                self.replace(self.params, *before)
            raise

    def heed(self, sample: Symbols, strength: float, times: int) -> None:
        """Take note of feedback about a sample, or, by times below 0, take it back."""
        self.recorder.check(sample)
        if times < 0:
            self.recorder.mark_for_scrub()
        self.recorder.note_feedback()
        self.feedback.change(sample, strength, times)
        self._reinforced = None
        self.recorder.commit(self)

    def merge(self, samples: Mapping[Symbols, int]) -> None:
        """Learn samples that were checked, in their order; the state is awake then."""
        symbols = sum(map(len, samples)) + len(samples)
        with self.batch():
            if self.params.capacity is not None or self._is_few(symbols):
                self._learn_in_turn([*samples], [*samples.values()], False)
            else:
                self.stale = True
                for sample, times in samples.items():
                    self.recorder.note(sample)
                    self._held.change(sample, times)
                self._regrow()
            self.discard_sleep()

    def _hold(
        self, counts: dict[Symbols, int], vocabulary: Vocabulary, progress: bool
    ) -> None:
        """Hold samples that were checked, and nothing else."""
        self.stale = True
        self._held.hold(counts)
        self.discard_sleep()
        self._regrow(vocabulary, progress)

    def _learn_in_turn(
        self, samples: list[Symbols], times: list[int] | None, progress: bool
    ) -> None:
        """Learn samples that were checked one by one, as far as there is room."""
        pairs = [*zip(samples, repeat(1) if times is None else times)]

        def learn_all() -> None:
            for sample, often in bar(pairs, progress, " samples", "learning"):
                self.learn(sample, min(often, self.params.capacity or often))

        without_collector(learn_all)

    def clear(self) -> None:
        """Let go of everything."""
        self.recorder.note_clear()
        self.stale = True
        self._held.clear()
        self.discard_sleep()
        self.ready()

    def replace(
        self,
        params: Hyperparameters,
        samples: Mapping[Symbols, int],
        sleep: Sleep,
        feedback: Feedback | None = None,
    ) -> None:
        """Hold something else, as a recorder has it; None: of feedback the same."""
        self.stale = True
        self.feedback = self.feedback if feedback is None else feedback
        self._held.clear()
        for sample, times in samples.items():
            self._held.change(sample, times)
        self.params = params
        self._found, self._slept_over, self._changes = sleep
        self._expert = None

    def reconfigure(self, params: Hyperparameters) -> None:
        """Go on with other hyperparameters, which were checked.

        Raises
        ------
        SampleError
            A sample does not go with them.  Nothing has changed.
        """
        check_chain(self, params.prior)
        if self._held.total:
            self.ready()
        # One that holds nothing may have been given what could not be checked.
        regrows = self.stale or params.regrows(self.params)
        wakes = regrows or params.wakes(self.params)
        if regrows:
            self._vocabulary_for(params)
        with self.batch():
            self.recorder.note_params(params)
            self.params, self.stale = params, regrows
            if wakes:
                self.discard_sleep()
            if regrows:
                self.ready()
            else:
                self._limit()

    def consolidate(self, progress: bool = False) -> Abstractions:
        """Sleep over all that is held, which must be something."""
        self.recorder.note_sleep()
        if not self.graph.all_rows:
            self._regrow(self.vocabulary)
        recipe = self.params.recipe or Recipe()
        found, held = consolidate(self.samples, self._leave_out, recipe, progress)
        if held is not None:
            found.weigh_new(self._weigh_new(found, held))
        self._found, self._slept_over, self._changes = found, self._held.total, 0
        self._expert = None
        self.recorder.commit(self)
        return found

    def _weigh_new(self, found: Abstractions, held: Held) -> WeightTable:
        """Find the weights where known samples are told from new ones."""
        if not self.graph.all_rows:
            self._regrow(self.vocabulary)
        mixture = self._mix(found, self._waking())
        scorer = self.scorer(len(self._held.counts))
        return weigh(self._held.counts, scorer, mixture, held)

    def discard_sleep(self) -> None:
        """Let go of what the last sleep found."""
        self.recorder.note_sleep()
        self._found, self._slept_over, self._changes = self._no_sleep()
        self._expert = None

    def _no_sleep(self) -> Sleep:
        return Sleep(None, 0, self._held.total)

    def next_evicted(self, times: int) -> Symbols | None:
        """Give what must be forgotten for others to be learned; None: there is room."""
        capacity, held = self.params.capacity, self._held.total
        if self._eviction is None or capacity is None or not held:
            return None
        return self._eviction.choose() if held + times > capacity else None

    def make_room(self, times: int) -> list[Symbols]:
        """Forget, one at a time, until so many others can be learned; list them.

        From a file they go with the next thing that is learned.
        """
        evicted = []
        while (sample := self.next_evicted(times)) is not None:
            self._forget(sample, 1)
            evicted.append(sample)
        return evicted

    def batch(self) -> AbstractContextManager[None]:
        """Record many changes in a row in few steps."""
        return self.recorder.batch(self)

    # How it does so ------------------------------------------------------------------

    def _limit(self) -> None:
        """Hold no more than the capacity, and choose from now on what to forget."""
        params = self.params
        self._eviction = None
        if params.capacity is not None:
            self._eviction = Eviction(params.evict, self.samples)
            if self._held.total > params.capacity:
                self.make_room(0)
                self.recorder.commit(self)

    def _sleep_names_what_is_gone(self) -> bool:
        """Whether what sleep found names symbols that are not held any more."""
        if self._found is None:
            return False
        code, held = self._found.code, self.concepts.root["synapses"]
        return not (held.keys() >= code.index.keys() | code.rare)

    def _leave_out(
        self, runs: list[Run], code: SymbolIndex
    ) -> tuple[np.ndarray, np.ndarray]:
        """Predict moments awake, each run forgotten for as long as that takes."""
        # Wrapped once: what is learned again keeps hold of its sequence.
        wrapped = {run.sample: wrap(run.sample) for run in runs}
        pasts = [(wrapped[run.sample], run.ends()) for run in runs]
        asked = iter(runs)
        widths = symbols_per_target(code)
        backed = self._waking()

        def ask(waking: WakingExpert, sequence: Symbols, _: range) -> list[Any]:
            if isinstance(backed, BackedExpert):
                waking = backed.beside(waking)
            found = []
            run = next(asked)
            for place, length in zip(run.asked, run.lengths):
                terms, uniform = waking.terms(sequence, place + 1)
                latest = sequence[place + 1 - length : place + 1]
                middle = waking.terms(latest, len(latest))
                whole = log_masses(waking, code, widths, terms, uniform)
                inside = log_masses(waking, code, widths, *middle)
                found.append((whole, inside, depth(terms)))
            return found

        self.stale = True
        answers = chain.from_iterable(self.graph.leave_out(pasts, ask))
        whole, middle, depths = zip(*answers)
        self.stale = False
        return np.array([whole, middle]), np.array(depths)

"""The sequence-to-sequence memory: pairs in, programs out.

*The memory is a pure function of its pairs* (and of the order in which tasks
came, for earlier tasks help later ones).  A task's program is derived from all
of its pairs, sorted, with a fixed seed, when it is first needed; forgetting a
pair derives it anew from those that remain, and so equals never having had it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from ..arguments import whole
from ..errors import (
    GenerationError,
    NotLearnedError,
    ParameterError,
    SampleError,
    SampleTypeError,
)
from ..library import Concept, most_useful
from ..locking import locked
from ..rendering.drawing import Drawing
from ..rendering.pictures import draw
from ..symbols import Symbol, Symbols, brief, order_key
from ..views import read_only
from ..vocabulary import Vocabulary
from .decisions import Decisions, Moment
from .deriving import Learned, derive
from .showing import Program, Run

if TYPE_CHECKING:
    from typing_extensions import Self


class Score(NamedTuple):
    """How well pairs were predicted.

    Attributes
    ----------
    exact : float
        The share of targets predicted to the last symbol.
    symbols : float
        The share of places, up to the longer one's length, that agree.
    pairs : int
        How many there were.
    """

    exact: float
    symbols: float
    pairs: int


class _Pair(NamedTuple):
    goal: Symbol
    source: Symbols
    target: Symbols
    kind: type  # what a prediction is given as: str, list or tuple


class Seq2SeqMemory:
    """A memory that learns to turn sequences into sequences, from a few pairs.

    It finds the shortest program of head operations on a tape that explains
    the pairs, and learns its decisions in plastic's concept graph.  So what it
    learned depends neither on the length of a source nor on which symbols
    stand in it.

    Parameters
    ----------
    budget : int, default 3,000,000
        How many steps to search at the most for each task: some two to three
        microseconds each.  When they are spent the best so far is kept.
    rng : int, default 0
        The seed by which examples are chosen where some may be wrong.

    Notes
    -----
    Several tasks can be held, each under a `goal`, any hashable symbol.
    Learning costs nothing; a task's program is derived when it is first
    needed.  Some 10 to 50 pairs are plenty for a task.  Where pairs contradict
    each other the program is kept that reproduces most of them;
    :meth:`program` says how many.

    Examples
    --------
    >>> memory = Seq2SeqMemory()
    >>> memory.fit([("Ada Lovelace", "A. Lovelace"), ("Bo Ray", "B. Ray")])
    <Seq2SeqMemory: 2 pairs, 1 task, 10 rules>
    >>> memory.predict("Alan Turing")
    'A. Turing'
    >>> memory.fit([([3, 1, 2], [1, 2, 3]), ([5, 9, 7], [5, 7, 9])]).predict([8, 2, 4])
    [2, 4, 8]
    """

    def __init__(self, *, budget: int = 3_000_000, rng: int = 0) -> None:
        self.budget = budget
        self.rng = rng
        self._pairs: list[_Pair] = []
        self._learned: dict[Symbol, Learned] = {}
        self._decisions = Decisions()
        self._derived = True
        self._lock = RLock()

    # Learning and forgetting -----------------------------------------------------

    @locked
    def learn(
        self, source: Sequence[Symbol], target: Sequence[Symbol], goal: Symbol = None
    ) -> None:
        """Learn one pair.

        Parameters
        ----------
        source, target : str or sequence of hashable
            What is given and what is wanted.
        goal : hashable, optional
            Which task it belongs to.

        Raises
        ------
        SampleTypeError, SampleError
            It cannot be learned; the message says why.  Nothing has changed.
        """
        self._pairs.append(_checked(source, target, goal))
        self._derived = False

    @locked
    def forget(
        self, source: Sequence[Symbol], target: Sequence[Symbol], goal: Symbol = None
    ) -> None:
        """Forget a pair: the memory is as if it had never been learned.

        The task's program is derived anew from the pairs that remain, when it
        is next needed, and so are those of later tasks if that changes what it
        tells them.

        Parameters
        ----------
        source, target, goal
            As they were learned.  What was learned twice is held once then.

        Raises
        ------
        NotLearnedError
            It is not held.  Nothing has changed.
        """
        wanted = _checked(source, target, goal)
        for index in reversed(range(len(self._pairs))):
            if self._pairs[index][:3] == wanted[:3]:
                del self._pairs[index]
                self._derived = False
                return
        raise NotLearnedError(
            f"cannot forget {brief(wanted.source)!r} -> {brief(wanted.target)!r}: "
            "it is not held"
        )

    def fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Forget all and learn these pairs.

        Parameters
        ----------
        pairs : iterable of (source, target)
            What to learn.
        goal : hashable, optional
            Which task they belong to.

        Returns
        -------
        Seq2SeqMemory
            Itself.

        Raises
        ------
        SampleTypeError, SampleError
            One of them cannot be learned.  The memory is as it was before.
        GenerationError
            No program was found that explains any of them.
        """
        return self._fit([], pairs, goal)

    def partial_fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Go on learning: parameters, result and errors are those of :meth:`fit`."""
        return self._fit(self._pairs, pairs, goal)

    @locked
    def _fit(self, held: list[_Pair], pairs: Iterable[Sequence], goal: Symbol) -> Self:
        self._pairs = held + [_checked(*pair, goal) for pair in _two(pairs)]
        self._derived = False
        self._ready()
        return self

    # What is held ----------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._pairs)

    @locked
    def __contains__(self, pair: object) -> bool:
        return any((one.source, one.target) == pair for one in self._pairs)

    @locked
    def __repr__(self) -> str:
        if not self._pairs:
            return "<Seq2SeqMemory: nothing learned yet>"
        goals, pairs = self.goals, len(self._pairs)
        told = f"{pairs:,} pair{'s' * (pairs > 1)}, {len(goals)} task"
        told += "s" * (len(goals) > 1)
        if not self._derived:
            return f"<Seq2SeqMemory: {told}, to be derived>"
        programs = [self.program(goal) for goal in goals]
        right = sum(one.right for one in programs)
        told += f", {sum(map(len, programs))} rules"
        if right < pairs:
            told += f", which reproduce {right} of the pairs"
        return f"<Seq2SeqMemory: {told}>"

    @property
    def pairs(self) -> list[tuple[Symbols, Symbols]]:
        """What was learned, in that order: a list of (source, target)."""
        return [(one.source, one.target) for one in self._pairs]

    @property
    def goals(self) -> list[Symbol]:
        """The tasks, in the order of the first pair that is held of each."""
        return list(dict.fromkeys(one.goal for one in self._pairs))

    @property
    def graph(self) -> nx.DiGraph:
        """The concepts of all decisions: read-only, as ``PlasticMemory.graph``."""
        return read_only(self._ready().keeper.concepts.graph)

    @locked
    def concepts(self, r_level: int | None = None, n: int | None = 20) -> list[Concept]:
        """List what decisions have in common, as ``PlasticMemory.concepts``.

        A concept is a part of a context, its synapses are operations.

        Parameters
        ----------
        r_level : int, optional
            Only concepts of this depth.
        n : int or None, default 20
            How many; None: all.

        Returns
        -------
        list of Concept
            Those first that save most.
        """
        return most_useful(self._ready().keeper.concepts, r_level, n)

    @locked
    def render(self, n: int | None = None, **style: Any) -> Drawing:
        """Draw the concepts of all decisions, as ``PlasticMemory.render``.

        Parameters
        ----------
        n : int, optional
            About how many at the most.
        **style
            ``prefixes`` and ``engine``, as there.

        Returns
        -------
        Drawing
        """
        return draw(self._ready().keeper, None, n, **style)

    # Prediction ------------------------------------------------------------------

    @locked
    def predict(self, source: Sequence[Symbol], goal: Symbol = None) -> Sequence:
        """Run a task's program on a source.

        Parameters
        ----------
        source : str or sequence of hashable
            Of any length.
        goal : hashable, optional
            Which task.

        Returns
        -------
        str, list or tuple
            As the task's targets are.

        Raises
        ------
        GenerationError
            No program that was found can be run on it to an end.
        NotLearnedError
            There is no such task.

        Notes
        -----
        Some million operations a second.
        """
        symbols, learned = _source(source), self._task(goal)
        try:
            written = learned.machine.run(learned.machine.tape(symbols))
        except GenerationError as first:
            others = learned.chances(symbols)
            if not others:
                raise GenerationError(f"{brief(symbols)!r}: {first}") from first
            written = max(others, key=others.get)
        return _as(self._kind(goal), written)

    @locked
    def predict_proba(
        self, source: Sequence[Symbol], goal: Symbol = None
    ) -> dict[Symbols, float]:
        """Run all programs that explain a task's pairs as well as the first one.

        Parameters
        ----------
        source, goal
            As for :meth:`predict`.

        Returns
        -------
        dict
            Target -> probability, the best first.  A program that is a bit
            shorter is twice as probable.  More than one target: the pairs are
            too few to tell what is meant.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("ab", "ba")])
        >>> {"cba", "ba"} <= memory.predict_proba("abc").keys()  # which is meant?
        True
        """
        symbols, learned = _source(source), self._task(goal)
        chances = learned.chances(symbols)
        if not chances:
            raise GenerationError(f"{brief(symbols)!r}: no program comes to an end")
        kind = str if self._kind(goal) is str else tuple
        total = math.fsum(chances.values())
        ranked = sorted(chances.items(), key=lambda one: -one[1])
        found: dict[Symbols, float] = {}
        for target, chance in ranked:
            shown = _as(kind, target)
            found[shown] = found.get(shown, 0.0) + chance / total
        return found

    @locked
    def score(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Score:
        """Predict pairs and compare.

        Parameters
        ----------
        pairs : iterable of (source, target)
            Known or not.
        goal : hashable, optional
            Which task.

        Returns
        -------
        Score
            Exact matches and symbol accuracy.  A source on which no program
            comes to an end counts as wrong.
        """
        exact = agreeing = places = number = 0
        for source, target in _two(pairs):
            try:
                written = [*self.predict(source, goal)]
            except GenerationError:
                written = []
            wanted = [*target]
            number += 1
            exact += written == wanted
            agreeing += sum(one == other for one, other in zip(written, wanted))
            places += max(len(written), len(wanted))
        if not number:
            raise ParameterError("no pairs to score")
        return Score(exact / number, agreeing / places if places else 1.0, number)

    @locked
    def explain(self, source: Sequence[Symbol], goal: Symbol = None) -> Run:
        """Show what the program does on this very source, step by step.

        Parameters
        ----------
        source, goal
            As for :meth:`predict`.

        Returns
        -------
        Run
            Print it; ``.plot()`` draws the tape with the head moving.

        Raises
        ------
        GenerationError
            The program cannot be run on it to an end.
        """
        symbols, learned = _source(source), self._task(goal)
        tape, steps = learned.machine.tape(symbols), []
        written = learned.machine.run(tape, steps)
        return Run(tape.symbols, steps, written)

    @locked
    def program(self, goal: Symbol = None) -> Program:
        """Give a task's program in readable form.

        Parameters
        ----------
        goal : hashable, optional
            Which task.

        Returns
        -------
        Program
            Print it: the rule table, and how many pairs it reproduces.
        """
        answer = self._task(goal).answer
        return Program(answer.solutions[0], answer, len(answer.right))

    # Hyperparameters and copies -----------------------------------------------------

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the hyperparameters, as scikit-learn does; `deep` has no effect."""
        return {"budget": self.budget, "rng": self.rng}

    @locked
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters; all programs are derived anew.

        Raises
        ------
        ParameterError
            There is no such hyperparameter.  Nothing has changed.
        """
        unknown = params.keys() - self.get_params().keys()
        if unknown:
            raise ParameterError(f"no hyperparameter {', '.join(sorted(unknown))}")
        vars(self).update(params)
        self._learned, self._derived = {}, False
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {**self.get_params(), "pairs": self._pairs}

    def __setstate__(self, state: dict[str, Any]) -> None:
        params = dict(state)
        pairs = params.pop("pairs")
        self.__init__(**params)  # type: ignore[misc]
        self._pairs, self._derived = pairs, not pairs

    # In a few words ------------------------------------------------------------------

    def _ready(self) -> Decisions:
        """Derive what is not what the pairs say, task by task."""
        if self._derived:
            return self._decisions
        whole(self.budget, "budget", least=1)
        whole(self.rng, "rng")
        tasks: dict[Symbol, list] = {goal: [] for goal in self.goals}
        for one in self._pairs:
            tasks[one.goal].append((one.source, one.target))
        learned: dict[Symbol, Learned] = {}
        lived: Counter[Moment] = Counter()
        for goal, pairs in tasks.items():
            pairs.sort(key=_pair_key)
            before, known = Counter(lived), self._learned.get(goal)
            if known is None or (known.pairs, known.before) != (pairs, before):
                known = derive(goal, pairs, before, self.budget, self.rng)
            learned[goal] = known
            lived.update(known.lived)
        self._decisions.become(lived)
        for goal, one in learned.items():
            one.machine.decide = self._decisions.decider(goal)
        self._learned, self._derived = learned, True
        return self._decisions

    def _task(self, goal: Symbol) -> Learned:
        if not self._pairs:
            raise NotLearnedError("nothing was learned yet: learn a pair first")
        if goal not in self.goals:
            raise NotLearnedError(
                f"there is no task {goal!r}; there are: "
                f"{', '.join(map(repr, self.goals))}"
            )
        self._ready()
        return self._learned[goal]

    def _kind(self, goal: Symbol) -> type:
        kinds = {one.kind for one in self._pairs if one.goal == goal}
        return kinds.pop() if len(kinds) == 1 else tuple


def _two(pairs: Iterable[Sequence]) -> Iterable[tuple]:
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise SampleTypeError(f"expected pairs of source and target, not {pairs!r:.60}")
    for index, pair in enumerate(pairs):
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise SampleTypeError(
                f"pair {index} (from 0) is not a source and a target: {pair!r:.60}"
            )
        yield tuple(pair)


def _checked(source: Any, target: Any, goal: Symbol) -> _Pair:
    try:
        hash(goal)
    except TypeError as error:
        raise SampleError(f"the goal {goal!r:.60} is not hashable") from error
    kind = next((one for one in (str, list) if isinstance(target, one)), tuple)
    return _Pair(goal, _source(source), _source(target), kind)


def _source(source: Sequence[Symbol]) -> Symbols:
    return Vocabulary().check_context(source)


def _as(kind: type, written: Sequence[Symbol]) -> Any:
    if kind is str:
        return "".join(one if isinstance(one, str) else str(one) for one in written)
    return kind(written)


def _pair_key(pair: tuple[Symbols, Symbols]) -> tuple:
    return tuple([*map(order_key, side)] for side in pair)

"""The sequence-to-sequence memory: pairs in, programs out.

*The memory is a pure function of its pairs* (and of the order in which tasks
came, for earlier tasks help later ones).  A task's program is derived from all
of its pairs, sorted, with a fixed seed, when it is first needed; forgetting a
pair derives it anew from those that remain, and so equals never having had it.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import networkx as nx

from .._support.arguments import whole
from .._support.locking import locked
from ..core.symbols import Symbol, Symbols, brief
from ..errors import GenerationError, NotLearnedError, ParameterError
from ..inspection.ranking import Concept, most_useful
from ..inspection.read_only import read_only
from ..rendering.concept_tree.draw import draw
from ..rendering.concept_tree.drawing import Drawing
from . import json_file as files
from .decisions import Decisions, Moment
from .exporting import export_decisions
from .pairs import (
    Pair,
    Score,
    as_kind,
    compared,
    iter_pairs,
    order_of,
    symbols_of,
    validate_pair,
)
from .recursive.machine import TooLongError
from .task import Learned, derive
from .views import Program, Run, memory_html

if TYPE_CHECKING:
    from typing_extensions import Self


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
        self._pairs: list[Pair] = []
        self._learned: dict[Symbol, Learned] = {}
        self._decisions = Decisions()
        self._kinds: dict[Symbol, type] = {}
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
        self._pairs.append(validate_pair(source, target, goal))
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
        wanted = validate_pair(source, target, goal)
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
    def _fit(self, held: list[Pair], pairs: Iterable[Sequence], goal: Symbol) -> Self:
        self._pairs = held + [validate_pair(*pair, goal) for pair in iter_pairs(pairs)]
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

    @locked
    def export(self, path: str | os.PathLike[str]) -> list[Path]:
        """Write the concepts of all decisions, as ``PlasticMemory.export``.

        Parameters
        ----------
        path : str or os.PathLike
            Its ending says what is written: ``.html``, a page to explore;
            ``.graphml``, ``.gexf``, node-link ``.json``, ``.csv``; or a folder.

        Returns
        -------
        list of pathlib.Path
            The files.

        Raises
        ------
        ParameterError
            The ending is none of these.
        DataError
            A file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("xy", "yx")])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [one.name for one in memory.export(f"{folder}/reverse.csv")]
        ['reverse_nodes.csv', 'reverse_edges.csv']
        """
        keeper = self._ready().keeper
        return export_decisions(keeper, self.graph, repr(self), path)

    @locked
    def _repr_html_(self) -> str:
        goals = self.goals if self._derived else []  # nobody waits for a look
        return memory_html(repr(self), {goal: self.program(goal) for goal in goals})

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
        symbols, learned = symbols_of(source), self._task(goal)
        try:
            written = learned.machine.run(learned.machine.tape(symbols))
        except GenerationError as first:
            too_long = isinstance(first, TooLongError)  # others would do other things
            others = {} if too_long else learned.chances(symbols, alike=True)
            if not others:
                raise GenerationError(f"{brief(symbols)!r}: {first}") from first
            written = max(others, key=others.get)
        return as_kind(self._kinds[goal], written)

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
        symbols, learned = symbols_of(source), self._task(goal)
        chances = learned.chances(symbols)
        if not chances:
            raise GenerationError(f"{brief(symbols)!r}: no program comes to an end")
        kind = str if self._kinds[goal] is str else tuple
        total = math.fsum(chances.values())
        ranked = sorted(chances.items(), key=lambda one: -one[1])
        found: dict[Symbols, float] = {}
        for target, chance in ranked:
            shown = as_kind(kind, target)
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
        return compared(pairs, lambda source: self.predict(source, goal))

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
        symbols, learned = symbols_of(source), self._task(goal)
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

    @locked
    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the pairs to a file, which is replaced whole.

        Parameters
        ----------
        path : str or os.PathLike
            The file: JSON to read and to exchange, whatever its name.

        Raises
        ------
        ParameterError, SampleError
            A hyperparameter or a symbol is one that no file can hold.
        DataError
            The file cannot be written, or is a memory of samples.  One that
            was there is as it was.
        """
        files.save(path, self.get_params(), self._pairs)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a memory from a file that was saved.

        Parameters
        ----------
        path : str or os.PathLike
            The file; from anybody, for nothing in it is believed unchecked.

        Returns
        -------
        Seq2SeqMemory
            With the same pairs and hyperparameters, and so the same programs:
            they are derived when they are first needed, which may take as long
            as the budget in the file lets it.

        Raises
        ------
        DataNotFoundError
            There is no such file.
        DataError
            It holds no pairs, or is damaged.

        Examples
        --------
        >>> import tempfile
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("xy", "yx")])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     memory.save(f"{folder}/reverse.json")
        ...     Seq2SeqMemory.load(f"{folder}/reverse.json").predict("hello")
        'olleh'
        """
        params, pairs = files.load(path)
        memory = cls(**params)
        memory._pairs, memory._derived = pairs, not pairs
        return memory

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
            pairs.sort(key=order_of)
            before, known = Counter(lived), self._learned.get(goal)
            if known is None or (known.pairs, known.before) != (pairs, before):
                earlier = {one: learned[one].machine for one in learned}
                known = derive(goal, pairs, before, earlier, self.budget, self.rng)
            learned[goal] = known
            lived.update(known.lived)
        self._decisions.become(lived)
        for goal, one in learned.items():
            one.machine.decide = self._decisions.decider(goal)
        self._learned, self._derived = learned, True
        self._kinds = _kinds(self._pairs)
        return self._decisions

    def _task(self, goal: Symbol) -> Learned:
        if not self._pairs:
            raise NotLearnedError("nothing was learned yet: learn a pair first")
        known = self._learned if self._derived else self.goals
        if goal not in known:
            raise NotLearnedError(
                f"there is no task {goal!r}; there are: "
                f"{', '.join(map(repr, self.goals))}"
            )
        self._ready()
        return self._learned[goal]


def _kinds(pairs: Iterable[Pair]) -> dict[Symbol, type]:
    """Give as what each task's targets were taught; where that varies, tuples."""
    kinds: dict[Symbol, type] = {}
    for one in pairs:
        alike = kinds.setdefault(one.goal, one.kind) is one.kind
        kinds[one.goal] = one.kind if alike else tuple
    return kinds

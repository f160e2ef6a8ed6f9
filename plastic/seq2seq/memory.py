"""The sequence-to-sequence memory: pairs in, programs out.

*The memory is a pure function of its pairs* (and of the order in which tasks
came, for earlier tasks help later ones).  A task's program is derived from all
of its pairs, sorted, with a fixed seed, when it is first needed; forgetting a
pair derives it anew from those that remain, and so equals never having had it.
A task that no program explains is the only one that suffers from it.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from .._support.arguments import whole
from .._support.locking import Synchronized, synchronized
from .._support.read_only import digraph
from .._support.short import short
from ..arrays.view import tables
from ..core.symbols import Symbol, Symbols, brief
from ..errors import (
    GenerationError,
    NotLearnedError,
    SampleError,
    SampleTypeError,
    UnsureWarning,
)
from ..inspection.ranking import ConceptInfo, top_concepts
from ..rendering.concept_tree.draw import draw
from ..rendering.concept_tree.drawing import Drawing
from ..synthesis.sleep import Pattern, library
from . import json_file as files
from .agreement import Agreement
from .confidence import Answer
from .exporting import export_decisions
from .expression import kept_expressions
from .filling import check_columns, check_frame, entropy, fill_frame, fill_rows, marked
from .hyperparameters import Hyperparameters
from .pairs import (
    Pair,
    Score,
    alike,
    as_kind,
    compared,
    is_two,
    iter_pairs,
    validate_goal,
    validate_pair,
    validate_sequence,
)
from .stepwise.machine import Step
from .task import Task
from .task_set import TaskSet
from .views import Program, Run, memory_html

if TYPE_CHECKING:
    import pandas as pd
    from typing_extensions import Self


class Seq2SeqMemory(Synchronized):
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
    :meth:`program` says how many.  A task that no program explains within the
    budget says so whenever it is asked for; the other tasks go on.

    Examples
    --------
    >>> memory = Seq2SeqMemory()
    >>> memory.fit([("Ada Lovelace", "A. Lovelace"), ("Bo Ray", "B. Ray")])
    <Seq2SeqMemory: 2 pairs, 1 task, 1 rule>
    >>> memory.predict("Alan Turing")
    'A. Turing'
    >>> memory.fit([([3, 1, 2], [1, 2, 3]), ([5, 9, 7], [5, 7, 9])]).predict([8, 2, 4])
    [2, 4, 8]
    """

    def __init__(self, *, budget: int = 3_000_000, rng: int = 0) -> None:
        self._tasks = TaskSet(Hyperparameters(budget, rng))

    # Learning and forgetting -----------------------------------------------------

    @synchronized
    def learn(
        self, source: Sequence[Symbol], target: Sequence[Symbol], goal: Symbol = None
    ) -> None:
        """Learn one pair; what follows from it is derived when it is needed.

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

        Examples
        --------
        >>> memory = Seq2SeqMemory()
        >>> memory.learn("abc", "cba")
        >>> memory.pairs
        [('abc', 'cba')]
        """
        self._tasks.add(validate_pair(source, target, goal, self._tasks.known))

    @synchronized
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
            As they were learned, with the types of their symbols.  What was
            learned twice is held once then.

        Raises
        ------
        NotLearnedError
            It is not held.  Nothing has changed.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> memory.forget("hello", "olleh")
        >>> memory.pairs
        [('abc', 'cba')]
        """
        pair = validate_pair(source, target, goal)
        if not self._tasks.remove(pair):
            raise NotLearnedError(
                f"cannot forget {brief(pair.source)!r} -> {brief(pair.target)!r}: "
                "it is not held"
            )

    def fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Forget all, learn these pairs and derive the program of their task.

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
            No program was found that explains any of the task's pairs.  The
            memory is as it was before; :meth:`learn` holds them all the same.

        Examples
        --------
        >>> pairs = [("abc", "cba"), ("hello", "olleh")]
        >>> memory = Seq2SeqMemory().fit(pairs, goal="reverse")
        >>> memory.predict("plastic", goal="reverse"), memory.goals
        ('citsalp', ['reverse'])
        """
        return self._fit([], pairs, goal)

    def partial_fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Go on learning: parameters, result and errors are those of :meth:`fit`.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba")])
        >>> len(memory.partial_fit([("hello", "olleh")]))
        2
        """
        return self._fit(self._tasks.pairs, pairs, goal)

    @synchronized
    def _fit(self, held: list[Pair], pairs: Iterable[Sequence], goal: Symbol) -> Self:
        goal = validate_goal(goal, {pair.goal: pair.goal for pair in held})
        new = [validate_pair(*pair, goal) for pair in iter_pairs(pairs)]
        tasks = self._tasks.with_([*held, *new])
        if goal in tasks.goals:
            tasks.task(goal)
        self._tasks = tasks  # and not before, for until here it may have failed
        return self

    # What is held ----------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._tasks.pairs)

    @synchronized
    def __contains__(self, pair: object) -> bool:
        if not is_two(pair):
            return False
        source, target = pair
        try:
            wanted = validate_pair(source, target, None)
        except SampleError:  # what cannot be learned is not held
            return False
        return any(alike(wanted[1:3], held[1:3]) for held in self._tasks.pairs)

    @synchronized
    def __repr__(self) -> str:
        pairs, goals = len(self), self.goals
        if not pairs:
            return "<Seq2SeqMemory: nothing learned yet>"
        told = f"{_counted(pairs, 'pair')}, {_counted(len(goals), 'task')}"
        if not self._tasks.is_derived:
            return f"<Seq2SeqMemory: {told}, to be derived>"
        programs = self._programs()
        right = sum(program.right for program in programs.values())
        if programs:
            told += f", {_counted(sum(map(len, programs.values())), 'rule')}"
            if right < pairs:
                told += f", which reproduce {right} of the pairs"
        if failed := len(goals) - len(programs):
            told += f", {_counted(failed, 'task')} without a program"
        return f"<Seq2SeqMemory: {told}>"

    @property
    def pairs(self) -> list[tuple[Symbols, Symbols]]:
        """What was learned, in that order: a list of (source, target)."""
        return [(pair.source, pair.target) for pair in self._tasks.pairs]

    @property
    def goals(self) -> list[Symbol]:
        """The tasks, in the order of the first pair that is held of each."""
        return self._tasks.goals

    @property
    @synchronized
    def graph(self) -> nx.DiGraph:
        """The concepts of all decisions: read-only, as ``PlasticMemory.graph``."""
        return digraph(tables(self._tasks.decisions.graph.directory))

    @synchronized
    def concepts(
        self, r_level: int | None = None, n: int | None = 20
    ) -> list[ConceptInfo]:
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
        list of ConceptInfo
            Those first that save most.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> len(memory.concepts(n=3)) <= 3 and len(memory.graph) > 0
        True
        """
        return top_concepts(self._tasks.decisions.graph.concepts, r_level, n)

    @synchronized
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

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> "digraph" in memory.render().source
        True
        """
        return draw(self._tasks.decisions.graph.concepts, None, n, **style)

    @synchronized
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
        ...     [path.name for path in memory.export(f"{folder}/reverse.csv")]
        ['reverse_nodes.csv', 'reverse_edges.csv']
        """
        concepts = self._tasks.decisions.graph.concepts
        return export_decisions(concepts, self.graph, repr(self), path)

    @synchronized
    def _repr_html_(self) -> str:
        # Nobody waits for a look.
        return memory_html(
            repr(self), self._programs() if self._tasks.is_derived else {}
        )

    # Prediction ------------------------------------------------------------------

    @synchronized
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
        SampleTypeError, SampleError
            The source, or the goal, is one that cannot be learned.
        GenerationError
            No program that was found can be run on it to an end, or none was found
            for the task.
        NotLearnedError
            There is no such task.

        Warns
        -----
        UnsureWarning
            The pairs do not make this answer sure, and why; see :meth:`answer`.

        Notes
        -----
        Some million operations a second.  The first prediction of a task looks for
        its program once more without each of its pairs, if these are ten or fewer,
        to tell how sure it is.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> memory.predict("plastic")
        'citsalp'
        """
        task, symbols, written, is_new = self._written(source, goal)
        if is_new or not task.confidence.suffices:
            answer = task.confidence.judge(symbols, written, is_new)[0]
            if answer.reason:
                warnings.warn(
                    f"unsure of what is predicted: {answer.reason}; answer() tells how "
                    "sure each prediction is",
                    UnsureWarning,
                    stacklevel=3,  # past the lock
                )
        return as_kind(self._tasks.kind(goal), written)

    @synchronized
    def answer(self, source: Sequence[Symbol], goal: Symbol = None) -> Answer:
        """Predict, and tell how sure that is.

        Parameters
        ----------
        source, goal
            As for :meth:`predict`, as are the errors.

        Returns
        -------
        Answer
            The target, its probability, and what speaks against it if that is less
            than .9.

        Examples
        --------
        >>> names = [("Ada King", "King"), ("Bo Ray", "Ray"), ("Al Day", "Day")]
        >>> memory = Seq2SeqMemory().fit(names)
        >>> memory.answer("Alan Turing").target, memory.answer("Alan Turing").is_sure
        ('Turing', True)
        >>> memory.answer("Edsger W. Dijkstra").is_sure
        False
        """
        return self._answers(source, goal)[0]

    @synchronized
    def predict_proba(
        self, source: Sequence[Symbol], goal: Symbol = None
    ) -> dict[Symbols, float]:
        """Give the probability of all targets that programs found for the pairs write.

        Parameters
        ----------
        source, goal
            As for :meth:`predict`, as are the errors.

        Returns
        -------
        dict
            Target -> probability, the best first.  What they lack to 1 is that none
            of them is right.  A program that is a bit shorter is twice as probable;
            what counts beside is how many pairs it does not reproduce, whether it
            foretells each of them from the others, and whether the source holds what
            it never met: see :mod:`plastic.seq2seq.confidence`.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("ab", "ba")])
        >>> {"cba", "ba"} <= memory.predict_proba("abc").keys()  # which is meant?
        True
        """
        answers = self._answers(source, goal)
        found: dict[Symbols, float] = {}
        for target, confidence, _ in sorted(answers, key=lambda each: -each.confidence):
            shown: Symbols = target if isinstance(target, str) else tuple(target)
            found.setdefault(shown, confidence)  # of 1 and True the surer one
        return found

    @synchronized
    def most_informative(
        self, sources: Iterable[Sequence[Symbol]], n: int = 1, goal: Symbol = None
    ) -> list[Sequence[Symbol]]:
        """Name the sources whose right answers would settle most.

        Parameters
        ----------
        sources : iterable of str or sequence of hashable
            Such as are still to be answered.
        n : int, default 1
            How many.
        goal : hashable, optional
            Which task.

        Returns
        -------
        list
            Those first on which the programs that explain the pairs differ most, by
            the entropy of what they say; of equals, of which the answer is least sure.

        Notes
        -----
        Costs as much as :meth:`answer` for each source.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("Ada Lovelace", "Lovelace")])
        >>> memory.most_informative(["Alan Turing", "Edsger W. Dijkstra"])
        ['Edsger W. Dijkstra']
        """
        count = whole(n, "n", 1)
        ranked = sorted(sources, key=lambda source: self._openness(source, goal))
        return ranked[::-1][:count]

    def _openness(self, source: Sequence[Symbol], goal: Symbol) -> tuple[float, float]:
        """Give how much programs differ on a source, and how unsure its answer is."""
        try:
            answers = self._answers(source, goal)
        except GenerationError:
            return math.inf, 1.0  # whatever is right there would be new
        task, symbols = self._task(goal), self._source(source, goal)
        voices = [answer.confidence for answer in answers]
        if isinstance(task.confidence, Agreement):
            voices = [*task.confidence.heard(symbols).values()]
        return entropy(voices), 1 - answers[0].confidence

    @synchronized
    def fill(
        self,
        frame: pd.DataFrame,
        sources: Sequence[Any] | None = None,
        target: Any = None,
        goal: Symbol = None,
        *,
        mark: bool = False,
    ) -> Any:
        """Fill a column of a table that is partly filled in.

        Parameters
        ----------
        frame : pandas.DataFrame
            The table; it stays as it is.
        sources : sequence of column names, optional
            What the column depends on; by default all others.  Several are several
            inputs.
        target : column name
            The column.  The rows where it holds something are the pairs.
        goal : hashable, optional
            Which task it is; its pairs are learned beside those that are held.
        mark : bool, default False
            Give it for a notebook, with the cells marked that are less than .9 sure
            (needs jinja2, as all styles of pandas do).

        Returns
        -------
        pandas.DataFrame or pandas Styler
            A copy with the empty cells filled.  Two columns more tell of each how
            probably it is right, and what speaks against it.

        Raises
        ------
        ParameterError
            There is no such column, or there are two of this name.
        SampleTypeError
            It is no table of pandas.
        SampleError
            No cell of the column is filled in.
        GenerationError
            No program was found that explains those that are.

        Examples
        --------
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"name": ["Ada King", "Bo Ray", "Al Day"]})
        >>> frame["short"] = ["A. King", "B. Ray", None]
        >>> Seq2SeqMemory().fill(frame, ["name"], "short")["short"].tolist()
        ['A. King', 'B. Ray', 'A. Day']
        """
        names = check_columns(check_frame(frame), sources, target)
        rows = list(zip(*(frame[name] for name in names)))
        answers = fill_rows(self, rows, [*frame[target]], goal)
        filled = fill_frame(frame, target, answers)
        return marked(filled, target) if mark else filled

    @synchronized
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

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> memory.score([("plastic", "citsalp"), ("ab", "ab")]).exact
        0.5
        """

        def written(source: Sequence[Symbol]) -> Sequence[Symbol]:
            found: Sequence[Symbol] = self._written(source, goal)[2]
            return as_kind(self._tasks.kind(goal), found)

        return compared(pairs, written)

    @synchronized
    def explain(self, source: Sequence[Symbol], goal: Symbol = None) -> Run:
        """Show what the program does on this very source, step by step.

        Parameters
        ----------
        source, goal
            As for :meth:`predict`.

        Returns
        -------
        Run
            Print it, and how sure the answer is; ``.plot()`` draws the tape with the
            head moving.

        Raises
        ------
        GenerationError
            The program cannot be run on it to an end.

        Examples
        --------
        >>> memory = Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")])
        >>> print(memory.explain("on"))
        <Run: 1 steps, 2 symbols written>
        step  expression          gives
        0     every(text, 0, -1)  'no'
        right with a probability of 0.96
        """
        task, symbols = self._task(goal), self._source(source, goal)
        tape = task.tape(symbols)
        steps: list[Step] = []
        written = task.run(tape, steps)
        return Run(tape.symbols, steps, written, self._answers(source, goal)[0])

    @synchronized
    def program(self, goal: Symbol = None) -> Program:
        """Give a task's program in readable form.

        Parameters
        ----------
        goal : hashable, optional
            Which task.

        Returns
        -------
        Program
            Print it: the rule table, or the expression and what it says in English,
            and how many pairs it reproduces.  Of an expression ``.python()`` gives a
            Python function, too.

        Examples
        --------
        >>> print(Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")]).program())
        1 rule, 7.0 bits, reproduces 2 of 2 pairs, 9 alternatives
        expression          does
        every(text, 0, -1)  -> the input backward
        """
        return Program(self._task(goal).outcome, self._tasks.kind(goal))

    @property
    @synchronized
    def library(self) -> list[Pattern]:
        """What programs that compute have in common, most useful first.

        Each is an operation of the tasks that come later, as long as it saves bits;
        it goes with the programs that it is made of.

        Examples
        --------
        >>> memory, sources = Seq2SeqMemory(), ([6, 3, 5, 1, 2], [5, 9, 7, 6, 8, 4])
        >>> for n in (2, 3, 4):
        ...     pairs = [(source, sorted(source)[-n:]) for source in sources]
        ...     _ = memory.partial_fit(pairs, goal=n)
        >>> print(*memory.library)
        take_last_sort: the last {b} of ({a} in order); in 3 programs, saves 6 bits
        """
        tasks = self._tasks.tasks().values()
        programs = [task.program for task in tasks if isinstance(task, Task)]
        return library(kept_expressions(programs))

    # Hyperparameters and copies -----------------------------------------------------

    @property
    def budget(self) -> int:
        """How many steps to search at the most for each task; can be set."""
        return self._tasks.params.budget

    @budget.setter
    def budget(self, budget: int) -> None:
        self.set_params(budget=budget)

    @property
    def rng(self) -> int:
        """The seed by which examples are chosen; can be set."""
        return self._tasks.params.rng

    @rng.setter
    def rng(self, rng: int) -> None:
        self.set_params(rng=rng)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the hyperparameters, as scikit-learn does; `deep` has no effect.

        Examples
        --------
        >>> memory = Seq2SeqMemory(budget=100_000)
        >>> memory.get_params(), memory.budget, memory.rng
        ({'budget': 100000, 'rng': 0}, 100000, 0)
        """
        return self._tasks.params.as_dict()

    @synchronized
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters.

        Programs are derived anew when they are next needed, unless the values are
        those that they were derived with: with another budget, be it a larger one,
        the search takes other turns.

        Raises
        ------
        ParameterError
            There is no such hyperparameter, or a value is outside its range.
            Nothing has changed.

        Examples
        --------
        >>> Seq2SeqMemory().set_params(budget=100_000).budget
        100000
        """
        changed = self._tasks.params.changed(**params)
        if changed != self._tasks.params:
            self._tasks = self._tasks.with_(params=changed)
        return self

    @synchronized
    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the pairs to a file, which is replaced whole.

        Parameters
        ----------
        path : str or os.PathLike
            The file: JSON to read and to exchange, whatever its name.

        Raises
        ------
        SampleError
            A symbol is one that no file can hold.
        DataError
            The file cannot be written, or is a memory of samples.  One that
            was there is as it was.

        Examples
        --------
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "reverse.json")
        >>> Seq2SeqMemory().fit([("abc", "cba"), ("hello", "olleh")]).save(path)
        >>> Seq2SeqMemory.load(path).predict("on")
        'no'
        """
        files.save(path, self._tasks.params, self._tasks.pairs)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a memory from a file that was saved.

        Parameters
        ----------
        path : str or os.PathLike
            The file; from anybody, for all of it is validated.

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
        memory = cls()
        memory._tasks = TaskSet(params, pairs)
        return memory

    def __getstate__(self) -> dict[str, Any]:
        return {"params": self._tasks.params, "pairs": self._tasks.pairs}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._tasks = TaskSet(state["params"], state["pairs"])

    # In a few words ------------------------------------------------------------------

    def _task(self, goal: Symbol) -> Task:
        return self._tasks.task(validate_goal(goal, self._tasks.known))

    def _source(self, source: Sequence[Symbol], goal: Symbol) -> Symbols:
        """Give a source, if it is of the kind of those that a task was taught.

        Raises
        ------
        SampleTypeError, SampleError
            It is not, or cannot be learned at all.
        """
        symbols = validate_sequence(source)
        if isinstance(symbols, str):
            return symbols
        words = [each for each in symbols if isinstance(each, str) and len(each) != 1]
        if words and self._tasks.takes_text(goal):
            raise SampleTypeError(
                f"this task was taught strings, and {short(source)} is a sequence of "
                "them: where several are meant ask for one after another"
            )
        return symbols

    def _written(
        self, source: Sequence[Symbol], goal: Symbol
    ) -> tuple[Task, Symbols, list[Symbol], bool]:
        """Run a task: give it, the source, what it wrote, and whether that was new."""
        task, symbols = self._task(goal), self._source(source, goal)
        try:
            written, is_new = task.answer(symbols)
        except GenerationError as error:
            raise GenerationError(f"{brief(symbols)!r}: {error}") from error
        return task, symbols, written, is_new

    def _answers(self, source: Sequence[Symbol], goal: Symbol) -> list[Answer]:
        """Give all answers, as targets are, that of :meth:`predict` first."""
        task, symbols, written, is_new = self._written(source, goal)
        found = task.confidence.judge(symbols, written, is_new)
        kind = self._tasks.kind(goal)
        return [each._replace(target=as_kind(kind, each.target)) for each in found]

    def _programs(self) -> dict[Symbol, Program]:
        """Give what was found, task by task."""
        return {
            goal: Program(task.outcome, self._tasks.kind(goal))
            for goal, task in self._tasks.tasks().items()
            if isinstance(task, Task)
        }


def _counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> _counted(1, "pair"), _counted(1200, "pair")
    ('1 pair', '1,200 pairs')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"

"""GridMemory: learn what becomes of grids from a few pairs, as ARC asks for."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, overload

from .._support.arguments import whole
from .._support.locking import Synchronized, synchronized
from .._support.short import short
from ..core.symbols import Symbol
from ..errors import (
    GenerationError,
    NotLearnedError,
    ParameterError,
    SampleTypeError,
    UnsureWarning,
)
from . import json_file
from .answer import GridAnswer
from .confidence import confidence
from .drawing import task_drawing
from .explanation import Guess
from .grid import Grid
from .sleep import GridSleepReport, Sleep
from .solving import STEPS
from .telling import GridProgram, GridRun

if TYPE_CHECKING:
    from typing_extensions import Self  # typing's own from Python 3.11 on

KEPT = 16  # questions whose guesses are kept; some hundred kilobytes each
MOST_STEPS = 10**9  # what a file can ask for: half a day


class GridMemory(Synchronized):
    """A memory that learns to turn grids into grids, from a few pairs.

    It looks for the shortest explanations of the pairs: operations done one after the
    other, values put together, or a table that says what is copied or written in each
    cell by what can be observed there.  Like :class:`plastic.Seq2SeqMemory` it is a
    function of its pairs, so that what is forgotten leaves no trace.  Tasks are kept
    apart by goals; they help each other once it has slept (:meth:`consolidate`).

    Parameters
    ----------
    budget : int, default 20,000
        How many operations to try for each question, some 100 microseconds each with
        all that follows.

    Notes
    -----
    A grid has up to 900 cells of colours from 0 to 9, as in ARC: lists of lists of
    integers, arrays, or texts such as ``"03/30"``.  Its operations and what it can
    observe are given, by people who know ARC's training tasks; which of them
    explain a task is searched.  A question takes 1 to 12 seconds.

    Examples
    --------
    >>> memory = GridMemory()
    >>> memory.fit([("120/000", "021/000"), ("300/040", "003/040")])
    <GridMemory: 2 pairs, 1 task>
    >>> print(memory.predict("560/700"))
    . 6 5
    . . 7
    >>> print(memory.program())
    operations, 6.0 bits:
    The answer is the grid: flip across.
    """

    def __init__(self, *, budget: int = STEPS) -> None:
        self._pairs: list[tuple[Symbol, Grid, Grid]] = []
        self._budget = _checked_budget(budget)
        self._sleep = Sleep(self._pairs_of)
        self._found: dict[tuple[Symbol, tuple[Grid, ...]], list[Guess]] = {}

    # Learning and forgetting ---------------------------------------------------------

    @synchronized
    def learn(self, source: Any, target: Any, goal: Symbol = None) -> None:
        """Learn one pair; what follows from it is found when it is asked for.

        Parameters
        ----------
        source, target : Grid, array_like of int or str
            What is given, and what becomes of it.
        goal : hashable, optional
            Which task it belongs to.

        Raises
        ------
        SampleTypeError, SampleError
            One is no grid.  Nothing has changed.

        Examples
        --------
        >>> memory = GridMemory()
        >>> memory.learn("12/34", "21/43")
        >>> len(memory), memory.pairs[0][1].shape
        (1, (2, 2))
        """
        self._pairs.append(_pair(source, target, goal))
        self._changed([goal])

    @synchronized
    def forget(self, source: Any, target: Any, goal: Symbol = None) -> None:
        """Forget a pair: the memory is as if it had never been learned.

        Raises
        ------
        NotLearnedError
            It is not held.  Nothing has changed.

        Examples
        --------
        >>> memory = GridMemory().fit([("12/34", "21/43"), ("56/78", "65/87")])
        >>> memory.forget("12/34", "21/43")
        >>> len(memory)
        1
        """
        pair = _pair(source, target, goal)
        if pair not in self._pairs:
            raise NotLearnedError(
                f"cannot forget {short(pair[1])} -> {short(pair[2])}: it is not held"
            )
        self._pairs.reverse()  # so that the latest of equal ones goes
        self._pairs.remove(pair)
        self._pairs.reverse()
        self._changed([goal])

    @synchronized
    def fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Forget all, and learn these pairs.

        Parameters
        ----------
        pairs : iterable of (source, target)
            What to learn.
        goal : hashable, optional
            Which task they belong to.

        Raises
        ------
        SampleTypeError, SampleError
            One of them is no pair of grids.  The memory is as it was before.

        Examples
        --------
        >>> GridMemory().fit([("12/34", "21/43")], goal="mirror").goals
        ['mirror']
        """
        before = self.goals
        self._pairs = [_pair(*_two(pair), goal) for pair in pairs]
        self._changed(before)
        return self

    @synchronized
    def partial_fit(self, pairs: Iterable[Sequence], goal: Symbol = None) -> Self:
        """Go on learning: parameters, result and errors are those of :meth:`fit`.

        Examples
        --------
        >>> memory = GridMemory().fit([("12/34", "21/43")])
        >>> len(memory.partial_fit([("56/78", "65/87")]))
        2
        """
        self._pairs = self._pairs + [_pair(*_two(pair), goal) for pair in pairs]
        self._changed([goal])
        return self

    def _changed(self, goals: Iterable[Symbol]) -> None:
        """Leave nothing that followed from what tasks were before."""
        for goal in goals:
            self._sleep.drop(goal)
        self._found.clear()

    def _pairs_of(self, goal: Symbol) -> list[tuple[Grid, Grid]]:
        return [(source, target) for g, source, target in self._pairs if g == goal]

    @synchronized
    def consolidate(self) -> GridSleepReport:
        """Sleep: let what explains tasks be likelier in all others.

        Each task is explained on its own first.  The operations, tests and sources of
        short explanations are learned by the concept graph as habits; tasks that have
        no short one are tried again with these, and whatever is asked from then on is
        answered with the habits of the other tasks.  A task that changes helps no other
        until the next sleep.  Costs a question for each task, or two.

        Returns
        -------
        GridSleepReport
            Which tasks were kept, which were found in the second pass, which are open.

        Examples
        --------
        >>> memory = GridMemory(budget=300).fit([("12", "21"), ("30", "03")], "flip")
        >>> memory.partial_fit([("1/2", "2/1"), ("3/0", "0/3")], "turn")
        <GridMemory: 4 pairs, 2 tasks>
        >>> memory.consolidate()
        GridSleepReport(kept=['flip', 'turn'], found=[], open=[])
        """
        self._found.clear()
        return self._sleep.consolidate(self.goals, self._budget)

    def __len__(self) -> int:
        return len(self._pairs)

    def __repr__(self) -> str:
        if not self._pairs:
            return "<GridMemory: nothing learned yet>"
        pairs, tasks = len(self._pairs), len(self.goals)
        plurals = "s" * (pairs != 1), "s" * (tasks != 1)
        return f"<GridMemory: {pairs} pair{plurals[0]}, {tasks} task{plurals[1]}>"

    @property
    def pairs(self) -> list[tuple[Grid, Grid]]:
        """What was learned, in that order: a list of (source, target)."""
        return [(source, target) for _, source, target in self._pairs]

    @property
    def goals(self) -> list[Symbol]:
        """The tasks, in the order of the first pair that is held of each."""
        return [*dict.fromkeys(goal for goal, *_ in self._pairs)]

    # Prediction ----------------------------------------------------------------------

    @overload
    def predict(self, source: Any, goal: Symbol = None) -> Grid: ...

    @overload
    def predict(self, source: Any, goal: Symbol = None, *, n: int) -> list[Grid]: ...

    def predict(
        self, source: Any, goal: Symbol = None, *, n: int | None = None
    ) -> Grid | list[Grid]:
        """Say what becomes of a grid.

        Parameters
        ----------
        source : Grid, array_like of int or str
            Which grid.
        goal : hashable, optional
            Which task.
        n : int, optional
            Up to how many guesses to give, the best first, instead of a single grid.

        Returns
        -------
        Grid, or list of Grid

        Raises
        ------
        SampleTypeError, SampleError
            It is no grid.
        NotLearnedError
            There is no such task.
        GenerationError
            Nothing that was tried explains the pairs.

        Warns
        -----
        UnsureWarning
            A single answer was asked for, and it is a guess; see :meth:`answers`.

        Examples
        --------
        >>> memory = GridMemory().fit([("120/000", "021/000"), ("300/040", "003/040")])
        >>> print(memory.predict("560/700"))
        . 6 5
        . . 7
        """
        answers = self.answers(source, goal)
        if n is not None:
            return [each.grid for each in answers[: whole(n, "n", 1)]]
        if not answers[0].is_sure:
            warnings.warn(
                f"unsure of what is predicted: {answers[0].confidence:.0%}; answers() "
                "gives all guesses",
                UnsureWarning,
                stacklevel=2,
            )
        return answers[0].grid

    @synchronized
    def answers(self, source: Any, goal: Symbol = None) -> list[GridAnswer]:
        """Give all guesses, the best first, and how sure each is.

        Parameters, and errors, are those of :meth:`predict`.

        Examples
        --------
        >>> memory = GridMemory().fit([("120/000", "021/000"), ("300/040", "003/040")])
        >>> best = memory.answers("560/700")[0]
        >>> 0 < best.confidence <= 1
        True
        """
        guesses = self._guesses((Grid(source),), goal)
        total = sum(guess.weight for guess in guesses)
        return [
            GridAnswer(
                guess.grids[0],
                confidence(guess.bits, guess.weight, total),
                guess.explanations[0],
            )
            for guess in guesses
        ]

    @synchronized
    def explain(self, source: Any, goal: Symbol = None) -> GridRun:
        """Show why: the rule, and where each of its rows fired.

        Parameters, and errors, are those of :meth:`predict`.

        Examples
        --------
        >>> memory = GridMemory().fit([("120/000", "021/000"), ("300/040", "003/040")])
        >>> run = memory.explain("560/700")
        >>> print(run.answers[0].grid)
        . 6 5
        . . 7
        """
        return GridRun(Grid(source), self.answers(source, goal))

    @synchronized
    def program(self, goal: Symbol = None) -> GridProgram:
        """Give the shortest explanation of a task's pairs.

        Raises
        ------
        NotLearnedError
            There is no such task.
        GenerationError
            Nothing that was tried explains the pairs.

        Examples
        --------
        >>> memory = GridMemory().fit([("120/000", "021/000"), ("300/040", "003/040")])
        >>> print(memory.program())
        operations, 6.0 bits:
        The answer is the grid: flip across.
        """
        return GridProgram(self._guesses((), goal)[0].explanations[0])

    def _guesses(self, asked: tuple[Grid, ...], goal: Symbol) -> list[Guess]:
        key = goal, asked
        if key not in self._found:
            if not self._pairs_of(goal):
                raise NotLearnedError(f"there is no task {short(goal)}")
            if len(self._found) >= KEPT:
                self._found.pop(next(iter(self._found)))
            self._found[key] = self._sleep.solve(goal, asked, self._budget)
        if not self._found[key]:
            raise GenerationError("nothing that was tried explains the pairs")
        return self._found[key]

    def _repr_svg_(self) -> str:
        return task_drawing(self.pairs)

    # Hyperparameters and files -------------------------------------------------------

    @property
    def budget(self) -> int:
        """How many operations to try for each question; can be set."""
        return self._budget

    @budget.setter
    def budget(self, budget: int) -> None:
        self.set_params(budget=budget)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the hyperparameters, as scikit-learn does; `deep` has no effect.

        Examples
        --------
        >>> memory = GridMemory(budget=5_000)
        >>> memory.get_params(), memory.budget
        ({'budget': 5000}, 5000)
        """
        return {"budget": self._budget}

    @synchronized
    def set_params(self, **params: Any) -> Self:
        """Change hyperparameters.

        Raises
        ------
        ParameterError
            There is no such hyperparameter, or the value is outside its range.

        Examples
        --------
        >>> GridMemory().set_params(budget=5_000).budget
        5000
        """
        if unknown := params.keys() - {"budget"}:
            raise ParameterError(
                f"no hyperparameter {', '.join(sorted(unknown))}; there is: budget"
            )
        if params:
            self._budget = _checked_budget(params["budget"])
            self._sleep = Sleep(self._pairs_of, self._sleep.goals)
            self._found.clear()
        return self

    @synchronized
    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the pairs to a file, which is replaced whole.

        Raises
        ------
        SampleError
            A goal is one that no file can hold.
        DataError
            The file cannot be written, or is a memory of another kind.

        Examples
        --------
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "grids.json")
        >>> GridMemory().fit([("12/34", "21/43")]).save(path)
        >>> GridMemory.load(path)
        <GridMemory: 1 pair, 1 task>
        """
        json_file.save(path, self._budget, self._pairs, self._sleep.goals)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a memory from a file that was saved; from anybody, for it is checked.

        Raises
        ------
        DataNotFoundError
            There is no such file.
        DataError
            It holds no pairs of grids, or is damaged.

        Examples
        --------
        >>> import tempfile
        >>> memory = GridMemory().fit([("12", "21"), ("30", "03")])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     memory.save(f"{folder}/flip.json")
        ...     GridMemory.load(f"{folder}/flip.json").pairs == memory.pairs
        True
        """
        budget, pairs, asleep = json_file.load(path)
        memory = cls(budget=budget)
        memory._pairs = [_pair(source, target, goal) for goal, source, target in pairs]
        memory._sleep = Sleep(memory._pairs_of, asleep)
        return memory

    def __getstate__(self) -> dict[str, Any]:
        asleep = self._sleep.goals
        return {"budget": self._budget, "pairs": self._pairs, "asleep": asleep}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._pairs, self._budget, self._found = state["pairs"], state["budget"], {}
        self._sleep = Sleep(self._pairs_of, state["asleep"])


def _checked_budget(budget: Any) -> int:
    number = int(whole(budget, "budget", 1))
    if number > MOST_STEPS:
        raise ParameterError(f"budget must be at most {MOST_STEPS:,}")
    return number


def _two(pair: Any) -> tuple[Any, Any]:
    try:
        source, target = pair
    except (TypeError, ValueError) as error:
        raise SampleTypeError(
            f"a pair must be (source, target), not {short(pair)}"
        ) from error
    return source, target


def _pair(source: Any, target: Any, goal: Any) -> tuple[Symbol, Grid, Grid]:
    try:
        hash(goal)
    except TypeError as error:
        raise SampleTypeError(
            f"a goal must be hashable, and {short(goal)} is not"
        ) from error
    return goal, Grid(source), Grid(target)

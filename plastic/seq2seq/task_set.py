"""The tasks of a memory: each is derived alone, when needed, and may fail alone.

*What a task is, is a pure function of the pairs and of the order in which tasks
came*: earlier ones help later ones, so that a task is derived after those before it,
and again only when its pairs, the hyperparameters or what those tell have changed.
A task that no program explains is kept as one: whoever asks for it is told why, at
once, and the others go on.  It tells later ones nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .._support.short import short
from ..core.symbols import Symbol
from ..errors import GenerationError, NotLearnedError
from ..synthesis.moments import Moment
from .decisions import Decisions
from .hyperparameters import Hyperparameters
from .pairs import Pair, SourceTarget, alike, order_of
from .task import Failed, Question, Task, derive


class TaskSet:
    """Pairs, and the tasks that they make.

    Parameters
    ----------
    params : Hyperparameters
        What else programs depend on.
    pairs : iterable of Pair
        In the order in which they came.

    Attributes
    ----------
    pairs : list of Pair
        Changed by :meth:`add` and :meth:`remove` only.
    known : dict
        The goal of each task -> itself, in the order of the first pair that is held.
    """

    def __init__(self, params: Hyperparameters, pairs: Iterable[Pair] = ()) -> None:
        self.params, self.pairs = params, [*pairs]
        self.known = {pair.goal: pair.goal for pair in self.pairs}
        self._derived: dict[Symbol, Task | Failed] = {}
        self._current: set[Symbol] = set()  # those that were looked at since a change
        self._kinds: dict[Symbol, type] = {}
        self._texts: dict[Symbol, bool] = {}
        self._decisions, self._shown = Decisions(), False

    @property
    def goals(self) -> list[Symbol]:
        """The tasks, in the order of the first pair that is held of each."""
        return list(self.known)

    # Changing -----------------------------------------------------------------------

    def add(self, pair: Pair) -> None:
        """Hold one more pair; costs nothing until its task is needed."""
        self.pairs.append(pair)
        self.known.setdefault(pair.goal, pair.goal)
        self._changed()

    def remove(self, pair: Pair) -> bool:
        """Hold a pair no more; tell whether it was held.

        Of several the last one; rather one whose target is of the same kind.
        """
        held = [at for at, other in enumerate(self.pairs) if alike(pair[:3], other[:3])]
        of_its_kind = [at for at in held if self.pairs[at].kind is pair.kind]
        if not held:
            return False
        del self.pairs[(of_its_kind or held)[-1]]
        self.known = {pair.goal: pair.goal for pair in self.pairs}
        self._changed()
        return True

    def with_(
        self,
        pairs: Iterable[Pair] | None = None,
        params: Hyperparameters | None = None,
    ) -> TaskSet:
        """Give tasks of other pairs or hyperparameters, and leave these as they are.

        What was derived is used there where it is still right.
        """
        other = TaskSet(params or self.params, self.pairs if pairs is None else pairs)
        other._derived = {**self._derived}
        other._decisions = self._decisions  # which only the one that is shown changes
        return other

    def _changed(self) -> None:
        self._current.clear()
        self._kinds.clear()
        self._texts.clear()
        self._shown = False

    # Deriving -----------------------------------------------------------------------

    @property
    def is_derived(self) -> bool:
        """Whether nothing is left to derive."""
        return self._current >= {*self.goals}

    def task(self, goal: Symbol) -> Task:
        """Give a task, derived with those before it where they are not yet.

        Raises
        ------
        NotLearnedError
            There is no such task.
        GenerationError
            No program was found that explains any of its pairs.
        """
        if goal not in self._current:
            self._check(goal)
            self._derive(goal)
        derived = self._derived[goal]
        if isinstance(derived, Failed):
            raise GenerationError(derived.reason)
        return derived

    def tasks(self) -> dict[Symbol, Task | Failed]:
        """Derive all that is not, and give all: those with a program, and without."""
        goals = self.goals
        if not self.is_derived:
            self._derive(goals[-1])
        return {goal: self._derived[goal] for goal in goals}

    @property
    def decisions(self) -> Decisions:
        """The concept graph of all tasks that have a program."""
        derived = self.tasks().values()
        if not self._shown:
            lived: Counter[Moment] = Counter()
            for task in derived:
                if isinstance(task, Task):
                    lived.update(task.lived)
            decisions, self._decisions = self._decisions, Decisions()
            decisions.become(lived)  # where that is interrupted it is begun anew
            self._decisions, self._shown = decisions, True
        return self._decisions

    def kind(self, goal: Symbol) -> type:
        """Give as what a task's targets were taught; where that varies, a tuple."""
        if not self._kinds:
            for pair in self.pairs:
                kind = self._kinds.setdefault(pair.goal, pair.kind)
                self._kinds[pair.goal] = kind if kind is pair.kind else tuple
        return self._kinds[goal]

    def takes_text(self, goal: Symbol) -> bool:
        """Tell whether all sources of a task that is held are strings."""
        if goal not in self._texts:
            sources = (pair.source for pair in self.pairs if pair.goal == goal)
            self._texts[goal] = all(isinstance(source, str) for source in sources)
        return self._texts[goal]

    def _check(self, goal: Symbol) -> None:
        if not self.pairs:
            raise NotLearnedError("nothing was learned yet: learn a pair first")
        if goal not in (goals := self.goals):
            raise NotLearnedError(
                f"there is no task {short(goal)}; there are: "
                f"{', '.join(map(short, goals))}"
            )

    def _derive(self, last: Symbol) -> None:
        """Derive the tasks up to one, where that is not done or something changed."""
        pairs: dict[Symbol, list[SourceTarget]] = {goal: [] for goal in self.goals}
        for pair in self.pairs:
            pairs[pair.goal].append((pair.source, pair.target))
        self._derived = {
            goal: derived for goal, derived in self._derived.items() if goal in pairs
        }
        earlier: dict[Symbol, Task] = {}
        for goal, held in pairs.items():
            if goal not in self._current:
                held.sort(key=order_of)
                question = Question(goal, held, self.params, {**earlier})
                known = self._derived.get(goal)
                if known is None or not known.question.same_as(question):
                    self._derived[goal] = derive(question)
                self._current.add(goal)
            derived = self._derived[goal]
            if isinstance(derived, Task):
                earlier[goal] = derived
            if goal == last:
                break

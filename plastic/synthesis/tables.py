"""Rule tables: what can be observed decides what is done, the shortest table first.

There are *items*, such as the cells of a picture or the places of a sequence.  For each
there are *sources*, things that could be done: copy what stands there in some other
picture, write a literal.  And there are *contexts*, things that can be observed of it.
A table asks one context, and does one thing for each class of what it may see; or asks
another context before it does::

    touches 3?   yes -> write 4
                 no  -> copy what is here

All tables of one test are found by a single matrix product.  Let ``M[source, item]`` be
1 where the source would be wrong, and ``O[item, class]`` be 1 where the item shows the
class (of all contexts side by side).  Then ``M @ O`` counts how often each source is
wrong in each class: where that is 0, it explains the class.  What no source explains is
asked further, by the same product on its items alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .rules import Context, Question, Rule, Source, Table

MOST_CLASSES = 16  # of a context; what has more says of nearly each item something else
MOST_CONTEXTS = 500
MOST_SOURCES = 350
MOST_SINGLE = 60  # tables of one test that are given
MOST_ROOTS = 90  # first tests under which a second one is tried
MOST_ROOTS_OF_THREE = 30  # the same where three tests follow each other
WIDTH = 6  # second tests under which a third one is tried
ALTERNATIVES = 3  # cheapest ways to go on that are given
# The price of a class that was never met: what is done there is a guess.
UNSEEN = 16
# What it takes to choose of all sources, in items that could be counted instead.
CHOOSING = 40
MILLION = 1_000_000


class _Columns(NamedTuple):
    """What one product tells of each class of each context, side by side."""

    best: np.ndarray  # the cheapest source that explains it
    price: np.ndarray  # of that; infinite: none does; 0: it is not met
    items: np.ndarray  # how many it has

    @property
    def unexplained(self) -> np.ndarray:
        """How many items are of classes that no source explains."""
        return np.where(np.isinf(self.price), self.items, 0)


class Tables:
    """The tables for some items.

    Parameters
    ----------
    sources : sequence of Source
        What could be done.
    contexts : sequence of Context
        What can be observed.
    budget : float
        Millions of multiplications that may be spent.

    Examples
    --------
    >>> right = np.array([[True, False, True], [False, True, False]])
    >>> sources = [Source("copy", 1, right[0]), Source("write 4", 4, right[1])]
    >>> contexts = [Context("is marked", 3, np.array([0, 1, 0, 1]))]
    >>> tables = Tables(sources, contexts, 1)
    >>> [(table.price, table.choice[3:]) for table in tables]
    [(12.0, array([1]))]
    """

    def __init__(
        self, sources: Sequence[Source], contexts: Sequence[Context], budget: float
    ) -> None:
        self.sources = _undominated(sources)[:MOST_SOURCES]
        always = [Context("always", 0, contexts[0].values * 0)] if contexts else []
        self.contexts, codes = _classed([*always, *contexts])
        self.budget, self.spent = budget * MILLION, 0.0
        self._prices = np.array([s.price for s in self.sources], float)
        self._asks = np.array([c.price for c in self.contexts], float)
        self.taught = len(self.sources[0].is_right) if self.sources else 0
        if not self.contexts or not self.taught:
            self.budget = 0
            return
        is_right = np.stack([source.is_right for source in self.sources])
        self._is_right = is_right
        self._is_wrong = (~is_right).T.astype(np.float32)  # [item, source]
        self._explained: dict[tuple[bytes, int], list[tuple[Question, float]]] = {}
        sizes = [len(values) for values, _ in codes]
        self._begin = np.cumsum([0, *sizes])
        self._values = [values for values, _ in codes]
        # Which column each item shows, of each context.
        self._shows = np.stack([code for _, code in codes], 1) + self._begin[:-1]
        self._one_hot = np.zeros((self.taught, self._begin[-1]), np.float32)
        items = np.arange(self.taught)[:, None]
        self._one_hot[items, self._shows[: self.taught]] = 1

    def __iter__(self) -> Iterator[Table]:
        """Give tables, those of few tests first, not all of them in order of price."""
        if not self.budget:
            return
        everything = np.arange(self.taught)
        columns = self._look(everything)
        best = math.inf
        prices = self._sums(columns.price) + self._asks
        for context in np.argsort(prices, kind="stable")[:MOST_SINGLE]:
            if math.isinf(prices[context]):
                break
            best = min(best, prices[context])
            yield self._table(self._leaf(context, columns), prices[context], 1)
        for depth, most in ((2, MOST_ROOTS), (3, MOST_ROOTS_OF_THREE)):
            if depth > 2 and best < math.inf:
                return
            for root in self._roots(columns)[:most]:
                limit = best + UNSEEN
                for question, price in self._under(
                    root, everything, columns, depth - 1, limit
                ):
                    if price < limit:
                        best = min(best, price)
                        yield self._table(question, price, depth)
                if self.spent > self.budget:
                    return

    def almost(self, most: int) -> Iterator[Table]:
        """Give the tables of one test that are wrong for fewest items.

        Each class has the source that is wrong for fewest of its items.

        Parameters
        ----------
        most : int
            How many tables.
        """
        if not self.budget:
            return
        wrong = self._one_hot.T @ self._is_wrong
        self.spent += wrong.size * (self.taught + CHOOSING)
        best = wrong.argmin(1)
        count = self._one_hot.sum(0)
        price = np.where(count > 0, self._prices[best], 0.0)
        columns = _Columns(best, price, count)
        missed = self._sums(wrong[np.arange(len(best)), best])
        prices = self._sums(price) + self._asks
        for context in np.lexsort((prices, missed))[:most]:
            yield self._table(self._leaf(context, columns), prices[context], 1)

    def _roots(self, columns: _Columns) -> np.ndarray:
        """Give the contexts that leave least unexplained, and something."""
        left = self._sums(columns.unexplained)
        order = np.argsort(left + self._asks * self.taught * 0.002, kind="stable")
        return order[(left[order] > 0) & (left[order] < self.taught)]

    def _under(
        self,
        context: int,
        items: np.ndarray,
        columns: _Columns,
        depth: int,
        limit: float,
    ) -> list[tuple[Question, float]]:
        """Ask a context, and others where it explains nothing; give the cheapest.

        What is sure to cost more than ``limit`` is not gone into.
        """
        question = self._leaf(context, columns)
        begin, end = self._begin[context : context + 2]
        known = columns.price[begin:end]
        price = self._asks[context] + known[np.isfinite(known)].sum()
        ways: list[list[tuple[Question, float]]] = []
        open_classes = np.flatnonzero(np.isinf(known))
        # Each needs a test at least, and two sources.
        least = self._asks[1:].min(initial=0) + 2 + 2 * self._prices[0]
        if price + least * len(open_classes) > limit:
            return []
        for each in open_classes:
            mine = items[self._shows[items, context] == begin + each]
            ways.append(self._explain(mine, depth))
            if not ways[-1] or self.spent > self.budget:
                return []
        found = []
        for i in range(ALTERNATIVES if len(ways) == 1 else 1):
            if i >= min(map(len, ways)):
                break
            leaves, total = dict(question.leaves), price
            for each, way in zip(open_classes, ways):
                leaves[int(each)], more = way[i]
                total += more
            found.append((question._replace(leaves=leaves), total))
        return found

    def _explain(self, items: np.ndarray, depth: int) -> list[tuple[Question, float]]:
        """Give the cheapest tables for some items; what was asked before is known."""
        key = items.tobytes(), depth
        if key not in self._explained:
            self._explained[key] = self._sought(items, depth)
        return self._explained[key]

    def _sought(self, items: np.ndarray, depth: int) -> list[tuple[Question, float]]:
        columns = self._look(items)
        prices = self._sums(columns.price) + self._asks + 2  # one more test
        order = np.argsort(prices, kind="stable")[:ALTERNATIVES]
        found = [
            (self._leaf(context, columns), float(prices[context]))
            for context in order
            if np.isfinite(prices[context])
        ]
        if found or depth == 1:
            return found
        for root in self._roots(columns)[:WIDTH]:
            found = self._under(root, items, columns, depth - 1, math.inf)
            if found or self.spent > self.budget:
                return found
        return []

    def _look(self, items: np.ndarray) -> _Columns:
        """See by one product which source explains which class of some items."""
        one_hot = self._one_hot[items]
        # Only what is right somewhere can explain anything.
        useful = np.flatnonzero(self._is_right[:, items].any(1))
        if not len(useful):
            useful = np.zeros(1, int)
        self.spent += len(useful) * one_hot.shape[1] * (len(items) + CHOOSING)
        wrong = one_hot.T @ self._is_wrong[np.ix_(items, useful)]
        count = one_hot.sum(0)
        is_right = wrong < 0.5
        # Sources are in order of price, so that the first right one is the cheapest.
        first = is_right.argmax(1)
        explained = is_right[np.arange(len(first)), first]
        best = useful[first]
        price = np.where(explained, self._prices[best], np.inf)
        return _Columns(best, np.where(count > 0, price, 0.0), count)

    def _sums(self, of_columns: np.ndarray) -> np.ndarray:
        return np.add.reduceat(of_columns, self._begin[:-1])

    def _leaf(self, context: int, columns: _Columns) -> Question:
        """Make a test of the classes that are explained."""
        begin, end = self._begin[context : context + 2]
        leaves: dict[int, int | Question] = {
            i: int(columns.best[begin + i])
            for i in range(end - begin)
            if columns.items[begin + i] > 0 and np.isfinite(columns.price[begin + i])
        }
        done, default = [*leaves.values()], -1
        if len(done) > 2:
            usual = max(done, key=done.count)
            if done.count(usual) > len(done) / 2:
                default = next(i for i, leaf in leaves.items() if leaf == usual)
        return Question(int(context), leaves, default)

    def _table(self, question: Question, price: float, depth: int) -> Table:
        items = np.arange(len(self._shows))
        fired = np.zeros(len(items), int)
        rules: list[Rule] = []
        unseen = self._fire(question, (), items, rules, fired)
        price = float(price) + 4  # that it is a table
        if unseen:
            price += UNSEEN + 4 * math.log2(1 + unseen)
        return Table(question, rules, price, depth, fired, unseen)

    def _fire(
        self,
        question: Question,
        conditions: tuple[str, ...],
        items: np.ndarray,
        rules: list[Rule],
        fired: np.ndarray,
    ) -> int:
        """Write rules down and fire them; tell how many items were never met."""
        context, values = question.context, self._values[question.context]
        classes = self._shows[items, context] - self._begin[context]
        as_known = np.array(
            [
                i if i in question.leaves else self._nearest(question, i)
                for i in range(len(values))
            ]
        )
        unseen = int((as_known[classes] != classes).sum())
        for i, leaf in sorted(question.leaves.items()):
            mine = items[as_known[classes] == i]
            more = conditions
            if len(values) > 1:
                more += (f"{self.contexts[context].name} = {values[i]}",)
            if isinstance(leaf, Question):
                unseen += self._fire(leaf, more, mine, rules, fired)
            else:
                fired[mine] = len(rules)
                rules.append(Rule(more, leaf))
        return unseen

    def choose(self, table: Table, observed: Callable[[str], np.ndarray]) -> np.ndarray:
        """Say what is done for other items.

        Parameters
        ----------
        table : Table
            By which table.
        observed : callable
            Name of a context -> numpy.ndarray of int, what it is of each item.

        Returns
        -------
        numpy.ndarray of int
            The index of the source for each item.
        """
        return self._chosen(table.question, observed)

    def _chosen(
        self, question: Question, observed: Callable[[str], np.ndarray]
    ) -> np.ndarray:
        values = self._values[question.context]
        seen = observed(self.contexts[question.context].name)
        # What was never met is as the nearest value that was.
        classes = np.abs(seen[:, None] - values[None]).argmin(1)
        chosen = np.zeros(len(seen), int)
        for i in np.unique(classes).tolist():
            known = i if i in question.leaves else self._nearest(question, i)
            leaf, mine = question.leaves[known], classes == i
            if isinstance(leaf, Question):
                chosen[mine] = self._chosen(leaf, _among(observed, mine))
            else:
                chosen[mine] = leaf
        return chosen

    def _nearest(self, question: Question, unknown: int) -> int:
        """Give the class as which one is treated that was never met."""
        if question.default >= 0:
            return question.default
        values = self._values[question.context]
        return min(question.leaves, key=lambda i: (abs(values[i] - values[unknown]), i))


def _among(
    observed: Callable[[str], np.ndarray], mine: np.ndarray
) -> Callable[[str], np.ndarray]:
    return lambda name: observed(name)[mine]


def _undominated(sources: Sequence[Source]) -> list[Source]:
    """Leave out what is right only where something cheaper is; sort by price."""
    ordered = sorted(sources, key=lambda source: source.price)
    if not ordered:
        return []
    is_right = np.stack([source.is_right for source in ordered])
    lost = is_right.astype(np.float32) @ (~is_right).T.astype(np.float32)
    # lost[i, j]: where i is right and j is not; of those before i, none may be 0.
    before = np.tri(len(ordered), k=-1, dtype=bool)
    dominated = ((lost < 0.5) & before).any(1)
    return [source for source, is_out in zip(ordered, dominated) if not is_out]


def _classed(
    contexts: Sequence[Context],
) -> tuple[list[Context], list[tuple[np.ndarray, np.ndarray]]]:
    """Give contexts whose classes are numbered, of those that divide alike one."""
    kept: dict[bytes, tuple[Context, tuple[np.ndarray, np.ndarray]]] = {}
    for context in sorted(contexts, key=lambda context: context.price):
        values, code = np.unique(context.values, return_inverse=True)
        if len(values) <= MOST_CLASSES:
            code = code.ravel()
            kept.setdefault(code.astype(np.int8).tobytes(), (context, (values, code)))
        if len(kept) == MOST_CONTEXTS:
            break
    return [context for context, _ in kept.values()], [
        code for _, code in kept.values()
    ]

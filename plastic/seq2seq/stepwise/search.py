"""Joint search: the cheapest rule table that explains several examples at once.

Explaining each example alone and then counting does not work: there are too
many ways to explain one.  So all examples run in lockstep under *one* table,
context -> operation.  Each runs until it needs a context that has no rule yet.
Then the one that has written least is looked at, and every operation that is
legal for all examples that wait at its context is tried.  A mismatch with a
target kills the table.  The first use of a rule costs its bits, further uses
are free: what is found first is about the shortest program there is.

Say that ``ab`` is to become ``ba`` and ``x`` to become ``x``, in contexts of (class
here, last operation).  Both wait at ``(START, begin)``.  Under R both run to
``(lower, R)``.  COPY there would write ``a`` where ``b`` is wanted: that table is
dead.  R there takes both to ``(END, R)``, ``ab`` by the same rule twice.  L there,
COPY at ``(lower, L)``, L at ``(lower, COPY)`` and STOP at ``(START, L)``: both are
explained by six rules.

It is best-first search (:mod:`plastic.seq2seq.stepwise.frontier`).  No state comes
twice between two writes, so that everything ends, and all is counted in steps
and never in seconds, so that the same examples give the same program on every
machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from ...core.symbols import Symbol
from ..tape import distinct, is_mark
from .costs import LITERAL, Prices, Prior
from .forms import Kind
from .frontier import COST, Frontier, SearchNode
from .interning import NOWHERE, Coding, Example, Rule
from .operations import Operation, available, entry_bits
from .simulation import (
    CONTEXT,
    WRITTEN,
    CompiledExample,
    State,
    is_applicable,
    simulator,
)

__all__ = ["Example", "Prior", "Search", "Solution"]

MOST_LITERAL = 30  # symbols that one operation writes
SLACK = 6.0  # bits that an alternative may cost more than the cheapest
MOST_SILENT = 7  # new rules in a row that are not loud: that write nothing
NODE_STEPS = 20  # what it costs to take a node and list what could be done
FOLLOWING_UP = 3  # a third of the steps to the first solution go to find more of them
LEAST_FOLLOWING_UP = 200  # steps, and so many: the first may come at once


class Solution(NamedTuple):
    """A rule table that explains what it was searched for."""

    cost: float  # bits
    level: int  # how fine its contexts are
    rules: dict[tuple, Operation]
    translation: dict[Symbol, Symbol]  # by what is distinct of a symbol


class Search:
    """A search at one level of contexts.

    Parameters
    ----------
    examples : sequence of Example
        What to explain, jointly.
    delimiters : sequence of hashable
        Of the task.
    level : int
        How fine contexts are.
    prior : callable, optional
        Gives the bits of an operation in a context, out of what they are
        without knowledge.

    Attributes
    ----------
    steps : int
        What was spent so far: one to two microseconds each.
    solutions : list of Solution
        What was found, the cheapest first.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        delimiters: Sequence[Symbol],
        level: int,
        prior: Prior | None = None,
    ) -> None:
        self.examples, self.level = examples, level
        self.coding = Coding(examples, level)
        targets = [example.target for example in examples]
        tapes = [example.tape for example in examples]
        operations = available(tapes, targets, delimiters)
        self._prices = Prices(operations, targets, self.coding, prior)
        self._compiled = [
            CompiledExample(example, looks, self.coding, self._prices.numbers)
            for example, looks in zip(examples, self.coding.looks)
        ]
        self._spent = [0.0, math.inf]  # and how many there are
        self._simulate = [simulator(example, self._spent) for example in self._compiled]
        self.solutions: list[Solution] = []
        self.limit = float("inf")  # bits: nothing much dearer is of use
        self._followed = False
        self._frontier = Frontier()
        states = tuple(example.begin() for example in self._compiled)
        self._frontier.push((0.0, (), (), states, 0, 0))

    @property
    def steps(self) -> int:
        """What was spent so far."""
        return int(self._spent[0])

    @property
    def exhausted(self) -> bool:
        """Whether there is nothing left to try."""
        return not self._frontier

    def run(self, steps: int, most: float = math.inf) -> None:
        """Go on until a solution was found and followed up, or steps are spent.

        Parameters
        ----------
        steps : int
            After which nothing new is begun.
        most : float, optional
            After which what was begun is given up, too: no search goes on then.
        """
        end = self.steps + min(steps, most)
        self._spent[1] = self.steps + most
        while self.steps < end:
            node = self._frontier.pop()
            if node is None:
                return
            if node[COST] >= self._bound():
                continue
            self._spent[0] += NODE_STEPS
            self._expand(node)
            if self.solutions and not self._followed:
                # There may be a cheaper one, or one as cheap.
                self._followed = True
                more = self.steps // FOLLOWING_UP + LEAST_FOLLOWING_UP
                end = min(end, self.steps + more)

    def _bound(self) -> float:
        best = self.solutions[0].cost if self.solutions else self.limit
        return min(best, self.limit) + SLACK

    def _expand(self, node: SearchNode) -> None:
        """Try all that could be done where the least advanced example waits."""
        cost, chain, _, states, silent, used = node
        waiting = [state for state in states if state[CONTEXT] != NOWHERE]
        context = min(waiting, key=itemgetter(WRITTEN))[CONTEXT]
        group = [i for i, state in enumerate(states) if state[CONTEXT] == context]
        here = [states[i] for i in group]
        examples = [self._compiled[i] for i in group]
        rules, bound = self._unchained(chain), self._bound() - cost
        literals = self._literals(states, group)
        for number, bits in self._prices.choices(context, used, literals):
            if self._spent[0] >= self._spent[1]:
                return
            kind = self.coding.kinds[number]
            if bits >= bound or (silent >= MOST_SILENT and not kind.loud):
                continue
            if kind is LITERAL or is_applicable(kind, number, examples, here):
                rules[context] = self.coding.rule(context, number)
                failed = self._try(node, rules, context, kind, group, bits)
                if failed is not None:
                    # What was wrong once will be wrong again: look there first.
                    group.remove(failed)
                    group.insert(0, failed)

    def _unchained(self, chain: tuple) -> dict[int, Rule]:
        """Give the rules of a table, ready to be done.

        Tables that grow out of each other share what they have in common: R in
        context 0, then COPY in 7, is ``(7, COPY, (0, R, ()))``, and all that
        comes of it holds that same tuple.
        """
        rules, rule = {}, self.coding.rule
        while chain:
            context, number, chain = chain
            rules[context] = rule(context, number)
        return rules

    def _literals(self, states: Sequence[State], group: list[int]) -> list[tuple]:
        """List what all that wait could write next: a symbol, marks, all in common."""
        coming = [self.examples[i].target[states[i][WRITTEN] :] for i in group]
        same = 0
        for column in zip(*coming):
            if any(symbol != column[0] for symbol in column):
                break
            same += 1
        shared = coming[0][: min(same, MOST_LITERAL)]
        marks = 0
        while marks < len(shared) and is_mark(shared[marks]):
            marks += 1
        lengths = sorted({1, marks, len(shared)} - {0})
        return [shared[:length] for length in lengths if length <= len(shared)]

    def _try(
        self,
        node: SearchNode,
        rules: dict[int, Rule],
        context: int,
        kind: Kind,
        group: Sequence[int],
        bits: float,
    ) -> int | None:
        """Go on under a table with a new rule, and keep it if nothing is wrong.

        Gives the first example of the group that it is wrong for, if it is.
        """
        cost, chain, translated, before, silent, used = node
        translation, states = dict(translated), list(before)
        for i in group:
            state = self._simulate[i](states[i], rules, translation)
            if state is None:
                return i
            states[i] = state
        number = rules[context].operation
        cost += bits
        if len(translation) > len(translated):
            cost += self._entry_bits([*translation.values()][len(translated) :])
        chain = (context, number, chain)
        # Most often the first one waits again, and all the others need no look.
        stopped = states[group[0]][CONTEXT] == NOWHERE
        if stopped and all(state[CONTEXT] == NOWHERE for state in states):
            self._keep(cost, chain, translation)
            return None
        if kind is not LITERAL:
            used |= 1 << number
        silent = 0 if kind.loud else silent + 1
        translated = tuple(translation.items())
        self._frontier.push((cost, chain, translated, tuple(states), silent, used))
        return None

    def _entry_bits(self, translations: Sequence[int]) -> float:
        symbols = self.coding.symbols
        return sum(entry_bits(symbols[number]) for number in translations)

    def _keep(self, cost: float, chain: tuple, translation: dict[int, int]) -> None:
        """Write a solution out in symbols, its rules in the order they were made."""
        coding, rules = self.coding, []
        while chain:
            context, number, chain = chain
            rules.append((coding.key(context), coding.operations[number]))
        symbols = coding.symbols
        into = {
            distinct(symbols[source]): symbols[target]
            for source, target in translation.items()
        }
        found = Solution(cost, self.level, dict(reversed(rules)), into)
        self.solutions.append(found)
        self.solutions.sort(key=attrgetter("cost"))

"""Recursive programs: plans for dividers, a lexicon, and what is done with a leaf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ...core.symbols import Symbol, brief
from ...synthesis.moments import Moment
from ..decisions import moment
from ..program import Earlier, Table
from ..stepwise.machine import Decide, Step
from ..stepwise.operations import STOP_OPERATION, Operation
from ..stepwise.synthesis import by_rules
from ..wording import doing, joined, literal, parts
from .machine import (
    DIVIDE,
    WAIT,
    Phrase,
    Plan,
    RecursiveMachine,
    at_leaf,
    at_which,
    before_dividing,
    looked_up,
    within,
)


@dataclass(frozen=True)
class RecursiveProgram:
    """A program that divides its source and calls itself on the parts.

    Attributes
    ----------
    cost : float
        How long it is, in bits.
    plans : dict
        Divider -> :class:`~plastic.seq2seq.recursive.machine.Plan`.
    above : frozenset of (divider, divider)
        Which one of two comes first, of those that were met together.
    lexicon : dict
        Leaf -> what is written for it.
    leaf : Operation or None
        What is done with any other leaf: COPY, or CALL and an earlier task's
        goal; None: nothing is known of it.
    """

    cost: float
    plans: dict[Symbol, Plan]
    above: frozenset[tuple[Symbol, Symbol]]
    lexicon: dict[Phrase, Phrase]
    leaf: Operation | None
    exceptions: ClassVar[int] = 0  # none that could be told from rules
    memorises: ClassVar[bool] = True  # it can have each source in its lexicon
    orders: ClassVar[bool] = False

    @property
    def translation(self) -> Mapping[Symbol, Symbol]:
        """None: its lexicon is shown among its rules."""
        return {}

    def machine(
        self, earlier: Earlier, decide: Decide | None = None
    ) -> RecursiveMachine:
        """Give what runs it, and may call earlier tasks."""
        rules = self.rules
        decide = decide or by_rules(rules)
        return RecursiveMachine(self.plans, self.lexicon, earlier, decide, rules)

    # Its decisions ----------------------------------------------------------------

    @property
    def rules(self) -> dict[tuple, Operation]:
        """The decisions of this program: observable context -> operation."""
        rules: dict[tuple, Operation] = {}
        for divider, plan in self.plans.items():
            rules[before_dividing(divider)] = DIVIDE
            rules[at_which(divider)] = plan.place
            rules.update(_parts_of(divider, plan))
        rules |= self.order
        for phrase, into in self.lexicon.items():
            rules[looked_up(phrase)] = Operation("EMIT", into)
        if self.leaf is not None:
            rules[at_leaf()] = self.leaf
        return rules

    @property
    def order(self) -> dict[tuple, Operation]:
        """The decisions on what comes first, of two dividers that were met together."""
        order: dict[tuple, Operation] = {}
        for first, second in self.above:
            if first in self.plans and second in self.plans:
                order[before_dividing(first, second)] = DIVIDE
                order[before_dividing(second, first)] = WAIT
        return order

    def decided(self, step: Step) -> list[tuple[tuple, Operation]]:
        """List the decisions that led to a step: contexts, and what was decided.

        What a plan writes was decided where the source was divided.
        """
        if not step.key:
            return []
        if step.operation.name != "DIVIDE":
            return [(step.key, step.operation)]
        divider = step.key[-1].symbol
        plan = self.plans[divider]
        dividing = [(step.key, DIVIDE), (at_which(divider), plan.place)]
        return dividing + _parts_of(divider, plan)

    def lived(self, steps: Sequence[Step], goal: Symbol) -> Iterator[Moment]:
        """Give the moments of one run."""
        for step in steps:
            for context, operation in self.decided(step):
                yield from moment(context, operation, goal)

    def stated(self, goal: Symbol) -> Iterator[Moment]:
        """Give the moments of what comes first, which was found once for all."""
        for context, operation in self.order.items():
            yield from moment(context, operation, goal)

    # For people -------------------------------------------------------------------

    def table(self) -> Table:
        """Give it for people: what comes first stands first."""
        return ("source", "divided at its"), [*self._rows()]

    def _rows(self) -> Iterator[tuple[tuple[str, str], str]]:
        wins = Counter(first for first, _ in self.above)
        for divider in sorted(self.plans, key=lambda divider: -wins[divider]):
            plan = self.plans[divider]
            source = f"LEFT {divider!r} RIGHT"
            yield (source, plan.place.name.lower()), parts(plan.parts)
        for leaf, into in self.lexicon.items():
            yield (brief(joined(leaf)), ""), f"EMIT {literal(into)}"
        if self.leaf is not None:
            yield ("any other", ""), doing(self.leaf)


def _parts_of(divider: Symbol, plan: Plan) -> list[tuple[tuple, Operation]]:
    """List the decisions of a plan: after each part the next one, at last STOP."""
    following = (*plan.parts, STOP_OPERATION)
    return [
        (within(divider, following[:at]), part) for at, part in enumerate(following)
    ]

"""Running a recursive program: a machine that calls itself on parts of its source.

What a flat machine cannot do is nest.  So a program may also *divide*: at a
symbol such as ``and`` or ``-`` the source falls into what is to the left and
what is to the right, and a *plan* says in which order, and how often, the two
are called, and what is written between them.  ``and`` is *left, right*;
``after`` is *right, left*; ``twice`` is *left, left*; a date's ``-`` is
*right, write '/', left*.  A part that holds no such symbol is a *leaf*: it is
looked up in a lexicon, copied, or handed to the program of an earlier task.

Where a source holds several dividers, one of them binds the least and comes
first.  That too is a decision, and is learned like all others: of each two
that were met beside each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ...core.symbols import Symbol
from ...errors import GenerationError
from ...synthesis.moments import HORIZON
from ..decisions import NestedContext
from ..stepwise.contexts import BEGIN, Literal
from ..stepwise.machine import Decide, Runnable, Step, TooLongError
from ..stepwise.operations import STOP_OPERATION, Operation
from ..tape import Tape

LEFT, RIGHT = Operation("LEFT"), Operation("RIGHT")
DIVIDE, WAIT = Operation("DIVIDE"), Operation("WAIT")
FIRST, LAST = Operation("FIRST"), Operation("LAST")
COPY = Operation("COPY")
PARTS, PLACES = ("LEFT", "RIGHT", "EMIT", "STOP"), ("FIRST", "LAST")
LEAVES = ("COPY", "CALL")
MOST_STEPS = 500_000  # parts called twice at every level are soon many
STEPS_A_SYMBOL = 100  # of the source, that may come on top
MOST_PARTS = HORIZON - 4  # of a plan: BEGIN, divider, goal and STOP beside them
CALLED = 8  # steps of a program that is called take as long as one here
Phrase = tuple[Symbol, ...]
Phrases = tuple[Phrase, Phrase]  # a source and its target


class Plan(NamedTuple):
    """What is done at a divider.

    Attributes
    ----------
    place : Operation
        FIRST or LAST: at which of its places the source is divided.
    parts : tuple of Operation
        LEFT, RIGHT and EMIT, in order.
    """

    place: Operation
    parts: tuple[Operation, ...]


def before_dividing(divider: Symbol, beside: Symbol | None = None) -> NestedContext:
    """Give the context in which it is decided whether to divide at a symbol."""
    near = () if beside is None else (Literal("beside", beside),)
    return NestedContext((*near, Literal("divide at", divider)))


def at_which(divider: Symbol) -> NestedContext:
    """Give the context in which it is decided at which of its places."""
    return NestedContext((Literal("divide at", divider), "which"))


def within(divider: Symbol, done: Sequence[Operation]) -> NestedContext:
    """Give the context in which the next part is chosen, after some were done."""
    return NestedContext((BEGIN, *done, Literal("parts at", divider)))


def looked_up(phrase: Phrase) -> NestedContext:
    """Give the context in which a leaf is looked up."""
    return NestedContext((Literal("leaf", phrase), "lexicon"))


def at_leaf() -> NestedContext:
    """Give the context in which any other leaf is dealt with."""
    return NestedContext(("leaf",))


class RecursiveMachine:
    """What runs a program that divides: a head that calls itself.

    Parameters
    ----------
    dividers : iterable of hashable
        What a source can be divided at.
    lexicon : mapping
        Leaf -> what is written for it.
    earlier : mapping
        Goal -> the machine of an earlier task.
    decide : callable
        Gives the operations for a context, the best first.
    met : container of tuple, optional
        The contexts that it met before; else whatever is decided is no guess.

    Attributes
    ----------
    steps : int
        How many operations it did on the last tape.
    guesses : int
        How many of these were in contexts that it never met.
    """

    def __init__(
        self,
        dividers: Iterable[Symbol],
        lexicon: Mapping[Phrase, Phrase],
        earlier: Mapping[Symbol, Runnable],
        decide: Decide,
        met: Container[tuple] | None = None,
    ) -> None:
        self.dividers, self.lexicon = tuple(dividers), dict(lexicon)
        self.earlier, self.decide = earlier, decide
        self.steps = self.guesses = 0
        self._met = met
        self._longest = max(map(len, self.lexicon), default=0)
        self._plans: dict[Symbol, Plan] = {}
        self._tops: dict[tuple, tuple[Symbol, bool]] = {}  # and whether it is a guess

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, self.dividers)

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = MOST_STEPS,
    ) -> list[Symbol]:
        """Run on a tape; parameters, result and errors are those of ``Machine.run``.

        Costs O(dividers) for each division, whatever the length.
        """
        written: list[Symbol] = []
        ahead: list[tuple[int, Operation | int]] = [(1, tape.end)]
        self.steps = self.guesses = 0
        limit += STEPS_A_SYMBOL * tape.end
        while ahead and (most is None or len(written) <= most):
            self.steps += 1
            if self.steps > limit:
                raise TooLongError(f"the program takes more than {limit:,} steps")
            low, high = ahead.pop()
            if isinstance(high, Operation):  # to be done at a place
                if record is not None:
                    seen = tape.classes[low]
                    record.append(Step(low, seen, None, high, len(written), ()))
                literal: Any = high.argument
                written += literal
                continue
            divider = self._top(tape, low, high)
            if divider is None or self._is_known(tape, low, high):
                self._at_leaf(tape, low, high, written, record)
                continue
            ahead += self._parts(tape, low, high, divider, len(written), record)
        return written

    def _is_known(self, tape: Tape, low: int, high: int) -> bool:
        """Whether a part of the tape, which may be long, stands in the lexicon."""
        if high - low > self._longest:
            return False
        return tuple(tape.symbols[low:high]) in self.lexicon

    def _top(self, tape: Tape, low: int, high: int) -> Symbol | None:
        """Give the divider that comes first on a part of the tape."""
        present = tuple(
            divider for divider in self.dividers if _holds(tape, divider, low, high)
        )
        if len(present) < 2:
            return present[0] if present else None
        if present not in self._tops:
            # Where two never met, the one comes first that does so more often.
            top = max(
                present,
                key=lambda divider: (
                    self._wins(divider, present),
                    self._wins(divider, self.dividers),
                ),
            )
            others = (other for other in present if other != top)
            self._tops[present] = (
                top,
                any(self._is_new(before_dividing(top, other)) for other in others),
            )
        top, is_guess = self._tops[present]
        self.guesses += is_guess
        return top

    def _is_new(self, context: tuple) -> bool:
        return self._met is not None and context not in self._met

    def _wins(self, divider: Symbol, others: tuple) -> int:
        """Count beside how many others a divider comes first, less those before it."""
        verdicts = [
            next(iter(self.decide(before_dividing(divider, other))), None)
            for other in others
            if other != divider
        ]
        return verdicts.count(DIVIDE) - verdicts.count(WAIT)

    def _parts(
        self,
        tape: Tape,
        low: int,
        high: int,
        divider: Symbol,
        written: int,
        record: list[Step] | None,
    ) -> list[tuple[int, Operation | int]]:
        """Divide, and give what is to be done then, the last first."""
        plan = self._plan(divider)
        places = tape.places[divider]
        index = bisect_left(places, low)
        if plan.place == LAST:
            index = bisect_left(places, high) - 1
        at = places[index]
        if record is not None:
            seen = tape.classes[at]
            doing = Operation("DIVIDE", plan.parts)
            record.append(
                Step(at, seen, None, doing, written, before_dividing(divider))
            )
        sides = {LEFT: (low, at), RIGHT: (at + 1, high)}
        return [sides.get(part, (at, part)) for part in reversed(plan.parts)]

    def _plan(self, divider: Symbol) -> Plan:
        """Ask for what is done at a divider, part by part, for the first time."""
        if divider not in self._plans:
            parts: list[Operation] = []
            while (
                following := self._asked(within(divider, parts), PARTS)
            ) != STOP_OPERATION:
                if len(parts) == MOST_PARTS:
                    raise GenerationError(f"the plan at {divider!r:.60} has no end")
                parts.append(following)
            place = self._asked(at_which(divider), PLACES)
            self._plans[divider] = Plan(place, tuple(parts))
        return self._plans[divider]

    def _asked(self, context: tuple, names: Collection[str]) -> Operation:
        """Ask for the best operation that makes sense in a context."""
        for operation in self.decide(context):
            if operation.name in names:
                self.guesses += self._is_new(context)
                return operation
        raise GenerationError(f"nothing is known of what to do at {context[-1]}")

    def _at_leaf(
        self,
        tape: Tape,
        low: int,
        high: int,
        written: list[Symbol],
        record: list[Step] | None,
    ) -> None:
        leaf = tuple(tape.symbols[low:high])
        if not leaf:
            return
        doing = COPY
        before = len(written)
        if leaf in self.lexicon:
            doing = Operation("EMIT", self.lexicon[leaf])
            written += self.lexicon[leaf]
        else:
            doing = self._asked(at_leaf(), LEAVES)
            if doing == COPY:
                written += leaf
            else:
                machine = self.earlier[doing.argument]
                written += machine.run(machine.tape(leaf))
                self.steps += machine.steps // CALLED
                self.guesses += machine.guesses
        self.steps += len(leaf)
        if record is not None:
            self._record(tape, low, high, doing, before, record)

    def _record(
        self,
        tape: Tape,
        low: int,
        high: int,
        doing: Operation,
        before: int,
        record: list[Step],
    ) -> None:
        """Put down a leaf: a step each symbol where it is copied, else one."""
        known = doing.name == "EMIT"
        key = looked_up(tuple(tape.symbols[low:high])) if known else at_leaf()
        for at in range(low, high if doing == COPY else low + 1):
            record.append(Step(at, tape.classes[at], None, doing, before, key))
            before += 1


def _holds(tape: Tape, divider: Symbol, low: int, high: int) -> bool:
    places = tape.places.get(divider, ())
    index = bisect_left(places, low)
    return index < len(places) and places[index] < high

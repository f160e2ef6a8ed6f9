"""Suffix rules: what is copied but for its end, as inflection does it.

``cat`` becomes ``cats``, ``city`` ``cities``, ``day`` ``days`` and ``man``
``men``: the source is copied, and at its end some symbols are dropped and
others written.  Which ones is a single decision, and what it is made by is the
source read backward.  That is just what the concept graph does best: the
longest concept that fires decides, so that a rule may have exceptions, and
these exceptions of their own.

What is learned are whole sources.  The rule table that is shown is the
shortest one that decides them all alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from ..core.symbols import Symbol, order_key, show_symbol
from ..errors import GenerationError
from ..synthesis.moments import Moment
from .decisions import NestedContext, moment
from .pairs import SourceTarget
from .program import (
    Earlier,
    Outcome,
    Problem,
    Table,
    as_tuples,
    best_on,
    has_likenesses,
)
from .stepwise.contexts import BEGIN, Literal
from .stepwise.machine import Decide, Step
from .stepwise.operations import KINDS, Operation, literal_bits, literal_shares
from .tape import Tape
from .wording import are_characters, doing

LONGEST = 12  # symbols of an ending that decide
RULE_BITS = 3.0
SYMBOL_BITS = 5.0  # of a context
PROGRAM_BITS = 10.0  # that ends are changed at all


class Change(NamedTuple):
    """What is done at the end: drop so many symbols, write others."""

    drop: int
    write: tuple[Symbol, ...]

    def __repr__(self) -> str:
        joined = "".join(map(str, self.write))
        return f"-{self.drop} +{joined!r}" if self.drop else f"+{joined!r}"


@dataclass(frozen=True)
class SuffixRules:
    """A program that changes ends.

    Attributes
    ----------
    cost : float
        How long its rule table is, in bits, without exceptions.
    rules : dict
        Ending, as an observable context -> operation; the longest one decides.
    exceptions : int
        How many of the rules are there for a single pair: they explain nothing.
    """

    cost: float
    rules: dict[tuple, Operation]
    exceptions: int
    memorises: ClassVar[bool] = True  # it can have a rule for each source
    orders: ClassVar[bool] = False

    @property
    def translation(self) -> Mapping[Symbol, Symbol]:
        """It has none."""
        return {}

    def machine(self, earlier: Earlier, decide: Decide | None = None) -> SuffixMachine:
        """Give what runs it; it calls no earlier task."""
        return SuffixMachine(decide or by_suffix(self.rules))

    def lived(self, steps: Sequence[Step], goal: Symbol) -> Iterator[Moment]:
        """Give the moments of the last step: all others copy, whatever it is."""
        for step in steps[-1:]:
            yield from moment(step.key, step.operation, goal)

    def stated(self, goal: Symbol) -> Iterator[Moment]:
        """Give none: each run shows all that was decided."""
        return iter(())

    def table(self) -> Table:
        """Give it for people: short endings first."""
        ranked = sorted(self.rules, key=lambda context: (len(context), str(context)))
        return ("ends in",), [
            ((_ending(context),), doing(self.rules[context])) for context in ranked
        ]


class SuffixMachine:
    """What runs a program that changes ends.

    Parameters
    ----------
    decide : callable
        Gives the operations for a context, the best first; the first one that
        does not drop more than there is is done.

    Attributes
    ----------
    steps : int
        How many operations it did on the last tape.
    """

    guesses = 0  # the longest ending that it knows decides, as it always did

    def __init__(self, decide: Decide) -> None:
        self.decide = decide
        self.steps = 0

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, ())

    def run(
        self,
        tape: Tape,
        record: list[Step] | None = None,
        most: int | None = None,
        limit: int = 0,
    ) -> list[Symbol]:
        """Run on a tape; parameters, result and errors are those of ``Machine.run``."""
        source = tape.symbols[1 : tape.end]
        context = suffix_context(source)
        change: Any  # what an operation is done with may be anything
        for operation in self.decide(context):
            change = operation.argument
            if operation.name == "END" and change.drop <= len(source):
                break
        else:
            raise GenerationError("nothing is known of such an ending")
        kept = len(source) - change.drop
        self.steps = kept + 1
        if record is not None:
            for at in range(kept):
                copying = Operation("COPY")
                record.append(
                    Step(at + 1, tape.classes[at + 1], None, copying, at, context)
                )
            at = min(kept + 1, tape.end)
            record.append(Step(at, tape.classes[at], None, operation, kept, context))
        return [*source[:kept], *change.write]


def suffix_context(source: Sequence[Symbol]) -> NestedContext:
    """Give the context in which it is decided what to do at the end of a source.

    >>> suffix_context("cat")
    ('begin', end 'c', end 'a', end 't', 'ending')
    """
    near = [Literal("end", symbol) for symbol in source[-LONGEST:]]
    begins = (BEGIN,) if len(source) <= LONGEST else ()
    return NestedContext((*begins, *near, "ending"))


def by_suffix(rules: dict[tuple, Operation]) -> Decide:
    """Give what decides by a rule table: the longest ending that it knows."""

    def decide(context: tuple) -> list[Operation]:
        endings = (NestedContext(context[at:]) for at in range(len(context)))
        return [rules[ending] for ending in endings if ending in rules]

    return decide


def change(source: Sequence[Symbol], target: Sequence[Symbol]) -> Change:
    """Give what must be done at the end of a source.

    >>> change("city", "cities"), change("cat", "cats")
    (-1 +'ies', +'s')
    """
    kept = 0
    for symbol, wanted in zip(source, target):
        if symbol != wanted:
            break
        kept += 1
    return Change(len(source) - kept, tuple(target[kept:]))


def find(problem: Problem, again: bool = False) -> Outcome | None:
    """Explain pairs by what changes at their end; see ``Finder``.

    It is found, or not, in no time, and a second time the same.
    """
    if again or has_likenesses(problem.pairs):
        return None
    pairs = as_tuples(problem.pairs)
    price = price_of(literal_shares([target for _, target in pairs]))
    programs, right = best_on(problem.pairs, [find_suffix_rules(pairs, price)], {})
    return Outcome([*programs], right, len(pairs))


def find_suffix_rules(
    pairs: Iterable[SourceTarget], price: Callable[[Symbol], float]
) -> SuffixRules:
    """Find the rule table of some pairs: from short endings to long ones.

    Parameters
    ----------
    pairs : iterable of (source, target)
        What it is to decide.
    price : callable
        The bits of a symbol that is written.

    Returns
    -------
    SuffixRules
        An ending has a rule where most of the sources that end so want
        something else than the rule says that they fall under without it.
        Costs O(symbols of all endings).
    """
    wanted = [
        (suffix_context(source), change(source, target)) for source, target in pairs
    ]
    rules = dict(_decide_among(wanted))
    often = {context: does for context, (does, times) in rules.items() if times > 1}
    cost = PROGRAM_BITS + sum(
        KINDS["EMIT"].bits + sum(map(price, does.write)) for does in {*often.values()}
    )
    cost += sum(RULE_BITS + SYMBOL_BITS * (len(context) - 1) for context in often)
    table: dict[tuple, Operation] = {
        context: Operation("END", does) for context, (does, _) in rules.items()
    }
    return SuffixRules(cost, table, len(rules) - len(often))


def _decide_among(
    wanted: list[tuple[NestedContext, Change]],
) -> Iterator[tuple[NestedContext, tuple[Change, int]]]:
    """Give endings a rule where they need one, and how many pairs ask for it.

    Of cat, dog and city most want +s, so that is the rule for all; of those in y
    most want -y +ies, so that is the rule for y, until boy is met.
    """
    ahead: list[tuple[list, int, Change | None]] = [(wanted, 1, None)]
    while ahead:
        group, depth, inherited = ahead.pop()
        often = Counter(does for _, does in group)
        usual = min(often, key=lambda does: (-often[does], order_key(does)))
        if inherited is None or often[usual] > often[inherited]:
            yield NestedContext(group[0][0][-depth:]), (usual, often[usual])
            inherited = usual
        if len(often) > 1 or inherited not in often:
            longer = defaultdict(list)
            for context, does in group:
                if len(context) > depth:
                    longer[context[-depth - 1]].append((context, does))
            ahead += [(longest, depth + 1, inherited) for longest in longer.values()]


def price_of(shares: dict[Symbol, float]) -> Callable[[Symbol], float]:
    """Give the bits of a symbol, the fewer the more targets hold it."""
    return lambda symbol: literal_bits(symbol, shares.get(symbol, 0.0))


def _ending(context: tuple) -> str:
    """Write an ending: ``>`` is where a source begins, ``…`` is anything."""
    symbols = [near.symbol for near in context if isinstance(near, Literal)]
    begins = ">" if context[0] == BEGIN else "…"
    shown = [*map(show_symbol, symbols)]
    if are_characters(symbols):
        return begins + "".join(shown)
    return " ".join([begins, *shown])

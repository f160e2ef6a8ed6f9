"""Endings: what is copied but for its end, as inflection does it.

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
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..core.symbols import Symbol, order_key
from ..errors import GenerationError
from .decisions import Past
from .stepwise.contexts import BEGIN, Literal
from .stepwise.machine import Decide, Step
from .stepwise.operations import KINDS, Operation, literal_bits
from .tape import Tape

LONGEST = 12  # symbols of an ending that decide
RULE_BITS = 3.0
SYMBOL_BITS = 5.0  # of a context
PROGRAM_BITS = 10.0  # that there are endings at all
Pair = tuple[tuple[Symbol, ...], tuple[Symbol, ...]]


class Change(NamedTuple):
    """What is done at the end: drop so many symbols, write others."""

    drop: int
    write: tuple[Symbol, ...]

    def __repr__(self) -> str:
        joined = "".join(map(str, self.write))
        return f"-{self.drop} +{joined!r}" if self.drop else f"+{joined!r}"


class Endings(NamedTuple):
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


class Ender:
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

    def __init__(self, decide: Decide) -> None:
        self.decide = decide
        self.steps = 0

    def tape(self, source: Sequence[Symbol]) -> Tape:
        """Put a source on a tape."""
        return Tape(source, ())

    def run(
        self, tape: Tape, record: list[Step] | None = None, most: int | None = None
    ) -> list[Symbol]:
        """Run on a tape; parameters, result and errors are those of ``Machine.run``."""
        source = tape.symbols[1 : tape.end]
        context = ending_of(source)
        for operation in self.decide(context):
            if operation.name == "END" and operation.argument.drop <= len(source):
                break
        else:
            raise GenerationError("nothing is known of such an ending")
        kept = len(source) - operation.argument.drop
        self.steps = kept + 1
        if record is not None:
            for at in range(kept):
                copying = Operation("COPY")
                record.append(
                    Step(at + 1, tape.classes[at + 1], None, copying, at, context)
                )
            at = min(kept + 1, tape.end)
            record.append(Step(at, tape.classes[at], None, operation, kept, context))
        return [*source[:kept], *operation.argument.write]


def ending_of(source: Sequence[Symbol]) -> Past:
    """Give the context in which it is decided what to do at the end of a source."""
    near = [Literal("end", one) for one in source[-LONGEST:]]
    begins = (BEGIN,) if len(source) <= LONGEST else ()
    return Past((*begins, *near, "ending"))


def by_endings(rules: dict[tuple, Operation]) -> Decide:
    """Give what decides by a rule table: the longest ending that it knows."""

    def decide(context: tuple) -> list[Operation]:
        endings = (Past(context[at:]) for at in range(len(context)))
        return [rules[one] for one in endings if one in rules]

    return decide


def change(source: Sequence[Symbol], target: Sequence[Symbol]) -> Change:
    """Give what must be done at the end of a source.

    >>> change("city", "cities"), change("cat", "cats")
    (-1 +'ies', +'s')
    """
    kept = 0
    for one, other in zip(source, target):
        if one != other:
            break
        kept += 1
    return Change(len(source) - kept, tuple(target[kept:]))


def find_endings(pairs: Iterable[Pair], price: Callable[[Symbol], float]) -> Endings:
    """Find the rule table of some pairs: from short endings to long ones.

    Parameters
    ----------
    pairs : iterable of (source, target)
        What it is to decide.
    price : callable
        The bits of a symbol that is written.

    Returns
    -------
    Endings
        An ending has a rule where most of the sources that end so want
        something else than the rule says that they fall under without it.
        Costs O(symbols of all endings).
    """
    wanted = [(ending_of(source), change(source, target)) for source, target in pairs]
    rules = dict(_decide_among(wanted))
    often = {context: one for context, (one, times) in rules.items() if times > 1}
    cost = PROGRAM_BITS + sum(
        KINDS["EMIT"].bits + sum(map(price, one.write)) for one in {*often.values()}
    )
    cost += sum(RULE_BITS + SYMBOL_BITS * (len(context) - 1) for context in often)
    table = {context: Operation("END", one) for context, (one, _) in rules.items()}
    return Endings(cost, table, len(rules) - len(often))


def _decide_among(
    wanted: list[tuple[Past, Change]],
) -> Iterator[tuple[Past, tuple[Change, int]]]:
    """Give endings a rule where they need one, and how many pairs ask for it."""
    ahead: list[tuple[list, int, Change | None]] = [(wanted, 1, None)]
    while ahead:
        group, depth, inherited = ahead.pop()
        often = Counter(one for _, one in group)
        usual = min(often, key=lambda one: (-often[one], order_key(one)))
        if often[usual] > often[inherited]:
            yield Past(group[0][0][-depth:]), (usual, often[usual])
            inherited = usual
        if len(often) > 1 or inherited not in often:
            longer = defaultdict(list)
            for context, one in group:
                if len(context) > depth:
                    longer[context[-depth - 1]].append((context, one))
            ahead += [(one, depth + 1, inherited) for one in longer.values()]


def price_of(shares: dict[Symbol, float]) -> Callable[[Symbol], float]:
    """Give the bits of a symbol, the fewer the more targets hold it."""
    return lambda symbol: literal_bits(symbol, shares.get(symbol, 0.0))

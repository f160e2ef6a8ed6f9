"""Signals: what one moment sends through the graph, and what each changes.

Concepts *fire*; a concept may be *abstracted*, put between its parent and the
branch that it came out of; what stands above is *lifted*; and *potentiation*
travels from the most specific concept toward the root.  A frame is one of
these, or the forgetting of a sample to make room for another.  It keeps only
what changed, so that thousands of them are cheap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ..._support.signs import Signs
from ...core.concepts import ConceptGraph, Node
from ...core.potentiation import fire
from ...core.symbols import Symbol, Symbols, wrap
from ...inspection.learning_report import LearningReport, Moment

FIRES, ABSTRACTS, LIFTS, POTENTIATES = "fires", "abstracts", "lifts", "potentiates"
FORGETS = "forgets"


@dataclass
class Standing:
    """How a concept stands at some frame.

    Attributes
    ----------
    parent : str or tuple or None
        The more abstract concept that it hangs from; None for the root.
    r_level : int
        Its depth.
    count : int
        How many moments had this past.
    synapses : dict
        Next symbol -> strength.
    """

    parent: Symbols | None
    r_level: int
    count: int
    synapses: dict[Symbol, int]

    @classmethod
    def of(cls, node: Node, parent: Symbols | None) -> Standing:
        """Tell how a concept stands now."""
        return cls(parent, node["r_level"], node["count"], dict(node["synapses"]))

    def copy(self) -> Standing:
        """Give one that can be changed on its own."""
        return Standing(self.parent, self.r_level, self.count, dict(self.synapses))


Standings: TypeAlias = "dict[Symbols, Standing]"


@dataclass
class Peak:
    """The highest that a concept ever stood: it may be lowered and dissolved."""

    r_level: int
    count: int


class Forgetting(NamedTuple):
    """What the forgetting of a sample did.

    Attributes
    ----------
    sample : str or tuple
        What was forgotten, once.
    weakened : list of str or tuple
        The concepts that fired in it, and count less since.
    dissolved : list of str or tuple
        Those that are no more.
    lowered : list of str or tuple
        Those that stand lower since; they may be weakened as well.
    after : dict of concept to Standing
        How all that are weakened or lowered stand then.
    """

    sample: Symbols
    weakened: list[Symbols]
    dissolved: list[Symbols]
    lowered: list[Symbols]
    after: dict[Symbols, Standing]

    def __str__(self) -> str:
        signs = Signs(self.sample)
        parts = [
            f"{what} {' '.join(map(signs.past, concepts))}"
            for what, concepts in (
                ("weakens", self.weakened),
                ("dissolves", self.dissolved),
                ("lowers", self.lowered),
            )
            if concepts
        ]
        return f"forgets {signs.brief(wrap(self.sample))}: {', '.join(parts)}"


class Frame(NamedTuple):
    """One signal.

    Attributes
    ----------
    kind : {"fires", "abstracts", "lifts", "potentiates", "forgets"}
        What happened.
    sample : int
        Which of the watched samples was being read, or room was made for, from 0.
    end : int
        How many symbols of the wrapped sample were past, START counted.
    past : str or tuple
        The wrapped sample up to here, as far back as the horizon; of "forgets"
        all of the sample that goes.
    next : hashable or None
        What came next; None at the very end.
    concepts : list of str or tuple
        Those it happened to, in the order in which the signal reached them;
        of "abstracts" the new concept alone.
    origin : str or tuple or None
        Of "abstracts": the past that shares the new concept.
    born : Standing or None
        Of "abstracts": how the new concept stands.  What hung from its parent
        in its place, if that is a concept, is `origin`, and hangs from it now.
    forgotten : Forgetting or None
        Of "forgets": what that did.
    """

    kind: str
    sample: int
    end: int
    past: Symbols
    next: Symbol | None
    concepts: list[Symbols]
    origin: Symbols | None = None
    born: Standing | None = None
    forgotten: Forgetting | None = None

    def __str__(self) -> str:
        if self.forgotten is not None:
            return str(self.forgotten)
        signs = Signs([*self.past, self.next])
        coming = "(end)" if self.next is None else signs.symbol(self.next)
        concepts = " ".join(map(signs.past, self.concepts))
        line = f"{signs.brief(self.past)} -> {coming}: {self.kind} {concepts}"
        if self.origin is None:
            return line
        return f"{line}, shared with {signs.brief(self.origin)}"

    def __repr__(self) -> str:
        return f"<Frame {str(self)!r}>"


def signals(
    concepts: ConceptGraph, report: LearningReport, sample: int
) -> Iterator[Frame]:
    """Give the frames of a sample that was just learned.

    Parameters
    ----------
    concepts : ConceptGraph
        As they are since.
    report : LearningReport
        What learning it did.
    sample : int
        The number of the sample.

    Yields
    ------
    Frame
        In the order in which they happened.
    """
    moments = report[:]
    births = _births(concepts, moments)
    for end, moment in enumerate(moments, 1):
        fires = Frame(FIRES, sample, end, moment.past, moment.next, moment.fired)
        if moment.abstracted is None:
            yield fires
        else:
            yield fires._replace(concepts=moment.fired[1:])
            yield fires._replace(
                kind=ABSTRACTS,
                concepts=moment.fired[:1],
                origin=moment.abstracted_from,
                born=births[end],
            )
        if moment.lifted:
            yield fires._replace(kind=LIFTS, concepts=moment.lifted)
        if moment.potentiated:
            yield fires._replace(kind=POTENTIATES, concepts=moment.potentiated)


def _births(concepts: ConceptGraph, moments: list[Moment]) -> dict[int, Standing]:
    """Tell how each new concept stood when it was made, by the end of its past.

    That is how it stands now without what came later: so time runs backward.
    """
    fired: Counter[Symbols] = Counter()
    lifted: Counter[Symbols] = Counter()
    potentiated: Counter[tuple[Symbols, Symbol | None]] = Counter()
    births = {}
    for end, moment in zip(range(len(moments), 0, -1), reversed(moments)):
        potentiated.update((passed, moment.next) for passed in moment.potentiated)
        if moment.abstracted is not None:
            concept, parent = moment.fired[:2]
            node = fire(concepts, concept, len(concept))[-1]
            before = {
                y: n - potentiated[concept, y] for y, n in node["synapses"].items()
            }
            births[end] = Standing(
                parent,
                node["r_level"] - lifted[concept],
                node["count"] - fired[concept],
                {symbol: strength for symbol, strength in before.items() if strength},
            )
        fired.update(moment.fired)
        lifted.update(moment.lifted)
    return births


def happen(frame: Frame, state: Standings) -> None:
    """Make the changes of a frame."""
    if frame.forgotten is not None:
        for concept in frame.forgotten.dissolved:
            del state[concept]
        for concept, standing in frame.forgotten.after.items():
            state[concept] = standing.copy()
        return
    if frame.born is not None and frame.origin is not None:
        # A moment that had just this past has no concept of its own to move.
        if frame.origin in state:
            state[frame.origin].parent = frame.concepts[0]
        state[frame.concepts[0]] = frame.born.copy()
        return
    for concept in frame.concepts:
        standing = state[concept]
        if frame.kind == FIRES:
            standing.count += 1
        elif frame.kind == LIFTS:
            standing.r_level += 1
        else:
            synapses = standing.synapses
            synapses[frame.next] = synapses.get(frame.next, 0) + 1

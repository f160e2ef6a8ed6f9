"""Agreement: how probable it is that a computed text is the right one.

A short program is no sign: ``the first word`` is short whatever the pairs say.  The
sign is whether others that explain the pairs, nearly as short, say the same of *this
very source*.  With it goes how long the program is, how many pairs there are, whether
it has conditions, and whether any pair looks like the source at all: where none does
there may be a rule that nothing shows.

These signs are weighed by a logistic function, whose weights were fitted once, to the
open half of three public collections of tasks with 1, 3 and 5 pairs each
(``docs/spreadsheets.md`` says how well it does on what it was not fitted to).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..core.symbols import Symbol, Symbols
from ..errors import GenerationError
from ..synthesis.strings import split
from ..synthesis.strings.shapes import is_new
from .confidence import NEVER_MET, SURE, Answer
from .expression import ExpressionProgram
from .pairs import SourceTarget
from .program import Earlier, Outcome
from .stepwise.machine import Runnable

MOST_HEARD = 15  # programs, the shortest: further ones weigh next to nothing
FEW = 3  # pairs more that few pairs lack
HALVED_BY = 2.0  # bits more that halve what a program weighs


class Signs(NamedTuple):
    """What speaks for an answer, and against it.

    Attributes
    ----------
    agreement : float
        The share of programs, by their weight, that give it.
    bits : float
        How long the first program is.
    pairs : int
        How many it was made of.
    tests : int
        How many conditions it has.
    is_new : bool
        Whether the source looks like that of no pair.
    """

    agreement: float
    bits: float
    pairs: int
    tests: int
    is_new: bool

    def features(self) -> tuple[float, ...]:
        """Give the numbers that are weighed."""
        return (
            1.0,
            self.agreement,
            self.agreement**4,
            self.bits / 20,
            math.log(self.pairs),
            min(self.tests, 2),
            float(self.is_new),
        )

    @property
    def chance(self) -> float:
        """The probability that the answer is right."""
        evidence = sum(map(float.__mul__, WEIGHTS, map(float, self.features())))
        return 1 / (1 + math.exp(-evidence))


# Of 1, the agreement, its fourth power, bits / 20, ln pairs, conditions, and being new.
# The first is .3 less than `python -m benchmarks calibration` fits: the search was made
# with the same half in view, and does a little worse on any other.
WEIGHTS = (0.09, 0.85, 1.65, -0.61, 1.11, -1.16, -0.67)


class Agreement:
    """What tells how sure the answers of a task are whose program computes texts.

    It is used as :class:`plastic.seq2seq.confidence.Confidence` is.

    Parameters
    ----------
    pairs : sequence of (source, target)
        Those of the task.
    outcome : Outcome
        Its programs.
    earlier : mapping
        Goal -> what runs an earlier task's program.
    """

    suffices = False  # it depends on each source

    def __init__(
        self, pairs: Sequence[SourceTarget], outcome: Outcome, earlier: Earlier
    ) -> None:
        self._right, self._pairs = sum(outcome.right), pairs
        self._programs = [
            program
            for program in outcome.programs
            if isinstance(program, ExpressionProgram) and program.takes_text
        ][:MOST_HEARD]
        self._machines: list[Runnable] = [
            program.machine(earlier) for program in self._programs
        ]
        among = getattr(self._programs[0].expression, "among", 1)
        self._among: int = among
        self._sources = [split(str(source), among) for source, _ in pairs]

    def judge(
        self, source: Symbols, first: Sequence[Symbol], is_new: bool
    ) -> list[Answer]:
        """Judge all answers to a source, that of the first program first."""
        says = {"".join(map(str, first)): 0.0, **self.heard(source)}
        every = math.fsum(says.values()) or 1.0
        (text, weight), *others = says.items()
        # Where the first program has no value another one only stands in for it.
        most = 1.0 if _written(self._machines[0], source) is not None else NEVER_MET
        best = self._judged(text, self.signs(source, weight / every), most)
        # If the first one is wrong it is as likely as not that all others are, too.
        heard = math.fsum(weight for _, weight in others) or 1.0
        left = (1.0 - best.confidence) / 2 / heard
        judged = [
            self._judged(text, self.signs(source, weight / every), left * weight)
            for text, weight in others
        ]
        return [best, *sorted(judged, key=lambda each: -each.confidence)]

    def heard(self, source: Symbols) -> dict[str, float]:
        """Give what programs say to a source, and what those weigh that say it."""
        says: dict[str, float] = {}
        least = self._programs[0].cost
        for program, machine in zip(self._programs, self._machines):
            written = _written(machine, source)
            if written is not None:
                weight = 2.0 ** ((least - program.cost) / HALVED_BY)
                says[written] = says.get(written, 0.0) + weight
        return says

    def signs(self, source: Symbols, agreement: float) -> Signs:
        """Give the signs for an answer on which programs agree so much."""
        inputs = split(str(source), self._among)
        first = self._programs[0]
        return Signs(
            agreement,
            first.cost,
            len(self._pairs),
            first.expression.tests,
            is_new(inputs, self._sources),
        )

    def _judged(self, text: str, signs: Signs, most: float) -> Answer:
        chance = min(most, signs.chance * self._right / len(self._pairs))
        return Answer(tuple(text), chance, "" if chance >= SURE else self._doubt(signs))

    def _doubt(self, signs: Signs) -> str:
        """Say what speaks most against an answer."""
        if self._right < len(self._pairs):
            return (
                f"the program reproduces {self._right:,} of {len(self._pairs):,} pairs"
            )
        # What would make it surest if it were otherwise.
        otherwise = {
            "other programs explain the pairs, too, and give other answers": (
                signs._replace(agreement=1.0)
            ),
            "the source holds what no pair shows": signs._replace(is_new=False),
            "the pairs are too few for such a program": (
                signs._replace(pairs=signs.pairs + FEW)
            ),
        }
        return max(otherwise, key=lambda doubt: otherwise[doubt].chance)


def _written(machine: Runnable, source: Symbols) -> str | None:
    try:
        return "".join(map(str, machine.run(machine.tape(source))))
    except GenerationError:
        return None

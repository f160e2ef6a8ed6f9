"""Confidence: how probable it is that an answer is the right one.

Four things are asked, and none of them needs more than the pairs:

*Do others agree?*  Each program that explains the pairs has a say by its length: one
that is a bit shorter is twice as probable.  ``share`` is what those have that give
this answer.

*What if a pair had not been there?*  The program is looked for once more without it,
for each pair.  If what is found then foretells that pair, and gives the same answer
here, the pair was a test, and it was passed.  If the answer stays but the pair is not
foretold that is half a test, for what the pair showed does not matter here.  If the
answer changes it hangs on a single pair: the test was failed.  What finds no program
in the time that it has tells nothing.

*Is it a rule?*  Either the program is the rule: then it passes all tests.  Or it is
right now and then: then Laplace's rule of succession says how often, (k + 1)/(n + 2)
after k of n.  A pair that is saved, that is, that is explained beyond those that would
cost as much written out as the program is long, speaks for a rule like one more test.
So after five of five tests with four pairs saved the odds for a rule are 5 / B(6, 1) =
30 to 1.  A program that fails on a pair is none; then the pairs that it saves are those
of all that speak for it.

*Was it met?*  An operation in a context where it was never seen, a symbol of a class
that no source held, one that has no translation: of what was never tried nobody knows
whether it is right, so that is one half.

The product is the probability.  What is missing to 1 is that none of the answers is
right: no program that was found is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ..core.symbols import Symbol, Symbols
from ..errors import GenerationError
from .pairs import SourceTarget
from .program import AnyProgram, Earlier, Outcome, bits_of_a_pair
from .stepwise.machine import Runnable
from .tape import distinct

SURE = 0.9  # below this an answer is unsure: more than one in ten would be wrong
NEVER_MET = 0.5
# More pairs than these are not left out, one by one: those that the program saves are
# tests that it passed, and those that it knows by heart such as it failed.
MOST_LEFT_OUT = 10
# Programs that do the same with these are one: so many of the shortest sources, so
# much of each, and what can be made of them.  What five do not tell apart fifty hardly
# will, and most tasks have no more.
PROBED, PROBE_LENGTH = 5, 40
# Of a program that has a say.  Those of tasks take some ten a symbol; to count a
# billion down as others do is not worth waiting for.
MOST_STEPS = 20_000
Written = tuple[Symbol, ...]


class Answer(NamedTuple):
    """An answer, and how sure it is.

    Attributes
    ----------
    target : str, list or tuple
        What is predicted, as the task's targets are.
    confidence : float
        The probability that it is right.
    reason : str
        What speaks against it most, where it is unsure; else nothing.
    """

    target: Sequence[Symbol]
    confidence: float
    reason: str

    @property
    def is_sure(self) -> bool:
        """Whether nobody need look at it."""
        return self.confidence >= SURE


class Fold(NamedTuple):
    """What is found without one of the pairs.

    Attributes
    ----------
    outcome : Outcome
        The programs that explain all the others.
    left_out : tuple
        The pair.
    """

    outcome: Outcome
    left_out: SourceTarget


class _Voice:
    """Programs that do the same, and what they weigh: among all, and in each fold."""

    def __init__(self, machine: Runnable, folds: int) -> None:
        self.machine, self.weight, self.in_folds = machine, 0.0, [0.0] * folds


class Confidence:
    """What tells how sure the answers of a task are.

    Parameters
    ----------
    pairs : sequence of (source, target)
        Those of the task.
    outcome : Outcome
        Its programs.
    folds : sequence of Fold
        What is found without one pair, where something is.
    machine : Runnable
        What runs the first program.
    earlier : mapping
        Goal -> what runs an earlier task's program.
    """

    def __init__(
        self,
        pairs: Sequence[SourceTarget],
        outcome: Outcome,
        folds: Sequence[Fold],
        machine: Runnable,
        earlier: Earlier,
    ) -> None:
        self.right, self.pairs = sum(outcome.right), len(pairs)
        self.saved = max(0.0, outcome.score(pairs))
        self._known: list[float] = []  # tests, whatever is asked
        if len(pairs) > MOST_LEFT_OUT:
            by_heart = outcome.programs[0].exceptions
            self._known = [1.0] * int(self.saved) + [0.0] * by_heart
        self._earlier = earlier
        self._foretold = [self._foretells(fold, pairs) for fold in folds]
        self._voices = self._heard(pairs, outcome, folds, machine)

    @cached_property
    def suffices(self) -> bool:
        """Whether what the first program writes is sure wherever nothing is new.

        Then all others together would not make it unsure, and need not be asked.
        """
        return self._judged((), self._voices[:1], self._voices, False).is_sure

    def judge(
        self, source: Symbols, first: Sequence[Symbol], is_new: bool
    ) -> list[Answer]:
        """Judge all answers to a source, that of the first program first.

        Parameters
        ----------
        source : str or tuple
            What was asked.
        first : sequence
            What the first program wrote.
        is_new : bool
            Whether it met what it never met before.
        """
        says: dict[Written, list[_Voice]] = {}
        answers: dict[Written, Written] = {}
        for index, voice in enumerate(self._voices):
            written = _written(voice.machine, source) if index else [*first]
            if written is not None:
                key = _key(written)
                answers.setdefault(key, tuple(written))
                says.setdefault(key, []).append(voice)
        heard = [voice for voices in says.values() for voice in voices]
        judged = [
            self._judged(answers[key], voices, heard, is_new)
            for key, voices in says.items()
            if any(voice.weight for voice in voices)  # it does explain all pairs
        ]
        return judged[:1] + sorted(judged[1:], key=lambda each: -each.confidence)

    def _judged(
        self, answer: Written, voices: list[_Voice], heard: list[_Voice], is_new: bool
    ) -> Answer:
        share = _share([v.weight for v in voices], [v.weight for v in heard])
        tests = [
            _share([v.in_folds[i] for v in voices], [v.in_folds[i] for v in heard])
            * (1 + foretold)
            / 2
            for i, foretold in enumerate(self._foretold)
        ]
        explains = self.right == self.pairs
        stable = (
            reliability(self._known + tests, self.saved)
            if explains
            else (self.saved + 1) / (self.pairs + 2)
        )
        doubts = {
            "the source holds what no pair shows": NEVER_MET if is_new else 1.0,
            "other programs explain the pairs, too, and give other answers": share,
            "the answer hangs on single pairs, or these are too few"
            if explains
            else f"the program reproduces {self.right:,} of {self.pairs:,} pairs": (
                stable
            ),
        }
        chance = math.prod(doubts.values())
        reason = "" if chance >= SURE else min(doubts, key=doubts.__getitem__)
        return Answer(answer, chance, reason)

    def _foretells(self, fold: Fold, pairs: Sequence[SourceTarget]) -> float:
        """Give the share of a fold's programs that give the target left out."""
        source, target = fold.left_out
        right = every = 0.0
        for program, weight in _weighed(fold.outcome, pairs):
            written = _written(program.machine(self._earlier), source)
            if written is not None:
                every += weight
                right += weight * (_key(written) == _key(target))
        return right / every if every else 0.0

    def _heard(
        self,
        pairs: Sequence[SourceTarget],
        outcome: Outcome,
        folds: Sequence[Fold],
        machine: Runnable,
    ) -> list[_Voice]:
        """Put programs together that do the same, the first one's first."""
        probes = [*_probes([source for source, _ in pairs])]
        known: list[tuple[AnyProgram, _Voice]] = []  # programs are equal, not hashable
        voices: dict[tuple, _Voice] = {}
        for at, found in enumerate([outcome, *(fold.outcome for fold in folds)]):
            for program, weight in _weighed(found, pairs):
                voice = next((v for other, v in known if other == program), None)
                if voice is None:
                    runs = program.machine(self._earlier) if known else machine
                    did = tuple(_did(runs, probe) for probe in probes)
                    voice = voices.setdefault(did, _Voice(runs, len(folds)))
                    known.append((program, voice))
                if at:
                    voice.in_folds[at - 1] += weight
                else:
                    voice.weight += weight
        return [*voices.values()]


def reliability(tests: Sequence[float], saved: float) -> float:
    """Give the probability that a program is right once more.

    Parameters
    ----------
    tests : sequence of float
        Each from 0, failed, to 1, passed.
    saved : float
        How many pairs the program explains, less what it costs in pairs.

    Examples
    --------
    >>> [round(reliability([1.0] * n, saved=0), 2) for n in range(4)]
    [0.75, 0.89, 0.94, 0.96]
    >>> round(reliability([1.0, 1.0, 1.0, 0.5], saved=3), 2)
    0.99
    >>> round(reliability([1.0, 1.0, 1.0, 0.0], saved=3), 2)  # it cannot be a rule
    0.67
    """
    n, passed = len(tests), math.fsum(tests)
    now_and_then = (passed + 1) / (n + 2)
    # What the same tests would be, were each right as often as any other rate.
    by_chance = math.exp(
        math.lgamma(passed + 1) + math.lgamma(n - passed + 1) - math.lgamma(n + 2)
    )
    odds = (saved + 1) * math.prod(tests) / by_chance
    rule = odds / (odds + 1)
    return rule + (1 - rule) * now_and_then


def _share(weights: Sequence[float], of: Sequence[float]) -> float:
    """Give what some weigh among all; where none weighs anything, nothing."""
    return math.fsum(weights) / whole if (whole := math.fsum(of)) else 0.0


def _weighed(
    outcome: Outcome, pairs: Sequence[SourceTarget]
) -> Iterator[tuple[AnyProgram, float]]:
    """Give programs with their weight: each bit that one is longer halves it.

    What it knows by heart, and does not explain, is written out in it.
    """
    a_pair = bits_of_a_pair(pairs)
    bits = [program.cost + program.exceptions * a_pair for program in outcome.programs]
    for program, length in zip(outcome.programs, bits):
        yield program, 2.0 ** (min(bits) - length)


def _probes(sources: Sequence[Symbols]) -> Iterator[Symbols]:
    """Give sources, and others such as could be asked for: shorter, longer, turned."""
    short = sorted(sources, key=len)[:PROBED]
    for at, source in enumerate(short):
        some = source[:PROBE_LENGTH]
        following = tuple(short[(at + 1) % len(short)][:PROBE_LENGTH])
        yield from (some, some[1:], some[:-1], some[::-1])
        yield from ((*some, *some), (*some, *following))


def _did(machine: Runnable, source: Symbols) -> Written | None:
    written = _written(machine, source)
    return None if written is None else _key(written)


def _written(machine: Runnable, source: Symbols) -> list[Symbol] | None:
    """Give what is written; None: it comes to no end, or not soon."""
    try:
        return machine.run(machine.tape(source), limit=MOST_STEPS)
    except GenerationError:
        return None


def _key(written: Sequence[Symbol]) -> Written:
    keys = map(distinct, written) if bool in {*map(type, written)} else written
    return tuple(keys)

"""Templates: patterns with slots, which a sleep looks for.

A *feature* is something that can be seen in a history: the symbol j back, the
j-th symbol of the sample, the class of the symbol j back, how many runs of
symbols of one class there were (on names: syllables, nearly), what followed the
last time (:mod:`.recall`), the word so far (:mod:`.words`).  A *template* is a set
of features.  What a history shows of a template is a *slot concept*: ``e·a`` for "a
just now and e before the last", ``·V`` for "a vowel before the last".
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

from .._support.arguments import flag, positive, whole
from .._support.short import short
from ..errors import ParameterError


class Feature(NamedTuple):
    """Something to be seen in a history.

    Attributes
    ----------
    kind : str
        ``"back"``: the symbol `at` back; ``"first"``: the sample's `at`-th
        symbol; ``"class"``: the class of the symbol `at` back; ``"runs"``: how
        many runs of one class there were; ``"recall"``: what followed when the
        latest `at` symbols came before; ``"match"``: what followed the longest
        of these, and ``"length"``: how long that is; ``"word"``: the word so far,
        or `at` words before it.
    at : int
        From 1 on; 0 for runs, match and length, and the word so far.
    classes : int
        Of which partition, for ``"class"``.
    """

    kind: str
    at: int = 0
    classes: int = 0


RECALL = {"recall", "match", "length"}  # kinds of features that look at the last time
MOST_CLASSES = 10_000
MOST_RECALLED = 1_000  # symbols: a sleep sorts the moments once for each of them
MOST_BESIDE_RECALL = 2  # of the latest symbols
MOST_BESIDE_WORDS = 2  # of the latest symbols
FEW_RECALLED = 4  # from so many on they are themselves in what is recalled
MOST_VALUES = 2**55  # of a deep set: of very many symbols it would have too many
MOST_TEMPLATES = 1_000  # of a recipe: a sleep looks at each of them

Template: TypeAlias = "tuple[Feature, ...]"


@dataclass(frozen=True)
class Recipe:
    """What sleep looks for, and how much evidence it asks for.

    Parameters
    ----------
    near : int, default 4
        Of how many of the latest symbols all sets are looked at.
    beginning : int, default 2
        And of how many of a sample's first ones.
    together : int, default 3
        How many of these a set holds at the most.
    exact : int, default 3
        How many of the nearest symbols a fading past keeps exact at the most.
    fading : tuple of (int, int), default ((2, 8), (8, 5))
        A fading past goes on with the classes of further symbols: (number of
        classes, how far back).
    runs : int, default 8
        Up to how many runs of one class are counted.
    deep : int, default 5
        How many of the nearest symbols a set without gaps holds at the most;
        above `together`, that many of the nearest are also seen with the first
        symbol, and with runs.
    recall : tuple of int, default (1, 2, 3, 4, 6)
        Of how many of the latest symbols it is looked up what followed them the
        last time that they came in the same sample.  With none, nor is it counted
        what recurs (:mod:`.recurrence`).
    words : bool, default True
        Whether words are looked for, where samples are made of some.
    rate : float, default 0.3
        What part of an effect the first template that sees it may claim.
    prior : float, default 1
        Is added to what was observed and to what was expected.
    gate : float, optional
        How many nats a slot concept must save.  None: 0, and more for fewer
        than 200,000 moments, among which chance plays a larger part.
    most_symbols : int, default 500
        How many symbols are told apart; beyond a hundred only those that came
        five times or more.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory(recipe=plastic.Recipe(near=3, recall=0))
    >>> memory.recipe.near
    3
    """

    near: int = 4
    beginning: int = 2
    together: int = 3
    exact: int = 3
    fading: tuple[tuple[int, int], ...] = ((2, 8), (8, 5))
    runs: int = 8
    deep: int = 5
    recall: tuple[int, ...] = (1, 2, 3, 4, 6)
    words: bool = True
    rate: float = 0.3
    prior: float = 1.0
    gate: float | None = None
    most_symbols: int = 500

    def checked(self) -> Recipe:
        """Give the same as plain values of Python.

        Raises
        ------
        ParameterError
            A value is out of its range.

        Examples
        --------
        >>> Recipe().checked() == Recipe()
        True
        >>> Recipe(rate=-1).checked()
        Traceback (most recent call last):
            ...
        plastic.errors.ParameterError: rate must be above 0, not -1
        """
        counts = {
            name: whole(getattr(self, name), name)
            for name in ("near", "beginning", "exact", "runs", "deep")
        }
        fading = tuple(
            (
                whole(classes, "the classes of fading", least=2),
                whole(reach, "the reach of fading", least=1),
            )
            for classes, reach in _twos(self.fading)
        )
        recall = tuple(
            sorted({whole(order, "recall", least=1) for order in _orders(self.recall)})
        )
        if any(classes > MOST_CLASSES for classes, _ in fading):
            raise ParameterError(f"fading: at most {MOST_CLASSES:,} classes")
        if any(order > MOST_RECALLED for order in recall):
            raise ParameterError(f"recall: at most {MOST_RECALLED:,} symbols")
        plain = Recipe(
            **counts,
            together=whole(self.together, "together", least=1),
            fading=fading,
            recall=recall,
            words=flag(self.words, "words"),
            rate=positive(self.rate, "rate"),
            prior=positive(self.prior, "prior"),
            gate=None if self.gate is None else _gate(self.gate),
            most_symbols=whole(self.most_symbols, "most_symbols", least=1),
        )
        if plain.rate > 1:
            raise ParameterError(f"rate must be at most 1, not {short(self.rate)}")
        if not 1e-9 <= plain.prior <= 1e9:
            raise ParameterError(
                f"prior must be from 1e-9 to 1e9, not {short(self.prior)}"
            )
        if plain._size() > MOST_TEMPLATES:
            raise ParameterError(
                f"{self} makes more than {MOST_TEMPLATES:,} templates: look at less"
            )
        return plain

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Recipe:
        """Read what ``dataclasses.asdict`` and JSON made of a recipe, checked.

        Raises
        ------
        TypeError, ValueError
            It is none.

        Examples
        --------
        >>> import dataclasses, json
        >>> kept = json.dumps(dataclasses.asdict(Recipe(near=3)))
        >>> Recipe.from_json(json.loads(kept)) == Recipe(near=3)
        True
        """
        tuples = {
            "fading": tuple(map(tuple, values["fading"])),
            "recall": tuple(values["recall"]),
        }
        return cls(**{**values, **tuples}).checked()

    def _size(self) -> int:
        """Count the templates, but no further than to what is far too many."""
        atoms = self.near + self.beginning + bool(self.runs)
        faded = sum((self.exact + 1) * reach for _, reach in self.fading)
        others = faded + self.deep + 3 * len(self.recall) + 2 + MOST_BESIDE_WORDS
        if max(atoms, self.near + self.exact, others) > MOST_TEMPLATES:
            return max(atoms, self.near + self.exact, others)
        sizes = range(1, 1 + min(self.together, atoms))
        total = others
        for size in sizes:
            total += math.comb(atoms, size)
            if total > MOST_TEMPLATES:
                break
        return total

    def templates(self, symbols: int, words: bool = False) -> list[Template]:
        """List the templates for so many symbols, from simple to complex.

        Those of words only if there are any.

        >>> len(Recipe().templates(26))
        121
        """
        nearest = max(self.near, self.exact, self.deep, MOST_BESIDE_RECALL)
        nearest = max(nearest, MOST_BESIDE_WORDS)
        back = [Feature("back", at) for at in range(1, 1 + nearest)]
        atoms = [
            *back[: self.near],
            *(Feature("first", at) for at in range(1, 1 + self.beginning)),
            *([Feature("runs")] if self.runs else []),
        ]
        found: list[Template] = [
            each
            for size in range(1, 1 + min(self.together, len(atoms)))
            for each in combinations(atoms, size)
        ]
        for classes, reach in self.fading:
            if classes >= symbols:  # as fine as the symbols: nothing new
                continue
            for exact in range(self.exact + 1):
                for end in range(exact + 1, reach + 1):
                    rest = range(exact + 1, end + 1)
                    faded = tuple(Feature("class", at, classes) for at in rest)
                    found.append((*back[:exact], *faded))
        found += [
            each
            for each in self._deep(back)
            if each not in found and (symbols + 2) ** len(each) < MOST_VALUES
        ]
        found += self._recalled(back)
        found += self._of_words(back) if words else []
        return sorted(found, key=len)  # stable: near symbols before fading pasts

    def _deep(self, back: list[Feature]) -> list[Template]:
        """List what holds more than the sets of a few do."""
        found: list[Template] = [tuple(back[:size]) for size in range(1, 1 + self.deep)]
        if self.deep > self.together:
            latest, begin = back[: self.together], [Feature("first", 1)]
            if self.beginning:
                found.append((*latest, *begin))
            if self.beginning > 1:
                found.append((*latest[:-1], *begin, Feature("first", 2)))
            if self.runs:
                found.append((*latest, Feature("runs")))
        return found

    def _recalled(self, back: list[Feature]) -> list[Template]:
        """List what is seen of the last time, and of the latest symbols beside it."""
        found: list[Template] = []
        for order in self.recall:
            beside = min(order, MOST_BESIDE_RECALL) if order < FEW_RECALLED else 0
            for size in range(1 + beside):
                found.append((Feature("recall", order), *back[:size]))
        if self.recall:
            match = Feature("match"), Feature("length")
            for size in range(1 + MOST_BESIDE_RECALL):
                found.append((*match, *back[:size]))
        return found

    @staticmethod
    def _of_words(back: list[Feature]) -> list[Template]:
        """List what is seen of the word so far, and of the one before."""
        so_far, before = Feature("word"), Feature("word", 1)
        found: list[Template] = [(so_far,), (so_far, before)]
        for size in range(1, 1 + MOST_BESIDE_WORDS):
            found.append((before, *back[:size]))
        return found


def _twos(fading: Any) -> list[tuple[Any, Any]]:
    try:
        return [(classes, reach) for classes, reach in fading]
    except Exception as error:
        raise ParameterError(
            "fading must be pairs of a number of classes and how far back, such as "
            f"((2, 8),), not {short(fading)}"
        ) from error


def _orders(recall: Any) -> list[Any]:
    try:
        return list(recall)
    except TypeError as error:
        raise ParameterError(
            f"recall must be numbers of symbols, such as (1, 2, 4), not {short(recall)}"
        ) from error


def _gate(gate: float) -> float:
    if not isinstance(gate, numbers.Real) or not 0 <= gate < math.inf:
        raise ParameterError(f"gate must be None or at least 0, not {short(gate)}")
    return float(gate)

"""Templates: patterns with slots, and how a history fills them.

A *feature* is something that can be seen in a history: the symbol j back, the
j-th symbol of the sample, the class of the symbol j back, how many runs of
symbols of one class there were (on names: syllables, nearly).  A *template* is
a set of features.  What a history shows of a template is a *slot concept*:
``e·a`` for "a just now and e before the last", ``·V`` for "a vowel before the
last".
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from operator import mul
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .._support.arguments import positive, whole
from .._support.short import short
from ..core.symbols import START, Symbol, Symbols
from ..errors import ParameterError
from .symbol_codes import Corpus, SymbolIndex


class Feature(NamedTuple):
    """Something to be seen in a history.

    Attributes
    ----------
    kind : str
        ``"back"``: the symbol `at` back; ``"first"``: the sample's `at`-th
        symbol; ``"class"``: the class of the symbol `at` back; ``"runs"``: how
        many runs of one class there were.
    at : int
        From 1 on; 0 for runs.
    classes : int
        Of which partition, for ``"class"``.
    """

    kind: str
    at: int = 0
    classes: int = 0


MOST_CLASSES = 10_000
MOST_TEMPLATES = 1_000  # of a recipe: a sleep looks at each of them

Template: TypeAlias = "tuple[Feature, ...]"


@dataclass(frozen=True)
class Recipe:
    """What sleep looks for, and when it believes what it finds.

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
    """

    near: int = 4
    beginning: int = 2
    together: int = 3
    exact: int = 3
    fading: tuple[tuple[int, int], ...] = ((2, 8), (8, 5))
    runs: int = 8
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
        """
        counts = {
            name: whole(getattr(self, name), name)
            for name in ("near", "beginning", "exact", "runs")
        }
        fading = tuple(
            (
                whole(classes, "the classes of fading", least=2),
                whole(reach, "the reach of fading", least=1),
            )
            for classes, reach in _twos(self.fading)
        )
        if any(classes > MOST_CLASSES for classes, _ in fading):
            raise ParameterError(f"fading: at most {MOST_CLASSES:,} classes")
        plain = Recipe(
            **counts,
            together=whole(self.together, "together", least=1),
            fading=fading,
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
        """
        return cls(
            **{**values, "fading": tuple(map(tuple, values["fading"]))}
        ).checked()

    def _size(self) -> int:
        """Count the templates, but no further than to what is far too many."""
        atoms = self.near + self.beginning + bool(self.runs)
        faded = sum((self.exact + 1) * reach for _, reach in self.fading)
        if max(atoms, self.near + self.exact, faded) > MOST_TEMPLATES:
            return max(atoms, self.near + self.exact, faded)
        sizes = range(1, 1 + min(self.together, atoms))
        total = faded
        for size in sizes:
            total += math.comb(atoms, size)
            if total > MOST_TEMPLATES:
                break
        return total

    def templates(self, symbols: int) -> list[Template]:
        """List the templates for so many symbols, from simple to complex.

        >>> len(Recipe().templates(26))
        103
        """
        back = [Feature("back", at) for at in range(1, 1 + max(self.near, self.exact))]
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
        return sorted(found, key=len)  # stable: near symbols before fading pasts


def _twos(fading: Any) -> list[tuple[Any, Any]]:
    try:
        return [(classes, reach) for classes, reach in fading]
    except Exception as error:
        raise ParameterError(
            "fading must be pairs of a number of classes and how far back, such as "
            f"((2, 8),), not {short(fading)}"
        ) from error


def _gate(gate: float) -> float:
    if not isinstance(gate, numbers.Real) or not 0 <= gate < math.inf:
        raise ParameterError(f"gate must be None or at least 0, not {short(gate)}")
    return float(gate)


def _farthest(template: Template) -> int:
    """How far back a template looks."""
    return max(
        (feature.at for feature in template if feature.kind in ("back", "class")),
        default=0,
    )


class Histories:
    """How histories fill templates, as integers.

    Parameters
    ----------
    recipe : Recipe
        What to look for.
    code : SymbolIndex
        The symbols.
    partitions : dict of int to numpy.ndarray
        The classes of the symbols.
    """

    def __init__(
        self, recipe: Recipe, code: SymbolIndex, partitions: dict[int, np.ndarray]
    ) -> None:
        self.recipe, self.runs = recipe, recipe.runs
        self.code, self.partitions = code, partitions
        self._numbers = code.index
        self.templates = recipe.templates(len(code.symbols))
        if not self.templates:
            raise ParameterError(f"{recipe} looks at nothing")
        self.features = sorted({feature for each in self.templates for feature in each})
        self.widths = [self._width(feature) for feature in self.features]
        shape = len(self.features), len(self.templates)
        # A value of template k is a number: factors[:, k] @ features + offsets[k].
        self.factors = np.zeros(shape, np.int64)
        self.offsets = np.zeros(len(self.templates) + 1, np.int64)
        for k, template in enumerate(self.templates):
            places = [self.features.index(feature) for feature in template]
            sizes = [1, *accumulate((self.widths[at] for at in places), mul)]
            if sizes[-1] + int(self.offsets[k]) >= 2**62:
                raise ParameterError(
                    f"{recipe} looks at too much at once for {len(code.symbols)} "
                    "symbols: let it reach less far"
                )
            self.factors[places, k] = sizes[:-1]
            self.offsets[k + 1] = self.offsets[k] + sizes[-1]
        back = [_farthest(template) for template in self.templates]
        self._farthest = np.array(back)
        self._reach = max(back)
        self._beginning = recipe.beginning
        self._run_classes = partitions[min(partitions)]
        placed = [feature.kind in ("first", "runs") for feature in self.features]
        self._needs_start = self.factors[placed].any(0)

    def _width(self, feature: Feature) -> int:
        if feature.kind == "runs":
            return self.runs + 1
        return feature.classes + 2 if feature.kind == "class" else self.code.width

    # Of all moments at once --------------------------------------------------------

    def columns(self, text: Corpus) -> np.ndarray:
        """See every feature at every moment: (features, moments)."""
        places = text.places()
        return np.stack(
            [self._column(feature, text, places) for feature in self.features]
        )

    def _column(self, feature: Feature, text: Corpus, places: np.ndarray) -> np.ndarray:
        if feature.kind == "runs":
            return self._runs_column(text)
        if feature.kind == "first":
            seen = np.full(len(text.starts), self.code.boundary, np.int32)
            long = text.lengths >= feature.at
            seen[long] = text.numbers[text.starts[long] + feature.at - 1]
            seen = np.repeat(seen, text.lengths)
        else:
            seen = np.roll(text.numbers, feature.at)
        seen[places < feature.at] = self.code.boundary
        return (
            seen if feature.kind != "class" else self.partitions[feature.classes][seen]
        )

    def _runs_column(self, text: Corpus) -> np.ndarray:
        classes = self._run_classes[text.numbers]
        begins = np.ones(len(classes), np.int64)
        begins[1:] = classes[1:] != classes[:-1]
        begins[text.starts] = 1
        begun = np.cumsum(begins) - begins
        runs = begun - np.repeat(begun[text.starts], text.lengths)
        return np.minimum(runs, self.runs).astype(np.int32)

    # Of one history, symbol by symbol ----------------------------------------------

    def begin(self, anchored: bool) -> History:
        """Give the history of nothing yet."""
        return History((), (), 0, None, anchored)

    def follow(self, history: History, symbol: Symbol) -> History:
        """Give the history with one more symbol."""
        latest, first, runs, last, anchored = history
        number = self._numbers.get(symbol, self.code.other)
        if len(first) < self._beginning:
            first = (*first, number)
        one_class = int(self._run_classes[number])
        if one_class != last:
            runs = min(runs + 1, self.runs)
        return History(
            (number, *latest[: self._reach - 1]), first, runs, one_class, anchored
        )

    def read(self, sequence: Symbols) -> History:
        """Give the history of a context; with START it begins a sample."""
        anchored = len(sequence) > 0 and sequence[0] == START
        history = self.begin(anchored)
        for symbol in sequence[1:] if anchored else sequence:
            history = self.follow(history, symbol)
        return history

    def keys(self, history: History) -> np.ndarray:
        """Give the value that a history shows of each template: (templates,).

        -1 where it cannot be told because the sample's beginning is not known.
        """
        seen = [self._see(feature, history) for feature in self.features]
        keys = np.array(seen) @ self.factors + self.offsets[:-1]
        if not history.anchored:
            keys[self._needs_start | (self._farthest > len(history.latest))] = -1
        return keys

    def _see(self, feature: Feature, history: History) -> int:
        if feature.kind == "runs":
            return history.runs
        where: Sequence[int] = (
            history.first if feature.kind == "first" else history.latest
        )
        number = (
            where[feature.at - 1] if feature.at <= len(where) else self.code.boundary
        )
        if feature.kind == "class":
            return int(self.partitions[feature.classes][number])
        return number


def find_rows(held: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Find the place of each key among those that are held; of none, the end.

    >>> find_rows(np.array([2, 5, 9]), np.array([5, 7]))
    array([1, 3])
    """
    if not len(held):
        return np.full(len(keys), 0)
    at = np.searchsorted(held, keys)
    at[at == len(held)] = 0
    return np.where(held[at] == keys, at, len(held))


class History(NamedTuple):
    """What can be seen of a past: all that templates look at."""

    latest: tuple[int, ...]  # the newest first
    first: tuple[int, ...]
    runs: int
    last: int | None  # class of the newest
    anchored: bool  # whether it begins where a sample begins

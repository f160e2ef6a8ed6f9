"""Histories: what they show of templates, as integers.

Of all moments of a corpus at once, for a sleep; of one history, symbol by symbol, to
predict.
"""

from __future__ import annotations

import math
from itertools import accumulate
from operator import mul
from typing import Any, NamedTuple

import numpy as np

from ..core.symbols import START, Symbol, Symbols
from ..errors import ParameterError
from .recall import LONGEST, REACH, Recalled, recall, recall_all, recall_last
from .symbol_codes import Corpus, SymbolIndex
from .templates import RECALL, Feature, Recipe
from .words import BEGUN, IN_THE_MIDDLE, UNTOLD, Latest, Words


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
    words : Words, optional
        The words, if samples are made of some.
    """

    def __init__(
        self,
        recipe: Recipe,
        code: SymbolIndex,
        partitions: dict[int, np.ndarray],
        words: Words | None = None,
    ) -> None:
        self.recipe, self.runs = recipe, recipe.runs
        self.code, self.partitions, self.words = code, partitions, words
        self._numbers = code.index
        self.templates = recipe.templates(len(code.symbols), words is not None)
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
        self._uses = self.factors > 0  # of which feature, which template
        self._pairs = self._used()
        # How many of the latest symbols must be told; with more, where it began.
        self.reaches = [max(map(_reach, template)) for template in self.templates]
        self._orders = recipe.recall
        back = [each.at for each in self.features if each.kind in ("back", "class")]
        self._reach = REACH if self._orders else max(back, default=1)
        self._beginning = recipe.beginning
        self._run_classes = partitions[min(partitions)]
        # One number is read from a list three times as fast as from an array.
        self._classes = {k: classes.tolist() for k, classes in partitions.items()}
        self._run_class = self._classes[min(partitions)]
        self._nearest = max(back, default=0)
        self._back = [each.at for each in self.features if each.kind == "back"]
        self._first = [each.at for each in self.features if each.kind == "first"]
        self._of_classes = [
            (each.at, self._classes[each.classes])
            for each in self.features
            if each.kind == "class"
        ]
        self._of_recall = [each for each in self.features if each.kind in RECALL]
        self._of_runs = [each for each in self.features if each.kind == "runs"]
        self._of_words = [each.at for each in self.features if each.kind == "word"]

    def _used(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the features that each template has, and their factors.

        Two arrays of shape (features of the largest, templates), 0 where one has
        fewer: to add these up takes a quarter of the time of a product of matrices.
        """
        most = int(self._uses.sum(0).max())
        places = np.argsort(~self._uses, axis=0, kind="stable")[:most]
        return places, np.take_along_axis(self.factors, places, 0)

    def _width(self, feature: Feature) -> int:
        if feature.kind == "runs":
            return self.runs + 1
        if feature.kind == "length":
            return LONGEST + 1
        if feature.kind == "word" and self.words is not None:
            return self.words.width
        return feature.classes + 2 if feature.kind == "class" else self.code.width

    # Of all moments at once --------------------------------------------------------

    def columns(self, text: Corpus) -> np.ndarray:
        """See every feature at every moment: (features, moments)."""
        places = text.places()
        recalled = recall_all(text, self._orders, self.code.boundary)
        words: Any = self.words and self.words.all_latest(text)
        return np.stack(
            [
                self._recalled(feature, recalled)
                if feature.kind in RECALL
                else words[feature.at]
                if feature.kind == "word"
                else self._column(feature, text, places)
                for feature in self.features
            ]
        )

    def codes(self, number: int, seen: np.ndarray) -> np.ndarray:
        """Give the values that histories show of a template: (histories,), from 0 on.

        Parameters
        ----------
        number : int
            Which template: it looks at a few of all features.
        seen : numpy.ndarray of int, shape (features, histories)
            What they show.
        """
        codes = np.zeros(seen.shape[1], np.int64)
        for at in np.flatnonzero(self.factors[:, number]):
            codes += self.factors[at, number] * seen[at]
        return codes

    def _recalled(self, feature: Feature, recalled: Recalled) -> Any:
        if feature.kind == "recall":
            return recalled.followed[self._orders.index(feature.at)]
        return recalled.match if feature.kind == "match" else recalled.length

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

    # Of the last moments of samples ------------------------------------------------

    def last_columns(self, numbers: np.ndarray) -> np.ndarray:
        """See every feature of histories that are equally long: (features, histories).

        Parameters
        ----------
        numbers : numpy.ndarray of int, shape (histories, length)
            Their symbols.
        """
        recalled = recall_last(numbers, self._orders, self.code.boundary)
        words: Any = self.words and self.words.last(numbers)
        seen = [
            words[feature.at]
            if feature.kind == "word"
            else self._last_column(feature, numbers, recalled)
            for feature in self.features
        ]
        return np.array(seen, np.int64)

    def _last_column(
        self, feature: Feature, numbers: np.ndarray, recalled: Recalled
    ) -> Any:
        kind, at, classes = feature
        histories, length = numbers.shape
        if kind in RECALL:
            return self._recalled(feature, recalled)
        if kind == "runs":
            of = self._run_classes[numbers]
            runs = (of[:, 1:] != of[:, :-1]).sum(1) + (length > 0)
            return np.minimum(runs, self.runs)
        seen = np.full(histories, self.code.boundary)
        if at <= length:
            seen = numbers[:, at - 1 if kind == "first" else -at]
        return seen if kind != "class" else self.partitions[classes][seen]

    # Of one history, symbol by symbol ----------------------------------------------

    def begin(self, anchored: bool) -> History:
        """Give the history of nothing yet."""
        return History("", (), 0, None, anchored, BEGUN if anchored else IN_THE_MIDDLE)

    def follow(self, history: History, symbol: Symbol) -> History:
        """Give the history with one more symbol."""
        past, first, runs, last, anchored, words = history
        number = self._numbers.get(symbol, self.code.other)
        if len(first) < self._beginning:
            first = (*first, number)
        one_class = self._run_class[number]
        if one_class != last:
            runs = min(runs + 1, self.runs)
        if self.words is not None:
            words = self.words.follow(words, number)
        past = (past + chr(number))[-self._reach :]
        return History(past, first, runs, one_class, anchored, words)

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
        seen = self._see(history)
        places, factors = self._pairs
        keys = np.add.reduce(np.array(seen).take(places) * factors)
        keys += self.offsets[:-1]
        if not history.anchored:
            untold = [
                self._needs_start(feature, history, value)
                for feature, value in zip(self.features, seen)
            ]
            keys[self._uses[untold].any(0)] = -1
        return keys

    def _see(self, history: History) -> list[int]:
        """See every feature, kind by kind, which is how they are sorted."""
        none = self.code.boundary
        latest = [none, *map(ord, history.past[: -self._nearest - 1 : -1])]
        latest += [none] * (self._nearest + 1 - len(latest))
        first = [none, *history.first]
        first += [none] * (self._beginning + 1 - len(first))
        recalled = recall(history.past, self._orders, none)
        seen = [latest[at] for at in self._back]
        seen += [classes[latest[at]] for at, classes in self._of_classes]
        seen += [first[at] for at in self._first]
        seen += [int(self._recalled(each, recalled)) for each in self._of_recall]
        seen += [history.runs] * len(self._of_runs)
        return seen + [history.words[at] for at in self._of_words]

    def _needs_start(self, feature: Feature, history: History, value: int) -> bool:
        """Whether what it shows depends on what came before the history.

        What is recalled is told as far as it came since: of ``bab`` that ``b`` was
        followed by ``a``, though ``ab`` may have come before and ``c`` followed.
        """
        if feature.kind in ("back", "class"):
            return feature.at > len(history.past)
        if feature.kind == "word":
            return value == UNTOLD
        if feature.kind in RECALL:  # it may have come then
            return value == (0 if feature.kind == "length" else self.code.boundary)
        return True


def _reach(feature: Feature) -> float:
    """How many of the latest symbols must be known to see a feature."""
    return feature.at if feature.kind in ("back", "class") else math.inf


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

    past: str  # the latest symbols, a character a number
    first: tuple[int, ...]
    runs: int
    last: int | None  # class of the newest
    anchored: bool  # whether it begins where a sample begins
    words: Latest  # as far as there are words

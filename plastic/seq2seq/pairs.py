"""Pairs: checked before they are learned, and given back as they were taught."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ..core.symbols import Symbol, Symbols, order_key
from ..errors import GenerationError, ParameterError, SampleError, SampleTypeError
from ..state.validation import Vocabulary

KINDS: tuple[type, ...] = (str, list, tuple)  # what a target can be given as


class Pair(NamedTuple):
    """A pair that can be learned.

    Attributes
    ----------
    goal : hashable
        Which task it belongs to.
    source, target : str or tuple
        What is given and what is wanted.
    kind : type
        What a prediction is given as: str, list or tuple.
    """

    goal: Symbol
    source: Symbols
    target: Symbols
    kind: type


class Score(NamedTuple):
    """How well pairs were predicted.

    Attributes
    ----------
    exact : float
        The share of targets predicted to the last symbol.
    symbols : float
        The share of places, up to the longer one's length, that agree.
    pairs : int
        How many there were.
    """

    exact: float
    symbols: float
    pairs: int


def iter_pairs(pairs: Iterable[Sequence]) -> Iterator[tuple[Any, Any]]:
    """Give pairs one by one, if that is what they are."""
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise SampleTypeError(f"expected pairs of source and target, not {pairs!r:.60}")
    for index, pair in enumerate(pairs):
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise SampleTypeError(
                f"pair {index} (from 0) is not a source and a target: {pair!r:.60}"
            )
        yield pair[0], pair[1]


def validate_pair(source: Any, target: Any, goal: Symbol) -> Pair:
    """Give a pair, if it can be learned."""
    try:
        hash(goal)
    except TypeError as error:
        raise SampleError(f"the goal {goal!r:.60} is not hashable") from error
    kind = next((one for one in KINDS if isinstance(target, one)), tuple)
    return Pair(goal, symbols_of(source), symbols_of(target), kind)


def symbols_of(source: Sequence[Symbol]) -> Symbols:
    """Give a sequence as a plain str or a tuple, if its symbols can be learned."""
    return Vocabulary().check_context(source)


def as_kind(kind: type, written: Sequence[Symbol]) -> Any:
    """Turn what was written into what targets were taught as.

    >>> as_kind(str, ["a", 1]), as_kind(list, ("a", 1))
    ('a1', ['a', 1])
    """
    if kind is str:
        return "".join(one if isinstance(one, str) else str(one) for one in written)
    return kind(written)


def order_of(pair: tuple[Symbols, Symbols]) -> tuple:
    """Give the key that sorts sources and targets the same way in every run."""
    return tuple([*map(order_key, side)] for side in pair)


def compared(
    pairs: Iterable[Sequence], predict: Callable[[Sequence], Sequence]
) -> Score:
    """Compare what is predicted with what is wanted; no prediction is a wrong one."""
    exact = agreeing = places = number = 0
    for source, target in iter_pairs(pairs):
        try:
            written = [*predict(source)]
        except GenerationError:
            written = []
        wanted = [*target]
        number += 1
        exact += written == wanted
        agreeing += sum(one == other for one, other in zip(written, wanted))
        places += max(len(written), len(wanted))
    if not number:
        raise ParameterError("no pairs to score")
    return Score(exact / number, agreeing / places if places else 1.0, number)

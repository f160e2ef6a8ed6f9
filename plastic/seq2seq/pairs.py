"""Pairs: checked before they are learned, and given back as they were taught."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple, TypeGuard

from .._support.short import short
from .._support.symbol_checks import NOTHING_KNOWN, check_symbols
from .._support.taught import is_many
from ..core.symbols import Symbol, Symbols, order_key
from ..errors import GenerationError, ParameterError, SampleError, SampleTypeError
from ..state.validation import Vocabulary
from .tape import distinct

KINDS: tuple[type, ...] = (str, list, tuple)  # what a target can be given as
SourceTarget = tuple[Symbols, Symbols]


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
    """Give pairs one by one, if that is what they are.

    Raises
    ------
    SampleTypeError
        They are not many, or one of them is not a source and a target.
    """
    if isinstance(pairs, str) or not is_many(pairs):
        raise SampleTypeError(
            f"expected pairs of source and target, not {short(pairs)}"
        )
    for index, pair in enumerate(pairs):
        if not is_two(pair):
            raise SampleTypeError(
                f"pair {index} (from 0) is not a source and a target: {short(pair)}"
            )
        yield pair[0], pair[1]


def is_two(pair: object) -> TypeGuard[Sequence[Any]]:
    """Tell whether something is a sequence of two, and not a str of two characters."""
    return isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2


def validate_pair(
    source: Any,
    target: Any,
    goal: Symbol,
    goals: Mapping[Symbol, Symbol] = NOTHING_KNOWN,
) -> Pair:
    """Give a pair, if it can be learned beside tasks of other goals.

    Parameters
    ----------
    source, target, goal
        What was given.
    goals : mapping
        The goal of each task that is held -> itself.

    Raises
    ------
    SampleTypeError, SampleError
        It cannot; the message says why.
    """
    kind = next((kind for kind in KINDS if isinstance(target, kind)), tuple)
    goal = validate_goal(goal, goals)
    return Pair(goal, validate_sequence(source), validate_sequence(target), kind)


def validate_goal(
    goal: Symbol, goals: Mapping[Symbol, Symbol] = NOTHING_KNOWN
) -> Symbol:
    """Give a goal, if there can be such a task beside others.

    As with symbols, what equals another goal must be of its type: to Python, 1 and
    True would be one task.

    >>> validate_goal([1])
    Traceback (most recent call last):
    plastic.errors.SampleTypeError: the goal [1] is not hashable: use a str or a tuple
    """
    try:
        check_symbols((goal,), goals)
    except SampleTypeError as error:
        raise SampleTypeError(
            f"the goal {short(goal)} is not hashable: use a str or a tuple"
        ) from error
    except SampleError as error:
        raise SampleError(f"the goal {short(goal)}: {error}") from error
    return goal


def validate_sequence(source: Sequence[Symbol]) -> Symbols:
    """Give a sequence as a plain str or a tuple, if its symbols can be learned."""
    return Vocabulary().check_context(source)


def as_kind(kind: type, written: Sequence[Symbol]) -> Any:
    """Turn what was written into what targets were taught as.

    >>> as_kind(str, ["a", 1]), as_kind(list, ("a", 1))
    ('a1', ['a', 1])
    """
    if kind is str:
        return "".join(
            symbol if isinstance(symbol, str) else str(symbol) for symbol in written
        )
    return kind(written)


def order_of(pair: SourceTarget) -> tuple:
    """Give the key that sorts sources and targets the same way in every run."""
    return tuple([*map(order_key, side)] for side in pair)


def typed(value: Any) -> Any:
    """Give a key that is equal only for what is equal and of the same types within.

    To Python ``1``, ``1.0`` and ``True`` are equal, and so are ``0.0`` and ``-0.0``;
    to whoever teaches them they are not.

    >>> (1, 2) == (True, 2.0), typed((1, 2)) == typed((True, 2.0))
    (True, False)
    """
    kind = type(value)
    if isinstance(value, (tuple, list)):
        return kind, tuple(map(typed, value))
    if isinstance(value, (frozenset, set)):
        return kind, frozenset(map(typed, value))
    if isinstance(value, dict):
        return kind, frozenset((typed(key), typed(held)) for key, held in value.items())
    if isinstance(value, float):
        return kind, value, math.copysign(1, value)
    if is_dataclass(value) and not isinstance(value, type):
        return kind, tuple(typed(getattr(value, field.name)) for field in fields(value))
    return kind, value


def alike(value: Any, other: Any) -> bool:
    """Tell whether two things are equal, and of the same types all the way down."""
    return value is other or (value == other and typed(value) == typed(other))


def compared(
    pairs: Iterable[Sequence], predict: Callable[[Sequence], Sequence]
) -> Score:
    """Compare what is predicted with what is wanted; no prediction is a wrong one."""
    exact = agreeing = places = number = 0
    for source, target in iter_pairs(pairs):
        try:
            written = [*map(distinct, predict(source))]
        except GenerationError:
            written = []
        wanted = [*map(distinct, validate_sequence(target))]
        number += 1
        exact += written == wanted
        agreeing += sum(symbol == other for symbol, other in zip(written, wanted))
        places += max(len(written), len(wanted))
    if not number:
        raise ParameterError("no pairs to score")
    return Score(exact / number, agreeing / places if places else 1.0, number)

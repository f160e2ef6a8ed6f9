"""Tasks: generators of pairs, as the papers on Neural Turing Machines define them.

Graves, Wayne and Danihelka, "Neural Turing Machines" (2014): copy, repeat-copy,
associative recall, dynamic n-grams, priority sort.  Beside them reverse, sort,
key-value questions, and everyday work on strings.

Each task is a function of a random generator that gives one pair; lengths are
ranges, both ends included.  Where an *alphabet* is given symbols are drawn
from it, else they are vectors of random bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..._support.arguments import generator, whole
from ..._support.short import short
from ...core.symbols import Symbol
from ...errors import ParameterError

Range = tuple[int, int]
Case = tuple[Any, Any]  # a source and its target

_FIRST = (
    "Ada Alan Barbara Claude Dana Edsger Frances Grace Hal Ida John Katherine Leslie "
    "Mary Noam Olga Peter Qi Radia Sophie Tim Ursula Vint Wes Xavier Yukihiro Zoe"
)
_LAST = (
    "Lovelace Turing Liskov Shannon Scott Dijkstra Allen Hopper Abelson Rhodes Backus "
    "Johnson Lamport Jackson Chomsky Taussky Naur Lu Perlman Wilson Lee Franklin Cerf"
)
_MONTHS = (
    "January February March April May June July August September October November "
    "December"
)
FIRST_NAMES, LAST_NAMES, MONTHS = _FIRST.split(), _LAST.split(), _MONTHS.split()


def _draw(rng: np.random.Generator, lengths: Range) -> int:
    return int(rng.integers(lengths[0], lengths[1] + 1))


def _pick(rng: np.random.Generator, things: Sequence) -> Any:
    return things[int(rng.integers(len(things)))]


def symbols(
    rng: np.random.Generator,
    length: int,
    width: int = 8,
    alphabet: Sequence[Symbol] | None = None,
) -> list[Symbol]:
    """Draw symbols: from an alphabet, or vectors of random bits."""
    if alphabet is not None:
        return [_pick(rng, alphabet) for _ in range(length)]
    return [tuple(row) for row in rng.integers(0, 2, (length, width)).tolist()]


def copy(rng: np.random.Generator, lengths: Range = (1, 20), **kind: Any) -> Case:
    """Write what stands there."""
    source = symbols(rng, _draw(rng, lengths), **kind)
    return source, list(source)


def reverse(rng: np.random.Generator, lengths: Range = (1, 20), **kind: Any) -> Case:
    """Write it from the end."""
    source = symbols(rng, _draw(rng, lengths), **kind)
    return source, source[::-1]


def repeat_copy(
    rng: np.random.Generator,
    lengths: Range = (1, 10),
    repeats: Range = (1, 10),
    **kind: Any,
) -> Case:
    """Write it as often as the number at its end says."""
    source = symbols(rng, _draw(rng, lengths), **kind)
    times = _draw(rng, repeats)
    return [*source, times], source * times


def associative_recall(
    rng: np.random.Generator,
    items: Range = (2, 6),
    length: int = 3,
    width: int = 6,
    alphabet: Sequence[Symbol] | None = None,
) -> Case:
    """Write the item that comes after the one that is asked for.

    Items are parted by ``|``, the question stands between two ``?``.
    """
    number = _draw(rng, items)
    drawn: list[list[Symbol]] = []
    while len(drawn) < number:
        item = symbols(rng, length, width, alphabet)
        if item not in drawn:  # else the question has two answers
            drawn.append(item)
    asked = int(rng.integers(number - 1))
    source = [symbol for item in drawn for symbol in ("|", *item)]
    return [*source, "?", *drawn[asked], "?"], drawn[asked + 1]


def priority_sort(
    rng: np.random.Generator, items: int = 20, kept: int = 16, width: int = 8
) -> Case:
    """Write the vectors of the highest priorities, the highest first.

    A priority from [-1, 1] stands behind each vector.
    """
    vectors = symbols(rng, items, width)
    priorities = rng.uniform(-1, 1, items).tolist()
    source = [symbol for pair in zip(vectors, priorities) for symbol in pair]
    order = sorted(range(items), key=lambda i: -priorities[i])
    return source, [vectors[i] for i in order[:kept]]


def sort(
    rng: np.random.Generator, lengths: Range = (2, 20), numbers: Range = (0, 999)
) -> Case:
    """Write integers, the smallest first."""
    low, high = numbers
    source = rng.integers(low, high + 1, _draw(rng, lengths)).tolist()
    return source, sorted(source)


def key_value(
    rng: np.random.Generator, pairs: Range = (2, 6), names: int = 10_000
) -> Case:
    """Write the value of the key that stands behind ``?``."""
    number = _draw(rng, pairs)
    keys = rng.choice(names, number, replace=False).tolist()
    values = rng.integers(0, names, number).tolist()
    asked = int(rng.integers(number))
    source = [word for k, v in zip(keys, values) for word in (f"k{k}", f"v{v}")]
    return [*source, "?", f"k{keys[asked]}"], [f"v{values[asked]}"]


# Strings ---------------------------------------------------------------------------


def _name(rng: np.random.Generator) -> tuple[str, str]:
    return _pick(rng, FIRST_NAMES), _pick(rng, LAST_NAMES)


def short_name(rng: np.random.Generator) -> Case:
    """``Ada Lovelace`` -> ``A. Lovelace``."""
    first, last = _name(rng)
    return f"{first} {last}", f"{first[0]}. {last}"


def mail_name(rng: np.random.Generator) -> Case:
    """``ada.lovelace@mail.org`` -> ``Ada Lovelace``."""
    first, last = _name(rng)
    at = _pick(rng, ["mail.org", "example.com", "post.net", "web.de"])
    return f"{first}.{last}@{at}".lower(), f"{first} {last}"


def date(rng: np.random.Generator) -> Case:
    """``2024-03-15`` -> ``15/03/2024``."""
    year, month, day = (
        _draw(rng, (1900, 2099)),
        _draw(rng, (1, 12)),
        _draw(rng, (1, 28)),
    )
    return f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}"


def long_date(rng: np.random.Generator) -> Case:
    """``March 5, 2024`` -> ``5 March 2024``."""
    year, month, day = _draw(rng, (1900, 2099)), _pick(rng, MONTHS), _draw(rng, (1, 28))
    return f"{month} {day}, {year}", f"{day} {month} {year}"


def phone(rng: np.random.Generator) -> Case:
    """``(555) 123-4567`` -> ``+1-555-123-4567``."""
    area, three, four = (
        _draw(rng, (200, 999)),
        _draw(rng, (0, 999)),
        _draw(rng, (0, 9999)),
    )
    return f"({area}) {three:03}-{four:04}", f"+1-{area}-{three:03}-{four:04}"


def unit(rng: np.random.Generator) -> Case:
    """``5 km`` -> ``5 kilometers``."""
    number = _draw(rng, (2, 999))
    return f"{number} km", f"{number} kilometers"


def initials(rng: np.random.Generator) -> Case:
    """``Ada Mary Lovelace`` -> ``A.M.L.``."""
    names = [_pick(rng, FIRST_NAMES) for _ in range(_draw(rng, (1, 3)))]
    names.append(_pick(rng, LAST_NAMES))
    return " ".join(names), "".join(f"{name[0]}." for name in names)


# Prediction ---------------------------------------------------------------------


class Ngrams(NamedTuple):
    """A sequence of bits from a random table, and what can best be said of it.

    Attributes
    ----------
    bits : list of int
        The sequence.
    optimal : list of float
        The probability that each bit is a 1 to the optimal Bayesian estimator,
        (N1 + 1/2) / (N0 + N1 + 1), which knows how long a context is.
    """

    bits: list[int]
    optimal: list[float]


def dynamic_ngrams(
    rng: np.random.Generator, length: int = 200, order: int = 6
) -> Ngrams:
    """Draw bits of which each depends on the ``order - 1`` before it.

    The probabilities of the table are drawn from Beta(1/2, 1/2).
    """
    table = rng.beta(0.5, 0.5, 2 ** (order - 1))
    bits = rng.integers(0, 2, order - 1).tolist()  # what comes first is a coin's
    past, optimal = list(bits), [0.5] * (order - 1)
    counts: dict[tuple, list[int]] = {}
    for _ in range(length - order + 1):
        context = tuple(past)
        seen = counts.setdefault(context, [0, 0])
        optimal.append((seen[1] + 0.5) / (sum(seen) + 1))
        row = int("".join(map(str, context)) or "0", 2)
        bit = int(rng.random() < table[row])
        seen[bit] += 1
        bits.append(bit)
        past = [*past, bit][1:]
    return Ngrams(bits, optimal)


TASKS: dict[str, Callable[..., Case]] = {
    task.__name__.replace("_", "-"): task
    for task in (
        *(copy, reverse, repeat_copy, associative_recall, priority_sort, sort),
        *(key_value, short_name, mail_name, date, long_date, phone, unit, initials),
    )
}


def make(
    task: str | Callable[..., Case],
    n: int,
    rng: int | np.random.Generator | None = None,
    *,
    wrong: float = 0.0,
    **parameters: Any,
) -> list[Case]:
    """Make pairs of a task.

    Parameters
    ----------
    task : str or callable
        A name out of :data:`TASKS`, or one's own function of a generator.
    n : int
        How many pairs.
    rng : int or numpy.random.Generator, optional
        The same seed gives the same pairs.
    wrong : float, default 0
        The share of pairs that get the target of another source.
    **parameters
        Those of the task.

    Returns
    -------
    list of (source, target)

    Examples
    --------
    >>> make("copy", 2, rng=0, lengths=(2, 3), alphabet="ab")
    [(['b', 'b', 'a'], ['b', 'b', 'a']), (['a', 'a'], ['a', 'a'])]
    """
    if isinstance(task, str):
        if task not in TASKS:
            raise ParameterError(
                f"no task {short(task)}; there are: {', '.join(TASKS)}"
            )
        task = TASKS[task]
    n, rng = whole(n, "n"), generator(rng)
    pairs = [task(rng, **parameters) for _ in range(n)]
    for index in rng.permutation(n)[: round(wrong * n)].tolist():
        pairs[index] = pairs[index][0], task(rng, **parameters)[1]
    return pairs

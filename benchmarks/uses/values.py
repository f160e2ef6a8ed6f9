"""Odd arguments: of every type that somebody has, and of some that nobody should.

Whatever is made depends on a ``random.Random`` alone, so that a call can be made
again.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import io
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import plastic
from plastic import START, STOP, UNSEEN, Recipe

try:
    import pandas as pd
except ImportError:  # what is not here cannot be given
    pd = None  # type: ignore[assignment]
try:
    import polars as pl
except ImportError:
    pl = None  # type: ignore[assignment]

Make = Callable[[], Any]


class Own(Exception):
    """What an argument of ours raises when it is walked: not plastic's to catch."""


class EqualityRaises:
    """Cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = object.__hash__


class EqualityIsAnArray:
    """Is compared to an array, as numpy's and pandas' own are."""

    def __eq__(self, other: object) -> Any:
        return np.array([True, False])

    def __hash__(self) -> int:
        return 1


class HashRaises:
    """Cannot be hashed, for a reason of its own."""

    def __hash__(self) -> int:
        raise RuntimeError("hashed")


class HashChanges:
    """Is never found again."""

    def __init__(self) -> None:
        self.hashes = itertools.count()

    def __hash__(self) -> int:
        return next(self.hashes)


class ReprRaises:
    """Cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("shown")


class LengthRaises(list):
    """A sequence that does not know its length."""

    def __len__(self) -> int:
        raise Own


class IndexRaises:
    """A number that fails."""

    def __index__(self) -> int:
        raise RuntimeError("counted")

    __float__ = __index__


class PathRaises:
    """A path that fails."""

    def __fspath__(self) -> str:
        raise RuntimeError("where")


class Text(str):
    """A str of one's own."""


class Whole(int):
    """An int of one's own."""


Pair = collections.namedtuple("Pair", "left right")


def walked_and_failing(items: list[Any]) -> Iterator[Any]:
    """Give some things, then fail."""
    yield from items
    raise Own


def nested(depth: int) -> tuple:
    """Put a tuple into a tuple into a tuple."""
    found: tuple = ()
    for _ in range(depth):
        found = (found,)
    return found


def holding_itself() -> list:
    """Make a list that holds itself."""
    found: list = ["a"]
    found.append(found)
    return found


SYMBOLS: list[Make] = [
    *(lambda each=each: each for each in ("a", "b", "c", "d", "e", "", "\n", "é")),
    *(lambda each=each: each for each in ("\ud800", "\uffff", "\ufdd0", "ab", " ")),
    *(lambda each=each: each for each in (START, STOP, UNSEEN, None, Ellipsis)),
    *(lambda each=each: each for each in (0, 1, -1, 10**30, True, False, 1.0, -0.0)),
    *(lambda each=each: each for each in (float("nan"), float("inf"), 1j, b"a")),
    *(lambda each=each: each for each in (np.int64(1), np.float32(0.1), np.str_("a"))),
    *(lambda each=each: each for each in (np.bool_(True), np.datetime64("2020-01-01"))),
    *(lambda each=each: each for each in ((), (1, True), ("a", ("b",)), Pair(1, 2))),
    *(lambda each=each: each for each in (frozenset("ab"), Text("a"), Whole(1))),
    *(
        lambda each=each: each
        for each in (decimal.Decimal("NaN"), fractions.Fraction(1))
    ),
    *(lambda each=each: each for each in (datetime.date(2020, 1, 1), int, len)),
    *(lambda: [], lambda: {}, lambda: np.array([1, 2]), lambda: bytearray(b"a")),
    *(EqualityRaises, EqualityIsAnArray, HashRaises, HashChanges, ReprRaises),
    *(lambda: nested(50), lambda: nested(5_000), lambda: (float("nan"),), object),
    *([lambda: pd.NA, lambda: pd.NaT, lambda: (1, pd.NA)] if pd else []),
]
PLAIN = SYMBOLS[:5]

SCALARS: list[Make] = [
    *SYMBOLS,
    *(lambda each=each: each for each in (2, 3, 7, 0.5, 1e-300, 1e300, -2.5, 2**63)),
    *(lambda each=each: each for each in ("oldest", "rarest", "json", "·", "x" * 300)),
    *(lambda each=each: each for each in (memoryview(b"ab"), b"\xff\xfe", slice(2))),
    *(IndexRaises, PathRaises, LengthRaises, holding_itself, object),
    *(lambda: Recipe(), lambda: Recipe(near=1, fading=()), lambda: Recipe(near=-1)),
    *(lambda: Recipe, lambda: plastic, lambda: np.random.default_rng(0)),
    *(
        lambda: Recipe(near="a"),
        lambda: Recipe(fading=3),
        lambda: Recipe(fading=((2,),)),
    ),
    *(lambda: np.array(3), lambda: np.array([], object), lambda: np.zeros((2, 2))),
]


def symbol(rng: Random, plain: float = 0.9) -> Any:
    """Give what may be a symbol."""
    return rng.choice(PLAIN if rng.random() < plain else SYMBOLS)()


def sample(rng: Random, kind: type, plain: float = 0.85) -> Any:
    """Give what may be a sample, mostly of a kind, in one of many forms."""
    if rng.random() > plain:
        return rng.choice([*SCALARS, lambda: sample(rng, tuple, 1)])()
    symbols = [symbol(rng, 1 if kind is str else 0.97) for _ in range(rng.randrange(7))]
    if kind is str and rng.random() < 0.97:
        return "".join(symbols)
    forms: list[Callable[[list], Any]] = [tuple, tuple, tuple, list, collections.deque]
    if rng.random() < 0.2:
        forms = [np.array, as_objects, iter, set_of, *(series() if plain else [])]
    try:
        return rng.choice(forms)(symbols)
    except Exception:  # noqa: BLE001 - what pandas cannot hold it need not
        return symbols


def as_objects(symbols: list) -> np.ndarray:
    """Make an array of objects."""
    found = np.empty(len(symbols), object)
    found[:] = symbols
    return found


def set_of(symbols: list) -> dict:
    """Make what has keys and an order."""
    return dict.fromkeys(filter(lambda each: isinstance(each, str), symbols))


def series() -> list[Callable[[list], Any]]:
    """List the columns that there are."""
    return [*([pd.Series] if pd else []), *([polars_series] if pl else [])]


def polars_series(items: list) -> Any:
    """Make a column of text: of a deep nest of tuples polars itself crashes."""
    return pl.Series([each for each in items if isinstance(each, str)])


def tables() -> list[Make]:
    """List the tables that there are."""
    return [
        *([lambda: pd.DataFrame({"a": ["x", "y"]})] if pd else []),
        *([lambda: pl.DataFrame({"a": ["x", "y"]})] if pl else []),
    ]


def samples(rng: Random, kind: type) -> Any:
    """Give what may be many samples, in one of many forms."""
    if rng.random() < 0.1:
        return rng.choice([*SCALARS, *tables()])()
    odd = rng.random() < 0.3
    found = [sample(rng, kind, 0.8 if odd else 1) for _ in range(rng.randrange(5))]
    lines = "\n".join(each for each in found if isinstance(each, str))
    forms: list[Make] = [lambda: found] * 6 + [
        lambda: iter(found),
        lambda: (each for each in found),
        lambda: walked_and_failing(found),
        lambda: tuple(found),
        lambda: collections.deque(found),
        lambda: {each: rng.choice([0, 1, 2, -1, 2.0, "x", True]) for each in found},
        lambda: collections.Counter(found),
        lambda: dict.fromkeys(found, 1).keys(),
        lambda: as_objects(found),
        lambda: np.array(found),
        lambda: io.StringIO(lines, newline="\n"),
        lambda: io.BytesIO(lines.encode()),
        lambda: closed(lines),
        *[lambda column=column: column(found) for column in series()],
    ]
    try:
        return rng.choice(forms)()
    except Exception:  # noqa: BLE001 - what a Counter cannot hold it need not
        return found


def closed(text: str) -> io.StringIO:
    """Make a file that was closed."""
    file = io.StringIO(text)
    file.close()
    return file


def path(rng: Random, folder: Path, endings: list[str]) -> Any:
    """Give what may be a path."""
    if rng.random() < 0.1:
        return rng.choice(SCALARS)()
    name = rng.choice(["a", "b", "c", "d"]) + rng.choice(endings)
    found = rng.choice(
        [
            *([folder / name] * 12),
            folder / "missing" / name,
            folder,
            folder / "read_only" / name,
            folder / "a\0b",
            folder / ("x" * 300),
            folder / "\udcff.plastic",
        ]
    )
    return rng.choice(
        [found, str(found), str(found), str(found).encode("utf-8", "replace")]
    )


def number(rng: Random, most: int = 20) -> Any:
    """Give what may be a number, which nothing takes for long."""
    plain: list[Make] = [lambda: rng.randrange(most), lambda: rng.randrange(1, 4)] * 3
    odd: list[Make] = [
        lambda: None,
        lambda: True,
        lambda: -1,
        lambda: 0,
        lambda: 2.0,
        lambda: 2.5,
        lambda: "3",
        lambda: float("nan"),
        lambda: np.int64(2),
        lambda: np.uint8(1),
        lambda: np.array(2),
        lambda: np.array([1, 2]),
        lambda: decimal.Decimal(2),
        lambda: fractions.Fraction(1, 2),
        lambda: -(10**30),
        lambda: [],
        IndexRaises,
    ]
    return rng.choice(plain if rng.random() < 0.7 else odd)()


def anything(rng: Random) -> Any:
    """Give whatever."""
    return rng.choice(SCALARS)()

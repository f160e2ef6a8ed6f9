"""A file with what lies beside it, and values that nobody would expect."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from typing import Any, NamedTuple


class Case(NamedTuple):
    """A file, whether it is text, and the files beside it by the ends of their names.

    Attributes
    ----------
    content : bytes
        The file itself.
    beside : dict of str to bytes
        Such as ``"-wal"``.
    """

    content: bytes
    beside: dict[str, bytes]

    @property
    def is_text(self) -> bool:
        """Whether it began as a readable file."""
        return self.content[:1] == b"{"


HUGE = [
    -1,
    0,
    1,
    2,
    255,
    65_535,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**53,
    10**12,
    10**12 + 1,
    10**18,
    2**62,
    2**63 - 1,
    2**63,
    2**64,
    10**30,
    10**400,
    10**4000,
    -(2**63),
]


NUMBERS = [*HUGE, 3, 5, 17, 990, 4900, 0.1, 1.5, 1e3, 1e300, 1e308, 5e-324, 1e-9, "0.3"]
FADING = [[], [[2, 1200]], [[10**9, 5]], [[10**18, 5]], [[2, 8], [8, 5]], [[3, 3, 3]]]


def nested(depth: int) -> Any:
    """Give lists in lists."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def nested_tuple(depth: int) -> Any:
    """Give a symbol of tuples in tuples."""
    value: Any = 1
    for _ in range(depth):
        value = {"tuple": [value]}
    return value


VALUES: list[Callable[[random.Random], Any]] = [
    lambda rng: rng.choice(HUGE),
    lambda rng: rng.choice([None, True, False, "", "a", "0.5", [], {}, [[]], [{}]]),
    lambda rng: rng.choice([0.0, -0.0, 1.5, 1e308, -1e308, 5e-324, 1e-9, 1e20]),
    lambda rng: rng.choice([math.inf, -math.inf, math.nan]),
    lambda rng: rng.choice(["\ud800", "\ufdd0", "a\ufdd1", "\0", "\U0001f600"]),
    lambda rng: rng.choice(["a" * 1000, "ab" * 300, list(range(60)), ["x"] * 300]),
    lambda rng: nested(rng.choice([3, 60, 900, 960, 985, 990, 995, 5000])),
    lambda rng: [nested_tuple(rng.choice([1, 2, 49, 50, 51, 300]))],
    lambda rng: {rng.choice(["tuple", "bytes", "float", "set"]): rng.choice(HUGE)},
    lambda rng: [{rng.choice(["tuple", "bytes", "float"]): rng.choice(
        ["inf", "nan", "zz", "6 1", "61", None, [], [1, True], 10**400, {"tuple": []}]
    )}],
    lambda rng: [[rng.choice([8, 2, 1, 0, -3, 10**9]), rng.choice([5, 1, 10**9])]],
    lambda rng: [rng.choice([1, True, 1.0, None, "x", 0.0, -0.0]) for _ in range(3)],
    lambda rng: rng.choice(["oldest", "rarest", "newest"]),
    lambda rng: [[n, 1] for n in range(2, rng.choice([3, 50, 3000]))],
]  # fmt: skip


def value(rng: random.Random) -> Any:
    """Give a value that nobody would expect where it will stand."""
    return rng.choice(VALUES)(rng)


def dump(anything: Any) -> str:
    """Write JSON, and what is only nearly JSON: NaN and Infinity."""
    try:
        return json.dumps(anything, separators=(",", ":"))
    except RecursionError:
        return "[" * 100_000
    except ValueError:  # some thousand digits
        return "9" * 5000

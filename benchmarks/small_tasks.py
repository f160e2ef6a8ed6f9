"""Little everyday tasks on strings and lists, made up after the search was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

_WORDS = (
    "amber birch cedar delta ember fjord grove heath inlet jade knoll lagoon meadow "
    "nectar orchid pebble quartz ridge sable thorn umber valley willow yarrow zephyr"
)
WORDS = _WORDS.split()
Make = Callable[[np.random.Generator], tuple[Any, Any]]


def words(rng: np.random.Generator, least: int, most: int) -> list[str]:
    """Draw some different words."""
    number = int(rng.integers(least, most + 1))
    return rng.choice(WORDS, number, replace=False).tolist()


def numbers(rng: np.random.Generator, least: int, most: int) -> list[int]:
    """Draw some different numbers below 100."""
    number = int(rng.integers(least, most + 1))
    return rng.choice(100, number, replace=False).tolist()


def of_words(
    least: int, most: int, source: Callable[[list], Any], target: Callable[[list], Any]
) -> Make:
    """Make a task of some words."""

    def make(rng: np.random.Generator) -> tuple[Any, Any]:
        drawn = words(rng, least, most)
        return source(drawn), target(drawn)

    return make


def of_numbers(least: int, most: int, target: Callable[[list], Any]) -> Make:
    """Make a task of some numbers."""

    def make(rng: np.random.Generator) -> tuple[Any, Any]:
        drawn = numbers(rng, least, most)
        return drawn, target(drawn)

    return make


def clock(rng: np.random.Generator) -> tuple[str, str]:
    """``14:05`` -> ``14h05``."""
    hour, minute = int(rng.integers(24)), int(rng.integers(60))
    return f"{hour:02}:{minute:02}", f"{hour:02}h{minute:02}"


def american_date(rng: np.random.Generator) -> tuple[str, str]:
    """``3/15/2024`` -> ``2024-3-15``."""
    month, day, year = (int(rng.integers(low, high)) for low, high in _DATE)
    return f"{month}/{day}/{year}", f"{year}-{month}-{day}"


_DATE = ((1, 13), (1, 29), (1900, 2100))

SMALL_TASKS: dict[str, Make] = {
    "reverse words": of_words(2, 5, " ".join, lambda w: " ".join(w[::-1])),
    "swap two columns": of_words(2, 2, ",".join, lambda w: f"{w[1]},{w[0]}"),
    "rotate three columns": of_words(3, 3, ";".join, lambda w: ";".join(w[1:] + w[:1])),
    "base name of a path": of_words(2, 5, "/".join, lambda w: w[-1]),
    "folder of a path": of_words(2, 5, "/".join, lambda w: "/".join(w[:-1])),
    "without the first field": of_words(2, 5, ",".join, lambda w: ",".join(w[1:])),
    "snake_case to words": of_words(1, 5, "_".join, " ".join),
    "words to kebab-case": of_words(1, 5, " ".join, "-".join),
    "snake_case to camelCase": of_words(
        2, 4, "_".join, lambda w: w[0] + "".join(map(str.title, w[1:]))
    ),
    "every word capitalised": of_words(
        1, 4, " ".join, lambda w: " ".join(map(str.title, w))
    ),
    "value of key=value": of_words(2, 2, "=".join, lambda w: w[1]),
    "key=value to key: value": of_words(2, 2, "=".join, ": ".join),
    "in brackets": of_words(1, 3, " ".join, lambda w: f"[{' '.join(w)}]"),
    "each word in brackets": of_words(
        1, 4, " ".join, lambda w: " ".join(f"[{one}]" for one in w)
    ),
    "each word twice": of_words(
        1, 4, " ".join, lambda w: " ".join(f"{one} {one}" for one in w)
    ),
    "last letters": of_words(2, 4, " ".join, lambda w: "".join(one[-1] for one in w)),
    "acronym": of_words(2, 4, " ".join, lambda w: "".join(one[0] for one in w).upper()),
    "shout": of_words(1, 3, " ".join, lambda w: " ".join(w).upper() + "!"),
    "swap around and": of_words(
        3, 5, lambda w: [*w[:2], "and", *w[2:]], lambda w: [*w[2:], "and", *w[:2]]
    ),
    "clock": clock,
    "american date": american_date,
    "file name without its ending": of_words(2, 2, ".".join, lambda w: w[0]),
    "participle in -ing": of_words(1, 1, lambda w: w[0], lambda w: f"{w[0]}ing"),
    "rotate left by one": of_numbers(2, 8, lambda n: n[1:] + n[:1]),
    "every second number": of_numbers(2, 8, lambda n: n[::2]),
    "smallest and largest": of_numbers(2, 8, lambda n: [min(n), max(n)]),
    "second smallest": of_numbers(3, 8, lambda n: [sorted(n)[1]]),
    "sorted both ways": of_numbers(
        2, 6, lambda n: [*sorted(n), *sorted(n, reverse=True)]
    ),
    "neighbours swapped": of_numbers(
        2, 8, lambda n: [y for i in range(0, len(n), 2) for y in n[i : i + 2][::-1]]
    ),
    "sum": of_numbers(2, 4, lambda n: [sum(n)]),
    "only even numbers": of_numbers(2, 8, lambda n: [one for one in n if one % 2 == 0]),
}

"""Mapping: what is done to each part of a text, found as a task of its own.

Where a source and its target fall into as many parts, in all examples, each part and
what becomes of it are an example of a smaller task.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .classes import ALNUM, DIGITS, LETTERS, MARK, WORD, TokenClass
from .expression import Expression, Operation
from .pool import Pool, Value

SPLITTING = (DIGITS, LETTERS, WORD, ALNUM)
MOST_PARTS = 60  # of all targets together
MOST_EXAMPLES = 7  # of the smaller task
Solve = Callable[[Sequence[tuple[tuple[str, ...], str]]], Sequence[Expression]]


@dataclass(frozen=True)
class Each(Operation):
    """What becomes of each part of a text, joined again.

    Parameters
    ----------
    by : TokenClass or str
        The class of the parts, or the text that parts them.
    body : Expression
        What is done to each.
    between : str
        What is written between them.
    """

    by: TokenClass | str
    body: Expression
    between: str

    def __call__(self, *values: str) -> str | None:
        """Give it; None: there are no parts, or one has none."""
        parts = parts_of(values[0], self.by)
        made = [self.body.evaluate((part,)) for part in parts]
        return None if not made or None in made else self.between.join(made)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        by = (
            f"each {self.by.noun} of {arguments[0]}"
            if isinstance(self.by, TokenClass)
            else f"each part of {arguments[0]}, split at {self.by!r}"
        )
        body = self.body.sentence().replace("the input", "it")
        return f"for {by}: {body}, joined by {self.between!r}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        parts = (
            f"re.findall({self.by.pattern!r}, {arguments[0]})"
            if isinstance(self.by, TokenClass)
            else f"{arguments[0]}.split({self.by!r})"
        )
        return f"{self.between!r}.join({self.body.code()} for text in {parts})"


def parts_of(text: str, by: TokenClass | str) -> list[str]:
    """Give the parts of a text.

    >>> parts_of("a-b", "-"), parts_of("12, 3", DIGITS)
    (['a', 'b'], ['12', '3'])
    """
    return by.tokens(text) if isinstance(by, TokenClass) else text.split(by)


def map_parts(pool: Pool, inputs: Sequence[Value], solve: Solve) -> Iterator[Value]:
    """Give values that are the targets, by what is done to each part of an input."""
    tried: set[tuple] = set()
    for between in sorted(
        _separators(pool.targets), key=lambda text: (len(text), text)
    ):
        wanted = [t.split(between) if between else [*t] for t in pool.targets]
        if max(map(len, wanted)) < 2 or sum(map(len, wanted)) > MOST_PARTS:
            continue
        for bits, by, source in _splits(pool, inputs):
            parts = [parts_of(text, by) for text in source.shown]
            key = (between, tuple(map(tuple, parts)))
            if [*map(len, parts)] != [*map(len, wanted)] or key in tried:
                continue
            tried.add(key)
            for body in _bodies(parts, wanted, solve):
                total = bits + body.bits + 3 + 2 * len(between)
                value = pool.compute(
                    Each(by, body, between), source, bits=total - source.bits
                )
                if value is not None and value.shown == tuple(pool.targets):
                    yield value


def _separators(texts: Sequence[str]) -> set[str]:
    found = {run for text in texts for run in re.findall(rf"(?:{MARK})+", text)}
    return found | {""}


def _splits(
    pool: Pool, inputs: Sequence[Value]
) -> Iterator[tuple[float, TokenClass | str, Value]]:
    found: list[tuple[float, TokenClass | str, Value]] = []
    for source in inputs[:3]:
        found += [(source.bits + 2 + by.bits, by, source) for by in SPLITTING]
        marks = sorted(_separators(source.shown) - {""})
        found += [(source.bits + 5 + len(by), by, source) for by in marks]
    yield from sorted(found, key=lambda each: each[0])


def _bodies(
    parts: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]], solve: Solve
) -> Sequence[Expression]:
    """Solve the smaller task; nothing: the same part becomes different things."""
    pairs: dict[str, str] = {}
    for each, targets in zip(parts, wanted):
        for part, target in zip(each, targets):
            if pairs.setdefault(part, target) != target:
                return ()
    if len(pairs) < 2:
        return ()
    some = [((part,), target) for part, target in pairs.items()][:MOST_EXAMPLES]
    return solve(some)[:3]

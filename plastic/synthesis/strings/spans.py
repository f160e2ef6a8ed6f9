"""Proposing pieces of a text: its tokens, its parts, what lies between two places.

What is proposed is what could be meant in all examples: the k-th token where every
example has so many, a mark where every example has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .classes import (
    ALL,
    ALNUM,
    BLANKS,
    BRACKETED,
    CAPITALISED,
    CAPITALS,
    DECIMAL,
    DIGITS,
    DOTTED,
    LETTERS,
    MARK,
    MARKS,
    NAME,
    NUMBER,
    QUOTED,
    SIGNED,
    SMALL,
    WORD,
    TokenClass,
    common_marks,
    common_words,
    literal,
)
from .expression import Operation
from .places import AtToken, FromEnd, FromStart, Place, Shifted, Span
from .pool import Pool, Value
from .solving import NumberSolver
from .texts import Method
from .tokens import Beside, Ends, Part, Parts, Token, Tokens, index_bits

NUMERIC = (DIGITS, NUMBER, SIGNED, DECIMAL)
# Classes of what stands beside a mark, and those whose edges are places.
NEAR_MARKS: tuple[TokenClass, ...] = (
    DIGITS,
    LETTERS,
    WORD,
    ALNUM,
    NUMBER,
    CAPITALS,
    SMALL,
    CAPITALISED,
)
NEAR_MARKS += (NAME, DOTTED)
WITHOUT_EDGES = (BRACKETED, QUOTED, SIGNED)
# Classes of which several are taken, with something else between; and which of them.
SEVERAL = (DIGITS, LETTERS, WORD, ALNUM)
SLICES: dict[tuple[int | None, int | None], float] = {(None, None): 2.0}
SLICES |= {(1, None): 2.0, (None, -1): 2.5}
SLICES |= {(None, n): 1.5 + 0.9 * n for n in (2, 3, 4)}
SLICES |= {(-n, None): 2.5 + 0.9 * n for n in (2, 3, 4)}
MOST_BETWEEN = 6  # marks of the targets that are tried there
SEPARATOR_BITS = 0.6  # less for a mark that parts every text in two
MOST_SHIFTED = 40  # places that are looked beside: the cheapest
MOST_AT_A_PLACE = 4  # places that are the same on all examples
MOST_CLASS_BITS = 4.0  # of classes within a text that is itself a part


class Spans:
    """The pieces of one text.

    Parameters
    ----------
    pool : Pool
        What keeps them.
    source : Value
        The text.
    numbers : NumberSolver
        What is offered whatever is a number.
    is_whole : bool
        Whether it is a whole input: then more is looked at.
    """

    def __init__(
        self, pool: Pool, source: Value, numbers: NumberSolver, is_whole: bool
    ) -> None:
        self.pool, self.source, self.numbers = pool, source, numbers
        self.is_whole, self.texts = is_whole, source.shown
        self.words = common_words(self.texts) if is_whole else []
        self.marks = {mark: literal(mark) for mark in common_marks(self.texts)}
        most = 99.0 if is_whole else MOST_CLASS_BITS
        self.classes = [token for token in ALL if token.bits <= most]
        self.literals = [*self.marks.values(), *map(literal, self.words)]

    def propose(self) -> None:
        """Offer all of them."""
        self._propose_tokens()
        self._propose_parts()
        if self.is_whole:
            self._propose_several()
            self._propose_neighbours()
        self._propose_spans()

    def _offer(self, operation: Operation, bits: float) -> Value | None:
        """Offer a piece, as a text and as a number."""
        value = self.pool.compute(operation, self.source, bits=bits)
        if value is not None:
            self.pool.put_with_cases(value)
            self.numbers.offer_text(value)
        return value

    def _indices(self, token: TokenClass, most: int, back: int) -> Iterator[int]:
        """Give the indices, from either end, that a token has in all examples."""
        least = min(len(token.spans(text)) for text in self.texts)
        yield from range(1, min(least, most) + 1)
        yield from range(-1, -min(least, back) - 1, -1)

    def _propose_tokens(self) -> None:
        most, back = (7, 5) if self.is_whole else (3, 2)
        for token in self.classes:
            for k in self._indices(token, most, back):
                bits = 1 + token.bits + index_bits(k)
                operation = Token(token, k)
                value = self.pool.compute(operation, self.source, bits=bits)
                if value is None:
                    continue
                self.pool.put_with_cases(value)
                if token in NUMERIC:
                    self.numbers.offer_text(value)
                if token not in (BLANKS, MARKS):
                    self._propose_ends(value)

    def _propose_several(self) -> None:
        """Offer several tokens at once, where a text may have fewer."""
        marks = {
            mark for target in self.pool.targets for mark in re.findall(MARK, target)
        }
        betweens = ["", *sorted(marks)[:MOST_BETWEEN]]
        for token in SEVERAL:
            most = max(len(token.spans(text)) for text in self.texts)
            for (start, stop), bits in SLICES.items():
                if most > 1:
                    for between in betweens:
                        total = 3 + token.bits + bits + 4 * len(between)
                        self.pool.offer(
                            Tokens(token, start, stop, between), self.source, bits=total
                        )

    def _propose_ends(self, token: Value) -> None:
        """Offer the first and the last symbols of a token."""
        longest = max(map(len, token.shown))
        for n in range(1, min(longest, 4) + 1):
            self.pool.offer(Ends(n), token, bits=0.6 + 0.6 * n)
            self.pool.offer(Ends(-n), token, bits=3 + 0.7 * n)

    def _propose_parts(self) -> None:
        for text, mark in self.marks.items():
            least = min(len(mark.spans(text)) for text in self.texts) + 1
            for k in (*range(1, min(least, 6) + 1), *range(-1, -min(least, 4) - 1, -1)):
                bits = 1 + mark.bits + index_bits(k)
                bits -= SEPARATOR_BITS if self._is_separator(mark) else 0.0
                value = self._offer(Part(text, k), bits)
                if value is not None:
                    self._propose_stripped(value)
                    if k != 1 and abs(k) < 4:
                        self.pool.offer(Parts(text, k), self.source, bits=bits + 1)

    def _is_separator(self, mark: TokenClass) -> bool:
        """Whether a mark stands once in every example: then it is there to part."""
        return all(len(mark.spans(text)) == 1 for text in self.texts)

    def _propose_stripped(self, part: Value) -> None:
        """Offer a part without blanks, and its first symbol."""
        if any(row != row.strip() for row in part.shown):
            self.pool.offer(Method("strip"), part, bits=2.0)
        self.pool.offer(Ends(1), part, bits=3.0)

    def _propose_neighbours(self) -> None:
        """Offer the tokens beside a mark."""
        for mark in self.marks.values():
            least = min(len(mark.spans(text)) for text in self.texts)
            for k in [1] if least == 1 else [1, -1, 2]:
                for token in NEAR_MARKS:
                    for side in ("after", "before"):
                        bits = mark.bits + token.bits + index_bits(k)
                        bits += side == "before"
                        self._offer(Beside(token, side, mark, k), bits)

    # Places -------------------------------------------------------------------------

    def _places(self) -> Iterator[tuple[float, Place]]:
        """Give places with their bits."""
        yield 1.0, FromStart(0)
        yield 1.0, FromEnd(0)
        most, back = (7, 4) if self.is_whole else (3, 4)
        far = min(min(map(len, self.texts)), 12 if self.is_whole else 4)
        for n in range(1, far + 1):
            yield 3 + 0.9 * n, FromStart(n)
            yield 3.5 + 0.9 * n, FromEnd(n)
        for token in (*self.classes, *self.literals):
            if token not in WITHOUT_EDGES:
                for k in self._indices(token, most, back):
                    for is_end in (False, True):
                        bits = 1.5 + token.bits + index_bits(k)
                        yield bits, AtToken(token, k, is_end)

    def _located(self) -> dict[tuple[int, ...], list[tuple[float, Place]]]:
        """Give places by where they are in the examples, the cheapest first."""
        rows = self.source.rows
        found: dict[tuple, tuple[float, Place]] = {}

        def add(bits: float, place: Place) -> None:
            where = tuple(None if row is None else place.of(row) for row in rows)
            if None in where[: self.pool.n]:
                return
            if where not in found or found[where][0] > bits:
                found[where] = (bits, place)

        for bits, place in self._places():
            add(bits, place)
        if self.is_whole:
            for bits, place in sorted(found.values(), key=_first)[:MOST_SHIFTED]:
                for by in (1, -1):
                    add(bits + 3, Shifted(place, by))
        groups: dict[tuple[int, ...], list[tuple[float, Place]]] = {}
        for where, located in sorted(found.items(), key=lambda item: item[1][0]):
            group = groups.setdefault(where[: self.pool.n], [])
            if len(group) < MOST_AT_A_PLACE:
                group.append(located)
        return groups

    def _propose_spans(self) -> None:
        """Offer what lies between two places, if it could be a piece."""
        groups = self._located()
        by_first: dict[int, list[tuple[int, ...]]] = {}
        for where in groups:
            by_first.setdefault(where[0], []).append(where)
        order = sorted(by_first)
        for at, start in enumerate(order):
            for end in order[at + 1 :]:
                self.pool.steps.spend()
                if self.texts[0][start:end].lower() not in self.pool.lowered:
                    break  # what is longer is no piece either
                for left in by_first[start]:
                    for right in by_first[end]:
                        if self._could_be(left, right):
                            self._offer_spans(groups[left], groups[right])

    def _could_be(self, left: Sequence[int], right: Sequence[int]) -> bool:
        self.pool.steps.spend()
        for text, start, end, target in zip(
            self.texts, left, right, self.pool.targets_lowered
        ):
            if end <= start or text[start:end].lower() not in target:
                return False
        return True

    def _offer_spans(
        self, left: list[tuple[float, Place]], right: list[tuple[float, Place]]
    ) -> None:
        for bits, start in left:
            for more, end in right:
                self.pool.offer(Span(start, end), self.source, bits=1 + bits + more)


def _first(pair: tuple[float, Place]) -> float:
    return pair[0]

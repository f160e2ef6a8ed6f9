"""Texts derived from a whole input: without some class, with one mark for another.

They are pieces themselves, and texts in which pieces are looked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .classes import (
    ALNUM,
    BLANKS,
    CAPITALISED,
    CAPITALS,
    DIGITS,
    LETTERS,
    MARK,
    MARKS,
    SMALL,
    WORD,
)
from .expression import Operation
from .pool import Pool, Value
from .texts import (
    DROP_BRACKETED,
    DROP_MARKS,
    DROP_TAGS,
    DROP_ZEROS,
    INITIALS,
    INSIDE_BRACKETS,
    SQUEEZE_BLANKS,
    Every,
    Keep,
    Method,
    Pad,
    Squeeze,
    Substitute,
    drop,
    drop_text,
    replace_text,
)
from .tokens import Part, Parts

# Classes that are kept or dropped as a whole.
KEPT = (DIGITS, LETTERS, WORD, ALNUM, CAPITALS, SMALL, CAPITALISED, BLANKS, MARKS)
MOST_NEW_MARKS = 5  # that all targets hold, and that are written for others
MOST_WORDS = 8
MASKS = ("*", "X", "x", "#", ".")  # what people hide symbols behind
MOST_SHOWN = 4  # symbols at the end that stay
PADDING = (" ", "0", ".", "-", "_", "*")  # what people fill up with
MOST_PADDED = 4  # symbols before the longest


def derive(pool: Pool, source: Value, words: Sequence[str]) -> Iterator[Value]:
    """Give the texts that can be made of a text, where they are others.

    Parameters
    ----------
    pool : Pool
        What they are for.
    source : Value
        The text.
    words : sequence of str
        The literals in it.
    """
    shown = source.shown
    for operation, bits in _operations(shown, pool.targets, words):
        value = pool.compute(operation, source, bits=bits)
        if value is None:
            continue
        made = value.shown
        if made != shown and any(made):
            yield value


def _operations(
    texts: Sequence[str], targets: Sequence[str], words: Sequence[str]
) -> Iterator[tuple[Operation, float]]:
    yield Method("strip"), 3.0
    yield SQUEEZE_BLANKS, 4.0
    for token in KEPT:
        yield drop(token), 3 + token.bits
        yield Keep(token, ""), 3 + token.bits
        if token not in (WORD, BLANKS, MARKS):
            yield Keep(token, " "), 8 + token.bits
    yield DROP_MARKS, 4.0
    yield DROP_BRACKETED, 6.0
    yield DROP_TAGS, 6.0
    yield INSIDE_BRACKETS, 8.0
    yield Squeeze(), 5.0
    yield Every(0, 2), 7.0
    yield Every(1, 2), 7.0
    yield Every(0, -1), 6.0
    yield INITIALS, 5.0
    yield DROP_ZEROS, 5.0
    yield Method("swapcase"), 6.0
    for word in words[:MOST_WORDS]:
        yield drop_text(word), 5 + 0.6 * len(word)
    yield from _masks(targets)
    yield from _replacements(texts, targets)


def _masks(targets: Sequence[str]) -> Iterator[tuple[Operation, float]]:
    """Give what writes one mark for all symbols but the last few, which are shown."""
    for mark in MASKS:
        if all(mark * 2 in target for target in targets):
            for n in range(MOST_SHOWN + 1):
                for symbol, said, bits in (
                    (".", "each symbol", 4.0),
                    (r"[^\W_]", "each letter and digit", 5.0),
                ):
                    told = f"with {mark!r} for {said}" + f" but the last {n}" * bool(n)
                    pattern = rf"{symbol}(?=(?:.*?{symbol}){{{n}}})"
                    yield Substitute(pattern, mark, told), bits + 0.5 * n


def _replacements(
    texts: Sequence[str], targets: Sequence[str]
) -> Iterator[tuple[Operation, float]]:
    """Give what drops a mark that all texts hold, or writes another for it."""
    known = sorted({symbol for text in texts for symbol in text if _is_mark(symbol)})
    for mark in known:
        if all(mark in text for text in texts):
            yield drop_text(mark), 5.5
    wanted = {symbol for target in targets for symbol in target}
    lost = [mark for mark in known if mark not in wanted and not mark.isspace()]
    if len(lost) > 1:  # all marks that no target holds
        pattern = f"[{re.escape(''.join(lost))}]"
        told = f"without {' and '.join(map(repr, lost))}"
        yield Substitute(pattern, "", told), 4 + len(lost)
    new = [mark for mark in sorted(wanted) if _is_mark(mark)]
    new = [mark for mark in new if all(mark in target for target in targets)]
    for other in new[:MOST_NEW_MARKS]:
        for mark in known:
            if mark != other and (other not in known or mark not in wanted):
                yield replace_text(mark, other), 8.0
        yield Substitute(rf"(?:{MARK})+", other, f"with {other!r} for marks"), 6.5


def _is_mark(symbol: str) -> bool:
    return not symbol.isalnum()


def propose_padded(pool: Pool) -> None:
    """Offer the pieces that are there filled up to a common width.

    The width is what the longest shows, or a little more: solved from the targets.
    """
    fills = [mark for mark in PADDING if any(mark * 2 in each for each in pool.targets)]
    for value in [*pool] if fills else []:
        longest = max(map(len, value.shown))
        for fill in fills:
            for width in range(longest, longest + MOST_PADDED + 1):
                if width > min(map(len, value.shown)):
                    bits = 4 + 0.3 * width
                    pool.offer(Pad(width, fill, "left"), value, bits=bits)
                    pool.offer(Pad(width, fill, "right"), value, bits=bits + 0.5)


def beside_marks(pool: Pool, source: Value) -> Iterator[Value]:
    """Give what stands before or after the first or last of a mark, to look into."""
    texts = source.shown
    first, *others = ({*re.findall(MARK, text)} for text in texts)
    for mark in sorted(first.intersection(*others)):
        for operation in _around(mark):
            value = pool.compute(operation, source, bits=6.0)
            if value is not None and all(value.shown):
                yield value


def _around(mark: str) -> Iterator[Operation]:
    yield Part(mark, 1)
    yield Parts(mark, 2)
    yield Part(mark, -1)
    yield Parts(mark, -1)

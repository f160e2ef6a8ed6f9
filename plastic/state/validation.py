"""What may be said to a memory: samples and contexts, checked before use.

A memory is taught strings or other sequences, never both, for a concept is
named by its symbols and ``"ab"`` and ``("a", "b")`` would be two names.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from typing import Any

import numpy as np

from .._support.short import short
from .._support.symbol_checks import check_symbols, reserved
from .._support.taught import listed
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, wrap
from ..errors import SampleError, SampleTypeError

KINDS: dict[type | None, str] = {
    str: "strings",
    tuple: "sequences that are not strings",
    None: "nothing",
}


class Vocabulary:
    """The kind of samples and the symbols that a memory holds.

    Parameters
    ----------
    alphabet : frozenset of hashable, optional
        The only symbols there can ever be.  None: any.

    Attributes
    ----------
    kind : type or None
        ``str`` or ``tuple``, set by the first sample.
    """

    def __init__(self, alphabet: frozenset[Symbol] | None = None) -> None:
        self.kind: type | None = None
        self.alphabet = alphabet
        self._known: dict[Symbol, Symbol] = {}  # as first taught; only for tuples
        self._of_characters = alphabet is None or all(
            isinstance(symbol, str) and len(symbol) == 1 for symbol in alphabet
        )

    def check_sample(self, sample: Sequence[Symbol]) -> Symbols:
        """Give a sample as a plain str or a tuple, if it can be learned.

        Raises
        ------
        SampleTypeError
            It is not a sequence of hashable symbols, or of another kind than
            what was taught before.
        SampleError
            It holds a reserved symbol, one outside the alphabet, or one that
            equals a known one of another type.
        """
        symbols = self.check_context(sample)
        if self.alphabet is None:
            return symbols
        if isinstance(symbols, str) and not self._of_characters:
            raise SampleError(
                f"the alphabet holds what is no character, and {short(sample)} is "
                "made of characters: give a sequence of symbols"
            )
        if not self.alphabet.issuperset(symbols):
            outside = next(symbol for symbol in symbols if symbol not in self.alphabet)
            raise SampleError(
                f"{short(sample)} holds {short(outside)}, which is not in the "
                "alphabet; leave out alphabet= to learn any symbol"
            )
        return symbols

    def check_context(self, context: Sequence[Symbol]) -> Symbols:
        """Like :meth:`check_sample`, but symbols may be unknown."""
        symbols: Symbols
        if isinstance(context, str):
            kind: type = str
            symbols = str.__str__(context)  # plain, whatever subclass it was
            if START in symbols or STOP in symbols or UNSEEN in symbols:
                raise SampleError(reserved(context))
        elif (found := _as_sequence(context)) is not None:
            kind, symbols = tuple, tuple(found)
            if any(issubclass(kind, np.generic) for kind in {*map(type, symbols)}):
                symbols = tuple(map(_plain, symbols))
            check_symbols(symbols, self._known)
        else:
            raise SampleTypeError(
                f"{short(context)} is not a sequence: give a str, or a list or "
                "tuple of hashable symbols"
            )
        if self.kind not in (kind, None):
            raise SampleTypeError(
                f"this memory holds {KINDS[self.kind]}, and {short(context)} "
                f"belongs with {KINDS[kind]}: use one memory for each"
            )
        return symbols

    def check_prefix(self, prefix: Sequence[Symbol]) -> Symbols:
        """Like :meth:`check_context`, but ``""`` stands for ``()``, too."""
        found = _as_sequence(prefix)
        if found is not None and len(found) == 0:
            return () if self.kind is tuple else ""
        return self.check_context(prefix)

    def check_past(self, past: Sequence[Symbol]) -> Symbols:
        """Like :meth:`check_context`, but it may begin with START and end with STOP."""
        found = _as_sequence(past)
        if found is None:
            return self.check_context(past)  # which says what is wrong
        if len(found) == 0:
            return self.check_prefix(found)
        past = found if isinstance(found, str) else [*found]
        begins, ends = _is(past[0], START), len(past) > 1 and _is(past[-1], STOP)
        inner = self.check_context(past[begins : len(past) - ends])
        wrapped = wrap(inner)
        return wrapped[not begins : len(wrapped) - (not ends)]

    def takes_strings(self, samples: Collection[Any]) -> bool:
        """Take many samples at once, if all are plain str that can be learned.

        It looks at all of them together, and so cannot tell which is wrong: where it
        takes none, they are to be checked and added one by one.
        """
        symbols = self._characters(samples)
        if symbols is None or not (
            self.alphabet is None
            or (self._of_characters and self.alphabet.issuperset(symbols))
        ):
            return False
        self.kind = str
        return True

    def check_contexts(self, contexts: list[Any]) -> list[Symbols]:
        """Give what :meth:`check_prefix` does for each of many."""
        if self._characters(contexts) is not None:
            return contexts
        return [self.check_prefix(context) for context in contexts]

    def _characters(self, samples: Collection[Any]) -> set[str] | None:
        """Give the characters of plain str; None: they are not, or not all allowed."""
        if self.kind is tuple or {*map(type, samples)} != {str}:
            return None
        symbols = {*"".join(samples)}
        return symbols if symbols.isdisjoint((START, STOP, UNSEEN)) else None

    def add(self, sample: Symbols) -> None:
        """Remember the kind and the symbols of a sample that was checked."""
        self.kind = type(sample)
        if self.kind is tuple:
            for symbol in sample:
                self._known.setdefault(symbol, symbol)

    def drop(self, sample: Symbols, held: Container[Symbol]) -> None:
        """Forget those symbols of a sample, and the kind, of which none is held."""
        for symbol in sample if self.kind is tuple else ():
            if symbol not in held:
                self._known.pop(symbol, None)
        if STOP not in held:  # it is in every sample
            self.kind = None


def _is(symbol: object, boundary: str) -> bool:
    return isinstance(symbol, str) and symbol == boundary


def _as_sequence(context: object) -> Sequence[Symbol] | None:
    """Give a sequence, or what is in an array or a Series; None: it is neither."""
    if isinstance(context, Sequence):
        return context
    return listed(context)


def _plain(symbol: Symbol) -> Symbol:
    """Give a scalar of numpy as one of Python's, for they are equal."""
    if isinstance(symbol, np.generic) and not isinstance(symbol, (str, bytes)):
        plain: Symbol = symbol.item()
        return plain
    return str(symbol) if isinstance(symbol, np.str_) else symbol

"""What may be said to a memory: samples and contexts, checked before use.

A memory is taught strings or other sequences, never both, for a concept is
named by its symbols and ``"ab"`` and ``("a", "b")`` would be two names.  Two
symbols that are equal but of different types (``1`` and ``True``) are refused
when they meet: to Python they are one dict key, to the user they are not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Sequence

from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, wrap
from ..errors import ParameterError, SampleError, SampleTypeError
from ..storage.json_codec import write_sample


class Vocabulary:
    """The kind of samples and the symbols that a memory holds.

    Parameters
    ----------
    alphabet : collection of hashable, optional
        The only symbols there can ever be.  None: any.
    to_be_saved : bool, default False
        Whether samples are refused that no file can hold.
    """

    def __init__(
        self, alphabet: Collection[Symbol] | None = None, to_be_saved: bool = False
    ) -> None:
        self.kind: type | None = None  # str or tuple, set by the first sample
        self.known: dict[Symbol, Symbol] = {}  # as first taught; only for tuples
        self.alphabet = None if alphabet is None else _checked_alphabet(alphabet)
        self._of_characters = self.alphabet is None or all(
            isinstance(one, str) and len(one) == 1 for one in self.alphabet
        )
        self.to_be_saved = to_be_saved

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
        if isinstance(symbols, str) and not self._of_characters:
            raise SampleError(
                f"the alphabet holds what is no character, and {_short(sample)} is "
                "made of characters: give a sequence of symbols"
            )
        if self.alphabet is not None and not self.alphabet.issuperset(symbols):
            outside = next(one for one in symbols if one not in self.alphabet)
            raise SampleError(
                f"{_short(sample)} holds {outside!r}, which is not in the alphabet; "
                "leave out alphabet= to learn any symbol"
            )
        if self.to_be_saved:
            write_sample(symbols)
        return symbols

    def check_context(self, context: Sequence[Symbol]) -> Symbols:
        """Like :meth:`check_sample`, but symbols may be unknown."""
        if isinstance(context, str):
            kind: type = str
            # Without its first and last character a wrapped sample is a plain
            # str again, whatever subclass of str it was.
            symbols: Symbols = wrap(context)[1:-1]
            if START in symbols or STOP in symbols:
                raise SampleError(_reserved(context))
        elif isinstance(context, Sequence):
            kind, symbols = tuple, tuple(context)
            self._check_symbols(symbols)
        else:
            raise SampleTypeError(
                f"{_short(context)} is not a sequence: give a str, or a list or "
                "tuple of hashable symbols"
            )
        if self.kind not in (kind, None):
            raise SampleTypeError(
                f"this memory holds {_KINDS[self.kind]}, and {_short(context)} "
                f"belongs with {_KINDS[kind]}: use one memory for each"
            )
        return symbols

    def check_past(self, past: Sequence[Symbol]) -> Symbols:
        """Like :meth:`check_context`, but it may begin with START and end with STOP."""
        if not isinstance(past, Sequence):
            return self.check_context(past)  # which says what is wrong
        if len(past) == 0:
            return () if self.kind is tuple else ""
        begins, ends = past[0] == START, len(past) > 1 and past[-1] == STOP
        inner = self.check_context(past[begins : len(past) - ends])
        wrapped = wrap(inner)
        return wrapped[not begins : len(wrapped) - (not ends)]

    def _check_symbols(self, symbols: tuple[Symbol, ...]) -> None:
        met: dict[Symbol, Symbol] = {}
        for symbol in symbols:
            try:
                first = met.setdefault(symbol, self.known.get(symbol, symbol))
            except TypeError as error:
                raise SampleTypeError(
                    f"{_short(symbol)} in {_short(symbols)} cannot be a symbol, for "
                    "it is not hashable: use a tuple or a str in its place"
                ) from error
            if symbol in (START, STOP, UNSEEN):
                raise SampleError(_reserved(symbols))
            if symbol != symbol:
                raise SampleError(
                    f"{symbol!r} cannot be a symbol: it does not equal itself"
                )
            if not _same_type(first, symbol):
                raise SampleError(
                    f"{first!r} and {symbol!r} are equal but of different types or "
                    f"signs ({type(first).__name__} and {type(symbol).__name__}): "
                    "use one of them throughout"
                )

    def add(self, sample: Symbols) -> None:
        """Remember the kind and the symbols of a sample that was checked."""
        self.kind = type(sample)
        if self.kind is tuple:
            for symbol in sample:
                self.known.setdefault(symbol, symbol)

    def retain(self, held: Container[Symbol]) -> None:
        """Forget the symbols, and the kind, of which nothing is held any more."""
        self.known = {symbol: symbol for symbol in self.known if symbol in held}
        if STOP not in held:  # it is in every sample
            self.kind = None


_KINDS = {str: "strings", tuple: "sequences that are not strings", None: "nothing"}


def _checked_alphabet(alphabet: Collection[Symbol]) -> frozenset[Symbol]:
    if not isinstance(alphabet, Collection):
        raise ParameterError(
            f"alphabet={_short(alphabet)} is not a collection of symbols: give a "
            "str, a list or a set"
        )
    checker = Vocabulary()
    try:
        checker.check_context(alphabet if isinstance(alphabet, str) else [*alphabet])
    except SampleError as error:
        raise ParameterError(f"alphabet: {error}") from error
    return frozenset(alphabet)


def _same_type(a: Symbol, b: Symbol) -> bool:
    """Whether equal symbols are of the same type, and sign, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple):
        return all(map(_same_type, a, b))
    return not isinstance(a, float) or math.copysign(1, a) == math.copysign(1, b)


def _reserved(context: Sequence[Symbol]) -> str:
    return (
        f"{_short(context)} holds a symbol that plastic reserves to mark where "
        "samples begin and end (U+FDD0, U+FDD1): remove it"
    )


def _short(thing: object, most: int = 60) -> str:
    text = repr(thing)
    return text if len(text) <= most else f"{text[: most - 1]}…"

"""All samples one behind the other, as one long text of small numbers.

``["ab", "b"]`` is the text ``>ab_>b_``.  Each of its places is a moment: the past
that ends there, back to its START, and the symbol at the next place, except
after a STOP.  So a moment is a number, and a past is two.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..core.symbols import START, STOP, Symbol, Symbols

Numbers: TypeAlias = "NDArray[Any]"


class Text(NamedTuple):
    """Samples, each between START and STOP, in the order in which they were given.

    Attributes
    ----------
    codes : numpy.ndarray
        (places,) The symbols as numbers from 1 on, in as few bytes as will do.
    begins : numpy.ndarray
        (samples,) The places of START.
    times : numpy.ndarray
        (samples,) How often each sample was given.
    symbols : list of hashable
        Code -> symbol; code 0 is none of them.
    wrapped : str or None
        The text itself, of strings.
    """

    codes: Numbers
    begins: Numbers
    times: Numbers
    symbols: list[Symbol]
    wrapped: str | None

    @property
    def whole(self) -> type[np.signedinteger[Any]]:
        """The numbers that can count all places."""
        return np.int32 if len(self.codes) < 2**31 else np.int64

    def depths(self) -> Numbers:
        """Tell how many symbols of its sample end at each place: 1 at START."""
        places = len(self.codes)
        lengths = np.diff(self.begins, append=places)
        depths = np.arange(1, places + 1, dtype=self.whole)
        depths -= np.repeat(self.begins.astype(self.whole), lengths)
        return depths

    def cut(self, begin: int, end: int) -> Symbols:
        """Give the symbols between two places."""
        if self.wrapped is not None:
            return self.wrapped[begin:end]
        return tuple([self.symbols[code] for code in self.codes[begin:end].tolist()])


def encode(samples: Mapping[Symbols, int]) -> Text:
    r"""Write samples as a text.

    Parameters
    ----------
    samples : mapping
        Sample -> how often, of one kind, str or tuple; one at least.

    Examples
    --------
    >>> text = encode({"ab": 1, "b": 2})
    >>> text.symbols
    [None, 'a', 'b', '\ufdd0', '\ufdd1']
    >>> text.codes.tolist()
    [3, 1, 2, 4, 3, 2, 4]
    """
    lengths = np.fromiter(map(len, samples), np.int64, len(samples)) + 2
    begins = np.cumsum(lengths) - lengths
    wrapped = None
    if isinstance(next(iter(samples)), str):
        wrapped = START + (STOP + START).join(samples) + STOP  # type: ignore[arg-type]
        codes, symbols = _of_characters(wrapped)
    else:
        codes, symbols = _of_symbols(samples, int(lengths.sum()))
    times = np.fromiter(samples.values(), np.int64, len(samples))
    return Text(narrow(codes), narrow(begins), times, symbols, wrapped)


def _of_characters(wrapped: str) -> tuple[Numbers, list[Symbol]]:
    points = np.frombuffer(wrapped.encode("utf-32-le", "surrogatepass"), np.uint32)
    known = np.flatnonzero(np.bincount(points))
    table = np.zeros(known[-1] + 1, np.int32)
    table[known] = np.arange(1, len(known) + 1)
    return table[points], [None, *map(chr, known.tolist())]


def _of_symbols(
    samples: Mapping[Symbols, int], places: int
) -> tuple[Numbers, list[Symbol]]:
    table: dict[Symbol, int] = {}
    text = chain.from_iterable((START, *sample, STOP) for sample in samples)
    numbered = (table.setdefault(symbol, len(table) + 1) for symbol in text)
    return np.fromiter(numbered, np.int32, places), [None, *table]


def narrow(numbers: Numbers) -> Numbers:
    """Keep numbers from 0 on in as few bytes as they need."""
    most = int(numbers.max(initial=0))
    return numbers.astype(np.min_scalar_type(most), copy=False)

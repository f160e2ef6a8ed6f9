"""Signs: how the symbols of one table or picture are written, no two alike.

``>`` stands for START, ``_`` for STOP, ``·`` for the root, and a table has words
of its own besides.  A symbol that would look like one of these, or like another
symbol, is quoted; all others stand as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols, show_symbol

SPACE, ROOT = "␣", "·"
MARKS = {mark: show_symbol(mark) for mark in (START, STOP, UNSEEN)}
SIGNS = {*MARKS.values(), ROOT}


class Signs:
    """How symbols are written where they stand together.

    Parameters
    ----------
    symbols : iterable of hashable
        All that are shown; START, STOP and UNSEEN may be among them.
    taken : iterable of str
        What else is written beside them: the heads of columns, say.

    Attributes
    ----------
    quoted : list of hashable
        The symbols that are quoted.

    Examples
    --------
    >>> signs = Signs(["a", "_", " ", STOP])
    >>> signs.symbol("a"), signs.symbol("_"), signs.symbol(STOP), signs.symbol(" ")
    ('a', "'_'", '_', '␣')
    >>> Signs([1, "1"]).past((START, 1, "1"))
    "> 1 '1'"
    """

    def __init__(self, symbols: Iterable[Symbol], taken: Iterable[str] = ()) -> None:
        self._taken = {*SIGNS, *taken}
        self._written = {y: _plain(y) for y in dict.fromkeys(symbols) if y not in MARKS}
        self._characters = all(
            isinstance(symbol, str) and len(symbol) == 1 for symbol in self._written
        )
        self.quoted: list[Symbol] = []
        if self._all_differ():  # as nearly always
            return
        # Again, for a quoted symbol may look like another that has quotes in it.
        while alike := self._alike():
            self._written.update((symbol, repr(symbol)) for symbol in alike)
            self.quoted += alike
        self._number()

    def _all_differ(self) -> bool:
        """Tell, quickly, that nothing looks like anything else; False if unsure."""
        texts = self._written.values()
        longer = "".join(texts)
        return (
            self._taken.isdisjoint(texts)
            and len({*texts}) == len(texts)
            and " " not in longer
            and (not self._characters or len(longer) == len(texts))
        )

    def _alike(self) -> list[Symbol]:
        """List the strings that look like something else and are not quoted yet."""
        texts = Counter(self._written.values())
        return [
            symbol
            for symbol, text in self._written.items()
            if isinstance(symbol, str)
            and text != repr(symbol)
            and (text in self._taken or texts[text] > 1 or self._is_spelt(text, texts))
        ]

    def _is_spelt(self, text: str, texts: Collection[str]) -> bool:
        """Tell whether several symbols in a row would look like this: "a b" does."""
        parts = [*text] if self._characters else text.split(" ")
        return len(parts) > 1 and all(
            part in texts or part in self._taken for part in parts
        )

    def _number(self) -> None:
        """Tell apart what has no quotes: objects that are written alike."""
        met = Counter(self._taken)
        for symbol, text in self._written.items():
            met[text] += 1
            if met[text] > 1:
                self._written[symbol] = f"{text}#{met[text]}"

    def symbol(self, symbol: Symbol) -> str:
        """Write one symbol."""
        if symbol in MARKS:
            return MARKS[symbol]
        if symbol in self._written:
            return self._written[symbol]
        text = _plain(symbol)
        return repr(symbol) if text in self._taken else text

    def past(self, symbols: Symbols) -> str:
        """Write a past or a concept.

        >>> Signs("snake_").past(START + "e_" + STOP), Signs("").past("")
        (">e'_'_", '·')
        """
        between = "" if isinstance(symbols, str) else " "
        return between.join(map(self.symbol, symbols)) or ROOT

    def brief(self, symbols: Symbols, most: int = 40) -> str:
        """Write a past in the middle of a sentence: only its end if it is long."""
        if len(symbols) <= most:
            return self.past(symbols)
        return f"…{self.past(symbols[-most:])}"


def _plain(symbol: Symbol) -> str:
    """Write a symbol so that it is seen: ``␣the`` for a word that begins with a space.

    >>> _plain(" "), _plain(" the"), _plain(7)
    ('␣', '␣the', '7')
    """
    text = show_symbol(symbol)
    if " " not in text:
        return text
    inner = text.strip(" ")
    if not inner:
        return SPACE * len(text)
    before, after = text.split(inner)[0], text.rsplit(inner)[-1]
    return SPACE * len(before) + inner + SPACE * len(after)

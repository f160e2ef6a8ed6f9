"""Words of pictures: symbols and concepts, written so that they can be seen."""

from __future__ import annotations

from ..core.symbols import Symbol, Symbols, show_symbol

SPACE = "␣"


def visible(symbol: Symbol) -> str:
    """Write one symbol so that it can be seen, a space too.

    >>> visible("a"), visible(" "), visible(7)
    ('a', '␣', '7')
    """
    return SPACE if symbol == " " else show_symbol(symbol)


def all_visible(symbols: Symbols) -> str:
    """Write a sample, a past or a concept so that it can be seen.

    >>> all_visible("a b"), all_visible(("to", "be")), all_visible("")
    ('a␣b', 'to be', '·')
    """
    between = "" if isinstance(symbols, str) else " "
    return between.join(map(visible, symbols)) or "·"


def beginning(text: str, most: int) -> str:
    """Write text, and of a long one the beginning.

    >>> beginning("emma", 4), beginning("emilia", 4)
    ('emma', 'emi…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def ending(text: str, most: int) -> str:
    """Write text, and of a long one the end: of a past, what counts most.

    >>> ending("emma", 4), ending("emilia", 4)
    ('emma', '…lia')
    """
    return text if len(text) <= most else f"…{text[1 - most :]}"

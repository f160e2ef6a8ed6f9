"""What is written in a drawing, in Graphviz's HTML-like labels.

A symbol may be anything; here it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..._support.html import text
from ..._support.signs import ROOT, Signs
from ...core.symbols import Symbol, Symbols

_TAG = re.compile("<[^>]*>")
MOST_SYMBOLS = 24  # of a concept: more would make one node as wide as the page
# Of one symbol, of a line, of a tooltip: Graphviz takes labels of 16,384 bytes.
MOST_CHARACTERS, MOST_OF_A_LINE, MOST_OF_A_TOOLTIP = 60, 300, 1_000


def plain(value: str) -> str:
    r"""Write text so that Graphviz shows it as it is.

    >>> plain("<a\\N>")
    '&lt;a&#92;&#92;N&gt;'
    """
    # Graphviz reads character entities first, then escapes such as \\N.
    return text(_cut(value, MOST_OF_A_LINE)).replace("\\", "&#92;&#92;")


def _cut(value: str, most: int) -> str:
    return value if len(value) <= most else f"{value[: most - 1]}…"


def name(symbols: Symbols, signs: Signs) -> str:
    """Write a concept; long ones are cut.

    >>> name("a b", Signs("ab ")), name(("to", "be"), Signs(["to", "be"]))
    ('a␣b', 'to be')
    """
    cut = len(symbols) > MOST_SYMBOLS
    between = "" if isinstance(symbols, str) else " "
    last = symbols[-MOST_SYMBOLS:]
    shown = between.join(symbol(each, signs) for each in last)
    return ("…" if cut else "") + (shown or ROOT)


def symbol(shown: Symbol, signs: Signs) -> str:
    """Write one symbol; a long one is cut."""
    return plain(_cut(signs.symbol(shown), MOST_CHARACTERS))


def sized(markup: str, points: int, colour: str | None = None) -> str:
    """Write markup in another size, and perhaps another colour."""
    ink = f' color="{colour}"' if colour else ""
    return f'<font point-size="{points}"{ink}>{markup}</font>'


def size(lines: Sequence[str]) -> tuple[float, float]:
    """Estimate how wide and how high a label is, in points.

    >>> size(["<b>em</b>", sized("next", 9)])
    (46.0, 35.0)
    """
    written = [unescape(_TAG.sub("", line)) for line in lines]
    return 14.0 + 8.0 * max(map(len, written)), 5.0 + 15.0 * len(lines)


def label(lines: Iterable[str]) -> str:
    """Put lines of markup together as one HTML-like label."""
    return f"<{'<br/>'.join(lines)}>"


def tooltip(value: str) -> str:
    """Write what a page shows where the mouse is: plain text in a DOT string."""
    # Graphviz takes escapes out of a tooltip twice.
    value = _cut(value, MOST_OF_A_TOOLTIP)
    return value.replace("&", "&amp;").replace("\\", "\\" * 4)

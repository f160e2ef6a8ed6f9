"""HTML for notebooks: everything that shows itself there is made of these.

Whatever comes in is text and is escaped: a sample may be called ``<script>``.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..core.symbols import Symbol
from .colours import BLUE, VERMILION
from .signs import Signs

# Nothing but the bars has a colour, so that it reads on light and dark pages.
_BAR = "background:{};height:.8em;min-width:1px;width:{:.0f}px"


def text(value: object) -> str:
    """Write any value so that a page shows it as it is.

    >>> text("<b>")
    '&lt;b&gt;'
    """
    return html.escape(str(value))


def code(value: object) -> str:
    """Write a value in the typeface of code."""
    return f"<code>{text(value)}</code>"


def hinted(cell: str, told: str) -> str:
    """Put what a page shows where the mouse is beside a cell; both are HTML already.

    >>> hinted("0.5", "a: 0.5")
    '<span title="a: 0.5">0.5</span>'
    """
    return f'<span title="{told}">{cell}</span>'


def legend(signs: Iterable[tuple[str, str]]) -> str:
    """Write what signs mean, as small print below a table.

    >>> legend([("_", "STOP")])
    '<p><small><code>_</code> STOP</small></p>'
    """
    told = "; ".join(f"{code(sign)} {text(meaning)}" for sign, meaning in signs)
    return f"<p><small>{told}</small></p>"


def bar(share: float, width: int = 160, told: str = "") -> str:
    """Draw a bar of a share of the width; vermilion if it is below 0.

    Where the mouse is beside it a page shows what is told, which is HTML already.
    """
    colour = BLUE if share >= 0 else VERMILION
    hint = f' title="{told}"' if told else ""
    return f'<div style="{_BAR.format(colour, abs(share) * width)}"{hint}></div>'


def bars(
    names: Sequence[str],
    values: Sequence[float],
    header: tuple[str, str],
    caption: str = "",
    written: str = "{:,}",
) -> str:
    """Write numbers as a table with a bar each."""
    longest = max(map(abs, values), default=0) or 1
    rows = [
        [name, figure, bar(value / longest, told=f"{header[1]}: {figure}")]
        for name, value in zip(names, values)
        for figure in (written.format(value),)
    ]
    return table([*header, ""], rows, caption)


def strengths(
    ranked: Sequence[Symbol],
    synapses: Mapping[Symbol, float],
    caption: str,
    written: str = "{:,}",
    most: int = 10,
) -> str:
    """Write synapses as a table with a bar each, the first ones of a ranking."""
    if not ranked:
        return f"<p>{caption}; nothing came after it</p>"
    signs = Signs(ranked[:most])
    names = [code(signs.symbol(symbol)) for symbol in ranked[:most]]
    if len(ranked) > most:
        caption += f"; {most} of {len(ranked)} next symbols"
    values = [synapses[symbol] for symbol in ranked[:most]]
    return bars(names, values, ("next", "strength"), caption, written)


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str = "",
    footer: Sequence[str] = (),
) -> str:
    """Write a table; every cell is HTML already.

    >>> table(["n"], [["1"]])
    '<table><thead><tr><th>n</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    """
    parts = [
        f'<caption style="white-space:nowrap">{caption}</caption>' if caption else "",
        f"<thead>{_row(header, 'th')}</thead>" if header else "",
        f"<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody>",
        f"<tfoot>{_row(footer, 'th')}</tfoot>" if footer else "",
    ]
    return f"<table>{''.join(parts)}</table>"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def script_json(value: Any) -> str:
    r"""Write a value as JSON that may stand inside a script element.

    >>> script_json(["</script>", 1.5])
    '["\\u003c/script>",1.5]'
    """
    # "<" is only ever inside a string, where JSON may escape it.
    written = json.dumps(value, separators=(",", ":"))
    return written.replace("<", "\\u003c")

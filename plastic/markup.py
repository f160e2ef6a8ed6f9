"""HTML for notebooks: everything that shows itself there is made of these.

Whatever comes in is text and is escaped: a sample may be called ``<script>``.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any

# Inherits the notebook's own colours, so that it reads on light and dark pages.
_BAR = "background:#0072B2;height:.8em;min-width:1px;width:{:.0f}px"


def text(value: object) -> str:
    """Write any value so that a page shows it as it is.

    >>> text("<b>")
    '&lt;b&gt;'
    """
    return html.escape(str(value))


def code(value: object) -> str:
    """Write a value in the typeface of code."""
    return f"<code>{text(value)}</code>"


def bar(share: float, width: int = 160) -> str:
    """Draw a bar, of a share of the width."""
    return f'<div style="{_BAR.format(share * width)}"></div>'


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
        f"<caption>{caption}</caption>" if caption else "",
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

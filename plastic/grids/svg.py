"""SVG: cells, text and a ground that is right on light pages and on dark ones."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from ..rendering.palette import DARK_INK, DARK_PAPER, INK, PAPER

# 0 is the ground; the others are as unlike as ten colours can be, and near to those in
# which people know ARC.
COLOURS = (
    "#1b1e23",
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#f0e442",
    "#999999",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#882255",
)
CELL = 16  # pixels
GAP = 40  # between two grids
MARGIN = 8
LINE = 16  # of text
WIDEST = 96  # letters in a line
# Named so that they meet nothing else where a drawing is part of a page.
DARK = (
    "<style>@media (prefers-color-scheme: dark) {"
    f".plastic-paper {{ fill: {DARK_PAPER} }} .plastic-ink {{ fill: {DARK_INK} }}"
    "}</style>"
)


def cells(grid: np.ndarray, left: float, top: float) -> list[str]:
    """Draw the cells of a grid at a place."""
    parts = []
    for row, colours in enumerate(grid.tolist()):
        for column, colour in enumerate(colours):
            parts.append(
                f'<rect x="{left + column * CELL}" y="{top + row * CELL}" '
                f'width="{CELL}" height="{CELL}" fill="{COLOURS[colour]}" '
                f'stroke="#5a5f66" stroke-width=".6"><title>{colour}</title></rect>'
            )
    return parts


def text(text: str, left: float, top: float, size: int = 12) -> str:
    """Write a line, cut where it is too long."""
    shown = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
    return (
        f'<text x="{left}" y="{top}" font-size="{size}" fill="{INK}" '
        'class="plastic-ink" font-family="ui-monospace, Menlo, Consolas, monospace">'
        f"{escape(shown)}</text>"
    )


def picture(parts: Iterable[str], width: float, height: float) -> str:
    """Put parts on paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        f'style="max-width: 100%; height: auto">'
        f'{DARK}<rect width="100%" height="100%" fill="{PAPER}" class="plastic-paper"/>'
        f"{''.join(parts)}</svg>"
    )


def drawn(grid: np.ndarray) -> str:
    """Draw a grid.

    >>> drawn(np.array([[0, 3]])).count("<rect")
    3
    """
    width, height = (side * CELL + 2 * MARGIN for side in grid.shape[::-1])
    return picture(cells(grid, MARGIN, MARGIN), width, height)

"""Drawings of grids: SVG that notebooks show by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..rendering.palette import APART, INK, QUIET
from .answer import GridAnswer
from .grid import Grid
from .svg import CELL, GAP, LINE, MARGIN, WIDEST, cells, picture, text


def _arrow(left: float, middle: float) -> str:
    end = left + GAP - 14
    return (
        f'<path d="M{left + 10} {middle}H{end}m-6 -5l6 5l-6 5" fill="none" '
        f'stroke="{QUIET}" stroke-width="2"/>'
    )


def _pair(source: Grid, target: Grid, top: float) -> tuple[list[str], float, float]:
    """Draw what becomes of a grid; give the parts, their width, and their height."""
    height = max(source.height, target.height) * CELL
    middle = top + height / 2
    parts = cells(source.cells, MARGIN, middle - source.height * CELL / 2)
    left = MARGIN + source.width * CELL
    parts.append(_arrow(left, middle))
    parts += cells(target.cells, left + GAP, middle - target.height * CELL / 2)
    return parts, left + GAP + target.width * CELL + MARGIN, height


def task_drawing(pairs: Sequence[tuple[Grid, Grid]], asked: Sequence[Grid] = ()) -> str:
    """Draw pairs below each other, and what is asked."""
    parts: list[str] = []
    widest, top = 0.0, float(MARGIN)
    for source, target in pairs:
        drawn, width, height = _pair(source, target, top)
        parts += drawn
        widest, top = max(widest, width), top + height + 2 * MARGIN
    for source in asked:
        parts += cells(source.cells, MARGIN, top)
        left = MARGIN + source.width * CELL
        middle = top + source.height * CELL / 2
        parts += [_arrow(left, middle), text("?", left + GAP, middle + 7, 20)]
        widest = max(widest, left + GAP + 3 * MARGIN)
        top += source.height * CELL + 2 * MARGIN
    return picture(parts, widest, top)


def _fired(fired: np.ndarray, left: float, top: float) -> list[str]:
    """Draw in each cell the number of the row that fired there."""
    parts = []
    for row, numbers in enumerate(fired.tolist()):
        for column, number in enumerate(numbers):
            x, y = left + column * CELL, top + row * CELL
            colour = APART[number % len(APART)]
            parts.append(
                f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" '
                f'fill="{colour}" fill-opacity=".28" stroke="{QUIET}" '
                f'stroke-width=".4"/>'
                f'<text x="{x + CELL / 2}" y="{y + CELL * 0.72}" font-size="10" '
                f'fill="{INK}" class="plastic-ink" text-anchor="middle">'
                f"{number + 1}</text>"
            )
    return parts


def explained(source: Grid, answers: Sequence[GridAnswer], most: int = 3) -> str:
    """Draw an answer, which row of its rule fired where, and the guesses after it."""
    best = answers[0]
    parts, widest, height = _pair(source, best.grid, MARGIN)
    if best.explanation.fired:
        fired = best.explanation.fired[0]
        top = MARGIN + (height - fired.shape[0] * CELL) / 2
        parts += _fired(fired, widest - MARGIN + GAP, top)
        widest += GAP + fired.shape[1] * CELL
    top = height + 2 * MARGIN + LINE
    rows = [
        f"{best.explanation.kind}, {best.explanation.bits:.0f} bits, "
        f"right with {best.confidence:.0%}"
    ]
    numbered = len(best.explanation.fired) > 0
    rows += [
        f"{i}. {row}" if numbered else row
        for i, row in enumerate(best.explanation.rows, 1)
    ]
    for row in rows:
        parts.append(text(row, MARGIN, top))
        widest = max(widest, MARGIN * 2 + 7.3 * min(len(row), WIDEST))
        top += LINE
    left, tallest = float(MARGIN), 0
    for i, answer in enumerate(answers[1:most], 2):
        parts.append(text(f"guess {i}: {answer.confidence:.0%}", left, top + LINE))
        parts += cells(answer.grid.cells, left, top + LINE + MARGIN)
        left += max(answer.grid.width * CELL, 110) + GAP
        tallest = max(tallest, answer.grid.height * CELL + LINE + 2 * MARGIN)
        widest = max(widest, left)
    return picture(parts, widest, top + tallest + MARGIN)

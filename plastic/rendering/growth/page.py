"""A page that plays how a memory learned: pause, step, look at a concept.

The page is the template in ``web/player.html`` with the growth put in as JSON.
It is text to the page and never markup, and the page needs nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Hashable
from importlib.resources import files
from typing import Any, TypeVar

from ..._support.arguments import whole
from ..._support.html import script_json, text
from ..._support.paths import as_path
from ..._support.signs import Signs
from ...core.symbols import Symbol, Symbols, wrap
from ...errors import DataError
from ..palette import GREYS, style
from ..words import ending
from .radial import Plan
from .signals import Frame, Standing
from .stage import SIGNALS, signals_of
from .story import Story, story_signs

Thing = TypeVar("Thing", bound=Hashable)

SIDE = 760  # of the tree, in the units of the drawing
MOST = 200  # concepts in a notebook
MOST_LETTERS = 40  # of a past that shares a concept


def write(growth: Story, path: str | os.PathLike[str], most: int) -> None:
    """Write a growth as a page: see :meth:`Growth.html`."""
    target = as_path(path)
    content = page(growth, whole(most, "most", least=1))
    try:
        target.write_text(content, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise DataError(f"cannot write {str(target)!r}: {error}") from error


def framed(growth: Story) -> str:
    """Write a growth for a notebook: the page in a frame of its own."""
    # The frame keeps the page's scripts and keys from the notebook around it.
    return (
        f'<iframe srcdoc="{text(page(growth, MOST))}" sandbox="allow-scripts" '
        'title="A memory that learns" '
        'style="width:100%;height:760px;box-sizing:border-box;'
        'border:1px solid #8888"></iframe>'
    )


def page(growth: Story, most: int) -> str:
    """Write the page as text."""
    template = files("plastic.rendering") / "web" / "player.html"
    told = describe(growth, most)
    # In one go: what is put in first may hold what looks like the other mark.
    head, middle, end = re.split(
        r"\{\{colours\}\}|\{\{data\}\}", template.read_text(encoding="utf-8")
    )
    return f"{head}{style(GREYS)}{middle}{script_json(told)}{end}"


def describe(growth: Story, most: int) -> dict[str, Any]:
    """Give what the page must know of a growth.

    Parameters
    ----------
    growth : Story
        What happened.
    most : int
        How many concepts are drawn at the most.

    Returns
    -------
    dict
        For JSON.  Concepts and symbols are indices into ``names`` and
        ``symbols``; those that are drawn come first, and ``start`` is how
        those stand that there were before.
    """
    signs = story_signs(growth)
    plan = Plan(growth.drawn(most), SIDE, signs)
    concepts: _Numbers[Symbols] = _Numbers()
    symbols: _Numbers[Symbol] = _Numbers()
    for concept in plan.places:
        concepts[concept]
    for frame in growth:  # all of them now: a frame may tell of one met later
        for concept in frame.concepts:
            concepts[concept]
    told = signals_of(growth)
    frames = [_frame(frame, concepts, symbols, signs) for frame in growth]
    before, peaks = growth.before(), growth.peaks
    start = [
        [concepts[concept], *_standing(before[concept], concepts, symbols)]
        for concept in [*concepts]
        if concept in before
    ]
    highest = max(peaks[concept].r_level for concept in plan.places)
    return {
        "samples": [[*map(signs.symbol, wrap(sample))] for sample in growth.samples],
        "between": " " if tuple in map(type, growth.samples) else "",
        "side": SIDE,
        "points": round(plan.points, 1),
        "drawn": [
            _drawn(plan, concept, peaks[concept].count) for concept in plan.places
        ],
        "highest": highest,
        "signals": [[kind, word, ink] for kind, (word, ink) in told.items()],
        "others": len(before) - len(start),
        "start": start,
        "frames": frames,
        "names": [*map(signs.past, concepts)],
        "symbols": [*map(signs.symbol, symbols)],
    }


class _Numbers(dict[Thing, int]):
    """A number for each thing, in the order in which they are first met."""

    def __missing__(self, thing: Thing) -> int:
        self[thing] = number = len(self)
        return number


def _drawn(plan: Plan, concept: Symbols, count: int) -> list[Any]:
    """Give a concept's place, direction, sizes (least, largest, half), label."""
    x, y = plan.at(concept)
    sizes = plan.least(concept), plan.size(concept, count), plan.half(concept)
    numbers = x, y, plan.places[concept].angle, *sizes
    label = plan.label(concept)
    return [*(round(number, 3) for number in numbers), label, plan.is_inside(concept)]


def _frame(
    frame: Frame,
    concepts: _Numbers[Symbols],
    symbols: _Numbers[Symbol],
    signs: Signs,
) -> list[Any]:
    kind = [*SIGNALS].index(frame.kind)
    coming = -1 if frame.next is None else symbols[frame.next]
    touched = [concepts[concept] for concept in frame.concepts]
    row = [kind, frame.sample, frame.end, coming, touched]
    if frame.forgotten is not None:
        after = frame.forgotten.after
        stand = [
            _standing(after[concept], concepts, symbols) if concept in after else None
            for concept in frame.concepts
        ]
        return [*row, stand, [*map(signs.symbol, frame.past)]]
    if frame.born is None or frame.origin is None:
        return row
    moved = concepts.get(frame.origin, -1)
    born = _standing(frame.born, concepts, symbols)
    return [*row, born, moved, ending(signs.past(frame.origin), MOST_LETTERS)]


def _standing(
    standing: Standing, concepts: _Numbers[Symbols], symbols: _Numbers[Symbol]
) -> list[Any]:
    parent = -1 if standing.parent is None else concepts[standing.parent]
    synapses = [[symbols[symbol], n] for symbol, n in standing.synapses.items()]
    return [parent, standing.r_level, standing.count, synapses]

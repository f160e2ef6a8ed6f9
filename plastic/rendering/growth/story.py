"""A story: what a picture must know of a growth, whoever tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..._support.signs import Signs
from ...core.symbols import Symbols, in_order
from .signals import Frame, Peak, Standings


class Story(Protocol):
    """What happened; see :class:`plastic.rendering.growth.watching.Growth`."""

    @property
    def samples(self) -> list[Symbols]:
        """What was learned, in order."""

    def __iter__(self) -> Iterator[Frame]:
        """Give all that happened."""

    def before(self) -> Standings:
        """Give how all concepts stood before."""

    @property
    def peaks(self) -> dict[Symbols, Peak]:
        """The highest that each concept ever stood."""

    def steps(self, every: str = "signal") -> Iterator[tuple[list[Frame], Standings]]:
        """Step through what happened."""

    def drawn(self, most: int) -> dict[Symbols, Symbols | None]:
        """Choose what there is room for: concept -> parent."""


def story_signs(story: Story) -> Signs:
    """Give how symbols are written in a picture of a growth."""
    met = {symbol for sample in story.samples for symbol in sample}
    met.update(symbol for concept in story.peaks for symbol in concept)
    return Signs(in_order(met))

"""What is shown: whatever holds a state, as a memory does."""

from __future__ import annotations

from typing import Protocol

from ..state.state import State


class Holds(Protocol):
    """Who can be plotted: a :class:`plastic.PlasticMemory`, say."""

    @property
    def state(self) -> State:
        """What is held."""

"""Uses: random public calls with arguments of odd types, and what must then hold.

``values`` has the arguments, ``world`` the memories and files that they meet, and
``of_memories`` and ``of_files`` what is done with both.
"""

from __future__ import annotations

from .world import Outcome, World, made

__all__ = ["Outcome", "World", "made"]

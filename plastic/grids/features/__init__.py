"""Features: what can be said of a cell of a grid, one room for each way to look.

A *colour* can be copied, and asked for; a *context* can only be asked for.  Each is a
function of the grid, or of the grid and a parameter, with a price in half bits.
"""

from __future__ import annotations

from .catalogue import FEATURES
from .feature import Feature

__all__ = ["FEATURES", "Feature"]

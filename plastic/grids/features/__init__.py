"""Features: what can be said of a cell of a grid, one room for each way to look.

A *colour* can be copied, and asked for; a *context* can only be asked for.  Each is a
function of the grid, or of the grid and a parameter, with a price in half bits.
"""

from __future__ import annotations

from . import (
    colours,
    components,
    lines,
    neighbours,
    parts,
    places,
    rays,
    relations,
    symmetries,
    within,
)
from .feature import Feature

FEATURES: tuple[Feature, ...] = tuple(
    feature
    for room in (
        neighbours,
        rays,
        symmetries,
        colours,
        places,
        lines,
        parts,
        components,
        within,
        relations,
    )
    for feature in room.FEATURES
)

__all__ = ["FEATURES", "Feature"]

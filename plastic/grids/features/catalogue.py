"""The catalogue: all features, room after room."""

from __future__ import annotations

from . import (
    blocks,
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
        blocks,
    )
    for feature in room.FEATURES
)

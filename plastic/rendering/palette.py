"""Colours that say the same in every picture, also to colour-blind people.

Depth is viridis, from dark (abstract) to light (specific), which grows evenly
lighter for every kind of eye; signals have Okabe and Ito's colours.
"""

from __future__ import annotations

from .._support.colours import (
    BLUE,
    BLUISH_GREEN,
    ORANGE,
    REDDISH_PURPLE,
    SKY_BLUE,
    VERMILION,
)

VIRIDIS = [
    *("#440154", "#482173", "#433e85", "#38588c", "#2d708e", "#25858e"),
    *("#1e9b8a", "#2ab07f", "#52c569", "#86d549", "#c2df23", "#fde725"),
]

FIRED = SKY_BLUE  # a concept that fires
EXCITED = BLUE  # a synapse that grows stronger; what is made likelier
INHIBITED = VERMILION  # what is made less likely, or is forgotten
ABSTRACTED = ORANGE  # a concept that was just made
LIFTED = BLUISH_GREEN  # a concept one r_level higher than before
CLASS = REDDISH_PURPLE  # a class of isomorphic symbols
QUIET = "#999999"  # grey: what is only there for orientation
PAPER, INK = "#ffffff", "#222222"


def depth_colour(r_level: int, highest: int) -> str:
    """Give the colour of an r_level, in a hierarchy that ends at the highest one.

    >>> depth_colour(0, 9), depth_colour(9, 9), depth_colour(0, 0)
    ('#440154', '#fde725', '#440154')
    """
    step = round(r_level / max(highest, 1) * (len(VIRIDIS) - 1))
    return VIRIDIS[min(step, len(VIRIDIS) - 1)]


def ink_on(colour: str) -> str:
    """Give the colour to write in on a coloured ground: dark or white.

    >>> ink_on("#440154"), ink_on("#fde725")
    ('#ffffff', '#222222')
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return INK if light > 120 else PAPER

"""Colours that say the same in every picture, also to colour-blind people.

Depth is viridis, from dark (abstract) to light (specific), which grows evenly
lighter for every kind of eye; signals have Okabe and Ito's colours.  Where both
are in one picture depth is grey, from dark to light as well: some of viridis's
colours would look like signals.  On dark pages depth begins lighter, so that it
is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .._support.colours import (
    BLACK,
    BLUE,
    BLUISH_GREEN,
    ORANGE,
    REDDISH_PURPLE,
    SKY_BLUE,
    VERMILION,
    WINE,
)

VIRIDIS = [
    *("#440154", "#482173", "#433e85", "#38588c", "#2d708e", "#25858e"),
    *("#1e9b8a", "#2ab07f", "#52c569", "#86d549", "#c2df23", "#fde725"),
]
GREYS = [f"#{light:02x}{light:02x}{light:02x}" for light in range(0x2C, 0xD0, 0x0E)]
ON_DARK = 4  # how many shades of a ramp are too dark to be seen on a dark page

FIRED = SKY_BLUE  # a concept that fires
EXCITED = BLUE  # a synapse that grows stronger; what is made likelier
INHIBITED = VERMILION  # what is made less likely, or is forgotten
ABSTRACTED = ORANGE  # a concept that was just made
LIFTED = BLUISH_GREEN  # a concept one r_level higher than before
CLASS = REDDISH_PURPLE  # a class of isomorphic symbols
# What only is to be told apart: all eight.
APART = [
    *(BLUE, ORANGE, BLUISH_GREEN, REDDISH_PURPLE),
    *(SKY_BLUE, VERMILION, WINE, BLACK),
]
QUIET = "#999999"  # grey: what is only there for orientation
PAPER, INK = "#ffffff", "#222222"
DARK_PAPER, DARK_INK = "#15181d", "#e8eaed"

# What pages call the colours that depend on whether they are light or dark.
LIGHT_PAGE = {
    "paper": PAPER,
    "ink": INK,
    "quiet": "#6b7280",
    "line": "#e3e5e8",
    "edge": "#c4c7cc",
    "hover": "#eef2f6",
    "note": "#fdf3dc",
    "stage": "#fcfcfd",
    "label": "#555555",
    "link": EXCITED,
}
DARK_PAGE = {
    "paper": DARK_PAPER,
    "ink": DARK_INK,
    "quiet": "#9aa3af",
    "line": "#2c323a",
    "edge": "#4a525c",
    "hover": "#252b33",
    "note": "#3a2f14",
    "stage": "#101216",
    "label": "#b4bac2",
    "link": FIRED,
}
SIGNALS = {
    "fired": FIRED,
    "excited": EXCITED,
    "inhibited": INHIBITED,
    "class": CLASS,
}


def depth_colour(r_level: int, highest: int, shades: Sequence[str] = VIRIDIS) -> str:
    """Give the colour of an r_level, in a hierarchy that ends at the highest one.

    >>> depth_colour(0, 9), depth_colour(9, 9), depth_colour(0, 0)
    ('#440154', '#fde725', '#440154')
    >>> depth_colour(0, 9, GREYS), depth_colour(9, 9, GREYS)
    ('#2c2c2c', '#c6c6c6')
    """
    step = round(r_level / max(highest, 1) * (len(shades) - 1))
    return shades[min(step, len(shades) - 1)]


def style(shades: Sequence[str]) -> str:
    """Give the colours of a page as CSS, for light pages and for dark ones.

    Parameters
    ----------
    shades : sequence of str
        The colours of depth, which are spread over as many shades on dark pages.

    Examples
    --------
    >>> css = style(VIRIDIS)
    >>> "--shade-11: #fde725" in css, "prefers-color-scheme: dark" in css
    (True, True)
    """
    light = _variables({**SIGNALS, **LIGHT_PAGE, **_shades(shades, shades)})
    dark = _variables({**DARK_PAGE, **_shades(shades, shades[ON_DARK:])})
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    )


def _shades(all_shades: Sequence[str], shades: Sequence[str]) -> dict[str, str]:
    found = {}
    for step in range(len(all_shades)):
        colour = depth_colour(step, len(all_shades) - 1, shades)
        found[f"shade-{step}"] = colour
        found[f"on-shade-{step}"] = ink_on(colour)
    return found


def _variables(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def ink_on(colour: str) -> str:
    """Give the colour to write in on a coloured ground: dark or white.

    >>> ink_on("#440154"), ink_on("#fde725")
    ('#ffffff', '#222222')
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return INK if light > 120 else PAPER

"""Colours that colour-blind people can tell apart: the eight of Okabe and Ito.

"Color Universal Design", 2008.  What each says in a picture is
:mod:`plastic.rendering.palette`.
"""

from __future__ import annotations

SKY_BLUE = "#56B4E9"
BLUE = "#0072B2"
VERMILION = "#D55E00"
ORANGE = "#E69F00"
BLUISH_GREEN = "#009E73"
REDDISH_PURPLE = "#CC79A7"
YELLOW = "#F0E442"
BLACK = "#000000"

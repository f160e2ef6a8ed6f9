"""Colours that colour-blind people can tell apart: those of Okabe and Ito.

"Color Universal Design", 2008; but for their yellow, which cannot be read on
white, Tol's wine.  What each says in a picture is
:mod:`plastic.rendering.palette`.
"""

from __future__ import annotations

SKY_BLUE = "#56B4E9"
BLUE = "#0072B2"
VERMILION = "#D55E00"
ORANGE = "#E69F00"
BLUISH_GREEN = "#009E73"
REDDISH_PURPLE = "#CC79A7"
WINE = "#882255"
BLACK = "#000000"

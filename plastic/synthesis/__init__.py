"""Synthesis: typed search for programs that compute, by bits.

:func:`~plastic.synthesis.search.search` is where to begin.  Read in this order:
:mod:`~plastic.synthesis.vocabulary`, what programs are made of;
:mod:`~plastic.synthesis.expressions`, what they are;
:mod:`~plastic.synthesis.values`, what is kept of them;
:mod:`~plastic.synthesis.enumerate`, how all are gone through;
:mod:`~plastic.synthesis.closings`, how the last step is aimed;
:mod:`~plastic.synthesis.solving`, what the targets tell of constants and tests;
:mod:`~plastic.synthesis.explore`, when to stop;
:mod:`~plastic.synthesis.habits` and :mod:`~plastic.synthesis.sleep`, what kept
programs change for later ones;
:mod:`~plastic.synthesis.lists`, the operations on lists; and
:mod:`~plastic.synthesis.search`, which puts it together.
:mod:`~plastic.synthesis.rules` and :mod:`~plastic.synthesis.tables`, for whoever has
cells or places instead of functions.
"""

from __future__ import annotations

from .explore import Found
from .expressions import Expression, TooLargeError, UndefinedError
from .search import search

__all__ = ["Expression", "Found", "TooLargeError", "UndefinedError", "search"]

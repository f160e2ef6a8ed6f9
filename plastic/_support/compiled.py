"""Loops that numpy cannot say well, compiled where numba is installed.

numba is the extra ``fast``.  Without it numpy does the same by other means; what
comes out is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """Compile a function when it is first wanted; None: numba is not installed.

    The machine code is kept on disk, beside the module or where numba keeps such
    things, so that only the first process ever waits a second for it.
    """
    try:
        import numba
    except ImportError:
        return None
    try:
        found: Callable[..., Any] = numba.njit(cache=True)(function)
    except RuntimeError:  # nowhere to write to
        found = numba.njit(function)
    return found

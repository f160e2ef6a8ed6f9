"""Loops that numpy cannot say well, compiled where numba is installed.

numba is the extra ``fast``.  Without it numpy does the same by other means; what
comes out is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """Compile a function when it is first wanted; None: numba is not installed.

    So are those functions of its module that it calls.  The machine code is kept on
    disk, beside the module or where numba keeps such things, so that only the first
    process ever waits some seconds for it.
    """
    try:
        import numba
    except ImportError:
        return None
    assert isinstance(function, FunctionType)
    known = dict(function.__globals__)
    for name in function.__code__.co_names:
        called = known.get(name)
        if isinstance(called, FunctionType) and called.__module__ == known["__name__"]:
            known[name] = compiled(called)
    copy = FunctionType(function.__code__, known, function.__name__)
    copy.__qualname__ = function.__qualname__
    try:
        found: Callable[..., Any] = numba.njit(cache=True)(copy)
    except RuntimeError:  # nowhere to write to
        found = numba.njit(copy)
    return found


def is_worth_compiling(size: int, least: int) -> bool:
    """Tell whether loops over so much are to be compiled, if numba is installed.

    To import numba takes as long as numpy takes for some `least`.  Where it is there
    already, whoever asked for it, a tenth of that is enough: for less the code would
    not be worth being read, or made, the first time.
    """
    if sys.modules.get("numba") is not None:
        return 10 * size >= least
    return size >= least

"""Give memory back to the system.

What was freed stays with the process, for it may be needed again.  After work that
took ten times what is left of it, that is a waste; the C library of Linux gives it
back when told to.
"""

from __future__ import annotations

import ctypes
import sys


def release() -> None:
    """Give back what was freed.  Costs some milliseconds a gigabyte."""
    if sys.platform == "linux":  # musl has no such function, and needs none
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

"""What the explorer must know of samples, to follow them where that pays.

All that is held, as small numbers one behind the other; the page sorts their pasts
by itself, see :mod:`plastic.consolidation.elsewhere`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..consolidation.abstractions import Abstractions
from ..consolidation.elsewhere import WINDOW, most_shared
from ..consolidation.pointers import RUNS
from ..consolidation.symbol_codes import encode
from ..core.symbols import Symbols

MOST_FOLLOWED = 1_000_000  # symbols on a page: 2.7 bytes each, which it sorts


def describe_followed(
    samples: Mapping[Symbols, int], found: Abstractions
) -> dict[str, Any] | None:
    """Give what the page must know to follow samples, for JSON.

    Parameters
    ----------
    samples : mapping
        What is held.
    found : Abstractions
        What was found asleep.

    Returns
    -------
    dict or None
        None where that does not pay, or where there are too many.
    """
    matches, code = found.matches, found.code
    if matches is None or sum(map(len, samples)) + len(samples) > MOST_FOLLOWED:
        return None
    return {
        "numbers": _written(encode(samples, code).numbers, "<i2"),
        "boundary": code.boundary,
        "start": code.width + 1,
        "targets": code.targets,
        "most": most_shared(code),
        "window": WINDOW,
        "runs": RUNS,
        "least": matches.least,
        "right": matches.right.tolist(),
        "instead": _written(matches.instead, "<f4"),
    }


def _written(numbers: np.ndarray, kind: str) -> str:
    return base64.b64encode(numbers.astype(kind).tobytes()).decode()

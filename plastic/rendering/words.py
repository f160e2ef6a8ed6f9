"""Words of pictures: which symbols are shown, and as much of them as there is room."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from .._support.signs import Signs
from ..core.concepts import ConceptGraph
from ..core.symbols import Symbols, in_order


def signs_of(concepts: ConceptGraph) -> Signs:
    """Give how symbols are written in a picture of concepts.  Costs O(symbols)."""
    root = concepts.root
    # Whatever stands in a past was the newest symbol once: a branch of the root.
    return Signs(in_order({*root["synapses"], *root.branches}))


def signs_in(sequences: Iterable[Symbols]) -> Signs:
    """Give how symbols are written in a picture of these samples or concepts."""
    return Signs(chain.from_iterable(sequences))


def beginning(text: str, most: int) -> str:
    """Write text, and of a long one the beginning.

    >>> beginning("emma", 4), beginning("emilia", 4)
    ('emma', 'emi…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def ending(text: str, most: int) -> str:
    """Write text, and of a long one the end: of a past, what counts most.

    >>> ending("emma", 4), ending("emilia", 4)
    ('emma', '…lia')
    """
    return text if len(text) <= most else f"…{text[1 - most :]}"

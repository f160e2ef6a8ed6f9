"""The theory: the library beside its specification."""

from __future__ import annotations

from ..common import Table
from . import agreement, feedback, priors


def run(quick: bool) -> list[Table]:
    """Measure one question after the other."""
    parts = agreement, priors, feedback
    return [part.table(quick) for part in parts]

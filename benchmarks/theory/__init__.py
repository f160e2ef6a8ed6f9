"""The theory: the library beside its specification."""

from __future__ import annotations

from ..common import Table
from . import agreement


def run(quick: bool) -> list[Table]:
    """Measure one question after the other."""
    return [agreement.table(quick)]

"""Six claims made of plastic memory at its beginning, each with its measurement."""

from __future__ import annotations

import sys

from ..common import Table
from . import continuous, curriculum, efficiency, hierarchies, locality, sparsity
from .finding import keep, keep_picture, need_extras, page, summary

CLAIMS = [continuous, efficiency, hierarchies, curriculum, locality, sparsity]


def run(quick: bool) -> list[Table]:
    """Measure one claim after the other; keep what is not quick in results/."""
    need_extras()
    findings = []
    for claim in CLAIMS:
        print(f"claims: {claim.__doc__.splitlines()[0]}", file=sys.stderr)
        findings.append(claim.measure(quick))
    if not quick:
        keep("claims", page(findings), {one.name: one.numbers for one in findings})
        for claim, one in zip(CLAIMS, findings):
            keep_picture(f"claims_{one.name}", claim.draw(one.numbers))
    return [summary(findings), *(table for one in findings for table in one.tables)]

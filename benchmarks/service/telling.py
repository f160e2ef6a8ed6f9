"""The figures of the service as tables."""

from __future__ import annotations

from collections.abc import Iterable

from ..common import Table
from .endurance import Part
from .kills import Finding
from .load import CLIENTS, KNOWN, Measured

ASKED = {  # answers a second that were asked for
    "complete, of 5, not in the cache": 300,
    KNOWN: 2_000,
    "predict, not in the cache": 1_000,
    "learn, on disk": 200,
}


def load_table(measured: Iterable[list[Measured]]) -> Table:
    """Tell how much there was in a second, and how long it took."""
    rows = []
    for each in (found for lot in measured for found in lot):
        rows.append(
            [
                each.what,
                str(each.readers),
                f"{each.rate:,.0f}",
                f"{ASKED[each.what]:,}",
                f"{each.cpu:,.0f}",
                f"{each.percentile(0.5):.1f}",
                f"{each.percentile(0.99):.1f}",
                f"{each.percentile(0.99, 2):.1f}" if len(each.times) > 1 else "",
            ]
        )
    header = ["asked", "readers", "a second", "wanted", "CPU us"]
    header += ["ms, half", "ms, 99%", "of 2 letters or more"]
    note = (
        f"{CLIENTS} clients, each of which asks again as soon as it is answered, made "
        "by one process on the same cores. *CPU* is of all processes of the service. "
        "Prefixes of 1 to 6 letters, each length as often, of makemore's test names."
    )
    return Table("Answers a second", header, rows, note)


def endurance_table(parts: list[Part]) -> Table:
    """Tell whether it grew."""
    rows = [
        [str(n), f"{part.answers:,.0f}", f"{part.cpu:,.0f}", f"{part.megabytes:.0f}"]
        for n, part in enumerate(parts, 1)
    ]
    note = "All verbs mixed, a change in eleven; what was learned is forgotten again."
    header = ["part", "a second", "CPU us", "MB"]
    return Table("Ten parts of mixed load", header, rows, note)


def kills_table(findings: Iterable[Finding]) -> Table:
    """Tell what was lost."""
    found = [*findings]
    row = [
        f"{len(found):,}",
        f"{sum(each.acknowledged for each in found):,}",
        f"{sum(each.in_flight for each in found):,}",
        f"{sum(len(each.lost) for each in found):,}",
        f"{sum(len(each.unsaid) for each in found):,}",
    ]
    header = ["kills", "changes acknowledged", "in flight", "lost", "never taught"]
    return Table("Kill -9 under load", header, [row])


def schema_table(tried: tuple[int, list[str]]) -> Table:
    """Tell what was not as described."""
    cases, failures = tried
    rows = [[f"{cases:,}", str(len(failures)), "; ".join(failures)]]
    header = ["requests", "not as described", "which"]
    return Table("Requests made up from its description", header, rows)

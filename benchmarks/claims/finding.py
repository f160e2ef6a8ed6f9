"""What a claim came to, and where it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..common import Missing, Table, machine, origin

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 120
RESULTS = Path(__file__).parents[1] / "results"


class Finding(NamedTuple):
    """One claim, measured.

    Attributes
    ----------
    name : str
        One word, for files.
    claim : str
        What was claimed.
    found : str
        What was measured, in a line.
    tables : list of Table
        All of it, to read.
    numbers : dict
        All of it, to draw and to reckon with.
    """

    name: str
    claim: str
    found: str
    tables: list[Table]
    numbers: dict[str, Any]


def need_extras() -> None:
    """Refuse at once what would fail in the end."""
    try:
        import matplotlib  # noqa: F401  # draws
        import scipy  # noqa: F401  # knows Student's t
    except ImportError as error:
        raise Missing(f"{error.name} (pip install -e '.[plot]')") from error


def page(findings: list[Finding]) -> str:
    """Write findings, with their pictures, as one page of Markdown."""
    said = origin("python -m benchmarks claims")
    parts = ["# Six claims, measured", said, summary(findings).markdown()]
    for one in findings:
        picture = f"![{one.claim}](claims_{one.name}.png)"
        parts += [f"## {one.claim}", one.found, picture]
        parts += [table.markdown() for table in one.tables]
    return "\n\n".join(parts) + "\n"


def summary(findings: list[Finding]) -> Table:
    """One line for each claim."""
    rows = [[one.claim, one.found] for one in findings]
    return Table("What was claimed, what was found", ["claim", "measured"], rows)


def keep(name: str, text: str, numbers: dict[str, Any]) -> None:
    """Write a page and its numbers."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    data = json.dumps({"machine": machine(), **numbers}, indent=1)
    (RESULTS / f"{name}.json").write_text(data + "\n", encoding="utf-8")


def keep_picture(name: str, figure: Figure) -> None:
    """Write a picture."""
    RESULTS.mkdir(exist_ok=True)
    figure.savefig(RESULTS / f"{name}.png")


def sheet(columns: int, width: float = 4.8, height: float = 3.6) -> tuple[Figure, Any]:
    """Give a figure and its Axes, side by side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(columns * width, height), layout="constrained", dpi=DPI)
    axes = figure.subplots(1, columns, squeeze=False)[0]
    for ax in axes:
        ax.spines[["top", "right"]].set_visible(False)
    return figure, axes


def log_samples(ax: Any, label: str = "samples learned") -> None:
    """Let the x-axis count samples, each step ten times the one before."""
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(label)

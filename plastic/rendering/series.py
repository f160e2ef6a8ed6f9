"""A series and its alarms, as a picture or as a page that needs nothing else."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .._support.html import text
from ..errors import DataError
from . import palette
from .plots.canvas import canvas, matplotlib, written

COLUMNS = 1200  # of a page's picture: more points than that stand side by side
INCHES = 12  # of a picture's width
MOST_ALARMS = 500  # that a page lists; of more the oddest


class Alarm(NamedTuple):
    """An alarm in a series.

    Attributes
    ----------
    at : int
        Which record it is, from 0.
    odds, why : str
        How rare it is, and what made it so.
    """

    at: int
    odds: str
    why: str


class Series(NamedTuple):
    """Some columns of numbers over time, and what is odd in them.

    Attributes
    ----------
    times : sequence of str
        When each record came, or which one it is.
    columns : mapping of str to sequence of float
        The numbers; NaN where there is none.
    scores : sequence of float
        How odd each record is, from 0 to 1.
    threshold : float
        The score of an alarm.
    alarms : sequence of Alarm
        The alarms.
    """

    times: Sequence[str]
    columns: dict[str, Sequence[float]]
    scores: Sequence[float]
    threshold: float
    alarms: Sequence[Alarm]


def draw(path: str | os.PathLike[str], series: Series) -> None:
    """Draw a series: a page, if the path ends with ``.html``, else a picture.

    Raises
    ------
    DataError
        The file cannot be written, or there is nothing to draw.
    MissingExtraError
        A picture needs matplotlib, which is not there.
    """
    if not len(series.times):
        raise DataError("there is nothing to draw: no row came")
    try:
        if Path(path).suffix.lower() == ".html":
            Path(path).write_text(page(series), encoding="utf-8")
        else:
            _picture(path, series)
    except OSError as error:
        raise DataError(f"cannot write {os.fspath(path)!r}: {error}") from error


# A picture ---------------------------------------------------------------------------


def _picture(path: str | os.PathLike[str], series: Series) -> None:
    plt = matplotlib("pyplot")
    rows = len(series.columns) + 1
    figure, all_axes = plt.subplots(
        rows,
        1,
        sharex=True,
        squeeze=False,
        figsize=(INCHES, 2.2 * rows + 0.6),
        layout="constrained",
        gridspec_kw={"height_ratios": [*[2] * len(series.columns), 1]},
    )
    axes = [canvas(each, 0, 0) for each in all_axes[:, 0]]
    places = np.arange(len(series.times))
    marked = [alarm.at for alarm in series.alarms]
    for ax, (name, values) in zip(axes, series.columns.items()):
        numbers = np.where(np.isfinite(values), values, np.nan)
        ax.plot(places, numbers, color=palette.EXCITED, linewidth=0.8)
        ax.plot(
            places[marked],
            numbers[marked],
            "o",
            color=palette.INHIBITED,
            label=f"alarms ({len(marked)})",
        )
        ax.set_ylabel(written(name))
    last = axes[-1]
    last.plot(places, series.scores, color=palette.ABSTRACTED, linewidth=0.8)
    last.axhline(series.threshold, color=palette.QUIET, linewidth=0.8, linestyle="--")
    last.set_ylim(0, 1)
    last.set_ylabel("how odd")
    axes[0].legend(loc="upper left", frameon=False)
    ticks = np.linspace(0, len(places) - 1, min(6, len(places))).astype(int)
    last.set_xticks(ticks, [written(series.times[at]) for at in ticks])
    figure.savefig(path, dpi=110)
    plt.close(figure)


# A page ------------------------------------------------------------------------------


def page(series: Series) -> str:
    """Give the page: each column as a line, the alarms on it and in a table."""
    source = files("plastic.rendering") / "web" / "series.html"
    parts = {
        "colours": palette.style(palette.VIRIDIS),
        "told": text(_told(series)),
        "charts": "\n".join(_charts(series)),
        "rows": "\n".join(_rows(series)),
    }
    whole = source.read_text(encoding="utf-8")
    for name, part in parts.items():
        whole = whole.replace("{{" + name + "}}", part)
    return whole


def _told(series: Series) -> str:
    records, alarms = len(series.times), len(series.alarms)
    begun, last = series.times[0], series.times[-1]
    return f"{records:,} records, {begun} to {last}; {alarms:,} alarms"


def _charts(series: Series) -> list[str]:
    scores = _chart(series, "how odd", series.scores, (0.0, 1.0), "odd")
    return [
        *(
            _chart(series, name, values, _range(values), "values")
            for name, values in series.columns.items()
        ),
        scores,
    ]


def _range(values: Sequence[float]) -> tuple[float, float]:
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    # Of equal values the line is in the middle, however large they are.
    return (low, high) if low < high else (low - abs(low) - 1, high + abs(high) + 1)


def _chart(
    series: Series,
    name: str,
    values: Sequence[float],
    ends: tuple[float, float],
    kind: str,
) -> str:
    low, high = ends
    drawn = "".join(
        f'<polyline points="{" ".join(points)}"/>'
        for points in _lines(values, low, high)
    )
    n = len(series.times)
    marks = "".join(
        f'<a class="mark" href="#alarm-{number}" '
        f'style="left:{100 * (alarm.at + 0.5) / n:.3f}%" '
        f'title="{text(series.times[alarm.at])}: {text(alarm.why)}"></a>'
        for number, alarm in _listed(series)
    )
    bar = ""
    if kind == "odd":
        bar = (
            f'<i class="threshold" style="top:{100 * (1 - series.threshold):.1f}%"></i>'
        )
    return (
        f'<section class="{kind}"><h2>{text(name)} '
        f"<small>{low:.4g} to {high:.4g}</small></h2>"
        f'<div class="plot">{bar}'
        f'<svg viewBox="0 0 {COLUMNS} 100" preserveAspectRatio="none" role="img" '
        f'aria-label="{text(name)} over time">{drawn}</svg>{marks}</div></section>'
    )


def _lines(values: Sequence[float], low: float, high: float) -> list[list[str]]:
    """Give the points of each stretch without a gap.

    Of what stands in one column the least and the greatest is drawn, so that no
    spike is lost.
    """
    n, lines, points = len(values), list[list[str]](), list[str]()
    size = max(n // COLUMNS, 1)
    for begin in range(0, n, size):
        part = [v for v in values[begin : begin + size] if math.isfinite(v)]
        if not part:
            lines, points = [*lines, points], []
            continue
        across = (begin + min(size, n - begin) / 2) / n * COLUMNS
        for value in dict.fromkeys((min(part), max(part))):
            # By halves, for the range of floats is wider than the greatest of them.
            upward = (value / 2 - low / 2) / (high / 2 - low / 2)
            points.append(f"{across:.1f},{100 - 100 * upward:.1f}")
    return [each for each in (*lines, points) if each]


def _listed(series: Series) -> list[tuple[int, Alarm]]:
    """Give the alarms that are listed, numbered."""
    numbered = [*enumerate(series.alarms)]
    if len(numbered) <= MOST_ALARMS:
        return numbered
    oddest = sorted(numbered, key=lambda pair: -series.scores[pair[1].at])
    return sorted(oddest[:MOST_ALARMS])


def _rows(series: Series) -> list[str]:
    rows = [
        f'<tr id="alarm-{number}"><td>{text(series.times[alarm.at])}</td>'
        f"<td>{text(alarm.odds)}</td><td>{text(alarm.why)}</td></tr>"
        for number, alarm in _listed(series)
    ]
    return rows or ['<tr><td colspan="3">nothing odd came</td></tr>']

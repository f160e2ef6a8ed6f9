"""Figures of how a machine learns, answers, and uses its memory, with matplotlib.

Each function returns a new ``matplotlib.figure.Figure``: ``pip install
-e '.[plot]'``.  A *record* is what `files.load_record` reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from plastic._support.extras import need
from plastic.errors import ParameterError

from .analyses import Shown, memory_changes
from .evaluation import Figures
from .model import Trace
from .tasks import Batch

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Record = Mapping[str, Any]

_GREYS = {"cmap": "gray_r", "vmin": 0, "vmax": 1, "aspect": "auto"}


def new(width: float, height: float) -> Figure:
    """Give an empty figure of so many inches."""
    module = need("matplotlib.figure", "plot", "drawing figures")
    return module.Figure(figsize=(width, height), layout="constrained")


def _axes(width: float = 7, height: float = 4) -> tuple[Figure, Axes]:
    figure = new(width, height)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _thousands(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xlabel("sequences seen")


def convergence(records: Mapping[str, Record], key: str = "cost") -> Figure:
    """Draw how several trainings learn: seeds, or an NTM against an LSTM.

    Parameters
    ----------
    records : mapping of str to record
        Each with its name in the picture.
    key : {"cost", "loss", "held_out_cost", "held_out_loss"}
        What of each report.  Axes are linear up to a small number and logarithmic
        above it, for a solved task costs 0.

    Returns
    -------
    Figure
    """
    figure, axes = _axes()
    for name, record in records.items():
        reports = record["reports"]
        axes.plot(
            [one["sequences"] for one in reports],
            [one[key] for one in reports],
            label=name,
            linewidth=1.2,
        )
    small = 1e-4 if key.endswith("loss") else 1e-2
    axes.set_yscale("symlog", linthresh=small)
    axes.set_ylim(bottom=0)
    _thousands(axes)
    what = "bits wrong a sequence" if key.endswith("cost") else "nats a bit"
    axes.set_ylabel(what + (", held-out" if key.startswith("held") else ""))
    axes.legend(frameon=False)
    return figure


def cost_by_size(
    found: Mapping[str, Mapping[str, Figures]],
    trained_to: float | None = None,
    memory: float | None = None,
) -> Figure:
    """Draw the share of bits wrong by size: 1/2 is chance.

    Parameters
    ----------
    found : mapping of str to mapping
        Name in the picture -> what `evaluation.by_size` gave.
    trained_to : float, optional
        Where to mark the largest size of the training.
    memory : float, optional
        Where to mark the size that fills the memory.

    Returns
    -------
    Figure
    """
    figure, axes = _axes()
    numeric = all(size.isdigit() for one in found.values() for size in one)
    for name, one in found.items():
        places = [int(size) for size in one] if numeric else list(one)
        shares = [figures.share for figures in one.values()]
        axes.plot(places, shares, marker="o", markersize=4, label=name)
    for place, text in ((trained_to, "trained to here"), (memory, "memory is full")):
        if place is not None and numeric:
            axes.axvline(place, color="0.6", linestyle=":")
            axes.annotate(
                *(text, (place, 0.3), (4, 0)),  # between most machines' curves
                **{"textcoords": "offset points", "va": "top", "rotation": 90},
                **{"color": "0.4", "fontsize": 8},
            )
    axes.set_ylim(-0.01, 0.55)
    axes.set_xlabel("size")
    axes.set_ylabel("share of bits wrong")
    if len(found) > 1:
        axes.legend(frameon=False)
    return figure


def outputs(shown: Sequence[Shown]) -> Figure:
    """Draw expected and given answers, one pair a sequence; red is wrong.

    Parameters
    ----------
    shown : sequence of Shown
        What `analyses.generalisation` or `analyses.answers` gave.

    Returns
    -------
    Figure
    """
    figure = new(9, 1.5 * len(shown) + 0.3)
    rows = figure.subplots(len(shown), 2, squeeze=False)
    for (left, right), one in zip(rows, shown):
        left.imshow(one.expected.T, **_GREYS)
        draw_answer(right, one)
        left.set_ylabel(f"size {one.size}")
        left.set_yticks([])
    for axes, title in zip(rows[0], ("expected", "said")):
        axes.set_title(f"{title}: {axes.get_title()}".rstrip(": "), fontsize=9)
    return figure


def draw_answer(axes: Axes, shown: Shown) -> None:
    """Draw an answer in greys, and whatever is wrong in reds."""
    said = shown.said.T
    wrong = (said > 0.5) != (shown.expected.T > 0.5)
    colours = np.repeat(1 - said[..., None], 3, axis=2)
    colours[wrong] = [0.85, 0.15, 0.15]
    axes.imshow(colours, aspect="auto")
    axes.set_yticks([])
    bits = "1 bit" if shown.wrong == 1 else f"{shown.wrong} bits"
    axes.set_title(f"{bits} wrong of {shown.expected.size}", fontsize=9)


def heads(batch: Batch, trace: Trace, order: str, rows: int | None = None) -> Figure:
    """Draw what comes in and goes out over time, and where each head is.

    Parameters
    ----------
    batch : Batch
        Of which the first sequence is drawn.
    trace : Trace
        What `NTM.watch` gave for it.
    order : str
        The machine's heads: ``machine.heads.order``.
    rows : int, optional
        Draw only so many of the memory's rows: the window, around the ends, that
        the heads use most.

    Returns
    -------
    Figure
    """
    weights = trace.weights[:, 0].numpy()  # (T, H, N)
    used = weights.sum(axis=(0, 1))
    rows = min(rows or len(used), len(used))
    windows = [np.roll(used, -first)[:rows].sum() for first in range(len(used))]
    first = int(np.argmax(windows)) if rows < len(used) else 0
    figure = new(8, 2.6 + 2 * len(order))
    panels = figure.subplots(
        2 + len(order), 1, sharex=True, height_ratios=[1, 1] + [2] * len(order)
    )
    steps = len(trace.outputs)
    said = np.full((trace.outputs.shape[2], steps), np.nan)
    answer = len(batch.targets)
    said[:, -answer:] = trace.outputs[-answer:, 0].T.numpy()
    low = min(0.0, float(batch.inputs.min()))
    panels[0].imshow(batch.inputs[:, 0].T.numpy(), **{**_GREYS, "vmin": low})
    panels[1].imshow(said, **_GREYS)
    for axes, name in zip(panels, ("input", "output")):
        axes.set_ylabel(name)
        axes.set_yticks([])
    kinds = {"r": "read", "w": "write"}
    for index, (axes, kind) in enumerate(zip(panels[2:], order)):
        window = np.roll(weights[:, index], -first, axis=1)[:, :rows]
        axes.imshow(window.T, **{**_GREYS, "interpolation": "nearest"})
        axes.set_ylabel(f"{kinds[kind]} head\nrow of memory")
        axes.yaxis.set_major_formatter(
            lambda place, _: f"{(int(place) + first) % len(used)}"
        )
    panels[-1].set_xlabel("step")
    return figure


def gradient_norms(record: Record) -> Figure:
    """Draw the norm of each parameter's gradient over a training.

    Parameters
    ----------
    record : record
        Its gradients are those of the last batch before each report, before
        clipping: a sample, no mean.

    Returns
    -------
    Figure
    """
    reports = [one for one in record["reports"] if "gradients" in one]
    if not reports:
        raise ParameterError("this record has no gradients")
    names = list(reports[0]["gradients"])
    figure = new(9, 1.6 * -(-len(names) // 3) + 0.5)
    panels = figure.subplots(-(-len(names) // 3), 3, sharex=True, sharey=True)
    for axes, name in zip(panels.flat, names):
        axes.plot(
            [one["sequences"] for one in reports],
            # A logarithm has no place for 0.
            [max(one["gradients"][name], 1e-9) for one in reports],
            linewidth=0.8,
        )
        axes.set_title(name, fontsize=9)
        axes.set_yscale("log")
        axes.spines[["top", "right"]].set_visible(False)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value / 1000:g}k")
    for axes in list(panels.flat)[len(names) :]:
        axes.set_visible(False)
    figure.supxlabel("sequences seen", fontsize=10)
    figure.supylabel("norm of the gradient", fontsize=10)
    return figure


def memory_stability(traces: Mapping[str, Trace]) -> Figure:
    """Draw how much the memory changes at each step: mean |difference| of a cell.

    Parameters
    ----------
    traces : mapping of str to Trace
        Each with its name in the picture.

    Returns
    -------
    Figure
    """
    figure, axes = _axes(7, 3.2)
    for name, trace in traces.items():
        axes.plot(memory_changes(trace), label=name, linewidth=1.2)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("step")
    axes.set_ylabel("mean change of a cell")
    axes.legend(frameon=False)
    return figure


def changes_while_learning(found: Sequence[tuple[int, float]]) -> Figure:
    """Draw the memory's mean change a step over a training.

    Parameters
    ----------
    found : sequence of (int, float)
        What `analyses.changes_while_learning` gave.

    Returns
    -------
    Figure
    """
    figure, axes = _axes(7, 3.2)
    axes.plot(*zip(*found), linewidth=1.2)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("mean change of a cell a step")
    _thousands(axes)
    return figure


def forward_time(found: Mapping[int, float]) -> Figure:
    """Draw the time of a step forward against the memory's rows, log-log.

    Parameters
    ----------
    found : mapping of int to float
        What `analyses.forward_times` gave.

    Returns
    -------
    Figure
    """
    figure, axes = _axes(6, 4)
    axes.loglog(list(found), list(found.values()), marker="o", label="measured")
    rows, last = list(found), list(found.values())[-1]
    linear = [last * number / rows[-1] for number in rows]
    axes.loglog(
        *(rows, linear), linestyle=":", color="0.6", label="proportional to the rows"
    )
    axes.set_ylim(bottom=min(found.values()) / 3)
    axes.minorticks_off()
    axes.set_xticks(rows, [f"{number:,}" for number in rows])
    low, high = axes.get_ylim()
    ticks = [one for one in (0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10) if low <= one <= high]
    axes.set_yticks(ticks, [f"{one:g}" for one in ticks])
    axes.set_xlabel("rows of the memory")
    axes.set_ylabel("milliseconds a step forward")
    axes.legend(frameon=False)
    return figure

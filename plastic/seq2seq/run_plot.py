"""The tape with the head moving, as papers draw an NTM's read and write weights."""

from __future__ import annotations

from typing import Any, Protocol

from .._support.arguments import whole
from .._support.extras import need
from .._support.short import short
from ..core.symbols import Symbol, brief
from ..rendering.palette import ABSTRACTED, EXCITED, INK, QUIET
from .stepwise.machine import Step
from .wording import doing, joined, quoted, writes

MOST_NAMED = 40  # places, or steps, that are named on the axes
LONGEST, LONGEST_DONE = 14, 28  # characters of a symbol, of what is done
LONGEST_COMPUTED = 60  # characters of an expression, or of its value


class Ran(Protocol):
    """What a program did on a tape, as ``plastic.seq2seq.Run`` has it."""

    @property
    def tape(self) -> list[Symbol]:
        """START, the source, END."""

    @property
    def written(self) -> list[Symbol]:
        """What was written."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: slice) -> list[Step]: ...


def plot_run(run: Ran, most: int) -> Any:
    """Draw where the head was at each step, and where it wrote; see ``Run.plot``."""
    pyplot = need("matplotlib.pyplot", "plot", "drawing a run")
    most = whole(most, "most", least=1)
    steps = run[:most]
    lowest = max((step.at for step in steps), default=0)
    if len(run.tape) <= MOST_NAMED:  # all of it, where the head never was, too
        lowest = len(run.tape) - 1
    width = min(16, 2.5 + 0.22 * len(steps))
    height = min(12, 2.2 + 0.22 * (lowest + 1))
    figure, axes = pyplot.subplots(figsize=(width, height), layout="constrained")
    places = [step.at for step in steps]
    axes.plot(range(len(steps)), places, color=QUIET, linewidth=0.8, zorder=1)
    size = 90 if len(steps) <= MOST_NAMED else 18
    for label, colour, shape, wanted in (
        ("moves", EXCITED, "o", False),
        ("writes", ABSTRACTED, "s", True),
    ):
        chosen = [i for i, step in enumerate(steps) if writes(step) is wanted]
        axes.scatter(
            chosen,
            [places[i] for i in chosen],
            size,
            color=colour,
            marker=shape,
            label=label,
            zorder=2,
        )
    _name_places(axes, run, lowest)
    _name_steps(axes, steps)
    axes.set_ylim(lowest + 0.6, -0.6)  # downward
    axes.set_ylabel("tape")
    left_out = f", the first {len(steps)} of {len(run)} steps" if run[most:] else ""
    wrote = repr(brief(joined(run.written), 30)) if run.written else "nothing"
    title = f"writes {wrote}{left_out}"
    axes.set_title(title, fontsize=10, color=INK, loc="left", parse_math=False)
    figure.legend(loc="outside lower right", ncols=2, frameon=False, fontsize=9)
    return figure


def plot_values(run: Ran, most: int) -> Any:
    """Draw what a program computed, a line for each step; see ``Run.plot``."""
    pyplot = need("matplotlib.pyplot", "plot", "drawing a run")
    steps = run[: whole(most, "most", least=1)]
    height = 0.8 + 0.28 * len(steps)
    figure, axes = pyplot.subplots(figsize=(10, height), layout="constrained")
    for at, step in enumerate(steps):
        part, gave = step.computed or ("", "")
        for x, text, colour in ((0.0, part, INK), (0.62, short(gave), ABSTRACTED)):
            told = _shortened(text, LONGEST_COMPUTED)
            axes.text(x, -at, told, color=colour, fontsize=9, parse_math=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(-len(steps), 1)
    axes.set_axis_off()
    wrote = repr(brief(joined(run.written), 30)) if run.written else "nothing"
    title = f"gives {wrote}"
    axes.set_title(title, fontsize=10, color=INK, loc="left", parse_math=False)
    return figure


def _name_places(axes: Any, run: Ran, lowest: int) -> None:
    if lowest >= MOST_NAMED:
        return
    names = [_shortened(quoted(symbol), LONGEST) for symbol in run.tape[: lowest + 1]]
    axes.set_yticks(range(lowest + 1), names, fontsize=8, parse_math=False)
    axes.grid(axis="y", color=QUIET, alpha=0.2)


def _name_steps(axes: Any, steps: list) -> None:
    if len(steps) > MOST_NAMED:
        axes.set_xlabel("step")
        return
    names = [_shortened(doing(step.operation), LONGEST_DONE) for step in steps]
    axes.set_xticks(range(len(steps)), names, rotation=90, fontsize=8, parse_math=False)


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"

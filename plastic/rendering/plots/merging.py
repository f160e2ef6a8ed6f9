"""How isomorphic symbols were merged into classes, as a dendrogram."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from ..._support.arguments import whole
from ..._support.extras import need
from ..._support.signs import Signs
from ...consolidation.isomorphism import merges
from ...consolidation.symbol_codes import SymbolIndex, encode
from ...errors import NotLearnedError, ParameterError
from ..holds import Holds
from ..palette import APART, QUIET
from .canvas import canvas, named, of_all, short, taught, upright

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...consolidation.abstractions import Abstractions
    from ...state.samples import Samples


def dendrogram(memory: Holds, *, most: int = 40, ax: Axes | None = None) -> Axes:
    """Plot how sleep merged the symbols that keep the same company.

    Parameters
    ----------
    memory : PlasticMemory
        One that has slept.
    most : int, default 40
        How many leaves to show.  Where there are more symbols, the leaves are
        the classes when so many were left, and the axis tells of how many
        symbols they are.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Each fork is a merge.  Its height is what this merge and all before it
        lost of what symbols tell about their neighbours; the sum, for the loss
        of a single merge may be smaller than that of one before.  So a line
        across parts the classes as they were: there is one for each number of
        classes that the memory uses.  The classes of the finest of these have
        each a colour of their own, in turn where there are more than eight.
        Costs what the merging does, O(symbols**2) numbers.

    Raises
    ------
    NotLearnedError
        The memory has not slept.
    ParameterError
        There are fewer than two symbols.
    MissingExtraError
        matplotlib or scipy is not installed.

    Notes
    -----
    What was learned since the last sleep counts, but only of the symbols known
    then.

    Examples
    --------
    >>> import plastic
    >>> ax = dendrogram(plastic.train("names.txt"))
    >>> sorted(label.get_text() for label in ax.get_xticklabels()[:6])
    ['a', 'e', 'i', 'o', 'u', 'y']
    """
    state, most = taught(memory), whole(most, "most", least=2)
    found = state.abstractions
    if found is None:
        raise NotLearnedError(
            "the memory has not slept, so it knows no classes: call its consolidate()"
        )
    merging = _Merging(state.samples, found, most)
    if len(merging.leaves) < 2:
        raise ParameterError("there are fewer than two symbols: nothing was merged")
    signs = Signs(found.code.symbols)
    labels = [
        _label(members, merging.often, found.code, signs)
        for members in merging.leaves.values()
    ]
    ax = canvas(ax, 1.8 + 0.22 * max(len(labels), 20), 4.5)
    _draw(merging, labels, ax)
    for size in merging.sizes:
        _line_across(merging, size, ax)
    symbols = len(found.code.symbols) + len(found.code.rare)
    what = "symbols" if len(labels) == symbols else "classes"
    named(
        ax,
        "Symbols merged by the company that they keep",
        f"{what}{of_all(len(labels), symbols)}",
        "information lost (nats a symbol)",
    )
    return ax


class _Merging:
    """The merges of a memory's symbols, and the classes between them.

    Attributes
    ----------
    steps : list of Merge
        All of them.
    heights : list of float
        What was lost after each, in nats a symbol of text.
    often : numpy.ndarray
        How often each symbol stands in the text.
    leaves : dict of int to list of int
        The classes to start the picture from: first symbol -> all.
    sizes : list of int
        The numbers of classes that the memory uses, as far as they are shown.
    """

    def __init__(self, samples: Samples, found: Abstractions, most: int) -> None:
        text = encode(samples, found.code)
        self.steps = [*merges(text, found.code)]
        self.often = np.bincount(text.numbers, text.times, found.code.width)
        lost = accumulate(merge.lost for merge in self.steps)
        self.heights = [nats / self.often.sum() for nats in lost]
        self.leaves = self.classes(most)
        used = sorted(found.histories.partitions)
        self.sizes = [size for size in used if size < len(self.leaves)]

    def done(self, size: int) -> int:
        """Count the merges until so many classes were left."""
        return max(0, len(self.steps) + 1 - size)

    def classes(self, size: int) -> dict[int, list[int]]:
        """Give the classes when so many were left: first symbol -> all."""
        groups = {number: [number] for number in range(len(self.steps) + 1)}
        for merge in self.steps[: self.done(size)]:
            groups[merge.into] += groups.pop(merge.gone)
        return groups

    def linkage(self) -> list[list[float]]:
        """Write the merges from the leaves on as scipy does."""
        ids = {first: number for number, first in enumerate(self.leaves)}
        counts = dict.fromkeys(ids, 1)
        begin, rows = self.done(len(ids)), []
        for merge, height in zip(self.steps[begin:], self.heights[begin:]):
            into, gone = merge.into, merge.gone
            counts[into] += counts[gone]
            rows.append([ids[into], ids[gone], height, counts[into]])
            ids[into] = len(self.leaves) + len(rows) - 1
        return rows

    def colours(self, order: list[int]) -> list[str]:
        """Give the colour of each leaf and then of each merge, as scipy counts them.

        The finest classes are coloured in the order of the leaves in the picture.
        """
        firsts = [*self.leaves]
        finest = max(self.sizes, default=2)
        fine = self._class_of(finest)
        colour_of: dict[int, str] = {}
        for leaf in order:
            next_colour = APART[len(colour_of) % len(APART)]
            colour_of.setdefault(fine[firsts[leaf]], next_colour)
        colours = [colour_of[fine[first]] for first in firsts]
        begin, until = self.done(len(firsts)), self.done(finest)
        colours += [colour_of[fine[merge.into]] for merge in self.steps[begin:until]]
        return colours + [QUIET] * (len(self.steps) - max(begin, until))

    def _class_of(self, size: int) -> dict[int, int]:
        return {
            number: first
            for first, members in self.classes(size).items()
            for number in members
        }


def _draw(merging: _Merging, labels: list[str], ax: Axes) -> None:
    hierarchy = need("scipy.cluster.hierarchy", "plot", "drawing dendrograms")
    # The smaller class to the left: an order that hangs on nothing else.
    plan = {"Z": merging.linkage(), "count_sort": "ascending"}
    order = hierarchy.dendrogram(**plan, no_plot=True)["leaves"]
    colours = merging.colours(order)
    hierarchy.dendrogram(
        **plan,
        ax=ax,
        labels=labels,
        leaf_rotation=upright(labels),
        leaf_font_size=10,
        link_color_func=colours.__getitem__,
    )
    for leaf, label in zip(order, ax.get_xticklabels()):
        label.set_color(colours[leaf])
        label.set_fontweight("bold")
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)
    ax.set_ylim(0, merging.heights[-1] * 1.05)


def _line_across(merging: _Merging, size: int, ax: Axes) -> None:
    """Draw where so many classes were left."""
    done = merging.done(size)
    height = (merging.heights[done - 1] + merging.heights[done]) / 2
    ax.axhline(height, color=QUIET, ls=":", lw=1)
    ax.annotate(
        f"{size} classes",
        (1, height),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize="small",
    )


def _label(
    members: list[int], often: np.ndarray, code: SymbolIndex, signs: Signs
) -> str:
    """Write a leaf: a symbol, or the most frequent of a class and how many more."""
    # The number after the last symbol is what was folded: any other symbol.
    numbers = [number for number in sorted(members) if number < len(code.symbols)]
    rest = len(code.rare) if len(numbers) < len(members) else 0
    numbers.sort(key=lambda number: -often[number])
    if not numbers:
        return f"¤ {rest:,}"
    if len(members) == 1:
        return short(signs.symbol(code.symbols[numbers[0]]))
    shown = " ".join(signs.symbol(code.symbols[number]) for number in numbers[:2])
    more = len(numbers[2:]) + rest
    return short(shown) + (f" +{more:,}" if more else "")

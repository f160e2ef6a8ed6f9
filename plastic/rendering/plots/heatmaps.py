"""What followed what, and what is expected to come next, as heat maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ..._support.arguments import whole
from ..._support.ranked import ranked
from ..._support.short import short
from ..._support.taught import is_many
from ...core.symbols import START, STOP, UNSEEN, Symbol, in_order, wrap
from ...errors import ParameterError
from ..holds import Holds
from ..palette import EXCITED, FIRED, INK, PAPER
from .canvas import canvas, matplotlib, named, of_all, pasts, taught, ticks, upright

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Mapping[Symbol, float]


def transitions(memory: Holds, *, most: int = 40, ax: Axes | None = None) -> Axes:
    """Plot how often each symbol was followed by each other.

    Parameters
    ----------
    memory : PlasticMemory
        What holds the samples that are counted.
    most : int, default 40
        Of how many symbols at the most: the most frequent ones.  The labels of
        the axes tell how many there are.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each symbol, the first for START, ``>``; a column for what
        came next, the last for STOP, ``_``.  Its one image holds the parts of
        all that followed a symbol; with those of the symbols that are not
        shown, a row adds up to 1.  Costs O(symbols of all samples).

    Raises
    ------
    NotLearnedError
        Nothing was learned yet.
    MissingExtraError
        matplotlib is not installed.

    Examples
    --------
    >>> import plastic
    >>> ax = transitions(plastic.PlasticMemory().fit(["aba", "ab"]))
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['a', 'b', '_']
    >>> ax.images[0].get_array().round(2).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.67, 0.33], [0.5, 0.0, 0.5]]
    """
    samples = taught(memory).samples
    most = whole(most, "most", least=1)
    pairs: Counter[tuple[Symbol, Symbol]] = Counter()
    for sample, times in samples.items():
        for pair in pairwise((START, *sample, STOP)):
            pairs[pair] += times
    lasts: Counter[Symbol] = Counter()
    for (last, _), times in pairs.items():
        lasts[last] += times
    known = lasts.keys() - {START}
    shown = in_order(ranked({symbol: lasts[symbol] for symbol in known})[:most])
    rows = [
        {
            following: pairs[last, following] / lasts[last]
            for following in [*shown, STOP]
        }
        for last in [START, *shown]
    ]
    ax = _heat_map(rows, ticks([START, *shown]), "of all that followed", ax)
    left_out = of_all(len(shown), len(known))
    across, upward = f"next symbol{left_out}", f"symbol{left_out}"
    named(ax, "What followed what", across, upward)
    return ax


def next_symbols(
    memory: Holds,
    contexts: Iterable[Sequence[Symbol]],
    *,
    anchored: bool = True,
    most: int = 40,
    ax: Axes | None = None,
) -> Axes:
    """Plot how probable each next symbol is, a row for each context.

    Parameters
    ----------
    memory : PlasticMemory
        What predicts.
    contexts : iterable of str or sequence of hashable
        What came so far: the rows.
    anchored : bool, default True
        Whether contexts begin at the start of a sample.
    most : int, default 40
        How many next symbols to show at the most: those that are most probable
        over all rows.  The label of the axis tells how many there are.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its one image holds the probabilities.  The last column, ``_``, is
        STOP.  Costs a prediction for each row.

    Raises
    ------
    NotLearnedError
        Nothing was learned yet.
    SampleError, SampleTypeError
        A context does not belong with what the memory holds.
    ParameterError
        `contexts` are a single one, or none.
    MissingExtraError
        matplotlib is not installed.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["emma", "emmy", "emily"])
    >>> ax = next_symbols(memory, ["", "e", "em"])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['>', '>e', '>em']
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['a', 'e', 'i', 'l', 'm', 'y', '_']
    """
    state = taught(memory)
    most = whole(most, "most", least=1)
    if isinstance(contexts, str) or not is_many(contexts):
        raise ParameterError(
            f"contexts must be many, such as a list: {short(contexts)}"
        )
    contexts = [*contexts]
    if not contexts:
        raise ParameterError("contexts must be one at least: there are none")
    checked = [state.vocabulary.check_prefix(context) for context in contexts]
    contexts_seen = [wrap(seen)[:-1] if anchored else seen for seen in checked]
    expert = state.expert
    rows = [expert.distribution(expert.initial_state(seen)) for seen in contexts_seen]
    totals: Counter[Symbol] = Counter()
    for row in rows:
        totals.update(row)
    known = totals.keys() - {STOP, UNSEEN}
    likely = ranked({symbol: totals[symbol] for symbol in known})[:most]
    shown = [*in_order(likely), STOP]
    table = [{symbol: row[symbol] for symbol in shown} for row in rows]
    ax = _heat_map(table, pasts(contexts_seen), "probability", ax)
    across = f"next symbol{of_all(len(shown) - 1, len(known))}"
    named(ax, "How probable each next symbol is", across, "context")
    return ax


def _heat_map(
    rows: Sequence[Row], names: list[str], told: str, ax: Axes | None
) -> Axes:
    """Draw a table of parts of 1, and tell what they are: all rows have one header."""
    labels = ticks([*rows[0]])
    cell = min(0.45, max(0.24, 6 / len(labels)))  # inches
    angle = upright(labels)
    below = max(map(len, labels)) if angle else 1  # characters, some .09 inches each
    ax = canvas(
        ax,
        width=1.6 + 0.09 * max(map(len, names)) + cell * len(labels),
        height=1 + 0.09 * below + cell * len(rows),
    )
    table = np.array([[*row.values()] for row in rows])
    # By the root of what they stand for: one large part would else make all
    # others look like none.
    scale = matplotlib("colors").PowerNorm(0.5, vmin=0, vmax=table.max() or 1)
    image = ax.imshow(table, cmap=_colours(), norm=scale)
    bar = ax.figure.colorbar(image, cax=ax.inset_axes((1.02, 0, 0.025, 1)))
    bar.set_label(told)
    bar.ax.yaxis.set_major_formatter(matplotlib("ticker").PercentFormatter(1))
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xticks(range(len(labels)), labels, rotation=angle)
    ax.set_yticks(range(len(names)), names)
    return ax


def _colours() -> Any:
    """Give the colours from never to always; they grow evenly darker."""
    colours = [PAPER, FIRED, EXCITED, INK]
    return matplotlib("colors").LinearSegmentedColormap.from_list("chance", colours)

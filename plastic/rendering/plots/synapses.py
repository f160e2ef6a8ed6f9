"""How strong synapses are: those of one concept, and those of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._support.arguments import whole
from ..._support.ranked import ranked
from ..._support.read_only import digraph
from ..._support.short import short
from ...arrays.view import tables
from ...core.symbols import Symbols
from ...errors import NotLearnedError, ParameterError
from ..holds import Holds
from ..palette import ABSTRACTED, EXCITED, INHIBITED, QUIET
from .canvas import (
    canvas,
    in_thousands,
    matplotlib,
    named,
    of_all,
    pasts,
    taught,
    ticks,
    written,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...consolidation.slots import SlotConcept, SlotInfo
    from ...inspection.ranking import ConceptInfo


def strengths(
    memory: Holds,
    concept: Symbols | ConceptInfo | SlotConcept | SlotInfo,
    *,
    most: int = 20,
    ax: Axes | None = None,
) -> Axes:
    """Plot the synapses of a concept, or what a slot concept excites and inhibits.

    Parameters
    ----------
    memory : PlasticMemory
        What holds it.
    concept : str, tuple, SlotConcept, ConceptInfo or SlotInfo
        A node of ``memory.graph``, or one of ``memory.concepts()``.  One that
        begins where samples do begins with :data:`plastic.START`.
    most : int, default 20
        How many synapses to show: the strongest, excited or inhibited.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each next symbol, blue if it is excited, vermilion if it is
        inhibited.  Costs O(slot concepts) for the first one of these.

    Raises
    ------
    NotLearnedError
        The memory holds no such concept.
    ParameterError
        It has no synapses: it ends samples, or is a class.
    MissingExtraError
        matplotlib is not installed.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["rohan", "mohan", "roha"])
    >>> ax = strengths(memory, "oha")
    >>> for label, bar in zip(ax.get_yticklabels(), ax.patches):
    ...     print(label.get_text(), bar.get_width())
    n 2
    _ 1
    """
    facts, name = _find(memory, concept)
    synapses = facts.get("synapses")
    if not synapses:
        raise ParameterError(f"{name} has no synapses: it ends samples, or is a class")
    shown = ranked(synapses)[: whole(most, "most", least=1)]
    shown.sort(key=lambda symbol: -synapses[symbol])
    ax = canvas(ax, 6.4, 1.2 + 0.24 * len(shown))
    values = [synapses[symbol] for symbol in shown]
    colours = [EXCITED if value > 0 else INHIBITED for value in values]
    ax.barh(range(len(shown)), values, color=colours)
    ax.axvline(0, color=QUIET, lw=1)
    ax.set_yticks(range(len(shown)), ticks(shown))
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    if facts["kind"] == "slot":
        kind = "Slot concept"
        unit = "nats of log-odds): above 0 excites, below 0 inhibits"
    else:
        kind, unit = "Concept", "branches that rely on it)"
        ax.xaxis.set_major_locator(matplotlib("ticker").MaxNLocator(integer=True))
    named(
        ax,
        f"{kind} {name}, r_level {facts['r_level']}",
        f"strength ({unit}",
        f"next symbol{of_all(len(shown), len(synapses))}",
    )
    return ax


def concept_strengths(memory: Holds, *, ax: Axes | None = None) -> Axes:
    """Plot how often concepts fired and how strong synapses are, strongest first.

    Parameters
    ----------
    memory : PlasticMemory
        Whose concepts.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Two curves with both scales logarithmic: the counts of all concepts and
        the strengths of all their synapses, each by rank.  Costs O(synapses).

    Raises
    ------
    NotLearnedError
        Nothing was learned yet.
    MissingExtraError
        matplotlib is not installed.

    Examples
    --------
    >>> import plastic
    >>> ax = concept_strengths(plastic.PlasticMemory().fit(["ab", "ac"]))
    >>> [line.get_ydata().tolist() for line in ax.lines]
    [[8, 2, 2, 2], [2, 2, 1, 1, 1, 1, 1]]
    """
    nodes = [*taught(memory).concepts.nodes()]
    counts = sorted((node["count"] for node in nodes), reverse=True)
    strong = sorted(s for node in nodes for s in node["synapses"].values())[::-1]
    ax = canvas(ax, 6.4, 4)
    for values, what, colour in (
        (counts, "concepts, by count", ABSTRACTED),
        (strong, "synapses, by strength", EXCITED),
    ):
        label = f"{len(values):,} {what}"
        ax.plot(range(1, len(values) + 1), values, color=colour, lw=2, label=label)
    ax.set_xscale("log")
    ax.set_yscale("log")
    in_thousands(ax.xaxis, ax.yaxis)
    ax.minorticks_off()
    title = "Counts of concepts and strengths of synapses, by rank"
    named(ax, title, "rank, the strongest first", "count, strength")
    ax.legend(frameon=False)
    return ax


def _find(memory: Holds, concept: Any) -> tuple[Mapping[str, Any], str]:
    """Look a concept up, given as itself or as what the library says of it."""
    state = taught(memory)
    node = getattr(concept, "symbols", getattr(concept, "concept", concept))
    plain, slots = isinstance(node, (str, tuple)), state.slots
    waking = digraph(tables(state.graph.directory))
    graph = waking if plain or slots is None else slots.graph
    if node not in graph:
        raise NotLearnedError(
            f"no concept {short(node)} is held: give a node of memory.graph, or one "
            "of memory.concepts(); what begins a sample begins with plastic.START"
        )
    name = pasts([node])[0] if plain else written(str(node))
    return graph.nodes[node], name

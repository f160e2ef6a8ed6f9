"""The concept tree, drawn: what abstracts from what, how deep, how strong.

Read it from the left: the root is the empty past, and each concept is more
specific by the symbols that it adds in front.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..._support.ranked import ranked
from ..._support.signs import Signs
from ...core.concepts import ConceptGraph, Node
from ...core.potentiation import fire
from ...core.symbols import Symbols, wrap
from .. import palette
from ..words import signs_of
from . import labels
from .drawing import Drawing
from .rings import places
from .selection import Selection

FONT = "Helvetica,Arial,sans-serif"
MOST_LAYERED = 100  # concepts: above, dot's layers are too long to look at
MOST_SYNAPSES, MOST_FACTS = 4, 8  # of a concept, beside it and in its tooltip
MOST_CAPTION = 72  # characters of a line of the caption
MOST_LABELLED = 3000  # above, nobody can read them all, and placing them takes long


class Style(NamedTuple):
    """What a drawing of concepts shows besides them."""

    counts: bool = True
    r_levels: bool = False
    synapses: bool = False


class Tree:
    """A drawing in the making.

    Parameters
    ----------
    concepts : ConceptGraph
        What is drawn.
    selection : Selection
        How much of it.
    style : Style
        What is written beside each concept.
    engine : str, optional
        Which of Graphviz's programs lays it out; by size if None: ``dot`` in
        layers; where there are too many for that ``neato``, which leaves them
        where :mod:`.rings` puts them, or ``sfdp`` if more is drawn.
    path : list of Node
        The concepts that fire, to be highlighted; all others fade.
    alone : bool
        Nothing but concepts is drawn.

    Attributes
    ----------
    drawing : Drawing
        The result.
    """

    def __init__(
        self,
        concepts: ConceptGraph,
        selection: Selection,
        style: Style,
        engine: str | None = None,
        path: Sequence[Node] = (),
        alone: bool = False,
    ) -> None:
        self.concepts, self.selection, self.style = concepts, selection, style
        self.signs = signs_of(concepts)
        self.ids = {id(node): f"c{i}" for i, node in enumerate(selection.nodes)}
        self.path, self.fired = path, {id(node) for node in path}
        self.highest = max(node["r_level"] for node in concepts.nodes())
        self.placed = engine is None and alone and len(self.ids) > MOST_LAYERED
        usual = "dot" if len(self.ids) <= MOST_LAYERED else "sfdp"
        self.engine = engine or ("neato" if self.placed else usual)
        self.drawing = self._paper()
        self.notes = [selection.note]

    def finish(self) -> Drawing:
        """Write the caption, and give the drawing."""
        self.drawing.attr(label=labels.label(map(labels.plain, self._caption())))
        return self.drawing

    def _caption(self) -> list[str]:
        """Put the notes on lines that do not make the picture wider."""
        lines: list[str] = []
        for note in self.notes:
            if lines and len(lines[-1]) + len(note) < MOST_CAPTION:
                lines[-1] += f" · {note}"
            else:
                lines.append(note)
        return lines

    # Concepts ----------------------------------------------------------------------

    def add_concepts(self) -> None:
        """Draw the chosen concepts, and edges from abstract to specific."""
        pinned = self._places() if self.placed else {}
        for node in self.selection.nodes:
            self._add_concept(node, pinned.get(node.symbols))
            if node is not self.concepts.root:
                self._add_edge(node)
        if any(map(self._hidden, self.selection.nodes)):
            self.notes.append("+3: three more right above, not shown")
        if not self.fired:
            self.notes.append(f"r_levels 0..{self.highest} from dark to light")

    def _places(self) -> dict[Symbols, str]:
        """Give where each concept stands, as Graphviz reads it."""
        nodes = sorted(self.selection.nodes, key=lambda node: len(node.symbols))
        parents = {
            node.symbols: None if node is self.concepts.root else self._below(node)
            for node in nodes
        }
        sizes = [labels.size(self._lines(node)) for node in nodes]
        found = zip(parents, places(parents, sizes))
        # Graphviz counts places in inches of 72 points.
        return {name: f"{x / 72:.4f},{y / 72:.4f}!" for name, (x, y) in found}

    def _below(self, node: Node) -> Symbols:
        below: Node = fire(self.concepts, node.symbols, len(node.symbols))[-2]
        return below.symbols

    def _add_concept(self, node: Node, place: str | None) -> None:
        look = self._look(node)
        if place is not None:
            look["pos"] = place
        if len(self.ids) > MOST_LABELLED:
            size = 0.02 + 0.2 * self._strength(node) ** 2
            look.update(label="", shape="circle", width=f"{size:.2f}", height="0")
        self.drawing.node(
            self.ids[id(node)], tooltip=labels.tooltip(_facts(node, self.signs)), **look
        )

    def _look(self, node: Node) -> dict[str, str]:
        colour = palette.depth_colour(node["r_level"], self.highest)
        ink = palette.ink_on(colour)
        if self.fired and id(node) not in self.fired:
            colour, ink = "#eeeeee", "#777777"
        look = {"fillcolor": colour, "fontcolor": ink}
        if id(node) in self.fired:
            look.update(color=palette.FIRED, penwidth="3")
        return {"label": labels.label(self._lines(node)), **look}

    def _add_edge(self, node: Node) -> None:
        below = fire(self.concepts, node.symbols, len(node.symbols))[-2]
        fired = id(node) in self.fired
        self.drawing.edge(
            self.ids[id(below)],
            self.ids[id(node)],
            penwidth=f"{0.4 + 4 * self._strength(node):.2f}",
            tooltip=labels.tooltip(f"count {node['count']:,}"),
            **({"color": palette.FIRED} if fired else {}),
        )

    def _strength(self, node: Node) -> float:
        """Give a concept's count on a scale from 0 to 1."""
        return math.log1p(node["count"]) / math.log1p(
            max(self.concepts.root["count"], 1)
        )

    def _hidden(self, node: Node) -> int:
        """Count the concepts right above one that are not drawn."""
        return sum(id(child) not in self.ids for child in node.children())

    def _lines(self, node: Node) -> list[str]:
        first = f"<b>{labels.name(node.symbols, self.signs)}</b>"
        beside = []
        if self.style.counts:
            beside.append(f"{node['count']:,}")
        if self.style.r_levels:
            beside.append(f"r{node['r_level']}")
        if hidden := self._hidden(node):
            beside.append(f"+{hidden:,}")
        if beside:
            first += labels.sized(f"&#160; {' '.join(beside)}", 9)
        if not (self.style.synapses and node["synapses"]):
            return [first]
        coming = [
            f"{labels.symbol(y, self.signs)}&#160;{node['synapses'][y]:,}"
            for y in ranked(node["synapses"])[:MOST_SYNAPSES]
        ]
        more = " …" if len(node["synapses"]) > len(coming) else ""
        return [first, labels.sized(f"→ {'&#160; '.join(coming)}{more}", 9)]

    # What may stand beside them --------------------------------------------------

    def add_prefixes(self) -> None:
        """Draw, dotted, from each concept to those that go on from it in time.

        ``em`` is a prefix of ``emm``: a relation that the tree does not hold
        and that is looked up here.
        """
        nodes = {node.symbols: node for node in self.selection.nodes}
        found = False
        for symbols, node in nodes.items():
            for end in range(len(symbols) - 1, 0, -1):
                if symbols[:end] in nodes:
                    found = True
                    self.drawing.edge(
                        self.ids[id(nodes[symbols[:end]])],
                        self.ids[id(node)],
                        style="dashed",
                        color=palette.EXCITED,
                        constraint="false",
                        arrowhead="vee",
                        tooltip="goes on as",
                    )
                    break
        if found:
            self.notes.append("blue dashes: goes on as (prefix)")

    def add_samples(self, samples: Mapping[Symbols, int]) -> None:
        """Hang each sample, as a leaf, on the last concept that it fires."""
        shown = 0
        for number, (sample, times) in enumerate(samples.items()):
            sequence = wrap(sample)
            last = fire(self.concepts, sequence, len(sequence))[-1]
            if id(last) not in self.ids:
                continue
            shown += 1
            again = labels.sized(f" &#215;{times:,}", 9) if times > 1 else ""
            self.drawing.node(
                f"s{number}",
                labels.label([labels.name(sample, self.signs) + again]),
                shape="plaintext",
                style="",
                fontcolor=palette.INK,
                **{"class": "bare"},
                tooltip=labels.tooltip(f"sample {self.signs.brief(sample)}"),
            )
            self.drawing.edge(
                self.ids[id(last)], f"s{number}", style="dotted", arrowhead="none"
            )
        if shown < len(samples):
            self.notes.append(f"{shown:,} of {len(samples):,} samples")

    def _paper(self) -> Drawing:
        drawing = Drawing("plastic", engine=self.engine)
        drawing.attr(
            rankdir="LR",
            fontname=FONT,
            fontsize="11",
            fontcolor="#555555",
            labelloc="b",
            bgcolor=palette.PAPER,
            tooltip=" ",
        )
        if self.engine == "dot":
            drawing.attr(ranksep="0.4", nodesep="0.08")
            if not self.fired:  # else dot would shuffle the next symbols
                drawing.attr(ordering="out")
        else:
            apart = len(self.ids) <= MOST_LABELLED and not self.placed
            overlap = "prism" if apart else "true"
            drawing.attr(overlap=overlap, outputorder="edgesfirst")
        drawing.attr(
            "node",
            shape="box",
            style="rounded,filled",
            fontname=FONT,
            fontsize="12",
            height="0.2",
            width="0.3",
            margin="0.07,0.03",
            penwidth="0",
        )
        drawing.attr("edge", color="#99999999", arrowhead="none", fontname=FONT)
        return drawing


def _facts(node: Node, signs: Signs) -> str:
    coming = ranked(node["synapses"])[:MOST_FACTS]
    shown = " ".join(f"{signs.symbol(y)}:{node['synapses'][y]}" for y in coming)
    return (
        f"{signs.past(node.symbols)}: r_level {node['r_level']}, "
        f"count {node['count']:,}, next {shown or '(end)'}"
    )

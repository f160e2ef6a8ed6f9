"""The explorer: all concepts of a memory on one page that needs nothing else.

The page holds the waking concepts as parallel arrays, from the root outward,
each as what it adds to its parent; the rest, names, places, probabilities,
is worked out in the page (`web/`).  After a sleep the slot concepts follow, see
:mod:`.asleep`.  It opens from a disk, without a server or a network.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from .._support.html import script_json
from .._support.signs import Signs
from ..consolidation.slots import SlotLibrary
from ..core.concepts import ConceptGraph, Node, relying
from ..core.symbols import START, Symbol, Symbols, show_symbol
from ..core.tally import DEEPEST
from ..errors import DataError
from ..mixture.corrected import Corrected
from ..mixture.mixture import Mixture
from ..mixture.waking import WakingExpert
from . import palette
from .asleep import Asleep

DIGITS = 9  # of a factor: more than anybody sees, and half as long

WEB = files(__package__) / "web"


def web_page(template: str, parts: Mapping[str, str]) -> str:
    """Put a page together that needs nothing else.

    Parameters
    ----------
    template : str
        The page, with marks such as ``{{stage.js}}``.
    parts : mapping
        What to put in the place of marks; all others name a file in ``web/``.

    Examples
    --------
    >>> web_page("<style>{{colours}}</style>", {"colours": ":root {}"})
    '<style>:root {}</style>'
    """

    def part(match: re.Match[str]) -> str:
        name = match[1]
        if name in parts:
            return parts[name]
        return (WEB / name).read_text(encoding="utf-8")

    # In one pass: a sample may look like one of the marks.
    return re.sub(r"\{\{([\w./-]+)\}\}", part, template)


class Page:
    """The interactive page of a graph: pan, zoom, search, ask what is next.

    Parameters
    ----------
    waking : WakingExpert
        What predicts from the concepts that are shown.
    told : str
        What is shown, in one line: the memory's repr.
    slots : SlotLibrary, optional
        What the last sleep found, which is shown and predicts, too.
    corrected : Corrected, optional
        Who predicts, where it is estimated how likely known samples are to come again.
    samples : mapping, optional
        What is held, which is followed where that pays.

    Examples
    --------
    >>> import plastic, tempfile
    >>> memory = plastic.PlasticMemory().fit(["emily", "emma"])
    >>> page = Page(memory.state.graph.predictor, repr(memory))
    >>> path = Path(tempfile.mkdtemp(), "names.html")
    >>> page.write(path)
    >>> "<script src" in path.read_text(encoding="utf-8")
    False
    """

    def __init__(
        self,
        waking: WakingExpert,
        told: str,
        slots: SlotLibrary | None = None,
        corrected: Corrected | None = None,
        samples: Mapping[Symbols, int] | None = None,
    ) -> None:
        self.waking, self.told = waking, told
        self.slots, self.corrected = slots, corrected
        self.samples = samples or {}

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the page.

        Parameters
        ----------
        path : str or os.PathLike
            The file, which is replaced.  Some 300 kB, and 50 bytes a
            concept; after a sleep also 3 bytes for each strength of a slot concept,
            and, where samples are followed, for each symbol of them;
            where repeats are estimated, 30 bytes for each beginning of a sample.

        Raises
        ------
        DataError
            The file cannot be written.

        Notes
        -----
        Costs O(concepts + synapses).
        """
        try:
            Path(path).write_text(
                self.text(), encoding="utf-8", errors="backslashreplace"
            )
        except OSError as error:
            raise DataError(f"cannot write {os.fspath(path)!r}: {error}") from error

    def text(self) -> str:
        """Give the page as text; see :meth:`write`."""
        template = (WEB / "explorer.html").read_text(encoding="utf-8")
        colours = palette.style(palette.VIRIDIS)
        data = script_json(self.describe())
        return web_page(template, {"data": data, "colours": colours})

    def describe(self) -> dict[str, Any]:
        """Give what the page must know.

        Returns
        -------
        dict
            For JSON.  Symbols are indices into ``shown``, the last two of which
            are STOP and START; concepts are indices into the parallel arrays.

        Examples
        --------
        >>> import plastic
        >>> memory = plastic.PlasticMemory().fit(["ab", "cb"])
        >>> told = Page(memory.state.graph.predictor, repr(memory)).describe()
        >>> told["shown"], told["parents"], told["counts"]
        (['a', 'b', 'c', '_', '>'], [0, 0, 0, 0], [8, 2, 2, 2])
        """
        waking, concepts = self.waking, self.waking.concepts
        # One that holds nothing is of neither kind.
        strings = isinstance(concepts.root.symbols, str) and concepts.root["count"] > 0
        symbols = [*waking.symbols, START]
        signs = Signs(symbols)
        shown = [*map(signs.symbol, symbols)]
        tree = _tree(concepts, {symbol: at for at, symbol in enumerate(symbols)})
        sleep = None
        if self.slots is not None:
            asleep = Asleep(self.slots, symbols, len(tree["parents"]), self.samples)
            sleep = asleep.describe()
            for name, dots in asleep.dots().items():
                tree[name].extend(dots)
            tree["levels"].extend([0, *sleep.pop("levels")])
        return {
            "about": self.told.strip("<>").partition(": ")[2],
            "sleep": sleep,
            "repeats": self._repeats(symbols, sleep),
            "strings": strings,
            "horizon": concepts.horizon,
            "discounts": [*map(waking.discounts, range(DEEPEST + 1))],
            "unseenWidth": waking.unseen_width,
            "shown": shown,
            "typed": symbols[:-2] if strings else shown[:-2],
            "unquoted": _unquoted(signs, symbols, shown),
            **tree,
        }

    def _repeats(
        self, symbols: list[Symbol], sleep: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """Give the beginnings of known samples, and what each is multiplied by."""
        if self.corrected is None:
            return None
        index = {symbol: at for at, symbol in enumerate(symbols)}
        found, source = self.corrected.correction.beginnings(), self.corrected.source
        weights = source.weights if isinstance(source, Mixture) else None
        if sleep is not None and sleep["unfollowed"]:
            weights = None  # of one more than have a say on the page
        return {
            "parents": found.parents,
            "next": [index[symbol] for symbol in found.symbols],
            "factors": [float(f"{factor:.{DIGITS}g}") for factor in found.factors],
            "weights": weights,
        }


def _unquoted(signs: Signs, symbols: list[Symbol], shown: list[str]) -> dict[str, int]:
    """Give what may be typed instead of a quoted symbol: itself, if nothing else is."""
    plain = {show_symbol(symbol): symbol for symbol in signs.quoted}
    taken = {*shown, *plain} if len(plain) < len(signs.quoted) else {*shown}
    return {
        text: symbols.index(symbol)
        for text, symbol in plain.items()
        if text not in taken
    }


def _tree(concepts: ConceptGraph, index: dict[Symbol, int]) -> dict[str, list[int]]:
    """Lay the concepts out in arrays, breadth first, siblings in symbol order."""
    nodes, parents = [concepts.root], [0]
    added: list[list[int]] = [[]]
    traces: list[list[tuple[list[int], int]]] = []  # added, symbol after (-1: none)
    for at, node in enumerate(nodes):
        hanging = []
        for _, branch in sorted((index[y], b) for y, b in node.branches.items()):
            past = concepts.past(branch)
            more = [index[symbol] for symbol in past[: len(past) - len(node.symbols)]]
            if type(branch) is not Node:
                after = [index[symbol] for symbol in relying(branch)]
                hanging.append((more, after[0] if after else -1))
                continue
            nodes.append(branch)
            parents.append(at)
            added.append(more)
        traces.append(hanging)
    every = [trace for hanging in traces for trace in hanging]
    synapses = [
        sorted((index[y], n) for y, n in node["synapses"].items()) for node in nodes
    ]
    return {
        "parents": parents,
        "counts": [node["count"] for node in nodes],
        "levels": [node["r_level"] for node in nodes],
        "addedLengths": [*map(len, added)],
        "added": [symbol for symbols in added for symbol in symbols],
        "fanouts": [*map(len, synapses)],
        "next": [symbol for fanout in synapses for symbol, _ in fanout],
        "strengths": [strength for fanout in synapses for _, strength in fanout],
        "traceCounts": [*map(len, traces)],
        "traceAddedLengths": [len(more) for more, _ in every],
        "traceAdded": [symbol for more, _ in every for symbol in more],
        "traceNext": [after for _, after in every],
    }

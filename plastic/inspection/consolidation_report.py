"""The report of a sleep: what was found, and what it is worth."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from .._support import html
from .._support.signs import Signs
from ..consolidation.abstractions import Abstractions
from ..consolidation.slots import SlotLibrary
from ..consolidation.templates import RECALL, Template
from ..core.symbols import Symbol
from ..mixture.weights import WeightTable


class Kind(NamedTuple):
    """What one kind of abstraction came to."""

    kept: int
    dropped: int
    nats: float


class ConsolidationReport(NamedTuple):
    """What a sleep found.

    Attributes
    ----------
    classes : dict of int to list of list
        Into how many classes -> the members of each class.
    kinds : dict of str to Kind
        For each kind of abstraction the slot concepts that were kept and
        dropped, and the nats that the kept ones saved.
    weights : tuple of tuple of float
        How much waking and sleep are believed, and, if that pays, what recurs
        in the sample, and what followed where others were alike: over all; then
        where the concept that fires has below 3 symbols, below 6, 10, 16, and more,
        each in four parts: where waking gives what it deems most probable below
        .3, .6, .9, and more; then for pasts of 2 to 7 symbols that begin in the
        middle, by their length.
    seconds : float
        How long it slept.
    others : tuple of str
        Whose weights there are beside those of waking and sleep.

    Examples
    --------
    >>> import plastic
    >>> names = plastic.datasets.read(plastic.datasets.path("names.txt"))[:100]
    >>> report = plastic.PlasticMemory().fit(names).consolidate()
    >>> report.kept > 100, report.dropped > 100, 0 <= report.weight <= 1
    (True, True, True)
    >>> "".join(report.classes[2][0])
    'aeioy'
    """

    classes: dict[int, list[list[Symbol]]]
    kinds: dict[str, Kind]
    weights: WeightTable
    seconds: float
    others: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """How many slot concepts there are."""
        return sum(kind.kept for kind in self.kinds.values())

    @property
    def dropped(self) -> int:
        """How many there would be had they paid for themselves."""
        return sum(kind.dropped for kind in self.kinds.values())

    @property
    def weight(self) -> float:
        """The weight of sleep, over all."""
        return self.weights[0][1]

    def _believed(self) -> str:
        awake, asleep, *more = self.weights[0]
        told = f"weight of sleep {asleep:.2f}, of waking {awake:.2f}"
        others = zip(self.others, more)
        return told + "".join(f", of {who} {each:.2f}" for who, each in others)

    def __repr__(self) -> str:
        return (
            f"<ConsolidationReport: {self.kept:,} slot concepts kept, "
            f"{self.dropped:,} dropped, {self._believed()}>"
        )

    def __str__(self) -> str:
        lines = [f"slept {self.seconds:.2f} s; {self._believed()}"]
        lines += [
            f"  {name:<10}  {kind.kept:>8,} kept  {kind.dropped:>9,} dropped  "
            f"{kind.nats:>11,.0f} nats saved"
            for name, kind in self.kinds.items()
        ]
        for number, groups in self.classes.items():
            lines.append(f"  {number} classes: {'; '.join(_members(groups))}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            [name, f"{kind.kept:,}", f"{kind.dropped:,}", f"{kind.nats:,.0f}"]
            for name, kind in self.kinds.items()
        ]
        caption = f"slept {self.seconds:.2f} s; {self._believed()}"
        classes = [
            [str(size), "; ".join(map(html.code, _members(groups)))]
            for size, groups in self.classes.items()
        ]
        header = ["kind", "kept", "dropped", "nats saved"]
        found = html.table(["classes", "members"], classes)
        return html.table(header, rows, caption) + found


def report(found: Abstractions, seconds: float) -> ConsolidationReport:
    """Sum up what a sleep found."""
    kinds: dict[str, Kind] = {}
    for saving in found.savings:
        name = _kind(saving.template)
        kept, dropped, nats = kinds.get(name, Kind(0, 0, 0.0))
        kinds[name] = Kind(
            kept + saving.kept, dropped + saving.dropped, nats + saving.nats
        )
    classes: dict[int, list[list[Symbol]]] = {}
    for one_class, members in sorted(
        SlotLibrary(found).classes().items(),
        key=lambda item: (item[0].classes, item[0].number),
    ):
        classes.setdefault(one_class.classes, []).append(members)
    weights = (found.matches or found).weights
    others = ["what recurs"] if found.recurs else []
    others += ["other samples"] if found.matches is not None else []
    return ConsolidationReport(classes, kinds, weights, seconds, tuple(others))


def _kind(template: Template) -> str:
    kinds = {feature.kind for feature in template}
    if kinds & RECALL:
        return "recall"
    if "word" in kinds:
        return "words"
    if "class" in kinds:
        return "classes"
    if "runs" in kinds:
        return "runs"
    if "first" in kinds:
        return "beginnings"
    places = sorted(feature.at for feature in template)
    return "symbols" if places == [*range(1, len(places) + 1)] else "gaps"


def _members(groups: list[list[Symbol]], most: int = 12) -> list[str]:
    shown = [members[:most] for members in groups]
    signs = Signs(chain.from_iterable(shown))
    return [
        " ".join(map(signs.symbol, symbols)) + " ..." * (len(members) > most)
        for symbols, members in zip(shown, groups)
    ]

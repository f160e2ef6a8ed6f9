"""Explaining a memory that has slept: what each part did to the log-odds."""

from __future__ import annotations

import numpy as np

from ..consolidation.mixing import MixedPredictor
from ..consolidation.slots import SlotLibrary
from ..core.symbols import Symbol, Symbols
from .explanation import Contribution, Explanation, explain


class MixedExplanation(Explanation):
    """What each slot concept, the symbols' frequency and waking did.

    Attributes
    ----------
    contributions : list of Contribution
        Their ``added`` are log-odds, in nats: for every symbol they add up to
        the logarithm of its probability.  First the slot concepts, the most
        complex one first; then how frequent the symbols are; then waking; last
        a shift, the same for all symbols, by which the probabilities add up
        to 1.
    probabilities : dict
        Next symbol -> probability.
    awake : Explanation
        What waking's part comes from.
    """

    def __init__(
        self,
        context: Symbols,
        contributions: list[Contribution],
        probabilities: dict[Symbol, float],
        awake: Explanation,
    ) -> None:
        self.context, self.contributions = context, contributions
        self.probabilities, self.awake = probabilities, awake

    def table(self) -> list[list[str]]:
        """Give header, rows and result as text; of the slot concepts the strongest."""
        shown = self._strongest()
        weights = [
            one.weight if one.kind in ("frequency", "waking") else None for one in shown
        ]
        return self._table("{:+.3f}".format, weights, shown)

    def _strongest(self, most: int = 12) -> list[Contribution]:
        """Leave the strongest slot concepts as they are and add up the others."""
        slots = [one for one in self.contributions if one.kind == "slot"]
        others = self.contributions[len(slots) :]
        ranked = sorted(slots, key=lambda one: -max(map(abs, one.added.values())))
        if len(ranked) <= most:
            return self.contributions
        rest = ranked[most:]
        added = {y: sum(one.added[y] for one in rest) for y in rest[0].added}
        name = f"({len(rest)} more)"
        sum_of_rest = Contribution(name, "slot", None, None, {}, 0.0, added)
        kept = [one for one in slots if one in ranked[:most]]
        return [*kept, sum_of_rest, *others]


def explain_mixture(
    predictor: MixedPredictor, slots: SlotLibrary, sequence: Symbols
) -> MixedExplanation:
    """Take a mixed prediction apart.

    Parameters
    ----------
    predictor : MixedPredictor
        What predicts.
    slots : SlotLibrary
        The names of what sleep found.
    sequence : str or tuple
        The context: ``START``, if it begins a sample, and the prefix.

    Returns
    -------
    MixedExplanation
        Its contributions add up to the logarithms of what is predicted.
    """
    mixture = predictor.mixture(predictor.read(sequence))
    found, order = predictor.abstractions, predictor.order
    slept = np.flatnonzero(predictor.targets < len(found.base))
    targets = predictor.targets[slept]
    weight = found.weight

    def part(kind: str, values: np.ndarray, share: float, concept=None, r_level=None):
        added = {order[at]: float(value) for at, value in zip(slept, values)}
        return Contribution(concept, kind, r_level, None, {}, share, added)

    contributions = [
        part(
            "slot",
            weight * found.strengths[row][targets],
            weight,
            slots.concept(row),
            int(slots.r_levels[row]),
        )
        for row in reversed(mixture.fired.tolist())
        if row < len(slots)
    ]
    contributions.append(part("frequency", weight * found.base[targets], weight))
    awake = np.log(mixture.awake)
    awake[slept] -= weight * np.log(mixture.masses[targets])
    waking = dict(zip(order, awake.tolist()))
    contributions.append(
        Contribution(None, "waking", None, None, {}, 1 - weight, waking)
    )
    chances = mixture.awake * mixture.factors[predictor.targets]
    contributions.append(part("shift", mixture.shift + 0 * targets, 0.0))
    probabilities = dict(zip(order, chances.tolist()))
    awake_explanation = explain(predictor.waking, sequence)
    return MixedExplanation(sequence, contributions, probabilities, awake_explanation)

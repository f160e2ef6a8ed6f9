"""Explaining a mixture: what each expert, part by part, did to the log-odds."""

from __future__ import annotations

from ..core.symbols import Symbol, Symbols
from ..mixture.expert import Contribution
from ..mixture.mixture import Mixture
from ..mixture.waking import WakingExpert
from .explanation import Explanation


class MixedExplanation(Explanation):
    """What each expert did: slot concepts, the symbols' frequency, waking.

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
            term.weight if term.kind in ("frequency", "waking") else None
            for term in shown
        ]
        return self._table("{:+.3f}".format, weights, shown)

    def _strongest(self, most: int = 12) -> list[Contribution]:
        """Leave the strongest slot concepts as they are and add up the others."""
        slots = [term for term in self.contributions if term.kind == "slot"]
        others = [term for term in self.contributions if term.kind != "slot"]
        ranked = sorted(slots, key=lambda slot: -max(map(abs, slot.added.values())))
        if len(ranked) <= most:
            return self.contributions
        rest = ranked[most:]
        added = {y: sum(slot.added[y] for slot in rest) for y in rest[0].added}
        name = f"({len(rest)} more)"
        sum_of_rest = Contribution(name, "slot", None, None, {}, 0.0, added)
        kept = [slot for slot in slots if slot in ranked[:most]]
        return [*kept, sum_of_rest, *others]


def explain(expert: WakingExpert | Mixture, sequence: Symbols) -> Explanation:
    """Take a prediction apart.

    Parameters
    ----------
    expert : WakingExpert or Mixture
        Who predicts.
    sequence : str or tuple
        The context: ``START``, if it begins a sample, and the prefix.

    Returns
    -------
    Explanation
        Waking's contributions add up to what it predicts, those of a mixture
        to the logarithms of it.
    """
    state = expert.initial_state(sequence)
    contributions = expert.contributions(state)
    if isinstance(expert, WakingExpert):
        return Explanation(sequence, contributions)
    probabilities = expert.distribution(state)
    awake = explain(expert.waking, sequence)
    return MixedExplanation(sequence, contributions, probabilities, awake)

"""Explaining a mixture: what each expert, part by part, did to the log-odds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from .._support.signs import MARKS, ROOT, Signs
from ..consolidation.slots import (
    ANY_OTHER,
    LAST_TIME,
    NOTHING,
    WORD,
    WORD_ENDS,
    Seen,
    SlotConcept,
    SymbolClass,
    slot_signs,
)
from ..consolidation.templates import Feature
from ..core.symbols import START, Symbol, Symbols
from ..mixture.corrected import Corrected
from ..mixture.expert import Contribution
from ..mixture.mixture import Mixture
from ..mixture.reinforced import Reinforced
from ..mixture.waking import WakingExpert
from .explanation import FEEDBACK, HEAD, REPEATS, TOTAL, Explanation

MOST_SLOTS = 12  # slot concepts with a row of their own
MEANINGS = {
    "frequency": "how frequent each symbol is",
    "recurrence": "what followed before in this very sample",
    "elsewhere": "what followed where another sample was alike",
    "waking": "the concepts that fired awake, together",
    "shift": "the same for all, for the probabilities to add up to 1",
    "repeats": REPEATS,
    "feedback": FEEDBACK,
}
EXPERTS = {"frequency", "recurrence", "elsewhere", "waking"}  # whose weight is told


class MixedExplanation(Explanation):
    """What each expert did: slot concepts, frequency, what recurs, waking and so on.

    Attributes
    ----------
    contributions : list of Contribution
        Their ``added`` are log-odds, in nats: for every symbol they add up to
        the logarithm of its probability.  First the slot concepts, the most
        complex one first; then how frequent the symbols are; then, if that
        pays, what recurs in this sample, and what followed in others; then waking; then
        a shift, the same for all symbols, by which the probabilities add up
        to 1; last, if they are estimated, what repeats add.
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

    def _shown(self) -> list[Contribution]:
        return self._strongest

    @cached_property
    def _strongest(self) -> list[Contribution]:
        """Leave the strongest slot concepts as they are and add up the others."""
        slots = [term for term in self.contributions if term.kind == "slot"]
        others = [term for term in self.contributions if term.kind != "slot"]
        ranked = sorted(slots, key=lambda slot: -max(map(abs, slot.added.values())))
        if len(ranked) <= MOST_SLOTS:
            return self.contributions
        rest = ranked[MOST_SLOTS:]
        added = {y: sum(slot.added[y] for slot in rest) for y in rest[0].added}
        more = f"{len(rest)} more"
        sum_of_rest = Contribution(None, more, None, None, {}, 0.0, added)
        kept = [slot for slot in slots if slot in ranked[:MOST_SLOTS]]
        return [*kept, sum_of_rest, *others]

    def _slots(self) -> list[SlotConcept]:
        return [term.concept for term in self._shown() if term.kind == "slot"]

    def _seen(self) -> list[Seen]:
        return [seen for concept in self._slots() for seen in concept.pattern]

    def _symbols(self) -> list[Symbol]:
        shown = dict.fromkeys([*self.context, *self._columns()])
        shown.update((y, None) for seen in self._seen() for y in seen.symbols)
        return [*shown]

    def _signs(self) -> Signs:
        return slot_signs(self._slots(), self._symbols(), self._words())

    def _words(self) -> list[str]:
        named = [f"({term.kind})" for term in self._shown() if term.concept is None]
        return [*HEAD, TOTAL, *named]

    def _named(self, term: Contribution, signs: Signs) -> str:
        if term.kind == "slot":
            name: str = term.concept.spelled(signs)
            return name
        return f"({term.kind})"

    def _weight(self, term: Contribution) -> float | None:
        return term.weight if term.kind in EXPERTS else None

    _write: Callable[[float], str] = staticmethod("{:+.3f}".format)

    def _row_signs(self) -> Iterator[tuple[str, str]]:
        yield from self._class_signs()
        seen, kinds = self._seen(), {seen.feature.kind for seen in self._seen()}
        shown = "".join(str(concept) for concept in self._slots())
        if ROOT in shown:
            yield ROOT, "any symbol at this place"
        if ANY_OTHER in shown:
            yield ANY_OTHER, "any symbol that sleep does not tell apart"
        if "first" in kinds:
            yield f"{MARKS[START]}…", "how the sample began"
        if "runs" in kinds:
            runs = {each.sign(str) for each in seen if each.feature.kind == "runs"}
            yield " ".join(sorted(runs)), "so many runs of symbols of one class so far"
        yield from self._recall_signs({each.feature for each in seen}, shown)
        if "word" in kinds:
            told = "the word so far, and the one before it"
            yield f"{WORD}a {WORD}a{WORD_ENDS}", told
        for term in self._shown():
            if term.concept is None:
                told = MEANINGS.get(term.kind, "further slot concepts, added up")
                yield f"({term.kind})", told

    def _recall_signs(
        self, features: set[Feature], shown: str
    ) -> Iterator[tuple[str, str]]:
        if any(feature.kind == "recall" for feature in features):
            told = "what followed when the latest symbols, so many, came before"
            yield f"{LAST_TIME}₁ {LAST_TIME}₂ …", told
        if any(feature.kind == "match" for feature in features):
            told = "what followed when the latest symbols came before, and how many"
            yield f"{LAST_TIME}a₅", told
        if NOTHING in shown:
            yield NOTHING, "they never came before in this sample"

    def _class_signs(self) -> Iterator[tuple[str, str]]:
        found: dict[tuple[int, str], set[str]] = {}
        written = self._signs().symbol
        for seen in self._seen():
            if seen.feature.kind != "class":
                continue
            if isinstance(seen.value, SymbolClass):
                told = "a symbol of this class, of {} (memory.classes())"
            elif seen.value == START:
                told = "START, seen among {} classes"
            else:
                told = "any other symbol, seen among {} classes"
            signs = found.setdefault((seen.feature.classes, told), set())
            signs.add(seen.sign(written))
        for (classes, told), signs in sorted(found.items()):
            yield " ".join(sorted(signs)), told.format(classes)


def explain(
    expert: WakingExpert | Mixture | Corrected | Reinforced, sequence: Symbols
) -> Explanation:
    """Take a prediction apart.

    Parameters
    ----------
    expert : WakingExpert, Mixture, Corrected or Reinforced
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
    source = expert.source if isinstance(expert, Corrected) else expert
    if isinstance(source, Reinforced):
        source = source.innermost
    if isinstance(source, WakingExpert):
        return Explanation(sequence, contributions)
    probabilities = expert.distribution(state)
    awake = explain(source.waking, sequence)
    return MixedExplanation(sequence, contributions, probabilities, awake)

"""Forgetting, to be shown: what becomes of the concepts when a sample has to go.

A memory of bounded capacity forgets one sample to make room for another.  All
concepts that fire in it are weakened; those that join nothing any more are
*dissolved*, and what stood above them is lowered.
"""

from __future__ import annotations

from ...core.concepts import ConceptGraph, Node
from ...core.potentiation import find, fire
from ...core.symbols import Symbols, wrap
from ...state.state import State
from .signals import FORGETS, Forgetting, Frame, Standing


def make_room(state: State, sample: int) -> list[Frame]:
    """Make room for one sample, and tell what that did.

    Parameters
    ----------
    state : State
        Who forgets, if there is no room.
    sample : int
        The number of the sample that there must be room for.

    Returns
    -------
    list of Frame
        None or one.  Costs what forgetting costs, and O(concepts lowered).
    """
    gone = state.next_evicted(1)
    if gone is None:
        return []
    sequence = wrap(gone)
    fired = _fired(state.concepts, sequence)
    state.make_room(1)
    told = _told(state.concepts, gone, fired)
    touched = [*told.after, *told.dissolved]
    return [Frame(FORGETS, sample, 0, sequence, None, touched, forgotten=told)]


def _fired(concepts: ConceptGraph, sequence: Symbols) -> list[Symbols]:
    """List the concepts that fire in a sample, each once, in their order."""
    paths = (fire(concepts, sequence, end) for end in range(1, len(sequence) + 1))
    return [*dict.fromkeys(node.symbols for path in paths for node in reversed(path))]


def _told(concepts: ConceptGraph, gone: Symbols, fired: list[Symbols]) -> Forgetting:
    """Tell how all that was touched stands now."""
    # The empty past stays, even where it may be of another kind: "" in place of ().
    dissolved = [c for c in fired if c and find(concepts, c) is None]
    weakened = [concept for concept in fired if concept not in dissolved]
    above = (node for concept in dissolved for node in _above(concepts, concept))
    lowered = [*dict.fromkeys(node.symbols for node in above)]
    after = {
        concept: _standing(concepts, concept)
        for concept in dict.fromkeys([*weakened, *lowered])
    }
    return Forgetting(gone, weakened, dissolved, lowered, after)


def _above(concepts: ConceptGraph, dissolved: Symbols) -> list[Node]:
    """List what stands where a concept stood, and above."""
    below = fire(concepts, dissolved, len(dissolved))[-1]
    branch = below.branches.get(dissolved[-len(below.symbols) - 1])
    # Forgetting "abab" may dissolve "ab", and "cb" is what hangs there now.
    if type(branch) is not Node or branch.symbols[-len(dissolved) :] != dissolved:
        return []
    above = [branch]
    for node in above:
        above.extend(node.children())
    return above


def _standing(concepts: ConceptGraph, concept: Symbols) -> Standing:
    if not concept:
        return Standing.of(concepts.root, None)
    *_, parent, node = fire(concepts, concept, len(concept))
    return Standing.of(node, parent.symbols)

"""How a memory shows itself in a notebook: its numbers, and its tree if it is small."""

from __future__ import annotations

from collections import Counter

from .._support import html as markup
from ..errors import MissingProgramError
from ..inspection.ranking import ConceptInfo
from ..state.state import State
from .concept_tree.draw import draw
from .concept_tree.selection import MOST_WHOLE
from .words import signs_of


def memory_html(state: State, title: str, useful: list[ConceptInfo]) -> str:
    """Write a memory for a notebook.

    Parameters
    ----------
    state : State
        What is held.
    title : str
        The memory in one line.
    useful : list of ConceptInfo
        The concepts that save most.

    Returns
    -------
    str
        HTML; with the concept tree as SVG if there are at most 150 concepts
        and Graphviz is installed.  Costs O(concepts).
    """
    parts = [f"<p>{markup.text(title)}</p>"]
    if state.samples:
        parts.append(_levels(state))
        signs = signs_of(state.concepts)
        shown = " ".join(markup.code(signs.past(each.symbols)) for each in useful)
        parts.append(f"<p>concepts that save most: {shown}</p>")
        if len(state.concepts) <= MOST_WHOLE:
            parts.append(_tree(state))
    return f"<div>{''.join(parts)}</div>"


def _levels(state: State) -> str:
    counts = Counter(node["r_level"] for node in state.concepts.nodes())
    levels = sorted(counts)
    heights = [counts[level] for level in levels]
    return markup.bars([*map(str, levels)], heights, ("r_level", "concepts"))


def _tree(state: State) -> str:
    try:
        return draw(state.concepts).svg()
    except MissingProgramError:
        return ""

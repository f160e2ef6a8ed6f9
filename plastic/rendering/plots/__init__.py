"""Plots of a memory with matplotlib: how it grows, what it expects, what it found.

Each function draws one picture into the Axes that it is given, or into a new
figure, and returns the Axes.  matplotlib is imported when the first picture is
drawn: ``pip install 'plastic-memory[plot]'``.
"""

from __future__ import annotations

from .growing import growth, learning_curve
from .heatmaps import next_symbols, transitions
from .merging import dendrogram
from .synapses import concept_strengths, strengths

__all__ = [
    "concept_strengths",
    "dendrogram",
    "growth",
    "learning_curve",
    "next_symbols",
    "strengths",
    "transitions",
]

"""A grown graph as columns of numbers: a concept is a row in each of them.

What hangs on a concept is a number, too: that of a row, or, from the number of
rows on, that of a trace.
"""

from __future__ import annotations

from typing import NamedTuple

from .text import Numbers


class Columns(NamedTuple):
    """A structure of arrays; the last row is the root.

    Of the concept in row r, which is ``text.cut(ends[r] - lengths[r], ends[r])``,
    the synapses are the places from ``synapse_begins[r]`` to
    ``synapse_begins[r + 1]`` of the two columns that have one place a synapse;
    likewise its branches.
    """

    # One number a concept.
    ends: Numbers
    lengths: Numbers
    parents: Numbers  # rows; the root's is itself
    r_levels: Numbers
    counts: Numbers
    # One a concept, and one more.
    synapse_begins: Numbers
    branch_begins: Numbers
    # One a synapse: by row, then by code.
    symbols: Numbers
    strengths: Numbers
    # One a branch: by row, then by the code of the symbol before the concept.
    before: Numbers
    branches: Numbers
    # One a trace: where its past ends.
    trace_ends: Numbers

"""Predict one moment straight from the columns, by loops to be compiled.

It is :meth:`plastic.core.prediction.Predictor.distribution`, operation by operation
and in the same order, so that both give the same bits: who predicts again and again
may be given numba on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .._support.compiled import compiled, is_worth_compiling
from ..core.prediction import Predictor
from ..core.symbols import STOP, UNSEEN, Symbol, Symbols
from .rows import Rows
from .text import Numbers

WORTH_COMPILING = 50_000  # predictions that take as long as to import numba


class MomentPredictor:
    """The distributions of a graph of which no row has changed.

    Parameters
    ----------
    rows : Rows
        The whole graph.
    predictor : Predictor
        Of the same graph.
    """

    def __init__(self, rows: Rows, predictor: Predictor) -> None:
        self._rows, self._predictor = rows, predictor
        self._asked = 0
        self._loop: Callable[..., Numbers] | None = None
        most = max(len(rows.text.codes), int(rows.columns.strengths.max(initial=0)))
        self._is_possible = most < 2**31

    def distribution(self, past: Symbols) -> dict[Symbol, float] | None:
        """Give the probability of all that can come next; None: it is not worth it.

        Costs O(symbols + synapses of the concepts that fire).  Before the first time
        all columns are written once more, in 4 bytes each.

        Parameters
        ----------
        past : str or tuple
            It begins with START.
        """
        if self._loop is None:
            self._asked += 1
            if not self._is_possible:
                return None
            if not is_worth_compiling(self._asked, WORTH_COMPILING):
                return None
            self._loop = compiled(spread)
            if self._loop is None:
                self._is_possible = False
                return None
            self._prepare()
        codes = [self._codes.get(symbol, self._unknown) for symbol in past]
        chances = self._loop(np.array(codes), self._packed, self._begins, self._known)
        return dict(zip(self._order, chances.tolist()))

    def _prepare(self) -> None:
        """Write down what the loop reads, in few arrays: to pass each takes time."""
        predictor, columns, text = self._predictor, self._rows.columns, self._rows.text
        self._codes = {symbol: code for code, symbol in enumerate(text.symbols)}
        self._unknown = len(text.symbols)
        unseen = [UNSEEN] if predictor.unseen_width else []
        self._order = [*predictor.symbols, *unseen]
        slots = np.zeros(len(text.symbols) + 1, np.int32)
        for slot, symbol in enumerate(predictor.symbols):
            slots[self._codes.get(symbol, self._unknown)] = slot
        depths = text.depths()[columns.trace_ends.astype(np.int64) - 1]
        depths = np.minimum(depths, predictor.concepts.horizon)
        parts = Packed(
            text=text.codes,
            ends=np.concatenate([columns.ends, columns.trace_ends]),
            lengths=np.concatenate([columns.lengths, depths]),
            parents=columns.parents,
            branch_begins=columns.branch_begins,
            before=columns.before,
            branches=columns.branches,
            synapse_begins=columns.synapse_begins,
            symbols=columns.symbols,
            strengths=columns.strengths,
            slots=slots,
        )
        self._packed = np.concatenate([part.astype(np.int32) for part in parts])
        self._begins = np.cumsum([0, *map(len, parts)])
        longest = int(parts.lengths.max())
        discounts = [predictor.discounts(depth) for depth in range(longest + 1)]
        self._known = np.array(
            [
                *discounts,
                (predictor.uniform, predictor.unseen_width, len(predictor.symbols), 0),
                (predictor.concepts.horizon, self._codes[STOP], len(unseen), 0),
            ]
        )


class Packed(NamedTuple):
    """Columns, see :class:`plastic.arrays.columns.Columns`, of a few more kinds.

    Attributes
    ----------
    text : numpy.ndarray
        What the graph was grown of.
    ends, lengths : numpy.ndarray, shape (rows + traces,)
        By number.
    slots : numpy.ndarray, shape (codes + 1,)
        Where a symbol is in a prediction.
    """

    text: Numbers
    ends: Numbers
    lengths: Numbers
    parents: Numbers
    branch_begins: Numbers
    before: Numbers
    branches: Numbers
    synapse_begins: Numbers
    symbols: Numbers
    strengths: Numbers
    slots: Numbers


def spread(
    codes: np.ndarray, packed: np.ndarray, begins: np.ndarray, known: np.ndarray
) -> np.ndarray:
    """Give the probability of each symbol after a past, and of the unseen slot.

    Parameters
    ----------
    codes : numpy.ndarray of int64
        The past.
    packed : numpy.ndarray of int32
        What :class:`Packed` has, one behind the other.
    begins : numpy.ndarray of int64
        Where each begins, and the end.
    known : numpy.ndarray, shape (lengths + 2, 4)
        What is taken off strengths, by a concept's length; then what the uniform
        distribution gives, how many parts the unseen slot has of it, how many
        symbols there are; then the horizon, the code of STOP, whether there is that
        slot.
    """
    columns = _unpacked(packed, begins)
    discounts, uniform, width = known[:-2], known[-2, 0], known[-2, 1]
    node, branch, met, shared = _fire(codes, columns, int(known[-1, 0]))
    # As in the path that fires, of which the most specific concept comes first.
    rows, left = len(columns.parents), 1.0
    following, relied = -1, 0
    if branch >= rows:
        last = columns.ends[branch] - 1
        if columns.text[last] != known[-1, 1]:
            following, relied = columns.text[last + 1], 1
    elif branch >= 0:
        begin, end = columns.synapse_begins[branch], columns.synapse_begins[branch + 1]
        relied = end - begin
    if relied:
        left = _run(discounts, met, shared + 1)
    once = left
    path = 0
    weights, backs = np.empty(met + 1), np.empty(met + 1)
    at, is_root = node, False
    while not is_root:
        is_root = at == rows - 1
        below = -1 if is_root else columns.lengths[columns.parents[at]]
        weights[path], backs[path], handed_down = _level(columns, discounts, at, below)
        weights[path] = left / weights[path] if weights[path] else 0.0
        left *= handed_down
        at, path = columns.parents[at], path + 1
    chances = np.full(int(known[-2, 2]) + int(known[-1, 2]), left * uniform)
    if following >= 0:
        chances[columns.slots[following]] += 1 - once
    elif relied:
        for place in range(begin, end):
            chances[columns.slots[columns.symbols[place]]] += (1 / relied) * (1 - once)
    for number in range(path):
        begin, end = columns.synapse_begins[node], columns.synapse_begins[node + 1]
        taken = discounts[columns.lengths[node]] - backs[number]
        for place in range(begin, end):
            strength = columns.strengths[place]
            kept = strength - taken[min(strength, 3)]
            chances[columns.slots[columns.symbols[place]]] += weights[number] * kept
        node = columns.parents[node]
    if known[-1, 2]:
        chances[-1] = left * uniform * width
    return chances


def _unpacked(packed: np.ndarray, begins: np.ndarray) -> Packed:
    return Packed(
        packed[begins[0] : begins[1]],
        packed[begins[1] : begins[2]],
        packed[begins[2] : begins[3]],
        packed[begins[3] : begins[4]],
        packed[begins[4] : begins[5]],
        packed[begins[5] : begins[6]],
        packed[begins[6] : begins[7]],
        packed[begins[7] : begins[8]],
        packed[begins[8] : begins[9]],
        packed[begins[9] : begins[10]],
        packed[begins[10] : begins[11]],
    )


def _fire(
    codes: np.ndarray, columns: Packed, horizon: int
) -> tuple[int, int, int, int]:
    """Give the most specific concept that fires, what it runs into, and lengths.

    These are the concept's, and of what the past shares with that branch; of none
    the branch is -1.
    """
    rows, end = len(columns.parents), len(codes)
    node, met, longest = rows - 1, 0, min(end, horizon)
    while met < longest:
        branch = -1
        for at in range(columns.branch_begins[node], columns.branch_begins[node + 1]):
            if columns.before[at] == codes[end - 1 - met]:
                branch = columns.branches[at]
                break
        if branch < 0:
            break
        shared, last = met + 1, columns.ends[branch] - 1
        alike = min(longest, columns.lengths[branch])
        while shared < alike and codes[end - 1 - shared] == columns.text[last - shared]:
            shared += 1
        if branch >= rows or shared < columns.lengths[branch]:
            return node, branch, met, shared
        node, met = branch, shared
    return node, -1, met, met


def _run(discounts: np.ndarray, below: int, above: int) -> float:
    """Give what pasts of strength 1 hand down, of lengths between two others."""
    handed_down = 1.0
    for depth in range(below + 1, above):
        handed_down *= discounts[depth, 1]
    return handed_down


def _level(
    columns: Packed, discounts: np.ndarray, row: int, below: int
) -> tuple[float, float, float]:
    """Sum a concept's strengths; tell what it gives back, and what it hands down."""
    length, total, ones, twos, more = columns.lengths[row], 0, 0, 0, 0
    begin, end = columns.synapse_begins[row], columns.synapse_begins[row + 1]
    for place in range(begin, end):
        strength = columns.strengths[place]
        total += strength
        ones += strength == 1
        twos += strength == 2
        more += strength > 2
    if not total:
        return 0.0, 0.0, 1.0
    off = discounts[length]
    taken = ones * off[1] + twos * off[2] + more * off[3]
    run = _run(discounts, below, length)
    back = taken * (1 - run) / (end - begin)
    return float(total), back, taken * run / total

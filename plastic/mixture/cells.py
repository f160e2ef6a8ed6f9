"""Cells: the groups of symbols that a mixture of experts tells apart.

Two symbols are in one cell if every expert has them in one group, or has met
neither.  Of an expert that knows {a, b, rest} and one that knows {a, vowels}
the cells are a, b, the vowels in the rest, and what else is in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.symbols import STOP, Symbol, in_order
from .expert import KnownTargets


class Cells:
    """What several experts tell apart, together.

    Parameters
    ----------
    codes : sequence of KnownTargets
        What each of them tells apart.

    Attributes
    ----------
    targets : int
        How many cells there are.
    are_groups : bool
        All experts tell the same apart, so that each group is a cell.
    """

    def __init__(self, codes: Sequence[KnownTargets]) -> None:
        self._code = codes[0]
        self.are_groups = all(code is codes[0] for code in codes)
        if self.are_groups:
            self.targets = self._code.targets
            return
        met = in_order({symbol for code in codes for symbol in code.known})
        keys = {
            symbol: tuple(code.target(symbol) for code in codes)
            for symbol in [*met, STOP]
        }
        cells = {key: cell for cell, key in enumerate(dict.fromkeys(keys.values()))}
        self.targets = len(cells)
        self._cell_of = {symbol: cells[key] for symbol, key in keys.items()}
        self._groups = np.array([*cells]).T  # (experts, cells); -1: never met

    def target(self, symbol: Symbol) -> int:
        """Give the cell of a symbol; -1: no expert has met it."""
        if self.are_groups:
            return self._code.target(symbol)
        return self._cell_of.get(symbol, -1)

    def held_by(self, expert: int) -> np.ndarray:
        """Tell which cells an expert has met: (cells,) of bool."""
        if self.are_groups:
            return np.ones(self.targets, bool)
        return np.greater_equal(self._groups[expert], 0)

    def spread(self, expert: int, values: np.ndarray, masses: np.ndarray) -> np.ndarray:
        """Give an expert's log-distribution over the cells, where these are no groups.

        Parameters
        ----------
        expert : int
            Which.
        values : numpy.ndarray, shape (targets,)
            What it says of its own groups, up to a constant.
        masses : numpy.ndarray, shape (cells,)
            What waking gives to each cell.

        Returns
        -------
        numpy.ndarray, shape (cells,)
            Up to a constant.  A group's cells share it as waking has it; the
            cells that the expert never met keep what waking gives them.
        """
        group = self._groups[expert]
        met = (group >= 0) & (masses > 0)
        shares = np.full(len(masses), -np.inf)
        np.log(masses, out=shares, where=masses > 0)
        by_group = np.bincount(group[met], masses[met], len(values))
        said = np.exp(values - values.max())
        said[by_group == 0] = 0
        # What it says of all that it has met has the mass that waking gives it.
        logs = values - values.max() + np.log(by_group.sum() / said.sum())
        shares[met] += logs[group[met]] - np.log(by_group[group[met]])
        return shares

    def followed(
        self, expert: int, values: np.ndarray, masses: np.ndarray
    ) -> np.ndarray:
        """Give what of :meth:`spread` is waking's: all but what is said of groups."""
        group = self._groups[expert]
        said = np.where(group >= 0, values[group], 0.0)
        return self.spread(expert, values, masses) - said

"""An operation of grids: a function with a name, types and a price in half bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..synthesis.vocabulary import Operation
from .grid import Grid

HALF_BITS = 2  # what a bit is in prices

Cells = np.ndarray


@dataclass(frozen=True)
class GridOperation(Operation):
    """An operation that is a function, and not a line of Python.

    Attributes
    ----------
    function : callable
        What it does.
    """

    function: Callable[..., Any] = field(default=lambda grid: grid, compare=False)

    @property
    def does(self) -> Callable[..., Any]:
        """What runs it."""
        return self.function


def bound(function: Callable[..., Any], *arguments: Any) -> Callable[[Any], Any]:
    """Give a function of one thing: the others are given now.

    >>> bound(pow, 2)(5)
    25
    """
    return lambda thing: function(thing, *arguments)


def make(
    name: str, takes: str, gives: str, price: int, function: Callable[..., Any]
) -> GridOperation:
    """Make an operation of a function, from one type to another."""
    return GridOperation(name, (takes,), gives, price, name, name, function=function)


def changes(name: str, price: int, function: Callable[[Cells], Cells]) -> GridOperation:
    """Make an operation of what changes the cells of a grid."""

    def change(grid: Grid) -> Grid:
        return Grid.of(function(grid.cells))

    return make(name, "grid", "grid", price, change)


def completes(name: str, price: int, function: Callable[[Grid], Cells]) -> Operation:
    """Make one of what gives cells for a grid."""
    return make(name, "grid", "grid", price, lambda grid: Grid.of(function(grid)))

"""A feature: a name, a price, and what it is of each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..grid import SLANTED, STRAIGHT, Grid


@dataclass(frozen=True)
class Feature:
    """What can be said of each cell of a grid.

    Attributes
    ----------
    name : str
        What it is called.
    price : int
        Half bits.
    is_colour : bool
        Whether it can be copied.
    function : callable
        Grid -> numpy.ndarray that broadcasts to the grid's shape.
    """

    name: str
    price: int
    is_colour: bool
    function: Callable[[Grid], Any]

    def of(self, grid: Grid) -> np.ndarray:
        """Say it of each cell; has no result where it makes no sense."""
        return np.broadcast_to(self.function(grid), grid.shape).astype(np.int64)


class Room:
    """A list of features to which functions can be added as they are defined."""

    def __init__(self) -> None:
        self.features: list[Feature] = []

    def colour(self, price: int, over: Iterable[Any] = ()) -> Callable:
        """Add a function as a feature that can be copied, for each of some parameters.

        ``over`` may be a mapping of parameters to what they cost besides.
        """
        return self._adder(price, True, over)

    def context(self, price: int, over: Iterable[Any] = ()) -> Callable:
        """Add a function as a feature that can only be asked for."""
        return self._adder(price, False, over)

    def _adder(self, price: int, is_colour: bool, over: Iterable[Any]) -> Callable:
        extra = over if isinstance(over, Mapping) else dict.fromkeys(over, 0)

        def add(function: Callable) -> Callable:
            name = function.__name__.replace("_", " ")
            if not extra:
                self.features.append(Feature(name, price, is_colour, function))
            for parameter, more in extra.items():
                found = _given(function, parameter)
                full = f"{name} {_named(parameter)}"
                self.features.append(Feature(full, price + more, is_colour, found))
            return function

        return add


def _given(function: Callable, parameter: Any) -> Callable[[Grid], Any]:
    return lambda grid: function(grid, parameter)


def _named(parameter: Any) -> str:
    """Name a parameter.

    >>> _named((3, STRAIGHT)), _named(("up", "down")), _named(True)
    ('3 (straight)', 'up, down', 'yes')
    """
    if isinstance(parameter, bool):
        return "yes" if parameter else "no"
    if parameter in SETS_OF_WAYS:
        return f"({SETS_OF_WAYS[parameter]})"
    if isinstance(parameter, tuple):
        words = [_named(each) for each in parameter]
        return " ".join(words) if "(" in words[-1] else ", ".join(words)
    return str(parameter)


SETS_OF_WAYS = {
    STRAIGHT: "straight",
    SLANTED: "at corners",
    (*STRAIGHT, *SLANTED): "all around",
}

"""Choosing: one part of many, by what sets it apart; or all, put together anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from .grid import Grid, NoResultError
from .isomorphism import canonical
from .objects import Part, colour_counts, holes, objects

Parts = tuple[Part, ...]


def mirrors(part: Part) -> int:
    """Count of its three mirror symmetries those that it has."""
    own = part.own.cells
    found = int((own == own[:, ::-1]).all()) + int((own == own[::-1]).all())
    return found + int(own.shape[0] == own.shape[1] and bool((own == own.T).all()))


def shape_of(part: Part) -> Grid:
    """Give its shape without its colours."""
    return Grid.of(part.mask)


def fewest_of_a_colour(part: Part) -> int:
    """Count the cells of its rarest colour."""
    counts = colour_counts(part.own.cells)
    return int(counts[counts > 0].min()) if counts.any() else 0


# What a part can be the most or the least of.
MEASURES: dict[str, Callable[[Part], float]] = {
    "area": lambda part: part.area,
    "box": lambda part: part.own.cells.size,
    "height": lambda part: part.own.height,
    "width": lambda part: part.own.width,
    "colours": lambda part: len(np.unique(part.box.cells)),
    "top": lambda part: part.top,
    "left": lambda part: part.left,
    "bottom": lambda part: part.bottom,
    "right": lambda part: part.right,
    "holes": lambda part: holes(shape_of(part)),
    "mirrors": mirrors,
    "symmetry across": lambda part: (part.own.cells == part.own.cells[:, ::-1]).all(),
    "symmetry down": lambda part: (part.own.cells == part.own.cells[::-1]).all(),
    "fullness": lambda part: part.area / part.own.cells.size,
    "colour": lambda part: part.colour,
    "foreign cells": lambda part: int((part.box.cells > 0).sum()) - part.area,
    "cells of its rarest colour": fewest_of_a_colour,
    "objects": lambda part: len(objects(part.own, True, False)),
}
# Which number a colour has means nothing, so that to be the most of it is a chance.
ARBITRARY = {"colour": 8}  # half bits
# What a part can share with others: how many there are of its kind.
KINDS: dict[str, Callable[[Part], Hashable]] = {
    "equal ones": lambda part: part.own,
    "of its shape": shape_of,
    "of its shape, turned": lambda part: canonical(shape_of(part)),
    "isomorphic ones": lambda part: canonical(part.own, True),
    "of its colour": lambda part: part.colour,
    "of its area": lambda part: part.area,
}


def measured(parts: Parts, measure: str) -> list[float]:
    """Measure all parts."""
    if measure in MEASURES:
        return [float(MEASURES[measure](part)) for part in parts]
    kinds = [KINDS[measure](part) for part in parts]
    return [float(kinds.count(kind)) for kind in kinds]


def chosen(parts: Parts, measure: str, most: bool) -> Part:
    """Choose the part that has most, or least, of a measure.

    Raises
    ------
    NoResultError
        There is nothing to choose from, or several parts that differ stand out alike.
    """
    if len(parts) < 2:
        raise NoResultError("there is nothing to choose from")
    values = measured(parts, measure)
    best = max(values) if most else min(values)
    found = [part for part, value in zip(parts, values) if value == best]
    if len(found) == len(parts) or any(part.own != found[0].own for part in found):
        raise NoResultError("several stand out")
    return found[0]


def standing_out(parts: Parts, measure: str, most: bool) -> Parts:
    """Keep the parts of which none has more, or less, of a measure; not all."""
    values = measured(parts, measure)
    best = max(values, default=0) if most else min(values, default=0)
    found = tuple(part for part, value in zip(parts, values) if value == best)
    if len(found) in (0, len(parts)):
        raise NoResultError("nothing stands out")
    return found


def in_place_of_cells(parts: Parts, backwards: bool) -> np.ndarray:
    """Draw the second of two parts for each cell of the first, in its colour."""
    if len(parts) != 2:
        raise NoResultError("there are not two parts")
    one, other = parts[::-1] if backwards else parts
    return np.kron(one.own.cells, other.mask)


def picture(parts: Parts, measure: str, most: bool) -> Grid:
    """Give what the part that stands out looks like."""
    return chosen(parts, measure, most).own


def surroundings(parts: Parts, measure: str, most: bool) -> Grid:
    """Give all that is in its bounding box."""
    return chosen(parts, measure, most).box


def at(parts: Parts, place: int) -> Grid:
    """Take the part at a place in reading order; negative ones count from the end."""
    try:
        return parts[place].own
    except IndexError:
        raise NoResultError("there are fewer parts") from None


def piled(parts: Parts, how: str) -> np.ndarray:
    """Put parts of one size on top of each other.

    Parameters
    ----------
    parts : tuple of Part
        The parts.
    how : {"first", "last", "all", "count", "common"}
        A cell is what the first, or last, part has there that is not empty; that of
        the first part, where all have something; how many parts have something; or
        what most parts have.
    """
    if len({part.own.shape for part in parts}) != 1 or len(parts) < 2:
        raise NoResultError("the parts are not of one size")
    layers = np.stack([part.own.cells for part in parts])
    if how in ("first", "last"):
        ordered = layers if how == "first" else layers[::-1]
        top = (ordered != 0).argmax(0)
        return np.take_along_axis(ordered, top[None], 0)[0]
    if how == "all":
        return np.where((layers != 0).all(0), layers[0], 0)
    if how == "count":
        return (layers != 0).sum(0).clip(0, 9)
    votes = np.stack([(layers == colour).sum(0) for colour in range(10)])
    return votes.argmax(0)


def in_order(parts: Parts, measure: str) -> Sequence[Part]:
    """Sort the parts by a measure; those that are equal stay as they were."""
    values = measured(parts, measure)
    return [parts[i] for i in np.argsort(values, kind="stable")]


def row_of(parts: Parts, measure: str, axis: int) -> np.ndarray:
    """Put the parts side by side (axis 1) or below each other (axis 0), in order."""
    pictures = [part.own.cells for part in in_order(parts, measure)]
    if len({picture.shape[1 - axis] for picture in pictures}) != 1:
        raise NoResultError("the parts do not fit together")
    return np.concatenate(pictures, axis)


def colours_of(parts: Parts, measure: str, falling: bool, axis: int) -> np.ndarray:
    """List the colours of the parts in order, as a row (axis 1) or a column."""
    ordered = in_order(parts, measure)
    colours = np.array([part.colour for part in ordered], np.int8)
    if falling:
        colours = colours[::-1]
    return colours[None] if axis else colours[:, None]


def diagonal_of(parts: Parts) -> np.ndarray:
    """Put the colours of the parts on a diagonal."""
    return np.diag(np.array([part.colour for part in parts], np.int8))

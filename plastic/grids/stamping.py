"""Stamping: a template is drawn where marks show a part of it, however it is turned.

An object of several colours is a *template*.  Its commonest colour is its body, and
the others are its anchors.  Where the same anchors stand elsewhere without a body, be
they turned or enlarged, the whole template belongs::

    2 3 .  . . .      2 3 .  . . .
    . 1 .  . 3 2  ->  . 1 .  . 3 2    the anchors are 2, 3 and 4, the body is 1,
    . 1 4  . . .      . 1 4  . 1 .    and on the right they are mirrored
    . . .  4 . .      . . .  4 1 .
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .grid import Grid, NoResultError
from .isomorphism import canonical, different_forms
from .objects import Part, colour_counts, objects
from .transforms import enlarged, grown

Cells = np.ndarray

MOST_TEMPLATES = 6  # the largest ones; more are no templates
MOST_SCALE = 3
OUTSIDE = -1


def _templates(cells: Cells, corners: bool) -> list[Part]:
    """List the objects of several colours, those of most cells first."""
    found = [
        part
        for part in objects(Grid.of(cells), corners, True)
        if (colour_counts(part.own.cells) > 0).sum() > 1
    ]
    if not found:
        raise NoResultError("there is no template")
    # What has but some of the colours of another one is a mark.
    colours = [{*np.unique(part.own.cells).tolist()} - {0} for part in found]
    whole = [
        part
        for part, own in zip(found, colours)
        if not any(own < others for others in colours)
    ]
    return sorted(whole, key=lambda part: -part.area)[:MOST_TEMPLATES]


def _pictures(picture: Cells, is_anchor: Cells, turned: bool) -> Iterator[Cells]:
    """Give a template turned and enlarged, where its anchors can tell how."""
    tells = turned and is_anchor.sum() > 1  # of one cell nobody sees how it is turned
    for form in different_forms(picture) if tells else [picture]:
        for scale in range(1, MOST_SCALE + 1 if turned else 2):
            yield enlarged(form, scale, scale)


def stamped(cells: Cells, turned: bool, rarest: bool) -> Cells:
    """Draw templates where their anchors stand alone.

    Parameters
    ----------
    cells : numpy.ndarray
        The grid.
    turned : bool
        Whether the anchors may be turned and enlarged.
    rarest : bool
        Whether only the rarest colour is an anchor.

    >>> stamped(Grid("2300000/0110032/0140000/0000400").cells, True, False).tolist()[1:]
    [[0, 1, 1, 0, 0, 3, 2], [0, 1, 4, 0, 1, 1, 0], [0, 0, 0, 0, 4, 1, 0]]
    """
    drawn, is_used = cells.copy(), np.zeros(cells.shape, bool)
    for part in _templates(cells, True):
        own = part.own.cells
        counts = colour_counts(own)
        body = int(counts.argmax())
        rare = int(np.where(counts > 0, counts, own.size + 1).argmin())
        is_anchor = (own == rare) if rarest else (own != 0) & (own != body)
        anchors = {rare} if rarest else {*own[is_anchor].tolist()}
        for picture in _pictures(own, is_anchor, turned):
            _stamp(drawn, is_used, cells, picture, np.isin(picture, [*anchors]))
    if np.array_equal(drawn, cells):
        raise NoResultError("no anchor stands alone")
    return drawn


def _stamp(
    drawn: Cells, is_used: np.ndarray, cells: Cells, picture: Cells, is_anchor: Cells
) -> None:
    """Draw a picture wherever its anchors stand alone, and have served for no other."""
    picture, is_anchor = np.pad(picture, 1), np.pad(is_anchor, 1)
    height, width = picture.shape
    wide = np.pad(cells, ((height,) * 2, (width,) * 2), constant_values=OUTSIDE)
    windows = sliding_window_view(wide, picture.shape)
    fits = (windows[:, :, is_anchor] == picture[is_anchor]).all(2)
    if not fits.any():
        return
    is_body = (picture != 0) & ~is_anchor
    # Of a larger mark these would be but a part, if there were more beside them.
    is_free = is_body | (grown(is_anchor.astype(np.int8), True) > 0) & ~is_anchor
    fits &= (windows[:, :, is_free] <= 0).all(2)
    rows, columns = np.nonzero(is_body)
    at = np.argwhere(is_anchor) - (height, width)
    for top, left in np.argwhere(fits).tolist():
        own = at[:, 0] + top, at[:, 1] + left
        if is_used[own].all():
            continue
        is_used[own] = True
        y, x = rows + top - height, columns + left - width
        inside = (y >= 0) & (y < cells.shape[0]) & (x >= 0) & (x < cells.shape[1])
        drawn[y[inside], x[inside]] = picture[rows, columns][inside]


def dressed(cells: Cells, goes: bool) -> Cells:
    """Let objects of the shape of the most colourful one look as that does.

    Parameters
    ----------
    cells : numpy.ndarray
        The grid.
    goes : bool
        Whether the most colourful one is taken away.

    >>> dressed(Grid("23088").cells, False).tolist()
    [[2, 3, 0, 2, 3]]
    """
    template = max(_templates(cells, False), key=lambda p: len(np.unique(p.own.cells)))
    shape = Grid.of(template.mask)
    drawn = cells.copy()
    place = drawn[template.top : template.bottom, template.left : template.right]
    if goes:
        place[template.mask] = 0
    found = 0
    for part in objects(Grid.of(cells), False, False):
        mask = Grid.of(part.mask)
        if canonical(mask) != canonical(shape):
            continue
        for form in different_forms(template.own.cells):
            if np.array_equal(form != 0, mask.cells):
                place = drawn[part.top : part.bottom, part.left : part.right]
                place[part.mask] = form[part.mask]
                found += 1
                break
    if not found:
        raise NoResultError("no other has its shape")
    return drawn

"""Grids: puzzles such as ARC's, solved by the shortest explanation of what is seen.

Read in this order: :mod:`~plastic.grids.grid`, what a grid is;
:mod:`~plastic.grids.objects`, what belongs together in it;
:mod:`~plastic.grids.transforms`, :mod:`~plastic.grids.completing`,
:mod:`~plastic.grids.moving`, :mod:`~plastic.grids.continuing` and
:mod:`~plastic.grids.choosing`, what can be done;
:mod:`~plastic.grids.isomorphism`, when two pictures are one, and
:mod:`~plastic.grids.stamping`, what follows from that;
:mod:`~plastic.grids.operation`, :mod:`~plastic.grids.parting` and
:mod:`~plastic.grids.operations`, the one table of that;
:mod:`~plastic.grids.features`, what can be observed of a cell;
:mod:`plastic.synthesis.tables`, how what is observed decides what is done;
:mod:`~plastic.grids.mosaics`, :mod:`~plastic.grids.canvases`,
:mod:`~plastic.grids.coarse`, :mod:`~plastic.grids.picking`,
:mod:`~plastic.grids.deeds` and :mod:`~plastic.grids.acting`, and
:mod:`~plastic.grids.growth`, other ways to explain;
:mod:`~plastic.grids.views`, other names for colours;
:mod:`~plastic.grids.habits`, what is likely, and :mod:`~plastic.grids.oddity`, what is
not; :mod:`~plastic.grids.solving`, which puts it together;
:mod:`~plastic.grids.sleep`, what tasks give to each other; and
:mod:`~plastic.grids.memory`, the memory's verbs.
"""

from __future__ import annotations

from .answer import GridAnswer
from .grid import Grid
from .memory import GridMemory
from .sleep import GridSleepReport
from .telling import GridProgram, GridRun

__all__ = [
    "Grid",
    "GridAnswer",
    "GridMemory",
    "GridProgram",
    "GridRun",
    "GridSleepReport",
]
